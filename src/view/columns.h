#ifndef SHUNT_VIEW_COLUMNS_H
#define SHUNT_VIEW_COLUMNS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Texts beside each other, each in a column of `width` cells, with a line
 * drawn between them. They are lines that are ready for a terminal: safe, and
 * with no sequences in them but SGR (ECMA-48), which are off again at each
 * line's end. A line that is longer than its column goes on below, in its
 * style. Pure.
 */
#define COLUMNS_MOST 8

/* How wide `count` columns are on so many cells; 0: they do not fit. */
size_t columns_width(size_t cells, size_t count, size_t least);

void columns_add(const struct text *texts, size_t count, size_t width,
		 const char *between, struct buf *out);

#endif
