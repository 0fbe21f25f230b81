#include <stdlib.h>

#include "base/mem.h"
#include "store/inside.h"

int store_sessions(struct store *s, long limit, session_fn *fn, void *ctx,
		   struct err *err)
{
	struct logged_session one;
	struct db_stmt st;
	int n;

	db_prepare(&st, s->db,
		   "SELECT id, name, created, used,"
		   " (SELECT count(*) FROM turns WHERE session = s.id),"
		   " (SELECT sum(cost) FROM turns WHERE session = s.id),"
		   " (SELECT ask FROM turns JOIN texts ON turn = number"
		   " WHERE session = s.id ORDER BY turns.id LIMIT 1),"
		   " (SELECT model FROM turns WHERE session = s.id"
		   " ORDER BY turns.id DESC LIMIT 1)"
		   " FROM sessions s ORDER BY used DESC, id DESC LIMIT ?");
	db_bind_int(&st, limit > 0 ? limit : -1);
	do {
		n = db_step(&st, err);
		if (n <= 0)
			continue;
		one = (struct logged_session){
			.id = db_str(&st, 0), .name = db_str(&st, 1),
			.created = db_int(&st, 2), .used = db_int(&st, 3),
			.turns = (size_t)db_int(&st, 4),
			.cost = db_real(&st, 5), .first = db_str(&st, 6),
			.model = db_str(&st, 7),
		};
		if (fn(ctx, &one, err))
			n = -1;
	} while (n > 0);
	db_end(&st);
	return n;
}

/* The id in the only row, or NULL; ends the statement. */
static int take_id(struct db_stmt *st, char **id, struct err *err)
{
	int n = db_step(st, err);

	if (n > 0)
		*id = xstrdup(db_str(st, 0));
	db_end(st);
	return n < 0 ? -1 : 0;
}

static int find_whole(struct store *s, const char *name, char **id,
		      struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "SELECT id FROM sessions WHERE name = ?1"
			       " OR id = ?1 ORDER BY name = ?1 DESC LIMIT 1");
	db_bind_str(&st, name);
	return take_id(&st, id, err);
}

static int find_beginning(struct store *s, const char *name, char **id,
			  struct err *err)
{
	struct db_stmt st;
	int64_t count;

	db_prepare(&st, s->db, "SELECT count(*) FROM sessions"
			       " WHERE substr(id, 1, length(?1)) = ?1");
	db_bind_str(&st, name);
	if (db_run_int(&st, 0, &count, err))
		return -1;
	if (!count)
		return 0;
	if (count > 1)
		return err_set(err, ERR_USAGE, "several sessions begin with "
			       "'%s'", name);
	db_prepare(&st, s->db, "SELECT id FROM sessions"
			       " WHERE substr(id, 1, length(?1)) = ?1");
	db_bind_str(&st, name);
	return take_id(&st, id, err);
}

int store_session(struct store *s, const char *name, char **id,
		  struct err *err)
{
	*id = NULL;
	if (!*name)
		return 0;
	if (find_whole(s, name, id, err))
		return -1;
	return *id ? 0 : find_beginning(s, name, id, err);
}

int store_session_of(struct store *s, const char *terminal, char **id,
		     struct err *err)
{
	struct db_stmt st;

	*id = NULL;
	if (!*terminal)
		return 0;
	db_prepare(&st, s->db, "SELECT id FROM sessions WHERE terminal = ?"
			       " ORDER BY used DESC, id DESC LIMIT 1");
	db_bind_str(&st, terminal);
	return take_id(&st, id, err);
}

/* As store_session(), but that there is none is an error. */
static int need_session(struct store *s, const char *name, char **id,
			struct err *err)
{
	if (store_session(s, name, id, err))
		return -1;
	if (!*id)
		return err_set(err, ERR_USAGE, "there is no session '%s'",
			       name);
	return 0;
}

static int rename_by_id(struct store *s, const char *id, const char *to,
			struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "UPDATE sessions SET name = ? WHERE id = ?");
	db_bind_str(&st, to);
	db_bind_str(&st, id);
	if (!db_run(&st, err))
		return 0;
	if (db_taken(s->db))
		err_set(err, ERR_USAGE, "there is a session '%s' already", to);
	return -1;
}

int store_session_rename(struct store *s, const char *from, const char *to,
			 struct err *err)
{
	char *id = NULL;
	int rc;

	if (!*to)
		return err_set(err, ERR_USAGE, "a session's name cannot be "
			       "empty");
	if (db_begin(s->db, err))
		return -1;
	rc = need_session(s, from, &id, err);
	if (!rc)
		rc = rename_by_id(s, id, to, err);
	free(id);
	return db_finish(s->db, rc, err);
}

int store_session_delete(struct store *s, const char *name, struct err *err)
{
	struct turn_query q = TURN_QUERY_INIT;
	char *id = NULL;
	size_t count;
	int rc;

	if (db_begin(s->db, err))
		return -1;
	rc = need_session(s, name, &id, err);
	q.session = id;
	if (!rc)
		rc = delete_turns(s, &q, &count, err);
	free(id);
	if (db_finish(s->db, rc, err))
		return -1;
	give_back(s);
	return 0;
}

/* The first turn of a session has the session's id, so it needs another. */
static int part(struct store *s, const char *turn, struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "INSERT INTO sessions (id, created, used)"
			       " SELECT id || '-alone', at, at FROM turns"
			       " WHERE id = ? ON CONFLICT DO NOTHING");
	db_bind_str(&st, turn);
	if (db_run(&st, err))
		return -1;
	db_prepare(&st, s->db, "UPDATE turns SET session = id || '-alone'"
			       " WHERE id = ?");
	db_bind_str(&st, turn);
	if (db_run(&st, err))
		return -1;
	return delete_empty_sessions(s, err);
}

int store_part(struct store *s, const char *turn, struct err *err)
{
	if (db_begin(s->db, err))
		return -1;
	return db_finish(s->db, part(s, turn, err), err);
}
