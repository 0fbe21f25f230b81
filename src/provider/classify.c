#include "provider/classify.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct verdict {
	enum err_kind kind;
	bool final;
};

static const struct {
	int status;
	struct verdict means;
} statuses[] = {
	{ 400, { ERR_REJECTED, false } },
	{ 401, { ERR_AUTH, false } },
	{ 402, { ERR_QUOTA, true } },
	{ 403, { ERR_AUTH, false } },
	{ 404, { ERR_NOMODEL, false } },
	{ 408, { ERR_TIMEOUT, false } },
	{ 409, { ERR_VENDOR, false } },
	{ 413, { ERR_TOOLONG, false } },
	{ 424, { ERR_VENDOR, false } },	/* Bedrock: the model failed */
	{ 429, { ERR_QUOTA, false } },
	{ 498, { ERR_VENDOR, false } },	/* Groq: no flex capacity */
};

/* Codes and types that say more than their status. */
static const struct {
	const char *word;
	struct verdict means;
} words[] = {
	{ "invalid_api_key", { ERR_AUTH, false } },
	{ "unsupported_country_region_territory", { ERR_AUTH, false } },
	{ "model_not_found", { ERR_NOMODEL, false } },
	{ "invalid_model", { ERR_NOMODEL, false } },
	{ "DeploymentNotFound", { ERR_NOMODEL, false } },
	{ "context_length_exceeded", { ERR_TOOLONG, false } },
	{ "exceed_context_size_error", { ERR_TOOLONG, false } },
	{ "request_too_large", { ERR_TOOLONG, false } },
	{ "content_filter", { ERR_REFUSED, false } },
	{ "content_policy_violation", { ERR_REFUSED, false } },
	{ "data_inspection_failed", { ERR_REFUSED, false } },
	{ "invalid_prompt", { ERR_REFUSED, false } },
	{ "bio_policy", { ERR_REFUSED, false } },
	{ "cyber_policy", { ERR_REFUSED, false } },
	{ "misalignment_policy_violation", { ERR_REFUSED, false } },
	{ "image_content_policy_violation", { ERR_REFUSED, false } },
	/* OpenAI's ResponseErrorCode: what was sent is at fault */
	{ "data_residency_mismatch", { ERR_REJECTED, false } },
	{ "invalid_image", { ERR_REJECTED, false } },
	{ "invalid_image_format", { ERR_REJECTED, false } },
	{ "invalid_image_mode", { ERR_REJECTED, false } },
	{ "invalid_image_url", { ERR_REJECTED, false } },
	{ "invalid_base64_image", { ERR_REJECTED, false } },
	{ "unsupported_image_media_type", { ERR_REJECTED, false } },
	{ "empty_image_file", { ERR_REJECTED, false } },
	{ "image_parse_error", { ERR_REJECTED, false } },
	{ "image_too_large", { ERR_REJECTED, false } },
	{ "image_too_small", { ERR_REJECTED, false } },
	{ "image_file_too_large", { ERR_REJECTED, false } },
	{ "image_file_not_found", { ERR_REJECTED, false } },
	{ "unsupported_parameter", { ERR_REJECTED, false } },
	{ "unsupported_value", { ERR_REJECTED, false } },
	{ "rate_limit_exceeded", { ERR_QUOTA, false } },
	{ "slow_down", { ERR_QUOTA, false } },
	{ "insufficient_quota", { ERR_QUOTA, true } },
	{ "credit_balance_exhausted", { ERR_QUOTA, true } },
	{ "organization_spend_limit_exceeded", { ERR_QUOTA, true } },
	{ "project_spend_limit_exceeded", { ERR_QUOTA, true } },
	{ "organization_usage_limit_exceeded", { ERR_QUOTA, true } },
	{ "enforced_spend_limit_reached", { ERR_QUOTA, true } },
	{ "billing_error", { ERR_QUOTA, true } },
	{ "exceeded_current_quota_error", { ERR_QUOTA, true } },
	{ "Arrearage", { ERR_QUOTA, true } },
	{ "server_is_overloaded", { ERR_VENDOR, false } },
	{ "LimitExceeded", { ERR_QUOTA, true } },	/* Oracle, below too */
	{ "QuotaExceeded", { ERR_QUOTA, true } },
	{ "API_KEY_INVALID", { ERR_AUTH, false } },
	/* AWS, "Troubleshooting Amazon Bedrock API Error Codes" */
	{ "ExpiredTokenException", { ERR_AUTH, false } },
	{ "ExpiredToken", { ERR_AUTH, false } },
	{ "RequestExpired", { ERR_AUTH, false } },
	{ "RequestTimeTooSkewed", { ERR_AUTH, false } },
	{ "IncompleteSignature", { ERR_AUTH, false } },
	{ "IncompleteSignatureException", { ERR_AUTH, false } },
	{ "MissingAuthenticationToken", { ERR_AUTH, false } },
	{ "MissingAuthenticationTokenException", { ERR_AUTH, false } },
	{ "InvalidClientTokenId", { ERR_AUTH, false } },
	{ "UnrecognizedClientException", { ERR_AUTH, false } },
	{ "InvalidSignatureException", { ERR_AUTH, false } },
	{ "SignatureDoesNotMatch", { ERR_AUTH, false } },
	{ "FTUFormNotFilled", { ERR_AUTH, false } },
	{ "ServiceQuotaExceededException", { ERR_QUOTA, true } },
	{ "ModelNotReadyException", { ERR_VENDOR, false } },
	/* Google: not in this country, or not without paying */
	{ "FAILED_PRECONDITION", { ERR_AUTH, false } },
};

/* Types that repeat a status: they count where none came. */
static const struct {
	const char *word;
	struct verdict means;
} echoes[] = {
	{ "authentication_error", { ERR_AUTH, false } },
	{ "permission_error", { ERR_AUTH, false } },
	{ "not_found_error", { ERR_NOMODEL, false } },
	{ "invalid_request_error", { ERR_REJECTED, false } },
	{ "BadRequestError", { ERR_REJECTED, false } },
	{ "rate_limit_error", { ERR_QUOTA, false } },
	{ "rate_limited", { ERR_QUOTA, false } },
	{ "INVALID_ARGUMENT", { ERR_REJECTED, false } },
	{ "UNAUTHENTICATED", { ERR_AUTH, false } },
	{ "PERMISSION_DENIED", { ERR_AUTH, false } },
	{ "NOT_FOUND", { ERR_NOMODEL, false } },
	{ "RESOURCE_EXHAUSTED", { ERR_QUOTA, false } },
	{ "NotAuthenticated", { ERR_AUTH, false } },
	{ "NotAuthorizedOrNotFound", { ERR_NOMODEL, false } },
	{ "InvalidParameter", { ERR_REJECTED, false } },
	{ "TooManyRequests", { ERR_QUOTA, false } },
};

/* Statuses that have several meanings. */
enum {
	ON_400	= 1 << 0,	/* and 422 */
	ON_403	= 1 << 1,
	ON_404	= 1 << 2,
	ON_429	= 1 << 3,
	ON_NONE	= 1 << 4,
	ON_ANY	= ON_400 | ON_403 | ON_404 | ON_429 | ON_NONE,
	ON_BAD	= ON_400 | ON_NONE,
};

/*
 * For vendors that have no code for it, or hide it in a general one. In
 * lower case; the first that is found counts.
 */
static const struct {
	const char *phrase;
	unsigned on;
	struct verdict means;
} phrases[] = {
	{ "credit balance is too low", ON_ANY, { ERR_QUOTA, true } },
	{ "insufficient balance", ON_ANY, { ERR_QUOTA, true } },
	{ "insufficient credits", ON_ANY, { ERR_QUOTA, true } },
	{ "spend limit", ON_ANY, { ERR_QUOTA, true } },
	{ "spending limit", ON_ANY, { ERR_QUOTA, true } },
	{ "specified api usage limits", ON_ANY, { ERR_QUOTA, true } },
	{ "requires a subscription", ON_ANY, { ERR_QUOTA, true } },
	{ "usage limit, upgrade", ON_ANY, { ERR_QUOTA, true } },
	{ "incorrect api key", ON_BAD, { ERR_AUTH, false } },
	{ "invalid api key", ON_BAD, { ERR_AUTH, false } },
	{ "api key not valid", ON_BAD, { ERR_AUTH, false } },
	{ "api key expired", ON_BAD, { ERR_AUTH, false } },
	{ "prompt is too long", ON_BAD | ON_403, { ERR_TOOLONG, false } },
	{ "input is too long", ON_BAD | ON_403, { ERR_TOOLONG, false } },
	{ "context length", ON_BAD | ON_403, { ERR_TOOLONG, false } },
	{ "context window", ON_BAD | ON_403, { ERR_TOOLONG, false } },
	{ "context size", ON_BAD | ON_403, { ERR_TOOLONG, false } },
	{ "context limit", ON_BAD, { ERR_TOOLONG, false } },
	{ "maximum context", ON_BAD | ON_403, { ERR_TOOLONG, false } },
	{ "maximum prompt length", ON_BAD, { ERR_TOOLONG, false } },
	{ "model token limit", ON_BAD, { ERR_TOOLONG, false } },
	{ "range of input length", ON_BAD, { ERR_TOOLONG, false } },
	/* Together: prompt and answer together over the window */
	{ "max_tokens", ON_403, { ERR_TOOLONG, false } },
	{ "input token count", ON_BAD, { ERR_TOOLONG, false } },
	{ "payload size exceeds", ON_BAD, { ERR_TOOLONG, false } },
	{ "max_new_tokens", ON_BAD | ON_403, { ERR_TOOLONG, false } },
	{ "is not a valid model", ON_BAD, { ERR_NOMODEL, false } },
	{ "model not exist", ON_BAD, { ERR_NOMODEL, false } },
	{ "model does not exist", ON_BAD, { ERR_NOMODEL, false } },
	{ "model not found", ON_BAD, { ERR_NOMODEL, false } },
	{ "invalid model:", ON_BAD, { ERR_NOMODEL, false } },
	{ "on-demand throughput", ON_BAD, { ERR_NOMODEL, false } },
	{ "model identifier is invalid", ON_BAD, { ERR_NOMODEL, false } },
	{ "invalid model id", ON_BAD, { ERR_NOMODEL, false } },
	{ "moderation", ON_403, { ERR_REFUSED, false } },
	{ "guardrail", ON_403, { ERR_REFUSED, false } },
	{ "flagged", ON_403, { ERR_REFUSED, false } },
	{ "content management policy", ON_BAD, { ERR_REFUSED, false } },
	{ "content policy", ON_BAD | ON_403, { ERR_REFUSED, false } },
	{ "content exists risk", ON_BAD, { ERR_REFUSED, false } },
	{ "our safety system", ON_BAD, { ERR_REFUSED, false } },
	{ "overloaded", ON_NONE, { ERR_VENDOR, false } },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static unsigned meanings(int status)
{
	static const struct {
		int status;
		unsigned on;
	} many[] = {
		{ 0, ON_NONE }, { 400, ON_400 }, { 422, ON_400 },
		{ 403, ON_403 }, { 404, ON_404 }, { 429, ON_429 },
	};

	for (size_t i = 0; i < COUNT(many); i++)
		if (many[i].status == status)
			return many[i].on;
	return 0;
}

static bool same_word(struct text t, const char *word)
{
	return t.len == strlen(word) && !strncasecmp(t.ptr, word, t.len);
}

static bool by_word(const struct complaint *c, struct verdict *v)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		if (same_word(c->code, words[i].word) ||
		    same_word(c->type, words[i].word)) {
			*v = words[i].means;
			return true;
		}
	}
	return false;
}

static bool by_phrase(const struct complaint *c, unsigned on,
		      struct verdict *v)
{
	char low[1024];
	size_t n = 0;

	for (; n < c->message.len && n < sizeof(low) - 1; n++) {
		char ch = c->message.ptr[n];

		low[n] = ch ? (char)tolower((unsigned char)ch) : ' ';
	}
	low[n] = '\0';
	for (size_t i = 0; i < COUNT(phrases); i++) {
		if (phrases[i].on & on && strstr(low, phrases[i].phrase)) {
			*v = phrases[i].means;
			return true;
		}
	}
	return false;
}

static bool by_echo(const struct complaint *c, struct verdict *v)
{
	for (size_t i = 0; i < COUNT(echoes); i++) {
		if (same_word(c->type, echoes[i].word) ||
		    same_word(c->code, echoes[i].word)) {
			*v = echoes[i].means;
			return true;
		}
	}
	return false;
}

static struct verdict by_status(int status)
{
	for (size_t i = 0; i < COUNT(statuses); i++)
		if (statuses[i].status == status)
			return statuses[i].means;
	if (status < 300)
		return (struct verdict){ ERR_PROTO, false };
	if (status < 500)
		return (struct verdict){ ERR_REJECTED, false };
	return (struct verdict){ ERR_VENDOR, false };
}

enum err_kind classify(const struct complaint *c, bool *final)
{
	unsigned on = meanings(c->status);
	struct verdict v;
	bool known = on && (by_word(c, &v) || by_phrase(c, on, &v));

	if (!known && !c->status)
		known = by_echo(c, &v);
	if (!known && !c->status)
		v = (struct verdict){ ERR_VENDOR, false };
	else if (!known)
		v = by_status(c->status);
	*final = v.final;
	return v.kind;
}
