#ifndef SHUNT_WIRE_HTTP_H
#define SHUNT_WIRE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

/*
 * HTTP over one libcurl multi handle. libcurl is loaded by http_new(), not
 * before. Any number of calls run at the same time; http_run() drives them
 * and the timers until none is left. Redirects are never followed; only
 * http and https are spoken; loopback never goes through a proxy.
 */

enum framing { FRAMING_NONE, FRAMING_SSE, FRAMING_NDJSON, FRAMING_AWS };

/* A request as a dialect makes it: pure data, no key. Owned. */
struct http_request {
	const char *method;	/* "POST", "GET"; static */
	struct buf url;
	struct buf headers;	/* lines "Name: value\n" */
	struct buf body;
};

void http_request_init(struct http_request *rq);
void http_request_release(struct http_request *rq);

/* Adds a header line; CR, LF and NUL in the value make it fail (sticky). */
void http_request_header(struct http_request *rq, const char *name,
			 const char *value);

/* What came before, or instead of, an answer's body. Borrowed in calls. */
struct http_reply {
	int status;
	struct buf headers;	/* lines "name: value\n", names in lower case */
	struct buf body;	/* of an error: first MAX_ERROR_BODY bytes */
};

void http_reply_init(struct http_reply *r);
void http_reply_release(struct http_reply *r);

/* The value of the last header so named (lower case), or empty. */
struct text http_reply_header(const struct http_reply *r, const char *name);

#endif
