#ifndef SHUNT_STORE_INSIDE_H
#define SHUNT_STORE_INSIDE_H

#include "store/db.h"
#include "store/store.h"

/* What the files of the store share; nobody else includes this. */

struct store {
	struct db *db;
};

/* All within the caller's transaction. */

/* The health events of a save. */
MUST_CHECK
int learn_events(struct store *s, const struct saving *save, struct err *err);

/* To the counts of a family and task; `by` is 1 or -1. */
MUST_CHECK
int learn_rating(struct store *s, const char *family, const char *task,
		 int rating, int by, struct err *err);

/* Replaces the digest; day and month of the sums as in struct saving. */
MUST_CHECK
int digest_write(struct store *s, int64_t now, long day, long month,
		 struct err *err);

/* The same for now, after a change that was not a save's. */
MUST_CHECK
int digest_renew(struct store *s, struct err *err);

MUST_CHECK
int delete_empty_sessions(struct store *s, struct err *err);

/* The user deletes what is found; sessions left empty go too. */
MUST_CHECK
int delete_turns(struct store *s, const struct turn_query *q, size_t *count,
		 struct err *err);

/*
 * Outside of a transaction, after deleting: gives room back, and leaves no
 * deleted text in the log.
 */
void give_back(struct store *s);

/* Deletes turns older than so many days, and the oldest above so many bytes. */
MUST_CHECK
int prune_turns(struct store *s, int64_t now, long days, int64_t bytes,
		size_t *count, struct err *err);

#endif
