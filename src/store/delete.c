#include <stdlib.h>

#include "base/mem.h"
#include "store/inside.h"
#include "store/turns.h"

#define DAY_MS ((int64_t)86400 * 1000)

/* Numbers of turns to delete: what is looked for is what is deleted from. */
struct numbers {
	int64_t *items;
	size_t count, room;
};

static void add_number(struct numbers *n, int64_t number)
{
	if (n->count == n->room) {
		n->room = n->room ? n->room * 2 : 64;
		n->items = xreallocarray(n->items, n->room,
					 sizeof(*n->items));
	}
	n->items[n->count++] = number;
}

/* Takes the rows of `st`, which it ends. */
static int collect(struct db_stmt *st, struct numbers *found,
		   struct err *err)
{
	int n;

	do {
		n = db_step(st, err);
		if (n > 0)
			add_number(found, db_int(st, 0));
	} while (n > 0);
	db_end(st);
	return n;
}

/* Who deletes a turn takes back what it said of a model. */
static int take_rating_back(struct store *s, int64_t number, struct err *err)
{
	struct db_stmt st;
	int n, rc = 0;

	db_prepare(&st, s->db, "SELECT family, task, rating FROM turns"
			       " WHERE number = ? AND rating <> 0");
	db_bind_int(&st, number);
	n = db_step(&st, err);
	if (n > 0)
		rc = learn_rating(s, db_str(&st, 0), db_str(&st, 1),
				  (int)db_int(&st, 2), -1, err);
	db_end(&st);
	return n < 0 ? -1 : rc;
}

/* Texts and documents go by a trigger. */
static int delete_number(struct store *s, int64_t number, struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "DELETE FROM turns WHERE number = ?");
	db_bind_int(&st, number);
	return db_run(&st, err);
}

int delete_empty_sessions(struct store *s, struct err *err)
{
	return db_exec(s->db, "DELETE FROM sessions WHERE NOT EXISTS (SELECT 1"
			      " FROM turns WHERE session = sessions.id)", err);
}

static int delete_numbers(struct store *s, const struct numbers *n,
			  bool by_user, struct err *err)
{
	for (size_t i = 0; i < n->count; i++)
		if ((by_user && take_rating_back(s, n->items[i], err)) ||
		    delete_number(s, n->items[i], err))
			return -1;
	return delete_empty_sessions(s, err);
}

int delete_turns(struct store *s, const struct turn_query *q, size_t *count,
		 struct err *err)
{
	struct numbers found = { .count = 0 };
	struct db_stmt st;
	int rc;

	db_prepare(&st, s->db, "SELECT t.number" TURNS_FROM TURNS_WHERE);
	turns_bind(&st, q);
	rc = collect(&st, &found, err);
	if (!rc)
		rc = delete_numbers(s, &found, true, err);
	if (!rc)
		rc = digest_renew(s, err);
	*count = rc ? 0 : found.count;
	free(found.items);
	return rc;
}

void give_back(struct store *s)
{
	/* somebody may be in the way; the deleting itself is done */
	if (!db_exec(s->db, "PRAGMA incremental_vacuum", NULL))
		db_shorten_log(s->db);
}

int store_delete(struct store *s, const struct turn_query *q, size_t *count,
		 struct err *err)
{
	*count = 0;
	if (db_begin(s->db, err))
		return -1;
	if (db_finish(s->db, delete_turns(s, q, count, err), err))
		return -1;
	give_back(s);
	return 0;
}

/* The window's sum runs from the newest turn to the oldest. */
int prune_turns(struct store *s, int64_t now, long days, int64_t bytes,
		size_t *count, struct err *err)
{
	struct numbers found = { .count = 0 };
	struct db_stmt st;
	int rc;

	db_prepare(&st, s->db, "SELECT number FROM (SELECT number, at,"
			       " sum(bytes) OVER (ORDER BY id DESC) AS total"
			       " FROM turns) WHERE (?1 AND at < ?2)"
			       " OR (?3 AND total > ?3)");
	db_bind_int(&st, days);
	db_bind_int(&st, now - days * DAY_MS);
	db_bind_int(&st, bytes);
	rc = collect(&st, &found, err);
	if (!rc)
		rc = delete_numbers(s, &found, false, err);
	*count = rc ? 0 : found.count;
	free(found.items);
	return rc;
}

int store_prune(struct store *s, int64_t now, long days, int64_t bytes,
		size_t *count, struct err *err)
{
	*count = 0;
	if (db_begin(s->db, err))
		return -1;
	if (db_finish(s->db, prune_turns(s, now, days, bytes, count, err),
		      err))
		return -1;
	give_back(s);
	return 0;
}
