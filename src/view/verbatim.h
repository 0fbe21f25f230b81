#ifndef SHUNT_VIEW_VERBATIM_H
#define SHUNT_VIEW_VERBATIM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "view/highlight.h"
#include "view/page.h"

/*
 * Lines that are shown as they were typed, code and HTML, on their way to
 * the page. Each goes out when it ends; a long one in parts of
 * VERBATIM_PART bytes, which are the same however it came. Code is not
 * wrapped, HTML is.
 */
#define VERBATIM_PART ((size_t)4 << 10)

struct verbatim {
	struct page *page;	/* private, as all below */
	bool html;
	struct buf part;	/* of the line: not shown yet */
	struct buf shown;	/* what is being shown */
	struct highlight colors;
	struct buf colored;	/* the same, in its colours */
};

void verbatim_init(struct verbatim *v, struct page *page);
void verbatim_release(struct verbatim *v);

/* What the code that follows is written in: a fence's info string, safe. */
void verbatim_language(struct verbatim *v, struct text info);

/* A line begins: `pad` blanks and this text. */
void verbatim_begin(struct verbatim *v, struct text t, size_t pad, bool html);
void verbatim_add(struct verbatim *v, struct text t);
void verbatim_end(struct verbatim *v);

#endif
