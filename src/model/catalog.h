#ifndef SHUNT_MODEL_CATALOG_H
#define SHUNT_MODEL_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "model/model.h"

/*
 * What is known about models without asking anyone: prices, windows, limits,
 * skills. Constant data: nothing is read, parsed or allocated, and nothing
 * is touched before the first call. A model comes out by value, so that the
 * caller may lay the user's configuration over it.
 *
 * `endpoint` is a preset's name ("openai", "gemini", "bedrock", "builtin");
 * out->endpoint is that too, and the caller's to change where the user gave
 * the endpoint another name.
 */

/*
 * The models of one endpoint (all of them with endpoint NULL), in no
 * meaningful order. Start with *it == 0; false when there are no more.
 */
bool catalog_next(const char *endpoint, size_t *it, struct model *out);

/* By its id or an alias; out->id is then the id as it was asked for. */
bool catalog_find(const char *endpoint, const char *id, struct model *out);

/*
 * The same, and for an id that the catalog does not have, what can be said:
 * the family that the id names, with its skills, and that family's windows
 * and capabilities as they are at another endpoint; or a skill for its tier,
 * guessed from its size ("-70b") or the line it is from ("mini"); the dialect
 * of those lines of OpenAI's that have one of their own. The price is unknown
 * then (NAN), for every endpoint has its own. `local` says that the user
 * calls the endpoint so: MODEL_LOCAL is set. Strings are borrowed from the
 * arguments.
 */
void catalog_default(const char *endpoint, const char *id, bool local,
		     struct model *out);

/*
 * The model that an endpoint says has answered, under whatever date or
 * spelling, where it sells one of that family and the price is known. False
 * where not; *out is then undefined.
 */
bool catalog_served(const char *endpoint, const char *served,
		    struct model *out);

/*
 * The family that an id names under any vendor's customs, or NULL:
 * "anthropic/claude-opus-5", "us.anthropic.claude-opus-5-v1:0" and
 * "claude-opus-5-20260801" are claude-opus-5, "gpt-oss:20b" is gpt-oss-20b,
 * and "claude-opus-5-7", a model we have not heard of, is NULL.
 */
const char *catalog_family(const char *id);

/* When its prices were looked at, "2026-11-22". */
const char *catalog_date(void);

/* Whole days since then, at least 0; over CATALOG_OLD a note is due. */
#define CATALOG_OLD 90
long catalog_age_days(time_t now);

#endif
