#ifndef SHUNT_BASE_DL_H
#define SHUNT_BASE_DL_H

#include <stddef.h>

#include "base/err.h"

/*
 * Late loading: a library that most runs do not need is opened on first use
 * and stays open. Its functions are called through a struct of function
 * pointers that the user of the library defines:
 *
 *	struct curl { CURL *(*easy_init)(void); ... };
 *	static const char *const sonames[] = { "libcurl.so.4", NULL };
 *	static const struct dl_symbol syms[] = {
 *		{ "curl_easy_init", offsetof(struct curl, easy_init) }, ...
 *	};
 */
struct dl_symbol {
	const char *name;
	size_t offset;	/* of the function pointer in the table */
};

/*
 * Opens the first of `sonames` (ends with NULL) that is there and fills
 * `table`. ERR_INTERNAL names the library, and the Debian package to install
 * where it is known; the table is then not touched.
 */
MUST_CHECK
int dl_load(const char *const *sonames, const struct dl_symbol *syms,
	    size_t count, void *table, struct err *err);

#endif
