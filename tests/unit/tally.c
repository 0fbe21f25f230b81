#include "app/tally.h"

#include <math.h>
#include <string.h>

#include "tap.h"

static struct turn_row row(const char *model, double cost, double strongest,
			   int64_t first, int64_t total)
{
	return (struct turn_row){
		.task = TASK_CODE, .model = model, .cost = cost,
		.strongest = strongest, .input = 10, .output = 20,
		.first_ms = first, .total_ms = total,
	};
}

/* Python: sorted(v)[math.ceil(p / 100 * len(v)) - 1] */
static void test_percentiles(void)
{
	static const struct {
		size_t count;		/* of 10, 20, 30, ... */
		unsigned percent;
		int64_t want;
	} rows[] = {
		{ 0, 50, -1 },
		{ 1, 50, 10 }, { 1, 95, 10 }, { 1, 100, 10 }, { 1, 1, 10 },
		{ 2, 50, 10 }, { 2, 51, 20 }, { 2, 95, 20 },
		{ 3, 50, 20 }, { 4, 50, 20 }, { 5, 50, 30 },
		{ 19, 95, 190 }, { 20, 95, 190 }, { 21, 95, 200 },
		{ 99, 50, 500 }, { 100, 50, 500 }, { 101, 50, 510 },
		{ 100, 95, 950 }, { 199, 95, 1900 }, { 200, 95, 1900 },
		{ 201, 95, 1910 }, { 1000, 99, 9900 }, { 1000, 100, 10000 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tallies t = TALLIES_INIT(TALLY_TASK);
		struct turn_row r = row(NULL, 0, 0, 0, 0);
		int64_t got;

		/* from both ends inward, so that they come unsorted */
		for (size_t k = 0; k < rows[i].count; k++) {
			size_t v = k % 2 ? rows[i].count - k / 2 : k / 2 + 1;

			r.first_ms = (int64_t)v * 10;
			tallies_add(&t, &r);
		}
		tallies_finish(&t);
		got = samples_percentile(&t.all.first, rows[i].percent);
		ok(got == rows[i].want, "p%u of %zu: %d", rows[i].percent,
		   rows[i].count, (int)got);
		tallies_release(&t);
	}
}

static void test_sums(void)
{
	struct tallies t = TALLIES_INIT(TALLY_MODEL);
	struct turn_row r[] = {
		row("a/x", 0.25, 1, 100, 1100),
		row("b/y", 0.5, NAN, 200, 700),
		row("b/y", NAN, 4, -1, 900),
		row("b/y", 0.125, 0.5, 300, 300),
		row(NULL, 0, 0, -1, 5),
	};

	r[2].status = 6;
	r[2].output = r[2].input = -1;
	r[4].status = 13;
	for (size_t i = 0; i < sizeof(r) / sizeof(r[0]); i++)
		tallies_add(&t, &r[i]);
	tallies_finish(&t);
	ok(t.count == 3 && !strcmp(t.groups[0].name, "b/y") &&
	   !strcmp(t.groups[1].name, "a/x") && !t.groups[2].name,
	   "most turns first, without a name last");
	ok(t.groups[0].turns == 3 && t.groups[0].failed == 1 &&
	   t.groups[0].cost == 0.625 && t.groups[0].cost_unknown == 1,
	   "turns, failures and money of a group");
	ok(t.groups[0].input == 20 && t.groups[0].output == 40, "its tokens");
	ok(t.groups[0].first.count == 2 && t.groups[0].total.count == 3,
	   "no first token, no sample");
	ok(t.all.turns == 5 && t.all.failed == 2 && t.all.cost == 0.875 &&
	   t.all.cost_unknown == 1, "and of all");
	ok(t.compared == 3 && t.compared_cost == 0.375 &&
	   t.compared_strongest == 1.5, "the strongest, where both are known");
	/* 20 tokens in 1000 ms; 20 in 500; those in one piece do not count */
	ok(tally_rate(&t.groups[1]) == 20 && tally_rate(&t.groups[0]) == 40 &&
	   isnan(tally_rate(&t.groups[2])), "tokens a second");
	ok(fabs(tally_rate(&t.all) - 40 / 1.5) < 1e-9, "and of all");
	tallies_release(&t);
	ok(!t.count && t.by == TALLY_MODEL, "released");
}

static void test_groups(void)
{
	struct tallies task = TALLIES_INIT(TALLY_TASK);
	struct tallies vendor = TALLIES_INIT(TALLY_VENDOR);
	struct turn_row r = row("a/x", 0, 0, 1, 1);

	r.vendor = "Acme";
	tallies_add(&task, &r);
	tallies_add(&vendor, &r);
	r.task = TASK_GENERAL;
	tallies_add(&task, &r);
	r.vendor = NULL;
	tallies_add(&vendor, &r);
	tallies_finish(&task);
	tallies_finish(&vendor);
	ok(task.count == 2 && !strcmp(task.groups[0].name, "code") &&
	   !strcmp(task.groups[1].name, "general"), "by task");
	ok(vendor.count == 2 && !strcmp(vendor.groups[0].name, "Acme") &&
	   !vendor.groups[1].name, "by vendor");
	tallies_release(&task);
	tallies_release(&vendor);
}

int main(void)
{
	test_percentiles();
	test_sums();
	test_groups();
	return tap_done();
}
