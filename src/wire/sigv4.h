#ifndef SHUNT_WIRE_SIGV4_H
#define SHUNT_WIRE_SIGV4_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "wire/http.h"

/*
 * AWS Signature Version 4 ("Signing AWS API requests", IAM User Guide), our
 * own: libcurl 7.88's signs the path as it stands, and what has a ":" or a
 * "/" in a segment is then turned down.
 */

/* Who signs, and for what. All borrowed. */
struct sigv4 {
	const char *key_id;		/* "AKIA...": no secret */
	const struct secret *secret;
	const struct secret *token;	/* of temporary keys; NULL: none */
	const char *region, *service;	/* "us-east-1", "bedrock" */
};

/*
 * An http_sign_fn; ctx is a struct sigv4. Adds X-Amz-Date, with a token
 * X-Amz-Security-Token, and Authorization. The signature is over method,
 * path, query, body, host, those headers, and all of the request's own but
 * for those that proxies may change.
 */
MUST_CHECK
int sigv4_sign(const void *ctx, const struct http_request *rq, int64_t now,
	       struct buf *out, struct err *err);

#define SIGV4_DATE_SIZE 17

/* "20261122T120000Z" */
void sigv4_date(int64_t now, char out[SIGV4_DATE_SIZE]);

/*
 * The canonical request that is signed, into `out`, and the names of its
 * headers ("host;x-amz-date") into `names`. Both are the caller's to wipe.
 */
MUST_CHECK
int sigv4_canonical(const struct sigv4 *s, const struct http_request *rq,
		    int64_t now, struct buf *out, struct buf *names,
		    struct err *err);

#endif
