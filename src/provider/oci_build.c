#include <ctype.h>
#include <string.h>

#include "base/json.h"
#include "provider/dialects.h"
#include "provider/request.h"

/*
 * What is asked of Oracle's chat API, as its Python SDK describes ChatDetails,
 * GenericChatRequest and CohereChatRequest (version 20231130).
 */

#define DEDICATED "ocid1.generativeaiendpoint."

/* Cohere's models have a format of their own, which knows no pictures. */
static bool is_cohere(const struct model *m)
{
	return !strncmp(m->id, "cohere.", 7) ||
	       (m->vendor && !strcmp(m->vendor, "Cohere"));
}

/* A model of all, or an endpoint of one's own that hosts one. */
static void add_mode(struct json_writer *w, const struct model *m)
{
	bool dedicated = !strncmp(m->id, DEDICATED, sizeof(DEDICATED) - 1);

	json_begin(w, "servingMode", '{');
	json_add_str(w, "servingType", dedicated ? "DEDICATED" : "ON_DEMAND");
	json_add_str(w, dedicated ? "endpointId" : "modelId", m->id);
	json_end(w, '}');
}

static void add_stream(struct json_writer *w, const struct request *rq)
{
	json_add_bool(w, "isStream", rq->stream);
	if (!rq->stream)
		return;
	json_begin(w, "streamOptions", '{');
	json_add_bool(w, "isIncludeUsage", true);
	json_end(w, '}');
}

/* Of our words it knows those up to "high", in capitals. */
static void add_effort(struct json_writer *w, const struct model *m,
		       const struct request *rq)
{
	const char *effort = request_effort(m, rq);
	char word[16];
	size_t n = 0;

	if (!effort)
		return;
	if (rq->effort > EFFORT_HIGH)
		effort = "high";
	for (; effort[n] && n < sizeof(word) - 1; n++)
		word[n] = (char)toupper((unsigned char)effort[n]);
	word[n] = '\0';
	json_add_str(w, "reasoningEffort", word);
}

static void add_limits(struct json_writer *w, const struct endpoint *ep,
		       const struct model *m, const struct request *rq)
{
	bool newer = ep->flags & ENDPOINT_NEW_MAX_TOKENS && !is_cohere(m);
	long max = request_max_tokens(m, rq);

	if (max > 0)
		json_add_int(w, newer ? "maxCompletionTokens" : "maxTokens",
			     max);
	if (request_has_temperature(m, rq))
		json_add_number(w, "temperature", rq->temperature);
}

static void add_image(struct json_writer *w, const struct image *image)
{
	json_begin(w, NULL, '{');
	json_add_str(w, "type", "IMAGE");
	json_begin(w, "imageUrl", '{');
	request_data_url(w, "url", image);
	json_end(w, '}');
	json_end(w, '}');
}

static void begin_message(struct json_writer *w, const char *role)
{
	json_begin(w, NULL, '{');
	json_add_str(w, "role", role);
	json_begin(w, "content", '[');
}

static void end_message(struct json_writer *w)
{
	json_end(w, ']');
	json_end(w, '}');
}

static void add_generic(struct json_writer *w, const struct model *m,
			const struct request *rq)
{
	struct message msg = { .turns = NULL };

	json_begin(w, "messages", '[');
	if (request_has_system(m, rq)) {
		begin_message(w, "SYSTEM");
		json_begin(w, NULL, '{');
		json_add_str(w, "type", "TEXT");
		request_system(w, "text", m, rq);
		json_end(w, '}');
		end_message(w);
	}
	while (request_message(rq, &msg)) {
		begin_message(w, msg.role == ROLE_USER ? "USER" :
							 "ASSISTANT");
		message_images(w, &msg, add_image);
		if (message_has_text(&msg)) {
			json_begin(w, NULL, '{');
			json_add_str(w, "type", "TEXT");
			message_text(w, "text", &msg);
			json_end(w, '}');
		}
		end_message(w);
	}
	json_end(w, ']');
}

/* The ask stands apart from what was said before. */
static int add_cohere(struct json_writer *w, const struct model *m,
		      const struct request *rq, struct err *err)
{
	struct message msg = { .turns = NULL };
	bool history = false;

	if (request_has_system(m, rq))
		request_system(w, "preambleOverride", m, rq);
	while (request_message(rq, &msg)) {
		if (message_has_images(&msg))
			return err_set(err, ERR_REJECTED, "%s takes no "
				       "pictures", m->id);
		if (message_is_last(rq, &msg)) {
			if (history)
				json_end(w, ']');
			message_text(w, "message", &msg);
			return 0;
		}
		if (!history)
			json_begin(w, "chatHistory", '[');
		history = true;
		json_begin(w, NULL, '{');
		json_add_str(w, "role", msg.role == ROLE_USER ? "USER" :
								"CHATBOT");
		message_text(w, "message", &msg);
		json_end(w, '}');
	}
	if (history)
		json_end(w, ']');
	return 0;
}

int oci_build(const struct endpoint *ep, const struct model *m,
	      const struct request *asked, struct http_request *out,
	      struct err *err)
{
	struct json_writer w;
	struct request rq = *asked;

	if (!ep->compartment)
		return err_set(err, ERR_CONFIG, "endpoint '%s' has no "
			       "compartment: set compartment = "
			       "ocid1.compartment... in [endpoint.%s]",
			       ep->name, ep->name);
	rq.schema_in_words = true;
	endpoint_url(ep, "/20231130/actions/chat", &out->url);
	request_begin(&w, &rq, out);
	json_add_str(&w, "compartmentId", ep->compartment);
	add_mode(&w, m);
	json_begin(&w, "chatRequest", '{');
	json_add_str(&w, "apiFormat", is_cohere(m) ? "COHERE" : "GENERIC");
	add_stream(&w, &rq);
	add_limits(&w, ep, m, &rq);
	if (!is_cohere(m)) {
		add_effort(&w, m, &rq);
		add_generic(&w, m, &rq);
	} else if (add_cohere(&w, m, &rq, err)) {
		return -1;
	}
	json_end(&w, '}');
	return request_end(&w, out, err);
}
