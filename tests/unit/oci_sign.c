#include "wire/oci_sign.h"

#include <string.h>

#include "provider/token.h"
#include "tap.h"
#include "wire/crypto.h"

/*
 * What is signed, and by what. The signature itself is verified by openssl(1)
 * in tests/scripts/test_oci.py, where the keys are made.
 */

#define NOW 1795348800		/* 2026-11-22T12:00:00Z */

static void test_dates(void)
{
	static const struct {
		int64_t at;
		const char *want;
	} rows[] = {	/* date -u -R -d @N, and GMT for +0000 */
		{ NOW, "Sun, 22 Nov 2026 12:00:00 GMT" },
		{ 0, "Thu, 01 Jan 1970 00:00:00 GMT" },
		{ 784111777, "Sun, 06 Nov 1994 08:49:37 GMT" },
		{ 951827696, "Tue, 29 Feb 2000 12:34:56 GMT" },
		{ 4102444799, "Thu, 31 Dec 2099 23:59:59 GMT" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char got[HTTP_DATE_SIZE];

		oci_date(rows[i].at, got);
		ok(!strcmp(got, rows[i].want), "%s", got);
	}
}

static const struct {
	const char *method, *url, *body, *digest, *want;
} signings[] = {
	/* worked by hand; printf {} | openssl dgst -sha256 -binary | base64 */
	{ "POST", "https://inference.generativeai.us-chicago-1.oci."
	  "oraclecloud.com/20231130/actions/chat", "{}",
	  "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=",
	  "date: Sun, 22 Nov 2026 12:00:00 GMT\n"
	  "(request-target): post /20231130/actions/chat\n"
	  "host: inference.generativeai.us-chicago-1.oci.oraclecloud.com\n"
	  "content-length: 2\ncontent-type: application/json\n"
	  "x-content-sha256: RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=" },
	{ "GET", "http://127.0.0.1:8080/a/b?c=d&e=%2F", "", "",
	  "date: Sun, 22 Nov 2026 12:00:00 GMT\n"
	  "(request-target): get /a/b?c=d&e=%2F\nhost: 127.0.0.1:8080" },
	{ "GET", "https://[::1]:8443", "", "",
	  "date: Sun, 22 Nov 2026 12:00:00 GMT\n"
	  "(request-target): get /\nhost: [::1]:8443" },
};

static void test_strings(void)
{
	for (size_t i = 0; i < sizeof(signings) / sizeof(signings[0]); i++) {
		struct err e = ERR_INIT;
		struct http_request rq;
		struct buf got = BUF_INIT(4096), b64 = BUF_INIT(100);
		unsigned char sum[SHA256_SIZE];

		http_request_init(&rq);
		rq.method = signings[i].method;
		buf_adds(&rq.url, signings[i].url);
		buf_adds(&rq.body, signings[i].body);
		http_request_header(&rq, "X-Other", "Content-Type: x");
		http_request_header(&rq, "Content-Type", "application/json");
		ok(!oci_signing_string(&rq, NOW, signings[i].digest, &got,
				       &e) &&
			   !strcmp(got.ptr, signings[i].want),
		   "%s %s", signings[i].url, e.msg);
		if (*signings[i].body) {
			ok(!crypto_sha256((struct text){ rq.body.ptr,
							 rq.body.len },
					  sum, &e), "hashed %s", e.msg);
			crypto_base64(sum, sizeof(sum), &b64);
			ok(!strcmp(b64.ptr, signings[i].digest), "%s",
			   b64.ptr);
		}
		buf_release(&got);
		buf_release(&b64);
		http_request_release(&rq);
	}
}

/* RFC 4648, 10. */
static void test_base64(void)
{
	static const struct {
		const char *bytes, *want;
	} rows[] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },

	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf got = BUF_INIT(100);

		crypto_base64((const unsigned char *)rows[i].bytes,
			      strlen(rows[i].bytes), &got);
		ok(!strcmp(got.ptr, rows[i].want), "%s", got.ptr);
		buf_release(&got);
	}
}

#define PEM(label, body) \
	("-----BEGIN " label "-----\n" body "\n-----END " label "-----\n")

/* What is no key is refused, and nothing of it is repeated. */
static void test_no_key(void)
{
	static const char *const pems[] = {
		"", "canary", PEM("PRIVATE KEY", "canary"),
		PEM("RSA PRIVATE KEY", "Y2FuYXJ5"),
		PEM("CERTIFICATE", "Y2FuYXJ5"),
	};

	for (size_t i = 0; i < sizeof(pems) / sizeof(pems[0]); i++) {
		struct err e = ERR_INIT;
		struct buf out = BUF_INIT(4096);
		struct text pem = text_of(pems[i]);

		ok(crypto_rsa_sha256(pem, NULL, text_of("x"), &out, &e) &&
			   e.kind == ERR_CONFIG && !strstr(e.msg, "canary") &&
			   !out.len,
		   "%s", e.msg);
		buf_release(&out);
	}
}

/* printf '{"exp":N}' | basenc --base64url */
static void test_tokens(void)
{
	static const struct {
		const char *token;
		int64_t at;	/* 0: none */
	} rows[] = {
		{ "e30.eyJleHAiOjE3OTUzNDg4MDB9.c2ln", 1795348800 },
		{ "e30.eyJhIjoiPz8_PiIsImV4cCI6MTc5NTM0ODgwMH0.c2ln",
		  1795348800 },
		{ "e30.eyJleHAiOiIxNzk1In0.c2ln", 0 },	/* a text */
		{ "e30.eyJleHAiOi0xfQ.c2ln", 0 },
		{ "e30.e30.c2ln", 0 },
		{ "e30.eyJleHAiOjE3OTUzNDg4MDB9", 0 },
		{ "e30.eyJl+HAiOjE3OTUzNDg4MDB9.c2ln", 0 },
		{ "e30..c2ln", 0 }, { "..", 0 }, { ".", 0 }, { "", 0 },
		{ "sk-plain", 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t at = 0;
		bool got = token_expiry(text_of(rows[i].token), &at);

		ok(got == (rows[i].at != 0) && at == rows[i].at, "%s: %lld",
		   rows[i].token, (long long)at);
	}
}

int main(void)
{
	test_dates();
	test_strings();
	test_base64();
	test_no_key();
	test_tokens();
	return tap_done();
}
