#include "fit/report.h"

#include <stdio.h>
#include <string.h>

#define BINS 10

static bool right(const struct row *row, const struct guess *g)
{
	return row->right >> g->task & 1;
}

struct tally report_tally(const struct rows *rows, const struct guess *g,
			  bool (*in)(const struct row *row))
{
	double hit[BINS] = { 0 }, sure[BINS] = { 0 };
	double tp[TASK_COUNT] = { 0 }, said[TASK_COUNT] = { 0 };
	double was[TASK_COUNT] = { 0 };
	struct tally t = { .rows = 0 };

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->at[i];
		double p = g[i].p[g[i].task];
		int bin = (int)(p * BINS);
		bool ok = right(row, &g[i]);

		if (row->own || (in && !in(row)))
			continue;
		bin = bin >= BINS ? BINS - 1 : bin;
		t.rows++;
		t.lenient += ok;
		t.strict += g[i].task == row->label;
		hit[bin] += ok;
		sure[bin] += p;
		said[g[i].task]++;
		was[ok ? g[i].task : row->label]++;
		tp[g[i].task] += ok;
	}
	for (int b = 0; b < BINS; b++)
		t.ece += hit[b] > sure[b] ? hit[b] - sure[b] : sure[b] - hit[b];
	for (int k = 0; k < TASK_COUNT; k++)
		if (said[k] + was[k] > 0)
			t.macro_f1 +=
				2 * tp[k] / (said[k] + was[k]) / TASK_COUNT;
	if (t.rows) {
		t.lenient /= (double)t.rows;
		t.strict /= (double)t.rows;
		t.ece /= (double)t.rows;
	}
	return t;
}

static void print_tally(const char *name, struct tally t)
{
	if (t.rows)
		printf("  %-34s %5zu  %5.1f  %5.1f  %5.1f  %5.1f\n", name,
		       t.rows, 100 * t.lenient, 100 * t.strict,
		       100 * t.macro_f1, 100 * t.ece);
}

void report_line(const char *name, const struct rows *rows,
		 const struct guess *g)
{
	print_tally(name, report_tally(rows, g, NULL));
}

static bool has_prefix(const struct row *row, const char *list)
{
	const char *dash = strchr(row->id, '-');
	char want[4] = { ' ', 0, 0, 0 };

	if (!dash || strlen(dash) < 4 || dash[3] != '-')
		return false;
	want[1] = dash[1];
	want[2] = dash[2];
	return strstr(list, want);
}

static bool foreign(const struct row *row)
{
	size_t high = 0;

	if (has_prefix(row, " be jm mg ml pm"))
		return true;
	for (size_t i = 0; i < row->len; i++)
		high += (row->prompt[i] & 0x80) != 0;
	return high * 4 > row->len;
}

static bool piped(const struct row *row)
{
	return has_prefix(row, " ps pg pm pi pf pc pr pd fb");
}

static bool terse(const struct row *row)
{
	size_t words = 1;

	for (size_t i = 0; i < row->len; i++)
		words += row->prompt[i] == ' ' || row->prompt[i] == '\n';
	return words <= 6 && !foreign(row);
}

static bool long_prompt(const struct row *row)
{
	return row->len > 1200 && !piped(row);
}

static bool is_summ(const struct row *row)
{
	return row->label == TASK_SUMMARIZATION;
}

static bool is_reasoning(const struct row *row)
{
	return row->label == TASK_REASONING;
}

static bool by_hand(const struct row *row)
{
	return !row->templated;
}

void report_slices(const struct rows *rows, const struct guess *g)
{
	static const struct {
		const char *name;
		bool (*in)(const struct row *row);
	} slices[] = {
		{ "documents and code with an ask", piped },
		{ "at most six words", terse },
		{ "over 1,200 bytes, not built", long_prompt },
		{ "other languages", foreign },
		{ "label summarization", is_summ },
		{ "label reasoning", is_reasoning },
		{ "not templated", by_hand },
	};

	for (size_t i = 0; i < sizeof(slices) / sizeof(*slices); i++)
		print_tally(slices[i].name,
			    report_tally(rows, g, slices[i].in));
}

void report_sources(const struct rows *rows, const struct guess *g)
{
	for (size_t s = 0; s < rows->sources; s++) {
		double n = 0, lenient = 0, strict = 0;
		const char *name = "";
		size_t fold = 0;

		for (size_t i = 0; i < rows->count; i++) {
			const struct row *row = &rows->at[i];

			if (row->source != s || row->own)
				continue;
			name = row->group;
			fold = row->fold;
			n++;
			lenient += right(row, &g[i]);
			strict += g[i].task == row->label;
		}
		if (n > 0)
			printf("  %-34s %5.0f  %5.1f  %5.1f  fold %zu\n", name,
			       n, 100 * lenient / n, 100 * strict / n, fold);
	}
}

void report_confusion(const struct rows *rows, const struct guess *g)
{
	size_t n[TASK_COUNT][TASK_COUNT] = { 0 };

	for (size_t i = 0; i < rows->count; i++)
		if (!rows->at[i].own && !right(&rows->at[i], &g[i]))
			n[rows->at[i].label][g[i].task]++;
	printf("  wrong: label down, guess across\n");
	for (int a = 0; a < TASK_COUNT; a++) {
		printf("  %-16s", task_name((enum task)a));
		for (int b = 0; b < TASK_COUNT; b++)
			printf(" %6zu", n[a][b]);
		printf("\n");
	}
}
