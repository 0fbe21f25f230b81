#include "route/plan.h"

#include "scene.h"

/* xorshift64* (Vigna 2016), so that a failure can be had again. */
static uint64_t draw(uint64_t *state, uint64_t below)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (*state * 0x2545F4914F6CDD1Du >> 33) % below;
}

static const char *const endpoints[] = { "e0", "e1", "e2", "e3", "e4", "e5" };
static const char *const vendors[] = { "v0", "v1", "v2", "v3", "v4", "v5" };
static const char *const ids[] = {
	"m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10",
	"m11", "m12", "m13", "m14", "m15", "m16", "m17", "m18", "m19",
};

static void shuffle(uint64_t *rng, size_t *order_of, size_t count)
{
	for (size_t i = 0; i < count; i++)
		order_of[i] = i;
	for (size_t i = count; i > 1; i--) {
		size_t k = (size_t)draw(rng, i), t = order_of[k];

		order_of[k] = order_of[i - 1];
		order_of[i - 1] = t;
	}
}

/* Which names a random scene's model has, as numbers to be permuted. */
struct names {
	size_t endpoint, id, vendor, maker;
};

/* Few values for each fact, so that ties of every depth are common. */
static void random_model(uint64_t *rng, struct model *m,
			 struct plan_option *o)
{
	static const double prices[] = { 0.1, 0.1, 1, 10, NAN };
	static const double skills[] = { 0, 0.3, 0.8, 0.82, 0.9 };
	static const double waits[] = { NAN, NAN, 100, 4000 };
	static const long windows[] = { 0, 1000, 100000, 1000000 };
	static const unsigned flags[] = { 0, MODEL_VISION, MODEL_LOCAL,
					  MODEL_SCHEMA | MODEL_VISION };
	static const unsigned efforts[] = {
		0, 1u << EFFORT_MEDIUM, 1u << EFFORT_LOW | 1u << EFFORT_HIGH,
		(1u << EFFORT_COUNT) - 2,
	};

	m->price.input = prices[draw(rng, 5)];
	m->price.output = m->price.input * 4;
	m->price.cached = draw(rng, 2) ? m->price.input / 10 : NAN;
	m->price.cache_write = NAN;
	for (int t = 0; t < TASK_COUNT; t++)
		m->skill[t] = skills[draw(rng, 5)];
	m->context = windows[draw(rng, 4)];
	m->max_input = draw(rng, 4) ? 0 : 900;
	m->flags = flags[draw(rng, 4)] |
		   (draw(rng, 2) ? MODEL_REASONING : 0);
	m->efforts = draw(rng, 2) ? efforts[draw(rng, 4)] :
				    (unsigned)draw(rng, 1u << EFFORT_COUNT);
	m->max_output = draw(rng, 6) ? 0 : 700;
	m->token_factor = draw(rng, 3) ? 0 : 1.3;
	o->model = m;
	o->first_ms = waits[draw(rng, 4)];
	o->blocked = draw(rng, 5) ? NULL : "busy";
	o->resting = o->blocked && draw(rng, 2);
	o->keep = !draw(rng, 20);
	o->cached_tokens = draw(rng, 4) ? 0 : 900;
	o->length = draw(rng, 2) ? 0 : 0.5;
}

static void random_input(uint64_t *rng, struct scene *s)
{
	static const double tokens[] = { 10, 990, 50000 };

	scene_init(s, (enum task)draw(rng, TASK_COUNT),
		   (double)draw(rng, 101) / 100);
	s->in.prefer = (enum prefer)draw(rng, PREFER_COUNT);
	s->in.input_tokens = tokens[draw(rng, 3)];
	s->in.prompt_hash = draw(rng, 1u << 30);
	s->in.has_images = !draw(rng, 5);
	s->in.wants_schema = !draw(rng, 8);
	s->in.effort = draw(rng, 4) ? EFFORT_DEFAULT :
				      (enum effort)draw(rng, EFFORT_COUNT);
	s->in.max_tokens = draw(rng, 6) ? 0 : 500;
	s->in.policy.offline = !draw(rng, 12);
	if (!draw(rng, 4))
		s->in.max_cost = 0.001;
}

static void name_it(struct model *m, struct plan_option *o,
		    const struct names *n, const size_t *pe, const size_t *pi,
		    const size_t *pv)
{
	m->endpoint = endpoints[pe[n->endpoint]];
	m->id = ids[pi[n->id]];
	m->family = m->id;
	m->vendor = vendors[pv[n->maker]];
	o->vendor = vendors[pv[n->vendor]];
}

/* All that a plan may look at, but for names. */
static bool same_facts(const struct plan_option *a, const struct plan_option *b)
{
	struct model x = *a->model, y = *b->model;

	x.endpoint = y.endpoint = x.id = y.id = x.family = y.family = NULL;
	x.vendor = y.vendor = NULL;
	return !memcmp(&x, &y, sizeof(x)) && a->blocked == b->blocked &&
	       a->resting == b->resting && a->keep == b->keep &&
	       a->cached_tokens == b->cached_tokens &&
	       a->length == b->length &&
	       !memcmp(&a->first_ms, &b->first_ms, sizeof(a->first_ms));
}

static bool same_place(const struct candidate *a, const struct candidate *b)
{
	return a->why == b->why && a->caution == b->caution &&
	       a->chosen == b->chosen &&
	       a->effort == b->effort && a->quality == b->quality &&
	       (a->cost == b->cost || (isnan(a->cost) && isnan(b->cost)));
}

struct tally {
	size_t plans, places, twins, wrong;
	size_t chosen[EFFORT_COUNT];	/* by the router */
};

/*
 * One random catalog and prompt, planned twice: as it is, and with vendors,
 * endpoints and ids renamed (in the policy too) and the table shuffled. Each
 * place must hold the same model under its other name. Only models that are
 * equal in every fact may stand in for each other: no rule could tell them
 * apart but by name or by place.
 */
static void permute_once(uint64_t *rng, struct tally *t)
{
	static struct scene a, b;
	size_t same[COUNT(ids)], pe[COUNT(endpoints)], pi[COUNT(ids)];
	size_t pv[COUNT(vendors)], to[MOST], n = 1 + (size_t)draw(rng, 30);
	size_t denied = (size_t)draw(rng, COUNT(vendors));
	const char *deny_a[] = { vendors[denied], NULL }, *deny_b[2] = { NULL };
	struct names names;

	random_input(rng, &a);
	b = a;
	b.in.options = b.options;
	b.in.verdict = &b.verdict;
	for (size_t i = 0; i < COUNT(ids); i++)
		same[i] = i;
	shuffle(rng, pe, COUNT(endpoints));
	shuffle(rng, pi, COUNT(ids));
	shuffle(rng, pv, COUNT(vendors));
	shuffle(rng, to, n);
	for (size_t i = 0; i < n; i++) {
		names = (struct names){ (size_t)draw(rng, COUNT(endpoints)),
					(size_t)draw(rng, COUNT(ids)),
					(size_t)draw(rng, COUNT(vendors)),
					(size_t)draw(rng, COUNT(vendors)) };
		random_model(rng, &a.models[i], &a.options[i]);
		b.models[to[i]] = a.models[i];
		b.options[to[i]] = a.options[i];
		b.options[to[i]].model = &b.models[to[i]];
		name_it(&a.models[i], &a.options[i], &names, same, same, same);
		name_it(&b.models[to[i]], &b.options[to[i]], &names, pe, pi,
			pv);
	}
	deny_b[0] = vendors[pv[denied]];
	if (draw(rng, 2)) {
		a.in.policy.deny_vendors = deny_a;
		b.in.policy.deny_vendors = deny_b;
	}
	a.in.option_count = b.in.option_count = n;
	route_plan(&a.in, &a.plan);
	route_plan(&b.in, &b.plan);
	t->plans++;
	t->wrong += a.plan.usable != b.plan.usable;
	for (size_t i = 0; i < n; i++) {
		const struct candidate *x = &a.plan.candidates[i];
		const struct candidate *y = &b.plan.candidates[i];
		bool twin = to[x->option] != y->option;

		t->places++;
		t->chosen[x->effort] += i < a.plan.usable && !a.in.effort;
		t->twins += twin;
		t->wrong += !same_place(x, y) ||
			    (twin && !same_facts(&a.options[x->option],
						 &b.options[y->option]));
	}
	plan_release(&a.plan);
	plan_release(&b.plan);
}

static void test_vendor_blind(void)
{
	struct tally t = { 0 };
	uint64_t rng = 20261122;

	while (t.plans < 5000)
		permute_once(&rng, &t);
	ok(!t.wrong, "%zu plans, %zu places: %zu wrong (%zu by twins)",
	   t.plans, t.places, t.wrong, t.twins);
	ok(t.twins < t.places / 50, "twins are few");
	for (int e = 0; e < EFFORT_COUNT; e++) {
		bool may = e != EFFORT_MEDIUM && e < EFFORT_XHIGH;

		ok(may ? t.chosen[e] > 200 : !t.chosen[e],
		   "%s was chosen %zu times",
		   e ? effort_name((enum effort)e) : "default", t.chosen[e]);
	}
}

/* A scene of models with names of their own, all well, none kept. */
static void random_scene(uint64_t *rng, struct scene *s)
{
	size_t n = 1 + (size_t)draw(rng, COUNT(ids));

	random_input(rng, s);
	s->in.effort = EFFORT_DEFAULT;
	for (size_t i = 0; i < n; i++) {
		random_model(rng, &s->models[i], &s->options[i]);
		s->models[i].endpoint = "e";
		s->models[i].id = ids[i];
		s->options[i].keep = s->options[i].resting = false;
		s->options[i].blocked = NULL;
	}
	s->in.option_count = n;
}

/* Each unit that may serve, by a plan for it alone with its effort named. */
static size_t each_unit(const struct scene *s, struct candidate *out)
{
	static const enum effort levels[] = { EFFORT_DEFAULT, EFFORT_NONE,
					      EFFORT_MINIMAL, EFFORT_LOW,
					      EFFORT_HIGH };
	size_t n = 0;

	for (size_t i = 0; i < COUNT(levels) * s->in.option_count; i++) {
		struct plan_option o = s->options[i / COUNT(levels)];
		struct model m = *o.model;
		struct plan_input in = s->in;
		struct plan p;

		o.model = &m;
		in.effort = levels[i % COUNT(levels)];
		in.options = &o;
		in.option_count = 1;
		if (in.effort && (!(m.efforts & 1u << in.effort) ||
				  !(m.flags & MODEL_REASONING)))
			continue;
		m.efforts &= 1u << in.effort;	/* the default: none */
		plan_init(&p);
		route_plan(&in, &p);
		/* what a limit of its answer cuts short is no choice */
		if (p.usable && !(in.effort == EFFORT_HIGH &&
				  p.candidates[0].cut))
			out[n++] = p.candidates[0];
		plan_release(&p);
	}
	return n;
}

/* The first is the cheapest unit within the gap of the best. */
static void test_choice(void)
{
	static struct candidate units[5 * COUNT(ids)];
	static struct scene s;
	uint64_t rng = 20261126;
	size_t wrong = 0, asked = 0;

	for (size_t plans = 0; plans < 2000; plans++) {
		double best = -1, least = INFINITY;
		size_t n;

		random_scene(&rng, &s);
		s.in.prefer = (enum prefer)draw(&rng, PREFER_FAST);
		n = each_unit(&s, units);
		route_plan(&s.in, &s.plan);
		/* unasked, more than the default is no bar but for "best" */
		for (size_t i = 0; i < n; i++)
			if (s.in.effort != EFFORT_DEFAULT ||
			    s.in.prefer == PREFER_BEST ||
			    units[i].effort <= EFFORT_MEDIUM)
				best = fmax(best, units[i].quality);
		for (size_t i = 0; i < n; i++)
			if (best - units[i].quality <= s.plan.gap + 1e-9)
				least = fmin(least, units[i].cost);
		if (s.plan.usable) {
			const struct candidate *c = s.plan.candidates;

			asked += c->effort != EFFORT_DEFAULT;
			wrong += c->cost != least || s.plan.best != best ||
				 best - c->quality > s.plan.gap + 1e-9;
		} else {
			wrong += n > 0;
		}
		plan_release(&s.plan);
	}
	ok(!wrong && asked > 200, "2000 choices, %zu at an effort: %zu wrong",
	   asked, wrong);
}

/* Four equal in all but name, and four in cost and chance only. */
static void test_fair_ties(void)
{
	struct scene s;

	for (int other = 0; other < 2; other++) {
		size_t wins[4] = { 0 };

		scene_init(&s, TASK_CODE, 0.3);
		for (size_t i = 0; i < 4; i++) {
			struct model *m = add(&s, ids[i], 0.8, 1, 1);

			m->endpoint = endpoints[i];
			m->context = other ? 100000 + (long)i : 100000;
		}
		for (s.in.prompt_hash = 0; s.in.prompt_hash < 4000;
		     s.in.prompt_hash++) {
			planned(&s);
			wins[s.plan.candidates[0].option]++;
		}
		/* binomial: 1000 each, deviation 27; six of those are 164 */
		for (size_t i = 0; i < 4; i++)
			ok(wins[i] > 836 && wins[i] < 1164,
			   "%s: wins %zu of 4000",
			   other ? "other windows" : "twins", wins[i]);
		plan_release(&s.plan);
	}
}

int main(void)
{
	test_vendor_blind();
	test_fair_ties();
	test_choice();
	return tap_done();
}
