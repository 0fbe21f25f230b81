#ifndef SHUNT_TESTS_SCENE_H
#define SHUNT_TESTS_SCENE_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "route/plan.h"
#include "tap.h"

/* Models and a prompt to plan for, made by the tests of src/route. */

#define MOST 40
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A plan's input that a test may change before it plans. */
struct scene {
	struct model models[MOST];
	struct plan_option options[MOST];
	struct verdict verdict;
	struct plan_input in;
	struct plan plan;
};

static inline void scene_init(struct scene *s, enum task task,
			      double difficulty)
{
	memset(s, 0, sizeof(*s));
	s->verdict = (struct verdict){ .task = task,
				       .confidence = 0.94,
				       .difficulty = difficulty };
	s->in = (struct plan_input)PLAN_INPUT_INIT;
	s->in.options = s->options;
	s->in.verdict = &s->verdict;
	s->in.input_tokens = 1000;
	s->in.when = (struct cost_when){ 20261122, 720 };
	plan_init(&s->plan);
}

static inline struct model *add(struct scene *s, const char *id, double skill,
				double price_in, double price_out)
{
	struct model *m = &s->models[s->in.option_count];

	*m = (struct model){ .endpoint = "e",
			     .id = id,
			     .family = id,
			     .price = { price_in, price_out, NAN, NAN } };
	for (int t = 0; t < TASK_COUNT; t++)
		m->skill[t] = skill;
	s->options[s->in.option_count++] = (struct plan_option){
		.model = m, .vendor = "Acme", .first_ms = NAN
	};
	return m;
}

/*
 * At difficulty 0.4, slope 6.5, the chances (python3: 1/(1+exp(-6.5*(s-d))))
 * are A 0.962673, B 0.945833, C 0.930862, D 0.906785, E 0.785835: below A by
 * 0.0168, 0.0318, 0.0559, 0.1768. 1000 tokens in and 350 out cost, in
 * millionths, A 10*1000 + 50*350 = 27500, B 5500, C 2750, D 1375, E 275.
 */
static inline void five(struct scene *s)
{
	scene_init(s, TASK_GENERAL, 0.4);
	add(s, "A", 0.90, 10, 50);
	add(s, "B", 0.84, 2, 10);
	add(s, "C", 0.80, 1, 5);
	add(s, "D", 0.75, 0.5, 2.5);
	add(s, "E", 0.60, 0.1, 0.5);
}

/* One that reasons, and is known to take each effort. */
#define EACH_EFFORT ((1u << EFFORT_COUNT) - 2)

static inline struct model *thinker(struct scene *s, const char *id,
				    double skill, double price)
{
	struct model *m = add(s, id, skill, price, price);

	m->flags = MODEL_REASONING;
	m->efforts = EACH_EFFORT;
	return m;
}

/* The ids in the plan's order, those ruled out in brackets: "BA(C)". */
static inline const char *order(const struct scene *s)
{
	static char out[4 * MOST];
	size_t n = 0;

	for (size_t i = 0; i < s->plan.count; i++) {
		bool usable = i < s->plan.usable;

		n += (size_t)snprintf(out + n, sizeof(out) - n,
				      usable ? "%s" : "(%s)",
				      s->plan.candidates[i].model->id);
	}
	return out;
}

static inline const char *planned(struct scene *s)
{
	route_plan(&s->in, &s->plan);
	return order(s);
}

static inline const struct candidate *candidate(const struct scene *s,
						const char *id)
{
	for (size_t i = 0; i < s->plan.count; i++)
		if (!strcmp(s->plan.candidates[i].model->id, id))
			return &s->plan.candidates[i];
	return NULL;
}

static inline enum plan_why why(const struct scene *s, const char *id)
{
	return candidate(s, id)->why;
}

static inline void is(const char *got, const char *want, const char *what)
{
	ok(!strcmp(got, want), "%s: \"%s\", got \"%s\"", what, want, got);
}

static inline bool near(double a, double b)
{
	return fabs(a - b) < 1e-6;
}

#endif
