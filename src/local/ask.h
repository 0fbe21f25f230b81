#ifndef SHUNT_LOCAL_ASK_H
#define SHUNT_LOCAL_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * What a summarising instruction wishes for, in English, German, French,
 * Spanish, Portuguese, Italian, Chinese and Japanese.
 */

struct wish {
	size_t words, chars, sentences;	/* at most; 0: not said */
	bool bullets;
};

/*
 * "in 3 sentences", "five bullet points", "at most 100 words", "under 280
 * characters", "a headline", "100字以内". Only the first 2 KiB are read.
 */
void ask_read(struct text instruction, struct wish *w);

/*
 * Tells an ask that holds an instruction and the text to summarise apart:
 * tagged or fenced text; a short paragraph, line or sentence with a
 * summarising word before or after it; what stands before a colon. Where
 * nothing summarises, all of it is the text. The instruction may be in two
 * pieces, around the text; pieces and text may be empty.
 */
struct ask {
	struct text before, after;	/* the instruction */
	struct text body;
};

void ask_split(struct text ask, struct ask *out);

/*
 * The words of the instruction that may say what the summary shall be about:
 * all but those of summarising itself. Adds them to out, with blanks.
 */
void ask_focus(struct text instruction, struct buf *out);

#endif
