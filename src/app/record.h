#ifndef SHUNT_APP_RECORD_H
#define SHUNT_APP_RECORD_H

#include <stdint.h>

#include "app/ask.h"
#include "app/decide.h"
#include "app/history.h"
#include "app/report.h"
#include "base/err.h"
#include "base/text.h"

/* How long, and how much in all; shunt log prune does the same by hand. */
#define RECORD_KEEP_DAYS 90
#define RECORD_KEEP_BYTES ((int64_t)200 << 20)

/*
 * What is kept of an ask, once its answer is out: the turn as --log says,
 * the money, and what the attempts told about who was called.
 */
struct record {
	struct app *app;
	const char *command;	/* what asked: "ask", "chat", ... */
	struct prompt *prompt;
	const struct decision *decision;
	const struct ask *ask;
	const struct history *history;
	const struct report_facts *facts;
	struct text answer;		/* its beginning, as it came */
	const struct err *outcome;
	int64_t at;			/* ms since the Epoch: when it began */
};

/*
 * Saves it, with a note where that fails: an answer is never lost for its
 * record. After a signal hardly any time is spent on it. `session` (may be
 * NULL) gets the id of the session that the turn went to, where it did.
 */
void record_save(const struct record *r, char session[64]);

#endif
