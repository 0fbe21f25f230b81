#include "wire/http.h"

#include <string.h>

#include "tap.h"

static struct http_reply r;

/* Takes the lines of a head; true when the last one, and only it, ended it. */
static bool head(const char *lines)
{
	const char *p = lines, *nl;

	for (; *p; p = nl + 1) {
		nl = strchr(p, '\n');
		if (!http_reply_line(&r, p, (size_t)(nl + 1 - p)))
			return !nl[1];
	}
	return false;
}

static int sign(const void *ctx, const struct http_request *rq, int64_t now,
		struct buf *out, struct err *err)
{
	if (!*rq->body.ptr)
		return err_set(err, ERR_CONFIG, "nothing to sign");
	buf_addf(out, "X-Date: %lld\nX-Sum: %s %s%s", (long long)now,
		 (const char *)ctx, rq->url.ptr, rq->headers.ptr);
	return 0;
}

/* What proves who asks: the key first, then what the signer makes. */
static void check_proof(void)
{
	struct secret key = SECRET_INIT;
	struct http_options o = { .key = &key, .key_header = "x-api-key" };
	struct buf out = BUF_INIT(MAX_PROOF);
	struct http_request rq;
	struct err err = ERR_INIT;

	http_request_init(&rq);
	buf_adds(&rq.url, "https://h/p ");
	http_request_header(&rq, "A", "b");
	ok(!secret_set(&key, "k1", 2, "K", &err) &&
	   !http_request_proof(&rq, &o, 7, &out, &err) &&
	   !strcmp(out.ptr, "x-api-key: k1\n"), "a key");
	buf_clear(&out);
	o = (struct http_options){ .sign = sign, .sign_ctx = "by" };
	ok(http_request_proof(&rq, &o, 7, &out, &err) &&
	   err.kind == ERR_CONFIG && !out.len, "a signer may refuse");
	buf_adds(&rq.body, "x");
	o.key = &key;
	ok(!http_request_proof(&rq, &o, 7, &out, &err) &&
	   !strcmp(out.ptr, "Authorization: Bearer k1\nX-Date: 7\n"
			    "X-Sum: by https://h/p A: b\n"),
	   "a key and a signature");
	out.max = out.len + 3;
	ok(http_request_proof(&rq, &o, 7, &out, &err) &&
	   err.kind == ERR_TOOBIG, "one that does not fit");
	buf_wipe(&out);
	secret_release(&key);
	http_request_release(&rq);
}

int main(void)
{
	static char big[MAX_HEADERS];

	check_proof();

	http_reply_init(&r);
	ok(head("HTTP/1.1 200 OK\r\nContent-TYPE:  a/b ;c\r\n\r\n") &&
		   r.status == 200 &&
		   text_is(http_reply_header(&r, "content-type"), "a/b ;c"),
	   "a head");
	ok(head("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
		"HTTP/1.1 429 No\r\nRetry-After: 1\r\n\r\n") &&
		   r.status == 429 && !http_reply_header(&r, "link").len &&
		   text_is(http_reply_header(&r, "retry-after"), "1"),
	   "interim replies leave nothing");
	ok(head("HTTP/2 204\r\n\r\n") && r.status == 204 && !r.headers.len,
	   "no reason, no header");
	ok(head("HTTP/1.0 500 x\nA: 1\nA: 2\nno colon\n\n") &&
		   r.status == 500 &&
		   text_is(http_reply_header(&r, "a"), "2"),
	   "LF alone, the last of two, a line that is no header");
	ok(!head("HTTP/1.1 100 Continue\r\n\r\n"), "a 1xx is not the end");
	ok(head("HTTP/1.1 999999999999 x\r\n\r\n") && r.status >= 1000 &&
		   r.status < 10000, "digits without end: %d", r.status);
	memset(big, 'h', sizeof(big));
	ok(http_reply_line(&r, "HTTP/1.1 200 OK\r\n", 17) &&
		   http_reply_line(&r, big, sizeof(big)) && !r.headers.over,
	   "a line without a colon is not kept");
	big[1] = ':';
	http_reply_line(&r, big, sizeof(big));
	ok(r.headers.over, "headers over their cap stick");
	http_reply_release(&r);
	return tap_done();
}
