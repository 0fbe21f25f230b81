#include "app/eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "route/classify.h"

const char *const eval_change_names[CHANGES] = {
	[CHANGE_TYPOS] = "typos", [CHANGE_LOWER] = "lower",
	[CHANGE_UPPER] = "upper", [CHANGE_BLANKS] = "blanks",
};

const char *const eval_slice_names[EVAL_SLICES] = {
	"at most six words", "over 1,200 bytes", "other languages",
};

/* Languages without blanks would all be one word. */
static bool is_in(size_t slice, struct text t)
{
	bool foreign = measure_is_foreign(t);

	if (slice == 0)
		return measure_is_terse(t) && !foreign;
	return slice == 1 ? measure_is_long(t) : foreign;
}

/* RouteLLM, arXiv:2406.18665, and LiteLLM's scorer by keywords. */
const struct eval_published eval_published[EVAL_PUBLISHED] = {
	{ "matrix factorization", "matrix_factorization",
	  { 0.802, 0.597, 0.565 } },
	{ "BERT", "bert", { 0.751, 0.572, 0.531 } },
	{ "prompt length", "length", { 0.556, 0.584, 0.598 } },
	{ "LiteLLM's keywords", "keywords", { 0.659, 0.584, 0.535 } },
};

int eval_known_benchmark(const char *name)
{
	static const char *const known[] = { "mt-bench", "mmlu", "gsm8k" };

	for (int i = 0; i < 3; i++)
		if (!strcmp(known[i], name))
			return i;
	return -1;
}

void eval_init(struct eval *e, bool keep_errors)
{
	*e = (struct eval){ .keep_errors = keep_errors,
			    .copy = BUF_INIT(2 * MAX_PROMPT) };
}

static void release_groups(struct eval_groups *g)
{
	for (size_t i = 0; i < g->count; i++) {
		free(g->at[i].name);
		free(g->at[i].outcomes);
		free(g->at[i].lengths);
	}
	free(g->at);
}

void eval_release(struct eval *e)
{
	release_groups(&e->sources);
	release_groups(&e->benchmarks);
	for (size_t i = 0; i < e->error_count; i++) {
		free(e->errors[i].id);
		free(e->errors[i].head);
	}
	free(e->errors);
	buf_release(&e->copy);
	*e = (struct eval){ .copy = BUF_INIT(0) };
}

/* The group of that name, a new one if need be; NULL: there are too many. */
static struct eval_group *find_group(struct eval_groups *g, struct text name)
{
	uint64_t hash = hash_bytes(HASH_START, name.ptr, name.len);

	for (size_t i = 0; i < g->count; i++)
		if (g->at[i].hash == hash)
			return &g->at[i];
	if (g->count == EVAL_GROUPS) {
		g->over = true;
		return NULL;
	}
	g->at = xreallocarray(g->at, g->count + 1, sizeof(*g->at));
	g->at[g->count] = (struct eval_group){
		.name = xstrndup(name.ptr ? name.ptr : "", name.len),
		.hash = hash,
	};
	return &g->at[g->count++];
}

static void classify(struct text t, struct verdict *out)
{
	const struct prompt_view view = { .ask = t };

	route_classify(&view, out);
}

/*
 * The typos are drawn from the prompt itself, so that a row has the same in
 * every file.
 */
static int count_flips(struct eval *e, struct text prompt, enum task task,
		       struct err *err)
{
	struct chance c = {
		CHANCE_START ^ hash_bytes(HASH_START, prompt.ptr, prompt.len)
	};
	struct verdict v;

	for (int i = CHANGE_NONE + 1; i < CHANGES; i++) {
		buf_clear(&e->copy);
		change_text(&c, prompt, (enum change)i, &e->copy);
		if (buf_check(&e->copy, "a changed copy of the prompt", err))
			return -1;
		classify(text_of_buf(&e->copy), &v);
		e->flips[i] += v.task != task;
	}
	return 0;
}

static void keep_id(struct eval_error *error, const struct json *id)
{
	struct buf out = BUF_INIT(MAX_PROMPT);
	struct json_writer w = JSON_WRITER_INIT(&out);
	struct text t;

	if (!id)
		return;
	error->id_is_text = json_text(id, &t);
	if (error->id_is_text) {
		error->id = xstrndup(t.ptr, t.len);
		return;
	}
	json_copy(&w, NULL, id);
	error->id = out.over ? NULL : buf_take(&out, NULL);
	buf_release(&out);
}

static void keep_error(struct eval *e, const struct labelled *row, size_t line,
		       const struct verdict *v)
{
	size_t len = row->prompt.len < EVAL_HEAD ? row->prompt.len : EVAL_HEAD;
	struct eval_error *error;

	if (e->error_count == e->error_room) {
		e->error_room = e->error_room ? 2 * e->error_room : 64;
		e->errors = xreallocarray(e->errors, e->error_room,
					  sizeof(*e->errors));
	}
	error = &e->errors[e->error_count++];
	*error = (struct eval_error){
		.line = line, .label = row->label, .guess = v->task,
		.confidence = v->confidence,
	};
	if (len < row->prompt.len)
		len -= utf8_cut_tail(row->prompt.ptr, len);
	error->head = xstrndup(row->prompt.ptr, len);
	error->head_len = len;
	keep_id(error, row->id);
}

static int add_label(struct eval *e, const struct labelled *row, size_t line,
		     const struct verdict *v, struct err *err)
{
	struct eval_group *source = NULL;

	measure_add(&e->all, row->label, row->right, v->task, v->confidence);
	for (size_t i = 0; i < EVAL_SLICES; i++)
		if (is_in(i, row->prompt))
			measure_add(&e->slices[i], row->label, row->right,
				    v->task, v->confidence);
	if (row->source.len)
		source = find_group(&e->sources, labelled_origin(row->source));
	if (source)
		measure_add(&source->measure, row->label, row->right, v->task,
			    v->confidence);
	if (e->keep_errors && !(row->right >> v->task & 1))
		keep_error(e, row, line, v);
	return count_flips(e, row->prompt, v->task, err);
}

static int add_outcome(struct eval *e, const struct labelled *row,
		       const struct verdict *v, struct err *err)
{
	struct eval_group *g = find_group(&e->benchmarks, row->benchmark);

	if (!g)
		return err_set(err, ERR_USAGE, "there are over %d benchmarks",
			       EVAL_GROUPS);
	if (g->count == g->room) {
		g->room = g->room ? 2 * g->room : 64;
		g->outcomes = xreallocarray(g->outcomes, g->room,
					    sizeof(*g->outcomes));
		g->lengths = xreallocarray(g->lengths, g->room,
					   sizeof(*g->lengths));
	}
	g->lengths[g->count] = (double)row->prompt.len;
	g->outcomes[g->count] = (struct outcome){
		.score = v->difficulty, .weak = row->weak,
		.strong = row->strong, .row = g->count,
	};
	g->count++;
	e->outcomes++;
	return 0;
}

int eval_add(struct eval *e, const struct labelled *row, size_t line,
	     struct err *err)
{
	struct verdict v;

	e->rows++;
	if (row->label == TASK_NONE && !row->outcome)
		return 0;
	classify(row->prompt, &v);
	if (row->label != TASK_NONE && add_label(e, row, line, &v, err))
		return -1;
	return row->outcome ? add_outcome(e, row, &v, err) : 0;
}

static int by_size(const void *a, const void *b)
{
	const struct eval_group *x = a, *y = b;

	if (x->measure.rows != y->measure.rows)
		return x->measure.rows < y->measure.rows ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void finish_benchmark(struct eval_group *g)
{
	double n = (double)g->count;

	for (size_t i = 0; i < g->count; i++) {
		g->weak += g->outcomes[i].weak / n;
		g->strong += g->outcomes[i].strong / n;
	}
	curve_sort(g->outcomes, g->count);
	g->apgr = curve_apgr(g->outcomes, g->count);
	g->cpt50 = curve_cpt(g->outcomes, g->count, 0.5);
	g->cpt80 = curve_cpt(g->outcomes, g->count, 0.8);
	curve_interval(g->outcomes, g->count, (struct chance)CHANCE_INIT,
		       &g->low, &g->high);
	for (size_t i = 0; i < g->count; i++)
		g->outcomes[i].score = g->lengths[g->outcomes[i].row];
	curve_sort(g->outcomes, g->count);
	g->length_apgr = curve_apgr(g->outcomes, g->count);
}

void eval_finish(struct eval *e)
{
	for (size_t i = 0; i < e->benchmarks.count; i++)
		finish_benchmark(&e->benchmarks.at[i]);
	if (e->sources.count)
		qsort(e->sources.at, e->sources.count, sizeof(*e->sources.at),
		      by_size);
}
