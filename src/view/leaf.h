#ifndef SHUNT_VIEW_LEAF_H
#define SHUNT_VIEW_LEAF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "view/inline.h"
#include "view/mdopen.h"
#include "view/page.h"

/*
 * The text of a paragraph or heading on its way to the page, cut anywhere.
 * It is shown when it fills a line of the terminal, or a line of the source
 * ends (LF), but for what stands behind an inline mark that is still open:
 * that waits, up to LEAF_HOLD bytes of it.
 */
#define LEAF_HOLD ((size_t)1 << 10)

struct leaf {
	struct page *page;	/* private, as all below */
	struct inline_view *inl;
	bool on;
	unsigned style;		/* of all of it */
	struct mdopen open;
	struct buf text;	/* what is not shown yet */
};

void leaf_init(struct leaf *l, struct page *page, struct inline_view *inl);
void leaf_release(struct leaf *l);

/* Ends the one before. */
void leaf_begin(struct leaf *l, unsigned style);
void leaf_add(struct leaf *l, struct text t);

/* Shows the rest, and ends the line. */
void leaf_end(struct leaf *l);

/* Is some of its text not shown yet? */
bool leaf_is_held(const struct leaf *l);

#endif
