#include "app/labelled.h"

#include <string.h>

#define TASKS "reasoning, code, summarization, general"

static enum task task_of(struct text t)
{
	for (int i = 0; i < TASK_COUNT; i++)
		if (text_is(t, task_name((enum task)i)))
			return (enum task)i;
	return TASK_NONE;
}

static int read_task(const struct json *j, const char *what, enum task *out,
		     struct err *err)
{
	struct text t;

	*out = TASK_NONE;
	if (json_text(j, &t))
		*out = task_of(t);
	else
		t = TEXT_LIT("(no string)");
	if (*out != TASK_NONE)
		return 0;
	return err_set(err, ERR_USAGE, "the %s %.*s is no task; expected one "
		       "of " TASKS, what, t.len < 80 ? (int)t.len : 80, t.ptr);
}

static int read_labels(struct labelled *row, struct err *err)
{
	const struct json *label = json_get(row->tree, "label");
	const struct json *alt = json_get(row->tree, "alt");
	enum task t;

	row->label = TASK_NONE;
	if (label) {
		if (read_task(label, "label", &row->label, err))
			return -1;
		row->right = 1u << row->label;
	}
	if (alt && !json_is_array(alt))
		return err_set(err, ERR_USAGE, "\"alt\" is no list; expected "
			       "[] or tasks that are also right");
	for (size_t i = 0; i < json_len(alt); i++) {
		if (read_task(json_index(alt, i), "alt", &t, err))
			return -1;
		row->right |= 1u << t;
	}
	return 0;
}

static int read_outcome(struct labelled *row, struct err *err)
{
	const struct json *weak = json_get(row->tree, "weak");
	const struct json *strong = json_get(row->tree, "strong");

	row->outcome = weak || strong;
	if (!row->outcome)
		return 0;
	if (!weak || !strong)
		return err_set(err, ERR_USAGE, "no \"%s\"; expected numbers "
			       "\"weak\" and \"strong\"", weak ? "strong" :
			       "weak");
	if (!json_number(weak, &row->weak) ||
	    !json_number(strong, &row->strong))
		return err_set(err, ERR_USAGE, "\"%s\" is no finite number",
			       json_number(weak, &row->weak) ? "strong" :
			       "weak");
	return 0;
}

static int read_name(const struct labelled *row, const char *name,
		     struct text *out, struct err *err)
{
	const struct json *j = json_get(row->tree, name);

	if (json_text(j, out) || !j)
		return 0;
	return err_set(err, ERR_USAGE, "\"%s\" is no string", name);
}

static int read_row(struct labelled *row, struct err *err)
{
	if (!json_text(json_get(row->tree, "prompt"), &row->prompt))
		return err_set(err, ERR_USAGE, "no string \"prompt\"; expected "
			       "{\"prompt\": \"...\", \"label\": \"...\"} or "
			       "\"weak\" and \"strong\"");
	row->id = json_get(row->tree, "id");
	if (read_labels(row, err) || read_outcome(row, err) ||
	    read_name(row, "source", &row->source, err))
		return -1;
	return read_name(row, "benchmark", &row->benchmark, err);
}

int labelled_read(struct labelled *row, struct text line, struct err *err)
{
	*row = (struct labelled){ .label = TASK_NONE };
	if (json_parse(line.ptr, line.len, &row->tree, err)) {
		if (err->kind != ERR_PROTO)
			return -1;
		err->kind = ERR_USAGE;
		return err_prefix(err, "expected an object of JSON");
	}
	if (!read_row(row, err))
		return 0;
	labelled_release(row);
	return -1;
}

void labelled_release(struct labelled *row)
{
	json_free(row->tree);
	*row = (struct labelled){ .label = TASK_NONE };
}

struct text labelled_origin(struct text source)
{
	const struct text host = TEXT_LIT("github:");
	const char *end;

	if (source.len < host.len || memcmp(source.ptr, host.ptr, host.len))
		return source;
	source.ptr += host.len;
	source.len -= host.len;
	end = memchr(source.ptr, ':', source.len);
	if (end)
		source.len = (size_t)(end - source.ptr);
	return source;
}
