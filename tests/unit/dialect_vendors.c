#include "dialect.h"

/*
 * What single vendors say in their own way, as their pages and reports to
 * their clients quote it: as a refusal, and inside an answer with status 200.
 */
#define NOW 1795372245LL

#define SAYS(words) "{\"error\":{\"message\":\"" words "\"}}"

static const struct {
	const char *who;
	int status;
	const char *body;
	enum err_kind kind;
	bool final;
	const char *code;
} refusals[] = {
	/* too long, in the words of each */
	{ "Anthropic", 400, SAYS("input length and `max_tokens` exceed context "
	  "limit: 178959 + 64000 > 200000, decrease input length or "
	  "`max_tokens` and try again"), ERR_TOOLONG, false, "" },
	{ "xAI", 400, "{\"code\":\"Client specified an invalid argument\","
	  "\"error\":\"This model's maximum prompt length is 131072 but the "
	  "request contains 136973 tokens.\"}", ERR_TOOLONG, false,
	  "Client specified an invalid argument" },
	{ "Moonshot", 400, "{\"error\":{\"message\":\"Invalid request: Your "
	  "request exceeded model token limit: 262144 (requested: 269030)\","
	  "\"type\":\"invalid_request_error\"}}", ERR_TOOLONG, false,
	  "invalid_request_error" },
	{ "Alibaba", 400, "{\"error\":{\"message\":\"<400> InternalError.Algo."
	  "InvalidParameter: Range of input length should be [1, 204800]\","
	  "\"type\":\"invalid_request_error\",\"code\":"
	  "\"invalid_parameter_error\"}}", ERR_TOOLONG, false,
	  "invalid_parameter_error" },
	{ "Together", 403, SAYS("Input token count + max_tokens parameter must "
	  "be less than the context length of the model being queried"),
	  ERR_TOOLONG, false, "" },
	/* money */
	{ "Moonshot", 403, "{\"error\":{\"message\":\"Your account is not "
	  "active\",\"type\":\"exceeded_current_quota_error\"}}", ERR_QUOTA,
	  true, "exceeded_current_quota_error" },
	{ "Alibaba", 400, "{\"error\":{\"message\":\"Access denied, please "
	  "make sure your account is in good standing.\",\"type\":"
	  "\"Arrearage\",\"code\":\"Arrearage\"}}", ERR_QUOTA, true,
	  "Arrearage" },
	{ "Together", 402, "{\"error\":\"You have reached your limit\"}",
	  ERR_QUOTA, true, "" },
	/* refused */
	{ "Alibaba", 400, "{\"error\":{\"message\":\"Input data may contain "
	  "inappropriate content.\",\"code\":\"data_inspection_failed\"}}",
	  ERR_REFUSED, false, "data_inspection_failed" },
	/* keys at other statuses than 401 */
	{ "Together", 400, SAYS("Invalid API key provided"), ERR_AUTH, false,
	  "" },
	/* a 403 is a key unless its words say more */
	{ "OpenRouter", 403, "{\"error\":{\"code\":403,\"message\":\"Only "
	  "management keys can do this\"}}", ERR_AUTH, false, "403" },
	/* overloaded, each with its own status */
	{ "Together", 503, "{\"error\":\"The engine is currently overloaded\"}",
	  ERR_VENDOR, false, "" },
	{ "OpenRouter", 503, "{\"error\":{\"code\":503,\"message\":\"No "
	  "instances available\"}}", ERR_VENDOR, false, "503" },
	{ "OpenRouter", 408, "{\"error\":{\"code\":408,\"message\":\"Timed "
	  "out\"}}", ERR_TIMEOUT, false, "408" },
	{ "DeepSeek, after blank lines", 503, "\n\n\n{\"error\":{\"message\":"
	  "\"Server overloaded\"}}", ERR_VENDOR, false, "" },
	/* shapes */
	{ "Fireworks' other gateway", 404, "{\"detail\":\"Not Found\"}",
	  ERR_NOMODEL, false, "" },
	{ "Cohere", 401, "{\"id\":\"x\",\"message\":\"invalid api token\"}",
	  ERR_AUTH, false, "" },
};

static void test_refusals(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct http_reply http;
		struct failure f;

		http_reply_init(&http);
		http.status = refusals[i].status;
		buf_adds(&http.body, refusals[i].body);
		d->refuse(&http, NOW, &f);
		if (!ok(f.err.kind == refusals[i].kind &&
				f.final == refusals[i].final &&
				!strcmp(f.code, refusals[i].code),
			"%s, %d: %s", refusals[i].who, refusals[i].status,
			f.err.msg))
			printf("# %s, final %d, code '%s'\n",
			       err_kind_name(f.err.kind), f.final, f.code);
		http_reply_release(&http);
	}
}

/* Frames of a stream that is status 200 all the same. */
static const struct {
	const char *who, *name, *data;
	enum err_kind kind;
	int http;
} frames[] = {
	{ "llama.cpp, too long", "", "{\"error\":{\"code\":400,\"message\":"
	  "\"the request exceeds the available context size\",\"type\":"
	  "\"exceed_context_size_error\",\"n_prompt_tokens\":9000,\"n_ctx\":"
	  "4096}}", ERR_TOOLONG, 400 },
	{ "llama.cpp, out of room", "", "{\"error\":{\"code\":500,\"message\":"
	  "\"Context size has been exceeded.\",\"type\":\"server_error\"}}",
	  ERR_VENDOR, 500 },
	{ "vLLM", "", "{\"error\":{\"object\":\"error\",\"message\":\"bad\","
	  "\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}",
	  ERR_REJECTED, 400 },
	{ "LM Studio", "error", "{\"error\":{\"message\":\"The model has "
	  "crashed\"}}", ERR_VENDOR, 0 },
	{ "Groq", "", "{\"id\":\"g\",\"choices\":[],\"x_groq\":{\"error\":"
	  "\"over capacity\"}}", ERR_VENDOR, 0 },
	{ "Together", "", "{\"error\":\"overloaded\"}", ERR_VENDOR, 0 },
	{ "Mistral, unwrapped", "", "{\"object\":\"error\",\"message\":\"too "
	  "many\",\"type\":\"rate_limited\",\"code\":\"1300\"}", ERR_QUOTA,
	  0 },
	{ "OpenRouter", "", "{\"id\":\"gen\",\"choices\":[],\"error\":{"
	  "\"code\":402,\"message\":\"Insufficient credits\"}}", ERR_QUOTA,
	  402 },
};

static void test_frames(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		struct run r;

		run_init(&r, d);
		r.rc = d->frame(&r.reply, frames[i].name, frames[i].data,
				strlen(frames[i].data), &r.err);
		if (!ok(r.rc && r.err.kind == frames[i].kind &&
				r.reply.failure.http == frames[i].http &&
				!r.reply.complete, "%s: %s", frames[i].who,
			r.err.msg))
			run_show(&r);
		run_release(&r);
	}
}

int main(void)
{
	const struct dialect *d = dialect_by_name("openai-chat");

	test_refusals(d);
	test_frames(d);
	return tap_done();
}
