#ifndef SHUNT_APP_LINES_H
#define SHUNT_APP_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Lines of a file, a pipe or standard input, however many there are: no more
 * is held than what was read at once, and the beginning of one line of at
 * most MAX_PROMPT. A byte order mark before the first is dropped.
 *
 *	while (!rc && !l.end) {
 *		rc = lines_more(&l, err);
 *		while (!rc && lines_next(&l, &line))
 *			rc = use(line, l.number);
 *	}
 */
struct lines {
	bool end;		/* read-only: there is no more to read */
	size_t number;		/* read-only: of the line given last, from 1 */
	/* private */
	const char *name;	/* for messages; NULL: say "line N" alone */
	int fd;
	struct buf in;
	size_t at, searched;	/* of in: given, and without a newline */
};

/* Of a descriptor that is open, which stays so. */
void lines_init(struct lines *l, int fd, const char *name);

/*
 * Of a file, which lines_release() closes; "-" is standard input. A directory
 * is ERR_USAGE, all else ERR_IO.
 */
MUST_CHECK
int lines_open(struct lines *l, const char *path, struct err *err);
void lines_release(struct lines *l);	/* also after lines_open() failed */

/* Reads, and waits for it; what was given before is gone. */
MUST_CHECK
int lines_more(struct lines *l, struct err *err);

/* The next whole line, without its newline, until lines_more(); or false. */
bool lines_next(struct lines *l, struct text *line);

/* Puts the file and the line given last before a message; returns -1. */
int lines_blame(const struct lines *l, struct err *err);

#endif
