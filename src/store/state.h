#ifndef SHUNT_STORE_STATE_H
#define SHUNT_STORE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "model/model.h"

/*
 * What earlier calls have learned and the plan wants to know, before the
 * first byte goes out: who is cooling down, how quick each model is, which
 * fields it refused, how long answers are, how they were rated, what was
 * spent. It is a digest of the database in one small text file beside it,
 * which the database's writer replaces (write beside, rename) inside its
 * transaction: so that a start reads one file of a few kilobytes and neither
 * loads SQLite nor waits for its locks. The database is the truth; a digest
 * that is missing, old, damaged or from a newer version is as none.
 *
 * The file: a first line "shunt-state 1", then lines of fields that tabs
 * separate, the first naming its kind; kinds and fields that are not known
 * are passed over. Nothing of a prompt or an answer is in it.
 *
 * Names are "endpoint/id"; times are ms since the Epoch, money is USD.
 */

/*
 * A place, or one model of it, that is left alone after failures. Told until
 * an hour after its end.
 */
struct cooldown {
	const char *endpoint;
	const char *id;		/* of the model; NULL: all of the endpoint */
	int64_t until;		/* ms; past: half-open, see health.h */
	unsigned failures;	/* in a row */
	const char *why;	/* err_kind_name(): "quota", "net", ... */
};

/* What answers of one model were like: decayed means, see health.h. */
struct pace {
	const char *model;	/* "endpoint/id" */
	double first_ms;	/* to the first token; NAN unknown */
	double rate;		/* tokens a second after it; NAN unknown */
};

/*
 * How long the answers to a task are, and how good people found those of a
 * family. The length stands with the family "*", of all models together.
 */
struct habit {
	const char *family;
	enum task task;
	double length;		/* tokens written per token expected: a
				 * decayed mean; NAN unknown */
	unsigned good, bad;	/* ratings */
};

/*
 * A field of requests that the model's server turned down. Told for 30 days
 * after it last did so; then it is tried again.
 */
struct quirk {
	const char *model;	/* "endpoint/id" */
	const char *field;	/* as request_drop() names it */
};

struct state {
	struct cooldown *cooldowns;
	size_t cooldown_count;
	struct pace *paces;
	size_t pace_count;
	struct habit *habits;
	size_t habit_count;
	struct quirk *quirks;
	size_t quirk_count;
	long day, month;	/* 20261122, 202611: of the sums below */
	double spent_day, spent_month;
	struct buf text;	/* private: what the strings point into */
};

/* Most bytes and lines that are read; the writer leaves out the oldest. */
#define STATE_MAX ((size_t)256 << 10)
#define STATE_LINES 2000

void state_init(struct state *st);
void state_release(struct state *st);

/*
 * Pure: takes over `text` (it is emptied) and reads it. Bad lines are passed
 * over; -1 (nothing is in *st then) when it is no such file.
 */
MUST_CHECK
int state_parse(struct state *st, struct buf *text, struct err *err);

/* Pure: the text of the file. */
void state_format(const struct state *st, struct buf *out);

/*
 * Reads $XDG_STATE_HOME/shunt/digest. Whatever is wrong with it, *st is
 * empty and usable then; no message, for nothing is lost but hints.
 */
void state_read(struct state *st);

/* The one for a model or its whole endpoint that holds longest, or NULL. */
const struct cooldown *state_cooldown(const struct state *st,
				      const char *endpoint, const char *id);
const struct pace *state_pace(const struct state *st, const char *endpoint,
			      const char *id);
const struct habit *state_habit(const struct state *st, const char *family,
				enum task task);

/* Spent on this day and in this month; what is of another one is 0. */
double state_spent_day(const struct state *st, long day);
double state_spent_month(const struct state *st, long month);

#endif
