#ifndef SHUNT_PROVIDER_ANSWER_H
#define SHUNT_PROVIDER_ANSWER_H

#include "base/json.h"
#include "provider/provider.h"

/* What the frame() of several dialects shares: filling a struct reply. */

/* Bits of reply.state that all dialects use; others start at STATE_OWN. */
enum reply_state {
	STATE_BEGUN	= 1 << 0,	/* a frame of this dialect was seen */
	STATE_TEXT	= 1 << 1,	/* text came, if only to be dropped */
	STATE_TOOL	= 1 << 2,	/* the model asks for a tool */
	STATE_REFUSED	= 1 << 3,
	STATE_ENDED	= 1 << 4,	/* nothing more is read */
	STATE_OWN	= 1 << 8,
};

/* Hands text on, but for thinking in it (think.h); none if it is empty. */
MUST_CHECK
int answer_text(struct reply *rp, struct text piece, struct err *err);

/* Parses a frame; ERR_PROTO for what is no JSON, and for an empty body. */
MUST_CHECK
int answer_parse(const char *name, const char *data, size_t len,
		 struct json **out, struct err *err);

/* Remembers the model that answered, unless one was told before. */
void answer_served(struct reply *rp, struct text model);

/* Adds to the reason of a refusal, as much as fits, in one safe line. */
void answer_reason(struct reply *rp, struct text reason);

/* What the user should know of the answer, in one safe line. */
void answer_remark(struct reply *rp, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* An end as the vendor words it. */
struct finish_word {
	const char *word;
	enum finish finish;
	enum err_kind error;	/* not ERR_NONE: it is a failure */
	bool window;		/* the context was full */
};

/*
 * Ends the answer by the vendor's word: sets finish and complete. A tool
 * call or a refusal that was seen before counts more than "stop". A word
 * that is not in the table (ends with NULL) is a stop: the vendor did end
 * the answer. Fails where the word stands for a failure, and where the
 * context was full before the first text (ERR_TOOLONG).
 */
MUST_CHECK
int answer_finish(struct reply *rp, const struct finish_word *table,
		  struct text word, struct err *err);

/* A token count: false unless it is a number and not negative. */
bool answer_count(const struct json *usage, const char *path, long long *out);

/*
 * Reads a list of models: parses the body, tells a vendor's error in it, and
 * hands the tree to `read`, which calls `add` for each (struct dialect).
 */
MUST_CHECK
int answer_models(struct text body,
		  int (*read)(const struct json *j, model_fn *add, void *ctx,
			      struct err *err),
		  model_fn *add, void *ctx, struct err *err);

/* An id of a list of models that may go on the wire and to a terminal. */
bool answer_model_id(struct text id);

#endif
