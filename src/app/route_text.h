#ifndef SHUNT_APP_ROUTE_TEXT_H
#define SHUNT_APP_ROUTE_TEXT_H

#include <stdbool.h>

#include "app/decide.h"
#include "base/buf.h"

/*
 * A decision explained, with what would turn it: the "route" object of
 * --json, or lines for people, which on a terminal are broken to its width.
 */
void route_text(const struct decision *d, bool json, struct buf *out);

#endif
