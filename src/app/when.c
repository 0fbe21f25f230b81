#include "app/when.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define DAY (24 * 60 * MINUTE)
#define LONGEST (100000 * DAY)	/* no sum can overflow */

static const struct {
	char letter;
	int64_t ms;
} units[] = {
	{ 's', SECOND }, { 'm', MINUTE }, { 'h', 60 * MINUTE },
	{ 'd', DAY }, { 'w', 7 * DAY },
};

/* "2d" */
static bool parse_ago(const char *s, int64_t now, int64_t *ms)
{
	int64_t n = 0;
	const char *p = s;

	for (; *p >= '0' && *p <= '9'; p++) {
		n = n * 10 + (*p - '0');
		if (n > LONGEST / SECOND)
			return false;
	}
	if (p == s || !*p || p[1])
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (units[i].letter != *p || n > LONGEST / units[i].ms)
			continue;
		*ms = now - n * units[i].ms;
		return true;
	}
	return false;
}

/* Two digits up to `most`; NULL when they are not there. */
static const char *two_digits(const char *s, int most, int *out)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return NULL;
	*out = (s[0] - '0') * 10 + (s[1] - '0');
	return *out <= most ? s + 2 : NULL;
}

/* "18:30" or "18:30:05" and nothing after it. */
static bool parse_time(const char *s, struct tm *tm, int64_t *span)
{
	*span = MINUTE;
	s = two_digits(s, 23, &tm->tm_hour);
	if (!s || *s != ':')
		return false;
	s = two_digits(s + 1, 59, &tm->tm_min);
	if (s && *s == ':') {
		s = two_digits(s + 1, 59, &tm->tm_sec);
		*span = SECOND;
	}
	return s && !*s;
}

static bool local_ms(struct tm *tm, int64_t *ms)
{
	time_t t;

	tm->tm_isdst = -1;
	t = mktime(tm);
	if (t == (time_t)-1)
		return false;
	*ms = (int64_t)t * SECOND;
	return true;
}

/* "2026-11-22", with or without a time; *span is how long it lasts. */
static bool parse_date(const char *s, struct tm *tm, int64_t *span)
{
	char day[11];
	int64_t days;

	if (strlen(s) < 10)
		return false;
	memcpy(day, s, 10);
	day[10] = '\0';
	if (!clock_days(day, &days))
		return false;
	*tm = (struct tm){
		.tm_year = (day[0] - '0') * 1000 + (day[1] - '0') * 100 +
			   (day[2] - '0') * 10 + (day[3] - '0') - 1900,
		.tm_mon = (day[5] - '0') * 10 + (day[6] - '0') - 1,
		.tm_mday = (day[8] - '0') * 10 + (day[9] - '0'),
	};
	*span = 0;
	if (!s[10])
		return true;
	return strchr("Tt ", s[10]) && parse_time(s + 11, tm, span);
}

/* The day that is `back` days before that of `now`. */
static bool day_before(int64_t now, int back, struct tm *tm)
{
	time_t t = (time_t)(now / SECOND);

	if (!localtime_r(&t, tm))
		return false;
	*tm = (struct tm){ .tm_year = tm->tm_year, .tm_mon = tm->tm_mon,
			   .tm_mday = tm->tm_mday - back };
	return true;
}

static bool parse_day(const char *s, int64_t now, struct tm *tm,
		      int64_t *span)
{
	*span = 0;
	if (!strcmp(s, "today"))
		return day_before(now, 0, tm);
	if (!strcmp(s, "yesterday"))
		return day_before(now, 1, tm);
	return parse_date(s, tm, span);
}

bool when_parse(const char *s, int64_t now, bool end, int64_t *ms)
{
	int64_t span, wall, at;
	struct tm tm;

	if (!strcmp(s, "now")) {
		*ms = now;
		return true;
	}
	if (parse_ago(s, now, ms))
		return true;
	if (parse_day(s, now, &tm, &span)) {
		/* a day is 23 or 25 hours long where the clock is changed */
		if (!span && end)
			tm.tm_mday++;
		if (!local_ms(&tm, &at))
			return false;
		*ms = end ? at + span : at;
		return true;
	}
	if (strlen(s) <= 10 || !clock_parse_iso(s, &wall))
		return false;
	*ms = wall * SECOND + (end ? SECOND : 0);
	return true;
}

static void show(int64_t ms, const char *format, char out[WHEN_SIZE])
{
	time_t t = (time_t)(ms / SECOND);
	struct tm tm;

	if (!localtime_r(&t, &tm) || !strftime(out, WHEN_SIZE, format, &tm))
		snprintf(out, WHEN_SIZE, "-");
}

void when_show(int64_t ms, char out[WHEN_SIZE])
{
	show(ms, "%Y-%m-%d %H:%M:%S", out);
}

void when_show_short(int64_t ms, int64_t now, char out[WHEN_SIZE])
{
	char year[2][WHEN_SIZE];

	show(ms, "%Y", year[0]);
	show(now, "%Y", year[1]);
	show(ms, strcmp(year[0], year[1]) ? "%Y-%m-%d" : "%m-%d %H:%M", out);
}
