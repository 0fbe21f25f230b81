#!/usr/bin/env python3
"""Checks src/diff/unified.c, which makes diffs, against git.

Thousands of random edits: `git apply` must turn the old file into the new
one, byte for byte, with its mode. Headings and counts are compared with those
of `git diff --no-index`. Then 100,000 lines, and texts that are made to be
slow. Skips (77) where git is missing.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok	# noqa: E402

DRIVER = os.path.dirname(SHUNT) + "/eval/unified_driver"
ENV = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C",
       "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": "/"}
EDITS = 3000
LINES = [b"int main(void)", b"{", b"}", b"", b"\treturn 0;", b"    x = 1",
         b"-- a", b"++ b", b"@@ -1 +1 @@", b"\\ No newline at end of file",
         "gr\u00fc\u00dfe \U0001f600".encode(), b"\xff\xfe", b" ", b"\t",
         b"diff --git a/x b/x", b"--- a/x", b"+++ b/x", b"end", b"def f():",
         b"\x00", b"\r", b"trailing \t", b"class A:", b"x" * 3000]


def text(rnd, most=60):
    ends = rnd.choice([[b"\n"], [b"\n"], [b"\r\n"], [b"\n", b"\r\n"]])
    some = rnd.sample(LINES, rnd.randrange(1, len(LINES)))
    out = b"".join(
        (rnd.choice(some) if rnd.random() < 0.7 else b"line %d" % i) +
        rnd.choice(ends) for i in range(rnd.randrange(most)))
    return out if rnd.random() < 0.7 else out.rstrip(b"\n")


def edit(rnd, old):
    """Some lines taken away, put in, changed, moved; or all of them."""
    if rnd.random() < 0.05:
        return text(rnd)
    lines = old.split(b"\n")
    for _ in range(rnd.choice([1, 1, 2, 3, 8])):
        at = rnd.randrange(len(lines) + 1)
        n = rnd.choice([1, 1, 2, 5])
        what = rnd.randrange(4)
        if what == 0:
            del lines[at:at + n]
        elif what == 1:
            lines[at:at] = text(rnd, n + 1).split(b"\n")[:n]
        elif what == 2:
            lines[at:at + n] = [x + b"!" for x in lines[at:at + n]]
        else:
            part = lines[at:at + n]
            del lines[at:at + n]
            to = rnd.randrange(len(lines) + 1)
            lines[to:to] = part
    return b"\n".join(lines)


def write(path, data, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)
    os.chmod(path, mode)


def read(path):
    if not os.path.exists(path):
        return None
    with open(path, "rb") as f:
        return f.read(), os.stat(path).st_mode & 0o777


def diff(top, names):
    done = subprocess.run([DRIVER, top + "/old", top + "/new"], check=False,
                          input=b"".join(n + b"\n" for n in names),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60 * SLOW)
    ok(not done.returncode, "our own applier agrees", done.stderr[:1000])
    return done.stdout


def apply(top, patch, names, what):
    """git apply makes the new folder of the old one."""
    done = subprocess.run(["git", "apply", "--whitespace=nowarn", "-"],
                          cwd=top + "/old", env=ENV, input=patch, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    ok(not done.returncode, what + ": git applies it", done.stderr[:1000])
    wrong = [n for n in names if read(os.path.join(os.fsencode(top), b"old",
                                                   n)) !=
             read(os.path.join(os.fsencode(top), b"new", n))]
    ok(not wrong, what + ": byte for byte", wrong[:5])


def random_edits(top):
    rnd = random.Random(7)
    names = []
    for i in range(EDITS):
        name = "f%d" % i
        old = text(rnd)
        new = edit(rnd, old)
        modes = [rnd.choice([0o644] * 9 + [0o755]) for _ in range(2)]
        there = rnd.choice([(1, 1)] * 18 + [(0, 1), (1, 0)])
        if there[0]:
            write("%s/old/%s" % (top, name), old, modes[0])
        if there[1]:
            write("%s/new/%s" % (top, name), new, modes[1])
        names.append(name.encode())
    patch = diff(top, names)
    ok(patch.count(b"\ndiff --git ") > EDITS * 0.8, "%d edits" % EDITS)
    headings(top, patch)
    apply(top, patch, names, "random edits")


def hunks(patch):
    """{(file, ranges): heading}, and how many lines changed."""
    out, name, size, left = {}, None, 0, [0, 0]
    for line in patch.split(b"\n"):
        if left[0] > 0 or left[1] > 0:
            left[0] -= line[:1] in (b" ", b"-", b"")
            left[1] -= line[:1] in (b" ", b"+", b"")
            size += line[:1] in (b"-", b"+")
            continue
        if line.startswith(b"diff --git "):
            name = line.split()[-1].split(b"/")[-1]
        m = re.match(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)",
                     line, re.S)
        if m:
            left = [int(m.group(i) or 1) for i in (2, 4)]
            out[name, m.group(1), m.group(2), m.group(3)] = m.group(5)
    return out, size


def headings(top, patch):
    """What git says of the same hunks, and how long its diff is."""
    theirs = subprocess.run(
        ["git", "diff", "--no-index", "--no-color", "--no-renames", "--text",
         "--minimal", "old", "new"], cwd=top, env=ENV, check=False,
        stdout=subprocess.PIPE).stdout
    ours, mine = hunks(patch)
    git, its = hunks(theirs)
    same = set(ours) & set(git)
    wrong = [(k, ours[k], git[k]) for k in same if ours[k] != git[k]]
    ok(not wrong and len(same) > 0.5 * len(git),
       "headings as git's in %d of %d hunks" % (len(same), len(git)),
       wrong[:3])
    ok(mine <= its, "no more lines than git --minimal: %d, %d" % (mine, its))


def names(top):
    """Names that need quotes, and ones that do not."""
    some = [b"with blank", b"tab\there", b'qu"ote', b"back\\slash", b"a b/a b",
            "\u00fcml\u00e4ut".encode(), b"\xff\xfe", b"--", b"-x", b"b/b/x",
            b"bell\a", b"end ", b"cr\r"]
    for n in some:
        write(os.path.join(os.fsencode(top), b"old", n), b"a\n")
        write(os.path.join(os.fsencode(top), b"new", n), b"b\n", 0o755)
    apply(top, diff(top, some), some, "names")


def forms(top):
    """The diffs of small changes, as git prints them."""
    cases = {
        b"empty-new": (None, b""), b"empty-gone": (b"", None),
        b"filled": (b"", b"a\n"), b"emptied": (b"a\n", b""),
        b"newline-gone": (b"a\n", b"a"), b"newline-came": (b"a", b"a\n"),
        b"none": (b"a", b"b"), b"cut": (b"a\nb\n", b"a\nb"),
        b"crlf": (b"a\r\nb\r\n", b"a\r\nc\r\n"), b"same": (b"x", b"x"),
        # where a stretch may stand in several places
        b"at-end": (b"int f()\n{\n\ta;\n}\n",
                    b"int f()\n{\n\ta;\n}\n\nint g()\n{\n\tb;\n}\n"),
        b"between": (b"f()\n{\n}\n\nh()\n{\n}\n",
                     b"f()\n{\n}\n\ng()\n{\n}\n\nh()\n{\n}\n"),
        b"python": (b"def f():\n    if a:\n        b\n\ndef h():\n    c\n",
                    b"def f():\n    if a:\n        b\n\ndef g():\n"
                    b"    if a:\n        b\n\ndef h():\n    c\n"),
        b"inner": (b"\tif (a) {\n\t\tx();\n\t}\n\ty();\n",
                   b"\tif (a) {\n\t\tx();\n\t}\n\tif (b) {\n"
                   b"\t\tx();\n\t}\n\ty();\n"),
        b"blanks": (b"a\n\n\nb\n", b"a\n\nb\n"),
    }
    for n, (old, new) in cases.items():
        for side, data in (("old", old), ("new", new)):
            os.makedirs(top + "/" + side, exist_ok=True)
            if data is not None:
                write("%s/%s/%s" % (top, side, n.decode()), data)
    patch = diff(top, cases)
    git = subprocess.run(["git", "diff", "--no-index", "--no-renames", "old",
                          "new"], cwd=top, env=ENV, check=False,
                         stdout=subprocess.PIPE).stdout
    git = re.sub(rb"(?m)^index .*\n", b"", git).replace(
        b"a/old/", b"a/").replace(b"b/new/", b"b/")
    git = re.sub(rb"(?m)^diff --git a/(?:new/)?(\S+) b/.*", rb"diff --git "
                 rb"a/\1 b/\1", git)
    parts = [sorted(re.split(rb"(?m)^(?=diff --git )", p))
             for p in (patch, git)]
    ok(parts[0] == parts[1], "small changes as git prints them",
       *[p for p in zip(*parts) if p[0] != p[1]])
    apply(top, patch, cases, "small changes")


def long(top):
    """100,000 lines with few changes, and texts that are made to be slow.
    What is asked for is that it ends; near-linear work ends at once."""
    rnd = random.Random(3)
    lines = [b"line %d" % rnd.randrange(30000) for _ in range(100000)]
    few = list(lines)
    for _ in range(200):
        few[rnd.randrange(len(few))] = b"changed %d" % rnd.randrange(99)
    def joined(what):
        return b"\n".join(what) + b"\n"
    write(top + "/old/few", joined(lines))
    write(top + "/new/few", joined(few))
    write(top + "/old/noise", joined(b"%d" % rnd.randrange(9)
                                     for _ in range(100000)))
    write(top + "/new/noise", joined(b"%d" % rnd.randrange(9)
                                     for _ in range(100000)))
    write(top + "/old/blocks", joined([b"a"] * 50000 + [b"b"] * 50000))
    write(top + "/new/blocks", joined([b"b"] * 50000 + [b"a"] * 50000))
    write(top + "/old/periods", joined([b"a", b"b"] * 50000))
    write(top + "/new/periods", joined([b"a", b"b", b"b"] * 33000))
    write(top + "/old/newlines", b"\n" * 1000000)
    write(top + "/new/newlines", b"\n" * 999999)
    all_of_them = [b"few", b"noise", b"blocks", b"periods", b"newlines"]
    patch = diff(top, all_of_them)
    ok(patch.count(b"\n+changed") == sum(x.startswith(b"changed")
                                         for x in few),
       "100,000 lines: only what changed")
    apply(top, patch, all_of_them, "long texts")


def main():
    if not shutil.which("git"):
        print("git is missing")
        return 77
    with tempfile.TemporaryDirectory() as top:
        for part in (random_edits, names, forms, long):
            os.makedirs("%s/%s/old" % (top, part.__name__))
            os.makedirs("%s/%s/new" % (top, part.__name__))
            part("%s/%s" % (top, part.__name__))
    return finish()


sys.exit(main())
