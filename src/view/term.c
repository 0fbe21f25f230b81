#include "view/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_WIDTH 80

/* ECMA-48, 8.3.117 */
static const char *const sequences[TERM_STYLES] = {
	[TERM_PLAIN] = "\033[0m",
	[TERM_BOLD] = "\033[1m",
	[TERM_DIM] = "\033[2m",
	[TERM_ITALIC] = "\033[3m",
	[TERM_UNDERLINE] = "\033[4m",
	[TERM_REVERSE] = "\033[7m",
	[TERM_RED] = "\033[31m",
	[TERM_GREEN] = "\033[32m",
	[TERM_YELLOW] = "\033[33m",
	[TERM_BLUE] = "\033[34m",
	[TERM_MAGENTA] = "\033[35m",
	[TERM_CYAN] = "\033[36m",
	[TERM_STRIKE] = "\033[9m",
};

bool term_may_style(enum term_color when, bool terminal, const char *no_color,
		    const char *term)
{
	if (when != TERM_COLOR_AUTO)
		return when == TERM_COLOR_ALWAYS;
	if (!terminal || (no_color && *no_color))
		return false;
	return term && *term && strcmp(term, "dumb") != 0;
}

bool term_styled(int fd, enum term_color when)
{
	return term_may_style(when, isatty(fd), getenv("NO_COLOR"),
			      getenv("TERM"));
}

unsigned term_width(int fd)
{
	struct winsize w;

	if (ioctl(fd, TIOCGWINSZ, &w) || !w.ws_col)
		return DEFAULT_WIDTH;
	return w.ws_col;
}

const char *term_sgr(enum term_style style, bool styled)
{
	return styled ? sequences[style] : "";
}
