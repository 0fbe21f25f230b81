#include "fit/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/examples.h"
#include "fit/model.h"

#define KEYS_MAX 6000

/*
 * Ordered by how telling they are; the class with the most hits wins, the
 * earlier of two equals, "general" when nothing is found.
 */
static const char *const rules[TASK_COUNT][40] = {
	[TASK_SUMMARIZATION] = { "summar",     "tl;dr",	      "tldr",
				 "key points", "main points", "condense",
				 "shorten",    "headline",    "in short",
				 "takeaways",  "gist",	      "brief overview",
				 "recap",      "synopsis",    "sum up",
				 "main idea",  "resume",      "zusammenfass",
				 "résum",      "riassu",      "总结",
				 "摘要",       "概括",	      "要約",
				 NULL },
	[TASK_CODE] = { "```",	      "function",  "code",     "python",
			"javascript", "java",	   "c++",      "sql",
			"bash",	      "script",	   "def ",     "class ",
			"import ",    "return ",   "#include", "error",
			"bug",	      "debug",	   "compile",  "regex",
			"api",	      "html",	   "css",      "git",
			"docker",     "algorithm", "array",    "program",
			"implement",  "refactor",  "database", "directory",
			"();",	      "{\n",	   "struct ",  "json",
			NULL },
	[TASK_REASONING] = { "calculate",   "solve",
			     "prove",	    "how many",
			     "how much",    "equation",
			     "probability", "step by step",
			     "theorem",	    "proof",
			     "integral",    "derivative",
			     "logic",	    "puzzle",
			     "reasoning",   "deduce",
			     "triangle",    "total",
			     "percent",	    "sum of",
			     "evaluate",    "find the value",
			     "true or",	    "which of the following",
			     "计算",	    "多少",
			     "求",	    NULL },
};

static struct guess rule(const struct row *row)
{
	static const enum task order[] = { TASK_SUMMARIZATION, TASK_CODE,
					   TASK_REASONING };
	struct guess g = { .task = TASK_GENERAL };
	size_t best = 0;

	for (size_t k = 0; k < 3; k++) {
		size_t hits = 0;

		for (const char *const *w = rules[order[k]]; *w; w++)
			hits += strcasestr(row->prompt, *w) != NULL;
		if (hits > best) {
			best = hits;
			g.task = order[k];
		}
	}
	g.p[g.task] = 1;
	return g;
}

void baseline_rules(const struct rows *rows, struct guess *out)
{
	for (size_t i = 0; i < rows->count; i++)
		out[i] = rule(&rows->at[i]);
}

/* Words as scikit-learn's default has them: two letters or more, lower. */
static size_t word_keys(const struct row *row, uint32_t *keys)
{
	size_t n = 0, len = 0;
	uint64_t h = 0, before = 0;

	for (size_t i = 0; i <= row->len; i++) {
		unsigned char c = (unsigned char)row->prompt[i];
		bool word = c >= 0x80 || c == '_' ||
			    ((unsigned)c - '0' < 10u) ||
			    ((unsigned)(c | 32) - 'a' < 26u);

		if (word) {
			h = lex_step(h, lex_fold(c));
			len++;
			continue;
		}
		if (len > 1 && n + 2 < KEYS_MAX) {
			keys[n++] = lex_key(h, 1);
			if (before)
				keys[n++] = lex_key(lex_join(before, h), 2);
			before = h;
		}
		h = len = 0;
	}
	return n;
}

/* Counts become tf-idf of unit length. */
static void weigh(struct examples *ex)
{
	bool *all = xcalloc(ex->count, sizeof(*all));
	int32_t *map;

	for (size_t i = 0; i < ex->count; i++)
		all[i] = true;
	examples_select(ex, all, 1, 1, SIZE_MAX, &map);
	for (size_t i = 0; i < ex->count; i++) {
		double sum = 0;

		for (size_t j = ex->at[i].from; j < ex->at[i].to; j++) {
			double df = ex->features[ex->cols[j]].rows + 1.0;
			double v = log((double)ex->count / df) + 1;

			v *= 1 + log((double)ex->vals[j]);
			ex->vals[j] = (float)v;
			sum += v * v;
		}
		for (size_t j = ex->at[i].from; j < ex->at[i].to; j++)
			ex->vals[j] = (float)(ex->vals[j] / sqrt(sum));
	}
	free(map);
	free(all);
}

void baseline_words(const struct rows *rows, struct guess *out)
{
	struct fit_options opt = { .min_sources = 1,
				   .min_rows = 2,
				   .wide = SIZE_MAX,
				   .most = SIZE_MAX,
				   .l2 = 0.1,
				   .steps = 60,
				   .alt_share = 0,
				   .source_power = 0,
				   .extra_weight = 1,
				   .own_weight = 1,
				   .composed_weight = 1,
				   .scales = NULL };
	uint32_t *keys = xcalloc(KEYS_MAX, sizeof(*keys));
	struct examples ex;

	examples_init(&ex, rows);
	for (size_t i = 0; i < rows->count; i++)
		examples_add_keys(&ex, i, keys, word_keys(&rows->at[i], keys));
	weigh(&ex);
	model_cross(&ex, &opt, out);
	examples_release(&ex);
	free(keys);
}
