#include "app/note.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

/*
 * The level is the one piece of state that is not passed down: it is set
 * before the first command runs, and every message would carry it.
 */
static struct {
	bool quiet, verbose;
	enum term_color color;
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

/* `head` and `tail` are ours: they stand around what is made safe. */
PRINTF_LIKE(3, 0)
static void say_as(const char *head, const char *tail, const char *fmt,
		   va_list ap)
{
	char raw[1024], safe[1120], line[1152];
	ssize_t n;
	int len;

	if (vsnprintf(raw, sizeof(raw), fmt, ap) < 0)
		return;
	len = (int)text_safe_line(safe, sizeof(safe), raw, strlen(raw));
	len = snprintf(line, sizeof(line), "%s%.*s%s\n", head, len, safe,
		       tail);
	n = write(STDERR_FILENO, line, (size_t)len);	/* one write, a line */
	(void)n;	/* stderr closed: nobody to tell */
}

PRINTF_LIKE(1, 0) static void say(const char *fmt, va_list ap)
{
	say_as("shunt: ", "", fmt, ap);
}

void note(const char *fmt, ...)
{
	va_list ap;

	if (level.quiet)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void note_verbose(const char *fmt, ...)
{
	va_list ap;

	if (!level.verbose)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void note_progress(const char *fmt, ...)
{
	va_list ap;

	if (level.quiet || (!level.verbose && isatty(STDERR_FILENO) != 1))
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

	if (level.quiet)
		return;
	snprintf(head, sizeof(head), "%s-- ", term_sgr(TERM_DIM, styled));
	va_start(ap, fmt);
	say_as(head, term_sgr(TERM_PLAIN, styled), fmt, ap);
	va_end(ap);
}
