#include <stdlib.h>

#include "base/mem.h"
#include "store/inside.h"

/* What there is to know of the turn that is rated. */
struct rated {
	int64_t number;
	char *model, *family, *task;	/* NULL: none */
	int rating;
};

static void rated_release(struct rated *r)
{
	free(r->model);
	free(r->family);
	free(r->task);
}

static char *copy(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

/* A whole id comes before those that it is the beginning of. */
static int find(struct store *s, const char *id, struct rated *out,
		struct err *err)
{
	struct db_stmt st;
	int n;

	db_prepare(&st, s->db, "SELECT number, model, family, task, rating,"
			       " ?1 IS NULL OR id = ?1 AS whole FROM turns"
			       " WHERE ?1 IS NULL"
			       " OR substr(id, 1, length(?1)) = ?1"
			       " ORDER BY whole DESC, id DESC LIMIT 2");
	db_bind_str(&st, id);
	n = db_step(&st, err);
	if (n > 0) {
		*out = (struct rated){
			.number = db_int(&st, 0), .model = copy(db_str(&st, 1)),
			.family = copy(db_str(&st, 2)),
			.task = copy(db_str(&st, 3)),
			.rating = (int)db_int(&st, 4),
		};
		n = db_int(&st, 5) ? 1 : 1 + db_step(&st, err);
	} else if (!n) {
		err_set(err, ERR_USAGE, id ? "there is no turn '%s'" :
			"there is no turn to rate", id);
	}
	if (n == 2)
		err_set(err, ERR_USAGE, "several turns begin with '%s'", id);
	db_end(&st);
	return n == 1 ? 0 : -1;
}

static int set_rating(struct store *s, int64_t number, int rating,
		      struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "UPDATE turns SET rating = ? WHERE number = ?");
	db_bind_int(&st, rating);
	db_bind_int(&st, number);
	return db_run(&st, err);
}

/* What was said before is taken back first. */
static int rate(struct store *s, const char *id, int rating, struct rated *r,
		struct err *err)
{
	if (find(s, id, r, err) ||
	    learn_rating(s, r->family, r->task, r->rating, -1, err) ||
	    learn_rating(s, r->family, r->task, rating, 1, err) ||
	    set_rating(s, r->number, rating, err))
		return -1;
	return digest_renew(s, err);
}

int store_rate(struct store *s, const char *id, int rating, char **rated,
	       struct err *err)
{
	struct rated r = { .number = 0 };
	int rc;

	*rated = NULL;
	if (db_begin(s->db, err))
		return -1;
	rc = rate(s, id, rating, &r, err);
	rc = db_finish(s->db, rc, err);
	if (!rc)
		*rated = copy(r.model);
	rated_release(&r);
	return rc;
}
