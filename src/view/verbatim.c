#include "view/verbatim.h"

#include <string.h>

#include "view/mdtext.h"

/* Bytes for one of code, at most: two sequences around each, and reset. */
#define COLOR_GROWTH 32

static void code_line(struct verbatim *v, struct text line, bool ends)
{
	const struct markdown_look *look = &v->page->look;

	if (!look->color || !line.len) {
		page_part(v->page, line, ends);
		return;
	}
	highlight_line(&v->colors, line, look->light, &v->colored);
	page_part(v->page, text_of_buf(&v->colored), ends);
	buf_clear(&v->colored);
}

/* A line of an HTML block, which is no paragraph but is wrapped like one. */
static void html_line(struct verbatim *v, struct text line, bool ends)
{
	struct fill_run run = { .text = line };

	if (ends && !line.len && page_room(v->page) == page_columns(v->page))
		page_gap(v->page);
	page_add(v->page, &run);
	if (ends)
		page_end_line(v->page);
}

/*
 * Shows what there is of a line of code or HTML. Of a long line the parts
 * are always the same, wherever it was cut.
 */
static void show_part(struct verbatim *v, bool ends)
{
	struct text t = { .ptr = v->part.ptr, .len = v->part.len };
	size_t n = ends ? t.len : mdtext_cut(t, VERBATIM_PART);

	t.len = n;
	mdtext_show(t, &v->shown);
	t = (struct text){ .ptr = v->shown.ptr, .len = v->shown.len };
	if (v->html)
		html_line(v, t, ends);
	else
		code_line(v, t, ends);
	buf_clear(&v->shown);
	memmove(v->part.ptr, v->part.ptr + n, v->part.len - n);
	buf_truncate(&v->part, v->part.len - n);
}

void verbatim_add(struct verbatim *v, struct text t)
{
	while (t.len) {
		size_t n = VERBATIM_PART + 1 - v->part.len;

		if (n > t.len)
			n = t.len;
		buf_add(&v->part, t.ptr, n);
		t.ptr += n;
		t.len -= n;
		if (v->part.len > VERBATIM_PART)
			show_part(v, false);
	}
}

void verbatim_language(struct verbatim *v, struct text info)
{
	highlight_begin(&v->colors, info);
}

void verbatim_begin(struct verbatim *v, struct text t, size_t pad, bool html)
{
	v->html = html;
	buf_clear(&v->part);
	buf_addf(&v->part, "%*s", (int)pad, "");
	verbatim_add(v, t);
}

void verbatim_end(struct verbatim *v)
{
	show_part(v, true);
}

void verbatim_init(struct verbatim *v, struct page *page)
{
	*v = (struct verbatim){
		.page = page,
		.part = BUF_INIT(2 * VERBATIM_PART),
		.shown = BUF_INIT(2 * VERBATIM_PART),
		.colored = BUF_INIT(VERBATIM_PART * COLOR_GROWTH),
	};
	highlight_begin(&v->colors, TEXT_LIT(""));
}

void verbatim_release(struct verbatim *v)
{
	buf_release(&v->part);
	buf_release(&v->shown);
	buf_release(&v->colored);
}
