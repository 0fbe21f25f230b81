#include "base/json.h"
#include "provider/dialects.h"
#include "provider/request.h"

/*
 * What is asked of the Responses API, as "Create a model response" and
 * "Structured outputs" of OpenAI's reference have it. The vendor keeps
 * nothing: the history goes out with each request, as in every dialect.
 */

/* A smaller limit is refused. */
enum { LEAST_OUTPUT = 16 };

static void add_stream(struct json_writer *w, const struct endpoint *ep,
		       const struct request *rq)
{
	json_add_bool(w, "stream", rq->stream);
	if (!rq->stream || !(ep->flags & ENDPOINT_NO_OBFUSCATION) ||
	    ep->flags & ENDPOINT_NO_STREAM_OPTIONS)
		return;
	json_begin(w, "stream_options", '{');
	json_add_bool(w, "include_obfuscation", false);
	json_end(w, '}');
}

/* Unlike in Chat Completions, the format holds the schema itself. */
static void add_format(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	if (!request_has_schema(m, rq))
		return;
	json_begin(w, "text", '{');
	json_begin(w, "format", '{');
	json_add_str(w, "type", "json_schema");
	json_add_str(w, "name", "answer");
	json_add_bool(w, "strict", true);
	json_add_raw(w, "schema", rq->schema);
	json_end(w, '}');
	json_end(w, '}');
}

/* What the user asked for, and the model takes. */
static void add_wishes(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	const char *effort = request_effort(m, rq);
	long max = request_max_tokens(m, rq);

	if (max > 0)
		json_add_int(w, "max_output_tokens",
			     max < LEAST_OUTPUT ? LEAST_OUTPUT : max);
	if (request_has_temperature(m, rq))
		json_add_number(w, "temperature", rq->temperature);
	if (effort) {
		json_begin(w, "reasoning", '{');
		json_add_str(w, "effort", effort);
		json_end(w, '}');
	}
	add_format(w, m, rq);
}

static void add_image(struct json_writer *w, const struct image *image)
{
	json_begin(w, NULL, '{');
	json_add_str(w, "type", "input_image");
	json_add_str(w, "detail", "auto");
	request_data_url(w, "image_url", image);
	json_end(w, '}');
}

static void add_input(struct json_writer *w, const struct request *rq)
{
	json_begin(w, "input", '[');
	request_messages(w, rq, "input_text", add_image);
	json_end(w, ']');
}

/* Turns of one conversation shall meet the cache of those before. */
static void add_conversation(struct json_writer *w, const struct endpoint *ep,
			     const struct request *rq,
			     struct http_request *out)
{
	const char *header = ep->preset->conversation_header;

	if (!rq->conversation)
		return;
	if (header)
		http_request_header(out, header, rq->conversation);
	json_add_str(w, "prompt_cache_key", rq->conversation);
}

int openai_responses_build(const struct endpoint *ep, const struct model *m,
			   const struct request *rq, struct http_request *out,
			   struct err *err)
{
	struct json_writer w;

	endpoint_model_url(ep, NULL, "/responses", &out->url);
	request_begin(&w, rq, out);
	json_add_str(&w, "model", m->id);
	json_add_bool(&w, "store", false);	/* true by default */
	add_stream(&w, ep, rq);
	add_wishes(&w, m, rq);
	add_conversation(&w, ep, rq, out);
	if (request_has_system(m, rq))
		request_system(&w, "instructions", m, rq);
	add_input(&w, rq);
	return request_end(&w, out, err);
}
