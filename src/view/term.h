#ifndef SHUNT_VIEW_TERM_H
#define SHUNT_VIEW_TERM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What the terminal is like, asked once where it is needed. Colours are the
 * eight of ECMA-48 that every terminal and theme has; no terminfo.
 */
enum term_color { TERM_COLOR_AUTO, TERM_COLOR_ALWAYS, TERM_COLOR_NEVER };

enum term_style {
	TERM_PLAIN,	/* back to normal */
	TERM_BOLD,
	TERM_DIM,
	TERM_ITALIC,
	TERM_UNDERLINE,
	TERM_REVERSE,
	TERM_RED,
	TERM_GREEN,
	TERM_YELLOW,
	TERM_BLUE,
	TERM_MAGENTA,
	TERM_CYAN,
	TERM_STRIKE,
	TERM_STYLES
};

/*
 * May we style what goes to a terminal (or not: `terminal`)? The user's word
 * beats the environment: NO_COLOR (set, not empty) and TERM unset or "dumb".
 * The values are handed in, NULL where unset.
 */
bool term_may_style(enum term_color when, bool terminal, const char *no_color,
		    const char *term);

/* The same for a descriptor in this process's environment. */
bool term_styled(int fd, enum term_color when);

/* Columns of the terminal behind fd; where there is none, or 0: 80. */
unsigned term_width(int fd);

/* The sequence that switches a style on; "" when not `styled`. */
const char *term_sgr(enum term_style style, bool styled);

#endif
