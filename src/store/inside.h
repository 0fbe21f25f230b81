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

/* Deletes turns older than so many days, and the oldest above so many bytes. */
MUST_CHECK
int prune_turns(struct store *s, int64_t now, long days, int64_t bytes,
		size_t *count, struct err *err);

#endif
