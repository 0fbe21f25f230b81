#include "provider/aws_fetch.h"

#include <string.h>

#include "base/clock.h"
#include "wire/http.h"

struct fetch {
	const struct aws_call *c;
	struct buf *out;
	long long deadline;
	int status;
	struct err err;
};

static int on_data(void *ctx, const char *p, size_t len, struct err *err)
{
	struct fetch *f = ctx;

	buf_add(f->out, p, len);
	return buf_check(f->out, "the answer with credentials", err);
}

static void on_done(void *ctx, const struct http_reply *r,
		    const struct err *err)
{
	struct fetch *f = ctx;

	f->status = r->status;
	if (err)
		f->err = *err;
	else if (r->status < 200 || r->status > 299)
		err_set(&f->err, ERR_AUTH, "HTTP %d", r->status);
}

static const struct http_events events = {
	.data = on_data, .done = on_done,
};

static int check(void *ctx, struct err *err)
{
	const struct fetch *f = ctx;

	if (f->c->stop && *f->c->stop)
		return err_set(err, ERR_STOPPED, "interrupted");
	if (clock_ms() >= f->deadline)
		return err_set(err, ERR_TIMEOUT, "no answer within %ld ms",
			       f->c->ms);
	return 0;
}

static int run(struct fetch *f, const struct http_request *rq,
	       const struct http_options *o, struct err *err)
{
	struct http_call *call;
	struct http *h;
	int rc;

	if (http_new(&h, !strncmp(rq->url.ptr, "https:", 6), err))
		return -1;
	rc = http_start(h, rq, o, &events, f, &call, err);
	if (!rc)
		rc = http_run(h, check, f, err);
	http_free(h);
	return rc;
}

int aws_fetch(const struct aws_call *c, struct buf *out, int *status,
	      struct err *err)
{
	const struct http_options o = {
		.key = c->key, .key_header = c->key_header,
		.ca_file = c->ca_file, .proxy = c->proxy,
		.loopback = c->direct, .connect_ms = c->ms,
		.first_byte_ms = c->ms, .idle_ms = c->ms,
	};
	struct fetch f = { .c = c, .out = out, .deadline = clock_ms() + c->ms };
	struct http_request rq;
	int rc;

	http_request_init(&rq);
	rq.method = c->method;
	buf_adds(&rq.url, c->url);
	if (c->header)
		http_request_header(&rq, c->header, c->value);
	rc = run(&f, &rq, &o, err);
	http_request_release(&rq);
	*status = f.status;
	if (!rc && f.err.kind) {
		*err = f.err;
		return -1;
	}
	return rc;
}
