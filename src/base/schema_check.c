#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/pattern.h"
#include "base/schema.h"

/*
 * Is a value a schema, and one of which schema_match() leaves nothing out?
 * Each keyword has a shape. Unknown ones are notes, as the draft has it; the
 * known ones that we do not follow are refused rather than passed over.
 */
#define MAX_SCHEMAS ((size_t)1 << 20)

struct check {
	const struct json *root;
	struct buf schemas;	/* const struct json *: all that were seen */
	struct buf refs;	/* the same: the $refs' strings */
	size_t levels;
	struct err *err;
};

typedef int shape_fn(struct check *c, const struct json *v);

static int check_schema(struct check *c, const struct json *v);

static int refuse(struct check *c, const char *why)
{
	return err_set(c->err, ERR_CONFIG, "%s", why);
}

static int any(struct check *c, const struct json *v)
{
	(void)c;
	(void)v;
	return 0;
}

static int unsupported(struct check *c, const struct json *v)
{
	(void)v;
	return refuse(c, "this keyword is not supported");
}

static int older(struct check *c, const struct json *v)
{
	(void)v;
	return refuse(c, "a keyword of an older draft, not of 2020-12");
}

static int boolean(struct check *c, const struct json *v)
{
	return json_kind(v) == JSON_BOOLEAN ? 0 :
					      refuse(c, "not true or false");
}

static int string(struct check *c, const struct json *v)
{
	return json_is_string(v) ? 0 : refuse(c, "not a string");
}

static int number(struct check *c, const struct json *v)
{
	return json_kind(v) == JSON_NUMBER ? 0 : refuse(c, "not a number");
}

static int positive(struct check *c, const struct json *v)
{
	double d;

	return json_number(v, &d) && d > 0 ? 0 :
					     refuse(c, "not a number over 0");
}

static int count(struct check *c, const struct json *v)
{
	long long n;
	double d;

	if (json_number(v, &d) && json_integer(v, &n) && (double)n == d &&
	    n >= 0)
		return 0;
	return refuse(c, "not a whole number from 0 up");
}

static int list(struct check *c, const struct json *v)
{
	return json_is_array(v) ? 0 : refuse(c, "not a list");
}

static int strings(struct check *c, const struct json *v)
{
	if (list(c, v))
		return -1;
	for (size_t i = 0; i < json_len(v); i++)
		if (!json_is_string(json_index(v, i)))
			return refuse(c, "not a list of strings");
	return 0;
}

static int strings_by_name(struct check *c, const struct json *v)
{
	struct json_members m = json_members(v);

	if (!json_is_object(v))
		return refuse(c, "not an object");
	while (json_next(&m))
		if (strings(c, m.value))
			return -1;
	return 0;
}

static int type_name(struct check *c, const struct json *v)
{
	static const char *const names[] = {
		"null", "boolean", "object", "array", "number", "string",
		"integer",
	};
	struct text t;

	if (!json_text(v, &t))
		return refuse(c, "not a type's name");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_is(t, names[i]))
			return 0;
	return err_set(c->err, ERR_CONFIG, "there is no type \"%s\"", t.ptr);
}

static int type(struct check *c, const struct json *v)
{
	if (!json_is_array(v))
		return type_name(c, v);
	for (size_t i = 0; i < json_len(v); i++)
		if (type_name(c, json_index(v, i)))
			return -1;
	return json_len(v) ? 0 : refuse(c, "an empty list of types");
}

static int pattern_text(struct check *c, struct text t)
{
	struct pattern *p;

	if (pattern_new(t, &p, c->err))
		return -1;
	pattern_free(p);
	return 0;
}

static int pattern(struct check *c, const struct json *v)
{
	struct text t;

	return json_text(v, &t) ? pattern_text(c, t) :
				  refuse(c, "not a string");
}

/* Where it leads is looked at once every schema is known. */
static int ref(struct check *c, const struct json *v)
{
	struct text t;

	if (!json_text(v, &t))
		return refuse(c, "not a string");
	if (!t.len || *t.ptr != '#')
		return refuse(c, "only places in this document (\"#/...\") "
				 "can be meant");
	buf_add(&c->refs, &v, sizeof(v));
	return 0;
}

/* A schema's own name would change where the $refs in it lead. */
static int id(struct check *c, const struct json *v)
{
	if (string(c, v))
		return -1;
	return c->levels == 1 ? 0 : refuse(c, "only the whole document may "
					      "have an id");
}

/* Another's dialect may give the keywords other meanings. */
static int dialect(struct check *c, const struct json *v)
{
	static const char *const known[] = {
		"http://json-schema.org/", "https://json-schema.org/",
	};
	struct text t;

	json_text(v, &t);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strncmp(t.ptr, known[i], strlen(known[i])))
			return 0;
	return refuse(c, "not a draft of json-schema.org");
}

static int schemas(struct check *c, const struct json *v)
{
	if (!json_is_array(v) || !json_len(v))
		return refuse(c, "not a list of schemas");
	for (size_t i = 0; i < json_len(v); i++)
		if (check_schema(c, json_index(v, i)))
			return err_prefix(c->err, "%zu", i);
	return 0;
}

static int schemas_by_name(struct check *c, const struct json *v)
{
	struct json_members m = json_members(v);

	if (!json_is_object(v))
		return refuse(c, "not an object");
	while (json_next(&m))
		if (check_schema(c, m.value))
			return err_prefix(c->err, "%s", m.name);
	return 0;
}

static int schemas_by_pattern(struct check *c, const struct json *v)
{
	struct json_members m = json_members(v);

	while (json_next(&m))
		if (pattern_text(c, text_of(m.name)))
			return err_prefix(c->err, "%s", m.name);
	return schemas_by_name(c, v);
}

static const struct {
	const char *name;
	shape_fn *shape;
} keywords[] = {
	{ "$defs", schemas_by_name },
	{ "$dynamicRef", unsupported },
	{ "$id", id },
	{ "$recursiveRef", older },
	{ "$ref", ref },
	{ "$schema", dialect },
	{ "additionalItems", older },
	{ "additionalProperties", check_schema },
	{ "allOf", schemas },
	{ "anyOf", schemas },
	{ "const", any },
	{ "contains", check_schema },
	{ "definitions", schemas_by_name },	/* older, and harmless */
	{ "dependencies", older },
	{ "dependentRequired", strings_by_name },
	{ "dependentSchemas", schemas_by_name },
	{ "else", check_schema },
	{ "enum", list },
	{ "exclusiveMaximum", number },
	{ "exclusiveMinimum", number },
	{ "if", check_schema },
	{ "items", check_schema },
	{ "maxContains", count },
	{ "maxItems", count },
	{ "maxLength", count },
	{ "maxProperties", count },
	{ "maximum", number },
	{ "minContains", count },
	{ "minItems", count },
	{ "minLength", count },
	{ "minProperties", count },
	{ "minimum", number },
	{ "multipleOf", positive },
	{ "not", check_schema },
	{ "oneOf", schemas },
	{ "pattern", pattern },
	{ "patternProperties", schemas_by_pattern },
	{ "prefixItems", schemas },
	{ "properties", schemas_by_name },
	{ "propertyNames", check_schema },
	{ "required", strings },
	{ "then", check_schema },
	{ "type", type },
	{ "unevaluatedItems", unsupported },
	{ "unevaluatedProperties", unsupported },
	{ "uniqueItems", boolean },
};

static int check_keyword(struct check *c, const char *name,
			 const struct json *v)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (!strcmp(keywords[i].name, name))
			return keywords[i].shape(c, v);
	return 0;
}

static int check_schema(struct check *c, const struct json *v)
{
	struct json_members m = json_members(v);
	int rc = 0;

	buf_add(&c->schemas, &v, sizeof(v));
	if (json_kind(v) == JSON_BOOLEAN)
		return 0;
	if (!json_is_object(v))
		return refuse(c, "a schema is an object, true or false");
	if (c->levels == MAX_JSON_DEPTH)
		return refuse(c, "too many schemas in each other");
	c->levels++;
	while (!rc && json_next(&m)) {
		rc = check_keyword(c, m.name, m.value);
		if (rc)
			err_prefix(c->err, "%s", m.name);
	}
	c->levels--;
	return rc;
}

static int compare_pointers(const void *pa, const void *pb)
{
	uintptr_t a = (uintptr_t)*(const struct json *const *)pa;
	uintptr_t b = (uintptr_t)*(const struct json *const *)pb;

	return (a > b) - (a < b);
}

/* Only what was seen as a schema was checked to be one. */
static int check_refs(struct check *c)
{
	const struct json *const *refs = (void *)c->refs.ptr, *to;
	size_t size = sizeof(*refs), n = c->schemas.len / size;
	struct text t, fragment;

	qsort(c->schemas.ptr, n, size, compare_pointers);
	for (size_t i = 0; i < c->refs.len / size; i++) {
		json_text(refs[i], &t);
		fragment = (struct text){ t.ptr + 1, t.len - 1 };
		to = json_pointer(c->root, fragment);
		if (!to || !bsearch(&to, c->schemas.ptr, n, size,
				    compare_pointers))
			return err_set(c->err, ERR_CONFIG,
				       "$ref: no schema stands at \"%s\"",
				       t.ptr);
	}
	return 0;
}

int schema_check(const struct json *schema, struct err *err)
{
	struct check c = { .root = schema, .err = err,
			   .schemas = BUF_INIT(MAX_SCHEMAS * sizeof(schema)),
			   .refs = BUF_INIT(MAX_SCHEMAS * sizeof(schema)) };
	int rc = check_schema(&c, schema);

	if (!rc && (c.schemas.over || c.refs.over))
		rc = err_set(err, ERR_CONFIG, "over %zu schemas in one",
			     MAX_SCHEMAS);
	if (!rc)
		rc = check_refs(&c);
	if (rc)
		err_prefix(err, "schema");
	buf_release(&c.schemas);
	buf_release(&c.refs);
	return rc;
}
