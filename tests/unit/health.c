#include "store/health.h"

#include <math.h>

#include "tap.h"

/* The kinds that the header names, and no other. */
static void test_opens(void)
{
	static const enum err_kind yes[] = {
		ERR_QUOTA, ERR_NET, ERR_TIMEOUT, ERR_VENDOR,
	};
	int found = 0, listed = 0;

	for (int kind = 0; kind < ERR_KINDS; kind++)
		found += health_opens((enum err_kind)kind);
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		listed += health_opens(yes[i]);
	ok(found == 4 && listed == 4, "%d kinds open, %d of those listed",
	   found, listed);
	ok(!health_cooldown(ERR_AUTH, 3, 60000, true) &&
		   !health_cooldown(ERR_NONE, 0, -1, false),
	   "what does not open costs no time");
}

static void test_cooldown(void)
{
	static const struct {
		unsigned failures;
		long hint;
		bool final;
		long want;
		const char *what;
	} rows[] = {
		{ 0, -1, false, 30000, "the first" },
		{ 1, -1, false, 60000, "the second in a row" },
		{ 2, -1, false, 120000, "the third" },
		{ 4, -1, false, 480000, "the fifth" },
		{ 5, -1, false, 900000, "960 s are too long" },
		{ 4000000000u, -1, false, 900000, "so many" },
		{ 0, 0, false, 30000, "a hint of nothing" },
		{ 0, 29999, false, 30000, "a shorter hint" },
		{ 0, 30001, false, 30001, "a longer hint" },
		{ 5, 1000, false, 900000, "a hint below the most" },
		{ 0, 3600000, false, 3600000, "an hour by the vendor" },
		{ 0, 86400000, false, 86400000, "a day" },
		{ 0, 86400001, false, 86400000, "more than a day is a day" },
		{ 0, -1, true, 900000, "money" },
		{ 0, 3600000, true, 3600000, "money, and an hour" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		long got = health_cooldown(ERR_QUOTA, rows[i].failures,
					   rows[i].hint, rows[i].final);

		ok(got == rows[i].want, "%s: %ld ms", rows[i].what, got);
	}
}

static void test_mean(void)
{
	ok(health_mean(NAN, 80) == 80, "the first sample is the mean");
	ok(health_mean(80, 160) == 90, "80 and 160: an eighth of the way");
	ok(health_mean(80, 0) == 70, "and down");
	ok(health_mean(80, NAN) == 80 && isnan(health_mean(NAN, NAN)) &&
		   health_mean(80, INFINITY) == 80,
	   "what was not measured changes nothing");
}

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-12;
}

static void test_skill(void)
{
	ok(health_skill(0, 0) == 0 && health_skill(7, 7) == 0,
	   "nothing, and what cancels out");
	ok(near(health_skill(8, 0), 0.05) && near(health_skill(0, 8), -0.05),
	   "eight that agree are half");
	ok(near(health_skill(1, 0), 0.1 / 9) &&
		   near(health_skill(2, 1), 0.1 / 11),
	   "one; two and one");
	ok(health_skill(4000000000u, 0) <= 0.10 &&
		   health_skill(4000000000u, 0) > 0.0999 &&
		   health_skill(0, 4000000000u) >= -0.10 &&
		   near(health_skill(4000000000u, 4000000000u), 0),
	   "bounded");
}

int main(void)
{
	test_opens();
	test_cooldown();
	test_mean();
	test_skill();
	return tap_done();
}
