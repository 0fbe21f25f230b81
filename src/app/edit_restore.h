#ifndef SHUNT_APP_EDIT_RESTORE_H
#define SHUNT_APP_EDIT_RESTORE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "guard/mask.h"

/*
 * Puts secrets back into the new text of a file, whose old text went out
 * with placeholders, and adds it to `out`. A placeholder may stand in an
 * unchanged line, in one that takes the place of lines that held it, or in
 * one that has moved as it was; and not more often than before. Anything
 * else would bring a secret to where the file did not have it: ERR_PATCH.
 * `name` is the file's, for that. A mask NULL: nothing was masked.
 */
MUST_CHECK
int edit_restore(const struct mask *m, const char *name, struct text old_text,
		 struct text new_text, struct buf *out, struct err *err);

#endif
