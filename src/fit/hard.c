#include "fit/hard.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/model.h"
#include "route/curve.h"

enum { SET_LABELS, SET_MMLU, SET_GSM8K, SET_MT, SETS };

static size_t set_of(const struct row *row)
{
	if (!row->outcome)
		return SET_LABELS;
	if (!strncmp(row->group, "mmlu/", 5))
		return SET_MMLU;
	return strncmp(row->group, "gsm8k/", 6) ? SET_MT : SET_GSM8K;
}

/*
 * Ridges, and how far the first half spreads, in logits. Length is let free
 * so that the order is at least as good as that of length alone; many flat
 * rows keep the second half from undoing the first. Chosen by the APGR of
 * folds, on a plateau: 60 to 200 for the first, 0.3 to 0.5 for the spread.
 * The levels at which those rows are flat put the benchmarks where the plan's
 * chances come true (scale.h).
 */
#define OUTCOME_RIDGE	 150
#define LABEL_RIDGE	 1
#define SPREAD		 0.4
#define LENGTH_SCALE	 6
#define FLAT_WEIGHT	 10
#define FLAT_GSM8K	 25
#define MMLU_LEVEL	 0.32
#define GSM8K_LEVEL	 0.5
#define GSM8K_WEIGHT	 4 /* it has a tenth of MMLU rows */
#define VERY_HARD_WEIGHT 6 /* there are few of them */

/*
 * Two halves: who needs the strong model, from outcomes; and what people
 * call hard, from our own rows and the sources that say so. The first orders
 * prompts of one kind, the second sets kinds apart.
 */
enum half { HALF_OUTCOME, HALF_LABEL };

/*
 * How hard the prompts of a source are for a model of the day, by what the
 * source is; rows that their source calls hard are HARD.
 */
#define HARD	      0.85
#define SOURCE_WEIGHT 40 /* in rows of our own, for a whole source */

static const struct {
	const char *group;
	double hardness;
} judged[] = {
	{ "clinc/oos-eval", 0.08 },
	{ "handwritten-d-tt", 0.2 },
	{ "handwritten-d-ml", 0.22 },
	{ "f/awesome-chatgpt-prompts", 0.3 },
	{ "yizhongw/self-instruct", 0.22 },
	{ "teknium1/GPTeacher", 0.3 },
	{ "LAION-AI/Open-Assistant", 0.28 },
	{ "LianjiaTech/BELLE", 0.25 },
	{ "josejg/instruction_following_eval", 0.35 },
	{ "microsoft/CodeXGLUE", 0.2 },
	{ "TellinaTool/nl2bash", 0.25 },
	{ "openai/grade-school-math", 0.4 },
	{ "google-research/url-nlp", 0.42 },
	{ "google-deepmind/AQuA", 0.55 },
	{ "suzgunmirac/BIG-Bench-Hard", 0.6 },
	{ "openai/human-eval", 0.45 },
	{ "THUDM/CodeGeeX", 0.5 },
	{ "openai/human-eval-infilling", 0.4 },
	{ "Yale-LILY/QMSum", 0.25 },
	{ "allenai/scitldr", 0.2 },
	{ "lauramanor/legal_summarization", 0.22 },
	{ "curl/curl", 0.35 },
	{ "libuv/libuv", 0.35 },
	{ "tmux/tmux", 0.4 },
	{ "jqlang/jq", 0.35 },
	{ "ulab-uiuc/LLMRouter", 0.4 },
	{ "RouteWorks/RouterArena", 0.5 },
};

static double judged_hardness(const struct row *row)
{
	if (row->own)
		return row->hardness;
	if (row->difficulty == ROW_HARD)
		return HARD;
	for (size_t i = 0; i < sizeof(judged) / sizeof(*judged); i++)
		if (!strcmp(row->group, judged[i].group))
			return judged[i].hardness;
	return NAN;
}

/* Rows of the same group and hardness share the weight of their source. */
static double judged_weight(const struct rows *rows, const struct row *row)
{
	size_t n = 0;

	if (row->own)
		return row->hardness > 0.55 ? VERY_HARD_WEIGHT : 1;
	for (size_t i = 0; i < rows->count; i++)
		n += rows->at[i].source == row->source &&
		     rows->at[i].difficulty == row->difficulty;
	return fmin(1, SOURCE_WEIGHT / (double)n);
}

/* The rows with outcomes hold the second half flat, each kind of its own. */
static struct target label_target(const struct rows *rows,
				  const struct row *row, double offset)
{
	struct target t = { .weight = 0 };

	if (row->outcome) {
		t.y[0] = set_of(row) == SET_MMLU ? MMLU_LEVEL : GSM8K_LEVEL;
		t.weight = set_of(row) == SET_MT     ? 0
			   : set_of(row) == SET_MMLU ? FLAT_WEIGHT
						     : FLAT_GSM8K;
		return t;
	}
	if (isnan(judged_hardness(row)))
		return t;
	t.y[0] = judged_hardness(row);
	t.weight = judged_weight(rows, row);
	t.offset = offset;
	return t;
}

static struct target outcome_target(const struct row *row)
{
	struct target t = { .weight = 1, .set = set_of(row) };
	double weak = row->weak, strong = row->strong;

	if (!row->outcome)
		t.weight = 0;
	if (t.set == SET_MT) {
		weak /= 10;
		strong /= 10;
	}
	t.y[0] = (1 + strong - weak) / 2;
	if (t.set == SET_GSM8K)
		t.weight = GSM8K_WEIGHT;
	/* answers of one token, which the strong model spoils: no guide */
	if (strstr(row->group, "high_school_mathematics"))
		t.weight = 0;
	return t;
}

/* Shapes of a benchmark's wrapper say nothing of how hard it is. */
static bool is_wrapper(size_t sig)
{
	size_t s = sig >= SIG_BODY_SHAPE ? sig - SIG_BODY_SHAPE
					 : sig - SIG_ASK_SHAPE;

	if (sig < SIG_ASK_SHAPE)
		return sig / PLACES == LEX_CHOICE;
	if (sig >= SIG_ASK_LENGTH)
		return sig >= SIG_LAYOUT;
	return s == SHAPE_OPTIONS || s == SHAPE_ENDS_COLON ||
	       s == SHAPE_ENDS_QUESTION || s == SHAPE_ENDS_STOP ||
	       s == SHAPE_FENCE;
}

double hard_value_scale(size_t sig)
{
	return sig == SIG_ASK_SHAPE + SHAPE_LENGTH ||
			       sig == SIG_BODY_SHAPE + SHAPE_LENGTH
		       ? LENGTH_SCALE
		       : 1;
}

void hard_prepare(struct examples *ex)
{
	for (size_t j = 0; j < ex->used; j++)
		ex->vals[j] *= (float)hard_value_scale(ex->cols[j]);
}

static void start(const struct examples *ex, struct linear *out)
{
	bool *use = xcalloc(ex->count, sizeof(*use));

	*out = (struct linear){ .outputs = 1 };
	out->cols = examples_select(ex, use, 1, 1, 0, &out->map);
	for (size_t i = 0; i < SIG_COUNT; i++)
		if (is_wrapper(i))
			out->map[i] = -1;
	free(use);
}

static const struct row *row_of(const struct examples *ex, size_t i)
{
	return &ex->rows->at[ex->at[i].row];
}

static void fit_outcomes(const struct examples *ex, size_t fold,
			 struct linear *out)
{
	struct target *t = xcalloc(ex->count, sizeof(*t));

	start(ex, out);
	for (size_t i = 0; i < ex->count; i++)
		if (row_of(ex, i)->fold != fold && !ex->at[i].change)
			t[i] = outcome_target(row_of(ex, i));
	linear_fit(out, ex, t,
		   &(struct linear_options){
			   .l2 = OUTCOME_RIDGE, .sets = SETS, .steps = 300 });
	free(t);
}

/* The first half's mean and spread over the rows that taught it. */
static void center(struct linear *m, const struct examples *ex, size_t fold,
		   double want)
{
	double sum = 0, squares = 0, n = 0, by;

	m->w[m->cols] = 0;
	for (size_t i = 0; i < ex->count; i++) {
		double x;

		if (!row_of(ex, i)->outcome || row_of(ex, i)->fold == fold)
			continue;
		linear_score(m, ex, i, &x);
		sum += x;
		squares += x * x;
		n++;
	}
	by = want / sqrt(fmax(squares / n - sum / n * (sum / n), 1e-12));
	for (size_t i = 0; i < m->cols; i++)
		m->w[i] *= by;
	m->w[m->cols] = -sum / n * by;
}

void hard_fit(const struct examples *ex, size_t fold, struct linear *out)
{
	struct target *t = xcalloc(ex->count, sizeof(*t));
	struct linear label;

	fit_outcomes(ex, fold, out);
	center(out, ex, fold, SPREAD);
	start(ex, &label);
	for (size_t i = 0; i < ex->count; i++) {
		double x;

		if (row_of(ex, i)->fold == fold || ex->at[i].change)
			continue;
		linear_score(out, ex, i, &x);
		t[i] = label_target(ex->rows, row_of(ex, i), x);
	}
	linear_fit(&label, ex, t,
		   &(struct linear_options){
			   .l2 = LABEL_RIDGE, .sets = SETS, .steps = 300 });
	for (size_t i = 0; i <= out->cols; i++)
		out->w[i] += label.w[i];
	linear_release(&label);
	free(t);
}

double hard_apgr(const struct rows *rows, const double *scores,
		 const char *bench)
{
	struct outcome *o = xcalloc(rows->count + 1, sizeof(*o));
	double apgr;
	size_t n = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->at[i];

		if (row->outcome && !strncmp(row->group, bench, strlen(bench)))
			o[n++] = (struct outcome){ scores[i], row->weak,
						   row->strong, i };
	}
	curve_sort(o, n);
	apgr = curve_apgr(o, n);
	free(o);
	return apgr;
}

void hard_cross(const struct examples *ex, double *scores)
{
	static const char *const benches[] = { "mmlu/", "gsm8k/", "mt-bench/" };
	const struct rows *rows = ex->rows;
	double *length = xcalloc(rows->count, sizeof(*length));
	struct linear m;

	for (size_t fold = 0; fold < FOLDS; fold++) {
		hard_fit(ex, fold, &m);
		for (size_t i = 0; i < ex->count; i++) {
			size_t row = ex->at[i].row;

			if (rows->at[row].fold != fold)
				continue;
			linear_score(&m, ex, i, &scores[row]);
		}
		linear_release(&m);
	}
	for (size_t i = 0; i < rows->count; i++)
		length[i] = (double)rows->at[i].len;
	for (size_t b = 0; b < 3; b++)
		printf("  APGR on %-10s %.4f, prompt length %.4f\n", benches[b],
		       hard_apgr(rows, scores, benches[b]),
		       hard_apgr(rows, length, benches[b]));
	free(length);
}

/*
 * The scores of judged rows get the mean and the spread of the logits of
 * the hardness that they were given. (A regression would shrink the scale.)
 */
void hard_scale(const struct rows *rows, const double *scores, double *slope,
		double *shift)
{
	double n = 0, x = 0, xx = 0, y = 0, yy = 0;

	for (size_t i = 0; i < rows->count; i++) {
		double h = judged_hardness(&rows->at[i]);
		double w;

		if (isnan(h))
			continue;
		w = judged_weight(rows, &rows->at[i]);
		h = log(h / (1 - h));
		n += w;
		x += w * scores[i];
		xx += w * scores[i] * scores[i];
		y += w * h;
		yy += w * h * h;
	}
	*slope = sqrt((yy / n - y / n * (y / n)) / (xx / n - x / n * (x / n)));
	*shift = y / n - *slope * x / n;
}

void hard_report(const struct rows *rows, const double *scores, double slope,
		 double shift)
{
	printf("  mean difficulty by source, then of our own rows by the "
	       "hardness given\n");
	for (size_t s = 0; s < rows->sources; s++) {
		const char *name = NULL;
		double sum = 0, n = 0;

		for (size_t i = 0; i < rows->count; i++) {
			if (rows->at[i].source != s || rows->at[i].own)
				continue;
			name = rows->at[i].group;
			sum += 1 / (1 + exp(-(slope * scores[i] + shift)));
			n++;
		}
		if (n > 40)
			printf("  %-34s %5.0f  %.2f\n", name, n, sum / n);
	}
	for (int h = 0; h <= 100; h++) {
		double sum = 0, n = 0;

		for (size_t i = 0; i < rows->count; i++) {
			if (!rows->at[i].own ||
			    lround(rows->at[i].hardness * 100) != h)
				continue;
			sum += 1 / (1 + exp(-(slope * scores[i] + shift)));
			n++;
		}
		if (n > 0)
			printf("  own rows given 0.%02d %20.0f  %.2f\n", h, n,
			       sum / n);
	}
}
