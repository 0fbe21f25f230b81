#include "route/lexicon.h"

#define LEX_NAME(id, name) [LEX_##id] = name,
const char *const lex_names[LEX_COUNT] = { LEX_CLASSES(LEX_NAME) };
#undef LEX_NAME

/* Stretches of capitals: `add` to each, or to each other one of a pair. */
static const struct {
	unsigned first, last, add;
	unsigned pair; /* 1: capitals are even, 2: odd */
} capitals[] = {
	{ 0xc0, 0xde, 32, 0 },	 { 0x100, 0x12f, 1, 1 },
	{ 0x132, 0x137, 1, 1 },	 { 0x139, 0x148, 1, 2 },
	{ 0x14a, 0x177, 1, 1 },	 { 0x179, 0x17e, 1, 2 },
	{ 0x391, 0x3a9, 32, 0 }, { 0x400, 0x40f, 80, 0 },
	{ 0x410, 0x42f, 32, 0 },
};

unsigned lex_fold(unsigned cp)
{
	if (cp < 0x80)
		return cp - 'A' < 26 ? cp + 32 : cp;
	if (cp == 0x130 || cp == 0x131) /* dotted and dotless i are one */
		return 'i';
	if (cp == 0xd7) /* the times sign */
		return cp;
	if (cp >= 0xff21 && cp <= 0xff3a)
		return cp - 0xff21 + 'a';
	for (size_t i = 0; i < sizeof(capitals) / sizeof(*capitals); i++) {
		if (cp > capitals[i].last)
			continue;
		if (cp < capitals[i].first)
			break;
		if (!capitals[i].pair || cp % 2 == capitals[i].pair - 1)
			return cp + capitals[i].add;
		break;
	}
	return cp;
}

struct span {
	unsigned first, last;
};

static bool in_spans(unsigned cp, const struct span *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cp >= s[i].first && cp <= s[i].last)
			return true;
	return false;
}

bool lex_joined_high(unsigned cp)
{
	static const struct span joined[] = {
		{ 0x0e00, 0x0e4f }, /* Thai */
		{ 0x0e80, 0x0eff }, /* Lao */
		{ 0x1000, 0x109f }, /* Myanmar */
		{ 0x1780, 0x17ff }, /* Khmer */
		{ 0x3005, 0x3007 }, /* iteration mark, zero */
		{ 0x3040, 0x30fa }, /* Hiragana, Katakana */
		{ 0x30fc, 0x30ff }, { 0x3400, 0x9fff }, /* Han */
		{ 0xac00, 0xd7af }, /* Hangul: endings stick to stems */
		{ 0xf900, 0xfaff }, { 0x20000, 0x3ffff },
	};

	return in_spans(cp, joined, sizeof(joined) / sizeof(*joined));
}

bool lex_is_letter(unsigned cp)
{
	static const struct span other[] = {
		{ 0x80, 0xa9 },	      { 0xab, 0xb4 },	     { 0xb6, 0xb9 },
		{ 0xbb, 0xbf },	      { 0xd7, 0xd7 },	     { 0xf7, 0xf7 },
		{ 0x60c, 0x60d },     { 0x61b, 0x61f },	     { 0x660, 0x66d },
		{ 0x6d4, 0x6d4 },     { 0x964, 0x96f },	     { 0x2000, 0x2bff },
		{ 0x2e00, 0x2fff },   { 0x3000, 0x3004 },    { 0x3008, 0x303f },
		{ 0x30fb, 0x30fb },   { 0xfe00, 0xfe6f },    { 0xff00, 0xff20 },
		{ 0xff3b, 0xff40 },   { 0xff5b, 0xff65 },    { 0xfff0, 0xffff },
		{ 0x1f000, 0x1faff }, { 0xe0000, 0x10ffff },
	};

	if (cp < 0x80)
		return (cp | 32) - 'a' < 26;
	return !in_spans(cp, other, sizeof(other) / sizeof(*other));
}
