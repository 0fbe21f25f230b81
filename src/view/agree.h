#ifndef SHUNT_VIEW_AGREE_H
#define SHUNT_VIEW_AGREE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Where answers agree and differ, as far as words can tell. Pure.
 *
 * The share (0 to 1) of words that two texts have in common, counted as
 * often as both have them (Dice's coefficient over multisets, L. R. Dice,
 * Ecology 26, 1945). Case does not count, nor do marks around words. Two
 * texts without words agree.
 */
double agree_share(struct text a, struct text b);

/*
 * Adds what `a` says and none of the others does: numbers first, then words
 * of four letters and more, the most frequent first, at most `most` of them,
 * parted by ", ". They are made safe for a terminal.
 */
void agree_only(struct text a, const struct text *others, size_t count,
		size_t most, struct buf *out);

#endif
