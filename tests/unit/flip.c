#include "route/flip.h"

#include "scene.h"

/* Whoever it names must win on the far side of `at`, and not on this. */
static bool flips_there(struct scene *s, const struct flip *f, double before,
			double after)
{
	const struct candidate now = s->plan.candidates[0];
	struct verdict v = s->verdict;
	struct plan_input in = s->in;
	struct plan p;
	bool good;

	in.verdict = &v;
	plan_init(&p);
	if (f->kind == FLIP_HARDER || f->kind == FLIP_EASIER)
		v.difficulty = before;
	else
		in.quality_gap = before;
	route_plan(&in, &p);
	good = p.candidates[0].model == now.model &&
	       p.candidates[0].effort == now.effort;
	if (f->kind == FLIP_HARDER || f->kind == FLIP_EASIER)
		v.difficulty = after;
	else
		in.quality_gap = after;
	route_plan(&in, &p);
	good = good && p.candidates[0].model == f->to &&
	       p.candidates[0].effort == f->effort;
	plan_release(&p);
	return good;
}

/*
 * B is chosen. It falls out with a gap under 0.016840 (0.0527 of the range)
 * or over difficulty 0.4294 (0.059); C comes in with 0.0318 (0.197) or under
 * difficulty 0.3220 (0.156); A would have to cost 80 % less.
 */
static void test_flip(void)
{
	struct scene s;
	struct flip f;

	five(&s);
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_NARROWER && near(f.at, 0.016840) &&
	   !strcmp(f.to->id, "A") &&
	   flips_there(&s, &f, f.at + 1e-6, f.at - 1e-6), "a narrower gap");
	s.in.quality_gap = 0.025;	/* 0.0336 is then the nearest */
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_EASIER && !strcmp(f.to->id, "C") &&
	   flips_there(&s, &f, f.at + 1e-6, f.at - 1e-6),
	   "an easier prompt: kind %d at %f", f.kind, f.at);
	/*
	 * Halfway between their skills the chances are furthest apart, by
	 * tanh(6.5 * 0.05 / 2) = 0.161085, and difficulty hardly moves that.
	 */
	plan_release(&s.plan);
	scene_init(&s, TASK_GENERAL, 0.85);
	add(&s, "A", 0.9, 2, 0);
	add(&s, "C", 0.8, 1, 0);
	s.in.quality_gap = 0.16;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_WIDER && near(f.at, 0.161085) &&
	   !strcmp(f.to->id, "C") &&
	   flips_there(&s, &f, f.at - 1e-6, f.at + 1e-6),
	   "a wider gap: kind %d at %f", f.kind, f.at);
	plan_release(&s.plan);

	scene_init(&s, TASK_GENERAL, 0.4);
	add(&s, "A", 0.9, 1, 0);
	add(&s, "B", 0.9, 1.25, 0);	/* 0.8 of its price is A's */
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_PRICE && near(f.at, 0.2) && !strcmp(f.to->id, "B"),
	   "a cheaper runner-up: kind %d at %f", f.kind, f.at);
	s.options[0].keep = true;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_NONE, "no figure takes a follow-up from its model");
	s.options[0].keep = false;
	s.in.max_cost = 0.0005;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(!s.plan.usable && f.kind == FLIP_CEILING && near(f.at, 0.001) &&
	   !strcmp(f.to->id, "A"), "a higher ceiling");
	s.in.max_cost = NAN;
	s.in.option_count = 1;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_NONE, "nothing flips the only one");
	s.in.option_count = 0;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_NONE && s.plan.count == 0, "nor none at all");
	plan_release(&s.plan);
}

/*
 * A alone, whose chances tests/unit/plan_effort.c has: the default is chosen.
 * Low is 0.021240 below high, and at difficulty 0.389890 it is 0.02 below.
 */
static void test_effort(void)
{
	struct scene s;
	struct flip f;

	scene_init(&s, TASK_CODE, 0.4);
	thinker(&s, "A", 0.9, 1);
	s.in.prefer = PREFER_BEST;	/* high sets the bar */
	s.in.quality_gap = 0.02;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_EASIER && near(f.at, 0.389890) &&
	   f.to == s.models && f.effort == EFFORT_LOW &&
	   flips_there(&s, &f, f.at + 1e-6, f.at - 1e-6),
	   "easier, at low: kind %d at %f", f.kind, f.at);
	s.in.quality_gap = 0.0045;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_NARROWER && near(f.at, 0.004400) &&
	   f.to == s.models && f.effort == EFFORT_HIGH &&
	   flips_there(&s, &f, f.at + 1e-6, f.at - 1e-6),
	   "a narrower gap, at high: kind %d at %f", f.kind, f.at);
	plan_release(&s.plan);
}

static void test_less_effort(void)
{
	struct scene s;
	struct flip f;

	scene_init(&s, TASK_CODE, 0.4);
	thinker(&s, "A", 0.9, 1);
	s.in.prefer = PREFER_BEST;
	s.in.quality_gap = 0.02;
	s.in.max_cost = 0.002499;
	/* low is the best then, and minimal 0.0109 below it */
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(s.plan.candidates[0].effort == EFFORT_MINIMAL &&
	   f.kind == FLIP_CEILING && near(f.at, 0.0025) &&
	   f.to == s.models && f.effort == EFFORT_DEFAULT,
	   "a higher ceiling, at the default: kind %d at %f", f.kind, f.at);
	s.in.max_cost = NAN;
	/* high 0.564636, the default 0.532454 */
	s.verdict.difficulty = 0.88;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_WIDER && near(f.at, 0.032182) &&
	   f.to == s.models && f.effort == EFFORT_DEFAULT &&
	   flips_there(&s, &f, f.at - 1e-6, f.at + 1e-6),
	   "a wider gap, at the default: kind %d at %f", f.kind, f.at);
	s.in.effort = EFFORT_HIGH;
	planned(&s);
	route_flip(&s.in, &s.plan, &f);
	ok(f.kind == FLIP_NONE, "nothing flips the user's effort");
	plan_release(&s.plan);
}

int main(void)
{
	test_flip();
	test_effort();
	test_less_effort();
	return tap_done();
}
