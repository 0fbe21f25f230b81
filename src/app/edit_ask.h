#ifndef SHUNT_APP_EDIT_ASK_H
#define SHUNT_APP_EDIT_ASK_H

#include "app/app.h"
#include "app/edit_files.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/model.h"

/*
 * Has files edited by whom the router chooses, and sees to it that what
 * comes back is an edit of these files, and of no other. What does not fit
 * goes back once, with the reason.
 */
struct edit_ask {
	struct app *app;
	struct edit_files *files;
	const char *instruction;
	/* what came of it */
	char by[MODEL_NAME_MAX + 1];	/* who answered; "" nobody */
	double cost;			/* USD, of both; NAN: not known */
	unsigned asked;			/* how often */
};

/* Fills in the new texts of the files, and their patch. */
MUST_CHECK
int edit_ask(struct edit_ask *e, struct err *err);

#endif
