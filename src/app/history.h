#ifndef SHUNT_APP_HISTORY_H
#define SHUNT_APP_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/app.h"
#include "app/compose.h"
#include "app/prompt.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/model.h"
#include "provider/provider.h"

/* A question with its documents, and its answer. */
struct past {
	/* read-only */
	char *id;		/* of the turn in the log; NULL: not known */
	struct buf ask, answer;
	char *model;		/* "endpoint/id", or NULL */
	enum task task;
	double difficulty;
	int64_t at;		/* ms since the Epoch */
	bool cut;		/* the answer is not whole */
	/* private */
	struct document *docs;
	struct text *names, *texts;
	size_t doc_count;
	struct composed message;
	struct text ask_text, answer_text;
};

/*
 * A conversation: its turns as they were sent, so that any vendor can be
 * given them, and what the last one was. That which --continue and --session
 * go on with is read from the log; empty (and nothing is read) where none
 * was asked for. A chat adds to it.
 */
struct history {
	char *session;		/* its id; NULL: none, or a new one */
	const char *name;	/* --session's, borrowed; NULL: none */
	struct past **past;	/* oldest first; owned */
	size_t past_count;
	/* what follows from these, read-only */
	struct turn *turns;	/* user and assistant in turns */
	size_t first, count;	/* those to be sent: turns[first..count) */
	double tokens;		/* of these, estimated */
	/* of the last turn */
	const char *model;	/* or NULL */
	enum task task;
	double difficulty;
	int64_t at;
	/* the newest documents; where there are none, the newest ask */
	const struct text *docs;
	size_t doc_count;
};

#define HISTORY_INIT { .task = TASK_NONE }

/*
 * ERR_USAGE where there is nothing to go on with; ERR_IO where it cannot be
 * read, since an answer without the conversation would be to another prompt.
 */
MUST_CHECK
int history_load(struct history *h, const struct app *app, struct err *err);
void history_release(struct history *h);

/* Leaves the oldest question and answer out; false when none is left. */
bool history_shorten(struct history *h);

/* The last one, or NULL. */
const struct past *history_last(const struct history *h);

/* Adds one, which is the history's then. */
void history_push(struct history *h, struct past *p);

/* Takes the last one off, for the caller to push back or free; or NULL. */
struct past *history_pop(struct history *h);

/* The text of the prompt and its documents are taken out of it. */
struct past *past_new(struct prompt *prompt, struct text answer);
void past_free(struct past *p);		/* NULL is fine */

#endif
