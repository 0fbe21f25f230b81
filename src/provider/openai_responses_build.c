#include "provider/openai_responses_build.h"

#include "base/json.h"
#include "provider/request.h"

/*
 * What is asked of the Responses API, as "Create a model response" and
 * "Structured outputs" of OpenAI's reference have it. The vendor keeps
 * nothing: the history goes out with each request, as in every dialect.
 */

/* A smaller limit is refused. */
enum { LEAST_OUTPUT = 16 };

static bool has_content(const struct turn *t)
{
	return t->image_count || request_has_text(t->parts, t->count);
}

/* The next turn from i that says something; turn_count: there is none. */
static size_t next_turn(const struct request *rq, size_t i)
{
	while (i < rq->turn_count && !has_content(&rq->turns[i]))
		i++;
	return i;
}

/* Where the turns of one role that begin at `from` end. */
static size_t end_of_role(const struct request *rq, size_t from)
{
	size_t end = from;

	while (end < rq->turn_count &&
	       (!has_content(&rq->turns[end]) ||
		rq->turns[end].role == rq->turns[from].role))
		end++;
	return end;
}

static bool has_images(const struct request *rq, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		if (rq->turns[i].image_count)
			return true;
	return false;
}

/* The texts of turns from..end, with a blank line between two. */
static void add_texts(struct json_writer *w, const char *name,
		      const struct request *rq, size_t from, size_t end)
{
	bool any = false;

	json_open_text(w, name);
	for (size_t i = from; i < end; i++) {
		const struct turn *t = &rq->turns[i];

		if (!request_has_text(t->parts, t->count))
			continue;
		if (any)
			json_more_text(w, TEXT_LIT("\n\n"));
		any = true;
		for (size_t p = 0; p < t->count; p++)
			json_more_text(w, t->parts[p]);
	}
	json_close_text(w);
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

/* One turn as parts: its images, then what is said about them. */
static void add_parts(struct json_writer *w, const struct request *rq,
		      size_t at)
{
	const struct turn *t = &rq->turns[at];

	for (size_t i = 0; i < t->image_count; i++)
		add_image(w, &t->images[i]);
	if (!request_has_text(t->parts, t->count))
		return;
	json_begin(w, NULL, '{');
	json_add_str(w, "type", "input_text");
	add_texts(w, "text", rq, at, at + 1);
	json_end(w, '}');
}

/*
 * Turns of one role are one item, as in the other dialects: servers that
 * copy this one put the items into chat templates that want it so.
 */
static void add_input(struct json_writer *w, const struct request *rq)
{
	static const char *const roles[] = {
		[ROLE_USER] = "user",
		[ROLE_ASSISTANT] = "assistant",
	};
	size_t end;

	json_begin(w, "input", '[');
	for (size_t i = next_turn(rq, 0); i < rq->turn_count;
	     i = next_turn(rq, end)) {
		end = end_of_role(rq, i);
		json_begin(w, NULL, '{');
		json_add_str(w, "role", roles[rq->turns[i].role]);
		if (!has_images(rq, i, end)) {
			add_texts(w, "content", rq, i, end);
		} else {
			json_begin(w, "content", '[');
			for (size_t t = i; t < end; t++)
				add_parts(w, rq, t);
			json_end(w, ']');
		}
		json_end(w, '}');
	}
	json_end(w, ']');
}

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

/*
 * Unlike in Chat Completions, the format holds the schema itself. Not strict:
 * that is refused for a schema outside a subset of JSON Schema ("Supported
 * schemas"), and the answer is checked by us in either case.
 */
static void add_schema(struct json_writer *w, const struct request *rq)
{
	json_begin(w, "text", '{');
	json_begin(w, "format", '{');
	json_add_str(w, "type", "json_schema");
	json_add_str(w, "name", "answer");
	json_add_bool(w, "strict", false);
	json_add_raw(w, "schema", rq->schema);
	json_end(w, '}');
	json_end(w, '}');
}

static void add_limits(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	const char *effort = request_effort(m, rq);
	long max = request_max_tokens(m, rq);

	if (max > 0)
		json_add_int(w, "max_output_tokens",
			     max < LEAST_OUTPUT ? LEAST_OUTPUT : max);
	if (request_has_temperature(m, rq))
		json_add_number(w, "temperature", rq->temperature);
	if (!effort)
		return;
	json_begin(w, "reasoning", '{');
	json_add_str(w, "effort", effort);
	json_end(w, '}');
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
	add_limits(&w, m, rq);
	if (request_has_schema(m, rq))
		add_schema(&w, rq);
	if (rq->conversation)
		json_add_str(&w, "prompt_cache_key", rq->conversation);
	if (request_has_system(m, rq))
		request_system(&w, "instructions", m, rq);
	add_input(&w, rq);
	json_end(&w, '}');
	if (buf_check(&out->url, "the URL", err) ||
	    buf_check(&out->headers, "the headers", err))
		return -1;
	return buf_check(&out->body, "the request", err);
}
