#!/usr/bin/env python3
# once: what it waits for takes long, and is no matter of the build
"""Cleaned commit messages, given to git itself: stripspace, mailinfo,
interpret-trailers, commit, format-patch and am must leave them as they are.
Speaks TAP.

Messages are made of lines that git treats in a way of its own, in an order
that a fixed seed draws."""
# timeout: 300

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok	# noqa: E402
from proc import Box	# noqa: E402

DRIVER = os.path.dirname(SHUNT) + "/eval/message_driver"
SUBJECTS = """Add a thing
fix(parser): keep what stands behind the colon
# Heading as a subject
#12: an issue as a subject
**Bold subject**
"Quoted subject"
A subject that is so long that it does not fit into what a subject may have, by far
; a semicolon
// two slashes
--- a subject of a patch
diff --git a/x b/x
From here on it works
From: nobody <n@example.com>
\u00dcber \u65e5\u672c\u8a9e und \U0001F469\u200d\U0001F4BB""".split("\n")
LINES = """
plain words
Words that go on and on until the line is longer than what is usual for the body of a commit message
- item
- an item that goes on and on until the line is longer than what is usual for the body, so it wraps
  continued item
12. numbered
---
--- a/file
--- 
---x
--
-- 
diff --git a/x b/x
diff -u x y
Index: x
===================================================================
From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From a@example.com Thu Jan  1 00:00:00 1970
>From a@example.com Thu Jan  1 00:00:00 1970
From: A <a@example.com>
Subject: another
Date: Thu, 1 Jan 1970 00:00:00 +0000
Content-Type: text/plain; charset=utf-7
[PATCH] x
# comment
#define X 1
; comment
;comment
// comment
//comment
# ------------------------ >8 ------------------------
; ------------------------ >8 ------------------------
// ------------------------ >8 ------------------------
-- >8 --
---- 8< ---- cut here ---- 8< ----
- - - - %< - - - -
Signed-off-by: X <x@example.com>
Co-authored-by: X <x@example.com>
Reviewed-by: X
Acked-by : X
Change-Id: I0123456789012345678901234567890123456789
Fixes: 0123456789ab ("x")
Fixes #12
(cherry picked from commit 0123456789012345678901234567890123456789)
Note: it is so
    indented code that goes on and on until the line is longer than what is usual for the body of it
\tindented by a tab
| a | table |
> quoted
```
see https://example.com/a/very/long/path/that/goes/on/and/on/until/it/is/longer/than/a/line for it
trailing blanks   
\u200bzero width \u202ebidi\u202c
\x1b[31mred\x1b[0m
""".split("\n")
FORGED = re.compile(r"-by$|^change-id$|^cc$", re.I)


def messages(comment, count):
    draw = random.Random("messages " + comment)
    for _ in range(count):
        lines = [draw.choice(LINES) for _ in range(draw.randrange(12))]
        yield "\n".join([draw.choice(SUBJECTS),
                         *draw.choice([[""], [], ["", ""]]), *lines])


class Git:
    """git in a box."""

    def __init__(self, root):
        self.box = Box(root)
        self.env = self.box.env(GIT_EDITOR="true", GIT_AUTHOR_NAME="T",
                                GIT_AUTHOR_EMAIL="t@example.com",
                                GIT_COMMITTER_NAME="T",
                                GIT_COMMITTER_EMAIL="t@example.com")
        self.run("init", "-q", ".")
        self.run("config", "commit.gpgSign", "false")

    def run(self, *args, stdin=b"", check=True):
        done = subprocess.run(["git", *args], input=stdin, check=False,
                              cwd=self.box.cwd, env=self.env, timeout=120,
                              capture_output=True)
        if check and done.returncode:
            print("# git %r: %r" % (args, done.stderr))
        return done.stdout

    def clean(self, comment, texts):
        stdin = b"".join(comment.encode() + b"\0" + t.encode() + b"\0"
                         for t in texts)
        done = subprocess.run([DRIVER], input=stdin, capture_output=True,
                              env=self.env, timeout=120, check=True)
        return done.stdout.split(b"\0")[:-1]

    def mailinfo(self, text):
        """(subject, body) of a mail with this message."""
        subject, _, body = text.partition(b"\n\n")
        mail = (b"From: T <t@example.com>\nSubject: [PATCH] " +
                subject.strip() +
                b"\nContent-Type: text/plain; charset=UTF-8\n"
                b"Content-Transfer-Encoding: 8bit\n\n" + body +
                b"---\n x | 1 +\n\ndiff --git a/x b/x\n")
        info = self.run("mailinfo", "--scissors", "-b", "../msg", "../patch",
                        stdin=mail)
        with open(self.box.root + "/msg", "rb") as f:
            found = f.read()
        got = re.search(rb"^Subject: (.*)$", info, re.M)
        return (got.group(1) if got else b""), found


def stays(git, comment, text):
    """What git makes of it where it is no longer the same."""
    wrong = []
    config = ("-c", "core.commentChar=" + comment)
    if len(comment) == 1 or git.long_comments:
        if git.run(*config, "stripspace", "-s", stdin=text) != text:
            wrong.append("stripspace")
    if git.run("stripspace", stdin=text) != text:
        wrong.append("stripspace without comments")
    subject, _, body = text.partition(b"\n\n")
    if git.mailinfo(text) != (subject.strip(), body):
        wrong.append("mailinfo %r" % (git.mailinfo(text),))
    return wrong


def forged(git, text):
    """What git would take for trailers, and nobody has given."""
    trailers = git.run("interpret-trailers", "--parse", stdin=text)
    return [line for line in trailers.decode().splitlines()
            if FORGED.search(line.partition(":")[0])]


def each(git, comment, count):
    texts = list(messages(comment, count))
    cleaned = git.clean(comment, texts)
    ok(len(cleaned) == count and all(cleaned), "%d messages are cleaned, "
       "comments by %r" % (count, comment))
    bad = [(t, c, stays(git, comment, c)) for t, c in zip(texts, cleaned)]
    bad = [row for row in bad if row[2]]
    ok(not bad, "git leaves them as they are", *bad[:3])
    bad = [c for c in cleaned if forged(git, c)]
    ok(not bad, "and finds no trailer that nobody gave", *bad[:3])
    raw = [t for t in texts if stays(git, comment, t.encode())]
    ok(len(raw) > count / 2, "which it does not with most of what came in")
    return cleaned


def round_trip(git, texts):
    """commit, format-patch, am: the messages of the last branch."""
    for i, text in enumerate(texts):
        with open(git.box.cwd + "/f", "a", encoding="utf-8") as f:
            f.write("%d\n" % i)
        with open(git.box.root + "/m", "wb") as f:
            f.write(text)
        git.run("add", "f")
        git.run("commit", "-q", "--cleanup=strip", "-e", "-F", "../m")
    logged = git.run("log", "--reverse", "--format=%B%x00")
    ok(split(logged) == texts, "commit keeps %d of them" % len(texts),
       *differ(split(logged), texts))
    patches = git.run("format-patch", "--root", "--stdout")
    git.run("checkout", "-q", "--orphan", "other")
    git.run("rm", "-q", "-f", "f")
    git.run("am", "-q", "--keep-non-patch", stdin=patches)
    again = split(git.run("log", "--reverse", "--format=%B%x00"))
    # the blank in front of a subject is the mail header's
    want = [t.lstrip(b" ") for t in texts]
    ok(again == want, "format-patch and am keep them",
       *differ(again, want))


def split(log):
    return [m.strip(b"\n") + b"\n" for m in log.split(b"\0")[:-1]]


def differ(a, b):
    return [(x, y) for x, y in zip(a, b) if x != y][:3] + [len(a), len(b)]


def main():
    root = tempfile.mkdtemp(prefix="shunt-message-")
    git = Git(root + "/box")
    version = re.search(rb"(\d+)\.(\d+)", git.run("version"))
    git.long_comments = tuple(map(int, version.groups())) >= (2, 45)
    hashes = each(git, "#", 150)
    for comment in (";", "%", "//"):
        each(git, comment, 50)
    round_trip(git, hashes)
    shutil.rmtree(root)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
