#include <math.h>
#include <string.h>

#include "provider/provider.h"

/* Each takes something out of the request; false: it was not sent. */

static bool take_temperature(struct request *rq)
{
	bool sent = !isnan(rq->temperature);

	rq->temperature = NAN;
	return sent;
}

static bool take_effort(struct request *rq)
{
	bool sent = rq->effort != EFFORT_DEFAULT;

	rq->effort = EFFORT_DEFAULT;
	return sent;
}

static bool take_schema(struct request *rq)
{
	bool sent = rq->schema.len && !rq->schema_in_words;

	rq->schema_in_words = true;
	return sent;
}

static bool take_conversation(struct request *rq)
{
	bool sent = rq->conversation != NULL;

	rq->conversation = NULL;
	return sent;
}

static bool take_cache(struct request *rq)
{
	bool sent = rq->cache;

	rq->cache = false;
	return sent;
}

/*
 * Fields that a server may not know. A flag of the endpoint sends the field
 * when it is as `sent` says, and is turned over; take() leaves out what the
 * user or the app asked for. A name that holds another stands before it.
 */
static const struct droppable {
	const char *said;	/* as a failure names it */
	const char *field;
	unsigned flag;
	bool sent;
	bool (*take)(struct request *rq);
	bool by_value;		/* one value may be refused, another taken */
} droppable[] = {
	{ "include_obfuscation", "include_obfuscation",
	  ENDPOINT_NO_OBFUSCATION, true, NULL, false },
	{ "stream_options", "stream_options", ENDPOINT_NO_STREAM_OPTIONS,
	  false, NULL, false },
	{ "max_completion_tokens", "max_completion_tokens",
	  ENDPOINT_NEW_MAX_TOKENS, true, NULL, false },
	{ "max_tokens", "max_tokens", ENDPOINT_NEW_MAX_TOKENS, false, NULL,
	  false },
	{ "maxCompletionTokens", "max_completion_tokens",
	  ENDPOINT_NEW_MAX_TOKENS, true, NULL, false },	/* Oracle */
	{ "maxTokens", "max_tokens", ENDPOINT_NEW_MAX_TOKENS, false, NULL,
	  false },
	{ "developer", "developer", ENDPOINT_DEVELOPER_ROLE, true, NULL,
	  false },
	{ "temperature", "temperature", 0, false, take_temperature, false },
	{ "response_format", "response_format", ENDPOINT_JSON_OBJECT, true,
	  take_schema, true },
	{ "text.format", "text.format", 0, false, take_schema, true },
	{ "output_config.format", "output_config.format", 0, false,
	  take_schema, true },
	{ "outputConfig.textFormat", "outputConfig.textFormat", 0, false,
	  take_schema, true },
	{ "textFormat", "outputConfig.textFormat", 0, false, take_schema,
	  true },
	{ "reasoning_effort", "reasoning_effort", 0, false, take_effort,
	  true },
	{ "reasoningEffort", "reasoning_effort", 0, false, take_effort,
	  true },	/* xAI */
	{ "reasoning.effort", "reasoning.effort", 0, false, take_effort,
	  true },
	{ "output_config", "output_config", 0, false, take_effort, true },
	{ "outputConfig", "outputConfig", 0, false, take_effort, true },
	{ "thinking", "thinking", 0, false, take_effort, false },
	{ "prompt_cache_key", "prompt_cache_key", 0, false,
	  take_conversation, false },
	{ "cache_control", "cache_control", 0, false, take_cache, false },
	{ "cachePoint", "cachePoint", 0, false, take_cache, false },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* How vendors say that a field is the trouble, not its value. */
static bool says_unknown(const struct failure *f)
{
	static const char *const words[] = {
		"nsupported", "not supported", "not support", "nknown",
		"nrecognized", "not permitted", "nexpected", "deprecated",
		"not allowed", "navailable",
	};

	if (!strncmp(f->code, "unsupported_", 12))
		return true;
	for (size_t i = 0; i < COUNT(words); i++)
		if (strstr(f->err.msg, words[i]))
			return true;
	return false;
}

static bool names_field(const struct failure *f, const char *field)
{
	/* of a role OpenAI names the place, not the word */
	if (f->param[0] && strncmp(f->param, "messages", 8))
		return !strncmp(f->param, field, strlen(field));
	return strstr(f->err.msg, field) != NULL;
}

static bool was_sent(const struct droppable *d, const struct request *rq,
		     unsigned flags)
{
	unsigned of_stream = ENDPOINT_NO_OBFUSCATION |
			     ENDPOINT_NO_STREAM_OPTIONS;

	return d->flag && ((flags & d->flag) != 0) == d->sent &&
	       (!(d->flag & of_stream) || rq->stream) &&
	       (!(d->flag & ENDPOINT_NEW_MAX_TOKENS) || rq->max_tokens > 0) &&
	       (!(d->flag & ENDPOINT_JSON_OBJECT) || rq->schema.len);
}

const char *request_drop(const struct failure *f, struct request *rq,
			 unsigned *flags)
{
	bool unknown = says_unknown(f);

	if (f->err.kind != ERR_REJECTED || (f->http != 400 && f->http != 422))
		return NULL;
	for (size_t i = 0; i < COUNT(droppable); i++) {
		const struct droppable *d = &droppable[i];
		bool sent;

		if (!(unknown || d->by_value) || !names_field(f, d->said))
			continue;
		sent = was_sent(d, rq, *flags);
		if (sent)
			*flags ^= d->flag;
		if ((d->take && d->take(rq)) || sent)
			return d->field;
	}
	return NULL;
}

bool request_drop_lasts(const struct failure *f, const char *field)
{
	bool of_value = !says_unknown(f) ||
			!strcmp(f->code, "unsupported_value");

	for (size_t i = 0; i < COUNT(droppable); i++)
		if (!strcmp(droppable[i].field, field))
			return !(droppable[i].by_value && of_value);
	return false;
}

void request_forget(const char *field, struct request *rq, unsigned *flags)
{
	for (size_t i = 0; i < COUNT(droppable); i++) {
		const struct droppable *d = &droppable[i];

		if (strcmp(d->field, field))
			continue;
		if (d->flag && ((*flags & d->flag) != 0) == d->sent)
			*flags ^= d->flag;
		if (d->take)
			d->take(rq);
	}
}
