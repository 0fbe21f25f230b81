#include <string.h>

#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"
#include "provider/request.h"

/*
 * Anthropic's Messages API, as "Messages", "Streaming Messages" and
 * "Errors" of its reference have it; several other servers speak it too.
 */

/*
 * max_tokens is required, and counts what the model thinks. These are for a
 * user who asked for no limit: generous for an answer, since only what is
 * written is paid for, and never above what the model can write.
 */
enum { MOST_PLAIN = 8192, MOST_THINKING = 32768, MOST_HARD = 65536 };

static long max_tokens(const struct model *m, const struct request *rq)
{
	long most = MOST_PLAIN;

	if (rq->max_tokens > 0)
		return request_max_tokens(m, rq);
	if (m->flags & MODEL_REASONING && rq->effort != EFFORT_NONE)
		most = rq->effort >= EFFORT_HIGH ? MOST_HARD : MOST_THINKING;
	return m->max_output > 0 && m->max_output < most ? m->max_output : most;
}

static void add_output(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	const char *effort = request_effort(m, rq);
	bool by_schema = request_has_schema(m, rq);

	if (effort && rq->effort == EFFORT_NONE) {
		json_begin(w, "thinking", '{');
		json_add_str(w, "type", "disabled");
		json_end(w, '}');
		effort = NULL;
	}
	if (!effort && !by_schema)
		return;
	json_begin(w, "output_config", '{');
	if (effort)
		json_add_str(w, "effort", effort);
	if (by_schema) {
		json_begin(w, "format", '{');
		json_add_str(w, "type", "json_schema");
		json_add_raw(w, "schema", rq->schema);
		json_end(w, '}');
	}
	json_end(w, '}');
}

/*
 * Two marks of the four that a request may have are set: what a conversation
 * begins with, and all that was said before the ask, which the next ask
 * repeats.
 */
static void add_mark(struct json_writer *w)
{
	json_begin(w, "cache_control", '{');
	json_add_str(w, "type", "ephemeral");
	json_end(w, '}');
}

static void add_system(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	size_t size = request_text_size(rq->system, rq->system_count);

	if (!request_has_system(m, rq))
		return;
	if (!request_is_cached(m, rq, size)) {
		request_system(w, "system", m, rq);
		return;
	}
	json_begin(w, "system", '[');
	json_begin(w, NULL, '{');
	json_add_str(w, "type", "text");
	request_system(w, "text", m, rq);
	add_mark(w);
	json_end(w, '}');
	json_end(w, ']');
}

static void add_image(struct json_writer *w, const struct image *image)
{
	json_begin(w, NULL, '{');
	json_add_str(w, "type", "image");
	json_begin(w, "source", '{');
	json_add_str(w, "type", "base64");
	json_add_str(w, "media_type", image->type);
	request_base64(w, "data", "", image->bytes);
	json_end(w, '}');
	json_end(w, '}');
}

/*
 * Images, then what is said about them. The mark is for what the model said
 * last, which is text.
 */
static void add_blocks(struct json_writer *w, const struct message *msg,
		       bool mark)
{
	json_begin(w, "content", '[');
	message_images(w, msg, add_image);
	if (message_has_text(msg)) {
		json_begin(w, NULL, '{');
		json_add_str(w, "type", "text");
		message_text(w, "text", msg);
		if (mark)
			add_mark(w);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void add_messages(struct json_writer *w, const struct model *m,
			 const struct request *rq)
{
	size_t prefix = request_text_size(rq->system, rq->system_count);
	struct message msg = { .turns = NULL };

	json_begin(w, "messages", '[');
	while (request_message(rq, &msg)) {
		bool mark = message_ends_history(rq, msg);

		prefix += message_size(&msg);
		mark = mark && request_is_cached(m, rq, prefix);
		json_begin(w, NULL, '{');
		json_add_str(w, "role", message_role(&msg));
		if (mark || message_has_images(&msg))
			add_blocks(w, &msg, mark);
		else
			message_text(w, "content", &msg);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static int anthropic_build(const struct endpoint *ep, const struct model *m,
			   const struct request *rq, struct http_request *out,
			   struct err *err)
{
	struct json_writer w;

	endpoint_url(ep, "/v1/messages", &out->url);
	buf_adds(&out->headers, dialect_anthropic.headers);
	request_begin(&w, rq, out);
	json_add_str(&w, "model", m->id);
	json_add_int(&w, "max_tokens", max_tokens(m, rq));
	json_add_bool(&w, "stream", rq->stream);
	if (request_has_temperature(m, rq))
		json_add_number(&w, "temperature", rq->temperature);
	add_output(&w, m, rq);
	add_system(&w, m, rq);
	add_messages(&w, m, rq);
	return request_end(&w, out, err);
}

static const struct finish_word finishes[] = {
	{ "end_turn", FINISH_STOP, ERR_NONE, false },
	{ "stop_sequence", FINISH_STOP, ERR_NONE, false },
	{ "max_tokens", FINISH_LENGTH, ERR_NONE, false },
	{ "model_context_window_exceeded", FINISH_LENGTH, ERR_NONE, true },
	{ "tool_use", FINISH_TOOL, ERR_NONE, false },
	/* a server's own tool is not done: the answer is no whole one */
	{ "pause_turn", FINISH_TOOL, ERR_NONE, false },
	{ "refusal", FINISH_REFUSAL, ERR_NONE, false },
	{ .word = NULL },
};

/*
 * Counts are cumulative and may be repeated: each that is told replaces the
 * one before. Anthropic counts cached input apart; ours includes it.
 */
static void read_usage(struct reply *rp, const struct json *usage)
{
	struct usage *u = &rp->usage;
	long long cached = u->cached < 0 ? 0 : u->cached;
	long long write = u->cache_write < 0 ? 0 : u->cache_write;
	long long plain = u->input < 0 ? 0 : u->input - cached - write;
	bool told = u->input >= 0;

	told = answer_count(usage, "input_tokens", &plain) || told;
	if (answer_count(usage, "cache_read_input_tokens", &u->cached))
		cached = u->cached;
	if (answer_count(usage, "cache_creation_input_tokens",
			 &u->cache_write))
		write = u->cache_write;
	if (told && plain <= 1LL << 40 && cached <= 1LL << 40 &&
	    write <= 1LL << 40)
		u->input = plain + cached + write;
	answer_count(usage, "output_tokens", &u->output);
	answer_count(usage, "output_tokens_details.thinking_tokens",
		     &u->reasoning);
}

/* A block of a whole answer, or one that starts in a stream. */
static int read_block(struct reply *rp, const struct json *block,
		      struct err *err)
{
	struct text type, t;

	if (!json_text_at(block, "type", &type))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "a content block without a type");
	if (text_is(type, "tool_use"))
		rp->state |= STATE_TOOL;
	if (!text_is(type, "text"))
		return 0;
	if (!json_text_at(block, "text", &t))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "a text block without text");
	return answer_text(rp, t, err);
}

/* Why the answer ends; the word may be null until it does. */
static int read_stop(struct reply *rp, const struct json *holder,
		     struct err *err)
{
	struct text word, t;
	int rc;

	if (!json_text_at(holder, "stop_reason", &word) || !word.len)
		return 0;
	if (json_text_at(holder, "stop_details.category", &t) && t.len)
		answer_reason(rp, t);
	if (json_text_at(holder, "stop_details.explanation", &t) && t.len) {
		if (rp->reason[0])
			answer_reason(rp, TEXT_LIT(": "));
		answer_reason(rp, t);
	}
	rc = answer_finish(rp, finishes, word, err);
	rp->complete = false;	/* message_stop says that */
	return rc;
}

static void read_model(struct reply *rp, const struct json *message)
{
	struct text model;

	if (json_text_at(message, "model", &model))
		answer_served(rp, model);
	read_usage(rp, json_get(message, "usage"));
}

static int on_message_start(struct reply *rp, const struct json *j,
			    struct err *err)
{
	(void)err;
	rp->state |= STATE_BEGUN;
	read_model(rp, json_get(j, "message"));
	return 0;
}

static int on_block_start(struct reply *rp, const struct json *j,
			  struct err *err)
{
	return read_block(rp, json_get(j, "content_block"), err);
}

static int on_block_delta(struct reply *rp, const struct json *j,
			  struct err *err)
{
	const struct json *delta = json_get(j, "delta");
	struct text type, t;

	if (!json_text_at(delta, "type", &type))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "content_block_delta without a delta");
	if (!text_is(type, "text_delta"))	/* thinking, signature, ... */
		return 0;
	if (!json_text_at(delta, "text", &t))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "a text_delta without text");
	return answer_text(rp, t, err);
}

static int on_message_delta(struct reply *rp, const struct json *j,
			    struct err *err)
{
	read_usage(rp, json_get(j, "usage"));
	return read_stop(rp, json_get(j, "delta"), err);
}

static int on_message_stop(struct reply *rp, const struct json *j,
			   struct err *err)
{
	(void)j;
	if (!(rp->state & (STATE_BEGUN | STATE_TEXT)))
		return err_set(err, ERR_PROTO, "empty answer");
	if (rp->finish == FINISH_NONE &&
	    answer_finish(rp, finishes, TEXT_LIT("end_turn"), err))
		return -1;
	rp->complete = true;
	rp->state |= STATE_ENDED;
	return 0;
}

/* The whole answer in one body, or from a server that did not stream. */
static int on_message(struct reply *rp, const struct json *j, struct err *err)
{
	const struct json *content = json_get(j, "content");

	if (!json_is_array(content))
		return err_set(err, ERR_PROTO, "unexpected answer: no content");
	read_model(rp, j);
	for (size_t i = 0; i < json_len(content); i++)
		if (read_block(rp, json_index(content, i), err))
			return -1;
	rp->state |= STATE_BEGUN;
	if (read_stop(rp, j, err))
		return -1;
	return on_message_stop(rp, j, err);
}

static int on_error(struct reply *rp, const struct json *j, struct err *err)
{
	return failure_of_object(j, &rp->failure, err);
}

/* Events that say something; others (ping, what is yet to come) do not. */
static const struct event_reader events[] = {
	{ "message_start", on_message_start },
	{ "content_block_start", on_block_start },
	{ "content_block_delta", on_block_delta },
	{ "message_delta", on_message_delta },
	{ "message_stop", on_message_stop },
	{ "message", on_message },
	{ "error", on_error },
	{ .type = NULL },
};

static int read_event(struct reply *rp, const char *name,
		      const struct json *j, struct err *err)
{
	const struct event_reader *reader;
	struct text type;

	if (!name && !json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	if (failure_in(j))
		return on_error(rp, j, err);
	/* some servers leave the type to the event's name */
	if (!json_text_at(j, "type", &type))
		type = text_of(name ? name : "message");
	reader = answer_reader(events, type);
	if (reader)
		return reader->read(rp, j, err);
	if (name)
		return 0;
	return err_set(err, ERR_PROTO, "unexpected answer: no message");
}

static int anthropic_frame(struct reply *rp, const char *name,
			   const char *data, size_t len, struct err *err)
{
	return answer_event(rp, name, (struct text){ data, len }, events,
			    read_event, err);
}

static int anthropic_models(struct text body, model_fn *add, void *ctx,
			    struct err *err)
{
	static const struct model_list list = {
		.member = "data",
		.ids = { "id" },
		.contexts = { "max_input_tokens" },
	};

	return answer_models(body, &list, add, ctx, err);
}

const struct dialect dialect_anthropic = {
	.name = "anthropic",
	.framing = FRAMING_SSE,
	.headers = "anthropic-version: 2023-06-01\n",
	.build = anthropic_build,
	.frame = anthropic_frame,
	.refuse = failure_of_reply,
	.models_path = "/v1/models?limit=1000",
	.models = anthropic_models,
};
