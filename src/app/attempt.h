#ifndef SHUNT_APP_ATTEMPT_H
#define SHUNT_APP_ATTEMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "conf/config.h"
#include "model/model.h"
#include "provider/provider.h"
#include "wire/http.h"

/* One (model, effort) at a place; the embedded engine has place NULL. */
struct target {
	const struct model *model;
	const struct place *place;
	enum effort effort;
	const struct dialect *fills;	/* asked to fill a gap, in this; or
					   NULL */
};

const struct dialect *target_dialect(const struct target *t);

/*
 * The next of the targets that may answer where the one at `at` failed so;
 * `count` where there is none. What is the endpoint's own (no connection, no
 * money, a refused key) would meet its other models too; a prompt that was
 * too long wants a larger window, or one that is not known.
 */
size_t target_next(const struct target *list, size_t count, size_t at,
		   const struct failure *f);

/* One call of one target, for the record. */
struct attempt {
	const struct target *target;
	struct err err;		/* ERR_NONE: it answered */
	int http;		/* status, 0 if none came */
	long long ms;
	long long first_ms;	/* to its first text; -1 if none came */
	long hint_ms;		/* to wait, by the vendor; -1 */
	bool final;		/* waiting will not help */
	bool of_place;		/* other models there would meet it too */
	const char *advice;	/* the vendor's case of it; static, or NULL */
	const char *dropped;	/* field it turned down; static, or NULL */
	char code[64], request_id[128];
};

/* Fills it from what is known of the failure (ERR_NONE: of the success). */
void attempt_init(struct attempt *at, const struct target *t,
		  const struct failure *f, long long ms);

/* Is the failure the whole endpoint's, so that its other models share it? */
bool attempt_is_of_place(const struct attempt *at);

/* The one line about it: who, which status, what, the request's id. */
void attempt_describe(const struct attempt *at, struct err *out);

/*
 * The attempt that an ask's failure is told by: the first, as its status is
 * the outcome; the last where all were of one target. count > 0.
 */
const struct attempt *attempts_pick(const struct attempt *list, size_t count);

/*
 * The line that an ask ends with when nobody answered: that attempt's kind
 * and words, how many were made, and what to do about it.
 */
void attempts_conclude(const struct attempt *list, size_t count,
		       struct err *out);

/*
 * The request as it would go to a target, for people (--dry-run): method and
 * URL, headers, a blank line, the body. For the key it says where it is
 * from; the user's own headers are named only.
 */
MUST_CHECK
int target_show(const struct target *t, const struct request *rq,
		struct buf *out, struct err *err);

/* The headers that config.ini adds for the place. */
void target_headers(const struct target *t, struct http_request *rq);

#endif
