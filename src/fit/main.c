#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/augment.h"
#include "fit/baseline.h"
#include "fit/bench.h"
#include "fit/emit.h"
#include "fit/hard.h"
#include "fit/model.h"
#include "fit/scale.h"
#include "fit/words.h"

/*
 * fit DATA OUT      measure by folds, fit on all, write the tables to OUT
 * fit --bench FILE  time the classifier with the tables that are linked in
 * fit --hard DATA   measure difficulty alone
 * fit --errors DATA print the rows that a model without them gets wrong
 */

/*
 * Pieces of words and words weigh less than named signals; a gram must be
 * seen in two sources, or it is one source's style.
 */
static const float scales[GRAM_KINDS + 1] = {
	[GRAM_WORD] = 1,    [GRAM_PAIR] = 1,  [GRAM_FRAME] = 1,
	[GRAM_CROSS] = 1,   [GRAM_PLACE] = 1, [GRAM_CHARS] = 0.7f,
	[GRAM_BODY] = 0.5f, [GRAM_KINDS] = 1,
};

static const struct fit_options options = {
	.min_sources = 2,
	.min_rows = 3,
	.wide = 80000,
	.most = 11000,
	.l2 = 3,
	.steady = 0.6,
	.steps = 80,
	.alt_share = 0.1,
	.source_power = 0.4,
	.extra_weight = 1,
	.own_weight = 1,
	.composed_weight = 0.4,
};

static int complain(const struct err *err)
{
	fprintf(stderr, "fit: %s\n", err->msg);
	return -1;
}

static int load(struct rows *rows, const char *dir, const char *file)
{
	struct err err = ERR_INIT;
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s", dir, file) >=
	    (int)sizeof(path))
		return -1;
	return rows_load(rows, path, &err) ? complain(&err) : 0;
}

static void head(const char *what)
{
	printf("\n%s\n  %-34s %5s  %5s  %5s  %5s  %5s\n", what, "", "rows",
	       "right", "exact", "F1", "ECE");
}

static void add_example(struct examples *ex, const struct lexicon *lex,
			size_t row, struct text t, enum change change)
{
	struct prompt_view view = { .ask = t };
	struct signals *s = xmalloc(sizeof(*s));

	signals_read(&view, lex, s);
	examples_add(ex, row, change, s);
	free(s);
}

/* Every row as it is, and one changed copy of it: half of them by typos. */
static void make_examples(struct examples *ex, const struct rows *rows,
			  const struct lexicon *lex)
{
	struct chance chance = CHANCE_INIT;

	examples_init(ex, rows);
	for (size_t i = 0; i < rows->count; i++) {
		struct text t = row_text(&rows->at[i]);
		enum change change = CHANGE_TYPOS;
		struct buf b;

		add_example(ex, lex, i, t, CHANGE_NONE);
		buf_init(&b, MAX_PROMPT);
		if (i % 2)
			change = (enum change)(CHANGE_LOWER + i / 2 % 3);
		change_text(&chance, t, change, &b);
		add_example(ex, lex, i, text_of_buf(&b), change);
		buf_release(&b);
	}
}

static int build_lexicon(struct lexicon *lex, const char *dir)
{
	struct rows rows = { .count = 0 };

	if (load(&rows, dir, "prompts-dev.jsonl"))
		return -1;
	*lex = lexicon_build();
	lexicon_learn(lex, &rows);
	rows_release(&rows);
	return 0;
}

static void report_baselines(const char *dir)
{
	struct rows rows = { .count = 0 };
	struct guess *g;

	if (load(&rows, dir, "prompts-dev.jsonl"))
		exit(1);
	rows_fold(&rows);
	g = xcalloc(rows.count, sizeof(*g));
	head("Keyword rules");
	baseline_rules(&rows, g);
	report_line("all", &rows, g);
	report_slices(&rows, g);
	head("Word-bigram logistic regression, folds by source");
	baseline_words(&rows, g);
	report_line("all", &rows, g);
	report_slices(&rows, g);
	free(g);
	rows_release(&rows);
}

static void print_errors(const struct rows *rows, const struct guess *g)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->at[i];
		int most = row->len < 400 ? (int)row->len : 400;

		if (row->own || row->right >> g[i].task & 1)
			continue;
		printf("%s\t%s not %s\t%.2f\t%.*s\n\n", row->id,
		       task_name(row->label), task_name(g[i].task),
		       g[i].p[g[i].task], most, row->prompt);
	}
}

/* The task model and its temperature; rows and examples stay with it. */
struct task_fit {
	struct rows rows;
	struct examples ex;
	struct linear model;
	struct guess *guesses;
	double temperature;
	size_t prompts, own;
};

/* The gathered rows, our own, and those that are made of both. */
static int load_rows(struct task_fit *fit, const char *dir,
		     const struct lexicon *lex)
{
	struct rows documents = { .count = 0 };
	struct err err = ERR_INIT;

	if (load(&fit->rows, dir, "prompts-dev.jsonl"))
		return -1;
	fit->prompts = fit->rows.count;
	if (rows_load_own(&fit->rows, &err) ||
	    rows_load_documents(&documents, &err))
		return complain(&err);
	fit->own = fit->rows.count - fit->prompts;
	rows_fold(&fit->rows);
	augment_bodies(&fit->rows, &documents, lex);
	rows_number(&fit->rows);
	rows_release(&documents);
	return 0;
}

/* What words alone say, with all else the same. */
static void report_words(struct task_fit *fit)
{
	struct fit_options words = options;

	words.kinds = 1u << GRAM_WORD | 1u << GRAM_PAIR | 1u << GRAM_CHARS |
		      1u << GRAM_PLACE | 1u << GRAM_BODY;
	head("The same by words only");
	model_cross(&fit->ex, &words, fit->guesses);
	report_line("all", &fit->rows, fit->guesses);
	report_slices(&fit->rows, fit->guesses);
}

static int fit_task(struct task_fit *fit, const char *dir,
		    const struct lexicon *lex, bool words)
{
	*fit = (struct task_fit){ .temperature = 1 };
	if (load_rows(fit, dir, lex))
		return -1;
	make_examples(&fit->ex, &fit->rows, lex);
	model_scale(&fit->ex, scales);
	fit->guesses = xcalloc(fit->rows.count, sizeof(*fit->guesses));
	if (words)
		report_words(fit);
	head("Signals, folds by source");
	fit->temperature = model_cross(&fit->ex, &options, fit->guesses);
	report_line("all", &fit->rows, fit->guesses);
	report_slices(&fit->rows, fit->guesses);
	report_confusion(&fit->rows, fit->guesses);
	report_sources(&fit->rows, fit->guesses);
	return 0;
}

static void task_release(struct task_fit *fit)
{
	linear_release(&fit->model);
	examples_release(&fit->ex);
	rows_release(&fit->rows);
	free(fit->guesses);
}

static int fit_hard(struct linear *out, struct emit_facts *facts,
		    const char *dir, const struct lexicon *lex)
{
	struct rows rows = { .count = 0 };
	struct err err = ERR_INIT;
	struct examples ex;
	double *scores, *unseen;

	if (load(&rows, dir, "prompts-dev.jsonl"))
		return -1;
	facts->outcomes = rows.count;
	if (load(&rows, dir, "difficulty-dev.jsonl"))
		return -1;
	facts->outcomes = rows.count - facts->outcomes;
	if (rows_load_own(&rows, &err))
		return complain(&err);
	rows_fold(&rows);
	examples_init(&ex, &rows);
	for (size_t i = 0; i < rows.count; i++)
		add_example(&ex, lex, i, row_text(&rows.at[i]), CHANGE_NONE);
	hard_prepare(&ex);
	scores = xcalloc(rows.count, sizeof(*scores));
	unseen = xcalloc(rows.count, sizeof(*unseen));
	printf("\nDifficulty, folds by subject\n");
	hard_cross(&ex, unseen);
	hard_fit(&ex, FOLDS, out);
	for (size_t i = 0; i < ex.count; i++)
		linear_score(out, &ex, i, &scores[i]);
	hard_scale(&rows, scores, &facts->hard_slope, &facts->hard_shift);
	for (size_t i = 0; i < rows.count; i++)
		unseen[i] = 1 / (1 + exp(-(facts->hard_slope * unseen[i] +
					   facts->hard_shift)));
	scale_report(&rows, unseen);
	hard_report(&rows, scores, facts->hard_slope, facts->hard_shift);
	free(unseen);
	free(scores);
	examples_release(&ex);
	rows_release(&rows);
	return 0;
}

static int fit_all(const char *dir, const char *path)
{
	struct emit_facts facts = { .scales = scales };
	struct lexicon lex;
	struct err err = ERR_INIT;
	struct linear hard;
	struct task_fit fit;

	if (build_lexicon(&lex, dir))
		return 1;
	facts.lexicon = lex;
	report_baselines(dir);
	if (fit_task(&fit, dir, &lex, true) ||
	    fit_hard(&hard, &facts, dir, &lex))
		return 1;
	model_fit(&fit.ex, &options, FOLDS, &fit.model);
	facts.temperature = fit.temperature;
	facts.prompts = fit.prompts;
	facts.own = fit.own;
	if (emit_weights(path, &fit.model, &fit.ex, &hard, &facts, &err))
		fprintf(stderr, "fit: %s\n", err.msg);
	linear_release(&hard);
	task_release(&fit);
	lexicon_release(&lex);
	return err.kind != ERR_NONE;
}

static int show_errors(const char *dir)
{
	struct lexicon lex;
	struct task_fit fit;

	if (build_lexicon(&lex, dir) || fit_task(&fit, dir, &lex, false))
		return 1;
	print_errors(&fit.rows, fit.guesses);
	task_release(&fit);
	lexicon_release(&lex);
	return 0;
}

static int only_hard(const char *dir)
{
	struct emit_facts facts = { .scales = scales };
	struct lexicon lex;
	struct linear hard;

	if (build_lexicon(&lex, dir) || fit_hard(&hard, &facts, dir, &lex))
		return 1;
	linear_release(&hard);
	lexicon_release(&lex);
	return 0;
}

static int bench(const char *path)
{
	struct rows rows = { .count = 0 };
	struct err err = ERR_INIT;

	if (rows_load(&rows, path, &err))
		return complain(&err) != 0;
	bench_classify(&rows);
	rows_release(&rows);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "--bench"))
		return bench(argv[2]);
	if (argc == 3 && !strcmp(argv[1], "--errors"))
		return show_errors(argv[2]);
	if (argc == 3 && !strcmp(argv[1], "--hard"))
		return only_hard(argv[2]);
	if (argc == 3 && argv[1][0] != '-')
		return fit_all(argv[1], argv[2]);
	fprintf(stderr, "usage: fit DATA OUT | --hard DATA | --errors DATA | "
			"--bench FILE\n");
	return 2;
}
