#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"

extern char **environ;

#define WHOLE_CAP	((size_t)64 << 10)	/* taken at once up to here */
#define GRACE_MS	500	/* between SIGTERM and SIGKILL */

static const struct proc_opts no_opts;

static bool is_unset(const char *entry, const char *const *unset)
{
	for (; unset && *unset; unset++) {
		size_t len = strlen(*unset);

		if (!strncmp(entry, *unset, len) && entry[len] == '=')
			return true;
	}
	return false;
}

/* Our environment without some names: free() the vector alone. */
static char **environ_without(const char *const *unset)
{
	size_t count = 0, kept = 0;
	char **env;

	while (environ && environ[count])
		count++;
	env = xcalloc(count + 1, sizeof(*env));
	for (size_t i = 0; i < count; i++)
		if (!is_unset(environ[i], unset))
			env[kept++] = environ[i];
	return env;
}

static int not_run(const char *argv0, int why, struct err *err)
{
	return err_set(err, ERR_IO, "cannot run '%s': %s", argv0,
		       strerror(why));
}

/* An errno. `out` is where stdout goes, -1: /dev/null. */
static int spawn_captured(const char *const argv[],
			  const struct proc_opts *opts, int out, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	char **env;
	sigset_t reset;
	int rc;

	rc = posix_spawn_file_actions_init(&files);
	if (rc)
		return rc;
	rc = posix_spawnattr_init(&attr);
	if (rc) {
		posix_spawn_file_actions_destroy(&files);
		return rc;
	}
	sigemptyset(&reset);
	sigaddset(&reset, SIGPIPE);
	env = environ_without(opts->unset);
	rc = posix_spawn_file_actions_addopen(&files, STDIN_FILENO,
					      "/dev/null", O_RDONLY, 0);
	if (!rc && out >= 0)
		rc = posix_spawn_file_actions_adddup2(&files, out,
						      STDOUT_FILENO);
	else if (!rc)
		rc = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO,
						      "/dev/null", O_WRONLY,
						      0);
	if (!rc && opts->quiet)
		rc = posix_spawn_file_actions_addopen(&files, STDERR_FILENO,
						      "/dev/null", O_WRONLY,
						      0);
	/* libcurl's sockets are not marked to close */
	if (!rc)
		rc = posix_spawn_file_actions_addclosefrom_np(&files, 3);
	if (!rc)
		rc = posix_spawnattr_setpgroup(&attr, 0);
	if (!rc)
		rc = posix_spawnattr_setsigdefault(&attr, &reset);
	if (!rc)
		rc = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP |
						     POSIX_SPAWN_SETSIGDEF);
	if (!rc)
		rc = posix_spawnp(pid, argv[0], &files, &attr,
				  (char *const *)(uintptr_t)argv, env);
	free(env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

/* A running child and until when it may. */
struct child {
	pid_t pid;
	const char *what;
	int64_t end;	/* clock_ms(); -1: for ever */
	int timeout_ms;
	const volatile sig_atomic_t *stop;
};

/* Milliseconds left, -1: no limit. */
static int left_ms(const struct child *c)
{
	int64_t left = c->end - clock_ms();

	if (c->end < 0)
		return -1;
	return left > 0 ? (int)left : 0;
}

static int too_slow(const struct child *c, struct err *err)
{
	return err_set(err, ERR_TIMEOUT, "%s took longer than %d.%d s",
		       c->what, c->timeout_ms / 1000,
		       c->timeout_ms % 1000 / 100);
}

/* What the child prints, up to its end. */
static int read_child(const struct child *c, int fd, struct buf *out,
		      struct err *err)
{
	char spare, *to;
	size_t room;
	ssize_t n;

	if (out->max - out->len <= WHOLE_CAP)
		buf_room(out, WHOLE_CAP, &room);
	for (;;) {
		int ready = fd_wait(fd, left_ms(c), c->stop, err);

		if (ready < 0)
			return -1;
		if (!ready)
			return too_slow(c, err);
		to = buf_room(out, WHOLE_CAP, &room);
		n = read(fd, to ? to : &spare, to ? room : 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, ERR_IO, "cannot read from %s: %s",
				       c->what, strerror(errno));
		if (!n)
			return 0;
		if (!to)
			return err_set(err, ERR_TOOBIG, "%s printed more "
				       "than %zu bytes", c->what, out->max);
		buf_grew(out, (size_t)n);
	}
}

/* Has it ended? It is left unreaped, so that its group keeps its number. */
static bool has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };

	if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT))
		return errno != EINTR;
	return info.si_pid == pid;
}

static int reap(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

static int wait_ended(const struct child *c, struct err *err)
{
	int step = 1;

	while (!has_ended(c->pid)) {
		int left = left_ms(c);

		if (c->stop && *c->stop)
			return err_set(err, ERR_STOPPED, "interrupted");
		if (!left)
			return too_slow(c, err);
		poll(NULL, 0, left < 0 || left > step ? step : left);
		step = step < 32 ? step * 2 : 50;
	}
	return 0;
}

static void end_group(pid_t pid)
{
	struct child c = { .pid = pid, .what = "",
			   .end = clock_ms() + GRACE_MS };

	kill(-pid, SIGTERM);
	kill(-pid, SIGCONT);
	(void)!wait_ended(&c, NULL);
	kill(-pid, SIGKILL);
	reap(pid);
}

/* What waitpid() said, in *status or in words. */
static int explain(const char *what, int wstatus, int *status, struct err *err)
{
	if (WIFSIGNALED(wstatus))
		return err_set(err, ERR_IO, "%s died by signal %d (%s)", what,
			       WTERMSIG(wstatus),
			       strsignal(WTERMSIG(wstatus)));
	if (status)
		*status = WEXITSTATUS(wstatus);
	else if (WEXITSTATUS(wstatus))
		return err_set(err, ERR_IO, "%s failed with status %d", what,
			       WEXITSTATUS(wstatus));
	return 0;
}

int proc_run(const char *const argv[], const struct proc_opts *opts,
	     struct buf *out, int *status, struct err *err)
{
	struct child c = { .end = -1 };
	int ends[2] = { -1, -1 }, rc;

	if (!opts)
		opts = &no_opts;
	c.what = opts->what ? opts->what : argv[0];
	c.stop = opts->stop;
	c.timeout_ms = opts->timeout_ms;
	if (opts->timeout_ms)
		c.end = clock_ms() + opts->timeout_ms;
	if (out && pipe2(ends, O_CLOEXEC))
		return not_run(argv[0], errno, err);
	rc = spawn_captured(argv, opts, ends[1], &c.pid);
	if (ends[1] >= 0)
		close(ends[1]);
	if (rc) {
		rc = not_run(argv[0], rc, err);
	} else {
		if (out)
			rc = read_child(&c, ends[0], out, err);
		if (!rc)
			rc = wait_ended(&c, err);
		if (rc)
			end_group(c.pid);
		else
			rc = explain(c.what, reap(c.pid), status, err);
	}
	if (ends[0] >= 0)
		close(ends[0]);
	return rc;
}

int proc_shell(const char *command, const struct proc_opts *opts,
	       struct buf *out, int *status, struct err *err)
{
	const char *const argv[] = { "/bin/sh", "-c", command, NULL };

	return proc_run(argv, opts, out, status, err);
}

int proc_interactive(const char *const argv[], struct err *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, was_int, was_quit;
	posix_spawnattr_t attr;
	sigset_t reset;
	pid_t pid;
	int rc;

	rc = posix_spawnattr_init(&attr);
	if (rc)
		return not_run(argv[0], rc, err);
	sigaction(SIGINT, &ignore, &was_int);
	sigaction(SIGQUIT, &ignore, &was_quit);
	sigemptyset(&reset);
	sigaddset(&reset, SIGPIPE);
	if (was_int.sa_handler != SIG_IGN)
		sigaddset(&reset, SIGINT);
	if (was_quit.sa_handler != SIG_IGN)
		sigaddset(&reset, SIGQUIT);
	rc = posix_spawnattr_setsigdefault(&attr, &reset);
	if (!rc)
		rc = posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	if (!rc)
		rc = posix_spawnp(&pid, argv[0], NULL, &attr,
				  (char *const *)(uintptr_t)argv, environ);
	if (rc)
		rc = not_run(argv[0], rc, err);
	else
		rc = explain(argv[0], reap(pid), NULL, err);
	sigaction(SIGINT, &was_int, NULL);
	sigaction(SIGQUIT, &was_quit, NULL);
	posix_spawnattr_destroy(&attr);
	return rc;
}

int proc_editor(const char *editor, const char *path, struct err *err)
{
	struct buf line = BUF_INIT(MAX_CONFIG);
	const char *argv[] = { "/bin/sh", "-c", NULL, editor, path, NULL };
	int rc = -1;

	buf_addf(&line, "%s \"$@\"", editor);
	argv[2] = line.ptr;
	if (!buf_check(&line, "the editor's command line", err))
		rc = proc_interactive(argv, err);
	if (rc)
		err_prefix(err, "editor '%s'", editor);
	buf_release(&line);
	return rc;
}
