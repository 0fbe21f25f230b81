#include "fit/rows.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"

static char *dup_text(struct text t)
{
	return xstrndup(t.ptr, t.len);
}

/* "github:OWNER/REPO:PATH" is OWNER/REPO; handwritten goes by id prefix. */
static char *group_of(struct text source, const char *id)
{
	const char *from, *end;
	char name[64];

	if (text_is(source, "handwritten") || source.len < 8) {
		snprintf(name, sizeof(name), "handwritten-%.4s", id);
		return xstrdup(name);
	}
	from = source.ptr + strlen("github:");
	end = memchr(from, ':', source.len - (size_t)(from - source.ptr));
	if (!end)
		end = source.ptr + source.len;
	return xstrndup(from, (size_t)(end - from));
}

static void read_labels(const struct json *j, struct row *row)
{
	const struct json *alt = json_get(j, "alt");
	struct text t;

	row->label = TASK_NONE;
	if (json_text(json_get(j, "label"), &t)) {
		char *name = dup_text(t);

		row->label = task_by_name(name);
		free(name);
	}
	row->right = row->label == TASK_NONE ? 0 : 1u << row->label;
	for (size_t i = 0; i < json_len(alt); i++) {
		char *name;

		if (!json_text(json_index(alt, i), &t))
			continue;
		name = dup_text(t);
		if (task_by_name(name) != TASK_NONE)
			row->right |= 1u << task_by_name(name);
		free(name);
	}
	row->templated = json_truthy(json_get(j, "templated"));
	if (json_text(json_get(j, "difficulty"), &t))
		row->difficulty = text_is(t, "hard") ? ROW_HARD : ROW_EASY;
}

/* A benchmark's subjects are its groups; GSM8K has one, so it is dealt out. */
static void read_outcome(const struct json *j, struct row *row, size_t line)
{
	struct text bench, group;
	char name[96];

	row->outcome = json_number(json_get(j, "weak"), &row->weak) &&
		       json_number(json_get(j, "strong"), &row->strong);
	if (!json_text(json_get(j, "benchmark"), &bench) ||
	    !json_text(json_get(j, "group"), &group))
		return;
	if (text_is(bench, "gsm8k"))
		snprintf(name, sizeof(name), "gsm8k/%zu", line % FOLDS);
	else
		snprintf(name, sizeof(name), "%.*s/%.*s", (int)bench.len,
			 bench.ptr, (int)group.len, group.ptr);
	row->group = xstrdup(name);
}

void rows_push(struct rows *rows, struct row row)
{
	if (rows->count == rows->cap) {
		rows->cap = rows->cap ? rows->cap * 2 : 1024;
		rows->at =
			xreallocarray(rows->at, rows->cap, sizeof(*rows->at));
	}
	rows->at[rows->count++] = row;
}

static int add_row(struct rows *rows, const char *line, size_t len,
		   size_t number, struct err *err)
{
	struct json *j;
	struct row row = { .difficulty = ROW_UNKNOWN };
	struct text id, source, prompt;

	if (json_parse(line, len, &j, err) < 0)
		return err_prefix(err, "line %zu", number);
	if (!json_text(json_get(j, "prompt"), &prompt) ||
	    !json_text(json_get(j, "id"), &id)) {
		json_free(j);
		return err_set(err, ERR_PROTO, "line %zu has no prompt",
			       number);
	}
	row.id = dup_text(id);
	row.prompt = dup_text(prompt);
	row.len = prompt.len;
	read_labels(j, &row);
	if (json_text(json_get(j, "source"), &source))
		row.group = group_of(source, row.id);
	else
		read_outcome(j, &row, number);
	if (!row.group)
		row.group = xstrdup("unknown");
	json_free(j);
	rows_push(rows, row);
	return 0;
}

static void read_own(const struct json *j, struct row *row, size_t line)
{
	struct text set = { .ptr = "", .len = 0 }, body;
	char name[64];
	double hard = 50;

	row->own = true;
	read_labels(j, row);
	if (json_text(json_get(j, "body"), &body))
		row->body = text_is(body, "code") ? ROW_CODE : ROW_TEXT;
	json_number(json_get(j, "hard"), &hard);
	row->hardness = fmin(fmax(hard, 3), 97) / 100;
	json_text(json_get(j, "set"), &set);
	snprintf(name, sizeof(name), "own-%.*s-%zu", (int)set.len, set.ptr,
		 line % 2);
	row->group = xstrdup(name);
}

static int add_own(struct rows *rows, const char *line, size_t len,
		   size_t number, struct err *err)
{
	struct row row = { .id = NULL };
	struct text t;
	struct json *j;

	if (json_parse(line, len, &j, err) < 0)
		return err_prefix(err, "line %zu", number);
	if (json_text(json_get(j, "prompt"), &t) ||
	    json_text(json_get(j, "text"), &t)) {
		row.id = xstrdup("own");
		row.prompt = dup_text(t);
		row.len = t.len;
		read_own(j, &row, number);
		rows_push(rows, row);
	}
	json_free(j);
	return row.id ? 0 : err_set(err, ERR_PROTO, "line %zu has no prompt",
				    number);
}

/* Reads one line of a file. */
typedef int add_fn(struct rows *rows, const char *line, size_t len,
		   size_t number, struct err *err);

static int load(struct rows *rows, const char *path, add_fn *add,
		struct err *err)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0, number = 0;
	ssize_t len;
	int rc = 0;

	if (!f)
		return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	while (!rc) {
		len = getline(&line, &cap, f);
		if (len < 0)
			break;
		number++;
		if (len > 1)
			rc = add(rows, line, (size_t)len, number, err);
	}
	free(line);
	fclose(f);
	return rc ? err_prefix(err, "%s", path) : 0;
}

int rows_load(struct rows *rows, const char *path, struct err *err)
{
	return load(rows, path, add_row, err);
}

int rows_load_own(struct rows *rows, struct err *err)
{
	return load(rows, ROWS_OWN, add_own, err);
}

int rows_load_documents(struct rows *rows, struct err *err)
{
	return load(rows, ROWS_DOCUMENTS, add_own, err);
}

void rows_release(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		free(rows->at[i].id);
		free(rows->at[i].group);
		free(rows->at[i].prompt);
	}
	free(rows->at);
	*rows = (struct rows){ .count = 0 };
}

struct group {
	const char *name;
	size_t rows, number, fold;
};

static int by_name(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int by_size(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->rows != y->rows)
		return x->rows < y->rows ? 1 : -1;
	return strcmp(x->name, y->name);
}

/* The distinct groups of rows, in the order of their names. */
static struct group *list_groups(const struct rows *rows, size_t *count)
{
	struct group *g = xcalloc(rows->count + 1, sizeof(*g));
	size_t n = 0;

	for (size_t i = 0; i < rows->count; i++)
		g[i] = (struct group){ .name = rows->at[i].group, .rows = 1 };
	qsort(g, rows->count, sizeof(*g), by_name);
	for (size_t i = 0; i < rows->count; i++) {
		if (n && !strcmp(g[n - 1].name, g[i].name))
			g[n - 1].rows++;
		else
			g[n++] = g[i];
	}
	*count = n;
	return g;
}

void rows_fold(struct rows *rows)
{
	size_t count, load[FOLDS] = { 0 };
	struct group *g = list_groups(rows, &count);

	qsort(g, count, sizeof(*g), by_size);
	for (size_t i = 0; i < count; i++) {
		size_t best = 0;

		g[i].number = i;
		if (!strncmp(g[i].name, "own-", 4)) {
			g[i].fold = NO_FOLD;
			continue;
		}
		for (size_t f = 1; f < FOLDS; f++)
			if (load[f] < load[best])
				best = f;
		g[i].fold = best;
		load[best] += g[i].rows;
	}
	qsort(g, count, sizeof(*g), by_name);
	for (size_t i = 0; i < rows->count; i++) {
		struct group key = { .name = rows->at[i].group };
		struct group *hit =
			bsearch(&key, g, count, sizeof(*g), by_name);

		rows->at[i].source = hit->number;
		rows->at[i].fold = hit->fold;
	}
	rows->sources = count;
	free(g);
}

void rows_number(struct rows *rows)
{
	size_t count;
	struct group *g = list_groups(rows, &count);

	for (size_t i = 0; i < rows->count; i++) {
		struct group key = { .name = rows->at[i].group };
		struct group *hit =
			bsearch(&key, g, count, sizeof(*g), by_name);

		rows->at[i].source = (size_t)(hit - g);
	}
	rows->sources = count;
	free(g);
}

struct text row_text(const struct row *row)
{
	return (struct text){ .ptr = row->prompt, .len = row->len };
}
