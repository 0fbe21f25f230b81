#ifndef SHUNT_ROUTE_FLIP_H
#define SHUNT_ROUTE_FLIP_H

#include "route/plan.h"

/*
 * The smallest change that would have made another choice: another model, or
 * the same at another effort.
 */
enum flip_kind {
	FLIP_NONE,
	FLIP_HARDER,	/* difficulty over `at` */
	FLIP_EASIER,	/* difficulty under `at` */
	FLIP_WIDER,	/* a quality gap of `at` */
	FLIP_NARROWER,	/* a quality gap under `at` */
	FLIP_PRICE,	/* the runner-up cheaper by the share `at` */
	FLIP_CEILING	/* a ceiling of `at` USD */
};

struct flip {
	enum flip_kind kind;
	double at;
	const struct model *to;		/* who it would be, or stay */
	enum effort effort;		/* and at which effort */
};

/*
 * Finds it by planning again with other figures (some hundred times: for
 * explanations, not for every call). What is nearest is measured on each
 * figure's usual range: half of the difficulty scale, a gap of 0.06, a whole
 * price. FLIP_NONE when the order is the user's, or nothing would help.
 */
void route_flip(const struct plan_input *in, const struct plan *p,
		struct flip *out);

#endif
