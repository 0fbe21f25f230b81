#!/usr/bin/env python3
# once: it takes a minute and more there, and the fuzzer runs in both builds
# timeout: 300
"""The Markdown view (src/view/markdown.c) over the examples of CommonMark
0.31.2 and over hostile documents (faults F9, F10, F13, F14). Speaks TAP.

No text is lost: what a browser would show of an example's HTML stands in our
output, in its order. The examples are those of Debian's
golang-github-yuin-goldmark-dev; where it is missing that part is skipped.
The output is the same however the input is cut, and holds no byte that a
terminal obeys but our own styles and links."""

import collections
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok, skip	# noqa: E402
from test_terminal import HOSTILE, OBEYED	# noqa: E402

DRIVER = os.path.join(os.path.dirname(SHUNT), "eval", "markdown_driver")
SPEC = "/usr/share/gocode/src/github.com/yuin/goldmark/_test/spec.json"
OWN = re.compile(rb"\x1b\[[0-9]{1,2}m|\x1b\]8;;[\x21-\x7e]*\x1b\\")
PEAK = os.path.join(os.path.dirname(SHUNT), "peak")
MOST_KIB = 32 << 10	# that the process may take
MB = 1 << 20
ALL = ("color", "links", "utf8")

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


def run(data, width=80, step=0, *look, before=()):
    """What the view makes of these bytes."""
    done = subprocess.run([*before, DRIVER, str(width), str(step), *look],
                          input=data, capture_output=True, check=False,
                          timeout=60 * SLOW)
    if done.returncode:
        raise RuntimeError("markdown_driver: %d %r" %
                           (done.returncode, done.stderr[-2000:]))
    return done.stdout


def run_each(documents, width=80, step=0, *look):
    """The same for each of these texts."""
    data = "\0\0\0\0".join(documents).encode()
    shown = run(data, width, step, "split", *look).split(b"\0")
    if len(shown) != len(documents) + 1:
        raise RuntimeError("%d outputs" % len(shown))
    return shown[:-1]


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
    for e, text in zip(spec, run_each(source, 10000, 0, "utf8")):
        text = text.decode()
        lost = missing(Visible(e["html"]).text(), text)
        name = "example %d, %s" % (e["example"], e["section"])
        if e["example"] in EXEMPT:
            ok(lost, name + " is still to be exempt", text)
            continue
        ok(not lost, name + ": no text is lost", lost, e["markdown"], text)


def cut_alike(name, data, widths=(80,), looks=(ALL,),
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


# where a model may put its sequences
PLACES = {
    "text": "before %s after\n",
    "heading": "# before %s after\n",
    "code": "```\nbefore %s after\n```\n",
    "info": "```c %s x\nbefore after\n```\n",
    "indented": "    before %s after\n",
    "span": "before `%s` after\n",
    "emphasis": "before **%s** after\n",
    "cell": "| before | after |\n|---|---|\n| x%s | y |\n",
    "HTML": "<div>\nbefore %s after\n",
    "item": "- before %s\n\n  > after %s\n",
    "link's text": "before [x%s](http://a.example/) after\n",
    "target": "before [x](http://a.example/%s) after\n",
    "pointed target": "before [x](<http://a.example/%s>) after\n",
    "title": "before [x](http://a.example/ \"%s\") after\n",
    "autolink": "before <http://a.example/%s> after\n",
    "bare link": "before http://a.example/%s after\n",
    "image": "before ![x%s](http://a.example/%s) after\n",
    "reference": "before [x][%s] after\n\n[%s]: /u\n",
}


# a line that ends within a style, or within a link
STYLED = re.compile(rb"\x1b\[(?!0m)[0-9]{1,2}m(?:[^\n\x1b]|"
                    rb"\x1b(?!\[0m))*\n")
LINKED = re.compile(rb"\x1b\]8;;[\x21-\x7e]+\x1b\\(?:[^\n\x1b]|"
                    rb"\x1b(?!\]8;;\x1b))*\n")


def is_safe(out, color):
    """Nothing that is obeyed but our own, which ends with its line."""
    bare = OWN.sub(b"", out) if color else out
    return not (OBEYED.search(bare.decode()) or STYLED.search(out) or
                LINKED.search(out))


def hostile():
    for name, text in HOSTILE.items():
        source = [form.replace("%s", text) for form in PLACES.values()]
        bad, lost, cut = [], [], []
        for look in ((), ("color", "utf8"), ALL):
            shown = run_each(source, 80, 0, *look)
            again = run_each(source, 80, 1 if len(text) < 100 else 37, *look)
            for place, out, other in zip(PLACES, shown, again):
                if not is_safe(out, look):
                    bad.append((place, look, out[:300]))
                if out != other:
                    cut.append((place, look))
                words = set(re.findall(b"before|after", OWN.sub(b"", out)))
                if len(words) < 2:
                    lost.append((place, look, out[:300]))
        ok(not bad, name + ": nothing that is obeyed", *bad)
        ok(not cut, name + ": the same when it is cut", *cut)
        ok(not lost, name + ": the text around it is there", *lost)
        out = run(("before %s after\n" % text).encode(), 10000).decode()
        marks = len(re.findall(r"\^[@-_?]|\\u\{[0-9a-f]+\}", out))
        visible = "".join(c for c in text if not OBEYED.match(c))
        gone = missing("before " + visible + " after", out)
        ok(not gone, name + ": no harmless text is lost", gone, out[:300])
        ok(marks >= len(OBEYED.findall(text)), name + ": all of it is "
           "visible", marks, out[:300])


# faults F14: what has no end, or is nested without end
ENDLESS = {
    "x without a newline": "x" * MB,
    "words without a newline": "word " * (MB // 5),
    "stars": "*" * MB, "backticks": "`" * MB, "backticks apart":
    "`a" * (MB // 2), "brackets": "[" * MB, "links in links":
    "[a](" * (MB // 4), "tags": "<a " * (MB // 3), "lines _":
    "_a" * (MB // 2), "backslashes": "\\" * MB, "entities":
    "&amp;" * (MB // 5), "marks": "*a _b **c __d `e [f " * (MB // 20),
    "blanks": " " * MB, "dashes": "-" * MB, "dashes apart":
    "- " * (MB // 2), "an underline": "a\n" + "=" * MB, "numbers": "1" * MB,
    "100,000 quotes": ">" * 100000 + "x", "100,000 items":
    "- " * 100000 + "x", "100,000 numbers": "1. " * 100000 + "x",
    "items of items": "".join(" " * (2 * (i % 300)) + "- x\n"
                              for i in range(5000)),
    "quotes on and off": "".join(">" * (i % 40) + " x\n"
                                 for i in range(20000)),
    "a table of 10,000 columns": "|a" * 10000 + "|\n" + "|-" * 10000 +
                                 "|\n" + ("|b" * 10000 + "|\n") * 10,
    "a table of 64 columns": "|a" * 64 + "|\n" + "|-" * 64 + "|\n" +
                             ("|b" * 64 + "|\n") * 2000,
    "a table of 100,000 rows": "a|b\n-|-\n" + "x|y\n" * 100000,
    "a large cell": "a|b\n-|-\n" + "x " * 30000 + "|y\n",
    "heads alone": "a|b\n" * 100000, "bars": "|" * MB,
    "an open fence": "```c\n" + "x\n" * 200000,
    "a long line of code": "```\n" + "x" * MB,
    "a fence of ticks": "```\n" + "`" * MB,
    "half a link": "foo [link](http://exa",
    "a line of HTML": "<div>\n" + "<b>x</b>" * 100000,
    "combining marks": "a" + "\u0301" * 300000,
    "joined emoji": "\U0001F469\u200d" * 50000,
    "escapes": "\x1b" * MB, "headings": "a\n=\n" * 100000,
    "newlines": "\n" * MB, "lines": "a\n" * 200000,
    "empty items": "-\n" * 200000, "images in images":
    "![" * 1000 + "a" + "](u)" * 1000,
    "long links": ("[a](http://" + "u" * 1000 + ") ") * 900,
    "styles": "*a*b" * (MB // 4), "hard breaks": "a\\\n" * 200000,
}


def endless():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ENDLESS.items():
            data, peak = text.encode(), folder + "/peak"
            before = (PEAK, peak) if SLOW == 1 else ()
            letters = collections.Counter(re.findall("[a-z]", text))
            if name == "entities":	# they say less than was typed
                letters = {}
            for width, look in ((80, ALL),
                                (1, ())):
                out = run(data, width, 4096, *look, before=before)
                shown = OWN.sub(b"", out).decode()
                got = collections.Counter(re.findall("[a-z]", shown))
                if look and "links" in name:
                    got = letters	# some are behind the text
                less = [c for c in letters if got[c] < letters[c]]
                ok(not less and is_safe(out, look),
                   "%s, width %d: all of the text" % (name, width), less,
                   out[:200])
                if before:
                    with open(peak, encoding="ascii") as f:
                        kib = int(f.read())
                    ok(kib <= MOST_KIB, "%s, width %d: at most 32 MiB" %
                       (name, width), kib)
        for name in ("marks", "a table of 64 columns", "joined emoji",
                     "combining marks", "hard breaks", "escapes",
                     "a line of HTML"):
            cut_alike(name, ENDLESS[name][:200000].encode(), (20, 80))


def main():
    spec = examples()
    if spec:
        no_text_lost(spec)
        cut_alike("all examples", "\0\0\0\0".join(
            e["markdown"] for e in spec).encode(), (1, 20, 80, 200), ((), ALL), (1, 2, 3, 7),
                  "split")
    hostile()
    endless()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
