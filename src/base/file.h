#ifndef SHUNT_BASE_FILE_H
#define SHUNT_BASE_FILE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Reading and writing files and descriptors. Everything opened here is
 * O_CLOEXEC. A `stop` flag is what the program's signal handler sets (NULL:
 * none): a call that finds it set, or is interrupted by the signal that
 * sets it, ends with ERR_STOPPED; any other interruption is taken up again.
 */

enum file_flags {
	FILE_OWNED	= 1 << 0,	/* file_check_owner() */
	FILE_PRIVATE	= 1 << 1	/* file_check_private() */
};

/*
 * Adds the whole of a regular file to `out`, at most `max` bytes, also when
 * it grows meanwhile; never waits for a FIFO or a device. A directory is
 * ERR_USAGE, all else ERR_IO that names the path: then errno says why where
 * the system refused (ENOENT, EACCES) and is 0 where we did. With `flags`
 * the opened file itself is checked, not its name, which could change.
 */
MUST_CHECK
int file_read(const char *path, size_t max, struct buf *out, struct err *err);
MUST_CHECK
int file_read_checked(const char *path, unsigned flags, size_t max,
		      struct buf *out, struct err *err);

/*
 * ERR_CONFIG when it belongs to another user than us or root, or when group
 * or others can write it.
 */
MUST_CHECK
int file_check_owner(const char *path, const struct stat *st,
		     struct err *err);

/* ERR_CONFIG with a chmod hint when group or others can read it. */
MUST_CHECK
int file_check_private(const char *path, const struct stat *st,
		       struct err *err);

/*
 * Folders above and at `path`, as far as they are missing, of `mode` less the
 * umask: 0700 for our own, 0777 for what git would make. ERR_IO.
 */
MUST_CHECK
int dir_make(const char *path, mode_t mode, struct err *err);

/*
 * Waits until fd can be read without blocking (data, its end, an error): 1,
 * or 0 after `ms` (-1: no limit), or -1 with ERR_STOPPED or ERR_IO.
 */
MUST_CHECK
int fd_wait(int fd, int ms, const volatile sig_atomic_t *stop,
	    struct err *err);

/* The same for two (-1: none): 1 for the first, 2 for the second, 3, 0. */
MUST_CHECK
int fd_wait_either(int a, int b, int ms, const volatile sig_atomic_t *stop,
		   struct err *err);

/*
 * Adds everything up to the end of fd to `out`, at most `max` bytes.
 * ERR_IO, "WHAT is over 32 MiB", for more.
 */
MUST_CHECK
int fd_read_all(int fd, size_t max, struct buf *out, const char *what,
		const volatile sig_atomic_t *stop, struct err *err);

/*
 * Writes all of it, whatever it takes. ERR_IO is "write error: REASON", or
 * "cannot write WHAT: REASON" where `what` is not NULL. With SIGPIPE
 * ignored, a reader that went away is ERR_STOPPED: *stop is 0 then, and the
 * program should end as SIGPIPE would have ended it.
 */
MUST_CHECK
int fd_write_all(int fd, const void *data, size_t len, const char *what,
		 const volatile sig_atomic_t *stop, struct err *err);

/*
 * A file that is written beside its place and renamed over it, so that it
 * is old or new and never half. A symbolic link stays, its target is
 * replaced (also a missing one). An existing file keeps its mode and, where
 * we may, its owner; a new one gets 0666 less the umask. What is no regular
 * file (FIFO, device, terminal) is opened and written as it is.
 *
 *	struct file_out f = FILE_OUT_INIT;
 *	file_out_open(&f, path, 0, err), file_out_write()...,
 *	then file_out_commit(), or file_out_abort(), which is also safe after
 *	a commit and after nothing.
 */
enum file_out_flags {
	FILE_OUT_PRIVATE = 1 << 0	/* 0600 whatever there was */
};

struct file_out {
	int fd;		/* private; -1: not open */
	char *path;	/* private, owned: where it goes, links followed */
	char *temp;	/* private, owned: what is removed; NULL: nothing */
};

#define FILE_OUT_INIT { .fd = -1 }

MUST_CHECK
int file_out_open(struct file_out *f, const char *path, unsigned flags,
		  struct err *err);
MUST_CHECK
int file_out_write(struct file_out *f, const void *data, size_t len,
		   struct err *err);

/* Closes and renames; on failure it has aborted. */
MUST_CHECK
int file_out_commit(struct file_out *f, struct err *err);
void file_out_abort(struct file_out *f);

/* All three at once, for what is in memory. */
MUST_CHECK
int file_replace(const char *path, unsigned flags, const void *data,
		 size_t len, struct err *err);

#endif
