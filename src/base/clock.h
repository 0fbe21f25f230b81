#ifndef SHUNT_BASE_CLOCK_H
#define SHUNT_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Time. Waits and durations use the monotonic clock, which a suspended
 * machine does not advance and which nobody sets; dates are UTC, in seconds
 * or days since 1970-01-01, and of the proleptic Gregorian calendar.
 */

int64_t clock_ms(void);		/* monotonic milliseconds */
int64_t clock_us(void);		/* monotonic microseconds */
int64_t clock_wall(void);	/* seconds since 1970-01-01T00:00:00Z */
int64_t clock_wall_ms(void);	/* the same in milliseconds */

#define CLOCK_ISO_SIZE 24

/* "2026-11-22T18:30:50Z"; years outside 0 to 9999 are shown as the nearest. */
void clock_iso(int64_t wall, char out[CLOCK_ISO_SIZE]);

/*
 * RFC 3339: "2026-11-22T18:30:50Z", also with a blank or "t" for the T, a
 * fraction (dropped), an offset (+01:00). A date alone is its midnight.
 * False, and *wall untouched, for anything else or anything after it.
 */
bool clock_parse_iso(const char *s, int64_t *wall);

/* Days of "YYYY-MM-DD", which must be a real date and all of `s`. */
bool clock_days(const char *s, int64_t *days);

#endif
