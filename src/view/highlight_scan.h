#ifndef SHUNT_VIEW_HIGHLIGHT_SCAN_H
#define SHUNT_VIEW_HIGHLIGHT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "view/highlight.h"
#include "view/highlight_table.h"

/*
 * A line of code on its way through view/highlight.c: `at` is the first byte
 * that was not looked at. What is open at its end stays in `h`.
 */
struct scan {
	struct highlight *h;
	const struct language *lang;
	const char *p;		/* the line */
	size_t len, at;
	size_t plain;		/* from here to `at` is not added yet */
	bool value;		/* what came last is one: / divides it */
	bool fresh;		/* a command may begin here */
	bool no_regex;		/* none is closed on the rest of this line */
	bool light;
	struct buf *out;
};

/* Reads a token, or a part of one; at < len. Always takes some bytes. */
void scan_token(struct scan *s);

/* Adds what is plain, then the bytes up to `end` in the role's style. */
void scan_paint(struct scan *s, enum term_role role, size_t end);

/* Adds what is left, plain. */
void scan_finish(struct scan *s);

static inline bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

/* Also every byte above ASCII. */
static inline bool is_name(char c)
{
	return is_letter(c) || is_digit(c) || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* No set is an empty one. */
static inline bool is_one_of(const char *set, char c)
{
	return set && c && strchr(set, c);
}

/* NUL behind the end. */
static inline char peek(const struct scan *s, size_t i)
{
	return i < s->len ? s->p[i] : '\0';
}

static inline bool starts(const struct scan *s, size_t i, const char *with)
{
	size_t n;

	if (peek(s, i) != *with)	/* mostly */
		return false;
	n = strlen(with);
	return n <= s->len - i && !memcmp(s->p + i, with, n);
}

static inline size_t skip_blanks(const struct scan *s, size_t i)
{
	while (i < s->len && is_blank(s->p[i]))
		i++;
	return i;
}

#endif
