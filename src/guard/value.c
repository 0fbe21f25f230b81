#include "guard/value.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "guard/chars.h"

#define JUDGED 128	/* bytes of a value that are looked at */

/* What a judge wants to know of a value's first bytes. */
struct count {
	unsigned len, distinct, upper, lower, digits, under, hex;
	unsigned pairs;		/* of letters side by side */
	unsigned common;	/* of these, as words have them */
};

/*
 * The 180 pairs of letters that make nine tenths of the letters side by side
 * in prompts (counted on the development prompts, most of them English): a
 * row for the first letter, a bit for the second. Of drawn letters a quarter
 * of the pairs is among them.
 */
static const uint32_t pairs[26] = {
	0x12eb94e, 0x0104811, 0x01a4d91, 0x0044111, 0x1aeb83d, 0x0024131,
	0x0024190, 0x0084111, 0x02e787d, 0x0000000, 0x0000010, 0x11c4919,
	0x000c111, 0x01c415d, 0x07ef82c, 0x01a4811, 0x0100000, 0x11e7d19,
	0x01cc195, 0x11e4191, 0x00eb814, 0x0000111, 0x0004191, 0x0000000,
	0x0004010, 0x0000000,
};

static struct text head(struct text v)
{
	return (struct text){ v.ptr, v.len < JUDGED ? v.len : JUDGED };
}

static bool is_common(char a, char b)
{
	return pairs[chars_fold(a) - 'a'] >> (chars_fold(b) - 'a') & 1;
}

/* Shannon's entropy, bits a character. */
static double entropy_of(struct text v)
{
	unsigned char times[256] = { 0 };
	double sum = 0;

	v = head(v);
	for (size_t i = 0; i < v.len; i++)
		times[(unsigned char)v.ptr[i]]++;
	for (size_t i = 0; i < 256; i++)
		if (times[i])
			sum -= times[i] *
			       log2((double)times[i] / (double)v.len);
	return sum / (double)v.len;
}

static struct count count_of(struct text v)
{
	struct count n = { .len = 0 };
	bool seen[256] = { false };

	v = head(v);
	n.len = (unsigned)v.len;
	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		n.distinct += !seen[(unsigned char)c];
		seen[(unsigned char)c] = true;
		n.upper += chars_in(CHARS_UPPER, c);
		n.lower += chars_in(CHARS_LOWER, c);
		n.under += c == '_';
		n.digits += chars_in(CHARS_DIGIT, c);
		n.hex += chars_in(CHARS_HEX, c) || c == '-';
		if (!i || !chars_in(CHARS_LETTER, c) ||
		    !chars_in(CHARS_LETTER, v.ptr[i - 1]))
			continue;
		n.pairs++;
		n.common += is_common(v.ptr[i - 1], c);
	}
	return n;
}

bool value_is_filler(struct text v)
{
	struct count n = count_of(v);

	return n.distinct < (n.len < 8 ? n.len / 2 : n.len < 16 ? 4u : 6u);
}

/* The least entropy, by length and alphabet, that drawn values have. */
static double least_entropy(const struct count *n)
{
	if (n->hex == n->len)
		return n->len < 24 ? 2.5 : 3.0;
	return n->len < 20 ? 3.0 : n->len < 32 ? 3.3 : 3.7;
}

/* Made of words, as names of things are. */
static bool is_wordy(const struct count *n)
{
	if (!n->lower && n->under)
		return true;	/* a constant's name: FLAG_PKCS11_KEY */
	return n->pairs >= 6 && n->common * 20 > n->pairs * 13;
}

/* "2026-11-22T18:30:45Z", "2026-11-22 ..." */
static bool is_date(struct text v)
{
	return v.len >= 10 && chars_run(CHARS_DIGIT, v.ptr, 5) == 4 &&
	       v.ptr[4] == '-' && v.ptr[7] == '-';
}

bool value_is_random(struct text v)
{
	struct count n = count_of(v);
	bool hex = n.hex == n.len;

	if (n.len < 16 || !(n.upper + n.lower) || is_date(v))
		return false;
	if (!n.digits && (n.len < 20 || !n.upper || !n.lower))
		return false;
	return (hex || !is_wordy(&n)) && entropy_of(v) >= least_entropy(&n);
}

bool value_is_mixed(struct text v)
{
	struct count n = count_of(v);
	bool letters = n.upper + n.lower > 0;
	unsigned symbols = 0;

	v = head(v);
	for (size_t i = 0; i < v.len; i++)
		symbols += v.ptr[i] && strchr("!@#$%^&*?+=~|", v.ptr[i]);
	return letters && (n.digits || symbols);
}

/* Words that stand for a secret, where they begin it. */
static const char *const begins[] = {
	"$", "{", "<", "[", "(", "%", "@", "*", "...", "null", "none", "nil",
	"true", "false", "undefined", "string", "your", "my_", "my-", "env.",
	"env:", "env(", "process.", "os.", "self.", "this.", "config.",
	"settings.", "secrets.", "vault:", "enc[", "http:", "https:", "file:",
	"ssm:", "op://", "/", "./", "../", "~/", "arn:", "0x", "\\u",
	"enter", "insert", "\xe2\x80\xa6",
};

/* And where they stand in it. */
static const char *const holds[] = {
	"xxx", "your_", "your-", "yourp", "yours", "yourk", "yourt",
	"example", "changeme", "change_me", "change-me", "placeholder",
	"redacted", "replace", "dummy", "sample", "${", "{{", "...", "***",
	"<", "todo", "fixme", "goes_here", "goes-here", "_here", "-here",
	"123456789", "not-a-", "not_a_", "hidden", "masked", "%s", "%d",
	"\xe2\x80\xa6",
};

bool value_is_placeholder(struct text v)
{
	struct text h = head(v);

	if (value_is_filler(v))
		return true;
	for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (chars_begin(h.ptr, h.len, begins[i]))
			return true;
	for (size_t i = 0; i < sizeof(holds) / sizeof(*holds); i++)
		if (chars_hold(h.ptr, h.len, holds[i]))
			return true;
	return false;
}
