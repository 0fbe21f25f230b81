#ifndef SHUNT_ROUTE_PLAN_H
#define SHUNT_ROUTE_PLAN_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/cost.h"
#include "model/model.h"
#include "route/classify.h"

/*
 * Which models are tried, in which order, and why. Pure: the application
 * joins endpoints, catalog, health and policy into the input; nothing is
 * asked or measured here.
 *
 * The chance that a model answers well is an item response model with one
 * parameter: logistic(PLAN_SLOPE * (skill - difficulty)). The unit is a model
 * at an effort: one that reasons is weighed at its default and at each level
 * up to HIGH that it is known to take, unless the effort is the user's, or the
 * order is, or it goes on with a conversation (`keep`): then at that effort,
 * or its default. Of the units that may serve, the cheapest is taken whose
 * chance is within the quality gap of the best one's; where nobody asked for
 * "best", effort above the default is no measure for others. A model stands
 * in the plan once: with its cheapest unit within the gap, or else its best.
 * The rest are the fallback: the others within the gap by cost, then those
 * below it by chance. Nothing that is ruled out is tried, and everything that
 * is ruled out stays in the plan with its reason.
 *
 * No name has a part in it, but in the user's own policy: equal cost goes to
 * the better chance, then to the quicker measured first token, then to a
 * hash of the prompt with the model's facts. Only models that are equal in
 * every fact are told apart by a hash of the prompt with their names, so that
 * over many prompts each gets its share. The order of the input never
 * matters, but for the user's own chain.
 *
 * A conversation stays with its model for two reasons of different kinds: a
 * follow-up ("shorter", "go on") does, wherever that stands (`keep`; not
 * against -m); any other ask does as far as the prompt cache that a change
 * would lose makes it the cheaper one (`cached_tokens`).
 */

/*
 * By the outcomes of two models (src/fit/scale.h): how far they are apart in
 * logits, for how far their classes are in skill, is 4.8 on MMLU and 8.9 on
 * GSM8K. The least Brier score is at 4 to 5, for a difficulty that is known
 * roughly makes chances look alike; at 6.5 it is 0.006 more.
 */
#define PLAN_SLOPE 6.5

double plan_chance(double skill, double difficulty);

enum prefer { PREFER_BALANCED, PREFER_CHEAP, PREFER_BEST, PREFER_FAST,
	      PREFER_COUNT };

const char *prefer_name(enum prefer p);

/*
 * "fast" puts a price on waiting: a measured first token counts as money, an
 * unmeasured one as if it took FAST_UNMEASURED.
 */
#define FAST_USD_PER_SECOND 0.005
#define FAST_UNMEASURED_MS 1500.0

/* A model that could be called, and what is known about calling it. */
struct plan_option {
	const struct model *model;
	const char *vendor;	/* who receives the prompt; NULL: nobody */
	double first_ms;	/* measured time to the first token, or NAN */
	/*
	 * Learned for this task: tokens written for each that is expected at
	 * the effort asked for. 0: as expected.
	 */
	double length;
	/*
	 * Of this prompt, what the model has in its prompt cache already: its
	 * own tokens, as its vendor counted them. 0: nothing.
	 */
	double cached_tokens;
	/* It answered the turn before, and this ask only follows that up. */
	bool keep;
	const char *blocked;	/* why it cannot be called now, or NULL */
	/*
	 * What blocks it is only its health: better tried than refused when
	 * nothing else may serve.
	 */
	bool resting;
};

/* Names end with NULL; a NULL list says nothing. Case does not matter. */
struct plan_policy {
	/*
	 * Who may receive prompts: endpoint names or their vendors. Local
	 * models need not be named.
	 */
	const char *const *allow_vendors;
	/* Who may not, nor have made the model. Holds for local ones too. */
	const char *const *deny_vendors;
	bool offline;		/* only local models */
	bool local_only;	/* the same, because the prompt is private */
};

enum plan_mode {
	PLAN_ROUTED,	/* the router chooses */
	PLAN_LISTED,	/* the order of [route.TASK] models */
	PLAN_NAMED	/* the order of -m */
};

/*
 * With PLAN_NAMED, what the catalog holds against a model (skill, window,
 * schema) does not rule it out: the user knows better, and it is noted as a
 * caution. So are pictures for a model that the catalog does not know. Those
 * for one that cannot see, policy, `blocked` and the ceiling hold for every
 * mode.
 */
struct plan_input {
	const struct plan_option *options;
	size_t option_count;
	enum plan_mode mode;
	const size_t *chain;	/* indexes of options, first first */
	size_t chain_count;	/* 0 when routed */
	const struct verdict *verdict;
	double input_tokens;	/* estimated, see cost_tokens() */
	long max_tokens;	/* the answer's limit; 0: none */
	bool has_images, wants_schema;
	enum prefer prefer;
	double quality_gap;	/* NAN: that of prefer */
	double max_cost;	/* ceiling in USD; NAN: none */
	bool need_price;	/* a budget is in force: also the chain's */
	enum effort effort;	/* the user's; DEFAULT: none was named */
	struct plan_policy policy;
	uint64_t prompt_hash;
	struct cost_when when;
};

#define PLAN_INPUT_INIT { .quality_gap = NAN, .max_cost = NAN }

enum plan_why {
	PLAN_OK,		/* no caution */
	PLAN_KEPT,		/* chosen: it answered the turn before */
	PLAN_CHEAPEST,		/* chosen: the cheapest within the gap */
	PLAN_FASTEST,		/* chosen by "fast" */
	PLAN_ONLY,		/* chosen: nothing else may serve */
	PLAN_WITHIN,		/* within the gap, but not the cheapest */
	PLAN_BELOW,		/* limit: the gap; need: how far below */
	PLAN_ORDER,		/* stands where the user put it */

	PLAN_RULED_OUT,		/* this and what follows is never tried */
	PLAN_NOT_LISTED = PLAN_RULED_OUT,
	PLAN_TWICE,		/* stands earlier in the plan already */
	PLAN_DENIED,		/* detail: the name that deny_vendors holds */
	PLAN_NOT_ALLOWED,	/* detail: who would receive the prompt */
	PLAN_OFFLINE,
	PLAN_PRIVATE,
	PLAN_BLOCKED,		/* detail: the application's words */
	PLAN_CANNOT,		/* the task: no skill for it */
	PLAN_NO_IMAGES,
	PLAN_NO_SCHEMA,
	PLAN_WINDOW,		/* need: tokens in and out; limit: context */
	PLAN_MAX_INPUT,		/* need: tokens in; limit: max_input */
	PLAN_NO_PRICE,
	PLAN_CEILING,		/* need: its cost (or NAN); limit: max_cost */
	PLAN_WHYS
};

struct candidate {
	const struct model *model;
	size_t option;		/* its index in the input */
	enum effort effort;	/* to ask for, as this model takes it */
	double quality;		/* chance of a good answer, 0..1 */
	double cost;		/* USD; NAN unknown */
	double input_tokens, output_tokens;	/* its own, estimated */
	double first_ms;	/* NAN where not measured */
	bool chosen;		/* the first one that may serve */
	enum plan_why why;
	double need, limit;	/* figures of `why`, or of the caution */
	const char *detail;	/* borrowed from the input */
	/*
	 * Speaks against it, but it was named; or PLAN_BLOCKED: it rests, but
	 * nothing else may serve.
	 */
	enum plan_why caution;

	/* private */
	bool resting;		/* ruled out for nothing but its health */
	bool cut;		/* by a limit of the answer's length */
	size_t first;		/* its model's first unit */
	int group;
	uint32_t name;
	size_t place;
	double score;
	uint64_t seed;
};

struct plan {
	struct candidate *candidates;	/* those to try, then the ruled out */
	size_t count;
	size_t usable;		/* how many may be tried: they stand first */
	enum plan_mode mode;
	enum prefer prefer;
	enum task task;
	double difficulty;
	double gap;		/* in force */
	double best;		/* highest chance of a usable unit; or NAN */
	enum effort best_effort;	/* of that; DEFAULT before another */
};

void plan_init(struct plan *p);
void plan_release(struct plan *p);

/*
 * Fills a plan that was initialised (what it held is released). It borrows
 * from the input: options, models and strings must outlive it.
 */
void route_plan(const struct plan_input *in, struct plan *out);

#endif
