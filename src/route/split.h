#ifndef SHUNT_ROUTE_SPLIT_H
#define SHUNT_ROUTE_SPLIT_H

#include <stddef.h>

#include "base/text.h"
#include "route/classify.h"
#include "route/lexicon.h"

/*
 * Parts the user's own words (the ask) from what they are about (the body)
 * and bounds both: at most ASK_MAX bytes of the one, BODY_MAX of the other,
 * each from the beginning and the end. Where documents are given apart they
 * are the body; else an ask stands first or last, before or after a fence, a
 * tag, a blank line, a rule, a quotation or a colon, and is known by how asks
 * are phrased, and by how short it is beside what it stands apart from.
 * All texts are borrowed from the prompt and end at whole characters.
 */

#define ASK_MAX	 512
#define BODY_MAX 512

enum layout {
	LAYOUT_WHOLE, /* no body seen: all of it is the ask */
	LAYOUT_FIRST, /* ask, then body */
	LAYOUT_LAST,  /* body, then ask */
	LAYOUT_BOTH,  /* ask, body, ask */
	LAYOUT_BARE,  /* body alone, as a piece of code */
	LAYOUT_APART, /* the documents were given apart */
	LAYOUT_COUNT
};

struct split {
	enum layout layout;
	struct text ask[2]; /* its beginning and end; may be empty */
	struct text body[2];
	size_t ask_bytes, body_bytes; /* before they were cut */
};

void split_prompt(const struct prompt_view *p, const struct lexicon *lex,
		  struct split *out);

#endif
