#include "route/flip.h"

#define STEP 0.02	/* of difficulty, when looking for a change */
#define HALVINGS 20	/* then to a hundred-millionth */

/* Usual ranges, so that different figures can be called near or far. */
#define DIFFICULTY_RANGE 0.5
#define GAP_RANGE 0.06

struct search {
	const struct plan_input *in;
	const struct plan *plan;
	struct plan other;	/* planned with other figures */
	struct flip *out;
	double nearest;
};

static void offer(struct search *s, double distance, enum flip_kind kind,
		  double at, const struct model *to)
{
	if (distance >= s->nearest)
		return;
	s->nearest = distance;
	*s->out = (struct flip){ kind, at, to };
}

/* Who is chosen with this input; NULL if nobody. */
static const struct model *winner(struct search *s, const struct plan_input *in)
{
	route_plan(in, &s->other);
	return s->other.usable ? s->other.candidates[0].model : NULL;
}

static const struct model *winner_at(struct search *s, double difficulty)
{
	struct verdict v = *s->in->verdict;
	struct plan_input in = *s->in;

	v.difficulty = difficulty;
	in.verdict = &v;
	return winner(s, &in);
}

/* Walks away from the difficulty, up or down, to where the choice changes. */
static void try_difficulty(struct search *s, double step)
{
	const struct model *now = s->plan->candidates[0].model, *to = now;
	double start = s->plan->difficulty, same = start, other = start;

	while (to == now && other >= 0 && other <= 1) {
		same = other;
		other += step;
		to = winner_at(s, other);
	}
	if (to == now || !to)
		return;
	for (int i = 0; i < HALVINGS; i++) {
		double mid = (same + other) / 2;
		const struct model *there = winner_at(s, mid);

		if (there == now) {
			same = mid;
		} else {
			other = mid;
			to = there;
		}
	}
	if (other < 0 || other > 1)
		return;
	offer(s, fabs(other - start) / DIFFICULTY_RANGE,
	      step > 0 ? FLIP_HARDER : FLIP_EASIER, other, to);
}

/* The least gap that lets in something cheaper; one that shuts this out. */
static void try_gap(struct search *s)
{
	const struct plan *p = s->plan;
	const struct candidate *now = &p->candidates[0];
	struct plan_input in = *s->in;
	const struct model *to;
	double below = p->best - now->quality;

	for (size_t i = 1; i < p->usable; i++) {
		const struct candidate *c = &p->candidates[i];

		if (c->why != PLAN_BELOW)
			continue;
		in.quality_gap = c->need;
		to = winner(s, &in);
		if (to != now->model)
			offer(s, (c->need - p->gap) / GAP_RANGE, FLIP_WIDER,
			      c->need, to);
	}
	if (!(below > 0))
		return;
	in.quality_gap = below * 0.999;
	to = winner(s, &in);
	if (to && to != now->model)
		offer(s, (p->gap - below) / GAP_RANGE, FLIP_NARROWER, below,
		      to);
}

static void try_price(struct search *s)
{
	const struct candidate *now = &s->plan->candidates[0];
	const struct candidate *next = now + 1;
	double share;

	if (s->plan->prefer == PREFER_FAST || now->why == PLAN_KEPT ||
	    next->why != PLAN_WITHIN || !(now->cost > 0))
		return;
	share = 1 - now->cost / next->cost;
	offer(s, share, FLIP_PRICE, share, next->model);
}

static void try_ceiling(struct search *s)
{
	const struct model *now = s->plan->usable ?
				  s->plan->candidates[0].model : NULL;
	struct plan_input in = *s->in;
	double cost;

	if (isnan(in.max_cost))
		return;
	in.max_cost = NAN;
	if (winner(s, &in) == now)
		return;
	cost = s->other.candidates[0].cost;
	offer(s, now ? cost / s->in->max_cost - 1 : 0, FLIP_CEILING, cost,
	      s->other.candidates[0].model);
}

void route_flip(const struct plan_input *in, const struct plan *p,
		struct flip *out)
{
	struct search s = { .in = in, .plan = p, .out = out, .nearest = 1e9 };

	*out = (struct flip){ .kind = FLIP_NONE };
	if (p->mode != PLAN_ROUTED)
		return;
	plan_init(&s.other);
	try_ceiling(&s);
	if (p->usable > 1) {
		try_difficulty(&s, STEP);
		try_difficulty(&s, -STEP);
		try_gap(&s);
		try_price(&s);
	}
	plan_release(&s.other);
}
