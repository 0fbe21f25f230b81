#include "route/plan.h"

#include "model/catalog.h"
#include "scene.h"

static void test_chance(void)
{
	ok(near(plan_chance(0.9, 0.2), 0.989543) &&
	   near(plan_chance(0.35, 0.8), 0.050931) &&
	   near(plan_chance(0.5, 0.5), 0.5), "logistic(6.5 * (s - d))");
}

static void test_prefer(void)
{
	struct scene s;
	const struct candidate *c;

	five(&s);
	is(planned(&s), "BACDE", "balanced: B is 0.0168 below, C 0.0318");
	c = s.plan.candidates;
	ok(near(c[0].quality, 0.945833) && near(c[0].cost, 0.0055) &&
	   near(c[1].quality, 0.962673) && near(c[1].cost, 0.0275) &&
	   near(c[4].quality, 0.785835) && near(c[4].cost, 0.000275),
	   "chances and costs by hand");
	ok(c[0].chosen && !c[1].chosen && c[0].why == PLAN_CHEAPEST &&
	   c[1].why == PLAN_WITHIN && c[2].why == PLAN_BELOW &&
	   near(c[2].need, 0.031812) && near(c[2].limit, 0.02),
	   "reasons, with figures");
	s.in.prefer = PREFER_CHEAP;
	is(planned(&s), "DCBAE", "cheap: within 0.06 by cost");
	s.in.prefer = PREFER_BEST;
	is(planned(&s), "ABCDE", "best: the best, then by chance");
	s.in.quality_gap = 0.2;
	is(planned(&s), "EDCBA", "a gap of one's own overrules best");
	s.in.quality_gap = 0;
	s.in.prefer = PREFER_CHEAP;
	is(planned(&s), "ABCDE", "a gap of 0 overrules cheap");
	plan_release(&s.plan);
}

/* A waits 0.2 s = $0.001: 0.0285. B costs 0.0055 + 0.005 a second. */
static void test_fast(void)
{
	struct scene s;

	five(&s);
	s.in.prefer = PREFER_FAST;
	is(planned(&s), "BACDE", "fast with nothing measured: by cost");
	s.options[0].first_ms = 200;
	s.options[1].first_ms = 5000;
	is(planned(&s), "ABCDE", "B: 0.0305 is more than 0.0285");
	ok(s.plan.candidates[0].why == PLAN_FASTEST, "and that is why");
	s.options[1].first_ms = 4000;
	is(planned(&s), "BACDE", "B: 0.0255 is less");
	s.options[2].first_ms = 1;
	is(planned(&s), "BACDE", "speed buys no way into the gap");
	plan_release(&s.plan);
}

static void test_ties(void)
{
	struct scene s;

	scene_init(&s, TASK_CODE, 0.3);
	add(&s, "A", 0.8, 1, 1);
	add(&s, "B", 0.8, 1, 1);
	add(&s, "C", 0.81, 1, 1);
	s.options[0].first_ms = 300;
	s.options[1].first_ms = 200;
	is(planned(&s), "CBA", "equal cost: better, then quicker");
	s.options[1].first_ms = NAN;
	is(planned(&s), "CAB", "measured before not measured");
	plan_release(&s.plan);
}

static void test_prices(void)
{
	struct scene s;
	size_t chain[] = { 1 };

	five(&s);
	s.models[1].price.output = NAN;
	is(planned(&s), "ACDE(B)", "no price: never chosen by the router");
	ok(why(&s, "B") == PLAN_NO_PRICE, "and told so");
	s.models[1].flags = MODEL_LOCAL;
	is(planned(&s), "BACDE", "a local one needs none");
	ok(s.plan.candidates[0].cost == 0, "and is free");
	s.models[1].flags = 0;
	s.in.mode = PLAN_NAMED;
	s.in.chain = chain;
	s.in.chain_count = 1;
	is(planned(&s), "B(A)(C)(D)(E)", "named, it runs");
	ok(isnan(s.plan.candidates[0].cost), "and its cost is unknown");
	s.in.need_price = true;
	is(planned(&s), "(B)(A)(C)(D)(E)", "but not within a budget");
	s.in.need_price = false;
	s.in.max_cost = 100;
	is(planned(&s), "(B)(A)(C)(D)(E)", "nor under a ceiling");
	ok(why(&s, "B") == PLAN_CEILING && isnan(candidate(&s, "B")->need),
	   "for nobody knows whether it holds");
	plan_release(&s.plan);
}

static void test_ceiling(void)
{
	struct scene s;

	five(&s);
	s.in.max_cost = 0.0055;
	/* without A the best is B: C is 0.0150 below, D 0.0390 */
	is(planned(&s), "CBDE(A)", "at the ceiling is under it");
	ok(why(&s, "A") == PLAN_CEILING &&
	   near(candidate(&s, "A")->need, 0.0275) &&
	   near(candidate(&s, "A")->limit, 0.0055), "both figures are kept");
	s.in.max_cost = 0.0001;
	planned(&s);
	ok(s.plan.usable == 0 && s.plan.count == 5 && isnan(s.plan.best),
	   "nothing is left under $0.0001");
	plan_release(&s.plan);
}

static void test_limits(void)
{
	struct scene s;
	size_t chain[] = { 0 };

	five(&s);
	s.models[0].context = 1349;	/* 1000 in, 350 out */
	s.models[1].context = 1350;
	s.models[2].context = 1000000;
	s.models[2].max_input = 999;
	is(planned(&s), "BDE(A)(C)", "windows");
	ok(why(&s, "A") == PLAN_WINDOW && candidate(&s, "A")->need == 1350 &&
	   candidate(&s, "A")->limit == 1349, "context: both numbers");
	ok(why(&s, "C") == PLAN_MAX_INPUT && candidate(&s, "C")->need == 1000
	   && candidate(&s, "C")->limit == 999, "max_input: both numbers");
	s.models[1].token_factor = 1.3;		/* 1300 in, 455 out */
	planned(&s);
	ok(why(&s, "B") == PLAN_WINDOW &&
	   near(candidate(&s, "B")->need, 1755),
	   "a tokenizer that counts more fills a window sooner");
	s.models[1].token_factor = 0;
	s.in.max_tokens = 349;
	planned(&s);
	ok(why(&s, "A") < PLAN_RULED_OUT, "--max-tokens makes it fit");
	/* 1000 x 10 + 349 x 50 = 27450 */
	ok(near(candidate(&s, "A")->cost, 0.02745), "and is what is paid");
	s.in.max_tokens = 0;
	s.options[0].length = 100 / 350.0;
	planned(&s);
	ok(near(candidate(&s, "A")->cost, 0.015), "a learned length counts");
	s.options[0].length = 0;
	s.in.mode = PLAN_NAMED;
	s.in.chain = chain;
	s.in.chain_count = 1;
	planned(&s);
	ok(s.plan.usable == 1 && s.plan.candidates[0].caution == PLAN_WINDOW,
	   "named, it is tried all the same, with a caution");
	s.in.mode = PLAN_LISTED;
	planned(&s);
	ok(s.plan.usable == 0 && why(&s, "A") == PLAN_WINDOW,
	   "from a configured list it is not");
	plan_release(&s.plan);
}

static void test_abilities(void)
{
	struct scene s;

	five(&s);
	s.in.has_images = true;
	s.models[2].flags = MODEL_VISION;
	s.models[3].flags = MODEL_VISION | MODEL_SCHEMA;
	planned(&s);
	ok(s.plan.usable == 2 && why(&s, "A") == PLAN_NO_IMAGES, "images");
	s.in.wants_schema = true;
	is(planned(&s), "D(A)(B)(C)(E)", "images and a schema");
	ok(why(&s, "C") == PLAN_NO_SCHEMA && why(&s, "D") == PLAN_ONLY,
	   "and why");
	s.in.has_images = s.in.wants_schema = false;
	s.models[0].skill[TASK_GENERAL] = 0;
	s.models[1].skill[TASK_GENERAL] = NAN;
	is(planned(&s), "CDE(B)(A)", "no skill for the task");
	ok(why(&s, "A") == PLAN_CANNOT && why(&s, "B") == PLAN_CANNOT,
	   "and why");
	s.options[2].blocked = "cooling down for 40 s";
	planned(&s);
	ok(why(&s, "C") == PLAN_BLOCKED &&
	   !strcmp(candidate(&s, "C")->detail, "cooling down for 40 s"),
	   "what the application holds against it");
	plan_release(&s.plan);
}

static void test_policy(void)
{
	static const char *const acme[] = { "aCME", NULL };
	static const char *const place[] = { "E2", NULL };
	static const char *const maker[] = { "Maker", NULL };
	struct scene s;

	five(&s);
	s.options[0].vendor = "Other";
	s.models[1].endpoint = "e2";
	s.models[2].flags = MODEL_LOCAL;
	s.models[3].vendor = "maker";
	s.in.policy.deny_vendors = acme;
	is(planned(&s), "A(B)(C)(D)(E)", "denied: who receives, any case");
	ok(why(&s, "B") == PLAN_DENIED, "and why");
	s.in.policy.deny_vendors = place;
	planned(&s);
	ok(s.plan.usable == 4 && why(&s, "B") == PLAN_DENIED,
	   "denied: an endpoint");
	s.in.policy.deny_vendors = maker;
	planned(&s);
	ok(s.plan.usable == 4 && why(&s, "D") == PLAN_DENIED,
	   "denied: who made it");
	s.in.policy.deny_vendors = NULL;
	s.in.policy.allow_vendors = place;
	planned(&s);
	ok(s.plan.usable == 2 && why(&s, "B") < PLAN_RULED_OUT &&
	   why(&s, "C") < PLAN_RULED_OUT && why(&s, "A") == PLAN_NOT_ALLOWED,
	   "allowed: an endpoint, and what is local");
	s.in.policy.allow_vendors = maker;
	planned(&s);
	ok(why(&s, "D") == PLAN_NOT_ALLOWED,
	   "to have made it is not to be allowed to receive");
	s.in.policy.allow_vendors = NULL;
	s.in.policy.offline = true;
	planned(&s);
	ok(s.plan.usable == 1 && why(&s, "C") == PLAN_ONLY &&
	   why(&s, "A") == PLAN_OFFLINE, "offline");
	s.in.policy.offline = false;
	s.in.policy.local_only = true;
	planned(&s);
	ok(s.plan.usable == 1 && why(&s, "A") == PLAN_PRIVATE, "private");
	plan_release(&s.plan);
}

static void test_chain(void)
{
	struct scene s;
	size_t chain[] = { 4, 0, 4, 2 };
	static const char *const deny[] = { "Other", NULL };

	five(&s);
	s.in.mode = PLAN_LISTED;
	s.in.chain = chain;
	s.in.chain_count = 4;
	is(planned(&s), "EAC(E)(B)(D)", "the user's order, no model twice");
	ok(s.plan.candidates[0].why == PLAN_ORDER &&
	   s.plan.candidates[3].why == PLAN_TWICE &&
	   why(&s, "B") == PLAN_NOT_LISTED, "and why");
	ok(s.plan.candidates[0].chosen && !s.plan.candidates[3].chosen,
	   "one is chosen");
	s.options[4].vendor = "Other";
	s.in.mode = PLAN_NAMED;
	s.in.policy.deny_vendors = deny;
	planned(&s);
	is(order(&s), "AC(E)(E)(B)(D)", "policy beats a name");
	s.models[2].id = "A";
	s.in.policy.deny_vendors = NULL;
	is(planned(&s), "EA(E)(A)(B)(D)", "the same name is the same model");
	plan_release(&s.plan);
}

/*
 * Nothing asked: the default. At difficulty 0.4 and skill 0.9 low takes 0.06
 * off (0.945833), high adds 0.02 (0.967074); for a summary a quarter of it.
 */
static void test_effort(void)
{
	struct scene s;

	scene_init(&s, TASK_CODE, 0.4);
	add(&s, "A", 0.9, 1, 1)->flags = MODEL_REASONING;
	add(&s, "B", 0.9, 1, 1);
	add(&s, "C", 0.9, 1, 1)->flags = MODEL_REASONING;
	s.models[2].efforts = 1 << EFFORT_MEDIUM | 1 << EFFORT_HIGH;
	s.in.effort = EFFORT_LOW;
	planned(&s);
	ok(candidate(&s, "A")->effort == EFFORT_LOW &&
	   near(candidate(&s, "A")->quality, 0.945833), "low costs skill");
	ok(candidate(&s, "B")->effort == EFFORT_DEFAULT &&
	   near(candidate(&s, "B")->quality, 0.962673),
	   "who does not think is not asked to");
	ok(candidate(&s, "C")->effort == EFFORT_MEDIUM, "the nearest it has");
	/* 600 + 0.27 x 900 = 843; plain 600; medium 1500; 1000 in, at 1 */
	ok(near(candidate(&s, "A")->cost, 0.001843) &&
	   near(candidate(&s, "B")->cost, 0.0016) &&
	   near(candidate(&s, "C")->cost, 0.0025), "and saves money");
	s.in.effort = EFFORT_MAX;
	planned(&s);
	ok(candidate(&s, "C")->effort == EFFORT_HIGH &&
	   near(candidate(&s, "C")->quality, 0.967074), "high adds skill");
	s.verdict.task = TASK_SUMMARIZATION;
	s.in.effort = EFFORT_LOW;
	planned(&s);
	ok(near(candidate(&s, "A")->quality, 0.959007),
	   "a summary loses a quarter of that");
	plan_release(&s.plan);
}

/* Against each model of the catalog, at every difficulty. */
static void test_builtin(void)
{
	struct scene s;
	size_t it = 0, wins = 0, rivals = 0;
	struct model extract, rival;

	if (!ok(catalog_find("builtin", "extract", &extract), "it exists"))
		return;
	while (catalog_next(NULL, &it, &rival)) {
		if (rival.flags & MODEL_BUILTIN || isnan(rival.price.input))
			continue;
		rivals++;
		for (int d = 0; d <= 20; d++) {
			scene_init(&s, TASK_SUMMARIZATION, d / 20.0);
			*add(&s, "", 0, 0, 0) = extract;
			*add(&s, "", 0, 0, 0) = rival;
			planned(&s);
			wins += s.plan.candidates[0].option == 0;
			plan_release(&s.plan);
		}
	}
	ok(rivals == 80 && !wins, "beside %zu models it wins %zu times", rivals,
	   wins);
	scene_init(&s, TASK_SUMMARIZATION, 0.2);
	*add(&s, "", 0, 0, 0) = extract;
	is(planned(&s), "extract", "alone it serves");
	ok(s.plan.candidates[0].why == PLAN_ONLY &&
	   s.plan.candidates[0].cost == 0, "free");
	s.in.input_tokens = 5e6;
	is(planned(&s), "extract", "whatever the length");
	for (int t = 0; t < TASK_COUNT; t++) {
		size_t chain[] = { 0 };

		if (t == TASK_SUMMARIZATION)
			continue;
		s.verdict.task = (enum task)t;
		s.in.mode = PLAN_ROUTED;
		s.in.chain_count = 0;
		is(planned(&s), "(extract)", task_name((enum task)t));
		s.in.mode = PLAN_NAMED;
		s.in.chain = chain;
		s.in.chain_count = 1;
		is(planned(&s), "extract", "but by name");
		ok(s.plan.candidates[0].caution == PLAN_CANNOT,
		   "with a caution");
	}
	plan_release(&s.plan);
}

/*
 * Ten thousand tokens in and 350 out, equal chances: X costs 0.03 in, Y 0.02,
 * both 0.00175 out. Of X's tokens c at a tenth cost 0.03 - 2.7e-6 c, which is
 * Y's 0.02 at c = 3703.7.
 */
static void test_cache(void)
{
	struct scene s;

	scene_init(&s, TASK_GENERAL, 0.4);
	add(&s, "X", 0.8, 3, 5)->price.cached = 0.3;
	add(&s, "Y", 0.8, 2, 5);
	s.in.input_tokens = 10000;
	is(planned(&s), "YX", "nothing cached: the cheaper one");
	s.options[0].cached_tokens = 3703;
	is(planned(&s), "YX", "a change is worth a little more than the cache");
	s.options[0].cached_tokens = 3704;
	is(planned(&s), "XY", "the cache is worth a little more than a change");
	s.options[0].cached_tokens = 9000;
	planned(&s);
	ok(near(candidate(&s, "X")->cost, 0.00745) &&
	   why(&s, "X") == PLAN_CHEAPEST, "5700 millionths in, and 1750 out");
	s.models[0].price.cached = NAN;
	is(planned(&s), "YX", "no price for cached tokens: the input's");
	ok(near(candidate(&s, "X")->cost, 0.03175), "as if there were none");
	s.models[0].price.cached = 0.3;
	s.options[0].cached_tokens = 1e9;
	planned(&s);
	/* 10000 x 0.3 + 350 x 5 = 4750 */
	ok(near(candidate(&s, "X")->cost, 0.00475), "all of it at most");
	s.models[0].token_factor = 2;
	s.options[0].cached_tokens = 10000;
	planned(&s);
	/* of 20000 own tokens half at 3, half at 0.3; 700 x 5 out: 36500 */
	ok(near(candidate(&s, "X")->cost, 0.0365), "in the model's own tokens");
	plan_release(&s.plan);
}

static void test_keep(void)
{
	struct scene s;
	size_t chain[] = { 0, 2, 1 };

	five(&s);
	s.options[3].keep = true;
	is(planned(&s), "DBACE", "D first, the rest as always");
	ok(why(&s, "D") == PLAN_KEPT && s.plan.candidates[0].chosen &&
	   why(&s, "B") == PLAN_WITHIN && why(&s, "C") == PLAN_BELOW,
	   "and why");
	ok(near(s.plan.best, 0.962673) && near(candidate(&s, "C")->need,
					       0.031812),
	   "the best is the best");
	s.models[3].context = 10;
	is(planned(&s), "BACE(D)", "not when it may not serve");
	ok(why(&s, "D") == PLAN_WINDOW, "and why");
	s.models[3].context = 0;
	s.in.mode = PLAN_LISTED;
	s.in.chain = chain;
	s.in.chain_count = 3;
	is(planned(&s), "ACB(D)(E)", "nor when a list leaves it out");
	s.options[3].keep = false;
	s.options[2].keep = true;
	is(planned(&s), "CAB(D)(E)", "in a list it goes before");
	ok(why(&s, "C") == PLAN_KEPT && why(&s, "A") == PLAN_ORDER,
	   "and why");
	s.in.mode = PLAN_NAMED;
	is(planned(&s), "ACB(D)(E)", "but not before the one that -m names");
	plan_release(&s.plan);
}

static void test_resting(void)
{
	static const char why_rests[] = "cooling down for 27 s after: quota";
	struct scene s;
	size_t chain[] = { 0, 1 };

	five(&s);
	for (size_t i = 0; i < 5; i++) {
		s.options[i].blocked = why_rests;
		s.options[i].resting = i != 4;
	}
	s.options[3].blocked = NULL;
	is(planned(&s), "D(A)(B)(C)(E)", "while one is well, it serves");
	ok(why(&s, "A") == PLAN_BLOCKED && why(&s, "D") == PLAN_ONLY &&
	   candidate(&s, "D")->caution == PLAN_OK, "and why");
	s.models[3].skill[TASK_GENERAL] = 0;
	is(planned(&s), "BAC(E)(D)", "when none may serve, those that rest");
	ok(why(&s, "B") == PLAN_CHEAPEST &&
	   candidate(&s, "B")->caution == PLAN_BLOCKED &&
	   !strcmp(candidate(&s, "B")->detail, why_rests),
	   "and the reason stands beside");
	ok(why(&s, "E") == PLAN_BLOCKED && why(&s, "D") == PLAN_CANNOT,
	   "not what is blocked for more than its health");
	s.in.max_cost = 0.003;
	is(planned(&s), "C(A)(B)(E)(D)", "and not against a ceiling");
	ok(why(&s, "A") == PLAN_CEILING, "which is the reason then");
	s.in.max_cost = NAN;
	s.in.policy.offline = true;
	planned(&s);
	ok(!s.plan.usable && why(&s, "A") == PLAN_OFFLINE, "nor a policy");
	s.in.policy.offline = false;
	s.in.mode = PLAN_NAMED;
	s.in.chain = chain;
	s.in.chain_count = 2;
	is(planned(&s), "AB(C)(E)(D)", "named, and both rest: in their order");
	s.options[1].blocked = NULL;
	is(planned(&s), "B(A)(C)(E)(D)", "one of them well: that one");
	s.options[1].blocked = why_rests;
	s.models[0].context = 10;
	planned(&s);
	ok(candidate(&s, "A")->caution == PLAN_WINDOW,
	   "what the catalog holds against it is said first");
	plan_release(&s.plan);
}

int main(void)
{
	test_chance();
	test_prefer();
	test_fast();
	test_ties();
	test_prices();
	test_ceiling();
	test_limits();
	test_abilities();
	test_policy();
	test_chain();
	test_cache();
	test_keep();
	test_resting();
	test_effort();
	test_builtin();
	return tap_done();
}
