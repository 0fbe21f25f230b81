#ifndef SHUNT_WIRE_HTTP_H
#define SHUNT_WIRE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"
#include "wire/timer.h"

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

/*
 * Takes one line of a head, with its line end: a status line begins a reply
 * anew (there may have been interim ones). False when this line, an empty
 * one, ends the head of the final reply. Headers over their cap stick in
 * r->headers.
 */
bool http_reply_line(struct http_reply *r, const char *p, size_t len);

/* The value of the last header so named (lower case), or empty. */
struct text http_reply_header(const struct http_reply *r, const char *name);

/*
 * Signs a request for services that want a proof instead of a key, or beside
 * one: adds header lines "Name: value\n" to `out`, which has room for
 * MAX_PROOF bytes and is wiped after use. The request is final: the
 * headers in it, and no others but libcurl's own (Host, Content-Length,
 * User-Agent, Accept), will be sent with it. `now` is the wall clock in
 * seconds. Called by http_start() for every call, so that no two share a
 * date; -1 with err stops it. All else it needs stands in its `ctx`.
 */
typedef int http_sign_fn(const void *ctx, const struct http_request *rq,
			 int64_t now, struct buf *out, struct err *err);

#define MAX_PROOF (4 * MAX_KEY)

/*
 * How a call is made: where its key goes in, what it trusts, how long it
 * may take. All borrowed until the call is over. Times in ms; 0: no limit.
 */
struct http_options {
	const struct secret *key;	/* or NULL */
	const char *key_header;		/* NULL: "Authorization: Bearer KEY" */
	http_sign_fn *sign;		/* or NULL */
	const void *sign_ctx;
	const char *ca_file;		/* NULL: the system's */
	const char *proxy;		/* NULL: the environment's */
	bool loopback;			/* no proxy, whatever is set */
	long connect_ms, first_byte_ms, idle_ms;
};

/*
 * Adds the header lines that prove who asks: the key's, then those of the
 * signer. They hold secrets: `out` is the caller's to wipe, and never moves
 * where it had room for MAX_PROOF bytes before.
 */
MUST_CHECK
int http_request_proof(const struct http_request *rq,
		       const struct http_options *o, int64_t now,
		       struct buf *out, struct err *err);

/* What a call tells its owner; each is called with the owner's `ctx`. */
struct http_events {
	/* The final status and headers are there; -1 ends the call. */
	int (*head)(void *ctx, const struct http_reply *r, struct err *err);
	/*
	 * Bytes of a 2xx body. -1 ends the call with err; 1 ends it because
	 * enough was read: done() is then called without an error.
	 */
	int (*data)(void *ctx, const char *p, size_t len, struct err *err);
	/*
	 * The call is over and gone. err is NULL when the transfer ended as
	 * HTTP says (which proves nothing about the answer). The owner may
	 * start another call here.
	 */
	void (*done)(void *ctx, const struct http_reply *r,
		     const struct err *err);
};

struct http;
struct http_call;

/*
 * The loop. `tls` says that https will be spoken: TLS is set up only then
 * (it costs milliseconds).
 */
MUST_CHECK
int http_new(struct http **out, bool tls, struct err *err);
void http_free(struct http *h);

/*
 * Starts a call. rq, o, ev and ctx are borrowed until done(). -1 when it
 * could not even start; then done() is not called.
 */
MUST_CHECK
int http_start(struct http *h, const struct http_request *rq,
	       const struct http_options *o, const struct http_events *ev,
	       void *ctx, struct http_call **out, struct err *err);

/* Drops a call without done(); not from within its own head() or data(). */
void http_drop(struct http_call *c);

/* Timers fire from http_run(); `at` as of clock_ms(). */
void http_timer_set(struct http *h, struct timer *t, long long at);
void http_timer_stop(struct http *h, struct timer *t);

/*
 * Runs until no call and no timer is left, or until check() (called at
 * least every 100 ms) returns -1 with err: then -1, with calls still open.
 */
MUST_CHECK
int http_run(struct http *h, int (*check)(void *ctx, struct err *err),
	     void *ctx, struct err *err);

#endif
