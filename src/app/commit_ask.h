#ifndef SHUNT_APP_COMMIT_ASK_H
#define SHUNT_APP_COMMIT_ASK_H

#include <stddef.h>

#include "app/commit_make.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Asks whom the router chooses for messages, and adds the answer as it came.
 * 1: nobody could be asked (nothing is configured, a policy, a budget), and
 * a note says why where that is worth one.
 */
MUST_CHECK
int commit_ask(struct commit_make *m, size_t count, struct buf *answer,
	       struct err *err);

/* Takes the first candidate off an answer. */
struct text commit_ask_split(struct text *all);

#endif
