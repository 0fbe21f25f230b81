#ifndef SHUNT_LOCAL_RANK_H
#define SHUNT_LOCAL_RANK_H

#include <stddef.h>

#include "base/text.h"
#include "local/sentence.h"

/*
 * Which sentences tell most of a text. The method is coverage: a summary is
 * worth the concepts that it mentions, each counted fully once and less
 * every time after, and sentences are taken greedily by worth per length.
 *
 * - Concepts, their weight by the number of sentences that hold them, and
 *   the budget: Gillick and Favre, "A scalable global model for
 *   summarization" (2009); diminishing returns and the cost-scaled greedy
 *   choice: Lin and Bilmes, "Multi-document summarization via budgeted
 *   maximization of submodular functions" (2010), which does the work of
 *   MMR (Carbonell and Goldstein, 1998) without comparing sentences;
 *   evaluated lazily as in Minoux (1978).
 * - Frequency as the sign of topic: Luhn (1958); the centroid of Radev et
 *   al. (2004), which here also chooses the candidates in a long text.
 * - Position: Baxendale (1958). Cue phrases: Edmundson (1969). A term's
 *   weight also falls with the place of its first mention.
 * - Sentences that hold terms of the reader's question are worth more:
 *   Tombros and Sanderson (1998).
 *
 * All arithmetic is on integers, so every compiler chooses alike. Time is
 * linear in the text but for at most RANK_POOL candidates; memory is
 * bounded whatever the text.
 */

#define RANK_POOL 4096		/* sentences that are weighed to the end */
#define RANK_TERMS ((size_t)1 << 16)	/* slots for terms */

/* What the summary may have; 0 says that there is no such limit. */
struct limits {
	size_t words, chars, sentences;
	size_t mark_words;	/* that each sentence costs besides its own */
};

struct pick {
	struct sentence s;
	size_t doc;		/* which document it is of */
	size_t words;		/* of the sentence, without its label */
};

/*
 * Chooses sentences of the documents, in document order, into *out (free()
 * it; NULL when there are none) and returns how many. `focus`, if not empty,
 * names what the reader asks about. Where no sentence fits the limits the
 * best one is given nevertheless: the caller cuts it.
 */
size_t rank_pick(const struct text *docs, size_t doc_count, struct text focus,
		 const struct limits *lim, struct pick **out);

/*
 * Does a pick's label have to be printed, when `before` (or NULL) is the
 * one printed before it?
 */
bool pick_shows_label(const struct text *docs, const struct pick *p,
		      const struct pick *before);

#endif
