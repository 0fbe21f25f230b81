#include "view/markdown.h"

#include <string.h>

#define SLICE ((size_t)16 << 10)	/* made safe at a time */
#define SAFE_GROWTH 12	/* bytes for one that came in, at most */
#define FIRST_TRY 20	/* bytes of a line, on a narrow terminal */

static unsigned heading_style(unsigned level)
{
	if (level == 1)
		return FILL_BOLD | FILL_UNDERLINE | FILL_TITLE;
	return level == 2 ? FILL_BOLD | FILL_TITLE : FILL_BOLD;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Section 4.2: without the #s at the end. */
static struct text heading_text(struct text t, unsigned level, bool whole)
{
	size_t n;

	t.ptr += level;
	t.len -= level;
	while (t.len && is_blank(*t.ptr)) {
		t.ptr++;
		t.len--;
	}
	if (!whole)
		return t;
	t = text_trim(t);
	n = t.len;
	while (n && t.ptr[n - 1] == '#')
		n--;
	if (!n || is_blank(t.ptr[n - 1]))
		t.len = n;
	return text_trim(t);
}

static void heading(struct markdown *m, struct text t, unsigned level,
		    bool whole)
{
	static const char marks[] = "###### ";

	leaf_begin(&m->leaf, heading_style(level));
	if (!m->page.look.color) {
		struct fill_run run = {
			.text = { .ptr = marks + 6 - level, .len = level + 1 }
		};

		page_add(&m->page, &run);
	}
	leaf_add(&m->leaf, heading_text(t, level, whole));
	m->rest = MARKDOWN_TEXT;
}

/* GFM's check boxes: "[ ]" or "[x]", a blank and something. */
static struct text take_task(struct markdown *m, struct text t)
{
	char state;

	if (t.len < 5 || t.ptr[0] != '[' || t.ptr[2] != ']' ||
	    !is_blank(t.ptr[3]))
		return t;
	state = t.ptr[1];
	if (state != ' ' && state != 'x' && state != 'X')
		return t;
	if (!page_task(&m->page, state == ' ' ? ' ' : 'x'))
		return t;
	t.ptr += 4;
	t.len -= 4;
	return t;
}

static void paragraph(struct markdown *m, struct text t)
{
	if (!m->leaf.on) {
		leaf_begin(&m->leaf, 0);
		t = take_task(m, t);
	}
	leaf_add(&m->leaf, t);
	m->rest = MARKDOWN_TEXT;
}

static void begin_verbatim(struct markdown *m, struct text t, size_t pad,
			   bool html)
{
	verbatim_begin(&m->verbatim, t, pad, html);
	m->rest = MARKDOWN_VERBATIM;
}

/* The line above a block of code: what it is written in. */
static void code_label(struct markdown *m, struct text t)
{
	struct fill_run run = { .style = FILL_DIM };
	size_t n = 0;

	while (m->page.look.color && n < t.len && t.ptr[n] == m->where.fence)
		n++;
	t.ptr += n;
	t.len -= n;
	mdtext_show(text_trim(t), &m->shown);
	run.text = (struct text){ .ptr = m->shown.ptr, .len = m->shown.len };
	page_add(&m->page, &run);
	page_end_line(&m->page);
	verbatim_language(&m->verbatim, run.text);
	buf_clear(&m->shown);
}

static void indented(struct markdown *m, struct text t, size_t pad,
		     bool goes_on)
{
	if (goes_on)
		m->page.gap = false;
	else
		verbatim_language(&m->verbatim, TEXT_LIT(""));
	for (; goes_on && m->blank_lines; m->blank_lines--)
		page_line(&m->page, TEXT_LIT(""), 0);
	begin_verbatim(m, t, pad + 4, false);
}

/* A heading's line below it: the text above is out already. */
static void underline(struct markdown *m, unsigned level)
{
	leaf_end(&m->leaf);
	page_rule(&m->page, level == 1, m->page.last_cells);
}

/* The line that might have been a table's head is none. */
static void show_head(struct markdown *m)
{
	struct text t = { .ptr = m->head.ptr, .len = m->head.len };

	if (!t.len)
		return;
	paragraph(m, t);
	leaf_add(&m->leaf, TEXT_LIT("\n"));
	buf_clear(&m->head);
	m->rest = MARKDOWN_START;	/* that line, not this one */
}

/* Is the line, which stands in the same boxes, a part of a table? */
static bool take_row(struct markdown *m, struct text t)
{
	struct text head = { .ptr = m->head.ptr, .len = m->head.len };

	if (m->grid.columns) {
		grid_add(&m->grid, t);
	} else if (head.len && grid_begin(&m->grid, head, t)) {
		leaf_end(&m->leaf);
		buf_clear(&m->head);
	} else {
		return false;
	}
	m->where.paragraph = false;	/* a row is none, so none goes on */
	return true;
}

/* The line may be a table's head: the next one says. */
static bool take_head(struct markdown *m, struct text t)
{
	if (!mdtable_may_begin(t) || leaf_is_held(&m->leaf))
		return false;
	buf_add(&m->head, t.ptr, t.len);
	return true;
}

/* Ends what does not go on with the line; `text`: a paragraph does. */
static void end_blocks(struct markdown *m, const struct mdline_found *f,
		       bool text)
{
	if (m->grid.columns)
		grid_end(&m->grid);
	show_head(m);
	if (!text && f->leaf != MDLINE_UNDERLINE)
		leaf_end(&m->leaf);
	if (f->leaf != MDLINE_BLANK || f->kept < m->where.depth)
		page_boxes(&m->page, &m->where, f->kept);
}

/* `same`: in the boxes of the line before, and of its kind. */
static void show_leaf(struct markdown *m, const struct mdline_found *f,
		      struct text t, bool same, bool whole)
{
	switch (f->leaf) {
	case MDLINE_BLANK:
		break;
	case MDLINE_PARAGRAPH:
		if (!whole || !take_head(m, t))
			paragraph(m, t);
		break;
	case MDLINE_HEADING:
		heading(m, t, f->level, whole);
		break;
	case MDLINE_UNDERLINE:
		underline(m, f->level);
		break;
	case MDLINE_BREAK:
		page_rule(&m->page, false, 0);
		break;
	case MDLINE_FENCE:
		code_label(m, t);
		break;
	case MDLINE_INDENTED:
		indented(m, t, f->pad, same);
		break;
	case MDLINE_HTML:
		begin_verbatim(m, t, f->pad, true);
		break;
	}
}

/* Shows the line, whose place is known, or its beginning. */
static void show_line(struct markdown *m, const struct mdline_found *f,
		      bool whole)
{
	struct text t = { .ptr = m->line.ptr + f->skip,
			  .len = m->line.len - f->skip };
	bool same = f->leaf == m->last && f->kept == m->page.depth &&
		    f->kept == m->where.depth;
	bool text = same && f->leaf == MDLINE_PARAGRAPH && !m->blank_lines;

	if (text && whole && !f->lazy && take_row(m, t))
		return;
	end_blocks(m, f, text);
	if (f->leaf == MDLINE_BLANK) {
		/* that of a new item is none */
		if (f->kept == m->where.depth) {
			m->blank_lines++;
			page_gap(&m->page);
		}
		return;
	}
	show_leaf(m, f, t, same, whole);
	m->last = f->leaf;
	m->blank_lines = 0;
}

static void end_of_line(struct markdown *m)
{
	if (m->rest == MARKDOWN_TEXT) {
		leaf_add(&m->leaf, TEXT_LIT("\n"));
		if (m->last == MDLINE_HEADING)
			leaf_end(&m->leaf);
	} else if (m->rest != MARKDOWN_START) {
		verbatim_end(&m->verbatim);
	}
	buf_clear(&m->line);
	m->rest = MARKDOWN_START;
	m->try_at = 0;
}

/* So much of a line is waited for that may be a row of a table. */
static size_t row_limit(const struct markdown *m, size_t skip)
{
	struct text t = { .ptr = m->line.ptr + skip,
			  .len = m->line.len - skip };

	if (m->grid.columns || (t.len && *t.ptr == '|'))
		return GRID_BYTES;
	return mdtable_may_begin(t) ? MARKDOWN_LINE : 0;
}

/* Outside of a fenced block. False: more of the line must be seen. */
static bool decide_text(struct markdown *m, bool whole)
{
	struct mdline look = m->where;
	struct mdline_found found;

	mdline_read(&look, m->line.ptr, m->line.len, whole, &found);
	if (!whole && found.unsure && m->line.len < MARKDOWN_LINE)
		return false;
	if (!whole && found.leaf == MDLINE_PARAGRAPH &&
	    m->line.len < row_limit(m, found.skip))
		return false;
	m->where = look;
	show_line(m, &found, whole);
	return true;
}

/* Inside of one. */
static bool decide_code(struct markdown *m, bool whole)
{
	size_t skip, pad;
	enum mdline_kind kind;
	struct text t;

	if (!whole && m->line.len < VERBATIM_PART)
		return false;
	kind = mdline_code(&m->where, m->line.ptr, m->line.len, whole, &skip,
			   &pad);
	if (kind == MDLINE_LEFT)
		return decide_text(m, whole);
	t = (struct text){ .ptr = m->line.ptr + skip,
			   .len = m->line.len - skip };
	if (kind == MDLINE_CODE)
		begin_verbatim(m, t, pad, false);
	else if (!m->page.look.color)	/* the fences are shown, too */
		begin_verbatim(m, t, 0, false);
	return true;
}

static bool decide(struct markdown *m, bool whole)
{
	if (m->where.fence)
		return decide_code(m, whole);
	return decide_text(m, whole);
}

/* Text of a line whose kind is known. */
static void go_on(struct markdown *m, struct text t)
{
	if (m->rest == MARKDOWN_TEXT)
		leaf_add(&m->leaf, t);
	else
		verbatim_add(&m->verbatim, t);
}

/* The next length of the line at which it is looked at. */
static size_t next_try(const struct markdown *m)
{
	size_t first = m->page.width < FIRST_TRY ? FIRST_TRY : m->page.width;

	if (m->where.fence)
		return VERBATIM_PART;
	if (m->try_at)
		return m->try_at * 2;
	return first < MARKDOWN_LINE ? first : MARKDOWN_LINE;
}

static void read_line(struct markdown *m, const char *p, size_t len)
{
	while (len) {
		size_t n = len;

		if (m->rest != MARKDOWN_START) {
			go_on(m, (struct text){ .ptr = p, .len = len });
			return;
		}
		if (!m->try_at)
			m->try_at = next_try(m);
		if (n > m->try_at - m->line.len)
			n = m->try_at - m->line.len;
		buf_add(&m->line, p, n);
		p += n;
		len -= n;
		if (m->line.len == m->try_at && !decide(m, false))
			m->try_at = next_try(m);
	}
}

static void read_text(struct markdown *m, struct text t)
{
	while (t.len) {
		const char *nl = memchr(t.ptr, '\n', t.len);
		size_t n = nl ? (size_t)(nl - t.ptr) : t.len;

		read_line(m, t.ptr, n);
		if (!nl)
			return;
		if (m->rest == MARKDOWN_START)
			decide(m, true);
		end_of_line(m);
		t.ptr += n + 1;
		t.len -= n + 1;
	}
}

static void read_in(struct markdown *m)
{
	struct text t = { .ptr = m->in.ptr, .len = m->in.len };

	if (m->loaded) {
		read_text(m, t);
	} else {
		mdtext_show(t, &m->shown);
		page_plain(&m->page, (struct text){ .ptr = m->shown.ptr,
						    .len = m->shown.len });
		buf_clear(&m->shown);
	}
	buf_clear(&m->in);
}

static int markdown_text(struct sink *s, struct text piece, struct err *err)
{
	struct markdown *m = (struct markdown *)s;

	while (piece.len) {
		size_t n = piece.len < SLICE ? piece.len : SLICE;

		mdtext_feed(&m->text, (struct text){ .ptr = piece.ptr,
						     .len = n }, &m->in);
		read_in(m);
		piece.ptr += n;
		piece.len -= n;
		if (page_flush(&m->page, err))
			return -1;
	}
	return 0;
}

static int markdown_end(struct sink *s, bool whole, struct err *err)
{
	struct markdown *m = (struct markdown *)s;

	mdtext_end(&m->text, &m->in);
	read_in(m);
	if (m->rest == MARKDOWN_START && m->line.len)
		decide(m, true);
	if (m->loaded) {
		end_of_line(m);
		if (m->grid.columns)
			grid_end(&m->grid);
		show_head(m);
		leaf_end(&m->leaf);
		page_boxes(&m->page, &(struct mdline)MDLINE_INIT, 0);
	} else if (m->page.open) {
		page_plain(&m->page, TEXT_LIT("\n"));
	}
	if (page_flush(&m->page, err))
		return -1;
	return m->page.next->end(m->page.next, whole, err);
}

int markdown_load(struct markdown *m, struct err *err)
{
	if (inline_load(&m->inl, err))
		return -1;
	m->loaded = true;
	return 0;
}

void markdown_width(struct markdown *m, unsigned width)
{
	page_width(&m->page, width);
}

void markdown_init(struct markdown *m, struct sink *next,
		   const struct markdown_look *look, unsigned width)
{
	*m = (struct markdown){
		.sink = { .text = markdown_text, .end = markdown_end },
		.text = MDTEXT_INIT,
		.in = BUF_INIT((SLICE + 4) * SAFE_GROWTH),
		.where = MDLINE_INIT,
		.line = BUF_INIT(2 * GRID_BYTES),
		.head = BUF_INIT(2 * GRID_BYTES),
		.shown = BUF_INIT((SLICE + 4) * SAFE_GROWTH),
	};
	m->where.html = true;
	page_init(&m->page, next, look, width);
	inline_init(&m->inl, m->page.look.links, look->color);
	leaf_init(&m->leaf, &m->page, &m->inl);
	verbatim_init(&m->verbatim, &m->page);
	grid_init(&m->grid, &m->page, &m->inl);
}

void markdown_release(struct markdown *m)
{
	page_release(&m->page);
	inline_release(&m->inl);
	buf_release(&m->in);
	buf_release(&m->line);
	leaf_release(&m->leaf);
	grid_release(&m->grid);
	buf_release(&m->head);
	verbatim_release(&m->verbatim);
	buf_release(&m->shown);
}
