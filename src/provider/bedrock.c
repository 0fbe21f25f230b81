#include <string.h>

#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"

/*
 * The answers of Converse and ConverseStream (API reference of Amazon
 * Bedrock Runtime). Of a stream the frame's name is the event; what else a
 * payload holds ("p", letters that hide its length) is passed over.
 */

/* Usage came, which stands in the last event, behind the end mark. */
#define STATE_COUNTED STATE_OWN

static const struct finish_word finishes[] = {
	{ "end_turn", FINISH_STOP, ERR_NONE, false },
	{ "stop_sequence", FINISH_STOP, ERR_NONE, false },
	{ "max_tokens", FINISH_LENGTH, ERR_NONE, false },
	{ "model_context_window_exceeded", FINISH_LENGTH, ERR_NONE, true },
	{ "tool_use", FINISH_TOOL, ERR_NONE, false },
	{ "malformed_tool_use", FINISH_TOOL, ERR_NONE, false },
	{ "guardrail_intervened", FINISH_REFUSAL, ERR_NONE, false },
	{ "content_filtered", FINISH_REFUSAL, ERR_NONE, false },
	{ "malformed_model_output", FINISH_NONE, ERR_VENDOR, false },
	{ .word = NULL },
};

/* Bedrock counts cached input apart; ours includes it. */
static void read_usage(struct reply *rp, const struct json *usage)
{
	struct usage u = { -1, -1, -1, -1, -1 };
	long long plain;

	answer_count(usage, "cacheReadInputTokens", &u.cached);
	answer_count(usage, "cacheWriteInputTokens", &u.cache_write);
	answer_count(usage, "outputTokens", &u.output);
	if (answer_count(usage, "inputTokens", &plain) &&
	    plain <= 1LL << 40 && u.cached <= 1LL << 40 &&
	    u.cache_write <= 1LL << 40)
		u.input = plain + (u.cached > 0 ? u.cached : 0) +
			  (u.cache_write > 0 ? u.cache_write : 0);
	if (u.input < 0 && u.output < 0)
		return;
	rp->usage = u;
	rp->state |= STATE_COUNTED;
}

/* Which model a prompt router chose: the last part of an ARN. */
static void read_router(struct reply *rp, const struct json *j)
{
	const char *slash;
	struct text id;

	if (!json_text_at(j, "trace.promptRouter.invokedModelId", &id))
		return;
	slash = memrchr(id.ptr, '/', id.len);
	if (slash) {
		id.len -= (size_t)(slash + 1 - id.ptr);
		id.ptr = slash + 1;
	}
	answer_served(rp, id);
}

static int read_stop(struct reply *rp, const struct json *j, struct err *err)
{
	struct text word;

	if (!json_text_at(j, "stopReason", &word) || !word.len)
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "it ends without a stopReason");
	return answer_finish(rp, finishes, word, err);
}

static int on_message_start(struct reply *rp, const struct json *j,
			    struct err *err)
{
	(void)j;
	(void)err;
	rp->state |= STATE_BEGUN;
	return 0;
}

static int on_block_start(struct reply *rp, const struct json *j,
			  struct err *err)
{
	(void)err;
	rp->state |= STATE_BEGUN;
	if (json_at(j, "start.toolUse"))
		rp->state |= STATE_TOOL;
	return 0;
}

/* Reasoning, its signature, citations and a tool's input are no answer. */
static int on_block_delta(struct reply *rp, const struct json *j,
			  struct err *err)
{
	const struct json *delta = json_get(j, "delta");
	struct text t;

	rp->state |= STATE_BEGUN;
	if (!json_is_object(delta))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "contentBlockDelta without a delta");
	if (json_get(delta, "toolUse"))
		rp->state |= STATE_TOOL;
	if (!json_get(delta, "text"))
		return 0;
	if (!json_text_at(delta, "text", &t))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "a delta whose text is no text");
	return answer_text(rp, t, err);
}

static int on_message_stop(struct reply *rp, const struct json *j,
			   struct err *err)
{
	if (read_stop(rp, j, err))
		return -1;
	rp->may_linger = !(rp->state & STATE_COUNTED);
	return 0;
}

static int on_metadata(struct reply *rp, const struct json *j,
		       struct err *err)
{
	(void)err;
	read_usage(rp, json_get(j, "usage"));
	read_router(rp, j);
	rp->may_linger = false;
	return 0;
}

static const struct event_reader events[] = {
	{ "messageStart", on_message_start },
	{ "contentBlockStart", on_block_start },
	{ "contentBlockDelta", on_block_delta },
	{ "messageStop", on_message_stop },
	{ "metadata", on_metadata },
	{ .type = NULL },
};

static int read_block(struct reply *rp, const struct json *block,
		      struct err *err)
{
	struct text t;

	if (json_get(block, "toolUse"))
		rp->state |= STATE_TOOL;
	if (!json_get(block, "text"))
		return 0;
	if (!json_text_at(block, "text", &t))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "a block whose text is no text");
	return answer_text(rp, t, err);
}

/* The whole answer, of Converse. */
static int read_whole(struct reply *rp, const struct json *j, struct err *err)
{
	const struct json *content = json_at(j, "output.message.content");

	if (!json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	if (failure_in(j))
		return failure_of_object(j, &rp->failure, err);
	if (!json_is_array(content))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "no output.message.content");
	rp->state |= STATE_BEGUN;
	for (size_t i = 0; i < json_len(content); i++)
		if (read_block(rp, json_index(content, i), err))
			return -1;
	read_usage(rp, json_get(j, "usage"));
	read_router(rp, j);
	return read_stop(rp, j, err);
}

static int read_frame(struct reply *rp, const char *name,
		      const struct json *j, struct err *err)
{
	const struct event_reader *reader;

	if (!name)
		return read_whole(rp, j, err);
	if (failure_in(j))
		return failure_of_object(j, &rp->failure, err);
	reader = answer_reader(events, text_of(name));
	return reader ? reader->read(rp, j, err) : 0;
}

static int bedrock_frame(struct reply *rp, const char *name, const char *data,
			 size_t len, struct err *err)
{
	struct text text = { .ptr = data, .len = len };

	if (name && strchr(name, ':'))	/* wire/aws_frames.h */
		return bedrock_exception(name, text, &rp->failure, err);
	/* what is yet to come need not be JSON */
	if (name && !answer_reader(events, text_of(name)))
		return 0;
	return answer_frame(rp, name, text, read_frame, err);
}

/*
 * The list is the control plane's, on a host of its own: that of the region
 * without "-runtime". Of another host (a gateway) nothing is known.
 */
static void list_url(const struct endpoint *ep, struct buf *out)
{
	static const char front[] = "://bedrock-runtime";
	const char *at = strstr(ep->base_url, front);

	if (at) {
		buf_add(out, ep->base_url, (size_t)(at - ep->base_url));
		buf_adds(out, "://bedrock");
		buf_adds(out, at + sizeof(front) - 1);
	} else {
		buf_adds(out, ep->base_url);
	}
	buf_adds(out, "/foundation-models?byOutputModality=TEXT");
}

static int bedrock_models(struct text body, model_fn *add, void *ctx,
			  struct err *err)
{
	static const struct model_list list = {
		.member = "modelSummaries",
		.ids = { "modelId" },
	};

	return answer_models(body, &list, add, ctx, err);
}

const struct dialect dialect_bedrock = {
	.name = "bedrock",
	.framing = FRAMING_AWS,
	.build = bedrock_build,
	.frame = bedrock_frame,
	.refuse = bedrock_refuse,
	.models_url = list_url,
	.models = bedrock_models,
};
