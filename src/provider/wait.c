#include "provider/wait.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What is left to read; reading moves it on. */
struct scan {
	const char *p, *end;
};

static struct scan scan_of(struct text t)
{
	t = text_trim(t);
	return (struct scan){ .p = t.ptr, .end = t.ptr + t.len };
}

static bool scan_char(struct scan *s, char c)
{
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static void scan_blanks(struct scan *s)
{
	while (s->p < s->end && *s->p == ' ')
		s->p++;
}

/* Exactly so many digits, or with 0 one to nine. */
static bool scan_int(struct scan *s, int digits, int *out)
{
	int n = 0, most = digits ? digits : 9;

	*out = 0;
	for (; n < most && s->p < s->end && isdigit((unsigned char)*s->p); n++)
		*out = *out * 10 + (*s->p++ - '0');
	return digits ? n == digits : n > 0;
}

/* ".5" and the like; nothing is 0. */
static double scan_fraction(struct scan *s)
{
	double unit = 1, fraction = 0;

	if (!scan_char(s, '.'))
		return 0;
	for (; s->p < s->end && isdigit((unsigned char)*s->p); s->p++) {
		unit /= 10;
		fraction += unit * (*s->p - '0');
	}
	return fraction;
}

/* Digits with an optional fraction: no sign, exponent, hex or "nan". */
static bool scan_number(struct scan *s, double *out)
{
	bool any = false;

	*out = 0;
	for (; s->p < s->end && isdigit((unsigned char)*s->p); s->p++) {
		*out = *out * 10 + (*s->p - '0');
		any = true;
	}
	if (any)
		*out += scan_fraction(s);
	return any;
}

/* Rounded up: a wait that ends too early is asked for again. */
static long to_ms(double ms)
{
	long whole;

	if (ms <= 0)
		return 0;
	if (ms >= (double)WAIT_MOST)
		return WAIT_MOST;
	whole = (long)ms;
	/* 57.2 s are not 57200.000000001 ms */
	return whole + ((double)whole + 1e-6 < ms);
}

static int scan_month(struct scan *s)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	if (s->end - s->p < 3)
		return 0;
	for (int m = 0; m < 12; m++) {
		if (!memcmp(s->p, names + 3 * m, 3)) {
			s->p += 3;
			return m + 1;
		}
	}
	return 0;
}

struct date {
	int year, month, day, hour, minute, second;
};

/* Seconds since the Epoch (days as in H. Hinnant's days_from_civil). */
static bool date_seconds(const struct date *d, double *out)
{
	long long y = d->year - (d->month <= 2), era, yoe, doy, days;

	if (d->year < 1 || d->month < 1 || d->month > 12 || d->day < 1 ||
	    d->day > 31 || d->hour > 23 || d->minute > 59 || d->second > 60)
		return false;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (d->month + (d->month > 2 ? -3 : 9)) + 2) / 5 + d->day -
	      1;
	days = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
	*out = (double)(days * 86400 + d->hour * 3600 + d->minute * 60 +
			d->second);
	return true;
}

static bool scan_time(struct scan *s, struct date *d)
{
	return scan_int(s, 2, &d->hour) && scan_char(s, ':') &&
	       scan_int(s, 2, &d->minute) && scan_char(s, ':') &&
	       scan_int(s, 2, &d->second);
}

/* A year of two digits is never over 50 years ahead (RFC 9110, 5.6.7). */
static int full_year(int year, long long now)
{
	int this_year = 1970 + (int)(now / 31556952);

	year += this_year - this_year % 100;
	return year > this_year + 50 ? year - 100 : year;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" */
static bool scan_fixdate(struct scan *s, struct date *d, long long now)
{
	bool dashes;

	scan_blanks(s);
	if (!scan_int(s, 2, &d->day))
		return false;
	dashes = scan_char(s, '-');
	if (!dashes && !scan_char(s, ' '))
		return false;
	d->month = scan_month(s);
	if (!d->month || !scan_char(s, dashes ? '-' : ' ') ||
	    !scan_int(s, dashes ? 2 : 4, &d->year))
		return false;
	if (dashes && s->p < s->end && isdigit((unsigned char)*s->p)) {
		int rest;	/* the dashed form with a year of four digits */

		if (!scan_int(s, 2, &rest))
			return false;
		d->year = d->year * 100 + rest;
	} else if (dashes) {
		d->year = full_year(d->year, now);
	}
	return scan_char(s, ' ') && scan_time(s, d);
}

/* "Sun Nov  6 08:49:37 1994" */
static bool scan_asctime(struct scan *s, struct date *d)
{
	scan_blanks(s);
	d->month = scan_month(s);
	scan_blanks(s);
	if (!d->month || !scan_int(s, 0, &d->day) || !scan_char(s, ' ') ||
	    !scan_time(s, d))
		return false;
	scan_blanks(s);
	return scan_int(s, 4, &d->year);
}

bool wait_date(struct text t, long long now, double *out)
{
	struct scan s = scan_of(t);
	struct date d = { .year = 0 };

	while (s.p < s.end && isalpha((unsigned char)*s.p))
		s.p++;
	if (scan_char(&s, ','))
		return scan_fixdate(&s, &d, now) && date_seconds(&d, out);
	return scan_asctime(&s, &d) && date_seconds(&d, out);
}

/* "Z", "+01:00", "-05:30": seconds east of Greenwich. */
static bool scan_zone(struct scan *s, int *seconds)
{
	int sign = 1, hours, minutes;

	*seconds = 0;
	if (scan_char(s, 'Z') || scan_char(s, 'z'))
		return true;
	if (scan_char(s, '-'))
		sign = -1;
	else if (!scan_char(s, '+'))
		return false;
	if (!scan_int(s, 2, &hours) || !scan_char(s, ':') ||
	    !scan_int(s, 2, &minutes))
		return false;
	*seconds = sign * (hours * 3600 + minutes * 60);
	return true;
}

static bool scan_ymd(struct scan *s, struct date *d)
{
	return scan_int(s, 4, &d->year) && scan_char(s, '-') &&
	       scan_int(s, 2, &d->month) && scan_char(s, '-') &&
	       scan_int(s, 2, &d->day);
}

/* RFC 3339: "2026-11-22T18:30:45.5Z", "...+01:00" */
static bool rfc3339(struct text t, double *out)
{
	struct scan s = scan_of(t);
	struct date d = { .year = 0 };
	double fraction;
	int zone;

	if (!scan_ymd(&s, &d) ||
	    (!scan_char(&s, 'T') && !scan_char(&s, 't') &&
	     !scan_char(&s, ' ')) ||
	    !scan_time(&s, &d))
		return false;
	fraction = scan_fraction(&s);
	if (!scan_zone(&s, &zone) || !date_seconds(&d, out))
		return false;
	*out += fraction - zone;
	return true;
}

static const struct {
	const char *word;
	double ms;
} units[] = {
	{ "milliseconds", 1 },	{ "millisecond", 1 },	{ "ms", 1 },
	{ "seconds", 1e3 },	{ "second", 1e3 },	{ "secs", 1e3 },
	{ "sec", 1e3 },		{ "s", 1e3 },		{ "minutes", 6e4 },
	{ "minute", 6e4 },	{ "mins", 6e4 },	{ "min", 6e4 },
	{ "m", 6e4 },		{ "hours", 36e5 },	{ "hour", 36e5 },
	{ "h", 36e5 },		{ "days", 864e5 },	{ "day", 864e5 },
	{ "d", 864e5 },
};

/* The unit's length in ms; 0 if the word is none. */
static double scan_unit(struct scan *s)
{
	const char *word = s->p;
	size_t n;

	while (s->p < s->end && isalpha((unsigned char)*s->p))
		s->p++;
	n = (size_t)(s->p - word);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strlen(units[i].word) == n &&
		    !strncasecmp(units[i].word, word, n))
			return units[i].ms;
	s->p = word;
	return 0;
}

/* "6m0s", "12ms", "1.5 seconds", "1 minute 30 seconds" */
static bool scan_duration(struct scan *s, double *ms)
{
	double n, unit;
	bool any = false;

	*ms = 0;
	for (;;) {
		struct scan before = *s;

		scan_blanks(s);
		if (!scan_number(s, &n)) {
			*s = before;
			return any;
		}
		scan_blanks(s);
		unit = scan_unit(s);
		if (unit == 0) {
			*s = before;
			return any;
		}
		*ms += n * unit;
		any = true;
	}
}

/* The whole text is one number. */
static bool plain_number(struct text t, double *out)
{
	struct scan s = scan_of(t);

	return scan_number(&s, out) && s.p == s.end;
}

long wait_of_retry_after(const struct http_reply *http, long long now)
{
	struct text value = http_reply_header(http, "retry-after-ms");
	double v;

	if (plain_number(value, &v))
		return to_ms(v);
	value = http_reply_header(http, "retry-after");
	if (plain_number(value, &v))
		return to_ms(v * 1000);
	if (wait_date(value, now, &v))
		return to_ms((v - (double)now) * 1000);
	return -1;
}

/*
 * One reset header: a time (RFC 3339), a duration with units (OpenAI, Groq),
 * plain seconds (Azure), or seconds or milliseconds since the Epoch.
 */
static long reset_ms(struct text value, long long now)
{
	double v;

	if (plain_number(value, &v)) {
		if (v > 1e11)
			return to_ms(v - (double)now * 1000);
		if (v > 1e9)
			return to_ms((v - (double)now) * 1000);
		return to_ms(v * 1000);
	}
	if (rfc3339(value, &v))
		return to_ms((v - (double)now) * 1000);
	return wait_of_duration(value);
}

static const struct {
	const char *reset, *remaining;
} limits[] = {
	{ "anthropic-ratelimit-requests-reset",
	  "anthropic-ratelimit-requests-remaining" },
	{ "anthropic-ratelimit-tokens-reset",
	  "anthropic-ratelimit-tokens-remaining" },
	{ "anthropic-ratelimit-input-tokens-reset",
	  "anthropic-ratelimit-input-tokens-remaining" },
	{ "anthropic-ratelimit-output-tokens-reset",
	  "anthropic-ratelimit-output-tokens-remaining" },
	{ "x-ratelimit-reset-requests", "x-ratelimit-remaining-requests" },
	{ "x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens" },
	{ "x-ratelimit-reset", "x-ratelimit-remaining" },
};

/*
 * Several limits may be told; the one that is used up counts (of two, the
 * later). Where none is said to be at zero, the nearest reset: waiting for
 * a day's limit that was not hit would be worse than asking once more.
 */
long wait_of_limits(const struct http_reply *http, long long now)
{
	long used_up = -1, nearest = -1;

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		long ms = reset_ms(http_reply_header(http, limits[i].reset),
				   now);
		double left;

		if (ms < 0)
			continue;
		if (nearest < 0 || ms < nearest)
			nearest = ms;
		if (plain_number(http_reply_header(http, limits[i].remaining),
				 &left) &&
		    left <= 0 && ms > used_up)
			used_up = ms;
	}
	return used_up >= 0 ? used_up : nearest;
}

long wait_of_duration(struct text value)
{
	struct scan s = scan_of(value);
	double ms;

	return scan_duration(&s, &ms) && s.p == s.end ? to_ms(ms) : -1;
}

long wait_of_message(struct text message)
{
	static const char *const phrases[] = {
		"try again in ", "try again after ", "retry after ",
		"retry in ", "retrying in ", "wait ",
	};

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		size_t n = strlen(phrases[i]);

		for (size_t at = 0; at + n < message.len; at++) {
			struct scan s = { .p = message.ptr + at + n,
					  .end = message.ptr + message.len };
			double ms;

			if (!strncasecmp(message.ptr + at, phrases[i], n) &&
			    scan_duration(&s, &ms))
				return to_ms(ms);
		}
	}
	return -1;
}
