#ifndef SHUNT_TESTS_FUZZ_DIALECT_FUZZ_H
#define SHUNT_TESTS_FUZZ_DIALECT_FUZZ_H

#include <string.h>

#include "fuzz.h"
#include "provider/provider.h"
#include "wire/frames.h"

/*
 * Input: a byte that says what the rest is (a stream, a whole body, a
 * refusal, a list of models), then the rest. What must hold whatever comes:
 * a failure has a kind and one clean line; complete means an end was named;
 * how a stream is cut changes nothing.
 */

struct fuzz_run {
	const struct dialect *d;
	struct reply rp;
	struct buf text;
};

static int fuzz_text(void *ctx, struct text piece, struct err *err)
{
	(void)err;
	HOLDS(piece.len > 0);
	return buf_add(ctx, piece.ptr, piece.len);
}

static int fuzz_event(void *ctx, const char *name, const char *data,
		      size_t len, struct err *err)
{
	struct fuzz_run *r = ctx;

	return r->d->frame(&r->rp, name, data, len, err);
}

static inline void fuzz_line(const char *s, size_t cap)
{
	size_t len = strlen(s);

	HOLDS(len < cap && !utf8_count_bad(s, len));
	for (size_t i = 0; i < len; i++)
		HOLDS((unsigned char)s[i] >= 0x20 && s[i] != 0x7F);
}

static inline void fuzz_failure(const struct failure *f)
{
	HOLDS(f->err.kind > ERR_NONE && f->err.kind < ERR_KINDS);
	HOLDS(f->wait_ms >= -1 && f->err.msg[0]);
	fuzz_line(f->err.msg, 301);
	fuzz_line(f->code, sizeof(f->code));
	fuzz_line(f->param, sizeof(f->param));
	fuzz_line(f->request_id, sizeof(f->request_id));
}

static inline void fuzz_init(struct fuzz_run *r, const struct dialect *d)
{
	r->d = d;
	buf_init(&r->text, MAX_HELD);
	reply_init(&r->rp);
	r->rp.text = fuzz_text;
	r->rp.ctx = &r->text;
}

static inline void fuzz_check(const struct fuzz_run *r, int rc,
			      const struct err *err)
{
	const struct usage *u = &r->rp.usage;

	HOLDS((rc != 0) == (err->kind != ERR_NONE));
	fuzz_line(err->msg, sizeof(err->msg));
	HOLDS(!r->rp.may_linger || r->rp.complete);
	HOLDS(!r->rp.complete || r->rp.finish != FINISH_NONE);
	HOLDS(u->input >= -1 && u->cached >= -1 && u->output >= -1 &&
	      u->cache_write >= -1 && u->reasoning >= -1);
	fuzz_line(r->rp.served, sizeof(r->rp.served));
	fuzz_line(r->rp.reason, sizeof(r->rp.reason));
	fuzz_line(r->rp.remark, sizeof(r->rp.remark));
	if (r->rp.failure.err.kind != ERR_NONE) {
		HOLDS(rc && r->rp.failure.err.kind == err->kind);
		fuzz_failure(&r->rp.failure);
	}
}

static inline void fuzz_stream(struct fuzz_run *r, const char *in, size_t len,
			       size_t step)
{
	struct err err = ERR_INIT;
	struct frames f;
	int rc = 0;

	frames_init(&f, fuzz_event, r);
	frames_begin(&f, r->d->framing, true, r->d->bare_json);
	for (size_t i = 0; !rc && i < len; i += step)
		rc = frames_feed(&f, in + i, len - i < step ? len - i : step,
				 &err);
	if (!rc)
		rc = frames_end(&f, &err);
	frames_release(&f);
	fuzz_check(r, rc, &err);
}

static inline void fuzz_streams(const struct dialect *d, const char *in,
				size_t len, size_t step)
{
	struct fuzz_run a, b;

	fuzz_init(&a, d);
	fuzz_init(&b, d);
	fuzz_stream(&a, in, len, len + 1);
	fuzz_stream(&b, in, len, step);
	HOLDS(a.text.len == b.text.len &&
	      !memcmp(a.text.ptr, b.text.ptr, a.text.len) &&
	      a.rp.finish == b.rp.finish && a.rp.complete == b.rp.complete &&
	      a.rp.failure.err.kind == b.rp.failure.err.kind);
	buf_release(&a.text);
	buf_release(&b.text);
}

static inline void fuzz_body(const struct dialect *d, const char *in,
			     size_t len)
{
	struct err err = ERR_INIT;
	struct fuzz_run r;
	int rc;

	fuzz_init(&r, d);
	rc = d->frame(&r.rp, NULL, in, len, &err);
	HOLDS(rc || r.rp.complete);
	fuzz_check(&r, rc, &err);
	buf_release(&r.text);
}

/* Two bytes of status, header lines, a blank line, the body. */
static inline void fuzz_refusal(const struct dialect *d, const char *in,
				size_t len)
{
	struct request rq = { .stream = true };
	struct http_reply http;
	struct failure f;
	unsigned flags = 0;
	const char *field;
	size_t head = 2;

	if (len < 2)
		return;
	while (head + 1 < len && memcmp(in + head, "\n\n", 2))
		head++;
	http_reply_init(&http);
	http.status = ((unsigned char)in[0] << 8 | (unsigned char)in[1]) %
		      1000;
	buf_add(&http.headers, in + 2, head - 2);
	buf_add(&http.body, in + head, len - head);
	d->refuse(&http, 1795372245, &f);
	fuzz_failure(&f);
	field = request_drop(&f, &rq, &flags);
	if (field) {	/* what is left out once cannot be left out again */
		unsigned dropped = flags;

		request_forget(field, &rq, &flags);
		HOLDS(flags == dropped);
	}
	http_reply_release(&http);
}

static void fuzz_add(void *ctx, const char *id, long context)
{
	(void)ctx;
	HOLDS(id[0] && context >= 0);
	fuzz_line(id, 201);
}

static inline int fuzz_dialect(const char *name, const uint8_t *data,
			       size_t size)
{
	const struct dialect *d = dialect_by_name(name);
	const char *in = (const char *)data + 1;
	struct err err = ERR_INIT;

	if (!size)
		return 0;
	size--;
	switch (data[0] % 4u) {
	case 0:
		fuzz_streams(d, in, size, 1 + data[0] / 4u);
		break;
	case 1:
		fuzz_body(d, in, size);
		break;
	case 2:
		fuzz_refusal(d, in, size);
		break;
	default:
		HOLDS(!d->models ||
		      (d->models((struct text){ in, size }, fuzz_add, NULL,
				 &err) != 0) == (err.kind != ERR_NONE));
	}
	return 0;
}

#endif
