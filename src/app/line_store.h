#ifndef SHUNT_APP_LINE_STORE_H
#define SHUNT_APP_LINE_STORE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * The line editor's history file (its format: app/line_history.h), shared
 * by all that run at once: entries are appended under a lock, at once, and
 * the file is replaced under the same lock when it has grown too long. It
 * is ours alone (0600, and the folder is made 0700); what is no regular
 * file of ours, also behind a symbolic link, is neither read nor written.
 */

/*
 * Adds the file, or (`over`: it should be cut) the last whole lines of
 * LINE_HISTORY_FILE bytes of it. A missing file is empty.
 */
MUST_CHECK
int line_store_read(const char *path, struct buf *out, bool *over,
		    struct err *err);

/* Makes what is missing of the folder and the file, and appends. */
MUST_CHECK
int line_store_append(const char *path, struct text entry, struct err *err);

/* Cuts the file to its bounds, if it is over them. */
MUST_CHECK
int line_store_trim(const char *path, struct err *err);

#endif
