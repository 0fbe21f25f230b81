#ifndef SHUNT_FIT_EXAMPLES_H
#define SHUNT_FIT_EXAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fit/rows.h"
#include "route/change.h"
#include "route/signals.h"

/*
 * Prompts as sparse vectors. A feature is a number: the named signals come
 * first, then every gram that was seen, in the order of its first sight.
 */
struct feature {
	uint32_t key;	  /* 0 for a named signal */
	uint8_t kind;	  /* enum gram_kind; GRAM_KINDS if named */
	uint64_t sources; /* bits of the sources it was seen in */
	uint32_t rows;
};

struct example {
	size_t row; /* of the rows that it was made from */
	enum change change;
	size_t from, to; /* of cols and vals */
};

struct examples {
	const struct rows *rows;
	struct example *at;
	size_t count, cap;
	uint32_t *cols;
	float *vals;
	size_t used, room;
	struct feature *features;
	size_t feature_count, feature_cap;
	uint32_t *hash; /* feature + 1 by key; a power of two */
	size_t hash_size;
};

void examples_init(struct examples *ex, const struct rows *rows);
void examples_release(struct examples *ex);

/* One example from the signals of `row` (or of a changed copy of it). */
void examples_add(struct examples *ex, size_t row, enum change change,
		  const struct signals *s);

/* One more of plain counted keys, all of one kind: for the baseline. */
void examples_add_keys(struct examples *ex, size_t row, const uint32_t *keys,
		       size_t count);

/*
 * Which features training may use: seen in `min_sources` sources and
 * `min_rows` rows among the examples that `use` holds, the most frequent
 * first up to `most` grams. Column numbers in *map, -1 where left out.
 */
size_t examples_select(const struct examples *ex, const bool *use,
		       unsigned min_sources, unsigned min_rows, size_t most,
		       int32_t **map);

/*
 * Leaves of the grams in map the `most` with the greatest worth (which is by
 * feature), and numbers the columns anew; returns how many there are.
 */
size_t examples_keep(const struct examples *ex, const double *worth,
		     size_t most, int32_t *map);

/* A linear model over columns; w[col * outputs + k], biases last. */
struct linear {
	int32_t *map;
	size_t cols, outputs;
	double *w;
};

void linear_release(struct linear *m);
void linear_score(const struct linear *m, const struct examples *ex, size_t i,
		  double *out);

struct target {
	double y[TASK_COUNT]; /* shares; with one output y[0] in 0..1 */
	double weight;	      /* 0: not trained on */
	double offset;	      /* added to the score; one output only */
	size_t set;	      /* which free bias; one output only */
};

struct linear_options {
	double l2;     /* ridge */
	double steady; /* the same on what a change does to the scores */
	size_t sets;   /* of free biases, with one output */
	int steps;
};

/*
 * Fits by L-BFGS with a ridge: softmax over the shares where outputs > 1,
 * else logistic with a free bias for each set. A changed copy of a prompt
 * stands behind it: `steady` holds the scores of both together.
 */
void linear_fit(struct linear *m, const struct examples *ex,
		const struct target *targets,
		const struct linear_options *opt);

#endif
