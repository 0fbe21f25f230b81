#ifndef SHUNT_PROVIDER_AWS_KEYS_H
#define SHUNT_PROVIDER_AWS_KEYS_H

#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

/* What signs a request to AWS. Wiped on release; the secrets never shown. */
struct aws_keys {
	struct secret id;	/* "AKIA..." */
	struct secret secret;
	struct secret token;	/* of temporary keys; empty: none */
};

#define AWS_KEYS_INIT { .id = SECRET_INIT, .secret = SECRET_INIT, \
			.token = SECRET_INIT }

void aws_keys_release(struct aws_keys *k);

/*
 * Sets them from what came from `source`. ERR_CONFIG names it where one of
 * the two is missing, or is none.
 */
MUST_CHECK
int aws_keys_set(struct aws_keys *k, struct text id, struct text secret,
		 struct text token, const char *source, struct err *err);

/*
 * The same from JSON, in the shapes of credential_process (its Version must
 * be 1), of the container and instance metadata services, and of SSO's
 * GetRoleCredentials. ERR_AUTH when they have expired by `now`.
 */
MUST_CHECK
int aws_keys_parse(struct aws_keys *k, struct text json, int64_t now,
		   const char *source, struct err *err);

#endif
