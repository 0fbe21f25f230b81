#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

char buf_empty[1];

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf)BUF_INIT(max);
}

void buf_release(struct buf *b)
{
	if (b->cap)
		free(b->ptr);
	buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
	buf_truncate(b, 0);
	b->over = false;
}

void buf_wipe(struct buf *b)
{
	if (b->cap)
		explicit_bzero(b->ptr, b->cap);
	buf_release(b);
}

void buf_truncate(struct buf *b, size_t len)
{
	b->len = len;
	if (b->cap)
		b->ptr[len] = '\0';
}

char *buf_take(struct buf *b, size_t *len)
{
	char *p = b->cap ? b->ptr : xstrdup("");

	if (len)
		*len = b->len;
	b->cap = 0;
	buf_release(b);
	return p;
}

/* Makes room for `more` bytes and the NUL; the caller checked `max`. */
static void grow(struct buf *b, size_t more)
{
	size_t need = b->len + more + 1, cap = b->cap;

	if (need <= cap)
		return;
	if (!cap)
		b->ptr = NULL;
	while (cap < need)
		cap = cap ? cap + cap / 2 : 64;
	b->ptr = xreallocarray(b->ptr, cap, 1);
	b->cap = cap;
	b->ptr[b->len] = '\0';	/* the first memory holds no "" yet */
}

int buf_add(struct buf *b, const void *data, size_t len)
{
	if (b->over || len > b->max - b->len) {
		b->over = true;
		return -1;
	}
	if (!len)
		return 0;
	grow(b, len);
	memcpy(b->ptr + b->len, data, len);
	buf_truncate(b, b->len + len);
	return 0;
}

int buf_addch(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	char small[256];
	va_list again;
	char *big;
	int n, rc;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n < 0) {
		b->over = true;
		rc = -1;
	} else if ((size_t)n < sizeof(small)) {
		rc = buf_add(b, small, (size_t)n);
	} else {
		big = xmalloc((size_t)n + 1);
		vsnprintf(big, (size_t)n + 1, fmt, again);
		rc = buf_add(b, big, (size_t)n);
		free(big);
	}
	va_end(again);
	return rc;
}

int buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = buf_vaddf(b, fmt, ap);
	va_end(ap);
	return rc;
}

char *buf_room(struct buf *b, size_t want, size_t *room)
{
	size_t left = b->max - b->len;

	*room = want < left ? want : left;
	if (b->over || !*room)
		return NULL;
	grow(b, *room);
	return b->ptr + b->len;
}

void buf_grew(struct buf *b, size_t len)
{
	buf_truncate(b, b->len + len);
}

int buf_check(const struct buf *b, const char *what, struct err *err)
{
	if (!b->over)
		return 0;
	return err_set(err, ERR_TOOBIG, "%s is over %zu bytes", what, b->max);
}
