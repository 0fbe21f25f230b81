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
