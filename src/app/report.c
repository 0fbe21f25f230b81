#include "app/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "app/app.h"
#include "base/clock.h"
#include "model/catalog.h"
#include "route/explain.h"

/*
 * As many decimals as mean something; two prompts may differ by less, and
 * who sorts by difficulty wants no ties, so that has more.
 */
static void add_rounded(struct json_writer *w, const char *name, double v,
			double unit)
{
	json_add_number(w, name, round(v / unit) * unit);
}

void report_verdict(struct json_writer *w, const struct verdict *v)
{
	json_add_str(w, "task", task_name(v->task));
	add_rounded(w, "confidence", v->confidence, 1e-4);
	json_begin(w, "scores", '{');
	for (int t = 0; t < TASK_COUNT; t++)
		add_rounded(w, task_name((enum task)t), v->scores[t], 1e-4);
	json_end(w, '}');
	add_rounded(w, "difficulty", v->difficulty, 1e-7);
}

static void add_candidate(struct json_writer *w, const struct plan *plan,
			  const struct candidate *c)
{
	struct buf why = BUF_INIT(1024);
	char name[256];

	model_name(c->model, name, sizeof(name));
	explain_why(plan, c, &why);
	json_begin(w, NULL, '{');
	json_add_str(w, "model", name);
	json_add_str(w, "effort", effort_name(c->effort));
	add_rounded(w, "quality", c->quality, 1e-4);
	add_rounded(w, "cost_usd", c->cost, 1e-9);
	json_add_bool(w, "chosen", c->chosen);
	json_add_text(w, "why", (struct text){ why.ptr, why.len });
	json_end(w, '}');
	buf_release(&why);
}

void report_route(struct json_writer *w, const char *name,
		  const struct decision *d)
{
	const struct verdict *v = &d->verdict;

	json_begin(w, name, '{');
	report_verdict(w, v);
	json_begin(w, "signals", '[');
	for (size_t i = 0; i < v->signal_count; i++) {
		json_begin(w, NULL, '{');
		json_add_str(w, "name", v->signals[i].name);
		add_rounded(w, "weight", v->signals[i].weight, 1e-3);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_add_str(w, "forced", d->model_forced ? "model" :
		     d->task_forced ? "task" :
		     d->follow_up ? "follow-up" : NULL);
	json_begin(w, "candidates", '[');
	for (size_t i = 0; i < d->plan.count; i++)
		add_candidate(w, &d->plan, &d->plan.candidates[i]);
	json_end(w, ']');
	json_end(w, '}');
}

static const char *const finish_words[FINISH_COUNT] = {
	[FINISH_STOP] = "stop", [FINISH_LENGTH] = "length",
	[FINISH_REFUSAL] = "refusal", [FINISH_TOOL] = "tool",
};

const char *report_finish(const struct ask *a, const struct err *outcome)
{
	if (outcome->kind == ERR_STOPPED)
		return "cancelled";
	if (a && a->reply.complete && finish_words[a->reply.finish])
		return finish_words[a->reply.finish];
	return a && a->shown ? "cut" : "error";
}

static double written_tokens(const struct ask *a)
{
	return (double)a->shown / 4;
}

struct usage report_tokens(const struct decision *d, const struct ask *a)
{
	struct usage u = a->reply.usage;

	if (u.input < 0)
		u.input = llround(d->in.input_tokens);
	if (u.output < 0)
		u.output = llround(written_tokens(a));
	return u;
}

/*
 * The model that has the price: who was asked, or where that is a router, or
 * has none, who it says answered; `served` is where that may be told.
 */
static const struct model *priced(const struct decision *d,
				  const struct ask *a, struct model *served)
{
	const struct target *t = a->answered;
	const struct model *m = t->model;

	if (!t->place || !*a->reply.served || model_is_local(m) ||
	    (!(m->flags & MODEL_ROUTER) && !isnan(m->price.input)))
		return m;
	for (size_t i = 0; i < d->roster.count; i++) {
		const struct entry *e = &d->roster.entries[i];

		if (e->place == t->place && !isnan(e->model.price.input) &&
		    !strcmp(e->model.id, a->reply.served))
			return &e->model;
	}
	return catalog_served(t->place->ep.preset->name, a->reply.served,
			      served) ? served : m;
}

double report_cost(const struct decision *d, const struct ask *a)
{
	const struct usage *u = &a->reply.usage;
	const struct model *m;
	struct model served;

	if (!a->answered)
		return a->attempt_count ? NAN : 0;
	if (!isnan(a->reply.cost_usd))
		return a->reply.cost_usd;
	m = priced(d, a, &served);
	if (u->input < 0 && u->output < 0)
		return cost_estimate(m, d->in.input_tokens, written_tokens(a),
				     d->in.when);
	return cost_of_usage(m, &(struct cost_usage){
		.input = u->input, .cached = u->cached,
		.cache_write = u->cache_write, .output = u->output },
		d->in.when);
}

static void add_count(struct json_writer *w, const char *name, long long n)
{
	if (n < 0)
		json_add_null(w, name);
	else
		json_add_int(w, name, n);
}

void report_usage(struct json_writer *w, const char *name,
		  const struct decision *d, const struct ask *a)
{
	const struct usage u = report_tokens(d, a);
	bool told = a->reply.usage.input >= 0 || a->reply.usage.output >= 0;

	json_begin(w, name, '{');
	json_add_int(w, "input", u.input);
	add_count(w, "cached", u.cached);
	add_count(w, "cache_write", u.cache_write);
	json_add_int(w, "output", u.output);
	add_count(w, "reasoning", u.reasoning);
	json_add_bool(w, "estimated", !told);
	json_end(w, '}');
}

void report_error(struct json_writer *w, const char *name,
		  const struct ask *a, const struct err *outcome)
{
	const struct attempt *at = NULL;

	if (!outcome->kind) {
		json_add_null(w, name);
		return;
	}
	/* what was shown is of the last, whoever failed before it */
	if (a && a->attempt_count)
		at = a->answered ? &a->attempts[a->attempt_count - 1] :
		     attempts_pick(a->attempts, a->attempt_count);
	json_begin(w, name, '{');
	json_add_str(w, "kind", err_kind_name(outcome->kind));
	json_add_int(w, "exit", err_exit_status(outcome->kind));
	if (at && at->http)
		json_add_int(w, "http", at->http);
	else
		json_add_null(w, "http");
	json_add_str(w, "code", at && *at->code ? at->code : NULL);
	json_add_str(w, "message", outcome->msg);
	json_add_str(w, "request_id", at && *at->request_id ?
		     at->request_id : NULL);
	json_end(w, '}');
}

static void add_attempts(struct json_writer *w, const struct ask *a)
{
	char name[256];

	json_begin(w, "attempts", '[');
	for (size_t i = 0; a && i < a->attempt_count; i++) {
		const struct attempt *at = &a->attempts[i];

		model_name(at->target->model, name, sizeof(name));
		json_begin(w, NULL, '{');
		json_add_str(w, "model", name);
		json_add_str(w, "error", at->err.kind ?
			     err_kind_name(at->err.kind) : NULL);
		if (at->http)
			json_add_int(w, "status", at->http);
		else
			json_add_null(w, "status");
		json_add_int(w, "ms", at->ms);
		json_end(w, '}');
	}
	json_end(w, ']');
}

void report_make_id(char out[40])
{
	unsigned long long r = 0;

	if (getrandom(&r, sizeof(r), GRND_NONBLOCK) != sizeof(r))
		r = (unsigned long long)clock_us();
	snprintf(out, 40, "%012llx%016llx",
		 (unsigned long long)clock_wall_ms(), r);
}

static void add_names(struct json_writer *w, const struct decision *d,
		      const struct ask *a)
{
	const struct target *t = a && a->answered ? a->answered :
		d && d->target_count ? &d->targets[0] : NULL;
	char name[256];

	if (!t) {
		json_add_null(w, "model");
		json_add_null(w, "served");
		json_add_null(w, "effort");
		return;
	}
	model_name(t->model, name, sizeof(name));
	json_add_str(w, "model", name);
	json_add_str(w, "served", a && *a->reply.served ? a->reply.served :
		     NULL);
	json_add_str(w, "effort", effort_name(t->effort));
}

void report_ask(struct json_writer *w, const struct report_facts *facts,
		const struct decision *d, const struct ask *a,
		struct text answer, const struct err *outcome)
{
	json_begin(w, NULL, '{');
	json_add_int(w, "v", 1);
	json_add_str(w, "id", facts->id);
	json_add_str(w, "session", facts->session);
	if (answer.ptr)
		json_add_text(w, "answer", answer);
	else
		json_add_null(w, "answer");
	json_add_str(w, "finish", report_finish(a, outcome));
	if (d)
		report_route(w, "route", d);
	else
		json_add_null(w, "route");
	add_names(w, d, a);
	if (d && a)
		report_usage(w, "usage", d, a);
	else
		json_add_null(w, "usage");
	json_add_number(w, "cost_usd", d && a ? report_cost(d, a) : 0);
	json_begin(w, "ms", '{');
	if (a && a->first_ms >= 0)
		json_add_int(w, "first", a->first_ms);
	else
		json_add_null(w, "first");
	json_add_int(w, "total", a ? a->total_ms : 0);
	json_end(w, '}');
	add_attempts(w, a);
	report_error(w, "error", a, outcome);
	json_end(w, '}');
}
