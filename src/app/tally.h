#ifndef SHUNT_APP_TALLY_H
#define SHUNT_APP_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/*
 * The sums of `shunt stats`, over turns of the log. Pure.
 */
enum tally_by { TALLY_TASK, TALLY_MODEL, TALLY_VENDOR };

/* Measured values, for their percentiles. */
struct samples {
	int64_t *ms;		/* owned; sorted after tallies_finish() */
	size_t count, room;
};

struct tally {
	char *name;		/* owned; NULL: no model, vendor not known */
	size_t turns, failed;	/* failed: without a whole answer */
	double cost;		/* USD, of those where it is known */
	size_t cost_unknown;
	int64_t input, output;	/* tokens, where known */
	struct samples first, total;
	/* of answers that came in pieces: tokens, and how long these took */
	int64_t flow_tokens, flow_ms;
};

struct tallies {
	enum tally_by by;
	struct tally *groups;	/* after tallies_finish(): most turns first */
	size_t count;
	struct tally all;	/* its name is NULL */
	/* those of which both prices are known */
	size_t compared;
	double compared_cost, compared_strongest;
};

#define TALLIES_INIT(what) { .by = (what) }

void tallies_add(struct tallies *t, const struct turn_row *row);
void tallies_finish(struct tallies *t);
void tallies_release(struct tallies *t);

/*
 * The smallest sample that at least `percent` (1 to 100) of all do not
 * exceed (nearest rank); -1 where there is none. After tallies_finish().
 */
int64_t samples_percentile(const struct samples *s, unsigned percent);

/* Tokens a second after the first; NAN where none was measured. */
double tally_rate(const struct tally *t);

#endif
