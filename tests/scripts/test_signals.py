#!/usr/bin/env python3
# timeout: 150
"""Signals, readers that go away, and files that are being written (faults
D4, D8, D27 to D29). Speaks TAP.

200 ms is the bar; a test only tells what hangs, so five times that."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

SOON = 1.0 * SLOW
CONFIG = """[defaults]
retries = 1
[endpoint.a]
adapter = openai-compatible
base_url = %s/v1
[endpoint.k]
adapter = openai-compatible
base_url = %s/v1
api_key_cmd = echo begun >begun; sleep 30; echo key
"""
STREAM = "response\nchat partial\nwait\n"


class Scene:
    """A box with a configuration, and a server that follows a script."""

    def __init__(self, root, text):
        self.box = Box(root)
        self.server = Server()
        self.server.load(script.parse(text))
        self.server.start()
        folder = self.box.home + "/.config/shunt"
        os.makedirs(folder, mode=0o700)
        with open(folder + "/config.ini", "w", encoding="utf-8") as f:
            f.write(CONFIG % (self.server.url, self.server.url))
        os.chmod(folder + "/config.ini", 0o600)

    def run(self, *args, **how):
        return Child([SHUNT, *args], self.box.env(), self.box.cwd, **how)

    def left(self):
        """Files beside those that were there."""
        found = []
        for top in (self.box.cwd, self.box.tmp, self.box.home):
            for folder, _, files in os.walk(top):
                found += [os.path.join(folder, n) for n in files]
        return [p for p in found if not p.endswith("config.ini") and
                "/.local/state/" not in p]


def wait_for(test, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if test():
            return True
        time.sleep(0.005)
    return False


def strike(scene, child, number, ready, name):
    """Sends the signal once `ready` holds: dead by it, soon, and clean."""
    came = wait_for(ready)
    at = time.monotonic()
    child.signal(number)
    r = child.finish(10)
    took = time.monotonic() - at
    ok(came and not r.hung and r.status == signal.Signals(number).name and
       took < SOON and not r.left and b"rror" not in r.stderr,
       "%s: %s" % (name, signal.Signals(number).name), came, r.status,
       "%.3f s" % took, r.left, r.stderr)
    ok(not scene.box.reports(), "%s: no report of a sanitizer" % name,
       *scene.box.reports())
    return r


def got(scene, n):
    return lambda: len([r for r in scene.server.requests if r.t_body]) >= n


def at_stages(root):
    scene = Scene(root, "blackhole\n")
    child = scene.run("-m", "a/x", "hello")
    time.sleep(0.3)
    strike(scene, child, signal.SIGINT, lambda: True, "while connecting")
    scene.server.stop()

    scene = Scene(root, "mute\n")
    child = scene.run("-m", "a/x", "hello")
    time.sleep(0.3)
    strike(scene, child, signal.SIGINT, lambda: True,
           "while waiting for headers")
    scene.server.stop()

    scene = Scene(root, "response\nstatus 429\nheader Retry-After: 9\n")
    child = scene.run("-m", "a/x", "hello")
    wait_for(got(scene, 1))
    time.sleep(0.2)
    strike(scene, child, signal.SIGINT, lambda: True, "while backing off")
    ok(len(scene.server.requests) == 1, "while backing off: one request")
    scene.server.stop()

    scene = Scene(root, STREAM)
    child = scene.run("-m", "a/x", stdin=("open", b""))
    time.sleep(0.2)
    strike(scene, child, signal.SIGINT, lambda: True, "while reading stdin")
    ok(not scene.server.requests, "while reading stdin: no request")

    child = scene.run("-m", "k/x", "hello")
    r = strike(scene, child, signal.SIGINT,
               lambda: os.path.exists(scene.box.cwd + "/begun"),
               "while the key's command runs")
    ok(not r.left, "while the key's command runs: it has ended", r.left)
    scene.server.stop()


def in_stream(root):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP,
                   signal.SIGQUIT):
        scene = Scene(root, STREAM)
        child = scene.run("-m", "a/x", "hello")
        r = strike(scene, child, number, lambda c=child: b"partial" in c.out,
                   "in the stream")
        ok(r.stdout == b"partial", "in the stream: what was shown stays",
           r.stdout)
        ok(scene.server.idle(SOON), "in the stream: the connection is closed")
        scene.server.stop()


def ignored(root):
    """trap '' INT: stays ignored."""
    scene = Scene(root, "response\nchat one\ndelay 0.6\nchat two\n"
                        "chat-done\n")
    child = Child(["sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh", SHUNT,
                   "-m", "a/x", "hello"], scene.box.env(), scene.box.cwd)
    wait_for(lambda: b"one" in child.out)
    child.signal(signal.SIGINT)
    child.signal(signal.SIGHUP)
    r = child.finish(10)
    ok(r.status == 0 and r.stdout == b"onetwo", "an ignored signal stays so",
       r.status, r.stdout, r.stderr)
    scene.server.stop()


def stop_and_go(root):
    scene = Scene(root, "response\nchat one\ndelay 0.5\nchat two\n"
                        "chat-done\n")
    child = scene.run("-m", "a/x", "hello")
    wait_for(lambda: b"one" in child.out)
    child.signal(signal.SIGSTOP)
    for _ in range(100):
        child.signal(signal.SIGWINCH)
    time.sleep(0.8)
    child.signal(signal.SIGCONT)
    r = child.finish(10)
    ok(r.status == 0 and r.stdout == b"onetwo", "stopped and continued",
       r.status, r.stdout, r.stderr)
    scene.server.stop()


def reader_gone(root, text, name):
    """The reader closes after the first bytes."""
    scene = Scene(root, text)
    read, write = os.pipe()
    with open(root + "/err", "wb") as err:
        child = subprocess.Popen([SHUNT, "-m", "a/x", "hello"],
                                 env=scene.box.env(), cwd=scene.box.cwd,
                                 stdin=subprocess.DEVNULL, stdout=write,
                                 stderr=err)
    os.close(write)
    first = os.read(read, 100)
    os.close(read)
    at = time.monotonic()
    try:
        status = child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        status = "hung"
    took = time.monotonic() - at
    with open(root + "/err", "rb") as f:
        said = f.read()
    ok(first and status in (-signal.SIGPIPE, 141) and took < 5 * SLOW and
       not said, "%s: dead by SIGPIPE, silent" % name, status, took, said)
    ok(scene.server.idle(5 * SLOW), "%s: the vendor's stream is ended" % name)
    scene.server.stop()


def out_file(root):
    """-o is whole or as it was, also after SIGKILL."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        scene = Scene(root, STREAM)
        path = scene.box.cwd + "/out"
        with open(path, "w", encoding="utf-8") as f:
            f.write("old\n")
        os.chmod(path, 0o640)
        child = scene.run("-o", "out", "-m", "a/x", "hello")
        wait_for(got(scene, 1))
        time.sleep(0.2)
        child.signal(number)
        r = child.finish(10)
        name = "-o and " + signal.Signals(number).name
        with open(path, encoding="utf-8") as f:
            now = f.read()
        ok(r.status == signal.Signals(number).name and now == "old\n" and
           stat.S_IMODE(os.stat(path).st_mode) == 0o640,
           name + ": the file is as it was", r.status, now)
        left = [p for p in scene.left() if p != path]
        if number == signal.SIGKILL:
            ok(len(left) <= 1, name + ": at most the temporary file", left)
        else:
            ok(not left, name + ": nothing is left behind", left)
        scene.server.stop()


def silent_stdin(root):
    """A pipe that is open and silent: a note after 2 s, then as usual."""
    scene = Scene(root, "response\nchat ok\nchat-done\n")
    child = scene.run("-m", "a/x", "hello", stdin=("open", b""))
    ok(wait_for(lambda: b"--no-stdin" in child.err, 2 + 5 * SLOW),
       "a silent stdin is told", bytes(child.err))
    ok(not scene.server.requests, "nothing was sent before")
    child.proc.stdin.write(b"late document\n")
    child.proc.stdin.close()
    r = child.finish(10)
    body = scene.server.requests[0].body if scene.server.requests else b""
    ok(r.status == 0 and r.stdout == b"ok" and b"late document" in body,
       "what comes late is read to its end", r.status, r.stderr)
    ok(r.stderr.count(b"\n") == 1, "one note, once", r.stderr)
    scene.server.stop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        root = folder + "/box"
        os.mkdir(root)
        at_stages(root)
        in_stream(root)
        ignored(root)
        stop_and_go(root)
        reader_gone(root, "response\ntimes 20000 chat 0123456789\n"
                          "chat-done\n", "a reader that goes away")
        reader_gone(root, STREAM, "a reader that goes away from a stall")
        out_file(root)
        silent_stdin(root)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
