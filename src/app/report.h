#ifndef SHUNT_APP_REPORT_H
#define SHUNT_APP_REPORT_H

#include "app/ask.h"
#include "app/decide.h"
#include "base/err.h"
#include "base/json.h"

/* The JSON of DESIGN, section 2: one shape, whoever prints it. */

/* The "route" object, as member `name` or alone (NULL). */
void report_route(struct json_writer *w, const char *name,
		  const struct decision *d);

/* "task", "confidence", "scores", "difficulty": of a line of --jsonl. */
void report_verdict(struct json_writer *w, const struct verdict *v);

/* The whole object of an ask; `a` NULL when it did not get that far. */
void report_ask(struct json_writer *w, const struct decision *d,
		const struct ask *a, struct text answer,
		const struct err *outcome);

/* "stop", "length", ...: how it ended. */
const char *report_finish(const struct ask *a, const struct err *outcome);

void report_usage(struct json_writer *w, const char *name,
		  const struct decision *d, const struct ask *a);
void report_error(struct json_writer *w, const char *name,
		  const struct ask *a, const struct err *outcome);

/* USD: what the vendor said, else from usage and price; NAN if unknown. */
double report_cost(const struct decision *d, const struct ask *a);

#endif
