#ifndef SHUNT_APP_LISTING_H
#define SHUNT_APP_LISTING_H

#include <stdbool.h>

#include "app/credentials.h"
#include "base/buf.h"
#include "base/err.h"
#include "conf/config.h"
#include "provider/provider.h"
#include "wire/http.h"

/*
 * A GET to a place, alone or beside others in one loop: its list of models
 * (which also shows whether its key is good), or a path that tells what
 * server it is. The outcome is there when http_run() has returned.
 */
struct listing {
	const struct place *place;
	struct err err;		/* ERR_NONE: a 2xx came, and `body` is whole */
	struct failure failure;	/* the vendor's word, with the status */
	struct buf body;
	long long ms;
	double ahead;		/* their clock before ours, in s; NAN unknown */
	bool done;
	struct model model;	/* that was looked for; id NULL: a list */
	/* private */
	struct credentials proof;
	struct http_request rq;
	struct http_options options;
	struct http_call *call;
	struct timer deadline;
	struct http *loop;
	long long started;
};

/*
 * path is of the place's origin; NULL: the dialect's list of models. All of
 * it may take `ms`, and connecting `connect_ms` of these.
 */
void listing_start(struct listing *l, struct http *loop,
		   const struct place *place, const char *path,
		   long connect_ms, long ms);

/*
 * Is that model there, where no list tells? A chat without a message: the
 * vendor turns it down, unpaid, and what it says first is what is wrong with
 * the key, the signature or the name. err is ERR_NONE if only that was left.
 */
void listing_probe(struct listing *l, struct http *loop,
		   const struct place *place, const struct model *model,
		   long connect_ms, long ms);
void listing_release(struct listing *l);

/* Each model of a list that came; -1 when it is none. */
MUST_CHECK
int listing_models(const struct listing *l, model_fn *add, void *ctx,
		   struct err *err);

/* For http_run(): stops on a signal. */
int listing_check(void *ctx, struct err *err);

#endif
