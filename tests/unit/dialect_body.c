#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "provider/provider.h"
#include "tap.h"

/*
 * Bodies with images, schemas and marks for caches, typed here as the
 * vendors' pages show them; base64 by RFC 4648, section 10.
 */

static const struct text hello[] = { { "What is this?", 13 } };
static const struct text again[] = { { "And this?", 9 } };
static const struct text answer[] = { { "A train.", 8 } };
static const struct text brief[] = { { "Be brief.", 9 } };
static const struct text nothing[] = { { "", 0 } };

static const struct image pictures[] = {
	{ "image/png", { "foobar", 6 } },
	{ "image/jpeg", { "foob", 4 } },
};

static const struct turn plain[] = { { ROLE_USER, hello, 1, NULL, 0 } };
static const struct turn shown[] = {
	{ ROLE_USER, hello, 1, pictures, 1 },
	{ ROLE_USER, nothing, 1, NULL, 0 },
	{ ROLE_USER, again, 1, pictures + 1, 1 },
};
static const struct turn wordless[] = {
	{ ROLE_USER, nothing, 1, pictures, 1 },
	{ ROLE_ASSISTANT, answer, 1, NULL, 0 },
	{ ROLE_USER, again, 1, NULL, 0 },
};
static const struct turn talk[] = {
	{ ROLE_USER, hello, 1, NULL, 0 },
	{ ROLE_ASSISTANT, answer, 1, NULL, 0 },
	{ ROLE_USER, again, 1, NULL, 0 },
};
static const struct turn unanswered[] = {
	{ ROLE_USER, hello, 1, NULL, 0 },
	{ ROLE_ASSISTANT, nothing, 1, NULL, 0 },
	{ ROLE_USER, again, 1, NULL, 0 },
};

#define SCHEMA { "{\"type\":\"object\"}", 17 }
#define SAY_SCHEMA \
	"Answer with one JSON value that keeps this JSON Schema, and with " \
	"nothing else: no words around it, no code fence.\\n\\n" \
	"{\\\"type\\\":\\\"object\\\"}"
#define ASK "\"messages\":[{\"role\":\"user\",\"content\":\"What is this?\"}]}"
#define CHAT "{\"model\":\"m\",\"stream\":false,"
#define CLAUDE "{\"model\":\"m\",\"max_tokens\":9,\"stream\":false,"
#define TALK \
	"{\"role\":\"user\",\"content\":\"What is this?\"}," \
	"{\"role\":\"assistant\",\"content\":\"A train.\"}," \
	"{\"role\":\"user\",\"content\":\"And this?\"}]}"
#define MARK "\"cache_control\":{\"type\":\"ephemeral\"}"

static const struct {
	const char *what, *preset;
	struct model model;
	struct request rq;
	const char *body;
	const char *header;	/* NULL: none of the conversation's */
} rows[] = {
	/* images */
	{ "an image stands before the text", "openai-compatible",
	  { .id = "m" }, { .turns = shown, .turn_count = 1 },
	  CHAT "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
	  "\"image_url\",\"image_url\":{\"url\":"
	  "\"data:image/png;base64,Zm9vYmFy\"}},{\"type\":\"text\",\"text\":"
	  "\"What is this?\"}]}]}", NULL },
	{ "those of turns that are joined come first", "openai",
	  { .id = "m" }, { .turns = shown, .turn_count = 3 },
	  CHAT "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
	  "\"image_url\",\"image_url\":{\"url\":"
	  "\"data:image/png;base64,Zm9vYmFy\"}},{\"type\":\"image_url\","
	  "\"image_url\":{\"url\":\"data:image/jpeg;base64,Zm9vYg==\"}},{"
	  "\"type\":\"text\",\"text\":\"What is this?\\n\\nAnd this?\"}]}]}",
	  NULL },
	{ "an image without a word", "xai", { .id = "m" },
	  { .turns = wordless, .turn_count = 1 },
	  CHAT "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
	  "\"image_url\",\"image_url\":{\"url\":"
	  "\"data:image/png;base64,Zm9vYmFy\"}}]}]}", NULL },
	{ "Anthropic's blocks", "anthropic", { .id = "m" },
	  { .turns = shown, .turn_count = 1, .max_tokens = 9 },
	  CLAUDE "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
	  "\"image\",\"source\":{\"type\":\"base64\",\"media_type\":"
	  "\"image/png\",\"data\":\"Zm9vYmFy\"}},{\"type\":\"text\",\"text\":"
	  "\"What is this?\"}]}]}", NULL },

	/* schemas */
	{ "OpenAI holds to a schema", "openai",
	  { .id = "m", .flags = MODEL_SCHEMA },
	  { .turns = plain, .turn_count = 1, .schema = SCHEMA },
	  CHAT "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
	  "{\"name\":\"answer\",\"strict\":true,\"schema\":{\"type\":"
	  "\"object\"}}}," ASK, NULL },
	{ "a model that cannot is told in words", "openai", { .id = "m" },
	  { .turns = plain, .turn_count = 1, .schema = SCHEMA },
	  CHAT "\"messages\":[{\"role\":\"system\",\"content\":\"" SAY_SCHEMA
	  "\"},{\"role\":\"user\",\"content\":\"What is this?\"}]}", NULL },
	{ "and one whose server refused it", "groq",
	  { .id = "m", .flags = MODEL_SCHEMA },
	  { .turns = plain, .turn_count = 1, .schema = SCHEMA,
	    .schema_in_words = true, .system = brief, .system_count = 1 },
	  CHAT "\"messages\":[{\"role\":\"system\",\"content\":"
	  "\"Be brief.\\n\\n" SAY_SCHEMA "\"},{\"role\":\"user\","
	  "\"content\":\"What is this?\"}]}", NULL },
	{ "DeepSeek holds to JSON, the rest is words", "deepseek",
	  { .id = "m", .flags = MODEL_SCHEMA },
	  { .turns = plain, .turn_count = 1, .schema = SCHEMA },
	  CHAT "\"response_format\":{\"type\":\"json_object\"},\"messages\":["
	  "{\"role\":\"system\",\"content\":\"" SAY_SCHEMA "\"},{\"role\":"
	  "\"user\",\"content\":\"What is this?\"}]}", NULL },
	{ "and to nothing where none is asked for", "deepseek",
	  { .id = "m", .flags = MODEL_SCHEMA },
	  { .turns = plain, .turn_count = 1 }, CHAT ASK, NULL },
	{ "Anthropic's format", "anthropic",
	  { .id = "m", .flags = MODEL_SCHEMA },
	  { .turns = plain, .turn_count = 1, .max_tokens = 9,
	    .schema = SCHEMA },
	  CLAUDE "\"output_config\":{\"format\":{\"type\":\"json_schema\","
	  "\"schema\":{\"type\":\"object\"}}}," ASK, NULL },
	{ "beside an effort", "anthropic",
	  { .id = "m", .flags = MODEL_SCHEMA, .efforts = 1 << EFFORT_LOW },
	  { .turns = plain, .turn_count = 1, .max_tokens = 9,
	    .schema = SCHEMA, .effort = EFFORT_LOW },
	  CLAUDE "\"output_config\":{\"effort\":\"low\",\"format\":{\"type\":"
	  "\"json_schema\",\"schema\":{\"type\":\"object\"}}}," ASK, NULL },
	{ "and without thinking", "anthropic",
	  { .id = "m", .flags = MODEL_SCHEMA, .efforts = 1 << EFFORT_NONE },
	  { .turns = plain, .turn_count = 1, .max_tokens = 9,
	    .schema = SCHEMA, .effort = EFFORT_NONE },
	  CLAUDE "\"thinking\":{\"type\":\"disabled\"},\"output_config\":{"
	  "\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":"
	  "\"object\"}}}," ASK, NULL },

	/* efforts as OpenRouter has them */
	{ "an effort in an object", "openrouter",
	  { .id = "m", .efforts = 1 << EFFORT_HIGH },
	  { .turns = plain, .turn_count = 1, .effort = EFFORT_HIGH },
	  CHAT "\"reasoning\":{\"effort\":\"high\"}," ASK, NULL },

	/* conversations */
	{ "OpenAI's cache key", "openai", { .id = "m" },
	  { .turns = plain, .turn_count = 1, .conversation = "c-1",
	    .cache = true }, CHAT "\"prompt_cache_key\":\"c-1\"," ASK, NULL },
	{ "xAI's header", "xai", { .id = "m" },
	  { .turns = plain, .turn_count = 1, .conversation = "c-1",
	    .cache = true }, CHAT ASK, "x-grok-conv-id: c-1\n" },
	{ "others are told of no conversation", "mistral", { .id = "m" },
	  { .turns = plain, .turn_count = 1, .conversation = "c-1",
	    .cache = true }, CHAT ASK, NULL },

	/*
	 * Marks: the talk is 13 + 8 + 9 bytes, with the system text 39; what
	 * comes before the ask is 21 of 30, or 30 of 39.
	 */
	{ "all before the ask is marked", "anthropic", { .id = "m" },
	  { .turns = talk, .turn_count = 3, .max_tokens = 9, .cache = true,
	    .input_tokens = 1463 },	/* 1463 * 21 / 30 = 1024.1 */
	  CLAUDE "\"messages\":[{\"role\":\"user\",\"content\":"
	  "\"What is this?\"},{\"role\":\"assistant\",\"content\":[{\"type\":"
	  "\"text\",\"text\":\"A train.\"," MARK "}]},{\"role\":\"user\","
	  "\"content\":\"And this?\"}]}", NULL },
	{ "not if it is too short", "anthropic", { .id = "m" },
	  { .turns = talk, .turn_count = 3, .max_tokens = 9, .cache = true,
	    .input_tokens = 1462 },	/* 1023.4 */
	  CLAUDE "\"messages\":[" TALK, NULL },
	{ "but by the model's own count it is not", "anthropic",
	  { .id = "m", .token_factor = 1.3 },
	  { .turns = talk, .turn_count = 3, .max_tokens = 9, .cache = true,
	    .input_tokens = 1126 },	/* * 1.3 = 1463.8 */
	  CLAUDE "\"messages\":[{\"role\":\"user\",\"content\":"
	  "\"What is this?\"},{\"role\":\"assistant\",\"content\":[{\"type\":"
	  "\"text\",\"text\":\"A train.\"," MARK "}]},{\"role\":\"user\","
	  "\"content\":\"And this?\"}]}", NULL },
	{ "nor where nobody wants it", "anthropic", { .id = "m" },
	  { .turns = talk, .turn_count = 3, .max_tokens = 9,
	    .input_tokens = 9e9 }, CLAUDE "\"messages\":[" TALK, NULL },
	{ "the system text has its own mark", "anthropic", { .id = "m" },
	  { .system = brief, .system_count = 1, .turns = talk,
	    .turn_count = 3, .max_tokens = 9, .cache = true,
	    .input_tokens = 4438 },	/* 4438 * 9 / 39 = 1024.2 */
	  CLAUDE "\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\","
	  MARK "}],\"messages\":[{\"role\":\"user\",\"content\":"
	  "\"What is this?\"},{\"role\":\"assistant\",\"content\":[{\"type\":"
	  "\"text\",\"text\":\"A train.\"," MARK "}]},{\"role\":\"user\","
	  "\"content\":\"And this?\"}]}", NULL },
	{ "and the history none for a short one", "anthropic", { .id = "m" },
	  { .system = brief, .system_count = 1, .turns = talk,
	    .turn_count = 3, .max_tokens = 9, .cache = true,
	    .input_tokens = 4437 },
	  CLAUDE "\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\","
	  "\"content\":\"What is this?\"},{\"role\":\"assistant\",\"content\":"
	  "[{\"type\":\"text\",\"text\":\"A train.\"," MARK "}]},{\"role\":"
	  "\"user\",\"content\":\"And this?\"}]}", NULL },
	{ "without a history there is nothing to mark", "anthropic",
	  { .id = "m" }, { .turns = unanswered, .turn_count = 3,
	    .max_tokens = 9, .cache = true, .input_tokens = 9e9 },
	  CLAUDE "\"messages\":[{\"role\":\"user\",\"content\":"
	  "\"What is this?\\n\\nAnd this?\"}]}", NULL },
};

static int build(const char *preset, const struct model *m,
		 const struct request *rq, struct http_request *out)
{
	const struct preset *p = preset_by_name(preset);
	struct endpoint ep = { .name = preset, .preset = p,
			       .base_url = "http://h:1", .flags = p->flags };
	struct request sent = *rq;
	struct err err = ERR_INIT;

	sent.temperature = NAN;
	http_request_init(out);
	return dialect_by_name(p->dialect)->build(&ep, m, &sent, out, &err);
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct http_request out;
		int rc = build(rows[i].preset, &rows[i].model, &rows[i].rq,
			       &out);
		const char *type = strstr(out.headers.ptr, "Content-Type");

		if (!ok(!rc && !strcmp(out.body.ptr, rows[i].body), "%s: %s",
			rows[i].preset, rows[i].what))
			printf("# %s\n# %s\n", out.body.ptr, rows[i].body);
		ok(type && !strcmp(strchr(type, '\n') + 1,
				   rows[i].header ? rows[i].header : ""),
		   "its headers");
		http_request_release(&out);
	}
}

/* Longer than any piece that is written at once: "Man" is "TWFu". */
static void test_long(void)
{
	enum { TIMES = 5000 };
	char *bytes = xmalloc(3 * TIMES + 1);
	struct image image = { "image/gif", { bytes, 3 * TIMES } };
	struct turn turn = { ROLE_USER, hello, 1, &image, 1 };
	struct request rq = { .turns = &turn, .turn_count = 1 };
	struct model m = { .id = "m" };

	for (size_t i = 0; i < TIMES; i++)
		memcpy(bytes + 3 * i, "Man", 3);
	bytes[3 * TIMES] = 'f';
	for (size_t more = 0; more < 2; more++) {
		struct http_request out;
		const char *p, *tail = more ? "Zg==\"" : "\"";
		size_t n = 0;

		image.bytes.len = 3 * TIMES + more;
		build("openai-compatible", &m, &rq, &out);
		p = strstr(out.body.ptr, "base64,") + 7;
		for (; !strncmp(p, "TWFu", 4); p += 4)
			n++;
		ok(n == TIMES && !strncmp(p, tail, strlen(tail)),
		   "%zu bytes in base64", image.bytes.len);
		http_request_release(&out);
	}
	free(bytes);
}

int main(void)
{
	test_rows();
	test_long();
	return tap_done();
}
