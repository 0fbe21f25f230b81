#ifndef SHUNT_APP_ROSTER_H
#define SHUNT_APP_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"
#include "base/err.h"
#include "conf/config.h"
#include "model/model.h"

/*
 * All the models that this user could ask: those of the catalog and of
 * config.ini at the places that are switched on, what servers on loopback
 * say they have, and the embedded engine.
 */
struct entry {
	struct model model;
	const struct place *place;	/* NULL: the embedded engine */
	char *owned_id;			/* model.id, when it was listed */
	bool own;			/* from [model.ALIAS] */
};

struct roster {
	struct entry *entries;
	size_t count;
};

/* Is any model of that place in it? */
bool roster_knows(const struct roster *r, const struct place *p);

/* From tables and configuration alone: no network. */
void roster_build(struct roster *r, const struct config *cfg);

/* Adds one that a server told of; its facts as the catalog has them. */
void roster_add_listed(struct roster *r, const struct place *place,
		       const char *id, long context);

/*
 * Asks the places that are local and of whose models nothing is known for
 * their lists; with nothing configured at all, looks for a server on
 * loopback that is trusted. Says on stderr where prompts will go. What
 * does not answer is left out.
 */
void roster_ask_local(struct roster *r, struct config *cfg);

/*
 * The entry for a name that the user gave: an alias, "endpoint/id", or an id
 * that only one endpoint has. An id that is not known is taken for a new
 * one, where the endpoint is known. ERR_USAGE when it is unknown, with the
 * nearest name; ERR_CONFIG when its endpoint is not switched on. *at is an
 * index, as entries may move when one is added.
 */
MUST_CHECK
int roster_find(struct roster *r, const struct config *cfg, const char *name,
		size_t *at, struct err *err);
void roster_release(struct roster *r);

#endif
