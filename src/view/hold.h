#ifndef SHUNT_VIEW_HOLD_H
#define SHUNT_VIEW_HOLD_H

#include "base/buf.h"
#include "view/sink.h"

/*
 * Holds a whole answer back until it was looked at, and hands it on only if
 * it was found good: for --schema. A code fence that is around all of it is
 * taken off first, as models put one around JSON however they are asked.
 */
struct hold {
	struct sink sink;	/* hand on &h.sink */
	struct sink *next;	/* private, as all below */
	int (*check)(const void *ctx, struct text whole,
		     struct err *err);
	const void *ctx;
	struct buf held;
};

void hold_init(struct hold *h, struct sink *next,
	       int (*check)(const void *ctx, struct text whole,
			    struct err *err),
	       const void *ctx);
void hold_release(struct hold *h);

#endif
