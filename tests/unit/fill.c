#include "view/fill.h"

#include <string.h>

#include "tap.h"
#include "view/cells.h"

/*
 * Not those that were made visible before, or are no characters; of large
 * blocks that the slow way alone knows, not all.
 */
static bool is_asked(unsigned cp)
{
	static const struct {
		unsigned first, last;
	} not[] = {
		{ 0x7F, 0x9F }, { 0xAD, 0xAD }, { 0x2028, 0x202E },
		{ 0x3500, 0x4DBF }, { 0xA100, 0xABF0 }, { 0xD800, 0xDFFF },
	};

	for (size_t i = 0; i < sizeof(not) / sizeof(not[0]); i++)
		if (cp >= not[i].first && cp <= not[i].last)
			return false;
	return true;
}

/* The fast ways say what the slow one does. */
static void test_cells(void)
{
	size_t wrong = 0, count = 0;
	char form[4];

	for (unsigned cp = 0x20; cp < 0x10000; cp++) {
		struct text t = { .ptr = form };

		if (!is_asked(cp))
			continue;
		t.len = utf8_encode(cp, form);
		count++;
		wrong += fill_cells(t) != cells_width(t);
	}
	ok(!wrong && count > 40000, "cells of %zu characters", count);
	ok(fill_cells(TEXT_LIT("a\xC3\xA4\xE2\x80\x94\xE6\x9D\xB1")) == 5,
	   "cells of a text");
}

struct lines {
	struct buf out;
	size_t widest;
};

static void keep_line(void *ctx, struct text line, size_t cells)
{
	struct lines *l = ctx;

	buf_add(&l->out, line.ptr, line.len);
	buf_addch(&l->out, '\n');
	if (cells > l->widest)
		l->widest = cells;
}

static void add(struct fill *f, const char *s, unsigned style, unsigned link)
{
	struct fill_run run = { .text = text_of(s), .style = style,
				.link = link, .url = TEXT_LIT("http://u") };

	fill_add(f, &run);
}

/* A word in three styles, longer than the line; links beside each other. */
static void test_styles(void)
{
	struct lines l = { .out = BUF_INIT(10000) };
	struct fill f;

	fill_init(&f, 4, keep_line, &l);
	f.color = true;
	add(&f, "ab", 0, 0);
	add(&f, "cd", FILL_BOLD, 0);
	add(&f, "ef", FILL_DIM, 0);
	fill_end(&f);
	ok(!strcmp(l.out.ptr, "ab\033[1mcd\033[0m\n\033[2mef\033[0m\n"),
	   "a word in three styles");
	buf_clear(&l.out);
	add(&f, "a", 0, 1);
	add(&f, "b", 0, 2);
	add(&f, " c", 0, 2);
	fill_end(&f);
	ok(!strcmp(l.out.ptr, "\033]8;;http://u\033\\a\033]8;;\033\\"
		   "\033]8;;http://u\033\\b c\033]8;;\033\\\n"),
	   "two links, the second over a blank");
	buf_clear(&l.out);
	f.color = false;
	add(&f, "a  b", FILL_BOLD, 3);
	add(&f, "   c\n\n   d", 0, 0);
	fill_end(&f);
	fill_end(&f);
	ok(!strcmp(l.out.ptr, "a  b\nc\n   d\n"),
	   "blanks: kept but at a break");
	ok(l.widest == 4, "no line is wider");
	fill_release(&f);
	buf_release(&l.out);
}

int main(void)
{
	test_cells();
	test_styles();
	return tap_done();
}
