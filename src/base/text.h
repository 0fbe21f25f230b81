#ifndef SHUNT_BASE_TEXT_H
#define SHUNT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Text is (pointer, length), borrowed. UTF-8 as RFC 3629 has it: no
 * overlong forms, no surrogates, nothing above U+10FFFF.
 */
struct text {
	const char *ptr;
	size_t len;
};

#define TEXT_LIT(s) ((struct text){ .ptr = (s), .len = sizeof(s) - 1 })

struct text text_of(const char *s);	/* of a C string; NULL is empty */
struct text text_of_buf(const struct buf *b);
bool text_is(struct text t, const char *s);
struct text text_trim(struct text t);	/* without blanks at both ends */

#define UTF8_BAD (-1)	/* the byte starts no valid character */
#define UTF8_CUT (-2)	/* valid so far, but the input ends inside */

/*
 * Decodes the character at p; len > 0. Returns how many bytes it took and
 * sets *cp; on UTF8_BAD and UTF8_CUT *cp is 0xFFFD and *used says how many
 * bytes one U+FFFD stands for (Unicode 15, 3.9, "maximal subpart").
 */
int utf8_decode(const char *p, size_t len, unsigned *cp, size_t *used);

/* Writes cp as UTF-8 (at most 4 bytes); returns the length. */
size_t utf8_encode(unsigned cp, char out[4]);

/* Bytes of `p` that are not UTF-8, counted as one per U+FFFD. */
size_t utf8_count_bad(const char *p, size_t len);

/* Bytes at the end that begin a character and do not finish it: 0 to 3. */
size_t utf8_cut_tail(const char *p, size_t len);

/*
 * Text that came from outside, made safe for a terminal: TAB and LF pass,
 * CR LF is LF; other C0 controls and DEL as ^X, C1 controls, line and
 * paragraph separators, bidi controls, zero-width characters and tags as
 * \u{202e}; broken UTF-8 as U+FFFD. Incremental: feed chunks cut anywhere,
 * end with safe_end(). Joiners (ZWJ, ZWNJ) pass behind a character that is
 * not ASCII, as emoji, Persian and Indic scripts need them there; variation
 * selectors pass: they reorder and hide nothing.
 */
struct safe {
	char held[4];	/* private: an unfinished character, or a CR */
	size_t held_len;
	bool joins;	/* private: a joiner may follow */
};

#define SAFE_INIT { .held_len = 0 }

int safe_feed(struct safe *s, const char *in, size_t len, struct buf *out);
int safe_end(struct safe *s, struct buf *out);

/*
 * The same for one line into lent memory: TAB and LF become blanks, what
 * does not fit is cut at a character and "..." put for it. No NUL is
 * written after the text; returns its length, at most cap - 1.
 */
size_t text_safe_line(char *out, size_t cap, const char *in, size_t len);

/*
 * How far apart two words are, for "did you mean": Damerau-Levenshtein
 * (optimal string alignment); words over 63 bytes are far from anything.
 */
unsigned text_distance(const char *a, const char *b);

#endif
