#ifndef SHUNT_APP_EDITOR_H
#define SHUNT_APP_EDITOR_H

#include "base/buf.h"
#include "base/err.h"

/* The user's editor: $VISUAL, $EDITOR, or vi. May be a command line. */
const char *editor_find(void);

/*
 * Gives the text to the user's editor, in a file of ours alone in TMPDIR,
 * and takes back what is saved there, without a newline at its end. On
 * failure, and when nothing but white space is left, `text` is as it was.
 * Where the editor failed and had saved something, the file stays and the
 * message names it.
 */
MUST_CHECK
int editor_text(struct buf *text, struct err *err);

#endif
