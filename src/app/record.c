#include "app/record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/note.h"
#include "app/process.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/cost.h"
#include "store/health.h"
#include "store/store.h"

#define HURRY_MS 100	/* to save in, after a signal */
#define HOOK_MS 500	/* the same where git waits for its hook */

/* A rate over less than this says nothing. */
#define RATE_TOKENS 20
#define RATE_MS 200

/* The copies that a row points into; all are the masked form. */
struct row_texts {
	struct buf ask, answer, system, report;
	struct buf *docs;
	struct turn_document *list;
};

static bool is_masked(const struct record *r)
{
	return r->prompt->secrets->policy == SECRETS_REDACT;
}

/* As it went out, or masked for the log where it went out as it was. */
static struct text logged(const struct record *r, struct text t,
			  struct buf *copy)
{
	if (is_masked(r))
		return t;
	secrets_hide(r->prompt->secrets, t, copy);
	return (struct text){ copy->ptr, copy->len };
}

static void fill_documents(const struct record *r, struct row_texts *x,
			   struct turn_row *row)
{
	const struct prompt *p = r->prompt;

	x->docs = xcalloc(p->doc_count, sizeof(*x->docs));
	x->list = xcalloc(p->doc_count, sizeof(*x->list));
	for (size_t i = 0; i < p->doc_count; i++) {
		buf_init(&x->docs[i], MAX_PROMPT);
		x->list[i] = (struct turn_document){
			.name = p->docs[i].name,
			.text = logged(r, p->doc_texts[i], &x->docs[i]),
		};
	}
	row->docs = x->list;
	row->doc_count = p->doc_count;
}

static void fill_texts(const struct record *r, struct row_texts *x,
		       struct turn_row *row)
{
	struct json_writer w = JSON_WRITER_INIT(&x->report);
	struct err outcome = *r->outcome;

	if (row->meta)	/* a vendor's words may quote the prompt */
		outcome.msg[0] = '\0';
	report_ask(&w, r->facts, r->decision, r->ask, (struct text){ NULL, 0 },
		   &outcome);
	row->report = (struct text){ x->report.ptr, x->report.len };
	if (row->meta)
		return;
	row->ask = logged(r, text_of_buf(&r->prompt->ask), &x->ask);
	row->answer = logged(r, r->answer, &x->answer);
	row->system = logged(r, text_of_buf(&r->decision->wishes->system),
			     &x->system);
	fill_documents(r, x, row);
}

static void texts_release(struct row_texts *x, size_t docs)
{
	for (size_t i = 0; x->docs && i < docs; i++)
		buf_release(&x->docs[i]);
	free(x->docs);
	free(x->list);
	buf_release(&x->ask);
	buf_release(&x->answer);
	buf_release(&x->system);
	buf_release(&x->report);
}

/* Would it have served, but for the money or for the user's own list? */
static bool is_able(const struct plan *plan, size_t at)
{
	const struct candidate *c = &plan->candidates[at];

	return !isnan(c->cost) && (at < plan->usable ||
				   c->why == PLAN_CEILING ||
				   c->why == PLAN_NOT_LISTED);
}

/*
 * What the best model would have cost for the same tokens: by its skill, for
 * its chance is that at the effort chosen for it.
 */
static double strongest_cost(const struct record *r, const struct model *m,
			     const struct usage *u)
{
	const struct plan *plan = &r->decision->plan;
	double factor = m->token_factor > 0 ? m->token_factor : 1;
	const struct candidate *best = NULL;
	double most = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct candidate *c = &plan->candidates[i];
		double skill = c->model->skill[plan->task];

		if (!is_able(plan, i) || !(skill > most))
			continue;
		best = c;
		most = skill;
	}
	if (!best || u->input < 0 || u->output < 0)
		return NAN;
	return cost_estimate(best->model, (double)u->input / factor,
			     (double)u->output / factor, r->decision->in.when);
}

static const struct target *last_target(const struct record *r)
{
	const struct ask *a = r->ask;

	if (a->answered)
		return a->answered;
	if (a->attempt_count)
		return a->attempts[a->attempt_count - 1].target;
	return r->decision->target_count ? r->decision->targets : NULL;
}

static int exit_status(const struct err *outcome)
{
	if (outcome->kind == ERR_STOPPED)
		return 128 + (process_stop ? process_stop : SIGPIPE);
	return err_exit_status(outcome->kind);
}

static void fill_model(const struct target *t, char name[MODEL_NAME_MAX + 1],
		       struct turn_row *row)
{
	if (!t)
		return;
	model_name(t->model, name, MODEL_NAME_MAX + 1);
	row->model = name;
	row->vendor = t->place ? t->place->ep.vendor : NULL;
	row->family = t->model->family;
	row->effort = effort_name(t->effort);
}

static void fill_row(const struct record *r, struct turn_row *row)
{
	const struct ask *a = r->ask;
	const struct usage u = report_tokens(r->decision, a);

	row->id = r->facts->id;
	row->at = r->at;
	row->session = r->history->session;
	row->session_name = r->history->name;
	row->command = r->command;
	row->task = r->decision->verdict.task;
	row->difficulty = r->decision->verdict.difficulty;
	row->served = *a->reply.served ? a->reply.served : NULL;
	row->status = exit_status(r->outcome);
	row->error = r->outcome->kind ? err_kind_name(r->outcome->kind) : NULL;
	row->finish = report_finish(a, r->outcome);
	row->input = u.input;
	row->cached = u.cached;
	row->output = u.output;
	row->cost = report_cost(r->decision, a);
	row->strongest = a->answered ?
		strongest_cost(r, a->answered->model, &u) : NAN;
	row->first_ms = a->first_ms;
	row->total_ms = a->total_ms;
	row->meta = r->app->set->log == LOG_META;
}

/* What was really asked for: a vendor may have turned the field down. */
static enum effort sent_effort(const struct record *r, const struct model *m)
{
	enum effort e = r->ask->request.effort;

	return m->efforts & 1u << e ? e : EFFORT_DEFAULT;
}

/*
 * How quick it was, and how wordy against what is expected: learned over all
 * models, since each sees other prompts, and none is to look cheap for having
 * been asked short questions.
 */
static void measure(const struct record *r, const struct attempt *at,
		    struct health_event *e)
{
	const struct usage *u = &r->ask->reply.usage;
	const struct model *m = at->target->model;
	double factor = m->token_factor > 0 ? m->token_factor : 1;
	double after = (double)(at->ms - at->first_ms);

	if (at->first_ms >= 0)
		e->first_ms = (double)at->first_ms;
	if (u->output < 0 || r->ask->reply.finish != FINISH_STOP)
		return;
	e->length = (double)u->output / factor /
		    cost_expected_output(e->task, m->flags,
					 sent_effort(r, m));
	if (at->first_ms >= 0 && after >= RATE_MS &&
	    u->output >= RATE_TOKENS)
		e->rate = (double)u->output * 1000 / after;
}

static size_t fill_events(const struct record *r, struct health_event *list)
{
	const struct ask *a = r->ask;
	size_t n = 0;

	for (size_t i = 0; i < a->attempt_count; i++) {
		const struct attempt *at = &a->attempts[i];
		const struct target *t = at->target;

		if (!t->place || at->err.kind == ERR_STOPPED)
			continue;
		list[n] = (struct health_event){
			.endpoint = t->place->ep.name, .id = t->model->id,
			.family = LEARNED_ALL,
			.task = r->decision->verdict.task,
			.kind = at->err.kind == ERR_LENGTH ? ERR_NONE :
				at->err.kind,
			.of_place = attempt_is_of_place(at),
			.final = at->final, .hint_ms = at->hint_ms,
			.first_ms = NAN, .rate = NAN,
			.length = NAN,
			.dropped = at->dropped,
		};
		if (!list[n].kind)
			measure(r, at, &list[n]);
		n++;
	}
	return n;
}

/* Is there anything that others must know, though no record is kept? */
static bool matters(const struct record *r, const struct health_event *list,
		    size_t count, double cost)
{
	if (!isnan(r->decision->budget.left) && cost > 0)
		return true;
	for (size_t i = 0; i < count; i++)
		if (list[i].dropped || health_opens(list[i].kind) ||
		    state_cooldown(&r->decision->state, list[i].endpoint,
				   list[i].id))
			return true;
	return false;
}

static int save(const struct record *r, const struct saving *saving,
		char session[64], struct err *err)
{
	bool hurry = r->outcome->kind == ERR_STOPPED;
	long busy = strcmp(r->command, "hook") ? STORE_BUSY : HOOK_MS;
	struct store *st = NULL;
	int rc = store_open(&st, STORE_CREATE, hurry ? HURRY_MS : busy,
			    hurry ? NULL : &process_stop, err);

	if (!rc)
		rc = store_save(st, saving, session, err);
	store_close(st);
	return rc;
}

void record_save(const struct record *r, char session[64])
{
	bool keep = !r->app->set->no_log && r->app->set->log != LOG_OFF;
	struct health_event events[ASK_ATTEMPTS];
	char name[MODEL_NAME_MAX + 1], terminal[64];
	struct turn_row row = { .id = NULL };
	struct row_texts texts = {
		.ask = BUF_INIT(MAX_PROMPT), .answer = BUF_INIT(MAX_PROMPT),
		.system = BUF_INIT(MAX_CONFIG),
		.report = BUF_INIT(MAX_REQUEST),
	};
	struct saving saving = {
		.events = events, .event_count = fill_events(r, events),
		.cost = report_cost(r->decision, r->ask),
		.day = r->decision->budget.day,
		.month = r->decision->budget.month,
		.now = clock_wall_ms(), .keep_days = RECORD_KEEP_DAYS,
		.keep_bytes = RECORD_KEEP_BYTES,
	};
	struct err err = ERR_INIT;

	if (!keep && !matters(r, events, saving.event_count, saving.cost))
		return;
	if (keep) {
		fill_model(last_target(r), name, &row);
		fill_row(r, &row);
		fill_texts(r, &texts, &row);
		store_terminal(terminal);
		row.terminal = *terminal ? terminal : NULL;
		saving.turn = &row;
	}
	if (save(r, &saving, session, &err))
		note("history not saved: %s", err.msg);
	texts_release(&texts, row.doc_count);
}
