#ifndef SHUNT_LOCAL_COMPLETE_CHANCE_H
#define SHUNT_LOCAL_COMPLETE_CHANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "local/code_votes.h"

/*
 * How likely the winner of a level's vote is what really stands there: a
 * logistic model over the vote's figures, fitted by tests/eval/complete.py
 * on one half of its files: of the rest of a line, of a next line at the end
 * of a text, and of one that is missing in it. 0 where nobody voted.
 */
enum chance_of { CHANCE_REST, CHANCE_END, CHANCE_GAP };

double complete_chance(const struct vote *votes, size_t level,
		       enum chance_of of);

/* From here on a guess is worth saying; a further line must be surer. */
#define COMPLETE_LIKELY 0.5
#define COMPLETE_CERTAIN 0.5

/* What the model looks at, for who fits it; the first is 1. */
#define CHANCE_FEATURES (VOTE_LEVELS + 7)
void complete_features(const struct vote *votes, size_t level,
		       double x[CHANCE_FEATURES]);

#endif
