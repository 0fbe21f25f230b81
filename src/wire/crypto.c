#include "wire/crypto.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

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

/* For RSA, filled apart: who only hashes needs none of it. */
struct rsa_api {
	BIO *(*mem)(const void *data, int len);
	int (*bio_free)(BIO *b);
	EVP_PKEY *(*read_key)(BIO *b, EVP_PKEY **key, pem_password_cb *ask,
			      void *ctx);
	void (*key_free)(EVP_PKEY *key);
	int (*key_is_a)(const EVP_PKEY *key, const char *name);
	EVP_MD_CTX *(*ctx_new)(void);
	void (*ctx_free)(EVP_MD_CTX *ctx);
	int (*sign_init)(EVP_MD_CTX *ctx, EVP_PKEY_CTX **key_ctx,
			 const EVP_MD *type, ENGINE *e, EVP_PKEY *key);
	int (*sign)(EVP_MD_CTX *ctx, unsigned char *sig, size_t *len,
		    const unsigned char *data, size_t data_len);
	const EVP_MD *(*sha256)(void);
	void (*clear_errors)(void);
};

#define RSA_API(name, field) { name, offsetof(struct rsa_api, field) }
static const struct dl_symbol rsa_symbols[] = {
	RSA_API("BIO_new_mem_buf", mem), RSA_API("BIO_free", bio_free),
	RSA_API("PEM_read_bio_PrivateKey", read_key),
	RSA_API("EVP_PKEY_free", key_free), RSA_API("EVP_PKEY_is_a", key_is_a),
	RSA_API("EVP_MD_CTX_new", ctx_new),
	RSA_API("EVP_MD_CTX_free", ctx_free),
	RSA_API("EVP_DigestSignInit", sign_init),
	RSA_API("EVP_DigestSign", sign), RSA_API("EVP_sha256", sha256),
	RSA_API("ERR_clear_error", clear_errors),
};

/* What opens the key, and whether it was asked for. */
struct opening {
	const struct text *phrase;
	bool asked;
};

/* Without it libcrypto would ask on the terminal. */
static int tell_phrase(char *out, int cap, int writing, void *arg)
{
	struct opening *o = arg;

	(void)writing;
	o->asked = true;
	if (!o->phrase || o->phrase->len > (size_t)cap)
		return -1;
	memcpy(out, o->phrase->ptr, o->phrase->len);
	return (int)o->phrase->len;
}

static EVP_PKEY *read_key(const struct rsa_api *api, struct text pem,
			  const struct text *phrase, struct err *err)
{
	struct opening o = { .phrase = phrase };
	BIO *bio = pem.len < MAX_CONFIG ? api->mem(pem.ptr, (int)pem.len) :
					  NULL;
	EVP_PKEY *key = bio ? api->read_key(bio, NULL, tell_phrase, &o) : NULL;

	api->bio_free(bio);
	api->clear_errors();
	if (key && api->key_is_a(key, "RSA"))
		return key;
	if (key)
		err_set(err, ERR_CONFIG, "the private key is not an RSA key");
	else if (o.asked && !phrase)
		err_set(err, ERR_CONFIG, "the private key is encrypted, and "
			"no passphrase is given");
	else if (o.asked)
		err_set(err, ERR_CONFIG, "the passphrase does not open the "
			"private key");
	else
		err_set(err, ERR_CONFIG, "there is no private key in PEM");
	api->key_free(key);
	return NULL;
}

int crypto_rsa_sha256(struct text pem, const struct text *phrase,
		      struct text data, struct buf *out, struct err *err)
{
	unsigned char sig[2048];	/* of a key of 16384 bits */
	size_t len = sizeof(sig);
	struct rsa_api api;
	EVP_PKEY *key;
	EVP_MD_CTX *ctx;
	bool good;

	if (dl_load(crypto_sonames, rsa_symbols,
		    sizeof(rsa_symbols) / sizeof(rsa_symbols[0]), &api, err))
		return -1;
	key = read_key(&api, pem, phrase, err);
	if (!key)
		return -1;
	ctx = api.ctx_new();
	good = ctx &&
	       api.sign_init(ctx, NULL, api.sha256(), NULL, key) == 1 &&
	       api.sign(ctx, sig, &len, (const unsigned char *)data.ptr,
			data.len) == 1;
	api.ctx_free(ctx);
	api.key_free(key);
	api.clear_errors();
	if (!good)
		return err_set(err, ERR_INTERNAL, "libcrypto could not sign");
	buf_add(out, (const char *)sig, len);
	return buf_check(out, "the signature", err);
}

void crypto_base64(const unsigned char *bytes, size_t len, struct buf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned long v = bytes[i] * 65536UL;

		v |= left > 1 ? bytes[i + 1] * 256UL : 0;
		v |= left > 2 ? bytes[i + 2] : 0;
		buf_addch(out, digits[v >> 18 & 63]);
		buf_addch(out, digits[v >> 12 & 63]);
		buf_addch(out, left > 1 ? digits[v >> 6 & 63] : '=');
		buf_addch(out, left > 2 ? digits[v & 63] : '=');
	}
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
