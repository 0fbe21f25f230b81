#ifndef SHUNT_BASE_SCHEMA_MATCH_H
#define SHUNT_BASE_SCHEMA_MATCH_H

#include <stddef.h>

#include "base/err.h"
#include "base/json.h"

/*
 * Inside base/schema.h: a value against a schema that schema_check() took.
 * schema.c goes through a schema's keywords; schema_value.c has those that
 * look at the value alone, schema_within.c those that go on to its members
 * and elements.
 */
enum outcome { YES, NO, FAILED };	/* FAILED: with err, never a branch */

/* A step from a value down to one in it. */
struct place {
	const char *name;	/* of the member, or NULL */
	size_t index;		/* of the element */
};

struct match {
	const struct json *root;	/* the whole schema */
	size_t budget;			/* steps left */
	unsigned levels;
	unsigned quiet;		/* in a branch whose mismatch is no error */
	struct place path[MAX_JSON_DEPTH];
	size_t depth;
	struct err *err;
};

/* One keyword: `want` is what it says, `schema` has its siblings. */
typedef enum outcome match_fn(struct match *m, const struct json *schema,
			      const struct json *want, const struct json *v);

match_fn match_type, match_const, match_enum, match_multiple, match_pattern,
	match_required, match_dependent_required, match_unique;
match_fn match_properties, match_pattern_properties, match_additional,
	match_names, match_dependent_schemas, match_prefix, match_items,
	match_contains;

/* minimum, maxLength and the like: all that the schema has. */
enum outcome match_bounds(struct match *m, const struct json *schema,
			  const struct json *v);

/* One schema, "true" and "false" among them, on one value. */
enum outcome match_apply(struct match *m, const struct json *schema,
			 const struct json *v);

/* The same where a mismatch is no error yet. */
enum outcome match_try(struct match *m, const struct json *schema,
		       const struct json *v);

/* On a value that stands in the one looked at. */
enum outcome match_within(struct match *m, struct place to,
			  const struct json *schema, const struct json *v);

/* Does the pattern match in the text? */
enum outcome match_search(struct match *m, struct text source, struct text t);

/* NO, with the place and the words unless it is only tried. */
enum outcome match_differs(struct match *m, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

/* Each member of `want` whose name the object has, checked against it. */
enum outcome match_present(struct match *m, const struct json *want,
			   const struct json *v,
			   enum outcome (*check)(struct match *m,
						 const struct json *of,
						 const struct json *v));

/* YES, or FAILED once the steps are spent. */
enum outcome match_spend(struct match *m, size_t steps);

#endif
