#include "dialect.h"

/*
 * AWS's refusals: statuses and types of "Common Error Types" and of
 * "Troubleshooting Amazon Bedrock API Error Codes", in the shapes that
 * botocore's reader of REST JSON errors takes.
 */
#define NOW 1795348800LL	/* 2026-11-22T12:00:00Z */
#define TYPE(word) "x-amzn-errortype: " word "\n"
#define URI ":http://internal.amazon.com/coral/com.amazon.bedrock/"
#define SAYS(message) "{\"message\":\"" message "\"}"

static const struct {
	const char *what;
	int status;
	const char *headers, *body;
	enum err_kind kind;
	const char *code;
	bool final, of_place;
	const char *advice;	/* part of it; NULL: none */
} rows[] = {
	{ "no access to the model", 403, TYPE("AccessDeniedException" URI),
	  SAYS("You don't have access to the model with the specified model "
	       "ID."),
	  ERR_AUTH, "AccessDeniedException", false, false, "Model access" },
	{ "no right to call", 403, TYPE("AccessDeniedException"),
	  SAYS("User: arn:aws:iam::1:user/x is not authorized to perform: "
	       "bedrock:InvokeModel on resource: y"),
	  ERR_AUTH, "AccessDeniedException", false, false,
	  "bedrock:InvokeModel" },
	{ "a bad API key", 403, TYPE("AccessDeniedException"),
	  SAYS("Authentication failed: Please make sure your API Key is "
	       "valid."),
	  ERR_AUTH, "AccessDeniedException", false, true, "API key" },
	{ "an unknown access key", 403, TYPE("UnrecognizedClientException"),
	  SAYS("The security token included in the request is invalid."),
	  ERR_AUTH, "UnrecognizedClientException", false, true, "not known" },
	{ "the same, in the body", 403, "",
	  "{\"__type\":\"com.amazon.coral.service#UnrecognizedClient"
	  "Exception\",\"message\":\"m\"}",
	  ERR_AUTH, "UnrecognizedClientException", false, true, "not known" },
	{ "an expired session", 403, TYPE("ExpiredTokenException"),
	  SAYS("The security token included in the request is expired"),
	  ERR_AUTH, "ExpiredTokenException", false, true, "aws sso login" },
	{ "a wrong secret", 403, TYPE("InvalidSignatureException")
	  "date: Sun, 22 Nov 2026 12:00:01 GMT\n",
	  SAYS("The request signature we calculated does not match the "
	       "signature you provided."),
	  ERR_AUTH, "InvalidSignatureException", false, true, "secret key" },
	{ "a clock that is behind", 403, TYPE("InvalidSignatureException"),
	  SAYS("Signature expired: 20261122T115000Z is now earlier than "
	       "20261122T115500Z"),
	  ERR_AUTH, "InvalidSignatureException", false, true, "clock" },
	{ "a clock, by the Date alone", 403, TYPE("InvalidSignatureException")
	  "date: Sun, 22 Nov 2026 12:20:00 GMT\n",
	  SAYS("The request signature we calculated does not match."),
	  ERR_AUTH, "InvalidSignatureException", false, true, "clock" },
	{ "too skewed", 403, TYPE("RequestTimeTooSkewed"), SAYS("m"),
	  ERR_AUTH, "RequestTimeTooSkewed", false, true, "clock" },
	{ "another region's keys", 403, TYPE("InvalidSignatureException"),
	  SAYS("Credential should be scoped to a valid region."),
	  ERR_AUTH, "InvalidSignatureException", false, true,
	  "another region" },
	{ "an incomplete signature", 400, TYPE("IncompleteSignature"),
	  SAYS("m"), ERR_AUTH, "IncompleteSignature", false, true, NULL },
	{ "an expired request", 400, TYPE("RequestExpired"), SAYS("m"),
	  ERR_AUTH, "RequestExpired", false, true, "clock" },
	{ "no such account", 403, TYPE("InvalidClientTokenId"), SAYS("m"),
	  ERR_AUTH, "InvalidClientTokenId", false, true, "not known" },
	{ "no such model", 404, TYPE("ResourceNotFoundException"),
	  SAYS("Could not resolve the foundation model from the provided "
	       "model identifier."),
	  ERR_NOMODEL, "ResourceNotFoundException", false, false, NULL },
	{ "the use case form", 404, TYPE("ResourceNotFoundException"),
	  SAYS("Model use case details have not been submitted for this "
	       "account."),
	  ERR_AUTH, "ResourceNotFoundException", false, false, "form" },
	{ "the same by its name", 404, TYPE("FTUFormNotFilled"), SAYS("m"),
	  ERR_AUTH, "FTUFormNotFilled", false, false, "form" },
	{ "a wrong id", 400, TYPE("ValidationException"),
	  SAYS("The provided model identifier is invalid."),
	  ERR_NOMODEL, "ValidationException", false, false, "region" },
	{ "an id that wants a profile", 400, TYPE("ValidationException"),
	  SAYS("Invocation of model ID x with on-demand throughput isn't "
	       "supported."),
	  ERR_NOMODEL, "ValidationException", false, false, "profile" },
	{ "too long", 400, TYPE("ValidationException"),
	  SAYS("Input is too long for requested model."),
	  ERR_TOOLONG, "ValidationException", false, false, NULL },
	{ "bad input", 400, TYPE("ValidationException"), SAYS("m"),
	  ERR_REJECTED, "ValidationException", false, false, NULL },
	{ "too fast", 429, TYPE("ThrottlingException"),
	  SAYS("Too many requests"),
	  ERR_QUOTA, "ThrottlingException", false, false, NULL },
	{ "a quota", 400, TYPE("ServiceQuotaExceededException"), SAYS("m"),
	  ERR_QUOTA, "ServiceQuotaExceededException", true, false, NULL },
	{ "a cold model", 429, TYPE("ModelNotReadyException"), SAYS("m"),
	  ERR_VENDOR, "ModelNotReadyException", false, false, NULL },
	{ "a slow model", 408, TYPE("ModelTimeoutException"), SAYS("m"),
	  ERR_TIMEOUT, "ModelTimeoutException", false, false, NULL },
	{ "a broken model", 424, TYPE("ModelErrorException"), SAYS("m"),
	  ERR_VENDOR, "ModelErrorException", false, false, NULL },
	{ "the server", 500, TYPE("InternalServerException"), SAYS("m"),
	  ERR_VENDOR, "InternalServerException", false, false, NULL },
	{ "overloaded", 503, TYPE("ServiceUnavailableException"), SAYS("m"),
	  ERR_VENDOR, "ServiceUnavailableException", false, false, NULL },
	{ "a body of old", 403, "",
	  "{\"Message\":\"m\",\"code\":\"ExpiredToken\"}",
	  ERR_AUTH, "ExpiredToken", false, true, "aws sso login" },
	{ "no body", 403, TYPE("ExpiredTokenException"), "",
	  ERR_AUTH, "ExpiredTokenException", false, true, "aws sso login" },
};

static void test_row(const struct dialect *d, size_t i)
{
	struct failure f = FAILURE_INIT;
	const char *advice = rows[i].advice;
	struct http_reply http;
	bool good;

	http_reply_init(&http);
	http.status = rows[i].status;
	buf_adds(&http.headers, rows[i].headers);
	buf_adds(&http.headers, "x-amzn-requestid: r-1\n");
	buf_adds(&http.body, rows[i].body);
	d->refuse(&http, NOW, &f);
	good = f.err.kind == rows[i].kind && !strcmp(f.code, rows[i].code) &&
	       f.final == rows[i].final && f.of_place == rows[i].of_place &&
	       (advice ? f.advice && strstr(f.advice, advice) : !f.advice) &&
	       f.http == rows[i].status && !strcmp(f.request_id, "r-1") &&
	       f.wait_ms == -1;
	if (!ok(good, "%s", rows[i].what))
		printf("# %s %s '%s' %d %d %s\n", err_kind_name(f.err.kind),
		       f.code, f.err.msg, f.final, f.of_place,
		       f.advice ? f.advice : "no advice");
	http_reply_release(&http);
}

int main(void)
{
	const struct dialect *d = dialect_by_name("bedrock");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		test_row(d, i);
	return tap_done();
}
