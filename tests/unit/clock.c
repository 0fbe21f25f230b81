#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

static const struct {
	const char *in;
	bool good;
	int64_t want;	/* by date -u -d ... +%s */
} rows[] = {
	{ "1970-01-01T00:00:00Z", true, 0 },
	{ "1970-01-01", true, 0 },
	{ "1969-12-31T23:59:59Z", true, -1 },
	{ "2026-11-22T18:30:50Z", true, 1795372250 },
	{ "2026-11-22 18:30:50z", true, 1795372250 },
	{ "2026-11-22t18:30:50.123456789Z", true, 1795372250 },
	{ "2026-11-22T18:30:50+01:00", true, 1795368650 },
	{ "2026-11-22T18:30:50-09:30", true, 1795406450 },
	{ "2024-02-29", true, 1709164800 },
	{ "2000-02-29", true, 951782400 },
	{ "2016-12-31T23:59:60Z", true, 1483228800 },
	{ "9999-12-31T23:59:59Z", true, 253402300799 },
	{ "0000-01-01", true, -62167219200 },
	{ "2023-02-29", false, 0 },
	{ "1900-02-29", false, 0 },
	{ "2023-13-01", false, 0 },
	{ "2023-00-01", false, 0 },
	{ "2023-01-00", false, 0 },
	{ "2023-04-31", false, 0 },
	{ "2023-1-1", false, 0 },
	{ "2023-01-01T24:00:00Z", false, 0 },
	{ "2023-01-01T00:60:00Z", false, 0 },
	{ "2023-01-01T00:00:61Z", false, 0 },
	{ "2023-01-01T00:00:00", false, 0 },
	{ "2023-01-01T00:00:00.Z", false, 0 },
	{ "2023-01-01T00:00:00Zx", false, 0 },
	{ "2023-01-01T00:00:00+0100", false, 0 },
	{ "2023-01-01x", false, 0 },
	{ "", false, 0 },
	{ "20230101", false, 0 },
	{ "-023-01-01", false, 0 },
};

static void test_parse(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t got = 77;
		bool good = clock_parse_iso(rows[i].in, &got);

		ok(good == rows[i].good && got == (good ? rows[i].want : 77),
		   "'%s': %lld", rows[i].in, (long long)got);
	}
}

static void test_format(void)
{
	char out[CLOCK_ISO_SIZE];

	clock_iso(1795372250, out);
	ok(!strcmp(out, "2026-11-22T18:30:50Z"), "%s", out);
	clock_iso(-62167219200, out);
	ok(!strcmp(out, "0000-01-01T00:00:00Z"), "%s", out);
	clock_iso(INT64_MAX, out);
	ok(!strcmp(out, "9999-12-31T23:59:59Z"), "%s", out);
	clock_iso(INT64_MIN, out);
	ok(!strcmp(out, "0000-01-01T00:00:00Z"), "%s", out);
}

/* Every day of 400 years and some: they count up by one. */
static void test_days(void)
{
	int64_t want = -25567, got = 0;	/* 1900-01-01 */
	size_t wrong = 0, days = 0;
	char date[CLOCK_ISO_SIZE];

	for (; want < 150000; want++, days++) {
		clock_iso(want * 86400 + 86399, date);
		date[10] = '\0';
		wrong += !clock_days(date, &got) || got != want;
	}
	ok(!wrong, "%zu days in a row, as gmtime_r has them", days);
	got = 5;
	ok(!clock_days("2026-11-22T", &got) && got == 5, "only a date");
}

static void test_monotonic(void)
{
	int64_t a = clock_us(), b;

	usleep(3000);
	b = clock_us();
	ok(b - a >= 3000 && clock_ms() >= b / 1000, "it goes on");
	ok(clock_wall() > 1700000000, "it is after 2023");
}

int main(void)
{
	test_parse();
	test_format();
	test_days();
	test_monotonic();
	return tap_done();
}
