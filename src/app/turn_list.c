#include "app/turn_list.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/turn_text.h"
#include "app/when.h"
#include "base/mem.h"
#include "route/explain.h"
#include "view/cells.h"
#include "view/term.h"

#define LEAST_ID 6

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static size_t common(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

size_t turn_list_ids(const struct buf *ids)
{
	size_t count = 0, most = LEAST_ID, n = 0;
	const char **sorted;

	for (size_t i = 0; i < ids->len; i++)
		count += !ids->ptr[i];
	sorted = xcalloc(count + 1, sizeof(*sorted));
	for (size_t at = 0; n < count; at += strlen(ids->ptr + at) + 1)
		sorted[n++] = ids->ptr + at;
	qsort(sorted, count, sizeof(*sorted), by_text);
	for (size_t i = 1; i < count; i++) {
		n = common(sorted[i - 1], sorted[i]) + 1;
		if (n > most)
			most = n;
	}
	free(sorted);
	return most;
}

static void put_time(const struct turn_list *l, const struct logged_turn *t,
		     struct buf *out)
{
	char at[WHEN_SIZE];

	when_show_short(t->row.at, l->now, at);
	buf_adds(out, at);
}

static void put_id(const struct turn_list *l, const struct logged_turn *t,
		   struct buf *out)
{
	size_t len = strlen(t->row.id);

	buf_add(out, t->row.id, len < l->id_width ? len : l->id_width);
}

static void put_task(const struct turn_list *l, const struct logged_turn *t,
		     struct buf *out)
{
	const char *name = task_name(t->row.task);

	(void)l;
	buf_adds(out, name ? name : "-");
}

/* The endpoint is the first to go where there is little room. */
static void put_short_model(const struct turn_list *l,
			    const struct logged_turn *t, struct buf *out)
{
	const char *name = t->row.model, *slash = NULL;

	(void)l;
	if (name)
		slash = strrchr(name, '/');
	buf_adds(out, slash ? slash + 1 : name ? name : "-");
}

static void put_model(const struct turn_list *l, const struct logged_turn *t,
		      struct buf *out)
{
	(void)l;
	buf_adds(out, t->row.model ? t->row.model : "-");
}

/* In at most four characters. */
static void add_count(struct buf *out, int64_t n)
{
	if (n < 0)
		buf_addch(out, '?');
	else if (n < 10000)
		buf_addf(out, "%" PRId64, n);
	else if (n < 1000000)
		buf_addf(out, "%" PRId64 "k", n / 1000);
	else
		buf_addf(out, "%" PRId64 "M", n / 1000000);
}

static void put_tokens(const struct turn_list *l, const struct logged_turn *t,
		       struct buf *out)
{
	(void)l;
	if (t->row.input < 0 && t->row.output < 0) {
		buf_addch(out, '-');
		return;
	}
	add_count(out, t->row.input);
	buf_addch(out, '+');
	add_count(out, t->row.output);
}

static void put_cost(const struct turn_list *l, const struct logged_turn *t,
		     struct buf *out)
{
	(void)l;
	if (isnan(t->row.cost))
		buf_addch(out, '-');
	else
		explain_money(t->row.cost, out);
}

static void put_status(const struct turn_list *l, const struct logged_turn *t,
		       struct buf *out)
{
	(void)l;
	buf_adds(out, turn_status(&t->row));
	if (t->rating)
		buf_adds(out, t->rating > 0 ? " +" : " -");
}

static const struct column {
	const char *title;
	size_t width;		/* 0: that of the ids */
	enum cells_align align;
	size_t from, to;	/* on terminals of that width */
	void (*put)(const struct turn_list *l, const struct logged_turn *t,
		    struct buf *out);
} columns[] = {
	{ "time", 11, CELLS_LEFT, 0, SIZE_MAX, put_time },
	{ "id", 0, CELLS_LEFT, 30, SIZE_MAX, put_id },
	{ "task", 13, CELLS_LEFT, 110, SIZE_MAX, put_task },
	{ "model", 18, CELLS_LEFT, 70, 109, put_short_model },
	{ "model", 26, CELLS_LEFT, 110, SIZE_MAX, put_model },
	{ "tokens", 9, CELLS_RIGHT, 100, SIZE_MAX, put_tokens },
	{ "cost", 8, CELLS_RIGHT, 80, SIZE_MAX, put_cost },
	{ "status", 9, CELLS_LEFT, 40, SIZE_MAX, put_status },
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static size_t width_of(const struct turn_list *l, const struct column *c)
{
	return c->width ? c->width : l->id_width;
}

static bool is_shown(const struct turn_list *l, const struct column *c)
{
	return l->width >= c->from && l->width <= c->to;
}

/* A line that is not yet cut, in its style. */
static void add_line(const struct turn_list *l, const struct buf *line,
		     enum term_style style, struct buf *out)
{
	const struct text t = { line->ptr, line->len };

	buf_adds(out, term_sgr(style, l->styled));
	buf_add(out, t.ptr, cells_fit(t, l->width, NULL));
	buf_addf(out, "%s\n", term_sgr(TERM_PLAIN, l->styled));
}

void turn_list_head(const struct turn_list *l, struct buf *out)
{
	struct buf line = BUF_INIT(4096);

	if (!l->terminal)
		return;
	for (size_t i = 0; i < COLUMNS; i++) {
		if (!is_shown(l, &columns[i]))
			continue;
		cells_add(&line, text_of(columns[i].title),
			  width_of(l, &columns[i]), columns[i].align);
		buf_addch(&line, ' ');
	}
	buf_adds(&line, "ask");
	add_line(l, &line, TERM_BOLD, out);
	buf_release(&line);
}

/* Text of one field, whole, in one line. */
static void add_field(struct buf *out, const char *s)
{
	if (s)
		cells_add(out, text_of(s), 1000, CELLS_AS_IS);
	buf_addch(out, '\t');
}

static void add_number(struct buf *out, int64_t n)
{
	if (n >= 0)
		buf_addf(out, "%" PRId64, n);
	buf_addch(out, '\t');
}

static void add_fields(const struct logged_turn *t, struct buf *out)
{
	const struct turn_row *r = &t->row;
	char at[WHEN_SIZE], line[TURN_LIST_ASK + 1];
	struct text ask = text_trim(r->ask);

	when_show(r->at, at);
	buf_addf(out, "%s\t", at);
	add_field(out, r->id);
	add_field(out, task_name(r->task));
	add_field(out, r->model);
	add_number(out, r->input);
	add_number(out, r->output);
	if (!isnan(r->cost))
		buf_addf(out, "%.9g", r->cost);
	buf_addch(out, '\t');
	add_field(out, turn_status(r));
	add_field(out, turn_rating(t));
	add_field(out, t->session_name ? t->session_name : t->session);
	buf_add(out, line, text_safe_line(line, sizeof(line), ask.ptr,
					  ask.len));
	buf_addch(out, '\n');
}

static void add_columns(const struct turn_list *l, const struct logged_turn *t,
			struct buf *out)
{
	struct buf field = BUF_INIT(4096), line = BUF_INIT(1 << 16);
	bool failed = strcmp(turn_status(&t->row), "ok") != 0;
	size_t taken = 0;

	for (size_t i = 0; i < COLUMNS; i++) {
		size_t width = width_of(l, &columns[i]);

		if (!is_shown(l, &columns[i]))
			continue;
		buf_clear(&field);
		columns[i].put(l, t, &field);
		cells_add(&line, (struct text){ field.ptr, field.len }, width,
			  columns[i].align);
		buf_addch(&line, ' ');
		taken += width + 1;
	}
	if (l->width > taken)
		cells_add(&line, text_trim(t->row.ask), l->width - taken,
			  CELLS_AS_IS);
	add_line(l, &line, failed ? TERM_DIM : TERM_PLAIN, out);
	buf_release(&field);
	buf_release(&line);
}

void turn_list_row(const struct turn_list *l, const struct logged_turn *t,
		   struct buf *out)
{
	if (l->terminal)
		add_columns(l, t, out);
	else
		add_fields(t, out);
}
