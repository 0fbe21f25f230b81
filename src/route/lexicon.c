#include "route/lexicon.h"

#define LEX_NAME(id, name) [LEX_##id] = name,
const char *const lex_names[LEX_COUNT] = { LEX_CLASSES(LEX_NAME) };
#undef LEX_NAME

#define NONE(at)	  { at, CHAR_NONE, FOLD_NOT, 0 }
#define LETTERS(at)	  { at, CHAR_LETTER, FOLD_NOT, 0 }
#define JOINED(at)	  { at, CHAR_JOINED, FOLD_NOT, 0 }
#define CAPITALS(at, add) { at, CHAR_LETTER, FOLD_ADD, add }
#define EVEN(at)	  { at, CHAR_LETTER, FOLD_EVEN, 0 }
#define ODD(at)		  { at, CHAR_LETTER, FOLD_ODD, 0 }

/* In order; each goes on to where the next begins. */
static const struct lex_span spans[] = {
	NONE(0x80),
	LETTERS(0xaa),
	NONE(0xab),
	LETTERS(0xb5),
	NONE(0xb6),
	LETTERS(0xba),
	NONE(0xbb),
	CAPITALS(0xc0, 32),
	NONE(0xd7), /* the times sign */
	CAPITALS(0xd8, 32),
	LETTERS(0xdf),
	NONE(0xf7),
	LETTERS(0xf8),
	EVEN(0x100),
	CAPITALS(0x130, 'i' - 0x130), /* dotted and dotless i are one */
	CAPITALS(0x131, 'i' - 0x131),
	EVEN(0x132),
	LETTERS(0x138),
	ODD(0x139),
	LETTERS(0x149),
	EVEN(0x14a),
	LETTERS(0x178),
	ODD(0x179),
	LETTERS(0x17f),
	CAPITALS(0x391, 32), /* Greek */
	LETTERS(0x3aa),
	CAPITALS(0x400, 80), /* Cyrillic */
	CAPITALS(0x410, 32),
	LETTERS(0x430),
	NONE(0x60c), /* Arabic commas, question mark, digits */
	LETTERS(0x60e),
	NONE(0x61b),
	LETTERS(0x620),
	NONE(0x660),
	LETTERS(0x66e),
	NONE(0x6d4),
	LETTERS(0x6d5),
	NONE(0x964), /* dandas, digits */
	LETTERS(0x970),
	JOINED(0xe00), /* Thai */
	LETTERS(0xe50),
	JOINED(0xe80), /* Lao */
	LETTERS(0xf00),
	JOINED(0x1000), /* Myanmar */
	LETTERS(0x10a0),
	JOINED(0x1780), /* Khmer */
	LETTERS(0x1800),
	NONE(0x2000), /* punctuation, signs, arrows */
	LETTERS(0x2c00),
	NONE(0x2e00),
	JOINED(0x3005), /* iteration mark, zero */
	NONE(0x3008),
	JOINED(0x3040), /* Hiragana, Katakana */
	NONE(0x30fb),
	JOINED(0x30fc),
	LETTERS(0x3100),
	JOINED(0x3400), /* Han */
	LETTERS(0xa000),
	JOINED(0xac00), /* Hangul: endings stick to stems */
	LETTERS(0xd7b0),
	JOINED(0xf900),
	LETTERS(0xfb00),
	NONE(0xfe00),
	LETTERS(0xfe70),
	NONE(0xff00), /* full width */
	CAPITALS(0xff21, 'a' - 0xff21),
	NONE(0xff3b),
	LETTERS(0xff41),
	NONE(0xff5b),
	LETTERS(0xff66),
	NONE(0xfff0),
	LETTERS(0x10000),
	NONE(0x1f000), /* emoji */
	LETTERS(0x1fb00),
	JOINED(0x20000),
	LETTERS(0x40000),
	NONE(0xe0000),
	NONE(0x110000), /* the end of Unicode */
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
		return cp - 'A' < 26 ? cp + 32 : cp;
	return lex_span_fold(lex_span(cp), cp);
}

bool lex_is_joined(unsigned cp)
{
	return cp >= 0x80 && lex_span(cp)->kind == CHAR_JOINED;
}
