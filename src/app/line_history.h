#ifndef SHUNT_APP_LINE_HISTORY_H
#define SHUNT_APP_LINE_HISTORY_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * The format of the line editor's history file: one entry a line, oldest
 * first; a newline in it is "\n", a backslash is "\\", and all else stands
 * for itself. Only plain text (app/line_text.h) is written, and of what is
 * read only that counts, as somebody else may have written there: a line
 * with a control, with bytes that are no UTF-8, or over the cap is passed
 * over. A backslash before any other character is a backslash.
 */
#define LINE_HISTORY_ENTRIES	2000
#define LINE_HISTORY_ENTRY	((size_t)64 << 10)	/* one, as it is */
#define LINE_HISTORY_FILE	((size_t)1 << 20)	/* what is read */

/* Not empty, not too long, plain, and not begun with a blank. */
bool line_history_may_keep(struct text entry);

/* Adds the entry's line. */
void line_history_encode(struct text entry, struct buf *out);

typedef void line_history_fn(void *ctx, struct text entry);

/*
 * Gives the entries of the last LINE_HISTORY_ENTRIES lines, oldest first,
 * each NUL-terminated and valid for the call. Returns how many lines there
 * are in all.
 */
size_t line_history_decode(const char *data, size_t len, line_history_fn *fn,
			   void *ctx);

#endif
