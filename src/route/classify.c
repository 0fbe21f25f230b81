#include "route/classify.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "route/signals.h"
#include "route/weights.h"

#define CHECK_OF(key) ((uint16_t)((key) >> 16))

static const struct gram_entry *find(const struct weights *w, uint32_t key)
{
	for (uint32_t i = key >> 1;; i++) {
		const struct gram_entry *e = &w->grams[i % GRAM_SLOTS];

		if (!e->check)
			return NULL;
		if (e->check == CHECK_OF(key))
			return e;
	}
}

/*
 * What a verdict says is one line per name: both places of a shape, all
 * places of a word class, all grams of a kind are one group.
 */
enum {
	GROUP_SHAPE = LEX_COUNT,
	GROUP_ASK_LENGTH = GROUP_SHAPE + SHAPE_COUNT,
	GROUP_BODY_LENGTH,
	GROUP_REST, /* body kinds, layouts, ratio: one each */
	GROUP_GRAM = GROUP_REST + BODY_KINDS + LAYOUT_COUNT + 1,
	GROUPS = GROUP_GRAM + GRAM_KINDS
};

static size_t group_of(size_t sig)
{
	if (sig < SIG_ASK_SHAPE)
		return (sig - SIG_LEX) / PLACES;
	if (sig < SIG_BODY_SHAPE)
		return GROUP_SHAPE + sig - SIG_ASK_SHAPE;
	if (sig < SIG_ASK_LENGTH)
		return GROUP_SHAPE + sig - SIG_BODY_SHAPE;
	if (sig < SIG_BODY_LENGTH)
		return GROUP_ASK_LENGTH;
	if (sig < SIG_BODY_KIND)
		return GROUP_BODY_LENGTH;
	return GROUP_REST + sig - SIG_BODY_KIND;
}

static const char *group_name(size_t group)
{
	if (group < GROUP_SHAPE)
		return signal_name(SIG_LEX + group * PLACES);
	if (group < GROUP_ASK_LENGTH)
		return signal_name(SIG_ASK_SHAPE + group - GROUP_SHAPE);
	if (group == GROUP_ASK_LENGTH)
		return signal_name(SIG_ASK_LENGTH);
	if (group == GROUP_BODY_LENGTH)
		return signal_name(SIG_BODY_LENGTH);
	if (group < GROUP_GRAM)
		return signal_name(SIG_BODY_KIND + group - GROUP_REST);
	return gram_name((enum gram_kind)(group - GROUP_GRAM));
}

/* The sums of a prompt: by task, by group and task, and for difficulty. */
struct sums {
	float task[TASK_COUNT];
	float group[GROUPS][TASK_COUNT];
	float hard;
};

/* Which signals are over 0, without branches: it cannot be predicted. */
static size_t list_named(const struct signals *s, uint16_t out[SIG_COUNT])
{
	size_t n = 0;

	for (size_t i = 0; i < SIG_COUNT; i++) {
		out[n] = (uint16_t)i;
		n += s->named[i] > 0;
	}
	return n;
}

static void add_named(const struct weights *w, const struct signals *s,
		      struct sums *sums)
{
	uint16_t speaks[SIG_COUNT];
	size_t count = list_named(s, speaks);
	float hard = 0;

	for (size_t i = 0; i < count; i++) {
		size_t sig = speaks[i];
		float v = s->named[sig], unit = v * w->named_unit;
		float *group = sums->group[group_of(sig)];

		for (size_t k = 0; k < TASK_COUNT; k++)
			group[k] += unit * (float)w->named[sig][k];
		hard += v * w->hard_unit * (float)w->hard[sig];
	}
	sums->hard = hard;
}

#define SIFTED 64 /* keys at a time */

/* Which of n keys the filter lets pass. */
static size_t sift(const struct weights *w, const uint32_t *keys, size_t n,
		   uint32_t *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		out[kept] = keys[i];
		kept += filter_has(w->filter, keys[i]);
	}
	return kept;
}

/*
 * Finds the entries of n keys in any order, n at most SIFTED. Most stand
 * where they are first looked for, or nothing does; none of that is asked
 * by a branch, as it cannot be predicted.
 */
static size_t find_grams(const struct weights *w, const uint32_t *keys,
			 size_t n, const struct gram_entry **out)
{
	uint32_t displaced[SIFTED];
	size_t found = 0, left = 0;

	for (size_t i = 0; i < n; i++) {
		const struct gram_entry *e =
			&w->grams[(keys[i] >> 1) % GRAM_SLOTS];
		bool same = e->check == CHECK_OF(keys[i]);

		out[found] = e;
		found += same;
		displaced[left] = keys[i];
		left += e->check != 0 && !same;
	}
	for (size_t i = 0; i < left; i++) {
		const struct gram_entry *e = find(w, displaced[i]);

		if (e)
			out[found++] = e;
	}
	return found;
}

/* The sum of what n grams weigh. */
static void add_grams(const struct weights *w, const uint32_t *keys, size_t n,
		      int task[TASK_COUNT])
{
	while (n) {
		size_t most = n < SIFTED ? n : SIFTED, found;
		const struct gram_entry *at[SIFTED];
		uint32_t sifted[SIFTED];

		found = sift(w, keys, most, sifted);
		found = find_grams(w, sifted, found, at);
		for (size_t i = 0; i < found; i++)
			for (size_t k = 0; k < TASK_COUNT; k++)
				task[k] += at[i]->task[k];
		keys += most;
		n -= most;
	}
}

static void add_kinds(const struct weights *w, const struct signals *s,
		      struct sums *sums)
{
	size_t from = 0;

	for (enum gram_kind kind = 0; kind < GRAM_KINDS; kind++) {
		int task[TASK_COUNT] = { 0 };
		float unit = signals_scale(s, kind) * w->gram_unit[kind];

		add_grams(w, s->grams + from, s->ends[kind] - from, task);
		from = s->ends[kind];
		for (size_t k = 0; k < TASK_COUNT; k++)
			sums->group[GROUP_GRAM + kind][k] =
				unit * (float)task[k];
	}
}

static void add_up(const struct weights *w, struct sums *sums)
{
	for (size_t k = 0; k < TASK_COUNT; k++) {
		sums->task[k] = w->bias[k];
		for (size_t g = 0; g < GROUPS; g++)
			sums->task[k] += sums->group[g][k];
	}
	sums->hard += w->hard_bias;
}

static void fill_scores(const struct weights *w, const struct sums *sums,
			struct verdict *out)
{
	double sum = 0;

	out->task = TASK_REASONING;
	for (enum task k = 0; k < TASK_COUNT; k++)
		if (sums->task[k] > sums->task[out->task])
			out->task = k;
	for (enum task k = 0; k < TASK_COUNT; k++) {
		out->scores[k] =
			exp((double)(sums->task[k] - sums->task[out->task]) /
			    (double)w->temperature);
		sum += out->scores[k];
	}
	for (enum task k = 0; k < TASK_COUNT; k++)
		out->scores[k] /= sum;
	out->confidence = out->scores[out->task];
}

/* The greatest float under 0.01: what says no more is not told. */
#define QUIET 0x1.47ae12p-7f

/* The loudest groups, in order, and what is too quiet to be among them. */
struct loudest {
	float bar;
	size_t count;
	size_t group[VERDICT_SIGNALS];
	float weight[VERDICT_SIGNALS];
};

/* Puts a group in its place; the quietest falls out. */
static void offer(struct loudest *l, size_t group, float weight)
{
	size_t at = l->count;

	if (at < VERDICT_SIGNALS)
		l->count++;
	else
		at--;
	for (; at && fabsf(l->weight[at - 1]) < fabsf(weight); at--) {
		l->weight[at] = l->weight[at - 1];
		l->group[at] = l->group[at - 1];
	}
	l->weight[at] = weight;
	l->group[at] = group;
	if (l->count == VERDICT_SIGNALS)
		l->bar = fabsf(l->weight[VERDICT_SIGNALS - 1]);
}

/* A group speaks for the task by what it gives it over the mean of all. */
static void fill_signals(const struct sums *sums, struct verdict *out)
{
	struct loudest l = { .bar = QUIET };
	float weight[GROUPS];

	for (size_t g = 0; g < GROUPS; g++) {
		float mean = 0;

		for (size_t k = 0; k < TASK_COUNT; k++)
			mean += sums->group[g][k] / TASK_COUNT;
		weight[g] = sums->group[g][out->task] - mean;
	}
	for (size_t g = 0; g < GROUPS; g++)
		if (fabsf(weight[g]) > l.bar)
			offer(&l, g, weight[g]);
	out->signal_count = l.count;
	for (size_t i = 0; i < l.count; i++) {
		out->signals[i].name = group_name(l.group[i]);
		out->signals[i].weight = (double)l.weight[i];
	}
}

void route_classify(const struct prompt_view *p, struct verdict *out)
{
	const struct weights *w = &route_weights;
	struct signals s;
	struct sums sums = { .hard = 0 };

	signals_read(p, &w->lexicon, &s);
	add_named(w, &s, &sums);
	add_kinds(w, &s, &sums);
	add_up(w, &sums);
	fill_scores(w, &sums, out);
	fill_signals(&sums, out);
	out->difficulty =
		1 /
		(1 + exp(-(double)(w->hard_slope * sums.hard + w->hard_shift)));
}
