#include "aws_encode.h"
#include "dialect.h"

/*
 * Streams of ConverseStream as the API reference of Amazon Bedrock Runtime
 * and its model in botocore have them, a line for each frame: TYPE PAYLOAD;
 * "!TYPE PAYLOAD" is an exception, "?CODE MESSAGE" an error without payload.
 */

#define START "messageStart {\"p\":\"abcd\",\"role\":\"assistant\"}\n"
#define DELTA(text) "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{" \
	"\"text\":\"" text "\"},\"p\":\"abcdefgh\"}\n"
#define BLOCK_STOP "contentBlockStop {\"contentBlockIndex\":0,\"p\":\"ab\"}\n"
#define STOP(word) "messageStop {\"p\":\"abc\",\"stopReason\":\"" word "\"}\n"
#define METADATA "metadata {\"metrics\":{\"latencyMs\":321},\"p\":\"abcd\"," \
	"\"usage\":{\"inputTokens\":9,\"outputTokens\":3,\"totalTokens\":12}}\n"
#define USED { 9, -1, -1, 3, -1 }
#define ARN "arn:aws:bedrock:us-east-1:111122223333:inference-profile/" \
	"us.amazon.nova-lite-v1:0"

static const struct {
	const char *what, *frames;
	struct expected want;
} streams[] = {
	{ "a plain answer", START DELTA("H\xC3\xA9") DELTA("llo") BLOCK_STOP
	  STOP("end_turn") METADATA,
	  { .text = "H\xC3\xA9llo", .finish = FINISH_STOP, .complete = true,
	    .usage = USED } },
	{ "cut before the end", START DELTA("half"),
	  { .text = "half", .usage = NO_USAGE } },
	{ "without usage", START DELTA("x") STOP("end_turn"),
	  { .text = "x", .finish = FINISH_STOP, .complete = true,
	    .may_linger = true, .usage = NO_USAGE } },
	{ "what is thought is not shown", START
	  "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{"
	  "\"reasoningContent\":{\"text\":\"hm\"}}}\n"
	  "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{"
	  "\"reasoningContent\":{\"signature\":\"EqQB\"}}}\n"
	  "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{"
	  "\"reasoningContent\":{\"redactedContent\":\"AAAA\"}}}\n"
	  "contentBlockStop {\"contentBlockIndex\":0}\n"
	  "contentBlockDelta {\"contentBlockIndex\":1,\"delta\":{\"text\":"
	  "\"ok\"}}\n" STOP("end_turn") METADATA,
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .usage = USED } },
	{ "a tool call", START "contentBlockStart {\"contentBlockIndex\":0,"
	  "\"start\":{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"get\"}}}\n"
	  "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"toolUse\":"
	  "{\"input\":\"{\\\"a\\\":1}\"}}}\n" STOP("tool_use") METADATA,
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = USED } },
	{ "a tool call that ends as a stop", START
	  "contentBlockDelta {\"delta\":{\"toolUse\":{\"input\":\"\"}}}\n"
	  STOP("end_turn") METADATA,
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = USED } },
	{ "a prompt router", START DELTA("x") STOP("end_turn")
	  "metadata {\"usage\":{\"inputTokens\":9,\"outputTokens\":3,"
	  "\"totalTokens\":12},\"trace\":{\"promptRouter\":{"
	  "\"invokedModelId\":\"" ARN "\"}}}\n",
	  { .text = "x", .finish = FINISH_STOP, .complete = true,
	    .usage = USED, .served = "us.amazon.nova-lite-v1:0" } },
	{ "cached input", START DELTA("x") STOP("end_turn")
	  "metadata {\"usage\":{\"inputTokens\":9,\"outputTokens\":3,"
	  "\"totalTokens\":162,\"cacheReadInputTokens\":100,"
	  "\"cacheWriteInputTokens\":50}}\n",
	  { .text = "x", .finish = FINISH_STOP, .complete = true,
	    .usage = { 159, 100, 50, 3, -1 } } },
	{ "wrong usage is none", START DELTA("x") STOP("end_turn")
	  "metadata {\"usage\":\"much\"}\n",
	  { .text = "x", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ "events that are unknown", "initial-response {}\n" START
	  "novelty no JSON at all\n" "contentBlockStart {}\n"
	  "contentBlockDelta {\"delta\":{\"citation\":{\"title\":\"t\"}}}\n"
	  DELTA("x") STOP("end_turn") METADATA,
	  { .text = "x", .finish = FINISH_STOP, .complete = true,
	    .usage = USED } },
	{ "no JSON", START "contentBlockDelta nonsense\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "broken answer" } },
	{ "no delta", START "contentBlockDelta {\"contentBlockIndex\":0}\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "without a delta" } },
	{ "text that is none", START
	  "contentBlockDelta {\"delta\":{\"text\":5}}\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "no text" } },
	{ "an end without its reason", START DELTA("x") "messageStop {}\n",
	  { .text = "x", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "stopReason" } },
	{ "throttled before the first text", START
	  "!throttlingException {\"message\":\"Too many requests.\"}\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA, .http = 429,
	    .code = "ThrottlingException", .message = "Too many requests." } },
	{ "the model fails mid-stream", START DELTA("Par")
	  "!modelStreamErrorException {\"message\":\"The model broke.\","
	  "\"originalStatusCode\":500,\"originalMessage\":\"x\"}\n",
	  { .text = "Par", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .http = 424, .code = "ModelStreamErrorException",
	    .message = "The model broke." } },
	{ "the service fails", START DELTA("Par")
	  "!internalServerException {\"message\":\"oops\"}\n",
	  { .text = "Par", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .http = 500, .code = "InternalServerException" } },
	{ "overloaded", "!serviceUnavailableException {\"Message\":\"b\"}\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR, .http = 503,
	    .code = "ServiceUnavailableException", .message = "b" } },
	{ "a timeout", "!modelTimeoutException {\"message\":\"slow\"}\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_TIMEOUT, .http = 408,
	    .code = "ModelTimeoutException" } },
	{ "input that is too long", "!validationException {\"message\":"
	  "\"Input is too long for requested model.\"}\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_TOOLONG, .http = 400,
	    .code = "ValidationException" } },
	{ "other input", "!validationException {\"message\":\"no\"}\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_REJECTED, .http = 400,
	    .code = "ValidationException" } },
	{ "an exception of another kind", "!noveltyException {}\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .code = "NoveltyException", .message = "without a message" } },
	{ "one without JSON", "!throttlingException slow down\n",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA, .http = 429,
	    .code = "ThrottlingException", .message = "slow down" } },
	{ "an error of the service", START DELTA("Par")
	  "?InternalFailure internal\n",
	  { .text = "Par", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .code = "InternalFailure", .message = "internal" } },
};

static void add_text(struct buf *out, const char *name, const char *value,
		     size_t len)
{
	char head[2] = { (char)strlen(name), '\0' };

	buf_add(out, head, 1);
	buf_adds(out, name);
	buf_addch(out, 7);
	buf_addch(out, (char)(len >> 8));
	buf_addch(out, (char)len);
	buf_add(out, value, len);
}

/* The frames of such lines. */
static void encode(const char *lines, struct buf *out)
{
	struct buf headers = BUF_INIT(4096);
	const char *p = lines, *nl, *blank;

	for (; *p; p = nl + 1) {
		const char *kind = "event", *name = ":event-type";
		bool bare = *p == '?';

		nl = strchr(p, '\n');
		if (*p == '!') {
			kind = "exception";
			name = ":exception-type";
		} else if (bare) {
			kind = "error";
			name = ":error-code";
		}
		p += *p == '!' || bare;
		blank = memchr(p, ' ', (size_t)(nl - p));
		buf_clear(&headers);
		add_text(&headers, name, p, (size_t)(blank - p));
		add_text(&headers, ":message-type", kind, strlen(kind));
		blank++;
		if (bare)
			add_text(&headers, ":error-message", blank,
				 (size_t)(nl - blank));
		aws_encode(out, headers.ptr, headers.len, blank,
			   bare ? 0 : (size_t)(nl - blank));
	}
	buf_release(&headers);
}

static void test_stream(const struct dialect *d, size_t i)
{
	const struct expected *w = &streams[i].want;
	struct buf in = BUF_INIT(MAX_HELD);
	bool good;
	struct text t;

	encode(streams[i].frames, &in);
	t = (struct text){ in.ptr, in.len };
	good = run_gives(d, t, t.len, 0, w) && run_gives(d, t, 1, 0, w) &&
	       run_gives(d, t, 7, 0, w);
	for (size_t cut = 1; good && cut < t.len; cut++)
		good = run_gives(d, t, t.len, cut, w);
	ok(good, "%s, cut at every byte", streams[i].what);
	buf_release(&in);
}

/* A stream that ends at any byte before its end mark is no whole answer. */
static void test_short(const struct dialect *d)
{
	struct buf in = BUF_INIT(MAX_HELD), head = BUF_INIT(MAX_HELD);
	size_t good = 0;

	encode(START DELTA("Hello") BLOCK_STOP STOP("end_turn"), &head);
	encode(START DELTA("Hello") BLOCK_STOP STOP("end_turn") METADATA, &in);
	for (size_t n = 0; n < in.len; n++) {
		struct run r;

		run_init(&r, d);
		run_stream(&r, (struct text){ in.ptr, n }, n + 1, 0);
		good += r.reply.complete == (n >= head.len);
		run_release(&r);
	}
	ok(good == in.len, "ended at any byte");
	buf_release(&in);
	buf_release(&head);
}

#define BODY(content, rest) "{\"output\":{\"message\":{\"role\":" \
	"\"assistant\",\"content\":" content "}}" rest "}"
#define REST(word) ",\"stopReason\":\"" word "\",\"usage\":{\"inputTokens\":" \
	"9,\"outputTokens\":3,\"totalTokens\":12,\"cacheReadInputTokens\":0," \
	"\"cacheWriteInputTokens\":0},\"metrics\":{\"latencyMs\":321}"
#define NOT_AN_ANSWER(part) \
	{ .text = "", .usage = NO_USAGE, .error = ERR_PROTO, .message = part }

static const char whole[] =
	BODY("[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"hm\","
	     "\"signature\":\"s\"}}},{\"text\":\"Hel\"},{\"text\":\"lo\"}]",
	     REST("end_turn") ",\"serviceTier\":{\"type\":\"default\"},"
	     "\"trace\":{\"promptRouter\":{\"invokedModelId\":\"" ARN "\"}}");

static const struct {
	const char *body;
	struct expected want;
} bodies[] = {
	{ whole,
	  { .text = "Hello", .finish = FINISH_STOP, .complete = true,
	    .usage = { 9, 0, 0, 3, -1 },
	    .served = "us.amazon.nova-lite-v1:0" } },
	{ BODY("[]", REST("end_turn")),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = { 9, 0, 0, 3, -1 } } },
	{ BODY("[{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"n\",\"input\":"
	       "{}}}]", REST("tool_use")),
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = { 9, 0, 0, 3, -1 } } },
	{ "{}", NOT_AN_ANSWER("empty answer") },
	{ "[]", NOT_AN_ANSWER("empty answer") },
	{ "null", NOT_AN_ANSWER("empty answer") },
	{ "", NOT_AN_ANSWER("empty answer") },
	{ "5", NOT_AN_ANSWER("empty answer") },
	{ "{\"output\":{}}", NOT_AN_ANSWER("no output.message.content") },
	{ BODY("{}", REST("end_turn")), NOT_AN_ANSWER("content") },
	{ BODY("[{\"text\":5}]", REST("end_turn")),
	  NOT_AN_ANSWER("no text") },
	{ BODY("[]", ""), NOT_AN_ANSWER("stopReason") },
	{ "{\"error\":{\"message\":\"m\"}}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .message = "m" } },
};

/* Every stop reason of the API. */
static const struct {
	const char *word;
	enum finish finish;	/* FINISH_NONE: the vendor failed */
} ends[] = {
	{ "end_turn", FINISH_STOP },
	{ "stop_sequence", FINISH_STOP },
	{ "tool_use", FINISH_TOOL },
	{ "max_tokens", FINISH_LENGTH },
	{ "guardrail_intervened", FINISH_REFUSAL },
	{ "content_filtered", FINISH_REFUSAL },
	{ "malformed_model_output", FINISH_NONE },
	{ "malformed_tool_use", FINISH_TOOL },
	{ "model_context_window_exceeded", FINISH_LENGTH },
	{ "a_new_one", FINISH_STOP },
};

static void test_ends(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const char *word = ends[i].word, *text = "contentBlockDelta";
		bool refused = ends[i].finish == FINISH_REFUSAL, good;
		char stop[100];
		struct run r;

		run_init(&r, d);
		snprintf(stop, sizeof(stop), "{\"stopReason\":\"%s\"}", word);
		r.rc = run_event(&r, text, "{\"delta\":{\"text\":\"a\"}}", 22,
				 &r.err);
		good = !r.rc;
		r.rc = run_event(&r, "messageStop", stop, strlen(stop),
				 &r.err);
		good = good && r.reply.finish == ends[i].finish &&
		       !strcmp(r.reply.reason, refused ? word : "");
		if (ends[i].finish == FINISH_NONE)
			good = good && r.rc && r.err.kind == ERR_VENDOR &&
			       !strcmp(r.reply.failure.code, word);
		else
			good = good && !r.rc && r.reply.complete;
		if (!ok(good, "%s ends an answer", word))
			run_show(&r);
		run_release(&r);
	}
}

/* The window was full before the first word. */
static void test_full(const struct dialect *d)
{
	static const char stop[] =
		"{\"stopReason\":\"model_context_window_exceeded\"}";
	struct run r;

	run_init(&r, d);
	r.rc = run_event(&r, "messageStop", stop, strlen(stop), &r.err);
	ok(r.rc && r.err.kind == ERR_TOOLONG, "a full window is too long");
	run_release(&r);
}

static const struct list_case lists[] = {
	{ "{\"modelSummaries\":[{\"modelId\":\"amazon.nova-lite-v1:0\","
	  "\"modelName\":\"Nova Lite\"},{\"modelId\":\"a\\nb\"},{},5,"
	  "{\"modelId\":\"anthropic.claude-opus-5\"}]}",
	  "amazon.nova-lite-v1:0=0 anthropic.claude-opus-5=0 ", ERR_NONE },
	{ "{\"modelSummaries\":[]}", "", ERR_NONE },
	{ "{}", NULL, ERR_PROTO },
};

int main(void)
{
	const struct dialect *d = dialect_by_name("bedrock");

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		test_stream(d, i);
	test_short(d);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		test_body(d, bodies[i].body, strlen(bodies[i].body),
			  &bodies[i].want);
	test_body_cut(d, whole);
	test_ends(d);
	test_full(d);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		test_list(d, &lists[i]);
	return tap_done();
}
