#!/usr/bin/env python3
"""Compares src/base/schema.c with python3-jsonschema.

Each schema below is tried on every value of its list and on a common list of
values of every kind; both must say the same of all. Left out is what the two
mean differently: Python's \\d and \\w know all scripts, its "$" also stands
before a last newline, and it divides floats without allowing for rounding.
Skips (77) where python3-jsonschema is missing.
"""

import json
import os
import subprocess
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("python3-jsonschema is missing")
    sys.exit(77)

COMMON = [
    None, True, False, 0, 1, -1, 2.0, 2.5, 1e20, 9007199254740993, "", "a",
    "abc", "\u00e9\U0001F600", "12", "2026-11-22", [], [1], [1, 1.0],
    ["a", 1, None], [[1], [1]], [{"a": 1}, {"a": 2}], {}, {"a": 1},
    {"a": "x", "b": 2}, {"a": None}, {"b": {"a": [1, "z"]}}, {"abc": 1},
]

PERSON = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 20},
        "age": {"type": "integer", "minimum": 0, "exclusiveMaximum": 150},
        "tags": {"type": "array", "items": {"type": "string"},
                 "uniqueItems": True, "maxItems": 3},
        "address": {"$ref": "#/$defs/address"},
    },
    "required": ["name", "age"],
    "additionalProperties": False,
    "$defs": {"address": {
        "type": "object", "required": ["city"],
        "properties": {"city": {"type": "string"},
                       "zip": {"type": "string",
                               "pattern": "^[0-9]{5}(-[0-9]{4})?$"}}}},
}

PEOPLE = [
    {"name": "Ann", "age": 3}, {"name": "", "age": 3}, {"name": "Ann"},
    {"name": "Ann", "age": 150}, {"name": "Ann", "age": 149.0},
    {"name": "Ann", "age": -1}, {"name": "Ann", "age": 3, "x": 1},
    {"name": "Ann", "age": 3, "tags": ["a", "a"]},
    {"name": "Ann", "age": 3, "tags": ["a", "b", "c", "d"]},
    {"name": "Ann", "age": 3, "tags": ["a", 1]},
    {"name": "Ann", "age": 3, "address": {}},
    {"name": "Ann", "age": 3, "address": {"city": "B", "zip": "12345"}},
    {"name": "Ann", "age": 3, "address": {"city": "B", "zip": "1234"}},
    {"name": "n" * 21, "age": 3}, {"name": "\u00e9" * 20, "age": 3},
]

TREE = {"type": "object",
        "properties": {"v": {"type": "number"},
                       "kids": {"type": "array", "items": {"$ref": "#"}}},
        "required": ["v"]}

TREES = [
    {"v": 1}, {"v": 1, "kids": []}, {"v": 1, "kids": [{"v": 2}]},
    {"v": 1, "kids": [{"v": 2, "kids": [{"v": "x"}]}]},
    {"v": 1, "kids": [{}]}, {"kids": []},
]

SCHEMAS = [
    (PERSON, PEOPLE), (TREE, TREES), (True, []), (False, []), ({}, []),
    *[({"type": t}, []) for t in ("null", "boolean", "integer", "number",
                                  "string", "array", "object")],
    ({"type": ["string", "null"]}, []), ({"type": ["integer", "object"]}, []),
    ({"const": None}, []), ({"const": 1}, [1.0, "1", True]),
    ({"const": [1, {"a": 2}]}, [[1, {"a": 2.0}], [1, {"a": 2, "b": 3}]]),
    ({"const": 9007199254740993}, [9007199254740992]),
    ({"enum": [1, "a", None, {"a": 1}, []]}, []), ({"enum": [False]}, [0]),
    ({"minimum": 1}, []), ({"maximum": 2}, []),
    ({"exclusiveMinimum": 2}, []), ({"exclusiveMaximum": 2}, []),
    ({"minimum": -1, "maximum": 1}, []), ({"multipleOf": 2}, [4, 5, 0]),
    ({"multipleOf": 0.5}, [0.75, 1.5]),
    ({"minLength": 2}, []), ({"maxLength": 2}, []),
    ({"minItems": 1}, []), ({"maxItems": 1}, []),
    ({"minProperties": 1}, []), ({"maxProperties": 1}, []),
    ({"uniqueItems": True}, [[1, True], [0, False], [{"a": 1, "b": 2},
                             {"b": 2, "a": 1}], ["a", "A"], [[], {}]]),
    ({"required": ["a"]}, []), ({"required": []}, []),
    ({"properties": {"a": {"type": "integer"}}}, []),
    ({"properties": {"a": False}}, []),
    ({"properties": {"a": {}}, "additionalProperties": False}, []),
    ({"additionalProperties": {"type": "integer"}}, []),
    ({"patternProperties": {"^a": {"type": "integer"}}}, [{"ab": "x"}]),
    ({"properties": {"b": True}, "patternProperties": {"c$": True},
      "additionalProperties": False}, [{"c": 1}, {"cc": 1, "b": 1}]),
    ({"propertyNames": {"maxLength": 1}}, []),
    ({"propertyNames": {"enum": ["a"]}}, []),
    ({"propertyNames": False}, []),
    ({"items": {"type": "integer"}}, []), ({"items": False}, []),
    ({"prefixItems": [{"type": "string"}, {"type": "integer"}]}, []),
    ({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
     [["a", 1], ["a", "b"], [1]]),
    ({"contains": {"type": "string"}}, []),
    ({"contains": {"type": "integer"}, "minContains": 2}, []),
    ({"contains": {"type": "integer"}, "minContains": 0,
      "maxContains": 1}, []),
    ({"minContains": 3}, []), ({"contains": False, "minContains": 0}, []),
    ({"allOf": [{"minimum": 0}, {"maximum": 1}]}, []),
    ({"anyOf": [{"type": "string"}, {"minimum": 1}]}, []),
    ({"oneOf": [{"type": "integer"}, {"minimum": 1}]}, []),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, []),
    ({"not": {"type": "integer"}}, []), ({"not": {}}, []),
    ({"not": {"anyOf": [{"type": "string"}, {"type": "array"}]}}, []),
    ({"if": {"type": "string"}, "then": {"minLength": 2},
      "else": {"minimum": 1}}, []),
    ({"if": {"type": "string"}, "then": {"minLength": 2}}, []),
    ({"if": {"type": "string"}, "else": False}, []),
    ({"then": False, "else": False}, []),
    ({"dependentRequired": {"a": ["b"]}}, []),
    ({"dependentSchemas": {"a": {"minProperties": 2}}}, []),
    ({"$ref": "#/$defs/n", "$defs": {"n": {"type": "integer"}},
      "minimum": 1}, []),
    ({"$ref": "#/$defs/a~1b%25", "$defs": {"a/b%": {"type": "array"}}}, []),
    ({"$ref": "#/anyOf/1", "anyOf": [True, {"type": "string"}]}, []),
    ({"format": "date"}, []), ({"title": "t", "x-unknown": [1]}, []),
    *[({"pattern": p}, ["aXb", "ab12", "x-y_z", " ", "foo.bar", "aaaa",
                        "\t", "a\nb"])
      for p in ("^a", "c$", "^.$", "^.{2}$", "^[a-c]+$", "[^a-c]", "^\\d+$",
                "^\\w+$", "\\s", "\\S", "a|1", "^(ab|12)+$", "^\\d{4}-\\d\\d",
                "^(?:a|b)*?c?$", "\\.", "\\bbar\\b", "^[\\w-]+$", "^a{2,3}",
                "[\\d.]", "^$", "\\u0061", "^(a(b(c)?)?)?$", "x\\Dy")],
]


def main():
    pairs = [(s, v) for s, own in SCHEMAS for v in COMMON + own]
    lines = "".join(json.dumps({"schema": s, "value": v}) + "\n"
                    for s, v in pairs)
    driver = os.path.join(os.path.dirname(os.environ["SHUNT"]), "eval",
                          "schema_driver")
    done = subprocess.run([driver], input=lines, text=True, check=True,
                          stdout=subprocess.PIPE)
    said = done.stdout.split("\n")[:-1]
    wrong = []
    valid = 0
    for (schema, value), ours in zip(pairs, said):
        theirs = Draft202012Validator(schema).is_valid(value)
        valid += theirs
        if ours.split(":")[0] != ("valid" if theirs else "invalid"):
            wrong.append("%s on %s: %s, jsonschema says %s" % (
                json.dumps(schema), json.dumps(value), ours, theirs))
    for text in wrong:
        print("# " + text)
    print("%sok 1 - %d answers" % ("" if len(said) == len(pairs) else "not ",
                                   len(pairs)))
    print("%sok 2 - jsonschema says the same" % ("not " if wrong else ""))
    print("%sok 3 - of both kinds: %d fit" % (
        "" if 200 < valid < len(pairs) - 200 else "not ", valid))
    print("1..3")
    return 1 if wrong else 0


sys.exit(main())
