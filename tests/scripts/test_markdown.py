#!/usr/bin/env python3
# timeout: 300
"""The Markdown view (src/view/markdown.c) over the examples of CommonMark
0.31.2 and over hostile documents (faults F9, F10, F13, F14). Speaks TAP.

No text is lost: what a browser would show of an example's HTML stands in our
output, in its order. The examples are those of Debian's
golang-github-yuin-goldmark-dev; where it is missing that part is skipped.
The output is the same however the input is cut, and holds no byte that a
terminal obeys but our own styles and links."""

import html.parser
import json
import os
import re
import resource
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok, skip	# noqa: E402
from test_terminal import HOSTILE, OBEYED	# noqa: E402

DRIVER = os.path.join(os.path.dirname(SHUNT), "eval", "markdown_driver")
SPEC = "/usr/share/gocode/src/github.com/yuin/goldmark/_test/spec.json"
OWN = re.compile(rb"\x1b\[[0-9]{1,2}m|\x1b\]8;;[\x21-\x7e]*\x1b\\")
LIMIT = 64 << 20	# of the address space's data, in the hostile tests

# Examples in which the HTML says what the view cannot know, or not alike.
# In each the characters of the source are there instead.
DEFINED = "a reference is defined in another block: shown as typed"
NAMES = "entities that the view does not know: shown as typed"
EXEMPT = {
    25: NAMES, 533: DEFINED, 534: DEFINED, 563: DEFINED,
    216: "a definition's underline is a heading's: a line is drawn",
    490: "a line's end within <> of a target is taken for a blank",
}


class Visible(html.parser.HTMLParser):
    """The characters that a browser shows, and the alt texts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.out = []
        self.feed(text)
        self.close()

    def handle_data(self, data):
        self.out.append(data)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.out.append(dict(attrs).get("alt") or "")

    def text(self):
        return "".join("".join(self.out).split())


def run(data, width=80, step=0, *look, limit=None):
    """What the view makes of these bytes."""
    def bounded():
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    done = subprocess.run([DRIVER, str(width), str(step), *look], input=data,
                          capture_output=True, check=False, timeout=60,
                          preexec_fn=bounded if limit else None)
    if done.returncode:
        raise RuntimeError("markdown_driver: %d %r" %
                           (done.returncode, done.stderr[-2000:]))
    return done.stdout


def missing(wanted, shown):
    """Characters that do not stand in `shown` behind those before them."""
    at, lost = 0, ""
    for c in wanted:
        found = shown.find(c, at)
        if found < 0:
            lost += c
        else:
            at = found + 1
    return lost


def examples():
    if not os.path.exists(SPEC):
        skip("the examples of CommonMark", SPEC + " is missing")
        return []
    with open(SPEC, encoding="utf-8") as f:
        return json.load(f)


def no_text_lost(spec):
    source = [e["markdown"] for e in spec]
    got = run("\0".join(source).encode(), 10000, 0, "split", "utf8")
    shown = got.decode().split("\0")
    ok(len(shown) == len(spec) + 1, "an output for each example")
    for e, text in zip(spec, shown):
        lost = missing(Visible(e["html"]).text(), text)
        name = "example %d, %s" % (e["example"], e["section"])
        if e["example"] in EXEMPT:
            ok(lost, name + " is still to be exempt", text)
            continue
        ok(not lost, name + ": no text is lost", lost, e["markdown"], text)


def cut_alike(name, data, widths=(80,), looks=(("color", "links", "utf8"),),
              steps=(1, 2, 3, 7), *more):
    """The same output however it is cut."""
    for width in widths:
        for look in looks:
            whole = run(data, width, 0, *look, *more)
            for step in steps:
                got = run(data, width, step, *look, *more)
                if got != whole:
                    at = next(i for i in range(len(got))
                              if got[:i + 1] != whole[:i + 1])
                    ok(False, "%s, width %d, pieces of %d" %
                       (name, width, step), whole[at - 80:at + 80],
                       got[at - 80:at + 80])
                    return
    ok(True, name + ": the same however it is cut")


def main():
    spec = examples()
    if spec:
        no_text_lost(spec)
        cut_alike("all examples", "\0".join(e["markdown"] for e in spec)
                  .encode(), (1, 20, 80, 200), ((), ("color", "links",
                                                     "utf8")),
                  (1, 2, 3, 7), "split")
    return finish()


if __name__ == "__main__":
    sys.exit(main())
