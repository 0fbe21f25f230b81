#ifndef SHUNT_APP_HOOK_RUN_H
#define SHUNT_APP_HOOK_RUN_H

#include <stddef.h>

#include "app/app.h"

/*
 * `shunt hook run FILE [SOURCE [COMMIT]]`, which the installed hook calls:
 * puts a message on top of FILE where nobody has written one yet and an
 * editor will show it. Whatever happens, the commit goes on: the status is
 * 0, and where it could not be done FILE is as it was and a line on stderr
 * says why. It has 10 seconds; Ctrl-C ends the hook alone.
 */
int hook_run(struct app *app, const char *const *words, size_t count);

#endif
