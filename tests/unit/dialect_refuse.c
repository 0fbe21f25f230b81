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

/* Where the wait is told; the first that parses counts. */
static const struct {
	int status;
	const char *headers, *message;
	long want;
} waits[] = {
	{ 429, "retry-after-ms: 1500\nretry-after: 9\n", "", 1500 },
	{ 429, "retry-after-ms: 0.5\n", "", 1 },	/* rounded up */
	{ 429, "retry-after-ms: soon\nretry-after: 9\n", "", 9000 },
	{ 503, "retry-after: 0.25\n", "", 250 },
	{ 503, "retry-after: 57.2\n", "", 57200 },
	{ 429, "retry-after: 0\n", "", 0 },
	{ 429, "retry-after: 1\nretry-after: 2\n", "", 2000 },
	{ 429, "retry-after: -5\n", "", -1 },
	{ 429, "retry-after: 1e3\n", "", -1 },
	{ 429, "retry-after: nan\n", "", -1 },
	{ 429, "retry-after: inf\n", "", -1 },
	{ 429, "retry-after: 0x10\n", "", -1 },
	{ 429, "retry-after:\n", "", -1 },
	{ 429, "retry-after: 99999999999999999999\n", "", 31622400000 },
	/* the three forms of RFC 9110, two seconds ahead */
	{ 429, "retry-after: Sun, 22 Nov 2026 18:30:47 GMT\n", "", 2000 },
	{ 429, "retry-after: Sunday, 22-Nov-26 18:30:47 GMT\n", "", 2000 },
	{ 429, "retry-after: Sun Nov 22 18:30:47 2026\n", "", 2000 },
	{ 429, "retry-after: Sun Nov  1 00:00:00 2026\n", "", 0 },
	{ 429, "retry-after: Fri, 01 Jan 1999 00:00:00 GMT\n", "", 0 },
	{ 429, "retry-after: Friday, 31-Dec-99 23:59:59 GMT\n", "", 0 },
	/* 2026-11-22 18:30:45 to 2027-03-01 00:00:00: 98 days 5:29:15 */
	{ 429, "retry-after: Mon, 01 Mar 2027 00:00:00 GMT\n", "",
	  8486955000 },
	/* a year of 366 days at most */
	{ 429, "retry-after: Thu, 31 Dec 2099 23:59:59 GMT\n", "",
	  31622400000 },
	{ 429, "retry-after: Sun, 32 Nov 2026 18:30:47 GMT\n", "", -1 },
	{ 429, "retry-after: Sun, 22 Nom 2026 18:30:47 GMT\n", "", -1 },
	{ 429, "retry-after: tomorrow\n", "", -1 },
	/* RFC 3339, with fractions and zones */
	{ 429, "anthropic-ratelimit-tokens-reset: 2026-11-22T18:30:45.5Z\n",
	  "", 500 },
	{ 429, "anthropic-ratelimit-tokens-reset: "
	       "2026-11-22T19:30:50+01:00\n", "", 5000 },
	{ 429, "anthropic-ratelimit-tokens-reset: "
	       "2026-11-22T13:00:50-05:30\n", "", 5000 },
	{ 429, "anthropic-ratelimit-tokens-reset: yesterday\n", "", -1 },
	/* durations, plain seconds, seconds and milliseconds of the Epoch */
	{ 429, "x-ratelimit-reset-requests: 12ms\n", "", 12 },
	{ 429, "x-ratelimit-reset-requests: 1s\n", "", 1000 },
	{ 429, "x-ratelimit-reset-tokens: 6m0s\n", "", 360000 },
	{ 429, "x-ratelimit-reset-tokens: 2m59.56s\n", "", 179560 },
	{ 429, "x-ratelimit-reset-tokens: 1h2m3s\n", "", 3723000 },
	{ 429, "x-ratelimit-reset-tokens: 17\n", "", 17000 },
	{ 429, "x-ratelimit-reset: 1795372255\n", "", 10000 },
	{ 429, "x-ratelimit-reset: 1795372247500\n", "", 2500 },
	{ 429, "x-ratelimit-reset-tokens: 6 parsecs\n", "", -1 },
	/* of two limits the one that is used up; else the nearer */
	{ 429, "x-ratelimit-remaining-requests: 59\n"
	       "x-ratelimit-reset-requests: 1s\n"
	       "x-ratelimit-remaining-tokens: 0\n"
	       "x-ratelimit-reset-tokens: 8s\n", "", 8000 },
	{ 429, "x-ratelimit-reset-requests: 8m\n"
	       "x-ratelimit-reset-tokens: 8s\n", "", 8000 },
	/* limits say nothing about other refusals */
	{ 500, "x-ratelimit-reset-requests: 1s\n", "", -1 },
	/* text, last */
	{ 429, "", "Rate limit reached. Please try again in 1.2s. Visit", 1200 },
	{ 429, "", "Please retry after 20 seconds.", 20000 },
	{ 429, "", "Try Again In 6m0s", 360000 },
	{ 429, "", "try again in 250 milliseconds", 250 },
	{ 429, "", "try again in 1 minute 30 seconds", 90000 },
	{ 429, "", "try again in a while, or try again in 2 s", 2000 },
	{ 429, "", "try again in", -1 },
	{ 429, "", "try again in 5 apples", -1 },
	{ 429, "x-ratelimit-reset-tokens: 3s\n", "try again in 9s", 3000 },
	{ 429, "retry-after: 1\n", "try again in 9s", 1000 },
};

static void test_waits(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		struct http_reply http;
		struct failure f;
		char body[256];

		snprintf(body, sizeof(body), "{\"error\":{\"message\":\"%s\"}}",
			 waits[i].message);
		fill(&http, waits[i].status, waits[i].headers, body,
		     strlen(body));
		d->refuse(&http, NOW, &f);
		ok(f.wait_ms == waits[i].want, "wait %.50s%s: %ld ms",
		   *waits[i].headers ? "of " : "", waits[i].message,
		   f.wait_ms);
		if (f.wait_ms != waits[i].want)
			printf("# %s: not %ld\n", waits[i].headers,
			       waits[i].want);
		http_reply_release(&http);
	}
}

static void test_drop(const struct dialect *d)
{
	static const struct {
		int status;
		const char *body, *want;
		unsigned before, after;
	} drops[] = {
		{ 422, "{\"message\":{\"detail\":[{\"loc\":[\"body\","
		       "\"stream_options\",\"include_usage\"],\"msg\":"
		       "\"Extra inputs are not permitted\"}]}}",
		  "stream_options", 0, ENDPOINT_NO_STREAM_OPTIONS },
		{ 400, "{\"error\":{\"message\":\"Unsupported parameter: "
		       "'max_tokens' is not supported with this model. Use "
		       "'max_completion_tokens' instead.\",\"param\":"
		       "\"max_tokens\",\"code\":\"unsupported_parameter\"}}",
		  "max_tokens", 0, ENDPOINT_NEW_MAX_TOKENS },
		{ 422, "{\"detail\":[{\"loc\":[\"body\","
		       "\"max_completion_tokens\"],\"msg\":\"Extra inputs are "
		       "not permitted\"}]}",
		  "max_completion_tokens", ENDPOINT_NEW_MAX_TOKENS, 0 },
		{ 400, "{\"error\":\"Unrecognized request argument supplied: "
		       "stream_options\"}",
		  "stream_options", 0, ENDPOINT_NO_STREAM_OPTIONS },
		{ 400, "{\"error\":{\"message\":\"`temperature` is deprecated "
		       "for this model\"}}", "temperature", 0, 0 },
		{ 400, "{\"error\":{\"message\":\"does not support "
		       "reasoning_effort\"}}", "reasoning_effort", 0, 0 },
		/* its value is wrong, not the field */
		{ 400, "{\"error\":{\"message\":\"max_tokens: 9 > 8\"}}",
		  NULL, 0, 0 },
		/* it was not sent */
		{ 400, "{\"error\":{\"message\":\"unsupported "
		       "stream_options\"}}", NULL, ENDPOINT_NO_STREAM_OPTIONS,
		  ENDPOINT_NO_STREAM_OPTIONS },
		{ 400, "{\"error\":{\"message\":\"unknown field tools\"}}",
		  NULL, 0, 0 },
		{ 500, "{\"error\":{\"message\":\"unsupported "
		       "stream_options\"}}", NULL, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(drops) / sizeof(drops[0]); i++) {
		struct request rq = { .stream = true, .max_tokens = 9,
				      .temperature = 0.5,
				      .effort = EFFORT_LOW };
		unsigned flags = drops[i].before;
		struct http_reply http;
		struct failure f;
		const char *got;

		fill(&http, drops[i].status, "", drops[i].body,
		     strlen(drops[i].body));
		d->refuse(&http, NOW, &f);
		got = request_drop(&f, &rq, &flags);
		ok((!got && !drops[i].want) ||
			   (got && drops[i].want &&
			    !strcmp(got, drops[i].want)),
		   "%s: drops %s", f.err.msg, got ? got : "nothing");
		ok(flags == drops[i].after &&
			   isnan(rq.temperature) ==
				   (got && !strcmp(got, "temperature")) &&
			   (rq.effort == EFFORT_DEFAULT) ==
				   (got && !strcmp(got, "reasoning_effort")),
		   "and nothing else");
		http_reply_release(&http);
	}
}

int main(void)
{
	const struct dialect *d = dialect_by_name("openai-chat");

	ok(d->refuse == dialect_by_name("anthropic")->refuse,
	   "both dialects read refusals the same way");
	test_rows(d);
	test_bodies(d);
	test_waits(d);
	test_drop(d);
	return tap_done();
}
