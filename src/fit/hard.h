#ifndef SHUNT_FIT_HARD_H
#define SHUNT_FIT_HARD_H

#include "fit/examples.h"

/*
 * Difficulty: a linear model over the named signals. It learns the order
 * of prompts inside each benchmark (a free bias each, so that no benchmark's
 * wrapper can speak) from who needed the strong model and whom the weak one
 * failed, and the scale from what sources call hard.
 */

/* Puts the values on the scale of the fit; once, before the others. */
void hard_prepare(struct examples *ex);
double hard_value_scale(size_t sig);

/* Fits on the rows outside of `fold`; FOLDS: on all. */
void hard_fit(const struct examples *ex, size_t fold, struct linear *out);

/* Cross-validated scores for every row; prints APGR beside length's. */
void hard_cross(const struct examples *ex, double *scores);

/* curve_apgr() of the rows whose group begins with `bench`. */
double hard_apgr(const struct rows *rows, const double *scores,
		 const char *bench);

/* slope and shift that put scores onto 0..1: see hard.c. */
void hard_scale(const struct rows *rows, const double *scores, double *slope,
		double *shift);

/* Mean difficulty of each source, for a look at the scale. */
void hard_report(const struct rows *rows, const double *scores, double slope,
		 double shift);

#endif
