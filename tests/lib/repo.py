"""A git repository for a test, with a configured shunt, its hook, a server
that follows a script, and an editor that keeps what it was shown."""

import json
import os
import shutil
import subprocess

import script
from points import SHUNT, SLOW
from proc import Box
from server import Server

CONFIG = """[defaults]
retries = 0
%(defaults)s
[endpoint.a]
adapter = openai-compatible
base_url = %(url)s/v1
[model.m]
endpoint = a
id = m
context = 128000
price_in = 1
price_out = 2
skill_general = 0.8
skill_code = 0.8
"""
MESSAGE = "net: wait longer for a slow peer\n\nOne second was too short.\n"
LEFT = b"shunt: the commit message is left to you: "
MINE = "printf 'by hand\\n' >\"$f\""	# what an editor may do
C_FILE = """#include "net.h"

int net_wait(struct net *n)
{
	return poll(&n->fd, 1, %d);
}
"""
# What it is shown goes to a file of its own; then $EDIT, a line of sh with
# the file as $f, may change it.
EDITOR = """#!/bin/sh
f=$1
n=0
while [ -e '%(seen)s'/$n ]; do n=$((n + 1)); done
cat "$f" >'%(seen)s'/$n
eval "${EDIT-}"
"""


def escaped(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def answers(*texts):
    return "".join("response\nchat %s\nchat-done\n" % escaped(t)
                   for t in texts)


class Repo:
    """box/cwd/repo, with one commit, and shunt's hook in it."""

    def __init__(self, root, text=None, defaults="", config=CONFIG,
                 install=True):
        self.box = Box(root)
        self.top = self.box.cwd + "/repo"
        self.seen = self.box.root + "/seen"
        os.mkdir(self.seen)
        self.editor = self.box.root + "/editor"
        self.write(self.editor, EDITOR % {"seen": self.seen}, 0o755)
        self.server = Server()
        self.serve(answers(MESSAGE) if text is None else text)
        self.server.start()
        self.configure(config % {"url": self.server.url,
                                 "defaults": defaults})
        self.write(self.box.home + "/.gitconfig",
                   "[user]\nname = T\nemail = t@example.com\n[init]\n"
                   "defaultBranch = main\n[protocol \"file\"]\n"
                   "allow = always\n[gc]\nauto = 0\n[advice]\nmergeConflict = false\n")
        self.git("init", "-q", self.top, cwd=self.box.cwd)
        self.put("src/net.c", C_FILE % 1000)
        self.git("add", "-A")
        self.git("commit", "-qm", "net: begin")
        self.level = 1000
        if install:
            self.installed = self.run(SHUNT, "hook", "install")

    # files

    @staticmethod
    def write(path, text, mode=0o644):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        os.chmod(path, mode)

    def put(self, name, text, mode=0o644):
        self.write(self.top + "/" + name, text, mode)

    def read(self, name):
        with open(self.top + "/" + name, "rb") as f:
            return f.read()

    def configure(self, text):
        folder = self.box.home + "/.config/shunt"
        self.write(folder + "/config.ini", text, 0o600)
        os.chmod(folder, 0o700)

    def change(self, name="src/net.c"):
        """Stages what only a model can tell of."""
        self.level += 1
        self.put(name, C_FILE % self.level)
        self.git("add", name)

    # programs

    def env(self, **more):
        env = self.box.env(GIT_EDITOR=self.editor, TERM="dumb",
                           GIT_CEILING_DIRECTORIES=os.path.dirname(
                               self.box.root))
        env.update(more)
        return {k: v for k, v in env.items() if v is not None}

    def run(self, *argv, cwd=None, stdin=None, **env):
        return subprocess.run(
            argv, cwd=cwd or self.top, env=self.env(**env), input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True, timeout=60 * SLOW, check=False,
            start_new_session=True)

    def git(self, *args, cwd=None, **env):
        """For what is not looked at: no hook, and it must not fail."""
        done = self.run("git", "-c", "core.hooksPath=/dev/null", *args,
                        cwd=cwd, **env)
        if done.returncode:
            print("# git %r: %r" % (args, done.stderr))
        return done.stdout

    def commit(self, *args, cwd=None, **env):
        return self.run("git", "commit", *args, cwd=cwd, **env)

    def shunt(self, *args, cwd=None, stdin=None, **env):
        return self.run(SHUNT, *args, cwd=cwd, stdin=stdin, **env)

    def serve(self, text):
        self.server.load(script.parse(text))

    # what came of it

    def shown(self):
        """What the editor has been shown since the last time."""
        found = []
        for name in sorted(os.listdir(self.seen), key=int):
            with open(self.seen + "/" + name, "rb") as f:
                found.append(f.read())
        shutil.rmtree(self.seen)
        os.mkdir(self.seen)
        return found

    def without(self, *args, before=(), cwd=None, **env):
        """What `git commit` shows where there is no hook."""
        self.shown()
        self.run("git", "-c", "core.hooksPath=/dev/null", *before, "commit",
                 *args, cwd=cwd, EDIT="exit 1", **env)
        return self.shown()

    def head(self, cwd=None):
        return self.run("git", "rev-parse", "HEAD",
                        cwd=cwd).stdout.decode().strip()

    def message(self, commit="HEAD", cwd=None):
        """The bytes of the commit's own message."""
        raw = self.run("git", "cat-file", "commit", commit, cwd=cwd).stdout
        return raw.partition(b"\n\n")[2]

    def asked(self):
        """How many requests came since the last time; their bodies are in
        `bodies`."""
        self.bodies = [r.body for r in self.server.requests]
        self.server.rewind()
        return len(self.bodies)

    def prompt(self):
        """The text of all messages of the last request."""
        messages = json.loads(self.bodies[-1])["messages"]
        return "\n".join(m["content"] for m in messages)

    def close(self):
        self.server.stop()
        return self.box.reports()
