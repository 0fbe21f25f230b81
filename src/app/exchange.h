#ifndef SHUNT_APP_EXCHANGE_H
#define SHUNT_APP_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/app.h"
#include "app/ask.h"
#include "app/decide.h"
#include "app/history.h"
#include "app/output.h"
#include "app/prompt.h"
#include "app/report.h"
#include "app/secrets.h"
#include "app/wishes.h"
#include "base/err.h"
#include "base/json.h"
#include "wire/http.h"

/*
 * One prompt and its answer, whoever asks: the one-shot, or each turn of a
 * chat. The steps stand here in the order in which they are taken; a caller
 * may do something of its own between them, and stops at the first -1, but
 * for exchange_end() and exchange_save(), which belong to every outcome.
 */

/* What outlives an exchange where there are several. All borrowed. */
struct talk {
	struct history *history;	/* the conversation so far */
	struct secrets *secrets;	/* what was masked in it */
	struct http *http;		/* made on first use, then the caller's
					   to free */
	bool tls;			/* http speaks https */
	bool goes_on;			/* there may be another exchange */
};

struct exchange {
	struct app *app;
	struct talk *talk;
	const char *command;	/* for the log; "ask" */
	struct text schema;		/* --schema's file, and what it says; */
	const struct json *schema_json;	/* set before exchange_open() */
	const struct gap *gap;		/* for targets that fill it; or NULL */
	struct sink *sink;	/* set by exchange_open(), or the caller who
				   wants the answer's text for himself */
	/* what becomes of it, read-only */
	struct prompt prompt;
	struct wishes wishes;
	struct decision decision;
	struct output out;
	struct ask ask;
	struct report_facts facts;
	int64_t at;		/* ms since the Epoch: when it began */
	bool decided, asked;	/* decision, ask are there */
	/* private */
	struct turn *turns;	/* the history's, then the prompt */
	size_t turn_count;
	struct sink front;	/* takes the waiting line off */
};

void exchange_init(struct exchange *x, struct app *app, struct talk *talk);

/* Reads the prompt and what is wished for. */
MUST_CHECK
int exchange_read(struct exchange *x, struct err *err);

/* The same for texts that are at hand; as prompt_take() has it. */
MUST_CHECK
int exchange_take(struct exchange *x, struct buf *ask, struct document *docs,
		  size_t count, struct err *err);

/* Opens the output, where the settings want it. */
MUST_CHECK
int exchange_open(struct exchange *x, struct err *err);

/*
 * Chooses whom to ask, and says so with -v; ERR_NOCAND where nobody may.
 * `flags` as for decide().
 */
MUST_CHECK
int exchange_decide(struct exchange *x, unsigned flags, struct err *err);

/* What will be asked, for --dry-run; exchange_run() makes its own. */
struct ask_order exchange_order(struct exchange *x);

/* The loop for an order; NULL where it needs none. Owned by the talk. */
MUST_CHECK
int exchange_loop(struct exchange *x, const struct ask_order *order,
		  struct http **loop, struct err *err);

/* Asks, and streams the answer; the outcome is in err. */
MUST_CHECK
int exchange_run(struct exchange *x, struct err *err);

/*
 * Ends the answer's text by its outcome, which it may change: text that
 * could not be written, an answer without a code block.
 */
void exchange_end(struct exchange *x, struct err *outcome);

/*
 * Keeps the record, if one is to be kept; `session` as for record_save().
 * Whoever reads the answer has all of it by now.
 */
void exchange_save(struct exchange *x, const struct err *outcome,
		   char session[64]);
void exchange_release(struct exchange *x);

#endif
