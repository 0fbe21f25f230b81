#ifndef SHUNT_LOCAL_CODE_LINE_H
#define SHUNT_LOCAL_CODE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Lines of source text in whatever language: their tokens, and their shape,
 * which is what stays of a line when its rare words, numbers and strings are
 * taken for any other. Which words are rare the text itself says.
 */

enum code_kind { CODE_WORD, CODE_NUMBER, CODE_STRING, CODE_MARK };

struct code_token {
	const char *ptr;	/* borrowed */
	size_t len;
	enum code_kind kind;
};

/*
 * The next token at or behind *at, which is moved behind it; false at the
 * end. A string ends at its quote or with the text.
 */
bool code_token(struct text t, size_t *at, struct code_token *out);

#define CODE_COUNTERS 32768	/* a power of two */

/* How often each word stands in a text, by its hash; start with zeroes. */
struct code_counts {
	uint32_t of[CODE_COUNTERS];
	size_t lines;
};

void code_count(struct code_counts *c, struct text body);

struct code_line {
	struct text body;	/* without blanks at both ends */
	unsigned indent;	/* columns before it, a tab to the next 8th */
	bool gap;		/* an empty line stands before it */
	uint64_t exact;		/* hashes: of the body, */
	uint64_t shape;		/* of its shape, */
	uint64_t ends;		/* of the shapes of its first and last token, */
	uint64_t last;		/* of the last one's */
};

/*
 * The line at *at of t, which is moved behind its newline. Empty lines are
 * passed over. False when there are no more. Its hashes are not set.
 */
bool code_line_next(struct text t, size_t *at, struct code_line *out);
void code_line_hash(struct code_line *l, const struct code_counts *c);

/* Columns that the blanks of t take. */
unsigned code_columns(struct text t);

#define CODE_MAP 64

/* What the rare tokens of one line are in another of the same shape. */
struct code_map {
	struct code_token from[CODE_MAP], to[CODE_MAP];
	size_t count;
};

/* Adds what differs. False when the lines do not match, token by token. */
bool code_map_add(struct code_map *m, struct text from, struct text to);

/* The text with these tokens put for those. */
void code_map_apply(const struct code_map *m, struct text t, struct buf *out);

#endif
