#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "provider/provider.h"
#include "tap.h"

/*
 * Request bodies: some byte by byte as typed here, hostile texts through
 * python3's json, which shares no code with our writer.
 */

static const struct text hello[] = { { "What is ", 8 }, { "this?", 5 } };
static const struct text brief[] = { { "Be brief.", 9 } };
static const struct text answer[] = { { "A train.", 8 } };
static const struct text empty[] = { { "", 0 }, { "", 0 } };

static const struct turn one[] = { { ROLE_USER, hello, 2, NULL, 0 } };
static const struct turn talk[] = {
	{ ROLE_USER, brief, 1, NULL, 0 },
	{ ROLE_ASSISTANT, empty, 2, NULL, 0 },	/* cut before its first word */
	{ ROLE_USER, hello, 2, NULL, 0 },
	{ ROLE_ASSISTANT, answer, 1, NULL, 0 },
	{ ROLE_ASSISTANT, answer, 1, NULL, 0 },
	{ ROLE_USER, hello, 2, NULL, 0 },
};

#define REASONER (MODEL_REASONING | MODEL_VISION)
#define ALL_EFFORTS 0xffu

static const struct {
	const char *what, *preset;
	struct model model;
	struct request rq;
	const char *url, *headers, *body;
} builds[] = {
	{ "the least", "openai-compatible", { .id = "m" },
	  { .turns = one, .turn_count = 1, .temperature = NAN },
	  "http://h:1/v1/chat/completions",
	  "Content-Type: application/json\n",
	  "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\","
	  "\"content\":\"What is this?\"}]}" },
	{ "all of it, to OpenAI", "openai",
	  { .id = "gpt-6.1-terra", .flags = REASONER | MODEL_TEMPERATURE,
	    .efforts = 1 << EFFORT_LOW, .max_output = 128000 },
	  { .system = brief, .system_count = 1, .turns = one, .turn_count = 1,
	    .stream = true, .max_tokens = 300, .temperature = 0.3,
	    .effort = EFFORT_LOW },
	  "https://api.openai.com/v1/chat/completions",
	  "Content-Type: application/json\n",
	  "{\"model\":\"gpt-6.1-terra\",\"stream\":true,\"stream_options\":{"
	  "\"include_usage\":true,\"include_obfuscation\":false},"
	  "\"max_completion_tokens\":300,\"temperature\":0.3,"
	  "\"reasoning_effort\":\"low\",\"messages\":[{\"role\":\"developer\","
	  "\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":"
	  "\"What is this?\"}]}" },
	{ "what the model does not take is left out", "openai",
	  { .id = "gpt-4.1", .efforts = 0, .max_output = 200 },
	  { .system = brief, .system_count = 1, .turns = one, .turn_count = 1,
	    .max_tokens = 300, .temperature = 0.3, .effort = EFFORT_LOW },
	  "https://api.openai.com/v1/chat/completions",
	  "Content-Type: application/json\n",
	  "{\"model\":\"gpt-4.1\",\"stream\":false,"
	  "\"max_completion_tokens\":200,\"messages\":[{\"role\":\"system\","
	  "\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":"
	  "\"What is this?\"}]}" },
	{ "Mistral is asked for no usage", "mistral", { .id = "codestral" },
	  { .turns = one, .turn_count = 1, .stream = true, .max_tokens = 5,
	    .temperature = NAN },
	  "https://api.mistral.ai/v1/chat/completions",
	  "Content-Type: application/json\n",
	  "{\"model\":\"codestral\",\"stream\":true,\"max_tokens\":5,"
	  "\"messages\":[{\"role\":\"user\",\"content\":\"What is this?\"}]}" },
	{ "DeepSeek's switch", "deepseek",
	  { .id = "deepseek-flash", .flags = MODEL_REASONING,
	    .efforts = ALL_EFFORTS },
	  { .turns = one, .turn_count = 1, .temperature = NAN,
	    .effort = EFFORT_NONE },
	  "https://api.deepseek.com/chat/completions",
	  "Content-Type: application/json\n",
	  "{\"model\":\"deepseek-flash\",\"stream\":false,\"thinking\":{"
	  "\"type\":\"disabled\"},\"messages\":[{\"role\":\"user\","
	  "\"content\":\"What is this?\"}]}" },
	{ "a talk: roles change, nothing is empty", "groq", { .id = "m" },
	  { .system = empty, .system_count = 2, .turns = talk,
	    .turn_count = 6, .temperature = NAN },
	  "https://api.groq.com/openai/v1/chat/completions",
	  "Content-Type: application/json\n",
	  "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\","
	  "\"content\":\"Be brief.\\n\\nWhat is this?\"},{\"role\":"
	  "\"assistant\",\"content\":\"A train.\\n\\nA train.\"},{\"role\":"
	  "\"user\",\"content\":\"What is this?\"}]}" },

	{ "all of it, to Anthropic", "anthropic",
	  { .id = "claude-sonnet-5-5", .flags = REASONER | MODEL_TEMPERATURE,
	    .efforts = 1 << EFFORT_LOW, .max_output = 64000 },
	  { .system = brief, .system_count = 1, .turns = one, .turn_count = 1,
	    .stream = true, .max_tokens = 1024, .temperature = 1,
	    .effort = EFFORT_LOW },
	  "https://api.anthropic.com/v1/messages",
	  "anthropic-version: 2023-06-01\nContent-Type: application/json\n",
	  "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1024,"
	  "\"stream\":true,\"temperature\":1,\"output_config\":{"
	  "\"effort\":\"low\"},"
	  "\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\","
	  "\"content\":\"What is this?\"}]}" },
	{ "Anthropic needs a limit", "anthropic", { .id = "claude-3-haiku" },
	  { .turns = one, .turn_count = 1, .temperature = 0.5 },
	  "https://api.anthropic.com/v1/messages",
	  "anthropic-version: 2023-06-01\nContent-Type: application/json\n",
	  "{\"model\":\"claude-3-haiku\",\"max_tokens\":8192,\"stream\":false,"
	  "\"messages\":[{\"role\":\"user\",\"content\":\"What is this?\"}]}" },
	{ "thinking off, where the model can", "anthropic",
	  { .id = "c", .flags = MODEL_REASONING, .efforts = ALL_EFFORTS },
	  { .turns = one, .turn_count = 1, .temperature = NAN,
	    .effort = EFFORT_NONE },
	  "https://api.anthropic.com/v1/messages",
	  "anthropic-version: 2023-06-01\nContent-Type: application/json\n",
	  "{\"model\":\"c\",\"max_tokens\":8192,\"stream\":false,"
	  "\"thinking\":{\"type\":\"disabled\"},\"messages\":[{\"role\":"
	  "\"user\",\"content\":\"What is this?\"}]}" },
};

static int build(const char *preset, const struct model *m,
		 const struct request *rq, struct http_request *out,
		 struct err *err)
{
	const struct preset *p = preset_by_name(preset);
	struct endpoint ep = { .name = preset, .preset = p,
			       .base_url = p->base_url ? p->base_url
						       : "http://h:1/v1",
			       .vendor = p->vendor, .flags = p->flags };

	http_request_init(out);
	return dialect_by_name(p->dialect)->build(&ep, m, rq, out, err);
}

static void test_builds(void)
{
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct http_request out;
		struct err err = ERR_INIT;
		int rc = build(builds[i].preset, &builds[i].model,
			       &builds[i].rq, &out, &err);

		ok(!rc && !strcmp(out.method, "POST") &&
			   !strcmp(out.url.ptr, builds[i].url),
		   "%s: POST %s", builds[i].what, out.url.ptr);
		ok(!strcmp(out.headers.ptr, builds[i].headers), "its headers");
		if (!ok(!strcmp(out.body.ptr, builds[i].body), "its body"))
			printf("# %s\n", out.body.ptr);
		http_request_release(&out);
	}
}

static void test_limits(void)
{
	static const struct {
		unsigned flags;
		enum effort effort;
		long asked, can, want;
	} limits[] = {
		{ 0, EFFORT_DEFAULT, 0, 0, 8192 },
		{ 0, EFFORT_DEFAULT, 0, 4096, 4096 },
		{ 0, EFFORT_HIGH, 0, 64000, 8192 },
		{ MODEL_REASONING, EFFORT_DEFAULT, 0, 128000, 32768 },
		{ MODEL_REASONING, EFFORT_LOW, 0, 128000, 32768 },
		{ MODEL_REASONING, EFFORT_MAX, 0, 128000, 65536 },
		{ MODEL_REASONING, EFFORT_MAX, 0, 64000, 64000 },
		{ MODEL_REASONING, EFFORT_NONE, 0, 64000, 8192 },
		{ MODEL_REASONING, EFFORT_DEFAULT, 100, 64000, 100 },
		{ 0, EFFORT_DEFAULT, 100000, 64000, 64000 },
		{ 0, EFFORT_DEFAULT, 100000, 0, 100000 },
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct model m = { .id = "c", .flags = limits[i].flags,
				   .max_output = limits[i].can };
		struct request rq = { .turns = one, .turn_count = 1,
				      .temperature = NAN,
				      .effort = limits[i].effort,
				      .max_tokens = limits[i].asked };
		struct err err = ERR_INIT;
		struct http_request out;
		struct json *j = NULL;
		long long got = 0;

		ok(!build("anthropic", &m, &rq, &out, &err) &&
			   !json_parse(out.body.ptr, out.body.len, &j, &err) &&
			   json_integer(json_get(j, "max_tokens"), &got) &&
			   got == limits[i].want,
		   "max_tokens %lld of %ld asked, %ld possible", got,
		   limits[i].asked, limits[i].can);
		json_free(j);
		http_request_release(&out);
	}
}

/* Texts that a writer may get wrong; python3 says what it reads. */
static void test_hostile(void)
{
	static const char all[] = "\0\x01\x1f\"\\/\b\f\n\r\t\x7f</script>"
				  "\xE2\x80\xA8\xF0\x9F\x9A\x82\xC3\xA9"
				  "{\"role\":\"system\"}";
	static const char bad[] = "\xFF-\xC3-\xED\xA0\x80-\xC0\xAF-\xF0\x9F";
	/* U+FFFD for each maximal subpart: 1, 1, 3, 2, 1 */
	static const char want[] =
		"0001-001f-0022-005c-002f-0008-000c-000a-000d-0009-007f";
	const struct text parts[] = { { all, sizeof(all) - 1 },
				      { bad, sizeof(bad) - 1 } };
	const struct turn turn = { .role = ROLE_USER, .parts = parts,
				   .count = 2 };
	const struct model m = { .id = "a\"b/c\\" };
	const struct request rq = { .turns = &turn, .turn_count = 1,
				    .temperature = NAN };
	static const char script[] =
		"import json,sys\n"
		"b=json.load(open(sys.argv[1],encoding='utf-8'))\n"
		"assert b['model']=='a\"b/c\\\\'\n"
		"assert len(b['messages'])==1\n"
		"t=b['messages'][0]['content']\n"
		"print('-'.join('%04x'%ord(c) for c in t[1:12]))\n"
		"print(t[12:]=='</script>\\u2028\\U0001f682\\xe9"
		"{\"role\":\"system\"}'"
		"'\\ufffd-\\ufffd-\\ufffd\\ufffd\\ufffd-\\ufffd\\ufffd-\\ufffd'"
		" and t[0]=='\\0')\n";
	static const char *const dialect_presets[] = { "openai", "anthropic" };

	for (size_t i = 0; i < 2; i++) {
		char body[] = "/tmp/shunt-body-XXXXXX", cmd[2048];
		char codes[128] = "", rest[16] = "";
		struct err err = ERR_INIT;
		struct http_request out;
		FILE *f, *py;

		ok(!build(dialect_presets[i], &m, &rq, &out, &err),
		   "hostile text builds: %s", err.msg);
		f = fdopen(mkstemp(body), "wb");
		fwrite(out.body.ptr, 1, out.body.len, f);
		fclose(f);
		setenv("SCRIPT", script, 1);
		snprintf(cmd, sizeof(cmd), "python3 -c \"$SCRIPT\" %s", body);
		py = popen(cmd, "r");
		ok(fscanf(py, "%127s %15s", codes, rest) == 2 &&
			   !strcmp(codes, want) && !strcmp(rest, "True"),
		   "python3 reads what was meant: %s %s", codes, rest);
		pclose(py);
		remove(body);
		http_request_release(&out);
	}
}

static void test_lookups(void)
{
	static const struct {
		const char *base, *path, *want;
	} urls[] = {
		{ "https://h/v1", "/chat/completions",
		  "https://h/v1/chat/completions" },
		{ "https://h", "/v1/messages", "https://h/v1/messages" },
		{ "https://h/v1", "/v1/messages", "https://h/v1/messages" },
		{ "https://h/anthropic", "/v1/messages",
		  "https://h/anthropic/v1/messages" },
		{ "https://h/av1", "/v1/messages",
		  "https://h/av1/v1/messages" },
		{ "h", "/v1x", "h/v1x" },
	};
	struct endpoint ep = { .name = "e" };
	struct http_request out;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct buf b = BUF_INIT(1000);

		ep.base_url = urls[i].base;
		endpoint_url(&ep, urls[i].path, &b);
		ok(!strcmp(b.ptr, urls[i].want), "URL %s", b.ptr);
		buf_release(&b);
	}
	for (size_t i = 0; presets[i].name; i++) {
		const struct preset *p = &presets[i];
		const char *url = p->base_url;
		bool own = url && !strncmp(url, "http://127.0.0.1:", 17);

		ok(preset_by_name(p->name) == p &&
			   (!p->dialect || dialect_by_name(p->dialect)) &&
			   (!url || own || !strncmp(url, "https://", 8)) &&
			   (!url || url[strlen(url) - 1] != '/') &&
			   (!url || own == !p->key_env) &&
			   (!url || !p->region_url) &&
			   (!p->region_url || strstr(p->region_url, "%s")),
		   "preset %s is whole", p->name);
	}
	ok(!preset_by_name("nope") && !dialect_by_name("nope") &&
		   !dialect_by_name(NULL), "unknown names are not found");
	http_request_init(&out);
	ep.base_url = "https://h";
	ok(!models_request(dialect_by_name("anthropic"), &ep, &out, &err) &&
		   !strcmp(out.method, "GET") &&
		   !strcmp(out.url.ptr, "https://h/v1/models?limit=1000") &&
		   !strcmp(out.headers.ptr, "anthropic-version: 2023-06-01\n"),
	   "the list of models has its headers");
	http_request_release(&out);
}

static void test_message(void)
{
	struct http_request rq;
	struct http_reply r;

	http_request_init(&rq);
	http_request_header(&rq, "A", "b c");
	ok(!strcmp(rq.headers.ptr, "A: b c\n") && !rq.headers.over,
	   "a header is a line");
	http_request_header(&rq, "X", "a\r\nEvil: yes");
	http_request_header(&rq, "Y", "z");
	ok(rq.headers.over && !strcmp(rq.headers.ptr, "A: b c\n"),
	   "one with a line end fails, for good");
	http_request_release(&rq);
	http_request_release(&rq);

	http_reply_init(&r);
	ok(http_reply_header(&r, "a").len == 0, "no headers, no value");
	buf_adds(&r.headers, "retry-after: 1\nretry-after-ms: 5\n"
			     "x:\nretry-after:  2 \nlast: z");
	ok(text_is(http_reply_header(&r, "retry-after"), "2") &&
		   text_is(http_reply_header(&r, "retry-after-ms"), "5") &&
		   text_is(http_reply_header(&r, "x"), "") &&
		   text_is(http_reply_header(&r, "last"), "z") &&
		   text_is(http_reply_header(&r, "retry"), ""),
	   "the last header of a name, without blanks");
	http_reply_release(&r);
	http_reply_release(&r);
}

int main(void)
{
	test_builds();
	test_limits();
	test_hostile();
	test_lookups();
	test_message();
	return tap_done();
}
