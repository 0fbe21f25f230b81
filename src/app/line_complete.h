#ifndef SHUNT_APP_LINE_COMPLETE_H
#define SHUNT_APP_LINE_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * What may stand for the word that is being typed. The line editor keeps
 * those that begin with the word as it is typed (case counts), sorts them,
 * and drops doubles; so a caller may add all that there is. Names that
 * cannot be shown as they are (controls, bidi, broken UTF-8) are passed over:
 * they come from outside, and the terminal would obey them.
 */
struct line_candidates {
	struct buf names;	/* private: each ends with a NUL */
	size_t count;		/* read-only */
	/*
	 * Where the word begins in the line. A caller whose words may hold
	 * blanks moves it to the left; candidates begin there.
	 */
	size_t start;
	char append;	/* after the only candidate; '\0': nothing */
	bool files;	/* list them without their folders */
};

#define LINE_CANDIDATES_MAX ((size_t)1 << 20)	/* bytes of all names */
#define LINE_CANDIDATES_INIT { .names = BUF_INIT(LINE_CANDIDATES_MAX), \
			       .append = ' ' }

void line_candidates_add(struct line_candidates *c, const char *text,
			 size_t len);
void line_candidates_release(struct line_candidates *c);

/*
 * Adds the files that `word` may begin: "~/" is HOME, folders end with a
 * slash (and nothing is appended to them), names with a dot only for a dot.
 */
void line_complete_files(struct line_candidates *c, struct text word);

#endif
