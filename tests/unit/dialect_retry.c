#include "dialect.h"

/*
 * How long to wait before asking again, and which field to leave out. Waits
 * are computed by hand; the clock stands at 2026-11-22 18:30:45 UTC:
 * `date -u -d @1795372245`.
 */
#define NOW 1795372245LL

static void fill(struct http_reply *http, int status, const char *headers,
		 const char *body, size_t len)
{
	http_reply_init(http);
	http->status = status;
	buf_adds(&http->headers, headers);
	buf_add(&http->body, body, len);
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
	{ 429, "", "Limit reached. Please try again in 1.2s. Visit", 1200 },
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

/* What a request with all that may be dropped lacks afterwards. */
enum lacks {
	NO_TEMPERATURE	= 1 << 0,
	NO_EFFORT	= 1 << 1,
	NO_SCHEMA	= 1 << 2,
	NO_KEY		= 1 << 3,
	NO_MARKS	= 1 << 4,
};

static struct request full_request(void)
{
	return (struct request){
		.stream = true, .max_tokens = 9, .temperature = 0.5,
		.effort = EFFORT_LOW, .schema = TEXT_LIT("{}"),
		.conversation = "c", .cache = true,
	};
}

static unsigned lacks(const struct request *rq)
{
	return (isnan(rq->temperature) ? NO_TEMPERATURE : 0u) |
	       (rq->effort == EFFORT_DEFAULT ? NO_EFFORT : 0u) |
	       (rq->schema_in_words ? NO_SCHEMA : 0u) |
	       (rq->conversation ? 0u : NO_KEY) | (rq->cache ? 0u : NO_MARKS);
}

#define SAYS(words) "{\"error\":{\"message\":\"" words "\"}}"

static const struct {
	int status;
	const char *body, *want;	/* NULL: nothing is dropped */
	unsigned before, after;		/* of the endpoint's flags */
	unsigned lacks;
	bool lasts;
} drops[] = {
	{ 422, "{\"message\":{\"detail\":[{\"loc\":[\"body\","
	       "\"stream_options\",\"include_usage\"],\"msg\":"
	       "\"Extra inputs are not permitted\"}]}}",
	  "stream_options", 0, ENDPOINT_NO_STREAM_OPTIONS, 0, true },
	{ 400, "{\"error\":{\"message\":\"Unsupported parameter: "
	       "'max_tokens' is not supported with this model. Use "
	       "'max_completion_tokens' instead.\",\"param\":"
	       "\"max_tokens\",\"code\":\"unsupported_parameter\"}}",
	  "max_tokens", 0, ENDPOINT_NEW_MAX_TOKENS, 0, true },
	{ 422, "{\"detail\":[{\"loc\":[\"body\","
	       "\"max_completion_tokens\"],\"msg\":\"Extra inputs are "
	       "not permitted\"}]}",
	  "max_completion_tokens", ENDPOINT_NEW_MAX_TOKENS, 0, 0, true },
	{ 400, "{\"error\":\"Unrecognized request argument supplied: "
	       "stream_options\"}",
	  "stream_options", 0, ENDPOINT_NO_STREAM_OPTIONS, 0, true },
	{ 400, SAYS("Unknown parameter: 'stream_options.include_obfuscation'"),
	  "include_obfuscation", ENDPOINT_NO_OBFUSCATION, 0, 0, true },
	{ 400, "{\"error\":{\"message\":\"Unsupported value: 'messages[0]"
	       ".role' does not support 'developer' with this model.\","
	       "\"param\":\"messages[0].role\",\"code\":"
	       "\"unsupported_value\"}}",
	  "developer", ENDPOINT_DEVELOPER_ROLE, 0, 0, true },
	{ 400, SAYS("`temperature` is deprecated for this model"),
	  "temperature", 0, 0, NO_TEMPERATURE, true },
	{ 400, "{\"error\":{\"message\":\"Unsupported value: 'temperature' "
	       "does not support 0.5 with this model. Only the default (1) "
	       "value is supported.\",\"param\":\"temperature\",\"code\":"
	       "\"unsupported_value\"}}",
	  "temperature", 0, 0, NO_TEMPERATURE, true },
	/* efforts: none at all, not this one, in xAI's and Groq's words */
	{ 400, SAYS("does not support reasoning_effort"), "reasoning_effort",
	  0, 0, NO_EFFORT, true },
	{ 400, "{\"error\":{\"message\":\"Unsupported value: "
	       "'reasoning_effort' does not support 'low' with this model."
	       "\",\"param\":\"reasoning_effort\",\"code\":"
	       "\"unsupported_value\"}}",
	  "reasoning_effort", 0, 0, NO_EFFORT, false },
	{ 400, "{\"code\":\"invalid-argument\",\"error\":\"Model grok-9 "
	       "does not support parameter reasoningEffort.\"}",
	  "reasoning_effort", 0, 0, NO_EFFORT, true },
	{ 400, SAYS("'reasoning_effort' : value is not one of the allowed "
		    "values ['none', 'default']"),
	  "reasoning_effort", 0, 0, NO_EFFORT, false },
	{ 400, SAYS("unsupported: reasoning.effort"), "reasoning.effort", 0, 0,
	  NO_EFFORT, true },
	{ 400, SAYS("output_config: Extra inputs are not permitted"),
	  "output_config", 0, 0, NO_EFFORT, true },
	{ 400, SAYS("thinking.type.disabled is not supported for this model"),
	  "thinking", 0, 0, NO_EFFORT, true },
	/* schemas: no such field, DeepSeek's words, not this schema */
	{ 400, SAYS("This response_format type is unavailable now"),
	  "response_format", ENDPOINT_JSON_OBJECT, 0, NO_SCHEMA, true },
	{ 400, "{\"error\":{\"message\":\"Invalid schema for "
	       "response_format 'answer': In context=(), "
	       "'additionalProperties' is required to be supplied and to be "
	       "false.\",\"param\":\"response_format\",\"code\":null}}",
	  "response_format", 0, 0, NO_SCHEMA, false },
	{ 400, "{\"error\":{\"message\":\"Invalid schema for "
	       "response_format 'answer': In context=(), "
	       "'additionalProperties' is required to be supplied and to be "
	       "false.\",\"param\":\"text.format.schema\",\"code\":"
	       "\"invalid_json_schema\"}}",
	  "text.format", 0, 0, NO_SCHEMA, false },	/* Responses */
	{ 400, SAYS("output_config.format: Extra inputs are not permitted"),
	  "output_config.format", 0, 0, NO_SCHEMA, true },
	/* caches */
	{ 400, SAYS("Unrecognized request argument: prompt_cache_key"),
	  "prompt_cache_key", 0, 0, NO_KEY, true },
	{ 422, SAYS("messages.1.content.0.cache_control: Extra inputs are not "
		    "permitted"), "cache_control", 0, 0, NO_MARKS, true },
	/* its value is wrong, not the field */
	{ 400, SAYS("max_tokens: 9 > 8"), NULL, 0, 0, 0, false },
	/* it was not sent */
	{ 400, SAYS("unsupported stream_options"), NULL,
	  ENDPOINT_NO_STREAM_OPTIONS, ENDPOINT_NO_STREAM_OPTIONS, 0, false },
	{ 400, SAYS("unknown field tools"), NULL, 0, 0, 0, false },
	{ 500, SAYS("unsupported stream_options"), NULL, 0, 0, 0, false },
};

static bool same_name(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static void test_drop(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(drops) / sizeof(drops[0]); i++) {
		struct request rq = full_request();
		unsigned flags = drops[i].before;
		struct http_reply http;
		struct failure f;
		const char *got;

		fill(&http, drops[i].status, "", drops[i].body,
		     strlen(drops[i].body));
		d->refuse(&http, NOW, &f);
		got = request_drop(&f, &rq, &flags);
		ok(same_name(got, drops[i].want), "%s: drops %s", f.err.msg,
		   got ? got : "nothing");
		ok(flags == drops[i].after && lacks(&rq) == drops[i].lacks,
		   "and nothing else");
		ok(!got || request_drop_lasts(&f, got) == drops[i].lasts,
		   "for %s", drops[i].lasts ? "good" : "now");
		http_reply_release(&http);
	}
}

/* What was dropped once is left out by its name, and twice is once. */
static void test_forget(void)
{
	for (size_t i = 0; i < sizeof(drops) / sizeof(drops[0]); i++) {
		struct request rq = full_request();
		unsigned flags = drops[i].before;

		if (!drops[i].want)
			continue;
		request_forget(drops[i].want, &rq, &flags);
		request_forget(drops[i].want, &rq, &flags);
		ok(flags == drops[i].after && lacks(&rq) == drops[i].lacks,
		   "%s is left out", drops[i].want);
	}
	for (size_t i = 0; i < 3; i++) {
		static const char *const names[] = { "", "tools", "max" };
		struct request rq = full_request();
		unsigned flags = 0;

		request_forget(names[i], &rq, &flags);
		ok(!flags && !lacks(&rq), "no field is called \"%s\"",
		   names[i]);
	}
}

static void test_absent(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(drops) / sizeof(drops[0]); i++) {
		struct request rq = { .temperature = NAN };
		unsigned flags = drops[i].before &
				 ~(unsigned)ENDPOINT_DEVELOPER_ROLE;
		struct http_reply http;
		struct failure f;

		fill(&http, drops[i].status, "", drops[i].body,
		     strlen(drops[i].body));
		d->refuse(&http, NOW, &f);
		ok(!request_drop(&f, &rq, &flags),
		   "%s: was not sent", f.err.msg);
		http_reply_release(&http);
	}
}

int main(void)
{
	const struct dialect *d = dialect_by_name("openai-chat");

	test_waits(d);
	test_drop(d);
	test_absent(d);
	test_forget();
	return tap_done();
}
