#ifndef SHUNT_STORE_SCHEMA_H
#define SHUNT_STORE_SCHEMA_H

#include "store/db.h"

/*
 * Makes the database one of this shunt: an empty one gets its tables, an
 * older one is brought up to date step by step, one of a newer shunt or of
 * another program is refused and left as it is. Many processes may do this
 * at the same time.
 */
MUST_CHECK
int schema_ready(struct db *db, struct err *err);

#endif
