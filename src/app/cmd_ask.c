#include <unistd.h>

#include "app/app.h"
#include "app/exchange.h"
#include "app/note.h"
#include "app/process.h"
#include "base/file.h"
#include "base/schema.h"
#include "route/explain.h"

/* Everything of one call of `shunt ask`. */
struct asking {
	struct app *app;
	struct exchange x;
	struct talk talk;
	struct history history;
	struct secrets secrets;
	struct buf schema;	/* --schema's file, and what it says */
	struct json *schema_json;
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
		rc = output_write(&s->x.out, text_of_buf(&line),
				  err);
	buf_release(&line);
	return rc;
}

static void fill_route(struct json_writer *w, struct asking *s,
		       const struct err *outcome)
{
	(void)outcome;
	report_route(w, "route", &s->x.decision);
}

static void fill_usage(struct json_writer *w, struct asking *s,
		       const struct err *outcome)
{
	(void)outcome;
	report_usage(w, "usage", &s->x.decision, &s->x.ask);
	json_add_number(w, "cost_usd", report_cost(&s->x.decision, &s->x.ask));
}

static void fill_error(struct json_writer *w, struct asking *s,
		       const struct err *outcome)
{
	report_error(w, "error", s->x.asked ? &s->x.ask : NULL, outcome);
}

static void fill_done(struct json_writer *w, struct asking *s,
		      const struct err *outcome)
{
	json_add_str(w, "finish", report_finish(s->x.asked ? &s->x.ask : NULL,
						outcome));
	json_add_int(w, "exit", err_exit_status(outcome->kind));
}

/* The answer's label, for -v: who served it, tokens, money, time. */
static void say_served(const struct asking *s)
{
	const struct ask *a = &s->x.ask;
	struct buf cost = BUF_INIT(64);
	char name[256];

	if (!s->x.asked || !a->answered)
		return;
	explain_money(report_cost(&s->x.decision, a), &cost);
	model_name(a->answered->model, name, sizeof(name));
	note_verbose("%s%s%s%s answered in %.2f s, %lld tokens in, %lld out, "
		     "%s", name, *a->reply.served ? " (" : "",
		     a->reply.served, *a->reply.served ? ")" : "",
		     (double)a->total_ms / 1000,
		     a->reply.usage.input < 0 ?
		     (long long)s->x.decision.in.input_tokens :
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
	struct text answer = text_of_buf(&s->x.out.held);
	int rc;

	report_ask(&w, &s->x.facts, s->x.decided ? &s->x.decision : NULL,
		   s->x.asked ? &s->x.ask : NULL, answer, outcome);
	buf_addch(&obj, '\n');
	rc = buf_check(&obj, "the JSON", err);
	if (!rc)
		rc = output_write(&s->x.out, text_of_buf(&obj),
				  err);
	buf_release(&obj);
	return rc;
}

/* The last lines of --events. A failed write is the outcome then. */
static int end_events(struct asking *s, const struct err *outcome,
		      struct err *err)
{
	if (s->x.asked && !outcome->kind &&
	    event(s, "usage", fill_usage, NULL, err))
		return -1;
	if (outcome->kind && event(s, "error", fill_error, outcome, err))
		return -1;
	return event(s, "done", fill_done, outcome, err);
}

/* Ends the output by the outcome, which it may change. */
static int conclude(struct asking *s, struct err *err)
{
	struct err late = ERR_INIT;
	bool whole;

	exchange_end(&s->x, err);
	whole = !err->kind || err->kind == ERR_LENGTH;
	s->app->reported = true;
	if (output_is_open(&s->x.out) && s->app->set->json &&
	    print_json(s, err, &late) && whole)
		*err = late;
	if (output_is_open(&s->x.out) && end_events(s, err, &late) && whole)
		*err = late;
	whole = !err->kind || err->kind == ERR_LENGTH;
	if (output_close(&s->x.out, whole, &late))
		*err = late;
	return err->kind ? -1 : 0;
}

static int dry_run(struct asking *s, struct err *err)
{
	const struct target *first = s->x.decision.targets;
	const struct ask_order order = exchange_order(&s->x);
	struct buf text = BUF_INIT(MAX_REQUEST);
	struct request request;
	int rc;

	ask_request(&order, first->effort, &request);
	rc = target_show(first, &request, &text, err);
	if (!rc)
		rc = output_write(&s->x.out, text_of_buf(&text),
				  err);
	buf_release(&text);
	if (!rc)
		rc = output_close(&s->x.out, true, err);
	return rc;
}

static int decide_and_ask(struct asking *s, struct err *err)
{
	if (exchange_decide(&s->x, 0, err) ||
	    event(s, "route", fill_route, NULL, err))
		return -1;
	return exchange_run(&s->x, err);
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
		exchange_save(&s->x, err, NULL);
		return check_stop(rc, err);
	}
	rc = exchange_decide(&s->x, DECIDE_NO_NETWORK, err);
	return rc ? rc : dry_run(s, err);
}

static int check_settings(const struct settings *set, struct err *err)
{
	bool plain = !set->json && !set->events && !set->output;

	if (set->json && set->events)
		return err_set(err, ERR_USAGE, "--json and --events exclude "
			       "each other");
	if (set->code + set->last_code + set->all_code > 1)
		return err_set(err, ERR_USAGE, "-x, -X and --all-code exclude "
			       "each other");
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
	if (check_settings(s->app->set, err) || read_schema(s, err) ||
	    exchange_read(&s->x, err) ||
	    (s->schema_json &&
	     secrets_check(&s->secrets, s->app->set->schema, false,
			   &s->schema, err)) ||
	    history_load(&s->history, s->app, err))
		return -1;
	warn_base_urls(s->app);
	s->x.schema = text_of_buf(&s->schema);
	s->x.schema_json = s->schema_json;
	return exchange_open(&s->x, err);
}

/* On a terminal, with nothing to ask and nothing that only an ask can do. */
static bool is_chat(const struct app *app)
{
	const struct settings *set = app->set;

	return !app->word_count && !set->file.count && !set->json &&
	       !set->events && !set->dry_run && !set->output &&
	       !set->schema && !set->code && !set->last_code &&
	       !set->all_code && isatty(STDIN_FILENO) == 1 &&
	       isatty(STDOUT_FILENO) == 1;
}

int cmd_ask(struct app *app, struct err *err)
{
	struct asking s = { .app = app, .schema = BUF_INIT(MAX_CONFIG),
			    .history = HISTORY_INIT };
	int rc;

	if (is_chat(app))
		return cmd_chat(app, err);
	secrets_init(&s.secrets, secrets_policy(&app->cfg));
	s.talk.history = &s.history;
	s.talk.secrets = &s.secrets;
	exchange_init(&s.x, app, &s.talk);
	rc = prepare(&s, err);
	if (!rc)
		rc = ask_or_show(&s, err);
	exchange_release(&s.x);
	http_free(s.talk.http);
	history_release(&s.history);
	secrets_release(&s.secrets);
	json_free(s.schema_json);
	buf_release(&s.schema);
	return rc;
}
