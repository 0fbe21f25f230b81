#include "provider/request.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

bool request_has_text(const struct text *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (parts[i].len)
			return true;
	return false;
}

size_t request_text_size(const struct text *parts, size_t count)
{
	size_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += parts[i].len;
	return sum;
}

/* See request_begin(). */
static void reserve(const struct request *rq, struct buf *body)
{
	size_t sum = request_text_size(rq->system, rq->system_count);
	size_t images = 0, room;

	for (size_t i = 0; i < rq->turn_count; i++) {
		const struct turn *t = &rq->turns[i];

		sum += request_text_size(t->parts, t->count);
		for (size_t n = 0; n < t->image_count; n++)
			images += t->images[n].bytes.len / 3 * 4 + 128;
	}
	if (rq->gap)
		sum += request_gap_size(rq);
	buf_room(body, sum + sum / 8 + images + rq->schema.len + 1024, &room);
}

void request_begin(struct json_writer *w, const struct request *rq,
		   struct http_request *out)
{
	*w = (struct json_writer)JSON_WRITER_INIT(&out->body);
	reserve(rq, &out->body);
	out->method = "POST";
	http_request_header(out, "Content-Type", "application/json");
	json_begin(w, NULL, '{');
}

int request_end(struct json_writer *w, struct http_request *out,
		struct err *err)
{
	json_end(w, '}');
	if (buf_check(&out->url, "the URL", err) ||
	    buf_check(&out->headers, "the headers", err))
		return -1;
	return buf_check(&out->body, "the request", err);
}

double request_tokens(const struct model *m, const struct request *rq,
		      size_t len)
{
	double factor = m->token_factor > 0 ? m->token_factor : 1;
	size_t all = request_text_size(rq->system, rq->system_count);

	for (size_t i = 0; i < rq->turn_count; i++)
		all += request_text_size(rq->turns[i].parts,
					 rq->turns[i].count);
	if (!all || rq->input_tokens <= 0)
		return factor * (double)len / 4;
	return factor * rq->input_tokens * (double)len / (double)all;
}

/* "Prompt caching": 1,024 tokens, and more with some models. */
#define LEAST_CACHED 1024

bool request_is_cached(const struct model *m, const struct request *rq,
		       size_t prefix)
{
	return rq->cache && request_tokens(m, rq, prefix) >= LEAST_CACHED;
}

void request_segment(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (isalnum((unsigned char)*s) || strchr("-._~", *s))
			buf_addch(out, *s);
		else
			buf_addf(out, "%%%02X", (unsigned)(unsigned char)*s);
	}
}

static void add_parts(struct json_writer *w, const struct text *parts,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		json_more_text(w, parts[i]);
}

bool request_has_schema(const struct model *m, const struct request *rq)
{
	return rq->schema.len && !rq->schema_in_words &&
	       m->flags & MODEL_SCHEMA;
}

static bool has_schema_words(const struct model *m, const struct request *rq)
{
	return rq->schema.len && !request_has_schema(m, rq);
}

bool request_has_system(const struct model *m, const struct request *rq)
{
	return request_has_text(rq->system, rq->system_count) ||
	       has_schema_words(m, rq);
}

void request_system(struct json_writer *w, const char *name,
		    const struct model *m, const struct request *rq)
{
	json_open_text(w, name);
	add_parts(w, rq->system, rq->system_count);
	if (has_schema_words(m, rq)) {
		if (request_has_text(rq->system, rq->system_count))
			json_more_text(w, TEXT_LIT("\n\n"));
		json_more_text(w, TEXT_LIT(
			"Answer with one JSON value that keeps this JSON "
			"Schema, and with nothing else: no words around it, "
			"no code fence.\n\n"));
		json_more_text(w, rq->schema);
	}
	json_close_text(w);
}

void request_base64(struct json_writer *w, const char *name,
		    const char *prefix, struct text bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char piece[4 * 1024];
	size_t n = 0;

	json_open_text(w, name);
	json_more_text(w, text_of(prefix));
	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t left = bytes.len - i;
		unsigned long v = (unsigned char)bytes.ptr[i] * 65536UL;

		if (left > 1)
			v |= (unsigned char)bytes.ptr[i + 1] * 256UL;
		if (left > 2)
			v |= (unsigned char)bytes.ptr[i + 2];
		piece[n++] = digits[v >> 18 & 63];
		piece[n++] = digits[v >> 12 & 63];
		piece[n++] = left > 1 ? digits[v >> 6 & 63] : '=';
		piece[n++] = left > 2 ? digits[v & 63] : '=';
		if (n < sizeof(piece) && left > 3)
			continue;
		json_more_text(w, (struct text){ piece, n });
		n = 0;
	}
	json_close_text(w);
}

void request_data_url(struct json_writer *w, const char *name,
		      const struct image *image)
{
	struct buf prefix = BUF_INIT(256);

	buf_addf(&prefix, "data:%s;base64,", image->type);
	request_base64(w, name, prefix.ptr, image->bytes);
	buf_release(&prefix);
}

static bool is_empty(const struct turn *t)
{
	return !t->image_count && !request_has_text(t->parts, t->count);
}

bool request_message(const struct request *rq, struct message *msg)
{
	const struct turn *t = msg->turns ? msg->turns + msg->count : rq->turns;
	const struct turn *end = rq->turns + rq->turn_count;

	while (t < end && is_empty(t))
		t++;
	if (t == end)
		return false;
	msg->role = t->role;
	msg->turns = t;
	while (t < end && (is_empty(t) || t->role == msg->role))
		t++;
	msg->count = (size_t)(t - msg->turns);
	return true;
}

bool message_is_last(const struct request *rq, const struct message *msg)
{
	return msg->turns + msg->count == rq->turns + rq->turn_count;
}

bool message_ends_history(const struct request *rq, struct message msg)
{
	return request_message(rq, &msg) && message_is_last(rq, &msg);
}

const char *message_role(const struct message *msg)
{
	static const char *const roles[] = {
		[ROLE_USER] = "user",
		[ROLE_ASSISTANT] = "assistant",
	};

	return roles[msg->role];
}

bool message_has_images(const struct message *msg)
{
	for (size_t i = 0; i < msg->count; i++)
		if (msg->turns[i].image_count)
			return true;
	return false;
}

bool message_has_text(const struct message *msg)
{
	for (size_t i = 0; i < msg->count; i++)
		if (request_has_text(msg->turns[i].parts, msg->turns[i].count))
			return true;
	return false;
}

size_t message_size(const struct message *msg)
{
	size_t sum = 0;

	for (size_t i = 0; i < msg->count; i++)
		sum += request_text_size(msg->turns[i].parts,
					 msg->turns[i].count);
	return sum;
}

void message_text(struct json_writer *w, const char *name,
		  const struct message *msg)
{
	bool any = false;

	json_open_text(w, name);
	for (size_t i = 0; i < msg->count; i++) {
		const struct turn *t = &msg->turns[i];

		if (!request_has_text(t->parts, t->count))
			continue;
		if (any)
			json_more_text(w, TEXT_LIT("\n\n"));
		add_parts(w, t->parts, t->count);
		any = true;
	}
	json_close_text(w);
}

void message_images(struct json_writer *w, const struct message *msg,
		    image_fn *add)
{
	for (size_t i = 0; i < msg->count; i++)
		for (size_t n = 0; n < msg->turns[i].image_count; n++)
			add(w, &msg->turns[i].images[n]);
}

static void add_content(struct json_writer *w, const struct message *msg,
			const char *text_type, image_fn *add)
{
	json_begin(w, "content", '[');
	message_images(w, msg, add);
	if (message_has_text(msg)) {
		json_begin(w, NULL, '{');
		json_add_str(w, "type", text_type);
		message_text(w, "text", msg);
		json_end(w, '}');
	}
	json_end(w, ']');
}

void request_messages(struct json_writer *w, const struct request *rq,
		      const char *text_type, image_fn *add)
{
	struct message msg = { .turns = NULL };

	while (request_message(rq, &msg)) {
		json_begin(w, NULL, '{');
		json_add_str(w, "role", message_role(&msg));
		if (message_has_images(&msg))
			add_content(w, &msg, text_type, add);
		else
			message_text(w, "content", &msg);
		json_end(w, '}');
	}
}

long request_max_tokens(const struct model *m, const struct request *rq)
{
	if (m->max_output > 0 && rq->max_tokens > m->max_output)
		return m->max_output;
	return rq->max_tokens;
}

const char *request_effort(const struct model *m, const struct request *rq)
{
	if (rq->effort == EFFORT_DEFAULT || rq->effort >= EFFORT_COUNT ||
	    !(m->efforts & 1u << rq->effort))
		return NULL;
	return effort_name(rq->effort);
}

bool request_has_temperature(const struct model *m, const struct request *rq)
{
	return !isnan(rq->temperature) && m->flags & MODEL_TEMPERATURE;
}

int request_check_gap(const struct model *m, const struct request *rq,
		      struct err *err)
{
	if (rq->gap)
		return 0;
	return err_set(err, ERR_CONFIG, "%s is set up to fill gaps and nothing "
		       "else: shunt complete", m->id);
}

void request_gap_prefix(struct json_writer *w, const char *name,
			const struct request *rq)
{
	const struct gap *gap = rq->gap;

	json_open_text(w, name);
	for (size_t i = 0; i < gap->count; i++) {
		json_more_text(w, gap->texts[i]);
		json_more_text(w, TEXT_LIT("\n"));
	}
	json_more_text(w, gap->prefix);
	json_close_text(w);
}

size_t request_gap_size(const struct request *rq)
{
	const struct gap *gap = rq->gap;

	return request_text_size(gap->texts, gap->count) + gap->count +
	       gap->prefix.len + gap->suffix.len;
}

long request_gap_tokens(const struct model *m, const struct request *rq)
{
	return rq->max_tokens > 0 ? request_max_tokens(m, rq) : GAP_TOKENS;
}
