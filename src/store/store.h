#ifndef SHUNT_STORE_STORE_H
#define SHUNT_STORE_STORE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "model/model.h"
#include "store/state.h"

/*
 * What outlives the process: turns, sessions, spend, health, ratings, in
 * SQLite (WAL, synchronous NORMAL, every write in BEGIN IMMEDIATE), file
 * 0600 in a folder 0700, $XDG_STATE_HOME/shunt/shunt.db. libsqlite3 is
 * loaded on first use. Several processes may write at once; whoever finds it
 * locked waits until nobody has written for `busy_ms` (or six times that at
 * most), or until a signal has set the stop flag.
 *
 * Nothing here ever costs an answer: errors are ERR_IO with one line that
 * says what is wrong (locked, corrupt, read-only, full, of a newer shunt) and
 * what to do; the caller makes a note of it. ERR_STOPPED: the stop flag was
 * set while somebody else held the lock. A corrupt file is told of and
 * left alone (`shunt log repair` moves it aside). A symbolic link is followed
 * only to a file of ours.
 *
 * Strings in the structs given are borrowed; those handed out live as long
 * as the callback.
 */
struct store;

enum store_flags {
	STORE_CREATE = 1 << 0	/* make folder and file when missing */
};

#define STORE_BUSY 5000		/* ms */

/*
 * Without STORE_CREATE and without a file: *out NULL and 0, for there is
 * nothing to read. `stop` may be NULL.
 */
MUST_CHECK
int store_open(struct store **out, unsigned flags, long busy_ms,
	       const volatile sig_atomic_t *stop, struct err *err);
void store_close(struct store *s);	/* NULL is fine */

/* The folder, allocated; NULL where there is none (no HOME, no XDG). */
char *store_folder(void);

/*
 * Moves a corrupt database (file, -wal, -shm) aside as NAME.corrupt-DATE;
 * *moved is the new name (allocated). ERR_USAGE when it is sound.
 */
MUST_CHECK
int store_repair(char **moved, struct err *err);

/* Saving, once, after the answer. */

struct turn_document {
	const char *name;	/* as given; "" is standard input */
	struct text text;	/* kept up to TURN_DOCUMENT, where kept */
	/* set in what is read; not looked at by store_save() */
	size_t size;		/* of the whole text */
	const char *hash;	/* of the same, FNV-1a 64: 16 hex digits */
};

#define TURN_TEXT ((size_t)1 << 20)		/* of an answer, of an ask */
#define TURN_DOCUMENT ((size_t)256 << 10)	/* documents of one turn */

/*
 * One ask and what became of it. Money is USD, NAN unknown; counts are -1
 * unknown. Texts are the masked ones.
 */
struct turn_row {
	const char *id;			/* unique; sorts by time */
	int64_t at;			/* ms since the Epoch */
	const char *session;		/* id of one that is there; NULL: new */
	const char *session_name;	/* of a new one; NULL: none */
	const char *terminal;		/* store_terminal(); may be NULL */
	const char *command;		/* "ask" */
	enum task task;
	double difficulty;
	const char *model;		/* "endpoint/id" that answered or was
					   asked last; NULL: none was */
	const char *vendor, *family, *served;	/* may be NULL */
	const char *effort;			/* may be NULL */
	int status;			/* exit status */
	const char *error;		/* err_kind_name(); NULL: none */
	const char *finish;
	int64_t input, cached, output;
	double cost;
	double strongest;	/* what the best candidate would have cost */
	int64_t first_ms, total_ms;	/* first: -1 where no text came */
	/* empty with log = meta */
	struct text ask, answer, system;
	const struct turn_document *docs;
	size_t doc_count;
	struct text report;	/* the --json object with "answer":null */
	bool meta;		/* keep names and sizes of nothing */
};

/* What one call told about who was called. */
struct health_event {
	const char *endpoint, *id, *family;
	enum task task;
	enum err_kind kind;	/* ERR_NONE: it answered */
	bool of_place;		/* the failure is the whole endpoint's */
	bool final;		/* waiting will not help */
	long hint_ms;		/* to wait, by the vendor; -1 */
	double first_ms, rate;	/* measured; NAN */
	double length;		/* of a whole answer, see struct habit; NAN */
	const char *dropped;	/* field it turned down, or NULL */
};

struct saving {
	const struct turn_row *turn;	/* NULL: keep no record of it */
	const struct health_event *events;
	size_t event_count;
	double cost;			/* to the sums; NAN counts as 0 */
	long day, month;		/* 20261122, 202611, of local time */
	int64_t now;			/* ms since the Epoch */
	long keep_days;			/* prune what is older; 0: nothing */
	int64_t keep_bytes;		/* and the oldest above that; 0 */
};

/*
 * All of it in one transaction, which also replaces the digest; a digest
 * that cannot be written costs no save. Pruning is done once in a hundred
 * turns. session_out (may be NULL) gets the turn's session id: that of an
 * existing one where session_name is taken; a session that was deleted
 * meanwhile comes back.
 *
 * Events: an answer closes the breakers of the model and its endpoint, and
 * moves pace and habit; a failure that health_opens() opens one, or, where it
 * was open already, may only lengthen it: calls that were under way at the
 * same time are not failures in a row.
 */
MUST_CHECK
int store_save(struct store *s, const struct saving *save,
	       char session_out[64], struct err *err);

/*
 * After a cool-down's end one caller may probe. True: it is us, and others
 * stay away for COOL_PROBE. False: somebody else does, or it was closed. The
 * breakers of the model and of its endpoint (id NULL: of that alone) are
 * claimed together: neither may still hold.
 */
bool store_claim_probe(struct store *s, const char *endpoint, const char *id,
		       int64_t now);

/* Reading. */

/* A turn as it was kept. Texts are empty where they were not asked for. */
struct logged_turn {
	struct turn_row row;	/* docs: without their texts */
	const char *session;
	const char *session_name;	/* or NULL */
	int rating;			/* 1 good, -1 bad, 0 none */
};

struct turn_query {
	const char *id;		/* whole or the beginning; NULL: any */
	const char *search;	/* in ask or answer, case ignored; NULL */
	const char *session;	/* id or name; NULL */
	const char *model;	/* part of it; NULL */
	enum task task;		/* TASK_NONE: any */
	int64_t since, until;	/* ms; 0: no bound */
	long limit;		/* the newest so many; 0: all */
	bool failed;		/* only those without a whole answer */
	bool texts;		/* ask, answer, system, report */
};

#define TURN_QUERY_INIT { .task = TASK_NONE }

typedef int turn_fn(void *ctx, const struct logged_turn *t, struct err *err);

/* Calls fn for each, oldest first; -1 of fn ends it. */
MUST_CHECK
int store_turns(struct store *s, const struct turn_query *q, turn_fn *fn,
		void *ctx, struct err *err);

/*
 * Deletes what the query finds, and takes its ratings back; sessions left
 * empty go too. The texts are overwritten, in the log as well unless another
 * process reads it just then.
 */
MUST_CHECK
int store_delete(struct store *s, const struct turn_query *q, size_t *count,
		 struct err *err);

/*
 * Deletes turns older than `days`, and the oldest above `bytes`; 0: no. A
 * turn counts as its texts' bytes and 1000 for all else. What was learned of
 * them stays, ratings too.
 */
MUST_CHECK
int store_prune(struct store *s, int64_t now, long days, int64_t bytes,
		size_t *count, struct err *err);

/*
 * Rates a turn: 1 good, -1 bad, 0 takes it back. ERR_USAGE when there is no
 * such turn or the id is the beginning of several; NULL is the newest turn.
 * *rated gets its model (allocated).
 */
MUST_CHECK
int store_rate(struct store *s, const char *id, int rating, char **rated,
	       struct err *err);

/* Sessions. */

struct logged_session {
	const char *id, *name;	/* name may be NULL */
	int64_t created, used;	/* ms since the Epoch */
	size_t turns;
	double cost;
	const char *first;	/* ask of its first turn */
	const char *model;	/* of its last turn; may be NULL */
};

typedef int session_fn(void *ctx, const struct logged_session *s,
		       struct err *err);

/* The newest `limit` (0: all), newest first. */
MUST_CHECK
int store_sessions(struct store *s, long limit, session_fn *fn, void *ctx,
		   struct err *err);

/*
 * The id (allocated) of the session with that name or id (or an id's
 * beginning), or NULL, which is no error; ERR_USAGE when several ids begin
 * so.
 */
MUST_CHECK
int store_session(struct store *s, const char *name, char **id,
		  struct err *err);

/* The same of the newest session of a terminal (store_terminal()). */
MUST_CHECK
int store_session_of(struct store *s, const char *terminal, char **id,
		     struct err *err);

/*
 * Names the terminal session that we run in: getsid() and when its leader
 * began, so that a process id that is used again is another. "" if unknown.
 */
void store_terminal(char out[64]);

/* ERR_USAGE when the name is taken or empty, or there is no such session. */
MUST_CHECK
int store_session_rename(struct store *s, const char *from, const char *to,
			 struct err *err);
MUST_CHECK
int store_session_delete(struct store *s, const char *name, struct err *err);

/*
 * Takes a turn (by its whole id) out of its session: it stays in the log,
 * alone; a session left empty goes. One that is not there is no error.
 */
MUST_CHECK
int store_part(struct store *s, const char *turn, struct err *err);

/* The turns of a session by its id, oldest first, documents with texts. */
MUST_CHECK
int store_history(struct store *s, const char *session, turn_fn *fn,
		  void *ctx, struct err *err);

#endif
