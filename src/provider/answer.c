#include "provider/answer.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "provider/failure.h"

void reply_init(struct reply *rp)
{
	*rp = (struct reply){
		.usage = { -1, -1, -1, -1, -1 },
		.cost_usd = NAN,
		.failure = FAILURE_INIT,
	};
}

int answer_text(struct reply *rp, struct text piece, struct err *err)
{
	if (!piece.len)
		return 0;
	rp->state |= STATE_TEXT;
	return think_feed(&rp->think, piece, rp->text, rp->ctx, err);
}

static int parse(const char *name, struct text body, struct json **out,
		 struct err *err)
{
	*out = NULL;
	/* a BOM is no JSON, but is sent; a stream's was skipped before */
	if (!name && body.len >= 3 && !memcmp(body.ptr, "\xEF\xBB\xBF", 3)) {
		body.ptr += 3;
		body.len -= 3;
	}
	body = text_trim(body);
	if (!body.len)
		return err_set(err, ERR_PROTO, "empty answer");
	if (json_parse(body.ptr, body.len, out, err))
		return err_prefix(err, "broken answer");
	return 0;
}

int answer_frame(struct reply *rp, const char *name, struct text data,
		 frame_fn *read, struct err *err)
{
	struct json *j;
	int rc;

	if (parse(name, data, &j, err))
		return -1;
	rc = read(rp, name, j, err);
	json_free(j);
	return rc;
}

const struct event_reader *answer_reader(const struct event_reader *table,
					 struct text type)
{
	for (; table->type; table++)
		if (text_is(type, table->type))
			return table;
	return NULL;
}

int answer_event(struct reply *rp, const char *name, struct text data,
		 const struct event_reader *table, frame_fn *read,
		 struct err *err)
{
	bool object = data.len && data.ptr[0] == '{';

	if (rp->state & STATE_ENDED)
		return 0;
	if (name && (!data.len || text_is(data, "[DONE]")))
		return 0;
	if (name && name[0] && !object && !answer_reader(table, text_of(name)))
		return 0;
	if (name && !strcmp(name, "error") && !object)
		return failure_of_text(data, &rp->failure, err);
	return answer_frame(rp, name, data, read, err);
}

void answer_refused(struct reply *rp, const struct json *refusal)
{
	struct text t;

	if (!json_text(refusal, &t) || !t.len)
		return;
	rp->state |= STATE_REFUSED;
	answer_reason(rp, t);
}

const struct json *answer_first(const struct json *j, const char *path)
{
	const struct json *c = json_at(j, path);
	long long index;

	if (!json_is_object(c))
		return NULL;
	if (json_integer(json_get(c, "index"), &index) && index != 0)
		return NULL;
	return c;
}

void answer_served(struct reply *rp, struct text model)
{
	size_t n;

	if (rp->served[0])
		return;
	n = text_safe_line(rp->served, sizeof(rp->served), model.ptr,
			   model.len);
	rp->served[n] = '\0';
}

void answer_reason(struct reply *rp, struct text reason)
{
	size_t len = strlen(rp->reason), n;

	if (len + 4 >= sizeof(rp->reason))	/* no room for "..." */
		return;
	n = text_safe_line(rp->reason + len, sizeof(rp->reason) - len,
			   reason.ptr, reason.len);
	rp->reason[len + n] = '\0';
}

void answer_remark(struct reply *rp, const char *fmt, ...)
{
	char raw[sizeof(rp->remark)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	rp->remark[text_safe_line(rp->remark, sizeof(rp->remark), raw,
				  strlen(raw))] = '\0';
}

static int finish_failed(struct reply *rp, const struct finish_word *w,
			 struct err *err)
{
	char text[96];

	snprintf(text, sizeof(text), "the vendor ended the answer with \"%s\"",
		 w->word);
	return failure_set(&rp->failure, w->error, w->word, text, err);
}

int answer_finish(struct reply *rp, const struct finish_word *table,
		  struct text word, struct err *err)
{
	static const struct finish_word unknown = { .finish = FINISH_STOP };
	const struct finish_word *w = table;

	while (w->word && !text_is(word, w->word))
		w++;
	if (!w->word)
		w = &unknown;
	if (w->error != ERR_NONE)
		return finish_failed(rp, w, err);
	if (w->window && !(rp->state & STATE_TEXT))
		return failure_set(&rp->failure, ERR_TOOLONG, w->word,
				   "the prompt fills the model's context",
				   err);
	if (think_end(&rp->think, rp->text, rp->ctx, err))
		return -1;
	rp->finish = w->finish;
	if (w->finish == FINISH_STOP && rp->state & STATE_TOOL)
		rp->finish = FINISH_TOOL;
	if (w->finish == FINISH_STOP && rp->state & STATE_REFUSED)
		rp->finish = FINISH_REFUSAL;
	if (rp->finish == FINISH_REFUSAL && !rp->reason[0] && w->word)
		answer_reason(rp, text_of(w->word));
	rp->complete = true;
	return 0;
}

bool answer_count(const struct json *usage, const char *path, long long *out)
{
	long long v;

	if (!json_integer(json_at(usage, path), &v) || v < 0)
		return false;
	*out = v;
	return true;
}

/* May it go on the wire and to a terminal? */
static bool is_model_id(struct text id)
{
	char safe[256];
	size_t n;

	if (!id.len || id.len > 200)
		return false;
	n = text_safe_line(safe, sizeof(safe), id.ptr, id.len);
	return n == id.len && !memcmp(safe, id.ptr, n);
}

static void read_model(const struct json *m, const struct model_list *list,
		       model_fn *add, void *ctx)
{
	size_t skip = list->prefix ? strlen(list->prefix) : 0;
	struct text id = { .len = 0 };
	long long context = 0;

	for (size_t i = 0; list->ids[i]; i++)
		if (json_text_at(m, list->ids[i], &id))
			break;
	if (skip && id.len >= skip && !memcmp(id.ptr, list->prefix, skip))
		id = (struct text){ id.ptr + skip, id.len - skip };
	if (!is_model_id(id) || (list->answers && !list->answers(m)))
		return;
	for (size_t i = 0; list->contexts[i]; i++) {
		if (answer_count(m, list->contexts[i], &context) &&
		    context <= 1L << 40)
			break;
		context = 0;
	}
	add(ctx, id.ptr, (long)context);
}

/* Is what stands in the list's place one, if only by leniency? */
static bool is_list(const struct json *j, const struct json *models,
		    const struct model_list *list)
{
	if (json_is_array(models))
		return true;
	if (!json_has(j, list->member))
		return false;
	return list->flags & LIST_LAX || (list->flags & LIST_NULL && !models);
}

static int read_models(const struct json *j, const struct model_list *list,
		       model_fn *add, void *ctx, struct err *err)
{
	const struct json *models = json_get(j, list->member);
	struct failure failure;

	if (failure_in(j))
		return failure_of_object(j, &failure, err);
	if (list->flags & LIST_BARE && json_is_array(j))
		models = j;
	if (!is_list(j, models, list))
		return err_set(err, ERR_PROTO,
			       "unexpected answer: no list of models");
	for (size_t i = 0; i < json_len(models); i++)
		read_model(json_index(models, i), list, add, ctx);
	return 0;
}

int answer_models(struct text body, const struct model_list *list,
		  model_fn *add, void *ctx, struct err *err)
{
	struct json *j;
	int rc;

	if (parse(NULL, body, &j, err))
		return -1;
	rc = read_models(j, list, add, ctx, err);
	json_free(j);
	return rc;
}
