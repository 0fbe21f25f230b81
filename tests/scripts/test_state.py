#!/usr/bin/env python3
# timeout: 240
"""What outlives an ask, with the whole program: 200 at once, and a database
that is locked, damaged, read-only, full or of another kind (faults D12 to
D19). It never costs an answer. Speaks TAP."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

CONFIG = """[defaults]
retries = 0
[endpoint.a]
adapter = openai-compatible
base_url = %s/v1
[endpoint.b]
adapter = openai-compatible
base_url = %s/v1
[model.first]
endpoint = a
price_in = 0.1
price_out = 0.1
[model.second]
endpoint = b
price_in = 0.2
price_out = 0.2
"""
FINE = "response\nchat fine\nchat-done\n"
BUSY = "response\nstatus 503\njson {\"error\":{\"message\":\"busy\"}}\n"
SECOND = 5.0	# what a locked database is waited for


class Scene:
    """A box with two endpoints, each a server of its own."""

    def __init__(self, root, name, first=FINE):
        folder = os.path.join(root, name)
        os.mkdir(folder)
        self.box = Box(folder)
        self.servers = []
        for text in (first, FINE):
            server = Server()
            server.load(script.parse(text))
            server.start()
            self.servers.append(server)
        config = self.box.home + "/.config/shunt"
        os.makedirs(config, mode=0o700)
        with open(config + "/config.ini", "w", encoding="utf-8") as f:
            f.write(CONFIG % tuple(s.url for s in self.servers))
        os.chmod(config + "/config.ini", 0o600)
        self.state = self.box.home + "/.local/state"
        self.db = self.state + "/shunt/shunt.db"

    def start(self, *args, **env):
        return Child([SHUNT, *args], dict(self.box.env(), **env),
                     self.box.cwd)

    def run(self, *args, **env):
        return self.start(*args, **env).finish(30 * SLOW)

    def rows(self, sql):
        db = sqlite3.connect(self.db, timeout=10)
        try:
            return [r[0] for r in db.execute(sql)]
        finally:
            db.close()

    def stop(self):
        for server in self.servers:
            server.stop()


def answers(scene, name, note, **env):
    """The answer comes whole, with one note about the history."""
    r = scene.run("-m", "a/first", "hello", **env)
    said = r.stderr.decode()
    ok(r.status == 0 and r.stdout == b"fine" and said.count("\n") == 1 and
       said.startswith("shunt: history not saved: ") and note in said,
       "%s: %s" % (name, said.strip()[-70:]), r.status, r.stdout, r.stderr)


def test_together(root):
    scene = Scene(root, "together")
    children = [scene.start("-m", "a/first", "hello %d" % i)
                for i in range(200)]
    results = [c.finish(120 * SLOW) for c in children]
    ok(all(r.status == 0 and r.stdout == b"fine" for r in results),
       "200 at once: 200 answers",
       *[(r.status, r.stderr) for r in results if r.status != 0][:3])
    said = b"".join(r.stderr for r in results)
    ok(said == b"", "and not a word about locks", said[:300])
    ok(scene.rows("select count(distinct ask) from texts") == [200],
       "200 rows", scene.rows("select count(*) from turns"))
    ok(scene.rows("pragma integrity_check") == ["ok"], "all sound")
    scene.stop()


def test_cooling(root):
    """What one call learned, all that start after it know."""
    scene = Scene(root, "cooling", BUSY)
    first = scene.run("hello")
    ok(first.status == 0 and b"a/first: HTTP 503" in first.stderr,
       "the first one meets the failure", first.stderr)
    children = [scene.start("hello %d" % i) for i in range(50)]
    results = [c.finish(120 * SLOW) for c in children]
    ok(all(r.status == 0 and r.stdout == b"fine" and not r.stderr
           for r in results), "50 that start after it are answered",
       *[(r.status, r.stderr) for r in results if r.stderr][:3])
    calls = [len([r for r in s.requests if r.t_body]) for s in scene.servers]
    ok(calls == [1, 51], "and ask the other one at once", calls)
    # it ends: one of them tries, the others stay away meanwhile
    db = sqlite3.connect(scene.db, timeout=10)
    over = str(int(time.time() * 1000) - 1000)
    db.execute("update cooldowns set until = " + over)
    db.commit()
    db.close()
    path = scene.state + "/shunt/digest"
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    for i, line in enumerate(lines):
        words = line.split("\t")
        if words[0] == "cooldown":
            words[3] = over
            lines[i] = "\t".join(words)
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines))
    children = [scene.start("hello %d" % i) for i in range(20)]
    results = [c.finish(120 * SLOW) for c in children]
    calls = [len([r for r in s.requests if r.t_body]) for s in scene.servers]
    ok(all(r.status == 0 for r in results) and calls[0] == 2,
       "half-open: one of 20 tries it", calls)
    scene.stop()


THINKER = """[endpoint.xai]
base_url = %s/v1
api_key_env = TEST_KEY
[model.mine]
endpoint = xai
id = mine
family = grok-4.7
price_in = 2
price_out = 6
"""
WROTE = "response\nchat fine\nsse {\"choices\":[{\"index\":0,\"delta\":{}," \
    "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9," \
    "\"completion_tokens\":%d}}\nsse [DONE]\n"
NO_EFFORT = "response\nstatus 400\njson {\"error\":{\"message\":" \
    "\"Argument not supported on this model: reasoningEffort\"}}\n"


def test_length(root):
    """Twice what is expected at the effort asked for: 1 + (2 - 1) / 8."""
    for name, options, server in (
            # 350 of an answer, and of the default's 250 of thinking 0.27
            ("low", (), WROTE % 835),
            ("high", ("--effort", "high"), WROTE % 1700),
            ("default", ("-m", "mine"), WROTE % 1200),
            ("turned down", (), NO_EFFORT + WROTE % 1200)):
        scene = Scene(root, "length-" + name.replace(" ", "-"), server)
        config = scene.box.home + "/.config/shunt/config.ini"
        with open(config, "w", encoding="utf-8") as f:
            f.write(THINKER % scene.servers[0].url)
        r = scene.run(*options, "hello", TEST_KEY="k")
        got = scene.rows("select length from habits where family = '*' and "
                         "task = 'general'")
        ok(r.stdout == b"fine" and got == [1.125],
           "the length of an answer at " + name, got, r.stderr)
        scene.stop()


def test_locked(root):
    scene = Scene(root, "locked")
    scene.run("-m", "a/first", "hello")
    db = sqlite3.connect(scene.db, timeout=10, isolation_level=None)
    db.execute("begin immediate")
    child = scene.start("-m", "a/first", "hello again")
    start = time.monotonic()
    child.wait_output(b"fine", 20 * SLOW)
    first = time.monotonic() - start
    r = child.finish(30 * SLOW)
    took = time.monotonic() - start
    ok(r.stdout == b"fine" and first < SECOND / 2 * SLOW,
       "locked: the answer does not wait", first)
    ok(r.status == 0 and r.stderr.startswith(b"shunt: history not saved: ")
       and b"locked" in r.stderr and r.stderr.count(b"\n") == 1,
       "then a note: %s" % r.stderr.decode().strip()[-60:], r)
    ok(took > SECOND * 0.8 and took < SECOND * 5 * SLOW,
       "after 5 s of waiting", took)
    child = scene.start("-m", "a/first", "hello once more")
    child.wait_output(b"fine", 20 * SLOW)
    time.sleep(0.2)	# it waits for the lock by now
    at = time.monotonic()
    child.signal(signal.SIGINT)
    r = child.finish(30)
    ok(r.status == "SIGINT" and time.monotonic() - at < 2 * SLOW,
       "Ctrl-C while it waits", r.status, time.monotonic() - at)
    db.execute("rollback")
    db.close()
    ok(scene.rows("pragma integrity_check") == ["ok"] and
       scene.run("-m", "a/first", "hello").stderr == b"", "and all is well")
    scene.stop()


def write_on(path, until):
    """Holds the lock nearly all the time, but commits every second."""
    db = sqlite3.connect(path, timeout=10, isolation_level=None)
    db.execute("create table scratch (n)")
    while time.monotonic() < until:
        db.execute("begin immediate")
        db.execute("insert into scratch values (1)")
        time.sleep(1)
        db.execute("commit")
    db.close()


def test_busy(root):
    """Its turn comes late, but it is not stuck: others go on."""
    scene = Scene(root, "busy")
    scene.run("-m", "a/first", "hello")
    writer = threading.Thread(target=write_on, args=(
        scene.db, time.monotonic() + SECOND * 1.7))
    writer.start()
    r = scene.run("-m", "a/first", "hello again")
    writer.join()
    ok(r.stdout == b"fine" and r.stderr == b"" and
       "hello again" in scene.rows("select ask from texts"),
       "locked for longer, but by one who goes on: it is saved", r)
    scene.stop()


def put(path, data, mode=0o600):
    with open(path, "wb") as f:
        f.write(data)
    os.chmod(path, mode)


def test_kinds(root):
    scene = Scene(root, "kinds")
    folder = scene.state + "/shunt"
    os.makedirs(folder, mode=0o700)

    put(scene.db, b"this is no database at all\n" * 200)
    answers(scene, "a file of another kind", "no SQLite database")
    ok(open(scene.db, "rb").read(7) == b"this is", "and it is left alone")
    os.unlink(scene.db)

    db = sqlite3.connect(scene.db)
    db.executescript("pragma application_id=%d; pragma user_version=99;"
                     "create table x (y)" % 0x7368756e)
    db.close()
    os.chmod(scene.db, 0o600)
    answers(scene, "one of the future", "newer shunt")
    os.unlink(scene.db)

    os.mkdir(scene.db)
    answers(scene, "a folder", "not a regular file")
    os.rmdir(scene.db)

    put(scene.db, b"")
    r = scene.run("-m", "a/first", "hello")
    ok(r.stderr == b"" and scene.rows("select count(*) from turns") == [1],
       "a file of 0 bytes is a new one", r.stderr)

    with open(scene.db, "r+b") as f:
        f.seek(4096)
        f.write(b"\xFF" * 4096 * 4)
    for name in ("-wal", "-shm"):
        if os.path.exists(scene.db + name):
            os.unlink(scene.db + name)
    answers(scene, "damaged pages", "log repair")
    r = scene.run("log", "repair")
    ok(r.status == 0 and not os.path.exists(scene.db), "repair moves it",
       r.stderr)
    ok(scene.run("-m", "a/first", "hello").stderr == b"",
       "and a new one is begun")
    scene.stop()


def test_links(root):
    """What a link leads to may be anybody's: it is not changed or moved."""
    scene = Scene(root, "links")
    os.makedirs(scene.state + "/shunt", mode=0o700)
    target = scene.box.tmp + "/precious"
    text = b"this is somebody's text\n" * 100
    put(target, text, 0o644)
    os.symlink(target, scene.db)
    answers(scene, "a link to a text", "")
    r = scene.run("log", "repair")
    ok(r.status == 2 and b"is a link" in r.stderr, "repair leaves it",
       r.status, r.stderr)
    with open(target, "rb") as f:
        ok(f.read() == text and os.stat(target).st_mode & 0o777 == 0o644,
           "the text and its mode are as they were")
    scene.stop()


def test_nowhere(root):
    scene = Scene(root, "nowhere")
    config = {"SHUNT_CONFIG": scene.box.home + "/.config/shunt/config.ini"}
    answers(scene, "no HOME", "", HOME="", XDG_STATE_HOME="", **config)
    r = scene.run("-m", "a/first", "hello", XDG_STATE_HOME="state")
    ok(r.status == 0 and r.stderr == b"" and
       not os.path.exists(scene.box.cwd + "/state") and
       os.path.exists(scene.db), "a relative XDG_STATE_HOME is ignored",
       r.stderr)
    put(scene.box.tmp + "/file", b"")
    answers(scene, "a file where the folder should be", "",
            XDG_STATE_HOME=scene.box.tmp + "/file")
    scene.stop()


def test_full(root):
    """Files may not grow: as on a full disk, without a mount."""
    scene = Scene(root, "full")
    scene.run("-m", "a/first", "hello")
    child = subprocess.run(
        [SHUNT, "-m", "a/first", "hello again"], env=scene.box.env(),
        cwd=scene.box.cwd, capture_output=True, check=False,
        stdin=subprocess.DEVNULL, timeout=60 * SLOW,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                              (4096, 4096)))
    ok(child.returncode == 0 and child.stdout == b"fine" and
       child.stderr.startswith(b"shunt: history not saved: ") and
       child.stderr.count(b"\n") == 1, "no room for the history",
       child.returncode, child.stderr)
    ok(scene.rows("pragma integrity_check") == ["ok"] and
       scene.rows("select count(*) from turns") == [1], "it is as it was")
    scene.stop()


def test_killed(root):
    scene = Scene(root, "killed")
    for i in range(30):
        child = scene.start("-m", "a/first", "hello %d" % i)
        child.wait_output(b"fine", 20 * SLOW)
        time.sleep(0.0002 * i)
        child.signal(signal.SIGKILL)
        child.finish(10)
    ok(scene.rows("pragma integrity_check") == ["ok"] and
       scene.run("-m", "a/first", "at last").stderr == b"" and
       "at last" in scene.rows("select ask from texts"),
       "killed 30 times while it saves: %d rows, all sound" %
       len(scene.rows("select id from turns")))
    scene.stop()


def main():
    with tempfile.TemporaryDirectory(prefix="shunt-state-") as root:
        test_together(root)
        test_cooling(root)
        test_length(root)
        test_locked(root)
        test_busy(root)
        test_kinds(root)
        test_links(root)
        test_nowhere(root)
        test_full(root)
        test_killed(root)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
