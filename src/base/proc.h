#ifndef SHUNT_BASE_PROC_H
#define SHUNT_BASE_PROC_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Children. They get an argv vector (found in PATH, ended by NULL) and no
 * descriptor of ours but 0, 1 and 2; a shell only where the user wrote a
 * command line. Signals that we handle or ignore are as usual in the child,
 * but for SIGINT and SIGQUIT that our own parent ignored (nohup).
 */
struct proc_opts {
	const char *what;	/* for messages, "api_key_cmd"; NULL: argv[0] */
	const char *const *unset;	/* not in its environment; ends NULL */
	const char *const *set;		/* "NAME=value": so; ends NULL */
	int timeout_ms;		/* 0: none */
	bool quiet;		/* its stderr goes to /dev/null, not to ours */
	struct buf *says;	/* or in here, as far as it fits; NULL: not */
	const volatile sig_atomic_t *stop;	/* as in base/file.h */
};

/*
 * Runs it in a process group of its own with stdin from /dev/null, and adds
 * what it prints to `out` (NULL: /dev/null). The buffer's `max` is the cap;
 * memory for it is taken at once where that is at most 64 KiB, so that a
 * key is never left behind by a buffer that moved.
 *
 * 0 when it exited; *status is then what it exited with. `status` NULL asks
 * for exit 0 and makes all else an error. -1: ERR_IO when it could not be
 * started or died by a signal, ERR_TIMEOUT, ERR_TOOBIG, ERR_STOPPED; the
 * whole group was ended (SIGTERM, half a second, SIGKILL) and waited for.
 */
MUST_CHECK
int proc_run(const char *const argv[], const struct proc_opts *opts,
	     struct buf *out, int *status, struct err *err);

/*
 * The same with what it prints handed on as it comes, at most 64 KiB at a
 * time, which is all the memory that it takes. `fn` returns 0, 1 for "that
 * is enough" (the child is ended, and that is no failure: *status is 0), or
 * -1 with `err`.
 */
typedef int proc_fn(void *ctx, const char *data, size_t len, struct err *err);

MUST_CHECK
int proc_stream(const char *const argv[], const struct proc_opts *opts,
		proc_fn *fn, void *ctx, int *status, struct err *err);

/* The same as proc_run() for a command line of the user's: sh -c COMMAND. */
MUST_CHECK
int proc_shell(const char *command, const struct proc_opts *opts,
	       struct buf *out, int *status, struct err *err);

/*
 * Runs it on our own terminal and waits; SIGINT and SIGQUIT are its to
 * handle meanwhile and do not reach us. ERR_IO unless it exited with 0.
 */
MUST_CHECK
int proc_interactive(const char *const argv[], struct err *err);

/* An editor on a file; `editor` may be a command line ("code --wait"). */
MUST_CHECK
int proc_editor(const char *editor, const char *path, struct err *err);

#endif
