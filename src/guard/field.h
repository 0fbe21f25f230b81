#ifndef SHUNT_GUARD_FIELD_H
#define SHUNT_GUARD_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * A name and the value that stands with it, in the ways of programs,
 * settings, shells, JSON, XML and prose.
 */

/* How the value stands behind its name. */
enum style {
	STYLE_NONE,
	STYLE_QUOTED,	/* name = "value", "name": "value" */
	STYLE_LINE,	/* a line NAME=value, as in .env and shells */
	STYLE_TIGHT,	/* name=value elsewhere: connection strings, URLs */
	STYLE_LOOSE,	/* name = value, name: value; also source code */
	STYLE_PAIR,	/* "name", "value" */
	STYLE_FLAG,	/* --name value */
	STYLE_TAG,	/* <name>value</name> */
	STYLE_IS,	/* the name is value */
	STYLE_NETRC	/* login x password value */
};

struct field {
	struct text name;
	size_t stem;		/* where in the name its telling word is */
	struct text rest;	/* of the name, behind that word */
	struct text value;
	enum style style;
	bool keyed;		/* the name itself is quoted */
	char after;		/* the byte behind the value; 0 at the end */
};

/*
 * Reads around the word of `len` bytes at byte `at`. False when no value
 * stands there. Looks at a bounded stretch, but for long runs of base64,
 * which hold no such word with a value of its own.
 */
bool field_read(struct text t, size_t at, size_t len, struct field *d);

#endif
