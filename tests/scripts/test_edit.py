#!/usr/bin/env python3
"""shunt edit against a scripted server: good, malformed and hostile answers,
and what --apply does to files. What is printed must be taken by git apply.
Skips (77) where git is missing.
"""

import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import script	# noqa: E402
from points import SHUNT, SLOW, finish, ok, skip	# noqa: E402
from proc import Box	# noqa: E402
from server import Server	# noqa: E402
from terminal import Terminal	# noqa: E402

CONFIG = """[defaults]
retries = 0
[endpoint.a]
adapter = openai-compatible
base_url = %s/v1
[model.strong]
endpoint = a
id = strong
price_in = 1
price_out = 1
skill_code = 0.9
context = 100000
[model.weak]
endpoint = a
id = weak
price_in = 9
price_out = 9
skill_code = 0.3
context = 100000
"""
KEY = "AKIA" + "Z7Q2M4N6B8V1C3X5"
NOBODY = 65534


def escaped(text):
    return (text.replace("\\", "\\\\").replace("\n", "\\n")
            .replace("\r", "\\r").replace("\0", "\\0"))


def block(old, new, marks=7):
    return "%s SEARCH\n%s%s\n%s%s REPLACE\n" % (
        "<" * marks, old, "=" * marks, new, ">" * marks)


def blocks(name, *pairs):
    return "File: %s\n```\n%s```\n" % (name, "".join(
        block(*p) for p in pairs))


def whole(name, text, fence="```"):
    return "File: %s\n%s\n%s%s\n" % (name, fence, text, fence)


class Scene:
    def __init__(self, root):
        self.box = Box(root)
        self.cwd = self.box.cwd
        self.server = Server()
        self.answer("No change")
        self.server.start()
        folder = self.box.home + "/.config/shunt"
        os.makedirs(folder, mode=0o700)
        with open(folder + "/config.ini", "w", encoding="utf-8") as f:
            f.write(CONFIG % self.server.url)
        os.chmod(folder + "/config.ini", 0o600)

    def answer(self, *texts, before=""):
        """What the server says to the requests from now on, in turn."""
        self.server.load(script.parse("".join(
            "response\n%schat %s\nchat-done\n" % (before, escaped(t))
            for t in texts)))
        self.start = len(self.server.requests)

    def asked(self):
        return [json.loads(r.body)["messages"]
                for r in self.server.requests[self.start:]]

    def prompt(self, n=0):
        """The last message of a request."""
        got = self.asked()[n][-1]["content"]
        return got if isinstance(got, str) else "".join(
            p["text"] for p in got)

    def write(self, name, text, mode=0o644):
        path = self.cwd + "/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(text.encode() if isinstance(text, str) else text)
        os.chmod(path, mode)

    def read(self, name):
        try:
            with open(self.cwd + "/" + name, "rb") as f:
                return f.read().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return None

    def run(self, *args, stdin=b"", cwd=None, user=None):
        done = subprocess.run([SHUNT, "edit", *args], cwd=cwd or self.cwd,
                              env=self.box.env(), input=stdin, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=30 * SLOW, user=user, group=user,
                              extra_groups=None if user is None else [])
        self.out, self.err = done.stdout, done.stderr.decode()
        self.status = done.returncode
        return self.status

    def snapshot(self):
        """All that is in the folder, and in the one above."""
        return {k: v for k, v in self.box.snapshot().items()
                if "/home/.local" not in k}

    def git_apply(self, cwd=None):
        return subprocess.run(
            ["git", "apply", "-"], cwd=cwd or self.cwd, input=self.out,
            env=self.box.env(GIT_CEILING_DIRECTORIES="/"), check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def applies(self, name, wants, cwd=None):
        """The patch, by git, gives these texts."""
        done = self.git_apply(cwd)
        got = {n: self.read(n) for n in wants}
        ok(not self.status and not done.returncode and got == wants,
           name + ": git apply gives the new files", self.status, self.err,
           self.out, done.stdout, got)


BIG = "".join("line %d of the file, which is long enough\n" % i
              for i in range(200))


def good(s):
    s.write("a.c", "int a;\nint b;\n")
    s.answer("Sure.\n\n" + blocks("a.c", ("int b;\n", "long b;\n")))
    s.run("a.c", "--", "make", "b long")
    ok(s.out == b"diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n"
       b"@@ -1,2 +1,2 @@\n int a;\n-int b;\n+long b;\n" and not s.err,
       "the patch and nothing else", s.out, s.err)
    text = s.prompt()
    ok("File: a.c\n```\nint a;\nint b;\n```\n" in text and
       "make b long" in text and "Write as a whole: a.c.\n" in text,
       "what was asked", text)
    ok(s.read("a.c") == "int a;\nint b;\n", "no file is touched")
    s.applies("a block", {"a.c": "int a;\nlong b;\n"})
    s.write("a.c", "a\n")
    s.write("b.c", BIG)
    s.write("gone", "x\ny\n")
    s.write("prog", "#!/bin/sh\nx\n", 0o755)
    s.answer(whole("a.c", "A\n") +
             blocks("b.c", ("line 7 of the file, which is long enough\n",
                            "seven\n"),
                    ("line 150 of the file, which is long enough\n", "")) +
             whole("new/x y.txt", "n\n") + "Delete: gone\n" +
             blocks("prog", ("x\n", "y\n")))
    os.mkdir(s.cwd + "/new")
    s.run("a.c", "b.c", "new/x y.txt", "gone", "prog", "--", "do it")
    ok(s.err == "shunt: 'new/x y.txt' is not there; it may be made\n",
       "a file that is not there is worth a word", s.err)
    ok("Change by blocks: b.c.\n" in s.prompt() and
       "may be made: new/x y.txt.\n" in s.prompt(), "forms by size",
       s.prompt()[-900:])
    want = {"a.c": "A\n", "gone": None, "new/x y.txt": "n\n",
            "b.c": BIG.replace("line 7 of the file, which is long enough",
                               "seven").replace(
                "line 150 of the file, which is long enough\n", ""),
            "prog": "#!/bin/sh\ny\n"}
    s.applies("several files", want)
    ok(os.stat(s.cwd + "/prog").st_mode & 0o777 == 0o755, "git keeps modes")


def nothing(s):
    s.write("a", "x\n")
    for text in ("No change.", whole("a", "x\n")):
        s.answer(text)
        ok(s.run("a", "--", "x") == 0 and not s.out and
           s.err == "shunt: nothing to change, says a/strong\n",
           "nothing to change", s.err)
        ok(len(s.asked()) == 1, "is asked once")
    s.answer(whole("a", "y\n"))
    ok(s.run("--check", "a", "--", "x") == 0 and not s.out and not s.err,
       "--check prints nothing", s.out, s.err)
    ok(s.read("a") == "x\n", "and writes nothing")
    s.answer("What?", "What?")
    ok(s.run("--check", "a", "--", "x") == 14 and not s.out,
       "and has a status", s.err)


def retried(s):
    s.write("a", "x\ny\n")
    s.answer(blocks("a", ("z\n", "Z\n")), blocks("a", ("y\n", "Y\n")))
    ok(s.run("a", "--", "x") == 0 and s.out.endswith(b"\n x\n-y\n+Y\n"),
       "a block that does not match goes back once", s.err, s.out)
    got = s.asked()
    ok(len(got) == 2 and [m["role"] for m in got[1]] ==
       ["user", "assistant", "user"] and "a, block 1: what it searches does "
       "not stand in the file" in s.prompt(1), "as a second turn", got)
    ok(s.err == "shunt: the edit by a/strong does not apply, and goes back "
       "to it: a, block 1: what it searches does not stand in the file; it "
       "begins with 'z'\n", "with a note", s.err)
    s.answer(*[blocks("a", ("z\n", "Z\n"))] * 3)
    ok(s.run("-q", "--apply", "a", "--", "x") == 14 and not s.out and
       s.err == "shunt: a, block 1: what it searches does not stand in the "
       "file; it begins with 'z'\n" and s.read("a") == "x\ny\n",
       "then it is status 14 with what did not match", s.err)
    ok(len(s.asked()) == 2, "and no third request", len(s.asked()))
    s.answer(blocks("a", ("z\n", "Z\n")), "No change")
    s.run("-q", "-m", "a/weak", "a", "--", "x")
    ok([json.loads(r.body)["model"] for r in s.server.requests[-2:]] ==
       ["weak", "weak"], "the same model is asked again")
    s.server.load(script.parse("response\nchat File: a\\n\nchat-done "
                               "length\n"))
    ok(s.run("a", "--", "x") == 15 and not s.out and "nothing is changed" in
       s.err, "an answer that was cut is no edit", s.err)


def hostile(s):
    s.write("a", "x\n")
    os.symlink("/etc/passwd", s.cwd + "/link")
    os.makedirs(s.cwd + "/.git/hooks")
    before = s.snapshot()
    for name in ("../out", "/etc/passwd", s.cwd + "/a", "./a", "b",
                 ".git/hooks/pre-commit", "link", "a/../b", "A", "a/",
                 "x\0", "a b", "~/x", "$HOME/x", "\u202ea", "-rf"):
        for text in (whole(name, "evil\n"), blocks(name, ("x\n", "evil\n")),
                     "Delete: %s\n" % name,
                     whole("a", "fine\n") + whole(name, "evil\n")):
            s.answer(text, text)
            s.run("-q", "--apply", "a", "--", "x")
            if s.status != 14 or s.out or s.snapshot() != before or (
                    "none of the files" not in s.err and
                    "holds no edit" not in s.err):
                ok(False, "%r is refused" % text, s.status, s.err)
    ok(s.snapshot() == before, "nothing outside of the named files")
    for what, text in (("a NUL", whole("a", "x\0\n")),
                       ("no form", "x\n"), ("half a block",
                                            "File: a\n<<<<<<< SEARCH\nx\n"),
                       ("two texts", whole("a", "1\n") + whole("a", "2\n")),
                       ("no name", "```\nevil\n```\n"),
                       ("a diff", "```diff\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n"
                        "-x\n+y\n```\n"),
                       ("many blocks", "File: a\n" + block("", "") * 2000)):
        s.answer(text, text)
        s.run("-q", "--apply", "a", "--", "x")
        ok(s.status == 14 and not s.out and s.snapshot() == before and
           s.err.count("\n") == 1, what + " is no edit", s.status, s.err)
    s.answer(whole("a", "\x1b]0;evil\x07\x1b[2J\n"))
    t = Terminal([SHUNT, "edit", "a", "--", "x"], s.box.env(TERM="xterm"),
                 s.cwd, (80, 24))
    got = t.end()
    ok(got == 0 and "+^[]0;evil^G^[[2J" in t.screen.text() and
       b"\x1b[2J" not in t.raw and b"\x1b[3" in t.raw,
       "on a terminal it is coloured, and nothing in it works", t.raw)


def refused(s):
    s.write("bin", b"a\0b\n")
    s.write("long", "x" * 20000 + "\n")
    s.write("big", b"y\n" * (5 << 20))
    s.write("a", "x\n")
    os.symlink("a", s.cwd + "/l")
    os.symlink("nowhere", s.cwd + "/dangling")
    os.mkdir(s.cwd + "/dir")
    os.mkfifo(s.cwd + "/fifo")
    s.write("secret", "x\n", 0)
    cases = [
        (["bin"], 2, "bin is binary"), (["dir"], 2, "is a directory"),
        (["long"], 2, "long, line 1 is over 16 KiB"),
        (["big"], 12, "is over 8 MiB"), (["fifo"], 12, "not a regular file"),
        (["nodir/x"], 12, "cannot edit 'nodir/x': No such file"),
        (["dangling"], 12, "cannot edit 'dangling'"),
        (["a", "a"], 2, "'a' and 'a' are one file"),
        (["a", "./a"], 2, "'a' and './a' are one file"),
        (["a", "l"], 2, "are one file"), (["new\nline"], 2, "control"),
        ([""], 2, "without a name"), (["--apply", "-"], 2, "--apply"),
        (["--apply", "--check", "a"], 2, "exclude each other"),
    ]
    if os.getuid():
        cases.append((["secret"], 12, "Permission denied"))
    s.answer("No change")
    for args, status, words in cases:
        s.run(*args, "--", "x")
        ok(s.status == status and words in s.err and not s.out,
           "%r is refused" % args, s.status, s.err)
    for args in ([], ["a"], ["--", "x"], ["a", "--"], ["a", "--", " "],
                 ["make", "it", "good"]):
        s.run(*args)
        ok(s.status == 2 and "FILE ... -- INSTRUCTION" in s.err,
           "%r says how" % args, s.err)
    ok(not s.asked(), "nothing was sent")


def ends(s):
    s.write("crlf", "a\r\nb\r\nc\r\n")
    s.answer(blocks("crlf", ("b\n", "B\nB\n")))
    s.run("--apply", "crlf", "--", "x")
    ok(s.read("crlf") == "a\r\nB\r\nB\r\nc\r\n" and not s.out, "CRLF stays",
       s.err)
    ok(s.err == "shunt: crlf modified (+2 -1)\n", "what was written", s.err)
    s.answer(whole("crlf", "a\nB\nc\nd\n"))
    s.run("--apply", "crlf", "--", "x")
    ok(s.read("crlf") == "a\r\nB\r\nc\r\nd\r\n", "also in a whole file")
    s.write("open", "a\nb")
    s.answer(whole("open", "a\nc\n"))
    s.run("open", "--", "x")
    s.applies("no newline at the end", {"open": "a\nc"})
    s.write("raw", b"\xff\xfe\nb\n")
    s.answer(blocks("raw", ("b\n", "c\n")))
    s.run("-q", "raw", "--", "x")
    s.applies("bytes that are no UTF-8", {"raw": "\udcff\udcfe\nc\n"})
    s.answer(whole("raw", "\ufffd\ufffd\nd\n"), "")
    ok(s.run("-q", "raw", "--", "x") in (9, 14) and not s.out,
       "but not as a whole", s.status, s.err)
    s.write("marks", "a\n=======\n```\nb\n")
    s.answer("File: marks\n````\n" + block("=======\n", "-------\n", 8) +
             "````\n")
    s.run("marks", "--", "x")
    ok("\n````\n<<<<<<<< SEARCH\n" in s.prompt() and "\n========\n" in
       s.prompt(), "marks and fences are longer than those in a file",
       s.prompt())
    s.applies("longer marks", {"marks": "a\n-------\n```\nb\n"})
    s.write("empty", "")
    s.answer(blocks("empty", ("", "x\n")))
    s.run("empty", "--", "x")
    s.applies("an empty file", {"empty": "x\n"})
    s.answer(whole("void", ""))
    s.run("-q", "void", "--", "x")
    s.applies("a new empty file", {"void": ""})


def stdin(s):
    s.answer(whole("stdin", "A\nb\n"))
    s.run("-", "--", "x", stdin=b"a\nb\n")
    ok(s.out == b"diff --git a/stdin b/stdin\n--- a/stdin\n+++ b/stdin\n"
       b"@@ -1,2 +1,2 @@\n-a\n+A\n b\n" and not s.err, "standard input",
       s.out, s.err)


def apply(s):
    s.write("dir/real", "x\n", 0o640)
    os.symlink("dir/real", s.cwd + "/link")
    s.write("prog", "x\n", 0o755)
    s.write("gone", "x\n")
    s.answer(whole("link", "y\n") + whole("prog", "y\n") +
             "Delete: gone\n" + whole("new", "n\n"))
    ok(s.run("--apply", "link", "prog", "gone", "new", "--", "x") == 0 and
       not s.out, "--apply", s.err)
    ok(os.readlink(s.cwd + "/link") == "dir/real" and
       s.read("dir/real") == "y\n" and
       os.stat(s.cwd + "/dir/real").st_mode & 0o777 == 0o640,
       "the link and the mode stay")
    ok(os.stat(s.cwd + "/prog").st_mode & 0o777 == 0o755 and
       s.read("prog") == "y\n" and s.read("gone") is None and
       s.read("new") == "n\n" and
       os.stat(s.cwd + "/new").st_mode & 0o777 == 0o644, "and all is done")
    s.answer(*["Delete: link\n"] * 2)
    ok(s.run("-q", "--apply", "link", "--", "x") == 14 and
       os.path.islink(s.cwd + "/link") and s.read("dir/real"),
       "a link is not deleted", s.err)
    ok(not [n for n in os.listdir(s.cwd) if n.startswith(".shunt")],
       "nothing is left")


def may_run_as_nobody(s):
    """Root may write anywhere: then these are somebody else's files."""
    if os.getuid():
        return None
    os.chmod(os.path.dirname(s.box.root), 0o755)
    os.chmod(s.box.root, 0o755)
    for folder, dirs, names in os.walk(s.box.root):
        for n in dirs + names:
            os.lchown(os.path.join(folder, n), NOBODY, NOBODY)
    try:
        done = subprocess.run([SHUNT, "--version"], user=NOBODY, check=False,
                              stdout=subprocess.DEVNULL)
    except OSError:
        return False
    return NOBODY if not done.returncode else False


def unwritable(s):
    """One file cannot be written: none is."""
    for i in "abc":
        s.write("d%s/%s" % (i, i), "x\n")
    os.mkdir(s.cwd + "/dn")
    names = ["da/a", "db/b", "dc/c", "dn/n"]
    text = "".join(whole(n, "y\n") for n in names)
    user = may_run_as_nobody(s)
    if user is False:
        skip("files that cannot be written", "the build is not for others")
        return
    before = s.snapshot()
    for where in ("da", "db", "dc", "dn", "db/b"):
        path = s.cwd + "/" + where
        mode = os.stat(path).st_mode
        os.chmod(path, mode & 0o555)
        s.answer(text)
        s.run("-q", "--apply", *names, "--", "x", user=user)
        os.chmod(path, mode)
        ok(s.status == 12 and s.snapshot() == before,
           "%s cannot be written: nothing is" % where, s.status, s.err)
    os.chmod(s.cwd + "/dc", 0o555)
    s.answer(whole("da/a", "y\n") + "Delete: dc/c\n")
    s.run("-q", "--apply", *names, "--", "x", user=user)
    os.chmod(s.cwd + "/dc", 0o755)
    ok(s.status == 12 and s.snapshot() == before,
       "a file that cannot be deleted: all is put back", s.err,
       set(s.snapshot().items()) ^ set(before.items()))


def atomic(s):
    """What fails at the last moment is put back."""
    for i in "abc":
        s.write("d%s/%s" % (i, i), "x\n", 0o640)
    os.mkdir(s.cwd + "/dn")
    names = ["da/a", "db/b", "dn/n", "dc/c"]
    text = whole("da/a", "y\n") + "Delete: db/b\n" + whole(
        "dn/n", "y\n") + whole("dc/c", "y\n")
    before = s.snapshot()
    if not shutil.which("strace") or os.environ.get("SAN") == "True":
        skip("a rename that fails", "no strace, or sanitised")
        return
    for call, n in (("rename", 1), ("unlink", 1), ("rename", 2),
                    ("rename", 3)):
        s.answer(text)
        done = subprocess.run(
            ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call,
             "-e", "inject=%s:error=EIO:when=%d" % (call, n), SHUNT, "edit",
             "--no-log", "-q", "--apply", *names, "--", "x"], cwd=s.cwd,
            env=s.box.env(), check=False, stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE, timeout=60 * SLOW)
        ok(done.returncode == 12 and s.snapshot() == before and
           b"nothing is changed" in done.stderr, "%s %d fails: all is put "
           "back" % (call, n), done.returncode, done.stderr)


def meanwhile(s):
    """The server is slow, and somebody else is quick."""
    for how in (["--apply"], []):
        s.write("a", "x\n")
        s.write("b", "x\n")
        s.answer(whole("a", "y\n") + whole("b", "y\n"), before="delay 0.6\n")
        p = subprocess.Popen([SHUNT, "edit", *how, "a", "b", "--", "x"],
                             cwd=s.cwd, env=s.box.env(),
                             stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        s.server.wait_for(lambda rqs: len(rqs) > s.start, 20)
        s.write("b", "z\n")
        out, err = p.communicate(timeout=30 * SLOW)
        ok(p.returncode == 14 and not out and b"'b' has changed meanwhile"
           in err and s.read("a") == "x\n" and s.read("b") == "z\n",
           "a file that changed meanwhile: %s" % how, p.returncode, err)
    s.answer(whole("n", "y\n"), before="delay 0.6\n")
    p = subprocess.Popen([SHUNT, "edit", "-q", "--apply", "n", "--", "x"],
                         cwd=s.cwd, env=s.box.env(), stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    s.server.wait_for(lambda rqs: len(rqs) > s.start, 20)
    s.write("n", "mine\n")
    out, err = p.communicate(timeout=30 * SLOW)
    ok(p.returncode == 14 and s.read("n") == "mine\n",
       "a file that came into being", err)


def stopped(s):
    """Control-C, and a stream that is cut: nothing is done by halves."""
    s.write("a", "x\n")
    half = escaped(whole("a", "y\n") + "File: a\n")
    s.server.load(script.parse("response\nchat %s\nwait\n" % half))
    s.start = len(s.server.requests)
    p = subprocess.Popen([SHUNT, "edit", "--apply", "a", "--", "x"],
                         cwd=s.cwd, env=s.box.env(), stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    s.server.wait_for(lambda rqs: len(rqs) > s.start, 20)
    time.sleep(0.3)
    p.send_signal(signal.SIGINT)
    out, _ = p.communicate(timeout=30 * SLOW)
    ok(p.returncode == -signal.SIGINT and not out and s.read("a") == "x\n",
       "it dies by SIGINT, and the file is as it was", p.returncode)
    s.server.load(script.parse("response\nchat %s\nclose\n" % half))
    ok(s.run("--apply", "a", "--", "x") == 9 and not s.out and
       s.read("a") == "x\n", "an answer that is cut is no edit", s.err)
    with open("/dev/full", "wb") as full:
        s.answer(whole("a", "y\n"))
        done = subprocess.run([SHUNT, "edit", "a", "--", "x"], cwd=s.cwd,
                              env=s.box.env(), stdin=subprocess.DEVNULL,
                              stdout=full, stderr=subprocess.PIPE,
                              check=False, timeout=30 * SLOW)
    ok(done.returncode == 12 and b"No space left" in done.stderr,
       "a full disk", done.stderr)


def secrets(s):
    text = "aws_key = '%s'\nb = 1\n" % KEY
    s.write("s.py", text)
    s.answer("No change")
    s.run("s.py", "--", "x")
    sent = s.prompt()
    at = sent.index("[secret:")
    ok(KEY not in json.dumps(s.asked()), "a secret does not go out", sent)
    ok(sent[at:at + 40].count("]") == 1 and "b = 1" in sent,
       "but a placeholder does", sent)


def restored(s):
    """The tag of a placeholder is another one each time: this server makes
    its answers of what it was sent."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(
                int(self.headers["Content-Length"])))
            bodies.append(body)
            content = body["messages"][0]["content"]
            if not isinstance(content, str):
                content = "".join(p["text"] for p in content)
            places = re.findall(r"\[secret:[^\]]*-\d+\]", content)
            text = make(places)
            data = json.dumps({"choices": [{"index": 0, "message": {
                "role": "assistant", "content": text},
                "finish_reason": "stop"}]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            pass

    bodies = []
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    with open(s.box.home + "/.config/shunt/config.ini", "w",
              encoding="utf-8") as f:
        f.write(CONFIG % ("http://127.0.0.1:%d" % httpd.server_port))
    old = "aws_key = '%s'\nb = 1\nc = 2\n" % KEY
    other = "d = 4\n"
    for name, make, status, want in (
            ("in its line",
             lambda p: whole("s.py", "aws_key = '%s'\nb = 2\nc = 2\n" % p[0]),
             0, old.replace("b = 1", "b = 2")),
            ("in a line that changes",
             lambda p: blocks("s.py", ("aws_key = '%s'\n" % p[0],
                                       "AWS_KEY = '%s'\n" % p[0])),
             0, old.replace("aws_key", "AWS_KEY")),
            ("in a line that moves",
             lambda p: whole("s.py", "b = 1\nc = 2\naws_key = '%s'\n" % p[0]),
             0, "b = 1\nc = 2\naws_key = '%s'\n" % KEY),
            ("taken away", lambda p: blocks("s.py", ("aws_key = '%s'\n" %
                                                     p[0], "")),
             0, "b = 1\nc = 2\n"),
            ("in another line",
             lambda p: blocks("s.py", ("b = 1\n", "b = '%s'\n" % p[0])),
             14, old),
            ("moved into another line",
             lambda p: whole("s.py", "b = 1\nc = '%s'\n" % p[0]), 14, old),
            ("twice", lambda p: blocks("s.py", (
                "aws_key = '%s'\n" % p[0],
                "aws_key = '%s'\nsend('%s')\n" % (p[0], p[0]))), 14, old),
            ("in another file",
             lambda p: blocks("t.py", ("d = 4\n", "d = '%s'\n" % p[0])),
             14, old)):
        s.write("s.py", old)
        s.write("t.py", other)
        s.run("-q", "--apply", "s.py", "t.py", "--", "x")
        ok(s.status == status and s.read("s.py") == want and
           s.read("t.py") == other and KEY not in s.err and
           KEY not in json.dumps(bodies), "a secret " + name, s.status,
           s.err, s.read("s.py"))
    httpd.shutdown()


def places(s):
    """Names as git has them: from the top of the repository."""
    subprocess.run(["git", "init", "-q", s.cwd], env=s.box.env(), check=True)
    s.write("sub/x.c", "a\n")
    s.write("other/y.c", "a\n")
    os.symlink("other/y.c", s.cwd + "/ln")
    s.answer(whole("x.c", "b\n") + whole("../other/y.c", "b\n"))
    s.run("x.c", "../other/y.c", "--", "x", cwd=s.cwd + "/sub")
    ok(b"--- a/sub/x.c\n" in s.out and b"--- a/other/y.c\n" in s.out,
       "names begin at the top", s.out, s.err)
    s.applies("in a folder of a repository", {"sub/x.c": "b\n",
                                              "other/y.c": "b\n"},
              s.cwd)
    s.answer(whole("ln", "c\n"))
    s.run("ln", "--", "x")
    s.applies("through a link", {"other/y.c": "c\n"})
    absolute = s.cwd + "/sub/x.c"
    s.answer(whole(absolute, "c\n"))
    s.run(absolute, "--", "x")
    s.applies("an absolute name that was given", {"sub/x.c": "c\n"})


def reports(s):
    s.write("a", "x\n")
    s.write("n.c", "x\n")
    s.answer(whole("a", "y\nz\n"))
    s.run("--json", "a", "n.c", "--", "x")
    got = json.loads(s.out)
    ok(got["v"] == 1 and got["files"] == [{
        "name": "a", "status": "modified", "added": 2, "removed": 1}] and
       got["patch"].startswith("diff --git a/a b/a\n") and
       got["model"] == "a/strong" and got["error"] is None and
       got["applied"] is False and got["asked"] == 1 and
       got["cost_usd"] is not None, "--json", got)
    s.answer("What?", "What?")
    s.run("--json", "-q", "a", "--", "x")
    got = json.loads(s.out)
    ok(s.status == 14 and got["patch"] == "" and got["error"]["exit"] == 14
       and got["error"]["kind"] == "patch" and got["asked"] == 2,
       "--json of a failure", got)
    s.server.load(script.parse("response\nstatus 401\njson {}\n"))
    s.run("-m", "a/strong", "a", "--", "x")
    ok(s.status == 4 and not s.out, "a key that is refused", s.status, s.err)
    s.answer(whole("a", "w\n"))
    s.run("-v", "a", "--", "x")
    ok("shunt: code " in s.err and "a modified (+1 -1)" in s.err,
       "-v says the route, as code", s.err)
    log = subprocess.run([SHUNT, "log", "--json"], cwd=s.cwd,
                         env=s.box.env(), stdout=subprocess.PIPE,
                         check=False).stdout.decode().splitlines()
    last = json.loads(log[-1])
    ok(last["answer"] == whole("a", "w\n") and last["model"] == "a/strong",
       "the log has it", last)
    s.write("huge", "some words of a text\n" * 30000)
    s.answer("No change")
    s.run("huge", "--", "x")
    ok(s.status == 13 and "too long for every model" in s.err and
       not s.asked(), "files over the window", s.err)
    s.write("mid", BIG)
    s.run("-m", "a/weak", "mid", "--", "x")
    ok("Write as a whole: mid.\n" in s.prompt(-1), "weak models write whole "
       "files", s.prompt(-1)[-600:])
    s.run("-t", "general", "-v", "a", "--", "x")
    ok("shunt: general " in s.err, "-t is heeded", s.err)


def main():
    if not shutil.which("git"):
        print("git is missing")
        return 77
    os.umask(0o022)
    # the runner's own folder is closed to others
    with tempfile.TemporaryDirectory(
            dir=None if os.getuid() else "/tmp") as top:
        for part in (good, nothing, retried, hostile, refused, ends, stdin,
                     apply, unwritable, atomic, meanwhile, stopped,
                     secrets, restored, places, reports):
            s = Scene("%s/%s" % (top, part.__name__))
            part(s)
            ok(not s.box.reports(), part.__name__ + ": no report of a "
               "sanitizer", *s.box.reports())
    return finish()


sys.exit(main())
