#include "wire/frames.h"

void frames_init(struct frames *f, sse_fn *fn, void *ctx)
{
	*f = (struct frames){ .fn = fn, .ctx = ctx };
	sse_init(&f->sse, MAX_EVENT, fn, ctx);
	ndjson_init(&f->ndjson, MAX_EVENT, fn, ctx);
	aws_frames_init(&f->aws, MAX_EVENT, fn, ctx);
	buf_init(&f->whole, MAX_HELD);
}

void frames_release(struct frames *f)
{
	sse_release(&f->sse);
	ndjson_release(&f->ndjson);
	aws_frames_release(&f->aws);
	buf_release(&f->whole);
}

void frames_begin(struct frames *f, enum framing framing, bool asked,
		  bool bare_json)
{
	sse_fn *fn = f->fn;
	void *ctx = f->ctx;

	frames_release(f);
	frames_init(f, fn, ctx);
	f->framing = framing;
	f->asked = asked;
	f->sse.bare_json = bare_json;
}

static int sse_bytes(struct frames *f, const char *in, size_t len,
		     struct err *err)
{
	return sse_feed(&f->sse, in, len, err);
}

static int sse_over(struct frames *f, struct err *err)
{
	return sse_end(&f->sse, err);
}

static int line_bytes(struct frames *f, const char *in, size_t len,
		      struct err *err)
{
	return ndjson_feed(&f->ndjson, in, len, err);
}

static int line_over(struct frames *f, struct err *err)
{
	return ndjson_end(&f->ndjson, err);
}

static int frame_bytes(struct frames *f, const char *in, size_t len,
		       struct err *err)
{
	return aws_frames_feed(&f->aws, in, len, err);
}

static int frame_over(struct frames *f, struct err *err)
{
	return aws_frames_end(&f->aws, err);
}

static int whole_bytes(struct frames *f, const char *in, size_t len,
		       struct err *err)
{
	buf_add(&f->whole, in, len);
	return buf_check(&f->whole, "the answer", err);
}

static int whole_over(struct frames *f, struct err *err)
{
	struct text all = { .ptr = f->whole.ptr, .len = f->whole.len };

	if (!text_trim(all).len)
		return err_set(err, ERR_PROTO, "the answer is empty");
	return f->fn(f->ctx, NULL, all.ptr, all.len, err);
}

static const struct {
	int (*bytes)(struct frames *f, const char *in, size_t len,
		     struct err *err);
	int (*over)(struct frames *f, struct err *err);
} readers[] = {
	[FRAMING_NONE] = { whole_bytes, whole_over },
	[FRAMING_SSE] = { sse_bytes, sse_over },
	[FRAMING_NDJSON] = { line_bytes, line_over },
	[FRAMING_AWS] = { frame_bytes, frame_over },
};

int frames_feed(struct frames *f, const char *in, size_t len, struct err *err)
{
	if (!len)
		return 0;
	if (f->framing == FRAMING_NONE && f->asked && !f->whole.len &&
	    framing_is_stream(*in))
		f->framing = FRAMING_SSE;
	return readers[f->framing].bytes(f, in, len, err);
}

int frames_end(struct frames *f, struct err *err)
{
	return readers[f->framing].over(f, err);
}
