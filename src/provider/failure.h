#ifndef SHUNT_PROVIDER_FAILURE_H
#define SHUNT_PROVIDER_FAILURE_H

#include "base/json.h"
#include "provider/provider.h"

/*
 * Reads what vendors send instead of an answer. One reader for all: the
 * shapes differ by server, not by dialect, and gateways mix them.
 */

/* struct dialect's refuse(), for all that speak HTTP and JSON. */
void failure_of_reply(const struct http_reply *http, long long now,
		      struct failure *out);

/*
 * The names of the filters that stopped it, of Azure's content_filter_results,
 * with commas, as they stand there; as many as fit in lent memory.
 */
void failure_filters(const struct json *results, char *out, size_t cap);

/* Does this object of an answer report an error? ({} and null do not.) */
bool failure_in(const struct json *j);

/*
 * The error that an answer holds (a frame, or the body of a 200). A code
 * that is a status counts as the status. Sets *err as well; returns -1.
 */
int failure_of_object(const struct json *j, struct failure *out,
		      struct err *err);

/* The same where a status and a type stand beside it. */
int failure_of_type(const struct json *j, int status, struct text type,
		    struct failure *out, struct err *err);

/* The same for an error event whose data is no JSON: a vendor's failure. */
int failure_of_text(struct text text, struct failure *out, struct err *err);

/* A failure in our words: the answer ended in a way that is none. */
int failure_set(struct failure *out, enum err_kind kind, const char *code,
		const char *message, struct err *err);

#endif
