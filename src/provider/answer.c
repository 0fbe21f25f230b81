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

int answer_parse(const char *name, const char *data, size_t len,
		 struct json **out, struct err *err)
{
	struct text body = { .ptr = data, .len = len };

	*out = NULL;
	/* a BOM is no JSON, but is sent; a stream's was skipped before */
	if (!name && len >= 3 && !memcmp(data, "\xEF\xBB\xBF", 3)) {
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

bool answer_model_id(struct text id)
{
	char safe[256];
	size_t n;

	if (!id.len || id.len > 200)
		return false;
	n = text_safe_line(safe, sizeof(safe), id.ptr, id.len);
	return n == id.len && !memcmp(safe, id.ptr, n);
}

int answer_models(struct text body,
		  int (*read)(const struct json *j, model_fn *add, void *ctx,
			      struct err *err),
		  model_fn *add, void *ctx, struct err *err)
{
	struct failure failure;
	struct json *j;
	int rc;

	if (answer_parse(NULL, body.ptr, body.len, &j, err))
		return -1;
	rc = failure_in(j) ? failure_of_object(j, &failure, err) :
	     read(j, add, ctx, err);
	json_free(j);
	return rc;
}
