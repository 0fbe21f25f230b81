#include "wire/ndjson.h"

#include <string.h>

#include "base/text.h"

/* Memory kept between lines; what a larger one took is given back. */
#define KEEP ((size_t)256 << 10)

void ndjson_init(struct ndjson *n, size_t max, ndjson_fn *fn, void *ctx)
{
	*n = (struct ndjson){ .fn = fn, .ctx = ctx };
	buf_init(&n->line, max);
}

void ndjson_release(struct ndjson *n)
{
	buf_release(&n->line);
}

/* The line that is held, whole now. */
static int end_line(struct ndjson *n, struct err *err)
{
	struct text line = { .ptr = n->line.ptr, .len = n->line.len };
	int rc = 0;

	if (!n->begun && line.len >= 3 &&
	    !memcmp(line.ptr, "\xEF\xBB\xBF", 3)) {
		line.ptr += 3;
		line.len -= 3;
	}
	n->begun = true;
	if (line.len && line.ptr[line.len - 1] == '\r') {
		buf_truncate(&n->line, n->line.len - 1);
		line.len--;
	}
	if (text_trim(line).len)
		rc = n->fn(n->ctx, "", line.ptr, line.len, err);
	if (n->line.cap > KEEP)
		buf_release(&n->line);
	else
		buf_clear(&n->line);
	return rc;
}

static int feed(struct ndjson *n, const char *p, const char *end,
		struct err *err)
{
	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((lf ? lf : end) - p);

		/* copied, for it is handed on with a NUL behind it */
		if (buf_add(&n->line, p, len))
			return err_set(err, ERR_TOOBIG,
				       "a line is over %zu bytes",
				       n->line.max);
		if (!lf)
			return 0;
		if (end_line(n, err))
			return -1;
		p = lf + 1;
	}
	return 0;
}

int ndjson_feed(struct ndjson *n, const char *in, size_t len, struct err *err)
{
	if (n->failed)
		return err_set(err, ERR_PROTO, "the stream has failed before");
	if (!len)
		return 0;
	n->failed = feed(n, in, in + len, err) != 0;
	return n->failed ? -1 : 0;
}

int ndjson_end(struct ndjson *n, struct err *err)
{
	if (n->failed)
		return err_set(err, ERR_PROTO, "the stream has failed before");
	n->failed = end_line(n, err) != 0;
	return n->failed ? -1 : 0;
}

bool ndjson_idle(const struct ndjson *n)
{
	return !n->line.len;
}
