#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "store/inside.h"

#define PRUNE_EACH 100		/* saves */
#define ROW_BYTES 1000		/* what a turn weighs besides its texts */

/* The first `max` bytes, ending with a whole character. */
static struct text head(struct text t, size_t max)
{
	if (t.len <= max)
		return t;
	t.len = max - utf8_cut_tail(t.ptr, max);
	return t;
}

static int save_document(struct store *s, int64_t turn,
			 const struct turn_document *d, struct text kept,
			 struct err *err)
{
	struct db_stmt st;
	char hash[17];

	snprintf(hash, sizeof(hash), "%016" PRIx64,
		 hash_bytes(HASH_START, d->text.ptr, d->text.len));
	db_prepare(&st, s->db, "INSERT INTO documents (turn, name, size, hash,"
			       " text) VALUES (?, ?, ?, ?, ?)");
	db_bind_int(&st, turn);
	db_bind_str(&st, d->name ? d->name : "");
	db_bind_int(&st, (int64_t)d->text.len);
	db_bind_str(&st, hash);
	db_bind_text(&st, kept);
	return db_run(&st, err);
}

static int save_texts(struct store *s, int64_t turn, const struct turn_row *t,
		      struct err *err)
{
	size_t left = TURN_DOCUMENT;
	struct db_stmt st;
	int rc = 0;

	db_prepare(&st, s->db, "INSERT INTO texts (turn, ask, answer, system,"
			       " report) VALUES (?, ?, ?, ?, ?)");
	db_bind_int(&st, turn);
	db_bind_text(&st, t->meta ? TEXT_LIT("") : head(t->ask, TURN_TEXT));
	db_bind_text(&st, t->meta ? TEXT_LIT("") : head(t->answer, TURN_TEXT));
	db_bind_text(&st, t->meta ? TEXT_LIT("") : head(t->system, TURN_TEXT));
	db_bind_text(&st, t->report);
	if (db_run(&st, err))
		return -1;
	for (size_t i = 0; !rc && !t->meta && i < t->doc_count; i++) {
		struct text kept = head(t->docs[i].text, left);

		left -= kept.len;
		rc = save_document(s, turn, &t->docs[i], kept, err);
	}
	return rc;
}

static int64_t weigh(const struct turn_row *t)
{
	size_t docs = 0, sum = ROW_BYTES + t->report.len;

	for (size_t i = 0; !t->meta && i < t->doc_count; i++)
		docs += t->docs[i].text.len;
	if (!t->meta)
		sum += head(t->ask, TURN_TEXT).len +
		       head(t->answer, TURN_TEXT).len +
		       head(t->system, TURN_TEXT).len +
		       (docs < TURN_DOCUMENT ? docs : TURN_DOCUMENT);
	return (int64_t)sum;
}

static int save_row(struct store *s, const struct turn_row *t,
		    const char *session, struct err *err)
{
	struct db_stmt st;

	db_prepare(&st, s->db, "INSERT INTO turns (id, session, at, command,"
			       " task, difficulty, model, vendor, family,"
			       " served, effort, status, error, finish, input,"
			       " cached, output, cost, strongest, first_ms,"
			       " total_ms, meta, bytes) VALUES (?, ?, ?, ?, ?,"
			       " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
			       " ?, ?, ?)");
	db_bind_str(&st, t->id);
	db_bind_str(&st, session);
	db_bind_int(&st, t->at);
	db_bind_str(&st, t->command);
	db_bind_str(&st, task_name(t->task));
	db_bind_real(&st, t->difficulty);
	db_bind_str(&st, t->model);
	db_bind_str(&st, t->vendor);
	db_bind_str(&st, t->family);
	db_bind_str(&st, t->served);
	db_bind_str(&st, t->effort);
	db_bind_int(&st, t->status);
	db_bind_str(&st, t->error);
	db_bind_str(&st, t->finish);
	db_bind_count(&st, t->input);
	db_bind_count(&st, t->cached);
	db_bind_count(&st, t->output);
	db_bind_real(&st, t->cost);
	db_bind_real(&st, t->strongest);
	db_bind_count(&st, t->first_ms);
	db_bind_count(&st, t->total_ms);
	db_bind_int(&st, t->meta);
	db_bind_int(&st, weigh(t));
	return db_run(&st, err);
}

/* The session that has a new one's name already is the one to go on with. */
static int find_named(struct store *s, const struct turn_row *t,
		      char session[64], struct err *err)
{
	struct db_stmt st;
	int n;

	if (!t->session_name)
		return 0;
	db_prepare(&st, s->db, "SELECT id FROM sessions WHERE name = ?");
	db_bind_str(&st, t->session_name);
	n = db_step(&st, err);
	if (n > 0)
		snprintf(session, 64, "%s", db_str(&st, 0));
	db_end(&st);
	return n < 0 ? -1 : 0;
}

/* One that was deleted meanwhile comes back. */
static int save_session(struct store *s, const struct turn_row *t,
			char session[64], struct err *err)
{
	struct db_stmt st;

	snprintf(session, 64, "%s", t->session ? t->session : t->id);
	if (!t->session && find_named(s, t, session, err))
		return -1;
	db_prepare(&st, s->db, "INSERT INTO sessions (id, name, terminal,"
			       " created, used) VALUES (?, ?, ?, ?, ?)"
			       " ON CONFLICT (id) DO UPDATE SET"
			       " used = max(used, excluded.used),"
			       " terminal = coalesce(excluded.terminal,"
			       " terminal)");
	db_bind_str(&st, session);
	/* a name is for a new one, and of those that is there has its own */
	db_bind_str(&st, strcmp(session, t->id) ? NULL : t->session_name);
	db_bind_str(&st, t->terminal);
	db_bind_int(&st, t->at);
	db_bind_int(&st, t->at);
	return db_run(&st, err);
}

static int save_turn(struct store *s, const struct saving *save,
		     char session[64], struct err *err)
{
	int64_t number;
	size_t pruned;

	if (save_session(s, save->turn, session, err) ||
	    save_row(s, save->turn, session, err))
		return -1;
	number = db_last_row(s->db);
	if (save_texts(s, number, save->turn, err))
		return -1;
	if (number % PRUNE_EACH)
		return 0;
	return prune_turns(s, save->now, save->keep_days, save->keep_bytes,
			   &pruned, err);
}

static int save_spend(struct store *s, const struct saving *save,
		      struct err *err)
{
	struct db_stmt st;

	if (!isfinite(save->cost) || save->cost <= 0)
		return 0;
	db_prepare(&st, s->db, "INSERT INTO spend (day, cost) VALUES (?, ?)"
			       " ON CONFLICT DO UPDATE SET"
			       " cost = cost + excluded.cost");
	db_bind_int(&st, save->day);
	db_bind_real(&st, save->cost);
	return db_run(&st, err);
}

static int save_all(struct store *s, const struct saving *save,
		    char session[64], struct err *err)
{
	if (save->turn && save_turn(s, save, session, err))
		return -1;
	if (save_spend(s, save, err) || learn_events(s, save, err))
		return -1;
	return digest_write(s, save->now, save->day, save->month, err);
}

int store_save(struct store *s, const struct saving *save,
	       char session_out[64], struct err *err)
{
	char session[64] = "";

	if (db_begin(s->db, err))
		return -1;
	if (db_finish(s->db, save_all(s, save, session, err), err))
		return -1;
	if (session_out)
		memcpy(session_out, session, sizeof(session));
	return 0;
}
