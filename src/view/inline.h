#ifndef SHUNT_VIEW_INLINE_H
#define SHUNT_VIEW_INLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "view/fill.h"

/*
 * The inline text of one leaf (part of a paragraph, a heading, a cell) as
 * runs of styled text, by md4c, which is loaded late. The text is as
 * view/mdtext.h makes it; LF is a line's end, and comes out as one (hard or
 * soft). Raw HTML comes out as it was typed, a link as its text and, where
 * that does not say it, its target.
 */
struct MD_PARSER;	/* md4c's */

struct md_api {
	int (*parse)(const char *text, unsigned size,
		     const struct MD_PARSER *parser, void *ctx);
};

struct inline_span {	/* an open link or image */
	size_t text;	/* where its text begins in `said` */
	size_t url;	/* where its URL begins in `urls` */
	unsigned link;
};

#define INLINE_NEST 16

struct inline_view {
	struct md_api api;	/* private, as all below */
	bool links, color;
	unsigned serial;	/* links so far */
	struct buf text;	/* what md4c reads */
	struct buf run;		/* what is being given */
	struct buf said;	/* text of the open links */
	struct buf urls;	/* their targets, for OSC 8 */
	struct buf url;		/* the target, to be read */
	size_t skip;		/* bytes of `text` that are not the leaf's */
	bool given;
	unsigned base, bold, italic, strike, code;
	struct inline_span span[INLINE_NEST];
	size_t depth, nested;	/* open links; those over INLINE_NEST */
	fill_run_fn *fn;
	void *ctx;
};

void inline_init(struct inline_view *v, bool links, bool color);
void inline_release(struct inline_view *v);

/* ERR_INTERNAL when libmd4c is not there. */
MUST_CHECK
int inline_load(struct inline_view *v, struct err *err);

/* `base`: styles that all of it has. */
void inline_parse(struct inline_view *v, struct text leaf, unsigned base,
		  fill_run_fn *fn, void *ctx);

#endif
