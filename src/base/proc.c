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
#define SAYS_MS		20	/* between looks at whether it has ended */

static const struct proc_opts no_opts;

static bool has_name(const char *entry, const char *name, size_t len)
{
	return !strncmp(entry, name, len) && entry[len] == '=';
}

/* Is the entry one that the child does not get, or gets from opts->set? */
static bool is_dropped(const char *entry, const struct proc_opts *opts)
{
	for (const char *const *u = opts->unset; u && *u; u++)
		if (has_name(entry, *u, strlen(*u)))
			return true;
	for (const char *const *s = opts->set; s && *s; s++)
		if (has_name(entry, *s, strcspn(*s, "=")))
			return true;
	return false;
}

/* The child's environment: free() the vector alone. */
static char **child_environ(const struct proc_opts *opts)
{
	size_t count = 0, kept = 0, more = 0;
	char **env;

	while (environ && environ[count])
		count++;
	while (opts->set && opts->set[more])
		more++;
	env = xcalloc(count + more + 1, sizeof(*env));
	for (size_t i = 0; i < count; i++)
		if (!is_dropped(environ[i], opts))
			env[kept++] = environ[i];
	for (size_t i = 0; i < more; i++)
		env[kept++] = (char *)(uintptr_t)opts->set[i];
	return env;
}

static int not_run(const char *argv0, int why, struct err *err)
{
	return err_set(err, ERR_IO, "cannot run '%s': %s", argv0,
		       strerror(why));
}

/* Where one of its descriptors goes: to `to`; -1: /dev/null. An errno. */
static int add_output(posix_spawn_file_actions_t *files, int fd, int to)
{
	if (to >= 0)
		return posix_spawn_file_actions_adddup2(files, to, fd);
	return posix_spawn_file_actions_addopen(files, fd, "/dev/null",
						O_WRONLY, 0);
}

static int add_files(posix_spawn_file_actions_t *files, bool own_stderr,
		     const int to[2])
{
	int rc = posix_spawn_file_actions_addopen(files, STDIN_FILENO,
						  "/dev/null", O_RDONLY, 0);

	if (!rc)
		rc = add_output(files, STDOUT_FILENO, to[0]);
	if (!rc && own_stderr)
		rc = add_output(files, STDERR_FILENO, to[1]);
	/* libcurl's sockets are not marked to close */
	if (!rc)
		rc = posix_spawn_file_actions_addclosefrom_np(files, 3);
	return rc;
}

/* An errno. `to` is where stdout and stderr go, -1: /dev/null. */
static int spawn_captured(const char *const argv[],
			  const struct proc_opts *opts, const int to[2],
			  pid_t *pid)
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
	env = child_environ(opts);
	rc = add_files(&files, opts->quiet || opts->says, to);
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
	int out, says;	/* our ends of its stdout and stderr, -1: none */
};

/* Where it goes: into a buffer, or to a function through a buffer. */
struct sink {
	struct buf *out;
	proc_fn *fn;
	void *ctx;
	struct buf *says;
};

#define ENOUGH 1	/* the function wants no more */

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

/* Has it ended? It is left unreaped, so that its group keeps its number. */
static bool has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };

	if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT))
		return errno != EINTR;
	return info.si_pid == pid;
}

/*
 * What the child prints, once: 0, 1 at its end or when the function has had
 * enough, -1. It is read into the buffer itself, so that a key is never
 * anywhere else.
 */
static int read_out(const struct child *c, const struct sink *k, bool *enough,
		    struct err *err)
{
	char spare, *to;
	size_t room;
	ssize_t n;
	int rc;

	to = buf_room(k->out, WHOLE_CAP, &room);
	n = read(c->out, to ? to : &spare, to ? room : 1);
	if (n < 0 && errno == EINTR)
		return 0;
	if (n < 0)
		return err_set(err, ERR_IO, "cannot read from %s: %s", c->what,
			       strerror(errno));
	if (!n)
		return 1;
	if (!to)
		return err_set(err, ERR_TOOBIG, "%s printed more than %zu "
			       "bytes", c->what, k->out->max);
	buf_grew(k->out, (size_t)n);
	if (!k->fn)
		return 0;
	rc = k->fn(k->ctx, k->out->ptr, k->out->len, err);
	buf_truncate(k->out, 0);
	*enough = rc > 0;
	return rc;
}

/* What it says on stderr, once: true at its end. */
static bool read_says(const struct child *c, struct buf *says)
{
	char chunk[1024];
	ssize_t n = read(c->says, chunk, sizeof(chunk));

	if (n > 0) {
		size_t room = says->max - says->len;

		buf_add(says, chunk, (size_t)n < room ? (size_t)n : room);
	}
	return !n || (n < 0 && errno != EINTR);
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

#define ENDED 4		/* beside the bits of fd_wait_either() */

/*
 * Waits for more of either. What the child has started may hold stderr open
 * for ever: once stdout is closed, the child's own end is the end.
 */
static int wait_more(const struct child *c, struct err *err)
{
	int left = left_ms(c), most = left, ready;

	if (c->out < 0 && (left < 0 || left > SAYS_MS))
		most = SAYS_MS;
	ready = fd_wait_either(c->out, c->says, most, c->stop, err);
	if (ready)
		return ready;
	if (c->out < 0 && has_ended(c->pid))
		return ENDED;
	return left_ms(c) ? 0 : too_slow(c, err);
}

/* All that it prints; ENOUGH when the function has had enough, or -1. */
static int read_child(struct child *c, const struct sink *k, struct err *err)
{
	bool enough = false;

	while (c->out >= 0 || c->says >= 0) {
		int ready = wait_more(c, err), rc = 0;

		if (ready < 0)
			return -1;
		if (ready == ENDED)
			return 0;
		if (ready & 1)
			rc = read_out(c, k, &enough, err);
		if (rc < 0 || enough)
			return rc;
		if (rc)
			close_end(&c->out);
		if (ready & 2 && read_says(c, k->says))
			close_end(&c->says);
	}
	return 0;
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

/* Both pipes as far as they are wanted; to[] are the child's ends. */
static int open_pipes(struct child *c, const struct sink *k, int to[2])
{
	int ends[2];

	if (k->out) {
		if (pipe2(ends, O_CLOEXEC))
			return -1;
		c->out = ends[0];
		to[0] = ends[1];
	}
	if (k->says) {
		if (pipe2(ends, O_CLOEXEC))
			return -1;
		c->says = ends[0];
		to[1] = ends[1];
	}
	return 0;
}

/* The child runs: what it prints, its end, and its status. */
static int attend(struct child *c, const struct sink *k, int *status,
		  struct err *err)
{
	int rc = read_child(c, k, err);

	if (!rc)
		rc = wait_ended(c, err);
	if (!rc)
		return explain(c->what, reap(c->pid), status, err);
	end_group(c->pid);
	if (rc == ENOUGH && status)
		*status = 0;
	return rc == ENOUGH ? 0 : -1;
}

static int run(const char *const argv[], const struct proc_opts *opts,
	       struct sink *k, int *status, struct err *err)
{
	struct child c = { .end = -1, .out = -1, .says = -1 };
	int to[2] = { -1, -1 }, rc;

	c.what = opts->what ? opts->what : argv[0];
	c.stop = opts->stop;
	c.timeout_ms = opts->timeout_ms;
	if (opts->timeout_ms)
		c.end = clock_ms() + opts->timeout_ms;
	k->says = opts->says;
	rc = open_pipes(&c, k, to) ? errno : 0;
	if (!rc)
		rc = spawn_captured(argv, opts, to, &c.pid);
	close_end(&to[0]);
	close_end(&to[1]);
	if (rc)
		rc = not_run(argv[0], rc, err);
	else
		rc = attend(&c, k, status, err);
	close_end(&c.out);
	close_end(&c.says);
	return rc;
}

int proc_run(const char *const argv[], const struct proc_opts *opts,
	     struct buf *out, int *status, struct err *err)
{
	struct sink k = { .out = out };
	size_t room;

	if (out && out->max - out->len <= WHOLE_CAP)
		buf_room(out, WHOLE_CAP, &room);
	return run(argv, opts ? opts : &no_opts, &k, status, err);
}

int proc_stream(const char *const argv[], const struct proc_opts *opts,
		proc_fn *fn, void *ctx, int *status, struct err *err)
{
	struct buf chunk = BUF_INIT(WHOLE_CAP);
	struct sink k = { .out = &chunk, .fn = fn, .ctx = ctx };
	int rc;

	rc = run(argv, opts ? opts : &no_opts, &k, status, err);
	buf_release(&chunk);
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
