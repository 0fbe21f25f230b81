#include "view/markdown.h"

#include <string.h>

#define SLICE ((size_t)16 << 10)	/* made safe at a time */
#define SAFE_GROWTH 12	/* bytes for one that came in, at most */
#define MOST_UNIT ((size_t)4 << 10)	/* of text without a blank */
#define CODE_PART ((size_t)4 << 10)	/* of a line of code */
#define FIRST_TRY 40

static void leaf_run(void *ctx, const struct fill_run *run)
{
	page_add(ctx, run);
}

/* Shows the first `n` bytes of the leaf's text. */
static void show_leaf(struct markdown *m, size_t n)
{
	struct text t = { .ptr = m->leaf.ptr, .len = n };
	struct buf *leaf = &m->leaf;

	if (!n)
		return;
	inline_parse(&m->inl, t, m->style, leaf_run, &m->page);
	/* what the parser drops at the end */
	for (size_t i = n; i && strchr(" \t\n", t.ptr[i - 1]); i--) {
		struct fill_run run = {
			.text = { .ptr = t.ptr + i - 1, .len = 1 },
			.style = m->style,
		};

		page_add(&m->page, &run);
	}
	memmove(leaf->ptr, leaf->ptr + n, leaf->len - n);
	buf_truncate(leaf, leaf->len - n);
	mdopen_drop(&m->open, n);
}

/* What can be shown is shown as soon as it fills a line of the terminal. */
static void try_leaf(struct markdown *m, bool line_end)
{
	if (mdopen_held(&m->open) > MARKDOWN_HOLD)
		mdopen_give_up(&m->open);
	if (m->open.blank >= page_room(&m->page) ||
	    (line_end && m->open.blank == m->leaf.len))
		show_leaf(m, m->open.blank);
}

static void add_leaf(struct markdown *m, struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		char c = t.ptr[i];

		buf_addch(&m->leaf, c);
		mdopen_byte(&m->open, c);
		if (c == ' ' || c == '\t' || c == '\n') {
			try_leaf(m, c == '\n');
		} else if (m->leaf.len >= MOST_UNIT) {
			mdopen_give_up(&m->open);
			show_leaf(m, mdtext_cut((struct text){
				.ptr = m->leaf.ptr, .len = m->leaf.len },
				m->leaf.len - 1));
		}
	}
}

static void end_leaf(struct markdown *m)
{
	if (!m->in_leaf)
		return;
	show_leaf(m, m->leaf.len);
	page_end_line(&m->page);
	m->open = (struct mdopen)MDOPEN_INIT;
	m->in_leaf = false;
}

static void begin_leaf(struct markdown *m, unsigned style)
{
	end_leaf(m);
	m->in_leaf = true;
	m->style = style;
}

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

static struct text trim(struct text t)
{
	while (t.len && is_blank(*t.ptr)) {
		t.ptr++;
		t.len--;
	}
	while (t.len && is_blank(t.ptr[t.len - 1]))
		t.len--;
	return t;
}

/* Section 4.2: without the #s at the end. */
static struct text heading_text(struct text t, unsigned level, bool whole)
{
	size_t n;

	t.ptr += level;
	t.len -= level;
	if (!whole)
		return t;
	t = trim(t);
	n = t.len;
	while (n && t.ptr[n - 1] == '#')
		n--;
	if (!n || is_blank(t.ptr[n - 1]))
		t.len = n;
	return trim(t);
}

static void heading(struct markdown *m, struct text t, unsigned level,
		    bool whole)
{
	static const char marks[] = "###### ";

	begin_leaf(m, heading_style(level));
	if (!m->page.look.color) {
		struct fill_run run = {
			.text = { .ptr = marks + 6 - level, .len = level + 1 }
		};

		page_add(&m->page, &run);
	}
	add_leaf(m, heading_text(t, level, whole));
	m->rest = MARKDOWN_TEXT;
}

/* GFM's check boxes: "[ ]" or "[x]", a blank and something. */
static struct text take_task(struct markdown *m, struct text t)
{
	char state;

	if (!m->where.depth || t.len < 5 || t.ptr[0] != '[' ||
	    t.ptr[2] != ']' || !is_blank(t.ptr[3]))
		return t;
	if (!m->where.box[m->where.depth - 1].columns)
		return t;
	state = t.ptr[1];
	if (state != ' ' && state != 'x' && state != 'X')
		return t;
	page_task(&m->page, state == ' ' ? ' ' : 'x');
	t.ptr += 4;
	t.len -= 4;
	return t;
}

static void paragraph(struct markdown *m, struct text t)
{
	if (!m->in_leaf) {
		begin_leaf(m, 0);
		t = take_task(m, t);
	}
	add_leaf(m, t);
	m->rest = MARKDOWN_TEXT;
}

/* The lines of an HTML block, and what else is shown as it is. */
static void verbatim(struct markdown *m, struct text t)
{
	struct fill_run run;

	buf_clear(&m->code);
	mdtext_show(t, &m->code);
	run = (struct fill_run){ .text = { .ptr = m->code.ptr,
					   .len = m->code.len } };
	page_add(&m->page, &run);
	buf_clear(&m->code);
	m->rest = MARKDOWN_VERBATIM;
}

/* A line of code as it is shown: the place for colours. */
static void code_line(struct markdown *m, struct text line, bool ends)
{
	page_part(&m->page, line, ends);
}

/* The bytes of a line of code; `ends`: all of it is there. */
static void add_code(struct markdown *m, struct text t, bool ends)
{
	buf_clear(&m->code);
	mdtext_show(t, &m->code);
	code_line(m, (struct text){ .ptr = m->code.ptr, .len = m->code.len },
		  ends);
	buf_clear(&m->code);
}

static void fence_label(struct markdown *m, struct text t)
{
	struct fill_run run = { .style = FILL_DIM };
	size_t n = 0;

	while (m->page.look.color && n < t.len && t.ptr[n] == m->where.fence)
		n++;
	t.ptr += n;
	t.len -= n;
	t = trim(t);
	buf_clear(&m->code);
	mdtext_show(t, &m->code);
	run.text = (struct text){ .ptr = m->code.ptr, .len = m->code.len };
	page_add(&m->page, &run);
	page_end_line(&m->page);
	buf_clear(&m->code);
}

static void indented(struct markdown *m, struct text t, size_t pad, bool ends)
{
	while (m->blank_lines && m->last == MDLINE_INDENTED) {
		code_line(m, TEXT_LIT(""), true);
		m->blank_lines--;
	}
	m->page.gap = m->page.gap && m->last != MDLINE_INDENTED;
	buf_clear(&m->code);
	buf_addf(&m->code, "%*s", (int)pad + 4, "");
	mdtext_show(t, &m->code);
	code_line(m, (struct text){ .ptr = m->code.ptr, .len = m->code.len },
		  ends);
	buf_clear(&m->code);
	m->rest = MARKDOWN_CODE;
}

/* A heading's line below it: the text above is out already. */
static void underline(struct markdown *m, unsigned level)
{
	end_leaf(m);
	page_rule(&m->page, level == 1, m->page.last_cells);
}

/* Shows the line, whose place is known, or its beginning. */
static void show_line(struct markdown *m, const struct mdline_found *f,
		      bool whole)
{
	struct text t = { .ptr = m->line.ptr + f->skip,
			  .len = m->line.len - f->skip };

	if (f->leaf != MDLINE_PARAGRAPH || f->kept < m->page.depth ||
	    f->kept < m->where.depth || m->last != MDLINE_PARAGRAPH)
		if (f->leaf != MDLINE_UNDERLINE)
			end_leaf(m);
	if (f->leaf != MDLINE_BLANK || f->kept < m->where.depth)
		page_boxes(&m->page, &m->where, f->kept);
	switch (f->leaf) {
	case MDLINE_BLANK:
		m->blank_lines++;
		page_gap(&m->page);
		return;
	case MDLINE_PARAGRAPH:
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
		fence_label(m, t);
		break;
	case MDLINE_INDENTED:
		indented(m, t, f->pad, whole);
		break;
	case MDLINE_HTML:
		verbatim(m, t);
		break;
	}
	m->last = f->leaf;
	m->blank_lines = 0;
}

static void end_of_line(struct markdown *m)
{
	if (m->rest == MARKDOWN_TEXT) {
		add_leaf(m, TEXT_LIT("\n"));
		if (m->last == MDLINE_HEADING)
			end_leaf(m);
	} else if (m->rest == MARKDOWN_CODE) {
		if (m->page.open)
			code_line(m, TEXT_LIT(""), true);
	} else if (m->rest == MARKDOWN_VERBATIM) {
		page_end_line(&m->page);
	}
	buf_clear(&m->line);
	m->rest = MARKDOWN_START;
	m->try_at = 0;
}

/* Outside of a fenced block. False: more of the line must be seen. */
static bool decide_text(struct markdown *m, bool whole)
{
	struct mdline look = m->where;
	struct mdline_found found;

	mdline_read(&look, m->line.ptr, m->line.len, whole, &found);
	if (!whole && found.unsure && m->line.len < MARKDOWN_LINE)
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

	if (!whole && m->line.len < CODE_PART)
		return false;
	kind = mdline_code(&m->where, m->line.ptr, m->line.len, whole, &skip,
			   &pad);
	if (kind == MDLINE_LEFT)
		return decide_text(m, whole);
	if (kind == MDLINE_CLOSE) {
		if (!m->page.look.color)
			add_code(m, trim((struct text){
				.ptr = m->line.ptr, .len = m->line.len }),
				true);
		return true;
	}
	buf_clear(&m->code);
	buf_addf(&m->code, "%*s", (int)pad, "");
	t = (struct text){ .ptr = m->line.ptr + skip,
			   .len = m->line.len - skip };
	mdtext_show(t, &m->code);
	code_line(m, (struct text){ .ptr = m->code.ptr, .len = m->code.len },
		  whole);
	buf_clear(&m->code);
	m->rest = MARKDOWN_CODE;
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
		add_leaf(m, t);
	else if (m->rest == MARKDOWN_CODE)
		add_code(m, t, false);
	else
		verbatim(m, t);
}

/* The next length of the line at which it is looked at. */
static size_t next_try(const struct markdown *m)
{
	size_t first = m->page.width < FIRST_TRY ? FIRST_TRY : m->page.width;

	if (m->where.fence)
		return CODE_PART;
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
		mdtext_show(t, &m->code);
		page_plain(&m->page, (struct text){ .ptr = m->code.ptr,
						    .len = m->code.len });
		buf_clear(&m->code);
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
		end_leaf(m);
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
		.line = BUF_INIT(2 * MARKDOWN_TABLE),
		.open = MDOPEN_INIT,
		.leaf = BUF_INIT(4 * MOST_UNIT),
		.code = BUF_INIT((SLICE + 4) * SAFE_GROWTH),
	};
	m->where.html = true;
	page_init(&m->page, next, look, width);
	inline_init(&m->inl, m->page.look.links, look->color);
}

void markdown_release(struct markdown *m)
{
	page_release(&m->page);
	inline_release(&m->inl);
	buf_release(&m->in);
	buf_release(&m->line);
	buf_release(&m->leaf);
	buf_release(&m->code);
}
