#ifndef SHUNT_GUARD_CHARS_H
#define SHUNT_GUARD_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sets of ASCII characters that keys and tokens are written in. */
enum chars {
	CHARS_ANY,	   /* every byte, also over ASCII */
	CHARS_DIGIT,
	CHARS_LOWER,
	CHARS_UPPER,
	CHARS_LETTER,
	CHARS_HEX,
	CHARS_LOWER_HEX,
	CHARS_HEX_DASH,	   /* hex and - */
	CHARS_LOWER_DIGIT,
	CHARS_UPPER_DIGIT,
	CHARS_ALNUM,
	CHARS_WORD,	   /* letters, digits, _ */
	CHARS_NAME,	   /* and - and . : names of settings */
	CHARS_URL64,	   /* letters, digits, - _ */
	CHARS_URL64_PAD,   /* and = */
	CHARS_URL64_TILDE, /* - _ . ~ : what a URL need not escape */
	CHARS_BASE64,	   /* letters, digits, + / */
	CHARS_BASE64_PAD,  /* and = */
	CHARS_BASE64_WORD, /* and = _ */
	CHARS_CRYPT,	   /* letters, digits, . / $ , = + */
	CHARS_PERCENT,	   /* letters, digits, % + / = - */
	CHARS_ADDRESS,	   /* graphic, but quotes, < > \ ^ | */
	CHARS_SCHEME,	   /* letters, digits, + . - */
	CHARS_BLANK,	   /* space and tab */
	CHARS_SPACE	   /* and what ends a line */
};

struct chars_set {
	uint64_t low, high;	/* characters from 0, from 64 */
};

extern const struct chars_set chars_sets[];

static inline bool chars_in(enum chars set, char c)
{
	unsigned u = (unsigned char)c;

	if (u >= 128)
		return set == CHARS_ANY;
	return (u < 64 ? chars_sets[set].low >> u
		       : chars_sets[set].high >> (u - 64)) & 1;
}

/* How many of the first bytes of p are of the set; at most `len`. */
size_t chars_run(enum chars set, const char *p, size_t len);

/* How many stand right before p; at most `len`. */
size_t chars_run_back(enum chars set, const char *p, size_t len);

/* ASCII letters to lower case; all else as it is. */
static inline char chars_fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Does p begin with `word` (in lower case), in any case? */
bool chars_begin(const char *p, size_t len, const char *word);

/* Does `word` (in lower case) stand in p anywhere, in any case? */
bool chars_hold(const char *p, size_t len, const char *word);

#endif
