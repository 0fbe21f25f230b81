#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "tap.h"

static volatile sig_atomic_t stop;

static void on_alarm(int sig)
{
	(void)sig;
	stop = 1;
}

/* Commands that end by themselves. */
static void test_results(void)
{
	static const struct {
		const char *command, *out;
		int status;
	} rows[] = {
		{ "echo hi", "hi\n", 0 },
		{ "printf 'a\\n\\n'; exit 3", "a\n\n", 3 },
		{ "cat", "", 0 },	/* stdin is empty */
		{ "echo no >&2", "", 0 },
		{ "exec >&-; sleep 0.05; exit 4", "", 4 },
		{ "no-such-command-here", "", 127 },
		{ "(sleep 0.1; echo late) & echo now", "now\nlate\n", 0 },
		{ "kill -PIPE $$; echo ignored", "", -1 },
	};
	const struct proc_opts opts = { .timeout_ms = 20000, .quiet = true };

	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = BUF_INIT(1000);
		struct err e = ERR_INIT;
		int status = -1;
		int rc = proc_shell(rows[i].command, &opts, &b, &status, &e);

		ok(status == rows[i].status && !strcmp(b.ptr, rows[i].out) &&
			   rc == (rows[i].status < 0 ? -1 : 0),
		   "%s: %d %s", rows[i].command, status, e.msg);
		buf_release(&b);
	}
}

static void test_failures(void)
{
	const char *const missing[] = { "/no/such", NULL };
	const struct proc_opts opts = { .what = "api_key_cmd",
					.timeout_ms = 200 };
	struct buf b = BUF_INIT(8);
	struct err e = ERR_INIT;
	int64_t from = clock_ms();

	ok(proc_run(missing, NULL, NULL, NULL, &e) == -1 && e.kind == ERR_IO &&
		   !strcmp(e.msg, "cannot run '/no/such': "
				  "No such file or directory"),
	   "%s", e.msg);
	ok(proc_shell("exit 3", &opts, &b, NULL, &e) == -1 &&
		   e.kind == ERR_IO &&
		   !strcmp(e.msg, "api_key_cmd failed with status 3"),
	   "%s", e.msg);
	ok(proc_shell("kill -9 $$", &opts, &b, NULL, &e) == -1 &&
		   strstr(e.msg, "signal 9"),
	   "%s", e.msg);
	ok(proc_shell("printf 12345678", &opts, &b, NULL, &e) == 0 &&
		   !strcmp(b.ptr, "12345678"),
	   "exactly the cap");
	buf_clear(&b);
	ok(proc_shell("printf 123456789; sleep 60", &opts, &b, NULL, &e) ==
			   -1 && e.kind == ERR_TOOBIG &&
		   strstr(e.msg, "8 bytes"),
	   "%s", e.msg);
	ok(proc_shell("exec sleep 60", &opts, NULL, NULL, &e) == -1 &&
		   e.kind == ERR_TIMEOUT &&
		   !strcmp(e.msg, "api_key_cmd took longer than 0.2 s"),
	   "%s", e.msg);
	ok(clock_ms() - from < 20000, "and nothing was waited for");
	buf_release(&b);
}

/* Gone, or dead and waiting for init. */
static bool has_died(pid_t pid)
{
	char name[64], state = 'Z';
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%ld/stat", (long)pid);
	f = fopen(name, "r");
	if (!f)
		return true;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 'Z';
	fclose(f);
	return state == 'Z';
}

/* What a command that hangs has started must not outlive it. */
static void test_group(void)
{
	const struct proc_opts opts = { .timeout_ms = 300 };
	struct buf b = BUF_INIT(100);
	struct err e = ERR_INIT;
	pid_t pid;
	int tries = 0;

	ok(proc_shell("trap '' TERM; sh -c 'trap \"\" TERM; echo $$; "
		      "while :; do sleep 0.05; done' & wait; wait",
		      &opts, &b, NULL, &e) == -1 && e.kind == ERR_TIMEOUT,
	   "deaf to SIGTERM: %s", e.msg);
	pid = (pid_t)atoi(b.ptr);
	while (pid > 1 && !has_died(pid) && tries++ < 100)
		usleep(20000);
	ok(pid > 1 && has_died(pid), "its own child has ended too");
	ok(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD,
	   "no zombie is left");
	buf_release(&b);
}

static void test_stop(void)
{
	struct sigaction on = { .sa_handler = on_alarm };
	struct itimerval t = { .it_value = { .tv_usec = 50000 } };
	const struct proc_opts opts = { .stop = &stop };
	struct buf b = BUF_INIT(100);
	struct err e = ERR_INIT;

	sigaction(SIGALRM, &on, NULL);
	setitimer(ITIMER_REAL, &t, NULL);
	ok(proc_shell("sleep 60", &opts, &b, NULL, &e) == -1 &&
		   e.kind == ERR_STOPPED,
	   "interrupted: %s", e.msg);
	buf_release(&b);
}

static void test_environment(void)
{
	static const char *const unset[] = { "THE_KEY", "OTHER", NULL };
	const struct proc_opts opts = { .unset = unset };
	struct buf b = BUF_INIT(1000);
	struct err e = ERR_INIT;
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	char line[200];

	setenv("THE_KEY", "canary", 1);
	setenv("THE_KEY_2", "stays", 1);
	snprintf(line, sizeof(line), "echo \"$THE_KEY-$THE_KEY_2\"; "
		 "test -e /proc/$$/fd/%d || echo closed", fd);
	ok(!proc_shell(line, &opts, &b, NULL, &e) &&
		   !strcmp(b.ptr, "-stays\nclosed\n"),
	   "keys and our descriptors are not handed on");
	ok(!strcmp(getenv("THE_KEY"), "canary"), "ours is as it was");
	close(fd);
	buf_release(&b);
}

struct taken {
	size_t len, longest, stop_at;
	unsigned sum;
};

/* Adds up the bytes; enough, or a failure, once there are stop_at of them. */
static int take(void *ctx, const char *data, size_t len, struct err *err)
{
	struct taken *t = ctx;

	(void)err;
	for (size_t i = 0; i < len; i++)
		t->sum += (unsigned char)data[i];
	t->len += len;
	if (len > t->longest)
		t->longest = len;
	return t->stop_at && t->len >= t->stop_at;
}

static int refuse(void *ctx, const char *data, size_t len, struct err *err)
{
	(void)ctx;
	(void)data;
	return err_set(err, ERR_PROTO, "%zu bytes too many", len);
}

static void test_stream(void)
{
	const char *const many[] = { "/bin/sh", "-c",
		"head -c 5000000 /dev/zero | tr '\\0' a; exit 3", NULL };
	const char *const endless[] = { "/bin/sh", "-c", "yes & wait", NULL };
	const struct proc_opts opts = { .timeout_ms = 60000 };
	struct taken t = { .len = 0 };
	struct err e = ERR_INIT;
	int status = -1;

	ok(!proc_stream(many, &opts, take, &t, &status, &e) && status == 3 &&
		   t.len == 5000000 && t.sum == 5000000u * 'a',
	   "5 MB as they come, and the status: %zu %d", t.len, status);
	ok(t.longest <= 65536, "in pieces of at most 64 KiB: %zu", t.longest);
	t = (struct taken){ .stop_at = 100000 };
	ok(!proc_stream(endless, &opts, take, &t, &status, &e) && !status &&
		   t.len >= 100000 && t.len < 300000,
	   "enough of what never ends: %zu", t.len);
	ok(proc_stream(endless, &opts, refuse, NULL, &status, &e) == -1 &&
		   e.kind == ERR_PROTO && strstr(e.msg, "too many"),
	   "the function's own error: %s", e.msg);
	t = (struct taken){ .stop_at = 0 };
	ok(proc_stream(many, &opts, take, &t, NULL, &e) == -1 &&
		   e.kind == ERR_IO && t.len == 5000000,
	   "a status that nobody asks for is an error");
	ok(!strcmp(e.msg, "/bin/sh failed with status 3"), "%s", e.msg);
	ok(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD,
	   "all were waited for");
}

/* stderr, with and without stdout, more than fits, and held open. */
static void test_says(void)
{
	struct buf says = BUF_INIT(16), out = BUF_INIT(100);
	const struct proc_opts opts = { .timeout_ms = 60000, .says = &says };
	struct err e = ERR_INIT;
	int64_t from = clock_ms();
	int status = -1;

	ok(!proc_shell("echo out; echo why >&2; exit 2", &opts, &out, &status,
		       &e) && status == 2 && !strcmp(out.ptr, "out\n") &&
		   !strcmp(says.ptr, "why\n"),
	   "both are kept apart");
	buf_clear(&says);
	ok(!proc_shell("echo why >&2", &opts, NULL, &status, &e) &&
		   !strcmp(says.ptr, "why\n"),
	   "stderr alone");
	buf_clear(&says);
	ok(!proc_shell("head -c 300000 /dev/zero | tr '\\0' e >&2", &opts,
		       NULL, NULL, &e) && says.len == 16 &&
		   !strcmp(says.ptr, "eeeeeeeeeeeeeeee"),
	   "what does not fit is dropped: %s", e.msg);
	buf_clear(&says);
	buf_clear(&out);
	ok(!proc_shell("sleep 30 >/dev/null & echo x >&2; echo $!", &opts,
		       &out, NULL, &e) && !strcmp(says.ptr, "x\n") &&
		   clock_ms() - from < 25000,
	   "who holds stderr open is not waited for");
	ok(atoi(out.ptr) > 1 && !kill((pid_t)atoi(out.ptr), SIGKILL),
	   "and was there to the end");
	buf_release(&says);
	buf_release(&out);
}

static void test_set(void)
{
	static const char *const set[] = { "SHUNT_T=new=1", "LC_ALL=C", NULL };
	const struct proc_opts opts = { .set = set };
	struct buf b = BUF_INIT(1000);
	struct err e = ERR_INIT;

	setenv("SHUNT_T", "old", 1);
	setenv("SHUNT_T2", "stays", 1);
	ok(!proc_shell("env | grep -c ^SHUNT_T=; echo \"$SHUNT_T $SHUNT_T2 "
		       "$LC_ALL\"", &opts, &b, NULL, &e) &&
		   !strcmp(b.ptr, "1\nnew=1 stays C\n"),
	   "set in place of ours: %s", b.ptr);
	ok(!strcmp(getenv("SHUNT_T"), "old"), "ours is as it was");
	buf_release(&b);
}

static void test_group_leader(void)
{
	struct buf b = BUF_INIT(100);
	struct err e = ERR_INIT;

	ok(!proc_shell("ps -o pgid= -p $$ 2>/dev/null || "
		       "cut -d' ' -f5 /proc/$$/stat", NULL, &b, NULL, &e) &&
		   atoi(b.ptr) > 0 && atoi(b.ptr) != getpgrp(),
	   "in a group of its own");
	buf_release(&b);
}

static void test_interactive(void)
{
	const char *const interrupts[] = {
		"/bin/sh", "-c", "trap 'got=1' INT; kill -INT $PPID; "
		"kill -QUIT $PPID; kill -INT $$; test \"$got\" = 1", NULL };
	struct sigaction was = { .sa_handler = on_alarm }, now;
	struct err e = ERR_INIT;
	char name[] = "/tmp/shunt-proc-XXXXXX", got[32] = "";
	int fd = mkstemp(name);

	stop = 0;
	sigaction(SIGINT, &was, NULL);
	ok(!proc_interactive(interrupts, &e),
	   "SIGINT is the child's and not ours %s", e.msg);
	sigaction(SIGINT, NULL, &now);
	ok(now.sa_handler == on_alarm && !stop, "the handler is back");
	ok(!proc_editor("sh -c 'echo \"new text\" > \"$1\"' --", name, &e) &&
		   read(fd, got, sizeof(got)) == 9 &&
		   !strcmp(got, "new text\n"),
	   "an editor with arguments");
	ok(proc_editor("false", name, &e) == -1 && e.kind == ERR_IO &&
		   strstr(e.msg, "'false'"),
	   "%s", e.msg);
	ok(proc_editor("/nope 2>/dev/null", name, &e) == -1 &&
		   e.kind == ERR_IO && strstr(e.msg, "'/nope"),
	   "%s", e.msg);
	close(fd);
	unlink(name);
}

int main(void)
{
	test_results();
	test_failures();
	test_group();
	test_stop();
	test_environment();
	test_set();
	test_stream();
	test_says();
	test_group_leader();
	test_interactive();
	return tap_done();
}
