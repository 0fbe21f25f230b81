#include "view/highlight.h"

#include <string.h>

#include "fuzz.h"

/*
 * The first line is the info string; an odd size makes the ground light.
 * Without its sequences the output is the input, byte for byte; every style
 * that is switched on is off again before another one and at the line's end;
 * and no sequence stands inside of a character.
 */

/* Length of a sequence at p, 0: none. */
static size_t sequence(const char *p, size_t len)
{
	size_t n = 2;

	if (len < 3 || p[0] != '\033' || p[1] != '[')
		return 0;
	while (n < len && ((p[n] >= '0' && p[n] <= '9') || p[n] == ';'))
		n++;
	return n < len && p[n] == 'm' ? n + 1 : 0;
}

static void check(struct text in, const struct buf *out)
{
	bool good = !utf8_count_bad(in.ptr, in.len), on = false;
	size_t n = 0, start = 0, len;

	for (size_t i = 0; i < out->len;) {
		len = sequence(out->ptr + i, out->len - i);
		if (!len) {
			HOLDS(n < in.len && in.ptr[n] == out->ptr[i]);
			n++;
			i++;
			continue;
		}
		HOLDS((out->ptr[i + 2] == '0') == on);
		on = !on;
		HOLDS(!good || !utf8_count_bad(in.ptr + start, n - start));
		start = n;
		i += len;
	}
	HOLDS(n == in.len && !on);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf in = BUF_INIT((size_t)1 << 24), out = in;
	const char *p, *end, *nl;
	struct highlight h;

	buf_add(&in, data, size);
	for (size_t i = 0; i < in.len; i++)	/* text is safe by now */
		if (in.ptr[i] == '\033')
			in.ptr[i] = '?';
	p = in.ptr;
	end = p + in.len;
	nl = memchr(p, '\n', in.len);
	highlight_begin(&h, (struct text){ p, nl ? (size_t)(nl - p) : 0 });
	while (nl && (p = nl + 1) < end) {
		struct text line = { .ptr = p };

		nl = memchr(p, '\n', (size_t)(end - p));
		line.len = (size_t)((nl ? nl : end) - p);
		buf_clear(&out);
		highlight_line(&h, line, in.len & 1, &out);
		HOLDS(!out.over);
		check(line, &out);
	}
	buf_release(&in);
	buf_release(&out);
	return 0;
}
