#ifndef SHUNT_VIEW_CELLS_H
#define SHUNT_VIEW_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Text in the cells of a terminal. Most characters take one, those of East
 * Asian scripts and emoji two, combining marks none: by a table of Unicode's
 * facts (view/cells_table.c), so that neither the user's locale nor the age
 * of libc matters. Ambiguous, private and unassigned characters take one, as
 * does each U+FFFD that stands for bytes that are no UTF-8. The text has no
 * controls, as text_safe_line() makes it; each is counted as one.
 *
 * What is shown as one thing is measured as one, and never cut in two: a
 * character and its marks, a syllable of Hangul in letters, two regional
 * indicators (a flag), an emoji and its skin tone, emoji joined by U+200D
 * (two cells, however many they are), and what U+FE0F makes an emoji (two
 * cells, also keycaps). U+FE0E makes nothing narrow.
 *
 * Terminals do not agree on joined emoji and on U+FE0F: kitty, foot, WezTerm,
 * Ghostty, iTerm2 and newer Windows Terminal show them so; xterm, Alacritty,
 * VTE and tmux before 3.6 may show the parts next to each other, or an emoji
 * in one cell. There, a column behind such an emoji is off by what they
 * differ in, and nothing else is: for what has to stay on one line, leave a
 * few cells free, or be ready for a line that wraps. To count the parts
 * would be wrong on the others, and for cutting there is no right answer.
 */

/* How many cells it takes. */
size_t cells_width(struct text t);

/*
 * The length of the beginning of `t` that takes at most `width` cells, cut
 * as above; *used (may be NULL) is how many it takes.
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

/*
 * Adds a blank and a figure of our own behind it, right-aligned in `width`
 * cells: ASCII, and never cut, for a cut figure is another one.
 */
void cells_addf(struct buf *out, size_t width, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

#endif
