#include <string.h>

#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"

/*
 * What Chat Completions answer, as OpenAI's API reference has it and as a
 * dozen servers copy it. What one of them does differently is taken here,
 * whoever sends it. The request is made in openai_chat_build.c.
 */

/* Usage came with the end of the answer, or after it. */
#define STATE_COUNTED STATE_OWN

/* How servers word the end of an answer. */
static const struct finish_word finishes[] = {
	{ "stop", FINISH_STOP, ERR_NONE, false },
	{ "length", FINISH_LENGTH, ERR_NONE, false },
	{ "max_tokens", FINISH_LENGTH, ERR_NONE, false },
	{ "model_length", FINISH_LENGTH, ERR_NONE, true },	/* Mistral */
	{ "model_context_window_exceeded", FINISH_LENGTH, ERR_NONE, true },
	{ "tool_calls", FINISH_TOOL, ERR_NONE, false },
	{ "function_call", FINISH_TOOL, ERR_NONE, false },
	{ "content_filter", FINISH_REFUSAL, ERR_NONE, false },
	{ "sensitive", FINISH_REFUSAL, ERR_NONE, false },	/* Z.ai */
	{ "error", FINISH_NONE, ERR_VENDOR, false },
	{ "network_error", FINISH_NONE, ERR_VENDOR, false },	/* Z.ai */
	{ "abort", FINISH_NONE, ERR_VENDOR, false },	/* vLLM, SGLang */
	{ "insufficient_system_resource", FINISH_NONE, ERR_VENDOR, false },
	{ .word = NULL },
};

/* Token counts; of several places for one, the first that has it. */
static const struct {
	const char *path;
	size_t offset;
} counts[] = {
	{ "prompt_tokens", offsetof(struct usage, input) },
	{ "completion_tokens", offsetof(struct usage, output) },
	{ "prompt_tokens_details.cached_tokens",
	  offsetof(struct usage, cached) },
	{ "prompt_cache_hit_tokens", offsetof(struct usage, cached) },
	{ "cached_tokens", offsetof(struct usage, cached) },
	{ "prompt_tokens_details.cache_write_tokens",
	  offsetof(struct usage, cache_write) },
	{ "completion_tokens_details.reasoning_tokens",
	  offsetof(struct usage, reasoning) },
};

static bool read_usage(struct reply *rp, const struct json *usage)
{
	struct usage u = { -1, -1, -1, -1, -1 };
	long long total;
	double cost;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		long long *to = (long long *)(void *)((char *)&u +
						      counts[i].offset);

		if (*to < 0)
			answer_count(usage, counts[i].path, to);
	}
	if (u.input < 0 && u.output < 0)
		return false;
	/* xAI counts what it reasoned beside the answer, not in it */
	if (u.input >= 0 && u.output >= 0 && u.reasoning > 0 &&
	    answer_count(usage, "total_tokens", &total) &&
	    total - u.input - u.output == u.reasoning)
		u.output += u.reasoning;
	rp->usage = u;
	if (json_number(json_get(usage, "cost"), &cost) && cost >= 0)
		rp->cost_usd = cost;
	return true;
}

/* Usage stands at the top, with Groq and Moonshot also elsewhere. */
static bool find_usage(struct reply *rp, const struct json *j)
{
	static const char *const paths[] = {
		"usage", "x_groq.usage", "choices.0.usage",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (read_usage(rp, json_at(j, paths[i])))
			return true;
	return false;
}

/* One part of a content that is a list; thinking is not for stdout. */
static int read_part(struct reply *rp, const struct json *part,
		     struct err *err)
{
	struct text type, t;

	if (json_text(part, &t))
		return answer_text(rp, t, err);
	answer_refused(rp, json_get(part, "refusal"));
	if (json_text_at(part, "type", &type) && !text_is(type, "text") &&
	    !text_is(type, "output_text"))
		return 0;
	if (!json_text_at(part, "text", &t))
		return 0;
	return answer_text(rp, t, err);
}

static int read_content(struct reply *rp, const struct json *content,
			struct err *err)
{
	struct text t;

	if (!content)
		return 0;
	if (json_text(content, &t))
		return answer_text(rp, t, err);
	if (!json_is_array(content))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "choices[0] has content that is no text");
	for (size_t i = 0; i < json_len(content); i++)
		if (read_part(rp, json_index(content, i), err))
			return -1;
	return 0;
}

/*
 * Where the choice's text is: the delta of a stream, the message of a whole
 * answer. A stream may carry both, the message being what came so far.
 */
static const struct json *message_of(const struct reply *rp,
				     const struct json *choice)
{
	if (json_has(choice, "delta"))
		return json_get(choice, "delta");
	return rp->state & STATE_TEXT ? NULL : json_get(choice, "message");
}

/* The text itself, as completions have it that are no chat. */
static const struct json *bare_text(const struct reply *rp,
				    const struct json *choice)
{
	return rp->state & STATE_BARE ? json_get(choice, "text") : NULL;
}

/* What a choice must have, or the answer is of another kind. */
static int check_choice(const struct json *choice, const char *name,
			struct err *err)
{
	const struct json *message = json_get(choice, "message");
	struct text reason;
	bool ended = json_text_at(choice, "finish_reason", &reason);

	/* Azure's filters may look later, and say so in frames of their own */
	if (name && !ended && !json_has(choice, "delta") &&
	    !json_has(choice, "message") &&
	    !json_has(choice, "content_filter_results"))
		return err_set(err, ERR_PROTO,
			       "unexpected answer: no choices[0].delta");
	if (name || json_has(choice, "delta"))
		return 0;
	if (!json_is_object(message))
		return err_set(err, ERR_PROTO,
			       "unexpected answer: no choices[0].message");
	/* cut before its first word, a message may lack the content */
	if (json_has(message, "content") || json_has(message, "refusal") ||
	    (ended && !text_is(reason, "stop")))
		return 0;
	return err_set(err, ERR_PROTO,
		       "unexpected answer: no choices[0].message.content");
}

/* Which of its filters stopped the answer, Azure says beside it. */
static void read_filters(struct reply *rp, const struct json *choice)
{
	char found[120];

	failure_filters(json_get(choice, "content_filter_results"), found,
			sizeof(found));
	if (!found[0] || rp->reason[0])
		return;
	answer_reason(rp, TEXT_LIT("content_filter: "));
	answer_reason(rp, text_of(found));
}

static int read_choice(struct reply *rp, const struct json *choice,
		       const char *name, struct err *err)
{
	const struct json *message = message_of(rp, choice);
	const struct json *bare = bare_text(rp, choice);
	struct text reason;

	if ((!bare && check_choice(choice, name, err)) ||
	    read_content(rp, bare ? bare : json_get(message, "content"), err))
		return -1;
	answer_refused(rp, json_get(message, "refusal"));
	read_filters(rp, choice);
	if (json_len(json_get(message, "tool_calls")) ||
	    json_len(json_get(message, "function_call")))
		rp->state |= STATE_TOOL;
	if (json_text_at(choice, "finish_reason", &reason) && reason.len)
		return answer_finish(rp, finishes, reason, err);
	if (name)
		return 0;
	return answer_finish(rp, finishes, text_of("stop"), err);
}

/* No choice in this frame: usage, a filter's verdict, something new. */
static int read_other(const struct reply *rp, const struct json *j,
		      const char *name, bool usage, struct err *err)
{
	if (!name && !json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	if (name && (usage || name[0] || rp->state & STATE_BEGUN ||
		     json_is_array(json_get(j, "choices")) ||
		     json_has(j, "x_groq")))
		return 0;
	return err_set(err, ERR_PROTO, "unexpected answer: no choices[0]");
}

/* An error in place of an answer, or in the choice's (OpenRouter). */
static int check_error(struct reply *rp, const char *name,
		       const struct json *j, struct err *err)
{
	const struct json *choice = answer_first(j, "choices.0");

	if (failure_in(j) || (name && !strcmp(name, "error")))
		return failure_of_object(j, &rp->failure, err);
	if (failure_in(choice))
		return failure_of_object(choice, &rp->failure, err);
	return 0;
}

static int read_object(struct reply *rp, const char *name,
		       const struct json *j, struct err *err)
{
	const struct json *choice = answer_first(j, "choices.0");
	bool ended = rp->complete, usage;
	struct text model;

	if (check_error(rp, name, j, err))
		return -1;
	if (json_text_at(j, "model", &model))
		answer_served(rp, model);
	usage = find_usage(rp, j);
	if (!choice && read_other(rp, j, name, usage, err))
		return -1;
	if (choice && read_choice(rp, choice, name, err))
		return -1;
	if (choice)
		rp->state |= STATE_BEGUN;
	/* what was counted before the end may be counted again after it */
	if (!ended)
		rp->state &= ~(unsigned)STATE_COUNTED;
	if (usage || !name)
		rp->state |= STATE_COUNTED;
	rp->may_linger = rp->complete && !(rp->state & STATE_COUNTED);
	return 0;
}

/* "[DONE]" ends the stream; it does not make an answer whole. */
static int read_done(struct reply *rp, struct err *err)
{
	rp->state |= STATE_ENDED;
	rp->may_linger = false;
	if (rp->complete)
		return 0;
	if (!(rp->state & (STATE_BEGUN | STATE_TEXT)))
		return err_set(err, ERR_PROTO, "empty answer");
	return err_set(err, ERR_PROTO,
		       "answer incomplete: [DONE] without a finish_reason");
}

/* An event with a name whose data is no object: for others, but "error". */
static int read_named_text(struct reply *rp, const char *name,
			   struct text data, struct err *err)
{
	if (strcmp(name, "error"))
		return 0;
	return failure_of_text(data, &rp->failure, err);
}

int openai_chat_frame(struct reply *rp, const char *name, const char *data,
		      size_t len, struct err *err)
{
	static const char done[] = "[DONE]";
	struct text text = { .ptr = data, .len = len };

	if (rp->state & STATE_ENDED)
		return 0;
	if (name && len >= sizeof(done) - 1 &&
	    !memcmp(data, done, sizeof(done) - 1))
		return read_done(rp, err);
	if (name && !len)	/* "data:" alone keeps a connection alive */
		return 0;
	if (name && name[0] && data[0] != '{')
		return read_named_text(rp, name, text, err);
	return answer_frame(rp, name, text, read_object, err);
}

int openai_chat_models(struct text body, model_fn *add, void *ctx,
		       struct err *err)
{
	/* where others tell the context; OpenAI's own list does not */
	static const struct model_list list = {
		.member = "data",
		.flags = LIST_BARE | LIST_LAX,
		.ids = { "id" },
		.contexts = { "context_length", "context_window",
			      "max_model_len", "max_context_length",
			      "meta.n_ctx", "meta.n_ctx_train" },
	};

	return answer_models(body, &list, add, ctx, err);
}

const struct dialect dialect_openai_chat = {
	.name = "openai-chat",
	.framing = FRAMING_SSE,
	.build = openai_chat_build,
	.frame = openai_chat_frame,
	.refuse = failure_of_reply,
	.models_path = "/models",
	.models = openai_chat_models,
};
