#ifndef SHUNT_FIT_EMIT_H
#define SHUNT_FIT_EMIT_H

#include "base/err.h"
#include "fit/examples.h"
#include "route/weights.h"

/* What goes into weights.c besides the two models. */
struct emit_facts {
	double temperature, hard_slope, hard_shift;
	const float *scales;	       /* of the task model, by kind */
	size_t prompts, outcomes, own; /* rows that it was fitted on */
	struct lexicon lexicon;
};

/*
 * Writes the tables, quantised: through a temporary file beside, so that a
 * failed run leaves the old ones.
 */
MUST_CHECK
int emit_weights(const char *path, const struct linear *task,
		 const struct examples *task_ex, const struct linear *hard,
		 const struct emit_facts *facts, struct err *err);

#endif
