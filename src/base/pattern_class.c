#include "base/pattern_class.h"

#include <string.h>

/*
 * ECMA-262, 22.2: Atom, ClassContents and CharacterEscape, with annex B's
 * leave to escape punctuation and to leave "]", "{" and "}" as they are.
 */
#define TOP 0x10FFFFu
#define NO_CHAR 0xFFFFFFFFu
#define FULL "over 48 ranges in a class"

struct range {
	unsigned first, last;
};

static const struct range digits[] = { { '0', '9' } };

static const struct range word[] = {
	{ '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' },
};

/* WhiteSpace and LineTerminator */
static const struct range blank[] = {
	{ '\t', '\r' },	    { ' ', ' ' },	{ 0xA0, 0xA0 },
	{ 0x1680, 0x1680 }, { 0x2000, 0x200A }, { 0x2028, 0x2029 },
	{ 0x202F, 0x202F }, { 0x205F, 0x205F }, { 0x3000, 0x3000 },
	{ 0xFEFF, 0xFEFF },
};

static const struct range line_end[] = {
	{ '\n', '\n' }, { '\r', '\r' }, { 0x2028, 0x2029 },
};

#define SET(name, ranges, not) \
	{ name, ranges, sizeof(ranges) / sizeof((ranges)[0]), not }

static const struct {
	const char *name;
	const struct range *ranges;
	size_t count;
	bool inverse;
} sets[] = {
	SET(".", line_end, true),  SET("\\d", digits, false),
	SET("\\D", digits, true),  SET("\\w", word, false),
	SET("\\W", word, true),	   SET("\\s", blank, false),
	SET("\\S", blank, true),
};

static bool add(struct char_class *c, unsigned first, unsigned last)
{
	if (c->count == MAX_RANGES)
		return false;
	c->ranges[c->count].first = first;
	c->ranges[c->count++].last = last;
	return true;
}

/* Adds a set, or all that is not in it (its ranges are in order). */
static bool add_set(struct char_class *c, const struct range *r, size_t count,
		    bool inverse)
{
	unsigned from = 0;
	bool fits = true;

	for (size_t i = 0; i < count; i++) {
		if (!inverse)
			fits = fits && add(c, r[i].first, r[i].last);
		else if (r[i].first > from)
			fits = fits && add(c, from, r[i].first - 1);
		from = r[i].last + 1;
	}
	return fits && (!inverse || add(c, from, TOP));
}

static bool take(struct text *t, const char *s)
{
	size_t n = strlen(s);

	if (t->len < n || memcmp(t->ptr, s, n))
		return false;
	t->ptr += n;
	t->len -= n;
	return true;
}

/* Takes a set's name; its index, or -1. "." is one only outside of [...]. */
static int take_set(struct text *t, bool inside)
{
	for (size_t i = inside; i < sizeof(sets) / sizeof(sets[0]); i++)
		if (take(t, sets[i].name))
			return (int)i;
	return -1;
}

static unsigned take_char(struct text *t)
{
	unsigned cp;
	size_t used;

	utf8_decode(t->ptr, t->len, &cp, &used);
	t->ptr += used;
	t->len -= used;
	return cp;
}

/* `least` hexadecimal digits and at most `most`, or NO_CHAR. */
static unsigned take_hex(struct text *t, size_t least, size_t most)
{
	static const char hex[] = "0123456789abcdef0123456789ABCDEF";
	unsigned v = 0;
	size_t n = 0;

	while (n < most && t->len && *t->ptr && strchr(hex, *t->ptr)) {
		v = v * 16 + (unsigned)(strchr(hex, *t->ptr) - hex) % 16;
		t->ptr++;
		t->len--;
		n++;
	}
	return n < least ? NO_CHAR : v;
}

/* After "\u": four digits, two such that are a pair, or {...}. */
static unsigned take_unicode(struct text *t)
{
	unsigned v, low;
	struct text from;

	if (take(t, "{")) {
		v = take_hex(t, 1, 6);
		return take(t, "}") && v <= TOP ? v : NO_CHAR;
	}
	v = take_hex(t, 4, 4);
	from = *t;
	if (v >> 10 != 0xD800 >> 10 || !take(t, "\\u"))
		return v;
	low = take_hex(t, 4, 4);
	if (low >> 10 == 0xDC00 >> 10)
		return 0x10000 + ((v & 0x3FF) << 10) + (low & 0x3FF);
	*t = from;
	return v;
}

static unsigned take_control(struct text *t)
{
	char c = t->len ? *t->ptr : '\0';

	if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z'))
		return NO_CHAR;
	return take_char(t) & 0x1F;
}

/* After a backslash and a letter or a digit. */
static unsigned escaped_word(struct text *t, char c, bool inside)
{
	static const char letter[] = "tnvfr", is[] = "\t\n\v\f\r";
	const char *at = strchr(letter, c);

	if (at)
		return (unsigned char)is[at - letter];
	switch (c) {
	case 'b':
		return inside ? '\b' : NO_CHAR;
	case 'c':
		return take_control(t);
	case 'u':
		return take_unicode(t);
	case 'x':
		return take_hex(t, 2, 2);
	case '0':
		return t->len && *t->ptr >= '0' && *t->ptr <= '9' ? NO_CHAR :
								    0;
	default:
		return NO_CHAR;
	}
}

/* The character that an escape (its backslash taken) stands for. */
static const char *read_escape(struct text *t, bool inside, unsigned *out)
{
	char c = t->len ? *t->ptr : '\0';

	if (!t->len)
		return "a backslash at the end";
	if (c >= '1' && c <= '9')
		return "a back reference is not supported";
	if (c == 'k' || c == 'p' || c == 'P')
		return "\\k, \\p and \\P are not supported";
	*out = take_char(t);
	if (class_is_word(*out) && c != '_')
		*out = escaped_word(t, c, inside);
	return *out == NO_CHAR ? "an escape that is none" : NULL;
}

static const char *read_char(struct text *t, bool inside, unsigned *out)
{
	if (take(t, "\\"))
		return read_escape(t, inside, out);
	*out = take_char(t);
	return NULL;
}

/* One member of [...]: a set, a character or a range of them. */
static const char *read_member(struct text *t, struct char_class *out)
{
	int set = take_set(t, true);
	unsigned first, last;
	const char *why;

	if (set >= 0)
		return add_set(out, sets[set].ranges, sets[set].count,
			       sets[set].inverse) ? NULL : FULL;
	why = read_char(t, true, &first);
	last = first;
	if (!why && t->len > 1 && *t->ptr == '-' && t->ptr[1] != ']') {
		take(t, "-");
		if (take_set(t, true) >= 0)
			return "a range that ends with a set";
		why = read_char(t, true, &last);
	}
	if (why)
		return why;
	if (last < first)
		return "a range that ends before it starts";
	return add(out, first, last) ? NULL : FULL;
}

const char *class_read(struct text *rest, struct char_class *out)
{
	const char *why;
	unsigned cp;
	int set;

	*out = (struct char_class){ .inverse = false };
	set = take_set(rest, false);
	if (set >= 0) {
		add_set(out, sets[set].ranges, sets[set].count, false);
		out->inverse = sets[set].inverse;
		return NULL;
	}
	if (!take(rest, "[")) {
		why = read_char(rest, false, &cp);
		if (!why)
			add(out, cp, cp);
		return why;
	}
	out->inverse = take(rest, "^");
	while (!take(rest, "]")) {
		if (!rest->len)
			return "a '[' without its ']'";
		why = read_member(rest, out);
		if (why)
			return why;
	}
	return NULL;
}

bool class_has(const struct char_class *c, unsigned cp)
{
	for (size_t i = 0; i < c->count; i++)
		if (cp >= c->ranges[i].first && cp <= c->ranges[i].last)
			return !c->inverse;
	return c->inverse;
}

bool class_is_word(unsigned cp)
{
	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++)
		if (cp >= word[i].first && cp <= word[i].last)
			return true;
	return false;
}
