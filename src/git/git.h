#ifndef SHUNT_GIT_GIT_H
#define SHUNT_GIT_GIT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/proc.h"

/*
 * Asks git. Every call is the git of PATH with an argv vector, in our folder
 * and with our GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE and `git -c` settings,
 * for it may be a hook that asks. It takes no optional lock, starts no pager,
 * no file system monitor, no external diff, fetches nothing, prompts nobody,
 * and does not get the keys of providers. git's own refusals stand
 * (safe.directory): they are an error of one line.
 */
struct git {
	int64_t end;	/* clock_ms() when all must be done; 0: no limit */
	const volatile sig_atomic_t *stop;	/* as in base/file.h */
	const char *const *unset;	/* variables it does not get; or NULL */
};

#define GIT_ARGS_MAX 32		/* arguments of one call, at most */

/*
 * Adds what git prints to `out` (NULL: nobody wants it). A status but 0 is
 * ERR_IO, or ERR_USAGE where there is no repository, with git's own words;
 * with `status` it is no error and is stored there. ERR_TIMEOUT, ERR_STOPPED
 * and ERR_TOOBIG are as in base/proc.h.
 */
MUST_CHECK
int git_read(const struct git *g, const char *const args[], struct buf *out,
	     int *status, struct err *err);

/* The same handed on as it comes; `fn` is as of proc_stream(). */
MUST_CHECK
int git_stream(const struct git *g, const char *const args[], proc_fn *fn,
	       void *ctx, struct err *err);

/* The same for one line, without its newline; a path may hold others. */
MUST_CHECK
int git_line(const struct git *g, const char *const args[], struct buf *out,
	     int *status, struct err *err);

#endif
