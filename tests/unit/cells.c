#include "view/cells.h"

#include <string.h>

#include "tap.h"

/*
 * Widths by Unicode's EastAsianWidth.txt (W and F are two) and general
 * categories (Mn and Me are none).
 */
static const struct {
	const char *in;
	size_t width;
} widths[] = {
	{ "", 0 },
	{ "abc", 3 },
	{ "\u00E4\u00F6\u00FC", 3 },
	{ "a\u0308", 1 },			/* combining diaeresis */
	{ "\u4F60\u597D", 4 },			/* Chinese */
	{ "\uD55C\uAE00", 4 },			/* Hangul */
	{ "\u30AB\u30BF", 4 },			/* Katakana */
	{ "\uFF76\uFF80", 2 },			/* its half-width forms */
	{ "\U0001F600", 2 },			/* emoji */
	{ "\u2588\u258F", 2 },			/* blocks */
	{ "a\u4F60b", 4 },
};

static const struct {
	const char *in;
	size_t width, len, used;
} fits[] = {
	{ "abc", 0, 0, 0 },
	{ "abc", 2, 2, 2 },
	{ "abc", 3, 3, 3 },
	{ "abc", 9, 3, 3 },
	{ "\u4F60\u597D", 1, 0, 0 },
	{ "\u4F60\u597D", 2, 3, 2 },
	{ "\u4F60\u597D", 3, 3, 2 },
	{ "\u4F60\u597D", 4, 6, 4 },
	{ "a\u0308b", 1, 3, 1 },		/* the mark stays with its a */
	{ "\u00E4\u00F6", 1, 2, 1 },
};

static const struct {
	const char *in;
	size_t width;
	enum cells_align align;
	const char *want;
} adds[] = {
	{ "abc", 5, CELLS_AS_IS, "abc" },
	{ "abc", 5, CELLS_LEFT, "abc  " },
	{ "abc", 5, CELLS_RIGHT, "  abc" },
	{ "abc", 3, CELLS_LEFT, "abc" },
	{ "abcdefgh", 7, CELLS_LEFT, "abcdefg" },
	{ "abcdefghi", 8, CELLS_LEFT, "abcde..." },
	{ "abcdefgh", 8, CELLS_RIGHT, "abcdefgh" },
	{ "\u4F60\u597D", 5, CELLS_LEFT, "\u4F60\u597D " },
	{ "\u4F60\u597D", 3, CELLS_RIGHT, " \u4F60" },
	{ "\u4F60\u4F60\u4F60\u4F60\u4F60", 9, CELLS_LEFT,
	  "\u4F60\u4F60\u4F60..." },
	{ "\u4F60\u4F60\u4F60\u4F60\u4F60", 8, CELLS_LEFT,
	  "\u4F60\u4F60... " },
	{ "a\nb\tc", 9, CELLS_AS_IS, "a b c" },
	{ "\033[31mred", 9, CELLS_AS_IS, "^[[31mred" },
	{ "\033[31mred", 8, CELLS_AS_IS, "^[[31..." },
	{ "x\u202Ey", 20, CELLS_AS_IS, "x\\u{202e}y" },
	{ "\x9B", 3, CELLS_LEFT, "\uFFFD  " },
	{ "abc", 0, CELLS_LEFT, "" },
	{ "", 3, CELLS_RIGHT, "   " },
};

/* Longer than what a line may hold. */
static void test_long(void)
{
	static char in[100000];
	struct buf b = BUF_INIT(100000);

	memset(in, '\033', sizeof(in));
	cells_add(&b, (struct text){ in, sizeof(in) }, 30000, CELLS_LEFT);
	ok(b.len == 1000 && !strcmp(b.ptr + 996, "^..."),
	   "a long line ends: %zu", b.len);
	buf_clear(&b);
	cells_add(&b, (struct text){ in, sizeof(in) }, 80, CELLS_LEFT);
	ok(b.len == 80 && !strcmp(b.ptr + 77, "..."), "80 cells: %zu", b.len);
	buf_release(&b);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
		ok(cells_width(text_of(widths[i].in)) == widths[i].width,
		   "'%s' takes %zu", widths[i].in, widths[i].width);
	for (size_t i = 0; i < sizeof(fits) / sizeof(fits[0]); i++) {
		size_t used, len = cells_fit(text_of(fits[i].in),
					     fits[i].width, &used);

		ok(len == fits[i].len && used == fits[i].used,
		   "'%s' in %zu: %zu bytes, %zu cells", fits[i].in,
		   fits[i].width, len, used);
	}
	for (size_t i = 0; i < sizeof(adds) / sizeof(adds[0]); i++) {
		struct buf b = BUF_INIT(100);

		cells_add(&b, text_of(adds[i].in), adds[i].width,
			  adds[i].align);
		ok(!strcmp(b.ptr, adds[i].want), "row %zu: '%s'", i, b.ptr);
		buf_release(&b);
	}
	test_long();
	return tap_done();
}
