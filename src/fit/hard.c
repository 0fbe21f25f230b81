#include "fit/hard.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/model.h"

enum { SET_LABELS, SET_MMLU, SET_GSM8K, SET_MT, SETS };

static size_t set_of(const struct row *row)
{
	if (!row->outcome)
		return SET_LABELS;
	if (!strncmp(row->group, "mmlu/", 5))
		return SET_MMLU;
	return strncmp(row->group, "gsm8k/", 6) ? SET_MT : SET_GSM8K;
}

static double envd(const char *n, double d)
{
	const char *s = getenv(n);

	return s ? atof(s) : d;
}

/* What is known of a row: 1 hard, 0 easy. */
static struct target target_of(const struct row *row)
{
	struct target t = { .weight = 1, .set = set_of(row) };
	double weak = row->weak, strong = row->strong;

	if (t.set == SET_LABELS) {
		t.y[0] = row->difficulty == ROW_HARD ? 0.95 : 0.15;
		t.weight = envd("HL", 0.3);
		return t;
	}
	if (t.set == SET_MT) {
		weak /= 10;
		strong /= 10;
	}
	t.y[0] = envd("HG", 0.7) * (1 + strong - weak) / 2 +
		 (1 - envd("HG", 0.7)) * (1 - weak);
	if (t.set == SET_GSM8K)
		t.weight = envd("HGS", 3);
	/* answers of one token, which the strong model spoils: no guide */
	if (strstr(row->group, "high_school_mathematics"))
		t.weight = 0;
	return t;
}

/* Shapes of a benchmark's wrapper say nothing of how hard it is. */
static bool is_wrapper(const struct feature *f, size_t i)
{
	size_t s = i >= SIG_BODY_SHAPE ? i - SIG_BODY_SHAPE : i - SIG_ASK_SHAPE;

	if (i == SIG_ASK_SHAPE + SHAPE_LENGTH)
		return false;
	if (f->kind != GRAM_KINDS)
		return f->kind == GRAM_PLACE || f->kind == GRAM_CROSS ||
		       f->kind == GRAM_FRAME || f->kind == GRAM_PAIR;
	if (i < SIG_ASK_SHAPE)
		return i / PLACES == LEX_CHOICE;
	if (i >= SIG_ASK_LENGTH)
		return i >= SIG_LAYOUT;
	return s == SHAPE_OPTIONS || s == SHAPE_ENDS_COLON ||
	       s == SHAPE_ENDS_QUESTION || s == SHAPE_ENDS_STOP ||
	       s == SHAPE_FENCE;
}

void hard_fit(const struct examples *ex, size_t fold, struct linear *out)
{
	bool *use = xcalloc(ex->count, sizeof(*use));
	struct target *t = xcalloc(ex->count, sizeof(*t));
	size_t cols = 0;

	for (size_t i = 0; i < ex->count; i++)
		use[i] = ex->rows->at[ex->at[i].row].fold != fold;
	*out = (struct linear){ .outputs = 1 };
	examples_select(ex, use, (unsigned)envd("HMS", 4),
			(unsigned)envd("HMR", 8), 12000, &out->map);
	for (size_t i = 0; i < ex->feature_count; i++) {
		if (out->map[i] >= 0 && is_wrapper(&ex->features[i], i))
			out->map[i] = -1;
		if (out->map[i] >= 0)
			out->map[i] = (int32_t)cols++;
	}
	out->cols = cols;
	for (size_t i = 0; i < ex->count; i++)
		if (use[i])
			t[i] = target_of(&ex->rows->at[ex->at[i].row]);
	linear_fit(out, ex, t, SETS, envd("HL2", 10), 60);
	free(use);
	free(t);
}

struct place {
	double score;
	size_t row;
};

static int by_score(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->row < y->row ? -1 : 1;
}

double hard_apgr(const struct rows *rows, const double *scores,
		 const char *bench)
{
	struct place *p = xcalloc(rows->count + 1, sizeof(*p));
	double weak = 0, strong = 0, now, area = 0;
	size_t n = 0;

	for (size_t i = 0; i < rows->count; i++) {
		if (!rows->at[i].outcome ||
		    strncmp(rows->at[i].group, bench, strlen(bench)))
			continue;
		p[n++] = (struct place){ scores[i], i };
		weak += rows->at[i].weak;
		strong += rows->at[i].strong;
	}
	qsort(p, n, sizeof(*p), by_score);
	now = weak;
	for (size_t k = 0; k < n; k++) {
		const struct row *row = &rows->at[p[k].row];
		double next = now + row->strong - row->weak;

		area += (now + next) / 2 - weak;
		now = next;
	}
	free(p);
	return area / (double)n / (strong - weak);
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
			size_t set = m.cols + set_of(&rows->at[row]);

			if (rows->at[row].fold != fold)
				continue;
			linear_score(&m, ex, i, &scores[row]);
			if (0) printf("%zu", set);
		}
		linear_release(&m);
	}
	for (size_t i = 0; i < rows->count; i++)
		length[i] = (double)rows->at[i].len;
	for (size_t b = 0; b < 3; b++)
		printf("  APGR %-12s %.3f   prompt length %.3f\n", benches[b],
		       hard_apgr(rows, scores, benches[b]),
		       hard_apgr(rows, length, benches[b]));
	free(length);
}
