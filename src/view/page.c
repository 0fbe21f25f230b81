#include "view/page.h"

#include "view/term.h"

#define MOST_OUT ((size_t)4 << 20)	/* of one block, before it goes out */
#define SLICE ((size_t)16 << 10)

#define DEFAULT_WIDTH 80
#define MOST_WIDTH 10000

static const char *const bullets[] = {
	"\xE2\x80\xA2 ", "\xE2\x97\xA6 ", "\xE2\x96\xAA ",
};

#define LAST_BULLET (sizeof(bullets) / sizeof(bullets[0]) - 1)

static bool is_bullet(char mark)
{
	return mark == '-' || mark == '+' || mark == '*';
}

static void add_blanks(struct buf *out, size_t n)
{
	while (n--)
		buf_addch(out, ' ');
}

/* The item's mark, with the blank behind it. */
static void add_mark(const struct page *p, const struct page_box *b,
		     struct buf *out)
{
	bool utf8 = p->look.utf8;
	size_t nest = b->nest < LAST_BULLET ? b->nest : LAST_BULLET;

	if (!is_bullet(b->mark))
		buf_addf(out, "%u%c ", b->number, b->mark);
	else if (!b->task)
		buf_adds(out, utf8 ? bullets[nest] : "- ");
	else if (utf8)
		buf_adds(out, b->task == 'x' ? "\xE2\x98\x91 " :
					       "\xE2\x98\x90 ");
	else
		buf_addf(out, "[%c] ", b->task);
	if (b->task && !is_bullet(b->mark))
		buf_addf(out, "[%c] ", b->task);
}

static size_t box_cells(const struct page *p, const struct page_box *b)
{
	size_t cells = 2, task = b->task ? 4 : 0;

	if (b->mark == '>')
		return cells;
	if (is_bullet(b->mark))
		return b->task && !p->look.utf8 ? task : cells;
	for (unsigned n = b->number; n > 9; n /= 10)
		cells++;
	return cells + 1 + task;
}

static void add_bar(const struct page *p, struct buf *out)
{
	fill_switch(&p->fill, 0, FILL_DIM, out);
	buf_adds(out, p->look.utf8 ? "\xE2\x94\x82" : "|");
	fill_switch(&p->fill, FILL_DIM, 0, out);
}

/* How many of the outermost boxes leave too little room for the text. */
static void measure(struct page *p)
{
	size_t cells = 0;

	for (size_t i = 0; i < p->depth; i++)
		cells += box_cells(p, &p->box[i]);
	p->hidden = 0;
	while (p->hidden < p->depth && cells > p->width / 2)
		cells -= box_cells(p, &p->box[p->hidden++]);
	p->boxes_cells = cells;
	p->fill.width = p->width - cells;
}

/* Nothing follows what the boxes put there. */
static void trim_blanks(struct page *p)
{
	while (p->out.len && p->out.ptr[p->out.len - 1] == ' ')
		buf_truncate(&p->out, p->out.len - 1);
}

/* A mark for which there is no room stands in a line of its own. */
static void add_hidden(struct page *p)
{
	for (size_t i = 0; i < p->hidden; i++) {
		struct page_box *b = &p->box[i];

		if (!b->shown && !is_bullet(b->mark) && b->mark != '>') {
			add_mark(p, b, &p->out);
			trim_blanks(p);
			buf_addch(&p->out, '\n');
		}
		b->shown = true;
	}
}

/* What stands before a line; `gap`: it is a blank one. */
static void add_boxes(struct page *p, bool gap)
{
	size_t blanks = 0;

	for (size_t i = p->hidden; i < p->depth; i++) {
		struct page_box *b = &p->box[i];

		if (gap && !b->shown)
			break;
		if (b->mark == '>') {
			add_blanks(&p->out, blanks);
			add_bar(p, &p->out);
			blanks = 1;
		} else if (b->shown) {
			blanks += box_cells(p, b);
		} else {
			add_blanks(&p->out, blanks);
			add_mark(p, b, &p->out);
			blanks = 0;
		}
		b->shown = true;
	}
	if (!gap)
		add_blanks(&p->out, blanks);
}

static void hand_on(struct page *p)
{
	struct text t = { .ptr = p->out.ptr, .len = p->out.len };

	if (p->failed || !t.len)
		return;
	p->failed = buf_check(&p->out, "text for the terminal", &p->err) ||
		    p->next->text(p->next, t, &p->err);
	buf_clear(&p->out);
}

static void begin_line(struct page *p)
{
	if (p->gap && p->any) {
		add_boxes(p, true);
		buf_addch(&p->out, '\n');
	}
	p->gap = false;
	p->any = true;
	add_hidden(p);
	add_boxes(p, false);
}

static void end_line(struct page *p)
{
	buf_addch(&p->out, '\n');
	if (p->out.len > SLICE)
		hand_on(p);
}

void page_line(struct page *p, struct text line, size_t cells)
{
	begin_line(p);
	if (!line.len)
		trim_blanks(p);
	buf_add(&p->out, line.ptr, line.len);
	end_line(p);
	p->last_cells = cells;
}

static void page_filled(void *ctx, struct text line, size_t cells)
{
	page_line(ctx, line, cells);
}

void page_part(struct page *p, struct text part, bool ends)
{
	if (!p->open)
		begin_line(p);
	if (!p->open && !part.len)
		trim_blanks(p);
	buf_add(&p->out, part.ptr, part.len);
	p->open = !ends;
	if (ends)
		end_line(p);
}

void page_plain(struct page *p, struct text t)
{
	if (!t.len)
		return;
	buf_add(&p->out, t.ptr, t.len);
	p->open = t.ptr[t.len - 1] != '\n';
}

void page_rule(struct page *p, bool heavy, size_t cells)
{
	const char *one = heavy ? "=" : "-";

	if (p->look.utf8)
		one = heavy ? "\xE2\x95\x90" : "\xE2\x94\x80";
	if (!cells || cells > page_columns(p))
		cells = page_columns(p);
	begin_line(p);
	fill_switch(&p->fill, 0, FILL_DIM, &p->out);
	while (cells--)
		buf_adds(&p->out, one);
	fill_switch(&p->fill, FILL_DIM, 0, &p->out);
	end_line(p);
}

/* An item without content is a line with its mark alone. */
static void end_boxes(struct page *p, size_t kept)
{
	while (p->depth > kept) {
		const struct page_box *b = &p->box[p->depth - 1];

		if (!b->shown && b->mark != '>')
			page_line(p, TEXT_LIT(""), 0);
		p->depth--;
		measure(p);
	}
}

void page_boxes(struct page *p, const struct mdline *where, size_t kept)
{
	if (kept == p->depth && kept == where->depth)
		return;
	end_boxes(p, kept);
	for (size_t i = p->depth; i < where->depth; i++) {
		struct page_box *b = &p->box[i];

		*b = (struct page_box){ .mark = where->box[i].mark,
					.number = where->box[i].number };
		for (size_t j = 0; j < i; j++)
			b->nest += is_bullet(p->box[j].mark);
	}
	p->depth = where->depth;
	measure(p);
}

bool page_task(struct page *p, char state)
{
	struct page_box *b;

	if (!p->depth)
		return false;
	b = &p->box[p->depth - 1];
	if (b->shown || b->mark == '>')
		return false;
	b->task = state;
	measure(p);
	return true;
}

void page_gap(struct page *p)
{
	p->gap = true;
}

size_t page_room(const struct page *p)
{
	size_t used = p->fill.cells + p->fill.blanks + p->fill.word_cells;

	return used < p->fill.width ? p->fill.width - used : 0;
}

size_t page_columns(const struct page *p)
{
	return p->fill.width;
}

void page_add(struct page *p, const struct fill_run *run)
{
	fill_add(&p->fill, run);
}

void page_end_line(struct page *p)
{
	fill_end(&p->fill);
}

int page_flush(struct page *p, struct err *err)
{
	hand_on(p);
	if (p->failed && err)
		*err = p->err;
	return p->failed ? -1 : 0;
}

void page_width(struct page *p, unsigned width)
{
	p->width = width ? width : DEFAULT_WIDTH;
	if (p->width > MOST_WIDTH)
		p->width = MOST_WIDTH;
	measure(p);
}

void page_init(struct page *p, struct sink *next,
	       const struct markdown_look *look, unsigned width)
{
	*p = (struct page){
		.next = next,
		.look = *look,
		.out = BUF_INIT(MOST_OUT),
	};
	fill_init(&p->fill, 1, page_filled, p);
	p->fill.color = look->color;
	p->fill.light = look->light;
	p->look.links = look->links && look->color;
	page_width(p, width);
}

void page_release(struct page *p)
{
	fill_release(&p->fill);
	buf_release(&p->out);
}
