#include <math.h>

#include "dialect.h"

/*
 * What fills gaps: openai-fim (Mistral, DeepSeek), Ollama's /api/generate,
 * llama.cpp's /infill. Values are read off the fixtures by eye.
 */

#define STOPPED .finish = FINISH_STOP, .complete = true
#define CUT .finish = FINISH_LENGTH, .complete = true

static const struct stream_case openai[] = {
	{ "mistral.sse",
	  { .text = "a + b\n", STOPPED, .usage = { 17, -1, -1, 4, -1 },
	    .served = "codestral-2508" } },
	{ "deepseek.sse",
	  { .text = "    if n < 2:\n        return n", CUT,
	    .usage = { 20, 0, -1, 9, -1 }, .served = "deepseek-v4-pro" } },
	{ "cut.sse", { .text = "half", .usage = NO_USAGE, .served = "m" } },
	{ "error-mid.sse",
	  { .text = "x = ", .usage = NO_USAGE, .served = "m",
	    .error = ERR_VENDOR, .code = "server_error",
	    .message = "The server had an error" } },
	{ "broken.sse",
	  { .text = "", .usage = NO_USAGE, .served = "m", .error = ERR_PROTO,
	    .message = "content that is no text" } },
};

static const struct stream_case ollama[] = {
	{ "plain.ndjson",
	  { .text = "a + b", STOPPED, .usage = { 18, -1, -1, 4, -1 },
	    .served = "qwen2.5-coder:7b" } },
	{ "length.ndjson",
	  { .text = "x\n", CUT, .usage = { -1, -1, -1, 64, -1 },
	    .served = "m" } },
	{ "error-mid.ndjson",
	  { .text = "x", .usage = NO_USAGE, .served = "m",
	    .error = ERR_VENDOR, .message = "llama runner process" } },
	{ "cut.ndjson", { .text = "x", .usage = NO_USAGE, .served = "m" } },
	{ "broken.ndjson",
	  { .text = "", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "no response" } },
};

static const struct stream_case llamacpp[] = {
	{ "plain.sse",
	  { .text = "a + b", STOPPED, .usage = { 9, -1, -1, 3, -1 },
	    .served = "qwen2.5-coder" } },
	{ "limit.sse",
	  { .text = "x", CUT, .usage = { 4, -1, -1, -1, -1 } } },
	{ "cut.sse", { .text = "x", .usage = NO_USAGE } },
	{ "error-mid.sse",
	  { .text = "x", .usage = NO_USAGE, .error = ERR_VENDOR, .http = 500,
	    .code = "500",
	    .message = "context shift is disabled" } },
};

static const struct {
	const char *dialect, *body;
	struct expected want;
} bodies[] = {
	{ "openai-fim",
	  "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"model\":"
	  "\"deepseek-v4-pro\",\"choices\":[{\"text\":\"b\",\"index\":0,"
	  "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{"
	  "\"prompt_tokens\":5,\"completion_tokens\":1,\"total_tokens\":6}}",
	  { .text = "b", STOPPED, .usage = { 5, -1, -1, 1, -1 },
	    .served = "deepseek-v4-pro" } },
	{ "openai-fim",
	  "{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":"
	  "\"codestral-2508\",\"usage\":{\"prompt_tokens\":8,"
	  "\"completion_tokens\":2,\"total_tokens\":10},\"choices\":[{"
	  "\"index\":0,\"message\":{\"content\":\"x;\",\"tool_calls\":"
	  "null,\"prefix\":false,\"role\":\"assistant\"},"
	  "\"finish_reason\":\"stop\"}]}",
	  { .text = "x;", STOPPED, .usage = { 8, -1, -1, 2, -1 },
	    .served = "codestral-2508" } },
	{ "openai-fim", "{\"choices\":[{\"index\":0}]}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "no choices[0].message" } },
	{ "ollama-fim",
	  "{\"model\":\"codellama:code\",\"created_at\":"
	  "\"2024-07-22T20:47:51.147561Z\",\"response\":\"\\n  if a:\","
	  "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":"
	  "17,\"eval_count\":146}",
	  { .text = "\n  if a:", STOPPED, .usage = { 17, -1, -1, 146, -1 },
	    .served = "codellama:code" } },
	{ "ollama-fim", "{\"response\":\"x\"}",
	  { .text = "x", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "answer incomplete" } },
	{ "llamacpp-fim",
	  "{\"content\":\"return 1;\",\"stop\":true,\"stop_type\":"
	  "\"word\",\"tokens_evaluated\":3}",
	  { .text = "return 1;", STOPPED, .usage = { 3, -1, -1, -1, -1 } } },
	{ "llamacpp-fim", "{\"content\":\"x\",\"stop\":false}",
	  { .text = "x", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "answer incomplete" } },
	{ "llamacpp-fim", "{\"stop\":true}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_PROTO,
	    .message = "no content" } },
	{ "llamacpp-fim",
	  "{\"error\":{\"code\":501,\"message\":\"Infill is not supported "
	  "by this model\",\"type\":\"not_supported_error\"}}",
	  { .text = "", .usage = NO_USAGE, .error = ERR_VENDOR, .http = 501,
	    .code = "501",
	    .message = "Infill is not supported" } },
};

static const struct text names[] = { { "a.h", 3 }, { "b \"q\".h", 7 } };
static const struct text texts[] = { { "int a;", 6 }, { "int b;\n", 7 } };
static const struct gap alone = { .prefix = { "f(\t", 3 },
				  .suffix = { ")\n", 2 } };
static const struct gap at_end = { .prefix = { "x", 1 } };
static const struct gap many = { .prefix = { "c", 1 }, .suffix = { "d", 1 },
				 .names = names, .texts = texts, .count = 2 };

#define SAMPLED MODEL_FIM | MODEL_TEMPERATURE
#define BARE { .temperature = NAN, .gap = &alone }

static const struct {
	const char *preset, *base, *url;
	struct model model;
	struct request rq;
	const char *body;
} builds[] = {
	{ "mistral", NULL, "https://api.mistral.ai/v1/fim/completions",
	  { .id = "codestral-latest", .flags = SAMPLED },
	  { .temperature = 0.1, .max_tokens = 64, .stream = true,
	    .gap = &alone },
	  "{\"model\":\"codestral-latest\",\"stream\":true,"
	  "\"max_tokens\":64,\"temperature\":0.1,\"prompt\":\"f(\\t\","
	  "\"suffix\":\")\\n\"}" },
	{ "deepseek", NULL, "https://api.deepseek.com/beta/completions",
	  { .id = "deepseek-v4-pro", .flags = MODEL_FIM | MODEL_REASONING,
	    .efforts = 0xff },
	  { .temperature = NAN, .effort = EFFORT_NONE, .gap = &at_end },
	  "{\"model\":\"deepseek-v4-pro\",\"stream\":false,"
	  "\"max_tokens\":256,\"prompt\":\"x\"}" },
	{ "deepseek", "https://api.deepseek.com/v1",
	  "https://api.deepseek.com/beta/completions",
	  { .id = "m", .flags = MODEL_FIM }, BARE, NULL },
	{ "deepseek", "https://api.deepseek.com/beta",
	  "https://api.deepseek.com/beta/completions",
	  { .id = "m", .flags = MODEL_FIM }, BARE, NULL },
	{ "openai-compatible", "http://h:1/v1", "http://h:1/v1/completions",
	  { .id = "m", .flags = MODEL_FIM },
	  { .temperature = NAN, .gap = &many },
	  "{\"model\":\"m\",\"stream\":false,\"max_tokens\":256,"
	  "\"prompt\":\"int a;\\nint b;\\n\\nc\",\"suffix\":\"d\"}" },
	{ "ollama", NULL, "http://127.0.0.1:11434/api/generate",
	  { .id = "qwen2.5-coder:7b", .flags = SAMPLED },
	  { .temperature = 0, .max_tokens = 64, .gap = &alone },
	  "{\"model\":\"qwen2.5-coder:7b\",\"stream\":false,"
	  "\"truncate\":false,\"options\":{\"num_ctx\":4096,"
	  "\"num_predict\":64,\"temperature\":0},\"prompt\":\"f(\\t\","
	  "\"suffix\":\")\\n\"}" },
	{ "llamacpp", NULL, "http://127.0.0.1:8080/infill",
	  { .id = "m", .flags = MODEL_FIM },
	  { .temperature = NAN, .stream = true, .gap = &many },
	  "{\"model\":\"m\",\"stream\":true,\"n_predict\":256,"
	  "\"input_extra\":[{\"filename\":\"a.h\",\"text\":\"int a;\"},"
	  "{\"filename\":\"b \\\"q\\\".h\",\"text\":\"int b;\\n\"}],"
	  "\"input_prefix\":\"c\",\"input_suffix\":\"d\"}" },
};

static void test_builds(void)
{
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		const struct preset *p = preset_by_name(builds[i].preset);
		const struct endpoint ep = {
			.name = "e", .preset = p,
			.base_url = builds[i].base ? builds[i].base :
				    p->base_url,
		};
		const struct dialect *d = dialect_filling(&ep,
							  &builds[i].model);
		struct err err = ERR_INIT;
		struct http_request out;

		http_request_init(&out);
		ok(d && !d->build(&ep, &builds[i].model, &builds[i].rq, &out,
				  &err) &&
		   !strcmp(out.url.ptr, builds[i].url) &&
		   (!builds[i].body ||
		    !strcmp(out.body.ptr, builds[i].body)),
		   "%s: %s %s %s", builds[i].preset, out.url.ptr,
		   out.body.ptr, err.msg);
		http_request_release(&out);
	}
}

/* Who fills gaps is data: the model's flags, the preset, a dialect. */
static void test_filling(void)
{
	static const struct {
		const char *preset;
		unsigned flags;
		const char *dialect, *want;
	} rows[] = {
		{ "mistral", MODEL_FIM, NULL, "openai-fim" },
		{ "mistral", 0, NULL, NULL },
		{ "mistral", MODEL_FIM | MODEL_NO_FIM, NULL, NULL },
		{ "ollama", MODEL_FIM, NULL, "ollama-fim" },
		{ "llamacpp", MODEL_FIM, NULL, "llamacpp-fim" },
		{ "anthropic", MODEL_FIM, NULL, NULL },
		{ "vllm", 0, "openai-fim", "openai-fim" },
		{ "vllm", MODEL_FIM, "openai-chat", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct endpoint ep = {
			.name = "e", .preset = preset_by_name(rows[i].preset)
		};
		const struct model m = { .id = "m", .flags = rows[i].flags,
					 .dialect = rows[i].dialect };
		const struct dialect *d = dialect_filling(&ep, &m);

		ok(rows[i].want ? d && !strcmp(d->name, rows[i].want) : !d,
		   "%s, flags %x: %s", rows[i].preset, rows[i].flags,
		   d ? d->name : "none");
	}
}

/* A model that only fills gaps cannot be asked. */
static void test_no_gap(const struct dialect *d)
{
	const struct endpoint ep = { .name = "e", .base_url = "http://h:1",
				     .preset = preset_by_name("vllm") };
	const struct model m = { .id = "m" };
	const struct request rq = { .temperature = NAN };
	struct err err = ERR_INIT;
	struct http_request out;

	http_request_init(&out);
	ok(d->build(&ep, &m, &rq, &out, &err) == -1 &&
	   err.kind == ERR_CONFIG && strstr(err.msg, "shunt complete"),
	   "%s: %s", d->name, err.msg);
	http_request_release(&out);
}

#define STREAMS(dialect, rows) \
	do { \
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) \
			test_fixture(dialect, &rows[i]); \
	} while (0)

int main(void)
{
	const struct dialect *of = dialect_by_name("openai-fim");
	const struct dialect *ol = dialect_by_name("ollama-fim");
	const struct dialect *ll = dialect_by_name("llamacpp-fim");

	STREAMS(of, openai);
	STREAMS(ol, ollama);
	STREAMS(ll, llamacpp);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		const struct dialect *d = dialect_by_name(bodies[i].dialect);

		test_body(d, bodies[i].body, strlen(bodies[i].body),
			  &bodies[i].want);
		if (bodies[i].want.complete)
			test_body_cut(d, bodies[i].body);
	}
	test_depth(of, 5000);
	test_depth(ol, 5000);
	test_depth(ll, 5000);
	test_builds();
	test_filling();
	test_no_gap(of);
	test_no_gap(ol);
	test_no_gap(ll);
	return tap_done();
}
