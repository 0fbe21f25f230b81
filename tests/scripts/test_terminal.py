#!/usr/bin/env python3
# timeout: 150
"""Hostile text on a terminal (faults F9, F10, F13, D25, D26). Speaks TAP.

The program runs in a pty and everything it wrote is looked at: there is no
byte that a terminal obeys but TAB and LF, what was neutralised is visible,
and plain text is all there. Each sequence comes in one piece, and cut after
every byte, within escapes and characters, over deltas."""

import json
import os
import re
import sys
import tempfile
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

CONFIG = """[defaults]
retries = 0
[endpoint.a]
adapter = openai-compatible
base_url = %s/v1
"""
ESC, ST = "\x1b", "\x1b\\"
HOSTILE = {
    "OSC 52, the clipboard": ESC + "]52;c;cm0gLXJmIH4K\a",
    "OSC 0, the title": ESC + "]0;owned\a" + ESC + "]2;owned" + ST,
    "OSC 8, a link": ESC + "]8;;http://evil.example" + ST + "go" +
                     ESC + "]8;;" + ST,
    "OSC 9 and 777, notices": ESC + "]9;hi\a" + ESC + "]777;notify;a;b\a",
    "OSC 1337, a file": ESC + "]1337;File=name=eA==;inline=1:QUJD\a",
    "DCS, DECRQSS": ESC + "P$qm" + ST,
    "APC, PM, SOS": ESC + "_G" + ST + ESC + "^x" + ST + ESC + "Xy" + ST,
    "clear the screen": ESC + "[2J" + ESC + "[H",
    "the other screen": ESC + "[?1049h",
    "an answer into stdin": ESC + "[6n" + ESC + "[c" + ESC + "[21t",
    "reset": ESC + "c",
    "a thousand bells": "\a" * 1000,
    "overwriting": "safe\b\b\b\bevil\rrm -rf ~",
    "C1 as characters": "\u009b2J\u009d0;t\u009c\u0090q\u009c",
    "NUL, VT, FF, SO, SI, DEL": "\0\v\f\x0e\x0f\x7f",
    "colours": ESC + "[31mred" + ESC + "[8mhidden" + ESC + "[0m",
    "bidi": "a\u202eb\u202dc\u2066d\u2067e\u2069f\u200eg\u200fh\u061c",
    "zero width": "pass\u200bword\u2060\ufeff\u180e",
    "tags": "x\U000e0041\U000e0042\U000e007f",
    "line and paragraph separators": "a\u2028b\u2029c",
}
PLAIN = ("tab\there\n", "Zürich, naïve, Łódź, Ελλάδα, 東京, שלום, مرحبا\n",
         "emoji 😀 👩‍👩‍👧 ❤️\n", "combining e\u0301\n", "$ ^[ \\u202e {}\n")
# what a terminal obeys, or what hides and turns text round
OBEYED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f"
                    "\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def chunk(raw):
    """An SSE event whose delta holds these bytes, as they are."""
    text = raw.decode("latin-1")
    body = "".join("\\u%04x" % ord(c) if ord(c) < 0x20 or c in '"\\'
                   else c for c in text).encode("latin-1")
    return (b'data: {"choices":[{"index":0,"delta":{"content":"' + body +
            b'"}}]}\n\n')


class Scene:
    """A box, and a server whose answers are made of given chunks."""

    def __init__(self, root):
        self.box = Box(root)
        self.server = Server()
        self.server.start()
        folder = self.box.home + "/.config/shunt"
        os.makedirs(folder, mode=0o700)
        with open(folder + "/config.ini", "w", encoding="utf-8") as f:
            f.write(CONFIG % self.server.url)
        os.chmod(folder + "/config.ini", 0o600)

    def answer(self, chunks, size=(80, 24), plain=True, **env):
        """What a terminal gets to see; a variable that is None is unset."""
        lines = ["response", "header Content-Type: text/event-stream"]
        lines += ["hex " + c.hex() for c in chunks]
        lines += ["chat-done"]
        self.server.load(script.parse("\n".join(lines)))
        env = self.box.env(**{"TERM": "xterm-256color", **env})
        env = {k: v for k, v in env.items() if v is not None}
        how = ["--plain"] if plain else []
        child = Child([SHUNT, "-m", "a/x", "hello"] + how, env, self.box.cwd,
                      None, "tty", size)
        r = child.finish(20)
        for report in self.box.reports():
            ok(False, "a report of a sanitizer", report)
        return r


def text_of(r):
    return r.stdout.decode("utf-8", "replace")


def whole_and_cut(scene):
    for name, text in HOSTILE.items():
        raw = ("before " + text + " after\n").encode()
        r = scene.answer([chunk(raw)])
        seen = text_of(r)
        bad = OBEYED.search(seen)
        ok(r.status == 0 and not bad, name + ": nothing that is obeyed",
           r.status, bad and bad.group(), seen[:300], r.stderr)
        visible = "".join(c for c in text if not OBEYED.match(c))
        # every harmless character is there, in its order
        at, missing = 0, ""
        for c in "before " + visible + " after":
            found = seen.find(c, at)
            if found < 0:
                missing += c
            else:
                at = found + 1
        ok(not missing, name + ": no harmless text is lost", missing, seen)
        shown = len(OBEYED.findall(text))
        marks = len(re.findall(r"\^[@-_?]|\\u\{?[0-9a-f]+\}?", seen))
        ok(marks >= shown, name + ": all of it is visible", marks, shown,
           seen[:300])
        step = 1 if len(raw) < 100 else 37
        cut = [chunk(raw[i:i + step]) for i in range(0, len(raw), step)]
        r2 = scene.answer(cut)
        ok(r2.stdout == r.stdout, name + ": the same when it is cut",
           text_of(r2)[:300], seen[:300])


def through_markdown(scene):
    """The same sequences where Markdown is shown, in each kind of block."""
    own = re.compile(r"\x1b\[[0-9;]*m")
    for name, text in HOSTILE.items():
        raw = ("# T %s\n\n%s\n- a %s\n\n> q %s\n\n| h | %s |\n|---|---|\n"
               "| c | %s |\n\n```%s\n%s\n```\n[l](http://x/%s) `%s`\n" %
               ((text,) * 10)).encode()
        r = scene.answer([chunk(raw)], plain=False)
        bad = OBEYED.search(own.sub("", text_of(r)))
        ok(r.status == 0 and not bad, name + ": as Markdown, too", r.status,
           bad and bad.group(), text_of(r)[:300], r.stderr)
        step = 7 if len(raw) < 3000 else 997
        cut = [chunk(raw[i:i + step]) for i in range(0, len(raw), step)]
        r2 = scene.answer(cut, plain=False)
        ok(r2.stdout == r.stdout, name + ": the same when it is cut",
           text_of(r2)[:300], text_of(r)[:300])


def markdown(scene):
    """What is shown on a terminal, and that a pipe gets the bytes."""
    raw = b"# Title\n\nSome **bold** words.\n\n- one\n- two\n"
    r = scene.answer([chunk(raw)], plain=False)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", text_of(r))
    ok("\x1b[1m" in text_of(r) and "**" not in shown and
       re.search(r"^Title\n\nSome bold words.\n\n\S one\n\S two\n$", shown),
       "Markdown is shown on a terminal", text_of(r))
    r = scene.answer([chunk(raw)], plain=False, NO_COLOR="1")
    bare = "# " + shown		# what tells a heading then
    ok(text_of(r) == bare, "NO_COLOR: the same without a sequence",
       text_of(r))
    r = scene.answer([chunk(raw)])
    ok(text_of(r).encode() == raw, "--plain: as it is", text_of(r))
    child = Child([SHUNT, "-m", "a/x", "hello"],
                  scene.box.env(TERM="xterm-256color"), scene.box.cwd)
    r = child.finish(20)
    ok(r.stdout == raw, "a pipe gets the bytes", r.stdout)
    child = Child([SHUNT, "-m", "a/x", "hello", "--markdown"],
                  scene.box.env(TERM="xterm-256color"), scene.box.cwd)
    r = child.finish(20)
    ok(r.stdout.decode() == bare, "--markdown: but as on a terminal there",
       r.stdout)


def one_of_each_kind(scene):
    r = scene.answer([chunk(b"\x1b\x07\x7f\x00\n")])
    ok(r.stdout == b"^[^G^?^@\n", "controls are shown as ^X", r.stdout)
    r = scene.answer([chunk("\u202e\u009b\n".encode())])
    ok(re.fullmatch(rb"\\u\{?202e\}?\\u\{?0*9b\}?\n", r.stdout),
       "others by their number", r.stdout)
    r = scene.answer([chunk(b"a\x9b2J\xff\xc3(b\xe2\x82\n")])
    ok(r.stdout.decode() == "a\ufffd2J\ufffd\ufffd(b\ufffd\n",
       "bytes that are not UTF-8 are U+FFFD", r.stdout)


def plain_text(scene):
    for text in PLAIN:
        raw = text.encode()
        r = scene.answer([chunk(raw[i:i + 1]) for i in range(len(raw))])
        ok(text_of(r) == text, "plain text stays as it is: %s" %
           unicodedata.normalize("NFC", text).strip(), text_of(r))
    r = scene.answer([chunk(b"no newline at the end")])
    ok(r.stdout == b"no newline at the end\n",
       "a terminal gets its last newline", r.stdout)


def surroundings(scene):
    text = "# Title\n\n**bold** and `code`\n" + "x" * 300 + "\n"
    for name, size, env in (
            ("width 1", (1, 1), {}), ("width 0", (0, 0), {}),
            ("TERM=dumb", (80, 24), {"TERM": "dumb"}),
            ("TERM unset", (80, 24), {"TERM": None}),
            ("NO_COLOR", (80, 24), {"NO_COLOR": "1"})):
        r = scene.answer([chunk(text.encode())], size, **env)
        letters = re.sub(r"\x1b\[[0-9;]*m|\s", "", text_of(r))
        ok(r.status == 0 and "x" * 300 in letters and "bold" in letters,
           name + ": all the text", r.status, text_of(r)[:200], r.stderr)
        if env:
            ok("\x1b" not in text_of(r), name + ": no escapes",
               text_of(r)[:200])


def locales(scene):
    """Numbers and bytes do not depend on the locale."""
    for name in ("C", "POSIX", "de_DE.UTF-8", "tr_TR.UTF-8", "xx_YY",
                 "en_US.ISO-8859-1"):
        env = scene.box.env(LC_ALL=name, LANG=name)
        lines = ["response", "chat I\u0131\u0130 \u20ac 1.5", "chat-done"]
        scene.server.load(script.parse("\n".join(lines)))
        child = Child([SHUNT, "--json", "--temperature", "0.5", "--timeout",
                       "9.5", "-m", "a/x", "HELLO \u20ac"], env,
                      scene.box.cwd)
        r = child.finish(20)
        sent = json.loads(scene.server.requests[0].body) if \
            scene.server.requests else {}
        got = json.loads(r.stdout) if r.status == 0 else {}
        ok(sent.get("temperature") == 0.5 and
           sent["messages"][0]["content"] == "HELLO \u20ac" and
           got.get("answer") == "I\u0131\u0130 \u20ac 1.5",
           "LC_ALL=" + name, r.status, r.stderr, sent, got)


def errors(scene):
    """Words of a server in an error line, and names of our own."""
    evil = "\x1b]0;t\x07\u202e\u009b2J\x7f"
    body = json.dumps({"error": {"message": "no " + evil, "code": evil}})
    scene.server.load(script.parse(
        "response\nstatus 400\nheader x-request-id: r\x1b[2J\nhex " +
        body.encode().hex()))
    child = Child([SHUNT, "-m", "a/x" + evil, "-v", "hello"],
                  scene.box.env(TERM="xterm"), scene.box.cwd, None, "tty")
    r = child.finish(20)
    said = r.stderr.decode("utf-8", "replace").replace("\n", "")
    ok(r.status == 10 and not OBEYED.search(said),
       "an error line holds nothing that is obeyed", r.status, r.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/box")
        scene = Scene(folder + "/box")
        whole_and_cut(scene)
        through_markdown(scene)
        markdown(scene)
        one_of_each_kind(scene)
        plain_text(scene)
        surroundings(scene)
        locales(scene)
        errors(scene)
        scene.server.stop()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
