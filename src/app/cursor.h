#ifndef SHUNT_APP_CURSOR_H
#define SHUNT_APP_CURSOR_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/* Where a cursor is in a text: as FILE:LINE[:COL], or by a mark. */
struct cursor {
	char *file;		/* owned; "-": standard input */
	size_t line, col;	/* from 1; col 0: the end of the line */
};

/*
 * The last one or two numbers are the place, whatever the name looks like.
 * ERR_USAGE for anything else.
 */
MUST_CHECK
int cursor_parse(const char *arg, struct cursor *out, struct err *err);

/*
 * Its offset in the text, whose line ends are LF alone. Columns are bytes,
 * and one may be behind the last; so may a line, where the text ends with a
 * newline or is empty. ERR_USAGE where there is no such place, and inside of
 * a character.
 */
MUST_CHECK
int cursor_find(const struct cursor *c, struct text t, size_t *at,
		struct err *err);

/* Where the mark stands, of which there must be one. */
MUST_CHECK
int cursor_mark(struct text t, const char *mark, size_t *at, struct err *err);

/* Takes the CR out of each CR LF; how many lines ended so, and how not. */
void cursor_plain_lines(struct buf *b, size_t *crlf, size_t *lf);

#endif
