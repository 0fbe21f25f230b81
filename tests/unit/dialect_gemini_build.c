#include <math.h>
#include <string.h>

#include "base/json.h"
#include "model/catalog.h"
#include "provider/provider.h"
#include "tap.h"

/*
 * Request bodies of Google's generateContent, byte by byte as typed here
 * from the examples on "Generating content", "Thinking" and "Structured
 * output" of ai.google.dev.
 */

static const struct text hello[] = { { "What is ", 8 }, { "this?", 5 } };
static const struct text brief[] = { { "Be brief.", 9 } };
static const struct text answer[] = { { "A dot.", 6 } };
static const struct text empty[] = { { "", 0 }, { "", 0 } };

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
	TURN(ASSISTANT, answer, 1),
	{ .role = ROLE_USER, .parts = empty, .count = 2, .images = images,
	  .image_count = 1 },
};
static const struct turn talk[] = {
	TURN(USER, brief, 1),
	TURN(ASSISTANT, empty, 2),	/* cut before its first word */
	TURN(USER, hello, 2),
	TURN(ASSISTANT, answer, 1),
	TURN(ASSISTANT, answer, 1),
	TURN(USER, hello, 2),
};

#define ASK "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":" \
	"\"What is this?\"}]}]"
#define SCHEMA "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":" \
	"\"string\"}}}"
#define ALL_EFFORTS 0xffu
#define THINKER(...) { .id = "m", .flags = MODEL_REASONING | __VA_ARGS__, \
	.efforts = ALL_EFFORTS }
#define PLAIN .turns = one, .turn_count = 1, .temperature = NAN

static const struct {
	const char *what;
	struct model model;
	struct request rq;
	const char *path, *body;
} builds[] = {
	{ "the least", { .id = "gemini-3.8-flash" }, { PLAIN },
	  "/models/gemini-3.8-flash:generateContent", "{" ASK "}" },
	{ "all of it",
	  { .id = "gemini-3.8-flash", .max_output = 65536,
	    .flags = MODEL_REASONING | MODEL_TEMPERATURE | MODEL_SCHEMA,
	    .efforts = 1 << EFFORT_LOW },
	  { .system = brief, .system_count = 1, .turns = one, .turn_count = 1,
	    .stream = true, .max_tokens = 512, .temperature = 0.2,
	    .effort = EFFORT_LOW, .schema = { SCHEMA, sizeof(SCHEMA) - 1 },
	    .conversation = "c", .cache = true },
	  "/models/gemini-3.8-flash:streamGenerateContent?alt=sse",
	  "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},"
	  ASK ",\"generationConfig\":{\"maxOutputTokens\":512,"
	  "\"temperature\":0.2,\"responseMimeType\":\"application/json\","
	  "\"responseJsonSchema\":" SCHEMA ",\"thinkingConfig\":{"
	  "\"thinkingLevel\":\"LOW\"}}}" },
	{ "what the model does not take is left out",
	  { .id = "m", .max_output = 200 },
	  { .turns = one, .turn_count = 1, .max_tokens = 300,
	    .temperature = 0.3, .effort = EFFORT_LOW },
	  "/models/m:generateContent",
	  "{" ASK ",\"generationConfig\":{\"maxOutputTokens\":200}}" },
	{ "a schema in words, where the model has no other means",
	  { .id = "m" },
	  { PLAIN, .schema = { "{}", 2 } }, "/models/m:generateContent",
	  "{\"systemInstruction\":{\"parts\":[{\"text\":\"Answer with one "
	  "JSON value that keeps this JSON Schema, and with nothing else: no "
	  "words around it, no code fence.\\n\\n{}\"}]}," ASK "}" },
	{ "images stand before the text", { .id = "m" },
	  { .turns = picture, .turn_count = 3, .temperature = NAN },
	  "/models/m:generateContent",
	  "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"inlineData\":{"
	  "\"mimeType\":\"image/png\",\"data\":\"Zm9vYg==\"}},{"
	  "\"inlineData\":{\"mimeType\":\"image/jpeg\",\"data\":\"Zg==\"}},{"
	  "\"text\":\"What is this?\"}]},{\"role\":\"model\",\"parts\":[{"
	  "\"text\":\"A dot.\"}]},{\"role\":\"user\",\"parts\":[{"
	  "\"inlineData\":{\"mimeType\":\"image/png\",\"data\":"
	  "\"Zm9vYg==\"}}]}]}" },
	{ "a talk: roles change, nothing is empty", { .id = "m" },
	  { .system = empty, .system_count = 2, .turns = talk,
	    .turn_count = 6, .temperature = NAN },
	  "/models/m:generateContent",
	  "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":"
	  "\"Be brief.\"},{\"text\":\"\\n\\nWhat is this?\"}]},{\"role\":"
	  "\"model\",\"parts\":[{\"text\":\"A dot.\"},{\"text\":"
	  "\"\\n\\nA dot.\"}]},{\"role\":\"user\",\"parts\":[{\"text\":"
	  "\"What is this?\"}]}]}" },

	{ "an id that says models/", { .id = "models/x" }, { PLAIN },
	  "/models/x:generateContent", "{" ASK "}" },
	{ "an id of another collection", { .id = "tunedModels/x-1" },
	  { PLAIN }, "/tunedModels/x-1:generateContent", "{" ASK "}" },
	{ "an id cannot leave its segment",
	  { .id = "models/../a?b#c d:e%\xC3\xA9\n" }, { PLAIN },
	  "/models/..%2Fa%3Fb%23c%20d%3Ae%25%C3%A9%0A:generateContent",
	  "{" ASK "}" },
	{ "a slash within it", { .id = "google/x" }, { PLAIN },
	  "/models/google%2Fx:generateContent", "{" ASK "}" },

	{ "thinking, minimal", THINKER(0),
	  { PLAIN, .effort = EFFORT_MINIMAL }, "/models/m:generateContent",
	  "{" ASK ",\"generationConfig\":{\"thinkingConfig\":{"
	  "\"thinkingLevel\":\"MINIMAL\"}}}" },
	{ "thinking, medium", THINKER(0),
	  { PLAIN, .effort = EFFORT_MEDIUM }, "/models/m:generateContent",
	  "{" ASK ",\"generationConfig\":{\"thinkingConfig\":{"
	  "\"thinkingLevel\":\"MEDIUM\"}}}" },
	{ "thinking, high", THINKER(0),
	  { PLAIN, .effort = EFFORT_HIGH }, "/models/m:generateContent",
	  "{" ASK ",\"generationConfig\":{\"thinkingConfig\":{"
	  "\"thinkingLevel\":\"HIGH\"}}}" },
	{ "no level turns thinking off", THINKER(0),
	  { PLAIN, .effort = EFFORT_NONE }, "/models/m:generateContent",
	  "{" ASK "}" },
	{ "a budget does", THINKER(MODEL_THINKING_BUDGET),
	  { PLAIN, .effort = EFFORT_NONE }, "/models/m:generateContent",
	  "{" ASK ",\"generationConfig\":{\"thinkingConfig\":{"
	  "\"thinkingBudget\":0}}}" },
	{ "a small budget", THINKER(MODEL_THINKING_BUDGET),
	  { PLAIN, .effort = EFFORT_LOW }, "/models/m:generateContent",
	  "{" ASK ",\"generationConfig\":{\"thinkingConfig\":{"
	  "\"thinkingBudget\":1024}}}" },
	{ "a middle budget", THINKER(MODEL_THINKING_BUDGET),
	  { PLAIN, .effort = EFFORT_MEDIUM }, "/models/m:generateContent",
	  "{" ASK ",\"generationConfig\":{\"thinkingConfig\":{"
	  "\"thinkingBudget\":8192}}}" },
	{ "a large budget", THINKER(MODEL_THINKING_BUDGET),
	  { PLAIN, .effort = EFFORT_HIGH }, "/models/m:generateContent",
	  "{" ASK ",\"generationConfig\":{\"thinkingConfig\":{"
	  "\"thinkingBudget\":24576}}}" },
};

static int build(const struct model *m, const struct request *rq,
		 struct http_request *out, struct err *err)
{
	const struct preset *p = preset_by_name("gemini");
	const struct endpoint ep = { .name = "gemini", .preset = p,
				     .base_url = p->base_url,
				     .vendor = p->vendor };

	http_request_init(out);
	return dialect_by_name(p->dialect)->build(&ep, m, rq, out, err);
}

static void test_builds(void)
{
	static const char base[] =
		"https://generativelanguage.googleapis.com/v1beta";

	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		struct http_request out;
		struct err err = ERR_INIT;
		int rc = build(&builds[i].model, &builds[i].rq, &out, &err);

		ok(!rc && !strcmp(out.method, "POST") &&
			   !strncmp(out.url.ptr, base, sizeof(base) - 1) &&
			   !strcmp(out.url.ptr + sizeof(base) - 1,
				   builds[i].path) &&
			   !strcmp(out.headers.ptr,
				   "Content-Type: application/json\n"),
		   "%s: POST %s", builds[i].what, out.url.ptr);
		if (!ok(!strcmp(out.body.ptr, builds[i].body), "its body"))
			printf("# %s\n", out.body.ptr);
		http_request_release(&out);
	}
}

/* What the catalog says of a model decides how its effort is written. */
static void test_catalog(void)
{
	static const struct {
		const char *id;
		enum effort effort;
		const char *want;	/* NULL: nothing is sent */
	} rows[] = {
		{ "gemini-3.8-flash", EFFORT_MINIMAL,
		  "{\"thinkingLevel\":\"MINIMAL\"}" },
		{ "gemini-3.1-pro-preview", EFFORT_HIGH,
		  "{\"thinkingLevel\":\"HIGH\"}" },
		{ "gemini-3.1-pro-preview", EFFORT_MINIMAL, NULL },
		{ "gemini-3.8-flash", EFFORT_NONE, NULL },
		{ "gemini-2.5-flash", EFFORT_NONE,
		  "{\"thinkingBudget\":0}" },
		{ "gemini-2.5-pro", EFFORT_NONE, NULL },
		{ "gemini-2.5-pro", EFFORT_LOW,
		  "{\"thinkingBudget\":1024}" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct request rq = { PLAIN, .effort = rows[i].effort };
		struct http_request out;
		struct err err = ERR_INIT;
		struct model m;
		const char *at;

		ok(catalog_find("gemini", rows[i].id, &m) &&
			   !build(&m, &rq, &out, &err),
		   "%s builds", rows[i].id);
		at = strstr(out.body.ptr, "\"thinkingConfig\":");
		ok(rows[i].want ? at && strstr(at, rows[i].want) : !at,
		   "%s thinks: %s", effort_name(rows[i].effort),
		   at ? at : "as it likes");
		http_request_release(&out);
	}
}

static void test_list_request(void)
{
	const struct preset *p = preset_by_name("gemini");
	const struct endpoint ep = { .name = "gemini",
				     .base_url = p->base_url };
	struct http_request out;
	struct err err = ERR_INIT;

	http_request_init(&out);
	ok(!models_request(dialect_by_name("gemini"), &ep, &out, &err) &&
		   !strcmp(out.method, "GET") && !out.headers.len &&
		   !strcmp(out.url.ptr,
			   "https://generativelanguage.googleapis.com/v1beta"
			   "/models?pageSize=1000"),
	   "the list of models: %s", out.url.ptr);
	ok(!strcmp(p->key_env, "GEMINI_API_KEY") &&
		   !strcmp(p->key_header, "x-goog-api-key") &&
		   !strcmp(p->vendor, "Google"),
	   "the key goes into a header, not into the URL");
	http_request_release(&out);
}

int main(void)
{
	test_builds();
	test_catalog();
	test_list_request();
	return tap_done();
}
