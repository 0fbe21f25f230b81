#include "base/schema_match.h"

static enum outcome member(struct match *m, const struct json_members *v,
			   const struct json *schema)
{
	return match_within(m, (struct place){ .name = v->name }, schema,
		       v->value);
}

static enum outcome element(struct match *m, const struct json *array,
			    size_t i, const struct json *schema)
{
	return match_within(m, (struct place){ .index = i }, schema,
		       json_index(array, i));
}

enum outcome match_properties(struct match *m,
				     const struct json *schema,
				     const struct json *want,
				     const struct json *v)
{
	struct json_members d = json_members(v);
	enum outcome r = YES;

	(void)schema;
	while (r == YES && json_next(&d))
		r = json_has(want, d.name) ?
			    member(m, &d, json_get(want, d.name)) :
			    match_spend(m, 1);
	return r;
}

/* All of patternProperties that fit one member; *any says if some do. */
static enum outcome match_patterns(struct match *m,
				   const struct json *patterns,
				   const struct json_members *d, bool apply_too,
				   bool *any)
{
	struct json_members p = json_members(patterns);
	enum outcome r = YES;

	*any = false;
	while (r == YES && json_next(&p)) {
		r = match_search(m, text_of(p.name), text_of(d->name));
		if (r == YES) {
			*any = true;
			r = apply_too ? member(m, d, p.value) : YES;
		} else if (r == NO) {
			r = YES;
		}
	}
	return r;
}

enum outcome match_pattern_properties(struct match *m,
					     const struct json *schema,
					     const struct json *want,
					     const struct json *v)
{
	struct json_members d = json_members(v);
	enum outcome r = YES;
	bool any;

	(void)schema;
	while (r == YES && json_next(&d))
		r = match_patterns(m, want, &d, true, &any);
	return r;
}

enum outcome match_additional(struct match *m,
				     const struct json *schema,
				     const struct json *want,
				     const struct json *v)
{
	const struct json *named = json_get(schema, "properties");
	const struct json *patterns = json_get(schema, "patternProperties");
	struct json_members d = json_members(v);
	enum outcome r = YES;
	bool any;

	while (r == YES && json_next(&d)) {
		if (json_has(named, d.name))
			continue;
		r = match_patterns(m, patterns, &d, false, &any);
		if (r == YES && !any)
			r = member(m, &d, want);
	}
	return r;
}

enum outcome match_present(struct match *m, const struct json *want,
			   const struct json *v,
			   enum outcome (*check)(struct match *m,
						 const struct json *of,
						 const struct json *v))
{
	struct json_members d = json_members(want);
	enum outcome r = YES;

	while (r == YES && json_next(&d))
		r = json_has(v, d.name) ? check(m, d.value, v) :
					  match_spend(m, 1);
	return r;
}

enum outcome match_dependent_schemas(struct match *m,
				     const struct json *schema,
				     const struct json *want,
				     const struct json *v)
{
	(void)schema;
	return match_present(m, want, v, match_apply);
}

/* A name is a string like any other; its place is the object's. */
enum outcome match_names(struct match *m, const struct json *schema,
			 const struct json *want, const struct json *v)
{
	struct json_members d = json_members(v);
	struct buf quoted = BUF_INIT(MAX_ANSWER);
	enum outcome r = YES;
	struct json *name;

	(void)schema;
	while (r == YES && json_next(&d)) {
		struct json_writer w = JSON_WRITER_INIT(&quoted);

		buf_clear(&quoted);
		json_add_str(&w, NULL, d.name);
		if (json_parse(quoted.ptr, quoted.len, &name, m->err)) {
			r = FAILED;
			break;
		}
		r = match_try(m, want, name);
		json_free(name);
		if (r == NO)
			match_differs(m, "the name \"%s\" is not allowed",
				      d.name);
	}
	buf_release(&quoted);
	return r;
}

enum outcome match_prefix(struct match *m, const struct json *schema,
			  const struct json *want, const struct json *v)
{
	enum outcome r = YES;

	(void)schema;
	for (size_t i = 0; r == YES && i < json_len(v) && i < json_len(want);
	     i++)
		r = element(m, v, i, json_index(want, i));
	return r;
}

/* What stands behind those of prefixItems. */
enum outcome match_items(struct match *m, const struct json *schema,
			 const struct json *want, const struct json *v)
{
	enum outcome r = YES;
	size_t i = json_len(json_get(schema, "prefixItems"));

	for (; r == YES && i < json_len(v); i++)
		r = element(m, v, i, want);
	return r;
}

enum outcome match_contains(struct match *m, const struct json *schema,
			    const struct json *want, const struct json *v)
{
	double least = 1, most = (double)json_len(v);
	size_t n = 0;
	enum outcome r;

	json_number(json_get(schema, "minContains"), &least);
	json_number(json_get(schema, "maxContains"), &most);
	for (size_t i = 0; i < json_len(v); i++) {
		r = match_try(m, want, json_index(v, i));
		if (r == FAILED)
			return r;
		n += r == YES;
	}
	if ((double)n >= least && (double)n <= most)
		return YES;
	return match_differs(m, "%zu elements fit \"contains\", not %.12g%s",
			     n, (double)n < least ? least : most,
			     (double)n < least ? " or more" : " or fewer");
}
