#include <math.h>
#include <string.h>

#include "model/catalog.h"
#include "provider/provider.h"
#include "tap.h"

/*
 * Request bodies of Converse, byte by byte as typed here from the model of
 * bedrock-runtime in botocore (ConverseRequest) and its examples.
 */

static const struct text hello[] = { { "What is ", 8 }, { "this?", 5 } };
static const struct text brief[] = { { "Be brief.", 9 } };
static const struct text answer[] = { { "A dot.", 6 } };

/* base64 of RFC 4648's test vectors "foob" and "f" */
static const struct image images[] = {
	{ "image/png", { "foob", 4 } },
	{ "image/jpeg", { "f", 1 } },
};

#define TURN(who, text, n) { .role = ROLE_##who, .parts = text, .count = n }

static const struct turn one[] = { TURN(USER, hello, 2) };
static const struct turn picture[] = {
	{ .role = ROLE_USER, .parts = hello, .count = 2, .images = images,
	  .image_count = 2 },
};
static const struct turn talk[] = {
	TURN(USER, brief, 1), TURN(USER, hello, 2),
	TURN(ASSISTANT, answer, 1), TURN(USER, hello, 2),
};

#define ASK "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":" \
	"\"What is this?\"}]}]"
#define SCHEMA "{\"type\":\"object\"}"
#define PLAIN .turns = one, .turn_count = 1, .temperature = NAN
#define CLAUDE "us.anthropic.claude-sonnet-5"
#define MARK "{\"cachePoint\":{\"type\":\"default\"}}"
#define TALK(mark) "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":" \
	"\"Be brief.\\n\\nWhat is this?\"}]},{\"role\":\"assistant\"," \
	"\"content\":[{\"text\":\"A dot.\"}" mark "]},{\"role\":\"user\"," \
	"\"content\":[{\"text\":\"What is this?\"}]}]"

static const struct {
	const char *what;
	struct model model;
	struct request rq;
	const char *path, *body;
} builds[] = {
	{ "the least", { .id = "amazon.nova-lite-v1:0" }, { PLAIN },
	  "amazon.nova-lite-v1%3A0/converse", "{" ASK "}" },
	{ "all of it",
	  { .id = CLAUDE, .max_output = 65536,
	    .flags = MODEL_REASONING | MODEL_TEMPERATURE | MODEL_SCHEMA,
	    .efforts = 1 << EFFORT_LOW },
	  { .system = brief, .system_count = 1, .turns = one, .turn_count = 1,
	    .stream = true, .max_tokens = 512, .temperature = 0.2,
	    .effort = EFFORT_LOW, .schema = { SCHEMA, sizeof(SCHEMA) - 1 },
	    .conversation = "c", .cache = true },
	  CLAUDE "/converse-stream",
	  "{\"system\":[{\"text\":\"Be brief.\"}]," ASK ",\"inferenceConfig\":"
	  "{\"maxTokens\":512,\"temperature\":0.2},\"outputConfig\":{"
	  "\"effort\":\"low\",\"textFormat\":{\"type\":\"json_schema\","
	  "\"structure\":{\"jsonSchema\":{\"name\":\"answer\",\"schema\":"
	  "\"{\\\"type\\\":\\\"object\\\"}\"}}}}}" },
	{ "what the model does not take is left out",
	  { .id = "m", .max_output = 200 },
	  { .turns = one, .turn_count = 1, .max_tokens = 300,
	    .temperature = 0.3, .effort = EFFORT_LOW },
	  "m/converse", "{" ASK ",\"inferenceConfig\":{\"maxTokens\":200}}" },
	{ "a schema in words", { .id = "m" }, { PLAIN, .schema = { "{}", 2 } },
	  "m/converse",
	  "{\"system\":[{\"text\":\"Answer with one JSON value that keeps "
	  "this JSON Schema, and with nothing else: no words around it, no "
	  "code fence.\\n\\n{}\"}]," ASK "}" },
	{ "images stand before the text", { .id = "m" },
	  { .turns = picture, .turn_count = 1, .temperature = NAN },
	  "m/converse",
	  "{\"messages\":[{\"role\":\"user\",\"content\":[{\"image\":{"
	  "\"format\":\"png\",\"source\":{\"bytes\":\"Zm9vYg==\"}}},{"
	  "\"image\":{\"format\":\"jpeg\",\"source\":{\"bytes\":\"Zg==\"}}},{"
	  "\"text\":\"What is this?\"}]}]}" },
	{ "a talk", { .id = CLAUDE },
	  { .turns = talk, .turn_count = 4, .temperature = NAN },
	  CLAUDE "/converse", "{" TALK("") "}" },
	{ "a long one is marked", { .id = CLAUDE },
	  { .turns = talk, .turn_count = 4, .temperature = NAN,
	    .cache = true, .input_tokens = 4000 },
	  CLAUDE "/converse", "{" TALK("," MARK) "}" },
	{ "and its system text", { .id = "us.amazon.nova-pro-v1:0" },
	  { .system = brief, .system_count = 1, .turns = talk,
	    .turn_count = 4, .temperature = NAN, .cache = true,
	    .input_tokens = 20000 },
	  "us.amazon.nova-pro-v1%3A0/converse",
	  "{\"system\":[{\"text\":\"Be brief.\"}," MARK "]," TALK("," MARK)
	  "}" },
	{ "but not for others", { .id = "openai.gpt-oss-120b-1:0" },
	  { .turns = talk, .turn_count = 4, .temperature = NAN,
	    .cache = true, .input_tokens = 4000 },
	  "openai.gpt-oss-120b-1%3A0/converse", "{" TALK("") "}" },
	{ "Claude without thinking",
	  { .id = CLAUDE, .flags = MODEL_REASONING, .efforts = 0xff },
	  { PLAIN, .effort = EFFORT_NONE }, CLAUDE "/converse",
	  "{" ASK ",\"additionalModelRequestFields\":{\"thinking\":{\"type\":"
	  "\"disabled\"}}}" },
	{ "others cannot be told so",
	  { .id = "m", .flags = MODEL_REASONING, .efforts = 0xff },
	  { PLAIN, .effort = EFFORT_NONE }, "m/converse", "{" ASK "}" },
	{ "an ARN is one segment",
	  { .id = "arn:aws:bedrock:us-east-1:111122223333:"
		  "default-prompt-router/anthropic.claude:1" },
	  { PLAIN },
	  "arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3A"
	  "default-prompt-router%2Fanthropic.claude%3A1/converse",
	  "{" ASK "}" },
	{ "an id cannot leave its segment",
	  { .id = "../a?b#c d%\xC3\xA9\n" }, { PLAIN },
	  "..%2Fa%3Fb%23c%20d%25%C3%A9%0A/converse", "{" ASK "}" },
};

#define BASE "https://bedrock-runtime.eu-west-1.amazonaws.com"

static void test_builds(void)
{
	const struct preset *p = preset_by_name("bedrock");
	const struct endpoint ep = { .name = "bedrock", .preset = p,
				     .base_url = BASE, .vendor = p->vendor };

	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct http_request out;
		struct err err = ERR_INIT;
		char url[512];
		int rc;

		http_request_init(&out);
		rc = dialect_by_name(p->dialect)->build(
			&ep, &builds[i].model, &builds[i].rq, &out, &err);
		snprintf(url, sizeof(url), BASE "/model/%s", builds[i].path);
		ok(!rc && !strcmp(out.method, "POST") &&
			   !strcmp(out.url.ptr, url) &&
			   !strcmp(out.headers.ptr,
				   "Content-Type: application/json\n"),
		   "%s: POST %s", builds[i].what, out.url.ptr);
		if (!ok(!strcmp(out.body.ptr, builds[i].body), "its body"))
			printf("# %s\n", out.body.ptr);
		http_request_release(&out);
	}
}

static void test_lists(void)
{
	static const char path[] = "/foundation-models?byOutputModality=TEXT";
	static const struct {
		const char *base, *list;
	} rows[] = {
		{ BASE, "https://bedrock.eu-west-1.amazonaws.com" },
		{ "https://bedrock-runtime-fips.us-east-1.amazonaws.com",
		  "https://bedrock-fips.us-east-1.amazonaws.com" },
		{ "http://127.0.0.1:4", "http://127.0.0.1:4" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct endpoint ep = { .name = "bedrock",
					     .base_url = rows[i].base };
		struct http_request out;
		struct err err = ERR_INIT;
		size_t n = strlen(rows[i].list);

		http_request_init(&out);
		ok(!models_request(dialect_by_name("bedrock"), &ep, &out,
				   &err) &&
			   !strncmp(out.url.ptr, rows[i].list, n) &&
			   !strcmp(out.url.ptr + n, path),
		   "the list of models: %s", rows[i].list);
		http_request_release(&out);
	}
}

int main(void)
{
	test_builds();
	test_lists();
	return tap_done();
}
