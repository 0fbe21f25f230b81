#include "route/measure.h"

#include <math.h>
#include <string.h>

#include "tap.h"

#define R TASK_REASONING
#define C TASK_CODE
#define S TASK_SUMMARIZATION
#define G TASK_GENERAL
#define BIT(t) (1u << (t))

static bool is(double got, double want)
{
	return fabs(got - want) < 1e-12;
}

/*
 * Six rows, counted by hand. The fifth guess is right by its other label,
 * and so counts as a row of that label; the sixth is wrong.
 */
static void add_rows(struct measure *m)
{
	static const struct {
		enum task label;
		unsigned more;
		enum task guess;
		double sure;
	} rows[] = {
		{ R, 0, R, 0.95 },	{ R, 0, R, 1.0 },
		{ C, 0, C, 0.85 },	{ G, 0, C, 0.55 },
		{ G, BIT(C), C, 0.52 }, { C, BIT(G), R, 0.91 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		measure_add(m, rows[i].label, BIT(rows[i].label) |
			    rows[i].more, rows[i].guess, rows[i].sure);
}

static void test_counts(void)
{
	struct measure m = { .rows = 0 };

	add_rows(&m);
	ok(m.rows == 6 && measure_right(&m) == 4 && m.strict == 3,
	   "4 of 6, 3 by the label alone");
	ok(is(measure_lenient(&m), 4 / 6.0) && is(measure_strict(&m), 0.5),
	   "as shares");
	ok(m.table[R][R] == 2 && m.table[C][C] == 2 && m.table[G][C] == 1 &&
	   m.table[C][R] == 1, "the table");
	ok(measure_labelled(&m, C) == 3 && measure_guessed(&m, C) == 3 &&
	   measure_labelled(&m, G) == 1 && measure_guessed(&m, R) == 3,
	   "rows of a label, guesses of it");
}

static void test_shares(void)
{
	struct measure m = { .rows = 0 };

	add_rows(&m);
	ok(is(measure_precision(&m, R), 2 / 3.0) &&
	   is(measure_recall(&m, R), 1), "precision and recall");
	ok(is(measure_f1(&m, R), 0.8) && is(measure_f1(&m, C), 2 / 3.0) &&
	   is(measure_f1(&m, G), 0), "F1");
	ok(isnan(measure_precision(&m, G)) && isnan(measure_recall(&m, S)) &&
	   isnan(measure_f1(&m, S)), "no share of nothing");
	ok(is(measure_macro_f1(&m), (0.8 + 2 / 3.0) / 3),
	   "macro-F1 of the three that there are");
	/* bins: 0.5 (1 of 1.07), 0.8 (1 of 0.85), 0.9 (2 of 2.86) */
	ok(is(measure_ece(&m), (0.07 + 0.15 + 0.86) / 6), "ECE %.6f",
	   measure_ece(&m));
}

static void test_empty(void)
{
	struct measure m = { .rows = 0 };

	ok(isnan(measure_lenient(&m)) && isnan(measure_strict(&m)) &&
	   isnan(measure_macro_f1(&m)) && isnan(measure_ece(&m)),
	   "of no rows: no figures");
}

static void test_bins(void)
{
	struct measure m = { .rows = 0 };

	measure_add(&m, R, BIT(R), R, 1);
	measure_add(&m, R, BIT(R), R, 0.9);
	measure_add(&m, R, BIT(R), G, 0);
	ok(m.bins[9].right == 2 && is(m.bins[9].sure, 1.9) &&
	   m.bins[0].right == 0, "0 and 1 have bins");
	ok(is(measure_ece(&m), 0.1 / 3), "and count there");
}

static void test_kinds(void)
{
	char text[1300];

	memset(text, 'x', sizeof(text));
	ok(measure_is_terse(TEXT_LIT("one two three four five six")) &&
	   measure_is_terse(TEXT_LIT("")), "six words are terse");
	ok(!measure_is_terse(TEXT_LIT("one two three\nfour five six seven")),
	   "seven are not");
	ok(measure_is_long((struct text){ text, 1201 }) &&
	   !measure_is_long((struct text){ text, 1200 }), "over 1,200 bytes");
	ok(measure_is_foreign(TEXT_LIT("\xe4\xb8\xad\xe6\x96\x87 abc")) &&
	   !measure_is_foreign(TEXT_LIT("na\xc3\xafve abc")) &&
	   !measure_is_foreign(TEXT_LIT("")), "other scripts by their bytes");
	ok(!measure_is_foreign(TEXT_LIT("\xc3\xa9" "abcdef")),
	   "a quarter is not over a quarter");
}

int main(void)
{
	test_counts();
	test_shares();
	test_empty();
	test_bins();
	test_kinds();
	return tap_done();
}
