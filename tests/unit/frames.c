#include "wire/frames.h"

#include <string.h>

#include "tap.h"

/* Frames are written as "name=data|", the whole of a body as "*=data|". */

static int on_frame(void *ctx, const char *name, const char *data, size_t len,
		    struct err *err)
{
	(void)err;
	buf_adds(ctx, name ? name : "*");
	buf_addch(ctx, '=');
	buf_add(ctx, data, len);
	buf_addch(ctx, '|');
	return 0;
}

static const struct {
	const char *what;
	enum framing framing;
	bool asked;
	const char *in, *out;	/* out NULL: ERR_PROTO at the end */
} rows[] = {
	{ "events", FRAMING_SSE, true, "event: a\ndata: 1\n\ndata: 2\n\n",
	  "a=1|=2|" },
	{ "lines", FRAMING_NDJSON, true, "{}\n\n[]", "={}|=[]|" },
	{ "one piece", FRAMING_NONE, false, "{\n}\n", "*={\n}\n|" },
	{ "one piece where a stream was asked for", FRAMING_NONE, true,
	  "{\"a\":\n1}", "*={\"a\":\n1}|" },
	{ "events that call themselves JSON", FRAMING_NONE, true,
	  "data: 1\n\n", "=1|" },
	{ "a comment of theirs", FRAMING_NONE, true, ": hi\ndata: 1\n\n",
	  "=1|" },
	{ "but only where they were asked for", FRAMING_NONE, false,
	  "data: 1\n\n", "*=data: 1\n\n|" },
	{ "nothing, of one piece", FRAMING_NONE, true, "", NULL },
	{ "blanks, of one piece", FRAMING_NONE, false, " \r\n", NULL },
	{ "no events", FRAMING_SSE, true, "", "" },
	{ "no lines", FRAMING_NDJSON, true, "\n", "" },
};

static bool run(struct frames *f, struct buf *out, size_t i, size_t step)
{
	const char *in = rows[i].in;
	size_t len = strlen(in);
	struct err err = ERR_INIT;
	int rc = 0;

	buf_clear(out);
	frames_begin(f, rows[i].framing, rows[i].asked, false);
	for (size_t at = 0; !rc && at < len; at += step)
		rc = frames_feed(f, in + at,
				 len - at < step ? len - at : step, &err);
	if (!rc)
		rc = frames_end(f, &err);
	if (!rows[i].out)
		return rc && err.kind == ERR_PROTO && !out->len;
	return !rc && !strcmp(out->ptr, rows[i].out);
}

int main(void)
{
	struct buf out = BUF_INIT(4096);
	struct err err = ERR_INIT;
	struct frames f;

	frames_init(&f, on_frame, &out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool good = true;

		for (size_t step = 1; step <= strlen(rows[i].in) + 1; step++)
			good = run(&f, &out, i, step) && good;
		ok(good, "%s, cut at every step: %s", rows[i].what, out.ptr);
	}
	/* what an attempt left half read is not part of the next */
	for (int i = 0; i < 3; i++) {
		enum framing framing = (enum framing)i;

		frames_begin(&f, framing, false, false);
		ok(!frames_feed(&f, "data: old", 9, &err), "half a body");
		ok(run(&f, &out, 0, 3), "a body begins anew: %s", out.ptr);
	}
	frames_release(&f);
	frames_release(&f);
	buf_release(&out);
	return tap_done();
}
