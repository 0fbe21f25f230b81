#include "view/grid.h"

#include <string.h>

#include "view/mdtext.h"

#define MOST_CELL ((size_t)1 << 10)	/* of a cell that is styled */
#define MOST_LINES ((size_t)16 << 20)	/* of one row on the page */
#define NARROW 8	/* a column that breaks words is not below this */
#define BETWEEN 3	/* cells from column to column */

/* Where a line of a cell stands in `lines`. */
struct place {
	size_t at, len, cells;
};

/* How wide a cell is, and its longest word. */
struct extent {
	size_t line, widest, word, longest;
};

static void end_word(struct extent *e)
{
	if (e->word > e->longest)
		e->longest = e->word;
	e->word = 0;
	if (e->line > e->widest)
		e->widest = e->line;
}

static void measure_run(void *ctx, const struct fill_run *run)
{
	struct extent *e = ctx;
	const char *p = run->text.ptr, *end = p + run->text.len;

	while (p < end) {
		const char *from = p;
		size_t cells;

		while (p < end && *p != ' ' && *p != '\t' && *p != '\n')
			p++;
		cells = fill_cells((struct text){ .ptr = from,
						  .len = (size_t)(p - from) });
		e->word += cells;
		e->line += cells;
		if (p == end)
			return;
		end_word(e);
		e->line = *p == '\n' ? 0 : e->line + 1;
		p++;
	}
}

/* The cell's text as runs; one that is very long is not styled. */
static void parse_cell(struct grid *g, struct text cell, unsigned style,
		       fill_run_fn *fn, void *ctx)
{
	struct text t;

	buf_clear(&g->cell);
	if (cell.len <= MOST_CELL) {
		mdtable_add_cell(cell, &g->cell);
		t = (struct text){ .ptr = g->cell.ptr, .len = g->cell.len };
		inline_parse(g->inl, t, style, fn, ctx);
	} else {
		struct fill_run run = { .style = style };

		mdtext_show(cell, &g->cell);
		run.text = (struct text){ .ptr = g->cell.ptr,
					  .len = g->cell.len };
		fn(ctx, &run);
	}
}

static bool next_row(struct text *rows, struct text *row)
{
	const char *nl = memchr(rows->ptr, '\n', rows->len);

	if (!nl)
		return false;
	*row = (struct text){ .ptr = rows->ptr,
			      .len = (size_t)(nl - rows->ptr) };
	rows->ptr = nl + 1;
	rows->len -= row->len + 1;
	return true;
}

static void measure_rows(struct grid *g, size_t widest[MDTABLE_COLUMNS],
			 size_t longest[MDTABLE_COLUMNS])
{
	struct text rows = { .ptr = g->rows.ptr, .len = g->rows.len }, row;

	while (next_row(&rows, &row)) {
		row = mdtable_row(row);
		for (size_t i = 0; i < g->columns; i++) {
			struct extent e = { .line = 0 };
			struct text cell;

			if (!mdtable_cell(&row, i + 1 == g->columns, &cell))
				break;
			parse_cell(g, cell, 0, measure_run, &e);
			end_word(&e);
			if (e.widest > widest[i])
				widest[i] = e.widest;
			if (e.longest > longest[i])
				longest[i] = e.longest;
		}
	}
}

static size_t at_level(size_t level, size_t least, size_t most)
{
	if (level < least)
		level = least;
	return level < most ? level : most;
}

static size_t sum_at_level(const struct grid *g, size_t level,
			   const size_t *least, const size_t *most)
{
	size_t sum = 0;

	for (size_t i = 0; i < g->columns; i++)
		sum += at_level(level, least[i], most[i]);
	return sum;
}

/*
 * Shares `room` out: no column gets less than its `least`, none more than
 * its `most`, and those between are alike but for what is left over.
 */
static void share(struct grid *g, size_t room, const size_t *least,
		  const size_t *most)
{
	size_t low = 0, high = room, left;

	while (low < high) {
		size_t level = (low + high + 1) / 2;

		if (sum_at_level(g, level, least, most) <= room)
			low = level;
		else
			high = level - 1;
	}
	left = room - sum_at_level(g, low, least, most);
	for (size_t i = 0; i < g->columns; i++) {
		g->width[i] = at_level(low, least[i], most[i]);
		if (left && g->width[i] < most[i]) {
			g->width[i]++;
			left--;
		}
	}
}

static void set_widths(struct grid *g)
{
	size_t most[MDTABLE_COLUMNS] = { 0 }, least[MDTABLE_COLUMNS] = { 0 };
	size_t between = BETWEEN * (g->columns - 1), need = 0;
	size_t room = page_columns(g->page);

	measure_rows(g, most, least);
	for (size_t i = 0; i < g->columns; i++) {
		if (!most[i])
			most[i] = least[i] = 1;
		need += least[i];
	}
	/* words must be broken: the long ones */
	if (need + between > room) {
		need = 0;
		for (size_t i = 0; i < g->columns; i++) {
			least[i] = least[i] < NARROW ? least[i] : NARROW;
			need += least[i];
		}
	}
	g->list = need + between > room;
	if (!g->list)
		share(g, room - between, least, most);
}

static void keep_line(void *ctx, struct text line, size_t cells)
{
	struct grid *g = ctx;
	struct place place = { .at = g->lines.len, .len = line.len,
			       .cells = cells };

	buf_add(&g->lines, line.ptr, line.len);
	buf_add(&g->places, &place, sizeof(place));
}

static void fill_run(void *ctx, const struct fill_run *run)
{
	fill_add(ctx, run);
}

static struct place get_place(const struct grid *g, size_t i)
{
	struct place place;

	memcpy(&place, g->places.ptr + i * sizeof(place), sizeof(place));
	return place;
}

static size_t count_places(const struct grid *g)
{
	return g->places.len / sizeof(struct place);
}

static void add_blanks(struct buf *out, size_t n)
{
	while (n--)
		buf_addch(out, ' ');
}

static void add_bar(const struct grid *g, struct buf *out)
{
	const struct fill *f = &g->page->fill;

	buf_addch(out, ' ');
	fill_switch(f, 0, FILL_DIM, out);
	buf_adds(out, g->page->look.utf8 ? "\xE2\x94\x82" : "|");
	fill_switch(f, FILL_DIM, 0, out);
	buf_addch(out, ' ');
}

/* The blanks before (or behind) a line of a cell. */
static size_t pad(enum mdtable_align align, size_t room, bool behind)
{
	size_t before = 0;

	if (align == MDTABLE_RIGHT)
		before = room;
	else if (align == MDTABLE_CENTER)
		before = room / 2;
	return behind ? room - before : before;
}

/* Line `n` of all cells; first[i]: the place of the first of column i. */
static void show_line(struct grid *g, const size_t *first, size_t n)
{
	struct buf *out = &g->cell;
	size_t cells = 0;

	buf_clear(out);
	for (size_t i = 0; i < g->columns; i++) {
		struct place p = { .at = 0 };
		size_t room = g->width[i];

		if (first[i] + n < first[i + 1])
			p = get_place(g, first[i] + n);
		room -= p.cells < room ? p.cells : room;
		if (i)
			add_bar(g, out);
		add_blanks(out, pad(g->align[i], room, false));
		buf_add(out, g->lines.ptr + p.at, p.len);
		if (i + 1 < g->columns)
			add_blanks(out, pad(g->align[i], room, true));
		cells += g->width[i];
	}
	while (out->len && out->ptr[out->len - 1] == ' ')
		buf_truncate(out, out->len - 1);
	page_line(g->page, (struct text){ .ptr = out->ptr, .len = out->len },
		  cells);
}

static void page_run(void *ctx, const struct fill_run *run)
{
	page_add(ctx, run);
}

/* Each cell behind its head; the heads alone, if there are no rows. */
static void show_list(struct grid *g, struct text row)
{
	struct text rows = { .ptr = g->rows.ptr, .len = g->rows.len };
	struct fill_run colon = { .text = TEXT_LIT(": ") };
	struct text heads = { .ptr = "" }, head, cell;

	next_row(&rows, &heads);
	heads = mdtable_row(heads);
	row = mdtable_row(row);
	for (size_t i = 0; i < g->columns; i++) {
		bool last = i + 1 == g->columns;

		head = cell = (struct text){ .ptr = "" };
		mdtable_cell(&heads, last, &head);
		mdtable_cell(&row, last, &cell);
		parse_cell(g, head, FILL_BOLD, page_run, g->page);
		if (head.len && cell.len)
			page_add(g->page, &colon);
		parse_cell(g, cell, 0, page_run, g->page);
		page_end_line(g->page);
	}
	page_gap(g->page);
}

static void show_columns(struct grid *g, struct text row, unsigned style)
{
	size_t first[MDTABLE_COLUMNS + 1] = { 0 }, height = 1;
	struct text whole = row;

	buf_clear(&g->lines);
	buf_clear(&g->places);
	row = mdtable_row(row);
	for (size_t i = 0; i < g->columns; i++) {
		struct text cell = { .ptr = "" };

		g->fill.width = g->width[i];
		mdtable_cell(&row, i + 1 == g->columns, &cell);
		parse_cell(g, cell, style, fill_run, &g->fill);
		fill_end(&g->fill);
		first[i + 1] = count_places(g);
		if (first[i + 1] - first[i] > height)
			height = first[i + 1] - first[i];
	}
	if (g->lines.over || g->places.over) {
		show_list(g, whole);	/* styles in very narrow columns */
		return;
	}
	for (size_t n = 0; n < height; n++)
		show_line(g, first, n);
}

/* The line under the heads. */
static void show_rule(struct grid *g)
{
	bool utf8 = g->page->look.utf8;
	const char *dash = utf8 ? "\xE2\x94\x80" : "-";
	struct buf *out = &g->cell;
	size_t cells = 0;

	buf_clear(out);
	fill_switch(&g->page->fill, 0, FILL_DIM, out);
	for (size_t i = 0; i < g->columns; i++) {
		if (i)
			buf_addf(out, "%s%s%s", dash,
				 utf8 ? "\xE2\x94\xBC" : "+", dash);
		for (size_t n = 0; n < g->width[i]; n++)
			buf_adds(out, dash);
		cells += g->width[i];
	}
	fill_switch(&g->page->fill, FILL_DIM, 0, out);
	page_line(g->page, (struct text){ .ptr = out->ptr, .len = out->len },
		  cells);
}

static void show_row(struct grid *g, struct text row)
{
	if (g->list)
		show_list(g, row);
	else
		show_columns(g, row, 0);
}

static void show_rows(struct grid *g)
{
	struct text rows = { .ptr = g->rows.ptr, .len = g->rows.len }, row;

	set_widths(g);
	next_row(&rows, &row);
	if (!g->list) {
		show_columns(g, row, FILL_BOLD);
		show_rule(g);
	} else if (!rows.len) {
		show_list(g, (struct text){ .ptr = "" });
	}
	while (next_row(&rows, &row))
		show_row(g, row);
	g->shown = true;
}

bool grid_begin(struct grid *g, struct text head, struct text line)
{
	g->columns = mdtable_begin(head, line, g->align);
	if (!g->columns)
		return false;
	buf_clear(&g->rows);
	buf_add(&g->rows, head.ptr, head.len);
	buf_addch(&g->rows, '\n');
	g->count = 1;
	g->shown = false;
	return true;
}

void grid_add(struct grid *g, struct text row)
{
	if (!g->shown && (g->count == GRID_ROWS ||
			  g->rows.len + row.len > GRID_BYTES))
		show_rows(g);
	if (g->shown) {
		show_row(g, row);
		return;
	}
	buf_add(&g->rows, row.ptr, row.len);
	buf_addch(&g->rows, '\n');
	g->count++;
}

void grid_end(struct grid *g)
{
	if (g->columns && !g->shown)
		show_rows(g);
	g->columns = 0;
	buf_clear(&g->rows);
}

void grid_init(struct grid *g, struct page *page, struct inline_view *inl)
{
	*g = (struct grid){
		.page = page,
		.inl = inl,
		.rows = BUF_INIT(4 * GRID_BYTES),
		.cell = BUF_INIT(MOST_LINES),
		.lines = BUF_INIT(MOST_LINES),
		.places = BUF_INIT(MOST_LINES),
	};
	fill_init(&g->fill, 1, keep_line, g);
	g->fill.color = page->look.color;
	g->fill.light = page->look.light;
}

void grid_release(struct grid *g)
{
	buf_release(&g->rows);
	buf_release(&g->cell);
	buf_release(&g->lines);
	buf_release(&g->places);
	fill_release(&g->fill);
}
