#include "fit/emit.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/hard.h"

/* One gram on its way into the table, still in floating point. */
struct gram {
	uint32_t key;
	enum gram_kind kind;
	double task[TASK_COUNT];
};

struct tables {
	struct gram *grams;
	size_t gram_count, gram_cap;
	double named[SIG_COUNT][TASK_COUNT], hard[SIG_COUNT];
	double named_top, hard_top;
	double gram_top[GRAM_KINDS];
	struct gram_entry slots[GRAM_SLOTS];
	uint64_t filter[FILTER_WORDS];
	size_t dropped;
};

static struct gram *gram_of(struct tables *t, const struct feature *f)
{
	for (size_t i = 0; i < t->gram_count; i++)
		if (t->grams[i].key == f->key)
			return &t->grams[i];
	if (t->gram_count == t->gram_cap) {
		t->gram_cap = t->gram_cap ? t->gram_cap * 2 : 4096;
		t->grams =
			xreallocarray(t->grams, t->gram_cap, sizeof(*t->grams));
	}
	t->grams[t->gram_count] = (struct gram){
		.key = f->key,
		.kind = (enum gram_kind)f->kind,
	};
	return &t->grams[t->gram_count++];
}

static double top_of(const double *v, size_t n, double top)
{
	for (size_t i = 0; i < n; i++)
		top = fmax(top, fabs(v[i]));
	return top;
}

/* Weights with the scale of their kind taken in; softmax needs no mean. */
static void collect_task(struct tables *t, const struct linear *m,
			 const struct examples *ex, const float *scales)
{
	for (size_t i = 0; i < ex->feature_count; i++) {
		const struct feature *f = &ex->features[i];
		const double *w = m->w + (size_t)m->map[i] * TASK_COUNT;
		double mean = 0, *out;

		if (m->map[i] < 0)
			continue;
		for (size_t k = 0; k < TASK_COUNT; k++)
			mean += w[k] / TASK_COUNT;
		out = f->kind == GRAM_KINDS ? t->named[i] : gram_of(t, f)->task;
		for (size_t k = 0; k < TASK_COUNT; k++)
			out[k] = (w[k] - mean) * (double)scales[f->kind];
		if (f->kind == GRAM_KINDS)
			t->named_top = top_of(out, TASK_COUNT, t->named_top);
		else
			t->gram_top[f->kind] =
				top_of(out, TASK_COUNT, t->gram_top[f->kind]);
	}
}

static void collect_hard(struct tables *t, const struct linear *m)
{
	for (size_t i = 0; i < SIG_COUNT; i++)
		if (m->map[i] >= 0)
			t->hard[i] = m->w[m->map[i]] * hard_value_scale(i);
	t->hard_top = top_of(t->hard, SIG_COUNT, 0);
}

static int step_of(double v, double top, int most)
{
	return top > 0 ? (int)lround(v / top * most) : 0;
}

/* False when all of it rounds to nothing. */
static bool quantise(const struct tables *t, const struct gram *g,
		     struct gram_entry *e)
{
	bool any = false;

	e->check = (uint16_t)(g->key >> 16);
	for (size_t k = 0; k < TASK_COUNT; k++) {
		e->task[k] =
			(int8_t)step_of(g->task[k], t->gram_top[g->kind], 127);
		any |= e->task[k] != 0;
	}
	return any;
}

static void place(struct tables *t)
{
	for (size_t i = 0; i < t->gram_count; i++) {
		struct gram_entry e;
		uint32_t at = t->grams[i].key >> 1;

		if (!quantise(t, &t->grams[i], &e) || !e.check) {
			t->dropped++;
			continue;
		}
		while (t->slots[at % GRAM_SLOTS].check &&
		       t->slots[at % GRAM_SLOTS].check != e.check)
			at++;
		if (t->slots[at % GRAM_SLOTS].check) {
			t->dropped++; /* its twin was more frequent */
			continue;
		}
		t->slots[at % GRAM_SLOTS] = e;
		filter_add(t->filter, t->grams[i].key);
	}
}

static void write_floats(FILE *f, const char *name, const double *v, size_t n,
			 double by)
{
	fprintf(f, "\t.%s = {", name);
	for (size_t i = 0; i < n; i++)
		fprintf(f, " %.8ef,", v[i] * by + 0.0);
	fprintf(f, " },\n");
}

static void write_head(FILE *f, const struct emit_facts *facts)
{
	fprintf(f,
		"/*\n"
		" * Written by `make fit` (src/fit); do not edit. Fitted on\n"
		" * ../shared/data/prompts-dev.jsonl (%zu prompts, gathered\n"
		" * on 2026-11-22), difficulty-dev.jsonl (%zu prompts with\n"
		" * outcomes, from RouteLLM), src/fit/prompts.jsonl (%zu\n"
		" * prompts) by L-BFGS from zero: the same data give the same\n"
		" * table.\n"
		" * Hashes and weights only, no text.\n"
		" */\n"
		"#include \"route/weights.h\"\n\n",
		facts->prompts, facts->outcomes, facts->own);
}

static void write_named(FILE *f, const struct tables *t)
{
	fprintf(f, "static const int16_t named[SIG_COUNT][TASK_COUNT] = {\n");
	for (size_t i = 0; i < SIG_COUNT; i++) {
		fprintf(f, "\t{");
		for (size_t k = 0; k < TASK_COUNT; k++)
			fprintf(f, " %d,",
				step_of(t->named[i][k], t->named_top, 32767));
		fprintf(f, " },\n");
	}
	fprintf(f, "};\n\nstatic const int16_t hard[SIG_COUNT] = {\n");
	for (size_t i = 0; i < SIG_COUNT; i++)
		fprintf(f, "\t%d,\n", step_of(t->hard[i], t->hard_top, 32767));
	fprintf(f, "};\n\n");
}

static void write_grams(FILE *f, const struct tables *t)
{
	fprintf(f, "static const struct gram_entry grams[GRAM_SLOTS] = {\n");
	for (size_t i = 0; i < GRAM_SLOTS; i++) {
		const struct gram_entry *e = &t->slots[i];

		if (e->check)
			fprintf(f, "\t[%zu] = { %u, { %d, %d, %d, %d } },\n", i,
				e->check, e->task[0], e->task[1], e->task[2],
				e->task[3]);
	}
	fprintf(f, "};\n\n");
}

static void write_words(FILE *f, const char *name,
			const struct lex_entry *slots, uint32_t mask)
{
	fprintf(f, "static const struct lex_entry %s[%u] = {\n", name,
		(unsigned)mask + 1);
	for (uint32_t i = 0; i <= mask; i++) {
		const struct lex_entry *e = &slots[i];

		if (e->check)
			fprintf(f, "\t[%u] = { %u, %d, %d },\n", (unsigned)i,
				e->check, e->first, e->second);
	}
	fprintf(f, "};\n\n");
}

static void write_near(FILE *f, const struct lexicon *lex)
{
	fprintf(f, "static const struct lex_near near[%u] = {\n",
		(unsigned)lex->near_mask + 1);
	for (uint32_t i = 0; i <= lex->near_mask; i++)
		if (lex->near[i].check)
			fprintf(f, "\t[%u] = { %u, %u },\n", (unsigned)i,
				lex->near[i].check, lex->near[i].word);
	fprintf(f, "};\n\nstatic const uint64_t meant[%zu] = {\n",
		lex->meant_count);
	for (size_t i = 0; i < lex->meant_count; i++)
		fprintf(f, "\t0x%llxu,\n",
			(unsigned long long)lex->meant[i]);
	fprintf(f, "};\n\n");
}

static void write_filter(FILE *f, const char *name, const uint64_t *filter)
{
	fprintf(f, "static const uint64_t %s[FILTER_WORDS] = {\n", name);
	for (size_t i = 0; i < FILTER_WORDS; i++)
		fprintf(f, "\t0x%llxu,\n", (unsigned long long)filter[i]);
	fprintf(f, "};\n\n");
}

static void write_model(FILE *f, const struct tables *t,
			const struct linear *task, const struct linear *hard,
			const struct emit_facts *facts)
{
	double mean = 0, bias[TASK_COUNT];

	for (size_t k = 0; k < TASK_COUNT; k++)
		mean += task->w[task->cols * TASK_COUNT + k] / TASK_COUNT;
	for (size_t k = 0; k < TASK_COUNT; k++)
		bias[k] = task->w[task->cols * TASK_COUNT + k] - mean;
	fprintf(f, "const struct weights route_weights = {\n");
	fprintf(f, "\t.named_unit = %.8ef,\n", t->named_top / 32767 + 0.0);
	fprintf(f, "\t.hard_unit = %.8ef,\n", t->hard_top / 32767 + 0.0);
	write_floats(f, "gram_unit", t->gram_top, GRAM_KINDS, 1 / 127.0);
	write_floats(f, "bias", bias, TASK_COUNT, 1);
	fprintf(f, "\t.hard_bias = %.8ef,\n", hard->w[hard->cols]);
	fprintf(f, "\t.temperature = %.8ef,\n", facts->temperature);
	fprintf(f, "\t.hard_slope = %.8ef,\n", facts->hard_slope);
	fprintf(f, "\t.hard_shift = %.8ef,\n", facts->hard_shift);
	fprintf(f,
		"\t.named = named,\n\t.hard = hard,\n\t.grams = grams,\n"
		"\t.filter = gram_filter,\n\t.lexicon = {\n\t\t.slots = "
		"words,\n"
		"\t\t.near = near,\n\t\t.meant = meant,\n"
		"\t\t.filter = word_filter,\n\t\t.mask = "
		"%u,\n"
		"\t\t.near_mask = %u,\n\t},\n};\n",
		(unsigned)facts->lexicon.mask,
		(unsigned)facts->lexicon.near_mask);
}

static void write_all(FILE *f, const struct tables *t,
		      const struct linear *task, const struct linear *hard,
		      const struct emit_facts *facts)
{
	const struct lexicon *lex = &facts->lexicon;

	write_head(f, facts);
	write_named(f, t);
	write_grams(f, t);
	write_words(f, "words", lex->slots, lex->mask);
	write_near(f, lex);
	write_filter(f, "gram_filter", t->filter);
	write_filter(f, "word_filter", lex->filter);
	write_model(f, t, task, hard, facts);
}

int emit_weights(const char *path, const struct linear *task,
		 const struct examples *task_ex, const struct linear *hard,
		 const struct emit_facts *facts, struct err *err)
{
	struct tables *t = xcalloc(1, sizeof(*t));
	size_t len = strlen(path) + 5;
	char *name = xmalloc(len);
	FILE *f;
	int rc = 0;

	collect_task(t, task, task_ex, facts->scales);
	collect_hard(t, hard);
	place(t);
	fprintf(stderr, "fit: %zu grams in %d slots, %zu left out\n",
		t->gram_count - t->dropped, GRAM_SLOTS, t->dropped);
	snprintf(name, len, "%s.new", path);
	f = fopen(name, "w");
	if (f)
		write_all(f, t, task, hard, facts);
	rc = f ? ferror(f) : -1;
	if (f && fclose(f))
		rc = -1;
	if (rc || rename(name, path))
		rc = err_set(err, ERR_IO, "%s: %s", name, strerror(errno));
	free(name);
	free(t->grams);
	free(t);
	return rc;
}
