#ifndef SHUNT_APP_TURN_LIST_H
#define SHUNT_APP_TURN_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "store/store.h"

/*
 * Turns as lines. On a terminal: columns under a heading, as many as it has
 * room for, cut to its width. Else fields with TABs between them, whole but
 * for the ask: time, id, task, model, tokens in, tokens out, USD, status,
 * rating, session, ask; what is not known is empty.
 */
struct turn_list {
	bool terminal, styled;
	size_t width;		/* of the terminal */
	size_t id_width;	/* cells for the id */
	int64_t now;		/* ms since the Epoch */
};

#define TURN_LIST_ASK ((size_t)1000)	/* bytes of the ask, else */

/*
 * How many characters tell all of the ids apart, at least 6. They stand in
 * any order one behind the other, each with its NUL.
 */
size_t turn_list_ids(const struct buf *ids);

void turn_list_head(const struct turn_list *l, struct buf *out);
void turn_list_row(const struct turn_list *l, const struct logged_turn *t,
		   struct buf *out);

#endif
