#include "view/cells.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

#include "tap.h"

/*
 * Widths by Unicode's EastAsianWidth.txt (W and F are two), general
 * categories (Mn and Me are none) and, for emoji, by UTS 51 and what
 * view/cells.h says.
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

	{ "\u263A", 1 },			/* text, as it stands */
	{ "\u263A\uFE0F", 2 },			/* an emoji */
	{ "\u263A\uFE0F\uFE0F", 2 },
	{ "\u263A\uFE0E", 1 },
	{ "\U0001F600\uFE0F", 2 },
	{ "\U0001F600\uFE0E", 2 },
	{ "a\uFE0F", 1 },			/* can be none */
	{ "1\uFE0F\u20E3", 2 },		/* keycap */
	{ "12\uFE0F\u20E3" "3", 4 },
	{ "\U0001F44D\U0001F3FD", 2 },		/* thumb, skin tone */
	{ "\u261D\uFE0F\U0001F3FD", 2 },
	{ "\U0001F590\U0001F3FD", 2 },
	{ "a\U0001F3FD", 3 },			/* nothing to colour */
	{ "\U0001F3FD", 2 },
	{ "\U0001F1E9\U0001F1EA", 2 },		/* flag */
	{ "\U0001F1E9\U0001F1EA\U0001F1EB", 3 },
	{ "\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7", 4 },
	{ "\U0001F1E9a", 2 },
	{ "\U0001F469\u200D\U0001F469\u200D\U0001F467", 2 }, /* family */
	{ "\U0001F469\U0001F3FD\u200D\U0001F4BB", 2 },
	{ "\u2764\uFE0F\u200D\U0001F525", 2 },
	{ "\u2764\u200D\U0001F525", 2 },
	{ "\U0001F3F3\uFE0F\u200D\U0001F308", 2 },
	{ "\U0001F937\u200D\u2640\uFE0F", 2 },
	{ "\U0001F469\U0001F469", 4 },		/* not joined */
	{ "\U0001F469\u200D", 2 },
	{ "\U0001F469\u200Da", 3 },
	{ "a\u200D\U0001F469", 3 },
	{ "\u1112\u1161\u11AB", 2 },		/* Hangul, in letters */
	{ "\uD558\u11AB", 2 },
	{ "\u0915\u094D\u0937", 2 },		/* Devanagari: virama */
	{ "\u0915\u093F", 2 },			/* its vowel has a cell */
	{ "\u0E01\u0E33", 2 },			/* Thai */
	{ "a\u0301\u0302\u0303\u0304", 1 },
	{ "\u0301", 0 },
	{ "\u00AD", 1 },
	{ "\u200B\u2060\uFEFF", 0 },
	{ "\u0378\U000E1000\uE000", 3 },	/* unassigned, private */
	{ "\u4DC0\u2630", 4 },			/* wide since Unicode 16 */
	{ "\uFFE6\uFF01\uFF61", 5 },
	{ "\u3000", 2 },
	{ "\U0002A6D6\U000323B0", 4 },
	{ "\u00A7\u03B1\u2018\u2500", 4 },	/* ambiguous */
	{ "\xFF\xC3", 2 },
	{ "abcdefgh\u0301ijklmnopqrstuv\u4F60", 24 },
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
	{ "ab\u0308", 1, 1, 1 },
	{ "abcdefghij\u0308", 9, 9, 9 },
	{ "abcdefghij\u0308", 10, 12, 10 },
	{ "\u263A\uFE0F", 1, 0, 0 },
	{ "a\u263A\uFE0F", 2, 1, 1 },
	{ "a1\uFE0F\u20E3", 2, 1, 1 },
	{ "\U0001F1E9\U0001F1EA", 1, 0, 0 },
	{ "\U0001F469\u200D\U0001F4BB", 2, 11, 2 },
	{ "\U0001F469\u200D\U0001F4BB\U0001F469", 3, 11, 2 },
	{ "\U0001F44D\U0001F3FD!", 2, 8, 2 },
	{ "\u0915\u093F", 1, 0, 0 },
	{ "\u1112\u1161\u11AB!", 2, 9, 2 },
	{ "\u0301a", 0, 2, 0 },
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

/* Where we differ from glibc 2.36: see view/cells_table.c. */
static const struct {
	unsigned first, last;
} differ[] = {
	{ 0x2630, 0x2637 }, { 0x268A, 0x268F },	/* wide since Unicode 16 */
	{ 0x1D300, 0x1D356 }, { 0x1D360, 0x1D376 },
	{ 0x302E, 0x302F }, { 0x16FF0, 0x16FF1 },	/* marks (Mc) */
	{ 0x1171E, 0x1171E },	/* Mn until Unicode 14 */
	{ 0x3248, 0x324F },	/* ambiguous, which glibc makes wide */
};

static bool may_differ(unsigned cp)
{
	for (size_t i = 0; i < sizeof(differ) / sizeof(differ[0]); i++)
		if (cp >= differ[i].first && cp <= differ[i].last)
			return true;
	return false;
}

/* Every character by itself that libc knows. */
static void test_libc(void)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	size_t known = 0, wrong = 0;
	char c[4];

	if (!utf8) {
		tap_skip("the widths of libc", "no C.UTF-8");
		return;
	}
	uselocale(utf8);
	for (unsigned cp = 0x20; cp <= 0x10FFFF; cp++) {
		struct text t = { c, 0 };
		int w = wcwidth((wchar_t)cp);

		if (w < 0 || (cp >= 0xD800 && cp <= 0xDFFF))
			continue;
		t.len = utf8_encode(cp, c);
		known++;
		if (cells_width(t) != (size_t)w && !may_differ(cp)) {
			printf("# U+%04X: %zu, libc %d\n", cp,
			       cells_width(t), w);
			wrong++;
		}
	}
	ok(known > 270000 && !wrong, "%zu characters as in libc", known);
	uselocale(LC_GLOBAL_LOCALE);
	freelocale(utf8);
}

static void test_figures(void)
{
	struct buf out = BUF_INIT(64);

	cells_addf(&out, 6, "%.1f %%", 3.25);
	cells_addf(&out, 2, "%d", 12345);
	ok(!strcmp(out.ptr, "  3.2 % 12345"),
	   "figures to the right, and never cut: \"%s\"", out.ptr);
	buf_release(&out);
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
	test_libc();
	test_figures();
	return tap_done();
}
