#ifndef SHUNT_APP_KEYS_H
#define SHUNT_APP_KEYS_H

#include "conf/config.h"

/*
 * The names of all variables that may hold a key: those that vendors use and
 * those that config.ini names. Children that need none do not get them
 * (proc_opts.unset). Ends with NULL; the names are borrowed, the list is to
 * be freed.
 */
const char **keys_names(const struct config *cfg);

#endif
