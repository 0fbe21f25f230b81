#include <sys/resource.h>

#include "dialect.h"


/*
 * Values are read off the fixtures by eye: the text is the deltas of choice
 * 0, usage the last that is told, input with its cached part.
 */
static const struct stream_case streams[] = {
	{ "plain.sse",
	  { .text = "The switch is \"set\".\n", .finish = FINISH_STOP,
	    .complete = true, .usage = { 31, 16, 4, 8, 3 },
	    .served = "gpt-6-luna-2026-09-22" } },
	{ "unicode.sse",
	  { .text = "Zug \xF0\x9F\x9A\x82 na\xC3\xAFve \xF0\x9F\x9A\x80 "
		    "\xE6\x97\xA5\xE6\x9C\xAC",
	    .finish = FINISH_STOP, .complete = true, .usage = NO_USAGE,
	    .served = "m" } },
	{ "azure.sse",
	  { .text = "Yes.", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE, .served = "gpt-4.1-mini" } },
	{ "azure-filter.sse",	/* what was stopped, after what came */
	  { .text = "Take a", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .served = "gpt-4.1-mini",
	    .reason = "content_filter: violence" } },
	{ "refusal.sse",
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .served = "m",
	    .reason = "I can't help with that." } },
	{ "tool.sse",
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE, .served = "m" } },
	{ "deepseek.sse",
	  { .text = "42", .finish = FINISH_STOP, .complete = true,
	    .usage = { 12, 8, -1, 9, 7 }, .served = "deepseek-v4-flash" } },
	{ "mistral.sse",
	  { .text = "Bonjour.", .finish = FINISH_LENGTH, .complete = true,
	    .usage = { 5, -1, -1, 4, -1 },
	    .served = "magistral-medium-2509" } },
	{ "groq.sse",
	  { .text = "fast", .finish = FINISH_STOP, .complete = true,
	    .usage = { 40, -1, -1, 2, -1 },
	    .served = "llama-3.3-70b-versatile" } },
	{ "openrouter.sse",
	  { .text = "Hi!", .finish = FINISH_STOP, .complete = true,
	    .usage = { 14, 2, -1, 3, 0 }, .cost = 0.000125,
	    .served = "meta-llama/llama-3.3-70b-instruct" } },
	{ "openrouter-error.sse",
	  { .text = "Half an", .usage = NO_USAGE, .served = "x/y",
	    .error = ERR_VENDOR, .http = 502, .code = "502",
	    .message = "Provider returned error (X: upstream reset)" } },
	{ "error-mid.sse",
	  { .text = "Once", .usage = NO_USAGE, .served = "m",
	    .error = ERR_VENDOR, .code = "server_error",
	    .message = "The server had an error" } },
	/* 32 + 1 + 200 = 233: what was reasoned is beside the 1 */
	{ "xai.sse",
	  { .text = "7", .finish = FINISH_STOP, .complete = true,
	    .usage = { 32, 6, -1, 201, 200 }, .served = "grok-4.6" } },
	{ "vllm-usage.sse",
	  { .text = "ab", .finish = FINISH_STOP, .complete = true,
	    .usage = { 9, -1, -1, 3, -1 }, .served = "Qwen/Qwen3-8B" } },
	{ "moonshot.sse",
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .usage = { 19, 10, -1, 2, -1 }, .served = "kimi-k2.6" } },
	{ "reasoning.sse",
	  { .text = "\n\n42", .finish = FINISH_STOP, .complete = true,
	    .usage = { 17, -1, -1, 13, -1 }, .served = "Qwen/Qwen3-8B" } },
	{ "think.sse",
	  { .text = "42", .finish = FINISH_STOP, .complete = true,
	    .usage = { 20, -1, -1, 11, -1 }, .served = "qwen3-8b" } },
	{ "both.sse",
	  { .text = "one two", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE, .served = "m" } },
	{ "multiline.sse",	/* no [DONE], no usage: more may come */
	  { .text = "joined", .finish = FINISH_STOP, .complete = true,
	    .may_linger = true, .usage = NO_USAGE, .served = "m" } },
	{ "cut.sse",
	  { .text = "half", .usage = NO_USAGE, .served = "m" } },
	{ "broken.sse",
	  { .text = "good", .usage = NO_USAGE, .served = "m",
	    .error = ERR_PROTO, .message = "broken answer: JSON" } },
	{ "done-early.sse",
	  { .text = "half", .usage = NO_USAGE, .served = "m",
	    .error = ERR_PROTO, .message = "answer incomplete" } },
	{ "done-only.sse",
	  { .text = "", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "empty answer" } },
};

static const char whole[] =
	"\n\n {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\","
	"\"created\":1741569952,\"model\":\"gpt-5.4\",\"choices\":[{"
	"\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
	"\"Hello!\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,"
	"\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":19,"
	"\"completion_tokens\":10,\"total_tokens\":29,"
	"\"prompt_tokens_details\":{\"cached_tokens\":0},"
	"\"completion_tokens_details\":{\"reasoning_tokens\":0}}}";

#define CHOICE(message, reason) \
	"{\"choices\":[{\"index\":0,\"message\":" message \
	",\"finish_reason\":" reason "}]}"

#define NOT_AN_ANSWER(part) \
	{ .text = "", .usage = NO_USAGE, .error = ERR_PROTO, .message = part }

static const struct {
	const char *body;
	struct expected want;
} bodies[] = {
	{ whole,
	  { .text = "Hello!", .finish = FINISH_STOP, .complete = true,
	    .usage = { 19, 0, -1, 10, 0 }, .served = "gpt-5.4" } },
	{ "\xEF\xBB\xBF" CHOICE("{\"content\":\"bom\"}", "\"stop\""),
	  { .text = "bom", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
		 "{\"type\":\"thinking\",\"thinking\":[]},\"b\","
		 "{\"type\":\"text\",\"text\":5},{\"text\":\"c\"},7,null]}",
		 "\"stop\""),
	  { .text = "abc", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":null,\"refusal\":\"No.\"}", "\"stop\""),
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .reason = "No." } },
	{ CHOICE("{\"content\":null}", "\"content_filter\""),
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .reason = "content_filter" } },
	{ CHOICE("{\"content\":null,\"tool_calls\":[{\"id\":\"c\"}]}",
		 "\"tool_calls\""),
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":\"x\",\"tool_calls\":[{\"id\":\"c\"}]}",
		 "\"stop\""),
	  { .text = "x", .finish = FINISH_TOOL, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":\"\",\"tool_calls\":[]}", "\"stop\""),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":null}", "\"stop\""),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"role\":\"assistant\"}", "\"length\""),
	  { .text = "", .finish = FINISH_LENGTH, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":\"no word for its end\"}", "null"),
	  { .text = "no word for its end", .finish = FINISH_STOP,
	    .complete = true, .usage = NO_USAGE } },
	{ CHOICE("{\"content\":\"eos\"}", "\"eos\""),
	  { .text = "eos", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":\"<think>\\n7\\n</think>\\n\\nseven\"}",
		 "\"stop\""),
	  { .text = "seven", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	/* the limit came while it thought: no answer, and not too long */
	{ CHOICE("{\"content\":\"<think>seven and\"}", "\"length\""),
	  { .text = "", .finish = FINISH_LENGTH, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":\"<think\"}", "\"stop\""),
	  { .text = "<think", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":\"cut\"}", "\"model_length\""),
	  { .text = "cut", .finish = FINISH_LENGTH, .complete = true,
	    .usage = NO_USAGE } },
	{ CHOICE("{\"content\":\"\"}", "\"model_length\""),
	  { .text = "", .usage = NO_USAGE, .error = ERR_TOOLONG,
	    .code = "model_length" } },
	{ CHOICE("{\"content\":\"\"}", "\"insufficient_system_resource\""),
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .code = "insufficient_system_resource" } },
	{ CHOICE("{\"content\":\"a\"}", "\"error\""),
	  { .text = "a", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .code = "error" } },
	{ "{\"choices\":[{\"index\":0,\"error\":{\"code\":429,"
	  "\"message\":\"slow\"},\"finish_reason\":\"error\"}]}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA, .http = 429,
	    .code = "429", .message = "slow" } },
	{ "", NOT_AN_ANSWER("empty answer") },
	{ " \r\n\t", NOT_AN_ANSWER("empty answer") },
	{ "{}", NOT_AN_ANSWER("empty answer") },
	{ "[]", NOT_AN_ANSWER("empty answer") },
	{ "null", NOT_AN_ANSWER("empty answer") },
	{ "\"\"", NOT_AN_ANSWER("empty answer") },
	{ "{\"id\":\"x\"}", NOT_AN_ANSWER("unexpected answer: no choices[0]") },
	{ "{\"choices\":[]}", NOT_AN_ANSWER("no choices[0]") },
	{ "{\"choices\":{}}", NOT_AN_ANSWER("no choices[0]") },
	{ "{\"choices\":null}", NOT_AN_ANSWER("no choices[0]") },
	{ "{\"choices\":[5]}", NOT_AN_ANSWER("no choices[0]") },
	{ "{\"choices\":[{\"index\":0}]}",
	  NOT_AN_ANSWER("no choices[0].message") },
	{ CHOICE("{}", "\"stop\""),
	  NOT_AN_ANSWER("no choices[0].message.content") },
	{ CHOICE("{\"content\":5}", "\"stop\""),
	  NOT_AN_ANSWER("content that is no text") },
	{ CHOICE("{\"content\":{\"a\":\"b\"}}", "\"stop\""),
	  NOT_AN_ANSWER("content that is no text") },
	{ "<html>captive portal</html>", NOT_AN_ANSWER("broken answer") },
	{ "{\"choices\":[{\"message\":{\"content\":\"a\"}}]} trailing",
	  NOT_AN_ANSWER("broken answer") },
	/* an error in a 200 (B19) */
	{ "{\"error\":{\"message\":\"No auth credentials found\","
	  "\"code\":401}}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_AUTH, .http = 401,
	    .code = "401", .message = "No auth credentials found" } },
	{ "{\"error\":{\"message\":\"Rate limited\",\"code\":\"429\"}}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA, .http = 429,
	    .code = "429" } },
	{ "{\"error\":{\"message\":\"bad\","
	  "\"type\":\"invalid_request_error\",\"code\":null}}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_REJECTED,
	    .code = "invalid_request_error" } },
	{ "{\"error\":\"something went wrong\"}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .message = "something went wrong" } },
	{ "[{\"error\":{\"message\":\"listed\",\"code\":503}}]",
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR, .http = 503,
	    .code = "503", .message = "listed" } },
	{ "{\"object\":\"error\",\"message\":\"unwrapped\","
	  "\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_REJECTED, .http = 400,
	    .code = "400", .message = "unwrapped" } },
	/* no error at all: null, {}, [], false and "" are not */
	{ "{\"error\":{},\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
	  { .text = "a", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ "{\"error\":null,\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
	  { .text = "a", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
};

/* Frames of a stream that is wrong in its kinds (B13, B14). */
static const struct {
	const char *data;
	enum err_kind error;
} frames[] = {
	{ "{\"choices\":[]}", ERR_NONE },
	{ "{\"choices\":{}}", ERR_PROTO },
	{ "{\"id\":\"x\"}", ERR_PROTO },
	{ "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}",
	  ERR_NONE },
	{ "{\"choices\":[{\"index\":0}]}", ERR_PROTO },
	{ "{\"choices\":[{\"index\":0,\"delta\":null}]}", ERR_NONE },
	{ "{\"choices\":[{\"index\":\"0\",\"delta\":{}}]}", ERR_NONE },
	{ "{\"choices\":[{\"delta\":[]}]}", ERR_NONE },
	{ "{\"choices\":[{\"delta\":{\"content\":5}}]}", ERR_PROTO },
	{ "{\"choices\":[{\"delta\":{\"content\":[5]}}]}", ERR_NONE },
	{ "{\"choices\":[{\"delta\":{\"tool_calls\":7}}]}", ERR_NONE },
	{ "{\"choices\":[{\"delta\":{},\"finish_reason\":7}]}", ERR_NONE },
	{ "[]", ERR_PROTO },
	{ "7", ERR_PROTO },
	{ "{", ERR_PROTO },
	{ "{\"model\":7,\"choices\":[{\"delta\":{}}],\"usage\":[5]}",
	  ERR_NONE },
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

/* The end is told before usage: complete at once, more may come (A14). */
static void test_linger(const struct dialect *d)
{
	static const char end[] = "{\"choices\":[{\"index\":0,\"delta\":"
				  "{\"content\":\"a\"},\"finish_reason\":"
				  "\"stop\"}],\"usage\":null}";
	static const char both[] = "{\"choices\":[{\"delta\":{}}],\"usage\":{"
				   "\"prompt_tokens\":2,"
				   "\"completion_tokens\":0}}";
	static const char usage[] = "{\"choices\":[],\"usage\":{"
				    "\"prompt_tokens\":2,"
				    "\"completion_tokens\":1}}";
	struct run r;

	run_init(&r, d);
	r.rc = d->frame(&r.reply, "", both, sizeof(both) - 1, &r.err) ||
	       d->frame(&r.reply, "", end, sizeof(end) - 1, &r.err);
	ok(!r.rc && r.reply.complete && r.reply.may_linger,
	   "finish_reason: complete, and newer usage may follow");
	r.rc = d->frame(&r.reply, "", usage, sizeof(usage) - 1, &r.err);
	ok(!r.rc && r.reply.complete && !r.reply.may_linger &&
		   r.reply.usage.input == 2 && r.reply.usage.output == 1,
	   "usage: nothing more to wait for");
	run_release(&r);

	run_init(&r, d);
	r.rc = d->frame(&r.reply, "", end, sizeof(end) - 1, &r.err) ||
	       d->frame(&r.reply, "", "[DONE]", 6, &r.err);
	ok(!r.rc && r.reply.complete && !r.reply.may_linger,
	   "[DONE] without usage: nothing more to wait for");
	run_release(&r);

	run_init(&r, d);
	r.rc = d->frame(&r.reply, "error", "boom \033[2J", 9, &r.err);
	ok(r.rc && r.err.kind == ERR_VENDOR &&
		   !strcmp(r.err.msg, "boom ^[[2J"),
	   "event: error whose data is no JSON: %s", r.err.msg);
	run_release(&r);
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

/* An event of 8 MiB and some is refused; one below is text. */
static void test_big(const struct dialect *d, size_t len, bool fits)
{
	struct buf in = BUF_INIT(MAX_HELD);
	struct run r;

	buf_adds(&in, "data: {\"choices\":[{\"delta\":{\"content\":\"");
	for (size_t i = 0; i < len; i += 16)
		buf_adds(&in, "0123456789abcdef");
	buf_adds(&in, "\"}}]}\n\n");
	run_init(&r, d);
	run_stream(&r, (struct text){ in.ptr, in.len }, 16384, 0);
	ok(fits ? !r.rc && r.text.len == len
		: r.rc && r.err.kind == ERR_TOOBIG && !r.text.len,
	   "an event of %zu bytes: %s", in.len,
	   r.rc ? r.err.msg : "taken");
	run_release(&r);
	buf_release(&in);
}

/* 100,000 deltas through reader and dialect, in reads of 16 KiB (B18). */
static void test_many(const struct dialect *d)
{
	enum { EVENTS = 100000 };
	struct buf in = BUF_INIT(MAX_HELD);
	struct rusage before, after;
	struct run r;
	long ms;

	for (int i = 0; i < EVENTS; i++)
		buf_adds(&in, "data: {\"id\":\"chatcmpl-1\",\"object\":"
			      "\"chat.completion.chunk\",\"created\":1,"
			      "\"model\":\"gpt-6-luna\",\"choices\":[{"
			      "\"index\":0,\"delta\":{\"content\":\"word \"},"
			      "\"logprobs\":null,\"finish_reason\":null}],"
			      "\"usage\":null}\n\n");
	run_init(&r, d);
	getrusage(RUSAGE_SELF, &before);
	run_stream(&r, (struct text){ in.ptr, in.len }, 16384, 0);
	getrusage(RUSAGE_SELF, &after);
	ms = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1000 +
	     (after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1000;
	/* the bar is a second of this process; hung is more than five */
	ok(!r.rc && r.text.len == 5u * EVENTS && ms < 5000,
	   "100,000 events in %ld ms", ms);
	/* the text itself is held by this test */
	ok(after.ru_maxrss - before.ru_maxrss < 4096, "in flat memory");
	run_release(&r);
	buf_release(&in);
}

static const struct list_case lists[] = {
	{ "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-6-luna\","
	  "\"object\":\"model\",\"created\":1,\"owned_by\":\"openai\"},"
	  "{\"id\":\"gpt-6-astra\"}]}",
	  "gpt-6-luna=0 gpt-6-astra=0 ", ERR_NONE },
	{ "{\"data\":[{\"id\":\"a/b\",\"context_length\":128000},"
	  "{\"id\":\"g\",\"context_window\":131072},"
	  "{\"id\":\"v\",\"max_model_len\":32768},"
	  "{\"id\":\"m\",\"max_context_length\":4096},"
	  "{\"id\":\"l\",\"meta\":{\"n_ctx_train\":8192}}]}",
	  "a/b=128000 g=131072 v=32768 m=4096 l=8192 ", ERR_NONE },
	{ "[{\"id\":\"t\",\"context_length\":\"x\"}]", "t=0 ", ERR_NONE },
	{ "{\"object\":\"list\",\"data\":null}", "", ERR_NONE },
	/* 2^40 tokens are taken, one more is no context */
	{ "{\"data\":[{\"id\":\"a\",\"max_model_len\":1099511627776},"
	  "{\"id\":\"b\",\"context_length\":1099511627777,"
	  "\"max_model_len\":8},"
	  "{\"id\":\"c\",\"context_length\":1099511627777}]}",
	  "a=1099511627776 b=8 c=0 ", ERR_NONE },
	{ "{\"data\":[{\"id\":\"ok\"},{\"id\":\"e\\u001b[2J\"},{\"id\":7},"
	  "{\"id\":\"\"},{\"id\":\"n\\u0000l\"},{},null,5]}",
	  "ok=0 ", ERR_NONE },
	{ "{\"error\":{\"message\":\"no\",\"code\":401}}", NULL, ERR_AUTH },
	{ "{\"models\":[]}", NULL, ERR_PROTO },
	{ "<html>", NULL, ERR_PROTO },
	{ "", NULL, ERR_PROTO },
};

static void test_lists(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		test_list(d, &lists[i]);
}

int main(void)
{
	const struct dialect *d = dialect_by_name("openai-chat");

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		test_fixture(d, &streams[i]);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		test_body(d, bodies[i].body, strlen(bodies[i].body),
			  &bodies[i].want);
	test_body_cut(d, whole);
	test_frames(d);
	test_linger(d);
	test_sink(d);
	test_depth(d, 65);
	test_depth(d, 1000);
	test_depth(d, 100000);
	test_big(d, (size_t)8 << 20, false);
	test_big(d, (size_t)7 << 20, true);
	test_many(d);
	test_lists(d);
	return tap_done();
}
