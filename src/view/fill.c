#include "view/fill.h"

#include <string.h>

#include "view/cells.h"
#include "view/mdtext.h"
#include "view/term.h"

/* A line or word of more bytes (combining marks have no cells) is ended. */
#define MOST_BYTES ((size_t)64 << 10)
#define TAB_STOP 8
#define LONGEST_CLUSTER 64	/* bytes of what is drawn as one */

/*
 * Characters of three bytes that are common, and how many cells each takes:
 * dashes, quotes, arrows, lines, what stands for broken bytes (one); East
 * Asian ideographs, syllables and punctuation (two). None is drawn together
 * with what may follow, but for a selector, which is not among them. (What
 * hides something was made visible.)
 */
static const struct {
	unsigned short first, last;
	unsigned char cells;
} common[] = {
	{ 0x4E00, 0x9FFF, 2 }, { 0x2010, 0x2027, 1 }, { 0x2030, 0x203F, 1 },
	{ 0x3001, 0x3029, 2 }, { 0x3041, 0x3096, 2 }, { 0x30A0, 0x30FF, 2 },
	{ 0xAC00, 0xD7A3, 2 }, { 0xFF01, 0xFF60, 2 }, { 0x2190, 0x21BF, 1 },
	{ 0x2500, 0x257F, 1 }, { 0xFFFD, 0xFFFD, 1 },
};

/* The length of the character at p, if we know its cells; else 0. */
static size_t known_char(const char *p, size_t len, size_t *cells)
{
	const unsigned char *u = (const unsigned char *)p;
	unsigned cp;

	*cells = 1;
	if (u[0] < 0x80)
		return 1;
	if (u[0] < 0xCC)	/* below U+0300 */
		return 2;
	if (u[0] < 0xE0 || u[0] > 0xEF || len < 3)
		return 0;
	cp = (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (cp >= common[i].first && cp <= common[i].last) {
			*cells = common[i].cells;
			return 3;
		}
	return 0;
}

/* Are all characters known? Sets how many cells they take. */
static bool is_known(struct text t, size_t *cells)
{
	size_t sum = 0, n, one;

	for (size_t i = 0; i < t.len; i += n) {
		n = known_char(t.ptr + i, t.len - i, &one);
		if (!n)
			return false;
		sum += one;
	}
	*cells = sum;
	return true;
}

size_t fill_cells(struct text t)
{
	size_t cells;

	return is_known(t, &cells) ? cells : cells_width(t);
}

/* cells_fit() for characters that are known. */
static size_t fit_known(struct text t, size_t width, size_t *cells)
{
	size_t i = 0, n, one;

	*cells = 0;
	for (; i < t.len; i += n) {
		n = known_char(t.ptr + i, t.len - i, &one);
		if (*cells + one > width)
			break;
		*cells += one;
	}
	return i;
}

/* cells_fit(), and at least one character. */
static size_t fit(struct text t, size_t width, size_t *cells)
{
	size_t n, used;
	unsigned cp;
	bool known;

	/* no more than can be taken, lest a long word be measured often */
	t.len = mdtext_cut(t, width * 4 + LONGEST_CLUSTER);
	known = is_known(t, cells);
	if (known && *cells <= width)
		return t.len;
	n = known ? fit_known(t, width, cells) : cells_fit(t, width, cells);
	if (n)
		return n;
	utf8_decode(t.ptr, t.len, &cp, &used);
	*cells = fill_cells((struct text){ .ptr = t.ptr, .len = used });
	return used;
}

static const struct {
	unsigned bit;
	enum term_style style, light;
} styles[] = {
	{ FILL_BOLD, TERM_BOLD, TERM_BOLD },
	{ FILL_DIM, TERM_DIM, TERM_DIM },
	{ FILL_ITALIC, TERM_ITALIC, TERM_ITALIC },
	{ FILL_UNDERLINE, TERM_UNDERLINE, TERM_UNDERLINE },
	{ FILL_STRIKE, TERM_STRIKE, TERM_STRIKE },
	{ FILL_CODE, TERM_CYAN, TERM_BLUE },
	{ FILL_TITLE, TERM_MAGENTA, TERM_MAGENTA },
};

void fill_switch(const struct fill *f, unsigned from, unsigned to,
		 struct buf *out)
{
	if (from == to || !f->color)
		return;
	if (from)
		buf_adds(out, term_sgr(TERM_PLAIN, true));
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		if (to & styles[i].bit)
			buf_adds(out, term_sgr(f->light ? styles[i].light :
							  styles[i].style,
					       true));
}

static void end_link(const struct fill *f, unsigned link, struct buf *out)
{
	if (link && f->color)
		buf_adds(out, "\033]8;;\033\\");
}

static void begin_link(const struct fill *f, unsigned link, struct text url,
		       struct buf *out)
{
	if (!link || !f->color)
		return;
	buf_adds(out, "\033]8;;");
	buf_add(out, url.ptr, url.len);
	buf_adds(out, "\033\\");
}

static void end_line(struct fill *f)
{
	if (f->line_style)
		fill_switch(f, f->line_style, 0, &f->line);
	end_link(f, f->line_link, &f->line);
	f->fn(f->ctx, (struct text){ .ptr = f->line.ptr, .len = f->line.len },
	      f->cells);
	buf_clear(&f->line);
	f->cells = f->blanks = 0;
	f->line_style = f->line_link = 0;
}

static void add_blanks(struct buf *out, size_t n)
{
	while (n--)
		buf_addch(out, ' ');
}

/* The word goes behind what is in the line, for which there is room. */
static void append_word(struct fill *f)
{
	bool same = f->line_style == f->first_style &&
		    f->line_link == f->first_link;

	if (same) {
		add_blanks(&f->line, f->blanks);
	} else {
		fill_switch(f, f->line_style, 0, &f->line);
		end_link(f, f->line_link, &f->line);
		add_blanks(&f->line, f->blanks);
		buf_add(&f->line, f->open.ptr, f->open.len);
	}
	buf_add(&f->line, f->word.ptr, f->word.len);
	f->cells += f->blanks + f->word_cells;
	f->line_style = f->style;
	f->line_link = f->link;
	f->blanks = f->word_cells = 0;
	buf_clear(&f->word);
	buf_clear(&f->open);
}

/* The word is complete, or so much of it as one line takes. */
static void end_word(struct fill *f)
{
	if (!f->word.len)
		return;
	if (f->line.len && f->cells + f->blanks + f->word_cells > f->width) {
		end_line(f);
		f->wrapped = true;
	}
	if (f->blanks + f->word_cells > f->width)
		f->blanks = 0;
	append_word(f);
	if (f->line.len > MOST_BYTES)
		end_line(f);
}

/* The word is as long as a line, and goes on in the next. */
static void break_word(struct fill *f)
{
	end_word(f);
	if (f->line.len)
		end_line(f);
	f->wrapped = true;
}

/* From here on the word has the run's style. */
static void set_style(struct fill *f, const struct fill_run *run)
{
	unsigned from = 0, from_link = 0;
	struct buf *out = &f->open;

	if (f->word.len) {
		out = &f->word;
		from = f->style;
		from_link = f->link;
	} else {
		buf_clear(out);
		f->first_style = run->style;
		f->first_link = run->link;
	}
	if (from_link != run->link)
		end_link(f, from_link, out);
	fill_switch(f, from, run->style, out);
	if (from_link != run->link)
		begin_link(f, run->link, run->url, out);
	f->style = run->style;
	f->link = run->link;
}

/* Text without blanks. */
static void add_word(struct fill *f, const struct fill_run *run,
		     struct text t)
{
	while (t.len) {
		size_t room = f->word_cells < f->width ?
			      f->width - f->word_cells : 0;
		size_t cells, n = fit(t, room, &cells);

		/* also when combining marks, of no cells, do not end */
		if (f->word.len &&
		    (cells > room || f->word.len > MOST_BYTES)) {
			break_word(f);
			continue;
		}
		set_style(f, run);
		buf_add(&f->word, t.ptr, n);
		f->word_cells += cells;
		t.ptr += n;
		t.len -= n;
	}
}

static void add_blank(struct fill *f, char c)
{
	end_word(f);
	if (f->wrapped && !f->cells)
		return;
	if (c == '\t')
		f->blanks += TAB_STOP - (f->cells + f->blanks) % TAB_STOP;
	else
		f->blanks++;
	if (f->blanks > f->width)
		f->blanks = f->width;
}

void fill_add(struct fill *f, const struct fill_run *run)
{
	const char *p = run->text.ptr, *end = p + run->text.len;

	while (p < end) {
		const char *from = p;

		while (p < end && *p != ' ' && *p != '\t' && *p != '\n')
			p++;
		add_word(f, run, (struct text){ .ptr = from,
						.len = (size_t)(p - from) });
		if (p == end)
			break;
		if (*p == '\n')
			fill_end(f);
		else
			add_blank(f, *p);
		p++;
	}
}

void fill_end(struct fill *f)
{
	end_word(f);
	if (f->line.len)
		end_line(f);
	f->blanks = 0;
	f->wrapped = false;
}

void fill_init(struct fill *f, size_t width, fill_fn *fn, void *ctx)
{
	*f = (struct fill){
		.width = width,
		.line = BUF_INIT(8 * MOST_BYTES),
		.word = BUF_INIT(4 * MOST_BYTES),
		.open = BUF_INIT(MOST_BYTES),
		.fn = fn,
		.ctx = ctx,
	};
}

void fill_release(struct fill *f)
{
	buf_release(&f->line);
	buf_release(&f->word);
	buf_release(&f->open);
}
