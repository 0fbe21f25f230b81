#include "view/columns.h"

#include <stdbool.h>
#include <string.h>

#include "view/cells.h"

#define BETWEEN_CELLS 3		/* " | " */
#define STYLE_MOST 256		/* bytes of what is switched on */

/* Where a column is: the rest of its text, and the style at that place. */
struct column {
	struct text rest;
	char style[STYLE_MOST];
	size_t style_len;
};

size_t columns_width(size_t cells, size_t count, size_t least)
{
	size_t between = BETWEEN_CELLS * (count - 1);
	size_t width = cells > between ? (cells - between) / count : 0;

	return width < least ? 0 : width;
}

/* The length of the sequence at p, or 0: ESC [ ... m. */
static size_t sequence(struct text t)
{
	size_t n = 2;

	if (t.len < 3 || t.ptr[0] != '\033' || t.ptr[1] != '[')
		return 0;
	while (n < t.len && ((t.ptr[n] >= '0' && t.ptr[n] <= '9') ||
			     t.ptr[n] == ';'))
		n++;
	return n < t.len && t.ptr[n] == 'm' ? n + 1 : 0;
}

/* ESC [ m and ESC [ 0 m switch all off; others add up. */
static void remember(struct column *c, struct text seq)
{
	if (seq.len == 3 || text_is(seq, "\033[0m")) {
		c->style_len = 0;
		return;
	}
	if (c->style_len + seq.len > sizeof(c->style))
		return;		/* the rest of the line is a bit plainer */
	memcpy(c->style + c->style_len, seq.ptr, seq.len);
	c->style_len += seq.len;
}

static void step(struct text *t, size_t n)
{
	t->ptr += n;
	t->len -= n;
}

/* Text up to the next sequence or the line's end. */
static size_t plain_length(struct text t)
{
	size_t n = 0;

	while (n < t.len && t.ptr[n] != '\n' && t.ptr[n] != '\033')
		n++;
	return n;
}

/* One line of the terminal of one column, and blanks behind it. */
static void add_line(struct column *c, size_t width, struct buf *out)
{
	size_t used = 0, n, cells;

	buf_add(out, c->style, c->style_len);
	while (c->rest.len && *c->rest.ptr != '\n') {
		n = sequence(c->rest);
		if (n) {
			remember(c, (struct text){ c->rest.ptr, n });
			buf_add(out, c->rest.ptr, n);
			step(&c->rest, n);
			continue;
		}
		n = plain_length(c->rest);
		if (!n)		/* an escape that is none: it was not safe */
			n = 1;
		n = cells_fit((struct text){ c->rest.ptr, n }, width - used,
			      &cells);
		if (!n && used)
			break;
		if (!n)		/* wider than the column: lost in none */
			n = cells_fit(c->rest, 2, &cells);
		if (!n)
			n = 1;
		buf_add(out, c->rest.ptr, n);
		step(&c->rest, n);
		used += cells;
		if (used >= width)
			break;
	}
	if (c->style_len)
		buf_adds(out, "\033[0m");
	/* what is left of the line goes on below; its end alone does not */
	for (n = sequence(c->rest); n; n = sequence(c->rest)) {
		remember(c, (struct text){ c->rest.ptr, n });
		step(&c->rest, n);
	}
	if (c->rest.len && *c->rest.ptr == '\n')
		step(&c->rest, 1);
	if (used < width)
		buf_addf(out, "%*s", (int)(width - used), "");
}

void columns_add(const struct text *texts, size_t count, size_t width,
		 const char *between, struct buf *out)
{
	struct column columns[COLUMNS_MOST];
	bool more = false;
	size_t start;

	if (count > COLUMNS_MOST)
		count = COLUMNS_MOST;
	for (size_t i = 0; i < count; i++) {
		columns[i] = (struct column){ .rest = texts[i] };
		more = more || texts[i].len;
	}
	while (more) {
		more = false;
		start = out->len;
		for (size_t i = 0; i < count; i++) {
			if (i)
				buf_adds(out, between);
			add_line(&columns[i], width, out);
			more = more || columns[i].rest.len;
		}
		while (out->len > start && out->ptr[out->len - 1] == ' ')
			buf_truncate(out, out->len - 1);
		buf_addch(out, '\n');
	}
}
