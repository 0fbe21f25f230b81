#include "base/json.h"
#include "provider/dialects.h"
#include "provider/request.h"

/*
 * The request of Chat Completions. What a server wants differently is data
 * of its endpoint (presets.c), never its name.
 */

static void add_system(struct json_writer *w, const struct endpoint *ep,
		       const struct model *m, const struct request *rq)
{
	bool developer = ep->flags & ENDPOINT_DEVELOPER_ROLE &&
			 m->flags & MODEL_REASONING;

	if (!request_has_system(m, rq))
		return;
	json_begin(w, NULL, '{');
	json_add_str(w, "role", developer ? "developer" : "system");
	request_system(w, "content", m, rq);
	json_end(w, '}');
}

static void add_stream(struct json_writer *w, const struct endpoint *ep,
		       const struct request *rq)
{
	json_add_bool(w, "stream", rq->stream);
	if (!rq->stream || ep->flags & ENDPOINT_NO_STREAM_OPTIONS)
		return;
	json_begin(w, "stream_options", '{');
	json_add_bool(w, "include_usage", true);
	if (ep->flags & ENDPOINT_NO_OBFUSCATION)
		json_add_bool(w, "include_obfuscation", false);
	json_end(w, '}');
}

static void add_effort(struct json_writer *w, const struct endpoint *ep,
		       const struct model *m, const struct request *rq)
{
	const char *effort = request_effort(m, rq);

	if (!effort)
		return;
	if (rq->effort == EFFORT_NONE && ep->flags & ENDPOINT_THINKING_SWITCH) {
		json_begin(w, "thinking", '{');
		json_add_str(w, "type", "disabled");
		json_end(w, '}');
		return;
	}
	if (ep->flags & ENDPOINT_REASONING_OBJECT) {
		json_begin(w, "reasoning", '{');
		json_add_str(w, "effort", effort);
		json_end(w, '}');
		return;
	}
	json_add_str(w, "reasoning_effort", effort);
}

static void add_format(struct json_writer *w, const struct endpoint *ep,
		       const struct model *m, const struct request *rq)
{
	bool by_schema = request_has_schema(m, rq);

	if (!by_schema && !(rq->schema.len && ep->flags & ENDPOINT_JSON_OBJECT))
		return;
	json_begin(w, "response_format", '{');
	json_add_str(w, "type", by_schema ? "json_schema" : "json_object");
	if (by_schema) {
		json_begin(w, "json_schema", '{');
		json_add_str(w, "name", "answer");
		json_add_bool(w, "strict", true);
		json_add_raw(w, "schema", rq->schema);
		json_end(w, '}');
	}
	json_end(w, '}');
}

static void add_image(struct json_writer *w, const struct image *image)
{
	json_begin(w, NULL, '{');
	json_add_str(w, "type", "image_url");
	json_begin(w, "image_url", '{');
	request_data_url(w, "url", image);
	json_end(w, '}');
	json_end(w, '}');
}

static void add_messages(struct json_writer *w, const struct endpoint *ep,
			 const struct model *m, const struct request *rq)
{
	json_begin(w, "messages", '[');
	add_system(w, ep, m, rq);
	request_messages(w, rq, "text", add_image);
	json_end(w, ']');
}

/* What the user asked for, and the endpoint and model take. */
static void add_wishes(struct json_writer *w, const struct endpoint *ep,
		       const struct model *m, const struct request *rq)
{
	long max = request_max_tokens(m, rq);

	if (max > 0)
		json_add_int(w, ep->flags & ENDPOINT_NEW_MAX_TOKENS ?
				"max_completion_tokens" : "max_tokens", max);
	if (request_has_temperature(m, rq))
		json_add_number(w, "temperature", rq->temperature);
	add_effort(w, ep, m, rq);
	add_format(w, ep, m, rq);
}

int openai_chat_build(const struct endpoint *ep, const struct model *m,
		      const struct request *asked, struct http_request *out,
		      struct err *err)
{
	struct json_writer w;
	const struct preset *p = ep->preset;
	struct request rq = *asked;

	if (ep->flags & ENDPOINT_JSON_OBJECT)
		rq.schema_in_words = true;
	endpoint_model_url(ep, m, "/chat/completions", &out->url);
	request_begin(&w, &rq, out);
	if (rq.conversation && p->conversation_header)
		http_request_header(out, p->conversation_header,
				    rq.conversation);
	json_add_str(&w, "model", m->id);
	add_stream(&w, ep, &rq);
	add_wishes(&w, ep, m, &rq);
	if (rq.conversation && p->conversation_field)
		json_add_str(&w, p->conversation_field, rq.conversation);
	add_messages(&w, ep, m, &rq);
	return request_end(&w, out, err);
}
