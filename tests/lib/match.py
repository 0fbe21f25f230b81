"""Comparing what came with what was expected; each returns complaints.

JSON is compared by containing: an object needs the members given, an array
must have the same length and each element must match, numbers are equal by
value, anything else is equal. In place of a value:
  {"$match": "regex"}  a string where it is found
  {"$any": true}       anything but null
  {"$absent": true}    the member is not there
  {"$len": N}          an array, object or string of that length
  {"$type": "string|number|bool|null|array|object"}
  {"$between": [A, B]} a number
  {"$has": [...]}      an array with elements that match these, in any order
  {"$not": VALUE}      does not match VALUE
"""

import difflib
import json
import re

MISSING = object()
TYPES = {"string": str, "number": (int, float), "bool": bool,
         "null": type(None), "array": list, "object": dict}


def type_is(got, name):
    if name == "number" and isinstance(got, bool):
        return False
    return isinstance(got, TYPES[name])


def operator(name, arg, got):
    if name == "$absent":
        return (got is MISSING) == arg
    if got is MISSING:
        return False
    if name == "$match":
        return isinstance(got, str) and bool(re.search(arg, got))
    if name == "$any":
        return got is not None
    if name == "$len":
        return hasattr(got, "__len__") and len(got) == arg
    if name == "$type":
        return type_is(got, arg)
    if name == "$between":
        return type_is(got, "number") and arg[0] <= got <= arg[1]
    if name == "$has":
        return isinstance(got, list) and all(
            any(not contains(want, one) for one in got) for want in arg)
    if name == "$not":
        return bool(contains(arg, got))
    raise ValueError("unknown operator %s" % name)


def show(value):
    return "nothing" if value is MISSING else json.dumps(
        value, ensure_ascii=False)[:300]


def contains(want, got, path=""):
    """Complaints, none when `got` holds `want`."""
    where = path or "the value"
    if isinstance(want, dict) and len(want) == 1:
        name, arg = next(iter(want.items()))
        if name.startswith("$"):
            return [] if operator(name, arg, got) else [
                "%s: wanted %s, got %s" % (where, show(want), show(got))]
    if isinstance(want, dict) and isinstance(got, dict):
        out = []
        for name, value in want.items():
            out += contains(value, got.get(name, MISSING), path + "." + name)
        return out
    if isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            return ["%s: wanted %d elements, got %d: %s" % (
                where, len(want), len(got), show(got))]
        out = []
        for i, value in enumerate(want):
            out += contains(value, got[i], "%s[%d]" % (path, i))
        return out
    same = type(want) is type(got) or (type_is(want, "number") and
                                       type_is(got, "number"))
    if same and want == got:
        return []
    return ["%s: wanted %s, got %s" % (where, show(want), show(got))]


def no_twins(pairs):
    d = dict(pairs)
    if len(d) != len(pairs):
        raise ValueError("a member twice")
    return d


def loads(data):
    """Strict JSON: UTF-8, no NaN, no member twice."""
    def bad(word):
        raise ValueError("%s is not JSON" % word)
    return json.loads(data.decode(), parse_constant=bad,
                      object_pairs_hook=no_twins)


def visible(data):
    """Bytes as lines that a person can read."""
    text = data.decode("utf-8", "backslashreplace")
    lines = re.split(r"(?<=\n)", text)
    out = []
    for line in lines:
        if line:
            body = line[:-1] if line.endswith("\n") else line
            body = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", lambda m:
                          "\\x%02x" % ord(m.group()), body)
            out.append(body + ("" if line.endswith("\n") else
                               "\\ no newline"))
    return out


def exact(name, want, got):
    if want == got:
        return []
    if len(want) + len(got) > 200000:
        return ["%s: wanted %d bytes, got %d, others" %
                (name, len(want), len(got))]
    diff = difflib.unified_diff(visible(want), visible(got),
                                name + " wanted", name + " got", lineterm="")
    return ["\n".join(list(diff)[:200])]


def patterns(name, text, got):
    out = []
    for line in text.split("\n"):
        if not line:
            continue
        negated = line.startswith("!")
        pattern = line[1:] if negated else line
        found = re.search(pattern.encode(), got, re.M)
        if bool(found) == negated:
            out.append("%s: %s %r in:\n%s" % (
                name, "found" if negated else "did not find", pattern,
                "\n".join("  " + v for v in visible(got[:4000]))))
    return out


def json_value(name, text, got):
    try:
        value = loads(got)
    except (ValueError, RecursionError) as e:
        return ["%s is not one JSON value: %s: %r" % (name, e, got[:600])]
    return ["%s%s" % (name, c) for c in contains(json.loads(text), value)]


def json_lines(name, text, got):
    want = [w for w in text.split("\n") if w.strip()]
    lines = got.decode("utf-8", "replace").split("\n")
    if lines.pop() != "":
        return ["%s: the last line has no newline: %r" % (name, got[-200:])]
    if len(want) != len(lines):
        return ["%s: wanted %d lines, got %d:\n%s" %
                (name, len(want), len(lines), "\n".join(lines[:50]))]
    out = []
    for i, line in enumerate(lines):
        out += json_value("%s line %d" % (name, i + 1), want[i],
                          line.encode())
    return out


def count(name, text, got):
    """`N`, `>=N` or `<=N`."""
    m = re.fullmatch(r"(>=|<=|)\s*(\d+)", text.strip())
    if not m:
        raise ValueError("%s: what is %r?" % (name, text))
    n = int(m.group(2))
    good = {"": got == n, ">=": got >= n, "<=": got <= n}[m.group(1)]
    return [] if good else ["%s: wanted %s, got %d" %
                            (name, text.strip(), got)]
