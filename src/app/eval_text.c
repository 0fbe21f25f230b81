#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/eval_show.h"
#include "view/cells.h"
#include "view/term.h"

#define PIECE ((size_t)64 << 10)	/* written at a time */
#define NAME_WIDTH 36			/* of sources, at most */
#define ID_WIDTH 24
#define WHAT_WIDTH 26			/* "summarization -> reasoning" */

struct sheet {
	const struct eval *e;
	const struct eval_look *look;
	struct buf *out;
};

static void add_percent(struct sheet *p, size_t width, double share)
{
	if (isnan(share))
		cells_addf(p->out, width, "-");
	else
		cells_addf(p->out, width, "%.1f %%", 100 * share);
}

static void add_apgr(struct sheet *p, double apgr)
{
	if (isnan(apgr))
		cells_addf(p->out, 6, "-");
	else
		cells_addf(p->out, 6, "%.3f", apgr);
}

static void add_name(struct sheet *p, const char *name, size_t width)
{
	cells_add(p->out, text_of(name), width, CELLS_LEFT);
}

/* The head of a table, after an empty line. */
static void add_head(struct sheet *p, const char *name, size_t width,
		     const char *columns)
{
	buf_addf(p->out, "\n%s", term_sgr(TERM_BOLD, p->look->styled));
	add_name(p, name, width);
	buf_addf(p->out, "%s%s\n", columns,
		 term_sgr(TERM_PLAIN, p->look->styled));
}

static void add_summary(struct sheet *p)
{
	const struct measure *m = &p->e->all;

	buf_addf(p->out, "rows         %zu", p->e->rows);
	if (m->rows && m->rows < p->e->rows)
		buf_addf(p->out, ", %zu with a label", m->rows);
	if (p->e->outcomes && p->e->outcomes < p->e->rows)
		buf_addf(p->out, ", %zu with outcomes", p->e->outcomes);
	buf_addch(p->out, '\n');
	if (!m->rows)
		return;
	buf_addf(p->out, "accuracy     %.1f %%, by the label alone %.1f %%\n",
		 100 * measure_lenient(m), 100 * measure_strict(m));
	buf_addf(p->out, "macro-F1     %.1f %%\n", 100 * measure_macro_f1(m));
	buf_addf(p->out, "calibration  off by %.1f %% (ECE)\n",
		 100 * measure_ece(m));
}

#define TASK_WIDTH 22

static void add_tasks(struct sheet *p)
{
	const struct measure *m = &p->e->all;

	add_head(p, "label", TASK_WIDTH,
		 "    rows  guesses  precision   recall       F1");
	for (int i = 0; i < TASK_COUNT; i++) {
		enum task t = (enum task)i;

		add_name(p, task_name(t), TASK_WIDTH);
		cells_addf(p->out, 7, "%zu", measure_labelled(m, t));
		cells_addf(p->out, 8, "%zu", measure_guessed(m, t));
		add_percent(p, 10, measure_precision(m, t));
		add_percent(p, 8, measure_recall(m, t));
		add_percent(p, 8, measure_f1(m, t));
		buf_addch(p->out, '\n');
	}
}

static void add_confusion(struct sheet *p)
{
	add_head(p, "label down, guess:", TASK_WIDTH,
		 " reasoning     code summarization  general");
	for (int label = 0; label < TASK_COUNT; label++) {
		static const size_t widths[TASK_COUNT] = { 9, 8, 13, 8 };

		add_name(p, task_name((enum task)label), TASK_WIDTH);
		for (int guess = 0; guess < TASK_COUNT; guess++)
			cells_addf(p->out, widths[guess], "%zu",
				 p->e->all.table[label][guess]);
		buf_addch(p->out, '\n');
	}
}

static void add_flips(struct sheet *p)
{
	static const char *const names[CHANGES] = {
		[CHANGE_TYPOS] = "a typo in 20 letters",
		[CHANGE_LOWER] = "lower case",
		[CHANGE_UPPER] = "upper case",
		[CHANGE_BLANKS] = "blanks doubled",
	};

	add_head(p, "changed to", TASK_WIDTH, "    other task");
	for (int i = CHANGE_NONE + 1; i < CHANGES; i++) {
		add_name(p, names[i], TASK_WIDTH);
		add_percent(p, 13, (double)p->e->flips[i] /
			    (double)p->e->all.rows);
		buf_addch(p->out, '\n');
	}
}

static void add_part(struct sheet *p, const char *name, size_t width,
		     const struct measure *m)
{
	add_name(p, name, width);
	cells_addf(p->out, 7, "%zu", m->rows);
	add_percent(p, 9, measure_lenient(m));
	add_percent(p, 8, measure_strict(m));
	add_percent(p, 8, measure_macro_f1(m));
	add_percent(p, 8, measure_ece(m));
	buf_addch(p->out, '\n');
}

#define PART_COLUMNS "    rows  accuracy   strict       F1      ECE"

/* The width of a table's first column. */
static size_t name_width(const struct eval_groups *g, size_t least)
{
	for (size_t i = 0; i < g->count; i++) {
		size_t width = cells_width(text_of(g->at[i].name));

		least = width > least ? width : least;
	}
	return least < NAME_WIDTH ? least : NAME_WIDTH;
}

static void add_slices(struct sheet *p)
{
	size_t rows = 0;

	for (size_t i = 0; i < EVAL_SLICES; i++)
		rows += p->e->slices[i].rows;
	if (!rows)
		return;
	add_head(p, "prompts", TASK_WIDTH, PART_COLUMNS);
	for (size_t i = 0; i < EVAL_SLICES; i++)
		if (p->e->slices[i].rows)
			add_part(p, eval_slice_names[i], TASK_WIDTH,
				 &p->e->slices[i]);
}

static void add_sources(struct sheet *p)
{
	const struct eval_groups *g = &p->e->sources;
	size_t width = name_width(g, TASK_WIDTH);

	if (g->count < 2)
		return;
	add_head(p, "source", width, PART_COLUMNS);
	for (size_t i = 0; i < g->count; i++)
		add_part(p, g->at[i].name, width, &g->at[i].measure);
	if (g->over)
		buf_addf(p->out, "and more; the first %d are shown\n",
			 EVAL_GROUPS);
}

/* The APGR of another score, below a benchmark's. */
static void add_other(struct sheet *p, const char *name, size_t width,
		      double apgr)
{
	buf_adds(p->out, "  ");
	add_name(p, name, width - 2);
	buf_addf(p->out, "%*s", 7 + 7 + 7, "");
	add_apgr(p, apgr);
	buf_addch(p->out, '\n');
}

static void add_benchmark(struct sheet *p, const struct eval_group *g,
			  size_t width)
{
	int known = eval_known_benchmark(g->name);

	add_name(p, *g->name ? g->name : "all", width);
	cells_addf(p->out, 6, "%zu", g->count);
	cells_addf(p->out, 6, "%.4g", g->weak);
	cells_addf(p->out, 6, "%.4g", g->strong);
	add_apgr(p, g->apgr);
	if (isnan(g->low))
		cells_addf(p->out, 11, "-");
	else
		cells_addf(p->out, 11, "%.3f-%.3f", g->low, g->high);
	add_percent(p, 7, g->cpt50);
	add_percent(p, 7, g->cpt80);
	buf_addch(p->out, '\n');
	add_other(p, "prompt length", width, g->length_apgr);
	for (int i = 0; known >= 0 && i < EVAL_PUBLISHED; i++) {
		char name[40];

		snprintf(name, sizeof(name), "%s *", eval_published[i].name);
		add_other(p, name, width, eval_published[i].apgr[known]);
	}
}

static void add_benchmarks(struct sheet *p)
{
	const struct eval_groups *g = &p->e->benchmarks;
	size_t width = name_width(g, TASK_WIDTH + 2);
	bool published = false;

	if (!g->count)
		return;
	add_head(p, "benchmark", width, "   rows   weak strong   APGR"
		 "        95 % CPT(50) CPT(80)");
	for (size_t i = 0; i < g->count; i++) {
		add_benchmark(p, &g->at[i], width);
		published |= eval_known_benchmark(g->at[i].name) >= 0;
	}
	if (published)
		buf_adds(p->out, "* published: RouteLLM (arXiv:2406.18665), "
			 "LiteLLM\n");
}

static int flush(struct sheet *p, size_t enough, struct output *to,
		 struct err *err)
{
	if (p->out->len < enough)
		return 0;
	if (buf_check(p->out, "the report", err) ||
	    output_write(to, text_of_buf(p->out), err))
		return -1;
	buf_clear(p->out);
	return 0;
}

/* The id, or where there is none the number of the line. */
static const char *name_of(const struct eval_error *x, char *line, size_t cap)
{
	snprintf(line, cap, "line %zu", x->line);
	return x->id ? x->id : line;
}

static size_t id_width(const struct eval *e)
{
	size_t most = 6;
	char line[32];

	for (size_t i = 0; i < e->error_count; i++) {
		const char *id = name_of(&e->errors[i], line, sizeof(line));
		size_t width = cells_width(text_of(id));

		most = width > most ? width : most;
	}
	return most < ID_WIDTH ? most : ID_WIDTH;
}

static void add_error(struct sheet *p, const struct eval_error *x, size_t id)
{
	size_t used = id + 1 + WHAT_WIDTH + 5 + 2;
	char what[64], line[32];

	add_name(p, name_of(x, line, sizeof(line)), id);
	snprintf(what, sizeof(what), "%s -> %s", task_name(x->label),
		 task_name(x->guess));
	buf_addch(p->out, ' ');
	add_name(p, what, WHAT_WIDTH);
	cells_addf(p->out, 4, "%.2f", x->confidence);
	buf_adds(p->out, "  ");
	cells_add(p->out, (struct text){ x->head, x->head_len },
		  p->look->width > used + 8 ? p->look->width - used : 8,
		  CELLS_AS_IS);
	buf_addch(p->out, '\n');
}

static int add_errors(struct sheet *p, struct output *to, struct err *err)
{
	size_t id = id_width(p->e);
	int rc = 0;

	if (!p->look->errors || !p->e->error_count)
		return 0;
	add_head(p, "wrong", id, " label -> guess             sure  prompt");
	for (size_t i = 0; !rc && i < p->e->error_count; i++) {
		add_error(p, &p->e->errors[i], id);
		rc = flush(p, PIECE, to, err);
	}
	return rc;
}

int eval_text(const struct eval *e, const struct eval_look *look,
	      struct output *to, struct err *err)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct sheet p = { .e = e, .look = look, .out = &out };
	int rc;

	add_summary(&p);
	if (e->all.rows) {
		add_tasks(&p);
		add_confusion(&p);
		add_flips(&p);
		add_slices(&p);
		add_sources(&p);
	}
	add_benchmarks(&p);
	rc = add_errors(&p, to, err);
	if (!rc)
		rc = flush(&p, 0, to, err);
	buf_release(&out);
	return rc;
}
