#ifndef SHUNT_GUARD_SETTINGS_H
#define SHUNT_GUARD_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "guard/find.h"

/*
 * Files that hold settings and credentials and little else: ".env",
 * ".env.local", "prod.env", ".envrc", ".npmrc", ".pypirc", "credentials".
 * There the value of every telling name counts, however plain, but for
 * placeholders.
 */
bool settings_is_file(const char *name);

/*
 * Reads the next line "NAME = value" with a telling name, from byte *at on,
 * which is set behind that line. False when there is none.
 */
bool settings_next(struct text t, size_t *at, struct span *out);

#endif
