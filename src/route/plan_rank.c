#include <stdlib.h>
#include <string.h>

#include "route/plan_inside.h"

/* What comes first in the plan. */
enum group { GROUP_KEPT, GROUP_WITHIN, GROUP_BELOW, GROUP_RULED_OUT };

/* Chances that differ by less are equal: arithmetic, not quality. */
#define EPSILON 1e-9

bool plan_is_within(const struct plan *p, const struct candidate *c)
{
	return !(p->best - c->quality > p->gap + EPSILON);
}

int plan_compare(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) - isnan(b);
	return (a > b) - (a < b);
}

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014), as a step. */
static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) + 0x9E3779B97F4A7C15u;
	h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
	h = (h ^ h >> 27) * 0x94D049BB133111EBu;
	return h ^ h >> 31;
}

static uint64_t mix_number(uint64_t h, double v)
{
	uint64_t word = 0;

	if (isnan(v))
		word = UINT64_MAX;	/* whichever NAN it is */
	else if (v != 0)
		memcpy(&word, &v, sizeof(word));
	return mix(h, word);
}

/* What the application knows of it and no other figure shows. */
static uint64_t hash_option(uint64_t h, const struct plan_option *o)
{
	h = mix_number(h, o->cached_tokens);
	return mix(h, (uint64_t)(o->keep | o->resting << 1));
}

/* Everything that is known but its names. */
static uint64_t hash_facts(const struct candidate *c)
{
	const struct model *m = c->model;
	const double facts[] = {
		(double)m->context, (double)m->max_input,
		(double)m->max_output, m->price.input, m->price.output,
		m->price.cached, m->price.cache_write, m->skill[0],
		m->skill[1], m->skill[2], m->skill[3], m->token_factor,
		(double)m->flags, (double)m->efforts,
	};
	uint64_t h = c->seed;

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		h = mix_number(h, facts[i]);
	return h;
}

static uint64_t hash_name(const struct candidate *c)
{
	uint64_t h = c->seed;

	for (const char *p = c->model->endpoint; *p; p++)
		h = mix(h, (unsigned char)*p);
	h = mix(h, '/');
	for (const char *p = c->model->id; *p; p++)
		h = mix(h, (unsigned char)*p);
	return h;
}

static int compare_ties(const struct candidate *a, const struct candidate *b)
{
	uint64_t x = hash_facts(a), y = hash_facts(b);

	if (x == y) {
		x = hash_name(a);
		y = hash_name(b);
	}
	if (x != y)
		return x < y ? -1 : 1;
	return (a->option > b->option) - (a->option < b->option);
}

static int compare_candidates(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;
	bool by_quality = a->group >= GROUP_BELOW;
	int diff = a->group - b->group;

	if (!diff)
		diff = (a->place > b->place) - (a->place < b->place);
	if (!diff && by_quality)
		diff = plan_compare(b->quality, a->quality);
	if (!diff)
		diff = plan_compare(a->score, b->score);
	if (!diff)
		diff = plan_compare(b->quality, a->quality);
	if (!diff)
		diff = plan_compare(a->first_ms, b->first_ms);
	return diff ? diff : compare_ties(a, b);
}

static bool same_model(const struct candidate *a, const struct candidate *b)
{
	return a->name == b->name && !strcmp(a->model->id, b->model->id) &&
	       !strcmp(a->model->endpoint, b->model->endpoint);
}

/* FNV-1a (Fowler, Noll, Vo), to tell most ids apart without reading them. */
static uint32_t hash_id(const char *id)
{
	uint32_t h = 2166136261u;

	for (; *id; id++)
		h = (h ^ (unsigned char)*id) * 16777619u;
	return h;
}

void plan_rank(const struct plan_input *in, struct plan *p)
{
	bool routed = p->mode == PLAN_ROUTED;

	p->usable = 0;
	for (size_t i = 0; i < p->count; i++) {
		struct candidate *c = &p->candidates[i];
		const struct plan_option *o = &in->options[c->option];

		c->seed = hash_option(in->prompt_hash, o);
		c->name = hash_id(c->model->id);
		p->usable += c->why < PLAN_RULED_OUT;
		c->group = GROUP_WITHIN;
		if (c->why >= PLAN_RULED_OUT)
			c->group = GROUP_RULED_OUT;
		else if (o->keep && p->mode != PLAN_NAMED)
			c->group = GROUP_KEPT;
		else if (routed && !plan_is_within(p, c))
			c->group = GROUP_BELOW;
	}
	qsort(p->candidates, p->count, sizeof(*p->candidates),
	      compare_candidates);
}

bool plan_is_twin(const struct plan *p, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_model(&p->candidates[at], &p->candidates[i]))
			return true;
	return false;
}

void plan_give_reasons(struct plan *p)
{
	for (size_t i = 0; i < p->usable; i++) {
		struct candidate *c = &p->candidates[i];

		c->chosen = i == 0;
		if (c->group == GROUP_KEPT) {
			c->why = PLAN_KEPT;
		} else if (p->mode != PLAN_ROUTED) {
			c->why = PLAN_ORDER;
		} else if (c->group == GROUP_BELOW) {
			c->why = PLAN_BELOW;
			c->need = p->best - c->quality;
			c->limit = p->gap;
		} else if (!c->chosen) {
			c->why = PLAN_WITHIN;
		} else if (p->usable == 1) {
			c->why = PLAN_ONLY;
		} else {
			c->why = p->prefer == PREFER_FAST ? PLAN_FASTEST :
							    PLAN_CHEAPEST;
		}
	}
}
