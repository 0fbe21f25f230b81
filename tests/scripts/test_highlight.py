#!/usr/bin/env python3
"""Colours of Python code against Python's own tokenizer.

Over modules of the standard library: each character of a string, a comment
and a number has that colour, keywords have theirs, and nothing else has one
of these. Soft keywords and names of types are left out, as no tokenizer
knows them.
"""

import io
import keyword
import os
import re
import subprocess
import sys
import tokenize

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok

DRIVER = os.path.join(os.path.dirname(SHUNT), "eval", "highlight_driver")
MODULES = ("ast base64 calendar codecs csv dis enum fractions functools "
           "gettext heapq html.parser json.decoder keyword locale pprint re "
           "shlex string textwrap tokenize uuid weakref").split()
SGR = re.compile(r"\x1b\[([0-9;]*)m")
# on a light ground: what the palette of view/term.c has there
COLORS = {"34": "keyword", "35": "name", "31": "string", "2": "comment"}


def colors(source):
    """The lines' characters, each as the class that its colour is for."""
    out = subprocess.run([DRIVER, "python", "light"], input=source.encode(),
                         capture_output=True, check=True).stdout.decode()
    rows = []
    for line in out.split("\n"):
        row, now, at = [], "", 0
        for m in SGR.finditer(line):
            row += [now] * (m.start() - at)
            now, at = COLORS.get(m.group(1), ""), m.end()
        rows.append(row + [now] * (len(line) - at))
    return rows


def kind(token, member):
    if token.type == tokenize.STRING:
        return "string"
    if token.type == tokenize.COMMENT:
        return "comment"
    if token.type == tokenize.NUMBER:
        return "name"
    if (keyword.iskeyword(token.string) and not member and
            token.string not in ("True", "False", "None")):
        return "keyword"
    return None


def paint(rows, token, name):
    """Takes the token's characters out; those of another colour."""
    wrong = []
    (row, col), (last, end) = token.start, token.end
    for n in range(row, last + 1):
        first = col if n == row else 0
        stop = end if n == last else len(rows[n - 1])
        for i in range(first, stop):
            if rows[n - 1][i] != name:
                wrong.append((n, i, rows[n - 1][i], name))
            rows[n - 1][i] = ""
    return wrong


def check(source):
    rows, wrong, dot = colors(source), [], None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        name = kind(token, token.start == dot)
        if name:
            wrong += paint(rows, token, name)
        dot = token.end if token.string == "." else None
    for n, row in enumerate(rows, 1):
        line = source.split("\n")[n - 1]
        for i, name in enumerate(row):
            # decorators and soft keywords have the keywords' colour
            if name in ("string", "comment") or (
                    name == "keyword" and not re.match(
                        r"\s*(@|match\b|case\b)", line)):
                wrong.append((n, i, name, None))
    return wrong


def main():
    if hasattr(tokenize, "FSTRING_START"):
        print("the tokenizer takes f-strings apart since Python 3.12")
        return 77
    for name in MODULES:
        path = os.path.join(os.path.dirname(os.__file__),
                            name.replace(".", "/") + ".py")
        if not os.path.exists(path):
            path = path[:-3] + "/__init__.py"
        with open(path, encoding="utf-8") as f:
            source = f.read()
        if re.search(r"[^\t\n -~\u00a1-\u00ac\u00ae-\u02ff]", source):
            continue	# some would be shown in another form
        wrong = check(source)
        ok(not wrong, name, *wrong[:5])
    return finish()


if __name__ == "__main__":
    sys.exit(main())
