#ifndef SHUNT_PROVIDER_REQUEST_H
#define SHUNT_PROVIDER_REQUEST_H

#include "base/json.h"
#include "provider/provider.h"

/*
 * What the bodies of several dialects share. Texts go from the request's
 * parts straight into the body: they are never joined elsewhere.
 */

/*
 * Begins a POST whose body is one JSON object, and ends it; the dialect gives
 * the URL, and the members between. The body has room for all the texts and
 * some escapes, so that many megabytes are not copied while it grows. Fails
 * where the URL, the headers or the body were too large.
 */
void request_begin(struct json_writer *w, const struct request *rq,
		   struct http_request *out);
MUST_CHECK
int request_end(struct json_writer *w, struct http_request *out,
		struct err *err);

/*
 * For a dialect that fills gaps: ERR_CONFIG where there is none to fill, as
 * a model that was given such a dialect cannot be asked anything else. The
 * text before the gap with the others before that, as a string, for vendors
 * that have no place for them; their size and that of the suffix; and how
 * many tokens may fill it.
 */
MUST_CHECK
int request_check_gap(const struct model *m, const struct request *rq,
		      struct err *err);
void request_gap_prefix(struct json_writer *w, const char *name,
			const struct request *rq);
size_t request_gap_size(const struct request *rq);
long request_gap_tokens(const struct model *m, const struct request *rq);

/* Do the parts hold anything? How many bytes? */
bool request_has_text(const struct text *parts, size_t count);
size_t request_text_size(const struct text *parts, size_t count);

/*
 * How many tokens of the model so many bytes of the request's text are: their
 * share of input_tokens, or one in four bytes where that was not estimated.
 */
double request_tokens(const struct model *m, const struct request *rq,
		      size_t len);

/*
 * Shall a mark stand behind the first `prefix` bytes of text, so that they
 * are cached? A prefix that is short never is, whatever is marked.
 */
bool request_is_cached(const struct model *m, const struct request *rq,
		       size_t prefix);

/* One segment of a path: all but RFC 3986's unreserved is escaped. */
void request_segment(struct buf *out, const char *s);

/* Is the schema sent by the dialect's own means? Else it goes as words. */
bool request_has_schema(const struct model *m, const struct request *rq);

/*
 * The system text as a string; behind it the schema in words, where the
 * model has no other means to be held to it.
 */
bool request_has_system(const struct model *m, const struct request *rq);
void request_system(struct json_writer *w, const char *name,
		    const struct model *m, const struct request *rq);

/* A string: the prefix ("data:image/png;base64,"), then bytes (RFC 4648). */
void request_base64(struct json_writer *w, const char *name,
		    const char *prefix, struct text bytes);

/* The image as a "data:" URL (RFC 2397). */
void request_data_url(struct json_writer *w, const char *name,
		      const struct image *image);

/*
 * A message of the conversation: turns of one role that follow each other are
 * one, for chat templates that insist on changing roles; empty ones (an
 * answer that was cut before its first word) are none, for vendors that
 * refuse them. Start with { 0 }; false when there are no more.
 */
struct message {
	enum role role;
	const struct turn *turns;	/* empty ones may be among them */
	size_t count;
};

bool request_message(const struct request *rq, struct message *msg);

/* Does it hold the ask? What stands before is said again with each ask. */
bool message_is_last(const struct request *rq, const struct message *msg);

/* Is it the message before the one with the ask? */
bool message_ends_history(const struct request *rq, struct message msg);

/* "user", "assistant" */
const char *message_role(const struct message *msg);
bool message_has_images(const struct message *msg);
bool message_has_text(const struct message *msg);
size_t message_size(const struct message *msg);		/* of its text */

/* Its text as a string; a blank line joins that of several turns. */
void message_text(struct json_writer *w, const char *name,
		  const struct message *msg);

/* Writes one image as the dialect has it. */
typedef void image_fn(struct json_writer *w, const struct image *image);
void message_images(struct json_writer *w, const struct message *msg,
		    image_fn *add);

/*
 * Every message as OpenAI's dialects have it: a role and a content, which is
 * a string, or with images a list of parts: they, then what is said about
 * them in a part of that type.
 */
void request_messages(struct json_writer *w, const struct request *rq,
		      const char *text_type, image_fn *add);

/* At most what the model can write; 0: nothing was asked for. */
long request_max_tokens(const struct model *m, const struct request *rq);

/* The word for the effort asked for, NULL where the model does not take it. */
const char *request_effort(const struct model *m, const struct request *rq);

/* Was a temperature asked for that the model takes? */
bool request_has_temperature(const struct model *m, const struct request *rq);

#endif
