#ifndef SHUNT_FIT_AUGMENT_H
#define SHUNT_FIT_AUGMENT_H

#include "base/buf.h"
#include "fit/examples.h"
#include "fit/rows.h"
#include "route/lexicon.h"

/*
 * Changed copies to train on. All chance comes from one generator with a
 * fixed seed, so that each run makes the same ones.
 */
struct chance {
	unsigned long long state;
};

#define CHANCE_INIT                                                            \
	{                                                                      \
		.state = 20261122                                              \
	}

/* A number below n. */
size_t chance_below(struct chance *c, size_t n);

/* t with one typing error in about `every` characters, ASCII letters only. */
void augment_typos(struct chance *c, struct text t, size_t every,
		   struct buf *out);

/* t in lower or upper case (ASCII), or with blanks doubled. */
void augment_form(struct text t, enum change change, struct buf *out);

/*
 * Puts our own asks about a text or a program before and after bodies of
 * gathered rows. Such a row is in its donor's fold, so that no test row is
 * ever seen in training.
 */
void augment_bodies(struct rows *rows, const struct lexicon *lex);

#endif
