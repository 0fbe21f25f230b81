#include "app/budget.h"

#include <math.h>
#include <time.h>

#include "base/buf.h"
#include "route/explain.h"

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

int budget_none(const struct budget *b, const struct plan *plan,
		double max_cost, struct err *err)
{
	const struct candidate *c = cheapest(plan);
	struct buf say = BUF_INIT(400);
	char name[MODEL_NAME_MAX + 1];

	if (!c)
		return 0;
	model_name(c->model, name, sizeof(name));
	if (!isnan(b->left) && !(max_cost < b->left)) {
		buf_addf(&say, "%s = ", b->name);
		explain_money(b->limit, &say);
		buf_adds(&say, ": ");
		explain_money(b->spent, &say);
		buf_adds(&say, " is spent, ");
		explain_money(b->left, &say);
		buf_addf(&say, " is left, and %s would cost about ", name);
	} else {
		buf_adds(&say, "max_cost is ");
		explain_money(max_cost, &say);
		buf_addf(&say, ", and %s, the cheapest that may answer, would "
			 "cost about ", name);
	}
	explain_money(c->need, &say);
	err_set(err, ERR_NOCAND, "%s", say.ptr);
	buf_release(&say);
	return -1;
}
