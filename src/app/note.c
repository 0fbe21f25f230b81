#include "app/note.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

/*
 * The level is the one piece of state that is not passed down: it is set
 * once, before the first command runs, and every message would carry it.
 */
static struct {
	bool quiet, verbose;
} level;

void note_level(bool quiet, bool verbose)
{
	level.quiet = quiet;
	level.verbose = verbose;
}

PRINTF_LIKE(1, 0) static void say(const char *fmt, va_list ap)
{
	char raw[1024], line[1152] = "shunt: ";
	size_t at = strlen(line), len;
	ssize_t n;

	if (vsnprintf(raw, sizeof(raw), fmt, ap) < 0)
		return;
	len = at + text_safe_line(line + at, sizeof(line) - at - 1, raw,
				  strlen(raw));
	line[len++] = '\n';
	n = write(STDERR_FILENO, line, len);	/* one write, one line */
	(void)n;	/* stderr closed: nobody to tell */
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
