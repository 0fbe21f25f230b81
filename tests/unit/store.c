#include "store/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "tap.h"

#define NOW 1795383000000	/* 2026-11-22T21:30:00Z */

static struct store *open_store(void)
{
	struct store *s = NULL;
	struct err e = ERR_INIT;

	if (store_open(&s, STORE_CREATE, STORE_BUSY, NULL, &e))
		ok(false, "opens: %s", e.msg);
	return s;
}

static const struct turn_document two_docs[] = {
	{ .name = "a.txt", .text = { "first", 5 } },
	{ .name = "", .text = { "se\0cond", 7 } },
};

static struct turn_row a_turn(const char *id)
{
	return (struct turn_row){
		.id = id, .at = NOW, .session_name = NULL,
		.terminal = "7:99", .command = "ask", .task = TASK_CODE,
		.difficulty = 0.25, .model = "acme/big-1", .vendor = "Acme",
		.family = "big", .served = "big-1-0722", .effort = "low",
		.status = 0, .finish = "stop", .input = 120, .cached = -1,
		.output = 42, .cost = 0.0125, .strongest = NAN,
		.first_ms = 350, .total_ms = 1200,
		.ask = TEXT_LIT("Why is the sky 100% blue?"),
		.answer = TEXT_LIT("Because\0of Rayleigh_scattering."),
		.system = TEXT_LIT("Be short."),
		.docs = two_docs, .doc_count = 2,
		.report = TEXT_LIT("{\"v\":1,\"answer\":null}"),
	};
}

static struct saving a_saving(const struct turn_row *t)
{
	return (struct saving){ .turn = t, .cost = t ? t->cost : NAN,
				.day = 20261122, .month = 202611,
				.now = NOW };
}

struct seen {
	size_t count;
	char ids[1000];		/* each with a blank behind */
	struct logged_turn first;
	bool same;		/* it is all that a_turn() says */
};

static bool same_text(struct text a, struct text b)
{
	return a.len == b.len && !memcmp(a.ptr, b.ptr, a.len);
}

static bool same_names(const struct turn_row *a, const struct turn_row *b)
{
	return !strcmp(a->id, b->id) && !strcmp(a->command, b->command) &&
	       !strcmp(a->terminal, b->terminal) &&
	       !strcmp(a->model, b->model) && !strcmp(a->vendor, b->vendor) &&
	       !strcmp(a->family, b->family) &&
	       !strcmp(a->served, b->served) &&
	       !strcmp(a->effort, b->effort) && !a->error &&
	       !strcmp(a->finish, b->finish);
}

static bool same_numbers(const struct turn_row *a, const struct turn_row *b)
{
	return a->at == b->at && a->task == b->task &&
	       a->difficulty == b->difficulty && a->status == b->status &&
	       a->input == b->input && a->cached == b->cached &&
	       a->output == b->output && a->cost == b->cost &&
	       isnan(a->strongest) && a->first_ms == b->first_ms &&
	       a->total_ms == b->total_ms && a->meta == b->meta;
}

static bool same_texts(const struct turn_row *a, const struct turn_row *b)
{
	return same_text(a->ask, b->ask) && same_text(a->answer, b->answer) &&
	       same_text(a->system, b->system) &&
	       same_text(a->report, b->report);
}

static int see(void *ctx, const struct logged_turn *t, struct err *err)
{
	struct turn_row want = a_turn(t->row.id);
	struct seen *seen = ctx;
	size_t at = strlen(seen->ids);

	(void)err;
	snprintf(seen->ids + at, sizeof(seen->ids) - at, "%s ", t->row.id);
	seen->count++;
	seen->same = same_names(&t->row, &want) &&
		     same_numbers(&t->row, &want) &&
		     same_texts(&t->row, &want) && t->row.doc_count == 2;
	return 0;
}

static void test_one(void)
{
	struct store *s = open_store();
	struct turn_row t = a_turn("2026-a");
	struct saving sv = a_saving(&t);
	struct turn_query q = TURN_QUERY_INIT;
	struct seen seen = { .count = 0 };
	struct err e = ERR_INIT;
	char session[64];

	ok(!store_save(s, &sv, session, &e) && !strcmp(session, "2026-a"),
	   "saved; its session has its id: %s", e.msg);
	store_close(s);
	s = open_store();
	q.texts = true;
	ok(!store_turns(s, &q, see, &seen, &e) && seen.count == 1 && seen.same,
	   "read back by another as it was given: %s", e.msg);
	store_close(s);
}

static void test_digest(void)
{
	struct state st;
	struct stat about;
	char path[200];

	state_read(&st);
	ok(st.day == 20261122 && st.month == 202611 &&
		   state_spent_day(&st, 20261122) == 0.0125 &&
		   state_spent_month(&st, 202611) == 0.0125 &&
		   state_spent_day(&st, 20261123) == 0,
	   "the digest says what was spent");
	state_release(&st);
	snprintf(path, sizeof(path), "%s/shunt/digest", scratch);
	ok(!stat(path, &about) && (about.st_mode & 07777) == 0600, "%s is 0600",
	   path);
}

int main(void)
{
	if (!scratch_make() || setenv("XDG_STATE_HOME", scratch, 1))
		return 1;
	test_one();
	test_digest();
	ok(scratch_remove(), "removed");
	return tap_done();
}
