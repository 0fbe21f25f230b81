#include "app/decide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/note.h"
#include "app/picture.h"
#include "app/process.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "model/catalog.h"
#include "route/explain.h"
#include "route/followup.h"

static enum origin_kind origin_of(const struct app *app, const char *name)
{
	const struct setting *s = setting_find(settings_table, name,
					       strlen(name));

	return (enum origin_kind)app->cfg.origins[settings_index(s)].kind;
}

static bool by_user(const struct app *app, const char *name)
{
	return origin_of(app, name) == FROM_FLAG;
}

/* [route.TASK] lies over [defaults], and the environment over both. */
static bool by_file(const struct app *app, const char *name)
{
	return origin_of(app, name) < FROM_ENV;
}

static const char **list_of(const struct words *w)
{
	const char **list;

	if (!w->count)
		return NULL;
	list = xcalloc(w->count + 1, sizeof(*list));
	for (size_t i = 0; i < w->count; i++)
		list[i] = w->items[i];
	return list;
}

/* The lower of two ceilings; NAN is none. */
static double lower(double a, double b)
{
	if (isnan(a))
		return b;
	return isnan(b) || a < b ? a : b;
}

static double count_tokens(const struct prompt *p, const struct buf *system)
{
	double n = cost_tokens((struct text){ system->ptr, system->len });

	for (size_t i = 0; i < p->message.count; i++)
		n += cost_tokens(p->message.parts[i]);
	return n + (double)p->picture_count * PICTURE_TOKENS;
}

/* Over the ask: ties must not follow a table. */
static uint64_t hash_prompt(const struct prompt *p)
{
	return hash_bytes(HASH_START, p->ask.ptr,
			  p->ask.len < 4096 ? p->ask.len : 4096);
}

static void make_options(struct decision *d, const struct history *h)
{
	size_t n = d->roster.count;

	d->options = xcalloc(n, sizeof(*d->options));
	d->resting = xcalloc(n, sizeof(*d->resting));
	for (size_t i = 0; i < n; i++) {
		struct entry *e = &d->roster.entries[i];
		const struct place *p = e->place;
		struct plan_option *o = &d->options[i];

		*o = (struct plan_option){
			.model = &e->model, .first_ms = NAN,
			.vendor = !p ? NULL : p->ep.vendor ? p->ep.vendor :
				  p->ep.name,
			.blocked = p && p->key_missing ? "its key is not set" :
				   NULL,
		};
		learned_fill(o, e, &d->state, d->verdict.task, d->now,
			     d->resting[i]);
		learned_turn(o, h, d->follow_up, d->now);
	}
	d->in.options = d->options;
	d->in.option_count = n;
}

/*
 * The user's own order. In a [route.TASK] list a model whose endpoint is
 * not switched on is passed over: the file may serve several machines.
 */
static int make_chain(struct decision *d, const struct app *app,
		      const struct words *names, bool lenient,
		      struct err *err)
{
	d->chain = xcalloc(names->count, sizeof(*d->chain));
	for (size_t i = 0; i < names->count; i++) {
		size_t *at = &d->chain[d->in.chain_count];

		if (!roster_find(&d->roster, &app->cfg, names->items[i], at,
				 err)) {
			d->in.chain_count++;
			continue;
		}
		if (!lenient || err->kind != ERR_CONFIG)
			return -1;
		note_verbose("%s", err->msg);
		err_clear(err);
	}
	d->in.chain = d->chain;
	return 0;
}

/* No flag said it: then it is not the command line that is wrong. */
static int not_usage(const char *where, struct err *err)
{
	err->kind = ERR_CONFIG;
	return err_prefix(err, "%s", where);
}

/*
 * A conversation goes on with a model that the router cannot weigh, for its
 * price is not known: whoever named it then need not name it each time.
 */
static bool goes_on(struct decision *d, const struct app *app,
		    const struct history *h)
{
	const struct model *m;
	struct err err = ERR_INIT;
	size_t at;

	if (!h->model || roster_find(&d->roster, &app->cfg, h->model, &at,
				     &err))
		return false;
	m = &d->roster.entries[at].model;
	if (model_is_local(m) || !isnan(m->price.input))
		return false;
	d->chain = xcalloc(1, sizeof(*d->chain));
	d->chain[0] = at;
	d->in.chain = d->chain;
	d->in.chain_count = 1;
	return true;
}

static int choose_mode(struct decision *d, const struct app *app,
		       const struct history *h, struct err *err)
{
	const struct words *own = &app->cfg.routes[d->verdict.task].models;

	if (d->wishes->model->count) {
		d->model_forced = true;
		d->in.mode = PLAN_NAMED;
		if (!make_chain(d, app, d->wishes->model, false, err))
			return 0;
		return by_user(app, "model") ? -1 : not_usage("model", err);
	}
	if (goes_on(d, app, h)) {
		d->in.mode = PLAN_NAMED;
		return 0;
	}
	if (!own->count)
		return 0;
	d->in.mode = PLAN_LISTED;
	if (!make_chain(d, app, own, true, err))
		return 0;
	return not_usage("[route] models", err);
}

/* A named model whose key is missing: say what to set, not "no candidate". */
static int check_named(const struct decision *d, struct err *err)
{
	for (size_t i = 0; i < d->in.chain_count; i++) {
		const struct entry *e = &d->roster.entries[d->chain[i]];

		if (d->in.mode != PLAN_NAMED || !e->place ||
		    !e->place->key_missing)
			return 0;
	}
	if (d->in.mode == PLAN_NAMED && d->in.chain_count) {
		const struct place *p = d->roster.entries[d->chain[0]].place;

		return err_set(err, ERR_CONFIG, "endpoint '%s' has no key: "
			       "set %s", p->ep.name, p->key_env);
	}
	return 0;
}

static void set_wishes(struct decision *d, const struct app *app)
{
	const struct route_section *r = &app->cfg.routes[d->verdict.task];
	const struct settings *set = app->set;

	d->in.prefer = (enum prefer)set->prefer;
	if (r->prefer >= 0 && by_file(app, "prefer"))
		d->in.prefer = (enum prefer)r->prefer;
	d->in.effort = (enum effort)set->effort;
	if (r->effort != EFFORT_DEFAULT && by_file(app, "effort"))
		d->in.effort = (enum effort)r->effort;
	d->in.quality_gap = set->quality_gap;
	budget_read(&d->budget, set, &d->state, clock_wall());
	d->in.max_cost = lower(lower(set->max_cost, r->max_cost),
			       lower(app->cfg.policy.max_cost,
				     d->budget.left));
	d->in.need_price = !isnan(d->budget.left);
	d->in.wants_schema = set->schema;
	d->in.max_tokens = set->max_tokens;
	d->allow = list_of(&app->cfg.policy.allow_vendors);
	d->deny = list_of(&app->cfg.policy.deny_vendors);
	d->in.policy = (struct plan_policy){
		.allow_vendors = d->allow, .deny_vendors = d->deny,
		.offline = set->offline || app->cfg.policy.offline,
	};
}

/*
 * May a server of this machine have what is asked for? With -m only where
 * nothing is configured, which is when one is looked for at all.
 */
static bool wants_local(const struct decision *d, const struct app *app)
{
	const struct words *named = d->wishes->model;

	for (size_t i = 0; i < named->count; i++)
		if (strncmp(named->items[i], "builtin/", 8))
			return !app->cfg.place_count;
	return !named->count;
}

static void make_targets(struct decision *d)
{
	d->targets = xcalloc(d->plan.usable, sizeof(*d->targets));
	for (size_t i = 0; i < d->plan.usable; i++) {
		const struct candidate *c = &d->plan.candidates[i];

		d->targets[i] = (struct target){
			.model = c->model, .effort = c->effort,
			.place = d->roster.entries[c->option].place,
		};
	}
	d->target_count = d->plan.usable;
}

static void note_catalog_age(void)
{
	long days = catalog_age_days((time_t)clock_wall());

	if (days > CATALOG_OLD)
		note_verbose("prices and models are of %s, %ld days old; "
			     "a newer shunt knows more", catalog_date(), days);
}

/*
 * The task: the classifier's, unless the user said it. What only follows up
 * ("shorter") has that of its turn, and is as hard.
 */
static void find_task(struct decision *d, const struct prompt *prompt,
		      const struct history *h)
{
	struct prompt_view view = prompt_view(prompt);

	route_classify(&view, &d->verdict);
	if (d->wishes->task != TASK_NONE) {
		d->task_forced = true;
		d->verdict.task = d->wishes->task;
	} else if (h->task != TASK_NONE && !prompt->doc_count &&
		   route_is_follow_up(view.ask)) {
		d->follow_up = true;
		d->verdict.task = h->task;
		d->verdict.difficulty = fmax(d->verdict.difficulty,
					     h->difficulty);
	}
}

static bool is_too_long(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->candidates[i].why == PLAN_WINDOW ||
		    plan->candidates[i].why == PLAN_MAX_INPUT)
			return !plan->usable;
	return false;
}

/* The plan, with as much of the conversation as somebody can take. */
static void make_plan(struct decision *d, const struct prompt *prompt,
		      struct history *h)
{
	double tokens = count_tokens(prompt, &d->wishes->system);
	size_t left_out = 0;

	d->in.input_tokens = tokens + h->tokens;
	route_plan(&d->in, &d->plan);
	while (is_too_long(&d->plan) && history_shorten(h)) {
		d->in.input_tokens = tokens + h->tokens;
		route_plan(&d->in, &d->plan);
		left_out++;
	}
	if (left_out)
		note("the conversation is longer than any window: its first "
		     "%zu turn%s left out", left_out,
		     left_out == 1 ? " is" : "s are");
}

/* Whom another caller tries out now, we leave alone. */
static void settle_probe(struct decision *d)
{
	for (size_t i = 0; i < d->plan.usable; i++) {
		const struct candidate *c = &d->plan.candidates[0];
		struct plan_option *o = &d->options[c->option];

		if (o->resting || !learned_must_wait(&d->state, c->model,
						     d->now))
			return;
		o->blocked = "another call tries whether it is back";
		o->resting = true;
		route_plan(&d->in, &d->plan);
	}
}

int decide(struct decision *d, struct app *app, struct wishes *wishes,
	   struct prompt *prompt, struct history *history, unsigned flags,
	   struct err *err)
{
	bool offline;

	*d = (struct decision){ .wishes = wishes, .in = PLAN_INPUT_INIT,
				.now = clock_wall_ms() };
	plan_init(&d->plan);
	state_read(&d->state);
	if (secrets_check(prompt->secrets, "the system text", false,
			  &wishes->system, err))
		return -1;
	find_task(d, prompt, history);
	set_wishes(d, app);
	d->in.policy.local_only = prompt->secrets->found &&
				  prompt->secrets->policy == SECRETS_LOCAL;
	d->in.has_images = prompt->picture_count;
	offline = d->in.policy.offline || flags & DECIDE_NO_NETWORK;
	roster_build(&d->roster, &app->cfg);
	if (!offline && wants_local(d, app))
		roster_ask_local(&d->roster, &app->cfg);
	if (process_stop)
		return err_set(err, ERR_STOPPED, "interrupted");
	if (choose_mode(d, app, history, err) || check_named(d, err))
		return -1;
	make_options(d, history);
	d->in.verdict = &d->verdict;
	d->in.prompt_hash = hash_prompt(prompt);
	d->in.when = cost_when((time_t)clock_wall());
	make_plan(d, prompt, history);
	if (!(flags & DECIDE_NO_NETWORK))
		settle_probe(d);
	make_targets(d);
	note_catalog_age();
	return 0;
}

/* Nothing but the embedded engine is there: how to connect a model. */
static int say_how(enum task task, struct err *err)
{
	err_set(err, ERR_NOCAND, "nothing is configured that can answer a %s "
		"prompt; the embedded engine only summarises.",
		task_name(task));
	note_error("%s", err->msg);
	note_error("to connect a model, set a key (OPENAI_API_KEY, "
		   "ANTHROPIC_API_KEY, ...: shunt models --all), or");
	note_error("start a local server (ollama serve), or describe one: "
		   "shunt config init, then shunt doctor");
	return -1;
}

/* A place of whose models nothing is known, which the plan cannot show. */
static void say_unknown_models(const struct decision *d,
			       const struct app *app)
{
	for (size_t i = 0; i < app->cfg.place_count; i++) {
		const struct place *p = &app->cfg.places[i];

		if (roster_knows(&d->roster, p))
			continue;
		note_error("of endpoint '%s' no model is known: name one with "
			   "-m %s/ID, describe it in [model.ALIAS] with its "
			   "price, or set local = yes", p->ep.name,
			   p->ep.name);
	}
}

bool decide_too_long(const struct decision *d)
{
	const struct plan *p = &d->plan;

	for (size_t i = 0; i < p->count; i++)
		if (p->candidates[i].why == PLAN_WINDOW ||
		    p->candidates[i].why == PLAN_MAX_INPUT)
			return true;
	return false;
}

int decide_none(const struct decision *d, struct app *app, struct err *err)
{
	const struct candidate *c = d->plan.candidates;
	char name[160];

	if (budget_none(&d->budget, &d->plan, d->in.max_cost, err))
		return -1;
	if (d->in.mode == PLAN_NAMED && d->plan.count) {
		struct buf why = BUF_INIT(512);

		model_name(c->model, name, sizeof(name));
		explain_why(&d->plan, c, &why);
		err_set(err, ERR_NOCAND, "%s is ruled out: %s", name, why.ptr);
		buf_release(&why);
		return -1;
	}
	if (!app->cfg.place_count) {
		app->said = true;
		return say_how(d->verdict.task, err);
	}
	say_unknown_models(d, app);
	return err_set(err, ERR_NOCAND, "no model may answer this %s prompt; "
		       "shunt route says why for each",
		       task_name(d->verdict.task));
}

void decide_release(struct decision *d)
{
	plan_release(&d->plan);
	roster_release(&d->roster);
	free(d->targets);
	free(d->options);
	free(d->chain);
	free(d->allow);
	free(d->deny);
	free(d->resting);
	state_release(&d->state);
}
