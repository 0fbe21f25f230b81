#ifndef SHUNT_APP_EVAL_H
#define SHUNT_APP_EVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/labelled.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "route/change.h"
#include "route/curve.h"
#include "route/measure.h"

/*
 * What `shunt eval` finds, row by row, and then as figures. No prompt is
 * held but the beginning of those that were labelled wrong, where these are
 * asked for. eval_init(), eval_add()..., eval_finish(); then it may be read.
 */
#define EVAL_SLICES	3
#define EVAL_GROUPS	1000	/* most sources, and most benchmarks */
#define EVAL_HEAD	400	/* bytes of a prompt that was labelled wrong */

/* A source, or a benchmark. */
struct eval_group {
	char *name;		/* "" where none is said */
	uint64_t hash;
	struct measure measure;	/* a source's */
	/* a benchmark's */
	struct outcome *outcomes;
	double *lengths;	/* of the prompts, by outcome.row */
	size_t count, room;
	double weak, strong;	/* means */
	double apgr, low, high, cpt50, cpt80;
	double length_apgr;	/* of the prompt's length as the score */
};

struct eval_groups {
	struct eval_group *at;
	size_t count;
	bool over;		/* there were more than EVAL_GROUPS */
};

struct eval_error {
	char *id;		/* NULL: it has none */
	bool id_is_text;	/* else it is a piece of JSON */
	size_t line;
	enum task label, guess;
	double confidence;
	char *head;		/* the prompt's beginning, UTF-8 or not */
	size_t head_len;
};

struct eval {
	size_t rows, outcomes;
	struct measure all;
	size_t flips[CHANGES];	/* rows whose task a change changed */
	struct measure slices[EVAL_SLICES];
	struct eval_groups sources;	/* the largest first */
	struct eval_groups benchmarks;	/* in the order of their first row */
	struct eval_error *errors;
	size_t error_count;
	/* private */
	bool keep_errors;
	size_t error_room;
	struct buf copy;
};

extern const char *const eval_slice_names[EVAL_SLICES];
extern const char *const eval_change_names[CHANGES];	/* NULL for none */

/* What others reported, APGR by benchmark, for who is to compare. */
#define EVAL_PUBLISHED 4

struct eval_published {
	const char *name, *key;	/* for a person, for --json */
	double apgr[3];		/* of mt-bench, mmlu, gsm8k */
};

extern const struct eval_published eval_published[EVAL_PUBLISHED];

/* Which of the three the benchmark is; -1: none. */
int eval_known_benchmark(const char *name);

void eval_init(struct eval *e, bool keep_errors);
void eval_release(struct eval *e);

/* Labels the row and counts it; `line` is its number in the file. */
MUST_CHECK
int eval_add(struct eval *e, const struct labelled *row, size_t line,
	     struct err *err);

void eval_finish(struct eval *e);

#endif
