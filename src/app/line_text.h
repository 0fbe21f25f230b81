#ifndef SHUNT_APP_LINE_TEXT_H
#define SHUNT_APP_LINE_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * The text of what is typed and pasted: pure functions, no terminal.
 *
 * Plain text is UTF-8 without controls (C0, DEL, C1) but TAB and LF.
 */
bool line_text_is_plain(struct text t);

/*
 * Adds pasted or edited text so that a line of readline can hold and show
 * it: CR LF and CR are LF; NUL, C1 controls (which terminals obey, and
 * readline would print as they are) and bytes that are no UTF-8 are U+FFFD.
 * Other controls stay; readline shows them as ^X.
 */
void line_text_clean(const char *in, size_t len, struct buf *out);

/*
 * An entry out of lines, as they are typed. A backslash at a line's end is
 * taken off, and the line after it belongs to the entry. A line that begins
 * with three quotes opens a block, up to the next that ends with three (it
 * may be the same line); the quotes are taken off, and what is between is
 * verbatim. A line of nothing but the quotes adds no empty line. A "line"
 * that holds newlines (pasted, recalled, from the editor) opens no block:
 * Python files begin so.
 */
struct line_block {
	bool open;	/* read-only: more lines belong to the entry */
	bool quoted;	/* private: inside of three quotes */
	bool bare;	/* private: no line of the block came yet */
};

#define LINE_BLOCK_INIT { .open = false }

/* Adds a line (without its end) to `out`; true: the entry is complete. */
bool line_block_add(struct line_block *b, const char *line, struct buf *out);

#endif
