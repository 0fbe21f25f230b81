#ifndef SHUNT_VIEW_PAGE_H
#define SHUNT_VIEW_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "view/fill.h"
#include "view/mdline.h"
#include "view/sink.h"

/*
 * The lines of the Markdown view as the terminal gets them: before each
 * stands what its boxes put there, a bar for a quote, a mark or as many
 * blanks for a list item; between blocks that were apart stands one blank
 * line. Every line, and every part of a line of code, ends unstyled, and only
 * such goes on to the next sink. Its error sticks: page_flush() reports it.
 */
struct markdown_look {		/* what the terminal can and wants */
	bool color;	/* SGR sequences; else the layout alone, no escapes */
	bool links;	/* OSC 8, with color */
	bool utf8;	/* bullets and lines may be drawn, else ASCII */
	bool light;	/* light background */
};

struct page_box {
	char mark;		/* as in struct mdline_box */
	char task;		/* ' ' or 'x': the item has a check box */
	bool shown;		/* the mark is written */
	unsigned number, nest;	/* `nest`: bullets around it */
};

struct page {
	struct sink *next;	/* private, as all below */
	struct markdown_look look;
	size_t width;
	struct page_box box[MDLINE_DEPTH];
	size_t depth, boxes_cells;	/* boxes_cells: of all of them */
	size_t hidden;		/* outer boxes for which there is no room */
	struct fill fill;
	size_t last_cells;	/* of the line before */
	struct buf out;
	bool gap, any, open;	/* `open`: a line of code is not ended */
	struct err err;
	bool failed;
};

void page_init(struct page *p, struct sink *next,
	       const struct markdown_look *look, unsigned width);
void page_release(struct page *p);
void page_width(struct page *p, unsigned width);

/* The boxes are these now, of which the first `kept` were there before. */
void page_boxes(struct page *p, const struct mdline *where, size_t kept);

/*
 * The innermost box is a list item with a check box. False, and nothing
 * done, if it is none, or its mark is shown.
 */
bool page_task(struct page *p, char state);

/* A blank line, when something more follows. */
void page_gap(struct page *p);

/* Cells that the line being filled has left, and that a new one has. */
size_t page_room(const struct page *p);
size_t page_columns(const struct page *p);

void page_add(struct page *p, const struct fill_run *run);
void page_end_line(struct page *p);

/* A line that is encoded already, or a part of one that goes on. */
void page_line(struct page *p, struct text line, size_t cells);
void page_part(struct page *p, struct text part, bool ends);

/* Text as it is, with its newlines: in the place of lines, not among them. */
void page_plain(struct page *p, struct text t);

/* A line across, of `cells` or, if 0, of all columns. */
void page_rule(struct page *p, bool heavy, size_t cells);

/* Hands on what there is; call it often. */
MUST_CHECK
int page_flush(struct page *p, struct err *err);

#endif
