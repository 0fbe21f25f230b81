#include "route/plan.h"

#include "scene.h"

/*
 * One unit is a model at an effort. A has skill 0.9 for code; at difficulty
 * 0.4 its chances (python3: 1/(1+exp(-6.5*(s-d)))) and, with 1000 tokens in
 * and a price of 1 and 1, its costs in millionths are
 *
 *	none	 0.922012	1000 + 600		1600
 *	minimal	 0.934930	1000 + 600 + 90		1690
 *	low	 0.945833	1000 + 600 + 243	1843
 *	default	 0.962673	1000 + 600 + 900	2500
 *	high	 0.967074	1000 + 600 + 1800	3400
 *
 * so that they are below high by 0.045062, 0.032144, 0.021240, 0.004400, 0.
 */
#define LOW_AND_HIGH (1u << EFFORT_LOW | 1u << EFFORT_HIGH)

static void one(struct scene *s)
{
	scene_init(s, TASK_CODE, 0.4);
	thinker(s, "A", 0.9, 1);
	s->in.prefer = PREFER_BEST;	/* also high sets the bar */
	s->in.quality_gap = 0.02;
}

static enum effort effort_of(struct scene *s, const char *id)
{
	planned(s);
	return candidate(s, id)->effort;
}

static const char *word(enum effort e)
{
	return e == EFFORT_DEFAULT ? "default" : effort_name(e);
}

static void test_levels(void)
{
	static const struct {
		double gap;
		enum effort effort;
		double quality, cost;
	} rows[] = {
		{ 0, EFFORT_HIGH, 0.967074, 0.0034 },
		{ 0.0043, EFFORT_HIGH, 0.967074, 0.0034 },
		{ 0.0045, EFFORT_DEFAULT, 0.962673, 0.0025 },
		{ 0.0212, EFFORT_DEFAULT, 0.962673, 0.0025 },
		{ 0.0213, EFFORT_LOW, 0.945833, 0.001843 },
		{ 0.0321, EFFORT_LOW, 0.945833, 0.001843 },
		{ 0.0322, EFFORT_MINIMAL, 0.934930, 0.00169 },
		{ 0.0450, EFFORT_MINIMAL, 0.934930, 0.00169 },
		{ 0.0451, EFFORT_NONE, 0.922012, 0.0016 },
		{ 1, EFFORT_NONE, 0.922012, 0.0016 },
	};
	struct scene s;

	one(&s);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct candidate *c;

		s.in.quality_gap = rows[i].gap;
		planned(&s);
		c = s.plan.candidates;
		ok(s.plan.count == 1 && c->effort == rows[i].effort &&
		   near(c->quality, rows[i].quality) &&
		   near(c->cost, rows[i].cost) && near(s.plan.best, 0.967074) &&
		   s.plan.best_effort == EFFORT_HIGH,
		   "a gap of %g: %s", rows[i].gap, word(c->effort));
	}
	s.in.quality_gap = NAN;
	s.in.prefer = PREFER_BEST;
	ok(effort_of(&s, "A") == EFFORT_HIGH, "best: high");
	s.in.prefer = PREFER_CHEAP;
	ok(effort_of(&s, "A") == EFFORT_NONE, "cheap: none, of all");
	s.models[0].efforts = LOW_AND_HIGH;
	ok(effort_of(&s, "A") == EFFORT_LOW, "or the lowest it has");
	s.models[0].efforts = 1u << EFFORT_MEDIUM | 1u << EFFORT_XHIGH |
			      1u << EFFORT_MAX;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT && near(s.plan.best, 0.962673),
	   "medium is the default, more than high is the user's to name");
	s.models[0].efforts = EACH_EFFORT;
	s.in.prefer = PREFER_BALANCED;
	s.verdict.task = TASK_SUMMARIZATION;
	/* a quarter: none 0.87, 0.954998; the default 0.9, 0.962673 */
	ok(effort_of(&s, "A") == EFFORT_NONE &&
	   near(s.plan.candidates[0].quality, 0.954998) &&
	   near(s.plan.best, 0.962673) &&
	   near(s.plan.candidates[0].cost, 0.00125), "a summary needs none");
	plan_release(&s.plan);
}

/* But for "best", more effort than the default does not raise the bar. */
static void test_bar(void)
{
	struct scene s;

	one(&s);
	s.in.prefer = PREFER_BALANCED;
	s.in.quality_gap = NAN;
	/* low is 0.016840 below the default, 0.021240 below high */
	ok(effort_of(&s, "A") == EFFORT_LOW && near(s.plan.best, 0.962673) &&
	   s.plan.best_effort == EFFORT_DEFAULT, "balanced: by the default");
	s.in.quality_gap = 0;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT, "though the gap be none");
	thinker(&s, "D", 0.88, 0.1);
	/* D at high is as good as A's default: 0.962673 */
	is(planned(&s), "DA", "a lesser model at high may clear it");
	ok(candidate(&s, "D")->effort == EFFORT_HIGH, "and does");
	s.in.effort = EFFORT_HIGH;
	s.in.quality_gap = 0.0045;
	planned(&s);
	ok(near(s.plan.best, 0.967074), "a named effort is the bar");
	plan_release(&s.plan);
}

/* Nobody's effort but the user's, or the default. */
static void test_not_weighed(void)
{
	struct scene s;
	size_t chain[] = { 0 };

	one(&s);
	s.in.prefer = PREFER_CHEAP;
	s.in.effort = EFFORT_HIGH;
	ok(effort_of(&s, "A") == EFFORT_HIGH && s.plan.count == 1,
	   "the user's effort alone");
	s.in.effort = EFFORT_MAX;
	ok(effort_of(&s, "A") == EFFORT_MAX, "also one above high");
	s.in.effort = EFFORT_DEFAULT;
	s.models[0].flags = 0;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT, "one that does not reason");
	s.models[0].flags = MODEL_REASONING;
	s.models[0].efforts = 0;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT && near(s.plan.best, 0.962673),
	   "one that takes we know not what");
	s.models[0].efforts = EACH_EFFORT;
	s.options[0].keep = true;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT, "one that is kept");
	s.options[0].keep = false;
	s.in.chain = chain;
	s.in.chain_count = 1;
	s.in.mode = PLAN_LISTED;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT, "one from a list");
	s.in.mode = PLAN_NAMED;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT, "one by name");
	s.in.effort = EFFORT_LOW;
	ok(effort_of(&s, "A") == EFFORT_LOW, "by name and effort");
	plan_release(&s.plan);
}

/*
 * B, which does not think, has 0.957710 (0.0094 below A at high) and costs
 * 1600 millionths for each dollar of price. D at high is as good as A at its
 * default.
 */
static void test_rivals(void)
{
	struct scene s;

	one(&s);
	add(&s, "B", 0.88, 1.2, 1.2);
	is(planned(&s), "BA", "B, 1920, is less than A's default, 2500");
	ok(why(&s, "B") == PLAN_CHEAPEST && why(&s, "A") == PLAN_WITHIN &&
	   candidate(&s, "A")->effort == EFFORT_DEFAULT, "and why");
	s.in.quality_gap = 0.03;
	is(planned(&s), "AB", "A at low, 1843, is less than that");
	ok(candidate(&s, "A")->effort == EFFORT_LOW, "and is asked so");
	s.models[1].skill[TASK_CODE] = 0.5;
	s.in.quality_gap = 0.0213;
	is(planned(&s), "AB", "one below the gap is a fallback");
	/* 0.5 is 0.657010 */
	ok(why(&s, "B") == PLAN_BELOW &&
	   near(candidate(&s, "B")->need, 0.310064), "below the best unit");
	s.models[1].flags = MODEL_REASONING;
	s.models[1].efforts = EACH_EFFORT;
	/* 0.52 is 0.685680 */
	ok(effort_of(&s, "B") == EFFORT_HIGH &&
	   near(candidate(&s, "B")->need, 0.281394) && s.plan.count == 2,
	   "where no unit is good enough, the best");
	plan_release(&s.plan);

	scene_init(&s, TASK_CODE, 0.4);
	thinker(&s, "A", 0.9, 10);
	thinker(&s, "D", 0.88, 1);
	s.in.prefer = PREFER_BEST;
	s.in.quality_gap = 0.0045;
	is(planned(&s), "DA", "a lesser model that thinks longer");
	ok(candidate(&s, "D")->effort == EFFORT_HIGH &&
	   near(candidate(&s, "D")->quality, 0.962673) &&
	   near(candidate(&s, "D")->cost, 0.0034), "costs a seventh");
	s.in.prefer = PREFER_FAST;
	s.options[0].first_ms = 200;
	s.options[1].first_ms = 5000;
	/* 0.025 + 0.001 of waiting, and 0.0034 + 0.025 */
	is(planned(&s), "AD", "fast weighs the wait");
	ok(candidate(&s, "A")->effort == EFFORT_DEFAULT, "not the effort");
	plan_release(&s.plan);
}

/* A limit keeps units out, not their model. */
static void test_limits(void)
{
	struct scene s;

	one(&s);
	/* without high the default is the best, and low 0.0168 below */
	s.in.max_cost = 0.0033;
	ok(effort_of(&s, "A") == EFFORT_LOW && near(s.plan.best, 0.962673),
	   "the best is the best that may serve");
	s.in.max_cost = 0.0017;
	ok(effort_of(&s, "A") == EFFORT_NONE && why(&s, "A") == PLAN_ONLY &&
	   near(s.plan.best, 0.934930), "under a low ceiling, a low effort");
	s.in.max_cost = 0.0015;
	planned(&s);
	ok(!s.plan.usable && s.plan.count == 1 &&
	   why(&s, "A") == PLAN_CEILING &&
	   near(candidate(&s, "A")->need, 0.0016), "over it, by the least");
	s.in.max_cost = NAN;
	s.models[0].context = 1690;
	ok(effort_of(&s, "A") == EFFORT_NONE && near(s.plan.best, 0.934930),
	   "what fits into the window");
	s.models[0].context = 1599;
	planned(&s);
	ok(!s.plan.usable && why(&s, "A") == PLAN_WINDOW &&
	   candidate(&s, "A")->need == 1600, "over it, by the least");
	s.models[0].context = 0;
	s.in.quality_gap = 0;
	s.in.max_tokens = 2400;
	ok(effort_of(&s, "A") == EFFORT_HIGH, "high fits into --max-tokens");
	s.in.max_tokens = 2399;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT, "or is no choice");
	s.models[0].max_output = 2399;
	s.in.max_tokens = 0;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT, "nor what it cannot write");
	s.in.quality_gap = 0.02;
	s.in.max_tokens = 700;
	/* low and the default both cost 1700 then */
	ok(effort_of(&s, "A") == EFFORT_LOW &&
	   near(s.plan.candidates[0].cost, 0.0017),
	   "of two that are cut the one that thinks less");
	s.in.max_tokens = 0;
	s.in.quality_gap = 0.03;
	s.options[0].length = 0.5;
	planned(&s);
	ok(near(s.plan.candidates[0].cost, 0.0014215) &&
	   s.plan.candidates[0].effort == EFFORT_LOW,
	   "a learned length is a share of what the effort is expected to");
	plan_release(&s.plan);
}

/* What costs nothing is weighed by how long it thinks. */
static void test_free(void)
{
	struct scene s;

	one(&s);
	s.models[0].flags |= MODEL_LOCAL;
	ok(effort_of(&s, "A") == EFFORT_DEFAULT &&
	   s.plan.candidates[0].cost == 0, "free: the least that is enough");
	s.in.quality_gap = 0.03;
	ok(effort_of(&s, "A") == EFFORT_LOW, "with a wider gap: low");
	s.in.quality_gap = 0;
	ok(effort_of(&s, "A") == EFFORT_HIGH, "with none: high");
	plan_release(&s.plan);
}

static void test_resting(void)
{
	struct scene s;

	one(&s);
	add(&s, "B", 0.5, 1, 1);
	s.options[0].blocked = "cooling down";
	s.options[0].resting = true;
	s.in.quality_gap = 0.03;
	is(planned(&s), "B(A)", "one that rests, rests at each effort");
	ok(candidate(&s, "A")->effort == EFFORT_DEFAULT &&
	   near(s.plan.best, 0.657010), "and is no measure for others");
	s.models[1].skill[TASK_CODE] = 0;
	is(planned(&s), "A(B)", "woken");
	ok(candidate(&s, "A")->effort == EFFORT_LOW &&
	   candidate(&s, "A")->caution == PLAN_BLOCKED, "with a choice");
	/* of those over the ceiling it is not said that they rest */
	s.in.max_cost = 0.0017;
	s.options[0].resting = true;
	is(planned(&s), "A(B)", "woken, as far as the ceiling goes");
	ok(candidate(&s, "A")->effort == EFFORT_NONE, "at none");
	plan_release(&s.plan);
}

/* Listed twice under one name: A2 has 0.975990 at high, and then no part. */
static void test_twins(void)
{
	struct scene s;

	one(&s);
	thinker(&s, "A", 0.95, 10);
	s.in.quality_gap = 0.025;
	is(planned(&s), "A(A)", "a model stands once");
	ok(near(s.plan.best, 0.967074) && s.plan.candidates[0].option == 0 &&
	   s.plan.candidates[0].effort == EFFORT_LOW &&
	   s.plan.candidates[1].why == PLAN_TWICE,
	   "its twin is no measure for it");
	plan_release(&s.plan);
}

static const char *const denied[] = { "Acme", NULL };
static const char *const allowed[] = { "other", NULL };

static void no_skill(struct scene *s)
{
	s->models[0].skill[TASK_CODE] = 0;
}

static void images(struct scene *s)
{
	s->in.has_images = true;
}

static void schema(struct scene *s)
{
	s->in.wants_schema = true;
}

static void window(struct scene *s)
{
	s->models[0].context = 1599;
}

static void max_input(struct scene *s)
{
	s->models[0].max_input = 999;
}

static void deny(struct scene *s)
{
	s->in.policy.deny_vendors = denied;
}

static void allow(struct scene *s)
{
	s->in.policy.allow_vendors = allowed;
}

static void offline(struct scene *s)
{
	s->in.policy.offline = true;
}

static void secret(struct scene *s)
{
	s->in.policy.local_only = true;
}

static void no_key(struct scene *s)
{
	s->options[0].blocked = "its key is not set";
}

static void health(struct scene *s)
{
	s->options[0].blocked = "cooling down";
	s->options[0].resting = true;
}

static void no_price(struct scene *s)
{
	s->models[0].price.output = NAN;
}

static void budget(struct scene *s)
{
	s->in.need_price = true;
	s->in.max_cost = 0.0015;
}

/* Whatever rules a model out does so at each effort, for its own reason. */
static void test_filters(void)
{
	static const struct {
		enum plan_why why;
		void (*set)(struct scene *s);
		const char *what;
	} rows[] = {
		{ PLAN_CANNOT, no_skill, "the task" },
		{ PLAN_NO_IMAGES, images, "vision" },
		{ PLAN_NO_SCHEMA, schema, "a schema" },
		{ PLAN_WINDOW, window, "the window" },
		{ PLAN_MAX_INPUT, max_input, "the input's limit" },
		{ PLAN_DENIED, deny, "deny_vendors" },
		{ PLAN_NOT_ALLOWED, allow, "allow_vendors" },
		{ PLAN_OFFLINE, offline, "offline" },
		{ PLAN_PRIVATE, secret, "secrets" },
		{ PLAN_BLOCKED, no_key, "a key" },
		{ PLAN_BLOCKED, health, "health" },
		{ PLAN_NO_PRICE, no_price, "a price" },
		{ PLAN_CEILING, budget, "a budget" },
	};
	struct scene s;

	for (size_t i = 0; i < COUNT(rows); i++) {
		one(&s);
		rows[i].set(&s);
		/* one that may serve, whatever is asked of it */
		add(&s, "L", 0.1, 0, 0)->flags = MODEL_LOCAL | MODEL_VISION |
						 MODEL_SCHEMA;
		s.options[1].vendor = NULL;
		is(planned(&s), "L(A)", rows[i].what);
		ok(why(&s, "A") == rows[i].why, "for that reason");
		plan_release(&s.plan);
	}
}

/*
 * A and B, both at low: A's 1843 millionths are less than B's twice as much,
 * until its tier, its busy hours or its new price make it dearer.
 */
static void test_prices(void)
{
	static const struct price_tier tier[] = {
		{ 1000, { 10, 10, NAN, NAN } }, { 0 }
	};
	static const struct price_window busy[] = { { 60, 240, 3 }, { 0 } };
	static const struct price_change change = {
		20270101, { 4, 4, NAN, NAN }
	};
	static const struct {
		double in, factor;
		struct cost_when when;
		const char *order;
		double cost;		/* of A */
	} rows[] = {
		{ 1000, 0, { 20261122, 720 }, "AB", 0.001843 },
		/* (1001 + 843) x 10 */
		{ 1001, 0, { 20261122, 720 }, "BA", 0.01844 },
		/* 769 x 1.3 = 999.7; 770 x 1.3 = 1001: (770 + 843) x 13 */
		{ 769, 1.3, { 20261122, 720 }, "AB", 0.0020956 },
		{ 770, 1.3, { 20261122, 720 }, "BA", 0.020969 },
		{ 1000, 0, { 20261122, 59 }, "AB", 0.001843 },
		{ 1000, 0, { 20261122, 60 }, "BA", 0.005529 },
		{ 1000, 0, { 20261122, 239 }, "BA", 0.005529 },
		{ 1000, 0, { 20261122, 240 }, "AB", 0.001843 },
		{ 1000, 0, { 20261231, 1439 }, "AB", 0.001843 },
		{ 1000, 0, { 20270101, 0 }, "BA", 0.007372 },
	};
	struct scene s;

	for (size_t i = 0; i < COUNT(rows); i++) {
		one(&s);
		thinker(&s, "B", 0.9, 2);
		s.models[0].tiers = tier;
		s.models[0].windows = busy;
		s.models[0].change = &change;
		s.models[0].token_factor = rows[i].factor;
		s.models[0].efforts = s.models[1].efforts = LOW_AND_HIGH;
		s.in.quality_gap = 0.03;
		s.in.input_tokens = rows[i].in;
		s.in.when = rows[i].when;
		is(planned(&s), rows[i].order, "by the price in force");
		ok(near(candidate(&s, "A")->cost, rows[i].cost) &&
		   candidate(&s, "A")->effort == EFFORT_LOW,
		   "%g tokens on %ld at minute %d", rows[i].in,
		   rows[i].when.date, rows[i].when.minute);
		plan_release(&s.plan);
	}
}

int main(void)
{
	test_levels();
	test_bar();
	test_not_weighed();
	test_rivals();
	test_limits();
	test_free();
	test_resting();
	test_twins();
	test_filters();
	test_prices();
	return tap_done();
}
