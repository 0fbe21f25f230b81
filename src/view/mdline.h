#ifndef SHUNT_VIEW_MDLINE_H
#define SHUNT_VIEW_MDLINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Which lines of a Markdown text belong to a fenced code block: CommonMark
 * 0.31.2, sections 4.5 (fences), 5.1 (block quotes), 5.2 (list items), 2.2
 * (tabs) and as much of the rest as those need: thematic breaks, headings
 * and indented code, and whether a paragraph is open. HTML blocks are not
 * known: a fence inside of one counts. Quotes and lists deeper than
 * MDLINE_DEPTH are taken for text.
 *
 * Pure, one line at a time, no allocation. Lines come without their end
 * (LF, CRLF); a CR alone ends no line.
 */
#define MDLINE_DEPTH 32

struct mdline_box {		/* a block that holds others; private */
	size_t columns;		/* 0: block quote; else a list item's indent */
	bool empty;		/* an item with nothing in it yet */
};

struct mdline {
	struct mdline_box box[MDLINE_DEPTH];	/* private, as all below */
	size_t depth;
	bool paragraph;		/* text that the next line may continue */
	char fence;		/* '`' or '~' of the open block, 0: none */
	size_t run;		/* how long its opening fence is */
	size_t indent;		/* of its opening fence, in columns */
};

#define MDLINE_INIT { .depth = 0 }

/*
 * Outside of a block: reads a whole line. True when it opens one. `info_bad`
 * says that a backtick stands in a part of the line that was not kept.
 */
bool mdline_text(struct mdline *m, const char *line, size_t len,
		 bool info_bad);

/*
 * Inside of a block: what a line is can be told when one of its bytes is
 * neither a blank, ">" nor the fence's own (mdline_undecided() counts those
 * that are), or at its end. So `len` may be the line's first part, up to
 * and with that byte; `complete` says that it is the whole line.
 */
enum mdline_kind {
	MDLINE_CODE,	/* code: `pad` blanks, then the line from `skip` on */
	MDLINE_CLOSE,	/* the closing fence */
	MDLINE_LEFT	/* the block ended before; give it to mdline_text() */
};

size_t mdline_undecided(const struct mdline *m, const char *p, size_t len);
enum mdline_kind mdline_code(struct mdline *m, const char *line, size_t len,
			     bool complete, size_t *skip, size_t *pad);

#endif
