#!/usr/bin/env python3
"""`shunt hook run` where models and servers do not do what they should
(faults G1, G2): hostile messages, and each way to fail. A commit goes on
whatever came: by the editor's own message, and with one line to say why.
And: a message is made once for one change. Speaks TAP."""
# timeout: 300

import os
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SLOW, finish, ok	# noqa: E402
from repo import CONFIG, LEFT, MESSAGE, MINE, Repo, answers	# noqa: E402

M = MESSAGE.encode()

HOSTILE = (
    ("a fence, words around it", "Sure! Here is the commit message:\n\n```\n"
     "net: wait longer\n```\n\nLet me know if you want changes!",
     "net: wait longer\n"),
    ("trailers", "net: wait longer\n\nWhy it is.\n\nSigned-off-by: L <l@x>\n"
     "Co-authored-by: E <e@x>\nChange-Id: I1\nFixes: #12\n",
     "net: wait longer\n\nWhy it is.\n"),
    ("a diff", "net: wait longer\n\nWhy.\n\n---\n src/net.c | 2 +-\n\n"
     "diff --git a/x b/x\n--- a/x\n+++ b/x\n", None),
    ("escapes", "net: \u001b[31mwait\u001b[0m longer\u0007\u202e\n",
     "net: wait longer\n"),
    ("scissors", "net: wait longer\n\nWhy.\n"
     "# ------------------------ >8 ------------------------\nmore\n", None),
    ("a subject of 400 characters", "net: " + "wait " * 80, None),
    ("quotes", "\"net: wait longer\"", "net: wait longer\n"),
    ("CR LF", "net: wait longer\r\n\r\nWhy.\r\n",
     "net: wait longer\n\nWhy.\n"),
)


def hostile(root):
    """What reads like no message, in the commit and through `git am`."""
    s = Repo(root)
    for name, text, want in HOSTILE:
        s.serve("response\nchat %s\nchat-done\n" % "".join(
            c if " " <= c <= "~" and c != "\\" else "\\u%04x" % ord(c)
            for c in text))
        s.change()
        done = s.commit()
        got = s.message().decode()
        subject = got.partition("\n")[0]
        ok(done.returncode == 0 and b"shunt" not in done.stderr and
           s.asked() == 1 and got in (want or got, "") and
           subject.startswith("net: wait") and len(subject) <= 72 and
           "\x1b" not in got, name, got, done)
        patch = s.git("format-patch", "-1", "--stdout")
        s.write(s.box.root + "/patch", patch)
        here = s.git("rev-parse", "HEAD^{tree}")
        s.git("reset", "-q", "--hard", "HEAD~1")
        s.git("am", "-q", s.box.root + "/patch")
        ok(s.git("rev-parse", "HEAD^{tree}") == here and
           s.message().decode() == got, name + ": the same behind git am",
           s.message())
    for name, text in (("a placeholder", "net: use [secret:aws-key:abc-1]"),
                       ("trailers alone", "Signed-off-by: X <x@x>"),
                       ("a fence alone", "```\\n```")):
        s.serve("response\nchat %s\nchat-done\n" % text)
        s.change()
        done = s.commit()
        ok(done.returncode == 0 and s.message() ==
           b"net: update net_wait\n" and s.asked() == 1 and
           b"shunt: the commit" not in done.stderr, name +
           ": the embedded engine's", s.message(), done)
    ok(not s.close(), "no report of a sanitizer")


FAILURES = (
    ("401", "response\nstatus 401\njson {\"error\":{\"message\":\"bad\"}}\n",
     b"401", 1),
    ("429", "response\nstatus 429\njson {}\n", b"429", 1),
    ("500", "response\nstatus 500\ntext <h1>oops</h1>\n", b"500", 1),
    ("a redirect", "response\nstatus 307\nheader Location: http://127.0.0.1"
     ":9/\n", b"", 1),
    ("HTML", "response\nheader Content-Type: text/html\ntext <html>\\n\n",
     b"", 1),
    ("bytes", "response\nraw \\x00\\x01\\xff\\xfe\\n\n", b"", 1),
    ("nothing", "response\nframing length\n", b"", 1),
    ("a connection closed", "response\nraw \nclose\n", b"", 1),
    ("a reset", "response\nreset\n", b"", 1),
    ("half a stream", "response\nchat net: wa\nclose\n", b"", 1),
    ("a stream without its end", "response\nchat net: wait longer\n", b"", 1),
    ("an answer without text", "response\nchat-done\n", b"", 1),
    ("an answer cut by its limit", "response\nchat net: wait\nchat-done "
     "length\n", b"", 1),
    ("a refusal", "response\nchat-done content_filter\n", b"", 1),
    ("an error in the stream", "response\nchat net: \nsse {\"error\":"
     "{\"message\":\"x\"}}\n", b"", 1),
)


def failed(s, name, word=b"", requests=None, **env):
    """One line, the file as git wrote it, and the commit goes on."""
    plain = s.without(**env)
    s.asked()
    done = s.commit(EDIT=MINE, **env)
    shown = s.shown()
    asked = s.asked()
    ok(done.returncode == 0 and shown == plain and
       done.stderr.startswith(LEFT) and done.stderr.count(b"\n") == 1 and
       word in done.stderr and s.message() == b"by hand\n" and
       requests in (None, asked), "fails: " + name, done, plain, shown,
       asked)


def failures(root):
    s = Repo(root)
    for name, text, word, requests in FAILURES:
        s.serve(text)
        s.change()
        failed(s, name, word, requests)
    s.configure(CONFIG % {"url": s.server.url, "defaults": ""} +
                "[defaults]\nretries = 2\n")
    s.serve("response\nstatus 500\ntext oops\n")
    s.change()
    failed(s, "500, asked again as often as is set", b"500", 3)
    s.configure(CONFIG % {"url": s.server.url, "defaults": "timeout = 1"})
    s.serve("response\nwait\n")
    s.change()
    failed(s, "silence, timeout = 1", b"1 s", 1)
    s.serve("response\nchat net:\nwait\n")
    s.change()
    failed(s, "silence in the answer", b"1 s", 1)
    ok(not s.close(), "no report of a sanitizer")
    s = Repo(root + "/dead")
    for name, url, more, word, requests in (
            ("nobody listens", "http://127.0.0.1:9", "", b"127.0.0.1", 0),
            ("no such host", "http://nope.invalid", "allow_http = yes\n",
             b"nope.invalid", 0),
            ("a key that cannot be had", s.server.url,
             "api_key_cmd = exit 1\n", b"api_key_cmd", 0)):
        s.configure(CONFIG.replace("/v1\n", "/v1\n" + more) %
                    {"url": url, "defaults": ""})
        s.change()
        failed(s, name, word, requests)
    ok(not s.close(), "no report of a sanitizer")


def begin_hanging(root):
    """Ten seconds by themselves; the other parts run meanwhile."""
    s = Repo(root, "response\nwait\n")
    s.change()
    plain = s.without()
    return s, plain, subprocess.Popen(
        ["git", "commit"], cwd=s.top, env=s.env(EDIT=MINE),
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL, start_new_session=True)


def end_hanging(s, plain, child):
    try:
        stderr = child.communicate(timeout=50)[1]
    except subprocess.TimeoutExpired:
        child.kill()
        stderr = b"(hung)"
    ok(child.returncode == 0 and s.shown() == plain and
       stderr.startswith(LEFT) and stderr.count(b"\n") == 1 and
       s.message() == b"by hand\n" and s.asked() == 1,
       "a silent server costs the hook's own ten seconds", stderr)
    ok(not s.close(), "no report of a sanitizer")


def kept(root):
    """A message is made once for one change."""
    s = Repo(root, answers(MESSAGE, "net: another\n", "net: third\n"))
    s.write(s.top + "/.git/hooks/pre-commit", "#!/bin/sh\n[ -e ok ]\n", 0o755)
    s.change()
    ok(s.commit().returncode == 1 and s.asked() == 0 and not s.shown(),
       "pre-commit fails: nothing is asked")
    os.unlink(s.top + "/.git/hooks/pre-commit")
    s.write(s.top + "/.git/hooks/commit-msg", "#!/bin/sh\n[ -e ok ]\n", 0o755)
    ok(s.commit().returncode == 1 and len(s.server.requests) == 1,
       "commit-msg fails: asked once")
    ok(s.commit(EDIT="exit 1").returncode == 1 and
       s.commit().returncode == 1 and len(s.server.requests) == 1 and
       all(text.startswith(M) for text in s.shown()),
       "tried again: the kept message, and nobody is asked")
    s.put("src/net.c", s.read("src/net.c") + b"/* more */\n")
    s.git("add", "-A")
    ok(s.commit().returncode == 1 and len(s.server.requests) == 2 and
       s.shown()[0].startswith(b"net: another\n"), "another change: anew")
    s.put("ok", "")
    ok(s.commit().returncode == 0 and len(s.server.requests) == 2 and
       s.message() == b"net: another\n", "the commit has it")
    mode = os.stat(s.top + "/.git/shunt-message").st_mode & 0o777
    ok(mode == 0o600, "only its owner reads what is kept", oct(mode))
    s.change()
    s.write(s.top + "/.git/shunt-message", b"\0\xff" * 5000)
    ok(s.commit().returncode == 0 and s.message() == b"net: third\n",
       "a broken file is made anew", s.message())
    ok(not s.close(), "no report of a sanitizer")


def busy_log(root):
    """Somebody else has the log, and keeps it."""
    s = Repo(root)
    s.change()
    s.commit()
    db = sqlite3.connect(s.box.home + "/.local/state/shunt/shunt.db",
                         isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    s.change()
    s.asked()
    at = time.monotonic()
    done = s.commit()
    took = time.monotonic() - at
    ok(done.returncode == 0 and s.message() == M and s.asked() == 1 and
       done.stderr == b"" and took < 3.5 * SLOW, "a log that is locked keeps "
       "no commit waiting", done, took)
    db.close()
    ok(not s.close(), "no report of a sanitizer")


def main():
    with tempfile.TemporaryDirectory() as folder:
        hanging = begin_hanging(folder + "/hanging")
        for part in (hostile, failures, busy_log, kept):
            part(folder + "/" + part.__name__)
        end_hanging(*hanging)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
