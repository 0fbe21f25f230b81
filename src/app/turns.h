#ifndef SHUNT_APP_TURNS_H
#define SHUNT_APP_TURNS_H

#include <stdbool.h>

#include "app/app.h"
#include "base/buf.h"
#include "base/err.h"
#include "store/store.h"

/* What the commands that read the log share. */

/*
 * Opens what is there. *s is NULL, and a note says so, where nothing has
 * been kept yet.
 */
MUST_CHECK
int turns_open(struct store **s, struct err *err);

/* From the options that select turns; the strings are the settings'. */
MUST_CHECK
int turns_query(struct turn_query *q, const struct app *app, struct err *err);

/*
 * The whole id (allocated) of the one turn whose id is, or begins with, `id`;
 * ERR_USAGE when there is none or more than one.
 */
MUST_CHECK
int turns_find(struct store *s, const char *id, char **whole,
	       struct err *err);

/*
 * Writes all of `out` to stdout and clears it; what did not fit into it is
 * an error about WHAT. Errors are those of fd_write_all(): a signal ends it,
 * also where nobody reads any more.
 */
MUST_CHECK
int turns_write(struct buf *out, const char *what, struct err *err);

#endif
