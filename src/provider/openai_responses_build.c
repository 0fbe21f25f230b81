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
	struct buf prefix = BUF_INIT(256);

	buf_addf(&prefix, "data:%s;base64,", image->type);
	json_begin(w, NULL, '{');
	json_add_str(w, "type", "input_image");
	json_add_str(w, "detail", "auto");
	request_base64(w, "image_url", prefix.ptr, image->bytes);
	json_end(w, '}');
	buf_release(&prefix);
}

/* Images, then what is said about them; only they need a list of parts. */
static void add_parts(struct json_writer *w, const struct message *msg)
{
	json_begin(w, "content", '[');
	for (size_t i = 0; i < msg->count; i++)
		for (size_t n = 0; n < msg->turns[i].image_count; n++)
			add_image(w, &msg->turns[i].images[n]);
	if (message_has_text(msg)) {
		json_begin(w, NULL, '{');
		json_add_str(w, "type", "input_text");
		message_text(w, "text", msg);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void add_input(struct json_writer *w, const struct request *rq)
{
	struct message msg = { .turns = NULL };

	json_begin(w, "input", '[');
	while (request_message(rq, &msg)) {
		json_begin(w, NULL, '{');
		json_add_str(w, "role", message_role(&msg));
		if (message_has_images(&msg))
			add_parts(w, &msg);
		else
			message_text(w, "content", &msg);
		json_end(w, '}');
	}
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
	struct json_writer w = JSON_WRITER_INIT(&out->body);

	request_reserve(rq, &out->body);
	out->method = "POST";
	endpoint_url(ep, "/responses", &out->url);
	http_request_header(out, "Content-Type", "application/json");
	json_begin(&w, NULL, '{');
	json_add_str(&w, "model", m->id);
	json_add_bool(&w, "store", false);	/* true by default */
	add_stream(&w, ep, rq);
	add_wishes(&w, m, rq);
	add_conversation(&w, ep, rq, out);
	if (request_has_system(m, rq))
		request_system(&w, "instructions", m, rq);
	add_input(&w, rq);
	json_end(&w, '}');
	if (buf_check(&out->url, "the URL", err) ||
	    buf_check(&out->headers, "the headers", err))
		return -1;
	return buf_check(&out->body, "the request", err);
}
