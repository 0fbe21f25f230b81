#ifndef SHUNT_ROUTE_MEASURE_H
#define SHUNT_ROUTE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "model/model.h"

/*
 * What guesses of tasks are worth, added up row by row; the fit and
 * `shunt eval` measure by this one. A row has a label, and may have others
 * that would also be right: a guess among those counts as the label, in all
 * but the strict share. Pure.
 */
#define MEASURE_BINS 10

struct measure { /* read-only; all zero is empty */
	size_t rows;
	size_t strict; /* the guess is the label itself */
	size_t table[TASK_COUNT][TASK_COUNT]; /* [label][guess] */
	struct {
		size_t right;
		double sure; /* the sum of the confidences */
	} bins[MEASURE_BINS];
};

/* `right` has the bits of the labels that are right, 1 << task. */
void measure_add(struct measure *m, enum task label, unsigned right,
		 enum task guess, double confidence);

/* Rows of that label, guesses of it, and where both agree. */
size_t measure_labelled(const struct measure *m, enum task t);
size_t measure_guessed(const struct measure *m, enum task t);
size_t measure_right(const struct measure *m);

/* Shares of 0 to 1; NAN where there is nothing to take a share of. */
double measure_lenient(const struct measure *m);
double measure_strict(const struct measure *m);
double measure_precision(const struct measure *m, enum task t);
double measure_recall(const struct measure *m, enum task t);
double measure_f1(const struct measure *m, enum task t);

/* The mean over the tasks that are a label or a guess of any row. */
double measure_macro_f1(const struct measure *m);

/*
 * Expected calibration error: how far the confidence is from the share that
 * is right, in ten bins by confidence, the mean by rows.
 */
double measure_ece(const struct measure *m);

/* Kinds of prompt that can be told by the text alone. */
bool measure_is_terse(struct text t);	/* at most six words */
bool measure_is_long(struct text t);	/* over 1,200 bytes */
bool measure_is_foreign(struct text t); /* over a quarter is no ASCII */

#endif
