#ifndef SHUNT_DIFF_KIND_H
#define SHUNT_DIFF_KIND_H

#include <stdbool.h>

#include "base/text.h"

/*
 * What a file is, by its path alone (case does not count). In the order of
 * what a reader of a change wants to see first.
 */
enum diff_kind {
	KIND_SOURCE,	/* also what nothing else is known of */
	KIND_TEST,
	KIND_BUILD,	/* makefiles, manifests, continuous integration */
	KIND_CONFIG,
	KIND_DOCS,
	KIND_DATA,
	KIND_GENERATED,	/* lock files, minified, made by a program */
	KIND_VENDORED,
	KIND_BINARY,	/* by what git says of it, never by its path */
	KIND_SUBMODULE,	/* by its mode, never by its path */
	KIND_SECRET,	/* may hold keys: its content is shown to nobody */
	KIND_COUNT
};

enum diff_kind kind_of(struct text path);
const char *kind_name(enum diff_kind kind);	/* "source", ... */

/* The path's last part, and that without its last extension. */
struct text path_name(struct text path);
struct text path_stem(struct text path);

#endif
