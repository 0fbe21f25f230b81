#ifndef SHUNT_ROUTE_SHAPE_H
#define SHUNT_ROUTE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * What a text looks like, whatever it says: counted in one pass over its
 * bytes and one look at the beginning and the end of each line. Counts of
 * several texts add up, so a head and a tail make one shape.
 */
struct shape {
	size_t bytes, letters, digits, blanks, upper, high;
	size_t code_punct; /* ; { } ( ) [ ] < > = _ \ | & */
	size_t operators;  /* + * / ^ = between blanks or digits */
	size_t quotes, questions, commas, backslashes, dollars, percents;
	size_t numbers;	  /* runs of digits */
	size_t sentences; /* . ! ? before a blank or at the end */
	size_t lines, empty_lines;
	size_t code_lines; /* look like a line of a program */
	size_t indented, bullets, headings, speakers, options, log_lines;
	size_t diff_lines, trace_lines, comments, keywords, sql;
	size_t fences, fims, tags, calls, names, arrows, file_lines, urls;
	size_t blanks_to_fill; /* ____, [MASK] */
	size_t han, kana, hangul, cyrillic, arabic, latin, other;
	bool ends_question, ends_colon, ends_equals, ends_stop;
};

void shape_add(struct shape *s, struct text t);

/* What a body is made of. */
enum body_kind {
	BODY_NONE,
	BODY_PROSE,
	BODY_CODE,
	BODY_DIFF,
	BODY_TALK, /* lines with speakers */
	BODY_DATA, /* logs, records, markup */
	BODY_KINDS
};

enum body_kind shape_kind(const struct shape *s);

/*
 * Is t of the kind BODY_CODE or BODY_DIFF? For the split, which need not
 * know more.
 */
bool shape_is_program(struct text t);

/* Does one line look like a program's? For the split. */
bool shape_is_code(struct text line);

#endif
