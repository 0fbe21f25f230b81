#ifndef SHUNT_WIRE_OCI_SIGN_H
#define SHUNT_WIRE_OCI_SIGN_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "wire/http.h"

/*
 * Request signing as Oracle's cloud has it: HTTP signatures (the draft of
 * Cavage, "Signing HTTP Messages") by RSA with SHA-256.
 */

/* Who signs. All borrowed; the PEM and the phrase are secrets. */
struct oci_sign {
	struct text key_id;	/* "TENANCY/USER/FINGERPRINT", "ST$TOKEN" */
	struct text pem;
	const struct text *phrase;	/* that opens it; NULL: none */
};

/*
 * An http_sign_fn; ctx is a struct oci_sign. Adds Date, Authorization and,
 * for a request with a body, X-Content-SHA256. Signed are date, method and
 * target, host, and of a body its length, type and hash.
 */
MUST_CHECK
int oci_sign(const void *ctx, const struct http_request *rq, int64_t now,
	     struct buf *out, struct err *err);

#define HTTP_DATE_SIZE 40

/* "Sun, 22 Nov 2026 12:00:00 GMT" (RFC 9110, 5.6.7), in any locale. */
void oci_date(int64_t now, char out[HTTP_DATE_SIZE]);

/*
 * The string that is signed, into `out`; `digest` is the body's hash in
 * base64, empty where there is no body.
 */
MUST_CHECK
int oci_signing_string(const struct http_request *rq, int64_t now,
		       const char *digest, struct buf *out, struct err *err);

#endif
