#ifndef SHUNT_FIT_EMIT_H
#define SHUNT_FIT_EMIT_H

#include "base/err.h"
#include "fit/examples.h"
#include "route/weights.h"

/* What goes into weights.c besides the two models. */
struct emit_facts {
	double temperature, hard_slope, hard_shift;
	const float *scales;		/* of the task model, by kind */
	const float *hard_scales;
	size_t prompts, outcomes;	/* rows that it was fitted on */
	struct lexicon lexicon;
};

/*
 * Writes the tables, quantised: through a temporary file beside, so that a
 * failed run leaves the old ones. The two models may come from different
 * sets of examples; grams meet by their keys.
 */
MUST_CHECK
int emit_weights(const char *path, const struct linear *task,
		 const struct examples *task_ex, const struct linear *hard,
		 const struct examples *hard_ex,
		 const struct emit_facts *facts, struct err *err);

#endif
