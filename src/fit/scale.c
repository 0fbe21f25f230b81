#include "fit/scale.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/catalog.h"
#include "model/cost.h"
#include "route/plan.h"

/*
 * The two models of the outcomes, by the classes of reference/quality.md:
 * Mixtral-8x7B-Instruct as other open models of its size, gpt-4-1106-preview
 * a little over the class that has gpt-4.1-mini; and the task of each
 * benchmark. MT-Bench has marks and no right or wrong.
 */
static const struct bench {
	const char *prefix;
	enum task task;
	double weak, strong; /* skill */
} benches[] = {
	{ "mmlu/", TASK_GENERAL, 0.58, 0.72 },
	{ "gsm8k/", TASK_REASONING, 0.35, 0.48 },
};

#define BENCHES (sizeof(benches) / sizeof(*benches))

static const struct bench *bench_of(const struct row *row)
{
	for (size_t i = 0; row->outcome && i < BENCHES; i++)
		if (!strncmp(row->group, benches[i].prefix,
			     strlen(benches[i].prefix)))
			return &benches[i];
	return NULL;
}

static double chance(double slope, double skill, double difficulty)
{
	return 1 / (1 + exp(-slope * (skill - difficulty)));
}

static double logit(double p)
{
	return log(p / (1 - p));
}

/* The mean of squares by which the chances miss what happened. */
static double brier(const struct rows *rows, const double *d, double slope)
{
	double sum = 0, n = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->at[i];
		const struct bench *b = bench_of(row);
		double weak, strong;

		if (!b)
			continue;
		weak = chance(slope, b->weak, d[i]) - row->weak;
		strong = chance(slope, b->strong, d[i]) - row->strong;
		sum += weak * weak + strong * strong;
		n += 2;
	}
	return sum / n;
}

struct means {
	double rows, weak, strong, weak_chance, strong_chance;
};

static struct means means_of(const struct rows *rows, const double *d,
			     const struct bench *only)
{
	struct means m = { .rows = 0 };

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->at[i];

		if (!only || bench_of(row) != only)
			continue;
		m.rows++;
		m.weak += row->weak;
		m.strong += row->strong;
		m.weak_chance += chance(PLAN_SLOPE, only->weak, d[i]);
		m.strong_chance += chance(PLAN_SLOPE, only->strong, d[i]);
	}
	m.weak /= m.rows;
	m.strong /= m.rows;
	m.weak_chance /= m.rows;
	m.strong_chance /= m.rows;
	return m;
}

/* What plans for many prompts come to. */
struct spent {
	double rows, strong; /* how many went to the strong model */
	double right, usd;
	double weak_right, strong_right, weak_usd, strong_usd;
};

static void plan_row(const struct row *row, const struct bench *b, double d,
		     double gap, struct model models[2], struct spent *s)
{
	const struct plan_option options[2] = { { .model = &models[0] },
						{ .model = &models[1] } };
	const struct verdict v = { .task = b->task, .difficulty = d };
	struct plan_input in = PLAN_INPUT_INIT;
	const struct candidate *c;
	struct plan p;

	models[0].skill[b->task] = b->weak;
	models[1].skill[b->task] = b->strong;
	in.options = options;
	in.option_count = 2;
	in.verdict = &v;
	in.input_tokens = cost_tokens(row_text(row));
	in.quality_gap = gap;
	in.when.date = 20261126;
	plan_init(&p);
	route_plan(&in, &p);
	s->rows++;
	s->weak_right += row->weak;
	s->strong_right += row->strong;
	for (size_t i = 0; i < p.count; i++) {
		c = &p.candidates[i];
		*(c->option ? &s->strong_usd : &s->weak_usd) += c->cost;
	}
	c = &p.candidates[0];
	s->strong += c->option == 1;
	s->right += c->option ? row->strong : row->weak;
	s->usd += c->cost;
	plan_release(&p);
}

static void print_spent(const char *name, const struct spent *s)
{
	double share = s->strong / s->rows;
	double chance = s->weak_right +
			share * (s->strong_right - s->weak_right);
	double usd = s->weak_usd + share * (s->strong_usd - s->weak_usd);

	printf("  %-18s %5.1f  %5.1f  %5.1f  %16.1f  %5.1f\n", name,
	       100 * share, 100 * s->right / s->strong_right,
	       100 - 100 * s->usd / s->strong_usd,
	       100 * chance / s->strong_right,
	       100 - 100 * usd / s->strong_usd);
}

static void report_plans(const struct rows *rows, const double *d)
{
	static const struct {
		const char *name;
		double gap;
	} gaps[] = {
		{ "always strong", 0 },	  { "balanced, 0.02", 0.02 },
		{ "cheap, 0.06", 0.06 },  { "a gap of 0.09", 0.09 },
		{ "a gap of 0.12", 0.12 }, { "a gap of 0.15", 0.15 },
		{ "a gap of 0.18", 0.18 },
	};
	struct model models[2];

	if (!catalog_find("openai", "gpt-6-luna", &models[0]) ||
	    !catalog_find("openai", "gpt-6-astra", &models[1]))
		return;
	models[0].efforts = models[1].efforts = 0;
	printf("  per cent:          to the    of its  money       at random, "
	       "the same share\n"
	       "                     strong    right  saved       of its "
	       "right  money saved\n");
	for (size_t g = 0; g < sizeof(gaps) / sizeof(*gaps); g++) {
		struct spent s = { .rows = 0 };

		for (size_t i = 0; i < rows->count; i++)
			if (bench_of(&rows->at[i]))
				plan_row(&rows->at[i], bench_of(&rows->at[i]),
					 d[i], gaps[g].gap, models, &s);
		print_spent(gaps[g].name, &s);
	}
}

void scale_report(const struct rows *rows, const double *difficulty)
{
	double apart = 0, n = 0;

	printf("\nChance of a good answer, by rows never seen\n");
	for (size_t i = 0; i < BENCHES; i++) {
		const struct bench *b = &benches[i];
		struct means m = means_of(rows, difficulty, b);

		printf("  %-8s weak %.3f, by the plan %.3f; strong %.3f, by "
		       "the plan %.3f; slope by their distance %.1f\n",
		       b->prefix, m.weak, m.weak_chance, m.strong,
		       m.strong_chance,
		       (logit(m.strong) - logit(m.weak)) /
			       (b->strong - b->weak));
		apart += m.rows * (m.weak * (1 - m.weak) +
				   m.strong * (1 - m.strong));
		n += 2 * m.rows;
	}
	printf("  Brier score %.4f at the plan's slope of %.1f; of each "
	       "benchmark's mean %.4f\n  at other slopes",
	       brier(rows, difficulty, PLAN_SLOPE), PLAN_SLOPE, apart / n);
	for (int slope = 2; slope <= 10; slope++)
		printf(" %d: %.4f%s", slope, brier(rows, difficulty, slope),
		       slope < 10 ? "," : "\n");
	report_plans(rows, difficulty);
}
