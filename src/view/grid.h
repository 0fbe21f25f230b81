#ifndef SHUNT_VIEW_GRID_H
#define SHUNT_VIEW_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "view/inline.h"
#include "view/mdtable.h"
#include "view/page.h"

/*
 * A table on its way to the page. Its rows are held until it ends, so that
 * the columns can be as wide as they must be; cells are wrapped where that
 * is over the page's width. Where a table has more than GRID_ROWS rows or
 * GRID_BYTES bytes, those after the first go out as they come, in columns
 * as wide as they are then. On a page that is too narrow for columns, each
 * cell stands in a line of its own, behind its head.
 */
#define GRID_ROWS 200
#define GRID_BYTES ((size_t)64 << 10)

struct grid {
	struct page *page;	/* private, as all below */
	struct inline_view *inl;
	size_t columns;		/* 0: no table */
	enum mdtable_align align[MDTABLE_COLUMNS];
	size_t width[MDTABLE_COLUMNS];
	struct buf rows;	/* as they were typed, a LF behind each */
	size_t count;
	bool shown;		/* those that were held are out */
	bool list;		/* too narrow for columns */
	struct fill fill;	/* of a cell */
	struct buf cell, lines, places;
};

void grid_init(struct grid *g, struct page *page, struct inline_view *inl);
void grid_release(struct grid *g);

/* A table begins when `line` can stand under `head`; false: it cannot. */
bool grid_begin(struct grid *g, struct text head, struct text line);

void grid_add(struct grid *g, struct text row);

/* Shows what is held. The next table may begin. */
void grid_end(struct grid *g);

#endif
