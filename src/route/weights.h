#ifndef SHUNT_ROUTE_WEIGHTS_H
#define SHUNT_ROUTE_WEIGHTS_H

#include <stdint.h>

#include "model/model.h"
#include "route/lexicon.h"
#include "route/signals.h"

/*
 * The fitted tables, written by `make fit` and used where they lie. A weight
 * is its number times the unit of its table.
 */

/* Slots of the gram table; a power of two. */
#define GRAM_SLOTS 16384

struct gram_entry {
	uint16_t check; /* upper bits of the key; 0: free */
	int8_t task[TASK_COUNT];
};

struct weights {
	float named_unit, hard_unit; /* of the int16 tables */
	float gram_unit[GRAM_KINDS]; /* of the int8, per kind */
	float temperature;
	float hard_slope, hard_shift; /* score to 0..1 */
	float bias[TASK_COUNT], hard_bias;
	const int16_t (*named)[TASK_COUNT]; /* [SIG_COUNT] */
	const int16_t *hard;		    /* [SIG_COUNT] */
	const struct gram_entry *grams;	    /* [GRAM_SLOTS] */
	const uint64_t *filter;		    /* of the keys in grams */
	struct lexicon lexicon;
};

extern const struct weights route_weights;

#endif
