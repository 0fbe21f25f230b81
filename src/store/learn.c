#include <math.h>
#include <stdio.h>

#include "store/health.h"
#include "store/inside.h"

/* The row of a place is the one with an empty id. */
static int close_breaker(struct store *s, const struct health_event *e,
			 struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "DELETE FROM cooldowns WHERE endpoint = ?"
			       " AND id IN (?, '')");
	db_bind_str(&st, e->endpoint);
	db_bind_str(&st, e->id);
	return db_run(&st, err);
}

struct breaker {
	int64_t until;
	unsigned failures;
};

static int get_breaker(struct store *s, const struct health_event *e,
		       struct breaker *out, struct err *err)
{
	struct db_stmt st;
	int n;

	*out = (struct breaker){ .failures = 0 };
	db_prepare(&st, s->db, "SELECT until, failures FROM cooldowns"
			       " WHERE endpoint = ? AND id = ?");
	db_bind_str(&st, e->endpoint);
	db_bind_str(&st, e->of_place ? "" : e->id);
	n = db_step(&st, err);
	if (n > 0) {
		out->until = db_int(&st, 0);
		out->failures = (unsigned)db_int(&st, 1);
	}
	db_end(&st);
	return n < 0 ? -1 : 0;
}

/*
 * Calls that were under way when another failed say nothing new: while the
 * breaker is open a failure is not one more in a row, though the vendor's
 * hint may lengthen the time.
 */
static int open_breaker(struct store *s, const struct health_event *e,
			int64_t now, struct err *err)
{
	struct breaker b;
	struct db_stmt st;
	int64_t until;

	if (get_breaker(s, e, &b, err))
		return -1;
	if (b.until <= now)
		b.failures++;
	until = now + health_cooldown(e->kind, b.failures - 1, e->hint_ms,
				      e->final);
	db_prepare(&st, s->db, "INSERT OR REPLACE INTO cooldowns (endpoint,"
			       " id, until, failures, why)"
			       " VALUES (?, ?, ?, ?, ?)");
	db_bind_str(&st, e->endpoint);
	db_bind_str(&st, e->of_place ? "" : e->id);
	db_bind_int(&st, until > b.until ? until : b.until);
	db_bind_int(&st, b.failures);
	db_bind_str(&st, err_kind_name(e->kind));
	return db_run(&st, err);
}

static int learn_pace(struct store *s, const struct health_event *e,
		      const char *model, int64_t now, struct err *err)
{
	double first_ms = NAN, rate = NAN;
	struct db_stmt st;
	int n;

	if (isnan(e->first_ms) && isnan(e->rate))
		return 0;
	db_prepare(&st, s->db, "SELECT first_ms, rate FROM paces"
			       " WHERE model = ?");
	db_bind_str(&st, model);
	n = db_step(&st, err);
	if (n > 0) {
		first_ms = db_real(&st, 0);
		rate = db_real(&st, 1);
	}
	db_end(&st);
	if (n < 0)
		return -1;
	db_prepare(&st, s->db, "INSERT OR REPLACE INTO paces"
			       " (model, first_ms, rate, used)"
			       " VALUES (?, ?, ?, ?)");
	db_bind_str(&st, model);
	db_bind_real(&st, health_mean(first_ms, e->first_ms));
	db_bind_real(&st, health_mean(rate, e->rate));
	db_bind_int(&st, now);
	return db_run(&st, err);
}

static int learn_habit(struct store *s, const struct health_event *e,
		       int64_t now, struct err *err)
{
	const char *task = task_name(e->task);
	struct db_stmt st;
	double old = 1;		/* as expected, until more is known */
	int n;

	if (!e->family || !task || isnan(e->length))
		return 0;
	db_prepare(&st, s->db, "SELECT length FROM habits"
			       " WHERE family = ? AND task = ?");
	db_bind_str(&st, e->family);
	db_bind_str(&st, task);
	n = db_step(&st, err);
	if (n > 0 && !isnan(db_real(&st, 0)))
		old = db_real(&st, 0);
	db_end(&st);
	if (n < 0)
		return -1;
	db_prepare(&st, s->db, "INSERT INTO habits (family, task,"
			       " length, used) VALUES (?, ?, ?, ?)"
			       " ON CONFLICT DO UPDATE SET used ="
			       " excluded.used, length = excluded.length");
	db_bind_str(&st, e->family);
	db_bind_str(&st, task);
	db_bind_real(&st, health_mean(old, e->length));
	db_bind_int(&st, now);
	return db_run(&st, err);
}

static int learn_quirk(struct store *s, const char *model, const char *field,
		       int64_t now, struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "INSERT OR REPLACE INTO quirks"
			       " (model, field, seen) VALUES (?, ?, ?)");
	db_bind_str(&st, model);
	db_bind_str(&st, field);
	db_bind_int(&st, now);
	return db_run(&st, err);
}

static int learn_event(struct store *s, const struct health_event *e,
		       int64_t now, struct err *err)
{
	char model[MODEL_NAME_MAX + 1];
	int rc = 0;

	snprintf(model, sizeof(model), "%s/%s", e->endpoint, e->id);
	if (e->kind == ERR_NONE) {
		rc = close_breaker(s, e, err);
		if (!rc)
			rc = learn_pace(s, e, model, now, err);
		if (!rc)
			rc = learn_habit(s, e, now, err);
	} else if (health_opens(e->kind)) {
		rc = open_breaker(s, e, now, err);
	}
	if (!rc && e->dropped)
		rc = learn_quirk(s, model, e->dropped, now, err);
	return rc;
}

int learn_events(struct store *s, const struct saving *save, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < save->event_count; i++)
		rc = learn_event(s, &save->events[i], save->now, err);
	return rc;
}

int learn_rating(struct store *s, const char *family, const char *task,
		 int rating, int by, struct err *err)
{
	struct db_stmt st;

	if (!rating || !family || !task)
		return 0;
	db_prepare(&st, s->db, "INSERT INTO habits (family, task, good, bad)"
			       " VALUES (?, ?, max(?, 0), max(?, 0))"
			       " ON CONFLICT DO UPDATE SET"
			       " good = max(good + ?3, 0),"
			       " bad = max(bad + ?4, 0)");
	db_bind_str(&st, family);
	db_bind_str(&st, task);
	db_bind_int(&st, rating > 0 ? by : 0);
	db_bind_int(&st, rating < 0 ? by : 0);
	return db_run(&st, err);
}

/*
 * One statement, which takes the write lock before it reads, so that of many
 * processes one wins. It is for the model's own breaker and its endpoint's:
 * neither may hold.
 */
bool store_claim_probe(struct store *s, const char *endpoint, const char *id,
		       int64_t now)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "UPDATE cooldowns SET probe_until = ?3 + ?4"
			       " WHERE endpoint = ?1 AND id IN (?2, '')"
			       " AND NOT EXISTS (SELECT 1 FROM cooldowns"
			       " WHERE endpoint = ?1 AND id IN (?2, '')"
			       " AND max(until, probe_until) > ?3)");
	db_bind_str(&st, endpoint);
	db_bind_str(&st, id ? id : "");
	db_bind_int(&st, now);
	db_bind_int(&st, COOL_PROBE);
	return !db_run(&st, NULL) && db_changes(s->db) > 0;
}
