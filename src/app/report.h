#ifndef SHUNT_APP_REPORT_H
#define SHUNT_APP_REPORT_H

#include "app/ask.h"
#include "app/decide.h"
#include "base/err.h"
#include "base/json.h"

/* The JSON of shunt(1): one shape, whoever prints it. */

/* What an ask is known by. */
struct report_facts {
	char id[40];		/* sorts by time */
	const char *session;	/* name or id; NULL: it stands alone */
};

/* A new id: time in ms and 64 random bits. */
void report_make_id(char out[40]);

/* The "route" object, as member `name` or alone (NULL). */
void report_route(struct json_writer *w, const char *name,
		  const struct decision *d);

/* "task", "confidence", "scores", "difficulty": of a line of --jsonl. */
void report_verdict(struct json_writer *w, const struct verdict *v);

/*
 * The whole object of an ask; `a` NULL when it did not get that far. An
 * answer whose ptr is NULL is null.
 */
void report_ask(struct json_writer *w, const struct report_facts *facts,
		const struct decision *d,
		const struct ask *a, struct text answer,
		const struct err *outcome);

/* "stop", "length", ...: how it ended. */
const char *report_finish(const struct ask *a, const struct err *outcome);

void report_usage(struct json_writer *w, const char *name,
		  const struct decision *d, const struct ask *a);
void report_error(struct json_writer *w, const char *name,
		  const struct ask *a, const struct err *outcome);

/* What the vendor counted, and where it did not, what we guess. */
struct usage report_tokens(const struct decision *d, const struct ask *a);

/* USD: what the vendor said, else from usage and price; NAN if unknown. */
double report_cost(const struct decision *d, const struct ask *a);

#endif
