#include "app/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/process.h"
#include "base/file.h"

#define BATCH ((size_t)256 << 10)	/* bytes read at a time */
#define BOM "\xef\xbb\xbf"

void lines_init(struct lines *l, int fd, const char *name)
{
	*l = (struct lines){ .fd = fd, .name = name,
			     .in = BUF_INIT(MAX_PROMPT) };
}

int lines_open(struct lines *l, const char *path, struct err *err)
{
	struct stat st;

	lines_init(l, STDIN_FILENO, "standard input");
	if (!strcmp(path, "-"))
		return 0;
	l->name = path;
	do {	/* a FIFO waits here for who writes it */
		l->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	} while (l->fd < 0 && errno == EINTR && !process_stop);
	if (l->fd < 0 && process_stop)
		return err_set(err, ERR_STOPPED, "interrupted");
	if (l->fd < 0)
		return err_set(err, ERR_IO, "cannot read '%s': %s", path,
			       strerror(errno));
	if (!fstat(l->fd, &st) && S_ISDIR(st.st_mode))
		return err_set(err, ERR_USAGE, "'%s' is a directory", path);
	return 0;
}

void lines_release(struct lines *l)
{
	if (l->fd > STDERR_FILENO)
		close(l->fd);
	buf_release(&l->in);
	l->fd = -1;
}

/* Drops what was given, so that there is room. */
static void forget(struct lines *l)
{
	size_t left = l->in.len - l->at;

	memmove(l->in.ptr, l->in.ptr + l->at, left);
	buf_truncate(&l->in, left);
	l->searched -= l->at;
	l->at = 0;
}

static int too_long(const struct lines *l, struct err *err)
{
	err_set(err, ERR_IO, "line %zu is over %zu MiB", l->number + 1,
		l->in.max >> 20);
	return l->name ? err_prefix(err, "%s", l->name) : -1;
}

static int cannot_read(const struct lines *l, int reason, struct err *err)
{
	const char *name = l->name ? l->name : "standard input";

	if (reason == EISDIR)
		return err_set(err, ERR_USAGE, "%s is a directory", name);
	return err_set(err, ERR_IO, "cannot read %s: %s", name,
		       strerror(reason));
}

int lines_more(struct lines *l, struct err *err)
{
	size_t room;
	ssize_t n;
	char *p;

	forget(l);
	p = buf_room(&l->in, BATCH, &room);
	if (!p)
		return too_long(l, err);
	if (fd_wait(l->fd, -1, &process_stop, err) < 0)
		return -1;
	n = read(l->fd, p, room < BATCH ? room : BATCH);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n < 0)
		return cannot_read(l, errno, err);
	l->end = !n;
	buf_grew(&l->in, (size_t)n);
	return 0;
}

bool lines_next(struct lines *l, struct text *line)
{
	const char *p = l->in.ptr + l->at, *end = l->in.ptr + l->in.len;
	const char *nl = memchr(l->in.ptr + l->searched, '\n',
				l->in.len - l->searched);

	if (!nl && (!l->end || p == end)) {
		l->searched = l->in.len;
		return false;
	}
	if (!nl)
		nl = end;
	*line = (struct text){ p, (size_t)(nl - p) };
	l->at = (size_t)(nl - l->in.ptr) + (nl < end);
	l->searched = l->at;
	if (!l->number++ && line->len >= strlen(BOM) &&
	    !memcmp(p, BOM, strlen(BOM))) {
		line->ptr += strlen(BOM);
		line->len -= strlen(BOM);
	}
	return true;
}

int lines_blame(const struct lines *l, struct err *err)
{
	if (!l->name)
		return err_prefix(err, "line %zu", l->number);
	return err_prefix(err, "%s:%zu", l->name, l->number);
}
