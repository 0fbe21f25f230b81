#include "app/exchange.h"

#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/note.h"
#include "app/process.h"
#include "app/record.h"
#include "base/clock.h"
#include "base/mem.h"
#include "route/explain.h"
#include "store/store.h"

static struct exchange *of_front(struct sink *s)
{
	return (struct exchange *)(void *)((char *)s -
					   offsetof(struct exchange, front));
}

static int front_text(struct sink *s, struct text piece, struct err *err)
{
	struct sink *next = of_front(s)->sink;

	note_wait_over();
	return next->text(next, piece, err);
}

static int front_end(struct sink *s, bool whole, struct err *err)
{
	struct sink *next = of_front(s)->sink;

	return next->end(next, whole, err);
}

void exchange_init(struct exchange *x, struct app *app, struct talk *talk)
{
	*x = (struct exchange){
		.app = app, .talk = talk, .command = "ask",
		.out = OUTPUT_INIT,
		.at = clock_wall_ms(), .front = { front_text, front_end },
	};
	report_make_id(x->facts.id);
}

int exchange_read(struct exchange *x, struct err *err)
{
	if (prompt_read(&x->prompt, x->app, x->talk->secrets, err))
		return -1;
	return wishes_read(&x->wishes, x->app, err);
}

int exchange_take(struct exchange *x, struct buf *ask, struct document *docs,
		  size_t count, struct err *err)
{
	if (prompt_take(&x->prompt, x->talk->secrets, ask, docs, count, err))
		return -1;
	return wishes_read(&x->wishes, x->app, err);
}

int exchange_open(struct exchange *x, struct err *err)
{
	const struct settings *set = x->app->set;
	const struct history *h = x->talk->history;
	const struct output_wants wants = {
		.code = x->wishes.code, .last_code = x->wishes.last_code,
		.all_code = x->wishes.all_code,
		.schema = x->schema_json, .secrets = x->talk->secrets,
		.keep = x->talk->goes_on ||
			(!set->no_log && set->log == LOG_FULL) ? TURN_TEXT : 0,
	};

	x->facts.session = h->name ? h->name : h->session;
	if (output_open(&x->out, set, &wants, err))
		return -1;
	x->sink = x->out.sink;
	return 0;
}

static void say_route(const struct exchange *x)
{
	const struct decision *d = &x->decision;
	const struct candidate *first = d->plan.candidates;
	bool rests = first->caution == PLAN_BLOCKED;
	struct buf line = BUF_INIT(1024);
	char name[MODEL_NAME_MAX + 1];

	if (first->caution != PLAN_OK) {
		model_name(first->model, name, sizeof(name));
		explain_caution(&d->plan, first, &line);
		/* who names a model need not hear how it did before */
		(rests && d->model_forced ? note_verbose : note)(
			"%s %s, but %s", name, line.ptr,
			rests ? "nothing else may serve" : "it was asked for");
		buf_clear(&line);
	}
	explain_line(&d->verdict, d->task_forced, &d->plan, &line);
	note_verbose("%s", line.ptr);
	buf_release(&line);
}

int exchange_decide(struct exchange *x, unsigned flags, struct err *err)
{
	x->decided = true;	/* also when it fails: it can be released */
	if (decide(&x->decision, x->app, &x->wishes, &x->prompt,
		   x->talk->history, flags, err))
		return -1;
	if (!x->decision.target_count)
		return decide_none(&x->decision, x->app, err);
	say_route(x);
	return 0;
}

/* The conversation so far, and the prompt behind it. */
static void make_turns(struct exchange *x)
{
	const struct history *h = x->talk->history;
	size_t past = h->count - h->first;

	x->turns = xcalloc(past + 1, sizeof(*x->turns));
	for (size_t i = 0; i < past; i++)
		x->turns[i] = h->turns[h->first + i];
	x->turns[past] = (struct turn){
		.role = ROLE_USER, .parts = x->prompt.message.parts,
		.count = x->prompt.message.count,
		.images = x->prompt.images,
		.image_count = x->prompt.picture_count,
	};
	x->turn_count = past + 1;
}

/* By what the vendor shall know the conversation; NULL where it is none. */
static const char *conversation(const struct exchange *x)
{
	const struct history *h = x->talk->history;

	if (h->session)
		return h->session;
	return h->name || x->talk->goes_on ? x->facts.id : NULL;
}

struct ask_order exchange_order(struct exchange *x)
{
	const struct decision *d = &x->decision;
	const struct prompt *p = &x->prompt;
	const struct history *h = x->talk->history;
	bool again = !p->doc_count && d->follow_up;

	make_turns(x);
	return (struct ask_order){
		.set = x->app->set,
		.ask = text_of_buf(&p->ask),
		.docs = again ? h->docs : p->doc_texts,
		.doc_count = again ? h->doc_count : p->doc_count,
		.system = text_of_buf(&x->wishes.system),
		.turns = x->turns, .turn_count = x->turn_count,
		.schema = x->schema, .gap = x->gap,
		.conversation = conversation(x),
		.input_tokens = d->in.input_tokens,
		.state = &d->state,
		.targets = d->targets, .target_count = d->target_count,
		.sink = &x->front,
		.keep_connection = x->talk->goes_on,
	};
}

/*
 * Asked by the loop at least every 100 ms: a signal, or nobody left who
 * reads what we print (a stalled answer must not run on, and cost, unseen).
 */
static int check(void *ctx, struct err *err)
{
	struct pollfd fd = { .fd = STDOUT_FILENO };
	const struct exchange *x = ctx;
	char name[MODEL_NAME_MAX + 1];

	if (process_stop)
		return err_set(err, ERR_STOPPED, "interrupted");
	if (poll(&fd, 1, 0) > 0 && fd.revents & POLLERR)
		return err_set(err, ERR_STOPPED, "nobody reads the answer");
	if (!x->ask.shown && x->ask.state != ASK_DONE) {
		model_name(ask_target(&x->ask)->model, name, sizeof(name));
		note_wait(name, clock_ms() - x->ask.started);
	}
	return 0;
}

/* One that was made for plain http cannot do the other. */
static int need_loop(struct talk *t, bool tls, struct err *err)
{
	if (t->http && (t->tls || !tls))
		return 0;
	http_free(t->http);
	t->tls = tls;
	return http_new(&t->http, tls, err);
}

int exchange_loop(struct exchange *x, const struct ask_order *order,
		  struct http **loop, struct err *err)
{
	struct talk *t = x->talk;

	*loop = NULL;
	if (!ask_needs_loop(order))
		return 0;
	if (need_loop(t, ask_needs_tls(order), err))
		return -1;
	*loop = t->http;
	return 0;
}

int exchange_run(struct exchange *x, struct err *err)
{
	const struct ask_order order = exchange_order(x);
	struct http *loop;
	struct err stop = ERR_INIT;

	if (exchange_loop(x, &order, &loop, err))
		return -1;
	x->asked = true;
	ask_start(&x->ask, &order, loop);
	if (x->ask.state != ASK_DONE && http_run(loop, check, x, &stop))
		ask_stop(&x->ask, &stop);
	note_wait_over();
	*err = x->ask.err;
	ask_release(&x->ask);
	return err->kind ? -1 : 0;
}

void exchange_end(struct exchange *x, struct err *outcome)
{
	bool whole = !outcome->kind || outcome->kind == ERR_LENGTH;
	struct err late = ERR_INIT;

	if (outcome->kind == ERR_STOPPED)
		output_stopped(&x->out);
	if (output_is_open(&x->out) && x->asked &&
	    x->sink->end(x->sink, whole, &late) && whole)
		*outcome = late;
}

void exchange_save(struct exchange *x, const struct err *outcome,
		   char session[64])
{
	const struct record r = {
		.app = x->app, .command = x->command, .prompt = &x->prompt,
		.decision = &x->decision, .ask = &x->ask,
		.history = x->talk->history, .facts = &x->facts,
		.answer = text_of_buf(&x->out.tee.copy),
		.outcome = outcome, .at = x->at,
	};

	if (x->asked)
		record_save(&r, session);
}

void exchange_release(struct exchange *x)
{
	output_release(&x->out);
	if (x->decided)
		decide_release(&x->decision);
	wishes_release(&x->wishes);
	free(x->turns);
	prompt_release(&x->prompt);
}
