#ifndef SHUNT_APP_REFRESH_H
#define SHUNT_APP_REFRESH_H

#include "app/app.h"
#include "base/err.h"

/*
 * `shunt models --refresh`: asks all endpoints at the same time for their
 * lists, and prints, for each, what is listed and not known here (with the
 * section to paste for it), and what is known here and not listed. One that
 * fails does not spoil the others; then -1 with the first failure's kind and
 * no message, as it was printed.
 */
MUST_CHECK
int models_refresh(struct app *app, struct err *err);

#endif
