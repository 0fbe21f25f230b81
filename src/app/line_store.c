#include "app/line_store.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/line_history.h"
#include "base/file.h"
#include "base/mem.h"

/* Nobody holds the lock for longer than a write takes. */
#define LOCK_TRIES 200
#define LOCK_STEP_MS 5
/* What is left of a file over its cap: not every start shall cut again. */
#define KEPT_BYTES (LINE_HISTORY_FILE / 4 * 3)

static int fail(const char *verb, const char *path, struct err *err)
{
	return err_set(err, ERR_IO, "cannot %s the history '%s': %s", verb,
		       path, strerror(errno));
}

static int check_ours(int fd, const char *path, struct stat *st,
		      struct err *err)
{
	if (fstat(fd, st))
		return fail("read", path, err);
	if (!S_ISREG(st->st_mode))
		return err_set(err, ERR_IO, "the history '%s' is not a "
			       "regular file", path);
	if (st->st_uid != geteuid())
		return err_set(err, ERR_IO, "the history '%s' belongs to user "
			       "%lu, not to you", path,
			       (unsigned long)st->st_uid);
	if (st->st_mode & 077 && fchmod(fd, 0600))
		return fail("keep others from", path, err);
	return 0;
}

/* -1 with errno. */
static int open_file(const char *path, int flags)
{
	/* O_NONBLOCK: opening a FIFO would wait for its other end */
	return open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
}

static int read_tail(int fd, const char *path, off_t size, struct buf *out,
		     struct err *err)
{
	size_t start = out->len, room;
	off_t at = 0;
	ssize_t n;
	char *to;

	if ((size_t)size > LINE_HISTORY_FILE)
		at = size - (off_t)LINE_HISTORY_FILE;
	while (out->len - start < LINE_HISTORY_FILE) {
		/* at once, and one more to find its end */
		to = buf_room(out, (size_t)(size - at) + 1, &room);
		if (!to)
			break;
		n = pread(fd, to, room, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail("read", path, err);
		if (!n)
			break;
		buf_grew(out, (size_t)n);
		at += n;
		size = size > at ? size : at;
	}
	if (at > (off_t)(out->len - start)) {
		/* the first line is cut */
		to = memchr(out->ptr + start, '\n', out->len - start);
		room = to ? (size_t)(to + 1 - out->ptr) : out->len;
		memmove(out->ptr + start, out->ptr + room, out->len - room);
		buf_truncate(out, start + out->len - room);
	}
	return 0;
}

int line_store_read(const char *path, struct buf *out, bool *over,
		    struct err *err)
{
	struct stat st;
	int fd, rc;

	*over = false;
	fd = open_file(path, O_RDONLY);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;	/* ENOTDIR is said when it shall be written */
	if (fd < 0)
		return fail("read", path, err);
	rc = check_ours(fd, path, &st, err);
	if (!rc) {
		*over = st.st_size > (off_t)LINE_HISTORY_FILE;
		rc = read_tail(fd, path, st.st_size, out, err);
	}
	close(fd);
	return rc;
}

static int lock(int fd, const char *path, struct err *err)
{
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (!flock(fd, LOCK_EX | LOCK_NB))
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		poll(NULL, 0, LOCK_STEP_MS);
	}
	return fail("lock", path, err);
}

/* Is the file that we have still the one of this name? */
static bool is_current(int fd, const char *path)
{
	struct stat mine, named;

	return !fstat(fd, &mine) && !stat(path, &named) &&
	       mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

/* Opened, ours, locked; -1 with err. */
static int open_locked(const char *path, int flags, struct stat *st,
		       struct err *err)
{
	for (int i = 0; i < LOCK_TRIES; i++) {
		int fd = open_file(path, flags);

		if (fd < 0)
			return fail("write", path, err);
		if (check_ours(fd, path, st, err) || lock(fd, path, err)) {
			close(fd);
			return -1;
		}
		/* who waited for the lock may hold what was replaced */
		if (is_current(fd, path) && !fstat(fd, st))
			return fd;
		close(fd);
	}
	errno = EBUSY;
	return fail("lock", path, err);
}

static int make_folder(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	char *dir;
	int rc;

	if (!slash || slash == path)
		return 0;
	dir = xstrndup(path, (size_t)(slash - path));
	rc = stat(dir, &st) ? dir_make(dir, 0700, err) : 0;
	free(dir);
	return rc;
}

/* A writer that was killed may have left half a line. */
static bool ends_in_line(int fd, off_t size)
{
	char last = '\n';

	return size && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

int line_store_append(const char *path, struct text entry, struct err *err)
{
	struct buf line = BUF_INIT(2 * LINE_HISTORY_ENTRY + 2);
	struct stat st;
	int fd, rc;

	if (make_folder(path, err))
		return -1;
	fd = open_locked(path, O_RDWR | O_CREAT | O_APPEND, &st, err);
	if (fd < 0)
		return -1;
	if (ends_in_line(fd, st.st_size))
		buf_addch(&line, '\n');
	line_history_encode(entry, &line);
	rc = buf_check(&line, "a line of the history", err);
	if (!rc)
		rc = fd_write_all(fd, line.ptr, line.len, "the history", NULL,
				  err);
	buf_release(&line);
	if (close(fd) && !rc)
		rc = fail("write", path, err);
	return rc;
}

static void add_entry(void *ctx, struct text entry)
{
	line_history_encode(entry, ctx);
}

static int replace(const char *path, const struct buf *lines, struct err *err)
{
	struct file_out f = FILE_OUT_INIT;
	size_t from = 0;
	const char *nl;
	int rc;

	if (lines->len > LINE_HISTORY_FILE) {
		from = lines->len - KEPT_BYTES;
		nl = memchr(lines->ptr + from, '\n', lines->len - from);
		from = nl ? (size_t)(nl + 1 - lines->ptr) : lines->len;
	}
	rc = file_out_open(&f, path, FILE_OUT_PRIVATE, err);
	if (!rc)
		rc = file_out_write(&f, lines->ptr + from, lines->len - from,
				    err);
	if (!rc)
		rc = file_out_commit(&f, err);
	file_out_abort(&f);
	return rc;
}

int line_store_trim(const char *path, struct err *err)
{
	struct buf old = BUF_INIT(LINE_HISTORY_FILE);
	/* a stray backslash becomes two */
	struct buf lines = BUF_INIT(2 * LINE_HISTORY_FILE);
	struct stat st;
	size_t count;
	int fd, rc;

	if (stat(path, &st) && errno == ENOENT)
		return 0;
	fd = open_locked(path, O_RDWR, &st, err);
	if (fd < 0)
		return -1;
	rc = read_tail(fd, path, st.st_size, &old, err);
	if (!rc) {
		count = line_history_decode(old.ptr, old.len, add_entry,
					    &lines);
		if (count > LINE_HISTORY_ENTRIES ||
		    (size_t)st.st_size > LINE_HISTORY_FILE)
			rc = replace(path, &lines, err);
	}
	buf_release(&old);
	buf_release(&lines);
	close(fd);
	return rc;
}
