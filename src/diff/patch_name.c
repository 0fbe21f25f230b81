#include "diff/patch_name.h"

#include <string.h>

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* What the escape at t[at], behind the backslash, means; its length. */
static size_t read_escape(struct text t, size_t at, char *out)
{
	static const char names[] = "abtnvfr\"\\",
			  means[] = "\a\b\t\n\v\f\r\"\\";
	const char *found = t.ptr[at] ? strchr(names, t.ptr[at]) : NULL;

	if (found) {
		*out = means[found - names];
		return 1;
	}
	if (at + 2 < t.len && t.ptr[at] <= '3' && is_octal(t.ptr[at]) &&
	    is_octal(t.ptr[at + 1]) && is_octal(t.ptr[at + 2])) {
		*out = (char)((t.ptr[at] - '0') << 6 |
			      (t.ptr[at + 1] - '0') << 3 |
			      (t.ptr[at + 2] - '0'));
		return 3;
	}
	*out = '\\';
	return 0;
}

/* t begins with a quote; returns the length up to behind the closing one. */
static size_t unquote(struct text t, struct buf *out)
{
	size_t i = 1;
	char c;

	buf_clear(out);
	while (i < t.len && t.ptr[i] != '"') {
		c = t.ptr[i++];
		if (c == '\\' && i < t.len)
			i += read_escape(t, i, &c);
		buf_addch(out, c);
	}
	return i < t.len ? i + 1 : i;
}

static bool is_quoted(struct text t)
{
	return t.len && *t.ptr == '"';
}

void patch_name_read(struct text t, struct buf *out)
{
	if (is_quoted(t)) {
		unquote(t, out);
		return;
	}
	buf_clear(out);
	buf_add(out, t.ptr, t.len);
}

static bool has_prefix(const char *p, size_t len, char prefix)
{
	return len > 2 && p[0] == prefix && p[1] == '/';
}

static void cut_front(struct buf *b, size_t len)
{
	memmove(b->ptr, b->ptr + len, b->len - len);
	buf_truncate(b, b->len - len);
}

bool patch_name_side(struct text t, char prefix, struct buf *out)
{
	const char *tab = is_quoted(t) ? NULL : memchr(t.ptr, '\t', t.len);

	if (tab)
		t.len = (size_t)(tab - t.ptr);
	if (text_is(t, "/dev/null"))
		return true;
	patch_name_read(t, out);
	if (has_prefix(out->ptr, out->len, prefix))
		cut_front(out, 2);
	return false;
}

/* Both are read: without their prefixes, they are one, or unknown. */
static void settle(struct buf *a, struct buf *b)
{
	if (has_prefix(a->ptr, a->len, 'a') &&
	    has_prefix(b->ptr, b->len, 'b')) {
		cut_front(a, 2);
		cut_front(b, 2);
	}
	if (a->len != b->len || memcmp(a->ptr, b->ptr, a->len)) {
		buf_clear(a);
		buf_clear(b);
	}
}

void patch_name_both(struct text t, struct buf *a, struct buf *b)
{
	size_t mid = t.len / 2;

	buf_clear(a);
	buf_clear(b);
	if (is_quoted(t)) {
		mid = unquote(t, a);
		if (mid + 1 < t.len && t.ptr[mid] == ' ')
			patch_name_read((struct text){ t.ptr + mid + 1,
						       t.len - mid - 1 }, b);
	} else if (t.len % 2 && t.ptr[mid] == ' ') {
		buf_add(a, t.ptr, mid);
		buf_add(b, t.ptr + mid + 1, mid);
	}
	settle(a, b);
}
