#include <string.h>

#include "wire/http.h"

/* What a URL may be: beyond this some server or proxy refuses it anyway. */
#define MAX_URL ((size_t)16 << 10)

void http_request_init(struct http_request *rq)
{
	rq->method = "GET";
	buf_init(&rq->url, MAX_URL);
	buf_init(&rq->headers, MAX_HEADERS);
	buf_init(&rq->body, MAX_REQUEST);
}

void http_request_release(struct http_request *rq)
{
	buf_release(&rq->url);
	buf_release(&rq->headers);
	buf_release(&rq->body);
}

void http_request_header(struct http_request *rq, const char *name,
			 const char *value)
{
	if (strpbrk(name, "\r\n:") || strpbrk(value, "\r\n")) {
		rq->headers.over = true;
		return;
	}
	buf_addf(&rq->headers, "%s: %s\n", name, value);
}

static int add_key(const struct http_options *o, struct buf *out,
		   struct err *err)
{
	if (!o->key)
		return 0;
	if (o->key_header)
		buf_addf(out, "%s: ", o->key_header);
	else
		buf_adds(out, "Authorization: Bearer ");
	buf_add(out, o->key->bytes.ptr, o->key->bytes.len);
	buf_addch(out, '\n');
	return buf_check(out, "the key's header", err);
}

int http_request_proof(const struct http_request *rq,
		       const struct http_options *o, int64_t now,
		       struct buf *out, struct err *err)
{
	if (add_key(o, out, err))
		return -1;
	if (o->sign && o->sign(o->sign_ctx, rq, now, out, err))
		return -1;
	return buf_check(out, "the request's signature", err);
}

void http_reply_init(struct http_reply *r)
{
	r->status = 0;
	buf_init(&r->headers, MAX_HEADERS);
	buf_init(&r->body, MAX_ERROR_BODY);
}

void http_reply_release(struct http_reply *r)
{
	r->status = 0;
	buf_release(&r->headers);
	buf_release(&r->body);
}

struct text http_reply_header(const struct http_reply *r, const char *name)
{
	const char *p = r->headers.ptr, *end = p + r->headers.len, *eol;
	struct text value = { .ptr = "" };
	size_t n = strlen(name);

	for (; p < end; p = eol + 1) {
		eol = memchr(p, '\n', (size_t)(end - p));
		if (!eol)
			eol = end;
		if ((size_t)(eol - p) <= n || memcmp(p, name, n) ||
		    p[n] != ':')
			continue;
		value.ptr = p + n + 1;
		value.len = (size_t)(eol - value.ptr);
		value = text_trim(value);
	}
	return value;
}

/* "HTTP/1.1 200 OK" or "HTTP/2 200": a reply begins, maybe after a 1xx. */
static bool is_status_line(struct http_reply *r, const char *p, size_t len)
{
	const char *blank = memchr(p, ' ', len), *end = p + len;
	int status = 0;

	if (len < 5 || memcmp(p, "HTTP/", 5) || !blank)
		return false;
	for (p = blank + 1; p < end && *p >= '0' && *p <= '9' && status < 1000;
	     p++)
		status = status * 10 + (*p - '0');
	r->status = status;
	buf_clear(&r->headers);
	return true;
}

static void add_line(struct http_reply *r, const char *p, size_t len)
{
	const char *colon = memchr(p, ':', len);
	struct text value;

	if (!colon)
		return;
	for (const char *q = p; q < colon; q++)
		buf_addch(&r->headers, *q >= 'A' && *q <= 'Z' ?
			  (char)(*q + ('a' - 'A')) : *q);
	value = text_trim((struct text){
		.ptr = colon + 1, .len = len - (size_t)(colon + 1 - p) });
	buf_adds(&r->headers, ": ");
	buf_add(&r->headers, value.ptr, value.len);
	buf_addch(&r->headers, '\n');
}

bool http_reply_line(struct http_reply *r, const char *p, size_t len)
{
	if (is_status_line(r, p, len))
		return true;
	if (len <= 2 && r->status >= 200)
		return false;
	add_line(r, p, len);
	return true;
}
