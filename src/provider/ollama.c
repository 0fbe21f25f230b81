#include <math.h>
#include <string.h>

#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"
#include "provider/request.h"

/*
 * Ollama's own chat, as docs/api.md of its repository has it. It is spoken
 * rather than the server's /v1, for only here a request says how large the
 * context must be: what does not fit is cut by the server in silence. Gaps
 * are filled by /api/generate, whose answer differs in where the text stands.
 */

/*
 * Room in the context, in tokens: at least what the server takes by itself,
 * and beside the prompt (whose count is an estimate) what a chat template
 * adds, pictures, and an answer for which no limit was asked for.
 */
enum {
	LEAST_CTX	= 4096,
	MOST_CTX	= 1 << 24,
	ROOM_TEMPLATE	= 256,
	ROOM_IMAGE	= 1024,
	ROOM_PLAIN	= 2048,
	ROOM_THINKING	= 8192,
};

#define ROOM_ERROR 1.25	/* the estimate's, see cost_tokens() */

/* Of all the text, by the model's own count. */
static double sent_tokens(const struct model *m, const struct request *rq)
{
	size_t len = request_text_size(rq->system, rq->system_count);

	if (rq->gap)
		len += request_gap_size(rq);
	for (size_t i = 0; i < rq->turn_count; i++)
		len += request_text_size(rq->turns[i].parts,
					 rq->turns[i].count);
	return request_tokens(m, rq, len);
}

static double answer_room(const struct model *m, const struct request *rq)
{
	if (rq->max_tokens > 0)
		return (double)request_max_tokens(m, rq);
	if (rq->gap)
		return GAP_TOKENS;
	return m->flags & MODEL_REASONING && rq->effort != EFFORT_NONE ?
	       ROOM_THINKING : ROOM_PLAIN;
}

/*
 * The context to ask for: a power of two, since the server loads the model
 * anew whenever it changes, and no more than the model has.
 */
static long context_for(const struct model *m, const struct request *rq)
{
	double need = sent_tokens(m, rq) * ROOM_ERROR + ROOM_TEMPLATE +
		      answer_room(m, rq);
	long n = LEAST_CTX;

	if (!request_has_schema(m, rq))		/* it goes as words */
		need += request_tokens(m, rq, rq->schema.len) * ROOM_ERROR;
	for (size_t i = 0; i < rq->turn_count; i++)
		need += (double)rq->turns[i].image_count * ROOM_IMAGE;
	while ((double)n < need && n < MOST_CTX)
		n *= 2;
	return m->context > 0 && m->context < n ? m->context : n;
}

static void add_options(struct json_writer *w, const struct model *m,
			const struct request *rq)
{
	long max = rq->gap ? request_gap_tokens(m, rq) :
			     request_max_tokens(m, rq);

	json_begin(w, "options", '{');
	json_add_int(w, "num_ctx", context_for(m, rq));
	if (max > 0)
		json_add_int(w, "num_predict", max);
	if (request_has_temperature(m, rq))
		json_add_number(w, "temperature", rq->temperature);
	json_end(w, '}');
}

/* How long it may think; the server knows four of our words. */
static void add_think(struct json_writer *w, const struct model *m,
		      const struct request *rq)
{
	static const char *const levels[EFFORT_COUNT] = {
		[EFFORT_MINIMAL] = "low", [EFFORT_LOW] = "low",
		[EFFORT_MEDIUM] = "medium", [EFFORT_HIGH] = "high",
		[EFFORT_XHIGH] = "high", [EFFORT_MAX] = "max",
	};

	if (!(m->flags & MODEL_REASONING) || !request_effort(m, rq))
		return;
	if (rq->effort == EFFORT_NONE)
		json_add_bool(w, "think", false);
	else
		json_add_str(w, "think", levels[rq->effort]);
}

static void add_image(struct json_writer *w, const struct image *image)
{
	request_base64(w, NULL, "", image->bytes);
}

static void add_images(struct json_writer *w, const struct message *msg)
{
	if (!message_has_images(msg))
		return;
	json_begin(w, "images", '[');
	message_images(w, msg, add_image);
	json_end(w, ']');
}

static void add_messages(struct json_writer *w, const struct request *rq)
{
	struct message msg = { 0 };

	while (request_message(rq, &msg)) {
		json_begin(w, NULL, '{');
		json_add_str(w, "role", message_role(&msg));
		message_text(w, "content", &msg);
		add_images(w, &msg);
		json_end(w, '}');
	}
}

static void add_system(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	if (!request_has_system(m, rq))
		return;
	json_begin(w, NULL, '{');
	json_add_str(w, "role", "system");
	request_system(w, "content", m, rq);
	json_end(w, '}');
}

/* What both kinds of request begin with. */
static void begin(struct json_writer *w, const struct endpoint *ep,
		  const struct model *m, const struct request *rq,
		  const char *path, struct http_request *out)
{
	endpoint_url(ep, path, &out->url);
	request_begin(w, rq, out);
	json_add_str(w, "model", m->id);
	json_add_bool(w, "stream", rq->stream);
	/* servers that know it refuse what they would cut else */
	json_add_bool(w, "truncate", false);
	add_options(w, m, rq);
}

static int ollama_build(const struct endpoint *ep, const struct model *m,
			const struct request *rq, struct http_request *out,
			struct err *err)
{
	struct json_writer w;

	begin(&w, ep, m, rq, "/api/chat", out);
	add_think(&w, m, rq);
	if (request_has_schema(m, rq))
		json_add_raw(&w, "format", rq->schema);
	json_begin(&w, "messages", '[');
	add_system(&w, m, rq);
	add_messages(&w, rq);
	json_end(&w, ']');
	return request_end(&w, out, err);
}

/* A gap, for a model whose template has a place for the suffix. */
static int fim_build(const struct endpoint *ep, const struct model *m,
		     const struct request *rq, struct http_request *out,
		     struct err *err)
{
	struct json_writer w;

	if (request_check_gap(m, rq, err))
		return -1;
	begin(&w, ep, m, rq, "/api/generate", out);
	request_gap_prefix(&w, "prompt", rq);
	if (rq->gap->suffix.len)
		json_add_text(&w, "suffix", rq->gap->suffix);
	return request_end(&w, out, err);
}

/* load and unload answer a request without messages: ours had some. */
static const struct finish_word finishes[] = {
	{ "stop", FINISH_STOP, ERR_NONE, false },
	{ "length", FINISH_LENGTH, ERR_NONE, false },
	{ "load", FINISH_NONE, ERR_VENDOR, false },
	{ "unload", FINISH_NONE, ERR_VENDOR, false },
	{ .word = NULL },
};

/* A prompt that was cached may have no count, or 0. */
static void read_usage(struct reply *rp, const struct json *j)
{
	long long n;

	if (answer_count(j, "prompt_eval_count", &n) && n > 0)
		rp->usage.input = n;
	if (answer_count(j, "eval_count", &n))
		rp->usage.output = n;
}

/* Was the prompt cut? Old servers do not say so, but their count does. */
static void remark_cut(struct reply *rp)
{
	long long n = rp->usage.input;
	double sent;
	long ctx;

	if (!rp->model || !rp->request || n < 0)
		return;
	sent = sent_tokens(rp->model, rp->request);
	ctx = context_for(rp->model, rp->request);
	if (n >= ctx)
		answer_remark(rp, "the prompt filled the context of %ld "
			      "tokens: the server probably cut it", ctx);
	else if (sent >= LEAST_CTX / 4.0 && (double)n < sent * 2 / 3)
		answer_remark(rp, "the server read %lld of about %.0f prompt "
			      "tokens: it probably cut the prompt", n, sent);
}

/* Is it there and true? "false" in quotes is a string. */
static bool is_true(const struct json *j)
{
	return json_truthy(j) && !json_is_string(j) && !json_is_array(j) &&
	       !json_is_object(j);
}

static int read_message(struct reply *rp, const struct json *message,
			struct err *err)
{
	const struct json *content = json_get(message, "content");
	struct text t;

	rp->state |= STATE_BEGUN;
	if (json_len(json_get(message, "tool_calls")))
		rp->state |= STATE_TOOL;
	if (!content)	/* it thinks, or asks for a tool */
		return 0;
	if (!json_text(content, &t))
		return err_set(err, ERR_PROTO, "unexpected answer: "
			       "message.content is no text");
	return answer_text(rp, t, err);
}

static int read_end(struct reply *rp, const struct json *j, struct err *err)
{
	struct text reason;

	read_usage(rp, j);
	rp->state |= STATE_ENDED;
	if (!json_text_at(j, "done_reason", &reason) || !reason.len)
		reason = TEXT_LIT("stop");	/* old servers say nothing */
	if (answer_finish(rp, finishes, reason, err))
		return -1;
	remark_cut(rp);
	return 0;
}

/* What must be there: a message, but in a line among others. */
static int check_message(const struct reply *rp, const char *name,
			 const struct json *j, struct err *err)
{
	if (json_is_object(json_get(j, "message")))
		return 0;
	if (!name && !json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	if (name && rp->state & STATE_BEGUN && !json_has(j, "message"))
		return 0;
	return err_set(err, ERR_PROTO, "unexpected answer: no message");
}

static int read_line(struct reply *rp, const char *name,
		     const struct json *j, struct err *err)
{
	const struct json *error = json_get(j, "error");
	const struct json *message = json_get(j, "message");
	struct text model;

	if (failure_in(j) || json_is_string(error))
		return failure_of_object(j, &rp->failure, err);
	if (check_message(rp, name, j, err))
		return -1;
	if (json_text_at(j, "model", &model))
		answer_served(rp, model);
	if (message && read_message(rp, message, err))
		return -1;
	if (is_true(json_get(j, "done")) || (!name && !json_has(j, "done")))
		return read_end(rp, j, err);
	if (name)
		return 0;
	return err_set(err, ERR_PROTO,
		       "answer incomplete: it does not say that it is done");
}

static int ollama_frame(struct reply *rp, const char *name, const char *data,
			size_t len, struct err *err)
{
	if (rp->state & STATE_ENDED)
		return 0;
	return answer_frame(rp, name, (struct text){ data, len }, read_line,
			    err);
}

static int read_filling(struct reply *rp, const char *name,
			const struct json *j, struct err *err)
{
	struct text piece, model;

	if (failure_in(j) || json_is_string(json_get(j, "error")))
		return failure_of_object(j, &rp->failure, err);
	if (!name && !json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	if (!json_text_at(j, "response", &piece))
		return err_set(err, ERR_PROTO,
			       "unexpected answer: no response");
	if (json_text_at(j, "model", &model))
		answer_served(rp, model);
	if (answer_text(rp, piece, err))
		return -1;
	if (is_true(json_get(j, "done")))
		return read_end(rp, j, err);
	if (name)
		return 0;
	return err_set(err, ERR_PROTO,
		       "answer incomplete: it does not say that it is done");
}

static int fim_frame(struct reply *rp, const char *name, const char *data,
		     size_t len, struct err *err)
{
	if (rp->state & STATE_ENDED)
		return 0;
	return answer_frame(rp, name, (struct text){ data, len },
			    read_filling, err);
}

static bool ends_with(struct text t, const char *end)
{
	size_t n = strlen(end);

	return t.len >= n && !memcmp(t.ptr + t.len - n, end, n);
}

/* Models for embeddings stand in the list too, and cannot chat. */
static bool can_chat(const struct json *m)
{
	const struct json *can = json_get(m, "capabilities");
	struct text t;

	for (size_t i = 0; i < json_len(can); i++)
		if (json_text(json_index(can, i), &t) &&
		    text_is(t, "completion"))
			return true;
	if (json_is_array(can) && json_len(can))
		return false;
	return !json_text_at(m, "details.family", &t) ||
	       !ends_with(t, "bert");
}

static int ollama_models(struct text body, model_fn *add, void *ctx,
			 struct err *err)
{
	static const struct model_list list = {
		.member = "models",
		.flags = LIST_NULL,	/* where nothing is installed */
		.ids = { "name", "model" },
		.contexts = { "context_length", "details.context_length" },
		.answers = can_chat,
	};

	return answer_models(body, &list, add, ctx, err);
}

const struct dialect dialect_ollama = {
	.name = "ollama",
	.framing = FRAMING_NDJSON,
	.build = ollama_build,
	.frame = ollama_frame,
	.refuse = failure_of_reply,
	.models_path = "/api/tags",
	.models = ollama_models,
};

const struct dialect dialect_ollama_fim = {
	.name = "ollama-fim",
	.framing = FRAMING_NDJSON,
	.fills = true,
	.build = fim_build,
	.frame = fim_frame,
	.refuse = failure_of_reply,
	.models_path = "/api/tags",
	.models = ollama_models,
};
