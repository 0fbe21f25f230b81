#ifndef SHUNT_APP_HISTORY_H
#define SHUNT_APP_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/app.h"
#include "base/err.h"
#include "model/model.h"
#include "provider/provider.h"

/*
 * The conversation that --continue and --session go on with: its turns as
 * they were sent, so that any vendor can be given them, and what the last
 * one was. Empty (and nothing is read) where none was asked for.
 */
struct history {
	char *session;		/* its id; NULL: none, or a new one */
	const char *name;	/* --session's, borrowed; NULL: none */
	struct turn *turns;	/* user and assistant in turns; owned */
	size_t first, count;	/* those to be sent: turns[first..count) */
	double tokens;		/* of these, estimated */
	/* of the last turn */
	char *model;		/* "endpoint/id", or NULL */
	enum task task;
	double difficulty;
	int64_t at;		/* ms since the Epoch */
	/* the newest documents; where there are none, the newest ask */
	const struct text *docs;
	size_t doc_count;
	struct past *past;	/* private: what the turns point into */
	size_t past_count;
};

/*
 * ERR_USAGE where there is nothing to go on with; ERR_IO where it cannot be
 * read, since an answer without the conversation would be to another prompt.
 */
MUST_CHECK
int history_load(struct history *h, const struct app *app, struct err *err);
void history_release(struct history *h);

/* Leaves the oldest question and answer out; false when none is left. */
bool history_shorten(struct history *h);

#endif
