#ifndef SHUNT_CONF_PLACES_H
#define SHUNT_CONF_PLACES_H

#include "base/err.h"
#include "conf/config.h"

/*
 * From sections and key variables to c->places. Each endpoint section is
 * one; each preset whose usual key variable is set, and that has no section
 * of its name, is one more. ERR_CONFIG with file and line.
 */
MUST_CHECK
int places_find(struct config *c, struct err *err);
void places_release(struct config *c);

/* ERR_CONFIG with the nearest name for a dialect that we do not speak. */
MUST_CHECK
int dialect_check(const char *name, struct err *err);	/* NULL: fine */

/*
 * Adds a server found on loopback (a preset without a key, at its own URL);
 * it is local for nothing but its price, as the user did not say so.
 */
const struct place *places_add_found(struct config *c,
				     const struct preset *preset);

#endif
