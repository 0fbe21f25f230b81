#include "store/store.h"

#include <math.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "store_turn.h"

struct listed {
	char ids[300];
	struct logged_session last;
	char first[100], name[64], model[64];
};

static int list_one(void *ctx, const struct logged_session *one,
		    struct err *err)
{
	struct listed *l = ctx;
	size_t at = strlen(l->ids);

	(void)err;
	snprintf(l->ids + at, sizeof(l->ids) - at, "%s ", one->id);
	l->last = *one;
	snprintf(l->first, sizeof(l->first), "%s", one->first);
	snprintf(l->name, sizeof(l->name), "%s", one->name ? one->name : "-");
	snprintf(l->model, sizeof(l->model), "%s",
		 one->model ? one->model : "-");
	return 0;
}

static const char *list(struct store *s, long limit, struct listed *l)
{
	struct err e = ERR_INIT;

	*l = (struct listed){ .ids = "" };
	if (store_sessions(s, limit, list_one, l, &e))
		ok(false, "%s", e.msg);
	return l->ids;
}

/* The id found by name or terminal; "-" for none, "!" for an error. */
static const char *found(struct store *s, const char *name, const char *tty)
{
	static char out[64];
	struct err e = ERR_INIT;
	char *id = NULL;
	int rc;

	rc = name ? store_session(s, name, &id, &e) :
		    store_session_of(s, tty, &id, &e);
	snprintf(out, sizeof(out), "%s", rc ? "!" : id ? id : "-");
	if (rc)
		ok(e.kind == ERR_USAGE && !id, "%s", e.msg);
	free(id);
	return out;
}

/* s1 "work" with two turns, s2 without a name, s3 of another terminal. */
static struct store *three_sessions(void)
{
	struct store *s = a_store();
	struct turn_row t = a_turn("s1");

	t.session_name = "work";
	save_turn(s, &t);
	t = a_turn("s2");
	t.at = NOW + 1;
	t.ask = TEXT_LIT("second");
	save_turn(s, &t);
	t = a_turn("s3");
	t.at = NOW + 2;
	t.terminal = "8:1";
	save_turn(s, &t);
	t = a_turn("t4");
	t.at = NOW + 3;
	t.session = "s1";
	t.ask = TEXT_LIT("later");
	t.model = "acme/last";
	t.terminal = NULL;
	save_turn(s, &t);
	return s;
}

static void test_list(void)
{
	struct store *s = three_sessions();
	struct listed l;

	ok(!strcmp(list(s, 0, &l), "s1 s3 s2 ") && !strcmp(l.name, "-") &&
		   !strcmp(l.first, "second"),
	   "newest use first: %s", l.ids);
	ok(!strcmp(list(s, 1, &l), "s1 ") && l.last.turns == 2 &&
		   l.last.cost == 0.025 && l.last.created == NOW &&
		   l.last.used == NOW + 3,
	   "two turns, their cost and times");
	ok(!strcmp(l.name, "work") && !strcmp(l.model, "acme/last") &&
		   !strcmp(l.first, "Why is the sky 100% blue?"),
	   "name, first ask, last model");
	store_close(s);
	clear_store();
}

static void test_find(void)
{
	struct store *s = three_sessions();

	ok(!strcmp(found(s, "work", NULL), "s1"), "by name");
	ok(!strcmp(found(s, "s2", NULL), "s2"), "by id");
	ok(!strcmp(found(s, "wor", NULL), "-"), "not by a name's beginning");
	ok(!strcmp(found(s, "", NULL), "-") &&
		   !strcmp(found(s, "t4", NULL), "-"),
	   "nothing; the id of a later turn");
	ok(!strcmp(found(s, "s", NULL), "!"), "the beginning of three");
	ok(!strcmp(found(s, NULL, "7:99"), "s1") &&
		   !strcmp(found(s, NULL, "8:1"), "s3") &&
		   !strcmp(found(s, NULL, "9:1"), "-") &&
		   !strcmp(found(s, NULL, ""), "-"),
	   "the newest of a terminal");
	store_close(s);
	clear_store();
}

/* A session that goes on elsewhere is that terminal's from then on. */
static void test_go_on(void)
{
	struct store *s = three_sessions();
	struct turn_row t = a_turn("t5");
	struct saving sv = a_saving(&t);
	struct err e = ERR_INIT;
	char session[64];

	t.session = "s2";
	t.terminal = "8:1";
	t.at = NOW + 9;
	ok(!store_save(s, &sv, session, &e) && !strcmp(session, "s2"), "s2");
	ok(!strcmp(found(s, NULL, "8:1"), "s2"), "has moved");
	t.id = "t5b";
	t.session = "s3";
	t.at = NOW + 10;
	ok(!store_save(s, &sv, session, &e) &&
		   !strcmp(found(s, NULL, "8:1"), "s3"),
	   "where s3 is used after it");
	t = a_turn("t6");
	t.session_name = "work";
	ok(!store_save(s, &sv, session, &e) && !strcmp(session, "s1"),
	   "a new one with a name that is taken goes on with that");
	t = a_turn("t7");
	t.session = "gone";
	ok(!store_save(s, &sv, session, &e) && !strcmp(session, "gone") &&
		   !strcmp(found(s, "gone", NULL), "gone"),
	   "one that was deleted meanwhile comes back");
	store_close(s);
	clear_store();
}

static void test_rename(void)
{
	struct store *s = three_sessions();
	struct err e = ERR_INIT;

	ok(!store_session_rename(s, "s2", "play", &e) &&
		   !strcmp(found(s, "play", NULL), "s2"),
	   "by id");
	ok(!store_session_rename(s, "play", "game", &e) &&
		   !strcmp(found(s, "game", NULL), "s2") &&
		   !strcmp(found(s, "play", NULL), "-"),
	   "by name");
	ok(store_session_rename(s, "game", "work", &e) == -1 &&
		   e.kind == ERR_USAGE &&
		   !strcmp(e.msg, "there is a session 'work' already"),
	   "%s", e.msg);
	ok(!strcmp(found(s, "game", NULL), "s2"), "and is as it was");
	ok(!store_session_rename(s, "game", "game", &e), "to its own name");
	ok(store_session_rename(s, "nope", "x", &e) == -1 &&
		   e.kind == ERR_USAGE &&
		   !strcmp(e.msg, "there is no session 'nope'"),
	   "%s", e.msg);
	ok(store_session_rename(s, "game", "", &e) == -1 &&
		   e.kind == ERR_USAGE,
	   "%s", e.msg);
	store_close(s);
	clear_store();
}

static int count_turn(void *ctx, const struct logged_turn *t,
		      struct err *err)
{
	(void)t;
	(void)err;
	++*(size_t *)ctx;
	return 0;
}

static size_t turns(struct store *s, const char *session)
{
	struct err e = ERR_INIT;
	size_t n = 0;

	if (store_history(s, session, count_turn, &n, &e))
		ok(false, "%s", e.msg);
	return n;
}

static void test_delete(void)
{
	struct turn_query q = { .task = TASK_NONE, .id = "s2" };
	struct store *s = three_sessions();
	struct listed l;
	struct err e = ERR_INIT;
	size_t n;

	ok(turns(s, "s1") == 2 && turns(s, "work") == 0, "history is by id");
	ok(!store_session_delete(s, "work", &e) && !turns(s, "s1") &&
		   !strcmp(list(s, 0, &l), "s3 s2 "),
	   "a session with its turns");
	ok(store_session_delete(s, "work", &e) == -1 && e.kind == ERR_USAGE,
	   "%s", e.msg);
	ok(!store_delete(s, &q, &n, &e) && n == 1 &&
		   !strcmp(list(s, 0, &l), "s3 "),
	   "the last turn of one");
	q.id = "nope";
	ok(!store_delete(s, &q, &n, &e) && !n && turns(s, "s3") == 1,
	   "nothing found, nothing deleted");
	store_close(s);
	clear_store();
}

/* What is taken back leaves its conversation, and stays in the log. */
static void test_part(void)
{
	struct store *s = three_sessions();
	struct listed l;
	struct err e = ERR_INIT;

	ok(!store_part(s, "t4", &e) && turns(s, "s1") == 1 &&
		   !strcmp(list(s, 0, &l), "t4-alone s1 s3 s2 "),
	   "the last turn of two: %s", l.ids);
	ok(!store_part(s, "s1", &e) && !turns(s, "s1") &&
		   turns(s, "s1-alone") == 1 &&
		   !strcmp(list(s, 0, &l), "t4-alone s3 s2 s1-alone "),
	   "the first, whose session is empty then: %s", l.ids);
	ok(!store_part(s, "s1", &e) && turns(s, "s1-alone") == 1,
	   "twice is once");
	ok(!store_part(s, "nope", &e) && turns(s, "s2") == 1,
	   "one that is not there");
	store_close(s);
	clear_store();
}

/* Field 22 by sscanf(), of a process whose name is as it pleases. */
static bool terminal_is_right(const char *name)
{
	unsigned long long start = 0;
	char got[64], want[64], path[64], line[1000], *close;
	FILE *f;

	if (setsid() < 0 || prctl(PR_SET_NAME, name))
		return false;
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)getpid());
	f = fopen(path, "r");
	if (!f || !fgets(line, sizeof(line), f))
		return false;
	close = strchr(line, '(') + 1 + strlen(name);
	if (*close != ')' ||
	    sscanf(close + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u"
		   " %*u %*u %*d %*d %*d %*d %*d %*d %llu", &start) != 1)
		return false;
	snprintf(want, sizeof(want), "%d:%llu", (int)getpid(), start);
	store_terminal(got);
	return start && !strcmp(got, want);
}

static void test_terminal(void)
{
	static const char *const names[] = {
		"shell", "a) R 1 2 3 (b", ")))", "( ) ( )", " ",
	};
	int status;
	pid_t pid;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		pid = fork();
		if (!pid)
			_exit(!terminal_is_right(names[i]));
		ok(waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
			   !WEXITSTATUS(status),
		   "the terminal of '%s'", names[i]);
	}
}

int main(void)
{
	if (!scratch_make() || setenv("XDG_STATE_HOME", scratch, 1))
		return 1;
	test_list();
	test_find();
	test_go_on();
	test_rename();
	test_delete();
	test_part();
	test_terminal();
	ok(scratch_remove(), "removed");
	return tap_done();
}
