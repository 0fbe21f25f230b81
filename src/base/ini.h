#ifndef SHUNT_BASE_INI_H
#define SHUNT_BASE_INI_H

#include "base/err.h"
#include "base/text.h"

/*
 * Reads an INI text that is in memory. libinih finds sections, keys and
 * comments, but it would cut long lines and names and values with " ;" in
 * silence: so it is handed short stand-in lines, and the values, which it
 * never sees, arrive whole. What does not fit is an error, "PATH:LINE: ...".
 *
 *	[section]		; a comment may follow, and only that
 *	key = value		blanks around both are dropped
 *		more of it	starts with a blank: joined with a newline
 *	# or ; first on a line, blanks or not: the line is a comment
 *
 * Nothing is special inside a value: " ;", "#", "=" and quotes stay as they
 * are. Empty lines inside a value stay too; a comment inside it is dropped.
 * Only "=" parts key and value; a key holds no blank, ":" or ";". CRLF and
 * a BOM at the start are fine, NUL is not. Section names and keys have at
 * most INI_NAME_MAX bytes. An empty value is a value. Repeated sections and
 * keys are handed on; what they mean is the caller's.
 */

#define INI_NAME_MAX 49	/* libinih holds 50 bytes with the NUL */

/*
 * Once for each section line, with `key` NULL, and once for each key, in
 * order; `section` is "" before the first one. All is valid for the call
 * only. -1 with `err` set stops the reading; ini_read() puts "PATH:LINE: "
 * before that message.
 */
typedef int ini_fn(void *ctx, const char *section, const char *key,
		   struct text value, unsigned line, struct err *err);

/* 0, or -1 with ERR_CONFIG (or the kind that `fn` set). */
MUST_CHECK
int ini_read(const char *path, struct text content, ini_fn *fn, void *ctx,
	     struct err *err);

#endif
