#include "app/attempt.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/catalog.h"
#include "tap.h"

static const struct preset preset = {
	.name = "openai", .vendor = "OpenAI", .dialect = "openai-chat",
	.key_header = NULL,
};
static struct place place = {
	.ep = { .name = "gw", .preset = &preset,
		.base_url = "https://gw.example/v1" },
	.key_env = "GW_KEY",
};
static const struct model model_a = { .endpoint = "gw", .id = "gpt-6-lunar" };
static const struct model model_b = { .endpoint = "b", .id = "two" };
static const struct target a = { .model = &model_a, .place = &place };
static const struct target b = { .model = &model_b, .place = &place };

static struct attempt make(const struct target *t, enum err_kind kind,
			   int http, const char *msg, const char *id)
{
	struct failure f = FAILURE_INIT;
	struct attempt at;

	f.http = http;
	err_set(&f.err, kind, "%s", msg);
	snprintf(f.request_id, sizeof(f.request_id), "%s", id);
	snprintf(f.code, sizeof(f.code), "%s", "some_code");
	attempt_init(&at, t, &f, 12);
	return at;
}

static void test_describe(void)
{
	struct attempt at = make(&a, ERR_VENDOR, 503, "overloaded", "req_1");
	char longest[304];
	struct err e;

	attempt_describe(&at, &e);
	ok(e.kind == ERR_VENDOR && !strcmp(e.msg, "gw/gpt-6-lunar: HTTP 503: "
					   "overloaded (request req_1)"),
	   "%s", e.msg);
	at = make(&a, ERR_NET, 0, "refused", "");
	attempt_describe(&at, &e);
	ok(!strcmp(e.msg, "gw/gpt-6-lunar: refused"), "%s", e.msg);
	at = make(&a, ERR_PROTO, 200, "broken", "");
	attempt_describe(&at, &e);
	ok(!strcmp(e.msg, "gw/gpt-6-lunar: broken"),
	   "a 200 is no reason: %s", e.msg);
	memset(longest, 'w', 303);
	longest[303] = '\0';
	at = make(&a, ERR_VENDOR, 503, longest, "req_1");
	attempt_describe(&at, &e);
	ok(strlen(e.msg) == 303 && strstr(e.msg, "w... (request req_1)"),
	   "long words are cut, the id is not: %s", e.msg + 250);
}

static void test_conclude(void)
{
	struct attempt list[3] = {
		make(&a, ERR_QUOTA, 429, "slow down", "r1"),
		make(&a, ERR_VENDOR, 500, "oops", "r2"),
		make(&b, ERR_AUTH, 401, "bad key", "r3"),
	};
	char longest[304];
	struct err e;

	attempts_conclude(list, 1, &e);
	ok(e.kind == ERR_QUOTA && !strcmp(e.msg, "gw/gpt-6-lunar: HTTP 429: "
	   "slow down (request r1); ask another model with shunt -m, or later"),
	   "%s", e.msg);
	attempts_conclude(list, 2, &e);
	ok(e.kind == ERR_VENDOR && attempts_pick(list, 2) == &list[1] &&
		   strstr(e.msg, "HTTP 500: oops (request r2), after 2 "
				 "attempts; ask another"),
	   "of one model the last: %s", e.msg);
	attempts_conclude(list, 3, &e);
	ok(e.kind == ERR_QUOTA && attempts_pick(list, 3) == &list[0] &&
		   strstr(e.msg, "slow down (request r1); 3 attempts, and "
				 "nobody answered; ask another"),
	   "of several the first: %s", e.msg);
	list[0] = make(&a, ERR_REJECTED, 400, "no", "");
	attempts_conclude(list, 1, &e);
	ok(!strcmp(e.msg, "gw/gpt-6-lunar: HTTP 400: no"), "no hint: %s",
	   e.msg);
	memset(longest, 'w', 303);
	longest[303] = '\0';
	list[0] = make(&a, ERR_QUOTA, 429, longest, "r1");
	attempts_conclude(list, 3, &e);
	ok(strlen(e.msg) == 303 && strstr(e.msg, "w... (request r1); 3 "
	   "attempts, and nobody answered; ask another model with shunt -m, or "
	   "later"), "after long words all the rest: %s", e.msg + 180);
	list[0] = make(&a, ERR_NOMODEL, 404, "no such model", "");
	attempts_conclude(list, 1, &e);
	ok(strstr(e.msg, "; did you mean gw/gpt-6-luna?"), "%s", e.msg);
	list[2] = make(&b, ERR_NOMODEL, 404, "no such model", "");
	attempts_conclude(&list[2], 1, &e);
	ok(strstr(e.msg, "; shunt models lists the known ones"), "%s", e.msg);
}

/* What would go out, without the key and the values of headers. */
static void test_show(void)
{
	static const struct text part = { "hi", 2 };
	const struct turn turn = { .parts = &part, .count = 1 };
	const struct request rq = { .turns = &turn, .turn_count = 1,
				    .temperature = NAN };
	struct endpoint_section section = { .name = NULL };
	const struct target engine = { .model = &model_b };
	struct buf out = BUF_INIT(10000);
	struct err e = ERR_INIT;

	ok(!target_show(&a, &rq, &out, &e) &&
		   strstr(out.ptr, "POST https://gw.example/v1/chat/"
				   "completions\n") == out.ptr &&
		   strstr(out.ptr, "\nAuthorization: Bearer <the key from "
				   "GW_KEY>\n") &&
		   strstr(out.ptr, "\n\n{"),
	   "method, URL, headers, a blank line, body");
	words_add(&section.headers, "X-Token:  canary", 16);
	section.api_key_file = (char *)"/k";
	place.section = &section;
	buf_clear(&out);
	ok(!target_show(&a, &rq, &out, &e) &&
		   strstr(out.ptr, "<the key from /k>") &&
		   strstr(out.ptr, "\nX-Token: <from config.ini>\n") &&
		   !strstr(out.ptr, "canary"),
	   "a header's value is not shown");
	section.api_key_file = NULL;
	section.api_key_cmd = (char *)"echo canary";
	buf_clear(&out);
	ok(!target_show(&a, &rq, &out, &e) &&
		   strstr(out.ptr, "<the key from api_key_cmd>") &&
		   !strstr(out.ptr, "canary"),
	   "nor is the command");
	buf_clear(&out);
	ok(!target_show(&engine, &rq, &out, &e) &&
		   strstr(out.ptr, "nothing would be sent"),
	   "the embedded engine sends nothing");
	words_release(&section.headers);
	place.section = NULL;
	buf_release(&out);
}

static void test_headers(void)
{
	struct endpoint_section section = { .name = NULL };
	struct http_request rq;
	char h[300];

	memset(h, 'n', 200);
	snprintf(h + 200, sizeof(h) - 200, ":v:w");
	words_add(&section.headers, h, strlen(h));
	words_add(&section.headers, "A: \t b c", 8);
	words_add(&section.headers, "E:", 2);
	place.section = &section;
	http_request_init(&rq);
	target_headers(&a, &rq);
	ok(rq.headers.len == 200 + 6 + 7 + 4 && !rq.headers.over &&
		   strstr(rq.headers.ptr, "n: v:w\nA: b c\nE: \n"),
	   "headers are whole");
	http_request_release(&rq);
	words_release(&section.headers);
	place.section = NULL;
}

/* Whatever the catalog says of a preset's models, we can speak to them. */
static void test_dialects(void)
{
	struct place at = { .section = NULL };
	const struct target t = { .model = &model_a, .place = &at };

	struct model m;

	for (size_t it = 0; catalog_next(NULL, &it, &m);)
		if (m.dialect && preset_by_name(m.endpoint) &&
		    !dialect_by_name(m.dialect))
			ok(false, "%s/%s speaks %s", m.endpoint, m.id,
			   m.dialect);
	for (const struct preset *p = presets; p->name; p++) {
		at.ep.preset = p;
		if (p->dialect)
			ok(target_dialect(&t), "%s", p->name);
	}
}

/* The model's own dialect, else the endpoint's, else the preset's. */
static void test_whose_dialect(void)
{
	static const struct model plain = { .id = "x" };
	static const struct model own = { .id = "y", .dialect = "anthropic" };
	struct place at = { .ep = { .preset = &preset } };
	struct target t = { .model = &plain, .place = &at };

	ok(target_dialect(&t) == dialect_by_name("openai-chat") &&
		   dialect_of(&at.ep, NULL) == dialect_by_name("openai-chat"),
	   "as the adapter does");
	at.ep.dialect = "openai-responses";
	ok(target_dialect(&t) == dialect_by_name("openai-responses") &&
		   dialect_of(&at.ep, NULL) ==
			   dialect_by_name("openai-responses"),
	   "else as the endpoint says");
	t.model = &own;
	ok(target_dialect(&t) == dialect_by_name("anthropic") &&
		   dialect_of(&at.ep, NULL) ==
			   dialect_by_name("openai-responses"),
	   "and a model goes its own way, its endpoint's list does not");
}

/* Targets of two places; what fails at the first, and who is next. */
static void test_next(void)
{
	static const struct model small = { .context = 1000 };
	static const struct model large = { .context = 5000 };
	static const struct model vague = { .context = 0 };
	static const struct place far;
	const struct target list[] = {
		{ &small, &place, EFFORT_DEFAULT, NULL },
		{ &large, &place, EFFORT_DEFAULT, NULL },
		{ &small, &far, EFFORT_DEFAULT, NULL },
		{ &vague, &far, EFFORT_DEFAULT, NULL },
	};
	static const struct {
		enum err_kind kind;
		int http;
		size_t at, want;
	} rows[] = {
		{ ERR_VENDOR, 503, 0, 1 },	/* another model of theirs */
		{ ERR_NOMODEL, 404, 0, 1 },
		{ ERR_AUTH, 403, 0, 1 },	/* this model is not ours */
		{ ERR_AUTH, 401, 0, 2 },	/* the key is */
		{ ERR_NET, 0, 0, 2 },
		{ ERR_QUOTA, 429, 0, 2 },
		{ ERR_TIMEOUT, 0, 0, 2 },	/* nobody there */
		{ ERR_TIMEOUT, 408, 0, 1 },
		{ ERR_NET, 0, 2, 4 },
		{ ERR_TOOLONG, 400, 0, 1 },
		{ ERR_TOOLONG, 400, 1, 3 },	/* not known to be too small */
		{ ERR_TOOLONG, 400, 3, 4 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct failure f = FAILURE_INIT;
		size_t got;

		f.http = rows[i].http;
		err_set(&f.err, rows[i].kind, "x");
		got = target_next(list, 4, rows[i].at, &f);
		ok(got == rows[i].want, "row %zu: %zu", i, got);
	}
}

int main(void)
{
	test_next();
	test_describe();
	test_conclude();
	test_show();
	test_headers();
	test_dialects();
	test_whose_dialect();
	return tap_done();
}
