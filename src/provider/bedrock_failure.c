#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "provider/dialects.h"
#include "provider/failure.h"
#include "provider/wait.h"

/*
 * What AWS says instead of an answer, and what to do about it ("Common
 * Error Types" and "Troubleshooting Amazon Bedrock API Error Codes").
 */

#define SKEW_MOST 300.0		/* s that AWS takes of a clock that is off */

#define CLOCK "this machine's clock is wrong by the Date of the reply: set " \
	      "it, or let it be set (timedatectl set-ntp true)"
#define EXPIRED "the session has expired: log in again (aws sso login), or " \
		"make new temporary keys"
#define PAIR "the secret key does not belong to the access key"

/*
 * Advice by AWS's word, and where that serves several faults by a part of
 * its message (in lower case); the first that fits. of_place: it is the key
 * that is refused, whatever model is asked.
 */
static const struct {
	const char *code, *part;
	bool of_place;
	const char *advice;
} advices[] = {
	{ "ExpiredToken", NULL, true, EXPIRED },
	{ "RequestExpired", NULL, true, CLOCK },
	{ "RequestTimeTooSkewed", NULL, true, CLOCK },
	{ "InvalidSignature", "signature expired", true, CLOCK },
	{ "InvalidSignature", "not yet current", true, CLOCK },
	{ "InvalidSignature", "scoped to a valid region", true,
	  "the keys are of another region than the endpoint" },
	{ "InvalidSignature", NULL, true, PAIR },
	{ "SignatureDoesNotMatch", NULL, true, PAIR },
	{ "UnrecognizedClient", NULL, true, "the access key or its session "
	  "token is not known: it was deleted, or is of another account; a "
	  "Bedrock API key holds in the region that it was made in" },
	{ "InvalidClientTokenId", NULL, true, "the access key is not known: "
	  "it was deleted, or is of another partition" },
	{ "IncompleteSignature", NULL, true, NULL },
	{ "MissingAuthenticationToken", NULL, true, NULL },
	{ "AccessDenied", "not authorized to perform", false, "allow "
	  "bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream for "
	  "it in IAM" },
	{ "AccessDenied", "api key", true, "make a new Bedrock API key, in "
	  "this region" },
	{ "AccessDenied", NULL, false, "ask for access to the model "
	  "(Bedrock console, Model access), in this region" },
	{ "FTUFormNotFilled", NULL, false, "fill in Anthropic's use case "
	  "form (Bedrock console, Model catalog)" },
	{ "ResourceNotFound", "use case", false, "fill in Anthropic's use "
	  "case form (Bedrock console, Model catalog)" },
	{ "ValidationException", "on-demand throughput", false, "name an "
	  "inference profile instead (its id begins with us., eu. or "
	  "global.)" },
	{ "ValidationException", "model identifier is invalid", false,
	  "the region may not have it, or knows it by another id (shunt "
	  "models --refresh)" },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool says(const char *message, const char *part)
{
	char low[sizeof(((struct err *)0)->msg)];
	size_t n = 0;

	for (; message[n] && n < sizeof(low) - 1; n++)
		low[n] = (char)tolower((unsigned char)message[n]);
	low[n] = '\0';
	return strstr(low, part) != NULL;
}

static void advise(struct failure *f)
{
	for (size_t i = 0; i < COUNT(advices); i++) {
		if (strncmp(f->code, advices[i].code, strlen(advices[i].code)))
			continue;
		if (advices[i].part && !says(f->err.msg, advices[i].part))
			continue;
		f->advice = advices[i].advice;
		f->of_place = advices[i].of_place;
		break;
	}
	/* "not found", but what is missing is a right */
	if (f->err.kind == ERR_NOMODEL && says(f->err.msg, "use case details"))
		f->err.kind = ERR_AUTH;
}

/* Does a signature fail because the clocks differ? */
static bool is_skewed(const struct http_reply *http, const struct failure *f,
		      long long now)
{
	double at;

	return f->err.kind == ERR_AUTH && strstr(f->code, "Signature") &&
	       wait_date(http_reply_header(http, "date"), now, &at) &&
	       fabs(at - (double)now) > SKEW_MOST;
}

void bedrock_refuse(const struct http_reply *http, long long now,
		    struct failure *out)
{
	failure_of_reply(http, now, out);
	advise(out);
	if (is_skewed(http, out, now))
		out->advice = CLOCK;
}

/* The statuses that the exceptions of a stream stand for. */
static const struct {
	const char *type;
	int status;
} exceptions[] = {
	{ "InternalServerException", 500 },
	{ "ModelStreamErrorException", 424 },
	{ "ModelErrorException", 424 },
	{ "ModelTimeoutException", 408 },
	{ "ServiceUnavailableException", 503 },
	{ "ThrottlingException", 429 },
	{ "ValidationException", 400 },
	{ "AccessDeniedException", 403 },
	{ "ExpiredTokenException", 403 },
};

int bedrock_exception(const char *name, struct text data, struct failure *out,
		      struct err *err)
{
	const char *word = strchr(name, ':') + 1;
	struct json *j = NULL;
	char type[64], line[281];
	int status = 0;
	size_t n;

	n = text_safe_line(type, sizeof(type), word, strlen(word));
	type[n] = '\0';
	type[0] = (char)toupper((unsigned char)type[0]);
	for (size_t i = 0; i < COUNT(exceptions); i++)
		if (!strcmp(exceptions[i].type, type))
			status = exceptions[i].status;
	if (json_parse(data.ptr, data.len, &j, NULL))
		j = NULL;	/* an error's message stands as it is */
	failure_of_type(j, status, text_of(type), out, NULL);
	if (!json_is_object(j) && data.len) {
		line[text_safe_line(line, sizeof(line), data.ptr,
				    data.len)] = '\0';
		err_set(&out->err, out->err.kind, "%s", line);
	}
	json_free(j);
	advise(out);
	if (err)
		*err = out->err;
	return -1;
}
