#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/ask.h"
#include "app/decide.h"
#include "app/note.h"
#include "app/output.h"
#include "app/process.h"
#include "app/prompt.h"
#include "app/report.h"
#include "route/explain.h"

/* Everything of one call of `shunt ask`. */
struct session {
	struct app *app;
	struct prompt prompt;
	struct decision decision;
	struct output out;
	struct ask ask;
	bool asked;		/* ask was started */
	bool decided;
};


/* One line of --events. */
static int event(struct session *s, const char *name,
		 void (*fill)(struct json_writer *w, struct session *s,
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

static void fill_route(struct json_writer *w, struct session *s,
		       const struct err *outcome)
{
	(void)outcome;
	report_route(w, "route", &s->decision);
}

static void fill_usage(struct json_writer *w, struct session *s,
		       const struct err *outcome)
{
	(void)outcome;
	report_usage(w, "usage", &s->decision, &s->ask);
	json_add_number(w, "cost_usd", report_cost(&s->decision, &s->ask));
}

static void fill_error(struct json_writer *w, struct session *s,
		       const struct err *outcome)
{
	report_error(w, "error", s->asked ? &s->ask : NULL, outcome);
}

static void fill_done(struct json_writer *w, struct session *s,
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

static int run_ask(struct session *s, struct err *err)
{
	const struct ask_order order = {
		.set = s->app->set, .prompt = &s->prompt,
		.system = { s->decision.system.ptr, s->decision.system.len },
		.input_tokens = s->decision.in.input_tokens,
		.targets = s->decision.targets,
		.target_count = s->decision.target_count,
		.sink = s->out.sink,
	};
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

static void say_route(const struct session *s)
{
	const struct candidate *first = s->decision.plan.candidates;
	struct buf line = BUF_INIT(1024);
	char name[256];

	if (first->caution != PLAN_OK) {
		model_name(first->model, name, sizeof(name));
		explain_caution(&s->decision.plan, first, &line);
		note("%s %s, but %s", name, line.ptr,
		     first->caution == PLAN_BLOCKED ?
			     "nothing else may serve" : "it was asked for");
		buf_clear(&line);
	}

	explain_line(&s->decision.verdict, s->decision.task_forced,
		     &s->decision.plan, &line);
	note_verbose("%s", line.ptr);
	buf_release(&line);
}

/* The answer's label, for -v: who served it, tokens, money, time. */
static void say_served(const struct session *s)
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

static int print_json(struct session *s, const struct err *outcome,
		      struct err *err)
{
	struct buf obj = BUF_INIT(MAX_REQUEST);
	struct json_writer w = JSON_WRITER_INIT(&obj);
	struct text answer = { s->out.held.ptr, s->out.held.len };
	int rc;

	report_ask(&w, s->decided ? &s->decision : NULL,
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
static int end_events(struct session *s, const struct err *outcome,
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
static int conclude(struct session *s, struct err *err)
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

static int dry_run(struct session *s, struct err *err)
{
	const struct decision *d = &s->decision;
	const struct ask_order order = {
		.set = s->app->set, .prompt = &s->prompt,
		.system = { d->system.ptr, d->system.len },
		.input_tokens = d->in.input_tokens,
	};
	struct buf text = BUF_INIT(MAX_REQUEST);
	struct request request;
	struct turn turn;
	int rc;

	ask_request(&order, d->targets[0].effort, &turn, &request);
	rc = target_show(&d->targets[0], &request, &text, err);
	if (!rc)
		rc = output_write(&s->out, (struct text){ text.ptr, text.len },
				  err);
	buf_release(&text);
	if (!rc)
		rc = output_close(&s->out, true, err);
	return rc;
}

static int decide_and_ask(struct session *s, struct err *err)
{
	s->decided = true;	/* also when it fails: it can be released */
	if (decide(&s->decision, s->app, &s->prompt, 0, err))
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

static int ask_or_show(struct session *s, struct err *err)
{
	int rc;

	if (!s->app->set->dry_run) {
		decide_and_ask(s, err);
		rc = conclude(s, err);
		say_served(s);
		return rc;
	}
	s->decided = true;
	rc = decide(&s->decision, s->app, &s->prompt, DECIDE_NO_NETWORK, err);
	if (!rc && !s->decision.target_count)
		rc = decide_none(&s->decision, s->app, err);
	return rc ? rc : dry_run(s, err);
}

static int check_settings(const struct settings *set, struct err *err)
{
	if (set->json && set->events)
		return err_set(err, ERR_USAGE, "--json and --events exclude "
			       "each other");
	if (set->code && set->last_code)
		return err_set(err, ERR_USAGE, "-x and -X exclude each other");
	return 0;
}

int cmd_ask(struct app *app, struct err *err)
{
	struct session s = { .app = app };
	int rc;

	rc = check_settings(app->set, err);
	if (!rc)
		rc = prompt_read(&s.prompt, app, err);
	if (rc)
		goto out;
	warn_base_urls(app);
	rc = output_open(&s.out, app->set, err);
	if (!rc)
		rc = ask_or_show(&s, err);
	output_release(&s.out);
	if (s.decided)
		decide_release(&s.decision);
out:
	prompt_release(&s.prompt);
	return rc;
}
