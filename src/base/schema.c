#include "base/schema.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/schema_match.h"

/*
 * A schema that stands in another, or that a $ref leads to, is a level; what
 * is looked at is a step. A tree of MAX_JSON_DEPTH levels may take four
 * schemas each; 2^n branches of anyOf and endless $refs end at these.
 */
#define MAX_LEVELS	(4 * MAX_JSON_DEPTH)
#define MAX_STEPS	((size_t)5000000)

static void add_escaped(struct buf *out, const char *name)
{
	for (; *name; name++) {
		if (*name == '~')
			buf_adds(out, "~0");
		else if (*name == '/')
			buf_adds(out, "~1");
		else
			buf_addch(out, *name);
	}
}

/* "at "/items/0/name": ", before the message that is there. */
static void say_where(struct match *m)
{
	struct buf path = BUF_INIT(MAX_ERROR_BODY);

	for (size_t i = 0; i < m->depth; i++) {
		buf_addch(&path, '/');
		if (m->path[i].name)
			add_escaped(&path, m->path[i].name);
		else
			buf_addf(&path, "%zu", m->path[i].index);
	}
	err_prefix(m->err, "at \"%s\"", path.ptr);
	buf_release(&path);
}

enum outcome match_differs(struct match *m, const char *fmt, ...)
{
	char why[200];
	va_list ap;

	if (m->quiet)
		return NO;
	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	err_set(m->err, ERR_PROTO, "%s", why);
	say_where(m);
	return NO;
}

static enum outcome fail(struct match *m, const char *why)
{
	err_set(m->err, ERR_CONFIG, "the schema asks for %s", why);
	say_where(m);
	return FAILED;
}

enum outcome match_spend(struct match *m, size_t steps)
{
	if (m->budget <= steps) {
		m->budget = 0;
		return fail(m, "over five million steps");
	}
	m->budget -= steps;
	return YES;
}

/* The same in a branch that may well not match. */
enum outcome match_try(struct match *m, const struct json *schema,
		       const struct json *v)
{
	enum outcome r;

	m->quiet++;
	r = match_apply(m, schema, v);
	m->quiet--;
	return r;
}

enum outcome match_within(struct match *m, struct place to,
			  const struct json *schema, const struct json *v)
{
	enum outcome r;

	if (m->depth == MAX_JSON_DEPTH)
		return fail(m, "a value in too many others");
	m->path[m->depth++] = to;
	r = match_apply(m, schema, v);
	m->depth--;
	return r;
}

static enum outcome match_all(struct match *m, const struct json *schema,
			      const struct json *want, const struct json *v)
{
	enum outcome r = YES;

	(void)schema;
	for (size_t i = 0; r == YES && i < json_len(want); i++)
		r = match_apply(m, json_index(want, i), v);
	return r;
}

/* How many of the schemas match, as far as `most`; FAILED as it is. */
static enum outcome count(struct match *m, const struct json *schemas,
			  const struct json *v, size_t most, size_t *n)
{
	enum outcome r = YES;

	*n = 0;
	for (size_t i = 0; i < json_len(schemas) && *n < most; i++) {
		r = match_try(m, json_index(schemas, i), v);
		if (r == FAILED)
			return r;
		*n += r == YES;
	}
	return YES;
}

static enum outcome match_any(struct match *m, const struct json *schema,
			      const struct json *want, const struct json *v)
{
	size_t n;

	(void)schema;
	if (count(m, want, v, 1, &n) == FAILED)
		return FAILED;
	return n ? YES : match_differs(m, "none of anyOf's %zu schemas fits",
				       json_len(want));
}

static enum outcome match_one(struct match *m, const struct json *schema,
			      const struct json *want, const struct json *v)
{
	size_t n;

	(void)schema;
	if (count(m, want, v, 2, &n) == FAILED)
		return FAILED;
	if (n == 1)
		return YES;
	return match_differs(m, "%s of oneOf's %zu schemas fits",
			     n ? "more than one" : "none", json_len(want));
}

static enum outcome match_not(struct match *m, const struct json *schema,
			      const struct json *want, const struct json *v)
{
	enum outcome r = match_try(m, want, v);

	(void)schema;
	if (r == FAILED)
		return r;
	return r == NO ? YES : match_differs(m, "fits what \"not\" excludes");
}

static enum outcome match_if(struct match *m, const struct json *schema,
			     const struct json *want, const struct json *v)
{
	enum outcome r = match_try(m, want, v);
	const char *branch = r == YES ? "then" : "else";

	if (r == FAILED || !json_has(schema, branch))
		return r == FAILED ? r : YES;
	return match_apply(m, json_get(schema, branch), v);
}

static enum outcome match_ref(struct match *m, const struct json *schema,
			      const struct json *want, const struct json *v)
{
	struct text to;

	(void)schema;
	json_text(want, &to);
	to.ptr++;	/* the "#" that schema_check() saw */
	to.len--;
	return match_apply(m, json_pointer(m->root, to), v);
}

/* In the order of strcmp(); what is not here is no check of its own. */
static const struct keyword {
	const char *name;
	match_fn *fn;
	enum json_kind kind;	/* what it looks at; JSON_NONE: everything */
} keywords[] = {
	{ "$ref", match_ref, JSON_NONE },
	{ "additionalProperties", match_additional, JSON_OBJECT },
	{ "allOf", match_all, JSON_NONE },
	{ "anyOf", match_any, JSON_NONE },
	{ "const", match_const, JSON_NONE },
	{ "contains", match_contains, JSON_ARRAY },
	{ "dependentRequired", match_dependent_required, JSON_OBJECT },
	{ "dependentSchemas", match_dependent_schemas, JSON_OBJECT },
	{ "enum", match_enum, JSON_NONE },
	{ "if", match_if, JSON_NONE },
	{ "items", match_items, JSON_ARRAY },
	{ "multipleOf", match_multiple, JSON_NUMBER },
	{ "not", match_not, JSON_NONE },
	{ "oneOf", match_one, JSON_NONE },
	{ "pattern", match_pattern, JSON_STRING },
	{ "patternProperties", match_pattern_properties, JSON_OBJECT },
	{ "prefixItems", match_prefix, JSON_ARRAY },
	{ "properties", match_properties, JSON_OBJECT },
	{ "propertyNames", match_names, JSON_OBJECT },
	{ "required", match_required, JSON_OBJECT },
	{ "type", match_type, JSON_NONE },
	{ "uniqueItems", match_unique, JSON_ARRAY },
};

static int compare_keyword(const void *name, const void *entry)
{
	return strcmp(name, ((const struct keyword *)entry)->name);
}

static enum outcome match_keywords(struct match *m, const struct json *schema,
				   const struct json *v)
{
	struct json_members said = json_members(schema);
	enum json_kind kind = json_kind(v);
	enum outcome r = match_bounds(m, schema, v);
	const struct keyword *k;

	while (r == YES && json_next(&said)) {
		k = bsearch(said.name, keywords,
			    sizeof(keywords) / sizeof(keywords[0]),
			    sizeof(keywords[0]), compare_keyword);
		if (k && (k->kind == JSON_NONE || k->kind == kind))
			r = k->fn(m, schema, said.value, v);
	}
	return r;
}

enum outcome match_apply(struct match *m, const struct json *schema,
			 const struct json *v)
{
	enum outcome r;

	if (json_kind(schema) == JSON_BOOLEAN)
		return json_truthy(schema) ?
			       match_spend(m, 1) :
			       match_differs(m, "nothing is allowed here");
	if (m->levels == MAX_LEVELS)
		return fail(m, "schemas in each other, over 256 levels");
	m->levels++;
	r = match_spend(m, 1 + json_len(schema));
	if (r == YES)
		r = match_keywords(m, schema, v);
	m->levels--;
	return r;
}

int schema_match(const struct json *schema, const struct json *value,
		 struct err *err)
{
	struct match m = { .root = schema, .budget = MAX_STEPS, .err = err };

	return match_apply(&m, schema, value) == YES ? 0 : -1;
}
