#ifndef SHUNT_ROUTE_PLAN_INSIDE_H
#define SHUNT_ROUTE_PLAN_INSIDE_H

#include "route/plan.h"

/* What the files of the plan share; nobody else includes this. */

#define PLAN_UNITS 5	/* most of one option: its default, four levels */

/*
 * Besides its default: the efforts at which the router may choose an option,
 * as bits 1 << enum effort. None where the effort, or the order, is the
 * user's, and where what the model takes is not known.
 */
unsigned plan_efforts(const struct plan_input *in,
		      const struct plan_option *o);

/*
 * Fills one unit: an option at an effort (or the nearest that it takes), what
 * it would cost, how well it would do, and what rules it out.
 */
void plan_weigh(const struct plan_input *in, enum task task, size_t option,
		enum effort effort, struct candidate *c);

/* As strcmp(); NAN after every number. */
int plan_compare(double a, double b);

/* Is its chance within the gap of the best one's? */
bool plan_is_within(const struct plan *p, const struct candidate *c);

/* Puts the candidates in order, and counts the usable ones. */
void plan_rank(const struct plan_input *in, struct plan *p);

/* Does the model of this candidate stand earlier in the plan? */
bool plan_is_twin(const struct plan *p, size_t at);

/* To those that may serve, the reason why they stand where they do. */
void plan_give_reasons(struct plan *p);

#endif
