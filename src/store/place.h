#ifndef SHUNT_STORE_PLACE_H
#define SHUNT_STORE_PLACE_H

#include <stdbool.h>

#include "base/err.h"

/*
 * Where the store's files are, and whether they are ours: the folder belongs
 * to us and is nobody else's to look into (0700 is put back where it is
 * not), and so is the database in it (0600).
 */

/* $XDG_STATE_HOME/shunt/NAME, allocated; NULL where there is none. */
char *place_path(const char *name);

/*
 * Finds the database, or makes folder and an empty file where `create`.
 * *path (allocated) is the file itself, a symbolic link of ours followed;
 * NULL and 0 when it is not there. SQLite gives -wal and -shm its mode.
 */
MUST_CHECK
int place_find(char **path, bool create, struct err *err);

#endif
