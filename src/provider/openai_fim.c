#include "base/json.h"
#include "provider/answer.h"
#include "provider/dialects.h"
#include "provider/failure.h"
#include "provider/request.h"

/*
 * Completions with a suffix: OpenAI's old /completions, which DeepSeek has
 * under /beta, and Mistral's /fim/completions, whose answer has the shape of
 * a chat's. Where it stands is data of the preset. Refused fields are left
 * out as in a chat; none is sent that a vendor's page does not name.
 */

static int fim_build(const struct endpoint *ep, const struct model *m,
		     const struct request *rq, struct http_request *out,
		     struct err *err)
{
	const char *path = ep->preset->fim_path;
	struct json_writer w;

	if (request_check_gap(m, rq, err))
		return -1;
	endpoint_url(ep, path ? path : "/completions", &out->url);
	request_begin(&w, rq, out);
	json_add_str(&w, "model", m->id);
	json_add_bool(&w, "stream", rq->stream);
	/* else it is 16 with some */
	json_add_int(&w, "max_tokens", request_gap_tokens(m, rq));
	if (request_has_temperature(m, rq))
		json_add_number(&w, "temperature", rq->temperature);
	request_gap_prefix(&w, "prompt", rq);
	if (rq->gap->suffix.len)
		json_add_text(&w, "suffix", rq->gap->suffix);
	return request_end(&w, out, err);
}

static int fim_frame(struct reply *rp, const char *name, const char *data,
		     size_t len, struct err *err)
{
	rp->state |= STATE_BARE;
	return openai_chat_frame(rp, name, data, len, err);
}

const struct dialect dialect_openai_fim = {
	.name = "openai-fim",
	.framing = FRAMING_SSE,
	.fills = true,
	.build = fim_build,
	.frame = fim_frame,
	.refuse = failure_of_reply,
	.models_path = "/models",
	.models = openai_chat_models,
};
