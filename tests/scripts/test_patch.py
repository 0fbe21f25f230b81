#!/usr/bin/env python3
# once: what it waits for takes long, and is no matter of the build
"""Compares src/diff/patch.c with what git itself says of a change.

Repositories are made in a temporary folder; the diff that git prints is read
by build/eval/patch_driver, and files, statuses, modes and counts must be
those of `git diff-index --raw -z` and `--numstat -z`. Then the digest of such a
diff, and 200 MB in bounded memory. Skips (77) where git is missing.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok	# noqa: E402

BUILD = os.path.dirname(SHUNT)
DRIVER = BUILD + "/eval/patch_driver"
ENV = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C",
       "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
       "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
       "GIT_COMMITTER_EMAIL": "a@example.org"}
OPTIONS = ["-p", "-M", "-U3", "--no-color", "--no-ext-diff", "--no-textconv",
           "--submodule=short", "--no-relative", "--src-prefix=a/",
           "--dst-prefix=b/"]
# what a user may have set, and must not matter
CONFIG = """[diff]
	noprefix = true
	mnemonicPrefix = true
	renames = copies
	context = 0
	submodule = log
	suppressBlankEmpty = true
	external = false
	colorMoved = zebra
[color]
	ui = always
[core]
	quotePath = %s
"""


class Repository:
    def __init__(self, top, quote=True):
        self.top = top
        os.mkdir(top)
        self.git("init", "-q", ".")
        with open(top + "/.git/config", "a", encoding="utf-8") as f:
            f.write(CONFIG % ("true" if quote else "false"))

    def git(self, *args):
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=", *args], cwd=self.top, env=ENV,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            raise RuntimeError("git %s: %s" % (args, done.stderr))
        return done.stdout

    def write(self, name, data, mode=None):
        path = os.path.join(os.fsencode(self.top), name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
        if mode:
            os.chmod(path, mode)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "--no-verify", "-m", "x")

    def diff(self, *how):
        return self.git("diff-index", "--cached", *how, "HEAD")


def read(data, step=65536, good=True):
    done = subprocess.run([DRIVER, str(step)], input=data, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if good and done.returncode:
        raise RuntimeError(done.stderr)
    return [json.loads(x) for x in done.stdout.decode().splitlines()]


def ours(files):
    """{(old, new): (status, modes, added, removed)}, bytes; a type change is
    a deletion and a new file."""
    out = {}
    for f in files:
        old, new = bytes.fromhex(f["old"]), bytes.fromhex(f["new"])
        counts = ((None, None) if f["binary"] else
                  (f["added"], f["removed"]))
        out[old, new] = (f["status"], f["old_mode"], f["new_mode"], *counts)
    return out


def theirs(repo):
    """The same of --raw and --numstat."""
    raw = repo.diff("--raw", "-z", "-M").split(b"\0")
    numstat = repo.diff("--numstat", "-z", "-M").split(b"\0")
    counts, out = {}, {}
    i = 0
    while i < len(numstat) - 1:
        added, removed, name = numstat[i].split(b"\t", 2)
        if name:
            key = name
            i += 1
        else:
            key = numstat[i + 2]
            i += 3
        counts[key] = tuple(None if x == b"-" else int(x)
                            for x in (added, removed))
    i = 0
    while i < len(raw) - 1:
        old_mode, new_mode, _, _, status = raw[i][1:].split(b" ")
        old = new = raw[i + 1]
        i += 2
        letter = chr(status[0])
        if letter in "RC":
            new = raw[i]
            i += 1
        modes = int(old_mode, 8), int(new_mode, 8)
        added, removed = counts[new]
        if letter == "T":
            out[old, b""] = ("D", modes[0], 0, None, None)
            out[b"", new] = ("A", 0, modes[1], None, None)
            continue
        if letter == "A":
            old = b""
        if letter == "D":
            new = b""
        out[old, new] = (letter, *modes, added, removed)
    return out


def same(got, want, diff_of_modes=True):
    """The first difference, or None. A patch says no modes of files that
    were only renamed, and of a type change the counts are of two parts."""
    if set(got) != set(want):
        return sorted(set(got) ^ set(want))[:4]
    for key, (status, *rest) in want.items():
        g = list(got[key])
        w = [status, *rest]
        if g[1] == g[2] == 0:
            g[1:3] = w[1:3]
        if w[3] is None and status in "AD":
            w[3:] = g[3:]
        if g != w:
            return key, g, w
    return None


def compare(repo, name):
    repo.git("add", "-A")
    data = repo.diff(*OPTIONS)
    want = theirs(repo)
    wrong = same(ours(read(data)), want)
    ok(not wrong and want, "%s: %d files" % (name, len(want)), wrong)
    ok(read(data) == read(data, 7), name + ": read in pieces of 7 bytes")


def kinds(repo):
    """One of everything."""
    lines = b"".join(b"line %d of the file\n" % i for i in range(60))
    for name in (b"plain.c", b"name with blanks", b"mode.sh", b"gone",
                 b"moved.c", b"same.c", b"dir/\xff\xfe\x80raw",
                 "dir/\u00e4\u00f6.txt".encode(), b'qu"ote\\x', b"tab\tname",
                 b"new\nline", b"crlf.txt", b"type", b"a b/a b",
                 b"b/x b/b/x", b"noeol", b"-- dashes"):
        repo.write(name, lines + name)
    repo.write(b"binary", bytes(range(256)))
    repo.write(b"empty", b"")
    os.symlink("plain.c", repo.top + "/link")
    repo.commit()
    head = repo.git("rev-parse", "HEAD").strip().decode()
    for name in (b"plain.c", b"name with blanks", b"dir/\xff\xfe\x80raw",
                 "dir/\u00e4\u00f6.txt".encode(), b'qu"ote\\x', b"tab\tname",
                 b"new\nline", b"a b/a b", b"b/x b/b/x", b"-- dashes"):
        repo.write(name, lines.replace(b"line 30", b"LINE 30") + b"\nmore")
    repo.write(b"mode.sh", lines + b"mode.sh", 0o755)
    repo.write(b"noeol", lines)
    repo.write(b"crlf.txt", lines.replace(b"\n", b"\r\n"))
    repo.write(b"binary", bytes(range(255, -1, -1)))
    repo.write(b"added binary.bin", b"\0\1\2")
    repo.write(b"added.txt", b"-- a\n++ b\n--- c\n+++ d\n@@ -1 +1 @@\n")
    repo.write(b"added empty", b"")
    repo.write(b"long", b"x" * 1000000 + b"\n" + b"y" * 70000)
    os.unlink(repo.top + "/gone")
    os.unlink(repo.top + "/empty")
    os.rename(repo.top + "/moved.c", repo.top + "/to a.c")
    os.rename(repo.top + "/same.c", repo.top + "/\u00fc.c")
    repo.write("\u00fc.c".encode(), lines.replace(b"line 7", b"l 7"))
    os.unlink(repo.top + "/link")
    os.symlink("elsewhere", repo.top + "/link")
    os.unlink(repo.top + "/type")
    os.symlink("x", repo.top + "/type")
    repo.git("update-index", "--add", "--cacheinfo", "160000,%s,sub" % head)


def submodule_bump(repo):
    ids = ["%040x" % (i + 1) for i in range(2)]
    repo.git("update-index", "--add", "--cacheinfo", "160000,%s,s m" % ids[0])
    repo.git("commit", "-q", "-m", "x")
    repo.git("update-index", "--add", "--cacheinfo", "160000,%s,s m" % ids[1])
    data = repo.diff(*OPTIONS)
    wrong = same(ours(read(data)), theirs(repo))
    ok(not wrong, "a submodule that moves", wrong)


def many(repo, count=10000):
    rnd = random.Random(1)
    for i in range(count):
        repo.write(b"d%d/f %d" % (i % 100, i), b"%d\n" % i * 8)
    repo.commit()
    for i in range(count):
        if i % 3:
            repo.write(b"d%d/f %d" % (i % 100, i), b"%d\n" % i * 8 +
                       b"%d\n" % rnd.randrange(99))
        else:
            os.unlink(repo.top + "/d%d/f %d" % (i % 100, i))
    compare(repo, "ten thousand files")


def merged(repo):
    repo.write(b"m", b"a\nb\nc\n")
    repo.commit()
    repo.git("checkout", "-q", "-b", "other")
    repo.write(b"m", b"a\nOTHER\nc\n")
    repo.commit()
    repo.git("checkout", "-q", "-")
    repo.write(b"m", b"a\nMINE\nc\n")
    repo.commit()
    subprocess.run(["git", "merge", "-q", "other"], cwd=repo.top, env=ENV,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   check=False)
    got = read(repo.diff(*OPTIONS))
    ok([(f["status"], f["new"]) for f in got] == [("U", b"m".hex())],
       "a conflict is an unmerged path", got)
    repo.write(b"m", b"a\nBOTH\nc\n")
    repo.git("add", "m")
    repo.git("commit", "-q", "-m", "merge")
    got = read(repo.git("show", "--cc", "--no-color", "HEAD"))
    ok([(f["combined"], f["new"], f["added"]) for f in got] ==
       [(True, b"m".hex(), 0)], "a combined diff is one file", got)


def chunks():
    """A diff of 200 MB."""
    yield b"diff --git a/x b/x\n--- a/x\n+++ b/x\n"
    yield b"@@ -0,0 +1,2000000 @@\n"
    for _ in range(2000):
        yield (b"+" + b"z" * 99 + b"\n") * 1000


def huge(top, name, *command):
    """By the program's peak memory; a sanitised one has its own."""
    peak = top + "/peak"
    p = subprocess.Popen([BUILD + "/peak", peak, *command],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for c in chunks():
        p.stdin.write(c)
    p.stdin.close()
    out = p.stdout.read()
    ok(p.wait() == 0 and b"2000000" in out, "200 MB are read by " + name, out)
    with open(peak, encoding="ascii") as f:
        kib = int(f.read())
    limit = 16384 if os.environ.get("SAN") != "True" else 1 << 20
    ok(kib < limit, "within 16 MB: %d KiB" % kib)


def digested(repo):
    """Names that are not UTF-8, and a budget."""
    repo.write(b"\xff\xfe.c", b"int \xe9;\n")
    repo.write(b".env", b"KEY=hidden\n")
    repo.git("add", "-A")
    data = repo.diff(*OPTIONS)
    out = subprocess.run([BUILD + "/eval/digest_driver", "20000"], input=data,
                         check=True, stdout=subprocess.PIPE).stdout
    text = out.decode()		# or fails
    ok("\ufffd\ufffd.c" in text and "int \ufffd;" in text and
       len(out) <= 20000, "a digest is UTF-8", text)
    ok("A .env (may hold secrets, not shown)" in text and
       "hidden" not in text, "a digest has no secret files", text)


def main():
    if not shutil.which("git"):
        print("git is missing")
        return 77
    with tempfile.TemporaryDirectory() as top:
        for quote in (True, False):
            repo = Repository("%s/kinds-%d" % (top, quote), quote)
            kinds(repo)
            compare(repo, "one of everything, quotePath %s" % quote)
        submodule_bump(Repository(top + "/sub"))
        many(Repository(top + "/many"))
        merged(Repository(top + "/merged"))
        digested(repo)
        huge(top, "the reader", DRIVER)
        huge(top, "the digest", BUILD + "/eval/digest_driver", "60000")
    return finish()


sys.exit(main())
