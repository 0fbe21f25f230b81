#include "app/attempt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "conf/setting.h"
#include "model/catalog.h"

#define LEAST_WORDS 80	/* of the vendor's words, whatever else is to say */

const struct dialect *target_dialect(const struct target *t)
{
	return t->fills ? t->fills : dialect_of(&t->place->ep, t->model);
}

static bool is_of_place(const struct failure *f)
{
	enum err_kind kind = f->err.kind;

	return f->of_place || kind == ERR_NET || kind == ERR_QUOTA ||
	       (kind == ERR_AUTH && f->http != 403 && f->http != 404) ||
	       (kind == ERR_TIMEOUT && !f->http);
}

bool attempt_is_of_place(const struct attempt *at)
{
	return at->of_place;
}

static bool may_help(const struct target *failed, const struct target *other,
		     const struct failure *f)
{
	long window = model_window(failed->model);
	long larger = model_window(other->model);

	if (is_of_place(f) && other->place == failed->place)
		return false;
	return f->err.kind != ERR_TOOLONG || !window || !larger ||
	       larger > window;
}

size_t target_next(const struct target *list, size_t count, size_t at,
		   const struct failure *f)
{
	size_t i = at + 1;

	while (i < count && !may_help(&list[at], &list[i], f))
		i++;
	return i;
}

void attempt_init(struct attempt *at, const struct target *t,
		  const struct failure *f, long long ms)
{
	*at = (struct attempt){ .target = t, .err = f->err, .http = f->http,
				.ms = ms, .first_ms = -1,
				.hint_ms = f->wait_ms, .final = f->final,
				.of_place = is_of_place(f),
				.advice = f->advice };
	snprintf(at->code, sizeof(at->code), "%s", f->code);
	snprintf(at->request_id, sizeof(at->request_id), "%s", f->request_id);
}

/*
 * WHO: HTTP STATUS: WORDS (request ID)TAIL. The words are the vendor's and
 * may be long: they are cut, so that what follows is not.
 */
static void describe(const struct attempt *at, const char *tail,
		     struct err *out)
{
	bool ok = at->http >= 200 && at->http <= 299;
	char name[160], http[16] = "", words[sizeof(out->msg)];
	const char *id = at->request_id;
	size_t used;

	model_name(at->target->model, name, sizeof(name));
	if (at->http && !ok)
		snprintf(http, sizeof(http), "HTTP %d: ", at->http);
	used = strlen(name) + 2 + strlen(http) + strlen(tail) +
	       (*id ? strlen(" (request )") + strlen(id) : 0);
	used = used < sizeof(words) - LEAST_WORDS ? used :
	       sizeof(words) - LEAST_WORDS;
	words[text_safe_line(words, sizeof(words) - used, at->err.msg,
			     strlen(at->err.msg))] = '\0';
	err_set(out, at->err.kind, "%s: %s%s%s%s%s%s", name, http, words,
		*id ? " (request " : "", id, *id ? ")" : "", tail);
}

void attempt_describe(const struct attempt *at, struct err *out)
{
	describe(at, "", out);
}

/* What to do about it, by kind; NULL where the message says all. */
static const char *const hints[ERR_KINDS] = {
	[ERR_AUTH] = "shunt doctor checks keys",
	[ERR_QUOTA] = "ask another model with shunt -m, or later",
	[ERR_NET] = "shunt doctor checks endpoints",
	[ERR_VENDOR] = "ask another model with shunt -m, or later",
	[ERR_TOOLONG] = "shunt models shows larger windows",
};

/* A model that the vendor does not know: the nearest that we know there. */
static bool nearest_model(const struct target *t, char *out, size_t cap)
{
	const char *names[128], *near;
	struct model m;
	size_t it = 0, n = 0;

	while (n < 128 && catalog_next(t->place->ep.preset->name, &it, &m))
		if (strcmp(m.id, t->model->id))
			names[n++] = m.id;
	near = nearest(t->model->id, names, n);
	if (near)
		snprintf(out, cap, "did you mean %s/%s?", t->place->ep.name,
			 near);
	return near;
}

/* What to do about a model that is not there, into lent memory. */
static const char *missing_model(const struct target *t, char *out,
				 size_t cap)
{
	const struct preset *p = t->place->ep.preset;

	if (p->flags & ENDPOINT_DEPLOYMENTS)
		return "the name of a deployment is wanted, not that of its "
		       "model";
	if (p->pull)
		snprintf(out, cap, "%s %s installs it", p->pull, t->model->id);
	else if (!nearest_model(t, out, cap))
		return "shunt models lists the known ones";
	return out;
}

static bool all_same(const struct attempt *list, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (list[i].target != list[0].target)
			return false;
	return true;
}

const struct attempt *attempts_pick(const struct attempt *list, size_t count)
{
	return all_same(list, count) ? &list[count - 1] : &list[0];
}

void attempts_conclude(const struct attempt *list, size_t count,
		       struct err *out)
{
	const struct attempt *at = attempts_pick(list, count);
	const char *hint = hints[at->err.kind];
	char near[200], tail[256];
	size_t n = 0;

	if (at->err.kind == ERR_NOMODEL && at->target->place)
		hint = missing_model(at->target, near, sizeof(near));
	if (at->err.kind == ERR_QUOTA && at->final)	/* money, not speed */
		hint = "see to the account, or ask another model with shunt -m";
	if (at->advice)
		hint = at->advice;
	if (!all_same(list, count))
		n = (size_t)snprintf(tail, sizeof(tail), "; %zu attempts, and "
				     "nobody answered", count);
	else if (count > 1)
		n = (size_t)snprintf(tail, sizeof(tail), ", after %zu "
				     "attempts", count);
	snprintf(tail + n, sizeof(tail) - n, "%s%s", hint ? "; " : "",
		 hint ? hint : "");
	describe(at, tail, out);
}

void target_headers(const struct target *t, struct http_request *rq)
{
	const struct endpoint_section *s = t->place->section;

	for (size_t i = 0; s && i < s->headers.count; i++) {
		const char *h = s->headers.items[i];
		size_t n = strcspn(h, ":");
		char *name = xstrndup(h, n);

		h += n + 1;
		http_request_header(rq, name, h + strspn(h, " \t"));
		free(name);
	}
}

static const char *key_source(const struct place *p)
{
	const struct endpoint_section *s = p->section;

	if (s && s->api_key_file)
		return s->api_key_file;
	return s && s->api_key_cmd ? "api_key_cmd" : p->key_env;
}

static void show_headers(const struct target *t, struct buf *out)
{
	const struct endpoint_section *s = t->place->section;
	const char *header = t->place->key_header;

	if (t->place->signer == SIGNER_AWS)
		buf_addf(out, "Authorization: <AWS4-HMAC-SHA256, signed for "
			 "%s>\n", t->place->region);
	else if (t->place->signer == SIGNER_OCI)
		buf_addf(out, "Date: <when it is sent>\n"
			 "X-Content-SHA256: <of the body>\n"
			 "Authorization: Signature <by the profile %s>\n",
			 s->profile ? s->profile : "DEFAULT");
	else if (key_source(t->place))
		buf_addf(out, "%s: %s<the key from %s>\n",
			 header ? header : "Authorization",
			 header ? "" : "Bearer ", key_source(t->place));
	for (size_t i = 0; s && i < s->headers.count; i++)
		buf_addf(out, "%.*s: <from config.ini>\n",
			 (int)strcspn(s->headers.items[i], ":"),
			 s->headers.items[i]);
}

int target_show(const struct target *t, const struct request *rq,
		struct buf *out, struct err *err)
{
	struct http_request http;
	int rc;

	if (!t->place) {
		buf_addf(out, "%s/%s is the embedded engine: nothing would be "
			 "sent\n", t->model->endpoint, t->model->id);
		return 0;
	}
	http_request_init(&http);
	rc = target_dialect(t)->build(&t->place->ep, t->model, rq, &http, err);
	if (rc)
		goto out;
	buf_addf(out, "%s %s\n%s", http.method, http.url.ptr,
		 http.headers.ptr);
	show_headers(t, out);
	buf_addch(out, '\n');
	buf_add(out, http.body.ptr, http.body.len);
	buf_addch(out, '\n');
	rc = buf_check(out, "the request", err);
out:
	http_request_release(&http);
	return rc;
}
