#ifndef SHUNT_VIEW_FILL_H
#define SHUNT_VIEW_FILL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Runs of styled text become lines of at most `width` cells, broken at
 * blanks; a word that is longer is broken between characters. Each line is
 * handed on when it is full or ended, encoded for the terminal: with its
 * own SGR and OSC 8 sequences, and back in the plain state at its end. It
 * has no newline, and no blanks at the end.
 *
 * Text comes safe (base/text.h). LF ends a line, TAB goes to the next
 * multiple of eight. Without `color` no sequence is written.
 */
enum fill_style {
	FILL_BOLD = 1 << 0,
	FILL_DIM = 1 << 1,
	FILL_ITALIC = 1 << 2,
	FILL_UNDERLINE = 1 << 3,
	FILL_STRIKE = 1 << 4,
	FILL_CODE = 1 << 5,	/* a colour */
	FILL_TITLE = 1 << 6	/* another one */
};

struct fill_run {
	struct text text;
	unsigned style;
	unsigned link;		/* 0: none; else differs from link to link */
	struct text url;	/* printable ASCII */
};

typedef void fill_run_fn(void *ctx, const struct fill_run *run);
typedef void fill_fn(void *ctx, struct text line, size_t cells);

struct fill {
	bool color, light;	/* private, as all below */
	size_t width, cells;	/* of the line so far */
	struct buf line, word, open;	/* `open` begins the word's style */
	size_t word_cells, blanks;
	unsigned line_style, line_link;	/* at the line's end */
	unsigned first_style, first_link;	/* at the word's beginning */
	unsigned style, link;		/* at the word's end */
	bool wrapped;		/* the line goes on with the one before */
	fill_fn *fn;
	void *ctx;
};

void fill_init(struct fill *f, size_t width, fill_fn *fn, void *ctx);
void fill_release(struct fill *f);

void fill_add(struct fill *f, const struct fill_run *run);

/* Ends the line; one that has nothing in it is not handed on. */
void fill_end(struct fill *f);

/* Adds the sequences from one style to another. */
void fill_switch(const struct fill *f, unsigned from, unsigned to,
		 struct buf *out);

/* Cells of some text: as cells_width(), without its cost where possible. */
size_t fill_cells(struct text t);

#endif
