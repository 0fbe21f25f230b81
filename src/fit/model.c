#include "fit/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void model_scale(struct examples *ex, const float *scales)
{
	for (size_t j = 0; j < ex->used; j++)
		ex->vals[j] *= scales[ex->features[ex->cols[j]].kind];
}

static void make_targets(const struct examples *ex,
			 const struct fit_options *opt, const bool *use,
			 struct target *t)
{
	double *per = xcalloc(ex->rows->sources + 1, sizeof(*per));
	double sum = 0;
	size_t used = 0;

	for (size_t i = 0; i < ex->count; i++)
		if (use[i] && !ex->at[i].change)
			per[ex->rows->at[ex->at[i].row].source]++;
	for (size_t i = 0; i < ex->count; i++) {
		const struct row *row = &ex->rows->at[ex->at[i].row];
		int alts = __builtin_popcount(row->right) - 1;

		t[i] = (struct target){ .weight = 0 };
		if (!use[i] || row->label == TASK_NONE)
			continue;
		t[i].weight = pow(per[row->source] + 1, -opt->source_power);
		if (ex->at[i].change)
			t[i].weight *= opt->extra_weight;
		if (row->own)
			t[i].weight *= opt->own_weight;
		if (row->composed)
			t[i].weight *= opt->composed_weight;
		sum += t[i].weight;
		used++;
		for (unsigned k = 0; k < TASK_COUNT; k++)
			if (alts > 0 && row->right >> k & 1)
				t[i].y[k] = opt->alt_share / alts;
		t[i].y[row->label] = alts > 0 ? 1 - opt->alt_share : 1;
	}
	for (size_t i = 0; i < ex->count; i++)
		t[i].weight *= (double)used / sum;
	free(per);
}

/*
 * Of many grams, those that say most: what the weights of each differ by
 * among the tasks, in how many rows. A first fit tells them roughly.
 */
static void choose_grams(const struct examples *ex,
			 const struct fit_options *opt,
			 const struct target *targets, struct linear *m)
{
	const struct linear_options first = { .l2 = opt->l2,
					      .steady = opt->steady,
					      .steps = opt->steps * 3 / 8 };
	double *worth = xcalloc(ex->feature_count, sizeof(*worth));

	linear_fit(m, ex, targets, &first);
	for (size_t i = 0; i < ex->feature_count; i++) {
		const double *w = m->w + (size_t)m->map[i] * TASK_COUNT;
		double mean = 0;

		if (m->map[i] < 0)
			continue;
		for (size_t k = 0; k < TASK_COUNT; k++)
			mean += w[k] / TASK_COUNT;
		for (size_t k = 0; k < TASK_COUNT; k++)
			worth[i] += (w[k] - mean) * (w[k] - mean) *
				    ex->features[i].rows;
	}
	m->cols = examples_keep(ex, worth, opt->most, m->map);
	free(worth);
}

void model_fit(const struct examples *ex, const struct fit_options *opt,
	       size_t fold, struct linear *out)
{
	const struct linear_options last = { .l2 = opt->l2,
					     .steady = opt->steady,
					     .steps = opt->steps };
	bool *use = xcalloc(ex->count, sizeof(*use));
	struct target *targets = xcalloc(ex->count, sizeof(*targets));

	for (size_t i = 0; i < ex->count; i++)
		use[i] = ex->rows->at[ex->at[i].row].fold != fold;
	*out = (struct linear){ .outputs = TASK_COUNT };
	out->cols = examples_select(ex, use, opt->min_sources, opt->min_rows,
				    opt->wide, &out->map);
	make_targets(ex, opt, use, targets);
	for (size_t i = 0; opt->kinds && i < ex->feature_count; i++)
		if (!(opt->kinds >> ex->features[i].kind & 1))
			out->map[i] = -1;
	if (opt->most < opt->wide)
		choose_grams(ex, opt, targets, out);
	linear_fit(out, ex, targets, &last);
	free(targets);
	free(use);
}

struct guess model_guess(const double *scores, double temperature)
{
	struct guess g = { .task = TASK_REASONING };
	double sum = 0;

	for (enum task k = 0; k < TASK_COUNT; k++)
		if (scores[k] > scores[g.task])
			g.task = k;
	for (int k = 0; k < TASK_COUNT; k++) {
		g.p[k] = exp((scores[k] - scores[g.task]) / temperature);
		sum += g.p[k];
	}
	for (int k = 0; k < TASK_COUNT; k++)
		g.p[k] /= sum;
	return g;
}

/* Lenient: the chance that the guess is among the right labels. */
static double unlikely(const struct rows *rows, const double *scores, double t)
{
	double sum = 0;

	for (size_t i = 0; i < rows->count; i++) {
		struct guess g = model_guess(scores + i * TASK_COUNT, t);
		double p = fmin(g.p[g.task], 1 - 1e-9);
		bool ok = rows->at[i].right >> g.task & 1;

		if (rows->at[i].own)
			continue;
		sum -= ok ? log(p) : log(1 - p);
	}
	return sum;
}

double model_temperature(const struct rows *rows, const double *scores)
{
	double best = 1, low = INFINITY;

	for (double t = 0.3; t < 4; t *= 1.02) {
		double u = unlikely(rows, scores, t);

		if (u < low) {
			low = u;
			best = t;
		}
	}
	return best;
}

static const char *const changes[CHANGES] = {
	[CHANGE_NONE] = "nothing",  [CHANGE_TYPOS] = "typos",
	[CHANGE_LOWER] = "lower",   [CHANGE_UPPER] = "upper",
	[CHANGE_BLANKS] = "blanks",
};

/* How often a changed copy of a row of the fold gets another task. */
static void count_flips(const struct examples *ex, const struct linear *m,
			size_t fold, size_t *seen, size_t *flips)
{
	enum task last = TASK_NONE;

	for (size_t i = 0; i < ex->count; i++) {
		const struct example *e = &ex->at[i];
		double scores[TASK_COUNT];
		enum task task;

		if (ex->rows->at[e->row].fold != fold ||
		    ex->rows->at[e->row].own)
			continue;
		linear_score(m, ex, i, scores);
		task = model_guess(scores, 1).task;
		if (e->change == CHANGE_NONE)
			last = task;
		seen[e->change]++;
		flips[e->change] += e->change && task != last;
	}
}

double model_cross(const struct examples *ex, const struct fit_options *opt,
		   struct guess *out)
{
	double *scores = xcalloc(ex->rows->count * TASK_COUNT, sizeof(*scores));
	double t;

	size_t seen[CHANGES] = { 0 }, flips[CHANGES] = { 0 };

	for (size_t fold = 0; fold < FOLDS; fold++) {
		struct linear m;

		model_fit(ex, opt, fold, &m);
		count_flips(ex, &m, fold, seen, flips);
		for (size_t i = 0; i < ex->count; i++) {
			size_t row = ex->at[i].row;

			if (!ex->at[i].change && ex->rows->at[row].fold == fold)
				linear_score(&m, ex, i,
					     scores + row * TASK_COUNT);
		}
		linear_release(&m);
	}
	for (int k = 1; k < CHANGES; k++)
		if (seen[k])
			printf("  flips by %-7s %5.2f %% of %zu\n", changes[k],
			       100.0 * (double)flips[k] / (double)seen[k],
			       seen[k]);
	t = model_temperature(ex->rows, scores);
	for (size_t i = 0; i < ex->rows->count; i++)
		out[i] = model_guess(scores + i * TASK_COUNT, t);
	free(scores);
	return t;
}
