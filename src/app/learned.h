#ifndef SHUNT_APP_LEARNED_H
#define SHUNT_APP_LEARNED_H

#include <stdbool.h>
#include <stdint.h>

#include "app/history.h"
#include "app/roster.h"
#include "route/plan.h"
#include "store/state.h"

/*
 * What earlier calls have learned, put into the plan's input: pace and
 * length of answers, ratings, cool-downs, and what a conversation's model has
 * of it in its prompt cache.
 */

#define LEARNED_WORDS 96

/*
 * The "family" whose habit is how many tokens were written for each that was
 * expected: learned over all models, since each sees other prompts, and none
 * is to look cheap for having been asked short questions.
 */
#define LEARNED_ALL "*"

/* A vendor keeps a prompt for at least so long (Anthropic: 5 minutes). */
#define CACHE_MS (5 * 60 * 1000)

/*
 * Fills one option (and moves the entry's skill, and empties its efforts where
 * it was seen to take none). `words` is lent memory for the reason why it
 * rests. `now` in ms since the Epoch.
 */
void learned_fill(struct plan_option *o, struct entry *e,
		  const struct state *st, enum task task, int64_t now,
		  char words[LEARNED_WORDS]);

/* The option that answered the turn before: its cache, and its right. */
void learned_turn(struct plan_option *o, const struct history *h,
		  bool follow_up, int64_t now);

/*
 * The breaker of that model is half-open: one caller may try. True when we
 * are to stay away, because another one tries now.
 */
bool learned_must_wait(const struct state *st, const struct model *m,
		       int64_t now);

#endif
