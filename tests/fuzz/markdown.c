#include "view/markdown.h"

#include <ctype.h>
#include <string.h>

#include "fuzz.h"

/*
 * The first two bytes say how wide the terminal is, what it can, and how the
 * rest is cut. Cut or whole, the output is the same; it holds no control but
 * our own styles and links, and no line ends inside of one; and letters are
 * not lost.
 */

struct keep {
	struct sink sink;
	struct buf got;
};

static int keep_text(struct sink *s, struct text piece, struct err *err)
{
	(void)err;
	return buf_add(&((struct keep *)s)->got, piece.ptr, piece.len);
}

static int keep_end(struct sink *s, bool whole, struct err *err)
{
	(void)s;
	(void)whole;
	(void)err;
	return 0;
}

static void run(const char *in, size_t len, size_t step, unsigned width,
		const struct markdown_look *look, struct keep *k)
{
	struct err e = ERR_INIT;
	struct markdown m;

	*k = (struct keep){ .sink = { .text = keep_text, .end = keep_end },
			    .got = BUF_INIT((size_t)1 << 28) };
	markdown_init(&m, &k->sink, look, width);
	HOLDS(!markdown_load(&m, &e));
	for (size_t i = 0; i < len; i += step) {
		struct text t = { .ptr = in + i,
				  .len = len - i < step ? len - i : step };

		HOLDS(!m.sink.text(&m.sink, t, &e));
	}
	HOLDS(!m.sink.end(&m.sink, true, &e));
	markdown_release(&m);
}

/* What begins at p: its length, and the state behind it. */
static size_t escape(const char *p, bool *styled, bool *linked)
{
	static const char link[] = "\033]8;;";
	const char *end = p + 2;

	if (p[1] == '[') {
		while (isdigit((unsigned char)*end))
			end++;
		HOLDS(*end == 'm' && end > p + 2 && end <= p + 4);
		*styled = memcmp(p + 2, "0m", 2) != 0;
		return (size_t)(end + 1 - p);
	}
	HOLDS(!strncmp(p, link, strlen(link)));
	end = p + strlen(link);
	*linked = *end != '\033';
	while (*end > ' ' && *end < 0x7F)
		end++;
	HOLDS(end[0] == '\033' && end[1] == '\\');
	return (size_t)(end + 2 - p);
}

static void check_escapes(const struct buf *got, bool color)
{
	bool styled = false, linked = false;
	size_t n;

	for (size_t i = 0; i < got->len; i += n) {
		unsigned char c = (unsigned char)got->ptr[i];

		n = 1;
		if (c == '\033') {
			HOLDS(color);
			n = escape(got->ptr + i, &styled, &linked);
		} else if (c == '\n') {
			HOLDS(!styled && !linked);
		} else {
			HOLDS((c >= ' ' && c != 0x7F) || c == '\t');
		}
	}
	HOLDS(!got->len || got->ptr[got->len - 1] == '\n');
	HOLDS(!utf8_count_bad(got->ptr, got->len));
}

/* Entities, check boxes and links whose text is the URL say less. */
static bool says_less(const char *in, size_t len)
{
	return memchr(in, '&', len) || memmem(in, len, "](", 2) ||
	       memmem(in, len, "[x]", 3) || memmem(in, len, "[X]", 3);
}

static void check_letters(const char *in, size_t len, const struct buf *got)
{
	long count[256] = { 0 };

	for (size_t i = 0; i < got->len; i++)
		count[(unsigned char)got->ptr[i]]++;
	for (size_t i = 0; i < len; i++)
		if (isalpha((unsigned char)in[i]))
			HOLDS(--count[(unsigned char)in[i]] >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned widths[] = { 1, 2, 5, 10, 20, 40, 80, 200 };
	const char *in = (const char *)data + 2;
	struct markdown_look look;
	struct keep whole, cut;
	unsigned width;
	size_t step, len;

	if (size < 3)
		return 0;
	len = size - 2;
	step = (size_t)data[0] % 7 + 1;
	width = widths[data[0] >> 5];
	look = (struct markdown_look){ .color = data[1] & 1,
				       .links = data[1] & 2,
				       .utf8 = data[1] & 4,
				       .light = data[1] & 8 };
	run(in, len, len, width, &look, &whole);
	run(in, len, step, width, &look, &cut);
	HOLDS(whole.got.len == cut.got.len &&
	      !memcmp(whole.got.ptr, cut.got.ptr, cut.got.len));
	check_escapes(&whole.got, look.color);
	if (!look.color && !says_less(in, len))
		check_letters(in, len, &whole.got);
	buf_release(&whole.got);
	buf_release(&cut.got);
	return 0;
}
