#ifndef SHUNT_TESTS_DIALECT_H
#define SHUNT_TESTS_DIALECT_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "provider/provider.h"
#include "tap.h"
#include "wire/frames.h"

/*
 * Runs streams through the reader of their framing and a dialect's frame(),
 * as the product does, and compares what comes out with what a table says.
 * Tests run at the project's top; a fixture begins with SSE comments, or
 * with lines that begin with "#" and are not part of it, that name where
 * its shape is from.
 */

struct expected {
	const char *text;
	enum finish finish;
	bool complete, may_linger;
	struct usage usage;
	const char *served, *reason;	/* NULL: "" */
	enum err_kind error;		/* ERR_NONE: no failure */
	const char *message;		/* part of the failure's; NULL: any */
	int http;			/* of the vendor's own failure */
	const char *code;
	double cost;			/* 0: none told */
};

#define NO_USAGE { -1, -1, -1, -1, -1 }

struct stream_case {
	const char *name;
	struct expected want;
};

struct run {
	const struct dialect *dialect;
	struct reply reply;
	struct buf text;
	struct err err;
	int rc;
};

static int run_text(void *ctx, struct text piece, struct err *err)
{
	struct run *r = ctx;

	if (buf_add(&r->text, piece.ptr, piece.len))
		return buf_check(&r->text, "the text", err);
	return 0;
}

static int run_event(void *ctx, const char *name, const char *data, size_t len,
		     struct err *err)
{
	struct run *r = ctx;

	return r->dialect->frame(&r->reply, name, data, len, err);
}

static inline void run_init(struct run *r, const struct dialect *d)
{
	*r = (struct run){ .dialect = d };
	buf_init(&r->text, MAX_HELD);
	reply_init(&r->reply);
	r->reply.text = run_text;
	r->reply.ctx = r;
}

static inline void run_release(struct run *r)
{
	buf_release(&r->text);
}

/* Feeds `in` cut at every multiple of step, and at `cut` (0: not). */
static inline void run_stream(struct run *r, struct text in, size_t step,
			      size_t cut)
{
	struct frames f;
	size_t n;

	frames_init(&f, run_event, r);
	frames_begin(&f, r->dialect->framing, true, r->dialect->bare_json);
	for (size_t i = 0; !r->rc && i < in.len; i += n) {
		n = in.len - i < step ? in.len - i : step;
		if (i < cut && i + n > cut)
			n = cut - i;
		r->rc = frames_feed(&f, in.ptr + i, n, &r->err);
	}
	if (!r->rc)
		r->rc = frames_end(&f, &r->err);
	frames_release(&f);
}

static inline bool same_usage(struct usage a, struct usage b)
{
	return a.input == b.input && a.cached == b.cached &&
	       a.cache_write == b.cache_write && a.output == b.output &&
	       a.reasoning == b.reasoning;
}

static inline bool run_matches(const struct run *r, const struct expected *w)
{
	const struct reply *rp = &r->reply;
	enum err_kind told = rp->failure.err.kind;

	if (r->err.kind != w->error || (r->rc != 0) != (w->error != ERR_NONE))
		return false;
	if (w->error != ERR_NONE &&
	    ((w->message && !strstr(r->err.msg, w->message)) ||
	     rp->failure.http != w->http ||
	     strcmp(rp->failure.code, w->code ? w->code : "") ||
	     (told != ERR_NONE && told != w->error)))
		return false;
	return !strcmp(r->text.ptr, w->text) && rp->finish == w->finish &&
	       rp->complete == w->complete &&
	       rp->may_linger == w->may_linger &&
	       same_usage(rp->usage, w->usage) &&
	       !strcmp(rp->served, w->served ? w->served : "") &&
	       !strcmp(rp->reason, w->reason ? w->reason : "") &&
	       (w->cost > 0 ? fabs(rp->cost_usd - w->cost) < 1e-12
			    : isnan(rp->cost_usd));
}

static inline void run_show(const struct run *r)
{
	const struct usage *u = &r->reply.usage;

	printf("# text '%s' finish %d complete %d linger %d\n", r->text.ptr,
	       (int)r->reply.finish, r->reply.complete, r->reply.may_linger);
	printf("# usage %lld %lld %lld %lld %lld cost %g\n", u->input,
	       u->cached, u->cache_write, u->output, u->reasoning,
	       r->reply.cost_usd);
	printf("# served '%s' reason '%s' error %s '%s' http %d code '%s'\n",
	       r->reply.served, r->reply.reason, err_kind_name(r->err.kind),
	       r->err.msg, r->reply.failure.http, r->reply.failure.code);
}

static inline bool run_gives(const struct dialect *d, struct text in,
			     size_t step, size_t cut,
			     const struct expected *w)
{
	struct run r;
	bool good;

	run_init(&r, d);
	run_stream(&r, in, step, cut);
	good = run_matches(&r, w);
	if (!good) {
		printf("# step %zu, cut at %zu:\n", step, cut);
		run_show(&r);
	}
	run_release(&r);
	return good;
}

/* A fixture with `eol` for each LF; exits when it is not there. */
static inline void read_fixture(const char *dir, const char *name,
				const char *eol, struct buf *out)
{
	char path[256];
	FILE *f;
	int c;

	snprintf(path, sizeof(path), "tests/fixtures/%s/%s", dir, name);
	f = fopen(path, "rb");
	if (!f) {
		printf("Bail out! no %s: run at the project's top\n", path);
		exit(1);
	}
	buf_clear(out);
	c = getc(f);
	for (bool head = c == '#'; head && c != EOF; head = c == '#') {
		while (c != '\n' && c != EOF)
			c = getc(f);
		c = getc(f);
	}
	for (; c != EOF; c = getc(f)) {
		if (c == '\n')
			buf_adds(out, eol);
		else
			buf_addch(out, (char)c);
	}
	fclose(f);
}

/*
 * Whole, cut in two at every byte, byte by byte; with each line end (CR
 * alone ends none but those of event streams).
 */
static inline void test_fixture(const struct dialect *d,
				const struct stream_case *c)
{
	static const char *const eols[] = { "\n", "\r\n", "\r" };
	size_t ends = d->framing == FRAMING_SSE ? 3 : 2;
	struct buf in = BUF_INIT(MAX_HELD);
	bool good = true;

	for (size_t e = 0; e < ends; e++) {
		struct text t;

		read_fixture(d->name, c->name, eols[e], &in);
		t = (struct text){ .ptr = in.ptr, .len = in.len };
		good = run_gives(d, t, t.len, 0, &c->want) && good;
		good = run_gives(d, t, 1, 0, &c->want) && good;
		good = run_gives(d, t, 7, 0, &c->want) && good;
		for (size_t cut = 1; good && cut < t.len; cut++)
			good = run_gives(d, t, t.len, cut, &c->want);
	}
	ok(good && in.len, "%s/%s, cut at every byte", d->name, c->name);
	buf_release(&in);
}

/* One whole body. */
static inline void test_body(const struct dialect *d, const char *body,
			     size_t len, const struct expected *w)
{
	struct run r;

	run_init(&r, d);
	r.rc = d->frame(&r.reply, NULL, body, len, &r.err);
	if (!ok(run_matches(&r, w), "%s: body %.60s", d->name,
		body + strspn(body, " \r\n\t")))
		run_show(&r);
	run_release(&r);
}

/* A body of 0 bytes to `len`, cut short: never taken for a whole answer. */
static inline void test_body_cut(const struct dialect *d, const char *body)
{
	size_t len = strlen(body), taken = 0;

	for (size_t n = 0; n < len; n++) {
		struct run r;

		run_init(&r, d);
		r.rc = d->frame(&r.reply, NULL, body, n, &r.err);
		taken += !r.rc || r.reply.complete ||
			 r.err.kind != ERR_PROTO;
		run_release(&r);
	}
	ok(!taken, "%s: a body cut at any of %zu bytes is none", d->name, len);
}

/* A body that lists models, and what is told of them: "id=context " each. */
struct list_case {
	const char *body, *want;	/* NULL: a failure */
	enum err_kind error;
};

static inline void run_model(void *ctx, const char *id, long context)
{
	buf_addf(ctx, "%s=%ld ", id, context);
}

static inline void test_list(const struct dialect *d,
			     const struct list_case *c)
{
	struct buf all = BUF_INIT(4096);
	struct err err = ERR_INIT;
	int rc = d->models(text_of(c->body), run_model, &all, &err);

	ok(c->want ? !rc && !strcmp(all.ptr, c->want)
		   : rc && err.kind == c->error,
	   "list %.40s: %s%s", c->body, all.ptr, err.msg);
	buf_release(&all);
}

/* JSON nested so deep; frame() must refuse it and not overflow. */
static inline void test_depth(const struct dialect *d, size_t depth)
{
	struct buf in = BUF_INIT(MAX_HELD);
	struct run r;

	buf_adds(&in, "{\"choices\":");
	for (size_t i = 0; i < depth; i++)
		buf_addch(&in, '[');
	for (size_t i = 0; i < depth; i++)
		buf_addch(&in, ']');
	buf_adds(&in, "}");
	run_init(&r, d);
	r.rc = d->frame(&r.reply, "", in.ptr, in.len, &r.err);
	ok(r.rc && r.err.kind == ERR_PROTO, "%s: depth %zu: %s", d->name,
	   depth, r.err.msg);
	run_release(&r);
	buf_release(&in);
}

#endif
