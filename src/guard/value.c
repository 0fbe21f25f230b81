#include "guard/value.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "guard/chars.h"

#define JUDGED 128	/* bytes of a value that are looked at */

/* What a judge wants to know of a value's first bytes. */
struct count {
	unsigned len, distinct, upper, lower, digits, hex, vowels;
	unsigned run;		/* most letters in a row that are no vowel */
	double entropy;		/* bits a character */
};

static struct text head(struct text v)
{
	return (struct text){ v.ptr, v.len < JUDGED ? v.len : JUDGED };
}

static bool is_vowel(char c)
{
	c = chars_fold(c);
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' ||
	       c == 'y';
}

static void count_letter(struct count *n, char c, unsigned *run)
{
	if (!chars_in(CHARS_LETTER, c) || is_vowel(c)) {
		n->vowels += is_vowel(c);
		*run = 0;
		return;
	}
	++*run;
	if (*run > n->run)
		n->run = *run;
}

static struct count count_of(struct text v)
{
	struct count n = { .len = 0 };
	unsigned char times[256] = { 0 };
	unsigned run = 0;

	v = head(v);
	n.len = (unsigned)v.len;
	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		n.distinct += !times[(unsigned char)c]++;
		n.upper += chars_in(CHARS_UPPER, c);
		n.lower += chars_in(CHARS_LOWER, c);
		n.digits += chars_in(CHARS_DIGIT, c);
		n.hex += chars_in(CHARS_HEX, c) || c == '-';
		count_letter(&n, c, &run);
	}
	for (size_t i = 0; i < 256; i++)
		if (times[i])
			n.entropy -= times[i] * log2((double)times[i] / n.len) /
				     n.len;
	return n;
}

bool value_is_filler(struct text v)
{
	struct count n = count_of(v);

	return n.distinct < (n.len < 8 ? n.len / 2 : n.len < 16 ? 4u : 6u);
}

/*
 * The least entropy, by length and alphabet. A drawn value of these lengths
 * lies above it in 99 of 100 cases (20,000 draws each).
 */
static double least_entropy(const struct count *n)
{
	if (n->hex == n->len)
		return n->len < 24 ? 2.5 : 3.0;
	return n->len < 20 ? 3.0 : n->len < 32 ? 3.3 : 3.7;
}

/* Letters in an order that can be spoken, as in names of things. */
static bool is_wordy(const struct count *n)
{
	unsigned letters = n->upper + n->lower;

	return n->hex < n->len && n->run <= 4 && n->vowels * 4 > letters;
}

bool value_is_random(struct text v)
{
	struct count n = count_of(v);

	if (n.len < 16 || !n.digits || n.digits == n.len ||
	    !(n.upper + n.lower))
		return false;
	return n.entropy >= least_entropy(&n) && !is_wordy(&n);
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
