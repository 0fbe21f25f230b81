#ifndef SHUNT_ROUTE_CURVE_H
#define SHUNT_ROUTE_CURVE_H

#include <stddef.h>

#include "route/chance.h"

/*
 * What a score of difficulty is worth, by the outcomes of a weak and a
 * strong model: RouteLLM, arXiv:2406.18665, section 4. The rows with the
 * highest scores go to the strong model, the others to the weak one; the
 * curve is the mean outcome by the share that went to the strong one. Pure.
 */
struct outcome {
	double score;
	double weak, strong;
	size_t row; /* the order among equal scores */
};

/* Puts them in order; the others take them so. */
void curve_sort(struct outcome *o, size_t count);

/*
 * The area between the curve and the weak model alone, as a share of that
 * of the strong model alone: 0.5 is by chance. NAN where the strong one is
 * not better.
 */
double curve_apgr(const struct outcome *o, size_t count);

/*
 * The least share of the rows that must go to the strong model for `part`
 * of the gap between the two to be closed. NAN where the strong one is not
 * better.
 */
double curve_cpt(const struct outcome *o, size_t count, double part);

/*
 * A 95 % interval of the APGR: by drawing as many rows again, with
 * repetition, CURVE_DRAWS times, or fewer of over 20,000 rows (the percentile
 * bootstrap). NAN and NAN where more than a few draws have no APGR.
 */
#define CURVE_DRAWS 1000

void curve_interval(const struct outcome *o, size_t count, struct chance c,
		    double *low, double *high);

#endif
