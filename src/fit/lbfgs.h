#ifndef SHUNT_FIT_LBFGS_H
#define SHUNT_FIT_LBFGS_H

#include <stddef.h>

/*
 * Limited-memory BFGS (Nocedal & Wright, Numerical Optimization, algorithm
 * 7.5) with a backtracking line search: for the smooth convex losses here.
 * It has no chance in it, so the same data give the same weights.
 */

/* The loss at w; fills grad. */
typedef double loss_fn(void *ctx, const double *w, double *grad);

void lbfgs(loss_fn *fn, void *ctx, double *w, size_t n, int steps);

#endif
