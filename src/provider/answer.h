#ifndef SHUNT_PROVIDER_ANSWER_H
#define SHUNT_PROVIDER_ANSWER_H

#include "base/json.h"
#include "provider/provider.h"

/* What the dialects share where they read answers and lists of models. */

/* Bits of reply.state that all dialects use; others start at STATE_OWN. */
enum reply_state {
	STATE_BEGUN	= 1 << 0,	/* a frame of this dialect was seen */
	STATE_TEXT	= 1 << 1,	/* text came, if only to be dropped */
	STATE_TOOL	= 1 << 2,	/* the model asks for a tool */
	STATE_REFUSED	= 1 << 3,
	STATE_ENDED	= 1 << 4,	/* nothing more is read */
	STATE_BARE	= 1 << 5,	/* a choice may be bare text */
	STATE_OWN	= 1 << 8,
};

/* Hands text on, but for thinking in it (think.h); none if it is empty. */
MUST_CHECK
int answer_text(struct reply *rp, struct text piece, struct err *err);

/* Reads a frame that was parsed; the name is that of frame(). */
typedef int frame_fn(struct reply *rp, const char *name, const struct json *j,
		     struct err *err);

/* Parses a frame for `read`; ERR_PROTO for no JSON, and an empty body. */
MUST_CHECK
int answer_frame(struct reply *rp, const char *name, struct text data,
		 frame_fn *read, struct err *err);

/* What reads the events of one type; a table of them ends with NULL. */
struct event_reader {
	const char *type;
	int (*read)(struct reply *rp, const struct json *j, struct err *err);
};

/* The reader of that type, or NULL. */
const struct event_reader *answer_reader(const struct event_reader *table,
					 struct text type);

/*
 * answer_frame() for a dialect whose events have types. Dropped unread are
 * all after the end, keep-alives, the end mark of Chat Completions (gateways
 * add it), and what is neither JSON nor an event of the table. An error
 * without JSON is the vendor's failure.
 */
MUST_CHECK
int answer_event(struct reply *rp, const char *name, struct text data,
		 const struct event_reader *table, frame_fn *read,
		 struct err *err);

/* A refusal in the model's own words; none if it is no text, or empty. */
void answer_refused(struct reply *rp, const struct json *refusal);

/*
 * The choice or candidate at that path that is ours: the first, unless it
 * says it is another.
 */
const struct json *answer_first(const struct json *j, const char *path);

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

enum list_flags {
	LIST_BARE	= 1 << 0,	/* the body itself may be the list */
	LIST_NULL	= 1 << 1,	/* null is an empty list */
	LIST_LAX	= 1 << 2,	/* so is all else that is no list */
};

/* How a dialect's list of models is written. */
struct model_list {
	const char *member;		/* of the body */
	unsigned flags;			/* enum list_flags */
	const char *ids[3];		/* where an id is; the first counts */
	const char *prefix;		/* of an id, left out; NULL: none */
	const char *contexts[7];	/* where the context is, likewise */
	bool (*answers)(const struct json *m);	/* NULL: all of them do */
};

/*
 * Reads such a list, and calls `add` for each model that answers and whose
 * id may go on the wire and to a terminal. Fails for a vendor's error.
 */
MUST_CHECK
int answer_models(struct text body, const struct model_list *list,
		  model_fn *add, void *ctx, struct err *err);

#endif
