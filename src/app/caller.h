#ifndef SHUNT_APP_CALLER_H
#define SHUNT_APP_CALLER_H

#include "base/err.h"
#include "base/secret.h"
#include "conf/config.h"
#include "provider/oci_signer.h"
#include "wire/http.h"

/*
 * Who a call is from, read when it is made: the key of its place, or what
 * signs for it. It must not move, and outlives the call.
 */
struct caller {
	struct secret key;		/* sent, or what opens the signer */
	struct oci_signer signer;
	const char *source;		/* of what proves it; NULL: nothing */
};

void caller_init(struct caller *c);
void caller_release(struct caller *c);

/*
 * Reads anew what the place has, and fills of `o` how the call is made, but
 * for its times. ERR_CONFIG says what to set; ERR_STOPPED as place_key().
 */
MUST_CHECK
int caller_prepare(struct caller *c, const struct place *p,
		   struct http_options *o, struct err *err);

/* Puts stars over what is secret in a vendor's words. */
void caller_hide(const struct caller *c, char *text);

/*
 * What else may be wrong with a call that was refused, "" or "; WORDS", into
 * lent memory: a token that has expired by `now`.
 */
void caller_doubt(const struct caller *c, int64_t now, char *out, size_t cap);

#endif
