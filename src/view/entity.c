#include "view/entity.h"

#include <string.h>

/* U+00A0 to U+00FF, in their order. */
static const char latin1[] =
	" nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo "
	"not shy reg macr deg plusmn sup2 sup3 acute micro para middot "
	"cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute "
	"Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml "
	"Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde "
	"Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig "
	"agrave aacute acirc atilde auml aring aelig ccedil egrave eacute "
	"ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc "
	"otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn "
	"yuml ";

static const struct {
	const char *name;
	unsigned cp;
} others[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
	{ "apos", '\'' }, { "ndash", 0x2013 }, { "mdash", 0x2014 },
	{ "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "ldquo", 0x201C },
	{ "rdquo", 0x201D }, { "bull", 0x2022 }, { "hellip", 0x2026 },
	{ "euro", 0x20AC }, { "trade", 0x2122 }, { "larr", 0x2190 },
	{ "uarr", 0x2191 }, { "rarr", 0x2192 }, { "darr", 0x2193 },
	{ "harr", 0x2194 }, { "minus", 0x2212 }, { "infin", 0x221E },
	{ "ne", 0x2260 }, { "le", 0x2264 }, { "ge", 0x2265 },
	{ "check", 0x2713 },
};

static unsigned decode_number(const char *p, size_t len)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	bool hex = len && (*p == 'x' || *p == 'X');
	unsigned base = hex ? 16 : 10, cp = 0;

	for (size_t i = hex; i < len; i++) {
		const char *at = memchr(digits, p[i], hex ? 22 : 10);
		unsigned digit;

		if (!at)
			return 0;
		digit = (unsigned)(at - digits);
		cp = cp * base + (digit < 16 ? digit : digit - 6);
		if (cp > 0x10FFFF)
			return 0xFFFD;
	}
	return !cp || (cp >= 0xD800 && cp <= 0xDFFF) ? 0xFFFD : cp;
}

static unsigned decode_latin1(const char *name, size_t len)
{
	unsigned cp = 0xA0;

	for (const char *p = latin1 + 1; *p; cp++) {
		const char *end = strchr(p, ' ');

		if ((size_t)(end - p) == len && !memcmp(p, name, len))
			return cp;
		p = end + 1;
	}
	return 0;
}

unsigned entity_decode(struct text t)
{
	const char *name = t.ptr + 1;
	size_t len;

	if (t.len < 3 || *t.ptr != '&' || t.ptr[t.len - 1] != ';')
		return 0;
	len = t.len - 2;
	if (*name == '#')
		return decode_number(name + 1, len - 1);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (text_is((struct text){ .ptr = name, .len = len },
			    others[i].name))
			return others[i].cp;
	return decode_latin1(name, len);
}
