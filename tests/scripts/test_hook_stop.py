#!/usr/bin/env python3
"""`shunt hook run` on a terminal: what keys and signals stop while a server is
silent. The hook alone ends; the editor opens on the file as git wrote it and
has the keyboard, git commits, and the shell has its terminal back as it was
(fault G2). Speaks TAP."""
# timeout: 200

import os
import re
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok, skip	# noqa: E402
from proc import in_session	# noqa: E402
from repo import Repo	# noqa: E402
from terminal import SECONDS, Terminal	# noqa: E402

# an editor that reads the keyboard: stopped where it has no right to
TYPED = "echo editor; read -r line </dev/tty; printf '%s\\n' \"$line\" >\"$f\""
SILENT = "response\nwait\n"


def parent_of(pid):
    with open("/proc/%d/stat" % pid, encoding="utf-8") as f:
        return int(f.read().rpartition(")")[2].split()[1])


class Commit(Terminal):
    """`git commit` in a shell with job control, waiting for the server."""

    def __init__(self, s, command="git commit", shell=True, **env):
        self.s = s
        s.change()
        self.plain = s.without()
        s.asked()
        argv = ["bash", "--norc", "--noprofile", "-i"] if shell else \
            ["git", "commit"]
        env = {"TERM": "xterm", "EDIT": TYPED, "PS1": "$ ",
               "INPUTRC": "/dev/null", "SHUNT": SHUNT, **env}
        super().__init__(argv, s.env(**env), s.top)
        self.shell = shell
        if shell:
            self.type("bind 'set enable-bracketed-paste off'; "
                      "stty -a >../before")
            self.type(command, wait=False)
        self.came = self.until(lambda: len(s.server.requests) > 0)

    def type(self, line, wait=True):
        """A command of the shell; its end is waited for."""
        mark = "end%d" % time.monotonic_ns()
        self.send(line + ("; echo %s''%s\r" % (mark[:4], mark[4:])
                          if wait else "\r"))
        return not wait or self.shows(mark)

    def hook(self):
        """[parent, child] of the hook's two processes."""
        with_exe = []
        for pid, _ in in_session(self.proc.pid):
            try:
                if os.readlink("/proc/%d/exe" % pid) == os.path.realpath(
                        SHUNT):
                    with_exe.append(pid)
            except OSError:
                continue
        return sorted(with_exe, key=lambda pid: parent_of(pid) in with_exe)

    def finish(self, name, line, soon=True):
        """The editor opens and is answered; git commits."""
        at = time.monotonic()
        opened = self.shows("editor")
        took = time.monotonic() - at
        typed = "typed %d" % self.s.level
        self.send(typed + "\r")
        ended = self.until(lambda: self.s.message().decode() == typed + "\n")
        ok(self.came and opened and ended and (took < 4 * SLOW or not soon),
           name + ": the editor opens, and git commits", self.came, opened,
           ended, took, self.screen.text()[-600:])
        shown = self.s.shown()
        ok(shown == self.plain, name + ": the file is git's own", shown,
           self.plain)
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.raw.decode(
            errors="replace"))
        said = re.findall("shunt: .*", text)
        ok(len(said) == 1 and re.search(line, said[0]), name + ": one line",
           said)
        if self.shell:
            self.type("echo status $?; stty -a >../after")
            with open(self.s.box.cwd + "/before", encoding="ascii") as f:
                before = f.read()
            with open(self.s.box.cwd + "/after", encoding="ascii") as f:
                after = f.read()
            ok("status 0" in self.screen.text() and before == after,
               name + ": the shell goes on, modes as before", before, after,
               self.screen.text()[-300:])
            self.send("exit\r")
        status = self.end(b"")
        ok(status == 0 and self.restored() and not in_session(
            self.proc.pid), name + ": nothing is left", status,
           in_session(self.proc.pid))


def keys(root):
    s = Repo(root, SILENT)
    c = Commit(s)
    ok(c.until(lambda: re.search(r"a/m \d\.\d s$", c.screen.text())), "on a "
       "terminal one sees who is waited for", c.screen.text())
    c.send(b"\x03")
    c.finish("Ctrl-C", "left to you: interrupted")
    ok("a/m" not in c.screen.text(), "and that line is gone", c.screen.text())
    c = Commit(s)
    c.send(b"\x1a")
    c.until(lambda: "Stopped" in c.screen.text(), 0.5)
    ok("Stopped" not in c.screen.text(), "Ctrl-Z does nothing")
    c.send(b"\x03\x03\x03")
    c.finish("Ctrl-C, three times", "left to you: interrupted")
    c = Commit(s)
    c.send(b"\x1c")
    c.finish("Ctrl-\\", "left to you: .*signal 3")
    c = Commit(s, shell=False)
    c.send(b"\x03")
    c.finish("Ctrl-C, git alone on the terminal", "left to you: interrupted")
    c = Commit(s, command="sh -c 'git commit; exit $?'")
    c.send(b"\x03")
    c.finish("Ctrl-C, git from a script", "left to you: interrupted")
    s.serve("response\nchat net: half\nwait\n")
    c = Commit(s)
    c.send(b"\x03")
    c.finish("Ctrl-C in the answer", "left to you: interrupted")
    c = Commit(s, SHUNT_QUIET="1")
    c.settle(0.4)
    ok("a/m" not in c.screen.text(), "quiet: no line while waiting",
       c.screen.text())
    c.send(b"\x03")
    c.finish("Ctrl-C, quiet", "left to you: interrupted")
    ok(not s.close(), "no report of a sanitizer")


def signals(root):
    s = Repo(root, SILENT)
    for name, which, number, line in (
            ("the work is killed", 1, signal.SIGKILL, "by signal 9"),
            ("SIGTERM to the work", 1, signal.SIGTERM, "interrupted"),
            ("SIGTERM to the hook", 0, signal.SIGTERM, "interrupted"),
            ("SIGINT to the hook", 0, signal.SIGINT, "interrupted"),
            ("SIGHUP to the hook", 0, signal.SIGHUP, "interrupted")):
        c = Commit(s)
        both = c.hook()
        ok(len(both) == 2, name + ": it runs apart", both)
        os.kill(both[which] if len(both) == 2 else os.getpid(), number)
        c.finish(name, line)
    ok(not s.close(), "no report of a sanitizer")


def gone(root):
    """The terminal goes away while the server is silent."""
    s = Repo(root, SILENT)
    c = Commit(s, shell=False)
    os.close(c.slave)
    os.close(c.master)
    end = time.monotonic() + SECONDS
    while in_session(c.proc.pid) and time.monotonic() < end:
        time.sleep(0.02)
    ok(not in_session(c.proc.pid), "a terminal that goes away: all end",
       in_session(c.proc.pid))
    c.proc.kill()
    c.proc.wait()
    ok(not s.close(), "no report of a sanitizer")


def main():
    if not shutil.which("bash"):
        skip("job control", "there is no bash")
        return finish()
    with tempfile.TemporaryDirectory() as folder:
        for part in (keys, signals, gone):
            part(folder + "/" + part.__name__)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
