#ifndef SHUNT_APP_CREDENTIALS_H
#define SHUNT_APP_CREDENTIALS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "conf/config.h"
#include "provider/aws_keys.h"
#include "provider/oci_signer.h"
#include "wire/http.h"
#include "wire/sigv4.h"

/*
 * What a call of a place is proved with: its key, or what signs it. It is
 * found when the place is called, and not before. Not to be moved once it
 * is set: the signer points into it.
 */
struct credentials {
	/* private */
	struct secret key;	/* sent, or what opens Oracle's signer */
	struct aws_keys aws;
	struct sigv4 sigv4;
	struct oci_signer oci;
};

#define CREDENTIALS_INIT { .key = SECRET_INIT, .aws = AWS_KEYS_INIT, \
			   .oci = OCI_SIGNER_INIT }

void credentials_release(struct credentials *c);

/*
 * place_key(), or what signs in its stead. ERR_AUTH where AWS has no keys
 * for us (provider/aws_credentials.h), ERR_CONFIG where Oracle's profile does
 * not do (provider/oci_signer.h), else as place_key() has it.
 */
MUST_CHECK
int credentials_find(struct credentials *c, const struct place *p,
		     const volatile sig_atomic_t *stop, struct err *err);

/* Where they came from, for people; NULL: there are none. */
const char *credentials_source(const struct credentials *c);

/*
 * What else may be wrong with a call that was refused, "" or "; WORDS", into
 * lent memory: a token that has expired by `now`.
 */
void credentials_doubt(const struct credentials *c, int64_t now, char *out,
		       size_t cap);

/* Puts them into a call's options, which borrow them. */
void credentials_use(const struct credentials *c, const struct place *p,
		     struct http_options *o);

/* secret_hide() for each of them. */
void credentials_hide(const struct credentials *c, char *text);

#endif
