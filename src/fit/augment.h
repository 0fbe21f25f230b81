#ifndef SHUNT_FIT_AUGMENT_H
#define SHUNT_FIT_AUGMENT_H

#include "fit/rows.h"
#include "route/lexicon.h"

/*
 * Puts our own asks about a text or a program before and after bodies of
 * gathered rows. Such a row is in its donor's fold, so that no test row is
 * ever seen in training.
 */
void augment_bodies(struct rows *rows, const struct lexicon *lex);

#endif
