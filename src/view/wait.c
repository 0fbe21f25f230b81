#include "view/wait.h"

#include <stdio.h>

#include "base/text.h"
#include "view/cells.h"
#include "view/term.h"

#define GLYPH_ONLY 10		/* narrower, there is no room for more */
#define TENTHS_BELOW 100000	/* ms; later, whole seconds will do */
#define LONG_NAME 60		/* cells; a longer name says no more */
#define TO_LINE_END "\033[K"	/* ECMA-48, 8.3.41 */

static const char *const ascii[] = { "|", "/", "-", "\\" };
static const char *const braille[] = {
	"\u280B", "\u2819", "\u2839", "\u2838", "\u283C",
	"\u2834", "\u2826", "\u2827", "\u2807", "\u280F",
};

static const char *glyph(long long ms, bool utf8)
{
	size_t n = (size_t)(ms / WAIT_EVERY);

	if (utf8)
		return braille[n % (sizeof(braille) / sizeof(braille[0]))];
	return ascii[n % (sizeof(ascii) / sizeof(ascii[0]))];
}

/* "3.2 s", whatever the locale's decimal point. */
static size_t format_time(long long ms, char *out, size_t cap)
{
	int n;

	if (ms < TENTHS_BELOW)
		n = snprintf(out, cap, "%lld.%lld s", ms / 1000,
			     ms / 100 % 10);
	else
		n = snprintf(out, cap, "%lld s", ms / 1000);
	return (size_t)n;
}

void wait_line(struct buf *out, const char *what, long long ms, unsigned width,
	       bool utf8, bool color)
{
	size_t room, len;
	char time[32];

	if (ms < 0)
		ms = 0;
	buf_addch(out, '\r');
	if (width > 1) {
		buf_adds(out, term_role(ROLE_WAIT, false, color));
		buf_adds(out, glyph(ms, utf8));
		buf_adds(out, term_sgr(TERM_PLAIN, color));
	}
	len = format_time(ms, time, sizeof(time));
	/* the last column, the glyph and the blank behind it are taken */
	room = width >= GLYPH_ONLY ? width - 3 : 0;
	if (len <= room) {
		buf_addch(out, ' ');
		room -= len;
		if (room > LONG_NAME)
			room = LONG_NAME;
		if (what && *what && room > 1) {
			cells_add(out, text_of(what), room - 1, CELLS_AS_IS);
			buf_addch(out, ' ');
		}
		buf_add(out, time, len);
	}
	buf_adds(out, TO_LINE_END);
}

void wait_erase(struct buf *out)
{
	buf_adds(out, "\r" TO_LINE_END);
}
