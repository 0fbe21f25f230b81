#include "wire/http.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/dl.h"
#include "base/mem.h"
#include "wire/trust.h"

#define CHECK_MS 100		/* how long the loop may go without check() */

/* What is used of libcurl, filled by dl_load(). */
struct curl_api {
	CURLcode (*global_init)(long flags);
	CURL *(*easy_init)(void);
	CURLcode (*easy_setopt)(CURL *e, CURLoption o, ...);
	CURLcode (*easy_getinfo)(CURL *e, CURLINFO i, ...);
	void (*easy_cleanup)(CURL *e);
	const char *(*easy_strerror)(CURLcode code);
	CURLM *(*multi_init)(void);
	CURLMcode (*multi_add_handle)(CURLM *m, CURL *e);
	CURLMcode (*multi_remove_handle)(CURLM *m, CURL *e);
	CURLMcode (*multi_perform)(CURLM *m, int *running);
	CURLMcode (*multi_poll)(CURLM *m, struct curl_waitfd *fds, unsigned n,
				int ms, int *ready);
	CURLMsg *(*multi_info_read)(CURLM *m, int *left);
	CURLMcode (*multi_cleanup)(CURLM *m);
	struct curl_slist *(*slist_append)(struct curl_slist *l, const char *s);
	void (*slist_free_all)(struct curl_slist *l);
};

#define API(field) { "curl_" #field, offsetof(struct curl_api, field) }
static const struct dl_symbol curl_symbols[] = {
	API(global_init), API(easy_init), API(easy_setopt), API(easy_getinfo),
	API(easy_cleanup), API(easy_strerror), API(multi_init),
	API(multi_add_handle), API(multi_remove_handle), API(multi_perform),
	API(multi_poll), API(multi_info_read), API(multi_cleanup),
	API(slist_append), API(slist_free_all),
};

static const char *const curl_sonames[] = {
	"libcurl.so.4", "libcurl-gnutls.so.4", NULL
};

struct http_call {
	struct http *loop;
	CURL *easy;
	const struct http_request *rq;
	const struct http_options *o;
	const struct http_events *ev;
	void *ctx;
	struct curl_slist *headers;
	struct http_reply reply;
	struct err err;		/* why it ends, when a callback said so */
	bool head;		/* the final reply's head is whole */
	bool enough;		/* data() wants no more, and that is fine */
	bool over;		/* this layer ends it: drop it, then done() */
	size_t got;		/* bytes of body */
	curl_off_t sent;	/* bytes of request, when last looked */
	long long active;	/* clock_ms() of the last byte either way */
	char why[CURL_ERROR_SIZE];
	struct http_call *next;
};

struct http {
	struct curl_api api;
	CURLM *multi;
	struct http_call *calls;
	struct timers timers;
};

int http_new(struct http **out, bool tls, struct err *err)
{
	struct http *h = xcalloc(1, sizeof(*h));

	*out = NULL;
	/* libcurl would write the secrets of every TLS session there */
	unsetenv("SSLKEYLOGFILE");
	if (dl_load(curl_sonames, curl_symbols,
		    sizeof(curl_symbols) / sizeof(curl_symbols[0]), &h->api,
		    err))
		goto fail;
	if (h->api.global_init(tls ? CURL_GLOBAL_SSL : CURL_GLOBAL_NOTHING)) {
		err_set(err, ERR_INTERNAL, "libcurl could not be set up");
		goto fail;
	}
	h->multi = h->api.multi_init();
	if (!h->multi) {
		err_set(err, ERR_INTERNAL, "out of memory");
		goto fail;
	}
	*out = h;
	return 0;
fail:
	free(h);
	return -1;
}

void http_free(struct http *h)
{
	if (!h)
		return;
	while (h->calls)
		http_drop(h->calls);
	h->api.multi_cleanup(h->multi);
	free(h);
}

static void unlink_call(struct http_call *c)
{
	struct http_call **at = &c->loop->calls;

	while (*at && *at != c)
		at = &(*at)->next;
	if (*at)
		*at = c->next;
}

/* The header list is ours until curl has copied it out; it holds the key. */
static void wipe_headers(struct http_call *c)
{
	for (struct curl_slist *l = c->headers; l; l = l->next)
		explicit_bzero(l->data, strlen(l->data));
	c->loop->api.slist_free_all(c->headers);
	c->headers = NULL;
}

static void free_call(struct http_call *c)
{
	const struct curl_api *api = &c->loop->api;

	if (c->easy) {
		api->multi_remove_handle(c->loop->multi, c->easy);
		api->easy_cleanup(c->easy);
	}
	wipe_headers(c);
	http_reply_release(&c->reply);
	free(c);
}

void http_drop(struct http_call *c)
{
	unlink_call(c);
	free_call(c);
}

/* Adds one header line; -1 without memory. */
static int add_header(struct http_call *c, const char *line)
{
	struct curl_slist *l = c->loop->api.slist_append(c->headers, line);

	if (!l)
		return -1;
	c->headers = l;
	return 0;
}

/* Adds each of the lines "Name: value\n"; -1 without memory. */
static int add_lines(struct http_call *c, const struct buf *lines)
{
	const char *p = lines->ptr, *nl;
	char *line;
	int rc = 0;

	for (; !rc && *p; p = nl + 1) {
		nl = strchr(p, '\n');
		line = xstrndup(p, (size_t)(nl - p));
		rc = add_header(c, line);
		explicit_bzero(line, (size_t)(nl - p));
		free(line);
	}
	return rc;
}

static int add_headers(struct http_call *c, struct err *err)
{
	struct buf proof = BUF_INIT(MAX_PROOF);
	size_t room;
	int rc;

	buf_room(&proof, MAX_PROOF, &room);
	rc = http_request_proof(c->rq, c->o, clock_wall(), &proof, err);
	if (!rc && (add_lines(c, &c->rq->headers) ||
		    add_header(c, "Expect:") ||	/* no 100-continue wait */
		    add_lines(c, &proof)))
		rc = err_set(err, ERR_INTERNAL, "out of memory");
	buf_wipe(&proof);
	return rc;
}

/* Ends the transfer from within a callback of libcurl. */
static size_t give_up(struct http_call *c)
{
	c->over = true;
	return CURL_WRITEFUNC_ERROR;
}

static size_t on_header(char *p, size_t size, size_t n, void *arg)
{
	struct http_call *c = arg;
	size_t len = size * n;

	c->active = clock_ms();
	if (http_reply_line(&c->reply, p, len)) {
		if (!buf_check(&c->reply.headers, "the reply's header",
			       &c->err))
			return len;
		return give_up(c);
	}
	c->head = true;
	if (c->ev->head && c->ev->head(c->ctx, &c->reply, &c->err))
		return give_up(c);
	return len;
}

static size_t on_body(char *p, size_t size, size_t n, void *arg)
{
	struct http_call *c = arg;
	size_t len = size * n;
	int rc;

	c->active = clock_ms();
	c->got += len;
	if (c->reply.status < 200 || c->reply.status > 299) {
		struct buf *body = &c->reply.body;
		size_t left = body->max - body->len;

		buf_add(body, p, len < left ? len : left);
		if (len < left)
			return len;
		c->enough = true;
		return give_up(c);
	}
	rc = c->ev->data(c->ctx, p, len, &c->err);
	if (!rc)
		return len;
	c->enough = rc > 0;
	return give_up(c);
}

/* Without it the call must not be made: it would go by another proxy, ... */
static bool set_text(struct http_call *c, CURLoption option, const char *text)
{
	return c->loop->api.easy_setopt(c->easy, option, text) == CURLE_OK;
}

static bool set_trust(struct http_call *c)
{
	const char *file, *dir;

	trust_find(c->o->ca_file, &file, &dir);
	if (!file && !dir)
		return true;	/* what libcurl was built with */
	return set_text(c, CURLOPT_CAINFO, file) &&
	       set_text(c, CURLOPT_CAPATH, dir);
}

/* What is a text, libcurl copies; the other options cannot fail. */
static bool set_texts(struct http_call *c)
{
	const struct http_options *o = c->o;
	const char *proxy = o->loopback ? "" : o->proxy;

	return set_text(c, CURLOPT_URL, c->rq->url.ptr) &&
	       set_text(c, CURLOPT_PROTOCOLS_STR, "http,https") &&
	       set_text(c, CURLOPT_USERAGENT, "shunt/" SHUNT_VERSION) &&
	       (!proxy || set_text(c, CURLOPT_PROXY, proxy)) &&
	       (strncmp(c->rq->url.ptr, "https:", 6) || set_trust(c));
}

static bool set_options(struct http_call *c)
{
	CURLcode (*set)(CURL *e, CURLoption o, ...) = c->loop->api.easy_setopt;
	const struct http_options *o = c->o;
	CURL *e = c->easy;

	set(e, CURLOPT_PRIVATE, (void *)c);
	set(e, CURLOPT_ERRORBUFFER, c->why);
	set(e, CURLOPT_NOSIGNAL, 1L);
	set(e, CURLOPT_QUICK_EXIT, 1L);	/* a hanging resolver is left behind */
	set(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	set(e, CURLOPT_HTTPHEADER, c->headers);
	set(e, CURLOPT_TCP_KEEPALIVE, 1L);
	set(e, CURLOPT_CONNECTTIMEOUT_MS, o->connect_ms);
	set(e, CURLOPT_HEADERFUNCTION, on_header);
	set(e, CURLOPT_HEADERDATA, (void *)c);
	set(e, CURLOPT_WRITEFUNCTION, on_body);
	set(e, CURLOPT_WRITEDATA, (void *)c);
	if (!strcmp(c->rq->method, "POST")) {
		set(e, CURLOPT_POST, 1L);
		set(e, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)c->rq->body.len);
		set(e, CURLOPT_POSTFIELDS, c->rq->body.ptr);
	}
	return set_texts(c);
}

int http_start(struct http *h, const struct http_request *rq,
	       const struct http_options *o, const struct http_events *ev,
	       void *ctx, struct http_call **out, struct err *err)
{
	struct http_call *c;

	*out = NULL;
	if (buf_check(&rq->url, "the URL", err) ||
	    buf_check(&rq->headers, "the request's header", err) ||
	    buf_check(&rq->body, "the request", err))
		return -1;
	c = xcalloc(1, sizeof(*c));
	*c = (struct http_call){ .loop = h, .rq = rq, .o = o, .ev = ev,
				 .ctx = ctx, .active = clock_ms() };
	http_reply_init(&c->reply);
	if (add_headers(c, err))
		goto fail;
	c->easy = h->api.easy_init();
	if (!c->easy) {
		err_set(err, ERR_INTERNAL, "out of memory");
		goto fail;
	}
	if (!set_options(c)) {
		err_set(err, ERR_INTERNAL, "libcurl did not take an option");
		goto fail;
	}
	if (h->api.multi_add_handle(h->multi, c->easy)) {
		err_set(err, ERR_INTERNAL, "libcurl did not take the request");
		goto fail;
	}
	c->next = h->calls;
	h->calls = c;
	*out = c;
	return 0;
fail:
	free_call(c);
	return -1;
}

/* What libcurl's failures before an answer mean, and how to say it. */
static const struct {
	CURLcode code;
	enum err_kind kind;
	const char *what;	/* NULL: libcurl's own words */
} failures[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, ERR_NET, NULL },
	{ CURLE_COULDNT_RESOLVE_PROXY, ERR_NET, NULL },
	{ CURLE_COULDNT_CONNECT, ERR_NET, NULL },
	{ CURLE_UNSUPPORTED_PROTOCOL, ERR_NET, "not an HTTP server" },
	{ CURLE_WEIRD_SERVER_REPLY, ERR_NET, "not an HTTP server" },
	{ CURLE_GOT_NOTHING, ERR_NET, "the server closed without an answer" },
	{ CURLE_OPERATION_TIMEDOUT, ERR_TIMEOUT, NULL },
	{ CURLE_OUT_OF_MEMORY, ERR_INTERNAL, "out of memory" },
	{ CURLE_URL_MALFORMAT, ERR_CONFIG, "the URL is malformed" },
};

/*
 * After the head of a 2xx came, the answer was under way: whatever breaks
 * then leaves it incomplete.
 */
static void explain(struct http_call *c, CURLcode code, struct err *err)
{
	const char *words = c->why[0] ? c->why :
			    c->loop->api.easy_strerror(code);

	if (c->err.kind) {
		*err = c->err;
		return;
	}
	/* libcurl 7.88 calls a header line over its cap "out of memory" */
	if ((c->head && code != CURLE_OPERATION_TIMEDOUT) ||
	    (c->reply.status >= 200 && code == CURLE_OUT_OF_MEMORY)) {
		err_set(err, ERR_PROTO, "answer incomplete after %zu bytes: %s",
			c->got, words);
		return;
	}
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		if (failures[i].code != code)
			continue;
		err_set(err, failures[i].kind, "%s",
			failures[i].what ? failures[i].what : words);
		return;
	}
	err_set(err, ERR_NET, "%s", words);
}

/* Takes the call out of the loop and tells its owner. */
static void finish(struct http_call *c, CURLcode code)
{
	const struct http_events *ev = c->ev;
	struct http_reply reply = c->reply;
	void *ctx = c->ctx;
	struct err err = ERR_INIT;
	bool fine = !c->err.kind && (c->enough || code == CURLE_OK);

	if (!fine)
		explain(c, code, &err);
	http_reply_init(&c->reply);
	http_drop(c);
	ev->done(ctx, &reply, fine ? NULL : &err);
	http_reply_release(&reply);
}

static void finish_done(struct http *h)
{
	struct http_call *c;
	CURLMsg *msg;
	CURLcode code;
	int left;

	for (;;) {
		msg = h->api.multi_info_read(h->multi, &left);
		if (!msg)
			return;
		if (msg->msg != CURLMSG_DONE)
			continue;
		code = msg->data.result;
		h->api.easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &c);
		finish(c, code);
	}
}

/* True when the call has been silent for too long; says so in c->err. */
static bool is_stalled(struct http_call *c, long long now)
{
	bool answering = c->head;
	long limit = answering ? c->o->idle_ms : c->o->first_byte_ms;
	curl_off_t sent = 0;

	c->loop->api.easy_getinfo(c->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
	if (sent != c->sent)
		c->active = now;
	c->sent = sent;
	if (!answering && c->rq->body.len > (size_t)sent)
		limit = c->o->idle_ms + c->o->connect_ms;
	if (!limit || now - c->active < limit)
		return false;
	err_set(&c->err, ERR_TIMEOUT, "%s for %.3g s",
		answering ? "the answer stalled: no byte" :
		sent ? "no answer" : "the server took nothing",
		(double)limit / 1000);
	return true;
}

/* done() may start and drop calls: look again from the first each time. */
static void finish_stalled(struct http *h)
{
	long long now = clock_ms();
	struct http_call *c = h->calls;

	while (c) {
		if (!is_stalled(c, now)) {
			c = c->next;
			continue;
		}
		finish(c, CURLE_OPERATION_TIMEDOUT);
		c = h->calls;
	}
}

void http_timer_stop(struct http *h, struct timer *t)
{
	timer_stop(&h->timers, t);
}

void http_timer_set(struct http *h, struct timer *t, long long at)
{
	timer_set(&h->timers, t, at);
}

int http_run(struct http *h, int (*check)(void *ctx, struct err *err),
	     void *ctx, struct err *err)
{
	int running, ms;

	for (;;) {
		if (check(ctx, err))
			return -1;
		if (h->api.multi_perform(h->multi, &running))
			return err_set(err, ERR_INTERNAL, "libcurl failed");
		finish_done(h);
		finish_stalled(h);
		ms = (int)timers_fire(&h->timers, clock_ms(), CHECK_MS);
		if (!h->calls && !h->timers.first)
			return 0;
		if (running == 0 && h->calls)
			ms = 0;		/* started by done() or a timer */
		if (h->api.multi_poll(h->multi, NULL, 0, ms, NULL))
			return err_set(err, ERR_INTERNAL, "libcurl failed");
	}
}
