#ifndef SHUNT_FIT_AUGMENT_H
#define SHUNT_FIT_AUGMENT_H

#include "fit/rows.h"
#include "route/lexicon.h"

/*
 * Puts our own asks about a text or a program before and after bodies: those
 * of gathered rows, and documents of our own. A row that has a gathered body
 * is in its donor's fold, so that no test row is ever seen in training. All
 * chance is from a fixed start: each run makes the same ones.
 */
void augment_bodies(struct rows *rows, const struct rows *documents,
		    const struct lexicon *lex);

#endif
