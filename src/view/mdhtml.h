#ifndef SHUNT_VIEW_MDHTML_H
#define SHUNT_VIEW_MDHTML_H

#include <stdbool.h>

#include "base/text.h"

/*
 * HTML blocks of Markdown (CommonMark 0.31.2, section 4.6), which has seven
 * kinds of them, by how they begin and end. Pure.
 */

/*
 * The kind, 1 to 7, of the block that begins with this text (a line without
 * its blanks ahead, from "<" on), or 0. `whole`: the line ends with it;
 * `in_paragraph`: the block would have to interrupt one.
 */
unsigned mdhtml_begin(struct text line, bool whole, bool in_paragraph);

/* Is this the last line of the block? It may be its first as well. */
bool mdhtml_ends(unsigned kind, struct text line);

/* Kinds that end before a blank line. */
bool mdhtml_ends_blank(unsigned kind);

#endif
