#ifndef SHUNT_WIRE_CRYPTO_H
#define SHUNT_WIRE_CRYPTO_H

#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

/*
 * Hashes and authentication codes, by libcrypto, which is loaded on first
 * use. ERR_INTERNAL where it cannot be, or cannot do it.
 */

#define SHA1_SIZE 20
#define SHA256_SIZE 32

MUST_CHECK
int crypto_sha1(struct text data, unsigned char out[SHA1_SIZE],
		struct err *err);
MUST_CHECK
int crypto_sha256(struct text data, unsigned char out[SHA256_SIZE],
		  struct err *err);

/* RFC 2104; `key` may be what crypto_hmac() made before. */
MUST_CHECK
int crypto_hmac(struct text key, struct text data,
		unsigned char out[SHA256_SIZE], struct err *err);

/* Two lower-case digits for each byte; ends with NUL. */
void crypto_hex(const unsigned char *bytes, size_t len, char *out);

#endif
