#include "route/lexicon.h"

#define LEX_NAME(id, name) [LEX_##id] = name,
const char *const lex_names[LEX_COUNT] = { LEX_CLASSES(LEX_NAME) };
#undef LEX_NAME

#define CHAR(c, to, is)		[c] = { to, is }
#define DIGIT(c)		CHAR(c, c, CHAR_DIGIT)
#define LINK(c)			CHAR(c, c, CHAR_LINK)
#define SYMBOL(c)		CHAR(c, c, CHAR_SYMBOL)
#define SMALL(c)		CHAR(c, c, CHAR_LETTER)
#define LETTER(c)		CHAR(c, (c) + 32, CHAR_LETTER), SMALL((c) + 32)
#define FIVE(is, a, b, c, d, e) is(a), is(b), is(c), is(d), is(e)

const struct lex_char lex_ascii[256] = {
	FIVE(LETTER, 'A', 'B', 'C', 'D', 'E'),
	FIVE(LETTER, 'F', 'G', 'H', 'I', 'J'),
	FIVE(LETTER, 'K', 'L', 'M', 'N', 'O'),
	FIVE(LETTER, 'P', 'Q', 'R', 'S', 'T'),
	FIVE(LETTER, 'U', 'V', 'W', 'X', 'Y'),
	LETTER('Z'),
	FIVE(DIGIT, '0', '1', '2', '3', '4'),
	FIVE(DIGIT, '5', '6', '7', '8', '9'),
	LINK('_'),
	LINK('\''),
	LINK('.'),
	LINK(','),
	SYMBOL('$'),
	SYMBOL('%'),
	CHAR('+', '+', CHAR_NONE), /* as in "c++" */
	CHAR('#', '#', CHAR_NONE), /* as in "c#" */
};

/* In order; each goes on to where the next begins. */
static const struct lex_span spans[] = {
	{ 0x80, CHAR_NONE, FOLD_NOT, 0 },
	{ 0xaa, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xab, CHAR_NONE, FOLD_NOT, 0 },
	{ 0xb5, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xb6, CHAR_NONE, FOLD_NOT, 0 },
	{ 0xba, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xbb, CHAR_NONE, FOLD_NOT, 0 },
	{ 0xc0, CHAR_LETTER, FOLD_ADD, 32 },
	{ 0xd7, CHAR_NONE, FOLD_NOT, 0 }, /* the times sign */
	{ 0xd8, CHAR_LETTER, FOLD_ADD, 32 },
	{ 0xdf, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xf7, CHAR_NONE, FOLD_NOT, 0 },
	{ 0xf8, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x100, CHAR_LETTER, FOLD_EVEN, 0 },
	{ 0x130, CHAR_LETTER, FOLD_ADD,
	  'i' - 0x130 }, /* dotted and dotless i are one */
	{ 0x131, CHAR_LETTER, FOLD_ADD, 'i' - 0x131 },
	{ 0x132, CHAR_LETTER, FOLD_EVEN, 0 },
	{ 0x138, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x139, CHAR_LETTER, FOLD_ODD, 0 },
	{ 0x149, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x14a, CHAR_LETTER, FOLD_EVEN, 0 },
	{ 0x178, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x179, CHAR_LETTER, FOLD_ODD, 0 },
	{ 0x17f, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x391, CHAR_LETTER, FOLD_ADD, 32 }, /* Greek */
	{ 0x3aa, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x400, CHAR_LETTER, FOLD_ADD, 80 }, /* Cyrillic */
	{ 0x410, CHAR_LETTER, FOLD_ADD, 32 },
	{ 0x430, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x60c, CHAR_NONE, FOLD_NOT,
	  0 }, /* Arabic commas, question mark, digits */
	{ 0x60e, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x61b, CHAR_NONE, FOLD_NOT, 0 },
	{ 0x620, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x660, CHAR_NONE, FOLD_NOT, 0 },
	{ 0x66e, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x6d4, CHAR_NONE, FOLD_NOT, 0 },
	{ 0x6d5, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x964, CHAR_NONE, FOLD_NOT, 0 }, /* dandas, digits */
	{ 0x970, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xe00, CHAR_JOINED, FOLD_NOT, 0 }, /* Thai */
	{ 0xe50, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xe80, CHAR_JOINED, FOLD_NOT, 0 }, /* Lao */
	{ 0xf00, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x1000, CHAR_JOINED, FOLD_NOT, 0 }, /* Myanmar */
	{ 0x10a0, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x1780, CHAR_JOINED, FOLD_NOT, 0 }, /* Khmer */
	{ 0x1800, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x2000, CHAR_NONE, FOLD_NOT, 0 }, /* punctuation, signs, arrows */
	{ 0x2c00, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x2e00, CHAR_NONE, FOLD_NOT, 0 },
	{ 0x3005, CHAR_JOINED, FOLD_NOT, 0 }, /* iteration mark, zero */
	{ 0x3008, CHAR_NONE, FOLD_NOT, 0 },
	{ 0x3040, CHAR_JOINED, FOLD_NOT, 0 }, /* Hiragana, Katakana */
	{ 0x30fb, CHAR_NONE, FOLD_NOT, 0 },
	{ 0x30fc, CHAR_JOINED, FOLD_NOT, 0 },
	{ 0x3100, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x3400, CHAR_JOINED, FOLD_NOT, 0 }, /* Han */
	{ 0xa000, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xac00, CHAR_JOINED, FOLD_NOT,
	  0 }, /* Hangul: endings stick to stems */
	{ 0xd7b0, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xf900, CHAR_JOINED, FOLD_NOT, 0 },
	{ 0xfb00, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xfe00, CHAR_NONE, FOLD_NOT, 0 },
	{ 0xfe70, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xff00, CHAR_NONE, FOLD_NOT, 0 }, /* full width */
	{ 0xff21, CHAR_LETTER, FOLD_ADD, 'a' - 0xff21 },
	{ 0xff3b, CHAR_NONE, FOLD_NOT, 0 },
	{ 0xff41, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xff5b, CHAR_NONE, FOLD_NOT, 0 },
	{ 0xff66, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xfff0, CHAR_NONE, FOLD_NOT, 0 },
	{ 0x10000, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x1f000, CHAR_NONE, FOLD_NOT, 0 }, /* emoji */
	{ 0x1fb00, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0x20000, CHAR_JOINED, FOLD_NOT, 0 },
	{ 0x40000, CHAR_LETTER, FOLD_NOT, 0 },
	{ 0xe0000, CHAR_NONE, FOLD_NOT, 0 },
	{ 0x110000, CHAR_NONE, FOLD_NOT, 0 }, /* the end of Unicode */
};

const struct lex_span *lex_span(unsigned cp)
{
	size_t low = 0, high = sizeof(spans) / sizeof(*spans) - 1;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (spans[middle].first <= cp)
			low = middle;
		else
			high = middle;
	}
	return &spans[low];
}

unsigned lex_fold(unsigned cp)
{
	if (cp < 0x80)
		return lex_ascii[cp].kind ? lex_ascii[cp].cp : cp;
	return lex_span_fold(lex_span(cp), cp);
}

bool lex_is_joined(unsigned cp)
{
	return cp >= 0x80 && lex_span(cp)->kind == CHAR_JOINED;
}
