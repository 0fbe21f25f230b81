#include "app/cursor.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* ":NUMBER" at the end of the first *len bytes, which are cut by it. */
static bool take_number(const char *arg, size_t *len, size_t *out)
{
	size_t n = *len, value = 0;

	while (n && arg[n - 1] >= '0' && arg[n - 1] <= '9')
		n--;
	if (n == *len || !n || arg[n - 1] != ':' || *len - n > 9)
		return false;
	for (size_t i = n; i < *len; i++)
		value = value * 10 + (size_t)(arg[i] - '0');
	*out = value;
	*len = n - 1;
	return true;
}

int cursor_parse(const char *arg, struct cursor *out, struct err *err)
{
	size_t len = strlen(arg), a = 0, b = 0;
	bool both;

	*out = (struct cursor){ .file = NULL };
	if (!take_number(arg, &len, &a) || !len)
		return err_set(err, ERR_USAGE, "'%s' is no FILE:LINE[:COL]",
			       arg);
	both = take_number(arg, &len, &b) && len;
	if (!len)
		return err_set(err, ERR_USAGE, "'%s' names no file", arg);
	out->line = both ? b : a;
	out->col = both ? a : 0;
	if (!out->line || (both && !out->col))
		return err_set(err, ERR_USAGE,
			       "'%s': lines and columns count from 1", arg);
	out->file = xstrndup(arg, len);
	return 0;
}

int cursor_find(const struct cursor *c, struct text t, size_t *at,
		struct err *err)
{
	size_t start = 0, line = 1, len, count;
	const char *nl;

	while (line < c->line) {
		nl = start < t.len ? memchr(t.ptr + start, '\n',
					    t.len - start) : NULL;
		count = line - (start == t.len && line > 1);
		if (!nl)
			return err_set(err, ERR_USAGE, "%s has %zu line%s, and "
				       "no line %zu", c->file, count,
				       count == 1 ? "" : "s", c->line);
		start = (size_t)(nl - t.ptr) + 1;
		line++;
	}
	nl = start < t.len ? memchr(t.ptr + start, '\n', t.len - start) :
			     NULL;
	len = nl ? (size_t)(nl - t.ptr) - start : t.len - start;
	if (c->col > len + 1)
		return err_set(err, ERR_USAGE, "line %zu of %s has %zu bytes, "
			       "and no column %zu", c->line, c->file, len,
			       c->col);
	*at = start + (c->col ? c->col - 1 : len);
	if (*at < t.len && ((unsigned char)t.ptr[*at] & 0xC0) == 0x80)
		return err_set(err, ERR_USAGE, "column %zu in line %zu of %s "
			       "is inside a character; columns count bytes",
			       c->col, c->line, c->file);
	return 0;
}

int cursor_mark(struct text t, const char *mark, size_t *at, struct err *err)
{
	size_t len = strlen(mark);
	const char *p, *again;

	if (!len)
		return err_set(err, ERR_USAGE, "--cursor is empty");
	p = t.len ? memmem(t.ptr, t.len, mark, len) : NULL;
	if (!p)
		return err_set(err, ERR_USAGE, "standard input has no %s "
			       "where the cursor is", mark);
	*at = (size_t)(p - t.ptr);
	again = memmem(p + len, t.len - *at - len, mark, len);
	if (again)
		return err_set(err, ERR_USAGE, "standard input has more than "
			       "one %s; --cursor names another mark", mark);
	return 0;
}

void cursor_plain_lines(struct buf *b, size_t *crlf, size_t *lf)
{
	size_t to = 0;

	for (size_t i = 0; i < b->len; i++) {
		if (b->ptr[i] == '\r' && i + 1 < b->len &&
		    b->ptr[i + 1] == '\n') {
			++*crlf;
			continue;
		}
		*lf += b->ptr[i] == '\n';
		b->ptr[to++] = b->ptr[i];
	}
	*lf -= *lf < *crlf ? *lf : *crlf;
	buf_truncate(b, to);
}
