#ifndef SHUNT_APP_COMPLETE_CLEAN_H
#define SHUNT_APP_COMPLETE_CLEAN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * What is to be inserted at a cursor, of what a model answered. Pure.
 *
 * A chat's answer comes out of its code fence (of a file that has fences
 * itself, only where one is around all of it), without what it repeats of
 * the text before the cursor, and with the indentation of the cursor's line
 * where it was written without. Of any answer: it ends before a line that
 * stands behind the cursor already, and where the block ends that the cursor
 * is in; at the outermost level, with the first block or paragraph. It ends
 * without a newline, unless text follows on the cursor's line.
 *
 * All texts have LF alone as line ends.
 */
struct clean_in {
	struct text prefix, suffix;	/* around the cursor */
	bool chat;		/* words may be around it; a gap's has none */
	bool cut;		/* it was cut at the token limit */
};

/*
 * ERR_PROTO for what nobody should insert: words in place of code, control
 * characters, a placeholder of a masked secret. *whole: it ends where the
 * block does, whatever was cut behind that. Nothing to insert is no error.
 */
MUST_CHECK
int complete_clean(const struct clean_in *in, struct text answer,
		   struct buf *out, bool *whole, struct err *err);

#endif
