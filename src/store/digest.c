#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/place.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define ROWS 400	/* of each kind, the latest; as in the statements */

/*
 * A copy in st->text, whose memory is taken once and does not move. What
 * does not fit is left out: NULL.
 */
static const char *keep(struct state *st, const char *s)
{
	size_t at = st->text.len;

	if (!s || st->text.max - at < strlen(s) + 1)
		return NULL;
	buf_add(&st->text, s, strlen(s) + 1);
	return st->text.ptr + at;
}

static void take_cooldown(struct state *st, const struct db_stmt *row)
{
	struct cooldown *c = &st->cooldowns[st->cooldown_count];

	c->endpoint = keep(st, db_str(row, 0));
	c->id = keep(st, db_str(row, 1));
	c->until = db_int(row, 2);
	c->failures = (unsigned)db_int(row, 3);
	c->why = keep(st, db_str(row, 4));
	if (!c->endpoint || !c->id || !c->why)
		return;
	if (!*c->id)
		c->id = NULL;
	st->cooldown_count++;
}

static void take_pace(struct state *st, const struct db_stmt *row)
{
	struct pace *p = &st->paces[st->pace_count];

	p->model = keep(st, db_str(row, 0));
	p->first_ms = db_real(row, 1);
	p->rate = db_real(row, 2);
	st->pace_count += p->model != NULL;
}

static void take_habit(struct state *st, const struct db_stmt *row)
{
	struct habit *h = &st->habits[st->habit_count];
	const char *task = db_str(row, 1);

	h->family = keep(st, db_str(row, 0));
	h->task = task ? task_by_name(task) : TASK_NONE;
	h->length = db_real(row, 2);
	h->good = (unsigned)db_int(row, 3);
	h->bad = (unsigned)db_int(row, 4);
	st->habit_count += h->family && h->task != TASK_NONE;
}

static void take_quirk(struct state *st, const struct db_stmt *row)
{
	struct quirk *q = &st->quirks[st->quirk_count];

	q->model = keep(st, db_str(row, 0));
	q->field = keep(st, db_str(row, 1));
	st->quirk_count += q->model && q->field;
}

static const struct {
	const char *sql;	/* its ? is when a row is too old */
	int64_t age;		/* ms; 0: never */
	void (*take)(struct state *st, const struct db_stmt *row);
} kinds[] = {
	{ .sql = "SELECT endpoint, id, until, failures, why FROM cooldowns"
		 " WHERE until > ? ORDER BY until DESC LIMIT 400",
	  .age = HOUR_MS, .take = take_cooldown },
	{ .sql = "SELECT model, first_ms, rate FROM paces WHERE used > ?"
		 " ORDER BY used DESC LIMIT 400",
	  .take = take_pace },
	{ .sql = "SELECT family, task, length, good, bad FROM habits"
		 " WHERE used > ? ORDER BY used DESC LIMIT 400",
	  .take = take_habit },
	/* servers learn: after a month the field is tried again */
	{ .sql = "SELECT model, field FROM quirks WHERE seen > ?"
		 " ORDER BY seen DESC LIMIT 400",
	  .age = 30 * 24 * HOUR_MS, .take = take_quirk },
};

static int collect(struct store *s, struct state *st, int64_t now,
		   struct err *err)
{
	struct db_stmt row;
	int n = 0;

	for (size_t i = 0; !n && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		db_prepare(&row, s->db, kinds[i].sql);
		db_bind_int(&row, kinds[i].age ? now - kinds[i].age : -1);
		do {
			n = db_step(&row, err);
			if (n > 0)
				kinds[i].take(st, &row);
		} while (n > 0);
		db_end(&row);
	}
	return n;
}

static int sum_spend(struct store *s, long from, long to, double *out,
		     struct err *err)
{
	struct db_stmt st;
	int n;

	db_prepare(&st, s->db, "SELECT total(cost) FROM spend"
			       " WHERE day BETWEEN ? AND ?");
	db_bind_int(&st, from);
	db_bind_int(&st, to);
	n = db_step(&st, err);
	if (n > 0)
		*out = db_real(&st, 0);
	db_end(&st);
	return n < 0 ? -1 : 0;
}

/* Hints only: a digest that cannot be written is no failure of a save. */
static void put(const char *path, const struct state *st)
{
	struct file_out f = FILE_OUT_INIT;
	struct buf text = BUF_INIT(STATE_MAX);

	state_format(st, &text);
	if (!file_out_open(&f, path, FILE_OUT_PRIVATE, NULL) &&
	    !file_out_write(&f, text.ptr, text.len, NULL) &&
	    !file_out_commit(&f, NULL)) {
		buf_release(&text);
		return;
	}
	file_out_abort(&f);
	buf_release(&text);
}

static void make_room(struct state *st)
{
	size_t room;

	st->cooldowns = xcalloc(ROWS, sizeof(*st->cooldowns));
	st->paces = xcalloc(ROWS, sizeof(*st->paces));
	st->habits = xcalloc(ROWS, sizeof(*st->habits));
	st->quirks = xcalloc(ROWS, sizeof(*st->quirks));
	buf_init(&st->text, STATE_MAX);
	buf_room(&st->text, STATE_MAX, &room);
}

int digest_write(struct store *s, int64_t now, long day, long month,
		 struct err *err)
{
	char *path = place_path("digest");
	struct state st;
	int rc;

	state_init(&st);
	make_room(&st);
	st.day = day;
	st.month = month;
	rc = collect(s, &st, now, err);
	if (!rc)
		rc = sum_spend(s, day, day, &st.spent_day, err);
	if (!rc)
		rc = sum_spend(s, month * 100, month * 100 + 99,
			       &st.spent_month, err);
	if (!rc && path)
		put(path, &st);
	state_release(&st);
	free(path);
	return rc;
}

int digest_renew(struct store *s, struct err *err)
{
	int64_t now = clock_wall();
	time_t t = (time_t)now;
	struct tm tm;
	long month;

	if (!localtime_r(&t, &tm))
		return err_set(err, ERR_INTERNAL, "the clock shows no date");
	month = (tm.tm_year + 1900L) * 100 + tm.tm_mon + 1;
	return digest_write(s, now * 1000, month * 100 + tm.tm_mday, month,
			    err);
}
