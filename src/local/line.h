#ifndef SHUNT_LOCAL_LINE_H
#define SHUNT_LOCAL_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * What a line of a document is: the block structure of plain text, of
 * Markdown (the parts of CommonMark 0.30 that matter here) and of
 * transcripts.
 */

enum line_kind {
	LINE_BLANK,
	LINE_TEXT,
	LINE_ITEM,	/* of a list; the text begins after its mark */
	LINE_HEADING,	/* "# ..." */
	LINE_TABLE,
	LINE_FENCE,
	LINE_RULE,	/* "---", also what underlines a heading */
};

struct line {
	size_t start, end;	/* bytes of the document, without line end */
	size_t next;		/* where the next line begins */
	size_t text;		/* after marks, labels and indentation */
	enum line_kind kind;
	char mark;		/* of a fence or rule */
	size_t mark_len;
	size_t label, label_len; /* "NAME:" at its start, a transcript's */
};

/*
 * The line at `pos`. Labels are looked for only with `talk`: outside a
 * transcript, "Note:" is text.
 */
void line_read(struct text doc, size_t pos, bool talk, struct line *l);

/*
 * Are the lines from `pos` to the end of their block a paragraph that was
 * filled to a width, so that line ends mean nothing? *until: how far the
 * answer holds. At most 40 lines are looked at.
 */
bool line_wraps(struct text doc, size_t pos, bool talk, size_t *until);

/* Is the document, by its first 64 KiB, a transcript? */
bool line_is_talk(struct text doc);

/*
 * The length of "PARIS, France (AFP) -- " at the head of a news text: what
 * stands before a dash, an agency in brackets or a place in capitals; or 0.
 */
size_t dateline_length(struct text t);

#endif
