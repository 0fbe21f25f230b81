#ifndef SHUNT_GUARD_FIND_H
#define SHUNT_GUARD_FIND_H

#include <stddef.h>

#include "base/text.h"

/*
 * Finds what looks like a credential: private keys, keys and tokens of
 * clouds and vendors by their published forms, passwords in URLs, values of
 * telling names ("password=", "API_KEY: ", lines of .env files), and values
 * of high entropy next to such names. Pure, one pass, linear, no allocation
 * but the list. Placeholders ("xxxx", "changeme", "<token>", "$VAR", "...")
 * are none.
 */
struct span {
	size_t start, len;	/* bytes of the text */
	const char *kind;	/* "aws-key", "private-key"; static */
};

struct spans {
	struct span *list;	/* in order, none overlaps another */
	size_t count;
};

#define SPANS_INIT { .list = NULL }

/*
 * Adds what is found. `name` is the file's name, or NULL: in ".env" and its
 * kin every value of a telling name counts.
 */
void guard_find(struct text t, const char *name, struct spans *out);
void spans_release(struct spans *s);

/* The line, from 1, that byte `at` of the text is on. */
size_t guard_line(struct text t, size_t at);

#endif
