#include "route/plan.h"

#include <stdlib.h>

#include "base/mem.h"
#include "route/plan_inside.h"

static const struct {
	const char *name;
	double gap;
} preferences[PREFER_COUNT] = {
	[PREFER_BALANCED] = { "balanced", 0.02 },
	[PREFER_CHEAP] = { "cheap", 0.06 },
	[PREFER_BEST] = { "best", 0 },
	[PREFER_FAST] = { "fast", 0.02 },
};

const char *prefer_name(enum prefer p)
{
	return p < PREFER_COUNT ? preferences[p].name : NULL;
}

double plan_chance(double skill, double difficulty)
{
	return 1 / (1 + exp(-PLAN_SLOPE * (skill - difficulty)));
}

void plan_init(struct plan *p)
{
	*p = (struct plan){ .best = NAN };
}

void plan_release(struct plan *p)
{
	if (!p)
		return;
	free(p->candidates);
	plan_init(p);
}

/* Each option at each effort that is weighed; an option's stand together. */
struct units {
	struct candidate *list;
	size_t count;
};

/* Those that only rest, when there is nobody else. */
static void wake_resting(struct units *u)
{
	for (size_t i = 0; i < u->count; i++)
		if (u->list[i].why < PLAN_RULED_OUT)
			return;
	for (size_t i = 0; i < u->count; i++) {
		struct candidate *c = &u->list[i];

		if (c->why != PLAN_BLOCKED || !c->resting)
			continue;
		c->why = PLAN_OK;
		if (c->caution == PLAN_OK)
			c->caution = PLAN_BLOCKED;
	}
}

static double score_of(const struct candidate *c, enum prefer prefer)
{
	double ms = isnan(c->first_ms) ? FAST_UNMEASURED_MS : c->first_ms;

	if (prefer != PREFER_FAST)
		return c->cost;
	return c->cost + ms / 1000 * FAST_USD_PER_SECOND;
}

/* Of two units of one model that are ruled out: whose reason tells more. */
static bool is_nearer(const struct candidate *a, const struct candidate *b)
{
	if (a->resting != b->resting)
		return a->resting;
	if (a->why != b->why)
		return a->why > b->why;
	return plan_compare(a->need, b->need) < 0;
}

/*
 * Of two units of one model: the cheaper one of those within the gap, below
 * it the better one. Equal cost is a model that costs nothing, or a limit that
 * cuts both: of two that are good enough the one that thinks less is done
 * sooner, or cut later.
 */
static bool is_better(const struct plan *p, const struct candidate *a,
		      const struct candidate *b)
{
	bool usable = a->why < PLAN_RULED_OUT, within = plan_is_within(p, a);
	int cheaper = plan_compare(a->score, b->score);
	int better = plan_compare(b->quality, a->quality);

	if (usable != (b->why < PLAN_RULED_OUT))
		return usable;
	if (!usable)
		return is_nearer(a, b);
	if (within != plan_is_within(p, b))
		return within;
	if (within)
		return cheaper ? cheaper < 0 : better > 0;
	return better ? better < 0 : cheaper < 0;
}

/*
 * More effort than a model's default is what "best" asks for. Else it would
 * only raise the bar, and make the choice dearer for nothing that was asked.
 */
static bool sets_bar(const struct plan *p, const struct units *u, size_t at)
{
	const struct candidate *c = &u->list[at];

	if (c->why >= PLAN_RULED_OUT)
		return false;
	return p->prefer == PREFER_BEST || c->first == at ||
	       c->effort <= EFFORT_MEDIUM;
}

static void find_best(struct plan *p, const struct units *u)
{
	p->best = NAN;
	p->best_effort = EFFORT_DEFAULT;
	for (size_t i = 0; i < u->count; i++) {
		const struct candidate *c = &u->list[i];

		if (!sets_bar(p, u, i) || c->quality < p->best ||
		    (c->quality == p->best && c->effort >= p->best_effort))
			continue;
		p->best = c->quality;
		p->best_effort = c->effort;
	}
}

/* One unit of each option into the plan, and these in order. */
static void choose(const struct plan_input *in, const struct units *u,
		   struct plan *p)
{
	size_t next;

	find_best(p, u);
	p->count = 0;
	for (size_t i = 0; i < u->count; i = next) {
		const struct candidate *c = &u->list[i];

		for (next = i + 1; next < u->count &&
		     u->list[next].first == i; next++)
			if (is_better(p, &u->list[next], c))
				c = &u->list[next];
		p->candidates[p->count++] = *c;
	}
	plan_rank(in, p);
}

/* The same model again is no second try; true if there was one. */
static bool rule_out_twins(const struct plan *p, struct units *u)
{
	bool found = false;

	for (size_t i = 1; i < p->usable; i++) {
		size_t first = p->candidates[i].first;

		if (!plan_is_twin(p, i))
			continue;
		for (size_t k = first; k < u->count &&
		     u->list[k].first == first; k++)
			u->list[k].why = PLAN_TWICE;
		found = true;
	}
	return found;
}

/* What would think longer than the answer's limit lets it is no choice. */
static void add(const struct plan_input *in, const struct plan *p,
		struct units *u, size_t option, size_t place)
{
	unsigned efforts = plan_efforts(in, &in->options[option]);
	size_t first = u->count;

	for (int e = EFFORT_DEFAULT; e < EFFORT_COUNT; e++) {
		struct candidate *c = &u->list[u->count];

		if (e != EFFORT_DEFAULT && !(efforts & 1u << e))
			continue;
		plan_weigh(in, p->task, option,
			   efforts ? (enum effort)e : in->effort, c);
		if (e > EFFORT_MEDIUM && c->cut)
			continue;
		c->score = score_of(c, in->prefer);
		c->place = place;
		c->first = first;
		u->count++;
	}
}

static bool in_chain(const struct plan_input *in, size_t option)
{
	for (size_t i = 0; i < in->chain_count; i++)
		if (in->chain[i] == option)
			return true;
	return false;
}

static void weigh_all(const struct plan_input *in, struct plan *p,
		      struct units *u)
{
	bool routed = in->mode == PLAN_ROUTED;

	for (size_t i = 0; !routed && i < in->chain_count; i++)
		add(in, p, u, in->chain[i], i);
	for (size_t i = 0; i < in->option_count; i++) {
		if (!routed && in_chain(in, i))
			continue;
		add(in, p, u, i, routed ? 0 : in->chain_count);
		if (!routed)
			u->list[u->count - 1].why = PLAN_NOT_LISTED;
	}
	wake_resting(u);
}

void route_plan(const struct plan_input *in, struct plan *out)
{
	size_t most = in->option_count + in->chain_count;
	const struct verdict *v = in->verdict;
	struct units u = { .count = 0 };

	plan_release(out);
	out->mode = in->mode;
	out->prefer = in->prefer;
	out->task = v->task < TASK_COUNT ? v->task : TASK_GENERAL;
	out->difficulty = v->difficulty;
	out->gap = isnan(in->quality_gap) ? preferences[in->prefer].gap :
					    in->quality_gap;
	out->candidates = xcalloc(most, sizeof(*out->candidates));
	u.list = xcalloc(most, PLAN_UNITS * sizeof(*u.list));
	weigh_all(in, out, &u);
	choose(in, &u, out);
	if (rule_out_twins(out, &u))
		choose(in, &u, out);
	plan_give_reasons(out);
	free(u.list);
}
