#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t clock_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_ms(void)
{
	return clock_us() / 1000;
}

int64_t clock_wall(void)
{
	return (int64_t)time(NULL);
}

int64_t clock_wall_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void clock_iso(int64_t wall, char out[CLOCK_ISO_SIZE])
{
	static const int64_t first = -62167219200, last = 253402300799;
	time_t t = (time_t)(wall < first ? first : wall > last ? last : wall);
	struct tm tm;

	if (!gmtime_r(&t, &tm)) {
		out[0] = '\0';
		return;
	}
	snprintf(out, CLOCK_ISO_SIZE, "%04hd-%02hhd-%02hhdT%02hhd:%02hhd:"
		 "%02hhdZ", (short)(tm.tm_year + 1900),
		 (signed char)(tm.tm_mon + 1), (signed char)tm.tm_mday,
		 (signed char)tm.tm_hour, (signed char)tm.tm_min,
		 (signed char)tm.tm_sec);
}

/* Exactly `digits` digits; NULL when they are not there. */
static const char *digits_of(const char *s, int digits, int *out)
{
	*out = 0;
	for (int i = 0; i < digits; i++, s++) {
		if (*s < '0' || *s > '9')
			return NULL;
		*out = *out * 10 + (*s - '0');
	}
	return s;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t days_of_date(int y, int m, int d)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
				      273, 304, 334 };
	int64_t prior = (int64_t)y - 1, days = 365 * (int64_t)y;

	if (y)		/* leap years before y; year 0 is one */
		days += prior / 4 - prior / 100 + prior / 400 + 1;
	days += before[m - 1] + (m > 2 && is_leap(y)) + d - 1;
	return days - 719528;	/* days from 0000-01-01 to 1970-01-01 */
}

/* "YYYY-MM-DD" at the start of s; NULL when it is no date. */
static const char *parse_date(const char *s, int64_t *days)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
				      30, 31 };
	int y, m, d;

	s = digits_of(s, 4, &y);
	if (!s || *s != '-')
		return NULL;
	s = digits_of(s + 1, 2, &m);
	if (!s || *s != '-' || m < 1 || m > 12)
		return NULL;
	s = digits_of(s + 1, 2, &d);
	if (!s || d < 1 || d > length[m - 1] + (m == 2 && is_leap(y)))
		return NULL;
	*days = days_of_date(y, m, d);
	return s;
}

/* "HH:MM"; the sum in minutes. */
static const char *parse_minutes(const char *s, int *minutes)
{
	int h, m;

	s = digits_of(s, 2, &h);
	if (!s || *s != ':' || h > 23)
		return NULL;
	s = digits_of(s + 1, 2, &m);
	if (!s || m > 59)
		return NULL;
	*minutes = h * 60 + m;
	return s;
}

bool clock_days(const char *s, int64_t *days)
{
	int64_t d;

	s = parse_date(s, &d);
	if (!s || *s)
		return false;
	*days = d;
	return true;
}

/* "HH:MM:SS", a fraction; NULL when it is none. */
static const char *parse_time(const char *s, int *seconds)
{
	int minutes, sec;
	size_t n;

	s = parse_minutes(s, &minutes);
	if (!s || *s != ':')
		return NULL;
	s = digits_of(s + 1, 2, &sec);
	if (!s || sec > 60)
		return NULL;
	*seconds = minutes * 60 + sec;
	if (*s != '.')
		return s;
	n = strspn(s + 1, "0123456789");
	return n ? s + n + 1 : NULL;
}

/* "Z" or "+HH:MM" and nothing after it; *minutes is east of Greenwich. */
static bool parse_offset(const char *s, int *minutes)
{
	bool west = *s == '-';

	*minutes = 0;
	if (*s == 'Z' || *s == 'z')
		return !s[1];
	if (*s != '+' && !west)
		return false;
	s = parse_minutes(s + 1, minutes);
	if (west)
		*minutes = -*minutes;
	return s && !*s;
}

bool clock_parse_iso(const char *s, int64_t *wall)
{
	int seconds = 0, offset = 0;
	int64_t days;

	s = parse_date(s, &days);
	if (!s || (*s && !strchr("Tt ", *s)))
		return false;
	if (*s) {
		s = parse_time(s + 1, &seconds);
		if (!s || !parse_offset(s, &offset))
			return false;
	}
	*wall = days * 86400 + seconds - (int64_t)offset * 60;
	return true;
}
