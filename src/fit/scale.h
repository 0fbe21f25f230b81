#ifndef SHUNT_FIT_SCALE_H
#define SHUNT_FIT_SCALE_H

#include "fit/rows.h"

/*
 * Does the plan's chance of a good answer come true? By the outcomes of two
 * models, whose skill is that of their class in the catalog, at difficulties
 * (0..1, by row) of a fit that saw none of them: the Brier score at several
 * slopes, the means beside what happened, and what the plan makes of it when
 * it may choose between the two at the prices of two models of the catalog.
 */
void scale_report(const struct rows *rows, const double *difficulty);

#endif
