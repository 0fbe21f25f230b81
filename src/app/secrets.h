#ifndef SHUNT_APP_SECRETS_H
#define SHUNT_APP_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "conf/config.h"
#include "guard/mask.h"

/*
 * What the user's policy makes of secrets in what is about to leave.
 * Each text is checked once, before anything else sees it; with "redact" it
 * is rewritten there and then, so that whatever comes later (request, log,
 * summary, JSON) holds placeholders only.
 */
struct secrets {
	enum secrets_policy policy;
	bool silent;		/* the caller says himself where they are */
	struct mask *mask;	/* what stands for what; NULL: nothing yet */
	size_t found;
};

/* The stricter of [defaults] and [policy]. */
enum secrets_policy secrets_policy(const struct config *cfg);

void secrets_init(struct secrets *s, enum secrets_policy policy);
void secrets_release(struct secrets *s);	/* wipes */

/*
 * Looks for secrets in a text ("" is standard input), says where they are
 * (never what), and rewrites it where the policy is to redact. ERR_NOCAND
 * where it is to refuse.
 */
MUST_CHECK
int secrets_check(struct secrets *s, const char *name, bool is_file,
		  struct buf *text, struct err *err);

/*
 * What secrets_check() says, of a text that is a part of the one it saw: in
 * one line, without a number, and also with -q. False where nothing is found.
 */
bool secrets_tell(const struct secrets *s, const char *name,
		  struct text part);

/*
 * The same as secrets_check() for a name, which goes out and is kept as well;
 * *masked is what stands in its place (allocated), or NULL.
 */
MUST_CHECK
int secrets_name(struct secrets *s, const char *name, char **masked,
		 struct err *err);

/* For the log, whatever the policy: adds the text with its secrets masked. */
void secrets_hide(struct secrets *s, struct text t, struct buf *out);

#endif
