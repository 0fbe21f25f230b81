#ifndef SHUNT_APP_COMPARE_H
#define SHUNT_APP_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/exchange.h"
#include "base/buf.h"
#include "base/err.h"
#include "view/columns.h"
#include "view/gather.h"

/*
 * One prompt put to several models at the same time, over one loop. A rival
 * that fails does not spoil the others.
 */
#define COMPARE_MOST COLUMNS_MOST

struct rival {
	/* read-only */
	char name[MODEL_NAME_MAX + 1];
	struct err outcome;	/* ERR_NONE: a whole answer */
	struct text answer;	/* as far as it came */
	struct ask ask;		/* of what was asked now */
	bool asked;
	double cost;		/* USD, NAN unknown */
	/* private */
	struct gather text;
	struct report_facts facts;
};

struct compare {
	struct exchange *x;	/* borrowed: its prompt and decision */
	struct rival rivals[COMPARE_MOST];	/* in the order asked for */
	size_t count;
};

/* `x` was read; its wishes name the models. ERR_USAGE for too many. */
MUST_CHECK
int compare_decide(struct compare *c, struct exchange *x, struct err *err);

/* An answer that is there already, as one more rival. */
void compare_add(struct compare *c, const char *name, struct text answer);

/*
 * Asks them all, and waits for the last one, with a line on stderr that says
 * how many are there. ERR_STOPPED by a signal: what came is kept.
 */
MUST_CHECK
int compare_run(struct compare *c, struct err *err);

/*
 * Shows them: beside each other where `width` cells are enough for that (0:
 * no terminal), else one below the other; each with its times, tokens and
 * money, and where they agree.
 */
void compare_show(const struct compare *c, size_t width, struct buf *out);

/*
 * The words of the first two that answered, as a diff. ERR_PROTO where fewer
 * did.
 */
MUST_CHECK
int compare_diff(const struct compare *c, bool terminal, struct buf *out,
		 struct err *err);

/* Keeps each in the log, and frees what is held. */
void compare_save(struct compare *c);
void compare_release(struct compare *c);

/*
 * Says who failed, but for the first of them in the order asked for: that is
 * the outcome. 0 where nobody did.
 */
MUST_CHECK
int compare_conclude(const struct compare *c, struct err *err);

#endif
