#ifndef SHUNT_LOCAL_SENTENCE_H
#define SHUNT_LOCAL_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Cuts a document into sentences, one at a time, as spans into it: nothing
 * is copied and nothing allocated, and each byte is looked at a bounded
 * number of times. It knows
 *
 * - stops: . ! ? ... and those of CJK, Devanagari and Arabic, with the
 *   quotes and brackets that close after them;
 * - what is no stop: abbreviations, initials, decimals, "1." of a list;
 * - lines: hard-wrapped paragraphs are joined; list items, headings, table
 *   rows, log lines and lines of verse stand alone;
 * - Markdown: "#" and underlined headings, fences, ">" quotes, rules;
 * - transcripts: "NAME: ..." lines, whose name becomes the label of the
 *   sentences up to the next name;
 * - the place and agency at the head of a news text ("PARIS (AFP) --"),
 *   which are left out.
 *
 * Text without stops is cut at lines, and at SENTENCE_MAX bytes.
 */

#define SENTENCE_MAX 1500

enum sentence_kind {
	SENTENCE_PROSE,
	SENTENCE_ITEM,		/* of a list */
	SENTENCE_HEADING,
	SENTENCE_CODE,		/* a line within a fence, or of a table */
};

struct sentence {
	size_t start, end;	/* bytes of the document, trimmed */
	size_t label, label_len; /* who speaks; length 0 if nobody is named */
	enum sentence_kind kind;
	bool opens;		/* the first of its paragraph or turn */
	bool whole;		/* ends with a stop */
};

/* Open, to sit on the stack; all private but `talk`. */
struct splitter {
	struct text doc;
	size_t pos;		/* the next byte to read */
	size_t run_end;	/* where the run of text being cut ends */
	size_t wrap_end;	/* how far `wrapped` holds */
	bool wrapped;		/* line ends are blanks here */
	bool talk;		/* read-only: a transcript */
	bool lower;		/* sentences may begin in lower case */
	bool opens;
	enum sentence_kind kind;
	size_t label, label_len;
	char fence;		/* '`' or '~' within a fence, else NUL */
	size_t fence_len;
};

void splitter_init(struct splitter *sp, struct text doc);

/* False at the end. Every sentence holds a letter, a digit or the like. */
bool sentence_next(struct splitter *sp, struct sentence *s);

/*
 * The last place at or before `max` words where a clause of the text ends
 * (a comma, a dash, a bracket), if that keeps half of them; else where the
 * last whole word ends. The length in bytes.
 */
size_t sentence_cut(struct text t, size_t max_words);

#endif
