#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/baseline.h"
#include "fit/emit.h"
#include "fit/hard.h"
#include "fit/model.h"
#include "fit/words.h"

static double envd(const char *n, double d)
{
	const char *s = getenv(n);

	return s ? atof(s) : d;
}

int main(int argc, char **argv)
{
	struct rows rows = { .count = 0 };
	struct err err = ERR_INIT;
	struct lexicon lex = lexicon_build();
	struct guess *g;
	static struct signals s;
	struct examples ex;
	float scales[GRAM_KINDS + 1];
	struct fit_options opt = { 0 };

	if (rows_load(&rows, "../shared/data/prompts-dev.jsonl", &err)) {
		fprintf(stderr, "fit: %s\n", err.msg);
		return 1;
	}
	if (argc > 1 && strstr(argv[1], "hard")) {
		double *sc;
		if (rows_load(&rows, "../shared/data/difficulty-dev.jsonl", &err))
			return 1;
		rows_fold(&rows);
		examples_init(&ex, &rows);
		for (size_t i = 0; i < rows.count; i++) {
			struct prompt_view v = { .ask = row_text(&rows.at[i]) };
			signals_read(&v, &lex, &s);
			examples_add(&ex, i, false, &s);
		}
		for (int k = 0; k <= GRAM_KINDS; k++) scales[k] = 1;
		scales[GRAM_CHARS] = (float)envd("HC", 0.3);
		scales[GRAM_WORD] = (float)envd("HW", 0.5);
		scales[GRAM_BODY] = (float)envd("HB", 0.5);
		model_scale(&ex, scales);
		for (size_t j = 0; j < ex.used; j++)
			if (ex.cols[j] == SIG_ASK_SHAPE + SHAPE_LENGTH || ex.cols[j] == SIG_BODY_SHAPE + SHAPE_LENGTH)
				ex.vals[j] *= (float)envd("HLEN", 1);
			else if (ex.features[ex.cols[j]].kind == GRAM_KINDS && ex.cols[j] < SIG_ASK_SHAPE)
				ex.vals[j] *= (float)envd("HLEX", 1);
		sc = xcalloc(rows.count, sizeof(*sc));
		hard_cross(&ex, sc);
		for (int q = 0; q < 2; q++) { double a=0,n=0,b=0,m=0; for (size_t i=0;i<rows.count;i++) if (!rows.at[i].outcome) { if (rows.at[i].difficulty==ROW_HARD) a+=sc[i],n++; else b+=sc[i],m++; } printf("hard mean %f rest %f\n",a/n,b/m); break; }
		return 0;
	}
	rows_fold(&rows);
	g = xcalloc(rows.count, sizeof(*g));
	printf("  %-34s rows  lenient strict  F1  ECE\n", "");
	if (argc > 1 && strstr(argv[1], "base")) {
		baseline_rules(&rows, g);
		report_line("keyword rules", &rows, g);
		report_slices(&rows, g);
		baseline_words(&rows, g);
		report_line("word-bigram logistic regression", &rows, g);
		report_slices(&rows, g);
		report_sources(&rows, g);
	}
	examples_init(&ex, &rows);
	for (size_t i = 0; i < rows.count; i++) {
		struct prompt_view v = { .ask = row_text(&rows.at[i]) };

		signals_read(&v, &lex, &s);
		examples_add(&ex, i, false, &s);
	}
	fprintf(stderr, "fit: %zu features, %zu values\n", ex.feature_count, ex.used);
	scales[GRAM_WORD] = (float)envd("W", 1);
	scales[GRAM_PAIR] = (float)envd("P", 1);
	scales[GRAM_FRAME] = (float)envd("F", 1);
	scales[GRAM_CROSS] = (float)envd("X", 1);
	scales[GRAM_PLACE] = (float)envd("L", 1);
	scales[GRAM_CHARS] = (float)envd("C", 1.5);
	scales[GRAM_BODY] = (float)envd("B", 0.5);
	scales[GRAM_KINDS] = (float)envd("N", 1);
	opt.min_sources = (unsigned)envd("MS", 2);
	opt.min_rows = (unsigned)envd("MR", 3);
	opt.most = (size_t)envd("MOST", 12000);
	opt.l2 = envd("L2", 1);
	opt.steps = (int)envd("STEPS", 80);
	opt.alt_share = envd("ALT", 0.3);
	opt.source_power = envd("SP", 0.3);
	opt.extra_weight = envd("EX", 0.5);
	model_scale(&ex, scales);
	model_cross(&ex, &opt, g);
	report_line("signals", &rows, g);
	if (!getenv("SHORT")) {
		report_slices(&rows, g);
		report_sources(&rows, g);
		report_confusion(&rows, g);
	}
	if (getenv("ERRS"))
		for (size_t i = 0; i < rows.count; i++)
			if (!(rows.at[i].right >> g[i].task & 1))
				fprintf(stderr, "ERR %s %s>%s %.2f %.300s\n@@\n", rows.at[i].id,
				       task_name(rows.at[i].label), task_name(g[i].task),
				       g[i].p[g[i].task], rows.at[i].prompt);
	if (argc > 1 && strstr(argv[1], "emit")) {
		struct linear m, hm = { .outputs = 1 };
		struct emit_facts facts = { .temperature = 1, .hard_slope = 1,
			.scales = scales, .hard_scales = scales, .prompts = rows.count,
			.lexicon = lex };
		model_fit(&ex, &opt, FOLDS, &m);
		hm.cols = examples_select(&ex, xcalloc(ex.count, 1), 99, 99, 0, &hm.map);
		hm.w = xcalloc(hm.cols + 9, sizeof(double));
		if (emit_weights("src/route/weights.c", &m, &ex, &hm, &ex, &facts, &err))
			fprintf(stderr, "fit: %s\n", err.msg);
	}
	examples_release(&ex);
	rows_release(&rows);
	free(g);
	return 0;
}
