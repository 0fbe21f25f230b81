#include "wire/oci_sign.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "wire/crypto.h"

#define BODY_HEADERS " content-length content-type x-content-sha256"

void oci_date(int64_t now, char out[HTTP_DATE_SIZE])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t t = (time_t)now;
	struct tm tm;

	if (!gmtime_r(&t, &tm))
		tm = (struct tm){ .tm_mday = 1 };
	snprintf(out, HTTP_DATE_SIZE, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
		 days + 3 * (tm.tm_wday % 7), tm.tm_mday % 100,
		 months + 3 * (tm.tm_mon % 12), (tm.tm_year + 1900) % 10000,
		 tm.tm_hour % 100, tm.tm_min % 100, tm.tm_sec % 100);
}

/* The host with its port, and what stands behind it, of an absolute URL. */
static int split_url(const char *url, struct text *host, const char **target,
		     struct err *err)
{
	const char *p = strstr(url, "://");

	if (!p)
		return err_set(err, ERR_INTERNAL, "the URL has no host");
	host->ptr = p + 3;
	host->len = strcspn(host->ptr, "/?");
	*target = host->ptr + host->len;
	return 0;
}

/* The request's own header, as it will be sent; empty: there is none. */
static struct text own_header(const struct http_request *rq, const char *name)
{
	size_t len = strlen(name);
	const char *p = rq->headers.ptr;

	for (; *p; p += strcspn(p, "\n") + 1)
		if (!strncmp(p, name, len) && p[len] == ':')
			return (struct text){ p + len + 2,
					      strcspn(p + len + 2, "\n") };
	return (struct text){ .ptr = "" };
}

int oci_signing_string(const struct http_request *rq, int64_t now,
		       const char *digest, struct buf *out, struct err *err)
{
	bool body = !strcmp(rq->method, "POST");
	char date[HTTP_DATE_SIZE];
	const char *target = "";
	struct text host = { .ptr = "" }, type = own_header(rq, "Content-Type");

	if (split_url(rq->url.ptr, &host, &target, err))
		return -1;
	oci_date(now, date);
	buf_addf(out, "date: %s\n(request-target): %s %s%s\nhost: ", date,
		 body ? "post" : "get", *target == '/' ? "" : "/", target);
	buf_add(out, host.ptr, host.len);
	if (!body)
		return buf_check(out, "what is signed", err);
	buf_addf(out, "\ncontent-length: %zu\ncontent-type: ", rq->body.len);
	buf_add(out, type.ptr, type.len);
	buf_addf(out, "\nx-content-sha256: %s", digest);
	return buf_check(out, "what is signed", err);
}

static int hash_body(const struct http_request *rq, struct buf *out,
		     struct err *err)
{
	unsigned char sum[SHA256_SIZE];
	struct text body = { rq->body.ptr, rq->body.len };

	if (strcmp(rq->method, "POST"))
		return 0;
	if (crypto_sha256(body, sum, err))
		return -1;
	crypto_base64(sum, sizeof(sum), out);
	return buf_check(out, "the hash", err);
}

int oci_sign(const void *ctx, const struct http_request *rq, int64_t now,
	     struct buf *out, struct err *err)
{
	const struct oci_sign *s = ctx;
	struct buf signing = BUF_INIT(MAX_HEADERS), sig = BUF_INIT(4096);
	struct buf digest = BUF_INIT(64);
	char date[HTTP_DATE_SIZE];
	int rc = -1;

	if (hash_body(rq, &digest, err) ||
	    oci_signing_string(rq, now, digest.ptr, &signing, err) ||
	    crypto_rsa_sha256(s->pem, s->phrase,
			      (struct text){ signing.ptr, signing.len }, &sig,
			      err))
		goto out;
	oci_date(now, date);
	buf_addf(out, "Date: %s\n", date);
	if (digest.len)
		buf_addf(out, "X-Content-SHA256: %s\n", digest.ptr);
	buf_addf(out, "Authorization: Signature algorithm=\"rsa-sha256\","
		 "headers=\"date (request-target) host%s\",keyId=\"",
		 digest.len ? BODY_HEADERS : "");
	buf_add(out, s->key_id.ptr, s->key_id.len);
	buf_adds(out, "\",signature=\"");
	crypto_base64((const unsigned char *)sig.ptr, sig.len, out);
	buf_adds(out, "\",version=\"1\"\n");
	rc = buf_check(out, "the signature", err);
out:
	buf_release(&digest);
	buf_release(&signing);
	buf_release(&sig);
	return rc;
}
