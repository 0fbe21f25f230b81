#ifndef SHUNT_LOCAL_CODE_VOTES_H
#define SHUNT_LOCAL_CODE_VOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "local/code_line.h"

/*
 * What may stand in one place of a text, by what stands in places like it.
 * A level is a kind of likeness; the strictest come first. "Same" is of the
 * lines' text, "shape" as local/code_line.h has it; each level also wants
 * the same empty line, or none, before the place.
 */
enum vote_level {
	VOTE_3_NEXT,	/* three lines before, one behind the same */
	VOTE_3,		/* three lines before */
	VOTE_2_NEXT,
	VOTE_2,
	VOTE_1_NEXT,
	VOTE_1,
	VOTE_SHAPE_2_NEXT,	/* two before, one behind of the same shape */
	VOTE_SHAPE_2,
	VOTE_SHAPE_1_NEXT,
	VOTE_SHAPE_1,
	VOTE_ENDS_NEXT,	/* first and last token before; shape behind */
	VOTE_ENDS,
	VOTE_LAST_NEXT,	/* last token before; first and last behind */
	VOTE_LAST,
	VOTE_START,	/* only the begun line itself, */
	VOTE_TAIL_4,	/* its last four tokens, in any line, */
	VOTE_TAIL_2,	/* its last two, */
	VOTE_TAIL_1,	/* its last one */
	VOTE_LEVELS
};

#define VOTE_TEXT 400	/* longest line that is voted for */
#define VOTE_MOST 2048	/* places of a level that vote: the nearest */

struct vote {
	size_t seen;		/* places that voted */
	size_t same;		/* of those, for the winner */
	char text[VOTE_TEXT + 1];	/* the winner: a line's body */
	size_t len;
	int indent;		/* its columns */
};

/* A run of lines that follow each other in a text, borrowed. */
struct vote_run {
	const struct code_line *lines;
	size_t count;
};

/*
 * The place: behind the last line of `runs[0]` and before the first one of
 * `runs[1]`, which may be empty as may all others. `start` is what the line
 * begins with already, behind its indentation, `end` what it ends with, both
 * often empty;
 * `indent` the columns before the cursor where there is nothing but blanks,
 * else -1; `gap`: an empty line stands before the place.
 */
struct vote_place {
	const struct vote_run *runs;
	size_t run_count;
	struct text start, end;
	int indent;
	bool gap;
	bool joins;	/* the line behind it may come out */
};

/* Fills out[VOTE_LEVELS]; a level without a winner has seen == 0. */
void code_votes(const struct vote_place *place, struct vote *out);

#endif
