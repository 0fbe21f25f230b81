#include "store/store.h"

#include <math.h>
#include <unistd.h>

#include "scratch.h"
#include "store_turn.h"
#include "tap.h"

#define ANY .task = TASK_NONE
#define MONTH_MS (30 * (int64_t)86400000)

/* What store_turns() gave. */
struct seen {
	size_t count;
	char ids[1000];		/* each with a blank behind */
	int rating;		/* of the last one; and so on */
	bool same;		/* as a_turn() says, but for what is below */
	size_t texts, doc_texts, doc_sizes;
	char docs[200], session[64], name[64];
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
	snprintf(seen->session, sizeof(seen->session), "%s", t->session);
	snprintf(seen->name, sizeof(seen->name), "%s",
		 t->session_name ? t->session_name : "");
	seen->count++;
	seen->rating = t->rating;
	seen->same = same_names(&t->row, &want) &&
		     same_numbers(&t->row, &want) && same_texts(&t->row, &want);
	seen->texts = t->row.ask.len + t->row.answer.len + t->row.system.len;
	seen->doc_texts = seen->doc_sizes = 0;
	seen->docs[0] = '\0';
	for (size_t i = 0; i < t->row.doc_count; i++) {
		const struct turn_document *d = &t->row.docs[i];

		at = strlen(seen->docs);
		snprintf(seen->docs + at, sizeof(seen->docs) - at, "%s=%s ",
			 d->name, d->hash);
		seen->doc_texts += d->text.len;
		seen->doc_sizes += d->size;
	}
	return 0;
}

/* Asks, and gives the ids found. */
static const char *look(struct store *s, struct turn_query q,
			struct seen *seen)
{
	struct err e = ERR_INIT;

	*seen = (struct seen){ .count = 0 };
	if (store_turns(s, &q, see, seen, &e))
		ok(false, "%s", e.msg);
	return seen->ids;
}

static void test_one(void)
{
	struct turn_query q = { .task = TASK_NONE, .texts = true };
	struct turn_row t = a_turn("2026-a");
	struct saving sv = a_saving(&t);
	struct store *s = NULL;
	struct seen seen;
	struct err e = ERR_INIT;
	char session[64];

	ok(!store_open(&s, 0, STORE_BUSY, NULL, &e) && !s,
	   "without CREATE there is nothing");
	s = a_store();
	ok(!store_save(s, &sv, session, &e) && !strcmp(session, "2026-a"),
	   "saved; its session has its id: %s", e.msg);
	store_close(s);
	ok(!store_open(&s, 0, STORE_BUSY, NULL, &e) && s, "now there is one");
	ok(!strcmp(look(s, q, &seen), "2026-a ") && seen.same,
	   "read back by another as it was given");
	/* the hashes are of a program of their own in python */
	ok(!strcmp(seen.docs, "a.txt=89d7ed7f996f1d41 =3ac8e2c54516ae7b ") &&
		   seen.doc_sizes == 12 && !seen.doc_texts,
	   "documents: %s", seen.docs);
	q.texts = false;
	look(s, q, &seen);
	ok(seen.count == 1 && !seen.texts, "without texts where not asked for");
	seen = (struct seen){ .count = 0 };
	ok(!store_history(s, "2026-a", see, &seen, &e) && seen.same &&
		   seen.doc_texts == 12,
	   "history has the documents' texts");
	ok(store_save(s, &sv, session, &e) == -1 && e.kind == ERR_IO,
	   "an id twice: %s", e.msg);
	store_close(s);
	clear_store();
}

static void test_search(void)
{
	static const struct {
		const char *what, *want;
		struct turn_query q;
	} rows[] = {
		{ "all", "a1 a2 b3 b4 ", { ANY } },
		{ "the newest two", "b3 b4 ", { ANY, .limit = 2 } },
		{ "an id's beginning", "a1 a2 ", { ANY, .id = "a" } },
		{ "an id", "b3 ", { ANY, .id = "b3" } },
		{ "not the end of one", "", { ANY, .id = "3" } },
		{ "no pattern", "", { ANY, .id = "%" } },
		{ "a task", "a2 ", { .task = TASK_GENERAL } },
		{ "part of a model", "b3 ", { ANY, .model = "TINY" } },
		{ "since", "b3 b4 ", { ANY, .since = NOW + 2 } },
		{ "until", "a1 a2 ", { ANY, .until = NOW + 2 } },
		{ "failed", "b4 ", { ANY, .failed = true } },
		{ "session", "b3 ", { ANY, .session = "b3" } },
		{ "search, ask", "a1 a2 b3 b4 ",
		  { ANY, .search = "sKY 100% BLUE" } },
		{ "search, answer", "b4 ", { ANY, .search = "rARe" } },
		{ "behind a NUL", "a1 a2 b3 ",
		  { ANY, .search = "rayleigh_s" } },
		{ "% is %", "", { ANY, .search = "sky%blue" } },
		{ "_ is _", "", { ANY, .search = "rayleigh s" } },
		{ "no bound", "a1 a2 b3 b4 ", { ANY, .search = "" } },
		{ "several at once", "a1 ",
		  { .task = TASK_CODE, .id = "a", .model = "big",
		    .search = "sky", .limit = 5 } },
	};
	struct store *s = a_store();
	struct turn_row t = a_turn("a1");
	struct seen seen;

	save_turn(s, &t);
	t = a_turn("a2");
	t.at = NOW + 1;
	t.task = TASK_GENERAL;
	save_turn(s, &t);
	t = a_turn("b3");
	t.at = NOW + 2;
	t.model = "acme/tiny";
	save_turn(s, &t);
	t = a_turn("b4");
	t.at = NOW + 3;
	t.status = 8;
	t.error = "vendor";
	t.answer = TEXT_LIT("a RARE one");
	save_turn(s, &t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ok(!strcmp(look(s, rows[i].q, &seen), rows[i].want),
		   "%s: %s", rows[i].what, seen.ids);
	store_close(s);
	clear_store();
}

static int stop_at_once(void *ctx, const struct logged_turn *t,
			struct err *err)
{
	(void)t;
	++*(int *)ctx;
	return err_set(err, ERR_STOPPED, "enough");
}

static void test_callback(void)
{
	struct turn_query q = TURN_QUERY_INIT;
	struct store *s = a_store();
	struct turn_row t = a_turn("a");
	struct err e = ERR_INIT;
	int calls = 0;

	save_turn(s, &t);
	t.id = "b";
	save_turn(s, &t);
	ok(store_turns(s, &q, stop_at_once, &calls, &e) == -1 && calls == 1 &&
		   e.kind == ERR_STOPPED && !strcmp(e.msg, "enough"),
	   "-1 of the callback ends it");
	store_close(s);
	clear_store();
}

/* A text of `len` bytes that has a character of three at its byte `at`. */
static struct text long_text(size_t len, size_t at)
{
	char *p = malloc(len);

	memset(p, 'x', len);
	memcpy(p + at, "\xE2\x82\xAC", 3);
	return (struct text){ .ptr = p, .len = len };
}

static size_t seen_ask, seen_answer;

static int see_lengths(void *ctx, const struct logged_turn *t,
		       struct err *err)
{
	(void)err;
	seen_ask = t->row.ask.len;
	seen_answer = t->row.answer.len;
	return see(ctx, t, err);
}

static void test_caps(void)
{
	struct turn_document docs[] = {
		{ .name = "1", .text = long_text(TURN_DOCUMENT - 10, 0) },
		{ .name = "2", .text = long_text(1000, 8) },
		{ .name = "3", .text = long_text(1000, 0) },
	};
	struct store *s = a_store();
	struct turn_row t = a_turn("a");
	struct seen seen = { .count = 0 };
	struct err e = ERR_INIT;

	t.ask = long_text(TURN_TEXT, 5);
	t.answer = long_text(TURN_TEXT + 1, TURN_TEXT - 2);
	t.docs = docs;
	t.doc_count = 3;
	save_turn(s, &t);
	ok(!store_history(s, "a", see_lengths, &seen, &e) &&
		   seen_ask == TURN_TEXT && seen_answer == TURN_TEXT - 2,
	   "an answer is cut at a character: %zu", seen_answer);
	ok(seen.doc_texts == TURN_DOCUMENT - 10 + 8 &&
		   seen.doc_sizes == TURN_DOCUMENT - 10 + 2000,
	   "documents too, and their sizes told: %zu", seen.doc_texts);
	for (size_t i = 0; i < 3; i++)
		free((char *)docs[i].text.ptr);
	free((char *)t.ask.ptr);
	free((char *)t.answer.ptr);
	store_close(s);
	clear_store();
}

static void test_meta(void)
{
	struct turn_query q = { .task = TASK_NONE, .texts = true };
	struct store *s = a_store();
	struct turn_row t = a_turn("a");
	struct seen seen;

	t.meta = true;
	save_turn(s, &t);
	look(s, q, &seen);
	ok(seen.count == 1 && !seen.texts && !seen.docs[0],
	   "log = meta keeps no text and no document");
	q.search = "sky";
	ok(!*look(s, q, &seen), "so there is nothing to find");
	store_close(s);
	clear_store();
}

static void test_prune(void)
{
	struct turn_query q = TURN_QUERY_INIT;
	struct store *s = a_store();
	struct turn_row t = a_turn("x");
	struct seen seen;
	struct err e = ERR_INIT;
	char id[8];
	size_t n;

	for (int i = 0; i < 9; i++) {
		snprintf(id, sizeof(id), "t%d", i);
		t.id = id;
		t.at = NOW - MONTH_MS * (8 - i);
		t.answer = TEXT_LIT("");
		save_turn(s, &t);
	}
	ok(!store_prune(s, NOW, 0, 0, &n, &e) && !n, "no bounds");
	ok(!store_prune(s, NOW, 180, 0, &n, &e) && n == 2 &&
		   !strcmp(look(s, q, &seen), "t2 t3 t4 t5 t6 t7 t8 "),
	   "older than 180 days: %s", seen.ids);
	/* 1000, and 25 + 9 + 21 + 12 bytes of texts: 1067 each, by hand */
	ok(!store_prune(s, NOW, 0, 3 * 1067, &n, &e) && n == 4 &&
		   !strcmp(look(s, q, &seen), "t6 t7 t8 "),
	   "three turns' bytes: %s", seen.ids);
	ok(!store_prune(s, NOW, 0, 3 * 1067 - 1, &n, &e) && n == 1 &&
		   !strcmp(look(s, q, &seen), "t7 t8 "),
	   "one byte less: %s", seen.ids);
	store_close(s);
	clear_store();
}

/* Every hundredth save prunes by what it was told to keep. */
static void test_prune_of_saves(void)
{
	struct turn_query q = TURN_QUERY_INIT;
	struct store *s = a_store();
	struct turn_row t = a_turn("old");
	struct saving sv = a_saving(&t);
	struct seen seen;
	struct err e = ERR_INIT;
	char id[16];
	int failed = 0;

	sv.keep_days = 90;
	t.at = NOW - 91 * (int64_t)86400000;
	failed += store_save(s, &sv, NULL, &e) != 0;
	t.id = id;
	t.at = NOW;
	for (int i = 2; i <= 99; i++) {
		snprintf(id, sizeof(id), "t%d", i);
		failed += store_save(s, &sv, NULL, &e) != 0;
	}
	q.id = "old";
	ok(!failed && !strcmp(look(s, q, &seen), "old "), "99 saves: kept");
	snprintf(id, sizeof(id), "t100");
	ok(!store_save(s, &sv, NULL, &e) && !*look(s, q, &seen),
	   "100: gone");
	store_close(s);
	clear_store();
}

int main(void)
{
	if (!scratch_make() || setenv("XDG_STATE_HOME", scratch, 1))
		return 1;
	test_one();
	test_search();
	test_callback();
	test_caps();
	test_meta();
	test_prune();
	test_prune_of_saves();
	ok(scratch_remove(), "removed");
	return tap_done();
}
