#ifndef SHUNT_FIT_REPORT_H
#define SHUNT_FIT_REPORT_H

#include "fit/rows.h"

/* Predictions on rows, and what they are worth. */
struct guess {
	enum task task;
	double p[TASK_COUNT]; /* sum to 1; for the calibration */
};

/* One line; then the slices; then the sources. */
void report_line(const char *name, const struct rows *rows,
		 const struct guess *g);
void report_slices(const struct rows *rows, const struct guess *g);
void report_sources(const struct rows *rows, const struct guess *g);
void report_confusion(const struct rows *rows, const struct guess *g);

#endif
