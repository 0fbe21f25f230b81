#include <float.h>
#include <math.h>

#include "base/json_same.h"
#include "base/pattern.h"
#include "base/schema_match.h"

static const char *kind_name(const struct json *v)
{
	static const char *const names[] = {
		[JSON_NONE] = "no JSON number", [JSON_NULL] = "null",
		[JSON_BOOLEAN] = "boolean",	[JSON_NUMBER] = "number",
		[JSON_STRING] = "string",	[JSON_ARRAY] = "array",
		[JSON_OBJECT] = "object",
	};

	return names[json_kind(v)];
}

static bool is_type(const struct json *v, const struct json *name)
{
	struct text t;

	json_text(name, &t);
	return text_is(t, kind_name(v)) ||
	       (text_is(t, "integer") && json_is_integral(v));
}

enum outcome match_type(struct match *m, const struct json *schema,
			       const struct json *want, const struct json *v)
{
	struct text t;

	(void)schema;
	for (size_t i = 0; i < json_len(want); i++)
		if (is_type(v, json_index(want, i)))
			return YES;
	if (!json_text(want, &t))
		return match_differs(m, "%s, not one of the types asked for",
			       kind_name(v));
	if (is_type(v, want))
		return YES;
	return match_differs(m, "%s, not %s", kind_name(v), t.ptr);
}

enum outcome match_const(struct match *m, const struct json *schema,
				const struct json *want, const struct json *v)
{
	(void)schema;
	if (json_same(want, v, &m->budget))
		return YES;
	if (match_spend(m, 1) != YES)
		return FAILED;
	return match_differs(m, "not the constant");
}

enum outcome match_enum(struct match *m, const struct json *schema,
			       const struct json *want, const struct json *v)
{
	(void)schema;
	for (size_t i = 0; i < json_len(want); i++)
		if (json_same(json_index(want, i), v, &m->budget))
			return YES;
	if (match_spend(m, 1) != YES)
		return FAILED;
	return match_differs(m, "none of the %zu values allowed",
			     json_len(want));
}

/*
 * Bounds of numbers, and of the length of strings, arrays and objects. A
 * value that is the bound may pass or not; else it must be on its side.
 */
static const struct bound {
	const char *keyword;
	enum json_kind kind;
	const char *words;
	bool above, equal;
} bounds[] = {
	{ "minimum", JSON_NUMBER, "under", true, true },
	{ "maximum", JSON_NUMBER, "over", false, true },
	{ "exclusiveMinimum", JSON_NUMBER, "not over", true, false },
	{ "exclusiveMaximum", JSON_NUMBER, "not under", false, false },
	{ "minLength", JSON_STRING, "characters, under", true, true },
	{ "maxLength", JSON_STRING, "characters, over", false, true },
	{ "minItems", JSON_ARRAY, "elements, under", true, true },
	{ "maxItems", JSON_ARRAY, "elements, over", false, true },
	{ "minProperties", JSON_OBJECT, "members, under", true, true },
	{ "maxProperties", JSON_OBJECT, "members, over", false, true },
};

static size_t count_characters(struct text t)
{
	size_t n = 0, used;
	unsigned cp;

	for (; t.len; t.ptr += used, t.len -= used, n++)
		utf8_decode(t.ptr, t.len, &cp, &used);
	return n;
}

static double measure(const struct json *v)
{
	double d;
	struct text t;

	if (json_text(v, &t))
		return (double)count_characters(t);
	return json_number(v, &d) ? d : (double)json_len(v);
}

enum outcome match_bounds(struct match *m, const struct json *schema,
				 const struct json *v)
{
	enum json_kind kind = json_kind(v);
	double is = NAN, limit;
	struct text t;

	for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
		const struct bound *b = &bounds[i];

		if (b->kind != kind ||
		    !json_number(json_get(schema, b->keyword), &limit))
			continue;
		if (isnan(is)) {
			json_text(v, &t);
			if (match_spend(m, t.len / 64) != YES)
				return FAILED;
			is = measure(v);
		}
		if (is == limit ? b->equal : (is > limit) == b->above)
			continue;
		return match_differs(m, "%.12g%s%s %.12g", is,
			       kind == JSON_NUMBER ? ", " : " ", b->words,
			       limit);
	}
	return YES;
}

/* 0.3 is a multiple of 0.1, though 0.3 / 0.1 is a little less than 3. */
static bool is_multiple(const struct json *v, const struct json *of)
{
	double d = 0, by = 1, times;
	long long i, k;

	json_number(v, &d);
	json_number(of, &by);
	if (json_integer(v, &i) && json_integer(of, &k) && (double)i == d &&
	    (double)k == by && k)
		return i % k == 0;
	times = d / by;
	if (isinf(times))
		return fmod(d, by) == 0;
	return fabs(times - round(times)) <= fabs(times) * 4 * DBL_EPSILON;
}

enum outcome match_multiple(struct match *m, const struct json *schema,
				   const struct json *want,
				   const struct json *v)
{
	double d = 0, of = 1;

	(void)schema;
	if (is_multiple(v, want))
		return YES;
	json_number(v, &d);
	json_number(want, &of);
	return match_differs(m, "%.12g, no multiple of %.12g", d, of);
}

/* FAILED also for a pattern that schema_check() would have refused. */
enum outcome match_search(struct match *m, struct text source, struct text t)
{
	struct pattern *p;
	enum outcome r;

	if (pattern_new(source, &p, m->err))
		return FAILED;
	r = match_spend(m, source.len + (t.len + 1) * pattern_size(p) / 8);
	if (r == YES && !pattern_search(p, t))
		r = NO;
	pattern_free(p);
	return r;
}

enum outcome match_pattern(struct match *m, const struct json *schema,
				  const struct json *want,
				  const struct json *v)
{
	struct text source, t;
	enum outcome r;

	(void)schema;
	json_text(want, &source);
	json_text(v, &t);
	r = match_search(m, source, t);
	return r == NO ? match_differs(m, "does not match %s", source.ptr) : r;
}

static enum outcome need(struct match *m, const struct json *names,
			 const struct json *v)
{
	struct text name;

	for (size_t i = 0; i < json_len(names); i++) {
		json_text(json_index(names, i), &name);
		if (!json_has(v, name.ptr))
			return match_differs(m, "\"%s\" is missing",
					     name.ptr);
	}
	return match_spend(m, json_len(names) + 1);
}

enum outcome match_required(struct match *m, const struct json *schema,
			    const struct json *want, const struct json *v)
{
	(void)schema;
	return need(m, want, v);
}

enum outcome match_dependent_required(struct match *m,
				      const struct json *schema,
				      const struct json *want,
				      const struct json *v)
{
	(void)schema;
	return match_present(m, want, v, need);
}

enum outcome match_unique(struct match *m, const struct json *schema,
			  const struct json *want, const struct json *v)
{
	size_t index;
	bool found;

	(void)schema;
	if (!json_truthy(want))
		return YES;
	found = json_repeats(v, &index, &m->budget);
	if (match_spend(m, 1) != YES)
		return FAILED;
	return found ? match_differs(m, "element %zu stands there before",
				     index) : YES;
}
