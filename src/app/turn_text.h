#ifndef SHUNT_APP_TURN_TEXT_H
#define SHUNT_APP_TURN_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/json.h"
#include "store/store.h"

/* What is said of a turn of the log: in words, as JSON, as a page. */

/* "ok", "cut", "cancelled", ...; for an error its kind: "quota", "net". */
const char *turn_status(const struct turn_row *r);

/* "good", "bad" or NULL. */
const char *turn_rating(const struct logged_turn *t);

/*
 * The --json object of the ask, with its answer, and what the log knows
 * beside: "time", "command", "session_name", "ask", "system", "documents",
 * "vendor", "family", "strongest_usd", "rating". Texts that were not kept
 * are null. The turn must have been read with its texts.
 */
void turn_json(struct json_writer *w, const struct logged_turn *t);

/* All about a turn, for a person; to a terminal: safe, else as it is kept. */
void turn_page(struct buf *out, const struct logged_turn *t, bool terminal,
	       bool styled);

/* Ask and answer, under the time and the model. */
void turn_talk(struct buf *out, const struct logged_turn *t, bool terminal,
	       bool styled);

#endif
