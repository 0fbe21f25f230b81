#include "app/turns.h"

#include <stdlib.h>
#include <unistd.h>

#include "app/note.h"
#include "app/process.h"
#include "app/when.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"

int turns_open(struct store **s, struct err *err)
{
	if (store_open(s, 0, STORE_BUSY, &process_stop, err))
		return -1;
	if (!*s)
		note("nothing has been logged yet");
	return 0;
}

/* `until now` is to have what was asked in this very millisecond. */
static int read_when(const char *name, const char *value, bool end,
		     int64_t *ms, struct err *err)
{
	int64_t now = clock_wall_ms() + end;

	if (!value || when_parse(value, now, end, ms))
		return 0;
	return err_set(err, ERR_USAGE, "--%s: '%s' is no time (2026-11-22, "
		       "\"2026-11-22 18:30\", today, yesterday, 12h, 2d, 3w)",
		       name, value);
}

int turns_query(struct turn_query *q, const struct app *app, struct err *err)
{
	const struct settings *set = app->set;

	*q = (struct turn_query)TURN_QUERY_INIT;
	/* config.ini may name models too, of whom to ask */
	if (app_given(app, "model")) {
		if (set->model.count > 1)
			return err_set(err, ERR_USAGE, "-m takes one part of "
				       "a model's name here");
		q->model = set->model.items[0];
	}
	if (app_given(app, "task"))
		q->task = (enum task)set->task;
	q->session = set->session;
	q->failed = set->failed;
	if (read_when("since", set->since, false, &q->since, err))
		return -1;
	return read_when("until", set->until, true, &q->until, err);
}

struct find {
	char *whole;		/* of the first */
	size_t count;
};

static int on_found(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct find *f = ctx;

	(void)err;
	if (!f->count++)
		f->whole = xstrdup(t->row.id);
	return 0;
}

int turns_find(struct store *s, const char *id, char **whole,
	       struct err *err)
{
	struct turn_query q = TURN_QUERY_INIT;
	struct find f = { .whole = NULL };
	int rc = 0;

	*whole = NULL;
	q.id = id;
	if (s && *id)
		rc = store_turns(s, &q, on_found, &f, err);
	if (!rc && !f.count)
		rc = err_set(err, ERR_USAGE, "the log has no ask with the id "
			     "'%s'; shunt log lists them", id);
	if (!rc && f.count > 1)
		rc = err_set(err, ERR_USAGE, "%zu asks have an id that begins "
			     "with '%s'", f.count, id);
	if (rc) {
		free(f.whole);
		return -1;
	}
	*whole = f.whole;
	return 0;
}

int turns_write(struct buf *out, const char *what, struct err *err)
{
	int rc = buf_check(out, what, err);

	if (!rc)
		rc = fd_write_all(STDOUT_FILENO, out->ptr, out->len, NULL,
				  &process_stop, err);
	buf_clear(out);
	return rc;
}
