#include "base/text.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define REPLACEMENT 0xFFFDu

struct text text_of(const char *s)
{
	return (struct text){ .ptr = s ? s : "", .len = s ? strlen(s) : 0 };
}

struct text text_of_buf(const struct buf *b)
{
	return (struct text){ .ptr = b->ptr, .len = b->len };
}

bool text_is(struct text t, const char *s)
{
	return t.len == strlen(s) && !memcmp(t.ptr, s, t.len);
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trim(struct text t)
{
	while (t.len && is_blank(t.ptr[0])) {
		t.ptr++;
		t.len--;
	}
	while (t.len && is_blank(t.ptr[t.len - 1]))
		t.len--;
	return t;
}

/* What may follow a lead byte: how many bytes, and the range of the first. */
static bool lead_info(unsigned char c, int *more, unsigned char *lo,
		      unsigned char *hi)
{
	*lo = 0x80;
	*hi = 0xBF;
	if (c >= 0xC2 && c <= 0xDF) {
		*more = 1;
	} else if (c >= 0xE0 && c <= 0xEF) {
		*more = 2;
		if (c == 0xE0)
			*lo = 0xA0;	/* overlong */
		else if (c == 0xED)
			*hi = 0x9F;	/* surrogates */
	} else if (c >= 0xF0 && c <= 0xF4) {
		*more = 3;
		if (c == 0xF0)
			*lo = 0x90;	/* overlong */
		else if (c == 0xF4)
			*hi = 0x8F;	/* above U+10FFFF */
	} else {
		return false;
	}
	return true;
}

int utf8_decode(const char *p, size_t len, unsigned *cp, size_t *used)
{
	const unsigned char *s = (const unsigned char *)p;
	unsigned char lo, hi;
	unsigned v;
	int more;

	*used = 1;
	*cp = s[0];
	if (s[0] < 0x80)
		return 1;
	*cp = REPLACEMENT;
	if (!lead_info(s[0], &more, &lo, &hi))
		return UTF8_BAD;
	v = s[0] & (0x3Fu >> more);
	for (int i = 1; i <= more; i++) {
		if ((size_t)i == len)
			return UTF8_CUT;
		if (s[i] < lo || s[i] > hi)
			return UTF8_BAD;
		v = v << 6 | (s[i] & 0x3F);
		*used = (size_t)i + 1;
		lo = 0x80;
		hi = 0xBF;
	}
	*cp = v;
	return more + 1;
}

size_t utf8_encode(unsigned cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

size_t utf8_count_bad(const char *p, size_t len)
{
	size_t bad = 0, used;
	unsigned cp;

	for (size_t i = 0; i < len; i += used) {
		if ((unsigned char)p[i] < 0x80) {
			used = 1;
			continue;
		}
		if (utf8_decode(p + i, len - i, &cp, &used) < 0)
			bad++;
	}
	return bad;
}

size_t utf8_cut_tail(const char *p, size_t len)
{
	size_t used;
	unsigned cp;

	for (size_t n = len < 3 ? len : 3; n; n--)
		if (utf8_decode(p + len - n, n, &cp, &used) == UTF8_CUT &&
		    used == n)
			return n;
	return 0;
}

/* Characters that reorder, hide or end a line behind the reader's back. */
static const struct {
	unsigned first, last;
} unsafe_ranges[] = {
	{ 0x0080, 0x009F },	/* C1 controls */
	{ 0x00AD, 0x00AD },	/* soft hyphen */
	{ 0x061C, 0x061C },	/* Arabic letter mark */
	{ 0x180E, 0x180E },	/* Mongolian vowel separator */
	{ 0x200B, 0x200D },	/* zero-width space, joiners */
	{ 0x200E, 0x200F },	/* left-to-right, right-to-left mark */
	{ 0x2028, 0x202E },	/* separators; embedding and override */
	{ 0x2060, 0x206F },	/* word joiner, isolates, invisible operators */
	{ 0xFEFF, 0xFEFF },	/* zero-width no-break space */
	{ 0xFFF9, 0xFFFB },	/* interlinear annotation */
	{ 0xE0000, 0xE007F },	/* tags */
};

static bool is_unsafe(unsigned cp)
{
	if (cp < 0x80)
		return false;
	for (size_t i = 0; i < sizeof(unsafe_ranges) /
			       sizeof(unsafe_ranges[0]); i++)
		if (cp >= unsafe_ranges[i].first && cp <= unsafe_ranges[i].last)
			return true;
	return false;
}

/* The safe form of one character; returns its length (at most 12). */
static size_t safe_char(unsigned cp, char out[16])
{
	if (cp == '\t' || cp == '\n')
		return utf8_encode(cp, out);
	if (cp < 0x20 || cp == 0x7F) {
		out[0] = '^';
		out[1] = (char)(cp ^ 0x40);
		return 2;
	}
	if (is_unsafe(cp))
		return (size_t)snprintf(out, 16, "\\u{%04x}", cp);
	return utf8_encode(cp, out);
}

/* The run of bytes that pass as they are: printable ASCII, TAB and LF. */
static size_t plain_run(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && ((p[n] >= 0x20 && p[n] < 0x7F) || p[n] == '\n' ||
			   p[n] == '\t'))
		n++;
	return n;
}

/* Zero-width non-joiner and joiner. */
static bool is_joiner(unsigned cp)
{
	return cp == 0x200C || cp == 0x200D;
}

/* Adds the safe form of the character at p; 0 if more must be seen first. */
static size_t feed_char(struct safe *s, const char *p, size_t len,
			struct buf *out)
{
	bool joined = s->joins;
	char form[16];
	size_t used;
	unsigned cp;

	if (*p == '\r' && len == 1)
		return 0;
	if (*p == '\r' && p[1] == '\n')
		return 1;	/* the LF alone says it */
	if (utf8_decode(p, len, &cp, &used) == UTF8_CUT)
		return 0;
	s->joins = cp >= 0x80 && !is_unsafe(cp);
	if (joined && is_joiner(cp))
		buf_add(out, p, used);
	else
		buf_add(out, form, safe_char(cp, form));
	return used;
}

int safe_feed(struct safe *s, const char *in, size_t len, struct buf *out)
{
	size_t i = 0, run, used, took;

	while (s->held_len && i < len) {
		s->held[s->held_len++] = in[i++];
		took = feed_char(s, s->held, s->held_len, out);
		/* a bad byte ends the held character before itself */
		if (took && took < s->held_len)
			i -= s->held_len - took;
		if (took)
			s->held_len = 0;
	}
	for (; i < len; i += used) {
		run = plain_run(in + i, len - i);
		buf_add(out, in + i, run);
		i += run;
		if (run)
			s->joins = false;
		if (i == len)
			break;
		used = feed_char(s, in + i, len - i, out);
		if (!used) {
			s->held_len = len - i;
			memcpy(s->held, in + i, s->held_len);
			break;
		}
	}
	return out->over ? -1 : 0;
}

int safe_end(struct safe *s, struct buf *out)
{
	if (s->held_len)
		buf_adds(out, *s->held == '\r' ? "^M" : "\xEF\xBF\xBD");
	*s = (struct safe)SAFE_INIT;
	return out->over ? -1 : 0;
}

size_t text_safe_line(char *out, size_t cap, const char *in, size_t len)
{
	size_t n = 0, fit = 0, used, form_len;
	char form[16];
	unsigned cp;

	for (size_t i = 0; i < len; i += used) {
		utf8_decode(in + i, len - i, &cp, &used);
		if (cp == '\t' || cp == '\n' || cp == '\r')
			cp = ' ';
		form_len = safe_char(cp, form);
		if (n + form_len > cap - 1) {
			memcpy(out + fit, "...", 3);
			return fit + 3;
		}
		memcpy(out + n, form, form_len);
		n += form_len;
		if (n + 3 <= cap - 1)
			fit = n;
	}
	return n;
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

unsigned text_distance(const char *a, const char *b)
{
	unsigned rows[3][64], *two = rows[0], *one = rows[1], *now = rows[2];
	size_t na = strlen(a), nb = strlen(b);

	if (na > 63 || nb > 63)
		return UINT_MAX;
	for (size_t j = 0; j <= nb; j++)
		one[j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned *spare = two;

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= nb; j++) {
			unsigned differ = a[i - 1] != b[j - 1];

			now[j] = min3(one[j] + 1, now[j - 1] + 1,
				      one[j - 1] + differ);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && two[j - 2] + 1 < now[j])
				now[j] = two[j - 2] + 1;
		}
		two = one;
		one = now;
		now = spare;
	}
	return one[nb];
}
