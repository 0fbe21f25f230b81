#include "provider/failure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "provider/classify.h"
#include "provider/details.h"
#include "provider/webpage.h"
#include "provider/wait.h"

/*
 * Where the message may stand, best first: the wrapped object, its detail
 * (FastAPI, Mistral), plain strings, Fireworks' gateway.
 */
static const char *const message_paths[] = {
	"error.message", "error.message.detail.0.msg", "error", "message",
	"message.detail.0.msg", "message.detail", "detail", "detail.0.msg",
	"detail.message", "fault.faultstring", "error.error", "error.msg",
	"x_groq.error", "errors.0.message", "msg", "Message",
};

static const char *const code_paths[] = {
	"error.code", "code", "fault.detail.errorcode",
};

static const char *const type_paths[] = {
	"error.type", "type", "message.detail.0.type", "detail.0.type",
	"error.status",
};

static const char *const param_paths[] = {
	"error.param", "param", "message.detail.0.loc.1", "detail.0.loc.1",
};

static const char *const id_paths[] = { "request_id", "error.request_id" };

static const char *const id_headers[] = {
	"x-request-id", "request-id", "apim-request-id", "x-generation-id",
	"x-amzn-requestid", "opc-request-id",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct text first_text(const struct json *j, const char *const *paths,
			      size_t count)
{
	struct text t = { .ptr = "" };

	for (size_t i = 0; i < count; i++)
		if (json_text_at(j, paths[i], &t) && t.len)
			return t;
	return t;
}

/* One line, safe for a terminal, into lent memory. */
static void put_line(char *out, size_t cap, struct text t)
{
	size_t n = text_safe_line(out, cap, t.ptr, t.len);

	out[n] = '\0';
}

/* The first code that is a string or a number; numbers as their digits. */
static struct text code_of(const struct json *j, char digits[24])
{
	struct text t = { .ptr = "" };
	long long n;

	for (size_t i = 0; i < COUNT(code_paths); i++) {
		const struct json *v = json_at(j, code_paths[i]);

		if (json_text(v, &t) && t.len)
			return t;
		if (json_integer(v, &n)) {
			snprintf(digits, 24, "%lld", n);
			return text_of(digits);
		}
	}
	return t;
}

/* A code such as 429 or "429" is the status that was meant. */
static int status_of_code(struct text code)
{
	long v;

	if (code.len != 3 || strspn(code.ptr, "0123456789") < 3)
		return 0;
	v = strtol(code.ptr, NULL, 10);
	return v >= 400 && v < 600 ? (int)v : 0;
}

/* OpenRouter's own message is general; what it relays says more. */
static void add_upstream(const struct json *j, struct buf *out)
{
	struct text raw, who;

	if (!json_text_at(j, "error.metadata.raw", &raw) || !raw.len)
		return;
	buf_adds(out, " (");
	if (json_text_at(j, "error.metadata.provider_name", &who) && who.len) {
		buf_add(out, who.ptr, who.len);
		buf_adds(out, ": ");
	}
	buf_add(out, raw.ptr, raw.len);
	buf_addch(out, ')');
}

/* Azure names what its filters found: "(jailbreak, violence)". */
static void add_filters(const struct json *j, struct buf *out)
{
	char found[120];

	failure_filters(json_at(j, "error.innererror.content_filter_result"),
			found, sizeof(found));
	if (found[0])
		buf_addf(out, " (%s)", found);
}

/* OpenRouter names what its moderation found. */
static bool was_flagged(const struct json *j)
{
	return json_len(json_at(j, "error.metadata.reasons")) ||
	       json_has(json_at(j, "error.metadata"), "flagged_input");
}

static void put_names(const struct json *j, const struct complaint *c,
		      struct failure *out)
{
	put_line(out->code, sizeof(out->code),
		 c->code.len ? c->code : c->type);
	put_line(out->param, sizeof(out->param),
		 first_text(j, param_paths, COUNT(param_paths)));
	if (!out->request_id[0])
		put_line(out->request_id, sizeof(out->request_id),
			 first_text(j, id_paths, COUNT(id_paths)));
}

/*
 * AWS's word is in a header, with an address behind it; in a body it may
 * stand behind a namespace: "com.amazon.coral.service#ErrorName".
 */
static struct text aws_type(struct text t)
{
	const char *end = memchr(t.ptr, ':', t.len), *hash;

	if (end)
		t.len = (size_t)(end - t.ptr);
	hash = memchr(t.ptr, '#', t.len);
	if (hash) {
		t.len -= (size_t)(hash + 1 - t.ptr);
		t.ptr = hash + 1;
	}
	return t;
}

/*
 * Message, codes, ids and kind from an error's JSON; false: no message.
 * `type` is what the headers say of it, or empty.
 */
static bool read_json(const struct json *j, struct text type,
		      struct failure *out)
{
	struct buf message = BUF_INIT(MAX_EVENT);
	struct complaint c = { .status = out->http };
	char digits[24], line[281];
	struct details d;
	struct text t;
	bool told;

	details_read(j, &d);
	c.code = code_of(j, digits);
	c.type = first_text(j, type_paths, COUNT(type_paths));
	if (text_is(c.type, "error"))	/* Anthropic's envelope */
		c.type = text_of("");
	if (type.len)
		c.type = type;
	else if (!c.type.len && json_text_at(j, "__type", &t))
		c.type = aws_type(t);
	if (c.status < 300)	/* an error inside a success */
		c.status = out->http = status_of_code(c.code);
	if (d.word.len)
		c.code = d.word;
	t = first_text(j, message_paths, COUNT(message_paths));
	told = t.len > 0;
	buf_add(&message, t.ptr, t.len);
	add_upstream(j, &message);
	add_filters(j, &message);
	c.message = (struct text){ .ptr = message.ptr, .len = message.len };
	out->err.kind = classify(&c, &out->final);
	if (out->http == 403 && was_flagged(j))
		out->err.kind = ERR_REFUSED;
	if (out->err.kind == ERR_QUOTA && d.daily)
		out->final = true;
	if (told) {
		put_line(line, sizeof(line), c.message);
		err_set(&out->err, out->err.kind, "%s", line);
	}
	if (out->wait_ms < 0)
		out->wait_ms = d.wait_ms;
	if (out->wait_ms < 0)
		out->wait_ms = wait_of_message(c.message);
	put_names(j, &c, out);
	buf_release(&message);
	return told;
}

/* Some wrap the error in a list. */
static const struct json *unwrap(const struct json *j)
{
	return json_is_array(j) ? json_index(j, 0) : j;
}

void failure_filters(const struct json *results, char *out, size_t cap)
{
	struct json_members m = json_members(results);
	size_t n = 0;

	out[0] = '\0';
	while (json_next(&m)) {
		size_t len = strlen(m.name);

		if (!json_truthy(json_get(m.value, "filtered")) ||
		    len + 3 > cap - n)
			continue;
		n += (size_t)snprintf(out + n, cap - n, "%s%s",
				      n ? ", " : "", m.name);
	}
}

bool failure_in(const struct json *j)
{
	const struct json *e = json_get(unwrap(j), "error");
	struct text object;

	if (!json_truthy(e))
		e = json_at(unwrap(j), "x_groq.error");
	if (json_is_object(e) || json_is_array(e))
		return json_len(e) > 0;
	if (json_truthy(e))
		return true;
	/* Mistral and SGLang do not wrap it */
	return json_text_at(unwrap(j), "object", &object) &&
	       text_is(object, "error");
}

int failure_of_object(const struct json *j, struct failure *out,
		      struct err *err)
{
	return failure_of_type(j, 0, text_of(""), out, err);
}

int failure_of_type(const struct json *j, int status, struct text type,
		    struct failure *out, struct err *err)
{
	*out = (struct failure)FAILURE_INIT;
	out->http = status;
	if (!read_json(unwrap(j), type, out))
		err_set(&out->err, out->err.kind,
			"an error without a message");
	if (err)
		*err = out->err;
	return -1;
}

int failure_set(struct failure *out, enum err_kind kind, const char *code,
		const char *message, struct err *err)
{
	*out = (struct failure)FAILURE_INIT;
	err_set(&out->err, kind, "%s", message);
	put_line(out->code, sizeof(out->code), text_of(code));
	if (err)
		*err = out->err;
	return -1;
}

int failure_of_text(struct text text, struct failure *out, struct err *err)
{
	char line[WEBPAGE_LINE];

	webpage_line(text, line);
	return failure_set(out, ERR_VENDOR, "", line, err);
}

/*
 * The host of a Location, with its port and without user and password; the
 * whole of it where there is none. Empty: none was sent.
 */
static struct text target_of(struct text location)
{
	const char *p = location.ptr, *end = p + location.len, *at;
	struct text host = location;

	for (; p + 3 <= end; p++)
		if (!memcmp(p, "://", 3))
			break;
	if (p + 3 <= end)
		host.ptr = p + 3;
	else if (location.len > 2 && !memcmp(location.ptr, "//", 2))
		host.ptr = location.ptr + 2;
	else
		return location;
	for (p = host.ptr; p < end && !strchr("/?#\\", *p); p++)
		;
	host.len = (size_t)(p - host.ptr);
	at = memrchr(host.ptr, '@', host.len);
	if (at) {
		host.len -= (size_t)(at + 1 - host.ptr);
		host.ptr = at + 1;
	}
	return host.len ? host : location;
}

static void read_redirect(const struct http_reply *http, struct failure *out)
{
	char line[201];

	put_line(line, sizeof(line),
		 target_of(http_reply_header(http, "location")));
	err_set(&out->err, ERR_REJECTED, "redirected to %s; not followed",
		line[0] ? line : "nowhere");
}

static struct text header_type(const struct http_reply *http)
{
	return aws_type(http_reply_header(http, "x-amzn-errortype"));
}

/* No JSON, or none with a message: what there is, in a line. */
static void read_page(const struct http_reply *http, struct failure *out)
{
	struct complaint c = { .status = http->status,
			       .code = { .ptr = "" },
			       .type = header_type(http) };
	char line[WEBPAGE_LINE];

	webpage_line(text_of_buf(&http->body), line);
	put_line(out->code, sizeof(out->code), c.type);
	c.message = text_of(line);
	if (out->err.kind == ERR_NONE)
		out->err.kind = classify(&c, &out->final);
	err_set(&out->err, out->err.kind, "%s",
		!http->body.len && http->status < 300 ? "an empty answer"
						      : line);
}

static void read_body(const struct http_reply *http, struct failure *out)
{
	struct json *j = NULL;
	bool told = false;

	if (!json_parse(http->body.ptr, http->body.len, &j, NULL)) {
		told = read_json(unwrap(j), header_type(http), out);
		json_free(j);
	}
	if (!told)
		read_page(http, out);
}

void failure_of_reply(const struct http_reply *http, long long now,
		      struct failure *out)
{
	long after = wait_of_retry_after(http, now);

	*out = (struct failure)FAILURE_INIT;
	out->http = http->status;
	out->wait_ms = after;
	if (after < 0 && http->status == 429)
		out->wait_ms = wait_of_limits(http, now);
	for (size_t i = 0; i < COUNT(id_headers) && !out->request_id[0]; i++)
		put_line(out->request_id, sizeof(out->request_id),
			 http_reply_header(http, id_headers[i]));
	if (http->status >= 300 && http->status < 400)
		read_redirect(http, out);
	else
		read_body(http, out);
	/* a lack of credits that comes with a time to retry may pass */
	if (http->status == 402 && after >= 0)
		out->final = false;
	if (text_is(http_reply_header(http, "x-should-retry"), "false"))
		out->final = true;
}
