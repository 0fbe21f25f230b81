#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"

/*
 * What Oracle's chat API answers, as its SDK describes GenericChatResponse
 * and CohereChatResponse, and in streams as clients have recorded it: a
 * choice without its wrapper in each event, usage in one of its own behind
 * the end, then "[DONE]" or nothing. The last event of Cohere's format
 * repeats the whole text.
 */

/* Usage came with the end of the answer, or after it. */
#define STATE_COUNTED STATE_OWN

/* Words of the models' makers, passed on; Cohere's are of its own format. */
static const struct finish_word finishes[] = {
	{ "stop", FINISH_STOP, ERR_NONE, false },
	{ "STOP", FINISH_STOP, ERR_NONE, false },
	{ "COMPLETE", FINISH_STOP, ERR_NONE, false },
	{ "length", FINISH_LENGTH, ERR_NONE, false },
	{ "LENGTH", FINISH_LENGTH, ERR_NONE, false },
	{ "max_tokens", FINISH_LENGTH, ERR_NONE, false },
	{ "MAX_TOKENS", FINISH_LENGTH, ERR_NONE, false },
	{ "ERROR_LIMIT", FINISH_LENGTH, ERR_NONE, true },
	{ "tool_calls", FINISH_TOOL, ERR_NONE, false },
	{ "TOOL_CALL", FINISH_TOOL, ERR_NONE, false },
	{ "content_filter", FINISH_REFUSAL, ERR_NONE, false },
	{ "CONTENT_FILTER", FINISH_REFUSAL, ERR_NONE, false },
	{ "ERROR_TOXIC", FINISH_REFUSAL, ERR_NONE, false },
	{ "SAFETY", FINISH_REFUSAL, ERR_NONE, false },	/* Gemini, and below */
	{ "RECITATION", FINISH_REFUSAL, ERR_NONE, false },
	{ "BLOCKLIST", FINISH_REFUSAL, ERR_NONE, false },
	{ "PROHIBITED_CONTENT", FINISH_REFUSAL, ERR_NONE, false },
	{ "SPII", FINISH_REFUSAL, ERR_NONE, false },
	{ "ERROR", FINISH_NONE, ERR_VENDOR, false },
	{ "error", FINISH_NONE, ERR_VENDOR, false },
	{ "USER_CANCEL", FINISH_NONE, ERR_VENDOR, false },
	{ .word = NULL },
};

static const struct {
	const char *path;
	size_t offset;
} counts[] = {
	{ "promptTokens", offsetof(struct usage, input) },
	{ "completionTokens", offsetof(struct usage, output) },
	{ "promptTokensDetails.cachedTokens",
	  offsetof(struct usage, cached) },
	{ "completionTokensDetails.reasoningTokens",
	  offsetof(struct usage, reasoning) },
};

static bool read_usage(struct reply *rp, const struct json *usage)
{
	struct usage u = { -1, -1, -1, -1, -1 };

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		answer_count(usage, counts[i].path,
			     (long long *)(void *)((char *)&u +
						   counts[i].offset));
	if (u.input < 0 && u.output < 0)
		return false;
	rp->usage = u;
	return true;
}

/* "{code, message}" in place of an event: there the message is a text. */
static bool is_error(const struct json *j)
{
	return failure_in(j) || (json_is_string(json_get(j, "message")) &&
				 json_has(j, "code"));
}

static int read_message(struct reply *rp, const struct json *message,
			struct err *err)
{
	const struct json *content = json_get(message, "content");
	struct text type, t;

	if (json_len(json_get(message, "toolCalls")))
		rp->state |= STATE_TOOL;
	answer_refused(rp, json_get(message, "refusal"));
	if (json_text(content, &t))
		return answer_text(rp, t, err);
	if (json_is_object(content))
		return err_set(err, ERR_PROTO, "unexpected answer: the "
			       "message's content is no list");
	for (size_t i = 0; i < json_len(content); i++) {
		const struct json *part = json_index(content, i);

		if (json_text_at(part, "type", &type) &&
		    !text_is(type, "TEXT"))
			continue;
		if (json_text_at(part, "text", &t) && answer_text(rp, t, err))
			return -1;
	}
	return 0;
}

/* The end, with what Cohere's format says of a failure. */
static int read_finish(struct reply *rp, const struct json *j,
		       struct text reason, struct err *err)
{
	struct text why;
	char code[64];

	if (json_text_at(j, "errorMessage", &why) && why.len &&
	    (text_is(reason, "ERROR_TOXIC") || text_is(reason, "ERROR")))
		answer_reason(rp, why);
	if (!answer_finish(rp, finishes, reason, err))
		return 0;
	if (!rp->reason[0])
		return -1;
	snprintf(code, sizeof(code), "%s", rp->failure.code);
	return failure_set(&rp->failure, rp->failure.err.kind, code,
			   rp->reason, err);
}

/* A choice, or an answer in Cohere's format; `whole`: all of it at once. */
static int read_choice(struct reply *rp, const struct json *j, bool whole,
		       struct err *err)
{
	struct text reason, t;
	bool ended = json_text_at(j, "finishReason", &reason) && reason.len;

	if (json_len(json_get(j, "toolCalls")))
		rp->state |= STATE_TOOL;
	if (read_message(rp, json_get(j, "message"), err))
		return -1;
	if (json_text_at(j, "text", &t) &&
	    !(ended && rp->state & STATE_TEXT) && answer_text(rp, t, err))
		return -1;
	rp->state |= STATE_BEGUN;
	if (ended)
		return read_finish(rp, j, reason, err);
	if (whole)
		return answer_finish(rp, finishes, TEXT_LIT("stop"), err);
	return 0;
}

static int read_event(struct reply *rp, const struct json *j, struct err *err)
{
	bool ended = rp->complete, counted;
	long long index;

	if (is_error(j))
		return failure_of_object(j, &rp->failure, err);
	if (!json_is_object(j))
		return err_set(err, ERR_PROTO, "unexpected answer: an event "
			       "that is no object");
	if (json_integer(json_get(j, "index"), &index) && index != 0)
		return 0;
	counted = read_usage(rp, json_get(j, "usage"));
	if (!json_has(j, "message") && !json_has(j, "text") &&
	    !json_has(j, "finishReason")) {
		if (!counted && !(rp->state & STATE_BEGUN))
			return err_set(err, ERR_PROTO, "unexpected answer: "
				       "neither message nor text");
	} else if (read_choice(rp, j, false, err)) {
		return -1;
	}
	if (!ended)	/* what was counted on the way is counted again */
		rp->state &= ~(unsigned)STATE_COUNTED;
	if (counted)
		rp->state |= STATE_COUNTED;
	rp->may_linger = rp->complete && !(rp->state & STATE_COUNTED);
	return 0;
}

/* "{modelId, chatResponse}": a list of choices, or Cohere's one. */
static int read_whole(struct reply *rp, const struct json *j, struct err *err)
{
	const struct json *chat = json_get(j, "chatResponse");
	const struct json *choice = answer_first(chat, "choices.0");
	struct text model;

	if (is_error(j))
		return failure_of_object(j, &rp->failure, err);
	if (!json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	if (json_text_at(j, "modelId", &model))
		answer_served(rp, model);
	if (!choice && json_is_string(json_get(chat, "text")))
		choice = chat;
	if (!choice)
		return err_set(err, ERR_PROTO, "unexpected answer: no "
			       "chatResponse.choices[0]");
	if (choice != chat && !json_is_object(json_get(choice, "message")))
		return err_set(err, ERR_PROTO, "unexpected answer: no "
			       "chatResponse.choices[0].message");
	if (!read_usage(rp, json_get(chat, "usage")))
		read_usage(rp, json_get(choice, "usage"));
	return read_choice(rp, choice, true, err);
}

static int read_frame(struct reply *rp, const char *name,
		      const struct json *j, struct err *err)
{
	return name ? read_event(rp, j, err) : read_whole(rp, j, err);
}

/* It ends the stream; it does not make an answer whole. */
static int read_done(struct reply *rp, struct err *err)
{
	rp->state |= STATE_ENDED;
	rp->may_linger = false;
	if (rp->complete)
		return 0;
	return err_set(err, ERR_PROTO, rp->state & STATE_BEGUN ?
		       "answer incomplete: [DONE] without a finishReason" :
		       "empty answer");
}

static int oci_frame(struct reply *rp, const char *name, const char *data,
		     size_t len, struct err *err)
{
	struct text text = { .ptr = data, .len = len };

	if (rp->state & STATE_ENDED || (name && !len))
		return 0;
	if (name && text_is(text, "[DONE]"))
		return read_done(rp, err);
	if (name && !strcmp(name, "error") && *data != '{')
		return failure_of_text(text, &rp->failure, err);
	if (name && name[0] && *data != '{')
		return 0;
	return answer_frame(rp, name, text, read_frame, err);
}

const struct dialect dialect_oci = {
	.name = "oci",
	.framing = FRAMING_SSE,
	.build = oci_build,
	.frame = oci_frame,
	.refuse = failure_of_reply,
};
