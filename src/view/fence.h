#ifndef SHUNT_VIEW_FENCE_H
#define SHUNT_VIEW_FENCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "view/mdline.h"
#include "view/sink.h"

/*
 * A sink that hands on to another only what stands in fenced code blocks,
 * by the rules of CommonMark 0.31.2 (view/mdline.h says which): three or
 * more backticks or tildes, indented by up to three blanks; closed by at
 * least as many of the same, by the end of the quote or list item that it
 * stands in, or by the end of the text. Marks of quotes and lists, and the
 * opening fence's indentation, are taken off; line ends stay as they are.
 * Pieces may be cut anywhere.
 *
 * FENCE_FIRST and FENCE_ALL hand on what is known to be code as it comes;
 * only the start of a line that could still be a closing fence waits.
 * FENCE_LAST holds at most MAX_HELD bytes. Of a line outside a block the
 * first FENCE_LINE bytes count, and a longer fence closes none.
 *
 * end() fails with ERR_PROTO when there was no block (an empty one counts),
 * whole or not; it has then ended the sink below all the same.
 */
#define FENCE_LINE ((size_t)64 << 10)

enum fence_which { FENCE_FIRST, FENCE_LAST, FENCE_ALL };

struct fence {
	struct sink sink;	/* hand on &f.sink */
	struct sink *next;	/* private, as all below */
	enum fence_which which;
	size_t number;		/* only this block, from 1; 0: all of them */
	struct mdline where;
	struct buf line;	/* what is not yet decided */
	bool info_bad;		/* a backtick after what `line` could hold */
	bool passing;		/* the rest of this line is code */
	size_t blocks;		/* read-only: begun so far */
	struct buf last;	/* FENCE_LAST */
};

/* `next` stays the caller's; end() is handed on to it. */
void fence_init(struct fence *f, struct sink *next, enum fence_which which);

/* Only the block of that number, from 1; all are counted. */
void fence_init_nth(struct fence *f, struct sink *next, size_t number);
void fence_release(struct fence *f);

#endif
