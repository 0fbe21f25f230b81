#include <string.h>

#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"

/*
 * OpenAI's Responses API, as "The response object" and "Streaming events" of
 * its reference have it; Azure, xAI and several local servers speak it too.
 * What is asked is made in openai_responses_build.c.
 */

static const struct finish_word finishes[] = {
	{ "completed", FINISH_STOP, ERR_NONE, false },
	{ "max_output_tokens", FINISH_LENGTH, ERR_NONE, false },
	{ "max_tokens", FINISH_LENGTH, ERR_NONE, false },	/* copies */
	{ "content_filter", FINISH_REFUSAL, ERR_NONE, false },
	{ .word = NULL },
};

/* Items that ask us to run something; we offered nothing. */
static const char *const tool_items[] = {
	"function_call", "custom_tool_call", "computer_call",
	"local_shell_call", "shell_call", "apply_patch_call",
	"mcp_approval_request",
};

static const struct {
	const char *path;
	size_t offset;
} counts[] = {
	{ "input_tokens", offsetof(struct usage, input) },
	{ "input_tokens_details.cached_tokens",
	  offsetof(struct usage, cached) },
	{ "input_tokens_details.cache_write_tokens",
	  offsetof(struct usage, cache_write) },
	{ "output_tokens", offsetof(struct usage, output) },
	{ "output_tokens_details.reasoning_tokens",
	  offsetof(struct usage, reasoning) },
};

static void read_usage(struct reply *rp, const struct json *usage)
{
	double cost;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		answer_count(usage, counts[i].path,
			     (long long *)(void *)((char *)&rp->usage +
						   counts[i].offset));
	/* OpenRouter's copy of the dialect tells what was paid */
	if (json_number(json_get(usage, "cost"), &cost) && cost >= 0)
		rp->cost_usd = cost;
}

static void read_item(struct reply *rp, const struct json *item)
{
	struct text type;

	if (!json_text_at(item, "type", &type))
		return;
	for (size_t i = 0; i < sizeof(tool_items) / sizeof(tool_items[0]); i++)
		if (text_is(type, tool_items[i]))
			rp->state |= STATE_TOOL;
}

/* A message's part; `seen` says what the deltas brought already. */
static int read_part(struct reply *rp, const struct json *part, unsigned seen,
		     struct err *err)
{
	struct text type, t;

	if (!json_text_at(part, "type", &type))
		return 0;
	if (text_is(type, "refusal") && !(seen & STATE_REFUSED))
		answer_refused(rp, json_get(part, "refusal"));
	if (!text_is(type, "output_text") || seen & STATE_TEXT)
		return 0;
	if (!json_text_at(part, "text", &t))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "an output_text without text");
	return answer_text(rp, t, err);
}

/* All that was answered, as the response holds it at its end. */
static int read_output(struct reply *rp, const struct json *output,
		       struct err *err)
{
	unsigned seen = rp->state;
	struct text type;

	for (size_t i = 0; i < json_len(output); i++) {
		const struct json *item = json_index(output, i);
		const struct json *content = json_get(item, "content");

		read_item(rp, item);
		if (!json_text_at(item, "type", &type) ||
		    !text_is(type, "message") || !json_is_array(content))
			continue;
		for (size_t p = 0; p < json_len(content); p++)
			if (read_part(rp, json_index(content, p), seen, err))
				return -1;
	}
	return 0;
}

/* Which model it is, and what was counted so far. */
static void read_head(struct reply *rp, const struct json *response)
{
	struct text model;

	rp->state |= STATE_BEGUN;
	if (json_text_at(response, "model", &model))
		answer_served(rp, model);
	read_usage(rp, json_get(response, "usage"));
}

/* Ended before its time: by a limit, by a filter, or nobody says why. */
static int end_incomplete(struct reply *rp, const struct json *response,
			  struct err *err)
{
	struct text reason;

	if (!json_text_at(response, "incomplete_details.reason", &reason))
		reason = TEXT_LIT("no reason given");
	for (const struct finish_word *w = finishes; w->word; w++)
		if (w->finish != FINISH_STOP && text_is(reason, w->word))
			return answer_finish(rp, finishes, reason, err);
	return err_set(err, ERR_PROTO, "answer incomplete: %.*s",
		       (int)(reason.len < 100 ? reason.len : 100), reason.ptr);
}

/*
 * The end, by the response's own status; `told` is what the event says of
 * one that has none, or one that was left at "in_progress".
 */
static int read_end(struct reply *rp, const struct json *response,
		    const char *told, struct err *err)
{
	struct text status;
	int rc;

	read_head(rp, response);
	if (!json_text_at(response, "status", &status))
		status = text_of(told);
	if (text_is(status, "failed") || failure_in(response))
		return failure_of_object(response, &rp->failure, err);
	if (read_output(rp, json_get(response, "output"), err))
		return -1;
	if (text_is(status, "incomplete") || !strcmp(told, "incomplete"))
		rc = end_incomplete(rp, response, err);
	else if (text_is(status, "completed") || !strcmp(told, "completed"))
		rc = answer_finish(rp, finishes, TEXT_LIT("completed"), err);
	else
		rc = err_set(err, ERR_PROTO, "answer incomplete: its status is "
			     "%.*s", (int)(status.len < 100 ? status.len : 100),
			     status.ptr);
	if (!rc)
		rp->state |= STATE_ENDED;
	return rc;
}

static int on_begin(struct reply *rp, const struct json *j, struct err *err)
{
	(void)err;
	read_head(rp, json_get(j, "response"));
	return 0;
}

static int on_item(struct reply *rp, const struct json *j, struct err *err)
{
	(void)err;
	rp->state |= STATE_BEGUN;
	read_item(rp, json_get(j, "item"));
	return 0;
}

static int on_text(struct reply *rp, const struct json *j, struct err *err)
{
	struct text t;

	rp->state |= STATE_BEGUN;
	if (!json_text_at(j, "delta", &t))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "an output_text.delta without a delta");
	return answer_text(rp, t, err);
}

static int on_refusal(struct reply *rp, const struct json *j, struct err *err)
{
	(void)err;
	rp->state |= STATE_BEGUN;
	answer_refused(rp, json_get(j, "delta"));
	return 0;
}

/* An end mark alone, with no response in it, ends only what has begun. */
static int end_event(struct reply *rp, const struct json *j, const char *told,
		     struct err *err)
{
	const struct json *response = json_get(j, "response");

	if (!json_is_object(response) && !(rp->state & STATE_BEGUN))
		return err_set(err, ERR_PROTO, "empty answer");
	return read_end(rp, response, told, err);
}

static int on_completed(struct reply *rp, const struct json *j,
			struct err *err)
{
	return end_event(rp, j, "completed", err);
}

static int on_incomplete(struct reply *rp, const struct json *j,
			 struct err *err)
{
	return end_event(rp, j, "incomplete", err);
}

static int on_failed(struct reply *rp, const struct json *j, struct err *err)
{
	read_head(rp, json_get(j, "response"));
	return failure_of_object(json_get(j, "response"), &rp->failure, err);
}

static int on_error(struct reply *rp, const struct json *j, struct err *err)
{
	return failure_of_object(j, &rp->failure, err);
}

/* Events that say something; others (parts, reasoning, news) do not. */
static const struct event_reader events[] = {
	{ "response.created", on_begin },
	{ "response.output_item.added", on_item },
	{ "response.output_item.done", on_item },
	{ "response.output_text.delta", on_text },
	{ "response.refusal.delta", on_refusal },
	{ "response.completed", on_completed },
	{ "response.incomplete", on_incomplete },
	{ "response.failed", on_failed },
	{ "error", on_error },
	{ .type = NULL },
};

/* The whole answer in one piece; its status need not be there. */
static int read_whole(struct reply *rp, const struct json *j, struct err *err)
{
	if (failure_in(j))
		return failure_of_object(j, &rp->failure, err);
	if (!json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	if (!json_is_array(json_get(j, "output")))
		return err_set(err, ERR_PROTO, "unexpected answer: no output");
	return read_end(rp, j, json_has(j, "status") ? "" : "completed", err);
}

static int read_event(struct reply *rp, const char *name,
		      const struct json *j, struct err *err)
{
	const struct event_reader *reader;
	struct text type;

	if (failure_in(j))
		return on_error(rp, j, err);
	/* some servers leave the type to the event's name */
	if (!json_text_at(j, "type", &type))
		type = text_of(name);
	reader = answer_reader(events, type);
	if (reader)
		return reader->read(rp, j, err);
	if (type.len || rp->state & STATE_BEGUN)
		return 0;
	return err_set(err, ERR_PROTO,
		       "unexpected answer: an event without a type");
}

static int read_frame(struct reply *rp, const char *name,
		      const struct json *j, struct err *err)
{
	return name ? read_event(rp, name, j, err) : read_whole(rp, j, err);
}

static int responses_frame(struct reply *rp, const char *name,
			   const char *data, size_t len, struct err *err)
{
	return answer_event(rp, name, (struct text){ data, len }, events,
			    read_frame, err);
}

/* The list is that of Chat Completions: one for all of the API. */
static int responses_models(struct text body, model_fn *add, void *ctx,
			    struct err *err)
{
	return dialect_openai_chat.models(body, add, ctx, err);
}

const struct dialect dialect_openai_responses = {
	.name = "openai-responses",
	.framing = FRAMING_SSE,
	.build = openai_responses_build,
	.frame = responses_frame,
	.refuse = failure_of_reply,
	.models_path = "/models",
	.models = responses_models,
};
