#include "store/turns.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/inside.h"

void turns_bind(struct db_stmt *st, const struct turn_query *q)
{
	db_bind_str(st, q->id);
	db_bind_str(st, q->search && *q->search ? q->search : NULL);
	db_bind_str(st, q->session);
	db_bind_str(st, q->model && *q->model ? q->model : NULL);
	db_bind_str(st, task_name(q->task));
	db_bind_int(st, q->since);
	db_bind_int(st, q->until);
	db_bind_int(st, q->failed);
	db_bind_int(st, q->limit > 0 ? q->limit : -1);
}

/* The columns of COLUMNS, in its order. */
enum {
	COL_NUMBER, COL_ID, COL_SESSION, COL_SESSION_NAME, COL_TERMINAL,
	COL_AT, COL_COMMAND, COL_TASK, COL_DIFFICULTY, COL_MODEL, COL_VENDOR,
	COL_FAMILY, COL_SERVED, COL_EFFORT, COL_STATUS, COL_ERROR, COL_FINISH,
	COL_INPUT, COL_CACHED, COL_OUTPUT, COL_COST, COL_STRONGEST,
	COL_FIRST_MS, COL_TOTAL_MS, COL_META, COL_RATING, COL_ASK, COL_ANSWER,
	COL_SYSTEM, COL_REPORT
};

/* Long texts are read from the file only where `texts` says so. */
#define COLUMNS(texts)                                                    \
	"t.number, t.id, t.session, s.name, s.terminal, t.at, t.command," \
	" t.task, t.difficulty, t.model, t.vendor, t.family, t.served,"   \
	" t.effort, t.status, t.error, t.finish, t.input, t.cached,"      \
	" t.output, t.cost, t.strongest, t.first_ms, t.total_ms, t.meta," \
	" t.rating, iif(" texts ", x.ask, ''), iif(" texts ", x.answer, '')," \
	" iif(" texts ", x.system, ''), iif(" texts ", x.report, '')"

/* The newest so many, and of those the oldest first. */
#define SELECT_TURNS                                                      \
	"SELECT " COLUMNS("?10") TURNS_FROM " WHERE t.number IN"          \
	" (SELECT t.number" TURNS_FROM TURNS_WHERE ") ORDER BY t.id"
#define SELECT_HISTORY                                                    \
	"SELECT " COLUMNS("1") TURNS_FROM " WHERE t.session = ?"          \
	" ORDER BY t.id"

static void read_row(const struct db_stmt *st, struct logged_turn *t)
{
	const char *task = db_str(st, COL_TASK);

	t->session = db_str(st, COL_SESSION);
	t->session_name = db_str(st, COL_SESSION_NAME);
	t->rating = (int)db_int(st, COL_RATING);
	t->row = (struct turn_row){
		.id = db_str(st, COL_ID),
		.at = db_int(st, COL_AT),
		.session = t->session,
		.session_name = t->session_name,
		.terminal = db_str(st, COL_TERMINAL),
		.command = db_str(st, COL_COMMAND),
		.task = task ? task_by_name(task) : TASK_NONE,
		.difficulty = db_real(st, COL_DIFFICULTY),
		.model = db_str(st, COL_MODEL),
		.vendor = db_str(st, COL_VENDOR),
		.family = db_str(st, COL_FAMILY),
		.served = db_str(st, COL_SERVED),
		.effort = db_str(st, COL_EFFORT),
		.status = (int)db_int(st, COL_STATUS),
		.error = db_str(st, COL_ERROR),
		.finish = db_str(st, COL_FINISH),
		.input = db_count(st, COL_INPUT),
		.cached = db_count(st, COL_CACHED),
		.output = db_count(st, COL_OUTPUT),
		.cost = db_real(st, COL_COST),
		.strongest = db_real(st, COL_STRONGEST),
		.first_ms = db_count(st, COL_FIRST_MS),
		.total_ms = db_count(st, COL_TOTAL_MS),
		.meta = db_int(st, COL_META),
		.ask = db_text(st, COL_ASK),
		.answer = db_text(st, COL_ANSWER),
		.system = db_text(st, COL_SYSTEM),
		.report = db_text(st, COL_REPORT),
	};
}

/* The documents of a turn, copied. */
struct documents {
	struct turn_document *items;
	size_t count;
};

static char *copy(struct text t)
{
	return xstrndup(t.ptr, t.len);
}

static void add_document(struct documents *d, const struct db_stmt *st)
{
	struct turn_document *one;
	struct text text = db_text(st, 3);

	d->items = xreallocarray(d->items, d->count + 1, sizeof(*d->items));
	one = &d->items[d->count++];
	one->name = copy(db_text(st, 0));
	one->size = (size_t)db_int(st, 1);
	one->hash = copy(db_text(st, 2));
	one->text.ptr = copy(text);
	one->text.len = text.len;
}

static void documents_release(struct documents *d)
{
	for (size_t i = 0; i < d->count; i++) {
		free((char *)d->items[i].name);
		free((char *)d->items[i].hash);
		free((char *)d->items[i].text.ptr);
	}
	free(d->items);
	*d = (struct documents){ .count = 0 };
}

static int read_documents(struct store *s, int64_t turn, bool texts,
			  struct documents *d, struct err *err)
{
	struct db_stmt st;
	int n;

	db_prepare(&st, s->db, "SELECT name, size, hash, iif(?, text, '')"
			       " FROM documents WHERE turn = ?"
			       " ORDER BY number");
	db_bind_int(&st, texts);
	db_bind_int(&st, turn);
	do {
		n = db_step(&st, err);
		if (n > 0)
			add_document(d, &st);
	} while (n > 0);
	db_end(&st);
	return n;
}

static int hand_on(struct store *s, const struct db_stmt *st,
		   bool document_texts, turn_fn *fn, void *ctx,
		   struct err *err)
{
	struct documents docs = { .count = 0 };
	struct logged_turn t;
	int rc;

	read_row(st, &t);
	rc = read_documents(s, db_int(st, COL_NUMBER), document_texts, &docs,
			    err);
	t.row.docs = docs.items;
	t.row.doc_count = docs.count;
	if (!rc)
		rc = fn(ctx, &t, err);
	documents_release(&docs);
	return rc;
}

/* Ends `st`. */
static int each_row(struct store *s, struct db_stmt *st, bool document_texts,
		    turn_fn *fn, void *ctx, struct err *err)
{
	int n;

	do {
		n = db_step(st, err);
		if (n > 0 && hand_on(s, st, document_texts, fn, ctx, err))
			n = -1;
	} while (n > 0);
	db_end(st);
	return n;
}

int store_turns(struct store *s, const struct turn_query *q, turn_fn *fn,
		void *ctx, struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, SELECT_TURNS);
	turns_bind(&st, q);
	db_bind_int(&st, q->texts);
	return each_row(s, &st, false, fn, ctx, err);
}

int store_history(struct store *s, const char *session, turn_fn *fn,
		  void *ctx, struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, SELECT_HISTORY);
	db_bind_str(&st, session);
	return each_row(s, &st, true, fn, ctx, err);
}
