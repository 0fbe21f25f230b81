#include "dialect.h"

/*
 * Values are read off the fixtures by eye: the text is the deltas (or, where
 * there are none, the response's own output), usage that of the end.
 */
static const struct stream_case streams[] = {
	{ "plain.sse",
	  { .text = "The switch is \"set\".\n", .finish = FINISH_STOP,
	    .complete = true, .usage = { 37, 16, 4, 11, 0 },
	    .served = "gpt-6.1-terra-2026-09-02" } },
	{ "unicode.sse",
	  { .text = "Zug \xF0\x9F\x9A\x82 na\xC3\xAFve \xF0\x9F\x9A\x80 "
		    "\xE6\x97\xA5\xE6\x9C\xAC",
	    .finish = FINISH_STOP, .complete = true, .usage = NO_USAGE,
	    .served = "m" } },
	{ "reasoning.sse",
	  { .text = "42", .finish = FINISH_STOP, .complete = true,
	    .usage = { 20, 0, 0, 71, 64 }, .served = "m" } },
	{ "refusal.sse",
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = { 9, 0, 0, 8, 0 }, .served = "m",
	    .reason = "I can't help with that." } },
	{ "tool.sse",
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = { 30, 0, 0, 15, 0 }, .served = "m" } },
	{ "length.sse",
	  { .text = "and so", .finish = FINISH_LENGTH, .complete = true,
	    .usage = { 9, 0, 0, 16, 3 }, .served = "m" } },
	{ "filter.sse",
	  { .text = "First,", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .served = "gpt-5.4",
	    .reason = "content_filter" } },
	{ "no-reason.sse",
	  { .text = "half", .usage = NO_USAGE, .served = "m",
	    .error = ERR_PROTO, .message = "answer incomplete: no reason" } },
	{ "failed.sse",
	  { .text = "Once", .usage = NO_USAGE, .served = "m",
	    .error = ERR_VENDOR, .code = "server_error",
	    .message = "The model failed to generate a response." } },
	{ "failed-rate.sse",
	  { .text = "", .usage = NO_USAGE, .served = "m",
	    .error = ERR_QUOTA, .code = "rate_limit_exceeded",
	    .message = "Rate limit reached for gpt-x." } },
	{ "error.sse",
	  { .text = "Once", .usage = NO_USAGE, .served = "m",
	    .error = ERR_VENDOR, .code = "ERR_SOMETHING",
	    .message = "Something went wrong" } },
	{ "error-object.sse",
	  { .text = "", .usage = NO_USAGE, .served = "m",
	    .error = ERR_QUOTA, .code = "insufficient_quota",
	    .message = "You exceeded your current quota." } },
	{ "late.sse",
	  { .text = "Hello, world.", .finish = FINISH_STOP, .complete = true,
	    .usage = { 3, 0, 0, 4, 0 }, .served = "m" } },
	{ "untyped.sse",
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE, .served = "grok-4.6" } },
	{ "unnamed.sse",
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE, .served = "m" } },
	{ "multiline.sse",
	  { .text = "joined", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ "status.sse",
	  { .text = "cut", .finish = FINISH_LENGTH, .complete = true,
	    .usage = NO_USAGE, .served = "m" } },
	{ "cut.sse",
	  { .text = "half", .usage = NO_USAGE, .served = "m" } },
	{ "broken.sse",
	  { .text = "good", .usage = NO_USAGE, .served = "m",
	    .error = ERR_PROTO, .message = "broken answer: JSON" } },
};

/* The members of "The response object", as the reference orders them. */
static const char whole[] =
	"\n {\"id\":\"resp_67cc\",\"object\":\"response\",\"created_at\":"
	"1741476542,\"status\":\"completed\",\"error\":null,"
	"\"incomplete_details\":null,\"instructions\":null,"
	"\"max_output_tokens\":null,\"model\":\"gpt-5.4-2026-03-05\","
	"\"output\":[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]},"
	"{\"type\":\"message\",\"id\":\"msg_67cc\",\"status\":\"completed\","
	"\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
	"\"text\":\"In a peaceful grove\",\"annotations\":[]}]}],"
	"\"parallel_tool_calls\":true,\"previous_response_id\":null,"
	"\"reasoning\":{\"effort\":null,\"summary\":null},\"store\":false,"
	"\"temperature\":1.0,\"text\":{\"format\":{\"type\":\"text\"}},"
	"\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"truncation\":"
	"\"disabled\",\"usage\":{\"input_tokens\":36,\"input_tokens_details\":"
	"{\"cached_tokens\":8},\"output_tokens\":87,\"output_tokens_details\":"
	"{\"reasoning_tokens\":5},\"total_tokens\":123},\"user\":null,"
	"\"metadata\":{}}";

#define SAID(content) \
	"\"output\":[{\"type\":\"message\",\"content\":[" content "]}]"
#define TEXT(t) "{\"type\":\"output_text\",\"text\":\"" t "\"}"
#define ENDED(status, rest) "{\"status\":\"" status "\"," rest "}"

#define NOT_AN_ANSWER(part) \
	{ .text = "", .usage = NO_USAGE, .error = ERR_PROTO, .message = part }

static const struct {
	const char *body;
	struct expected want;
} bodies[] = {
	{ whole,
	  { .text = "In a peaceful grove", .finish = FINISH_STOP,
	    .complete = true, .usage = { 36, 8, -1, 87, 5 },
	    .served = "gpt-5.4-2026-03-05" } },
	{ "\xEF\xBB\xBF{" SAID(TEXT("no status")) "}",
	  { .text = "no status", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", SAID(TEXT("a") "," TEXT("b"))),
	  { .text = "ab", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	/* nothing was said: not the reader's to judge */
	{ ENDED("completed", "\"output\":[]"),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", SAID("{\"type\":\"refusal\",\"refusal\":"
				  "\"No.\"}")),
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .reason = "No." } },
	{ ENDED("incomplete", SAID(TEXT("cut")) ",\"incomplete_details\":{"
		"\"reason\":\"max_output_tokens\"}"),
	  { .text = "cut", .finish = FINISH_LENGTH, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("incomplete", SAID(TEXT("cut")) ",\"incomplete_details\":{"
		"\"reason\":\"max_tokens\"}"),
	  { .text = "cut", .finish = FINISH_LENGTH, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("incomplete", "\"output\":[],\"incomplete_details\":{"
		"\"reason\":\"content_filter\"}"),
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .reason = "content_filter" } },
	{ ENDED("incomplete", SAID(TEXT("x")) ",\"incomplete_details\":{"
		"\"reason\":\"completed\"}"),
	  { .text = "x", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "answer incomplete: completed" } },
	{ ENDED("incomplete", SAID(TEXT("x")) ",\"incomplete_details\":null"),
	  { .text = "x", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "answer incomplete: no reason given" } },
	{ ENDED("in_progress", "\"output\":[]"),
	  NOT_AN_ANSWER("answer incomplete: its status is in_progress") },
	{ ENDED("queued", "\"output\":[]"), NOT_AN_ANSWER("queued") },
	{ ENDED("cancelled", SAID(TEXT("x"))),
	  { .text = "x", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "cancelled" } },
	{ "{\"status\":7,\"output\":[]}", NOT_AN_ANSWER("its status is ") },
	{ ENDED("failed", "\"output\":[],\"error\":{\"code\":\"server_error\""
		",\"message\":\"it broke\"}"),
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .code = "server_error", .message = "it broke" } },
	{ ENDED("failed", "\"output\":[],\"error\":null"),
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .message = "an error without a message" } },
	{ "{\"error\":{\"message\":\"no such model\",\"type\":"
	  "\"invalid_request_error\",\"param\":\"model\",\"code\":"
	  "\"model_not_found\"}}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_NOMODEL,
	    .code = "model_not_found", .message = "no such model" } },
	{ "{\"error\":{\"code\":429,\"message\":\"slow\"}}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA, .http = 429,
	    .code = "429", .message = "slow" } },
	/* kinds of answers to a prompt that offered no tool */
	{ ENDED("completed", "\"output\":[{\"type\":\"function_call\","
		"\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}]"),
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", "\"output\":[{\"type\":\"message\",\"content\":["
		TEXT("I look.") "]},{\"type\":\"custom_tool_call\"}]"),
	  { .text = "I look.", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", "\"output\":[{\"type\":\"web_search_call\"},"
		"{\"type\":\"message\",\"content\":[" TEXT("found") "]}]"),
	  { .text = "found", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", "\"output\":[{\"type\":\"reasoning\",\"content\":"
		"[" TEXT("hidden") "]}]"),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	/* wrong types, missing members */
	{ ENDED("completed", SAID("{\"type\":\"output_text\",\"text\":5}")),
	  NOT_AN_ANSWER("an output_text without text") },
	{ ENDED("completed", SAID("{\"type\":\"output_text\"}")),
	  NOT_AN_ANSWER("an output_text without text") },
	{ ENDED("completed", SAID("{\"type\":\"refusal\",\"refusal\":{}},"
				  "{\"type\":9},{},7,null," TEXT("a"))),
	  { .text = "a", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", "\"output\":[5,null,[],{\"type\":\"message\"},"
		"{\"type\":\"message\",\"content\":\"x\"},{\"content\":["
		TEXT("y") "]}]"),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", "\"output\":[],\"model\":7,\"usage\":\"x\""),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", "\"output\":[],\"usage\":{\"input_tokens\":-1,"
		"\"output_tokens\":\"5\",\"input_tokens_details\":[]}"),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ ENDED("completed", "\"output\":[],\"usage\":{\"input_tokens\":10,"
		"\"output_tokens\":2,\"cost\":0.00014}"),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = { 10, -1, -1, 2, -1 }, .cost = 0.00014 } },
	{ ENDED("completed", "\"output\":{}"), NOT_AN_ANSWER("no output") },
	{ ENDED("completed", "\"output_text\":\"an SDK's\""),
	  NOT_AN_ANSWER("no output") },
	{ "{\"choices\":[{\"message\":{\"content\":\"chat\"}}]}",
	  NOT_AN_ANSWER("no output") },
	{ "", NOT_AN_ANSWER("empty answer") },
	{ " \r\n\t", NOT_AN_ANSWER("empty answer") },
	{ "{}", NOT_AN_ANSWER("empty answer") },
	{ "[]", NOT_AN_ANSWER("empty answer") },
	{ "null", NOT_AN_ANSWER("empty answer") },
	{ "\"\"", NOT_AN_ANSWER("empty answer") },
	{ "7", NOT_AN_ANSWER("empty answer") },
	{ "<html>", NOT_AN_ANSWER("broken answer") },
};

/* First frames of a stream, named or not, that are wrong (B13, B14, B21). */
static const struct {
	const char *name, *data;
	enum err_kind error;
	bool complete;
} frames[] = {
	{ "", "{}", ERR_PROTO, false },
	{ "", "[]", ERR_PROTO, false },
	{ "", "7", ERR_PROTO, false },
	{ "", "{", ERR_PROTO, false },
	{ "", "{\"type\":5}", ERR_PROTO, false },
	{ "", "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}", ERR_PROTO,
	  false },
	{ "", "[DONE]", ERR_NONE, false },
	{ "ping", "", ERR_NONE, false },
	{ "ping", "now", ERR_NONE, false },
	{ "novelty", "{}", ERR_NONE, false },
	{ "novelty", "{", ERR_PROTO, false },
	{ "response.created", "{}", ERR_NONE, false },
	{ "response.created", "x", ERR_PROTO, false },
	{ "response.created", "{\"response\":[{\"model\":\"x\"}]}", ERR_NONE,
	  false },
	{ "response.output_text.delta", "{}", ERR_PROTO, false },
	{ "response.output_text.delta", "{\"delta\":null}", ERR_PROTO, false },
	{ "response.output_text.delta", "{\"delta\":[\"x\"]}", ERR_PROTO,
	  false },
	{ "response.output_text.delta", "{\"delta\":\"\"}", ERR_NONE, false },
	{ "response.refusal.delta", "{\"delta\":{}}", ERR_NONE, false },
	{ "response.output_item.added", "{\"item\":7}", ERR_NONE, false },
	{ "response.completed", "{}", ERR_PROTO, false },
	{ "response.completed", "{\"response\":null}", ERR_PROTO, false },
	{ "response.completed", "{\"response\":\"x\"}", ERR_PROTO, false },
	{ "response.completed", "{\"response\":{}}", ERR_NONE, true },
	{ "response.completed", "{\"response\":{\"status\":\"in_progress\","
	  "\"output\":7}}", ERR_NONE, true },
	{ "response.completed", "{\"response\":{\"status\":\"failed\"}}",
	  ERR_VENDOR, false },
	{ "response.completed", "{\"response\":{\"status\":\"completed\","
	  "\"error\":{\"message\":\"m\"}}}", ERR_VENDOR, false },
	{ "response.incomplete", "{\"response\":{}}", ERR_PROTO, false },
	{ "response.incomplete", "{\"response\":{\"incomplete_details\":{"
	  "\"reason\":7}}}", ERR_PROTO, false },
	{ "response.incomplete", "{\"response\":{\"status\":\"completed\"}}",
	  ERR_PROTO, false },
	{ "response.failed", "{}", ERR_VENDOR, false },
	{ "response.failed", "{\"response\":{\"error\":\"why\"}}", ERR_VENDOR,
	  false },
	{ "error", "{}", ERR_VENDOR, false },
	{ "error", "boom", ERR_VENDOR, false },
	{ "error", "{\"code\":\"invalid_prompt\",\"message\":\"m\"}",
	  ERR_REFUSED, false },
	{ "error", "{\"code\":\"context_length_exceeded\",\"message\":\"m\"}",
	  ERR_TOOLONG, false },
};

static void test_frames(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		struct run r;

		run_init(&r, d);
		r.rc = d->frame(&r.reply, frames[i].name, frames[i].data,
				strlen(frames[i].data), &r.err);
		if (!ok(r.err.kind == frames[i].error &&
				(r.rc != 0) == (r.err.kind != ERR_NONE) &&
				r.reply.complete == frames[i].complete &&
				!r.text.len,
			"first frame %s %s: %s", frames[i].name,
			frames[i].data, r.err.msg))
			run_show(&r);
		run_release(&r);
	}
}

/* An end mark without a response ends what was begun (A14, R2). */
static void test_bare_end(const struct dialect *d)
{
	static const char delta[] = "{\"type\":\"response.output_text.delta\","
				    "\"delta\":\"a\"}";
	static const char end[] = "{\"type\":\"response.completed\"}";
	struct run r;

	run_init(&r, d);
	r.rc = d->frame(&r.reply, "", delta, sizeof(delta) - 1, &r.err);
	ok(!r.rc && !r.reply.complete, "text alone is no end");
	r.rc = d->frame(&r.reply, "", end, sizeof(end) - 1, &r.err) ||
	       d->frame(&r.reply, "", delta, sizeof(delta) - 1, &r.err);
	ok(!r.rc && r.reply.complete && !r.reply.may_linger &&
		   r.reply.finish == FINISH_STOP && !strcmp(r.text.ptr, "a"),
	   "response.completed is, and nothing counts behind it");
	run_release(&r);
}

/* What was told on the way holds where the end has no response in it. */
static void test_told_before(const struct dialect *d)
{
	static const struct {
		const char *data;
		enum finish finish;
		const char *reason;
	} told[] = {
		{ "{\"type\":\"response.output_item.added\",\"item\":{"
		  "\"type\":\"function_call\"}}", FINISH_TOOL, "" },
		{ "{\"type\":\"response.output_item.done\",\"item\":{"
		  "\"type\":\"computer_call\"}}", FINISH_TOOL, "" },
		{ "{\"type\":\"response.refusal.delta\",\"delta\":\"No.\"}",
		  FINISH_REFUSAL, "No." },
	};
	static const char end[] = "{\"type\":\"response.completed\"}";

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		struct run r;

		run_init(&r, d);
		r.rc = d->frame(&r.reply, "", told[i].data,
				strlen(told[i].data), &r.err) ||
		       d->frame(&r.reply, "", "{}", 2, &r.err) ||
		       d->frame(&r.reply, "", end, sizeof(end) - 1, &r.err);
		ok(!r.rc && r.reply.complete &&
			   r.reply.finish == told[i].finish &&
			   !strcmp(r.reply.reason, told[i].reason),
		   "%s, then the bare end", told[i].data);
		run_release(&r);
	}
}

static int refuse_text(void *ctx, struct text piece, struct err *err)
{
	(void)ctx;
	(void)piece;
	return err_set(err, ERR_IO, "stdout is gone");
}

static void test_sink(const struct dialect *d)
{
	struct run r;

	run_init(&r, d);
	r.reply.text = refuse_text;
	r.rc = d->frame(&r.reply, NULL, whole, sizeof(whole) - 1, &r.err);
	ok(r.rc && r.err.kind == ERR_IO &&
		   r.reply.failure.err.kind == ERR_NONE && !r.reply.complete,
	   "a sink that fails ends the answer with its own error");
	run_release(&r);
}

/* What a vendor says in a stream may hold a time to wait and escapes. */
static void test_told(const struct dialect *d)
{
	static const char rate[] =
		"{\"type\":\"response.failed\",\"response\":{\"status\":"
		"\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\","
		"\"message\":\"Please try again in 1.5s.\"}}}";
	static const char evil[] =
		"{\"type\":\"error\",\"code\":\"\\u001b[2J\",\"message\":"
		"\"a\\u001b]0;t\\u0007b\"}";
	struct run r;

	run_init(&r, d);
	r.rc = d->frame(&r.reply, "", rate, sizeof(rate) - 1, &r.err);
	ok(r.rc && r.reply.failure.wait_ms == 1500 && !r.reply.failure.final,
	   "a wait of %ld ms", r.reply.failure.wait_ms);
	run_release(&r);
	run_init(&r, d);
	r.rc = d->frame(&r.reply, "", evil, sizeof(evil) - 1, &r.err);
	ok(r.rc && !strcmp(r.err.msg, "a^[]0;t^Gb") &&
		   !strcmp(r.reply.failure.code, "^[[2J"),
	   "escapes are shown: %s", r.err.msg);
	run_release(&r);
}

/* "ResponseErrorCode", and what an error event may say beside it. */
static const struct {
	const char *code;
	enum err_kind kind;
	bool final;
} codes[] = {
	{ "server_error", ERR_VENDOR, false },
	{ "server_is_overloaded", ERR_VENDOR, false },
	{ "vector_store_timeout", ERR_VENDOR, false },
	{ "rate_limit_exceeded", ERR_QUOTA, false },
	{ "slow_down", ERR_QUOTA, false },
	{ "insufficient_quota", ERR_QUOTA, true },
	{ "credit_balance_exhausted", ERR_QUOTA, true },
	{ "context_length_exceeded", ERR_TOOLONG, false },
	{ "model_not_found", ERR_NOMODEL, false },
	{ "invalid_prompt", ERR_REFUSED, false },
	{ "bio_policy", ERR_REFUSED, false },
	{ "cyber_policy", ERR_REFUSED, false },
	{ "misalignment_policy_violation", ERR_REFUSED, false },
	{ "image_content_policy_violation", ERR_REFUSED, false },
	{ "data_residency_mismatch", ERR_REJECTED, false },
	{ "invalid_image", ERR_REJECTED, false },
	{ "invalid_image_format", ERR_REJECTED, false },
	{ "invalid_image_mode", ERR_REJECTED, false },
	{ "invalid_image_url", ERR_REJECTED, false },
	{ "invalid_base64_image", ERR_REJECTED, false },
	{ "unsupported_image_media_type", ERR_REJECTED, false },
	{ "empty_image_file", ERR_REJECTED, false },
	{ "image_parse_error", ERR_REJECTED, false },
	{ "image_too_large", ERR_REJECTED, false },
	{ "image_too_small", ERR_REJECTED, false },
	{ "image_file_too_large", ERR_REJECTED, false },
	{ "image_file_not_found", ERR_REJECTED, false },
	{ "news", ERR_VENDOR, false },
};

static void test_codes(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		char data[256];
		struct run r;

		run_init(&r, d);
		snprintf(data, sizeof(data), "{\"response\":{\"status\":"
			 "\"failed\",\"error\":{\"code\":\"%s\","
			 "\"message\":\"m\"}}}", codes[i].code);
		r.rc = d->frame(&r.reply, "response.failed", data,
				strlen(data), &r.err);
		ok(r.rc && r.err.kind == codes[i].kind &&
			   r.reply.failure.final == codes[i].final &&
			   !strcmp(r.reply.failure.code, codes[i].code),
		   "response.failed with %s is %s", codes[i].code,
		   err_kind_name(r.err.kind));
		run_release(&r);
	}
}

static void test_models(const struct dialect *d)
{
	struct buf all = BUF_INIT(1000);
	struct err err = ERR_INIT;

	ok(!strcmp(d->models_path, "/models") &&
		   !d->models(TEXT_LIT("{\"object\":\"list\",\"data\":[{"
				       "\"id\":\"gpt-6-luna\"}]}"),
			      run_model, &all, &err) &&
		   !strcmp(all.ptr, "gpt-6-luna=0 "), "models: %s", all.ptr);
	ok(d->models(TEXT_LIT("{\"models\":[]}"), run_model, &all, &err) &&
		   err.kind == ERR_PROTO, "no list: %s", err.msg);
	ok(d->refuse == dialect_by_name("openai-chat")->refuse,
	   "refusals are read as in Chat Completions");
	buf_release(&all);
}

int main(void)
{
	const struct dialect *d = dialect_by_name("openai-responses");

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		test_fixture(d, &streams[i]);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		test_body(d, bodies[i].body, strlen(bodies[i].body),
			  &bodies[i].want);
	test_body_cut(d, whole);
	test_frames(d);
	test_bare_end(d);
	test_told_before(d);
	test_sink(d);
	test_told(d);
	test_codes(d);
	test_depth(d, 65);
	test_depth(d, 1000);
	test_depth(d, 100000);
	test_models(d);
	return tap_done();
}
