#ifndef SHUNT_APP_COMPLETE_ASK_H
#define SHUNT_APP_COMPLETE_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/* What is completed. All borrowed; line ends are LF alone. */
struct complete_job {
	struct app *app;
	const char *name;		/* of the text; "" for stdin */
	struct text prefix, suffix;	/* around the cursor */
	const char *const *names;	/* of other texts, by importance */
	const struct text *texts;
	size_t count;
	char by[256];			/* out: who was asked */
};

/*
 * Asks whom the router chooses for what to insert: a model that fills gaps is
 * given one, any other is asked in words. Errors are those of an ask, and of
 * complete_clean(). ERR_LENGTH: it was cut, and out has what is whole of it.
 * 1: nobody could be asked.
 */
MUST_CHECK
int complete_ask(struct complete_job *job, struct buf *out, struct err *err);

/*
 * The part of `t` that fits: its end, or its beginning, in whole lines where
 * there are any.
 */
struct text complete_tail(struct text t, size_t most);
struct text complete_head(struct text t, size_t most);

#endif
