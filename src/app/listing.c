#include "app/listing.h"

#include <math.h>

#include "app/attempt.h"
#include "app/process.h"
#include "base/clock.h"
#include "provider/wait.h"

static void over(struct listing *l)
{
	l->call = NULL;
	l->done = true;
	l->ms = clock_ms() - l->started;
	http_timer_stop(l->loop, &l->deadline);
}

static int on_data(void *ctx, const char *p, size_t len, struct err *err)
{
	struct listing *l = ctx;

	buf_add(&l->body, p, len);
	return buf_check(&l->body, "the list of models", err);
}

static void on_done(void *ctx, const struct http_reply *r,
		    const struct err *err)
{
	struct listing *l = ctx;
	const struct dialect *d = dialect_of(&l->place->ep,
					     l->model.id ? &l->model : NULL);
	long long now = clock_wall();

	over(l);
	l->failure.http = r->status;
	if (wait_date(http_reply_header(r, "date"), now, &l->ahead))
		l->ahead -= (double)now;
	if (err) {
		l->err = *err;
	} else if (r->status < 200 || r->status > 299) {
		d->refuse(r, now, &l->failure);
		l->err = l->failure.err;
		if (l->model.id && l->err.kind == ERR_REJECTED &&
		    (r->status == 400 || r->status == 422))
			err_clear(&l->err);	/* as it should be */
		credentials_hide(&l->proof, l->err.msg);
	}
}

static const struct http_events events = {
	.data = on_data, .done = on_done,
};

static void deadline_over(void *ctx)
{
	struct listing *l = ctx;

	http_drop(l->call);
	err_set(&l->err, ERR_TIMEOUT, "no answer within %lld ms",
		clock_ms() - l->started);
	over(l);
}

static int build(struct listing *l, const char *path, struct err *err)
{
	static const struct turn none[1];
	static const struct request nothing = { .temperature = NAN,
						.max_tokens = 1,
						.turns = none };
	char origin[300];

	if (path) {
		url_origin(&l->place->url, origin, sizeof(origin));
		l->rq.method = "GET";
		buf_addf(&l->rq.url, "%s%s", origin, path);
		return 0;
	}
	if (credentials_find(&l->proof, l->place, &process_stop, err))
		return -1;
	if (l->model.id)
		return dialect_of(&l->place->ep, &l->model)->build(
			&l->place->ep, &l->model, &nothing, &l->rq, err);
	return models_request(dialect_of(&l->place->ep, NULL), &l->place->ep,
			      &l->rq, err);
}

static void start(struct listing *l, struct http *loop,
		  const struct place *place, const struct model *model,
		  const char *path, long connect_ms, long ms)
{
	const struct target t = { .place = place };
	const struct endpoint_section *s = place->section;

	*l = (struct listing){
		.place = place, .loop = loop, .started = clock_ms(),
		.body = BUF_INIT(MAX_EVENT), .proof = CREDENTIALS_INIT,
		.failure = FAILURE_INIT, .ahead = NAN,
	};
	l->deadline = (struct timer){ .fire = deadline_over, .ctx = l };
	if (model)
		l->model = *model;
	http_request_init(&l->rq);
	if (build(l, path, &l->err)) {
		l->done = true;
		return;
	}
	target_headers(&t, &l->rq);
	l->options = (struct http_options){
		.ca_file = s ? s->ca_file : NULL,
		.proxy = s ? s->proxy : NULL,
		.loopback = place->url.loopback,
		.connect_ms = connect_ms, .first_byte_ms = ms, .idle_ms = ms,
	};
	credentials_use(&l->proof, place, &l->options);
	if (http_start(loop, &l->rq, &l->options, &events, l, &l->call,
		       &l->err)) {
		l->done = true;
		return;
	}
	http_timer_set(loop, &l->deadline, l->started + ms);
}

void listing_start(struct listing *l, struct http *loop,
		   const struct place *place, const char *path,
		   long connect_ms, long ms)
{
	start(l, loop, place, NULL, path, connect_ms, ms);
}

void listing_probe(struct listing *l, struct http *loop,
		   const struct place *place, const struct model *model,
		   long connect_ms, long ms)
{
	start(l, loop, place, model, NULL, connect_ms, ms);
}

int listing_models(const struct listing *l, model_fn *add, void *ctx,
		   struct err *err)
{
	const struct text body = { l->body.ptr, l->body.len };

	return dialect_of(&l->place->ep, NULL)->models(body, add, ctx, err);
}

void listing_release(struct listing *l)
{
	if (l->call)
		http_drop(l->call);
	if (l->loop)
		http_timer_stop(l->loop, &l->deadline);
	credentials_release(&l->proof);
	http_request_release(&l->rq);
	buf_release(&l->body);
}

int listing_check(void *ctx, struct err *err)
{
	(void)ctx;
	if (process_stop)
		return err_set(err, ERR_STOPPED, "interrupted");
	return 0;
}
