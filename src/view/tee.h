#ifndef SHUNT_VIEW_TEE_H
#define SHUNT_VIEW_TEE_H

#include "base/buf.h"
#include "view/sink.h"

/*
 * Hands the text on and keeps a copy of its beginning, up to what the buffer
 * holds: an answer for the log. More is no error.
 */
struct tee {
	struct sink sink;	/* hand on &t.sink */
	struct sink *next;	/* private */
	struct buf copy;	/* read-only; ends at a whole character */
};

/* `most`: bytes that are kept; 0: none. */
void tee_init(struct tee *t, struct sink *next, size_t most);
void tee_release(struct tee *t);

#endif
