#include <string.h>

#include "fuzz.h"
#include "wire/ndjson.h"

/* The first byte says how the rest is cut; the lines must not care. */

static int on_line(void *ctx, const char *name, const char *data, size_t len,
		   struct err *err)
{
	(void)err;
	HOLDS(!*name && len && data[len] == '\0' && !memchr(data, '\n', len));
	buf_add(ctx, data, len);
	buf_addch(ctx, '|');
	return 0;
}

static int run(const char *in, size_t len, size_t step, size_t max,
	       struct buf *out)
{
	struct err err = ERR_INIT;
	struct ndjson s;
	int rc = 0;

	ndjson_init(&s, max, on_line, out);
	for (size_t i = 0; !rc && i < len; i += step)
		rc = ndjson_feed(&s, in + i, len - i < step ? len - i : step,
				 &err);
	if (!rc)
		rc = ndjson_end(&s, &err);
	HOLDS(!rc || err.kind == ERR_TOOBIG);
	HOLDS(rc || ndjson_idle(&s));
	ndjson_release(&s);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = BUF_INIT(MAX_HELD), cut = BUF_INIT(MAX_HELD);
	const char *in = (const char *)data + 1;

	if (!size)
		return 0;
	HOLDS(!run(in, size - 1, size, MAX_EVENT, &whole));
	HOLDS(!run(in, size - 1, 1 + data[0] % 64u, MAX_EVENT, &cut));
	HOLDS(whole.len == cut.len && !memcmp(whole.ptr, cut.ptr, cut.len));
	buf_clear(&cut);
	if (run(in, size - 1, 1 + data[0] % 64u, 16, &cut))
		HOLDS(cut.len <= whole.len);
	buf_release(&whole);
	buf_release(&cut);
	return 0;
}
