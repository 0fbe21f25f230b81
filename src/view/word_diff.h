#ifndef SHUNT_VIEW_WORD_DIFF_H
#define SHUNT_VIEW_WORD_DIFF_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * What became of the words of one text in another, much as git's --word-diff
 * shows it: words are what stands between white space, whose changes are none.
 * Plain: [-taken out-]{+put in+}; with `color` these are red and green,
 * without the marks. The white space is the second text's. With `terminal`
 * what both say is made safe for one. Pure.
 */
void word_diff_add(struct text a, struct text b, bool terminal, bool color,
		   struct buf *out);

#endif
