#!/usr/bin/env python3
"""Files that may not be read or written, as a user who is not root (faults
D11, D13, E5, E6). Speaks TAP.

Root may read anything, so run by root the program is given to another user;
without the right to that, or for another user's files, points are skipped."""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

UID, OTHER = 65534, 12345
ROOT = os.geteuid() == 0
CONFIG = """[endpoint.a]
adapter = openai-compatible
base_url = %s/v1
[endpoint.k]
adapter = openai-compatible
base_url = %s/v1
api_key_file = ~/key
"""


class Scene:
    """A box that belongs to the user, and a server that says ok."""

    def __init__(self, folder):
        self.box = Box(folder)
        self.server = Server()
        self.server.load(script.parse("response\nchat ok\nchat-done\n"))
        self.server.start()
        self.config = self.box.home + "/.config/shunt/config.ini"
        os.makedirs(os.path.dirname(self.config))
        self.write(self.config, CONFIG % (self.server.url, self.server.url),
                   0o600)
        self.give(folder)

    @staticmethod
    def write(path, text, mode):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(path, mode)

    @staticmethod
    def give(top):
        if not ROOT:
            return
        for folder, dirs, files in os.walk(top):
            for path in [folder] + [os.path.join(folder, n)
                                    for n in dirs + files]:
                os.chown(path, UID, UID)

    def file(self, path, text, mode, uid=UID):
        self.write(path, text, mode)
        if ROOT:
            os.chown(path, uid, uid)

    def run(self, *args, **env):
        argv = [SHUNT, *args]
        if ROOT:
            argv = ["setpriv", "--reuid=%d" % UID, "--regid=%d" % UID,
                    "--clear-groups", "--"] + argv
        self.server.load(self.server.script)
        r = Child(argv, self.box.env(**env), self.box.cwd).finish(20)
        for report in self.box.reports():
            ok(False, "a report of a sanitizer", report)
        return r

    def expect(self, name, status, words, *args, requests=0, **env):
        r = self.run(*args, **env)
        ok(r.status == status and r.stderr.count(b"\n") == (words != "") and
           words.encode() in r.stderr and
           len(self.server.requests) == requests, name, r.status, r.stdout,
           r.stderr, len(self.server.requests))


def files(scene):
    cwd = scene.box.cwd
    scene.expect("good", 0, "", "-m", "a/x", "hello", requests=1)
    scene.file(cwd + "/dark", "x\n", 0)
    scene.expect("a document that may not be read", 12, "dark", "-m", "a/x",
                 "-f", "dark", "hello")
    scene.file(cwd + "/fixed", "old\n", 0o444)
    scene.expect("-o to a file that may not be written", 12, "fixed", "-m",
                 "a/x", "-o", "fixed", "hello")
    os.mkdir(cwd + "/shut", 0o555)
    scene.give(cwd)
    scene.expect("-o into a folder that may not be written", 12, "shut/out",
                 "-m", "a/x", "-o", "shut/out", "hello")
    with open(cwd + "/fixed", encoding="utf-8") as f:
        ok(f.read() == "old\n", "the file is as it was")
    left = [n for n in os.listdir(cwd) if n.startswith(".")]
    ok(not left, "no temporary file is left", left)


def keys(scene):
    path = scene.box.home + "/key"
    scene.file(path, "sk-x\n", 0o600)
    scene.expect("a key file that is ours", 0, "", "-m", "k/x", "hello",
                 requests=1)
    scene.file(path, "sk-x\n", 0)
    scene.expect("a key file that may not be read", 3, "key", "-m", "k/x",
                 "hello")
    os.chmod(path, 0o600)
    for mode in (0o640, 0o604, 0o666):
        scene.file(path, "sk-x\n", mode)
        scene.expect("a key file of mode %04o" % mode, 3, "chmod 600", "-m",
                     "k/x", "hello")


def configs(scene):
    text = CONFIG % (scene.server.url, scene.server.url)
    scene.file(scene.config, text, 0)
    scene.expect("a configuration that may not be read", 3, "config.ini",
                 "-m", "a/x", "hello")
    os.chmod(scene.config, 0o600)
    if ROOT:
        scene.file(scene.config, text, 0o644, OTHER)
        scene.expect("a configuration of another user", 3, "config.ini",
                     "-m", "a/x", "hello")
        scene.file(scene.config, text, 0o644, 0)
        scene.expect("a configuration of root's", 0, "", "-m", "a/x",
                     "hello", requests=1)
        scene.file(scene.config, text, 0o600)
    folder = os.path.dirname(scene.config)
    os.chmod(folder, 0)
    scene.expect("a folder that may not be entered", 3, "config.ini", "-m",
                 "a/x", "hello")
    os.chmod(folder, 0o700)


def homes(scene):
    scene.file(scene.box.cwd + "/doc", "One is here. Two is there.\n", 0o600)
    r = scene.run("--offline", "-f", "doc", "tl;dr", HOME="/proc/nowhere",
                  XDG_CONFIG_HOME="/proc/nowhere", XDG_STATE_HOME="relative")
    ok(r.status == 0 and r.stdout and r.stderr.count(b"\n") <= 1,
       "a home that is not there", r.status, r.stderr)
    for folder in (scene.box.home, scene.box.home + "/.config"):
        os.chmod(folder, 0o555)
    scene.expect("a home that may not be written", 0, "", "-m", "a/x",
                 "hello", requests=1)
    for folder in (scene.box.home, scene.box.home + "/.config"):
        os.chmod(folder, 0o700)


def main():
    folder = tempfile.mkdtemp(prefix="shunt-users-", dir="/tmp")
    os.chmod(folder, 0o755)
    try:
        if ROOT:
            done = subprocess.run(
                ["setpriv", "--reuid=%d" % UID, "--regid=%d" % UID,
                 "--clear-groups", "--", SHUNT, "--version"],
                capture_output=True, check=False)
            if done.returncode:
                print("another user cannot run %s" % SHUNT)
                return 77
        scene = Scene(folder + "/box")
        files(scene)
        keys(scene)
        configs(scene)
        homes(scene)
        scene.server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
