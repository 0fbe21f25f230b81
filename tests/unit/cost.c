#include "model/cost.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/catalog.h"
#include "tap.h"

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-12 + 1e-9 * fabs(b);
}

/* Checked with date -u -d @SECONDS. */
static void test_when(void)
{
	static const struct {
		time_t at;
		long date;
		int minute;
	} rows[] = {
		{ 0, 19700101, 0 },
		{ 59, 19700101, 0 },
		{ -1, 19691231, 1439 },
		{ 951782399, 20000228, 1439 },
		{ 951782400, 20000229, 0 },
		{ 1795368000, 20261122, 1040 },
		{ 1798761599, 20261231, 1439 },
		{ 1798761600, 20270101, 0 },
		{ 4107542400, 21000301, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cost_when w = cost_when(rows[i].at);

		ok(w.date == rows[i].date && w.minute == rows[i].minute,
		   "%lld is %ld minute %d, got %ld %d",
		   (long long)rows[i].at, rows[i].date, rows[i].minute, w.date,
		   w.minute);
	}
	ok(cost_days_of("1970-01-01") == 0 &&
	   cost_days_of("2000-03-01") == 11017 &&
	   cost_days_of("2026-11-22") == 20779, "days of a date");
}

/*
 * Counts from the o200k vocabulary (bpe-openai 0.1.4, PyPI); the estimate
 * must be within the share given. Of Cyrillic there was little to fit on.
 */
static const struct {
	const char *text;
	double tokens, share;
} texts[] = {
	{ "When the committee met again in the spring, most of its "
	  "members had read the report and agreed that the plan was "
	  "sound, though two of them asked for another month.",
	  34, 0.10 },
	{ "static int count(const char *s)\n{\n\tint n = 0;\n\n\t"
	  "while (*s)\n\t\tn += *s++ == '\\n';\n\treturn n;\n}\n",
	  33, 0.25 },
	{ "{\"name\":\"shunt\",\"size\":[12,345,6789],\"ok\":true,"
	  "\"path\":\"/usr/share/doc\"}",
	  26, 0.25 },
	{ "Der Ausschuss hat den Bericht gelesen und hält den Plan "
	  "für vernünftig; zwei Mitglieder bitten um einen weiteren "
	  "Monat.",
	  23, 0.25 },
	{ "委员会在春天再次开会时，大多数成员已经读过报告，并同意这个"
	  "计划是合理的。",
	  24, 0.25 },
	{ "Когда комитет снова собрался весной, большинство его "
	  "членов уже прочитали отчёт.",
	  19, 0.35 },
	{ "A train leaves at 14:05 with 132 people; 48 get off, 17 "
	  "get on, and 6 of them have 3 bags each. How many bags are "
	  "there?",
	  40, 0.15 },
};

static void test_tokens(void)
{
	struct text none = { NULL, 0 };

	ok(cost_tokens(none) == 0, "no text, no tokens");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		double got = cost_tokens(text_of(texts[i].text));

		ok(fabs(got / texts[i].tokens - 1) <= texts[i].share,
		   "text %zu: %.0f tokens, estimated %.1f", i + 1,
		   texts[i].tokens, got);
	}
}

/* A sample of a long text must say what the whole says. */
static void test_sample(void)
{
	static const char line[] = "The quick brown fox, 12 years old.\n";
	size_t len = sizeof(line) - 1, count = 4000;
	char *text = malloc(len * count);
	double one, all;

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * len, line, len);
	one = cost_tokens((struct text){ text, len * 100 }) / 100;
	all = cost_tokens((struct text){ text, len * count });
	ok(fabs(all / ((double)count * one) - 1) < 0.03,
	   "140 kB estimated from 32 KiB: %.0f for %.0f", all,
	   (double)count * one);
	free(text);
}

static void test_estimate(void)
{
	struct cost_when noon = { 20261122, 720 };
	struct cost_when peak = { 20261122, 60 }, after = { 20261122, 240 };
	struct cost_when before = { 20261231, 1439 }, then = { 20270101, 0 };
	struct model m;

	/* 1000 x 2/M + 500 x 10/M = 0.002 + 0.005 */
	catalog_find("openai", "gpt-6.1-sol", &m);
	ok(near(cost_estimate(&m, 1000, 500, noon), 0.007), "plain price");
	/* 400 x 2/M + 600 x 0.1/M + 500 x 10/M = 0.00586; 0.0051 */
	ok(near(cost_estimate_cached(&m, 1000, 600, 500, noon), 0.00586) &&
	   near(cost_estimate_cached(&m, 1000, 9000, 500, noon), 0.0051) &&
	   near(cost_estimate_cached(&m, 1000, -1, 500, noon), 0.007),
	   "some of it cached, all of it, nothing");
	m.price.cached = NAN;
	ok(near(cost_estimate_cached(&m, 1000, 600, 500, noon), 0.007),
	   "no price for cached tokens: the input's");
	/* the same, 30 % more tokens: 0.007 x 1.3 */
	catalog_find("anthropic", "claude-sonnet-5-5", &m);
	ok(near(cost_estimate(&m, 1000, 500, noon), 0.0091),
	   "a tokenizer that counts more");
	/*
	 * Above 100000 of its own tokens: 76923 x 1.3 = 99999.9 is not,
	 * 76924 x 1.3 = 100001.2 is. 99999.9 x 0.1/M = 0.00999999;
	 * 100001.2 x 0.5/M = 0.0500006.
	 */
	catalog_find("anthropic", "claude-haiku-5-5", &m);
	ok(near(cost_estimate(&m, 76923, 0, noon), 0.00999999) &&
	   near(cost_estimate(&m, 76924, 0, noon), 0.0500006),
	   "the tier for long prompts");
	/* 1000 x 0.66/M + 1000 x 1.98/M = 0.00264; twice in busy hours */
	catalog_find("deepseek", "deepseek-v4-pro", &m);
	ok(near(cost_estimate(&m, 1000, 1000, noon), 0.00264) &&
	   near(cost_estimate(&m, 1000, 1000, peak), 0.00528) &&
	   near(cost_estimate(&m, 1000, 1000, after), 0.00264),
	   "busy hours: from 01:00, until 04:00");
	/* 1000 x 0.75/M + 1000 x 3.75/M = 0.0045, then 1.5 and 7.5 */
	catalog_find("gemini", "gemini-3.8-flash", &m);
	ok(near(cost_estimate(&m, 1000, 1000, before), 0.0045) &&
	   near(cost_estimate(&m, 1000, 1000, then), 0.009),
	   "an announced change of price");
	catalog_find("openrouter", "openrouter/auto", &m);
	ok(isnan(cost_estimate(&m, 1000, 1000, noon)), "unknown is NAN");
	m.flags |= MODEL_LOCAL;
	ok(cost_estimate(&m, 1000, 1000, noon) == 0, "local is free");
	catalog_find("builtin", "extract", &m);
	ok(cost_estimate(&m, 1e6, 1000, noon) == 0, "builtin is free");
}

static void test_output(void)
{
	unsigned r = MODEL_REASONING;

	ok(cost_expected_output(TASK_CODE, 0, EFFORT_HIGH) == 600,
	   "who does not think writes the answer only");
	/* published: low, medium, high at 10, 18, 29 USD */
	ok(fabs(cost_expected_output(TASK_CODE, r, EFFORT_LOW) /
		cost_expected_output(TASK_CODE, r, EFFORT_MEDIUM) -
		10.0 / 18) < 0.02 &&
	   fabs(cost_expected_output(TASK_CODE, r, EFFORT_HIGH) /
		cost_expected_output(TASK_CODE, r, EFFORT_MEDIUM) -
		29.0 / 18) < 0.02, "efforts cost as published");
	for (int e = EFFORT_NONE; e + 1 < EFFORT_COUNT; e++)
		ok(cost_expected_output(TASK_GENERAL, r, (enum effort)e) <
		   cost_expected_output(TASK_GENERAL, r, (enum effort)(e + 1)),
		   "%s writes less than %s", effort_name((enum effort)e),
		   effort_name((enum effort)(e + 1)));
	ok(cost_expected_output(TASK_NONE, 0, EFFORT_DEFAULT) ==
	   cost_expected_output(TASK_GENERAL, 0, EFFORT_DEFAULT),
	   "no task is general");
}

static void test_usage(void)
{
	struct cost_when noon = { 20261122, 720 };
	struct cost_usage u = { 10000, 6000, 1000, 500 };
	struct model m;

	/*
	 * input 2, output 10, cached 0.1, written 2.5 a million:
	 * 3000 x 2 + 6000 x 0.1 + 1000 x 2.5 + 500 x 10 = 14100
	 */
	catalog_find("openai", "gpt-6.1-sol", &m);
	ok(near(cost_of_usage(&m, &u, noon), 0.0141), "four prices");
	/* no price for writing: as input. 4000 x 2 + 600 + 5000 */
	m.price.cache_write = NAN;
	ok(near(cost_of_usage(&m, &u, noon), 0.0136), "one of them unknown");
	u = (struct cost_usage){ 10000, -1, -1, 500 };
	ok(near(cost_of_usage(&m, &u, noon), 0.025), "nothing cached");
	u = (struct cost_usage){ 100, 6000, -1, 0 };
	ok(near(cost_of_usage(&m, &u, noon), 0.0006),
	   "more cached than there was: never below zero");
	u = (struct cost_usage){ -1, -1, -1, -1 };
	ok(isnan(cost_of_usage(&m, &u, noon)), "no usage, no sum");
	m.flags |= MODEL_LOCAL;
	ok(cost_of_usage(&m, &u, noon) == 0, "but for a local one");
	u = (struct cost_usage){ 10, -1, -1, 10 };
	catalog_find("openrouter", "openrouter/auto", &m);
	ok(isnan(cost_of_usage(&m, &u, noon)), "no price, no sum");
	/* the usage is in own tokens: no factor. 300000 > 272000: 20, 75 */
	catalog_find("openai", "gpt-6-astra", &m);
	u = (struct cost_usage){ 300000, -1, -1, 1000 };
	ok(near(cost_of_usage(&m, &u, noon), 6.075), "a long prompt's tier");
	catalog_find("anthropic", "claude-sonnet-5-5", &m);
	u = (struct cost_usage){ 1000, -1, -1, 500 };
	ok(near(cost_of_usage(&m, &u, noon), 0.007), "own tokens, no factor");
}

int main(void)
{
	test_when();
	test_tokens();
	test_sample();
	test_estimate();
	test_output();
	test_usage();
	return tap_done();
}
