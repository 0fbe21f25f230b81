#ifndef SHUNT_APP_WISHES_H
#define SHUNT_APP_WISHES_H

#include <stdbool.h>

#include "app/app.h"
#include "base/buf.h"
#include "base/err.h"
#include "conf/words.h"
#include "model/model.h"

/*
 * What an ask wishes beside its prompt: the settings, and what [role.NAME]
 * says where no flag said it.
 */
struct wishes {
	enum task task;			/* TASK_NONE: the classifier's */
	const struct words *model;	/* empty: the router's; borrowed */
	bool code, last_code, all_code;	/* -x, -X, --all-code */
	struct buf system;		/* system text, from -s or the role */
};

/* ERR_CONFIG for a role that is not there, ERR_IO for its file. */
MUST_CHECK
int wishes_read(struct wishes *w, const struct app *app, struct err *err);
void wishes_release(struct wishes *w);

/* Its `model` alone, which reads no file. */
const struct words *wishes_model(const struct app *app);

#endif
