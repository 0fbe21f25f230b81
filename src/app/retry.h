#ifndef SHUNT_APP_RETRY_H
#define SHUNT_APP_RETRY_H

#include <stdbool.h>

#include "provider/provider.h"

/*
 * What to do after a failed attempt, decided from facts alone: no clock, no
 * random source, no I/O in here.
 */

#define RETRY_BASE 500		/* ms; doubled with each try */
#define RETRY_CAP 8000
#define RETRY_LONGEST 120000	/* as the vendors' own clients have it */
#define RETRY_SHORT 10000	/* longer waits move on where there is a next */

/*
 * How long to wait before asking again, in ms; -1: do not. A vendor's hint
 * is obeyed (with up to 10 % on top, so that many callers do not come back
 * at once) unless it is over RETRY_LONGEST. Without one (-1): full jitter
 * ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015) over
 * RETRY_BASE * 2^tries, at most RETRY_CAP. `tries` counts from 0.
 */
long retry_wait(unsigned tries, long hint_ms, unsigned random);

enum after { AFTER_STOP, AFTER_RETRY, AFTER_NEXT };

struct retry_facts {
	bool shown;		/* text of the model was printed */
	bool has_next;		/* a target is left that may help */
	unsigned tries;		/* of this target, the failed one counted */
	unsigned retries;	/* how often one target is asked again */
	unsigned calls_left;	/* of the whole ask */
	long ms_left;		/* until the deadline; -1: there is none */
	unsigned random;
};

/* *wait_ms is set for AFTER_RETRY. */
enum after retry_decide(const struct failure *f, const struct retry_facts *r,
			long *wait_ms);

#endif
