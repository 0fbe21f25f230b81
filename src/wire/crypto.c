#include "wire/crypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/dl.h"

/* What is used of libcrypto, filled by dl_load(). */
struct crypto_api {
	const EVP_MD *(*sha1)(void);
	const EVP_MD *(*sha256)(void);
	int (*digest)(const void *data, size_t count, unsigned char *md,
		      unsigned *size, const EVP_MD *type, ENGINE *impl);
	unsigned char *(*hmac)(const EVP_MD *type, const void *key,
			       int key_len, const unsigned char *data,
			       size_t count, unsigned char *md,
			       unsigned *size);
};

static const struct dl_symbol crypto_symbols[] = {
	{ "EVP_sha1", offsetof(struct crypto_api, sha1) },
	{ "EVP_sha256", offsetof(struct crypto_api, sha256) },
	{ "EVP_Digest", offsetof(struct crypto_api, digest) },
	{ "HMAC", offsetof(struct crypto_api, hmac) },
};

static const char *const crypto_sonames[] = { "libcrypto.so.3", NULL };

/* The library stays open, so that again is only a look in a list. */
static int load(struct crypto_api *api, struct err *err)
{
	return dl_load(crypto_sonames, crypto_symbols,
		       sizeof(crypto_symbols) / sizeof(crypto_symbols[0]),
		       api, err);
}

static int failed(struct err *err)
{
	return err_set(err, ERR_INTERNAL, "libcrypto could not hash");
}

int crypto_sha1(struct text data, unsigned char out[SHA1_SIZE],
		struct err *err)
{
	struct crypto_api api;

	if (load(&api, err))
		return -1;
	if (api.digest(data.ptr, data.len, out, NULL, api.sha1(), NULL) != 1)
		return failed(err);
	return 0;
}

int crypto_sha256(struct text data, unsigned char out[SHA256_SIZE],
		  struct err *err)
{
	struct crypto_api api;

	if (load(&api, err))
		return -1;
	if (api.digest(data.ptr, data.len, out, NULL, api.sha256(), NULL) != 1)
		return failed(err);
	return 0;
}

int crypto_hmac(struct text key, struct text data,
		unsigned char out[SHA256_SIZE], struct err *err)
{
	struct crypto_api api;

	if (load(&api, err))
		return -1;
	if (!api.hmac(api.sha256(), key.ptr, (int)key.len,
		      (const unsigned char *)data.ptr, data.len, out, NULL))
		return failed(err);
	return 0;
}

void crypto_hex(const unsigned char *bytes, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	*out = '\0';
}
