#include "base/schema.h"

#include <stdio.h>
#include <string.h>

#include "tap.h"

/*
 * Values and what the draft (json-schema.org, 2020-12) says of them; that it
 * is another's opinion too is tests/scripts/test_schema.py's to find out.
 * `says` is NULL where the value fits.
 */
static const struct {
	const char *schema, *value, *says;
} values[] = {
	{ "true", "[1]", NULL },
	{ "{}", "null", NULL },
	{ "false", "1", "at \"\": nothing is allowed here" },
	{ "{'type':'integer'}", "1.0", NULL },
	{ "{'type':'integer'}", "1.5", "at \"\": number, not integer" },
	{ "{'type':'number'}", "'1'", "string, not number" },
	{ "{'type':'number'}", "NaN", "no JSON number, not number" },
	{ "{'type':['null','string']}", "null", NULL },
	{ "{'type':['null','string']}", "1", "number, not one of the types" },
	{ "{'enum':[1,'a',null,[1,{'x':2}]]}", "[1.0,{'x':2}]", NULL },
	{ "{'enum':[1,'a',null]}", "'b'", "none of the 3 values" },
	{ "{'const':{'a':1,'b':[0]}}", "{'b':[0],'a':1}", NULL },
	{ "{'const':null}", "0", "not the constant" },
	{ "{'const':null}", "null", NULL },
	{ "{'const':9007199254740993}", "9007199254740992", "constant" },
	{ "{'const':0}", "false", "not the constant" },
	{ "{'const':[1]}", "[1,2]", "not the constant" },
	{ "{'const':{'a':null}}", "{'b':null}", "not the constant" },
	{ "{'minimum':2}", "1", "1, under 2" },
	{ "{'minimum':2}", "2", NULL },
	{ "{'minimum':2}", "'a'", NULL },
	{ "{'maximum':2}", "3", "3, over 2" },
	{ "{'exclusiveMinimum':2}", "2", "2, not over 2" },
	{ "{'exclusiveMaximum':2}", "2", "2, not under 2" },
	{ "{'exclusiveMaximum':2}", "1.9", NULL },
	{ "{'minLength':2}", "'\xC3\xA9'", "1 characters, under 2" },
	{ "{'maxLength':1}", "'\xC3\xA9'", NULL },
	{ "{'maxLength':1}", "'ab'", "2 characters, over 1" },
	{ "{'minItems':1}", "[]", "0 elements, under 1" },
	{ "{'maxItems':1}", "[1,2]", "2 elements, over 1" },
	{ "{'minProperties':1}", "{}", "0 members, under 1" },
	{ "{'maxProperties':0}", "{'a':1}", "1 members, over 0" },
	{ "{'multipleOf':0.1}", "0.3", NULL },
	{ "{'multipleOf':0.1}", "0.35", "no multiple of 0.1" },
	{ "{'multipleOf':0.5}", "1e308", NULL },
	{ "{'multipleOf':2}", "9007199254740993", "no multiple of 2" },
	{ "{'pattern':'^\\\\d+$'}", "'12'", NULL },
	{ "{'pattern':'^\\\\d+$'}", "'12a'", "does not match ^\\d+$" },
	{ "{'required':['a','b']}", "{'a':null,'b':1}", NULL },
	{ "{'required':['a','b']}", "{'a':1}", "\"b\" is missing" },
	{ "{'required':['a']}", "[]", NULL },
	{ "{'dependentRequired':{'a':['b']}}", "{'c':1}", NULL },
	{ "{'dependentRequired':{'a':['b']}}", "{'a':1}", "\"b\" is missing" },
	{ "{'dependentSchemas':{'a':{'required':['b']}}}", "{'a':1}",
	  "\"b\" is missing" },
	{ "{'uniqueItems':true}", "[1,[2],{'a':1},'1']", NULL },
	{ "{'uniqueItems':true}", "[{'a':1,'b':2},0,{'b':2,'a':1.0}]",
	  "element 2 stands there before" },
	{ "{'uniqueItems':true}", "[0,-0.0]", "element 1" },
	{ "{'uniqueItems':false}", "[1,1]", NULL },
	{ "{'properties':{'a':{'type':'null'}}}", "{'a':null,'b':1}", NULL },
	{ "{'properties':{'a':{'type':'null'}}}", "{'a':1}",
	  "at \"/a\": number, not null" },
	{ "{'properties':{'a/b~':{'items':{'type':'null'}}}}",
	  "{'a/b~':[null,0]}", "at \"/a~1b~0/1\": number, not null" },
	{ "{'patternProperties':{'^x':{'type':'null'}}}", "{'x1':1}",
	  "at \"/x1\"" },
	{ "{'patternProperties':{'^x':false},'additionalProperties':false}",
	  "{}", NULL },
	{ "{'properties':{'a':{}},'patternProperties':{'^x':{}},"
	  "'additionalProperties':false}", "{'a':1,'x':1}", NULL },
	{ "{'properties':{'a':{}},'patternProperties':{'^x':{}},"
	  "'additionalProperties':false}", "{'a':1,'y':1}",
	  "at \"/y\": nothing is allowed here" },
	{ "{'additionalProperties':{'type':'string'}}", "{'y':1}",
	  "at \"/y\"" },
	{ "{'propertyNames':{'maxLength':2}}", "{'ab':1,'abc':1}",
	  "the name \"abc\" is not allowed" },
	{ "{'items':{'type':'number'}}", "[1,'a']", "at \"/1\"" },
	{ "{'prefixItems':[{'type':'string'}],'items':{'type':'number'}}",
	  "['a',1,2]", NULL },
	{ "{'prefixItems':[{'type':'string'}],'items':false}", "['a',1]",
	  "at \"/1\": nothing" },
	{ "{'prefixItems':[{'type':'string'}]}", "[1]", "at \"/0\"" },
	{ "{'contains':{'const':1}}", "[2,1]", NULL },
	{ "{'contains':{'const':1}}", "[2]", "0 elements fit" },
	{ "{'contains':{'const':1},'minContains':0}", "[2]", NULL },
	{ "{'contains':{'const':1},'minContains':2}", "[1]", "2 or more" },
	{ "{'contains':{'const':1},'maxContains':1}", "[1,1]", "1 or fewer" },
	{ "{'allOf':[{'minimum':1},{'maximum':2}]}", "3", "3, over 2" },
	{ "{'anyOf':[{'minimum':3},{'type':'string'}]}", "1",
	  "none of anyOf's 2 schemas fits" },
	{ "{'anyOf':[{'minimum':3},{'type':'number'}]}", "1", NULL },
	{ "{'oneOf':[{'minimum':1},{'minimum':2}]}", "1", NULL },
	{ "{'oneOf':[{'minimum':1},{'minimum':2}]}", "2", "more than one" },
	{ "{'oneOf':[{'minimum':1},{'minimum':2}]}", "0", "none of oneOf's" },
	{ "{'not':{'type':'null'}}", "null", "fits what \"not\" excludes" },
	{ "{'not':{'type':'null'}}", "1", NULL },
	{ "{'if':{'minimum':5},'then':{'maximum':9},'else':{'const':1}}",
	  "10", "10, over 9" },
	{ "{'if':{'minimum':5},'then':{'maximum':9},'else':{'const':1}}",
	  "2", "not the constant" },
	{ "{'if':{'minimum':5},'then':{'maximum':9}}", "2", NULL },
	{ "{'then':false,'else':false}", "1", NULL },
	{ "{'$ref':'#/$defs/a~1b','$defs':{'a/b':{'type':'null'}}}", "1",
	  "number, not null" },
	{ "{'properties':{'next':{'$ref':'#'}},'additionalProperties':false}",
	  "{'next':{'next':{'n':1}}}", "at \"/next/next/n\": nothing" },
	{ "{'format':'email','x-note':1}", "'no address'", NULL },
};

/* Ours in the tables have single quotes, which the reader takes. */
static struct json *parse(const char *s)
{
	struct json *j;
	struct err e = ERR_INIT;

	if (json_parse(s, strlen(s), &j, &e))
		ok(false, "%s: %s", s, e.msg);
	return j;
}

/* In a list, as json_parse() makes an object of a bare null. */
static struct json *parse_listed(const char *s)
{
	char text[400];

	snprintf(text, sizeof(text), "[%s]", s);
	return parse(text);
}

static void test_values(void)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct json *schema = parse(values[i].schema);
		struct json *v = parse_listed(values[i].value);
		const char *says = values[i].says;
		struct err e = ERR_INIT;
		int rc = schema_check(schema, &e);

		if (!rc)
			rc = schema_match(schema, json_index(v, 0), &e);
		ok(says ? rc == -1 && e.kind == ERR_PROTO &&
			  strstr(e.msg, says) : !rc,
		   "%s, %s: %s", values[i].schema, values[i].value, e.msg);
		json_free(schema);
		json_free(v);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *schema, *says;
	} bad[] = {
		{ "[]", "an object, true or false" },
		{ "{'type':'float'}", "there is no type \"float\"" },
		{ "{'type':[]}", "empty list of types" },
		{ "{'type':[1]}", "not a type's name" },
		{ "{'type':null}", "not a type's name" },
		{ "{'enum':1}", "schema: enum: not a list" },
		{ "{'minimum':'1'}", "minimum: not a number" },
		{ "{'exclusiveMaximum':true}", "not a number" },
		{ "{'minLength':-1}", "whole number" },
		{ "{'maxItems':1.5}", "whole number" },
		{ "{'multipleOf':0}", "over 0" },
		{ "{'uniqueItems':1}", "not true or false" },
		{ "{'required':'a'}", "required: not a list" },
		{ "{'required':[1]}", "not a list of strings" },
		{ "{'dependentRequired':{'a':'b'}}", "not a list" },
		{ "{'dependentRequired':[]}", "not an object" },
		{ "{'properties':[]}", "properties: not an object" },
		{ "{'properties':{'a':{'items':1}}}",
		  "schema: properties: a: items: a schema is an object" },
		{ "{'items':[{}]}", "a schema is an object" },
		{ "{'allOf':[]}", "not a list of schemas" },
		{ "{'allOf':[{},{'not':1}]}", "allOf: 1: not: a schema" },
		{ "{'pattern':'('}", "pattern: a '(' without" },
		{ "{'pattern':'(?=a)'}", "not supported" },
		{ "{'pattern':1}", "not a string" },
		{ "{'patternProperties':{'[':{}}}", "without its ']'" },
		{ "{'$ref':1}", "not a string" },
		{ "{'$ref':'other.json#/a'}", "only places in this document" },
		{ "{'$ref':'#/$defs/a'}", "no schema stands at" },
		{ "{'$ref':'#/x','x':{}}", "no schema stands at \"#/x\"" },
		{ "{'$ref':'#anchor'}", "no schema stands at" },
		{ "{'$id':1}", "not a string" },
		{ "{'items':{'$id':'a'}}", "only the whole document" },
		{ "{'$schema':'https://example.org/mine'}", "not a draft of" },
		{ "{'unevaluatedItems':false}", "not supported" },
		{ "{'unevaluatedProperties':false}", "not supported" },
		{ "{'$dynamicRef':'#a'}", "not supported" },
		{ "{'dependencies':{}}", "of an older draft" },
		{ "{'additionalItems':false}", "of an older draft" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct json *schema = parse(bad[i].schema);
		struct err e = ERR_INIT;

		ok(schema_check(schema, &e) == -1 && e.kind == ERR_CONFIG &&
			   strstr(e.msg, bad[i].says),
		   "%s: %s", bad[i].schema, e.msg);
		json_free(schema);
	}
}

/* Schemas and values that would take for ever, or the stack. */
static void test_hostile(void)
{
	static const struct {
		const char *what, *schema, *value, *says;
	} runs[] = {
		{ "a circle", "{'$ref':'#'}", "1", "256 levels" },
		{ "a circle of two",
		  "{'$defs':{'a':{'$ref':'#/$defs/b'},"
		  "'b':{'not':{'$ref':'#/$defs/a'}}},'$ref':'#/$defs/a'}",
		  "1", "256 levels" },
		{ "branches of branches",
		  "{'anyOf':[{'allOf':[{'$ref':'#'}]},{'$ref':'#'}]}", "1",
		  "256 levels" },
	};
	struct buf b = BUF_INIT(1 << 16);
	struct json *schema, *v;
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		schema = parse(runs[i].schema);
		v = parse(runs[i].value);
		ok(!schema_check(schema, &e) &&
			   schema_match(schema, v, &e) == -1 &&
			   e.kind == ERR_CONFIG && strstr(e.msg, runs[i].says),
		   "%s: %s", runs[i].what, e.msg);
		json_free(schema);
		json_free(v);
	}
	buf_adds(&b, "{'$ref':'#/$defs/a0','$defs':{'a40':{'type':'null'}");
	for (int i = 0; i < 40; i++)
		buf_addf(&b, ",'a%d':{'anyOf':[{'$ref':'#/$defs/a%d'},"
			 "{'$ref':'#/$defs/a%d'}]}", i, i + 1, i + 1);
	buf_adds(&b, "}}");
	schema = parse(b.ptr);
	v = parse("1");
	ok(!schema_check(schema, &e) && schema_match(schema, v, &e) == -1 &&
		   e.kind == ERR_CONFIG && strstr(e.msg, "five million steps"),
	   "2^40 branches: %s", e.msg);
	json_free(schema);
	json_free(v);
	buf_release(&b);
}

/* 64 levels of a value, each through a $ref: as deep as JSON is read. */
static void test_depth(void)
{
	struct json *schema = parse("{'$defs':{'t':{'items':"
				    "{'$ref':'#/$defs/t'}}},"
				    "'$ref':'#/$defs/t'}");
	char text[130] = "";
	struct json *v;
	struct err e = ERR_INIT;

	memset(text, '[', 64);
	memset(text + 64, ']', 64);
	v = parse(text);
	ok(!schema_check(schema, &e) && !schema_match(schema, v, &e),
	   "a tree of 64 levels: %s", e.msg);
	json_free(schema);
	json_free(v);
}

/* A schema cut anywhere is no JSON; one that is mended is never a crash. */
static void test_cut(void)
{
	static const char all[] =
		"{\"properties\":{\"a\":{\"anyOf\":["
		"{\"pattern\":\"^[a-c]{2}\"},{\"$ref\":\"#/$defs/n\"}]}},"
		"\"$defs\":{\"n\":{\"enum\":[1]}}}";
	struct json *schema, *v = parse("{'a':'ab'}");
	struct err e = ERR_INIT;
	size_t taken = 0;

	for (size_t i = 0; i < sizeof(all); i++) {
		if (json_parse(all, i, &schema, &e))
			continue;
		taken += !schema_check(schema, &e) &&
			 !schema_match(schema, v, &e);
		json_free(schema);
	}
	ok(taken == 1, "only the whole schema is one");
	json_free(v);
}

int main(void)
{
	test_values();
	test_refused();
	test_hostile();
	test_depth();
	test_cut();
	return tap_done();
}
