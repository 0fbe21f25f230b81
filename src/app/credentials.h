#ifndef SHUNT_APP_CREDENTIALS_H
#define SHUNT_APP_CREDENTIALS_H

#include "base/err.h"
#include "base/secret.h"
#include "conf/config.h"
#include "provider/aws_keys.h"
#include "wire/http.h"
#include "wire/sigv4.h"

/*
 * What a call of a place is proved with: its key, or what signs it. It is
 * found when the place is called, and not before. Not to be moved once it
 * is set: the signer points into it.
 */
struct credentials {
	struct secret key;	/* read-only; empty: none, or it is signed */
	/* private */
	struct aws_keys aws;
	struct sigv4 sigv4;
};

#define CREDENTIALS_INIT { .key = SECRET_INIT, .aws = AWS_KEYS_INIT }

void credentials_release(struct credentials *c);

/*
 * place_key(), or what signs in its stead. ERR_AUTH where AWS has no keys
 * for us (provider/aws_credentials.h), else as place_key() has it.
 */
MUST_CHECK
int credentials_find(struct credentials *c, const struct place *p,
		     const volatile sig_atomic_t *stop, struct err *err);

/* Where they came from, for people; NULL: there are none. */
const char *credentials_source(const struct credentials *c);

/* Puts them into a call's options, which borrow them. */
void credentials_use(const struct credentials *c, const struct place *p,
		     struct http_options *o);

/* secret_hide() for each of them. */
void credentials_hide(const struct credentials *c, char *text);

#endif
