#include "app/eval_show.h"

#include "base/json.h"

#define PIECE ((size_t)64 << 10)	/* written at a time */

static void add_share(struct json_writer *w, const struct measure *m)
{
	json_add_int(w, "rows", (long long)m->rows);
	json_add_number(w, "lenient", measure_lenient(m));
	json_add_number(w, "strict", measure_strict(m));
	json_add_number(w, "macro_f1", measure_macro_f1(m));
	json_add_number(w, "ece", measure_ece(m));
}

static void add_tasks(struct json_writer *w, const struct measure *m)
{
	json_begin(w, "tasks", '{');
	for (int i = 0; i < TASK_COUNT; i++) {
		enum task t = (enum task)i;

		json_begin(w, task_name(t), '{');
		json_add_int(w, "rows", (long long)measure_labelled(m, t));
		json_add_int(w, "guessed", (long long)measure_guessed(m, t));
		json_add_number(w, "precision", measure_precision(m, t));
		json_add_number(w, "recall", measure_recall(m, t));
		json_add_number(w, "f1", measure_f1(m, t));
		json_end(w, '}');
	}
	json_end(w, '}');
}

static void add_confusion(struct json_writer *w, const struct measure *m)
{
	json_begin(w, "confusion", '{');
	for (int label = 0; label < TASK_COUNT; label++) {
		json_begin(w, task_name((enum task)label), '{');
		for (int guess = 0; guess < TASK_COUNT; guess++)
			json_add_int(w, task_name((enum task)guess),
				     (long long)m->table[label][guess]);
		json_end(w, '}');
	}
	json_end(w, '}');
}

static void add_flips(struct json_writer *w, const struct eval *e)
{
	json_begin(w, "flips", '{');
	for (int i = CHANGE_NONE + 1; i < CHANGES; i++)
		json_add_number(w, eval_change_names[i], (double)e->flips[i] /
				(double)e->all.rows);
	json_end(w, '}');
}

static void add_named(struct json_writer *w, const char *name,
		      const struct measure *m)
{
	json_begin(w, NULL, '{');
	json_add_str(w, "name", name);
	add_share(w, m);
	json_end(w, '}');
}

static void add_labels(struct json_writer *w, const struct eval *e)
{
	if (!e->all.rows) {
		json_add_null(w, "labels");
		return;
	}
	json_begin(w, "labels", '{');
	add_share(w, &e->all);
	add_tasks(w, &e->all);
	add_confusion(w, &e->all);
	add_flips(w, e);
	json_begin(w, "slices", '[');
	for (size_t i = 0; i < EVAL_SLICES; i++)
		add_named(w, eval_slice_names[i], &e->slices[i]);
	json_end(w, ']');
	json_begin(w, "sources", '[');
	for (size_t i = 0; i < e->sources.count; i++)
		add_named(w, e->sources.at[i].name, &e->sources.at[i].measure);
	json_end(w, ']');
	json_end(w, '}');
}

static void add_published(struct json_writer *w, int known)
{
	if (known < 0) {
		json_add_null(w, "published");
		return;
	}
	json_begin(w, "published", '{');
	for (int i = 0; i < EVAL_PUBLISHED; i++)
		json_add_number(w, eval_published[i].key,
				eval_published[i].apgr[known]);
	json_end(w, '}');
}

static void add_benchmark(struct json_writer *w, const struct eval_group *g)
{
	json_begin(w, NULL, '{');
	if (*g->name)
		json_add_str(w, "benchmark", g->name);
	else
		json_add_null(w, "benchmark");
	json_add_int(w, "rows", (long long)g->count);
	json_add_number(w, "weak", g->weak);
	json_add_number(w, "strong", g->strong);
	json_add_number(w, "apgr", g->apgr);
	json_begin(w, "apgr_95", '[');
	json_add_number(w, NULL, g->low);
	json_add_number(w, NULL, g->high);
	json_end(w, ']');
	json_add_number(w, "cpt50", g->cpt50);
	json_add_number(w, "cpt80", g->cpt80);
	json_add_number(w, "length_apgr", g->length_apgr);
	add_published(w, eval_known_benchmark(g->name));
	json_end(w, '}');
}

static void add_error(struct json_writer *w, const struct eval_error *x)
{
	json_begin(w, NULL, '{');
	if (!x->id)
		json_add_null(w, "id");
	else if (x->id_is_text)
		json_add_str(w, "id", x->id);
	else
		json_add_raw(w, "id", text_of(x->id));
	json_add_int(w, "line", (long long)x->line);
	json_add_str(w, "label", task_name(x->label));
	json_add_str(w, "guess", task_name(x->guess));
	json_add_number(w, "confidence", x->confidence);
	json_add_text(w, "prompt", (struct text){ x->head, x->head_len });
	json_end(w, '}');
}

/* Writes what there is, if that is enough. */
static int flush(struct buf *b, size_t enough, struct output *to,
		 struct err *err)
{
	if (b->len < enough)
		return 0;
	if (buf_check(b, "the report", err) ||
	    output_write(to, text_of_buf(b), err))
		return -1;
	buf_clear(b);
	return 0;
}

int eval_json(const struct eval *e, bool errors, struct output *to,
	      struct err *err)
{
	struct buf out = BUF_INIT(MAX_HELD);
	struct json_writer w = JSON_WRITER_INIT(&out);
	int rc = 0;

	json_begin(&w, NULL, '{');
	json_add_int(&w, "v", 1);
	json_add_int(&w, "rows", (long long)e->rows);
	add_labels(&w, e);
	json_begin(&w, "outcomes", '[');
	for (size_t i = 0; i < e->benchmarks.count; i++)
		add_benchmark(&w, &e->benchmarks.at[i]);
	json_end(&w, ']');
	if (errors)
		json_begin(&w, "errors", '[');
	for (size_t i = 0; errors && !rc && i < e->error_count; i++) {
		add_error(&w, &e->errors[i]);
		rc = flush(&out, PIECE, to, err);
	}
	if (errors)
		json_end(&w, ']');
	json_end(&w, '}');
	buf_addch(&out, '\n');
	if (!rc)
		rc = flush(&out, 0, to, err);
	buf_release(&out);
	return rc;
}
