#include "dialect.h"

/*
 * Google's refusals, read by the reader that all dialects share: as
 * "Troubleshooting" of ai.google.dev has them and as bodies recorded in
 * public repositories show them. Waits are computed by hand.
 */
#define NOW 1795372245LL

#define ERROR(code, message, status, more) "{\"error\":{\"code\":" #code \
	",\"message\":\"" message "\",\"status\":\"" status "\"" more "}}"
#define DETAILS(d) ",\"details\":[" d "]"
#define TYPE(name) "{\"@type\":\"type.googleapis.com/google.rpc." name "\","
#define REASON(word) TYPE("ErrorInfo") "\"reason\":\"" word "\"," \
	"\"domain\":\"googleapis.com\",\"metadata\":{\"service\":" \
	"\"generativelanguage.googleapis.com\"}}"
#define RETRY(delay) TYPE("RetryInfo") "\"retryDelay\":" delay "}"
#define QUOTA(ids) TYPE("QuotaFailure") "\"violations\":[" ids "]}"
#define VIOLATED(id) "{\"quotaMetric\":\"requests\",\"quotaId\":\"" id "\"}"

#define DAY "GenerateRequestsPerDayPerProjectPerModel-FreeTier"
#define MINUTE "GenerateRequestsPerMinutePerProjectPerModel-FreeTier"

static const struct {
	const char *what;
	int status;
	const char *headers, *body;
	enum err_kind kind;
	bool final;
	const char *code;
	long wait_ms;
} rows[] = {
	{ "a bad key is a 400", 400, "",
	  ERROR(400, "API key not valid. Please pass a valid API key.",
		"INVALID_ARGUMENT", DETAILS(REASON("API_KEY_INVALID"))),
	  ERR_AUTH, false, "API_KEY_INVALID", -1 },
	{ "known by its reason alone", 400, "",
	  ERROR(400, "m", "INVALID_ARGUMENT",
		DETAILS("{},5," REASON("API_KEY_INVALID"))),
	  ERR_AUTH, false, "API_KEY_INVALID", -1 },
	{ "or by its words alone", 400, "",
	  ERROR(400, "API key expired. Please renew the API key.",
		"INVALID_ARGUMENT", ""),
	  ERR_AUTH, false, "INVALID_ARGUMENT", -1 },
	{ "a token of Vertex", 401, "",
	  ERROR(401, "m", "UNAUTHENTICATED",
		DETAILS(REASON("ACCESS_TOKEN_EXPIRED"))),
	  ERR_AUTH, false, "ACCESS_TOKEN_EXPIRED", -1 },
	{ "no permission", 403, "",
	  ERROR(403, "m", "PERMISSION_DENIED",
		DETAILS(REASON("SERVICE_DISABLED"))),
	  ERR_AUTH, false, "SERVICE_DISABLED", -1 },
	{ "a country, or billing", 400, "",
	  ERROR(400, "User location is not supported for the API use.",
		"FAILED_PRECONDITION", ""),
	  ERR_AUTH, false, "FAILED_PRECONDITION", -1 },
	{ "a bad request", 400, "",
	  ERROR(400, "Invalid value at 'contents[0]'", "INVALID_ARGUMENT",
		DETAILS(TYPE("BadRequest") "\"fieldViolations\":[]}")),
	  ERR_REJECTED, false, "INVALID_ARGUMENT", -1 },
	{ "too many tokens", 400, "",
	  ERROR(400, "The input token count (1200000) exceeds the maximum "
		"number of tokens allowed (1048576).", "INVALID_ARGUMENT", ""),
	  ERR_TOOLONG, false, "INVALID_ARGUMENT", -1 },
	{ "too many bytes", 400, "",
	  ERROR(400, "Request payload size exceeds the limit: 20971520 "
		"bytes.", "INVALID_ARGUMENT", ""),
	  ERR_TOOLONG, false, "INVALID_ARGUMENT", -1 },
	{ "no such model", 404, "",
	  ERROR(404, "models/x is not found for API version v1beta",
		"NOT_FOUND", ""),
	  ERR_NOMODEL, false, "NOT_FOUND", -1 },
	{ "money", 402, "", ERROR(402, "m", "FAILED_PRECONDITION", ""),
	  ERR_QUOTA, true, "FAILED_PRECONDITION", -1 },
	/* 57.238747106 s are 57239 ms, rounded up */
	{ "a minute's rate", 429, "",
	  ERROR(429, "You exceeded your current quota", "RESOURCE_EXHAUSTED",
		DETAILS(QUOTA(VIOLATED(MINUTE)) ","
			RETRY("\"57.238747106s\""))),
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", 57239 },
	{ "a day's quota is final", 429, "",
	  ERROR(429, "You exceeded your current quota", "RESOURCE_EXHAUSTED",
		DETAILS(QUOTA(VIOLATED(DAY)) "," RETRY("\"57.2s\""))),
	  ERR_QUOTA, true, "RESOURCE_EXHAUSTED", 57200 },
	{ "also behind a minute's", 429, "",
	  ERROR(429, "m", "RESOURCE_EXHAUSTED",
		DETAILS(RETRY("\"3s\"") ","
			QUOTA("5,{},{\"quotaId\":7}," VIOLATED(MINUTE) ","
			      VIOLATED(DAY)))),
	  ERR_QUOTA, true, "RESOURCE_EXHAUSTED", 3000 },
	{ "a rate without details", 429, "",
	  ERROR(429, "m", "RESOURCE_EXHAUSTED", ""),
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", -1 },
	{ "a delay that is told in words only", 429, "",
	  ERROR(429, "Quota exceeded. Please retry in 2.5s.",
		"RESOURCE_EXHAUSTED", ""),
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", 2500 },
	{ "a header comes first", 429, "retry-after: 1\n",
	  ERROR(429, "m", "RESOURCE_EXHAUSTED", DETAILS(RETRY("\"9s\""))),
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", 1000 },
	{ "a delay of nothing", 429, "",
	  ERROR(429, "m", "RESOURCE_EXHAUSTED", DETAILS(RETRY("\"0s\""))),
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", 0 },
	{ "delays that are none", 429, "",
	  ERROR(429, "m", "RESOURCE_EXHAUSTED",
		DETAILS(RETRY("\"-1s\"") "," RETRY("\"1s or so\"") ","
			RETRY("\"\"") "," RETRY("7"))),
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", -1 },
	{ "a delay of ages is cut", 429, "",
	  ERROR(429, "m", "RESOURCE_EXHAUSTED",
		DETAILS(RETRY("\"99999999999999999999s\""))),
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", 31622400000 },
	{ "details that are none", 429, "",
	  ERROR(429, "m", "RESOURCE_EXHAUSTED",
		",\"details\":{\"reason\":\"x\",\"violations\":[]}"),
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", -1 },
	{ "too slow for the client", 408, "", ERROR(408, "m", "ABORTED", ""),
	  ERR_TIMEOUT, false, "ABORTED", -1 },
	{ "internal", 500, "", ERROR(500, "m", "INTERNAL", ""),
	  ERR_VENDOR, false, "INTERNAL", -1 },
	{ "overloaded", 503, "",
	  ERROR(503, "The model is overloaded.", "UNAVAILABLE", ""),
	  ERR_VENDOR, false, "UNAVAILABLE", -1 },
	{ "too slow", 504, "", ERROR(504, "m", "DEADLINE_EXCEEDED", ""),
	  ERR_VENDOR, false, "DEADLINE_EXCEEDED", -1 },
	{ "an error in a list", 429, "",
	  "[" ERROR(429, "m", "RESOURCE_EXHAUSTED",
		    DETAILS(RETRY("\"7s\""))) "\n]",
	  ERR_QUOTA, false, "RESOURCE_EXHAUSTED", 7000 },
	/* others put a word into the code, and it counts */
	{ "a word for the code", 400, "",
	  "{\"error\":{\"code\":\"unsupported_value\",\"message\":\"m\","
	  "\"status\":\"API_KEY_INVALID\"}}",
	  ERR_REJECTED, false, "unsupported_value", -1 },
};

static void test_rows(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct http_reply http;
		struct failure f;

		http_reply_init(&http);
		http.status = rows[i].status;
		buf_adds(&http.headers, rows[i].headers);
		buf_adds(&http.body, rows[i].body);
		d->refuse(&http, NOW, &f);
		if (!ok(f.err.kind == rows[i].kind &&
				f.final == rows[i].final &&
				f.http == rows[i].status &&
				f.wait_ms == rows[i].wait_ms &&
				!strcmp(f.code, rows[i].code),
			"%s: %d %s", rows[i].what, f.http, f.err.msg))
			printf("# %s final %d wait %ld code '%s'\n",
			       err_kind_name(f.err.kind), f.final, f.wait_ms,
			       f.code);
		http_reply_release(&http);
	}
}

/* In a stream a status may be left out, and its word says it. */
static const struct {
	const char *word;
	enum err_kind kind;
} words[] = {
	{ "INVALID_ARGUMENT", ERR_REJECTED },
	{ "FAILED_PRECONDITION", ERR_AUTH },
	{ "UNAUTHENTICATED", ERR_AUTH },
	{ "PERMISSION_DENIED", ERR_AUTH },
	{ "NOT_FOUND", ERR_NOMODEL },
	{ "RESOURCE_EXHAUSTED", ERR_QUOTA },
	{ "INTERNAL", ERR_VENDOR },
	{ "UNAVAILABLE", ERR_VENDOR },
	{ "DEADLINE_EXCEEDED", ERR_VENDOR },
};

static void test_words(const struct dialect *d)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct failure *f;
		char data[256];
		struct run r;

		snprintf(data, sizeof(data), "{\"error\":{\"message\":\"m\","
			 "\"status\":\"%s\"}}", words[i].word);
		run_init(&r, d);
		r.rc = d->frame(&r.reply, "", data, strlen(data), &r.err);
		f = &r.reply.failure;
		ok(r.rc && f->err.kind == words[i].kind && f->http == 0 &&
			   !f->final && !strcmp(f->code, words[i].word),
		   "an event of %s: %s", words[i].word,
		   err_kind_name(f->err.kind));
		run_release(&r);
	}
}

/* A day's quota that is told inside a 200 is as final. */
static void test_inside(const struct dialect *d)
{
	static const char data[] =
		ERROR(429, "m", "RESOURCE_EXHAUSTED",
		      DETAILS(QUOTA(VIOLATED(DAY)) "," RETRY("\"57.2s\"")));
	const struct failure *f;
	struct run r;

	run_init(&r, d);
	r.rc = d->frame(&r.reply, "", data, sizeof(data) - 1, &r.err);
	f = &r.reply.failure;
	ok(r.rc && f->err.kind == ERR_QUOTA && f->final && f->http == 429 &&
		   f->wait_ms == 57200, "a day's quota inside an answer");
	run_release(&r);
}

int main(void)
{
	const struct dialect *d = dialect_by_name("openai-chat");

	test_rows(d);
	test_words(d);
	test_inside(d);
	return tap_done();
}
