#include "route/curve.h"

#include <math.h>

#include "tap.h"

static bool is(double got, double want)
{
	return fabs(got - want) < 1e-12;
}

/*
 * Four rows, in order of score: the strong model gains 1, 0, 1, 0. The curve
 * over the weak model's 1 of 4 is 0, 1, 1, 2, 2; its area in trapezoids is
 * 0.5 + 1 + 1.5 + 2 = 5 of 4 * 2 = 8.
 */
static void test_four(void)
{
	struct outcome o[] = {
		{ 0.2, 1, 1, 0 }, { 0.9, 0, 1, 1 },
		{ 0.5, 0, 1, 2 }, { 0.7, 0, 0, 3 },
	};

	curve_sort(o, 4);
	ok(o[0].row == 1 && o[1].row == 3 && o[2].row == 2 && o[3].row == 0,
	   "the hardest first");
	ok(is(curve_apgr(o, 4), 5 / 8.0), "APGR %.4f", curve_apgr(o, 4));
	ok(is(curve_cpt(o, 4, 0.5), 0.25) && is(curve_cpt(o, 4, 0.8), 0.75) &&
	   is(curve_cpt(o, 4, 0), 0) && is(curve_cpt(o, 4, 1), 0.75),
	   "CPT of 50, 80, 0, 100");
}

static void test_order(void)
{
	struct outcome o[] = { { 1, 0, 0, 2 }, { 1, 0, 1, 0 }, { 1, 0, 0, 1 } };

	curve_sort(o, 3);
	ok(o[0].row == 0 && o[1].row == 1 && o[2].row == 2,
	   "equal scores keep the order of the rows");
	ok(is(curve_apgr(o, 3), 2.5 / 3), "best first");
}

/* 0.1 is no sum of twos: ten of them are not 1. */
static void test_rounding(void)
{
	struct outcome o[10];

	for (size_t i = 0; i < 10; i++)
		o[i] = (struct outcome){ -(double)i, 0.2, 0.3, i };
	curve_sort(o, 10);
	ok(is(curve_cpt(o, 10, 0.5), 0.5) && is(curve_cpt(o, 10, 0.8), 0.8),
	   "half of the gap after half of ten equal steps");
	ok(is(curve_apgr(o, 10), 0.5), "which is as by chance");
}

static void test_none(void)
{
	const struct outcome equal[] = { { 2, 1, 0, 0 }, { 1, 0, 1, 1 } };
	const struct outcome worse[] = { { 2, 1, 0, 0 }, { 1, 1, 1, 1 } };
	double low, high;

	ok(isnan(curve_apgr(NULL, 0)) && isnan(curve_cpt(NULL, 0, 0.5)),
	   "no rows: no figures");
	ok(isnan(curve_apgr(equal, 2)) && isnan(curve_cpt(equal, 2, 0.5)) &&
	   isnan(curve_apgr(worse, 2)) && isnan(curve_cpt(worse, 2, 0.5)),
	   "nor where the strong one is not better");
	curve_interval(NULL, 0, (struct chance)CHANCE_INIT, &low, &high);
	ok(isnan(low) && isnan(high), "no interval of no rows");
	curve_interval(equal, 2, (struct chance)CHANCE_INIT, &low, &high);
	ok(isnan(low) && isnan(high), "nor where many draws have none");
}

static void fill(struct outcome *o, size_t count)
{
	struct chance c = CHANCE_INIT;

	for (size_t i = 0; i < count; i++) {
		bool helps = chance_below(&c, count) > i;

		o[i] = (struct outcome){ -(double)i, 0, helps, i };
	}
	curve_sort(o, count);
}

static void test_interval(void)
{
	static struct outcome o[4000];
	double few[2], many[2], again[2], all;
	const struct chance c = CHANCE_INIT;

	fill(o, 40);
	all = curve_apgr(o, 40);
	curve_interval(o, 40, c, &few[0], &few[1]);
	curve_interval(o, 40, c, &again[0], &again[1]);
	ok(few[0] == again[0] && few[1] == again[1], "the same each time");
	ok(few[0] < all && all < few[1], "around the figure: %.3f in %.3f to "
	   "%.3f", all, few[0], few[1]);
	fill(o, 4000);
	curve_interval(o, 4000, c, &many[0], &many[1]);
	/* by theory, a hundred times the rows is a tenth of the width */
	ok(many[1] - many[0] < 0.2 * (few[1] - few[0]) &&
	   many[1] - many[0] > 0.05 * (few[1] - few[0]),
	   "narrower with more rows: %.4f", many[1] - many[0]);
	/* a curve of this kind: APGR 2/3 */
	ok(many[0] < 2 / 3.0 && 2 / 3.0 < many[1], "and holds the true one");
}

int main(void)
{
	test_four();
	test_order();
	test_rounding();
	test_none();
	test_interval();
	return tap_done();
}
