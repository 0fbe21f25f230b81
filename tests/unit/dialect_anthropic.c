#include "dialect.h"

/*
 * Read off the fixtures by eye. Input counts what was cached: message_start
 * says 25 + 3 + 100 = 128.
 */
#define START_USAGE(out) { 128, 100, 3, (out), -1 }
#define SERVED "claude-haiku-5-5-20260801"

static const struct stream_case streams[] = {
	{ "plain.sse",
	  { .text = "Hello, \xE2\x80\x9Cworld\xE2\x80\x9D \xF0\x9F\x8C\x8D!\n",
	    .finish = FINISH_STOP, .complete = true,
	    .usage = START_USAGE(15), .served = SERVED } },
	/* message_delta tells all counts again: 30 + 0 + 70 = 100 */
	{ "thinking.sse",
	  { .text = "The answer.", .finish = FINISH_LENGTH, .complete = true,
	    .usage = { 100, 70, 0, 40, 31 }, .served = SERVED } },
	{ "tool.sse",
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = START_USAGE(89), .served = SERVED } },
	{ "refusal.sse",
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = START_USAGE(0), .served = SERVED,
	    .reason = "cyber: Not for this tool." } },
	{ "overloaded.sse",
	  { .text = "Par", .usage = START_USAGE(1), .served = SERVED,
	    .error = ERR_VENDOR, .code = "overloaded_error",
	    .message = "Overloaded" } },
	{ "window.sse",
	  { .text = "A long", .finish = FINISH_LENGTH, .complete = true,
	    .usage = START_USAGE(900), .served = SERVED } },
	{ "window-empty.sse",
	  { .text = "", .usage = START_USAGE(0), .served = SERVED,
	    .error = ERR_TOOLONG, .code = "model_context_window_exceeded" } },
	{ "cut.sse",	/* all but message_stop */
	  { .text = "half", .finish = FINISH_STOP, .usage = START_USAGE(3),
	    .served = SERVED } },
	{ "broken.sse",
	  { .text = "good", .usage = START_USAGE(1), .served = SERVED,
	    .error = ERR_PROTO, .message = "broken answer: JSON" } },
	{ "untyped.sse",
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .usage = { 4, -1, -1, 2, -1 }, .served = "glm-5" } },
};

static const char whole[] =
	"{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
	"\"model\":\"claude-sonnet-5\",\"content\":[{\"type\":\"thinking\","
	"\"thinking\":\"...\",\"signature\":\"...\"},{\"type\":\"text\","
	"\"text\":\"Hel\"},{\"type\":\"text\",\"text\":\"lo\"}],"
	"\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
	"\"stop_details\":null,\"usage\":{\"input_tokens\":11,"
	"\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":5,"
	"\"output_tokens\":6,\"output_tokens_details\":{"
	"\"thinking_tokens\":2}}}";

#define MESSAGE(content, reason) \
	"{\"type\":\"message\",\"content\":" content \
	",\"stop_reason\":" reason "}"

#define NOT_AN_ANSWER(part) \
	{ .text = "", .usage = NO_USAGE, .error = ERR_PROTO, .message = part }

static const struct {
	const char *body;
	struct expected want;
} bodies[] = {
	{ whole,
	  { .text = "Hello", .finish = FINISH_STOP, .complete = true,
	    .usage = { 16, 5, 0, 6, 2 }, .served = "claude-sonnet-5" } },
	{ MESSAGE("[]", "\"end_turn\""),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("[]", "null"),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("[{\"type\":\"text\",\"text\":\"a\"},{\"type\":"
		  "\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{}}]",
		  "\"tool_use\""),
	  { .text = "a", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("[]", "\"pause_turn\""),
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("[]", "\"refusal\""),
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .reason = "refusal" } },
	{ "", NOT_AN_ANSWER("empty answer") },
	{ "{}", NOT_AN_ANSWER("empty answer") },
	{ "[]", NOT_AN_ANSWER("empty answer") },
	{ "null", NOT_AN_ANSWER("empty answer") },
	{ "\"\"", NOT_AN_ANSWER("empty answer") },
	{ "{\"type\":\"message\"}", NOT_AN_ANSWER("no content") },
	{ MESSAGE("\"text\"", "\"end_turn\""), NOT_AN_ANSWER("no content") },
	{ MESSAGE("[5]", "\"end_turn\""), NOT_AN_ANSWER("without a type") },
	{ MESSAGE("[{\"type\":\"text\",\"text\":5}]", "\"end_turn\""),
	  NOT_AN_ANSWER("without text") },
	{ "{\"type\":\"ping\"}", NOT_AN_ANSWER("no message") },
	{ "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
	  NOT_AN_ANSWER("no content") },
	{ "<html>", NOT_AN_ANSWER("broken answer") },
	{ "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\","
	  "\"message\":\"Slow down.\"},\"request_id\":\"req_9\"}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA,
	    .code = "rate_limit_error", .message = "Slow down." } },
};

/* Every error type of "Errors" as it comes inside a stream, no status. */
static const struct {
	const char *type;
	enum err_kind kind;
	bool final;
} types[] = {
	{ "invalid_request_error", ERR_REJECTED, false },
	{ "authentication_error", ERR_AUTH, false },
	{ "billing_error", ERR_QUOTA, true },
	{ "permission_error", ERR_AUTH, false },
	{ "not_found_error", ERR_NOMODEL, false },
	{ "conflict_error", ERR_VENDOR, false },
	{ "request_too_large", ERR_TOOLONG, false },
	{ "rate_limit_error", ERR_QUOTA, false },
	{ "api_error", ERR_VENDOR, false },
	{ "timeout_error", ERR_VENDOR, false },
	{ "overloaded_error", ERR_VENDOR, false },
	{ "something_new", ERR_VENDOR, false },
};

static void test_types(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		char data[256];
		struct run r;

		snprintf(data, sizeof(data), "{\"type\":\"error\",\"error\":{"
			 "\"type\":\"%s\",\"message\":\"m\"},"
			 "\"request_id\":\"req_7\"}", types[i].type);
		run_init(&r, d);
		r.rc = d->frame(&r.reply, "error", data, strlen(data),
				&r.err);
		ok(r.rc && r.err.kind == types[i].kind &&
			   r.reply.failure.err.kind == types[i].kind &&
			   r.reply.failure.final == types[i].final &&
			   r.reply.failure.http == 0 &&
			   r.reply.failure.wait_ms == -1 &&
			   !strcmp(r.reply.failure.code, types[i].type) &&
			   !strcmp(r.reply.failure.request_id, "req_7") &&
			   !strcmp(r.err.msg, "m"),
		   "an event of %s: %s", types[i].type,
		   err_kind_name(r.err.kind));
		run_release(&r);
	}
}

static const struct {
	const char *name, *data;
	enum err_kind error;
} frames[] = {
	{ "message_stop", "{\"type\":\"message_stop\"}", ERR_PROTO },
	{ "content_block_delta", "{\"type\":\"content_block_delta\"}",
	  ERR_PROTO },
	{ "content_block_delta",
	  "{\"type\":\"content_block_delta\",\"delta\":{\"type\":"
	  "\"text_delta\",\"text\":[]}}", ERR_PROTO },
	{ "content_block_delta",
	  "{\"type\":\"content_block_delta\",\"delta\":null}", ERR_PROTO },
	{ "content_block_delta", "garbage", ERR_PROTO },
	{ "content_block_start", "{\"type\":\"content_block_start\"}",
	  ERR_PROTO },
	{ "message_start", "{\"type\":\"message_start\",\"message\":7}",
	  ERR_NONE },
	{ "message_start",
	  "{\"type\":\"message_start\",\"message\":{\"usage\":{"
	  "\"input_tokens\":9223372036854775807,"
	  "\"cache_read_input_tokens\":9223372036854775807}}}", ERR_NONE },
	{ "message_delta", "{\"type\":\"message_delta\",\"delta\":5}",
	  ERR_NONE },
	{ "error", "{\"type\":\"error\"}", ERR_VENDOR },
	{ "error", "Overloaded", ERR_VENDOR },
	{ "", "{\"type\":5}", ERR_NONE },
	{ "", "[]", ERR_NONE },
	{ "", "nonsense", ERR_PROTO },
	{ "", "[DONE]", ERR_NONE },
};

static void test_frames(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		struct run r;

		run_init(&r, d);
		r.rc = d->frame(&r.reply, frames[i].name, frames[i].data,
				strlen(frames[i].data), &r.err);
		ok(r.err.kind == frames[i].error &&
			   (r.rc != 0) == (r.err.kind != ERR_NONE) &&
			   !r.reply.complete && !r.text.len,
		   "first frame %s: %s", frames[i].data, r.err.msg);
		run_release(&r);
	}
}

static const struct list_case lists[] = {
	{ "{\"data\":[{\"id\":\"claude-haiku-5-5\",\"type\":\"model\","
	  "\"display_name\":\"Claude Haiku 5.5\",\"max_input_tokens\":200000,"
	  "\"max_tokens\":64000},{\"id\":\"claude-x\"},{\"type\":\"model\"},"
	  "{\"id\":\"a\\nb\"}],\"has_more\":false}",
	  "claude-haiku-5-5=200000 claude-x=0 ", ERR_NONE },
	{ "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\","
	  "\"message\":\"invalid x-api-key\"}}", NULL, ERR_AUTH },
	{ "{}", NULL, ERR_PROTO },
	{ "{\"data\":{}}", NULL, ERR_PROTO },
};

static void test_lists(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		test_list(d, &lists[i]);
}

int main(void)
{
	const struct dialect *d = dialect_by_name("anthropic");

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		test_fixture(d, &streams[i]);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		test_body(d, bodies[i].body, strlen(bodies[i].body),
			  &bodies[i].want);
	test_body_cut(d, whole);
	test_types(d);
	test_frames(d);
	test_depth(d, 1000);
	test_depth(d, 100000);
	test_lists(d);
	return tap_done();
}
