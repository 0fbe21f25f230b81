#include "app/ask.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "app/note.h"
#include "app/process.h"
#include "app/retry.h"
#include "base/clock.h"
#include "local/extract.h"

#define LINGER_MS 2000		/* for usage, once the answer is whole */
#define LAST_MS 100		/* for the transfer's own end */

static void next_attempt(struct ask *a);

const struct target *ask_target(const struct ask *a)
{
	return &a->o.targets[a->target];
}

static void finish(struct ask *a, const struct err *outcome)
{
	if (outcome)
		a->err = *outcome;
	a->state = ASK_DONE;
	a->total_ms = clock_ms() - a->started;
	a->cut = a->shown && a->err.kind && a->err.kind != ERR_LENGTH;
	if (a->loop) {
		http_timer_stop(a->loop, &a->wait);
		http_timer_stop(a->loop, &a->linger);
		http_timer_stop(a->loop, &a->deadline);
	}
}

static int show(struct ask *a, struct text piece, struct err *err)
{
	if (!piece.len)
		return 0;
	if (a->attempt_first < 0)
		a->attempt_first = clock_ms() - a->attempt_started;
	if (a->first_ms < 0)
		a->first_ms = clock_ms() - a->started;
	if (piece.len > MAX_ANSWER - a->shown)
		return err_set(err, ERR_PROTO, "the answer is over %zu MiB",
			       MAX_ANSWER >> 20);
	a->answered = ask_target(a);
	a->shown += piece.len;
	return a->o.sink->text(a->o.sink, piece, err);
}

static int on_text(void *ctx, struct text piece, struct err *err)
{
	return show(ctx, piece, err);
}

static void record(struct ask *a, struct failure *f)
{
	struct attempt *at = &a->attempts[a->attempt_count++];

	credentials_hide(&a->proof, f->err.msg);	/* vendors quote keys */
	credentials_hide(&a->proof, f->code);
	credentials_hide(&a->proof, f->request_id);
	attempt_init(at, ask_target(a), f, clock_ms() - a->attempt_started);
	at->first_ms = a->attempt_first;
}

void ask_stop(struct ask *a, const struct err *why)
{
	struct failure f = FAILURE_INIT;

	if (a->state == ASK_DONE)
		return;
	if (a->call) {	/* it was made, and may have to be paid */
		http_drop(a->call);
		f.err = *why;
		record(a, &f);
	}
	a->call = NULL;
	finish(a, why);
}

/* What we know of it and the vendor does not say. */
static void add_facts(const struct ask *a, struct failure *f)
{
	const char *source = credentials_source(&a->proof);
	char doubt[80];

	credentials_doubt(&a->proof, clock_wall(), doubt, sizeof(doubt));
	if (f->err.kind == ERR_AUTH && source)
		err_set(&f->err, ERR_AUTH, "%s; the key is from %s%s",
			f->err.msg, source, doubt);
	else if (f->err.kind == ERR_AUTH && !ask_target(a)->place->signer)
		err_set(&f->err, ERR_AUTH, "%s; no key was sent: set "
			"api_key_env in [endpoint.%s]", f->err.msg,
			ask_target(a)->place->ep.name);
	if (f->err.kind == ERR_TOOLONG)
		err_set(&f->err, ERR_TOOLONG, "%s; the request has %zu bytes",
			f->err.msg, a->rq.body.len);
}

static size_t find_next(const struct ask *a, const struct failure *f)
{
	return target_next(a->o.targets, a->o.target_count, a->target, f);
}

static unsigned random_number(void)
{
	unsigned r = 0;

	if (getrandom(&r, sizeof(r), GRND_NONBLOCK) != sizeof(r))
		r = (unsigned)clock_us();
	return r;
}

static enum after decide_after(const struct ask *a, const struct failure *f,
			       long *wait_ms)
{
	long left = a->o.set->timeout - (long)(clock_ms() - a->started);
	const struct retry_facts facts = {
		.shown = a->shown > 0,
		.has_next = find_next(a, f) < a->o.target_count,
		.tries = a->tries,
		.retries = (unsigned)a->o.set->retries,
		.calls_left = (unsigned)(ASK_ATTEMPTS - a->attempt_count),
		.ms_left = !a->o.set->timeout ? -1 : left > 0 ? left : 0,
		.random = random_number(),
	};

	return retry_decide(f, &facts, wait_ms);
}

/* Once, a field that the server does not know may be left out. */
static bool drop_field(struct ask *a, const struct failure *f)
{
	const char *field;

	if (a->dropped || a->shown || f->err.kind != ERR_REJECTED)
		return false;
	field = request_drop(f, &a->request, &a->flags);
	a->dropped = field != NULL;
	if (field)
		note_verbose("asking again without %s", field);
	if (field && request_drop_lasts(f, field))
		a->attempts[a->attempt_count - 1].dropped = field;
	return field;
}

/* Each attempt has its line; that of the last stands for itself. */
static void give_up(struct ask *a)
{
	const struct attempt *last = &a->attempts[a->attempt_count - 1];
	struct err line;

	if (a->shown) {
		attempt_describe(last, &a->err);
	} else {
		attempt_describe(last, &line);
		if (a->attempts[0].target != ask_target(a))
			note("%s", line.msg);
		attempts_conclude(a->attempts, a->attempt_count, &a->err);
	}
	finish(a, NULL);
}

static void failed(struct ask *a, struct failure *f)
{
	size_t next = find_next(a, f);
	enum after after;
	struct err line;
	long ms;

	add_facts(a, f);
	record(a, f);
	attempt_describe(&a->attempts[a->attempt_count - 1], &line);
	after = decide_after(a, f, &ms);
	if (a->attempt_count < ASK_ATTEMPTS && drop_field(a, f)) {
		next_attempt(a);
	} else if (after == AFTER_RETRY) {
		note_progress("%s; asking again in %.1f s", line.msg,
			      (double)ms / 1000);
		a->state = ASK_WAIT;
		http_timer_set(a->loop, &a->wait, clock_ms() + ms);
	} else if (after == AFTER_NEXT) {
		/* a bad key is always said, or nobody would ever mend it */
		(f->err.kind == ERR_AUTH ? note_error : note)("%s", line.msg);
		a->target = next;
		a->tries = 0;
		a->dropped = false;
		next_attempt(a);
	} else {
		give_up(a);
	}
}

/* What a whole answer's finish means for the outcome. */
static const struct {
	enum err_kind kind;
	const char *what;
} finishes[FINISH_COUNT] = {
	[FINISH_NONE] = { ERR_PROTO, "the answer has no finish reason" },
	[FINISH_STOP] = { ERR_NONE, "" },
	[FINISH_LENGTH] = { ERR_LENGTH, "cut at the token limit" },
	[FINISH_REFUSAL] = { ERR_REFUSED, "refused to answer" },
	[FINISH_TOOL] = { ERR_PROTO, "asked to call a tool, and none was "
			  "offered; nothing was run" },
};

static void say_remark(const struct ask *a)
{
	char name[MODEL_NAME_MAX + 1];

	if (!*a->reply.remark)
		return;
	model_name(ask_target(a)->model, name, sizeof(name));
	note("%s: %s", name, a->reply.remark);
}

static void answered(struct ask *a, int http)
{
	const struct reply *rp = &a->reply;
	enum err_kind kind = finishes[rp->finish].kind;
	struct failure f = FAILURE_INIT;

	f.http = http;
	a->answered = ask_target(a);
	say_remark(a);
	if (!kind) {
		record(a, &f);
		if (!a->shown)
			note("the answer is empty");
		finish(a, NULL);
		return;
	}
	err_set(&f.err, kind, "%s%s%s", finishes[rp->finish].what,
		*rp->reason ? ": " : "", rp->reason);
	f.http = 0;
	record(a, &f);
	attempt_describe(&a->attempts[a->attempt_count - 1], &a->err);
	finish(a, NULL);
}

static int on_frame(void *ctx, const char *name, const char *data, size_t len,
		    struct err *err)
{
	struct ask *a = ctx;

	if (a->reply.complete && !a->reply.may_linger)
		return 0;	/* nothing counts behind the end mark */
	return target_dialect(ask_target(a))->frame(&a->reply, name, data, len,
						 err);
}

static int on_head(void *ctx, const struct http_reply *r, struct err *err)
{
	struct ask *a = ctx;
	enum framing framing;

	if (r->status < 200 || r->status > 299)
		return 0;
	a->state = ASK_STREAM;
	if (framing_of_type(http_reply_header(r, "content-type"),
			    target_dialect(ask_target(a))->framing,
			    a->request.stream, &framing, err))
		return -1;
	frames_begin(&a->frames, framing, a->request.stream,
		     target_dialect(ask_target(a))->bare_json);
	return 0;
}

static void linger_over(void *ctx)
{
	struct ask *a = ctx;

	http_drop(a->call);
	a->call = NULL;
	answered(a, 200);
}

static int on_data(void *ctx, const char *p, size_t len, struct err *err)
{
	struct ask *a = ctx;
	long long at;

	if (frames_feed(&a->frames, p, len, err))
		return -1;
	if (!a->reply.complete)
		return 0;
	if (!a->reply.may_linger && !a->o.keep_connection)
		return 1;
	at = clock_ms() + (a->reply.may_linger ? LINGER_MS : LAST_MS);
	if (!a->linger.at || at < a->linger.at)
		http_timer_set(a->loop, &a->linger, at);
	return 0;
}

static void on_done(void *ctx, const struct http_reply *r,
		    const struct err *err)
{
	struct ask *a = ctx;
	struct failure f = FAILURE_INIT;
	bool good = r->status >= 200 && r->status <= 299;

	a->call = NULL;
	http_timer_stop(a->loop, &a->linger);
	if (a->reply.complete) {	/* whatever became of the connection */
		answered(a, r->status);
		return;
	}
	f.http = r->status;
	if (err)
		f.err = *err;
	else if (!good)
		target_dialect(ask_target(a))->refuse(r, clock_wall(), &f);
	else if (!frames_end(&a->frames, &f.err) && a->reply.complete) {
		answered(a, r->status);
		return;
	}
	if (a->reply.failure.err.kind)	/* the vendor's own word, in a 200 */
		f = a->reply.failure;
	if (f.err.kind == ERR_STOPPED || f.err.kind == ERR_IO) {
		record(a, &f);
		finish(a, &f.err);
		return;
	}
	if (!f.err.kind && !a->shown)
		err_set(&f.err, ERR_PROTO, "empty answer: it ended before any "
			"text and without its end mark");
	else if (!f.err.kind)
		err_set(&f.err, ERR_PROTO, "answer incomplete: it ended after "
			"%zu bytes of text without its end mark", a->shown);
	failed(a, &f);
}

static const struct http_events events = {
	.head = on_head, .data = on_data, .done = on_done,
};

/* Fields that this model's server turned down in earlier calls. */
static void forget_fields(struct ask *a)
{
	const struct state *st = a->o.state;
	char name[MODEL_NAME_MAX + 1];

	model_name(ask_target(a)->model, name, sizeof(name));
	for (size_t i = 0; st && i < st->quirk_count; i++)
		if (!strcmp(st->quirks[i].model, name))
			request_forget(st->quirks[i].field, &a->request,
				       &a->flags);
}

static int start_call(struct ask *a, struct err *err)
{
	const struct target *t = ask_target(a);
	const struct endpoint_section *s = t->place->section;
	struct endpoint ep = t->place->ep;

	ep.flags = a->flags;
	if (credentials_find(&a->proof, t->place, &process_stop, err))
		return -1;
	http_request_release(&a->rq);
	if (target_dialect(t)->build(&ep, t->model, &a->request, &a->rq, err))
		return -1;
	target_headers(t, &a->rq);
	a->options = (struct http_options){
		.ca_file = s ? s->ca_file : NULL,
		.proxy = s ? s->proxy : NULL,
		.loopback = t->place->url.loopback,
		.connect_ms = a->o.set->connect_timeout,
		.first_byte_ms = a->o.set->first_byte_timeout,
		.idle_ms = a->o.set->idle_timeout,
	};
	credentials_use(&a->proof, t->place, &a->options);
	return http_start(a->loop, &a->rq, &a->options, &events, a, &a->call,
			  err);
}

/* The embedded engine: the answer is there at once. */
static void run_builtin(struct ask *a)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct failure f = FAILURE_INIT;
	int rc;

	rc = extract_summary(a->o.ask, a->o.docs, a->o.doc_count, &out,
			     &f.err);
	if (!rc && out.len && out.ptr[out.len - 1] != '\n')
		buf_addch(&out, '\n');	/* a line of text, to a pipe too */
	if (!rc)
		rc = show(a, (struct text){ out.ptr, out.len }, &f.err);
	a->reply.complete = !rc;
	a->reply.finish = FINISH_STOP;
	snprintf(a->reply.served, sizeof(a->reply.served), "%s",
		 ask_target(a)->model->id);
	buf_release(&out);
	if (!rc)
		answered(a, 0);
	else
		finish(a, &f.err);
}

static void next_attempt(struct ask *a)
{
	const struct target *t = ask_target(a);
	struct failure f = FAILURE_INIT;

	a->state = ASK_PLAN;
	a->attempt_started = clock_ms();
	a->attempt_first = -1;
	if (!a->tries++ && !a->dropped) {
		ask_request(&a->o, t->effort, &a->request);
		if (t->fills)
			ask_request_gap(&a->o, &a->request);
		a->flags = t->place ? t->place->ep.flags : 0;
		forget_fields(a);
	}
	reply_init(&a->reply);
	a->reply.text = on_text;
	a->reply.ctx = a;
	a->reply.model = t->model;
	a->reply.request = &a->request;
	if (!t->place) {
		run_builtin(a);
		return;
	}
	a->state = ASK_CONNECT;
	if (start_call(a, &f.err))
		failed(a, &f);
}

static void wait_over(void *ctx)
{
	next_attempt(ctx);
}

static void deadline_over(void *ctx)
{
	struct ask *a = ctx;
	struct failure f = FAILURE_INIT;

	if (a->call)
		http_drop(a->call);
	a->call = NULL;
	http_timer_stop(a->loop, &a->wait);
	http_timer_stop(a->loop, &a->linger);
	if (a->reply.complete) {
		answered(a, 200);
		return;
	}
	err_set(&f.err, ERR_TIMEOUT, "no whole answer within %.3g s",
		(double)a->o.set->timeout / 1000);
	record(a, &f);
	give_up(a);
}

void ask_start(struct ask *a, const struct ask_order *order,
	       struct http *loop)
{
	*a = (struct ask){
		.o = *order, .loop = loop, .started = clock_ms(),
		.first_ms = -1, .proof = CREDENTIALS_INIT,
	};
	a->wait = (struct timer){ .fire = wait_over, .ctx = a };
	a->linger = (struct timer){ .fire = linger_over, .ctx = a };
	a->deadline = (struct timer){ .fire = deadline_over, .ctx = a };
	http_request_init(&a->rq);
	frames_init(&a->frames, on_frame, a);
	reply_init(&a->reply);
	if (loop && order->set->timeout)
		http_timer_set(loop, &a->deadline,
			       a->started + order->set->timeout);
	next_attempt(a);
}

void ask_release(struct ask *a)
{
	if (a->call)
		http_drop(a->call);
	credentials_release(&a->proof);
	http_request_release(&a->rq);
	frames_release(&a->frames);
}
