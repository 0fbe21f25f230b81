#ifndef SHUNT_APP_TURN_TEXT_H
#define SHUNT_APP_TURN_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "store/store.h"

/* What is said of a turn of the log: in words, as JSON, as a page. */

/* "ok", "cut", "cancelled", ...; for an error its kind: "quota", "net". */
const char *turn_status(const struct turn_row *r);

/* "good", "bad" or NULL. */
const char *turn_rating(const struct logged_turn *t);

/*
 * The --json object of the ask, with its answer, and what the log knows
 * beside: "time", "command", "session_id", "ask", "system", "documents",
 * "vendor", "family", "strongest_usd", "rating". Texts that were not kept
 * are null. The turn must have been read with its texts. -1 when there is
 * no memory; a report that cannot be read leaves its members null.
 */
MUST_CHECK
int turn_json(struct json_writer *w, const struct logged_turn *t,
	      struct err *err);

/*
 * All about a turn, for a person; to a terminal: safe, else as it is kept.
 * Fails as turn_json() does.
 */
MUST_CHECK
int turn_page(struct buf *out, const struct logged_turn *t, bool terminal,
	      bool styled, struct err *err);

/* The texts alone, under the time and the model. */
void turn_talk(struct buf *out, const struct logged_turn *t, bool terminal,
	       bool styled);

#endif
