#ifndef SHUNT_DIFF_PATCH_NAME_H
#define SHUNT_DIFF_PATCH_NAME_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Names of files in the headers of diffs. Each of these empties `out`, which
 * must have room for what is read, before it writes there. A name in double
 * quotes is unquoted (\a \b \t \n \v \f \r \" \\ and \ooo); what is no such
 * escape stands for itself, and without the closing quote the rest counts.
 */

/* A name that has no prefix, as in "rename from NAME". */
void patch_name_read(struct text t, struct buf *out);

/*
 * "a/NAME" (prefix 'a') or "NAME", in front of a tab where it is not
 * quoted. True, and *out as it was, when it is /dev/null.
 */
bool patch_name_side(struct text t, char prefix, struct buf *out);

/*
 * "a/NAME b/NAME" or "NAME NAME". Blanks in a name make this ambiguous but
 * where both names are equal; where they are not, other lines of the header
 * say them, and both come out empty.
 */
void patch_name_both(struct text t, struct buf *a, struct buf *b);

#endif
