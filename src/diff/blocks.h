#ifndef SHUNT_DIFF_BLOCKS_H
#define SHUNT_DIFF_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Reads what a model answers when it is asked to edit files, and makes the
 * new text of a file of it. The form, which the prompt asks for:
 *
 *	File: NAME
 *	```
 *	<<<<<<< SEARCH
 *	lines of the file
 *	=======
 *	lines that take their place
 *	>>>>>>> REPLACE
 *	```
 *
 * Several blocks may stand in one fence, or without any; the three marks
 * have the same length, 7 or more. A fence that does not begin with a block
 * is the file's whole text. "Delete: NAME" deletes one. "No change" says
 * that there is none. Prose between these is passed over; a fence without a
 * name before it, and whatever is half a block, are errors.
 *
 * Pure. All texts are views of the answer.
 */
#define BLOCKS_MOST 1000

enum block_kind { BLOCK_REPLACE, BLOCK_WHOLE, BLOCK_DELETE };

struct block {
	enum block_kind kind;
	struct text name;
	struct text search, replace;	/* whole lines; of BLOCK_WHOLE only
					   `replace` */
	size_t line;			/* of the answer, where it begins */
};

struct blocks {
	struct block *list;	/* owned */
	size_t count;
	bool no_change;		/* that was said, and there is no block */
};

/* ERR_PATCH says what is wrong, and in which line of the answer. */
MUST_CHECK
int blocks_read(struct blocks *b, struct text answer, struct err *err);
void blocks_release(struct blocks *b);

/*
 * How long the marks must be so that none of the text's lines is one, and
 * the fence so that none closes it: at least 7, and 3.
 */
size_t blocks_marks(struct text t);
size_t blocks_fence(struct text t);

/*
 * Adds to `out` the text of the file `name` with its blocks applied. Each
 * is looked for in `old_text` as it is, whole lines, byte for byte (then
 * without the CR of line ends, where the file has those), and must stand
 * there once; they must not overlap. Lines that are put in end as the file's
 * do, an unchanged one stays as it is, and so do a BOM and a missing newline
 * at the end. A file that is not there (`exists` false) takes one whole
 * text, or one block with nothing to search.
 *
 * ERR_PATCH names the block. *gone: it is to be deleted.
 */
MUST_CHECK
int blocks_apply(const struct blocks *b, struct text name, bool exists,
		 struct text old_text, struct buf *out, bool *gone,
		 struct err *err);

#endif
