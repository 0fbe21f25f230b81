#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

#define READ_STEP ((size_t)64 << 10)

static bool stopped(const volatile sig_atomic_t *stop)
{
	return stop && *stop;
}

static int err_stopped(struct err *err)
{
	return err_set(err, ERR_STOPPED, "interrupted");
}

/* "WHAT is over 32 MiB"; errno 0 says that the refusal is ours. */
static int err_over(const char *what, size_t max, struct err *err)
{
	if (max && max % ((size_t)1 << 20) == 0)
		err_set(err, ERR_IO, "%s is over %zu MiB", what, max >> 20);
	else if (max && max % 1024 == 0)
		err_set(err, ERR_IO, "%s is over %zu KiB", what, max >> 10);
	else
		err_set(err, ERR_IO, "%s is over %zu bytes", what, max);
	errno = 0;
	return -1;
}

/* "cannot VERB 'PATH': REASON" with errno as it was. */
static int err_path(const char *verb, const char *path, struct err *err)
{
	int saved = errno;

	err_set(err, ERR_IO, "cannot %s '%s': %s", verb, path,
		strerror(saved));
	errno = saved;
	return -1;
}

/*
 * With a stop flag the signals are held back between the look at the flag
 * and the wait, so that none slips in between and is slept over.
 */
static int poll_fds(struct pollfd *pfds, nfds_t count, int ms,
		    const volatile sig_atomic_t *stop)
{
	struct timespec limit = { .tv_sec = ms / 1000,
				  .tv_nsec = ms % 1000 * 1000000L };
	sigset_t all, before;
	int n, saved;

	if (!stop)
		return poll(pfds, count, ms);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	if (*stop) {
		n = -1;
		errno = EINTR;
	} else {
		n = ppoll(pfds, count, ms < 0 ? NULL : &limit, &before);
	}
	saved = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = saved;
	return n;
}

/* As poll(), taken up again; -1 leaves errno, EINTR when to stop. */
static int wait_for_any(struct pollfd *pfds, nfds_t count, int ms,
			const volatile sig_atomic_t *stop)
{
	int64_t end = clock_ms() + ms;
	int n;

	for (;;) {
		n = poll_fds(pfds, count, ms, stop);
		if (n >= 0 || errno != EINTR || stopped(stop))
			return n;
		if (ms >= 0) {
			int64_t left = end - clock_ms();

			ms = left > 0 ? (int)left : 0;
		}
	}
}

static int wait_for(int fd, short events, int ms,
		    const volatile sig_atomic_t *stop)
{
	struct pollfd pfd = { .fd = fd, .events = events };

	return wait_for_any(&pfd, 1, ms, stop);
}

int fd_wait_either(int a, int b, int ms, const volatile sig_atomic_t *stop,
		   struct err *err)
{
	struct pollfd pfds[2] = { { .fd = a, .events = POLLIN },
				  { .fd = b, .events = POLLIN } };
	int n = wait_for_any(pfds, 2, ms, stop);

	if (n >= 0)
		return (pfds[0].revents ? 1 : 0) | (pfds[1].revents ? 2 : 0);
	if (stopped(stop))
		return err_stopped(err);
	return err_set(err, ERR_IO, "cannot wait for input: %s",
		       strerror(errno));
}

int fd_wait(int fd, int ms, const volatile sig_atomic_t *stop, struct err *err)
{
	return fd_wait_either(fd, -1, ms, stop, err);
}

/* read() that is not put off by signals or O_NONBLOCK; -1 with errno. */
static ssize_t read_patiently(int fd, char *to, size_t room,
			      const volatile sig_atomic_t *stop)
{
	ssize_t n;

	for (;;) {
		if (stop && wait_for(fd, POLLIN, -1, stop) < 0)
			return -1;
		n = read(fd, to, room);
		if (n >= 0)
			return n;
		if (errno == EAGAIN && wait_for(fd, POLLIN, -1, stop) < 0)
			return -1;
		if (errno != EAGAIN && (errno != EINTR || stopped(stop)))
			return -1;
	}
}

/*
 * Reads until out->len is `end`, at most: what one read() gave, 0 when there
 * is no more, -1 with errno; EFBIG when there is, and it does not fit.
 */
static ssize_t read_some(int fd, size_t end, struct buf *out,
			 const volatile sig_atomic_t *stop)
{
	size_t want = end - out->len, room;
	char spare, *to;
	ssize_t n;

	to = buf_room(out, want < READ_STEP ? want : READ_STEP, &room);
	if (to) {
		n = read_patiently(fd, to, room, stop);
		if (n > 0)
			buf_grew(out, (size_t)n);
		return n;
	}
	n = read_patiently(fd, &spare, 1, stop);
	if (n > 0) {
		errno = EFBIG;
		return -1;
	}
	return n;
}

/* 0, or -1 with errno; EFBIG for too much. */
static int read_to_end(int fd, size_t max, struct buf *out,
		       const volatile sig_atomic_t *stop)
{
	size_t end = max > out->max - out->len ? out->max : out->len + max;
	ssize_t n;

	do {
		n = read_some(fd, end, out, stop);
	} while (n > 0);
	return n < 0 ? -1 : 0;
}

int fd_read_all(int fd, size_t max, struct buf *out, const char *what,
		const volatile sig_atomic_t *stop, struct err *err)
{
	if (!read_to_end(fd, max, out, stop))
		return 0;
	if (stopped(stop))
		return err_stopped(err);
	if (errno == EFBIG)
		return err_over(what, max, err);
	if (errno == EISDIR)
		return err_set(err, ERR_USAGE, "%s is a directory", what);
	return err_set(err, ERR_IO, "cannot read %s: %s", what,
		       strerror(errno));
}

int file_check_owner(const char *path, const struct stat *st, struct err *err)
{
	if (st->st_uid != geteuid() && st->st_uid)
		return err_set(err, ERR_CONFIG, "'%s' belongs to user %lu, "
			       "not to you: refused", path,
			       (unsigned long)st->st_uid);
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return err_set(err, ERR_CONFIG, "'%s' can be written by "
			       "others (mode %04o): refused; chmod go-w it",
			       path, (unsigned)st->st_mode & 07777);
	return 0;
}

int file_check_private(const char *path, const struct stat *st,
		       struct err *err)
{
	if (st->st_mode & (S_IRGRP | S_IROTH))
		return err_set(err, ERR_CONFIG, "'%s' holds a key and can be "
			       "read by others (mode %04o): chmod 600 it",
			       path, (unsigned)st->st_mode & 07777);
	return 0;
}

static int check_kind(const char *path, const struct stat *st,
		      struct err *err)
{
	if (S_ISDIR(st->st_mode))
		err_set(err, ERR_USAGE, "'%s' is a directory", path);
	else if (!S_ISREG(st->st_mode))
		err_set(err, ERR_IO, "'%s' is not a regular file", path);
	else
		return 0;
	errno = 0;
	return -1;
}

static int check_flags(const char *path, const struct stat *st,
		       unsigned flags, struct err *err)
{
	errno = 0;
	/* chmod 600 mends both, so it is said first */
	if (flags & FILE_PRIVATE && file_check_private(path, st, err))
		return -1;
	if (flags & FILE_OWNED && file_check_owner(path, st, err))
		return -1;
	return 0;
}

static int read_regular(int fd, const char *path, unsigned flags, size_t max,
			struct buf *out, struct err *err)
{
	char what[PATH_MAX + 3];
	struct stat st;
	size_t room;

	if (fstat(fd, &st))
		return err_path("read", path, err);
	if (check_kind(path, &st, err) || check_flags(path, &st, flags, err))
		return -1;
	snprintf(what, sizeof(what), "'%s'", path);
	if ((uintmax_t)st.st_size > max)
		return err_over(what, max, err);
	/* at once where the size is known: a key leaves no copies behind */
	if (st.st_size)
		buf_room(out, (size_t)st.st_size + 1, &room);
	if (!read_to_end(fd, max, out, NULL))
		return 0;
	if (errno == EFBIG)
		return err_over(what, max, err);
	return err_path("read", path, err);
}

int file_read_checked(const char *path, unsigned flags, size_t max,
		      struct buf *out, struct err *err)
{
	int fd, rc, saved;

	/* O_NONBLOCK: opening a FIFO without a writer would wait */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return err_path("read", path, err);
	rc = read_regular(fd, path, flags, max, out, err);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int file_read(const char *path, size_t max, struct buf *out, struct err *err)
{
	return file_read_checked(path, 0, max, out, err);
}

int dir_make(const char *path, mode_t mode, struct err *err)
{
	char *p = xstrdup(path), *slash = p;
	struct stat st;
	int rc = 0;

	while (!rc && slash) {
		slash = strchr(slash + 1, '/');
		if (slash)
			*slash = '\0';
		if (mkdir(p, mode) && errno != EEXIST && stat(p, &st))
			rc = err_path("make the folder", p, err);
		if (slash)
			*slash = '/';
	}
	if (!rc && stat(path, &st))
		rc = err_path("make the folder", path, err);
	else if (!rc && !S_ISDIR(st.st_mode))
		rc = err_set(err, ERR_IO, "'%s' is no folder", path);
	free(p);
	return rc;
}

int fd_write_all(int fd, const void *data, size_t len, const char *what,
		 const volatile sig_atomic_t *stop, struct err *err)
{
	const char *p = data;
	ssize_t n;

	while (len) {
		if (stopped(stop))
			return err_stopped(err);
		n = write(fd, p, len);
		if (n >= 0) {
			p += n;
			len -= (size_t)n;
			continue;
		}
		if (errno == EINTR)
			continue;
		if (errno == EAGAIN && (wait_for(fd, POLLOUT, -1, stop) >= 0 ||
					stopped(stop)))
			continue;
		if (errno == EPIPE)
			return err_set(err, ERR_STOPPED, "nobody reads");
		if (!what)
			return err_set(err, ERR_IO, "write error: %s",
				       strerror(errno));
		return err_set(err, ERR_IO, "cannot write %s: %s", what,
			       strerror(errno));
	}
	return 0;
}

/*
 * Where writing to `path` ends up: symbolic links followed, also to what is
 * not there yet, which realpath() would refuse. Free it; NULL with errno.
 */
static char *follow_links(const char *path)
{
	char target[PATH_MAX], *p = xstrdup(path), *slash, *next;
	size_t dir;
	ssize_t n;

	for (int i = 0; i < 40; i++) {
		n = readlink(p, target, sizeof(target) - 1);
		if (n < 0 && (errno == EINVAL || errno == ENOENT))
			return p;	/* no link, or nothing there */
		if (n < 0)
			break;
		target[n] = '\0';
		slash = strrchr(p, '/');
		dir = slash && *target != '/' ? (size_t)(slash + 1 - p) : 0;
		next = xmalloc(dir + (size_t)n + 1);
		memcpy(next, p, dir);
		memcpy(next + dir, target, (size_t)n + 1);
		free(p);
		p = next;
		errno = ELOOP;
	}
	free(p);
	return NULL;
}

/* Without touching the mask for longer than it takes to look at it. */
static mode_t new_file_mode(void)
{
	mode_t mask = umask(077);

	umask(mask);
	return 0666 & ~mask;
}

/* A temporary file beside f->path; `old` is NULL for a new file. */
static int open_beside(struct file_out *f, const struct stat *old,
		       unsigned flags)
{
	static const char tail[] = ".XXXXXX";
	const char *slash = strrchr(f->path, '/');
	size_t dir = slash ? (size_t)(slash + 1 - f->path) : 0;
	mode_t mode = old ? old->st_mode & 0777 : new_file_mode();

	/* a name of the target's own could be over NAME_MAX with a tail */
	f->temp = xmalloc(dir + sizeof(".shunt") + sizeof(tail));
	memcpy(f->temp, f->path, dir);
	memcpy(f->temp + dir, ".shunt", sizeof(".shunt"));
	memcpy(f->temp + dir + sizeof(".shunt") - 1, tail, sizeof(tail));
	f->fd = mkostemp(f->temp, O_CLOEXEC);
	if (f->fd < 0) {
		free(f->temp);
		f->temp = NULL;
		return -1;
	}
	if (flags & FILE_OUT_PRIVATE)
		mode = 0600;
	/* what is not ours to give away becomes ours, for group as well */
	if (old && (old->st_uid != geteuid() || old->st_gid != getegid()) &&
	    fchown(f->fd, old->st_uid, old->st_gid))
		mode &= ~(mode_t)070;
	return fchmod(f->fd, mode);
}

static int open_out(struct file_out *f, unsigned flags)
{
	bool there;
	struct stat st;

	there = !stat(f->path, &st);
	if (!there && errno != ENOENT)
		return -1;
	if (there && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	if (there && !S_ISREG(st.st_mode)) {
		f->fd = open(f->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		return f->fd < 0 ? -1 : 0;
	}
	/* renaming would go through where writing is not allowed */
	if (there && faccessat(AT_FDCWD, f->path, W_OK, AT_EACCESS))
		return -1;
	return open_beside(f, there ? &st : NULL, flags);
}

/* What is there and no regular file may have no path of its own: a pipe. */
static bool is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

int file_out_open(struct file_out *f, const char *path, unsigned flags,
		  struct err *err)
{
	*f = (struct file_out)FILE_OUT_INIT;
	f->path = is_special(path) ? xstrdup(path) : follow_links(path);
	if (f->path && !open_out(f, flags))
		return 0;
	if (errno == EISDIR)
		err_set(err, ERR_USAGE, "'%s' is a directory", path);
	else
		err_path("write", path, err);
	file_out_abort(f);
	return -1;
}

int file_out_write(struct file_out *f, const void *data, size_t len,
		   struct err *err)
{
	char what[PATH_MAX + 3];

	snprintf(what, sizeof(what), "'%s'", f->path);
	return fd_write_all(f->fd, data, len, what, NULL, err);
}

int file_out_commit(struct file_out *f, struct err *err)
{
	int fd = f->fd;

	f->fd = -1;
	if (close(fd) || (f->temp && rename(f->temp, f->path))) {
		err_path("write", f->path, err);
		file_out_abort(f);
		return -1;
	}
	free(f->temp);
	f->temp = NULL;
	file_out_abort(f);
	return 0;
}

void file_out_abort(struct file_out *f)
{
	if (f->fd >= 0)
		close(f->fd);
	if (f->temp)
		unlink(f->temp);
	free(f->temp);
	free(f->path);
	*f = (struct file_out)FILE_OUT_INIT;
}

int file_replace(const char *path, unsigned flags, const void *data,
		 size_t len, struct err *err)
{
	struct file_out f = FILE_OUT_INIT;
	int rc = file_out_open(&f, path, flags, err);

	if (!rc)
		rc = file_out_write(&f, data, len, err);
	if (!rc)
		rc = file_out_commit(&f, err);
	file_out_abort(&f);
	return rc;
}
