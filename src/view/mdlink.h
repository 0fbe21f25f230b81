#ifndef SHUNT_VIEW_MDLINK_H
#define SHUNT_VIEW_MDLINK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * The targets of a model's links. Which may be behind a text on the
 * terminal (OSC 8), and which must be seen. Pure.
 */
#define MDLINK_MOST ((size_t)2 << 10)	/* of a URL for OSC 8 */

/*
 * Adds the URL as OSC 8 takes it: http, https or mailto, what is no
 * printable ASCII percent-encoded, in at most MDLINK_MOST bytes. False, and
 * nothing added, where that cannot be, or where there is a backslash.
 */
bool mdlink_encode(struct text url, struct buf *out);

/* Says the text all that the URL does (but for "mailto:")? */
bool mdlink_is_said(struct text text, struct text url);

/*
 * Looks some word of the text like an address on another host than the
 * target's? Then only the target tells where the link goes.
 */
bool mdlink_misleads(struct text text, struct text url);

#endif
