#ifndef SHUNT_VIEW_HIGHLIGHT_H
#define SHUNT_VIEW_HIGHLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Colours for code, one line at a time, as it streams: what a word is can be
 * told from the line itself and from what an earlier line left open (a block
 * comment, a string of many lines, a tag, a hunk). It is a scanner for
 * tokens, no parser, and knows a language from its entry in
 * view/highlight_table.c; what it takes for something else looks wrong and is
 * still all there: the output without its sequences is the input, byte for
 * byte. Linear in the input, no allocation but in `out`.
 *
 * Known to look wrong: here-documents; a regular expression behind a word;
 * an apostrophe in the text of JSX; what stands in a string's ${...} is all
 * one colour; indented text blocks of YAML.
 */
struct language;

struct highlight {
	const struct language *lang;	/* read-only; NULL: not known */
	size_t span;	/* private, as all below: 1 + what is open, 0: none */
	size_t depth;	/* how often it, or the hole in it, was opened */
	char hole;	/* what closes the expression in a string, 0: none */
	char tag;	/* in a tag of HTML: where */
	bool more;	/* the command goes on (shell sessions) */
	size_t minus, plus;	/* lines that the hunk has yet to come */
};

/*
 * Starts a block. `info` is the info string of its fence; its first word
 * names the language, in any case ("c", "C++", "{.python}", "a/b.rs").
 * Of a language that is not known, lines are added as they are.
 */
void highlight_begin(struct highlight *h, struct text info);

/*
 * Adds a line (without its newline; already safe for a terminal) with its
 * colours, for a light or a dark ground. Every colour that is switched on is
 * switched off by "\033[0m" before the line's end. A line that is handed
 * over in parts is treated as that many lines.
 */
void highlight_line(struct highlight *h, struct text line, bool light,
		    struct buf *out);

#endif
