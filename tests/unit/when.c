#include "app/when.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tap.h"

/*
 * Expected values by date(1), as: TZ=Europe/Berlin date -d '2026-11-22' +%s
 * where 2026-03-29 has 23 hours and 2026-10-25 has 25.
 */
#define NOW INT64_C(1795372205250)	/* 2026-11-22 18:30:05.250 UTC */

static const struct {
	const char *in;
	int64_t begin, end;
} good[] = {
	{ "now", NOW, NOW },
	{ "0s", NOW, NOW },
	{ "90s", NOW - 90000, NOW - 90000 },
	{ "30m", NOW - 1800000, NOW - 1800000 },
	{ "12h", NOW - 43200000, NOW - 43200000 },
	{ "2d", NOW - 172800000, NOW - 172800000 },
	{ "3w", NOW - 1814400000, NOW - 1814400000 },
	{ "today", 1795302000000, 1795388400000 },
	{ "yesterday", 1795215600000, 1795302000000 },
	{ "2026-11-22", 1795302000000, 1795388400000 },
	{ "2026-03-29", 1774738800000, 1774821600000 },
	{ "2026-10-25", 1792879200000, 1792969200000 },
	{ "2024-02-29", 1709161200000, 1709247600000 },
	{ "2026-11-22 18:30", 1795368600000, 1795368660000 },
	{ "2026-11-22T18:30", 1795368600000, 1795368660000 },
	{ "2026-11-22t18:30:05", 1795368605000, 1795368606000 },
	{ "2026-11-22T18:30:05Z", 1795372205000, 1795372206000 },
	{ "2026-11-22 18:30:05-05:00", 1795390205000, 1795390206000 },
	{ "2026-07-01 12:00", 1782900000000, 1782900060000 },
};

static const char *const bad[] = {
	"", " ", "d", "2", "2x", "2dd", "-2d", "+2d", "2 d", "1.5d", "soon",
	"Today", "99999999999999999999d", "100001d", "2026", "2026-11",
	"2026-11-31", "2025-02-29", "2026-13-01", "2026-11-22x",
	"2026-11-22 ", "2026-11-22 24:00", "2026-11-22 18:60",
	"2026-11-22 18", "2026-11-22 18:3", "2026-11-22 18:30:60",
	"2026-11-22 18:30:05x", "2026-11-22 18:30Z", " 2026-11-22",
};

static void test_parse(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		int64_t begin = -7, end = -7;
		bool both = when_parse(good[i].in, NOW, false, &begin) &&
			    when_parse(good[i].in, NOW, true, &end);

		ok(both && begin == good[i].begin && end == good[i].end,
		   "'%s': %" PRId64 " to %" PRId64, good[i].in, begin, end);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int64_t at = -7;

		ok(!when_parse(bad[i], NOW, false, &at) &&
		   !when_parse(bad[i], NOW, true, &at) && at == -7,
		   "'%s' is none", bad[i]);
	}
}

static void test_show(void)
{
	char out[WHEN_SIZE];

	when_show(NOW, out);
	ok(!strcmp(out, "2026-11-22 19:30:05"), "whole: %s", out);
	when_show(1782900000000, out);
	ok(!strcmp(out, "2026-07-01 12:00:00"), "in summer: %s", out);
	when_show_short(NOW, NOW, out);
	ok(!strcmp(out, "11-22 19:30"), "short: %s", out);
	when_show_short(1767221999000, NOW, out);
	ok(!strcmp(out, "2025-12-31"), "the year before: %s", out);
	when_show_short(1767222000000, NOW, out);
	ok(!strcmp(out, "01-01 00:00"), "one second later: %s", out);
	when_show(INT64_MAX, out);
	ok(!strcmp(out, "292278994-08-17 08:12:55"), "the last: %s", out);
}

int main(void)
{
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
	test_parse();
	test_show();
	return tap_done();
}
