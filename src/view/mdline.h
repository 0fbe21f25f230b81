#ifndef SHUNT_VIEW_MDLINE_H
#define SHUNT_VIEW_MDLINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What each line of a Markdown text is: CommonMark 0.31.2, sections 4.1 to
 * 4.8 (leaf blocks), 5.1 (block quotes), 5.2 (list items), 2.2 (tabs).
 * Quotes and lists deeper than MDLINE_DEPTH are taken for text. Tables and
 * link reference definitions are paragraphs here, HTML blocks where they
 * are not asked for (`html`): then a fence inside of one counts.
 *
 * Pure, one line at a time, no allocation. Lines come without their end
 * (LF, CRLF); a CR alone ends no line.
 */
#define MDLINE_DEPTH 32

struct mdline_box {		/* a block that holds others; read-only */
	size_t columns;		/* 0: block quote; else a list item's indent */
	bool empty;		/* an item with nothing in it yet */
	char mark;		/* '>', a bullet, or '.' or ')' of a number */
	unsigned number;
};

struct mdline {
	struct mdline_box box[MDLINE_DEPTH];	/* read-only, as all below */
	size_t depth;
	bool paragraph;		/* text that the next line may continue */
	char fence;		/* '`' or '~' of the open block, 0: none */
	size_t run;		/* how long its opening fence is */
	size_t indent;		/* of its opening fence, in columns */
	bool html;		/* the caller's: HTML blocks are wanted */
	unsigned tag;		/* kind of the open HTML block, 0: none */
};

#define MDLINE_INIT { .depth = 0 }

/*
 * Outside of a block: reads a whole line. True when it opens one. `info_bad`
 * says that a backtick stands in a part of the line that was not kept.
 */
bool mdline_text(struct mdline *m, const char *line, size_t len,
		 bool info_bad);

enum mdline_leaf {
	MDLINE_BLANK,
	MDLINE_PARAGRAPH,	/* begins or goes on */
	MDLINE_HEADING,
	MDLINE_UNDERLINE,	/* makes the paragraph above a heading */
	MDLINE_BREAK,
	MDLINE_FENCE,		/* opens; then mdline_code() has the lines */
	MDLINE_INDENTED,	/* code */
	MDLINE_HTML
};

struct mdline_found {
	enum mdline_leaf leaf;
	size_t kept;	/* boxes that were open before and still are */
	size_t skip, pad;	/* `pad` blanks, then the line from `skip` */
	unsigned level;	/* of a heading, 1 to 6; an underline 1 or 2 */
	bool lazy;	/* goes on with a paragraph though marks are missing */
	bool unsure;	/* bytes behind a part of a line could change this */
};

/*
 * The same, and says what the line is. `len` may be a first part of it
 * (not `complete`): try on a copy of `m` while the answer is `unsure`. What
 * must be known to its end (a break, a fence) is then taken for text.
 */
void mdline_read(struct mdline *m, const char *line, size_t len,
		 bool complete, struct mdline_found *found);

/*
 * Inside of a block: what a line is can be told when one of its bytes is
 * neither a blank, ">" nor the fence's own (mdline_undecided() counts those
 * that are), or at its end. So `len` may be the line's first part, up to
 * and with that byte; `complete` says that it is the whole line.
 */
enum mdline_kind {
	MDLINE_CODE,	/* code: `pad` blanks, then the line from `skip` on */
	MDLINE_CLOSE,	/* the closing fence, from `skip` on */
	MDLINE_LEFT	/* the block ended before; give it to mdline_text() */
};

size_t mdline_undecided(const struct mdline *m, const char *p, size_t len);
enum mdline_kind mdline_code(struct mdline *m, const char *line, size_t len,
			     bool complete, size_t *skip, size_t *pad);

#endif
