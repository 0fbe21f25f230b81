#ifndef SHUNT_MODEL_MODEL_H
#define SHUNT_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>

/* What a prompt asks for. */
enum task {
	TASK_REASONING,
	TASK_CODE,
	TASK_SUMMARIZATION,
	TASK_GENERAL,
	TASK_COUNT,
	TASK_NONE = TASK_COUNT
};

/* "reasoning", ...; NULL for TASK_NONE. */
const char *task_name(enum task t);
enum task task_by_name(const char *name);	/* TASK_NONE if unknown */

/* How long a reasoning model may think; EFFORT_DEFAULT sends nothing. */
enum effort {
	EFFORT_DEFAULT,
	EFFORT_NONE,
	EFFORT_MINIMAL,
	EFFORT_LOW,
	EFFORT_MEDIUM,
	EFFORT_HIGH,
	EFFORT_XHIGH,
	EFFORT_MAX,
	EFFORT_COUNT
};

/* The wire's word; NULL for EFFORT_DEFAULT. */
const char *effort_name(enum effort e);

/* USD per 1,000,000 tokens; NAN where unknown. */
struct price {
	double input, output, cached, cache_write;
};

/* A dearer price for long prompts; a list ends with above == 0. */
struct price_tier {
	long above;		/* prompt tokens */
	struct price price;
};

/* A price that is announced for a day to come. */
struct price_change {
	long from;		/* its first day in UTC, 20270101 */
	struct price price;
};

/* Hours of the day (UTC) in which the price is multiplied. */
struct price_window {
	int from, to;		/* minutes after midnight; from == to ends */
	double factor;
};

enum model_flags {
	MODEL_VISION	= 1 << 0,	/* takes images */
	MODEL_TOOLS	= 1 << 1,
	MODEL_SCHEMA	= 1 << 2,	/* can be held to a JSON schema */
	MODEL_REASONING	= 1 << 3,
	MODEL_TEMPERATURE = 1 << 4,	/* takes sampling parameters */
	MODEL_FIM	= 1 << 5,	/* fills in the middle */
	MODEL_BUILTIN	= 1 << 6,	/* the embedded engine */
	MODEL_LOCAL	= 1 << 7,	/* endpoint has local = yes: free */
	/* takes an effort as the number of tokens to think with */
	MODEL_THINKING_BUDGET = 1 << 8,
	MODEL_UNKNOWN	= 1 << 9,	/* the catalog knows nothing of it */
	MODEL_NO_FIM	= 1 << 10,	/* the user says that it cannot */
	MODEL_ROUTER	= 1 << 11,	/* another model answers, and is paid */
};

/*
 * Facts about one model at one endpoint. Strings are borrowed: from the
 * catalog (static) or from the configuration (lives as long as the run).
 */
struct model {
	const char *endpoint;	/* endpoint's name */
	const char *id;		/* what goes on the wire */
	const char *family;	/* the same model at two endpoints shares it */
	const char *vendor;	/* who made it, "OpenAI"; NULL unknown */
	const char *dialect;	/* within the adapter; NULL: default */
	long context;		/* window in tokens; 0 unknown */
	long max_input;		/* if less than context; 0: no such limit */
	long max_output;	/* tokens; 0 unknown */
	struct price price;
	const struct price_tier *tiers;		/* or NULL */
	const struct price_window *windows;	/* or NULL */
	const struct price_change *change;	/* or NULL */
	double token_factor;	/* its tokens per common one; 0 is 1 */
	double skill[TASK_COUNT];		/* 0..1 */
	unsigned flags;		/* enum model_flags */
	unsigned efforts;	/* bit 1 << enum effort for each it takes */
};

/* The most tokens that may go in; 0 unknown. */
long model_window(const struct model *m);

/* Most bytes of "endpoint/id"; whoever makes one looks. */
#define MODEL_NAME_MAX 255

/* "endpoint/id" into lent memory. */
void model_name(const struct model *m, char *out, size_t cap);

/* Nothing leaves for it, and nothing is paid: builtin, or local = yes. */
bool model_is_local(const struct model *m);

#endif
