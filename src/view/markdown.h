#ifndef SHUNT_VIEW_MARKDOWN_H
#define SHUNT_VIEW_MARKDOWN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "view/grid.h"
#include "view/inline.h"
#include "view/leaf.h"
#include "view/mdline.h"
#include "view/mdtext.h"
#include "view/page.h"
#include "view/sink.h"
#include "view/verbatim.h"

/*
 * A sink that styles Markdown as it arrives, for a terminal. What goes on
 * to the next sink is ready to be written: safe, wrapped, styled. Nothing
 * that was handed on is ever changed.
 *
 *	bytes  -> mdtext	made safe
 *	lines  -> mdline	which block is this line in?
 *	leaves -> leaf		how much of the text can be shown already?
 *	       -> inline	text as runs of styled text (md4c)
 *	tables -> grid		cells in columns
 *	       -> fill, page	runs as lines, with what stands before them
 *
 * A line of the source goes on when its newline is there; a long one, one
 * line of the terminal after the other. What waits: the text behind an
 * inline mark that may still be closed (view/leaf.h), a line that may be a
 * table's first, for the next one, and a table for its end (view/grid.h).
 *
 * What comes out depends on the bytes and the width alone, not on how they
 * are cut. No text is lost: what is no Markdown after all, and what is over
 * a limit, is shown as it was typed.
 */
#define MARKDOWN_LINE ((size_t)1 << 10)	/* says what block a line is in */

enum markdown_rest {		/* what the rest of the line is */
	MARKDOWN_START,		/* not known yet */
	MARKDOWN_TEXT,
	MARKDOWN_VERBATIM
};

struct markdown {
	struct sink sink;	/* hand on &m.sink */
	struct page page;	/* private, as all below */
	struct inline_view inl;
	struct mdtext text;
	struct buf in;		/* safe, not looked at yet */
	struct mdline where;
	struct buf line;	/* the line, while it is not decided */
	size_t try_at;		/* look at it when it is that long */
	enum markdown_rest rest;
	enum mdline_leaf last;	/* the leaf before */
	size_t blank_lines;	/* of code, perhaps */
	bool loaded;		/* libmd4c */
	struct leaf leaf;	/* a paragraph or heading that is not ended */
	struct buf head;	/* a line that may be a table's first */
	struct grid grid;	/* a table that is not ended */
	struct verbatim verbatim;	/* a line of code or HTML */
	struct buf shown;	/* what is being shown */
};

/*
 * `next` stays the caller's; end() is handed on to it. Width 0 is 80. The
 * struct points into itself: it stays where it is until released.
 */
void markdown_init(struct markdown *m, struct sink *next,
		   const struct markdown_look *look, unsigned width);
void markdown_release(struct markdown *m);

/*
 * Loads libmd4c. Where this fails (ERR_INTERNAL says what to install) or is
 * not called, the text is shown plainly: safe, but neither styled nor
 * wrapped.
 */
MUST_CHECK
int markdown_load(struct markdown *m, struct err *err);

/* The terminal has another width from here on. */
void markdown_width(struct markdown *m, unsigned width);

#endif
