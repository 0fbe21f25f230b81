#ifndef SHUNT_FIT_MODEL_H
#define SHUNT_FIT_MODEL_H

#include "fit/examples.h"
#include "fit/report.h"

/* How a model of the task is fitted. */
struct fit_options {
	unsigned min_sources, min_rows; /* that a gram must be seen in */
	size_t wide;			/* the most frequent grams, of which */
	size_t most;			/* those that say most are kept */
	double l2, steady;		/* struct linear_options */
	int steps;
	double alt_share;    /* of a row's weight, for its other labels */
	double source_power; /* a source of n rows weighs n^(1 - power) */
	double extra_weight; /* of a changed copy, beside its original's 1 */
	double own_weight, composed_weight; /* of our own rows, likewise */
	unsigned kinds;	     /* bits of the kinds to use; 0: all */
	const float *scales; /* by kind, GRAM_KINDS for named; or NULL */
};

/* Multiplies the values of each kind; a larger scale is a weaker ridge. */
void model_scale(struct examples *ex, const float *scales);

/* Fits on the examples outside of `fold` (FOLDS: on all). */
void model_fit(const struct examples *ex, const struct fit_options *opt,
	       size_t fold, struct linear *out);

/* Guesses for each row by a model that saw no row of its fold;
 * prints how often changed copies get another task. Returns the temperature
 * that the guesses have. */
double model_cross(const struct examples *ex, const struct fit_options *opt,
		   struct guess *out);

/* Softmax at a temperature. */
struct guess model_guess(const double *scores, double temperature);

/* The temperature that makes the raw scores most likely. */
double model_temperature(const struct rows *rows, const double *scores);

#endif
