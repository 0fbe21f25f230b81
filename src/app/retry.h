#ifndef SHUNT_APP_RETRY_H
#define SHUNT_APP_RETRY_H

/*
 * How long to wait before asking again, in ms; -1: do not. Pure.
 *
 * A vendor's hint is obeyed (with up to 10 % on top, so that many callers
 * do not come back at once) unless it is over RETRY_LONGEST. Without one:
 * full jitter ("Exponential Backoff And Jitter", AWS, 2015) over
 * 0.5 s * 2^tries, at most 8 s.
 */

#define RETRY_BASE 500
#define RETRY_CAP 8000
#define RETRY_LONGEST 120000	/* as the vendors' own clients have it */

long retry_wait(unsigned tries, long hint_ms, unsigned random);

#endif
