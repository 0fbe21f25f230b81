#include "fit/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "route/measure.h"

static void measure_row(struct measure *m, const struct row *row,
			const struct guess *g)
{
	measure_add(m, row->label, row->right, g->task, g->p[g->task]);
}

static void measure_rows(struct measure *m, const struct rows *rows,
			 const struct guess *g,
			 bool (*in)(const struct row *row))
{
	*m = (struct measure){ .rows = 0 };
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->at[i];

		if (!row->own && (!in || in(row)))
			measure_row(m, row, &g[i]);
	}
}

/* Over all tasks, also those that a slice does not have. */
static double mean_f1(const struct measure *m)
{
	double sum = 0;

	for (int t = 0; t < TASK_COUNT; t++) {
		double f1 = measure_f1(m, (enum task)t);

		sum += isnan(f1) ? 0 : f1;
	}
	return sum / TASK_COUNT;
}

static void print_rows(const char *name, const struct rows *rows,
		       const struct guess *g,
		       bool (*in)(const struct row *row))
{
	struct measure m;

	measure_rows(&m, rows, g, in);
	if (m.rows)
		printf("  %-34s %5zu  %5.1f  %5.1f  %5.1f  %5.1f\n", name,
		       m.rows, 100 * measure_lenient(&m),
		       100 * measure_strict(&m), 100 * mean_f1(&m),
		       100 * measure_ece(&m));
}

void report_line(const char *name, const struct rows *rows,
		 const struct guess *g)
{
	print_rows(name, rows, g, NULL);
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
	return has_prefix(row, " be jm mg ml pm") ||
	       measure_is_foreign(row_text(row));
}

static bool piped(const struct row *row)
{
	return has_prefix(row, " ps pg pm pi pf pc pr pd fb");
}

static bool terse(const struct row *row)
{
	return measure_is_terse(row_text(row)) && !foreign(row);
}

static bool long_prompt(const struct row *row)
{
	return measure_is_long(row_text(row)) && !piped(row);
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
		print_rows(slices[i].name, rows, g, slices[i].in);
}

void report_sources(const struct rows *rows, const struct guess *g)
{
	for (size_t s = 0; s < rows->sources; s++) {
		struct measure m = { .rows = 0 };
		const char *name = "";
		size_t fold = 0;

		for (size_t i = 0; i < rows->count; i++) {
			const struct row *row = &rows->at[i];

			if (row->source != s || row->own)
				continue;
			name = row->group;
			fold = row->fold;
			measure_row(&m, row, &g[i]);
		}
		if (m.rows)
			printf("  %-34s %5zu  %5.1f  %5.1f  fold %zu\n", name,
			       m.rows, 100 * measure_lenient(&m),
			       100 * measure_strict(&m), fold);
	}
}

void report_confusion(const struct rows *rows, const struct guess *g)
{
	struct measure m;

	measure_rows(&m, rows, g, NULL);
	printf("  wrong: label down, guess across\n");
	for (int a = 0; a < TASK_COUNT; a++) {
		printf("  %-16s", task_name((enum task)a));
		for (int b = 0; b < TASK_COUNT; b++)
			printf(" %6zu", a == b ? 0 : m.table[a][b]);
		printf("\n");
	}
}
