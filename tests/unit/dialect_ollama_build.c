#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "provider/provider.h"
#include "tap.h"

/*
 * Request bodies for /api/chat, as docs/api.md of Ollama's repository shows
 * their members.
 */

static const struct text hello[] = { { "What is ", 8 }, { "this?", 5 } };
static const struct text brief[] = { { "Be brief.", 9 } };
static const struct text train[] = { { "A train.", 8 } };
static const struct text empty[] = { { "", 0 } };
static const struct image images[] = {
	{ "image/png", { "\x89PNG\r\n\x1A\n", 8 } },
	{ "image/gif", { "GIF89a", 6 } },
};

#define TURN(who, text, n) { .role = who, .parts = text, .count = n }
#define ASK TURN(ROLE_USER, hello, 2)

static const struct turn one[] = { ASK };
static const struct turn talk[] = {
	TURN(ROLE_ASSISTANT, empty, 1),
	TURN(ROLE_USER, brief, 1),
	TURN(ROLE_ASSISTANT, empty, 1),	/* cut before its first word */
	ASK,
	TURN(ROLE_ASSISTANT, train, 1),
	ASK,
};
static const struct turn seen[] = {
	{ .role = ROLE_USER, .images = images, .image_count = 1 },
	{ .role = ROLE_USER, .parts = hello, .count = 2, .images = images + 1,
	  .image_count = 1 },
};

#define CHAT(rest, options, messages) \
	"{\"model\":\"m\"," rest ",\"truncate\":false,\"options\":{" options \
	"},\"messages\":[" messages "]}"
#define HELLO "{\"role\":\"user\",\"content\":\"What is this?\"}"
#define ONE .turns = one, .turn_count = 1
#define OBJECT { "{\"type\":\"object\"}", 17 }
#define ALL_EFFORTS 0xffu

static const struct {
	const char *what, *base;
	struct model model;
	struct request rq;
	const char *body;	/* all of it, or NULL and ... */
	const char *part;	/* what must be in it */
} builds[] = {
	{ "the least", "http://h:1", { .id = "m" },
	  { ONE, .temperature = NAN },
	  CHAT("\"stream\":false", "\"num_ctx\":4096", HELLO), NULL },
	{ "system text and options", "http://h:1/v1",
	  { .id = "m", .flags = MODEL_TEMPERATURE },
	  { .system = brief, .system_count = 1, ONE, .stream = true,
	    .max_tokens = 300, .temperature = 0.3, .effort = EFFORT_LOW },
	  CHAT("\"stream\":true", "\"num_ctx\":4096,\"num_predict\":300,"
	       "\"temperature\":0.3",
	       "{\"role\":\"system\",\"content\":\"Be brief.\"}," HELLO),
	  NULL },
	{ "what the model does not take is left out", "http://h:1/api",
	  { .id = "m", .efforts = ALL_EFFORTS },
	  { ONE, .temperature = 0.3, .effort = EFFORT_LOW },
	  CHAT("\"stream\":false", "\"num_ctx\":4096", HELLO), NULL },
	{ "a talk: roles change, nothing is empty", "http://h:1",
	  { .id = "m" },
	  { .turns = talk, .turn_count = 6, .temperature = NAN },
	  CHAT("\"stream\":false", "\"num_ctx\":4096",
	       "{\"role\":\"user\",\"content\":\"Be brief.\\n\\nWhat is "
	       "this?\"},{\"role\":\"assistant\",\"content\":\"A train.\"},"
	       HELLO), NULL },
	/* base64(1) says what these bytes are */
	{ "pictures stand beside the text", "http://h:1", { .id = "m" },
	  { .turns = seen, .turn_count = 2, .temperature = NAN },
	  CHAT("\"stream\":false", "\"num_ctx\":8192",
	       "{\"role\":\"user\",\"content\":\"What is this?\",\"images\":["
	       "\"iVBORw0KGgo=\",\"R0lGODlh\"]}"), NULL },
	{ "thinking off", "http://h:1",
	  { .id = "m", .flags = MODEL_REASONING, .efforts = ALL_EFFORTS },
	  { ONE, .temperature = NAN, .effort = EFFORT_NONE }, NULL,
	  "\"options\":{\"num_ctx\":4096},\"think\":false," },
	{ "thinking hard takes room", "http://h:1",
	  { .id = "m", .flags = MODEL_REASONING, .efforts = ALL_EFFORTS },
	  { ONE, .temperature = NAN, .effort = EFFORT_XHIGH }, NULL,
	  "\"options\":{\"num_ctx\":16384},\"think\":\"high\"," },
	{ "thinking most", "http://h:1",
	  { .id = "m", .flags = MODEL_REASONING, .efforts = ALL_EFFORTS },
	  { ONE, .temperature = NAN, .effort = EFFORT_MAX }, NULL,
	  "\"think\":\"max\"," },
	{ "thinking little", "http://h:1",
	  { .id = "m", .flags = MODEL_REASONING, .efforts = ALL_EFFORTS },
	  { ONE, .temperature = NAN, .effort = EFFORT_MINIMAL }, NULL,
	  "\"think\":\"low\"," },
	{ "a schema is the format", "http://h:1",
	  { .id = "m", .flags = MODEL_SCHEMA },
	  { ONE, .temperature = NAN, .schema = OBJECT },
	  NULL, "\"options\":{\"num_ctx\":4096},\"format\":{\"type\":"
	  "\"object\"},\"messages\":[{\"role\":\"user\"" },
	{ "or in words, where the model is not said to have one",
	  "http://h:1", { .id = "m" },
	  { ONE, .temperature = NAN, .schema = OBJECT },
	  NULL, "\"options\":{\"num_ctx\":4096},\"messages\":[{\"role\":"
	  "\"system\",\"content\":\"Answer with one JSON value" },
};

static void test_builds(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		const struct endpoint ep = { .name = "e",
					     .preset = preset_by_name("ollama"),
					     .base_url = builds[i].base };
		struct err err = ERR_INIT;
		struct http_request out;
		struct json *j;
		bool good;

		http_request_init(&out);
		good = !d->build(&ep, &builds[i].model, &builds[i].rq, &out,
				 &err) &&
		       !strcmp(out.method, "POST") &&
		       !strcmp(out.url.ptr, "http://h:1/api/chat") &&
		       !strcmp(out.headers.ptr,
			       "Content-Type: application/json\n") &&
		       !json_parse(out.body.ptr, out.body.len, &j, NULL);
		if (good)
			json_free(j);
		ok(good && (builds[i].part ?
			    strstr(out.body.ptr, builds[i].part) != NULL :
			    !strcmp(out.body.ptr, builds[i].body)),
		   "%s: %s", builds[i].what, out.body.ptr);
		http_request_release(&out);
	}
}

/*
 * The context: a quarter more than the estimate, 256 for the template and
 * 2048 or 8192 (thinking) or max_tokens for the answer, up to a power of 2.
 */
static const struct {
	double input;
	long max_tokens, context;
	double factor;
	unsigned flags;
	long want;
} contexts[] = {
	{ 0, 0, 0, 0, 0, 4096 },
	{ 1433, 0, 0, 0, 0, 4096 },	/* 1791.25 + 256 + 2048 = 4095.25 */
	{ 1434, 0, 0, 0, 0, 8192 },	/* 4096.5 */
	{ 1434, 100, 0, 0, 0, 4096 },
	{ 717, 0, 0, 2, 0, 8192 },	/* its own tokens are smaller */
	{ 1434, 0, 0, 0, MODEL_REASONING, 16384 },
	{ 6000, 0, 0, 0, 0, 16384 },	/* 7500 + 2304 = 9804 */
	{ 6000, 0, 131072, 0, 0, 16384 },
	{ 6000, 0, 10000, 0, 0, 10000 },	/* no more than it has */
	{ 6000, 0, 2048, 0, 0, 2048 },
	{ 20000, 32768, 0, 0, 0, 65536 },
	{ 1e12, 0, 0, 0, 0, 1 << 24 },
};

/* A schema in words takes room as text does; one that is the format none. */
static void test_schema_room(const struct dialect *d)
{
	static char schema[4000];
	const struct endpoint ep = { .name = "e", .base_url = "http://h" };

	memset(schema, ' ', sizeof(schema));
	memcpy(schema, "{}", 2);
	for (int i = 0; i < 2; i++) {
		const struct model m = { .id = "m",
					 .flags = i ? MODEL_SCHEMA : 0 };
		/* 13 bytes are 13 tokens: 4000 more of them, and a quarter */
		const struct request rq = {
			ONE, .temperature = NAN, .input_tokens = 13,
			.schema = { schema, sizeof(schema) },
		};
		struct err err = ERR_INIT;
		struct http_request out;

		http_request_init(&out);
		ok(!d->build(&ep, &m, &rq, &out, &err) &&
			   strstr(out.body.ptr, i ? "\"num_ctx\":4096}" :
				  "\"num_ctx\":8192}"),
		   "room for a schema in words: %.60s", out.body.ptr);
		http_request_release(&out);
	}
}

static void test_contexts(const struct dialect *d)
{
	const struct endpoint ep = { .name = "e", .base_url = "http://h" };

	for (size_t i = 0; i < sizeof(contexts) / sizeof(contexts[0]); i++) {
		const struct model m = { .id = "m",
					 .context = contexts[i].context,
					 .token_factor = contexts[i].factor,
					 .flags = contexts[i].flags };
		const struct request rq = {
			ONE, .temperature = NAN,
			.input_tokens = contexts[i].input,
			.max_tokens = contexts[i].max_tokens,
		};
		struct err err = ERR_INIT;
		struct http_request out;
		char want[40];

		http_request_init(&out);
		snprintf(want, sizeof(want), "\"num_ctx\":%ld%c",
			 contexts[i].want, rq.max_tokens ? ',' : '}');
		ok(!d->build(&ep, &m, &rq, &out, &err) &&
			   strstr(out.body.ptr, want),
		   "%.0f tokens in, %ld out, of %ld: %s", rq.input_tokens,
		   rq.max_tokens, m.context, want);
		http_request_release(&out);
	}
}

/* A model that cannot think is asked again without that. */
static void test_drop(void)
{
	struct request rq = { ONE, .temperature = NAN,
			      .effort = EFFORT_HIGH };
	struct failure f = FAILURE_INIT;
	unsigned flags = 0;

	f.http = 400;
	err_set(&f.err, ERR_REJECTED, "\"llama3.2\" does not support thinking");
	ok(request_drop(&f, &rq, &flags) && rq.effort == EFFORT_DEFAULT,
	   "what the model does not support is dropped");
}

int main(void)
{
	const struct dialect *d = dialect_by_name("ollama");

	test_builds(d);
	test_contexts(d);
	test_schema_room(d);
	test_drop();
	return tap_done();
}
