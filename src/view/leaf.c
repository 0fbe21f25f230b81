#include "view/leaf.h"

#include <string.h>

#include "view/mdtext.h"

#define MOST_UNIT ((size_t)4 << 10)	/* of text without a blank */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void page_run(void *ctx, const struct fill_run *run)
{
	page_add(ctx, run);
}

/* Shows the first `n` bytes of the text; blanks at the end as they are. */
static void show(struct leaf *l, size_t n)
{
	struct text t = { .ptr = l->text.ptr, .len = n };
	struct fill_run blanks = { .style = l->style };

	while (t.len && is_space(t.ptr[t.len - 1]))
		t.len--;
	if (t.len)
		inline_parse(l->inl, t, l->style, page_run, l->page);
	blanks.text = (struct text){ .ptr = t.ptr + t.len, .len = n - t.len };
	page_add(l->page, &blanks);
	memmove(l->text.ptr, l->text.ptr + n, l->text.len - n);
	buf_truncate(&l->text, l->text.len - n);
	mdopen_drop(&l->open, n);
}

/*
 * What can be shown is shown as soon as it fills a line of the terminal, or
 * a line of the source ends.
 */
static void try_show(struct leaf *l, bool line_end)
{
	if (mdopen_held(&l->open) > LEAF_HOLD)
		mdopen_give_up(&l->open);
	if (l->open.cut_cells > page_room(l->page) ||
	    (line_end && l->open.cut == l->text.len))
		show(l, l->open.cut);
}

void leaf_add(struct leaf *l, struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		buf_addch(&l->text, t.ptr[i]);
		mdopen_byte(&l->open, t.ptr[i]);
		if (l->open.cut == l->text.len || l->text.len > LEAF_HOLD)
			try_show(l, t.ptr[i] == '\n');
		if (l->text.len >= MOST_UNIT)
			show(l, mdtext_cut((struct text){
				.ptr = l->text.ptr, .len = l->text.len },
				l->text.len - 1));
	}
}

bool leaf_is_held(const struct leaf *l)
{
	return l->text.len != 0;
}

void leaf_begin(struct leaf *l, unsigned style)
{
	leaf_end(l);
	l->on = true;
	l->style = style;
}

void leaf_end(struct leaf *l)
{
	if (!l->on)
		return;
	show(l, l->text.len);
	page_end_line(l->page);
	l->open = (struct mdopen)MDOPEN_INIT;
	l->on = false;
}

void leaf_init(struct leaf *l, struct page *page, struct inline_view *inl)
{
	*l = (struct leaf){
		.page = page,
		.inl = inl,
		.open = MDOPEN_INIT,
		.text = BUF_INIT(4 * MOST_UNIT),
	};
}

void leaf_release(struct leaf *l)
{
	buf_release(&l->text);
}
