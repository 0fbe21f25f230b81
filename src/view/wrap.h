#ifndef SHUNT_VIEW_WRAP_H
#define SHUNT_VIEW_WRAP_H

#include "base/buf.h"
#include "base/text.h"

/*
 * Breaks one line of text at blanks so that none is over `width` columns;
 * the text begins in column `at`, and what follows a break in `indent`. A
 * word that is longer stands alone; blanks at the end are dropped. One byte
 * counts as one column: this is for our own words. No newline is added.
 */
void wrap_line(struct text line, unsigned at, unsigned indent, unsigned width,
	       struct buf *out);

#endif
