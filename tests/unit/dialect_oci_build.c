#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "provider/provider.h"
#include "tap.h"

/*
 * Request bodies for /actions/chat, as ChatDetails, GenericChatRequest and
 * CohereChatRequest of Oracle's Python SDK have their members.
 */

static const struct text hello[] = { { "What is ", 8 }, { "this?", 5 } };
static const struct text brief[] = { { "Be brief.", 9 } };
static const struct text train[] = { { "A train.", 8 } };
static const struct image images[] = {
	{ "image/png", { "\x89PNG\r\n\x1A\n", 8 } },
};

#define TURN(who, text, n) { .role = who, .parts = text, .count = n }
#define ASK TURN(ROLE_USER, hello, 2)

static const struct turn one[] = { ASK };
static const struct turn talk[] = {
	ASK, TURN(ROLE_ASSISTANT, train, 1), TURN(ROLE_USER, brief, 1), ASK,
};
static const struct turn seen[] = {
	{ .role = ROLE_USER, .parts = hello, .count = 2, .images = images,
	  .image_count = 1 },
};

#define CHAT(mode, rest) \
	"{\"compartmentId\":\"ocid1.c\",\"servingMode\":{" mode \
	"},\"chatRequest\":{" rest "}}"
#define ON_DEMAND(id) "\"servingType\":\"ON_DEMAND\",\"modelId\":\"" id "\""
#define SAYS(role, text) \
	"{\"role\":\"" role "\",\"content\":[{\"type\":\"TEXT\",\"text\":\"" \
	text "\"}]}"
#define ONE .turns = one, .turn_count = 1
#define OWN "ocid1.generativeaiendpoint.oc1.us-chicago-1.x"

static const struct {
	const char *what;
	struct model model;
	struct request rq;
	unsigned flags;
	const char *body;
} builds[] = {
	{ "the least", { .id = "meta.x" }, { ONE, .temperature = NAN }, 0,
	  CHAT(ON_DEMAND("meta.x"), "\"apiFormat\":\"GENERIC\",\"isStream\":"
	       "false,\"messages\":[" SAYS("USER", "What is this?") "]") },
	{ "all that can be said",
	  { .id = "meta.x", .flags = MODEL_TEMPERATURE,
	    .efforts = 1 << EFFORT_XHIGH },
	  { .system = brief, .system_count = 1, ONE, .stream = true,
	    .max_tokens = 256, .temperature = 0.2, .effort = EFFORT_XHIGH }, 0,
	  CHAT(ON_DEMAND("meta.x"), "\"apiFormat\":\"GENERIC\",\"isStream\":"
	       "true,\"streamOptions\":{\"isIncludeUsage\":true},"
	       "\"maxTokens\":256,\"temperature\":0.2,\"reasoningEffort\":"
	       "\"HIGH\",\"messages\":[" SAYS("SYSTEM", "Be brief.") ","
	       SAYS("USER", "What is this?") "]") },
	{ "the newer name of a limit", { .id = "openai.x" },
	  { ONE, .max_tokens = 9, .temperature = NAN },
	  ENDPOINT_NEW_MAX_TOKENS,
	  CHAT(ON_DEMAND("openai.x"), "\"apiFormat\":\"GENERIC\",\"isStream\":"
	       "false,\"maxCompletionTokens\":9,\"messages\":["
	       SAYS("USER", "What is this?") "]") },
	{ "what the model does not take is left out", { .id = "meta.x" },
	  { ONE, .temperature = 0.3, .effort = EFFORT_LOW }, 0,
	  CHAT(ON_DEMAND("meta.x"), "\"apiFormat\":\"GENERIC\",\"isStream\":"
	       "false,\"messages\":[" SAYS("USER", "What is this?") "]") },
	{ "an endpoint of one's own", { .id = OWN },
	  { ONE, .temperature = NAN }, 0,
	  CHAT("\"servingType\":\"DEDICATED\",\"endpointId\":\"" OWN "\"",
	       "\"apiFormat\":\"GENERIC\",\"isStream\":false,\"messages\":["
	       SAYS("USER", "What is this?") "]") },
	{ "a talk", { .id = "meta.x" },
	  { .turns = talk, .turn_count = 4, .temperature = NAN }, 0,
	  CHAT(ON_DEMAND("meta.x"), "\"apiFormat\":\"GENERIC\",\"isStream\":"
	       "false,\"messages\":[" SAYS("USER", "What is this?") ","
	       SAYS("ASSISTANT", "A train.") ","
	       SAYS("USER", "Be brief.\\n\\nWhat is this?") "]") },
	/* base64(1) says what these bytes are */
	{ "a picture", { .id = "meta.x" },
	  { .turns = seen, .turn_count = 1, .temperature = NAN }, 0,
	  CHAT(ON_DEMAND("meta.x"), "\"apiFormat\":\"GENERIC\",\"isStream\":"
	       "false,\"messages\":[{\"role\":\"USER\",\"content\":[{\"type\":"
	       "\"IMAGE\",\"imageUrl\":{\"url\":\"data:image/png;base64,"
	       "iVBORw0KGgo=\"}},{\"type\":\"TEXT\",\"text\":\"What is this?\""
	       "}]}]") },
	{ "Cohere's: the least", { .id = "cohere.x" },
	  { ONE, .temperature = NAN }, 0,
	  CHAT(ON_DEMAND("cohere.x"), "\"apiFormat\":\"COHERE\",\"isStream\":"
	       "false,\"message\":\"What is this?\"") },
	{ "Cohere's: a talk",
	  { .id = "cohere.x", .flags = MODEL_TEMPERATURE },
	  { .system = brief, .system_count = 1, .turns = talk,
	    .turn_count = 4, .max_tokens = 7, .temperature = 0.5,
	    .stream = true },
	  ENDPOINT_NEW_MAX_TOKENS,
	  CHAT(ON_DEMAND("cohere.x"), "\"apiFormat\":\"COHERE\",\"isStream\":"
	       "true,\"streamOptions\":{\"isIncludeUsage\":true},"
	       "\"maxTokens\":7,\"temperature\":0.5,\"preambleOverride\":"
	       "\"Be brief.\",\"chatHistory\":[{\"role\":\"USER\",\"message\":"
	       "\"What is this?\"},{\"role\":\"CHATBOT\",\"message\":"
	       "\"A train.\"}],\"message\":\"Be brief.\\n\\nWhat is this?\"") },
	{ "Cohere's, where it is hosted under an own name",
	  { .id = OWN, .vendor = "Cohere" }, { ONE, .temperature = NAN }, 0,
	  CHAT("\"servingType\":\"DEDICATED\",\"endpointId\":\"" OWN "\"",
	       "\"apiFormat\":\"COHERE\",\"isStream\":false,\"message\":"
	       "\"What is this?\"") },
};

static void test_builds(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		const struct endpoint ep = {
			.name = "oci", .preset = preset_by_name("oci"),
			.base_url = "https://h/openai/v1",
			.compartment = "ocid1.c", .flags = builds[i].flags };
		struct err err = ERR_INIT;
		struct http_request out;
		struct json *j = NULL;

		http_request_init(&out);
		ok(!d->build(&ep, &builds[i].model, &builds[i].rq, &out,
			     &err) &&
			   !strcmp(out.url.ptr,
				   "https://h/20231130/actions/chat") &&
			   !strcmp(out.method, "POST") &&
			   !strcmp(out.headers.ptr,
				   "Content-Type: application/json\n") &&
			   !json_parse(out.body.ptr, out.body.len, &j, &err) &&
			   !strcmp(out.body.ptr, builds[i].body),
		   "%s: %s %s", builds[i].what, out.body.ptr, err.msg);
		json_free(j);
		http_request_release(&out);
	}
}

static void refused(const struct dialect *d, const char *compartment,
		    const struct request *rq, enum err_kind kind,
		    const char *says)
{
	const struct endpoint ep = { .name = "o", .base_url = "https://h",
				     .preset = preset_by_name("oci"),
				     .compartment = compartment };
	const struct model m = { .id = "cohere.x" };
	struct err err = ERR_INIT;
	struct http_request out;

	http_request_init(&out);
	ok(d->build(&ep, &m, rq, &out, &err) && err.kind == kind &&
		   strstr(err.msg, says), "%s", err.msg);
	http_request_release(&out);
}

/* A schema is told in words, for the docs of its own means are thin. */
static void test_schema(const struct dialect *d)
{
	const struct endpoint ep = { .name = "o", .base_url = "https://h",
				     .preset = preset_by_name("oci"),
				     .compartment = "c" };
	const struct model m = { .id = "meta.x", .flags = MODEL_SCHEMA };
	const struct request rq = { ONE, .temperature = NAN,
				    .schema = { "{\"type\":\"object\"}", 17 } };
	struct err err = ERR_INIT;
	struct http_request out;

	http_request_init(&out);
	ok(!d->build(&ep, &m, &rq, &out, &err) &&
		   strstr(out.body.ptr, "\"SYSTEM\",\"content\":[{\"type\":"
					"\"TEXT\",\"text\":\"Answer with one"),
	   "a schema in words");
	http_request_release(&out);
}

int main(void)
{
	const struct dialect *d = dialect_by_name("oci");
	const struct request plain = { ONE, .temperature = NAN };
	const struct request picture = { .turns = seen, .turn_count = 1,
					 .temperature = NAN };

	test_builds(d);
	refused(d, NULL, &plain, ERR_CONFIG, "no compartment: set");
	refused(d, "c", &picture, ERR_REJECTED, "takes no pictures");
	test_schema(d);
	return tap_done();
}
