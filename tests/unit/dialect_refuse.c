#include "dialect.h"

/*
 * What refusals mean, row by row of the vendors' own tables ("Error codes",
 * developers.openai.com; "Errors", platform.claude.com; the pages of those
 * that copy them). Waits are computed by hand.
 *
 * The clock stands at 2026-11-22 18:30:45 UTC: `date -u -d @1795372245`.
 */
#define NOW 1795372245LL

static const struct {
	const char *what;
	int status;
	const char *headers, *body;
	enum err_kind kind;
	bool final;
	const char *code, *message;	/* the message whole; NULL: any */
	long wait_ms;
	const char *request_id;
} rows[] = {
	/* OpenAI and Azure */
	{ "OpenAI bad key", 401, "x-request-id: req_a\n",
	  "{\"error\":{\"message\":\"Incorrect API key provided: sk-**ab.\","
	  "\"type\":\"invalid_request_error\",\"param\":null,"
	  "\"code\":\"invalid_api_key\"}}",
	  ERR_AUTH, false, "invalid_api_key",
	  "Incorrect API key provided: sk-**ab.", -1, "req_a" },
	{ "Azure bad key", 401, "apim-request-id: 0c1\n",
	  "{\"error\":{\"code\":\"401\",\"message\":\"Access denied\"}}",
	  ERR_AUTH, false, "401", "Access denied", -1, "0c1" },
	{ "OpenAI not a member", 401, "",
	  "{\"error\":{\"message\":\"You must be a member of an organization "
	  "to use the API.\",\"type\":\"invalid_request_error\",\"param\":null,"
	  "\"code\":null}}",
	  ERR_AUTH, false, "invalid_request_error", NULL, -1, "" },
	{ "OpenAI country", 403, "",
	  "{\"error\":{\"code\":\"unsupported_country_region_territory\","
	  "\"message\":\"Country, region, or territory not supported\","
	  "\"param\":null,\"type\":\"request_forbidden\"}}",
	  ERR_AUTH, false, "unsupported_country_region_territory", NULL, -1,
	  "" },
	{ "OpenAI model", 404, "",
	  "{\"error\":{\"message\":\"The model `gpt-9` does not exist\","
	  "\"type\":\"invalid_request_error\",\"param\":null,"
	  "\"code\":\"model_not_found\"}}",
	  ERR_NOMODEL, false, "model_not_found",
	  "The model `gpt-9` does not exist", -1, "" },
	{ "Azure deployment", 404, "",
	  "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"none\"}}",
	  ERR_NOMODEL, false, "DeploymentNotFound", "none", -1, "" },
	{ "OpenAI too long", 400, "",
	  "{\"error\":{\"message\":\"This model's maximum context length is "
	  "128000 tokens.\",\"type\":\"invalid_request_error\","
	  "\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
	  ERR_TOOLONG, false, "context_length_exceeded", NULL, -1, "" },
	{ "Azure filter", 400, "",
	  "{\"error\":{\"message\":\"The response was filtered\",\"type\":null,"
	  "\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400,"
	  "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}",
	  ERR_REFUSED, false, "content_filter", "The response was filtered",
	  -1, "" },
	{ "Azure filter, by name", 400, "",
	  "{\"error\":{\"message\":\"filtered\",\"code\":\"content_filter\","
	  "\"innererror\":{\"content_filter_result\":{\"hate\":{\"filtered\":"
	  "false},\"jailbreak\":{\"detected\":true,\"filtered\":true}}}}}",
	  ERR_REFUSED, false, "content_filter", "filtered (jailbreak)", -1,
	  "" },
	{ "OpenAI policy", 400, "",
	  "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\","
	  "\"code\":\"content_policy_violation\"}}",
	  ERR_REFUSED, false, "content_policy_violation", "no", -1, "" },
	{ "OpenAI parameter", 400, "",
	  "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is "
	  "not supported with this model.\",\"type\":\"invalid_request_error\","
	  "\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}",
	  ERR_REJECTED, false, "unsupported_parameter", NULL, -1, "" },
	{ "OpenAI bad request", 400, "",
	  "{\"error\":{\"message\":\"bad\",\"type\":\"invalid_request_error\","
	  "\"param\":null,\"code\":null}}",
	  ERR_REJECTED, false, "invalid_request_error", "bad", -1, "" },
	{ "OpenAI rate, retry-after", 429, "retry-after: 1\n",
	  "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"tokens\","
	  "\"param\":null,\"code\":\"rate_limit_exceeded\"}}",
	  ERR_QUOTA, false, "rate_limit_exceeded", "Rate limit reached", 1000,
	  "" },
	{ "OpenAI slow down", 429, "",
	  "{\"error\":{\"message\":\"m\",\"type\":\"rate_limit_error\","
	  "\"code\":\"slow_down\"}}",
	  ERR_QUOTA, false, "slow_down", "m", -1, "" },
	{ "OpenAI money, by type", 429, "retry-after: 20\n",
	  "{\"error\":{\"message\":\"You exceeded your current quota\","
	  "\"type\":\"insufficient_quota\",\"param\":null,\"code\":null}}",
	  ERR_QUOTA, true, "insufficient_quota", NULL, 20000, "" },
	{ "OpenAI money, credit", 429, "",
	  "{\"error\":{\"message\":\"m\",\"type\":\"insufficient_quota\","
	  "\"code\":\"credit_balance_exhausted\"}}",
	  ERR_QUOTA, true, "credit_balance_exhausted", "m", -1, "" },
	{ "OpenAI money, organization's limit", 429, "",
	  "{\"error\":{\"message\":\"m\",\"type\":\"x\","
	  "\"code\":\"organization_spend_limit_exceeded\"}}",
	  ERR_QUOTA, true, "organization_spend_limit_exceeded", "m", -1, "" },
	{ "OpenAI money, project's limit", 429, "",
	  "{\"error\":{\"message\":\"m\",\"type\":\"x\","
	  "\"code\":\"project_spend_limit_exceeded\"}}",
	  ERR_QUOTA, true, "project_spend_limit_exceeded", "m", -1, "" },
	{ "OpenAI money, organization's usage", 429, "",
	  "{\"error\":{\"message\":\"m\",\"type\":\"x\","
	  "\"code\":\"organization_usage_limit_exceeded\"}}",
	  ERR_QUOTA, true, "organization_usage_limit_exceeded", "m", -1, "" },
	{ "OpenAI server", 500, "",
	  "{\"error\":{\"message\":\"m\",\"type\":\"server_error\","
	  "\"param\":null,\"code\":null}}",
	  ERR_VENDOR, false, "server_error", "m", -1, "" },
	{ "OpenAI overloaded", 503, "retry-after: 3\n",
	  "{\"error\":{\"message\":\"m\",\"type\":\"service_unavailable_error\""
	  ",\"code\":\"server_is_overloaded\"}}",
	  ERR_VENDOR, false, "server_is_overloaded", "m", 3000, "" },
	{ "the vendor says not to retry", 503, "x-should-retry: false\n",
	  "{\"error\":{\"message\":\"m\"}}",
	  ERR_VENDOR, true, "", "m", -1, "" },
	{ "timeouts", 408, "", "{\"error\":{\"message\":\"m\"}}", ERR_TIMEOUT,
	  false, "", "m", -1, "" },
	{ "gateway timeout", 504, "", "{\"error\":{\"message\":\"m\"}}",
	  ERR_VENDOR, false, "", "m", -1, "" },

	/* Anthropic */
	{ "Anthropic bad request", 400, "request-id: req_011\n",
	  "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
	  "\"message\":\"messages: at least one message is required\"},"
	  "\"request_id\":\"req_body\"}",
	  ERR_REJECTED, false, "invalid_request_error",
	  "messages: at least one message is required", -1, "req_011" },
	{ "Anthropic too long", 400, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
	  "\"message\":\"prompt is too long: 203000 tokens > 200000 maximum\"},"
	  "\"request_id\":\"req_1\"}",
	  ERR_TOOLONG, false, "invalid_request_error", NULL, -1, "req_1" },
	{ "Anthropic own spend limit", 400, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
	  "\"message\":\"You have reached your specified API usage limits. You "
	  "will regain access on 2026-12-01 at 00:00 UTC.\"}}",
	  ERR_QUOTA, true, "invalid_request_error", NULL, -1, "" },
	{ "Anthropic credit", 400, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
	  "\"message\":\"Your credit balance is too low to access the API.\"}}",
	  ERR_QUOTA, true, "invalid_request_error", NULL, -1, "" },
	{ "Anthropic deprecated parameter", 400, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
	  "\"message\":\"`temperature` is deprecated for this model\"}}",
	  ERR_REJECTED, false, "invalid_request_error", NULL, -1, "" },
	{ "Anthropic key", 401, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\","
	  "\"message\":\"invalid x-api-key\"}}",
	  ERR_AUTH, false, "authentication_error", "invalid x-api-key", -1,
	  "" },
	{ "Anthropic billing", 402, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"billing_error\","
	  "\"message\":\"m\"}}",
	  ERR_QUOTA, true, "billing_error", "m", -1, "" },
	{ "Anthropic permission", 403, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\","
	  "\"message\":\"m\"}}",
	  ERR_AUTH, false, "permission_error", "m", -1, "" },
	{ "Anthropic model", 404, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\","
	  "\"message\":\"model: claude-x\"}}",
	  ERR_NOMODEL, false, "not_found_error", "model: claude-x", -1, "" },
	{ "Anthropic conflict", 409, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"conflict_error\","
	  "\"message\":\"m\"}}",
	  ERR_VENDOR, false, "conflict_error", "m", -1, "" },
	{ "Anthropic too large, from the edge", 413, "",
	  "<html><head><title>413 Request Entity Too Large</title></head>"
	  "<body>nginx</body></html>",
	  ERR_TOOLONG, false, "", "a web page: 413 Request Entity Too Large",
	  -1, "" },
	{ "Anthropic rate", 429,
	  "anthropic-ratelimit-requests-remaining: 40\n"
	  "anthropic-ratelimit-requests-reset: 2026-11-22T18:30:46Z\n"
	  "anthropic-ratelimit-input-tokens-remaining: 0\n"
	  "anthropic-ratelimit-input-tokens-reset: 2026-11-22T18:31:15Z\n",
	  "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\","
	  "\"message\":\"m\"}}",
	  ERR_QUOTA, false, "rate_limit_error", "m", 30000, "" },
	{ "Anthropic enforced spend limit", 429, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\","
	  "\"code\":\"enforced_spend_limit_reached\",\"message\":\"m\"}}",
	  ERR_QUOTA, true, "enforced_spend_limit_reached", "m", -1, "" },
	{ "Anthropic server", 500, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"api_error\","
	  "\"message\":\"Internal server error\"}}",
	  ERR_VENDOR, false, "api_error", "Internal server error", -1, "" },
	{ "Anthropic timeout", 504, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"timeout_error\","
	  "\"message\":\"m\"}}",
	  ERR_VENDOR, false, "timeout_error", "m", -1, "" },
	{ "Anthropic overloaded", 529, "",
	  "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
	  "\"message\":\"Overloaded\"}}",
	  ERR_VENDOR, false, "overloaded_error", "Overloaded", -1, "" },

	/* those that copy them */
	{ "llama.cpp key", 401, "",
	  "{\"error\":{\"code\":401,\"message\":\"Invalid API Key\","
	  "\"type\":\"authentication_error\"}}",
	  ERR_AUTH, false, "401", "Invalid API Key", -1, "" },
	{ "llama.cpp too long", 400, "",
	  "{\"error\":{\"code\":400,\"message\":\"the request exceeds\","
	  "\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":9000,"
	  "\"n_ctx\":4096}}",
	  ERR_TOOLONG, false, "400", NULL, -1, "" },
	{ "llama.cpp loading", 503, "",
	  "{\"error\":{\"code\":503,\"message\":\"Loading model\","
	  "\"type\":\"unavailable_error\"}}",
	  ERR_VENDOR, false, "503", "Loading model", -1, "" },
	{ "Ollama model", 404, "", "{\"error\":\"model 'x' not found\"}",
	  ERR_NOMODEL, false, "", "model 'x' not found", -1, "" },
	{ "OpenRouter credits", 402, "",
	  "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}",
	  ERR_QUOTA, true, "402", "Insufficient credits", -1, "" },
	{ "OpenRouter credits that come back", 402, "retry-after: 5\n",
	  "{\"error\":{\"code\":402,\"message\":\"in flight\"}}",
	  ERR_QUOTA, false, "402", "in flight", 5000, "" },
	{ "OpenRouter moderation", 403, "",
	  "{\"error\":{\"code\":403,\"message\":\"not allowed\",\"metadata\":{"
	  "\"reasons\":[\"violence\"],\"flagged_input\":\"x\"}}}",
	  ERR_REFUSED, false, "403", "not allowed", -1, "" },
	{ "OpenRouter model", 400, "",
	  "{\"error\":{\"message\":\"a/b is not a valid model ID\","
	  "\"code\":400}}",
	  ERR_NOMODEL, false, "400", "a/b is not a valid model ID", -1, "" },
	{ "OpenRouter upstream", 502, "",
	  "{\"error\":{\"code\":502,\"message\":\"Provider returned error\","
	  "\"metadata\":{\"provider_name\":\"Azure\",\"raw\":\"down\"}}}",
	  ERR_VENDOR, false, "502", "Provider returned error (Azure: down)",
	  -1, "" },
	{ "DeepSeek balance", 402, "",
	  "{\"error\":{\"message\":\"Insufficient Balance\","
	  "\"type\":\"unknown_error\",\"param\":null,"
	  "\"code\":\"invalid_request_error\"}}",
	  ERR_QUOTA, true, "invalid_request_error", NULL, -1, "" },
	{ "DeepSeek model", 400, "",
	  "{\"error\":{\"message\":\"Model Not Exist\",\"type\":"
	  "\"invalid_request_error\",\"code\":\"invalid_request_error\"}}",
	  ERR_NOMODEL, false, "invalid_request_error", NULL, -1, "" },
	{ "DeepSeek refusal", 400, "",
	  "{\"error\":{\"message\":\"Content Exists Risk\"}}",
	  ERR_REFUSED, false, "", "Content Exists Risk", -1, "" },
	{ "DeepSeek parameter", 422, "",
	  "{\"error\":{\"message\":\"bad type\"}}",
	  ERR_REJECTED, false, "", "bad type", -1, "" },
	{ "xAI key", 400, "",
	  "{\"code\":\"Client specified an invalid argument\",\"error\":"
	  "\"Incorrect API key provided: xx.\"}",
	  ERR_AUTH, false, "Client specified an invalid argument",
	  "Incorrect API key provided: xx.", -1, "" },
	{ "Together too long", 403, "",
	  "{\"error\":{\"message\":\"Input and max_tokens exceed the limit\","
	  "\"type\":\"invalid_request_error\"}}",
	  ERR_TOOLONG, false, "invalid_request_error", NULL, -1, "" },
	{ "Groq too many tokens at once", 413, "",
	  "{\"error\":{\"message\":\"Request too large for model\",\"type\":"
	  "\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
	  ERR_TOOLONG, false, "rate_limit_exceeded", NULL, -1, "" },
	{ "Groq flex", 498, "", "{\"error\":{\"message\":\"m\"}}", ERR_VENDOR,
	  false, "", "m", -1, "" },
	{ "Mistral, unwrapped", 429, "",
	  "{\"object\":\"error\",\"message\":\"Requests rate limit exceeded\","
	  "\"type\":\"rate_limited\",\"param\":null,\"code\":\"1300\"}",
	  ERR_QUOTA, false, "1300", "Requests rate limit exceeded", -1, "" },
	{ "Mistral, a message that is an object", 422, "",
	  "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":"
	  "\"extra_forbidden\",\"loc\":[\"body\",\"stream_options\","
	  "\"include_usage\"],\"msg\":\"Extra inputs are not permitted\"}]},"
	  "\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}",
	  ERR_REJECTED, false, "invalid_request_error",
	  "Extra inputs are not permitted", -1, "" },

	/* every shape of a body */
	{ "a list", 400, "", "[{\"error\":{\"message\":\"listed\"}}]",
	  ERR_REJECTED, false, "", "listed", -1, "" },
	{ "AWS", 400, "", "{\"message\":\"plain\",\"type\":\"T\","
	  "\"code\":\"C\"}", ERR_REJECTED, false, "C", "plain", -1, "" },
	{ "OCI", 404, "", "{\"code\":\"NotAuthorizedOrNotFound\","
	  "\"message\":\"m\"}", ERR_NOMODEL, false,
	  "NotAuthorizedOrNotFound", "m", -1, "" },
	{ "FastAPI, string", 404, "", "{\"detail\":\"Not Found\"}",
	  ERR_NOMODEL, false, "", "Not Found", -1, "" },
	{ "FastAPI, list", 422, "", "{\"detail\":[{\"loc\":[\"body\","
	  "\"messages\"],\"msg\":\"field required\",\"type\":\"missing\"}]}",
	  ERR_REJECTED, false, "missing", "field required", -1, "" },
	{ "Fireworks", 500, "", "{\"fault\":{\"faultstring\":\"no route\","
	  "\"detail\":{\"errorcode\":\"steps.jwt\"}}}", ERR_VENDOR, false,
	  "steps.jwt", "no route", -1, "" },
	{ "a page", 502, "content-type: text/html\n",
	  "<!DOCTYPE html>\n<html><head><style>b{color:red}</style>"
	  "<script>var a='<b>';</script></head><body>\n<h1>502</h1>\n"
	  "<p>Bad   gateway</p></body></html>", ERR_VENDOR, false, "",
	  "a web page: 502 Bad gateway", -1, "" },
	{ "a title over lines", 503, "",
	  "<html><title lang=en>\n Down for\r\n\tmaintenance </title>",
	  ERR_VENDOR, false, "", "a web page: Down for maintenance", -1, "" },
	{ "words", 502, "", "upstream connect error\n or disconnect",
	  ERR_VENDOR, false, "", "upstream connect error or disconnect", -1,
	  "" },
	{ "nothing", 503, "", "", ERR_VENDOR, false, "", "an empty body", -1,
	  "" },
	{ "no content", 204, "", "", ERR_PROTO, false, "", "an empty answer",
	  -1, "" },
	{ "JSON that says nothing", 500, "", "{\"error\":{}}", ERR_VENDOR,
	  false, "", "{\"error\":{}}", -1, "" },
	{ "JSON that is no object", 500, "", "7", ERR_VENDOR, false, "", "7",
	  -1, "" },
	{ "escapes", 500, "",
	  "{\"error\":{\"message\":\"a\\u001b]52;c;aGk=\\u0007b\\nc\\u202ed\""
	  ",\"code\":\"\\u001b[2J\"}}", ERR_VENDOR, false, "^[[2J",
	  "a^[]52;c;aGk=^Gb c\\u{202e}d", -1, "" },
	{ "escapes in a page", 500, "", "<title>\033[31mred\233</title>",
	  ERR_VENDOR, false, "", NULL, -1, "" },

	/* other statuses */
	{ "418", 418, "", "teapot", ERR_REJECTED, false, "", "teapot", -1,
	  "" },
	{ "405", 405, "", "", ERR_REJECTED, false, "", "an empty body", -1,
	  "" },
	{ "520", 520, "", "", ERR_VENDOR, false, "", NULL, -1, "" },
	{ "999", 999, "", "", ERR_VENDOR, false, "", NULL, -1, "" },
	{ "103", 103, "", "", ERR_PROTO, false, "", NULL, -1, "" },
	{ "307 to another host", 307,
	  "location: https://user:pw@evil.example:8443/v1?x=1\n", "",
	  ERR_REJECTED, false, "",
	  "redirected to evil.example:8443; not followed", -1, "" },
	{ "301 to a path", 301, "location: /v1/chat\n", "<html>", ERR_REJECTED,
	  false, "", "redirected to /v1/chat; not followed", -1, "" },
	{ "302 to a file", 302, "location: file:///etc/passwd\n", "",
	  ERR_REJECTED, false, "",
	  "redirected to file:///etc/passwd; not followed", -1, "" },
	{ "302 without a scheme", 302, "location: //other.example/x\n", "",
	  ERR_REJECTED, false, "",
	  "redirected to other.example; not followed", -1, "" },
	{ "300 to nowhere", 300, "", "", ERR_REJECTED, false, "",
	  "redirected to nowhere; not followed", -1, "" },
	{ "a redirect's user cannot hide the host", 307,
	  "location: https://api.openai.com@evil.example\\@x/\n", "",
	  ERR_REJECTED, false, "",
	  "redirected to evil.example; not followed", -1, "" },
};

static void fill(struct http_reply *http, int status, const char *headers,
		 const char *body, size_t len)
{
	http_reply_init(http);
	http->status = status;
	buf_adds(&http->headers, headers);
	buf_add(&http->body, body, len);
}

static bool is_one_line(const char *msg)
{
	if (!*msg || strlen(msg) > 300)
		return false;
	for (const char *p = msg; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			return false;
	return true;
}

static void test_rows(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct http_reply http;
		struct failure f;
		bool good;

		fill(&http, rows[i].status, rows[i].headers, rows[i].body,
		     strlen(rows[i].body));
		d->refuse(&http, NOW, &f);
		good = f.err.kind == rows[i].kind && f.final == rows[i].final &&
		       f.http == rows[i].status &&
		       f.wait_ms == rows[i].wait_ms &&
		       !strcmp(f.code, rows[i].code) &&
		       !strcmp(f.request_id, rows[i].request_id) &&
		       is_one_line(f.err.msg) &&
		       (!rows[i].message ||
			!strcmp(f.err.msg, rows[i].message));
		if (!ok(good, "%s: %d", rows[i].what, rows[i].status))
			printf("# %s final %d wait %ld code '%s' id '%s' "
			       "'%s'\n", err_kind_name(f.err.kind), f.final,
			       f.wait_ms, f.code, f.request_id, f.err.msg);
		http_reply_release(&http);
	}
}

/*
 * Sentences as vendors word them, where no code tells; the same at a status
 * that has one meaning only changes nothing.
 */
static const struct {
	int status;
	const char *message;
	enum err_kind kind;
	bool final;
} sentences[] = {
	{ 400, "Your workspace spend limit is reached", ERR_QUOTA, true },
	{ 403, "Team has reached its monthly spending limit", ERR_QUOTA,
	  true },
	{ 429, "Insufficient balance or no resource package", ERR_QUOTA,
	  true },
	{ 403, "Insufficient credits", ERR_QUOTA, true },
	{ 400, "API key not valid. Please pass one.", ERR_AUTH, false },
	{ 400, "Invalid API key", ERR_AUTH, false },
	{ 400, "Input is too long for requested model", ERR_TOOLONG, false },
	{ 400, "exceeds the context window", ERR_TOOLONG, false },
	{ 400, "the request exceeds the available context size", ERR_TOOLONG,
	  false },
	{ 422, "inputs + max_new_tokens must be <= 8193", ERR_TOOLONG, false },
	{ 400, "larger than model maximum context", ERR_TOOLONG, false },
	{ 400, "The model does not exist", ERR_NOMODEL, false },
	{ 400, "Model not found: x", ERR_NOMODEL, false },
	{ 400, "Invalid model: mistral-nope", ERR_NOMODEL, false },
	{ 403, "Input was flagged", ERR_REFUSED, false },
	{ 403, "blocked by a guardrail", ERR_REFUSED, false },
	{ 403, "openai requires moderation", ERR_REFUSED, false },
	{ 400, "triggering our content management policy", ERR_REFUSED,
	  false },
	{ 400, "violates the content policy", ERR_REFUSED, false },
	{ 400, "rejected by our safety system", ERR_REFUSED, false },
	{ 401, "Insufficient credits", ERR_AUTH, false },
	{ 500, "Invalid API key", ERR_VENDOR, false },
	{ 413, "spend limit", ERR_TOOLONG, false },
};

static void test_sentences(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]);
	     i++) {
		struct http_reply http;
		struct failure f;
		char body[256];

		snprintf(body, sizeof(body), "{\"error\":{\"message\":\"%s\"}}",
			 sentences[i].message);
		fill(&http, sentences[i].status, "", body, strlen(body));
		d->refuse(&http, NOW, &f);
		ok(f.err.kind == sentences[i].kind &&
			   f.final == sentences[i].final &&
			   !strcmp(f.err.msg, sentences[i].message),
		   "%d %s: %s", sentences[i].status, sentences[i].message,
		   err_kind_name(f.err.kind));
		http_reply_release(&http);
	}
}

static void test_bodies(const struct dialect *d)
{
	static const char binary[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
	struct buf big = BUF_INIT(MAX_HELD);
	struct http_reply http;
	struct failure f;

	fill(&http, 500, "", binary, sizeof(binary) - 1);
	d->refuse(&http, NOW, &f);
	ok(!strcmp(f.err.msg, "16 bytes that are no text"), "bytes: %s",
	   f.err.msg);
	http_reply_release(&http);

	buf_adds(&big, "{\"error\":{\"message\":\"");
	while (big.len < 60000)
		buf_adds(&big, "\xE2\x82\xAC\\u001b");
	buf_adds(&big, "\"}}");
	fill(&http, 500, "", big.ptr, big.len);
	d->refuse(&http, NOW, &f);
	ok(is_one_line(f.err.msg) && strlen(f.err.msg) > 200 &&
		   !strncmp(f.err.msg, "\xE2\x82\xAC^[\xE2\x82\xAC", 8) &&
		   utf8_count_bad(f.err.msg, strlen(f.err.msg)) == 0,
	   "a message of 60 kB is %zu bytes", strlen(f.err.msg));
	http_reply_release(&http);

	buf_clear(&big);
	buf_adds(&big, "<html>");
	while (big.len < 65000)
		buf_adds(&big, "<p>word <script>");
	fill(&http, 500, "", big.ptr, big.len);
	d->refuse(&http, NOW, &f);
	ok(!strcmp(f.err.msg, "a web page: word"), "a large page: %s",
	   f.err.msg);
	http_reply_release(&http);
	buf_release(&big);
}

int main(void)
{
	const struct dialect *d = dialect_by_name("openai-chat");

	ok(d->refuse == dialect_by_name("anthropic")->refuse,
	   "both dialects read refusals the same way");
	test_rows(d);
	test_sentences(d);
	test_bodies(d);
	return tap_done();
}
