#include "fuzz.h"

#include <string.h>

#include "base/json.h"
#include "base/pattern.h"
#include "base/schema.h"

/*
 * A line with a schema, and after it a value; or, after "~", a pattern and a
 * text. What is refused says why, and nothing takes for ever.
 */
static void one_pattern(struct text source, struct text t)
{
	struct err e = ERR_INIT;
	struct pattern *p;

	if (pattern_new(source, &p, &e)) {
		HOLDS(!p && e.kind == ERR_CONFIG && *e.msg);
		return;
	}
	HOLDS(pattern_size(p) <= 10001);
	pattern_search(p, t);
	pattern_free(p);
}

static void one_schema(struct text schema, struct text value)
{
	struct json *s = NULL, *v = NULL;
	struct err e = ERR_INIT;
	int first;

	if (json_parse(schema.ptr, schema.len, &s, &e) ||
	    json_parse(value.ptr, value.len, &v, &e))
		goto out;
	if (schema_check(s, &e)) {
		HOLDS(e.kind == ERR_CONFIG && *e.msg);
		goto out;
	}
	first = schema_match(s, v, &e);
	HOLDS(first == 0 || (first == -1 && *e.msg));
	HOLDS(e.kind == ERR_NONE || e.kind == ERR_PROTO ||
	      (e.kind == ERR_CONFIG && strstr(e.msg, "the schema asks for")));
out:
	json_free(s);
	json_free(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	const char *nl = size ? memchr(p, '\n', size) : NULL;
	struct text a = { p, nl ? (size_t)(nl - p) : size };
	struct text b = { p + a.len, size - a.len };

	if (a.len && *a.ptr == '~')
		one_pattern((struct text){ a.ptr + 1, a.len - 1 }, b);
	else
		one_schema(a, b);
	return 0;
}
