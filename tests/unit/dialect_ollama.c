#include "dialect.h"

/* Read off the fixtures by eye; all but a few end with 26 and 282. */
#define COUNTED { 26, -1, -1, 282, -1 }
#define SERVED "llama3.2"

static const struct stream_case streams[] = {
	{ "plain.ndjson",
	  { .text = "Hello, \xE2\x80\x9Cworld\xE2\x80\x9D \xF0\x9F\x8C\x8D!\n",
	    .finish = FINISH_STOP, .complete = true, .usage = COUNTED,
	    .served = SERVED } },
	{ "thinking.ndjson",
	  { .text = "4", .finish = FINISH_STOP, .complete = true,
	    .usage = COUNTED, .served = "deepseek-r1" } },
	{ "length.ndjson",
	  { .text = "and so", .finish = FINISH_LENGTH, .complete = true,
	    .usage = COUNTED, .served = SERVED } },
	{ "cached.ndjson",
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .usage = { -1, -1, -1, 2, -1 }, .served = SERVED } },
	{ "tool.ndjson",
	  { .text = "", .finish = FINISH_TOOL, .complete = true,
	    .usage = COUNTED, .served = SERVED } },
	{ "load.ndjson",
	  { .text = "", .usage = NO_USAGE, .served = SERVED,
	    .error = ERR_VENDOR, .code = "load", .message = "\"load\"" } },
	{ "unload.ndjson",
	  { .text = "", .usage = NO_USAGE, .served = SERVED,
	    .error = ERR_VENDOR, .code = "unload" } },
	{ "error-mid.ndjson",
	  { .text = "Par", .usage = NO_USAGE, .served = SERVED,
	    .error = ERR_VENDOR,
	    .message = "while running the model: unexpected EOF" } },
	{ "error-first.ndjson",
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .message = "llama runner process has terminated" } },
	{ "error-empty.ndjson",
	  { .text = "Par", .usage = NO_USAGE, .served = SERVED,
	    .error = ERR_VENDOR, .message = "without a message" } },
	{ "cut.ndjson",		/* no line says that it is done */
	  { .text = "half", .usage = NO_USAGE, .served = SERVED } },
	{ "half.ndjson",
	  { .text = "half", .usage = NO_USAGE, .served = SERVED,
	    .error = ERR_PROTO, .message = "broken answer: JSON" } },
	{ "broken.ndjson",
	  { .text = "good", .usage = NO_USAGE, .served = SERVED,
	    .error = ERR_PROTO, .message = "broken answer: JSON" } },
	{ "blank.ndjson",
	  { .text = "ab", .finish = FINISH_STOP, .complete = true,
	    .usage = COUNTED, .served = SERVED } },
	{ "old.ndjson",
	  { .text = "ok", .finish = FINISH_STOP, .complete = true,
	    .usage = { 26, -1, -1, 298, -1 }, .served = "llama2" } },
};

/* docs/api.md, "Chat request (No streaming)". */
static const char whole[] =
	"{\"model\":\"llama3.2\",\"created_at\":\"2023-12-12T14:13:43.416799Z"
	"\",\"message\":{\"role\":\"assistant\",\"content\":\"Hello! How are "
	"you today?\"},\"done\":true,\"done_reason\":\"stop\","
	"\"total_duration\":5191566416,\"load_duration\":2154458,"
	"\"prompt_eval_count\":26,\"prompt_eval_duration\":383809000,"
	"\"eval_count\":298,\"eval_duration\":4799921000}";

#define MESSAGE(content, rest) \
	"{\"message\":{\"role\":\"assistant\",\"content\":" content "}" rest \
	"}"
#define DONE ",\"done\":true"

#define NOT_AN_ANSWER(part) \
	{ .text = "", .usage = NO_USAGE, .error = ERR_PROTO, .message = part }

static const struct {
	const char *body;
	struct expected want;
} bodies[] = {
	{ whole,
	  { .text = "Hello! How are you today?", .finish = FINISH_STOP,
	    .complete = true, .usage = { 26, -1, -1, 298, -1 },
	    .served = "llama3.2" } },
	{ MESSAGE("\"\"", DONE),
	  { .text = "", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("null", DONE ",\"done_reason\":\"length\""),
	  { .text = "", .finish = FINISH_LENGTH, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("\"a\"", ",\"done_reason\":\"something_new\"" DONE),
	  { .text = "a", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("\"a\"", ",\"done_reason\":5" DONE),
	  { .text = "a", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("\"a\"", ",\"prompt_eval_count\":\"7\",\"eval_count\":-1"
		  DONE),
	  { .text = "a", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("\"a\"", ",\"prompt_eval_count\":0,\"eval_count\":0" DONE),
	  { .text = "a", .finish = FINISH_STOP, .complete = true,
	    .usage = { -1, -1, -1, 0, -1 } } },
	{ MESSAGE("\"a\"", ""),		/* a whole answer need not say it */
	  { .text = "a", .finish = FINISH_STOP, .complete = true,
	    .usage = NO_USAGE } },
	{ MESSAGE("\"a\"", ",\"done\":false"),
	  { .text = "a", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "answer incomplete" } },
	{ MESSAGE("\"a\"", ",\"done\":\"true\""),
	  { .text = "a", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "answer incomplete" } },
	{ "", NOT_AN_ANSWER("empty answer") },
	{ "{}", NOT_AN_ANSWER("empty answer") },
	{ "[]", NOT_AN_ANSWER("empty answer") },
	{ "null", NOT_AN_ANSWER("empty answer") },
	{ "\"\"", NOT_AN_ANSWER("empty answer") },
	{ "{\"done\":true}", NOT_AN_ANSWER("no message") },
	{ "{\"message\":[]" DONE "}", NOT_AN_ANSWER("no message") },
	{ "{\"message\":\"text\"" DONE "}", NOT_AN_ANSWER("no message") },
	{ "{\"response\":\"a\"" DONE "}", NOT_AN_ANSWER("no message") },
	{ MESSAGE("5", DONE), NOT_AN_ANSWER("content is no text") },
	{ MESSAGE("[{\"text\":\"a\"}]", DONE),
	  NOT_AN_ANSWER("content is no text") },
	{ "Ollama is running", NOT_AN_ANSWER("broken answer") },
	{ "{\"error\":\"model requires more system memory (9.3 GiB) than is "
	  "available (5.6 GiB)\"}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR,
	    .message = "more system memory" } },
};

/* Lines that may come first: none of them is an answer. */
static const struct {
	const char *data;
	enum err_kind error;
} firsts[] = {
	{ "{}", ERR_PROTO },
	{ "[]", ERR_PROTO },
	{ "null", ERR_PROTO },
	{ "{\"done\":false}", ERR_PROTO },
	{ "{\"done\":true,\"done_reason\":\"stop\"}", ERR_PROTO },
	{ "{\"message\":null}", ERR_PROTO },
	{ "{\"message\":{}}", ERR_NONE },
	{ "{\"message\":{\"content\":null},\"done\":1.5e999x", ERR_PROTO },
	{ "{\"message\":{\"thinking\":\"a\"},\"done\":[true]}", ERR_NONE },
	{ "{\"message\":{\"tool_calls\":5}}", ERR_NONE },
	{ "{\"model\":5,\"message\":{\"content\":\"\"},\"error\":null}",
	  ERR_NONE },
	{ "{\"error\":{\"message\":\"m\"}}", ERR_VENDOR },
	{ "{\"error\":[]}", ERR_PROTO },
	{ "nonsense", ERR_PROTO },
};

static void test_firsts(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(firsts) / sizeof(firsts[0]); i++) {
		struct run r;

		run_init(&r, d);
		r.rc = d->frame(&r.reply, "", firsts[i].data,
				strlen(firsts[i].data), &r.err);
		ok(r.err.kind == firsts[i].error &&
			   (r.rc != 0) == (r.err.kind != ERR_NONE) &&
			   !r.reply.complete && !r.text.len,
		   "first line %s: %s", firsts[i].data, r.err.msg);
		run_release(&r);
	}
}

/* Behind a first line others may say something new, but nothing broken. */
static void test_second(const struct dialect *d)
{
	static const char good[] = "{\"message\":{\"content\":\"a\"}}";
	static const char news[] = "{\"status\":\"new\"}";
	static const char bad[] = "{\"message\":5}";
	struct run r;

	run_init(&r, d);
	ok(!d->frame(&r.reply, "", good, strlen(good), &r.err) &&
		   !d->frame(&r.reply, "", news, strlen(news), &r.err) &&
		   d->frame(&r.reply, "", bad, strlen(bad), &r.err) &&
		   r.err.kind == ERR_PROTO && !strcmp(r.text.ptr, "a"),
	   "a message of another type later on: %s", r.err.msg);
	run_release(&r);
}

static const struct text hello[] = { { "What is this?", 13 } };
static const struct turn one[] = {
	{ .role = ROLE_USER, .parts = hello, .count = 1 },
};

/* What the server counted, of 6000 sent, in a context of 16384 or `context`. */
static const struct {
	double sent;
	long context;
	const char *counted;
	const char *remark;	/* part of it; NULL: none */
} remarks[] = {
	{ 6000, 0, "6100", NULL },
	{ 6000, 0, "4001", NULL },
	{ 6000, 0, "3999", "read 3999 of about 6000 prompt tokens" },
	{ 6000, 0, "2050", "it probably cut the prompt" },
	{ 6000, 0, "16384", "filled the context of 16384 tokens" },
	{ 6000, 4096, "4096", "filled the context of 4096 tokens" },
	{ 6000, 4096, "4095", NULL },
	{ 900, 0, "26", NULL },		/* too little to tell */
	{ 6000, 0, "0", NULL },		/* it was cached */
	{ 6000, 0, "\"x\"", NULL },
};

static void test_remarks(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
		const struct model m = { .id = "m",
					 .context = remarks[i].context };
		const struct request rq = { .turns = one, .turn_count = 1,
					    .input_tokens = remarks[i].sent };
		const char *want = remarks[i].remark;
		char line[200];
		struct run r;

		snprintf(line, sizeof(line), "{\"message\":{\"content\":\"\"},"
			 "\"done\":true,\"prompt_eval_count\":%s}",
			 remarks[i].counted);
		run_init(&r, d);
		r.reply.model = &m;
		r.reply.request = &rq;
		r.rc = d->frame(&r.reply, "", line, strlen(line), &r.err);
		ok(!r.rc && r.reply.complete &&
			   (want ? strstr(r.reply.remark, want) != NULL :
			    !r.reply.remark[0]),
		   "%s counted of %.0f: '%s'", remarks[i].counted,
		   rq.input_tokens, r.reply.remark);
		run_release(&r);
	}
}

static const struct list_case lists[] = {
	/* docs/api.md, "List Local Models" */
	{ "{\"models\":[{\"name\":\"deepseek-r1:latest\",\"model\":"
	  "\"deepseek-r1:latest\",\"modified_at\":\"2025-05-10T08:06:48.63900"
	  "9228-07:00\",\"size\":4683075271,\"digest\":\"0a8c26691023\","
	  "\"details\":{\"parent_model\":\"\",\"format\":\"gguf\",\"family\":"
	  "\"qwen2\",\"families\":[\"qwen2\"],\"parameter_size\":\"7.6B\","
	  "\"quantization_level\":\"Q4_K_M\"}},{\"name\":\"llama3.2:latest\"}"
	  "]}", "deepseek-r1:latest=0 llama3.2:latest=0 ", ERR_NONE },
	{ "{\"models\":[{\"model\":\"a\",\"context_length\":8192},{\"name\":"
	  "\"b\",\"details\":{\"context_length\":131072}},{\"name\":\"c\","
	  "\"context_length\":\"7\"},{\"name\":\"d\",\"details\":{"
	  "\"context_length\":-1}}]}", "a=8192 b=131072 c=0 d=0 ", ERR_NONE },
	{ "{\"models\":[{\"name\":\"nomic-embed-text:latest\",\"details\":{"
	  "\"family\":\"nomic-bert\"}},{\"name\":\"all-minilm\",\"details\":{"
	  "\"family\":\"bert\"}},{\"name\":\"x\",\"capabilities\":["
	  "\"embedding\"]},{\"name\":\"y\",\"capabilities\":[\"vision\","
	  "\"completion\"]},{\"name\":\"z\",\"capabilities\":[]}]}",
	  "y=0 z=0 ", ERR_NONE },
	{ "{\"models\":[{\"size\":1},{\"name\":\"a\\nb\"},{\"name\":5},5]}",
	  "", ERR_NONE },
	{ "{\"models\":null}", "", ERR_NONE },
	{ "{\"models\":[]}", "", ERR_NONE },
	{ "{\"error\":\"unauthorized\"}", NULL, ERR_VENDOR },
	{ "{}", NULL, ERR_PROTO },
	{ "{\"models\":{}}", NULL, ERR_PROTO },
	{ "{\"data\":[]}", NULL, ERR_PROTO },
};

static void test_lists(const struct dialect *d)
{
	const struct endpoint ep = { .name = "e",
				     .base_url = "https://ollama.com/api" };
	struct err err = ERR_INIT;
	struct http_request out;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		test_list(d, &lists[i]);
	http_request_init(&out);
	ok(!models_request(d, &ep, &out, &err) &&
		   !strcmp(out.url.ptr, "https://ollama.com/api/tags"),
	   "where the list is: %s", out.url.ptr);
	http_request_release(&out);
}

/* Before the stream: docs/api/errors.mdx, and what the cloud says. */
static const struct {
	int status;
	const char *body;
	enum err_kind kind;
	bool final;
	const char *message;
} refusals[] = {
	{ 400, "{\"error\":\"invalid think value: \\\"x\\\"\"}", ERR_REJECTED,
	  false, "invalid think value: \"x\"" },
	{ 400, "{\"error\":\"the input length exceeds the context length\"}",
	  ERR_TOOLONG, false, "the input length exceeds the context length" },
	{ 401, "{\"error\":\"unauthorized\"}", ERR_AUTH, false,
	  "unauthorized" },
	{ 403, "{\"error\":\"this model requires a subscription, upgrade for "
	  "access: https://ollama.com/upgrade\"}", ERR_QUOTA, true,
	  "this model requires a subscription, upgrade for access: "
	  "https://ollama.com/upgrade" },
	{ 404, "{\"error\":\"model 'x' not found\"}", ERR_NOMODEL, false,
	  "model 'x' not found" },
	{ 429, "{\"error\":\"you (a) have reached your weekly usage limit, "
	  "upgrade for higher limits\"}", ERR_QUOTA, true,
	  "you (a) have reached your weekly usage limit, upgrade for higher "
	  "limits" },
	{ 429, "{\"error\":\"too many requests\"}", ERR_QUOTA, false,
	  "too many requests" },
	{ 500, "{\"error\":\"llama runner process has terminated\"}",
	  ERR_VENDOR, false, "llama runner process has terminated" },
	{ 502, "{\"error\":\"upstream unavailable\"}", ERR_VENDOR, false,
	  "upstream unavailable" },
	{ 503, "{\"error\":\"server busy, please try again.  maximum pending "
	  "requests exceeded\"}", ERR_VENDOR, false,
	  "server busy, please try again.  maximum pending requests exceeded" },
};

static void test_refusals(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct failure f = FAILURE_INIT;
		struct http_reply http;

		http_reply_init(&http);
		http.status = refusals[i].status;
		buf_adds(&http.body, refusals[i].body);
		d->refuse(&http, 0, &f);
		ok(f.err.kind == refusals[i].kind &&
			   f.final == refusals[i].final && f.wait_ms == -1 &&
			   f.http == refusals[i].status &&
			   !strcmp(f.err.msg, refusals[i].message),
		   "%d %s: %s %s", f.http, refusals[i].body,
		   err_kind_name(f.err.kind), f.err.msg);
		http_reply_release(&http);
	}
}

int main(void)
{
	const struct dialect *d = dialect_by_name("ollama");

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		test_fixture(d, &streams[i]);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		test_body(d, bodies[i].body, strlen(bodies[i].body),
			  &bodies[i].want);
	test_body_cut(d, whole);
	test_firsts(d);
	test_second(d);
	test_depth(d, 1000);
	test_depth(d, 100000);
	test_remarks(d);
	test_lists(d);
	test_refusals(d);
	return tap_done();
}
