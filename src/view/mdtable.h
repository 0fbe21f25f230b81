#ifndef SHUNT_VIEW_MDTABLE_H
#define SHUNT_VIEW_MDTABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * The syntax of tables in Markdown (GitHub's extension): a row of heads, a
 * row of dashes that says how each column is aligned, and rows of cells
 * between bars. Pure.
 */
#define MDTABLE_COLUMNS 64

enum mdtable_align { MDTABLE_LEFT, MDTABLE_RIGHT, MDTABLE_CENTER };

/* May the line be a row of heads? It has a bar that is not escaped. */
bool mdtable_may_begin(struct text line);

/*
 * Takes the next cell off a row; false behind the last. Call it first with
 * mdtable_row() of the line. `rest`: the cell is all that is left.
 */
struct text mdtable_row(struct text line);
bool mdtable_cell(struct text *row, bool rest, struct text *cell);

/* Adds a cell's text: there, "\|" is a bar. */
void mdtable_add_cell(struct text cell, struct buf *out);

/*
 * Is `line` the second row of a table that begins with `head`? Returns the
 * number of columns, or 0: also when there are too many of them.
 */
size_t mdtable_begin(struct text head, struct text line,
		     enum mdtable_align align[MDTABLE_COLUMNS]);

#endif
