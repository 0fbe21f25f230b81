#include "app/report.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tap.h"

static const struct model one = {
	.endpoint = "a", .id = "m", .price = { 2, 10, 0.5, NAN },
};
static const struct model two = { .endpoint = "b", .id = "n" };
static const struct target targets[] = {
	{ .model = &one, .effort = EFFORT_HIGH }, { .model = &two },
};

static struct ask ask;
static struct decision decision;

static void add_attempt(size_t target, enum err_kind kind, int http,
			const char *code, const char *id)
{
	struct failure f = FAILURE_INIT;

	f.err.kind = kind;
	f.http = http;
	snprintf(f.code, sizeof(f.code), "%s", code);
	snprintf(f.request_id, sizeof(f.request_id), "%s", id);
	attempt_init(&ask.attempts[ask.attempt_count++], &targets[target], &f,
		     5);
}

static void reset(void)
{
	memset(&ask, 0, sizeof(ask));
	memset(&decision, 0, sizeof(decision));
	ask.reply.usage = (struct usage){ -1, -1, -1, -1, -1 };
	ask.reply.cost_usd = NAN;
	ask.first_ms = -1;
	decision.in.input_tokens = 1000;
}

static void check_error(const struct err *outcome, const char *want,
			const char *what)
{
	struct buf b = BUF_INIT(2000);
	struct json_writer w = JSON_WRITER_INIT(&b);

	json_begin(&w, NULL, '{');
	report_error(&w, "error", &ask, outcome);
	json_end(&w, '}');
	ok(!strcmp(b.ptr, want), "%s: %s", what, b.ptr);
	buf_release(&b);
}

static void test_error(void)
{
	struct err quota = { .kind = ERR_QUOTA, .msg = "slow" };
	struct err fine = ERR_INIT;

	reset();
	check_error(&fine, "{\"error\":null}", "none");
	check_error(&quota, "{\"error\":{\"kind\":\"quota\",\"exit\":5,"
		    "\"http\":null,\"code\":null,\"message\":\"slow\","
		    "\"request_id\":null}}", "without an attempt");
	add_attempt(0, ERR_QUOTA, 429, "rate", "r1");
	add_attempt(1, ERR_AUTH, 401, "key", "r2");
	check_error(&quota, "{\"error\":{\"kind\":\"quota\",\"exit\":5,"
		    "\"http\":429,\"code\":\"rate\",\"message\":\"slow\","
		    "\"request_id\":\"r1\"}}", "of two models the first");
	ask.answered = &targets[1];
	check_error(&quota, "{\"error\":{\"kind\":\"quota\",\"exit\":5,"
		    "\"http\":401,\"code\":\"key\",\"message\":\"slow\","
		    "\"request_id\":\"r2\"}}", "of what was shown the last");
	ask.answered = NULL;
	ask.attempts[1].target = &targets[0];
	check_error(&quota, "{\"error\":{\"kind\":\"quota\",\"exit\":5,"
		    "\"http\":401,\"code\":\"key\",\"message\":\"slow\","
		    "\"request_id\":\"r2\"}}", "of one model the last");
}

static const struct {
	enum err_kind kind;
	bool complete;
	enum finish finish;
	size_t shown;
	const char *want;
} finishes[] = {
	{ ERR_NONE, true, FINISH_STOP, 9, "stop" },
	{ ERR_NONE, true, FINISH_STOP, 0, "stop" },
	{ ERR_LENGTH, true, FINISH_LENGTH, 9, "length" },
	{ ERR_REFUSED, true, FINISH_REFUSAL, 0, "refusal" },
	{ ERR_PROTO, true, FINISH_TOOL, 0, "tool" },
	{ ERR_PROTO, false, FINISH_NONE, 9, "cut" },
	{ ERR_NET, false, FINISH_NONE, 0, "error" },
	{ ERR_STOPPED, false, FINISH_NONE, 9, "cancelled" },
	{ ERR_STOPPED, false, FINISH_NONE, 0, "cancelled" },
};

static void test_finish(void)
{
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(finishes) / sizeof(finishes[0]); i++) {
		reset();
		e.kind = finishes[i].kind;
		ask.reply.complete = finishes[i].complete;
		ask.reply.finish = finishes[i].finish;
		ask.shown = finishes[i].shown;
		ok(!strcmp(report_finish(&ask, &e), finishes[i].want),
		   "finish %s", finishes[i].want);
	}
	e.kind = ERR_CONFIG;
	ok(!strcmp(report_finish(NULL, &e), "error"), "nothing was asked");
}

static bool is(double got, double want)
{
	return isnan(want) ? isnan(got) : fabs(got - want) < 1e-12;
}

/* In USD for a million tokens: 2 in, 10 out, 0.5 cached (struct one). */
static void test_cost(void)
{
	reset();
	ok(is(report_cost(&decision, &ask), 0), "nobody was asked");
	add_attempt(0, ERR_NET, 0, "", "");
	ok(is(report_cost(&decision, &ask), NAN), "nobody answered");
	ask.answered = &targets[0];
	ask.shown = 400;	/* 100 tokens at 4 bytes each */
	ok(is(report_cost(&decision, &ask), 1000 * 2e-6 + 100 * 10e-6),
	   "estimated: %g", report_cost(&decision, &ask));
	ask.reply.usage = (struct usage){ 500, 200, 0, 30, 10 };
	ok(is(report_cost(&decision, &ask),
	      300 * 2e-6 + 200 * 0.5e-6 + 30 * 10e-6),
	   "by usage: %g", report_cost(&decision, &ask));
	ask.reply.cost_usd = 0.25;
	ok(is(report_cost(&decision, &ask), 0.25), "by the vendor's word");
}

static void test_usage(void)
{
	struct buf b = BUF_INIT(2000);
	struct json_writer w = JSON_WRITER_INIT(&b);

	reset();
	ask.shown = 400;
	json_begin(&w, NULL, '[');
	report_usage(&w, NULL, &decision, &ask);
	ask.reply.usage = (struct usage){ 500, 200, -1, 30, 0 };
	report_usage(&w, NULL, &decision, &ask);
	json_end(&w, ']');
	ok(!strcmp(b.ptr, "[{\"input\":1000,\"cached\":null,"
		   "\"cache_write\":null,\"output\":100,\"reasoning\":null,"
		   "\"estimated\":true},"
		   "{\"input\":500,\"cached\":200,\"cache_write\":null,"
		   "\"output\":30,\"reasoning\":0,\"estimated\":false}]"),
	   "%s", b.ptr);
	buf_release(&b);
}

/* The object of what failed before anything was asked, but for its id. */
static void test_early(void)
{
	static const char head[] = "{\"v\":1,\"id\":\"";
	struct err e = { .kind = ERR_USAGE, .msg = "no prompt" };
	struct report_facts facts = { .session = NULL };
	struct buf b = BUF_INIT(2000), b2 = BUF_INIT(2000);
	struct json_writer w = JSON_WRITER_INIT(&b);
	struct json_writer w2 = JSON_WRITER_INIT(&b2);
	size_t id = sizeof(head) - 1, n = 0;

	report_make_id(facts.id);
	report_ask(&w, &facts, NULL, NULL, TEXT_LIT(""), &e);
	report_make_id(facts.id);
	report_ask(&w2, &facts, NULL, NULL, TEXT_LIT(""), &e);
	while (isxdigit((unsigned char)b.ptr[id + n]))
		n++;
	ok(!strncmp(b.ptr, head, id) && n == 28, "an id of %zu digits", n);
	ok(strcmp(b.ptr, b2.ptr) != 0, "each its own");
	ok(!strcmp(b.ptr + id + n, "\",\"session\":null,\"answer\":\"\","
		   "\"finish\":\"error\",\"route\":null,\"model\":null,"
		   "\"served\":null,\"effort\":null,\"usage\":null,"
		   "\"cost_usd\":0,\"ms\":{\"first\":null,\"total\":0},"
		   "\"attempts\":[],\"error\":{\"kind\":\"usage\",\"exit\":2,"
		   "\"http\":null,\"code\":null,\"message\":\"no prompt\","
		   "\"request_id\":null}}"),
	   "%s", b.ptr + id + n);
	buf_release(&b);
	buf_release(&b2);
}

int main(void)
{
	test_error();
	test_finish();
	test_cost();
	test_usage();
	test_early();
	return tap_done();
}
