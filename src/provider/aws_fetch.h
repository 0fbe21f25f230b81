#ifndef SHUNT_PROVIDER_AWS_FETCH_H
#define SHUNT_PROVIDER_AWS_FETCH_H

#include <signal.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"

/* A small call for credentials, in a loop of its own. All borrowed. */
struct aws_call {
	const char *method, *url;
	const char *header, *value;	/* one of its own; NULL: none */
	const char *key_header;		/* where the key goes */
	const struct secret *key;	/* NULL: none */
	const char *ca_file, *proxy;	/* as http_options has them */
	bool direct;			/* never through a proxy */
	long ms;			/* for all of it */
	const volatile sig_atomic_t *stop;	/* as in base/file.h */
};

/*
 * Adds the body of a 2xx to `out`, which is the caller's to wipe. Another
 * status is ERR_AUTH and stands in *status (else 0); ERR_NET, ERR_TIMEOUT
 * and ERR_STOPPED as usual.
 */
MUST_CHECK
int aws_fetch(const struct aws_call *c, struct buf *out, int *status,
	      struct err *err);

#endif
