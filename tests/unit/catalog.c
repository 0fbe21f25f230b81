#include "model/catalog.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "model/catalog_table.h"
#include "model/cost.h"
#include "tap.h"

#define FACTS "../shared/reference/models.json"

static bool same(double a, double b)
{
	return (isnan(a) && isnan(b)) || fabs(a - b) < 1e-9;
}

/* Vendors' own spellings of ids, and what must not be taken for another. */
static const struct {
	const char *id, *family;
} spellings[] = {
	{ "claude-opus-5", "claude-opus-5" },
	{ "anthropic/claude-opus-5", "claude-opus-5" },
	{ "us.anthropic.claude-opus-5-v1:0", "claude-opus-5" },
	{ "eu.anthropic.claude-opus-5-v1:0", "claude-opus-5" },
	{ "arn:aws:bedrock:us-east-1:123456789012:inference-profile/"
	  "us.anthropic.claude-opus-5-v1:0", "claude-opus-5" },
	{ "claude-opus-5-20260724", "claude-opus-5" },
	{ "claude-opus-5@20260724", "claude-opus-5" },
	{ "claude-opus-5-5", "claude-opus-5-5" },
	{ "anthropic/claude-opus-5.5", "claude-opus-5-5" },
	{ "anthropic/claude-haiku-4.5", "claude-haiku-4-5" },
	{ "global.anthropic.claude-haiku-4-5-20251001-v1:0",
	  "claude-haiku-4-5" },
	{ "openai/gpt-oss-120b", "gpt-oss-120b" },
	{ "openai.gpt-oss-120b-1:0", "gpt-oss-120b" },
	{ "openai/gpt-oss-120b:free", "gpt-oss-120b" },
	{ "accounts/fireworks/models/gpt-oss-20b", "gpt-oss-20b" },
	{ "gpt-oss:20b", "gpt-oss-20b" },
	{ "gpt-oss:120b-cloud", "gpt-oss-120b" },
	{ "gpt-4.1-2025-04-14", "gpt-4.1" },
	{ "gpt-4.1-mini-2025-04-14", "gpt-4.1-mini" },
	{ "gemini-2.5-pro-preview-05-06", "gemini-2.5-pro" },
	{ "google/gemini-2.5-flash", "gemini-2.5-flash" },
	{ "google.gemini-2.5-pro", "gemini-2.5-pro" },
	{ "meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b" },
	{ "meta.llama3-3-70b-instruct-v1:0", "llama-3.3-70b" },
	{ "us.meta.llama3-3-70b-instruct-v1:0", "llama-3.3-70b" },
	{ "llama3.3", "llama-3.3-70b" },
	{ "llama3.3:70b-instruct-q4_K_M", "llama-3.3-70b" },
	{ "llama3.2:latest", "llama-3.2-3b" },
	{ "llama3.2", "llama-3.2-3b" },
	{ "llama3.2:1b", "llama-3.2-1b" },
	{ "qwen2.5-coder:7b", "qwen2.5-coder-7b" },
	{ "qwen2.5-coder:7b-instruct-q8_0", "qwen2.5-coder-7b" },
	{ "meta-llama/llama-4-maverick-17b-128e-instruct-fp8",
	  "llama-4-maverick" },
	{ "deepseek.v3.2", "deepseek-v3.2" },
	{ "deepseek/deepseek-v3.2-exp", "deepseek-v3.2" },
	{ "deepseek-v4-flash", "deepseek-flash" },
	{ "accounts/fireworks/models/deepseek-v4-pro-0813",
	  "deepseek-v4-pro" },
	{ "amazon.nova-lite-v1:0", "nova-lite" },
	{ "MiniMaxAI/MiniMax-M3", "minimax-m3" },
	{ "codestral-2508", "codestral" },
	{ "command-a-plus-05-2026", "command-a-plus" },

	/* newer, older or other models: nobody told us about them */
	{ "claude-opus-5-7", NULL },
	{ "claude-opus-6", NULL },
	{ "claude-3-5-sonnet-20241022", NULL },
	{ "gpt-5.4", NULL },
	{ "gpt-4.1-micro", NULL },
	{ "gpt-6-luna-mini", NULL },
	{ "my-gpt-4.1", NULL },
	{ "deepseek/deepseek-r1", NULL },
	{ "acme/extract", NULL },
	{ "llama3.2:90b", NULL },
	{ "", NULL },
	{ "/", NULL },
	{ "-", NULL },
	{ ":0", NULL },
	{ "us.", NULL },
	{ "-1:0", NULL },
	{ "-04-14", NULL },
	{ "\xff\xfe", NULL },
};

static void test_spellings(void)
{
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		const char *want = spellings[i].family;
		const char *got = catalog_family(spellings[i].id);

		ok(want ? got && !strcmp(got, want) : !got, "%s is %s, got %s",
		   spellings[i].id, want ? want : "no family",
		   got ? got : "none");
	}
}

/* The tables agree with each other. */
static void test_tables(void)
{
	size_t it = 0, count = 0, bad = 0;
	struct model m;

	while (catalog_next(NULL, &it, &m)) {
		const char *family = catalog_family(m.id);
		bool builtin = m.flags & MODEL_BUILTIN;
		bool router = isnan(m.price.input);	/* is no one model */
		double most = 0;

		count++;
		for (int t = 0; t < TASK_COUNT; t++) {
			bad += !(m.skill[t] >= 0 && m.skill[t] <= 1);
			most = fmax(most, m.skill[t]);
		}
		if (most <= 0 || (!builtin && !m.vendor)) {
			printf("# %s/%s has no family\n", m.endpoint, m.id);
			bad++;
		}
		if (!builtin && !router &&
		    (!family || strcmp(family, m.family))) {
			printf("# %s/%s reads as %s, not %s\n", m.endpoint,
			       m.id, family ? family : "none", m.family);
			bad++;
		}
	}
	ok(count == 83, "83 rows, got %zu", count);
	ok(!bad, "every row has a family with skills, and its id names it");
	bad = 0;
	for (const struct catalog_row *a = catalog_rows; a->id; a++)
		for (const struct catalog_row *b = a + 1; b->id; b++)
			bad += !strcmp(a->endpoint, b->endpoint) &&
			       !strcmp(a->id, b->id);
	ok(!bad, "no row stands twice");
	bad = 0;
	for (const struct catalog_family *a = catalog_families; a->name; a++)
		for (const struct catalog_family *b = a + 1; b->name; b++)
			bad += !strcmp(a->name, b->name);
	ok(!bad, "no family stands twice");
}

static void test_find(void)
{
	struct model a, b;
	size_t it = 0, count = 0;

	ok(catalog_find("anthropic", "claude-opus-5", &a) &&
	   catalog_find("bedrock", "us.anthropic.claude-opus-5", &b) &&
	   !strcmp(a.family, b.family) &&
	   !memcmp(a.skill, b.skill, sizeof(a.skill)),
	   "one family, one skill, at two endpoints");
	ok(catalog_find("deepseek", "deepseek-v4-flash", &a) &&
	   !strcmp(a.id, "deepseek-v4-flash") &&
	   !strcmp(a.family, "deepseek-flash") && same(a.price.input, 0.15),
	   "an alias is found and keeps its spelling");
	ok(!catalog_find("openai", "claude-opus-5", &a),
	   "a model is not found where it is not sold");
	ok(!catalog_find("bedrock", "us.amazon.nova-premier-v1:0", &a),
	   "a retired model is not there");
	while (catalog_next("bedrock", &it, &a))
		count += !strcmp(a.endpoint, "bedrock");
	ok(count == 11, "11 models at bedrock, got %zu", count);
	ok(!catalog_next("bedrock", &it, &a), "and no more");
	it = 0;
	ok(!catalog_next("nowhere", &it, &a), "none at an unknown endpoint");
	ok(catalog_find("builtin", "extract", &a) &&
	   a.flags & MODEL_BUILTIN && a.skill[TASK_SUMMARIZATION] > 0 &&
	   a.skill[TASK_CODE] == 0 && a.skill[TASK_REASONING] == 0 &&
	   a.skill[TASK_GENERAL] == 0, "builtin/extract summarises, only");
	ok(catalog_find("openrouter", "openrouter/auto", &a) &&
	   isnan(a.price.input) && isnan(a.price.output),
	   "a price that is not known is NAN");
}

static void test_default(void)
{
	struct model m, known;

	catalog_default("openrouter", "anthropic/claude-opus-5", false, &m);
	catalog_find("anthropic", "claude-opus-5", &known);
	ok(!strcmp(m.family, "claude-opus-5") && isnan(m.price.input) &&
	   isnan(m.price.output) && m.context == known.context &&
	   m.flags == known.flags && !strcmp(m.endpoint, "openrouter") &&
	   !strcmp(m.id, "anthropic/claude-opus-5") &&
	   !strcmp(m.vendor, "Anthropic") && m.token_factor > 1,
	   "a known family elsewhere: its facts, no price");
	catalog_default("openrouter", "anthropic/claude-haiku-5.5", false, &m);
	ok(!m.tiers, "nor another endpoint's price tiers");
	catalog_default("openai", "gpt-6-luna", false, &m);
	ok(same(m.price.input, 0.1), "what the catalog has, it gives");
	catalog_default("ollama", "qwen2.5-coder:7b", true, &m);
	ok(m.flags & MODEL_LOCAL && m.skill[TASK_CODE] > 0.4 &&
	   !strcmp(m.family, "qwen2.5-coder-7b"), "a local coder");
	catalog_default("ollama", "mixtral:8x22b", true, &m);
	known = m;
	catalog_default("ollama", "tinyllama:1.1b", true, &m);
	ok(m.skill[TASK_GENERAL] < known.skill[TASK_GENERAL] &&
	   same(known.skill[TASK_REASONING], 0.45),
	   "176 billion parameters are rated over 1.1");
	catalog_default("ollama", "some-model:8b", true, &m);
	ok(same(m.skill[TASK_REASONING], 0.35) &&
	   !strcmp(m.family, "some-model:8b"), "a home model of 8 billion");
	catalog_default("openai", "gpt-9-nano", false, &m);
	known = m;
	catalog_default("openai", "gpt-9-max", false, &m);
	ok(m.skill[TASK_CODE] > known.skill[TASK_CODE],
	   "\"max\" is rated over \"nano\"");
	catalog_default("builtin", "nothing", false, &m);
	ok(!(m.flags & MODEL_BUILTIN) && isnan(m.price.input),
	   "an unknown id is never the embedded engine");
}

/*
 * Ids of "ModelIdsResponses" that "ModelIdsShared" of OpenAI's API
 * description lacks, and some that it has, or that others named.
 */
static void test_dialects(void)
{
	static const struct {
		const char *endpoint, *id;
		bool responses;
	} ids[] = {
		{ "openai", "o1-pro", true },
		{ "openai", "o1-pro-2025-03-19", true },
		{ "openai", "o3-deep-research", true },
		{ "openai", "o4-mini-deep-research-2025-06-26", true },
		{ "openai", "computer-use-preview", true },
		{ "openai", "gpt-5-codex", true },
		{ "openai", "gpt-5-pro-2025-10-06", true },
		{ "openai", "gpt-5.1-codex-max", true },
		{ "openai", "gpt-6-luna", false },
		{ "openai", "gpt-9", false },
		{ "openai", "o3", false },
		{ "openai", "gpt-4.1-2025-04-14", false },
		{ "openai", "gpt-9-process", false },
		{ "openai", "gemini-2.5-pro", false },
		{ "openai", "", false },
		{ "openrouter", "openai/o1-pro", false },
		{ "openrouter", "gpt-5-codex", false },
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct model m;

		catalog_default(ids[i].endpoint, ids[i].id, false, &m);
		ok(ids[i].responses ? m.dialect && !strcmp(m.dialect,
							   "openai-responses")
				    : !m.dialect,
		   "%s/%s speaks %s", ids[i].endpoint, ids[i].id,
		   m.dialect ? m.dialect : "as its endpoint");
	}
}

static void test_age(void)
{
	const time_t that_day = 1795305600;	/* date -u -d 2026-11-22 */

	ok(!strcmp(catalog_date(), "2026-11-22"), "dated 2026-11-22");
	ok(catalog_age_days(that_day) == 0, "new on its day");
	ok(catalog_age_days(that_day + 86399) == 0, "until its last second");
	ok(catalog_age_days(that_day + 91 * 86400L) == 91, "91 days later");
	ok(catalog_age_days(0) == 0, "a clock in the past makes it no older");
}

static bool read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	char piece[4096];
	size_t n;

	if (!f)
		return false;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(out, piece, n);
	fclose(f);
	return !out->over;
}

static double number(const struct json *j, const char *name)
{
	double v;

	return json_number(json_get(j, name), &v) ? v : NAN;
}

static bool has(const struct json *j, const char *name)
{
	return json_truthy(json_get(j, name));
}

static bool price_is(struct price p, const struct json *j)
{
	return same(p.input, number(j, "input")) &&
	       same(p.output, number(j, "output")) &&
	       same(p.cached, number(j, "cached_input"));
}

/* 05:00 is a quiet hour and 02:00 a busy one where there are such. */
static bool prices_agree(const struct model *m, const struct json *j)
{
	struct cost_when busy = { 20261122, 120 };
	const struct json *tier = json_at(j, "price_tiers.0");
	double above = number(tier, "above_prompt_tokens");
	double peak = json_get(j, "price_windows") &&
		      !strcmp(m->id, "deepseek-flash") ? 2 : 1;
	struct price p = cost_price(m, 1000, busy);

	p.input /= peak;
	p.output /= peak;
	p.cached /= peak;
	if (!price_is(p, j) ||
	    !same(cost_price(m, 1000, busy).cache_write,
		  number(j, "cache_write")))
		return false;
	return !tier || (price_is(cost_price(m, above + 1, busy), tier) &&
			 price_is(cost_price(m, above, busy), j));
}

static bool limits_agree(const struct model *m, const struct json *j)
{
	double in = number(j, "max_input"), out = number(j, "max_output");

	return (double)m->context == number(j, "context") &&
	       (double)m->max_input == (isnan(in) ? 0 : in) &&
	       (double)m->max_output == (isnan(out) ? 0 : out);
}

/* Google's models, whose levels are told by its page "Thinking" instead. */
static const struct {
	const char *prefix;
	unsigned efforts;
	bool budget;
} thinking[] = {
	{ "gemini-2.5-pro", 1 << EFFORT_LOW | 1 << EFFORT_MEDIUM |
	  1 << EFFORT_HIGH, true },
	{ "gemini-2.5-flash", 1 << EFFORT_NONE | 1 << EFFORT_LOW |
	  1 << EFFORT_MEDIUM | 1 << EFFORT_HIGH, true },
	{ "gemini-3.1-pro", 1 << EFFORT_LOW | 1 << EFFORT_MEDIUM |
	  1 << EFFORT_HIGH, false },
	{ "gemini-3", 1 << EFFORT_MINIMAL | 1 << EFFORT_LOW |
	  1 << EFFORT_MEDIUM | 1 << EFFORT_HIGH, false },
};

static unsigned thinking_of(const struct model *m, bool *budget)
{
	*budget = false;
	for (size_t i = 0; i < sizeof(thinking) / sizeof(thinking[0]); i++) {
		if (strcmp(m->endpoint, "gemini") ||
		    strncmp(m->id, thinking[i].prefix,
			    strlen(thinking[i].prefix)))
			continue;
		*budget = thinking[i].budget;
		return thinking[i].efforts;
	}
	return 0;
}

/* A word that is none of ours sets a bit that no model has. */
static unsigned effort_bit(struct text word)
{
	int e = EFFORT_NONE;

	while (e < EFFORT_COUNT && !text_is(word, effort_name((enum effort)e)))
		e++;
	return 1u << e;
}

static bool flags_agree(const struct model *m, const struct json *j)
{
	const struct json *warm = json_get(j, "temperature");
	const struct json *efforts = json_get(j, "effort");
	bool budget;
	unsigned want = thinking_of(m, &budget);

	for (size_t i = 0; i < json_len(efforts); i++) {
		struct text t;

		if (json_text(json_index(efforts, i), &t))
			want |= effort_bit(t);
	}
	return !(m->flags & MODEL_VISION) == !has(j, "vision") &&
	       !(m->flags & MODEL_TOOLS) == !has(j, "tools") &&
	       !(m->flags & MODEL_SCHEMA) == !has(j, "json_schema") &&
	       !(m->flags & MODEL_REASONING) == !has(j, "reasoning") &&
	       !(m->flags & MODEL_FIM) == !has(j, "fim") &&
	       !(m->flags & MODEL_TEMPERATURE) ==
		       (warm && !json_truthy(warm)) &&
	       !(m->flags & MODEL_THINKING_BUDGET) == !budget &&
	       m->efforts == want;
}

/* One entry of the reference; false, with a note, if we say otherwise. */
static bool entry_agrees(const struct json *j, bool *is_ours)
{
	struct text id, provider, status, vendor;
	struct model m;
	bool found;

	json_text_at(j, "id", &id);
	json_text_at(j, "provider", &provider);
	json_text_at(j, "status", &status);
	json_text_at(j, "vendor", &vendor);
	*is_ours = !text_is(status, "retired") && !text_is(provider, "ollama");
	found = catalog_find(text_is(provider, "google") ? "gemini" :
							   provider.ptr,
			     id.ptr, &m);
	if (found != *is_ours) {
		printf("# %s: %s\n", id.ptr, found ? "there" : "missing");
		return false;
	}
	if (!found || (prices_agree(&m, j) && limits_agree(&m, j) &&
		       flags_agree(&m, j) && !strcmp(m.vendor, vendor.ptr)))
		return true;
	printf("# %s: other facts\n", id.ptr);
	return false;
}

static void test_reference(void)
{
	struct buf text = BUF_INIT(1 << 20);
	struct json *j = NULL;
	struct err err = ERR_INIT;
	const struct json *models;
	size_t ours = 0, bad = 0;

	if (!read_file(FACTS, &text)) {
		tap_skip("the facts of the reference", FACTS " is not here");
		buf_release(&text);
		return;
	}
	if (ok(!json_parse(text.ptr, text.len, &j, &err), "reference read")) {
		models = json_get(j, "models");
		for (size_t i = 0; i < json_len(models); i++) {
			bool is_ours;

			bad += !entry_agrees(json_index(models, i), &is_ours);
			ours += is_ours;
		}
		ok(ours == 73 && !bad,
		   "%zu models, %zu disagree with the reference", ours, bad);
	}
	json_free(j);
	buf_release(&text);
}

int main(void)
{
	test_spellings();
	test_tables();
	test_find();
	test_default();
	test_dialects();
	test_age();
	test_reference();
	return tap_done();
}
