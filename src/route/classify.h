#ifndef SHUNT_ROUTE_CLASSIFY_H
#define SHUNT_ROUTE_CLASSIFY_H

#include <stddef.h>

#include "base/text.h"
#include "model/model.h"

/*
 * What a prompt asks for and how hard it is, from its text alone: no I/O,
 * no allocation, no clock, no locale, microseconds. The signals are named
 * so that a user can argue with the verdict.
 */

/* All borrowed. With stdin alone the whole text is `ask`. */
struct prompt_view {
	struct text ask;		/* the user's own words */
	const struct text *docs;	/* stdin, files */
	const struct text *doc_names;	/* file names, "" for stdin */
	size_t doc_count;
};

#define VERDICT_SIGNALS 8

struct verdict {
	enum task task;
	double confidence;		/* calibrated, 0..1 */
	double scores[TASK_COUNT];	/* sum to 1 */
	double difficulty;		/* 0..1, continuous */
	/* the signals that spoke loudest for the task, strongest first */
	struct {
		const char *name;	/* static */
		double weight;		/* > 0 speaks for the task */
	} signals[VERDICT_SIGNALS];
	size_t signal_count;
};

void route_classify(const struct prompt_view *p, struct verdict *out);

#endif
