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

	test_waits(d);
	test_drop(d);
	return tap_done();
}
