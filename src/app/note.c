#include "app/note.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "view/bar.h"
#include "view/wait.h"

#define WAIT_LINE ((size_t)16 << 10)	/* bytes of a terminal's widest line */

/*
 * The one piece of state that is not passed down: the level is set before
 * the first command runs, and every message would carry it; and whatever is
 * said must first take the waiting line off.
 */
static struct {
	bool quiet, verbose, hushed;
	enum term_color color;
	bool waiting;		/* a waiting line stands on the terminal */
} level;

void note_level(bool quiet, bool verbose)
{
	level.quiet = quiet;
	level.verbose = verbose;
}

void note_color(enum term_color when)
{
	level.color = when;
}

void note_hush(void)
{
	level.hushed = true;
}

/* One write, so that lines of several processes do not mix. */
static void put(const char *p, size_t len)
{
	ssize_t n = write(STDERR_FILENO, p, len);

	(void)n;	/* stderr closed: nobody to tell */
}

/* `head` and `tail` are ours: they stand around what is made safe. */
PRINTF_LIKE(3, 0)
static void say_as(const char *head, const char *tail, const char *fmt,
		   va_list ap)
{
	char raw[1024], safe[1120], line[1152];
	int len;

	if (vsnprintf(raw, sizeof(raw), fmt, ap) < 0)
		return;
	note_wait_over();
	len = (int)text_safe_line(safe, sizeof(safe), raw, strlen(raw));
	len = snprintf(line, sizeof(line), "%s%.*s%s\n", head, len, safe,
		       tail);
	put(line, (size_t)len);
}

PRINTF_LIKE(1, 0) static void say(const char *fmt, va_list ap)
{
	say_as("shunt: ", "", fmt, ap);
}

void note(const char *fmt, ...)
{
	va_list ap;

	if (level.quiet || level.hushed)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void note_verbose(const char *fmt, ...)
{
	va_list ap;

	if (!level.verbose || level.hushed)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void note_progress(const char *fmt, ...)
{
	va_list ap;

	if (level.quiet || level.hushed ||
	    (!level.verbose && isatty(STDERR_FILENO) != 1))
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void note_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void note_label(const char *fmt, ...)
{
	bool styled = term_styled(STDERR_FILENO, level.color);
	char head[16];
	va_list ap;

	if (level.quiet || level.hushed)
		return;
	snprintf(head, sizeof(head), "%s-- ", term_sgr(TERM_DIM, styled));
	va_start(ap, fmt);
	say_as(head, term_sgr(TERM_PLAIN, styled), fmt, ap);
	va_end(ap);
}

/* Can the line be taken off again? That does not depend on colours. */
static bool may_wait(void)
{
	return !level.quiet &&
	       term_may_style(TERM_COLOR_AUTO, isatty(STDERR_FILENO) == 1,
			      NULL, getenv("TERM"));
}

void note_wait(const char *who, long long ms)
{
	struct buf line = BUF_INIT(WAIT_LINE);

	if (ms < WAIT_AFTER || !may_wait())
		return;
	wait_line(&line, who, ms, term_width(STDERR_FILENO),
		  bar_locale_is_utf8(getenv("LC_ALL"), getenv("LC_CTYPE"),
				     getenv("LANG")),
		  term_styled(STDERR_FILENO, level.color));
	put(line.ptr, line.len);
	level.waiting = true;
	buf_release(&line);
}

void note_wait_over(void)
{
	struct buf line = BUF_INIT(WAIT_LINE);

	if (!level.waiting)
		return;
	wait_erase(&line);
	put(line.ptr, line.len);
	level.waiting = false;
	buf_release(&line);
}
