#ifndef SHUNT_VIEW_GATHER_H
#define SHUNT_VIEW_GATHER_H

#include "base/buf.h"
#include "view/sink.h"

/* A sink that keeps all of the text; ERR_TOOBIG for more than it may hold. */
struct gather {
	struct sink sink;	/* hand on &g.sink */
	struct buf text;	/* read-only */
	const char *what;	/* private: for the message */
};

/* `what` names the text in an error; borrowed. */
void gather_init(struct gather *g, size_t most, const char *what);
void gather_release(struct gather *g);

#endif
