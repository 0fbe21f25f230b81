#ifndef SHUNT_VIEW_SINK_H
#define SHUNT_VIEW_SINK_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"

/*
 * Where the text of an answer goes: a terminal, a pipe, a file, or another
 * sink after something was taken out. The struct is the first member of the
 * concrete one, which its functions cast back to.
 *
 * text() gets pieces as they arrive, cut anywhere, also inside a character;
 * what it gets is its own to show at once. end() comes once, after the last
 * piece; `whole` says whether the vendor's own end mark came. After a -1
 * neither is called again.
 */
struct sink {
	int (*text)(struct sink *s, struct text piece, struct err *err);
	int (*end)(struct sink *s, bool whole, struct err *err);
};

#endif
