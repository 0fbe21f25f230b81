#include <string.h>

#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"
#include "provider/request.h"

/*
 * llama.cpp's /infill, as tools/server/README.md of its repository has it:
 * the server puts the model's own marks around the texts. The options and
 * the answer are those of its /completion.
 */

static void add_extra(struct json_writer *w, const struct gap *gap)
{
	if (!gap->count)
		return;
	json_begin(w, "input_extra", '[');
	for (size_t i = 0; i < gap->count; i++) {
		json_begin(w, NULL, '{');
		json_add_text(w, "filename", gap->names[i]);
		json_add_text(w, "text", gap->texts[i]);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static int infill_build(const struct endpoint *ep, const struct model *m,
			const struct request *rq, struct http_request *out,
			struct err *err)
{
	struct json_writer w;

	if (request_check_gap(m, rq, err))
		return -1;
	endpoint_url(ep, "/infill", &out->url);
	request_begin(&w, rq, out);
	json_add_str(&w, "model", m->id);
	json_add_bool(&w, "stream", rq->stream);
	json_add_int(&w, "n_predict", request_gap_tokens(m, rq));
	if (request_has_temperature(m, rq))
		json_add_number(&w, "temperature", rq->temperature);
	add_extra(&w, rq->gap);
	json_add_text(&w, "input_prefix", rq->gap->prefix);
	json_add_text(&w, "input_suffix", rq->gap->suffix);
	return request_end(&w, out, err);
}

/* Why generation stopped; "none" is said while it goes on. */
static const struct finish_word finishes[] = {
	{ "eos", FINISH_STOP, ERR_NONE, false },
	{ "word", FINISH_STOP, ERR_NONE, false },
	{ "limit", FINISH_LENGTH, ERR_NONE, false },
	{ .word = NULL },
};

static int read_end(struct reply *rp, const struct json *j, struct err *err)
{
	struct text type;

	answer_count(j, "tokens_evaluated", &rp->usage.input);
	answer_count(j, "tokens_predicted", &rp->usage.output);
	if (json_truthy(json_get(j, "truncated")))
		answer_remark(rp, "the server cut the text around the cursor");
	rp->state |= STATE_ENDED;
	if (!json_text_at(j, "stop_type", &type))
		type = TEXT_LIT("eos");
	return answer_finish(rp, finishes, type, err);
}

static int read_object(struct reply *rp, const char *name,
		       const struct json *j, struct err *err)
{
	struct text content, model;

	if (failure_in(j) || (name && !strcmp(name, "error")))
		return failure_of_object(j, &rp->failure, err);
	if (!name && !json_len(j))
		return err_set(err, ERR_PROTO, "empty answer");
	if (!json_text_at(j, "content", &content))
		return err_set(err, ERR_PROTO,
			       "unexpected answer: no content");
	if (json_text_at(j, "model", &model))
		answer_served(rp, model);
	if (answer_text(rp, content, err))
		return -1;
	if (json_truthy(json_get(j, "stop")))
		return read_end(rp, j, err);
	if (name)
		return 0;
	return err_set(err, ERR_PROTO,
		       "answer incomplete: it does not say that it stopped");
}

static int infill_frame(struct reply *rp, const char *name, const char *data,
			size_t len, struct err *err)
{
	struct text text = { data, len };

	if (rp->state & STATE_ENDED)
		return 0;
	/* newer servers end their streams so; it makes no answer whole */
	if (name && (!len || text_is(text, "[DONE]")))
		return 0;
	return answer_frame(rp, name, text, read_object, err);
}

const struct dialect dialect_llamacpp_fim = {
	.name = "llamacpp-fim",
	.framing = FRAMING_SSE,
	.fills = true,
	.build = infill_build,
	.frame = infill_frame,
	.refuse = failure_of_reply,
	.models_path = "/models",
	.models = openai_chat_models,
};
