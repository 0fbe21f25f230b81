#ifndef SHUNT_LOCAL_COMPLETE_H
#define SHUNT_LOCAL_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "local/code_votes.h"

/*
 * builtin/complete: goes on with a text at a cursor, from what the text
 * itself holds. Places that are like the one at the cursor (the same lines
 * before it and behind it, or lines of the same shape) are looked for by
 * hashes of ever looser contexts (local/code_votes.h), and what stands there
 * is put to the vote. How likely each level's winner is to be the very line
 * that belongs there was fitted on real files (tests/eval/complete.py); what
 * is too unlikely is not said. Pure, deterministic, and linear in the text,
 * of which the nearest COMPLETE_LINES lines count.
 */

#define COMPLETE_LINES 32768
#define COMPLETE_MORE 16	/* most lines behind the first */

struct complete_in {
	struct text prefix, suffix;	/* before and behind the cursor */
	const struct text *others;	/* texts that belong to it */
	size_t other_count;
};

/*
 * What to insert, into out: the rest of the cursor's line, or the next one,
 * and those behind it where a longer passage carries on, up to the end of
 * the block. No newline at the end. Nothing where there is no good guess.
 * Returns the chance of the best guess, said or not, from 0 to 1.
 */
double complete_text(const struct complete_in *in, struct buf *out);


/*
 * For those who measure it: the votes for the first line, as the rest of the
 * line that is begun or else as the next one. False where that cannot be.
 */
bool complete_votes(const struct complete_in *in, bool begun,
		    struct vote votes[VOTE_LEVELS]);

#endif
