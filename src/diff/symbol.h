#ifndef SHUNT_DIFF_SYMBOL_H
#define SHUNT_DIFF_SYMBOL_H

#include <stdbool.h>

#include "base/text.h"

/*
 * The name that a line of code defines: a function, class, type or macro,
 * by the shapes that the common languages have. A guess from one line, made
 * to stay silent rather than be wrong: a call, a prototype (a line that
 * ends in ";") and a control statement define nothing.
 *
 * `heading`: the line was cut by git (80 bytes) and is known to open what
 * follows, as in a hunk's header.
 *
 * The name is borrowed from the line; false when there is none.
 */
bool symbol_defined(struct text line, bool heading, struct text *name);

bool symbol_is_start(char c);	/* may begin a name: letters, _ and $ */
bool symbol_is_part(char c);	/* may go on in one: digits, too */

#endif
