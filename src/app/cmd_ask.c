#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/ask.h"
#include "app/decide.h"
#include "app/note.h"
#include "app/output.h"
#include "app/process.h"
#include "app/prompt.h"
#include "app/record.h"
#include "app/report.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/schema.h"
#include "route/explain.h"
#include "store/store.h"

/* Everything of one call of `shunt ask`. */
struct asking {
	struct app *app;
	struct prompt prompt;
	struct buf schema;	/* --schema's file, and what it says */
	struct json *schema_json;
	struct history history;
	struct report_facts facts;
	int64_t at;		/* ms since the Epoch: when it began */
	struct decision decision;
	struct turn *turns;	/* the history's, then the prompt */
	size_t turn_count;
	struct output out;
	struct ask ask;
	bool asked;		/* ask was started */
	bool decided;
};

/* One line of --events. */
static int event(struct asking *s, const char *name,
		 void (*fill)(struct json_writer *w, struct asking *s,
			      const struct err *outcome),
		 const struct err *outcome, struct err *err)
{
	struct buf line = BUF_INIT(MAX_REQUEST);
	struct json_writer w = JSON_WRITER_INIT(&line);
	int rc;

	if (!s->app->set->events)
		return 0;
	json_begin(&w, NULL, '{');
	json_add_str(&w, "event", name);
	fill(&w, s, outcome);
	json_end(&w, '}');
	buf_addch(&line, '\n');
	rc = buf_check(&line, "an event", err);
	if (!rc)
		rc = output_write(&s->out, (struct text){ line.ptr, line.len },
				  err);
	buf_release(&line);
	return rc;
}

static void fill_route(struct json_writer *w, struct asking *s,
		       const struct err *outcome)
{
	(void)outcome;
	report_route(w, "route", &s->decision);
}

static void fill_usage(struct json_writer *w, struct asking *s,
		       const struct err *outcome)
{
	(void)outcome;
	report_usage(w, "usage", &s->decision, &s->ask);
	json_add_number(w, "cost_usd", report_cost(&s->decision, &s->ask));
}

static void fill_error(struct json_writer *w, struct asking *s,
		       const struct err *outcome)
{
	report_error(w, "error", s->asked ? &s->ask : NULL, outcome);
}

static void fill_done(struct json_writer *w, struct asking *s,
		      const struct err *outcome)
{
	json_add_str(w, "finish", report_finish(s->asked ? &s->ask : NULL,
						outcome));
	json_add_int(w, "exit", err_exit_status(outcome->kind));
}

/*
 * Asked by the loop at least every 100 ms: a signal, or nobody left who
 * reads what we print (a stalled answer must not run on, and cost, unseen).
 */
static int check(void *ctx, struct err *err)
{
	struct pollfd fd = { .fd = STDOUT_FILENO };

	(void)ctx;
	if (process_stop)
		return err_set(err, ERR_STOPPED, "interrupted");
	if (poll(&fd, 1, 0) > 0 && fd.revents & POLLERR)
		return err_set(err, ERR_STOPPED, "nobody reads the answer");
	return 0;
}

/* The conversation so far, and the prompt behind it. */
static void make_turns(struct asking *s)
{
	const struct history *h = &s->history;
	size_t past = h->count - h->first;

	s->turns = xcalloc(past + 1, sizeof(*s->turns));
	for (size_t i = 0; i < past; i++)
		s->turns[i] = h->turns[h->first + i];
	s->turns[past] = (struct turn){
		.role = ROLE_USER, .parts = s->prompt.message.parts,
		.count = s->prompt.message.count,
		.images = s->prompt.images,
		.image_count = s->prompt.picture_count,
	};
	s->turn_count = past + 1;
}

static struct ask_order make_order(struct asking *s)
{
	const struct decision *d = &s->decision;
	const struct prompt *p = &s->prompt;
	bool again = !p->doc_count && d->follow_up;

	make_turns(s);
	return (struct ask_order){
		.set = s->app->set,
		.ask = { p->ask.ptr, p->ask.len },
		.docs = again ? s->history.docs : p->doc_texts,
		.doc_count = again ? s->history.doc_count : p->doc_count,
		.system = { d->system.ptr, d->system.len },
		.turns = s->turns, .turn_count = s->turn_count,
		.schema = { s->schema.ptr, s->schema.len },
		.conversation = s->history.session ? s->history.session :
				s->history.name ? s->facts.id : NULL,
		.input_tokens = d->in.input_tokens,
		.state = &d->state,
		.targets = d->targets, .target_count = d->target_count,
		.sink = s->out.sink,
	};
}

static int run_ask(struct asking *s, struct err *err)
{
	const struct ask_order order = make_order(s);
	struct http *loop = NULL;
	struct err stop = ERR_INIT;

	if (ask_needs_loop(&order) &&
	    http_new(&loop, ask_needs_tls(&order), err))
		return -1;
	s->asked = true;
	ask_start(&s->ask, &order, loop);
	if (s->ask.state != ASK_DONE && http_run(loop, check, NULL, &stop))
		ask_stop(&s->ask, &stop);
	*err = s->ask.err;
	ask_release(&s->ask);
	http_free(loop);
	return err->kind ? -1 : 0;
}

static void say_route(const struct asking *s)
{
	const struct candidate *first = s->decision.plan.candidates;
	bool rests = first->caution == PLAN_BLOCKED;
	struct buf line = BUF_INIT(1024);
	char name[256];

	if (first->caution != PLAN_OK) {
		model_name(first->model, name, sizeof(name));
		explain_caution(&s->decision.plan, first, &line);
		/* who names a model need not hear how it did before */
		(rests && s->decision.model_forced ? note_verbose : note)(
			"%s %s, but %s", name, line.ptr,
			rests ? "nothing else may serve" : "it was asked for");
		buf_clear(&line);
	}
	explain_line(&s->decision.verdict, s->decision.task_forced,
		     &s->decision.plan, &line);
	note_verbose("%s", line.ptr);
	buf_release(&line);
}

/* The answer's label, for -v: who served it, tokens, money, time. */
static void say_served(const struct asking *s)
{
	const struct ask *a = &s->ask;
	struct buf cost = BUF_INIT(64);
	char name[256];

	if (!s->asked || !a->answered)
		return;
	explain_money(report_cost(&s->decision, a), &cost);
	model_name(a->answered->model, name, sizeof(name));
	note_verbose("%s%s%s%s answered in %.2f s, %lld tokens in, %lld out, "
		     "%s", name, *a->reply.served ? " (" : "",
		     a->reply.served, *a->reply.served ? ")" : "",
		     (double)a->total_ms / 1000,
		     a->reply.usage.input < 0 ?
		     (long long)s->decision.in.input_tokens :
		     a->reply.usage.input,
		     a->reply.usage.output < 0 ? (long long)(a->shown / 4) :
		     a->reply.usage.output, cost.ptr);
	buf_release(&cost);
}

static int print_json(struct asking *s, const struct err *outcome,
		      struct err *err)
{
	struct buf obj = BUF_INIT(MAX_REQUEST);
	struct json_writer w = JSON_WRITER_INIT(&obj);
	struct text answer = { s->out.held.ptr, s->out.held.len };
	int rc;

	report_ask(&w, &s->facts, s->decided ? &s->decision : NULL,
		   s->asked ? &s->ask : NULL, answer, outcome);
	buf_addch(&obj, '\n');
	rc = buf_check(&obj, "the JSON", err);
	if (!rc)
		rc = output_write(&s->out, (struct text){ obj.ptr, obj.len },
				  err);
	buf_release(&obj);
	return rc;
}

/* The last lines of --events. A failed write is the outcome then. */
static int end_events(struct asking *s, const struct err *outcome,
		      struct err *err)
{
	if (s->asked && !outcome->kind &&
	    event(s, "usage", fill_usage, NULL, err))
		return -1;
	if (outcome->kind && event(s, "error", fill_error, outcome, err))
		return -1;
	return event(s, "done", fill_done, outcome, err);
}

/*
 * Ends the output by the outcome, which it may change: text that could not
 * be written, an answer without a code block.
 */
static int conclude(struct asking *s, struct err *err)
{
	bool whole = !err->kind || err->kind == ERR_LENGTH;
	struct err late = ERR_INIT;

	if (err->kind == ERR_STOPPED)
		output_stopped(&s->out);
	if (output_is_open(&s->out) && s->asked &&
	    output_end(&s->out, whole, &late) && whole)
		*err = late;
	s->app->reported = true;
	if (output_is_open(&s->out) && s->app->set->json &&
	    print_json(s, err, &late) && whole)
		*err = late;
	if (output_is_open(&s->out) && end_events(s, err, &late) && whole)
		*err = late;
	whole = !err->kind || err->kind == ERR_LENGTH;
	if (output_close(&s->out, whole, &late))
		*err = late;
	return err->kind ? -1 : 0;
}

static int dry_run(struct asking *s, struct err *err)
{
	const struct target *first = s->decision.targets;
	const struct ask_order order = make_order(s);
	struct buf text = BUF_INIT(MAX_REQUEST);
	struct request request;
	int rc;

	ask_request(&order, first->effort, &request);
	rc = target_show(first, &request, &text, err);
	if (!rc)
		rc = output_write(&s->out, (struct text){ text.ptr, text.len },
				  err);
	buf_release(&text);
	if (!rc)
		rc = output_close(&s->out, true, err);
	return rc;
}

static int decide_and_ask(struct asking *s, struct err *err)
{
	s->decided = true;	/* also when it fails: it can be released */
	if (decide(&s->decision, s->app, &s->prompt, &s->history, 0, err))
		return -1;
	if (!s->decision.target_count)
		return decide_none(&s->decision, s->app, err);
	say_route(s);
	if (event(s, "route", fill_route, NULL, err))
		return -1;
	return run_ask(s, err);
}

/* The vendors' own clients read these; a repository could set them. */
static void warn_base_urls(const struct app *app)
{
	char name[64];

	for (size_t i = 0; i < app->cfg.place_count; i++) {
		const struct place *p = &app->cfg.places[i];

		if (place_unread_base_url(p, name, sizeof(name)))
			note("%s is set, and shunt does not read it; write "
			     "base_url into [endpoint.%s]", name, p->ep.name);
	}
}

/* After the answer: whoever reads it has all of it by now. */
static void record(struct asking *s, const struct err *outcome)
{
	const struct record r = {
		.app = s->app, .prompt = &s->prompt,
		.decision = &s->decision, .ask = &s->ask,
		.history = &s->history, .facts = &s->facts,
		.answer = { s->out.tee.copy.ptr, s->out.tee.copy.len },
		.outcome = outcome, .at = s->at,
	};

	if (s->asked)
		record_save(&r);
}

/* A signal that came while the record was saved ends us as any other. */
static int check_stop(int rc, struct err *err)
{
	return !rc && process_stop ?
	       err_set(err, ERR_STOPPED, "interrupted") : rc;
}

static int ask_or_show(struct asking *s, struct err *err)
{
	int rc;

	if (!s->app->set->dry_run) {
		decide_and_ask(s, err);
		rc = conclude(s, err);
		say_served(s);
		record(s, err);
		return check_stop(rc, err);
	}
	s->decided = true;
	rc = decide(&s->decision, s->app, &s->prompt, &s->history,
		    DECIDE_NO_NETWORK, err);
	if (!rc && !s->decision.target_count)
		rc = decide_none(&s->decision, s->app, err);
	if (rc)
		return rc;
	say_route(s);
	return dry_run(s, err);
}

static int check_settings(const struct settings *set, struct err *err)
{
	bool plain = !set->json && !set->events && !set->output;

	if (set->json && set->events)
		return err_set(err, ERR_USAGE, "--json and --events exclude "
			       "each other");
	if (set->code && set->last_code)
		return err_set(err, ERR_USAGE, "-x and -X exclude each other");
	if (set->unmask && !plain)
		return err_set(err, ERR_USAGE, "--unmask is for plain text on "
			       "standard output: not with --json, --events or "
			       "--output");
	return 0;
}

static int read_schema(struct asking *s, struct err *err)
{
	const char *path = s->app->set->schema;
	struct json *j;

	if (!path)
		return 0;
	if (file_read(path, MAX_CONFIG, &s->schema, err))
		return -1;
	if (!json_parse(s->schema.ptr, s->schema.len, &j, err)) {
		s->schema_json = j;
		if (!schema_check(j, err))
			return 0;
	}
	err->kind = ERR_USAGE;
	return err_prefix(err, "--schema %s", path);
}

/* What the ask needs before anybody is chosen for it. */
static int prepare(struct asking *s, struct err *err)
{
	s->at = clock_wall_ms();
	report_make_id(s->facts.id);
	if (check_settings(s->app->set, err) || read_schema(s, err) ||
	    prompt_read(&s->prompt, s->app, err) ||
	    (s->schema_json &&
	     secrets_check(&s->prompt.secrets, s->app->set->schema, false,
			   &s->schema, err)) ||
	    history_load(&s->history, s->app, err))
		return -1;
	s->facts.session = s->history.name ? s->history.name :
			   s->history.session;
	warn_base_urls(s->app);
	return output_open(&s->out, s->app->set, s->schema_json,
			   &s->prompt.secrets,
			   s->app->set->no_log ||
			   s->app->set->log != LOG_FULL ? 0 : TURN_TEXT, err);
}

int cmd_ask(struct app *app, struct err *err)
{
	struct asking s = { .app = app, .schema = BUF_INIT(MAX_CONFIG),
			    .history = { .task = TASK_NONE },
			    .out = OUTPUT_INIT };
	int rc = prepare(&s, err);

	if (!rc)
		rc = ask_or_show(&s, err);
	output_release(&s.out);
	if (s.decided)
		decide_release(&s.decision);
	free(s.turns);
	history_release(&s.history);
	prompt_release(&s.prompt);
	json_free(s.schema_json);
	buf_release(&s.schema);
	return rc;
}
