#include "view/fence.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * The first byte says how the rest is cut. Cut or whole, the content of all
 * blocks is the same; the first block is its beginning and the last its end.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

static int run(const char *in, size_t len, size_t step, enum fence_which which,
	       struct keep *k)
{
	struct err e = ERR_INIT;
	struct fence f;
	int rc;

	*k = (struct keep){ .sink = { .text = keep_text, .end = keep_end },
			    .got = BUF_INIT((size_t)1 << 24) };
	fence_init(&f, &k->sink, which);
	for (size_t i = 0; i < len; i += step) {
		struct text t = { .ptr = in + i,
				  .len = len - i < step ? len - i : step };

		if (f.sink.text(&f.sink, t, &e))
			abort();
	}
	rc = f.sink.end(&f.sink, true, &e);
	if (rc && e.kind != ERR_PROTO)
		abort();
	fence_release(&f);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *in = (const char *)data + 1;
	struct keep all, cut, first, last;
	size_t step;
	int rc;

	if (size < 2)
		return 0;
	step = (size_t)data[0] % 7 + 1;
	rc = run(in, size - 1, size, FENCE_ALL, &all);
	if (run(in, size - 1, step, FENCE_ALL, &cut) != rc ||
	    run(in, size - 1, step, FENCE_FIRST, &first) != rc ||
	    run(in, size - 1, step, FENCE_LAST, &last) != rc)
		abort();
	if (cut.got.len != all.got.len ||
	    memcmp(cut.got.ptr, all.got.ptr, all.got.len))
		abort();
	if (first.got.len > all.got.len || last.got.len > all.got.len ||
	    memcmp(first.got.ptr, all.got.ptr, first.got.len) ||
	    memcmp(last.got.ptr, all.got.ptr + all.got.len - last.got.len,
		   last.got.len))
		abort();
	buf_release(&all.got);
	buf_release(&cut.got);
	buf_release(&first.got);
	buf_release(&last.got);
	return 0;
}
