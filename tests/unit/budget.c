#include "app/budget.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tap.h"

/* 2026-11-22T23:30:00Z: the 22nd in UTC, the 23rd in Berlin. */
#define WALL 1795390200

static const struct {
	const char *zone;
	long day, month;
	double budget_day, budget_month;
	long of_day;		/* of the sums */
	double spent_day, spent_month;
	double left;
	const char *name;
} rows[] = {
	{ "UTC", 20261122, 202611, NAN, NAN, 20261122, 1, 2, NAN, NULL },
	{ "UTC", 20261122, 202611, 3, NAN, 20261122, 1, 2, 2, "budget_day" },
	{ "UTC", 20261122, 202611, 3, NAN, 20261121, 1, 2, 3, "budget_day" },
	{ "UTC", 20261122, 202611, 3, 10, 20261122, 1, 2, 2, "budget_day" },
	{ "UTC", 20261122, 202611, 3, 3, 20261122, 1, 2, 1, "budget_month" },
	{ "UTC", 20261122, 202611, NAN, 3, 20261122, 1, 5, 0,
	  "budget_month" },
	{ "CET-1", 20261123, 202611, 3, NAN, 20261122, 1, 2, 3,
	  "budget_day" },
	{ "CET-1", 20261123, 202611, 3, NAN, 20261123, 1, 2, 2,
	  "budget_day" },
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct settings set = {
			.budget_day = rows[i].budget_day,
			.budget_month = rows[i].budget_month,
		};
		const struct state st = {
			.day = rows[i].of_day, .month = rows[i].of_day / 100,
			.spent_day = rows[i].spent_day,
			.spent_month = rows[i].spent_month,
		};
		struct budget b;

		setenv("TZ", rows[i].zone, 1);
		tzset();
		budget_read(&b, &set, &st, WALL);
		ok(b.day == rows[i].day && b.month == rows[i].month,
		   "row %zu: it is %ld, %ld", i, b.day, b.month);
		ok((isnan(b.left) && isnan(rows[i].left)) ||
			   fabs(b.left - rows[i].left) < 1e-12,
		   "row %zu: %g is left", i, b.left);
		ok(b.name == rows[i].name ||
			   (b.name && rows[i].name &&
			    !strcmp(b.name, rows[i].name)),
		   "row %zu: by %s", i, b.name ? b.name : "none");
	}
}

static void test_none(void)
{
	const struct model m = { .endpoint = "e", .id = "m" };
	struct candidate list[] = {
		{ .model = &m, .why = PLAN_CANNOT },
		{ .model = &m, .why = PLAN_CEILING, .need = 0.5 },
		{ .model = &m, .why = PLAN_CEILING, .need = 0.25 },
	};
	const struct plan plan = { .candidates = list, .count = 3 };
	const struct plan other = { .candidates = list, .count = 1 };
	const struct budget none = { .left = NAN };
	const struct budget b = { .left = 0.1, .name = "budget_day",
				  .limit = 2, .spent = 1.9 };
	struct err err = ERR_INIT;

	ok(!budget_none(&b, &other, 0.1, &err) && !err.kind,
	   "not for what is no money");
	ok(budget_none(&b, &plan, 0.1, &err) && err.kind == ERR_NOCAND &&
		   !strcmp(err.msg, "budget_day = $2.00: $1.90 is spent, "
			   "$0.10 is left, and e/m would cost about $0.25"),
	   "%s", err.msg);
	ok(budget_none(&none, &plan, 0.2, &err) &&
		   !strcmp(err.msg, "max_cost is $0.20, and e/m, the cheapest "
			   "that may answer, would cost about $0.25"),
	   "%s", err.msg);
	ok(budget_none(&b, &plan, 0.05, &err) &&
		   !strncmp(err.msg, "max_cost is $0.05,", 18),
	   "the lower one is named: %s", err.msg);
}

int main(void)
{
	test_rows();
	test_none();
	return tap_done();
}
