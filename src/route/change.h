#ifndef SHUNT_ROUTE_CHANGE_H
#define SHUNT_ROUTE_CHANGE_H

#include "base/buf.h"
#include "base/text.h"
#include "route/chance.h"

/*
 * Copies of a prompt with a change that must not change what it is: the fit
 * trains on them, `shunt eval` counts what they flip. Pure.
 */
enum change {
	CHANGE_NONE,
	CHANGE_TYPOS, /* one in CHANGE_EVERY characters */
	CHANGE_LOWER,
	CHANGE_UPPER,
	CHANGE_BLANKS, /* each one doubled */
	CHANGES
};

#define CHANGE_EVERY 20

/* Adds t with that change; only CHANGE_TYPOS takes chances. ASCII only. */
void change_text(struct chance *c, struct text t, enum change change,
		 struct buf *out);

#endif
