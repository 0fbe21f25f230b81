#ifndef SHUNT_BASE_SCHEMA_H
#define SHUNT_BASE_SCHEMA_H

#include "base/err.h"
#include "base/json.h"

/*
 * Checks a value against a JSON Schema (draft 2020-12, json-schema.org):
 * type, enum, const, numbers' and lengths' bounds, multipleOf, pattern (see
 * base/pattern.h), required, properties, patternProperties,
 * additionalProperties, propertyNames, items, prefixItems, contains with its
 * bounds, uniqueItems, allOf, anyOf, oneOf, not, if/then/else,
 * dependentRequired, dependentSchemas and $ref within the document
 * ("#/$defs/x"). "format", as the draft has it, is no check, nor are
 * keywords that the draft does not know.
 *
 * What the draft knows and we do not follow (unevaluatedItems and
 * unevaluatedProperties, $dynamicRef, $anchor's names, an $id inside, other
 * documents, keywords that only older drafts have, other dialects) is an
 * error of schema_check(): nothing is passed over in silence. So only a
 * schema that it took may be given to schema_match(). A value of NULL is
 * null.
 *
 * Depth and work are bounded: 256 schemas in each other, five million steps.
 *
 * Both return 0, or -1: schema_check() with ERR_CONFIG where the schema is
 * none (a type that does not exist, a $ref to nowhere, a keyword of the wrong
 * type), schema_match() with ERR_PROTO naming the place in the value as a
 * JSON Pointer (RFC 6901) and what is wrong there, or with ERR_CONFIG where
 * the schema asks for more work than that.
 */
MUST_CHECK
int schema_check(const struct json *schema, struct err *err);
MUST_CHECK
int schema_match(const struct json *schema, const struct json *value,
		 struct err *err);

#endif
