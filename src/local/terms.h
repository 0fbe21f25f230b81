#ifndef SHUNT_LOCAL_TERMS_H
#define SHUNT_LOCAL_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A table that counts terms (given by their hash) by the sentences that hold
 * them. It grows to a maximum; when that is full the rarest are dropped, as
 * in the lossy counting of Manku and Motwani (2002), which cannot matter to
 * a ranking by frequency.
 */

struct term {
	uint64_t key;		/* 0: the slot is free */
	size_t df;		/* sentences that hold it */
	size_t seen;		/* the last of them, by the caller's number */
	size_t first;		/* where it was first seen */
	size_t covered;		/* how often chosen sentences hold it */
	uint64_t weight;
	bool asked;		/* the reader names it */
};

struct terms {
	struct term *slot;
	size_t cap, used, max;	/* cap: a power of two */
};

void terms_init(struct terms *t, size_t max);	/* max: a power of two */
void terms_release(struct terms *t);

/*
 * Counts a term of sentence `number` (not 0; each sentence its own), which
 * stands at `place` in its document.
 */
void terms_count(struct terms *t, uint64_t key, size_t number, size_t place);

/* NULL when it is not there. Valid until the next terms_count(). */
struct term *terms_find(const struct terms *t, uint64_t key);

#endif
