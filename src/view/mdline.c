#include "view/mdline.h"

#include "base/text.h"
#include "view/mdhtml.h"

/* A place in a line. Tabs go to the next multiple of four (section 2.2). */
struct cursor {
	const char *p;
	size_t len, pos, column;
	bool in_tab;	/* some columns of the tab ahead are taken */
	bool *partial;	/* NULL: the line is whole; else: its end was met */
};

/* Something was decided by where the line ends: true if that is its end. */
static bool met_end(const struct cursor *c)
{
	if (!c->partial)
		return true;
	*c->partial = true;
	return false;
}

/* The byte ahead; NUL at the end. */
static char ahead(const struct cursor *c)
{
	return c->pos < c->len ? c->p[c->pos] : '\0';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* One column on; of a tab, its last column takes the byte with it. */
static void advance_column(struct cursor *c)
{
	c->column++;
	c->in_tab = ahead(c) == '\t' && c->column % 4 != 0;
	if (!c->in_tab)
		c->pos++;
}

/* Over at most `most` columns of blanks; returns how many. */
static size_t skip_blanks(struct cursor *c, size_t most)
{
	size_t n = 0;

	while (n < most && is_blank(ahead(c))) {
		advance_column(c);
		n++;
	}
	return n;
}

/* Columns of blanks ahead, counted no further than `most`. */
static size_t blanks_ahead(const struct cursor *c, size_t most)
{
	struct cursor look = *c;

	return skip_blanks(&look, most);
}

static bool rest_is_blank(const struct cursor *c)
{
	size_t i = c->pos;

	while (i < c->len && is_blank(c->p[i]))
		i++;
	return i == c->len && met_end(c);
}

static struct text rest_of(const struct cursor *c)
{
	return (struct text){ .ptr = c->p + c->pos, .len = c->len - c->pos };
}

/* How many of `byte` stand ahead. */
static size_t run_ahead(const struct cursor *c, char byte)
{
	size_t i = c->pos;

	while (i < c->len && c->p[i] == byte)
		i++;
	if (i == c->len)
		met_end(c);
	return i - c->pos;
}

static bool enter_quote(struct cursor *c)
{
	struct cursor look = *c;

	skip_blanks(&look, 3);
	if (ahead(&look) != '>')
		return false;
	advance_column(&look);
	skip_blanks(&look, 1);
	*c = look;
	return true;
}

static bool enter_item(struct cursor *c, const struct mdline_box *item)
{
	if (blanks_ahead(c, item->columns) == item->columns) {
		skip_blanks(c, item->columns);
		return true;
	}
	/* an empty line stays inside, unless nothing is inside yet */
	if (!rest_is_blank(c) || item->empty)
		return false;
	skip_blanks(c, c->len * 4);
	return true;
}

/* Goes through the marks of the open boxes; returns how many go on. */
static size_t enter_boxes(const struct mdline *m, struct cursor *c)
{
	size_t i;

	for (i = 0; i < m->depth; i++)
		if (m->box[i].columns ? !enter_item(c, &m->box[i]) :
					!enter_quote(c))
			break;
	return i;
}

/* Section 4.1: three or more of -, _ or *, and blanks. */
static bool is_break(const struct cursor *c)
{
	char mark = ahead(c);
	size_t count = 0;

	if (mark != '-' && mark != '_' && mark != '*')
		return false;
	for (size_t i = c->pos; i < c->len; i++) {
		if (c->p[i] == mark)
			count++;
		else if (!is_blank(c->p[i]))
			return false;
	}
	return met_end(c) && count >= 3;
}

/* Section 4.2: one to six #, then a blank or the end; how many, or 0. */
static unsigned heading_level(const struct cursor *c)
{
	struct cursor look = *c;
	size_t run = run_ahead(c, '#');

	look.pos += run;
	if (run < 1 || run > 6)
		return 0;
	if (look.pos == look.len ? !met_end(c) : !is_blank(ahead(&look)))
		return 0;
	return (unsigned)run;
}

/* One to nine digits and a "." or ")": its length, or 0. */
static size_t number_mark(const struct cursor *c)
{
	size_t n = 0;

	while (c->pos + n < c->len && c->p[c->pos + n] >= '0' &&
	       c->p[c->pos + n] <= '9')
		n++;
	if (c->pos + n == c->len)
		met_end(c);
	if (!n || n > 9 || c->pos + n == c->len)
		return 0;
	return c->p[c->pos + n] == '.' || c->p[c->pos + n] == ')' ? n + 1 : 0;
}

/* Length of a list item's mark ahead, or 0; *one: its number, if any, is 1. */
static size_t item_mark(const struct cursor *c, bool *one)
{
	char byte = ahead(c);
	size_t n;

	*one = true;
	if (byte == '-' || byte == '+' || byte == '*') {
		n = 1;
	} else {
		n = number_mark(c);
		*one = n == 2 && byte == '1';
	}
	if (!n)
		return 0;
	if (c->pos + n == c->len ? !met_end(c) : !is_blank(c->p[c->pos + n]))
		return 0;
	return n;
}

static void push_box(struct mdline *m, size_t columns, bool empty,
		     struct text mark)
{
	struct mdline_box *b = &m->box[m->depth];

	if (m->depth)	/* it holds something now: this one */
		m->box[m->depth - 1].empty = false;
	b->columns = columns;
	b->empty = empty;
	b->mark = mark.ptr[mark.len - 1];
	b->number = 0;
	for (size_t i = 0; i + 1 < mark.len; i++)
		b->number = b->number * 10 + (unsigned)(mark.ptr[i] - '0');
	m->depth++;
}

/*
 * Opens a list item if one starts here, after `indent` columns of blanks.
 * `in_paragraph`: it would have to interrupt one (section 5.2).
 */
static bool open_item(struct mdline *m, struct cursor *c, size_t indent,
		      bool in_paragraph)
{
	struct cursor look = *c;
	size_t mark, blanks;
	bool one, empty;

	mark = item_mark(c, &one);
	if (!mark)
		return false;
	look.pos += mark;
	look.column += mark;
	empty = rest_is_blank(&look);
	if (in_paragraph && (empty || !one))
		return false;
	blanks = blanks_ahead(&look, 5);
	if (blanks > 4 || !blanks || empty)
		blanks = 1;	/* indented code or nothing follows */
	skip_blanks(&look, blanks);
	push_box(m, indent + mark + blanks, empty,
		 (struct text){ .ptr = c->p + c->pos, .len = mark });
	*c = look;
	return true;
}

static bool open_quote(struct mdline *m, struct cursor *c)
{
	if (!enter_quote(c))
		return false;
	push_box(m, 0, false, TEXT_LIT(">"));
	return true;
}

/*
 * Opens the boxes that start on this line. A new one shuts those that did
 * not go on, the first `inside` did. False when nothing new was opened.
 */
static bool open_boxes(struct mdline *m, struct cursor *c, size_t inside)
{
	size_t before = m->depth;
	bool opened = false;

	while (inside < MDLINE_DEPTH) {
		struct cursor look = *c;
		size_t indent = skip_blanks(&look, 4);
		bool in_paragraph = m->paragraph && inside == before &&
				    !opened;

		if (indent > 3)
			break;
		m->depth = inside;
		if (!open_quote(m, &look) &&
		    (is_break(&look) ||
		     !open_item(m, &look, indent, in_paragraph))) {
			m->depth = opened ? inside : before;
			break;
		}
		inside = m->depth;
		opened = true;
		*c = look;
	}
	return opened;
}

/* Section 4.5: opens a block if its fence stands here. */
static bool open_fence(struct mdline *m, const struct cursor *c, size_t indent,
		       bool info_bad)
{
	char byte = ahead(c);
	size_t run;

	if (byte != '`' && byte != '~')
		return false;
	run = run_ahead(c, byte);
	if (run < 3 || !met_end(c))
		return false;
	if (byte == '`') {
		for (size_t i = c->pos + run; i < c->len; i++)
			info_bad = info_bad || c->p[i] == '`';
		if (info_bad)
			return false;
	}
	m->fence = byte;
	m->run = run;
	m->indent = indent;
	return true;
}

/* Section 4.3: the line under a heading, which ends the paragraph above. */
static unsigned underline_level(const struct cursor *c)
{
	struct cursor look = *c;
	char mark = ahead(c);

	if (mark != '=' && mark != '-')
		return 0;
	look.pos += run_ahead(c, mark);
	if (!rest_is_blank(&look))
		return 0;
	return mark == '=' ? 1 : 2;
}

/*
 * What stands behind the marks and `indent` columns of blanks. `was`: a
 * paragraph is open, and `own`: no mark is missing, so that it could be
 * underlined.
 */
static enum mdline_leaf read_leaf(struct mdline *m, const struct cursor *c,
				  size_t indent, bool was, bool own,
				  unsigned *level)
{
	struct text rest = rest_of(c);

	if (indent > 3)
		return was ? MDLINE_PARAGRAPH : MDLINE_INDENTED;
	if (m->html && *rest.ptr == '<') {
		m->tag = mdhtml_begin(rest, met_end(c), was);
		if (m->tag)
			return MDLINE_HTML;
	}
	*level = was && own ? underline_level(c) : 0;
	if (*level)
		return MDLINE_UNDERLINE;
	if (is_break(c))
		return MDLINE_BREAK;
	*level = heading_level(c);
	return *level ? MDLINE_HEADING : MDLINE_PARAGRAPH;
}

/* Where the content begins; a tab of which a part was taken leaves blanks. */
static void set_content(struct mdline_found *f, const struct cursor *c)
{
	f->skip = c->pos;
	f->pad = 0;
	if (c->in_tab) {
		f->pad = 4 - c->column % 4;
		f->skip++;
	}
}

/*
 * An open HTML block (section 4.6): does it go on with this line? Blank
 * lines end some; where one of its boxes ends, it does too.
 */
static bool read_html(struct mdline *m, const struct cursor *c, size_t inside,
		      struct mdline_found *f)
{
	bool whole = met_end(c), blank = rest_is_blank(c);

	if (inside < m->depth || (blank && mdhtml_ends_blank(m->tag))) {
		m->tag = 0;
		return false;
	}
	f->leaf = MDLINE_HTML;
	f->kept = inside;
	set_content(f, c);
	if (whole && mdhtml_ends(m->tag, rest_of(c)))
		m->tag = 0;
	return true;
}

/* The content of the line, and what ends with it, when its leaf is known. */
static void end_read(struct mdline *m, struct cursor boxes,
		     struct cursor content, struct mdline_found *f)
{
	struct cursor *c = &content;

	if (f->leaf == MDLINE_HTML)
		c = &boxes;
	else if (f->leaf == MDLINE_PARAGRAPH)
		skip_blanks(c, c->len * 4);
	set_content(f, c);
	if (f->leaf == MDLINE_HTML && mdhtml_ends(m->tag, rest_of(c)))
		m->tag = 0;
	if (f->leaf == MDLINE_BLANK)
		return;
	for (size_t i = 0; i < m->depth; i++)
		m->box[i].empty = false;
}

static void read_line(struct mdline *m, struct cursor c, bool info_bad,
		      struct mdline_found *f)
{
	size_t inside = enter_boxes(m, &c), indent;
	struct cursor boxes;
	bool opened, text, was;

	if (m->tag && read_html(m, &c, inside, f))
		return;
	opened = open_boxes(m, &c, inside);
	was = m->paragraph && !opened;
	boxes = c;
	indent = skip_blanks(&c, 4);
	if (rest_is_blank(&c))
		f->leaf = MDLINE_BLANK;
	else if (indent <= 3 && open_fence(m, &c, indent, info_bad))
		f->leaf = MDLINE_FENCE;
	else
		f->leaf = read_leaf(m, &c, indent, was, inside == m->depth,
				    &f->level);
	text = f->leaf == MDLINE_PARAGRAPH;
	/* text goes on with an open paragraph, marks or not: section 5.1 */
	f->lazy = was && text && inside < m->depth;
	f->kept = f->lazy ? m->depth : inside;
	if (!opened && !f->lazy)
		m->depth = inside;
	m->paragraph = text;
	end_read(m, boxes, c, f);
}

bool mdline_text(struct mdline *m, const char *line, size_t len,
		 bool info_bad)
{
	struct mdline_found found = { .level = 0 };
	struct cursor c = { .p = line, .len = len };

	read_line(m, c, info_bad, &found);
	return m->fence != 0;
}

void mdline_read(struct mdline *m, const char *line, size_t len,
		 bool complete, struct mdline_found *found)
{
	struct cursor c = { .p = line, .len = len };

	*found = (struct mdline_found){ .level = 0 };
	c.partial = complete ? NULL : &found->unsure;
	read_line(m, c, false, found);
}

size_t mdline_undecided(const struct mdline *m, const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && (is_blank(p[n]) || p[n] == '>' || p[n] == '\r' ||
			   p[n] == m->fence))
		n++;
	return n;
}

static bool is_closing(const struct mdline *m, struct cursor c)
{
	size_t run;

	if (skip_blanks(&c, 4) > 3)
		return false;
	run = run_ahead(&c, m->fence);
	c.pos += run;
	return run >= m->run && rest_is_blank(&c);
}

enum mdline_kind mdline_code(struct mdline *m, const char *line, size_t len,
			     bool complete, size_t *skip, size_t *pad)
{
	struct cursor c = { .p = line, .len = len };

	*skip = *pad = 0;
	if (enter_boxes(m, &c) < m->depth) {
		m->fence = '\0';
		return MDLINE_LEFT;
	}
	if (complete && is_closing(m, c)) {
		m->fence = '\0';
		*skip = c.in_tab ? c.pos + 1 : c.pos;
		return MDLINE_CLOSE;
	}
	skip_blanks(&c, m->indent);
	*skip = c.pos;
	/* a tab of which a part was taken leaves its other columns */
	if (c.in_tab) {
		*pad = 4 - c.column % 4;
		*skip += 1;
	}
	return MDLINE_CODE;
}
