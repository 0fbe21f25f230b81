#include "route/flip.h"

#define STEP 0.02	/* of difficulty, when looking for a change */
#define HALVINGS 20	/* then to a hundred-millionth */
#define GAP_HALVINGS 27	/* of all gaps there are, to the same */

/* Usual ranges, so that different figures can be called near or far. */
#define DIFFICULTY_RANGE 0.5
#define GAP_RANGE 0.06

/* A choice; the model is NULL where nobody may serve. */
struct unit {
	const struct model *model;
	enum effort effort;
};

struct search {
	const struct plan_input *in;
	const struct plan *plan;
	struct unit now;
	struct plan other;	/* planned with other figures */
	struct flip *out;
	double nearest;
};

static void offer(struct search *s, double distance, enum flip_kind kind,
		  double at, struct unit to)
{
	if (distance >= s->nearest)
		return;
	s->nearest = distance;
	*s->out = (struct flip){ kind, at, to.model, to.effort };
}

static struct unit chosen(const struct plan *p)
{
	if (!p->usable)
		return (struct unit){ .model = NULL };
	return (struct unit){ p->candidates[0].model, p->candidates[0].effort };
}

/* Is it who is chosen now, at the effort that is? */
static bool stays(const struct search *s, struct unit u)
{
	return u.model == s->now.model && u.effort == s->now.effort;
}

static struct unit winner(struct search *s, const struct plan_input *in)
{
	route_plan(in, &s->other);
	return chosen(&s->other);
}

static struct unit winner_at(struct search *s, double difficulty)
{
	struct verdict v = *s->in->verdict;
	struct plan_input in = *s->in;

	v.difficulty = difficulty;
	in.verdict = &v;
	return winner(s, &in);
}

static struct unit winner_within(struct search *s, double gap)
{
	struct plan_input in = *s->in;

	in.quality_gap = gap;
	return winner(s, &in);
}

typedef struct unit winner_fn(struct search *s, double figure);

/*
 * Between `same`, at which the choice stays, and *other, at which it does
 * not: the nearest there is to `same`, and who is chosen there.
 */
static struct unit halve(struct search *s, winner_fn *by, double same,
			 double *other, int times)
{
	struct unit to = by(s, *other);

	while (times-- > 0) {
		double mid = (same + *other) / 2;
		struct unit there = by(s, mid);

		if (stays(s, there)) {
			same = mid;
		} else {
			*other = mid;
			to = there;
		}
	}
	return to;
}

/* Walks away from the difficulty, up or down, to where the choice changes. */
static void try_difficulty(struct search *s, double step)
{
	double start = s->plan->difficulty, same = start, other = start;
	struct unit to = s->now;

	while (stays(s, to) && other >= 0 && other <= 1) {
		same = other;
		other += step;
		to = winner_at(s, other);
	}
	if (stays(s, to) || !to.model)
		return;
	to = halve(s, winner_at, same, &other, HALVINGS);
	if (other < 0 || other > 1)
		return;
	offer(s, fabs(other - start) / DIFFICULTY_RANGE,
	      step > 0 ? FLIP_HARDER : FLIP_EASIER, other, to);
}

/* As a gap grows the choice leaves for something cheaper, and for good. */
static void try_wider(struct search *s)
{
	double same = s->plan->gap, other = 1;
	struct unit to = winner_within(s, other);

	if (stays(s, to) || same >= other)
		return;
	to = halve(s, winner_within, same, &other, GAP_HALVINGS);
	offer(s, (other - s->plan->gap) / GAP_RANGE, FLIP_WIDER, other, to);
}

/* A gap that shuts out what is chosen. */
static void try_narrower(struct search *s)
{
	const struct plan *p = s->plan;
	double below = p->best - p->candidates[0].quality;
	struct unit to;

	if (!(below > 0))
		return;
	to = winner_within(s, below * 0.999);
	if (to.model && !stays(s, to))
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
	offer(s, share, FLIP_PRICE, share,
	      (struct unit){ next->model, next->effort });
}

static void try_ceiling(struct search *s)
{
	struct plan_input in = *s->in;
	struct unit to;
	double cost;

	if (isnan(in.max_cost))
		return;
	in.max_cost = NAN;
	to = winner(s, &in);
	if (stays(s, to))
		return;
	cost = s->other.candidates[0].cost;
	offer(s, s->now.model ? cost / s->in->max_cost - 1 : 0, FLIP_CEILING,
	      cost, to);
}

void route_flip(const struct plan_input *in, const struct plan *p,
		struct flip *out)
{
	struct search s = { .in = in, .plan = p, .now = chosen(p), .out = out,
			    .nearest = 1e9 };

	*out = (struct flip){ .kind = FLIP_NONE };
	if (p->mode != PLAN_ROUTED)
		return;
	plan_init(&s.other);
	try_ceiling(&s);
	if (p->usable) {
		try_difficulty(&s, STEP);
		try_difficulty(&s, -STEP);
		try_wider(&s);
		try_narrower(&s);
	}
	if (p->usable > 1)
		try_price(&s);
	plan_release(&s.other);
}
