#include "dialect.h"

/* Values are read off the fixtures by eye. */
static const struct stream_case streams[] = {
	{ "generic.sse",
	  { .text = "Hello, W\xC3\xB6rld", .finish = FINISH_STOP,
	    .complete = true, .usage = { 41, 3, -1, 8, 2 } } },
	{ "bare-end.sse",
	  { .text = "42", .finish = FINISH_STOP, .complete = true,
	    .may_linger = true, .usage = NO_USAGE } },
	{ "cohere.sse",
	  { .text = "Hi there", .finish = FINISH_STOP, .complete = true,
	    .usage = { 6, -1, -1, 2, -1 } } },
	{ "cohere-cut.sse",
	  { .text = "Hi", .finish = FINISH_LENGTH, .complete = true,
	    .may_linger = true, .usage = NO_USAGE } },
	{ "toxic.sse",
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .may_linger = true, .usage = NO_USAGE,
	    .reason = "blocked output" } },
	{ "tool.sse",
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE } },
	{ "error-mid.sse",
	  { .text = "Once", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .http = 500, .code = "500",
	    .message = "Internal server error" } },
	{ "cut.sse", { .text = "half", .usage = NO_USAGE } },
	{ "done-early.sse",
	  { .text = "half", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "[DONE] without a finishReason" } },
};

#define GENERIC(choice) \
	"{\"modelId\":\"meta.x\",\"modelVersion\":\"1.0\",\"chatResponse\":{" \
	"\"apiFormat\":\"GENERIC\",\"timeCreated\":\"2026-09-18T19:22:24Z\"," \
	"\"choices\":[" choice "],\"usage\":{\"completionTokens\":8," \
	"\"promptTokens\":45,\"totalTokens\":53}}}"
#define SAYS(content, end) \
	"{\"index\":0,\"message\":{\"role\":\"ASSISTANT\",\"content\":" \
	content "}" end "}"
#define COHERE(rest) \
	"{\"modelId\":\"cohere.x\",\"chatResponse\":{\"apiFormat\":" \
	"\"COHERE\"," rest "}}"
#define NOT_AN_ANSWER(part) \
	{ .text = "", .usage = NO_USAGE, .error = ERR_PROTO, .message = part }

static const char whole[] = GENERIC(
	SAYS("[{\"type\":\"TEXT\",\"text\":\"Hello\"}]",
	     ",\"finishReason\":\"stop\""));

static const struct {
	const char *body;
	struct expected want;
} bodies[] = {
	{ whole,
	  { .text = "Hello", .finish = FINISH_STOP, .complete = true,
	    .usage = { 45, -1, -1, 8, -1 }, .served = "meta.x" } },
	{ GENERIC(SAYS("\"plain\"", "")),
	  { .text = "plain", .finish = FINISH_STOP, .complete = true,
	    .usage = { 45, -1, -1, 8, -1 }, .served = "meta.x" } },
	{ GENERIC(SAYS("[]", ",\"finishReason\":\"length\"")),
	  { .text = "", .finish = FINISH_LENGTH, .complete = true,
	    .usage = { 45, -1, -1, 8, -1 }, .served = "meta.x" } },
	{ GENERIC(SAYS("null", ",\"finishReason\":\"content_filter\"")),
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = { 45, -1, -1, 8, -1 }, .served = "meta.x",
	    .reason = "content_filter" } },
	{ COHERE("\"text\":\"Hi\",\"finishReason\":\"COMPLETE\",\"usage\":{"
		 "\"promptTokens\":13,\"completionTokens\":6}"),
	  { .text = "Hi", .finish = FINISH_STOP, .complete = true,
	    .usage = { 13, -1, -1, 6, -1 }, .served = "cohere.x" } },
	{ COHERE("\"text\":\"\",\"finishReason\":\"ERROR_LIMIT\""),
	  { .text = "", .usage = NO_USAGE, .served = "cohere.x",
	    .error = ERR_TOOLONG, .code = "ERROR_LIMIT" } },
	{ COHERE("\"text\":\"Hi\",\"finishReason\":\"ERROR_LIMIT\""),
	  { .text = "Hi", .finish = FINISH_LENGTH, .complete = true,
	    .usage = NO_USAGE, .served = "cohere.x" } },
	{ COHERE("\"text\":\"\",\"finishReason\":\"ERROR\","
		 "\"errorMessage\":\"worker died\""),
	  { .text = "", .usage = NO_USAGE, .served = "cohere.x",
	    .reason = "worker died", .error = ERR_VENDOR, .code = "ERROR",
	    .message = "worker died" } },
	{ COHERE("\"text\":\"\",\"finishReason\":\"USER_CANCEL\""),
	  { .text = "", .usage = NO_USAGE, .served = "cohere.x",
	    .error = ERR_VENDOR, .code = "USER_CANCEL" } },
	{ COHERE("\"text\":\"\",\"toolCalls\":[{\"name\":\"f\"}],"
		 "\"finishReason\":\"COMPLETE\""),
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE, .served = "cohere.x" } },
	{ "", NOT_AN_ANSWER("empty answer") },
	{ "{}", NOT_AN_ANSWER("empty answer") },
	{ "[]", NOT_AN_ANSWER("empty answer") },
	{ "null", NOT_AN_ANSWER("empty answer") },
	{ "{\"chatResponse\":7}", NOT_AN_ANSWER("no chatResponse.choices") },
	{ "{\"chatResponse\":{\"choices\":{}}}",
	  NOT_AN_ANSWER("no chatResponse.choices") },
	{ "{\"chatResponse\":{\"choices\":[{\"index\":0}]}}",
	  NOT_AN_ANSWER("no chatResponse.choices[0].message") },
	{ "{\"chatResponse\":{\"choices\":[{\"message\":{\"content\":{}}}]}}",
	  NOT_AN_ANSWER("content is no list") },
	{ "<html>", NOT_AN_ANSWER("broken answer") },
	{ "{\"code\":\"NotAuthenticated\",\"message\":\"no\"}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_AUTH,
	    .code = "NotAuthenticated", .message = "no" } },
	{ "{\"code\":\"TooManyRequests\",\"message\":\"slow\"}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA,
	    .code = "TooManyRequests", .message = "slow" } },
	{ "{\"code\":429,\"message\":\"slow\"}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA, .http = 429,
	    .code = "429", .message = "slow" } },
};

/* The first frame of a stream that is wrong in its kinds (B13, B14). */
static const struct {
	const char *data;
	enum err_kind error;
} frames[] = {
	{ "{\"message\":{}}", ERR_NONE },
	{ "{\"message\":null}", ERR_NONE },
	{ "{\"message\":[]}", ERR_NONE },
	{ "{\"message\":{\"content\":[5,null,{}]}}", ERR_NONE },
	{ "{\"message\":{\"content\":{}}}", ERR_PROTO },
	{ "{\"text\":5}", ERR_NONE },
	{ "{\"index\":\"0\",\"text\":\"\"}", ERR_NONE },
	{ "{\"finishReason\":7}", ERR_NONE },
	{ "{\"finishReason\":null,\"text\":\"\"}", ERR_NONE },
	{ "{\"usage\":{\"promptTokens\":1}}", ERR_NONE },
	{ "{\"usage\":\"x\"}", ERR_PROTO },
	{ "{\"pad\":\"a\"}", ERR_PROTO },
	{ "[]", ERR_PROTO },
	{ "7", ERR_PROTO },
	{ "{", ERR_PROTO },
};

static void test_frames(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		struct run r;

		run_init(&r, d);
		r.rc = d->frame(&r.reply, "", frames[i].data,
				strlen(frames[i].data), &r.err);
		ok(r.err.kind == frames[i].error &&
			   (r.rc != 0) == (r.err.kind != ERR_NONE) &&
			   !r.reply.complete && !r.text.len,
		   "first frame %s: %s", frames[i].data, r.err.msg);
		run_release(&r);
	}
}

int main(void)
{
	const struct dialect *d = dialect_by_name("oci");

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		test_fixture(d, &streams[i]);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		test_body(d, bodies[i].body, strlen(bodies[i].body),
			  &bodies[i].want);
	test_body_cut(d, whole);
	test_frames(d);
	test_depth(d, 65);
	test_depth(d, 1000);
	test_depth(d, 100000);
	return tap_done();
}
