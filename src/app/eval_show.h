#ifndef SHUNT_APP_EVAL_SHOW_H
#define SHUNT_APP_EVAL_SHOW_H

#include <stdbool.h>
#include <stddef.h>

#include "app/eval.h"
#include "app/output.h"
#include "base/err.h"

/* The figures of an eval that is finished, written to `to`. */
struct eval_look {
	size_t width;		/* columns of a line; of those with a prompt */
	bool styled;
	bool errors;		/* the wrong rows, too */
};

MUST_CHECK
int eval_text(const struct eval *e, const struct eval_look *look,
	      struct output *to, struct err *err);

/* As one JSON object. */
MUST_CHECK
int eval_json(const struct eval *e, bool errors, struct output *to,
	      struct err *err);

#endif
