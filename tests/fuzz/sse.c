#include <string.h>

#include "fuzz.h"
#include "wire/sse.h"

/*
 * The first byte says how the rest is cut, and by its top bit whether bare
 * JSON counts; the events must not care how it is cut.
 */

static int on_event(void *ctx, const char *name, const char *data, size_t len,
		    struct err *err)
{
	(void)err;
	HOLDS(data[len] == '\0' && strlen(name) < 64);
	buf_adds(ctx, name);
	buf_addch(ctx, '=');
	buf_add(ctx, data, len);
	buf_addch(ctx, '|');
	return 0;
}

static int run(const char *in, size_t len, bool bare, size_t step,
	       size_t max, struct buf *out)
{
	struct err err = ERR_INIT;
	struct sse s;
	int rc = 0;

	sse_init(&s, max, on_event, out);
	s.bare_json = bare;
	for (size_t i = 0; !rc && i < len; i += step)
		rc = sse_feed(&s, in + i, len - i < step ? len - i : step,
			      &err);
	if (!rc)
		rc = sse_end(&s, &err);
	HOLDS(!rc || err.kind == ERR_TOOBIG);
	HOLDS(rc || sse_idle(&s));
	sse_release(&s);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = BUF_INIT(MAX_HELD), cut = BUF_INIT(MAX_HELD);
	const char *in = (const char *)data + 1;

	size_t step;
	bool bare;

	if (!size)
		return 0;
	step = 1 + data[0] % 64u;
	bare = data[0] >> 7;
	HOLDS(!run(in, size - 1, bare, size, MAX_EVENT, &whole));
	HOLDS(!run(in, size - 1, bare, step, MAX_EVENT, &cut));
	HOLDS(whole.len == cut.len && !memcmp(whole.ptr, cut.ptr, cut.len));
	buf_clear(&cut);
	if (run(in, size - 1, bare, step, 16, &cut))
		HOLDS(cut.len <= whole.len);
	buf_release(&whole);
	buf_release(&cut);
	return 0;
}
