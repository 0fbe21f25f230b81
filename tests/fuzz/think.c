#include "provider/think.h"

#include <string.h>

#include "base/buf.h"
#include "fuzz.h"

/*
 * The first byte says how the rest is cut. Cut or whole the answer is the
 * same: the end of what came in, or, without the tag in front, all of it.
 */

static int take(void *ctx, struct text piece, struct err *err)
{
	(void)err;
	HOLDS(piece.len > 0);
	return buf_add(ctx, piece.ptr, piece.len);
}

static void run(struct text in, size_t step, struct buf *out)
{
	struct think t = { .state = THINK_START };
	struct err err = ERR_INIT;

	for (size_t i = 0; i < in.len; i += step) {
		struct text piece = { in.ptr + i, in.len - i };

		if (piece.len > step)
			piece.len = step;
		HOLDS(!think_feed(&t, piece, take, out, &err));
	}
	HOLDS(!think_end(&t, take, out, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = BUF_INIT((size_t)1 << 24), cut = whole;
	struct text in;
	size_t blanks = 0;

	if (!size)
		return 0;
	in = (struct text){ (const char *)data + 1, size - 1 };
	run(in, in.len + 1, &whole);
	run(in, 1 + data[0] % 7u, &cut);
	HOLDS(whole.len == cut.len &&
	      !memcmp(whole.ptr, cut.ptr, cut.len));
	HOLDS(whole.len <= in.len &&
	      !memcmp(whole.ptr, in.ptr + in.len - whole.len, whole.len));
	while (blanks < in.len && memchr(" \t\r\n", in.ptr[blanks], 4))
		blanks++;
	if (in.len - blanks < 7 || memcmp(in.ptr + blanks, "<think>", 7))
		HOLDS(whole.len == in.len);
	buf_release(&whole);
	buf_release(&cut);
	return 0;
}
