#!/usr/bin/env python3
"""shunt compare on a terminal, and that its requests overlap. Speaks TAP."""

import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

CONFIG = """[defaults]
retries = 0
"""
ENDPOINT = """[endpoint.%s]
adapter = openai-compatible
base_url = %s/v1
"""
ANSWERS = ("# Blue\n\n- one\n- **two**\n", "Grey, 42 of it.\n", "Green.\n")


class Scene:
    """A box and three servers that answer after a second."""

    def __init__(self, root):
        self.box = Box(root)
        self.servers = []
        text = CONFIG
        for name in "abc":
            server = Server()
            server.start()
            self.servers.append(server)
            text += ENDPOINT % (name, server.url)
        folder = self.box.home + "/.config/shunt"
        os.makedirs(folder, mode=0o700)
        with open(folder + "/config.ini", "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(folder + "/config.ini", 0o600)

    def run(self, *args, delay=0, tty=None, size=(80, 24), texts=ANSWERS,
            **env):
        for server, text in zip(self.servers, texts):
            body = "".join(c if " " <= c < "\x7f" and c != "\\" else
                           "\\u%04x" % ord(c) for c in text)
            server.load(script.parse("response\ndelay %g\nchat %s\nchat-done" %
                                     (delay, body)))
        child = Child([SHUNT, "compare", *args],
                      self.box.env(TERM="xterm-256color", LANG="C.UTF-8",
                                   **env), self.box.cwd, None,
                      tty or "pipe", size)
        r = child.finish(30)
        for report in self.box.reports():
            ok(False, "a report of a sanitizer", report)
        return r

    def stop(self):
        for server in self.servers:
            server.stop()


def plain(r):
    return re.sub(r"\x1b\[[0-9;]*m", "", r.stdout.decode("utf-8", "replace"))


def overlap(s):
    r = s.run("-m", "a/x", "-m", "b/x", "-m", "c/x", "hello", delay=1)
    starts = [x.requests[0].t_head for x in s.servers]
    ok(r.status == 0 and max(starts) - min(starts) < 0.9 * SLOW,
       "three servers of one second have their requests at the same time",
       r.status, starts, r.stderr)
    ok([plain(r).index("== %s/x" % n) for n in "abc"] ==
       sorted(plain(r).index("== %s/x" % n) for n in "abc"),
       "and stand in the order asked for", plain(r))


def columns(s):
    args = ("-m", "a/x", "-m", "b/x", "hello")
    r = s.run(*args, tty="tty", size=(80, 24))
    lines = plain(r).split("\n")
    ok(r.status == 0 and re.match(r"a/x {35} \S b/x$", lines[0]) and
       re.match(r"Blue {34} \S Grey, 42 of it\.$", lines[2]),
       "beside each other at 80 columns", plain(r))
    ok(any(re.match(r"\S two +\S$", x) for x in lines) and
       "\x1b[1m" in r.stdout.decode(), "with Markdown", plain(r))
    ok(all(len(x) <= 80 for x in lines), "no line is wider", plain(r))
    ok("they share" in plain(r) and "only b/x: 42, grey" in
       plain(r).replace("\n", " "), "and where they differ", plain(r))
    r = s.run(*args, "-m", "c/x", tty="tty", size=(200, 24))
    lines = plain(r).split("\n")
    ok(re.match(r"a/x +\S b/x +\S c/x$", lines[0]) and
       all(len(x) <= 200 for x in lines), "three at 200", plain(r))
    r = s.run(*args, tty="tty", size=(40, 24))
    ok(re.match(r"a/x\n\nBlue\n(.|\n)*\nb/x\n\nGrey", plain(r)),
       "one below the other at 40", plain(r))
    for width in (1, 20, 70):
        r = s.run(*args, tty="tty", size=(width, 24))
        letters = re.sub(r"\s", "", plain(r))
        ok(r.status == 0 and "Blue" in letters and "Grey,42ofit." in letters,
           "nothing is lost at %d" % width, plain(r))
    r = s.run(*args, tty="tty", NO_COLOR="1")
    ok("\x1b" not in r.stdout.decode(), "NO_COLOR: no sequence",
       r.stdout)


def hostile(s):
    evil = "\x1b]0;t\x07\x1b[2J\u202e\u009b2J\r\b\x7f end\n"
    r = s.run("-m", "a/x", "-m", "b/x", "hello", tty="tty",
              texts=(evil, "fine\n"))
    ok(not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]", plain(r)) and
       "end" in plain(r), "nothing that a terminal obeys", r.stdout)
    r = s.run("-m", "a/x", "-m", "b/x", "hello", texts=(evil, "fine\n"))
    ok(evil.encode() in r.stdout, "a pipe gets the bytes", r.stdout)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/box")
        s = Scene(folder + "/box")
        overlap(s)
        columns(s)
        hostile(s)
        s.stop()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
