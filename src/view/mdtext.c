#include "view/mdtext.h"

#include <string.h>

#define DEL 0x7F
#define DEL_SLOT '\t'

static void feed_control(struct mdtext *m, char c, struct buf *out)
{
	char form[4];
	size_t len;

	len = utf8_encode(0xFDD0u + (unsigned char)(c == DEL ? DEL_SLOT : c),
			  form);
	safe_feed(&m->safe, form, len, out);
}

static bool is_control(char c)
{
	unsigned char u = (unsigned char)c;

	return (u < 0x20 && u != '\t' && u != '\n') || u == DEL;
}

void mdtext_feed(struct mdtext *m, struct text in, struct buf *out)
{
	const char *p = in.ptr, *end = p + in.len;

	while (p < end) {
		const char *from = p;

		if (m->cr && *p != '\n')
			feed_control(m, '\r', out);
		m->cr = false;
		while (p < end && !is_control(*p))
			p++;
		safe_feed(&m->safe, from, (size_t)(p - from), out);
		if (p == end)
			break;
		if (*p == '\r')
			m->cr = true;
		else
			feed_control(m, *p, out);
		p++;
	}
}

void mdtext_end(struct mdtext *m, struct buf *out)
{
	if (m->cr)
		feed_control(m, '\r', out);
	m->cr = false;
	safe_end(&m->safe, out);
}

static bool is_standin(const char *p, size_t len)
{
	return len >= MDTEXT_LEN && p[0] == '\xEF' && p[1] == '\xB7' &&
	       (unsigned char)p[2] >= 0x90 && (unsigned char)p[2] <= 0xAF;
}

size_t mdtext_plain(struct text t)
{
	const char *p = t.ptr, *end = p + t.len;

	while (p < end) {
		p = memchr(p, '\xEF', (size_t)(end - p));
		if (!p)
			return t.len;
		if (is_standin(p, (size_t)(end - p)))
			return (size_t)(p - t.ptr);
		p++;
	}
	return t.len;
}

char mdtext_control(struct text t)
{
	unsigned slot = (unsigned char)t.ptr[2] - 0x90u;

	if (slot == '\n')
		return '\0';
	return slot == DEL_SLOT ? '?' : (char)(slot ^ 0x40);
}

void mdtext_show(struct text t, struct buf *out)
{
	while (t.len) {
		size_t n = mdtext_plain(t);
		char x;

		buf_add(out, t.ptr, n);
		t.ptr += n;
		t.len -= n;
		if (!t.len)
			return;
		x = mdtext_control(t);
		if (x)
			buf_addch(out, '^');
		buf_addch(out, x ? x : ' ');
		t.ptr += MDTEXT_LEN;
		t.len -= MDTEXT_LEN;
	}
}

size_t mdtext_cut(struct text t, size_t most)
{
	if (t.len <= most)
		return t.len;
	while (most && ((unsigned char)t.ptr[most] & 0xC0) == 0x80)
		most--;
	return most;
}
