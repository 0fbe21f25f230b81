#include <string.h>

#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"
#include "provider/request.h"

/*
 * Google's generateContent and streamGenerateContent, as "Generating
 * content", "Thinking", "Structured output" and "Troubleshooting" of
 * ai.google.dev have them. Of a stream each event is a whole answer that
 * holds only the new text; the one with a finishReason is the last.
 */

/* Does the id say which collection it is in? Else it is of "models/". */
static bool has_collection(const char *id)
{
	return !strncmp(id, "models/", 7) || !strncmp(id, "tunedModels/", 12);
}

/* alt=sse: else a stream is one JSON array, sent in pieces. */
static void add_url(const struct endpoint *ep, const struct model *m,
		    bool stream, struct buf *out)
{
	const char *id = m->id;

	if (has_collection(id)) {
		size_t n = (size_t)(strchr(id, '/') - id) + 1;

		endpoint_url(ep, "/", out);
		buf_add(out, id, n);
		id += n;
	} else {
		endpoint_url(ep, "/models/", out);
	}
	request_segment(out, id);
	buf_adds(out, stream ? ":streamGenerateContent?alt=sse"
			     : ":generateContent");
}

static void add_system(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	if (!request_has_system(m, rq))
		return;
	json_begin(w, "systemInstruction", '{');
	json_begin(w, "parts", '[');
	json_begin(w, NULL, '{');
	request_system(w, "text", m, rq);
	json_end(w, '}');
	json_end(w, ']');
	json_end(w, '}');
}

static void add_image(struct json_writer *w, const struct image *image)
{
	json_begin(w, NULL, '{');
	json_begin(w, "inlineData", '{');
	json_add_str(w, "mimeType", image->type);
	request_base64(w, "data", "", image->bytes);
	json_end(w, '}');
	json_end(w, '}');
}

/* `joined`: behind a turn of the same role, a blank line away. */
static void add_parts(struct json_writer *w, const struct turn *t,
		      bool joined)
{
	for (size_t i = 0; i < t->image_count; i++)
		add_image(w, &t->images[i]);
	if (!request_has_text(t->parts, t->count))
		return;
	json_begin(w, NULL, '{');
	json_open_text(w, "text");
	if (joined)
		json_more_text(w, TEXT_LIT("\n\n"));
	for (size_t i = 0; i < t->count; i++)
		json_more_text(w, t->parts[i]);
	json_close_text(w);
	json_end(w, '}');
}

/* Roles must change: turns of one role are one content. */
static void add_contents(struct json_writer *w, const struct request *rq)
{
	static const char *const roles[] = {
		[ROLE_USER] = "user",
		[ROLE_ASSISTANT] = "model",
	};
	const struct turn *open = NULL;

	json_begin(w, "contents", '[');
	for (size_t i = 0; i < rq->turn_count; i++) {
		const struct turn *t = &rq->turns[i];
		bool joined = open && open->role == t->role;

		if (!t->image_count && !request_has_text(t->parts, t->count))
			continue;
		if (open && !joined) {
			json_end(w, ']');
			json_end(w, '}');
		}
		if (!joined) {
			json_begin(w, NULL, '{');
			json_add_str(w, "role", roles[t->role]);
			json_begin(w, "parts", '[');
		}
		add_parts(w, t, joined);
		open = t;
	}
	if (open) {
		json_end(w, ']');
		json_end(w, '}');
	}
	json_end(w, ']');
}

/*
 * Efforts as the 3.x models take them, and as tokens to think with for the
 * older ones: Google's own figures for OpenAI's words ("OpenAI
 * compatibility", ai.google.dev).
 */
static const struct {
	const char *level;
	int budget;
} efforts[EFFORT_COUNT] = {
	[EFFORT_NONE] = { NULL, 0 },
	[EFFORT_MINIMAL] = { "MINIMAL", 1024 },
	[EFFORT_LOW] = { "LOW", 1024 },
	[EFFORT_MEDIUM] = { "MEDIUM", 8192 },
	[EFFORT_HIGH] = { "HIGH", 24576 },
};

static bool has_thinking(const struct model *m, const struct request *rq)
{
	return request_effort(m, rq) && (m->flags & MODEL_THINKING_BUDGET ||
					 efforts[rq->effort].level);
}

static void add_thinking(struct json_writer *w, const struct model *m,
			 const struct request *rq)
{
	json_begin(w, "thinkingConfig", '{');
	if (m->flags & MODEL_THINKING_BUDGET)
		json_add_int(w, "thinkingBudget", efforts[rq->effort].budget);
	else
		json_add_str(w, "thinkingLevel", efforts[rq->effort].level);
	json_end(w, '}');
}

static void add_config(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	bool warm = request_has_temperature(m, rq);
	bool schema = request_has_schema(m, rq);
	bool thinking = has_thinking(m, rq);
	long max = request_max_tokens(m, rq);

	if (max <= 0 && !warm && !schema && !thinking)
		return;
	json_begin(w, "generationConfig", '{');
	if (max > 0)
		json_add_int(w, "maxOutputTokens", max);
	if (warm)
		json_add_number(w, "temperature", rq->temperature);
	if (schema) {
		json_add_str(w, "responseMimeType", "application/json");
		json_add_raw(w, "responseJsonSchema", rq->schema);
	}
	if (thinking)
		add_thinking(w, m, rq);
	json_end(w, '}');
}

static int gemini_build(const struct endpoint *ep, const struct model *m,
			const struct request *rq, struct http_request *out,
			struct err *err)
{
	struct json_writer w;

	add_url(ep, m, rq->stream, &out->url);
	request_begin(&w, rq, out);
	add_system(&w, m, rq);
	add_contents(&w, rq);
	add_config(&w, m, rq);
	return request_end(&w, out, err);
}

/* Usage came with the end of the answer. */
#define STATE_COUNTED STATE_OWN

static const struct finish_word finishes[] = {
	{ "STOP", FINISH_STOP, ERR_NONE, false },
	{ "MAX_TOKENS", FINISH_LENGTH, ERR_NONE, false },
	{ "SAFETY", FINISH_REFUSAL, ERR_NONE, false },
	{ "RECITATION", FINISH_REFUSAL, ERR_NONE, false },
	{ "LANGUAGE", FINISH_REFUSAL, ERR_NONE, false },
	{ "BLOCKLIST", FINISH_REFUSAL, ERR_NONE, false },
	{ "PROHIBITED_CONTENT", FINISH_REFUSAL, ERR_NONE, false },
	{ "SPII", FINISH_REFUSAL, ERR_NONE, false },
	{ "IMAGE_SAFETY", FINISH_REFUSAL, ERR_NONE, false },
	{ "IMAGE_PROHIBITED_CONTENT", FINISH_REFUSAL, ERR_NONE, false },
	{ "IMAGE_RECITATION", FINISH_REFUSAL, ERR_NONE, false },
	{ "MALFORMED_FUNCTION_CALL", FINISH_TOOL, ERR_NONE, false },
	{ "UNEXPECTED_TOOL_CALL", FINISH_TOOL, ERR_NONE, false },
	{ "TOO_MANY_TOOL_CALLS", FINISH_TOOL, ERR_NONE, false },
	{ "OTHER", FINISH_NONE, ERR_VENDOR, false },
	{ "IMAGE_OTHER", FINISH_NONE, ERR_VENDOR, false },
	{ "MALFORMED_RESPONSE", FINISH_NONE, ERR_VENDOR, false },
	{ .word = NULL },
};

/*
 * Counts run: each that comes is of all so far. What was thought is counted
 * beside what was written, and paid for like it; a count of nothing is left
 * out, as protobuf does.
 */
static void read_usage(struct reply *rp, const struct json *usage)
{
	struct usage u = { -1, -1, -1, -1, -1 };
	long long written = 0;

	if (!answer_count(usage, "promptTokenCount", &u.input))
		return;
	answer_count(usage, "cachedContentTokenCount", &u.cached);
	answer_count(usage, "candidatesTokenCount", &written);
	answer_count(usage, "thoughtsTokenCount", &u.reasoning);
	if (written <= 1LL << 40 && u.reasoning <= 1LL << 40)
		u.output = written + (u.reasoning > 0 ? u.reasoning : 0);
	rp->usage = u;
	rp->state |= STATE_COUNTED;
}

/* What is thought is not the answer; images and run code are no text. */
static int read_part(struct reply *rp, const struct json *part,
		     struct err *err)
{
	struct text t;

	if (json_has(part, "functionCall"))
		rp->state |= STATE_TOOL;
	if (!json_get(part, "text") || json_truthy(json_get(part, "thought")))
		return 0;
	if (!json_text_at(part, "text", &t))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "a part whose text is no text");
	return answer_text(rp, t, err);
}

/* Content and its parts may be missing, or null, where there is nothing. */
static int read_content(struct reply *rp, const struct json *content,
			struct err *err)
{
	const struct json *parts = json_get(content, "parts");

	if ((content && !json_is_object(content)) ||
	    (parts && !json_is_array(parts)))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "candidates[0] has content without parts");
	for (size_t i = 0; i < json_len(parts); i++)
		if (read_part(rp, json_index(parts, i), err))
			return -1;
	return 0;
}

/* Ends the answer by the vendor's word; its own sentence comes behind. */
static int read_end(struct reply *rp, struct text word,
		    const struct json *message, struct err *err)
{
	struct text t;

	if (answer_finish(rp, finishes, word, err))
		return -1;
	if ((rp->finish != FINISH_REFUSAL && rp->finish != FINISH_TOOL) ||
	    !json_text(message, &t) || !t.len)
		return 0;
	if (rp->reason[0])
		answer_reason(rp, TEXT_LIT(": "));
	answer_reason(rp, t);
	return 0;
}

static int read_candidate(struct reply *rp, const struct json *candidate,
			  struct err *err)
{
	struct text word;

	rp->state |= STATE_BEGUN;
	if (read_content(rp, json_get(candidate, "content"), err))
		return -1;
	if (!json_text_at(candidate, "finishReason", &word) || !word.len ||
	    text_is(word, "FINISH_REASON_UNSPECIFIED"))
		return 0;
	return read_end(rp, word, json_get(candidate, "finishMessage"), err);
}

/* A prompt that a filter stopped: a 200 without a candidate. */
static bool read_blocked(struct reply *rp, const struct json *j)
{
	const struct json *feedback = json_get(j, "promptFeedback");
	struct text t;

	if (!json_text_at(feedback, "blockReason", &t) || !t.len)
		return false;
	rp->finish = FINISH_REFUSAL;
	rp->complete = true;
	answer_reason(rp, t);
	if (json_text_at(feedback, "blockReasonMessage", &t) && t.len) {
		answer_reason(rp, TEXT_LIT(": "));
		answer_reason(rp, t);
	}
	return true;
}

/* No candidate in this piece: usage, another's candidate, something new. */
static int read_other(const struct reply *rp, const struct json *j,
		      struct err *err)
{
	if (rp->state & STATE_BEGUN || json_has(j, "usageMetadata") ||
	    json_is_array(json_get(j, "candidates")))
		return 0;
	return err_set(err, ERR_PROTO, "unexpected answer: no candidates[0]");
}

/* One event: all of an answer, or its next piece. */
static int read_object(struct reply *rp, const struct json *j,
		       struct err *err)
{
	const struct json *candidate = answer_first(j, "candidates.0");
	struct text model;

	if (failure_in(j))
		return failure_of_object(j, &rp->failure, err);
	if (json_text_at(j, "modelVersion", &model))
		answer_served(rp, model);
	/* what was counted before the end may be counted again with it */
	if (!rp->complete)
		rp->state &= ~(unsigned)STATE_COUNTED;
	read_usage(rp, json_get(j, "usageMetadata"));
	if (rp->complete)
		return 0;
	if (candidate && read_candidate(rp, candidate, err))
		return -1;
	if (!rp->complete && !read_blocked(rp, j) && !candidate)
		return read_other(rp, j, err);
	return 0;
}

/*
 * A whole body that no finishReason ends: an answer if it is one object
 * with text in it, a stream that was cut if it is a list.
 */
static int end_body(struct reply *rp, const struct json *j, struct err *err)
{
	if (rp->complete)
		return 0;
	if (json_is_array(j))
		return err_set(err, ERR_PROTO,
			       "answer incomplete: no finishReason");
	if (!(rp->state & STATE_TEXT))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "no candidates[0].content");
	return answer_finish(rp, finishes, TEXT_LIT("STOP"), err);
}

/* A proxy that drops alt=sse gets the events as one list. */
static int read_frame(struct reply *rp, const char *name,
		      const struct json *j, struct err *err)
{
	bool list = json_is_array(j);
	size_t count = list ? json_len(j) : 1;

	if (!name && !json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	for (size_t i = 0; i < count; i++)
		if (read_object(rp, list ? json_index(j, i) : j, err))
			return -1;
	if (!name)
		return end_body(rp, j, err);
	rp->may_linger = rp->complete && !(rp->state & STATE_COUNTED);
	return 0;
}

/*
 * What is dropped unread: what keeps a connection alive, another dialect's
 * end mark (gateways add it), and events with a name that hold no JSON.
 */
static bool is_noise(const char *name, struct text data)
{
	if (!name)
		return false;
	return !data.len || text_is(data, "[DONE]") ||
	       (name[0] && data.ptr[0] != '{' && data.ptr[0] != '[');
}

static int gemini_frame(struct reply *rp, const char *name, const char *data,
			size_t len, struct err *err)
{
	struct text text = { .ptr = data, .len = len };

	if (is_noise(name, text))
		return 0;
	return answer_frame(rp, name, text, read_frame, err);
}

/* Others embed, draw or speak. */
static bool generates_content(const struct json *model)
{
	const struct json *list =
		json_get(model, "supportedGenerationMethods");
	struct text t;

	for (size_t i = 0; i < json_len(list); i++)
		if (json_text(json_index(list, i), &t) &&
		    text_is(t, "generateContent"))
			return true;
	return false;
}

static int gemini_models(struct text body, model_fn *add, void *ctx,
			 struct err *err)
{
	static const struct model_list list = {
		.member = "models",
		.ids = { "name" },
		.prefix = "models/",
		.contexts = { "inputTokenLimit" },
		.answers = generates_content,
	};

	return answer_models(body, &list, add, ctx, err);
}

const struct dialect dialect_gemini = {
	.name = "gemini",
	.framing = FRAMING_SSE,
	.bare_json = true,
	.build = gemini_build,
	.frame = gemini_frame,
	.refuse = failure_of_reply,
	.models_path = "/models?pageSize=1000",
	.models = gemini_models,
};
