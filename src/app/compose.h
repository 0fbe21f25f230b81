#ifndef SHUNT_APP_COMPOSE_H
#define SHUNT_APP_COMPOSE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * How documents and an ask become one message: each document in a block with
 * its name, fenced longer than any fence inside, then the ask. The same bytes
 * each time, so that a vendor finds a conversation in its prompt cache.
 */
struct composed {
	struct text *parts;	/* owned; they point into what was given */
	size_t count;
	struct buf heads;	/* private: what stands between the texts */
};

/* A document's name is "" for standard input. Texts are borrowed. */
void compose(struct composed *c, const struct text *names,
	     const struct text *texts, size_t count, struct text ask);
void compose_release(struct composed *c);

#endif
