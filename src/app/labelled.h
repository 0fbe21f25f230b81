#ifndef SHUNT_APP_LABELLED_H
#define SHUNT_APP_LABELLED_H

#include <stdbool.h>

#include "base/err.h"
#include "base/json.h"
#include "base/text.h"
#include "model/model.h"

/*
 * A line of what `shunt eval` reads: a prompt with the task that it is, or
 * with what a weak and a strong model made of it, or with both. Pure.
 */
struct labelled {
	struct text prompt;
	const struct json *id;	/* NULL: none, or null */
	enum task label;	/* TASK_NONE: it has none */
	unsigned right;		/* the label and "alt": bits, 1 << task */
	struct text source;	/* empty: none */
	bool outcome;		/* it has the three below */
	double weak, strong;	/* finite */
	struct text benchmark;	/* empty: none is named */
	struct json *tree;	/* private: what is borrowed above */
};

/* ERR_USAGE says what is wrong and what was expected; nothing is held then. */
MUST_CHECK
int labelled_read(struct labelled *row, struct text line, struct err *err);
void labelled_release(struct labelled *row);

/* "github:OWNER/REPO:PATH" is OWNER/REPO; anything else is as it stands. */
struct text labelled_origin(struct text source);

#endif
