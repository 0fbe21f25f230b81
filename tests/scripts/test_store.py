#!/usr/bin/env python3
"""The store under faults (faults D12 to D19): done to it by the program of
tests/unit/store_faults.c, looked at with python's own sqlite3. Speaks TAP."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SLOW, TOP, finish, ok, skip	# noqa: E402

TOOL = os.path.join(os.environ.get("B", TOP + "/build"), "unit",
                    "store_faults")
UID = 65534	# nobody
ROOT = os.geteuid() == 0
TABLES = "select count(*) from sqlite_master"
BYTES = b"this is somebody's text, and no database\n" * 300


class Place:
    """A state folder of its own, and the tool run in it."""

    def __init__(self, folder, name, make=True):
        self.top = os.path.join(folder, name)
        self.folder = self.top + "/shunt"
        self.db = self.folder + "/shunt.db"
        self.tool = TOOL
        os.mkdir(self.top, 0o755)
        if make:
            os.mkdir(self.folder, 0o700)

    def command(self, *args):
        return [self.tool] + list(args)

    def run(self, *args, **more):
        """(status, what it printed)"""
        env = dict(os.environ, XDG_STATE_HOME=self.top)
        done = subprocess.run(self.command(*args), env=env, text=True,
                              capture_output=True, timeout=60 * SLOW,
                              check=False, **more)
        return done.returncode, done.stdout + done.stderr

    def start(self, *args):
        env = dict(os.environ, XDG_STATE_HOME=self.top)
        return subprocess.Popen(self.command(*args), env=env, text=True,
                                stdout=subprocess.PIPE)

    def rows(self, sql="select id from turns order by id"):
        db = sqlite3.connect(self.db, timeout=10)
        try:
            return [r[0] for r in db.execute(sql)]
        finally:
            db.close()

    def put(self, data):
        with open(self.db, "wb") as f:
            f.write(data)
        os.chmod(self.db, 0o600)

    def bytes(self, name="shunt.db"):
        with open(self.folder + "/" + name, "rb") as f:
            return f.read()


def modes(place):
    return {n: "%o" % (os.lstat(place.folder + "/" + n).st_mode & 0o7777)
            for n in sorted(os.listdir(place.folder))}


def fails(place, what, words, *args, kind="io", **more):
    """It ends with status 1 and one line that says so."""
    status, text = place.run(*(args or ("save", "x", "500")), **more)
    ok(status == 1 and text.startswith(kind + ": ") and
       text.count("\n") == 1 and all(w in text for w in words),
       "%s: %s" % (what, text.strip()[-70:]), status, text)


def test_together(folder):
    for mask, count in ((0, 200), (0o777, 20)):
        p = Place(folder, "together%o" % mask, make=False)
        status, text = p.run("together", str(count), umask=mask)
        ok(not status and text.count("saved ") == count and
           "io:" not in text,
           "%d processes on an empty folder" % count, status,
           [t for t in text.split("\n") if not t.startswith("saved")])
        ok(len(p.rows()) == count and
           p.rows("pragma integrity_check") == ["ok"], "all rows are there")


def test_modes(folder):
    for mask in (0, 0o777, 0o22):
        p = Place(folder, "modes%o" % mask, make=False)
        p.run("save", "a", "5000", umask=mask)
        found = modes(p)
        ok(set(found.values()) == {"600"} and len(found) == 4 and
           os.lstat(p.folder).st_mode & 0o7777 == 0o700,
           "umask %04o: files 0600, folder 0700" % mask, found)
    for name in os.listdir(p.folder):
        os.chmod(p.folder + "/" + name, 0o644)
    os.chmod(p.folder, 0o755)
    p.run("save", "b", "5000")
    found = modes(p)
    ok(found["shunt.db"] == "600" and found["digest"] == "600" and
       os.lstat(p.folder).st_mode & 0o7777 == 0o700,
       "modes that were opened are closed", found)


def test_log(folder):
    """Each process ends, and is the only one: the log stays short."""
    p = Place(folder, "log")
    longest = 0
    for i in range(60):
        p.run("save", "t%02d" % i, "5000")
        longest = max(longest, os.path.getsize(p.db + "-wal"))
    ok(100_000 < longest < 700_000, "60 saves, log of %d bytes" % longest)
    ok(p.rows() == ["t%02d" % i for i in range(60)], "and 60 rows")


def test_kill(folder):
    """Whatever was said to be saved is there, and at most one row more."""
    p = Place(folder, "kill")
    chance = random.Random(4)
    said, wrong = set(), []
    for i in range(25):
        child = p.start("loop", "k%02d" % i)
        if i % 5:	# else killed where it opens, or even before
            said.add(child.stdout.readline()[3:].strip())
        time.sleep(chance.uniform(0, 0.03) * SLOW)
        child.send_signal(signal.SIGKILL)
        said |= {l[3:] for l in child.communicate()[0].split("\n") if l}
        # there is a table to look at from the first commit on
        rows = set(p.rows()) if said or p.rows(TABLES) != [0] else set()
        more = rows - said
        if p.rows("pragma integrity_check") != ["ok"] or said - rows or \
                len(more) > 1:
            wrong.append((i, len(said - rows), more))
        said |= rows
    ok(not wrong and len(said) > 25, "killed 25 times in %d saves" %
       len(said), wrong)
    status, text = p.run("save", "last", "5000")
    ok(not status and "last" in p.rows(), "and it goes on", text)


def test_damaged(folder):
    p = Place(folder, "damaged")
    p.put(BYTES)
    fails(p, "text", (p.db, "no SQLite database", "shunt log repair"))
    ok(p.bytes() == BYTES, "it is left alone")
    fails(p, "text, read", (p.db, "no SQLite database"), "read")
    status, text = p.run("repair")
    moved = text[3:].strip()
    ok(not status and moved.startswith(p.db + ".corrupt-2") and
       not os.path.exists(p.db), "repair moves it aside", text)
    with open(moved, "rb") as f:
        ok(f.read() == BYTES, "as it was")
    ok(p.run("save", "x", "500")[0] == 0 and p.rows() == ["x"],
       "and a new one is begun")
    fails(p, "repair of a sound one", (p.db, "sound"), "repair",
          kind="usage")
    for i in range(30):
        p.run("save", "t%02d" % i, "500")
    p.run("delete", "t29")	# all is in the file now
    whole = p.bytes()
    for at, what in ((4096, "all pages but the first"), (100, "the schema")):
        for name in ("-wal", "-shm"):
            os.unlink(p.db + name)
        p.put(whole[:at] + b"\xA5" * (len(whole) - at))
        fails(p, what, (p.db, "is damaged", "shunt log repair"))
        ok(p.run("repair")[0] == 0 and not os.path.exists(p.db) and
           not os.path.exists(p.db + "-wal"), "moved aside, with its log")
        p.run("save", "x", "500")
    p.put(whole[:len(whole) // 2])
    for name in ("-wal", "-shm"):
        os.unlink(p.db + name)
    status, text = p.run("save", "x", "500")
    ok(status in (0, 1) and text.count("\n") == 1,
       "half a file: one line", text)


def test_others(folder):
    p = Place(folder, "newer")
    p.run("save", "a", "500")
    db = sqlite3.connect(p.db)
    db.execute("pragma user_version = 7")
    db.execute("pragma wal_checkpoint(truncate)").fetchall()
    db.close()
    before = p.bytes()
    fails(p, "a newer one", ("'%s' is of a newer shunt (version 7; this one "
                             "knows 1)" % p.db,))
    ok(p.bytes() == before and p.rows() == ["a"], "it is left alone")
    p = Place(folder, "other")
    db = sqlite3.connect(p.db)
    db.execute("create table t (x)")
    db.commit()
    db.close()
    before = p.bytes()
    fails(p, "another program's", (p.db, "another program"))
    ok(p.bytes() == before, "it is left alone")
    p = Place(folder, "empty")
    p.put(b"")
    ok(p.run("save", "a", "500")[0] == 0 and p.rows() == ["a"],
       "a file of 0 bytes is a new one")


def test_kinds(folder):
    p = Place(folder, "kinds")
    os.mkdir(p.db)
    fails(p, "a folder", (p.db, "not a regular file"))
    os.rmdir(p.db)
    os.mkfifo(p.db)
    fails(p, "a FIFO", (p.db, "not a regular file"))
    os.unlink(p.db)
    os.symlink(p.top + "/elsewhere.db", p.db)
    fails(p, "a link to nothing", (p.db,))
    with open(p.top + "/elsewhere.db", "wb"):
        pass
    status, text = p.run("save", "a", "500")
    ok(not status and os.path.islink(p.db) and
       os.path.getsize(p.top + "/elsewhere.db") and p.rows() == ["a"],
       "a link of ours to a file of ours", text)
    os.unlink(p.db)
    os.symlink(p.db, p.db)
    fails(p, "a link to itself", (p.db,))
    p = Place(folder, "file", make=False)
    with open(p.folder, "wb"):
        pass
    fails(p, "a file for a folder", (p.folder, "not a folder"))


def test_digest(folder):
    p = Place(folder, "digest")
    os.mkdir(p.folder + "/digest")
    status, text = p.run("save", "a", "500")
    ok(not status and p.rows() == ["a"],
       "a digest that cannot be written costs no save", text)
    os.rmdir(p.folder + "/digest")
    p.run("save", "b", "500")
    ok(p.bytes("digest") == b"shunt-state 1\n"
       b"spent\t20261122\t202611\t0.025\t0.025\n", "the next one is",
       p.bytes("digest"))
    ok(p.run("delete", "a") == (0, "ok 1\n") and
       p.rows("select count(*) from texts") == [1] and
       p.rows("select count(*) from documents") == [2] and
       p.rows("select id from sessions") == ["b"], "deleted")
    p.run("delete", "b")
    left = p.bytes() + p.bytes("shunt.db-wal")
    ok(b"Rayleigh" not in left and b"Be short" not in left and
       b"cond" not in left and p.rows("pragma integrity_check") == ["ok"],
       "no text is left, in file or log")


def test_nowhere():
    for env in ({"HOME": ""}, {"HOME": "here"}, {"XDG_STATE_HOME": "x"}):
        done = subprocess.run([TOOL, "save", "x", "500"], env=env, text=True,
                              capture_output=True, check=False)
        ok(done.returncode == 1 and done.stdout.startswith("io: ") and
           "HOME" in done.stdout, "%r: no place" % env, done.stdout)
    done = subprocess.run([TOOL, "read"], env={}, text=True,
                          capture_output=True, check=False)
    ok(done.stdout == "ok\n", "and nothing to read there", done.stdout)


def test_users(folder):
    if not ROOT:
        skip("another user's files", "only root can make them")
        return
    p = Place(folder, "users")
    # the project may be where others cannot look, as below /root
    p.tool = shutil.copy(TOOL, os.path.join(folder, "tool"))

    def own(path, uid=UID):
        os.chown(path, uid, uid)

    me = {"user": UID, "group": UID, "extra_groups": []}
    own(p.top)
    own(p.folder)
    ok(p.run("save", "a", "500", **me)[0] == 0, "as another user")
    fails(p, "another's folder", (p.folder, "user %d" % UID))
    for name in ("-wal", "-shm"):
        os.unlink(p.db + name)
    os.chmod(p.db, 0o444)
    fails(p, "0444", (p.db, "cannot be written"), **me)
    ok(p.run("read", **me)[0] in (0, 1), "reading ends somehow")
    os.chmod(p.db, 0o600)
    for name in ("-wal", "-shm"):
        if os.path.exists(p.db + name):
            os.unlink(p.db + name)
    os.chmod(p.folder, 0o500)
    fails(p, "a folder that is read-only", (p.db,), **me)
    os.chmod(p.folder, 0o700)
    own(p.db, 0)
    fails(p, "root's file", (p.db, "user 0"), **me)
    os.unlink(p.db)
    theirs = os.path.join(folder, "theirs.db")
    with open(theirs, "wb") as f:
        f.write(b"")
    os.chmod(theirs, 0o666)
    os.symlink(theirs, p.db)
    os.lchown(p.db, UID, UID)
    fails(p, "a link to root's file", (theirs, "user 0"), **me)
    ok(not os.path.getsize(theirs), "nothing is written through it")
    own(theirs)
    os.lchown(p.db, 0, 0)
    fails(p, "root's link to a file of ours", (p.db, "user 0"), **me)


def limit_files(size):
    def go():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return go


def test_full(folder):
    p = Place(folder, "limit")
    p.run("save", "a", "500")
    for size in (0, 1000, 12_500, 25_000):
        fails(p, "files up to %d bytes" % size, (p.db, "check the disk"),
              preexec_fn=limit_files(size))
    ok(p.rows() == ["a"] and p.rows("pragma integrity_check") == ["ok"] and
       not [n for n in os.listdir(p.folder) if n.startswith(".")],
       "nothing is half there")
    ok(p.run("save", "b", "500")[0] == 0 and p.rows() == ["a", "b"],
       "and it goes on")
    p = Place(folder, "disk", make=False)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs",
                       p.top], capture_output=True, check=False).returncode:
        skip("a full disk", "cannot mount one")
        return
    try:
        status = 0
        for i in range(40):
            status, text = p.run("save", "t%02d" % i, "500")
            if status:
                break
        ok(status == 1 and "io: " in text and
           ("disk is full" in text or "No space" in text),
           "a full disk: %s" % text.strip()[-60:], text)
        ok(i > 3 and p.rows()[:i] == ["t%02d" % n for n in range(i)] and
           p.rows("pragma integrity_check") == ["ok"],
           "the %d rows before are there" % i)
    finally:
        subprocess.run(["umount", p.top], check=False)


def main():
    # not in $TMPDIR: another user must get there
    with tempfile.TemporaryDirectory(prefix="shunt-store-",
                                     dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        test_together(folder)
        test_modes(folder)
        test_log(folder)
        test_kill(folder)
        test_damaged(folder)
        test_others(folder)
        test_kinds(folder)
        test_digest(folder)
        test_nowhere()
        test_users(folder)
        test_full(folder)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
