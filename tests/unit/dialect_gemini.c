#include "dialect.h"

/*
 * Read off the fixtures by eye. What was thought is paid for like what was
 * written: plain.sse ends with 3 + 20 = 23.
 */
#define SERVED "gemini-3.8-flash"

static const struct stream_case streams[] = {
	{ "plain.sse",
	  { .text = "Hello, \xE2\x80\x9Cw\xC3\xB6rld\xE2\x80\x9D "
		    "\xF0\x9F\x8C\x8D!\n",
	    .finish = FINISH_STOP, .complete = true,
	    .usage = { 8, 5, -1, 23, 20 }, .served = SERVED } },
	{ "thought-out.sse",
	  { .text = "", .finish = FINISH_LENGTH, .complete = true,
	    .usage = { 8, -1, -1, 60, 60 }, .served = SERVED } },
	{ "blocked.sse",
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = { 8, -1, -1, 0, -1 }, .served = SERVED,
	    .reason = "PROHIBITED_CONTENT" } },
	{ "safety.sse",
	  { .text = "First, ", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = { 8, -1, -1, 2, -1 }, .served = SERVED,
	    .reason = "SAFETY: The answer was stopped." } },
	{ "tool.sse",
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = { 8, -1, -1, 12, -1 }, .served = SERVED } },
	{ "malformed-call.sse",
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = { 8, -1, -1, 0, -1 }, .served = SERVED,
	    .reason = "Malformed function call: print(1" } },
	{ "cut.sse",
	  { .text = "half", .usage = { 8, -1, -1, 1, -1 },
	    .served = SERVED } },
	{ "broken.sse",
	  { .text = "good", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "broken answer: JSON" } },
	{ "error-bare.sse",
	  { .text = "Par", .usage = { 8, -1, -1, 1, -1 }, .served = SERVED,
	    .error = ERR_VENDOR, .http = 503, .code = "UNAVAILABLE",
	    .message = "The model is overloaded." } },
	{ "error-list.sse",
	  { .text = "", .usage = NO_USAGE, .error = ERR_QUOTA, .http = 429,
	    .code = "RESOURCE_EXHAUSTED",
	    .message = "You exceeded your current quota" } },
	{ "error-cut.sse",
	  { .text = "Par", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "broken answer: JSON" } },
	{ "list.sse",
	  { .text = "Hello]", .finish = FINISH_STOP, .complete = true,
	    .usage = { 4, -1, -1, 2, -1 } } },
	{ "error-data.sse",
	  { .text = "Par", .usage = NO_USAGE, .served = SERVED,
	    .error = ERR_VENDOR, .http = 500, .code = "INTERNAL",
	    .message = "An internal error has occurred." } },
	{ "odd.sse",
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .usage = { 9, -1, -1, 4, -1 }, .served = "a" } },
	{ "no-usage.sse",
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .may_linger = true, .usage = { 3, -1, -1, 1, -1 } } },
};

static const char whole[] =
	"{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hm.\","
	"\"thought\":true},{\"text\":\"Hel\"},{\"text\":\"lo\"}],\"role\":"
	"\"model\"},\"finishReason\":\"STOP\",\"index\":0,\"avgLogprobs\":"
	"-0.1}],\"usageMetadata\":{\"promptTokenCount\":11,"
	"\"candidatesTokenCount\":6,\"totalTokenCount\":19,"
	"\"thoughtsTokenCount\":2},\"modelVersion\":\"gemini-2.5-flash\","
	"\"responseId\":\"r\"}";

/* What a proxy that drops alt=sse sends: the events as one list. */
static const char list[] =
	"[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}],"
	"\"role\":\"model\"},\"index\":0}],\"usageMetadata\":{"
	"\"promptTokenCount\":4,\"candidatesTokenCount\":1}}\n,\r\n"
	"{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"}],\"role\":"
	"\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
	"\"usageMetadata\":{\"promptTokenCount\":4,"
	"\"candidatesTokenCount\":2}}\n]";

#define PIECE(text) "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" \
	text "\"}]}}]}"

#define CANDIDATE(members) "{\"candidates\":[{" members "}]}"
#define USAGE(members) "{\"candidates\":[{\"finishReason\":\"STOP\"}]," \
	"\"usageMetadata\":" members "}"

#define NOT_AN_ANSWER(part) \
	{ .text = "", .usage = NO_USAGE, .error = ERR_PROTO, .message = part }
#define STOPPED(what, ...) \
	{ .text = what, .finish = FINISH_STOP, .complete = true, \
	  .usage = __VA_ARGS__ }

static const struct {
	const char *body;
	struct expected want;
} bodies[] = {
	{ whole,
	  { .text = "Hello", .finish = FINISH_STOP, .complete = true,
	    .usage = { 11, -1, -1, 8, 2 }, .served = "gemini-2.5-flash" } },
	{ list, STOPPED("Hello", { 4, -1, -1, 2, -1 }) },
	{ "\xEF\xBB\xBF" PIECE("a"), STOPPED("a", NO_USAGE) },
	{ "[" PIECE("a") "," PIECE("b") "]",
	  { .text = "ab", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "answer incomplete: no finishReason" } },
	{ "[" PIECE("a") ",{\"error\":{\"code\":503,\"message\":\"m\","
	  "\"status\":\"UNAVAILABLE\"}}]",
	  { .text = "a", .usage = NO_USAGE, .error = ERR_VENDOR, .http = 503,
	    .code = "UNAVAILABLE", .message = "m" } },
	{ "{\"promptFeedback\":{\"blockReason\":\"SAFETY\","
	  "\"blockReasonMessage\":\"Not this.\"}}",
	  { .text = "", .finish = FINISH_REFUSAL, .complete = true,
	    .usage = NO_USAGE, .reason = "SAFETY: Not this." } },
	{ "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},"
	  "\"finishReason\":\"STOP\"}],\"promptFeedback\":{}}",
	  STOPPED("a", NO_USAGE) },
	{ CANDIDATE("\"finishReason\":\"STOP\""), STOPPED("", NO_USAGE) },
	{ CANDIDATE("\"content\":{\"parts\":[]}"),
	  NOT_AN_ANSWER("no candidates[0].content") },
	{ "", NOT_AN_ANSWER("empty answer") },
	{ "{}", NOT_AN_ANSWER("empty answer") },
	{ "[]", NOT_AN_ANSWER("empty answer") },
	{ "null", NOT_AN_ANSWER("empty answer") },
	{ "\"\"", NOT_AN_ANSWER("empty answer") },
	{ "[[]]", NOT_AN_ANSWER("no candidates[0]") },
	{ "[5]", NOT_AN_ANSWER("no candidates[0]") },
	{ "{\"modelVersion\":5}", NOT_AN_ANSWER("no candidates[0]") },
	{ "{\"candidates\":{}}", NOT_AN_ANSWER("no candidates[0]") },
	{ "{\"candidates\":[]}", NOT_AN_ANSWER("no candidates[0].content") },
	{ "{\"candidates\":[5]}", NOT_AN_ANSWER("no candidates[0].content") },
	{ CANDIDATE("\"index\":0"), NOT_AN_ANSWER("no candidates[0].content") },
	{ CANDIDATE("\"content\":{},\"finishReason\":7"),
	  NOT_AN_ANSWER("no candidates[0].content") },
	{ CANDIDATE("\"content\":5"), NOT_AN_ANSWER("content without parts") },
	{ CANDIDATE("\"content\":{\"parts\":\"a\"}"),
	  NOT_AN_ANSWER("content without parts") },
	{ CANDIDATE("\"content\":{\"parts\":[{\"text\":5}]}"),
	  NOT_AN_ANSWER("text is no text") },
	{ "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
	  NOT_AN_ANSWER("no candidates[0]") },
	{ "<html>", NOT_AN_ANSWER("broken answer") },
	/* counts that are none */
	{ USAGE("\"x\""), STOPPED("", NO_USAGE) },
	{ USAGE("{\"promptTokenCount\":\"8\"}"), STOPPED("", NO_USAGE) },
	{ USAGE("{\"promptTokenCount\":-1}"), STOPPED("", NO_USAGE) },
	{ USAGE("{\"promptTokenCount\":1,\"candidatesTokenCount\":{},"
		"\"thoughtsTokenCount\":[]}"),
	  STOPPED("", { 1, -1, -1, 0, -1 }) },
	{ USAGE("{\"promptTokenCount\":1,\"candidatesTokenCount\":"
		"9223372036854775807,\"thoughtsTokenCount\":"
		"9223372036854775807}"),
	  STOPPED("", { 1, -1, -1, -1, 9223372036854775807 }) },
	{ "[{\"error\":{\"code\":400,\"message\":\"API key not valid.\","
	  "\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":"
	  "\"API_KEY_INVALID\"}]}}]",
	  { .text = "", .usage = NO_USAGE, .error = ERR_AUTH, .http = 400,
	    .code = "API_KEY_INVALID", .message = "API key not valid." } },
};

/* Every finishReason of the reference, behind some text. */
static const struct {
	const char *word;
	enum finish finish;	/* FINISH_NONE: a failure of the vendor */
} ends[] = {
	{ "STOP", FINISH_STOP },
	{ "MAX_TOKENS", FINISH_LENGTH },
	{ "SAFETY", FINISH_REFUSAL },
	{ "RECITATION", FINISH_REFUSAL },
	{ "LANGUAGE", FINISH_REFUSAL },
	{ "OTHER", FINISH_NONE },
	{ "BLOCKLIST", FINISH_REFUSAL },
	{ "PROHIBITED_CONTENT", FINISH_REFUSAL },
	{ "SPII", FINISH_REFUSAL },
	{ "MALFORMED_FUNCTION_CALL", FINISH_TOOL },
	{ "UNEXPECTED_TOOL_CALL", FINISH_TOOL },
	{ "TOO_MANY_TOOL_CALLS", FINISH_TOOL },
	{ "IMAGE_SAFETY", FINISH_REFUSAL },
	{ "IMAGE_PROHIBITED_CONTENT", FINISH_REFUSAL },
	{ "IMAGE_RECITATION", FINISH_REFUSAL },
	{ "IMAGE_OTHER", FINISH_NONE },
	{ "MALFORMED_RESPONSE", FINISH_NONE },
	{ "A_NEW_ONE", FINISH_STOP },
};

static bool ends_as(const struct dialect *d, const char *frame_name,
		    const char *word, enum finish finish)
{
	char data[256];
	struct run r;
	bool good;

	snprintf(data, sizeof(data), "{\"candidates\":[{\"content\":{"
		 "\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"%s\"}]}",
		 word);
	run_init(&r, d);
	r.rc = d->frame(&r.reply, frame_name, data, strlen(data), &r.err);
	good = r.reply.finish == finish && !strcmp(r.text.ptr, "a") &&
	       r.reply.complete == (finish != FINISH_NONE);
	if (finish == FINISH_NONE)
		good = good && r.rc && r.err.kind == ERR_VENDOR &&
		       r.reply.failure.err.kind == ERR_VENDOR &&
		       strstr(r.err.msg, word) &&
		       !strcmp(r.reply.failure.code, word);
	else
		good = good && !r.rc &&
		       !strcmp(r.reply.reason,
			       finish == FINISH_REFUSAL ? word : "");
	if (!good)
		run_show(&r);
	run_release(&r);
	return good;
}

static void test_ends(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		ok(ends_as(d, "", ends[i].word, ends[i].finish) &&
			   ends_as(d, NULL, ends[i].word, ends[i].finish),
		   "%s ends an answer, streamed and whole", ends[i].word);
}

static void test_blocks(const struct dialect *d)
{
	static const char *const reasons[] = {
		"SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT",
		"IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK", "A_NEW_ONE",
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		char data[128];
		struct run r;

		snprintf(data, sizeof(data), "{\"promptFeedback\":{"
			 "\"blockReason\":\"%s\"}}", reasons[i]);
		run_init(&r, d);
		r.rc = d->frame(&r.reply, "", data, strlen(data), &r.err);
		ok(!r.rc && r.reply.finish == FINISH_REFUSAL &&
			   r.reply.complete &&
			   !strcmp(r.reply.reason, reasons[i]),
		   "a prompt blocked for %s is refused", reasons[i]);
		run_release(&r);
	}
}

/* As the first of a stream. */
static const struct {
	const char *name, *data;
	enum err_kind error;
} frames[] = {
	{ "", "{}", ERR_PROTO },
	{ "", "5", ERR_PROTO },
	{ "", "null", ERR_PROTO },
	{ "", "nonsense", ERR_PROTO },
	{ "", "{\"candidates\":{}}", ERR_PROTO },
	{ "", CANDIDATE("\"content\":[]"), ERR_PROTO },
	{ "", CANDIDATE("\"content\":{\"parts\":{}}"), ERR_PROTO },
	{ "", CANDIDATE("\"content\":{\"parts\":[{\"text\":{}}]}"),
	  ERR_PROTO },
	{ "", CANDIDATE("\"content\":{\"parts\":[5,null,[]]}"), ERR_NONE },
	{ "", CANDIDATE("\"index\":1,\"finishReason\":\"STOP\""), ERR_NONE },
	{ "", "{\"usageMetadata\":{\"promptTokenCount\":3}}", ERR_NONE },
	{ "", "{\"promptFeedback\":{\"blockReason\":5}}", ERR_PROTO },
	{ "", "[]", ERR_NONE },
	{ "", "", ERR_NONE },
	{ "", "[DONE]", ERR_NONE },
	{ "novelty", "text", ERR_NONE },
	{ "error", "{\"error\":\"text\"}", ERR_VENDOR },
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

#define GENERATES "\"supportedGenerationMethods\":[\"countTokens\"," \
	"\"generateContent\"]"

static const struct list_case lists[] = {
	{ "{\"models\":[{\"name\":\"models/gemini-3.8-flash\",\"version\":"
	  "\"1\",\"displayName\":\"Gemini\",\"inputTokenLimit\":1048576,"
	  "\"outputTokenLimit\":65536," GENERATES "},"
	  "{\"name\":\"models/embedding\",\"inputTokenLimit\":2048,"
	  "\"supportedGenerationMethods\":[\"embedContent\"]},"
	  "{\"name\":\"models/mute\",\"inputTokenLimit\":2048},"
	  "{\"name\":\"tunedModels/mine\"," GENERATES "},"
	  "{\"name\":\"models/x\",\"inputTokenLimit\":\"9\"," GENERATES "},"
	  "{\"name\":\"models/\"," GENERATES "},{" GENERATES "},5,"
	  "{\"name\":\"models/a\\nb\"," GENERATES "},"
	  "{\"name\":\"models/a\\u0000b\"," GENERATES "}],"
	  "\"nextPageToken\":\"t\"}",
	  "gemini-3.8-flash=1048576 tunedModels/mine=0 x=0 ", ERR_NONE },
	{ "{\"models\":[]}", "", ERR_NONE },
	{ "{\"error\":{\"code\":400,\"message\":\"API key not valid.\","
	  "\"status\":\"INVALID_ARGUMENT\"}}", NULL, ERR_AUTH },
	{ "{}", NULL, ERR_PROTO },
	{ "{\"models\":{}}", NULL, ERR_PROTO },
	{ "{\"data\":[]}", NULL, ERR_PROTO },
};

static void test_lists(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		test_list(d, &lists[i]);
}

int main(void)
{
	const struct dialect *d = dialect_by_name("gemini");

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		test_fixture(d, &streams[i]);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		test_body(d, bodies[i].body, strlen(bodies[i].body),
			  &bodies[i].want);
	test_body_cut(d, whole);
	test_body_cut(d, list);
	test_ends(d);
	test_blocks(d);
	test_frames(d);
	test_depth(d, 1000);
	test_depth(d, 100000);
	test_lists(d);
	ok(d->refuse == dialect_by_name("openai-chat")->refuse,
	   "refusals are read as everybody's (dialect_refuse_google.c)");
	return tap_done();
}
