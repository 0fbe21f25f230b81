#include <string.h>

#include "base/json.h"
#include "provider/dialects.h"
#include "provider/request.h"

/*
 * The body of Converse and ConverseStream, as the API reference of Amazon
 * Bedrock Runtime has them.
 */

/* An id may be an ARN: it is one segment of the path, whatever is in it. */
static void add_url(const struct endpoint *ep, const struct model *m,
		    bool stream, struct buf *out)
{
	endpoint_url(ep, "/model/", out);
	request_segment(out, m->id);
	buf_adds(out, stream ? "/converse-stream" : "/converse");
}

static bool is_claude(const struct model *m)
{
	return strstr(m->id, "anthropic") != NULL;
}

/* Others refuse a request with a mark ("Prompt caching", Supported models). */
static bool takes_marks(const struct model *m)
{
	return is_claude(m) || strstr(m->id, "amazon.nova");
}

static bool is_marked(const struct model *m, const struct request *rq,
		      size_t prefix)
{
	return takes_marks(m) && request_is_cached(m, rq, prefix);
}

/* A block of its own, behind what is to be cached. */
static void add_mark(struct json_writer *w)
{
	json_begin(w, NULL, '{');
	json_begin(w, "cachePoint", '{');
	json_add_str(w, "type", "default");
	json_end(w, '}');
	json_end(w, '}');
}

static void add_system(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	if (!request_has_system(m, rq))
		return;
	json_begin(w, "system", '[');
	json_begin(w, NULL, '{');
	request_system(w, "text", m, rq);
	json_end(w, '}');
	if (is_marked(m, rq, request_text_size(rq->system, rq->system_count)))
		add_mark(w);
	json_end(w, ']');
}

/* "png" of "image/png" */
static void add_image(struct json_writer *w, const struct image *image)
{
	const char *slash = strchr(image->type, '/');

	json_begin(w, NULL, '{');
	json_begin(w, "image", '{');
	json_add_str(w, "format", slash ? slash + 1 : image->type);
	json_begin(w, "source", '{');
	request_base64(w, "bytes", "", image->bytes);
	json_end(w, '}');
	json_end(w, '}');
	json_end(w, '}');
}

static void add_messages(struct json_writer *w, const struct model *m,
			 const struct request *rq)
{
	size_t prefix = request_text_size(rq->system, rq->system_count);
	struct message msg = { .turns = NULL };

	json_begin(w, "messages", '[');
	while (request_message(rq, &msg)) {
		prefix += message_size(&msg);
		json_begin(w, NULL, '{');
		json_add_str(w, "role", message_role(&msg));
		json_begin(w, "content", '[');
		message_images(w, &msg, add_image);
		if (message_has_text(&msg)) {
			json_begin(w, NULL, '{');
			message_text(w, "text", &msg);
			json_end(w, '}');
		}
		if (message_ends_history(rq, msg) && is_marked(m, rq, prefix))
			add_mark(w);
		json_end(w, ']');
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void add_config(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	bool warm = request_has_temperature(m, rq);
	long max = request_max_tokens(m, rq);

	if (max <= 0 && !warm)
		return;
	json_begin(w, "inferenceConfig", '{');
	if (max > 0)
		json_add_int(w, "maxTokens", max);
	if (warm)
		json_add_number(w, "temperature", rq->temperature);
	json_end(w, '}');
}

/* The schema is a string that holds JSON. */
static void add_format(struct json_writer *w, const struct request *rq)
{
	json_begin(w, "textFormat", '{');
	json_add_str(w, "type", "json_schema");
	json_begin(w, "structure", '{');
	json_begin(w, "jsonSchema", '{');
	json_add_str(w, "name", "answer");
	json_add_text(w, "schema", rq->schema);
	json_end(w, '}');
	json_end(w, '}');
	json_end(w, '}');
}

static void add_output(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	const char *effort = request_effort(m, rq);
	bool by_schema = request_has_schema(m, rq);

	if (effort && rq->effort == EFFORT_NONE)
		effort = NULL;
	if (!effort && !by_schema)
		return;
	json_begin(w, "outputConfig", '{');
	if (effort)
		json_add_str(w, "effort", effort);
	if (by_schema)
		add_format(w, rq);
	json_end(w, '}');
}

/* What one vendor's models take stands in that vendor's own spelling. */
static void add_fields(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	if (!is_claude(m) || rq->effort != EFFORT_NONE ||
	    !request_effort(m, rq))
		return;
	json_begin(w, "additionalModelRequestFields", '{');
	json_begin(w, "thinking", '{');
	json_add_str(w, "type", "disabled");
	json_end(w, '}');
	json_end(w, '}');
}

int bedrock_build(const struct endpoint *ep, const struct model *m,
		  const struct request *rq, struct http_request *out,
		  struct err *err)
{
	struct json_writer w;

	add_url(ep, m, rq->stream, &out->url);
	request_begin(&w, rq, out);
	add_system(&w, m, rq);
	add_messages(&w, m, rq);
	add_config(&w, m, rq);
	add_output(&w, m, rq);
	add_fields(&w, m, rq);
	return request_end(&w, out, err);
}
