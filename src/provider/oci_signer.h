#ifndef SHUNT_PROVIDER_OCI_SIGNER_H
#define SHUNT_PROVIDER_OCI_SIGNER_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "wire/oci_sign.h"

/*
 * Oracle's own credentials: a profile of ~/.oci/config, or of the file that
 * OCI_CONFIG_FILE names ("SDK and CLI Configuration File"), with the private
 * key that it names. As its SDKs have it, what a profile does not say holds
 * as [DEFAULT] says it. A profile with a security_token_file signs with that
 * session's token in place of a user.
 */
struct oci_signer {
	struct oci_sign sign;	/* the ctx of oci_sign(); points in here */
	char source[200];	/* "FILE [PROFILE]", for messages */
	int64_t expires;	/* the session's token; 0: not known */
	/* private */
	struct buf key_id, pem;
	struct secret phrase, token;
	struct text opener;
};

#define OCI_SIGNER_INIT { .key_id = BUF_INIT(MAX_KEY + 1024), \
			  .pem = BUF_INIT(MAX_ERROR_BODY), \
			  .phrase = SECRET_INIT, .token = SECRET_INIT }

void oci_signer_release(struct oci_signer *s);	/* wipes */

/*
 * Reads file and key, into what is empty. `phrase` opens the key, else
 * the profile's pass_phrase does; NULL or empty: none was given. ERR_CONFIG
 * says what is missing, or which file others can read.
 */
MUST_CHECK
int oci_signer_load(struct oci_signer *s, const char *profile,
		    const struct secret *phrase, struct err *err);

#endif
