#ifndef SHUNT_BASE_SCHEMA_H
#define SHUNT_BASE_SCHEMA_H

#include "base/err.h"
#include "base/json.h"

/*
 * Checks a value against a JSON Schema (draft 2020-12, json-schema.org, the
 * "validation" and "applicator" vocabularies): type, enum, const, numbers'
 * and lengths' bounds, pattern, required, properties, patternProperties,
 * additionalProperties, propertyNames, items, prefixItems, contains,
 * uniqueItems, allOf, anyOf, oneOf, not, if/then/else, dependentRequired and
 * $ref within the document ("#/$defs/x"). "format", as the draft has it, is
 * no check. Depth and work are bounded.
 *
 * Both return 0, or -1: schema_check() with ERR_CONFIG where the schema is
 * none (a type that does not exist, a $ref to nowhere, a keyword of the wrong
 * type), schema_match() with ERR_PROTO naming the place in the value as a
 * JSON Pointer (RFC 6901) and what is wrong there.
 */
MUST_CHECK
int schema_check(const struct json *schema, struct err *err);
MUST_CHECK
int schema_match(const struct json *schema, const struct json *value,
		 struct err *err);

#endif
