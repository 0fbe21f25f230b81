#ifndef SHUNT_WIRE_CRYPTO_H
#define SHUNT_WIRE_CRYPTO_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Hashes, authentication codes and signatures, by libcrypto, which is loaded
 * on first use. ERR_INTERNAL where it cannot be, or cannot do it.
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

/*
 * Signs `data` with SHA-256 and PKCS #1 v1.5 (RFC 8017, 8.2), by the RSA key
 * in `pem`, which `phrase` opens where it is encrypted (else NULL); adds the
 * bytes to `out`. ERR_CONFIG, with no word of the key, where that is no such
 * key, wants a passphrase, or another one.
 */
MUST_CHECK
int crypto_rsa_sha256(struct text pem, const struct text *phrase,
		      struct text data, struct buf *out, struct err *err);

/* Base64 with its padding (RFC 4648, 4). */
void crypto_base64(const unsigned char *bytes, size_t len, struct buf *out);

/* Two lower-case digits for each byte; ends with NUL. */
void crypto_hex(const unsigned char *bytes, size_t len, char *out);

#endif
