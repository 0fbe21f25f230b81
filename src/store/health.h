#ifndef SHUNT_STORE_HEALTH_H
#define SHUNT_STORE_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * How long a model or an endpoint is left alone after a failure, and how
 * what was measured is averaged. Pure: no clock, no I/O. A circuit breaker
 * (Nygard, "Release It!", 2007): closed; open until a time; then half-open,
 * when one call at a time may try, and its outcome closes or opens it again.
 */

#define COOL_FIRST 30000L	/* ms; doubled with each failure in a row */
#define COOL_MOST 900000L	/* 15 min */
#define COOL_MONEY 900000L	/* what waiting seconds does not mend */
#define COOL_PROBE 30000L	/* how long one prober keeps others away */

/*
 * Does a failure of that kind open the breaker? Those that other calls would
 * meet too: rate and money, no connection, the vendor's own failures,
 * timeouts. Not a refused key (who mends it wants to see it), nor what the
 * prompt caused.
 */
bool health_opens(enum err_kind kind);

/*
 * How long to stay away, in ms: the vendor's hint (hint_ms >= 0) where it is
 * longer than our own figure and at most a day; `failures` counts those in a
 * row before this one; `final`: waiting will not help (money).
 */
long health_cooldown(enum err_kind kind, unsigned failures, long hint_ms,
		     bool final);

/* A decayed mean: `old` (NAN: none) moves an eighth of the way (RFC 6298). */
double health_mean(double old, double sample);

/*
 * What ratings do to a skill: + or - up to 0.10, half of it after eight that
 * agree, none where they cancel out; so it is bounded, and taking a rating
 * back undoes it.
 */
double health_skill(unsigned good, unsigned bad);

#endif
