#include "provider/request.h"

#include <math.h>
#include <string.h>

bool request_has_text(const struct text *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (parts[i].len)
			return true;
	return false;
}

static size_t sum_of(const struct text *parts, size_t count)
{
	size_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += parts[i].len;
	return sum;
}

void request_reserve(const struct request *rq, struct buf *body)
{
	size_t sum = sum_of(rq->system, rq->system_count), room;

	for (size_t i = 0; i < rq->turn_count; i++)
		sum += sum_of(rq->turns[i].parts, rq->turns[i].count);
	buf_room(body, sum + sum / 8 + 1024, &room);
}

static void add_parts(struct json_writer *w, const struct text *parts,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		json_more_text(w, parts[i]);
}

bool request_has_schema(const struct model *m, const struct request *rq)
{
	return rq->schema.len && m->flags & MODEL_SCHEMA;
}

static bool has_schema_words(const struct model *m, const struct request *rq)
{
	return rq->schema.len && !(m->flags & MODEL_SCHEMA);
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

void request_turns(struct json_writer *w, const struct request *rq)
{
	static const char *const roles[] = {
		[ROLE_USER] = "user",
		[ROLE_ASSISTANT] = "assistant",
	};
	const struct turn *open = NULL;

	for (size_t i = 0; i < rq->turn_count; i++) {
		const struct turn *t = &rq->turns[i];

		if (!request_has_text(t->parts, t->count))
			continue;
		if (open && open->role == t->role) {
			json_more_text(w, TEXT_LIT("\n\n"));
			add_parts(w, t->parts, t->count);
			continue;
		}
		if (open) {
			json_close_text(w);
			json_end(w, '}');
		}
		open = t;
		json_begin(w, NULL, '{');
		json_add_str(w, "role", roles[t->role]);
		json_open_text(w, "content");
		add_parts(w, t->parts, t->count);
	}
	if (open) {
		json_close_text(w);
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

/*
 * Fields that a server may not know. A flag of the endpoint sends the field
 * when it is as `sent` says, and is turned over; a field without a flag is
 * one that the user asked for. A name that holds another stands before it.
 */
static const struct droppable {
	const char *field;
	unsigned flag;
	bool sent;
} droppable[] = {
	{ "include_obfuscation", ENDPOINT_NO_OBFUSCATION, true },
	{ "stream_options", ENDPOINT_NO_STREAM_OPTIONS, false },
	{ "max_completion_tokens", ENDPOINT_NEW_MAX_TOKENS, true },
	{ "max_tokens", ENDPOINT_NEW_MAX_TOKENS, false },
	{ "developer", ENDPOINT_DEVELOPER_ROLE, true },
	{ "temperature", 0, false },
	{ "reasoning_effort", 0, false },
	{ "output_config", 0, false },
	{ "thinking", 0, false },
};

/* How vendors say that a field is the trouble, not its value. */
static bool says_unknown(const struct failure *f)
{
	static const char *const words[] = {
		"nsupported", "not supported", "not support", "nknown",
		"nrecognized", "not permitted", "nexpected", "deprecated",
		"not allowed",
	};

	if (!strncmp(f->code, "unsupported_", 12))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(f->err.msg, words[i]))
			return true;
	return false;
}

static bool names_field(const struct failure *f, const char *field)
{
	/* of a role OpenAI names the place, not the word */
	if (f->param[0] && strncmp(f->param, "messages", 8))
		return !strncmp(f->param, field, strlen(field));
	return strstr(f->err.msg, field) != NULL;
}

static bool drop_flagged(const struct droppable *d, const struct request *rq,
			 unsigned *flags)
{
	unsigned of_stream = ENDPOINT_NO_OBFUSCATION |
			     ENDPOINT_NO_STREAM_OPTIONS;

	if (((*flags & d->flag) != 0) != d->sent ||
	    (d->flag & of_stream && !rq->stream) ||
	    (d->flag & ENDPOINT_NEW_MAX_TOKENS && rq->max_tokens <= 0))
		return false;
	*flags ^= d->flag;
	return true;
}

/* Takes a field of the user's out; false: it was not sent. */
static bool drop_asked(const struct droppable *d, struct request *rq)
{
	if (!strcmp(d->field, "temperature")) {
		if (isnan(rq->temperature))
			return false;
		rq->temperature = NAN;
		return true;
	}
	if (rq->effort == EFFORT_DEFAULT)
		return false;
	rq->effort = EFFORT_DEFAULT;
	return true;
}

const char *request_drop(const struct failure *f, struct request *rq,
			 unsigned *flags)
{
	if (f->err.kind != ERR_REJECTED ||
	    (f->http != 400 && f->http != 422) || !says_unknown(f))
		return NULL;
	for (size_t i = 0; i < sizeof(droppable) / sizeof(droppable[0]); i++) {
		const struct droppable *d = &droppable[i];

		if (!names_field(f, d->field))
			continue;
		if (d->flag ? drop_flagged(d, rq, flags) : drop_asked(d, rq))
			return d->field;
	}
	return NULL;
}
