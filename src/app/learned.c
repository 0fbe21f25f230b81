#include "app/learned.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/process.h"
#include "provider/provider.h"
#include "store/health.h"
#include "store/store.h"

/* Another caller may be probing; to ask is not worth a wait. */
#define CLAIM_MS 100

static void rest(struct plan_option *o, const struct cooldown *c, int64_t now,
		 char words[LEARNED_WORDS])
{
	snprintf(words, LEARNED_WORDS, "cooling down for %.0f s after %u "
		 "failure%s (%s)", ceil((double)(c->until - now) / 1000),
		 c->failures, c->failures == 1 ? "" : "s", c->why);
	o->blocked = words;
	o->resting = true;
}

/* One that turned the field down is sent none: it has its default alone. */
static void forget_efforts(struct model *m, const struct state *st)
{
	struct request rq = { .effort = EFFORT_LOW };
	char name[MODEL_NAME_MAX + 1];
	unsigned flags = 0;

	if (!st->quirk_count)
		return;
	model_name(m, name, sizeof(name));
	for (size_t i = 0; i < st->quirk_count; i++)
		if (!strcmp(st->quirks[i].model, name))
			request_forget(st->quirks[i].field, &rq, &flags);
	if (rq.effort == EFFORT_DEFAULT)
		m->efforts = 0;
}

void learned_fill(struct plan_option *o, struct entry *e,
		  const struct state *st, enum task task, int64_t now,
		  char words[LEARNED_WORDS])
{
	struct model *m = &e->model;
	const struct cooldown *c = state_cooldown(st, m->endpoint, m->id);
	const struct pace *pace = state_pace(st, m->endpoint, m->id);
	const struct habit *habit = m->family ?
				    state_habit(st, m->family, task) : NULL;
	const struct habit *all = state_habit(st, LEARNED_ALL, task);

	forget_efforts(m, st);
	if (pace)
		o->first_ms = pace->first_ms;
	if (all && all->length > 0)
		o->length = all->length;
	if (habit && m->skill[task] > 0)
		m->skill[task] = fmin(fmax(m->skill[task] +
			health_skill(habit->good, habit->bad), 0.01), 1);
	if (c && c->until > now && e->place && !o->blocked)
		rest(o, c, now, words);
}

void learned_turn(struct plan_option *o, const struct history *h,
		  bool follow_up, int64_t now)
{
	char name[MODEL_NAME_MAX + 1];

	model_name(o->model, name, sizeof(name));
	if (!h->model || strcmp(h->model, name))
		return;
	o->keep = follow_up;
	if (now - h->at < CACHE_MS)
		o->cached_tokens = h->tokens * (o->model->token_factor > 0 ?
						o->model->token_factor : 1);
}

bool learned_must_wait(const struct state *st, const struct model *m,
		       int64_t now)
{
	const struct cooldown *c = state_cooldown(st, m->endpoint, m->id);
	struct err err = ERR_INIT;
	struct store *db = NULL;
	bool ours;

	if (!c || c->until > now)
		return false;
	if (store_open(&db, 0, CLAIM_MS, &process_stop, &err) || !db)
		return false;	/* nobody to ask: try */
	ours = store_claim_probe(db, c->endpoint, c->id, now);
	store_close(db);
	return !ours;
}
