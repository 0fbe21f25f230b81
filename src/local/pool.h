#ifndef SHUNT_LOCAL_POOL_H
#define SHUNT_LOCAL_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "local/rank.h"

/*
 * The sentences that are weighed to the end: the RANK_POOL best of all that
 * are offered, then a heap with the best on top. Of two of the same worth
 * the earlier is better, so that the order is total.
 */

struct candidate {
	struct pick p;
	size_t index;		/* of the sentence in its document */
	size_t label_words;
	uint64_t prior;		/* of place and form, in 256ths */
	uint64_t bound;		/* its worth when last computed */
};

struct pool {
	struct candidate *at;	/* read-only but for `bound` */
	size_t len;		/* read-only */
};

void pool_release(struct pool *pool);

/* Takes c in, in the place of the worst when it is full. */
void pool_offer(struct pool *pool, const struct candidate *c);

/* From here on at[0] is the best; no more offers. */
void pool_order(struct pool *pool);
void pool_sink(struct pool *pool);	/* the best has become worse */
void pool_drop(struct pool *pool);	/* the best leaves */

#endif
