#include <math.h>
#include <stdio.h>
#include <string.h>

#include "provider/provider.h"
#include "tap.h"

/* Requests of the Responses API, byte by byte as typed here. */

static const struct text hello[] = { { "What is ", 8 }, { "this?", 5 } };
static const struct text brief[] = { { "Be brief.", 9 } };
static const struct text answer[] = { { "A train.", 8 } };
static const struct text empty[] = { { "", 0 }, { "", 0 } };
static const struct text odd[] = { { "\0\"\\\n\xFF</\xC3\xA9", 9 } };

/* RFC 4648, section 10: "f", "fo", "foobar" */
static const struct image images[] = {
	{ "image/png", { "f", 1 } }, { "image/jpeg", { "foobar", 6 } },
};

static const struct turn one[] = { { .parts = hello, .count = 2 } };
static const struct turn strange[] = { { .parts = odd, .count = 1 } };
static const struct turn talk[] = {
	{ .parts = brief, .count = 1 },
	{ .role = ROLE_ASSISTANT, .parts = empty, .count = 2 },
	{ .parts = hello, .count = 2 },
	{ .role = ROLE_ASSISTANT, .parts = answer, .count = 1 },
	{ .role = ROLE_ASSISTANT, .parts = answer, .count = 1 },
	{ .parts = hello, .count = 2 },
};
static const struct turn seen[] = {
	{ .parts = brief, .count = 1 },
	{ .parts = hello, .count = 2, .images = images, .image_count = 2 },
	{ .role = ROLE_ASSISTANT, .parts = answer, .count = 1 },
	{ .parts = empty, .count = 2, .images = images, .image_count = 1 },
};

#define ASK "\"input\":[{\"role\":\"user\",\"content\":\"What is this?\"}]}"
#define REASONER (MODEL_REASONING | MODEL_VISION | MODEL_SCHEMA)

static const struct {
	const char *what;
	unsigned flags;		/* the endpoint's */
	struct model model;
	struct request rq;
	const char *body;
} builds[] = {
	{ "the least", 0, { .id = "m" },
	  { .turns = one, .turn_count = 1, .temperature = NAN },
	  "{\"model\":\"m\",\"store\":false,\"stream\":false," ASK },
	{ "all of it, to OpenAI",
	  ENDPOINT_NO_OBFUSCATION | ENDPOINT_NEW_MAX_TOKENS |
	  ENDPOINT_DEVELOPER_ROLE,
	  { .id = "gpt-6.1-terra", .flags = REASONER | MODEL_TEMPERATURE,
	    .efforts = 1 << EFFORT_LOW, .max_output = 128000 },
	  { .system = brief, .system_count = 1, .turns = one, .turn_count = 1,
	    .stream = true, .max_tokens = 300, .temperature = 0.3,
	    .effort = EFFORT_LOW, .conversation = "c-1",
	    .schema = { "{\"type\":\"object\"}", 17 } },
	  "{\"model\":\"gpt-6.1-terra\",\"store\":false,\"stream\":true,"
	  "\"stream_options\":{\"include_obfuscation\":false},"
	  "\"max_output_tokens\":300,\"temperature\":0.3,\"reasoning\":{"
	  "\"effort\":\"low\"},\"text\":{\"format\":{\"type\":\"json_schema\","
	  "\"name\":\"answer\",\"strict\":true,\"schema\":{\"type\":"
	  "\"object\"}}},\"prompt_cache_key\":\"c-1\",\"instructions\":"
	  "\"Be brief.\"," ASK },
	{ "what the model does not take is left out", 0,
	  { .id = "m", .max_output = 200 },
	  { .turns = one, .turn_count = 1, .max_tokens = 300,
	    .temperature = 0.3, .effort = EFFORT_LOW },
	  "{\"model\":\"m\",\"store\":false,\"stream\":false,"
	  "\"max_output_tokens\":200," ASK },
	{ "a copy's stream has no options", 0, { .id = "m" },
	  { .turns = one, .turn_count = 1, .temperature = NAN,
	    .stream = true },
	  "{\"model\":\"m\",\"store\":false,\"stream\":true," ASK },
	{ "nor has one that did not know them",
	  ENDPOINT_NO_OBFUSCATION | ENDPOINT_NO_STREAM_OPTIONS, { .id = "m" },
	  { .turns = one, .turn_count = 1, .temperature = NAN,
	    .stream = true },
	  "{\"model\":\"m\",\"store\":false,\"stream\":true," ASK },
	{ "no obfuscation without a stream", ENDPOINT_NO_OBFUSCATION,
	  { .id = "m" },
	  { .turns = one, .turn_count = 1, .temperature = NAN },
	  "{\"model\":\"m\",\"store\":false,\"stream\":false," ASK },
	{ "the least limit is 16", 0, { .id = "m" },
	  { .turns = one, .turn_count = 1, .temperature = NAN,
	    .max_tokens = 5 },
	  "{\"model\":\"m\",\"store\":false,\"stream\":false,"
	  "\"max_output_tokens\":16," ASK },
	{ "a talk: roles change, nothing is empty", 0, { .id = "m" },
	  { .system = empty, .system_count = 2, .turns = talk,
	    .turn_count = 6, .temperature = NAN },
	  "{\"model\":\"m\",\"store\":false,\"stream\":false,\"input\":[{"
	  "\"role\":\"user\",\"content\":\"Be brief.\\n\\nWhat is this?\"},{"
	  "\"role\":\"assistant\",\"content\":\"A train.\\n\\nA train.\"},{"
	  "\"role\":\"user\",\"content\":\"What is this?\"}]}" },
	{ "images stand before what is said of them", 0,
	  { .id = "m", .flags = MODEL_VISION },
	  { .turns = seen, .turn_count = 4, .temperature = NAN },
	  "{\"model\":\"m\",\"store\":false,\"stream\":false,\"input\":[{"
	  "\"role\":\"user\",\"content\":[{\"type\":\"input_image\","
	  "\"detail\":\"auto\",\"image_url\":"
	  "\"data:image/png;base64,Zg==\"},{\"type\":\"input_image\","
	  "\"detail\":\"auto\",\"image_url\":"
	  "\"data:image/jpeg;base64,Zm9vYmFy\"},{\"type\":\"input_text\","
	  "\"text\":\"Be brief.\\n\\nWhat is this?\"}]},{"
	  "\"role\":\"assistant\",\"content\":\"A train.\"},{"
	  "\"role\":\"user\",\"content\":[{\"type\":\"input_image\","
	  "\"detail\":\"auto\",\"image_url\":"
	  "\"data:image/png;base64,Zg==\"}]}]}" },
	{ "hostile text", 0, { .id = "a\"b\\" },
	  { .turns = strange, .turn_count = 1, .temperature = NAN },
	  "{\"model\":\"a\\\"b\\\\\",\"store\":false,\"stream\":false,"
	  "\"input\":[{\"role\":\"user\",\"content\":\"\\u0000\\\"\\\\\\n"
	  "\xEF\xBF\xBD</\xC3\xA9\"}]}" },
};

static int build(unsigned flags, const char *base, const struct model *m,
		 const struct request *rq, struct http_request *out,
		 struct err *err)
{
	static const struct preset preset = {
		.name = "e", .dialect = "openai-responses",
		.conversation_header = "x-conv-id",
	};
	struct endpoint ep = { .name = "e", .base_url = base, .flags = flags,
			       .preset = &preset };

	http_request_init(out);
	return dialect_by_name("openai-responses")->build(&ep, m, rq, out,
							  err);
}

static void test_builds(void)
{
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct http_request out;
		struct err err = ERR_INIT;
		int rc = build(builds[i].flags, "https://api.openai.com/v1",
			       &builds[i].model, &builds[i].rq, &out, &err);

		ok(!rc && !strcmp(out.method, "POST") &&
			   !strcmp(out.url.ptr,
				   "https://api.openai.com/v1/responses") &&
			   !strcmp(out.headers.ptr,
				   builds[i].rq.conversation ?
				   "Content-Type: application/json\n"
				   "x-conv-id: c-1\n" :
				   "Content-Type: application/json\n"),
		   "%s: POST %s", builds[i].what, out.url.ptr);
		if (!ok(!strcmp(out.body.ptr, builds[i].body), "its body"))
			printf("# %s\n", out.body.ptr);
		http_request_release(&out);
	}
}

/* A model that knows no schema gets it as words, behind the system text. */
static void test_schema_words(void)
{
	const struct model m = { .id = "m" };
	const struct request rq = { .turns = one, .turn_count = 1,
				    .temperature = NAN, .system = brief,
				    .system_count = 1,
				    .schema = { "{\"type\":\"array\"}", 16 } };
	struct http_request out;
	struct err err = ERR_INIT;
	const char *at;

	ok(!build(0, "https://h/v1", &m, &rq, &out, &err) &&
		   !strstr(out.body.ptr, "json_schema"),
	   "no format for a model that knows none");
	at = strstr(out.body.ptr, "\"instructions\":\"Be brief.\\n\\n");
	ok(at && strstr(at, "{\\\"type\\\":\\\"array\\\"}"),
	   "words in its place: %s", at ? at : out.body.ptr);
	http_request_release(&out);
}

int main(void)
{
	test_builds();
	test_schema_words();
	return tap_done();
}
