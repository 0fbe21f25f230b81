#include "diff/script.h"

/* One side of a change that has no other. */
struct slide {
	const uint32_t *ids;
	size_t *at, *mirror;	/* in the change: of this side, of the other */
	size_t len;
	size_t up, down;	/* how far it may go at most */
};

/* By how many tokens it can move up (-1) or down (1) and mean the same. */
static size_t reach(const struct slide *s, bool down)
{
	const uint32_t *from = s->ids + *s->at, *to = from + s->len;
	size_t n = 0;

	if (down)
		while (n < s->down && from[n] == to[n])
			n++;
	else
		while (n < s->up && *(from - n - 1) == *(to - n - 1))
			n++;
	return n;
}

static void slide(const struct slide *s, bool in_new, script_cost_fn *cost,
		  void *ctx)
{
	size_t up = reach(s, false), down = reach(s, true);
	size_t first = *s->at - up, best = first;
	unsigned least = (unsigned)-1;

	if (!up && !down)
		return;
	for (size_t at = first; at <= first + up + down; at++) {
		unsigned c = cost(ctx, in_new, at, at + s->len);

		if (c <= least) {
			least = c;
			best = at;
		}
	}
	*s->mirror = *s->mirror + best - *s->at;
	*s->at = best;
}

void script_slide(struct script *s, const uint32_t *old_ids, size_t old_count,
		  const uint32_t *new_ids, script_cost_fn *cost, void *ctx)
{
	size_t before = 0;	/* where the last change ended, in the old */

	for (size_t i = 0; i < s->count; i++) {
		struct change *c = &s->changes[i];
		bool in_new = !c->old_len;
		struct slide one = {
			.ids = in_new ? new_ids : old_ids,
			.at = in_new ? &c->new_at : &c->old_at,
			.mirror = in_new ? &c->old_at : &c->new_at,
			.len = in_new ? c->new_len : c->old_len,
		};

		/* an equal token stays between it and its neighbours */
		one.up = c->old_at - before;
		if (i && one.up)
			one.up--;
		one.down = (i + 1 < s->count ? s->changes[i + 1].old_at - 1 :
			    old_count) - c->old_at - c->old_len;
		if (!c->old_len || !c->new_len)
			slide(&one, in_new, cost, ctx);
		before = c->old_at + c->old_len;
	}
}
