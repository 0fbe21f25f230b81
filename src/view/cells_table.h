#ifndef SHUNT_VIEW_CELLS_TABLE_H
#define SHUNT_VIEW_CELLS_TABLE_H

#include <stddef.h>

/* What view/cells.c knows of characters; those in no range take one cell. */
enum cells_kind {
	CELLS_NARROW,
	CELLS_NONE,	/* belongs to what stands before it */
	CELLS_MARK,	/* does so, too, but takes a cell */
	CELLS_WIDE,
	CELLS_EMOJI,	/* wide, and may be joined to others */
	CELLS_CAPABLE,	/* narrow, an emoji when U+FE0F follows */
	CELLS_TONE,	/* colours the emoji before it */
	CELLS_REGIONAL	/* half of a flag */
};

struct cells_range {
	unsigned first, last;
	enum cells_kind kind;
};

extern const struct cells_range cells_table[];	/* in ascending order */
extern const size_t cells_table_len;

#endif
