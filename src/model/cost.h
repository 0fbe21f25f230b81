#ifndef SHUNT_MODEL_COST_H
#define SHUNT_MODEL_COST_H

#include <stddef.h>
#include <time.h>

#include "base/text.h"
#include "model/model.h"

/*
 * Tokens and money, before a call (estimated) and after it (from the usage
 * that the vendor reports). Pure; USD; NAN is "unknown" and never 0.
 */

/* The day and the minute that prices depend on, both in UTC. */
struct cost_when {
	long date;	/* 20261122 */
	int minute;	/* 0..1439 */
};

struct cost_when cost_when(time_t now);

/* Days since 1970-01-01 of a time; of "2026-11-22" (0 if it is no date). */
long cost_days(time_t now);
long cost_days_of(const char *iso_date);

/*
 * Roughly how many tokens a text is, by counting what kind of byte follows
 * which. The weights are least squares against the o200k vocabulary on 5,580
 * texts of 20 tokens and more (prompts in several languages, code, diffs,
 * articles): fitted on some of the sources, the error on the others is 3.7 %
 * in the median and 21 % at the 95th percentile, where "four bytes a token"
 * has 16 % and 43 %; the weights here are fitted on all of them. Other
 * vocabularies differ: struct model's token_factor.
 * Of more than COST_SAMPLE bytes, evenly spread pieces stand for the rest.
 */
#define COST_SAMPLE ((size_t)32 << 10)
double cost_tokens(struct text t);

/*
 * The tokens that a model will probably write, thinking included, in common
 * tokens: our judgement, until the log of answers knows better. A model that
 * does not reason thinks nothing.
 */
double cost_expected_output(enum task task, unsigned model_flags,
			    enum effort effort);

/*
 * The price in force for a prompt of that many of the model's own tokens:
 * announced changes, then the tier for long prompts, then the hour.
 */
struct price cost_price(const struct model *m, double prompt_tokens,
			struct cost_when when);

/*
 * What a call will cost; tokens are common ones, the model's factor is
 * applied. Local and builtin: 0. NAN when a price is not known.
 */
double cost_estimate(const struct model *m, double input, double output,
		     struct cost_when when);

/*
 * The same when `cached` tokens of the input (common ones too, at most all of
 * it) are in the model's prompt cache. A cached price that is not known is
 * the input's.
 */
double cost_estimate_cached(const struct model *m, double input, double cached,
			    double output, struct cost_when when);

/*
 * What the vendor counted; -1 where it did not say. `input` counts the
 * cached tokens and those written to the cache, `output` the thinking.
 */
struct cost_usage {
	long long input, cached, cache_write, output;
};

/*
 * What a call did cost, in its own tokens. Cached tokens whose price is not
 * known are paid as input. NAN when the price is unknown, or when the vendor
 * reported neither input nor output.
 */
double cost_of_usage(const struct model *m, const struct cost_usage *u,
		     struct cost_when when);

#endif
