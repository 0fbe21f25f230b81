#ifndef SHUNT_VIEW_WAIT_H
#define SHUNT_VIEW_WAIT_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * What a terminal shows while no answer comes: one line that is drawn over
 * itself, "GLYPH WHAT 3.2 s". Only bytes are made here; the caller writes
 * them, to a terminal that can erase (term_may_style() says so).
 *
 * An answer that comes at once needs none: draw it first when WAIT_AFTER
 * milliseconds have passed, then every WAIT_EVERY. The cursor is not hidden,
 * as a kill would leave it so.
 */
#define WAIT_AFTER 150
#define WAIT_EVERY 100

/*
 * Adds the bytes of one frame, for a line of `width` columns, of which it
 * takes at most width - 1 so that the terminal does not go to the next line.
 * `what` (a model's name; NULL: nothing) is outside text and made safe, and
 * cut for the time's sake; with a width under 10 the glyph stands alone.
 * `ms` is how long it has taken so far. `utf8`: the glyph may be of Braille,
 * else of ASCII.
 */
void wait_line(struct buf *out, const char *what, long long ms, unsigned width,
	       bool utf8, bool color);

/* Adds the bytes that take the line away and leave the cursor at its start. */
void wait_erase(struct buf *out);

#endif
