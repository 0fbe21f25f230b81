#include "app/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/note.h"
#include "app/process.h"
#include "app/record.h"
#include "app/report.h"
#include "base/clock.h"
#include "base/mem.h"
#include "route/explain.h"
#include "store/store.h"

#define MOST_TEXT MAX_HELD	/* of one answer */

static struct rival *add(struct compare *c, const char *name)
{
	struct rival *r = &c->rivals[c->count++];

	*r = (struct rival){ .cost = NAN };
	snprintf(r->name, sizeof(r->name), "%s", name);
	gather_init(&r->text, MOST_TEXT, "an answer");
	report_make_id(r->facts.id);
	return r;
}

/* The candidate that a name of the user's led to. */
static const struct candidate *find(const struct plan *plan, size_t option)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->candidates[i].option == option)
			return &plan->candidates[i];
	return NULL;
}

static void take(struct compare *c, size_t option)
{
	const struct plan *plan = &c->x->decision.plan;
	const struct candidate *one = find(plan, option);
	struct buf why = BUF_INIT(512);
	char name[MODEL_NAME_MAX + 1];
	struct rival *r;

	if (!one)
		return;
	model_name(one->model, name, sizeof(name));
	r = add(c, name);
	if ((size_t)(one - plan->candidates) >= plan->usable) {
		explain_why(plan, one, &why);
		err_set(&r->outcome, ERR_NOCAND, "%s is ruled out: %s", name,
			why.ptr);
	}
	buf_release(&why);
}

int compare_decide(struct compare *c, struct exchange *x, struct err *err)
{
	*c = (struct compare){ .x = x };
	if (x->wishes.model->count > COMPARE_MOST)
		return err_set(err, ERR_USAGE, "at most %d models are "
			       "compared", COMPARE_MOST);
	x->decided = true;
	if (decide(&x->decision, x->app, &x->wishes, &x->prompt,
		   x->talk->history, 0, err))
		return -1;
	for (size_t i = 0; i < x->decision.in.chain_count; i++)
		take(c, x->decision.in.chain[i]);
	return 0;
}

void compare_add(struct compare *c, const char *name, struct text answer)
{
	if (c->count < COMPARE_MOST)
		add(c, name)->answer = answer;
}

/* The target that a rival is; the decision's are in the plan's order. */
static const struct target *target_of(const struct compare *c,
				      const struct rival *r)
{
	const struct decision *d = &c->x->decision;
	char name[MODEL_NAME_MAX + 1];

	for (size_t i = 0; i < d->target_count; i++) {
		model_name(d->targets[i].model, name, sizeof(name));
		if (!strcmp(name, r->name))
			return &d->targets[i];
	}
	return NULL;
}

static size_t count_done(const struct compare *c, size_t *asked)
{
	size_t done = 0;

	*asked = 0;
	for (size_t i = 0; i < c->count; i++) {
		*asked += c->rivals[i].asked;
		done += c->rivals[i].asked &&
			c->rivals[i].ask.state == ASK_DONE;
	}
	return done;
}

static int check(void *ctx, struct err *err)
{
	const struct compare *c = ctx;
	char line[64];
	size_t asked, done = count_done(c, &asked);

	if (process_stop)
		return err_set(err, ERR_STOPPED, "interrupted");
	snprintf(line, sizeof(line), "%zu of %zu answers", done, asked);
	note_wait(line, clock_wall_ms() - c->x->at);
	return 0;
}

static void start(struct compare *c, struct rival *r,
		  const struct ask_order *all, struct http *loop)
{
	const struct target *t = target_of(c, r);
	struct ask_order order = *all;

	if (r->outcome.kind || r->answer.ptr || !t)
		return;
	order.targets = t;
	order.target_count = 1;
	order.sink = &r->text.sink;
	r->asked = true;
	ask_start(&r->ask, &order, loop);
}

static void finish(struct compare *c, struct rival *r, const struct err *stop)
{
	if (!r->asked)
		return;
	if (r->ask.state != ASK_DONE)
		ask_stop(&r->ask, stop);
	r->outcome = r->ask.err;
	r->answer = text_of_buf(&r->text.text);
	r->cost = report_cost(&c->x->decision, &r->ask);
	ask_release(&r->ask);
}

int compare_run(struct compare *c, struct err *err)
{
	const struct ask_order order = exchange_order(c->x);
	struct http *loop = NULL;
	struct err stop = ERR_INIT;
	int rc = 0;

	if (exchange_loop(c->x, &order, &loop, err))
		return -1;
	for (size_t i = 0; i < c->count; i++)
		start(c, &c->rivals[i], &order, loop);
	if (loop)
		rc = http_run(loop, check, c, &stop);
	note_wait_over();
	for (size_t i = 0; i < c->count; i++)
		finish(c, &c->rivals[i], &stop);
	if (rc)
		*err = stop;
	return rc;
}

void compare_save(struct compare *c)
{
	struct history none = HISTORY_INIT;

	for (size_t i = 0; i < c->count; i++) {
		struct rival *r = &c->rivals[i];
		const struct record record = {
			.app = c->x->app, .command = "compare",
			.prompt = &c->x->prompt, .decision = &c->x->decision,
			.ask = &r->ask, .history = &none, .facts = &r->facts,
			.answer = r->answer, .outcome = &r->outcome,
			.at = c->x->at,
		};

		if (r->asked)
			record_save(&record, NULL);
	}
}

void compare_release(struct compare *c)
{
	for (size_t i = 0; i < c->count; i++)
		gather_release(&c->rivals[i].text);
	c->count = 0;
}

int compare_conclude(const struct compare *c, struct err *err)
{
	const struct err *first = NULL;

	for (size_t i = 0; i < c->count; i++) {
		const struct err *e = &c->rivals[i].outcome;

		if (e->kind && first)
			note_error("%s", e->msg);
		else if (e->kind)
			first = e;
	}
	if (!first)
		return 0;
	*err = *first;
	return -1;
}
