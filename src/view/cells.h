#ifndef SHUNT_VIEW_CELLS_H
#define SHUNT_VIEW_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Text in the cells of a terminal: most characters take one, those of East
 * Asian scripts and emoji two, combining marks none (wcwidth() of libc's
 * C.UTF-8, whatever the user's locale; without that locale all take one).
 * The text is UTF-8 without controls, as text_safe_line() makes it.
 */

/* How many cells it takes. */
size_t cells_width(struct text t);

/*
 * The length of the beginning of `t` that takes at most `width` cells, cut
 * between characters; *used (may be NULL) is how many it takes.
 */
size_t cells_fit(struct text t, size_t width, size_t *used);

/*
 * Adds one line of outside text: made safe, in at most `width` cells, "..."
 * for what is left out where that is 8 or more. CELLS_LEFT and CELLS_RIGHT
 * fill up with blanks behind or before it.
 */
enum cells_align { CELLS_AS_IS, CELLS_LEFT, CELLS_RIGHT };

void cells_add(struct buf *out, struct text t, size_t width,
	       enum cells_align align);

#endif
