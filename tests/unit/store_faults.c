#include "store/store.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "store_turn.h"

/*
 * Locks and signals; and, with arguments, what tests/scripts/test_store.py
 * has done to a store that it then looks at by itself:
 *
 *	save ID BUSY-MS		one turn
 *	together COUNT		so many processes, one turn each, at once
 *	loop PREFIX		turns until killed, each id printed when saved
 *	read			the ids
 *	delete ID
 *	repair
 *
 * They print "ok ..." or "KIND: MESSAGE" (status 1).
 */

static volatile sig_atomic_t stop;

static void on_signal(int sig)
{
	stop = sig;
}

static int say(const struct err *e)
{
	printf("%s: %s\n", err_kind_name(e->kind), e->msg);
	return 1;
}

static int save(const char *id, long busy_ms)
{
	struct turn_row t = a_turn(id);
	struct saving sv = a_saving(&t);
	struct err e = ERR_INIT;
	struct store *s = NULL;
	char session[64];
	int rc;

	rc = store_open(&s, STORE_CREATE, busy_ms, &stop, &e);
	if (!rc)
		rc = store_save(s, &sv, session, &e);
	store_close(s);
	return rc ? say(&e) : printf("saved %s\n", session) < 0;
}

/* All wait for the same pipe to be closed. */
static int together(int count)
{
	int gate[2], failed = 0, status;
	char id[32], byte;

	if (pipe(gate))
		return 1;
	for (int i = 0; i < count; i++) {
		if (fork())
			continue;
		close(gate[1]);
		if (read(gate[0], &byte, 1))
			_exit(2);
		snprintf(id, sizeof(id), "t%05d", i);
		status = save(id, STORE_BUSY);
		fflush(stdout);
		_exit(status);
	}
	close(gate[1]);
	while (wait(&status) > 0)
		failed += status != 0;
	return failed != 0;
}

static int loop(const char *prefix)
{
	struct turn_row t = a_turn(NULL);
	struct err e = ERR_INIT;
	struct saving sv = a_saving(&t);
	struct store *s;
	char id[64];

	for (int i = 0;; i++) {
		snprintf(id, sizeof(id), "%s-%06d", prefix, i);
		t.id = id;
		if (store_open(&s, STORE_CREATE, STORE_BUSY, NULL, &e) ||
		    store_save(s, &sv, NULL, &e))
			return say(&e);
		store_close(s);
		printf("ok %s\n", id);
		fflush(stdout);
	}
}

static int print_id(void *ctx, const struct logged_turn *t, struct err *err)
{
	(void)ctx;
	(void)err;
	printf("%s ", t->row.id);
	return 0;
}

static int print_all(void)
{
	struct turn_query q = TURN_QUERY_INIT;
	struct err e = ERR_INIT;
	struct store *s = NULL;
	int rc;

	rc = store_open(&s, 0, STORE_BUSY, &stop, &e);
	if (!rc && s)
		rc = store_turns(s, &q, print_id, NULL, &e);
	store_close(s);
	return rc ? say(&e) : printf("ok\n") < 0;
}

static int delete(const char *id)
{
	struct turn_query q = { .task = TASK_NONE, .id = id };
	struct err e = ERR_INIT;
	struct store *s = NULL;
	size_t n = 0;
	int rc;

	rc = store_open(&s, STORE_CREATE, STORE_BUSY, &stop, &e);
	if (!rc)
		rc = store_delete(s, &q, &n, &e);
	store_close(s);
	return rc ? say(&e) : printf("ok %zu\n", n) < 0;
}

static int repair(void)
{
	struct err e = ERR_INIT;
	char *moved;

	if (store_repair(&moved, &e))
		return say(&e);
	printf("ok %s\n", moved);
	free(moved);
	return 0;
}

static int drive(int argc, char **argv)
{
	if (!strcmp(argv[1], "save") && argc == 4)
		return save(argv[2], strtol(argv[3], NULL, 10));
	if (!strcmp(argv[1], "together") && argc == 3)
		return together((int)strtol(argv[2], NULL, 10));
	if (!strcmp(argv[1], "loop") && argc == 3)
		return loop(argv[2]);
	if (!strcmp(argv[1], "read"))
		return print_all();
	if (!strcmp(argv[1], "delete") && argc == 3)
		return delete(argv[2]);
	if (!strcmp(argv[1], "repair"))
		return repair();
	return 2;
}

static int count(void *ctx, const struct logged_turn *t, struct err *err)
{
	(void)t;
	(void)err;
	++*(int *)ctx;
	return 0;
}

/* A child that holds the write lock until the pipe is closed. */
static pid_t hold_lock(int gate[2])
{
	char byte;
	int ready[2];
	pid_t pid;

	if (pipe(gate) || pipe(ready))
		return -1;
	pid = fork();
	if (!pid) {
		char db[200];

		close(gate[1]);
		snprintf(db, sizeof(db), "%s/shunt/shunt.db", scratch);
		dup2(gate[0], 0);
		dup2(ready[1], 1);
		execlp("python3", "python3", "-c",
		       "import sqlite3, sys\n"
		       "d = sqlite3.connect(sys.argv[1])\n"
		       "d.isolation_level = None\n"
		       "d.execute('begin immediate')\n"
		       "print('locked', flush=True)\n"
		       "sys.stdin.read()\n", db, (char *)NULL);
		_exit(2);
	}
	close(gate[0]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		pid = -1;
	close(ready[0]);
	return pid;
}

static int try_save(struct store *s, int64_t *ms, struct err *e)
{
	struct turn_row t = a_turn("b");
	struct saving sv = a_saving(&t);
	int64_t since = clock_ms();
	int rc = store_save(s, &sv, NULL, e);

	*ms = clock_ms() - since;
	return rc;
}

static void test_locked(void)
{
	struct itimerval soon = { .it_value = { .tv_usec = 200000 } };
	struct sigaction act = { .sa_handler = on_signal };
	struct turn_query q = TURN_QUERY_INIT;
	struct turn_row t = a_turn("a");
	struct err e = ERR_INIT;
	struct store *s = a_store(), *quick = NULL;
	int gate[2], turns = 0, rc;
	int64_t ms;
	pid_t pid;

	save_turn(s, &t);
	store_close(s);
	pid = hold_lock(gate);
	ok(pid > 0, "another process has the lock");
	ok(!store_open(&quick, 0, 150, &stop, &e), "opens all the same");
	rc = try_save(quick, &ms, &e);
	ok(rc == -1 && e.kind == ERR_IO &&
		   strstr(e.msg, "shunt.db' is locked by another process"),
	   "%s", e.msg);
	ok(ms >= 150 && ms < 3000, "after %d ms of 150", (int)ms);
	ok(!store_turns(quick, &q, count, &turns, &e) && turns == 1,
	   "reading goes on meanwhile");
	store_close(quick);
	ok(!store_open(&quick, 0, 60000, &stop, &e), "with more patience");
	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	rc = try_save(quick, &ms, &e);
	ok(rc == -1 && e.kind == ERR_STOPPED && ms < 10000,
	   "a signal ends it after %d ms: %s", (int)ms, e.msg);
	stop = 0;
	close(gate[1]);
	waitpid(pid, NULL, 0);
	ok(!try_save(quick, &ms, &e), "the lock is free: saved");
	store_close(quick);
	clear_store();
}

/* It is waited for, not given up, also by who finds the file empty. */
static void test_patience(bool empty)
{
	struct timespec third = { .tv_nsec = 300000000 };
	int64_t since, ms;
	pid_t pid, holder;
	int gate[2], rc;
	char path[200];

	store_close(a_store());
	snprintf(path, sizeof(path), "%s/shunt/shunt.db", scratch);
	if (empty) {
		clear_store();
		fclose(fopen(path, "w"));
	}
	holder = hold_lock(gate);
	pid = fork();
	if (!pid) {
		nanosleep(&third, NULL);
		kill(holder, SIGKILL);
		_exit(0);
	}
	since = clock_ms();
	rc = save("a", STORE_BUSY);
	ms = clock_ms() - since;
	ok(!rc && ms >= 200, "%s: saved after %d ms, when the other had died",
	   empty ? "an empty file" : "a store", (int)ms);
	waitpid(pid, NULL, 0);
	waitpid(holder, NULL, 0);
	close(gate[1]);
	clear_store();
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return drive(argc, argv);
	if (!scratch_make() || setenv("XDG_STATE_HOME", scratch, 1))
		return 1;
	test_locked();
	test_patience(false);
	test_patience(true);
	ok(scratch_remove(), "removed");
	return tap_done();
}
