#include "app/budget.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#define MONEY 40

static void nearer(struct budget *b, const char *name, double limit,
		   double spent)
{
	double left = fmax(limit - spent, 0);

	if (isnan(limit) || (!isnan(b->left) && b->left <= left))
		return;
	b->left = left;
	b->name = name;
	b->limit = limit;
	b->spent = spent;
}

void budget_read(struct budget *b, const struct settings *set,
		 const struct state *st, int64_t wall)
{
	time_t now = (time_t)wall;
	struct tm tm = { .tm_mday = 1 };

	*b = (struct budget){ .left = NAN };
	if (localtime_r(&now, &tm)) {
		b->month = (tm.tm_year + 1900L) * 100 + tm.tm_mon + 1;
		b->day = b->month * 100 + tm.tm_mday;
	}
	b->spent_day = state_spent_day(st, b->day);
	b->spent_month = state_spent_month(st, b->month);
	nearer(b, "budget_day", set->budget_day, b->spent_day);
	nearer(b, "budget_month", set->budget_month, b->spent_month);
}

/* The cheapest of those that the ceiling alone keeps out. */
static const struct candidate *cheapest(const struct plan *plan)
{
	const struct candidate *found = NULL;

	for (size_t i = 0; i < plan->count; i++) {
		const struct candidate *c = &plan->candidates[i];

		if (c->why == PLAN_CEILING &&
		    (!found || c->need < found->need))
			found = c;
	}
	return found;
}

/* Cents, and of less than ten of them two digits that say something. */
static const char *money(double usd, char out[MONEY])
{
	int decimals = usd > 0 && usd < 0.1 ?
		       1 - (int)floor(log10(usd)) : 2;
	int len = snprintf(out, MONEY, "$%.*f",
			   decimals < 12 ? decimals : 12, usd);

	for (; decimals > 2 && out[len - 1] == '0'; decimals--)
		out[--len] = '\0';
	return usd > 0 ? out : "$0";
}

int budget_none(const struct budget *b, const struct plan *plan,
		double max_cost, struct err *err)
{
	const struct candidate *c = cheapest(plan);
	char name[MODEL_NAME_MAX + 1], limit[MONEY], spent[MONEY],
	     left[MONEY], need[MONEY];

	if (!c)
		return 0;
	model_name(c->model, name, sizeof(name));
	if (!isnan(b->left) && !(max_cost < b->left))
		return err_set(err, ERR_NOCAND, "%s = %s: %s is spent, %s is "
			       "left, and %s would cost about %s", b->name,
			       money(b->limit, limit), money(b->spent, spent),
			       money(b->left, left), name,
			       money(c->need, need));
	return err_set(err, ERR_NOCAND, "max_cost is %s, and %s, the cheapest "
		       "that may answer, would cost about %s",
		       money(max_cost, limit), name,
		       money(c->need, need));
}
