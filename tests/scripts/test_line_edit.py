#!/usr/bin/env python3
# once: what it waits for takes long, and is no matter of the build
# timeout: 240
"""The line editor in a real pty, key by key (faults D27, F17, F18). Speaks
TAP.

tests/eval/line_driver.c prints each entry as a line "got: ", escaped. The
terminal's modes are looked at after each run, and must be as before."""

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok, skip	# noqa: E402
from proc import Box	# noqa: E402

DRIVER = os.path.join(os.path.dirname(SHUNT), "eval", "line_driver")
SECONDS = 10 * SLOW
PASTE, PASTED = b"\x1b[200~", b"\x1b[201~"
UP, DOWN = b"\x1b[A", b"\x1b[B"


class Pty:
    """A program on a terminal of its own; the slave stays open here, so that
    its modes can be looked at after the program has ended."""

    def __init__(self, box, argv, size=(80, 24), **env):
        self.master, self.slave = pty.openpty()
        self.resize(*size, tell=False)
        self.before = termios.tcgetattr(self.slave)
        env = box.env(**{"TERM": "xterm-256color", **env})
        env = {k: v for k, v in env.items() if v is not None}

        def own_terminal():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        self.proc = subprocess.Popen(
            argv, env=env, cwd=box.cwd, stdin=self.slave, stdout=self.slave,
            stderr=self.slave, preexec_fn=own_terminal)
        self.out, self.at = b"", 0

    def resize(self, width, height, tell=True):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ,
                    struct.pack("HHHH", height, width, 0, 0))
        if tell:
            self.proc.send_signal(signal.SIGWINCH)

    def read(self, seconds):
        """What comes within that time, at most 64 KiB; False: nothing."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        self.out += os.read(self.master, 65536)
        return True

    def wait(self, text):
        """True once this comes, behind what was waited for before."""
        end = time.monotonic() + SECONDS
        while text not in self.out[self.at:]:
            if time.monotonic() > end:
                return False
            self.read(0.1)
        self.at += self.out[self.at:].index(text) + len(text)
        return True

    def ready(self):
        """The line is being edited: the prompt was drawn, keys are raw."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            self.read(0.02)
            if not termios.tcgetattr(self.slave)[3] & termios.ISIG:
                return True
        return False

    def settle(self, seconds=0.06):
        """Until nothing has come for so long."""
        while self.read(seconds * SLOW):
            pass

    def send(self, data):
        view = memoryview(data)
        while view:
            readable, writable, _ = select.select(
                [self.master], [self.master], [], SECONDS)
            if readable:
                self.read(0)
            if writable:
                view = view[os.write(self.master, view[:512]):]
            if not readable and not writable:
                return False
        return True

    def key(self, data):
        self.send(data)
        self.settle()

    def type(self, *keys):
        for data in keys:
            self.key(data)

    def end(self, data=b"\x04"):
        """Types the end of input; gives the status."""
        if data:
            self.ready()	# in the modes between lines it were lost
            self.send(data)
        end = time.monotonic() + SECONDS
        while self.proc.poll() is None and time.monotonic() < end:
            self.read(0.05)
        hung = self.proc.poll() is None
        if hung:
            self.proc.kill()
            self.proc.wait()
        while self.read(0):
            pass
        self.after = termios.tcgetattr(self.slave)
        os.close(self.slave)
        os.close(self.master)
        return "hung" if hung else self.proc.returncode

    def restored(self):
        return self.after == self.before

    def got(self):
        """The entries, unescaped."""
        found = re.findall(rb"got: (.*?)\r\n", self.out)
        return [re.sub(rb"\\x(..)", lambda m: bytes([int(m.group(1), 16)]), g)
                for g in found]


class Scene:
    def __init__(self, root):
        self.box = Box(root)
        self.history = self.box.home + "/state/history"
        self.number = 0

    def driver(self, *words, history="", **how):
        return Pty(self.box, [DRIVER, history, *words], **how)

    def entries(self, name, keys, expected, *words, **how):
        """Types each, then Ctrl-D; the entries must be these."""
        p = self.driver(*words, **how)
        p.ready()
        p.type(*keys)
        status = p.end()
        ok(status == 0 and p.got() == expected and p.restored() and
           b"end: 0" in p.out, name, status, p.got(), p.out[-600:])
        ok(not self.box.reports(), name + ": no report of a sanitizer",
           *self.box.reports())
        return p

    def file(self, name, text, mode=0o600):
        path = self.box.home + "/" + name
        with open(path, "wb") as f:
            f.write(text)
        os.chmod(path, mode)
        return path


def plain(s):
    s.entries("lines", [b"hello\r", b"\r", b"wor\x7fz\r"],
              [b"hello", b"", b"woz"])
    s.entries("Ctrl-D with text deletes", [b"abc\x01\x04\r"], [b"bc"])
    s.entries("undo", [b"abc", b"\x15", b"\x1f", b"\r"], [b"abc"])
    s.entries("kill and yank", [b"one two\x17\x19\x19\r"], [b"one twotwo"])
    s.entries("characters of UTF-8 are deleted whole",
              ["zä€😀".encode(), b"\x7f\x7f", b"\r"], ["zä".encode()])
    s.entries("in the C locale, too", ["zä€😀".encode(), b"\x7f\x7f", b"\r"],
              ["zä".encode()], LC_ALL="C")
    s.entries("and without any", ["ä€".encode(), b"\x02\x7f", b"\r", b"x\r"],
              ["€".encode(), b"x"], LC_ALL=None)
    p = s.entries("a dumb terminal", [b"ab\x7fc\r"], [b"ac"], TERM="dumb")
    ok(not re.search(rb"\x1b\[(?!1m|0m)", p.out),
       "a dumb terminal: no escapes but the prompt's", p.out)
    p = s.entries("no TERM", [b"x\r"], [b"x"], TERM=None)
    ok(b"2004" not in p.out, "no TERM: no bracketed paste", p.out)


def interrupts(s):
    p = s.entries("Ctrl-C clears the line", [b"foo", b"\x03", b"bar\r"],
                  [b"bar"])
    ok(b"foo^C" in p.out, "Ctrl-C is shown", p.out)
    s.entries("Ctrl-C leaves an entry of lines",
              [b"a\\\r", b"b\x03", b"c\r"], [b"c"])
    s.entries("Ctrl-C leaves a block", [b'"""\r', b"b\r", b"\x03", b"c\r"],
              [b"c"])
    s.entries("Ctrl-C leaves a search",
              [b"one\r", b"\x12on", b"\x03", b"two\r"], [b"one", b"two"])
    s.entries("Ctrl-C within a numeric argument", [b"\x1b5", b"\x03", b"x\r"],
              [b"x"])
    s.entries("Ctrl-C within quoted insert", [b"\x16", b"\x03", b"x\r"],
              [b"x"])
    p = s.driver()
    p.ready()
    p.key(b"half")
    p.proc.send_signal(signal.SIGINT)
    p.settle()
    p.key(b"whole\r")
    ok(p.end() == 0 and p.got() == [b"whole"] and p.restored(),
       "SIGINT from elsewhere clears the line", p.got(), p.out)
    p = s.driver()
    p.ready()
    p.key(b"x" * 200 + b"\x03")
    p.key(b"y\r")
    ok(p.end() == 0 and p.got() == [b"y"], "of several rows, too", p.out)


def signals(s):
    for number in (signal.SIGTERM, signal.SIGHUP):
        for name, keys in (("", []), (" in a line", [b"abc"]),
                           (" in a search", [b"\x12x"]),
                           (" in a block", [b'"""\r', b"x"])):
            p = s.driver()
            p.ready()
            p.type(*keys)
            p.proc.send_signal(number)
            status = p.end(None)
            ok(status == 1 and p.restored() and
               b"stop: %d" % number in p.out and b"got:" not in p.out,
               number.name + name, status, p.out, p.before, p.after)
    p = s.driver()
    p.ready()
    p.key(b"abc")
    p.proc.send_signal(signal.SIGQUIT)
    status = p.end(None)
    ok(status == -signal.SIGQUIT and p.restored(), "SIGQUIT", status, p.out)
    p = s.driver()
    p.ready()
    p.key(b"a\x1cb\r")
    ok(p.end() == 0 and p.restored(), "the key for SIGQUIT ends nothing",
       p.out)
    p = s.driver()
    p.ready()
    p.key(b"x" * 100)
    p.resize(40, 24)
    p.settle()
    at = len(p.out)
    p.key(b"\x01")
    # 102 columns on 40: two rows up, on 80 it were one
    ups = p.out[at:].count(b"\x1b[A")
    ok(ups == 2, "the terminal's new width is known", ups, p.out[at:])
    p.key(b"\r")
    ok(p.end() == 0 and p.restored(), "resized", p.out)
    p = s.driver()
    p.ready()
    p.resize(30, 24)
    p.settle()
    for number in (signal.SIGSTOP, signal.SIGCONT):
        p.proc.send_signal(number)
        p.settle()
    p.key(b"ok\r")
    ok(p.end() == 0 and p.got() == [b"ok"] and p.restored(),
       "SIGSTOP and SIGCONT", p.out)


def modes(s):
    """Between the entries the modes are those that were."""
    p = s.driver()
    p.ready()
    p.send(b"sleep\r")
    p.wait(b"got: sleep")
    ok(termios.tcgetattr(p.slave) == p.before, "modes between the entries")
    p.send(b"early\r")
    p.wait(b"got: early")
    p.ready()
    ok(p.end() == 0 and p.got() == [b"sleep", b"early"] and p.restored(),
       "what is typed early is not lost", p.got())


def job_control(s):
    if not shutil.which("bash"):
        return skip("job control", "there is no bash")
    p = Pty(s.box, ["bash", "--norc", "--noprofile", "-i"],
            PS1="$ ", DRIVER=DRIVER)
    p.wait(b"$ ")
    p.send(b"stty -a >before; $DRIVER ''\r")
    p.wait(b"\x1b[1m>\x1b[0m ")
    ok(p.ready(), "the driver reads under a shell", p.out)
    p.key(b"half of ")
    p.send(b"\x1a")
    stopped = p.wait(b"Stopped")
    p.settle()
    p.send(b"stty -a >between; echo sh'ell'\r")
    shell = p.wait(b"shell\r\n")
    ok(stopped and shell, "Ctrl-Z stops it", p.out)
    p.settle()
    p.send(b"fg\r")
    ok(p.wait(b"half of "), "fg shows the line again", p.out)
    p.ready()
    p.key(b"it\r")
    ok(p.wait(b"got: half of it"), "and it is edited on", p.out)
    p.ready()
    p.key(b"\x04")
    p.wait(b"end: 0")
    p.settle()
    p.send(b"stty -a >after; echo do'ne'\r")
    p.wait(b"done\r\n")
    p.send(b"exit\r")
    p.end(None)
    seen = []
    for name in ("before", "between", "after"):
        with open(s.box.cwd + "/" + name, encoding="ascii") as f:
            seen.append(f.read())
    ok(seen[0] == seen[1] == seen[2] and "icanon" in seen[0],
       "modes before, stopped, and after", *seen)
    return None


def blocks(s):
    s.entries("a backslash continues", [b"a\\\r", b"b\\\r", b"c\r"],
              [b"a\nb\nc"])
    p = s.entries("a block", [b'"""\r', b"x\\\r", b"\ty\r", b'"""\r'],
                  [b"x\\\n\ty"])
    ok(b". \t" in p.out or b". " in p.out, "the other prompt", p.out)
    s.entries("Ctrl-D ends a block", [b'"""\r', b"x\r", b"\x04"], [b"x"])
    s.entries("recalled as one, and changed",
              [b"a\\\r", b"b\r", UP, b"c\r"], [b"a\nb", b"a\nbc"])
    s.entries("Tab in a block is a TAB", [b'"""\r', b"\tx\r", b'"""\r'],
              [b"\tx"], "xyz")


def pastes(s):
    s.entries("a paste of lines is one entry, at Enter",
              [PASTE + b"l1\nl2\n" + PASTED, b"\r"], [b"l1\nl2\n"])
    p = s.driver()
    p.ready()
    p.key(PASTE + b"rm -rf\r\nx\r" + PASTED)
    p.settle(0.5)
    ok(b"got:" not in p.out, "and not before", p.out)
    p.key(b"\r")
    ok(p.end() == 0 and p.got() == [b"rm -rf\nx\n"], "CR and CR LF are LF",
       p.got())
    p = s.entries("controls are text",
                  [PASTE + b"a\x1b]0;t\x07\x03\x04\x1a\x1c\x7f\x12\x18\x05b" +
                   PASTED, b"\r"],
                  [b"a\x1b]0;t\x07\x03\x04\x1a\x1c\x7f\x12\x18\x05b"])
    ok(b"\x1b]" not in p.out and b"^[]0;t^G^C^D^Z" in p.out,
       "and are shown as ^X", p.out)
    p = s.entries("NUL, C1 and broken UTF-8",
                  [PASTE + b"a\0b\xc2\x9b2J\xffc" + PASTED, b"\r"],
                  ["a\ufffdb\ufffd2J\ufffdc".encode()])
    ok(b"\xc2\x9b" not in p.out and b"\0" not in p.out and
       b"\xff" not in p.out, "never go to the terminal", p.out)
    s.entries("an end mark inside is text",
              [PASTE + b"a" + PASTED + b"evil\rmore" + PASTED, b"\r"],
              [b"a" + PASTED + b"evil\nmore"])
    s.entries("two pastes, and Enter at once",
              [PASTE + b"a" + PASTED + PASTE + b"b" + PASTED + b"c\r"],
              [b"abc"])
    s.entries("an end mark alone is nothing", [b"a" + PASTED + b"b\r"],
              [b"ab"])
    s.entries("paste in the middle, undone", [b"ac\x02" + PASTE + b"b\nb" +
                                              PASTED, b"\x1f", b"\r"],
              [b"ac"])
    p = s.driver()
    p.ready()
    for byte in PASTE + b"a\rb" + PASTED:
        p.send(bytes([byte]))
        time.sleep(0.002)
    p.settle()
    p.key(b"\r")
    ok(p.end() == 0 and p.got() == [b"a\nb"], "cut at every byte", p.got())
    s.entries("into a search goes its first line",
              [b"one two\r", b"three\r", b"\x12" + PASTE + b"ne t\rx" +
               PASTED, b"\r"], [b"one two", b"three", b"one two"])
    s.entries("after half a command", [b"\x1b5" + PASTE + b"a\rb" + PASTED,
                                       b"\r"], [b"a\nb"])
    s.entries("after vi's f, nothing is taken for keys",
              [b"abc\x1b", b"0f" + PASTE + b"c\rdd" + PASTED, b"A\r"],
              [b"c\nddabc"], INPUTRC=s.file("vi", b"set editing-mode vi\n"))


def big_pastes(s):
    line = b"a line of what was copied from somewhere else\n"
    for size in (1 << 20, 3 << 20):
        if size > 1 << 20 and SLOW > 1:
            continue	# the sanitizer's realloc copies each 256 bytes
        data = line * (size // len(line))
        p = s.driver()
        p.ready()
        p.send(PASTE + data + PASTED)
        p.settle(0.4)
        early = b"got:" in p.out
        p.send(b"\r")
        came = p.wait(b"got: %d bytes" % len(data))
        p.ready()
        ok(came and not early and p.end() == 0 and p.restored(),
           "%d MiB are pasted" % (size >> 20), p.out[-200:])
    p = s.driver()
    p.ready()
    p.send(b"before" + PASTE + line * ((9 << 20) // len(line)) + PASTED)
    told = p.wait(b"over 8 MiB")
    p.ready()
    p.key(b"after\r")
    ok(told and p.end() == 0 and p.got() == [b"beforeafter"],
       "9 MiB are left out, and told", p.out[-300:])
    p = s.driver()
    p.ready()
    p.send(PASTE + b"no end")
    time.sleep(1.2)
    p.key(b"\x03")
    p.key(b"x\r")
    ok(p.end() == 0 and p.got() == [b"x"] and p.restored(),
       "a paste without an end: Ctrl-C leaves it", p.out)


def history(s):
    path = s.history
    s.entries("history", [b"one\r", b"one\r", b" blank\r", b"secret x\r",
                          b"a\\\r", b"b\r", b"c:\\d\r"],
              [b"one", b"one", b" blank", b"secret x", b"a\nb", b"c:\\d"],
              history=path)
    with open(path, "rb") as f:
        kept = f.read()
    ok(kept == b"one\na\\nb\nc:\\\\d\n", "what is kept of it", kept)
    st = os.stat(path)
    ok(st.st_mode & 0o7777 == 0o600 and
       os.stat(os.path.dirname(path)).st_mode & 0o7777 == 0o700,
       "modes of the file and the folder")
    s.entries("the next run recalls", [UP, UP, b"!\r", UP, UP, UP, UP, b"\r"],
              [b"a\nb!", b"one"], history=path)
    s.entries("and searches", [b"\x12ne\r", b"\x12c:", b"\x05x\r"],
              [b"one", b"c:\\dx"], history=path)
    p = s.driver(history=path)
    p.ready()
    p.send(b"before the kill\r")
    p.wait(b"got: before")
    p.ready()
    p.proc.kill()
    p.end(None)
    s.entries("kill -9 loses nothing", [UP, b"\r"], [b"before the kill"],
              history=path)
    a, b = s.driver(history=path), s.driver(history=path)
    for p, word in ((a, b"from a\r"), (b, b"from b\r"), (a, b"more a\r")):
        p.ready()
        p.send(word)
        p.wait(b"got: " + word[:-1])
    ok(a.end() == 0 and b.end() == 0, "two at once")
    with open(path, "rb") as f:
        kept = f.read().split(b"\n")[-4:]
    ok(sorted(kept) == [b"", b"from a", b"from b", b"more a"],
       "two at once: all is there", kept)


def hostile_history(s):
    path = s.file("tampered", b"good\n\x1b]0;owned\x07\n\xc2\x9b2J\na\rb\n")
    p = s.entries("a tampered history", [UP, b"\r", UP, UP, UP, b"\r"],
                  [b"good", b"good"], history=path)
    ok(b"\x1b]" not in p.out and b"\xc2\x9b" not in p.out,
       "a tampered history: nothing is obeyed", p.out)
    path = s.file("big", b"x" * 70 + b"\n")
    with open(path, "ab") as f:
        f.truncate(100 << 20)
        f.seek(0, 2)
        f.write(b"\n" + b"last of all\n" * 2)
    p = s.entries("a history of 100 MB", [UP, b"\r", b"new\r"],
                  [b"last of all", b"new"], history=path)
    ok(os.stat(path).st_size < 2 << 20, "a history of 100 MB: cut",
       os.stat(path).st_size)
    os.mkdir(s.box.home + "/folder")
    p = s.entries("a history that is a folder",
                  [b"a\r", b"b\r", UP, UP, b"\r"], [b"a", b"b", b"a"],
                  history=s.box.home + "/folder")
    ok(p.out.count(b"warning: ") == 1 and b"not a regular file" in p.out,
       "a history that is a folder: told once", p.out)
    if os.geteuid() == 0:
        path = s.file("theirs", b"theirs\n")
        os.chown(path, 12345, 12345)
        os.symlink(path, s.box.home + "/link")
        p = s.entries("a link to another's file", [UP, b"mine\r"], [b"mine"],
                      history=s.box.home + "/link")
        with open(path, "rb") as f:
            ok(f.read() == b"theirs\n" and p.out.count(b"warning: ") == 1,
               "a link to another's file: not read, not written", p.out)
    path = s.file("many", b"".join(b"entry %d\n" % i for i in range(2400)))
    s.entries("a long history", [UP, b"\r", b"new\r"],
              [b"entry 2399", b"new"], history=path)
    with open(path, "rb") as f:
        lines = f.read().split(b"\n")
    ok(len(lines) == 2001 and lines[-2] == b"new",
       "a long history: cut at the end", len(lines))


def completion(s):
    s.entries("completion", [b"he\t\r", b"hel\t\t", b"p\t\r"],
              [b"hel", b"help "], "help", "hello", "Helium")
    p = s.entries("candidates that hide something",
                  [b"w\t", b"\t\t", b"\r"], [b"wor"], "word", "world",
                  "wo\x1b]0;owned\x07", "wo\u009b2J", "wo\u202ed", "wo\x7f",
                  "w\nrm")
    ok(b"world" in p.out and b"\x1b]" not in p.out and
       b"\xc2\x9b" not in p.out and "\u202e".encode() not in p.out,
       "candidates that hide something: not listed", p.out)
    folder = s.box.cwd
    os.makedirs(folder + "/sub dir/in")
    for name in ("sub dir/one.txt", "sub dir/two.txt", "sub dir/.dot",
                 "sub dir/e\x1b[2Jvil", "única"):
        with open(folder + "/" + name, "w", encoding="ascii"):
            pass
    s.entries("files", [b"/file su\t", b"o\t\r"],
              [b"/file sub dir/one.txt "])
    p = s.entries("files of a folder", [b"/file sub\t", b"\t\t", b"\r"],
                  [b"/file sub dir/"])
    ok(re.search(rb"\nin/ +one.txt +two.txt", p.out) and
       b"vil" not in p.out, "files of a folder: listed by their last part",
       p.out)
    s.entries("a file beyond ASCII", ["/file ú\t\r".encode()],
              ["/file única ".encode()])
    os.mkdir(s.box.home + "/atHome")
    s.entries("files at home", [b"/file ~\t", b"atH\t\r"],
              [b"/file ~/atHome/"])
    p = s.entries("many candidates", [b"c\t\t", b"\r"], [b"c"],
                  *["c%03d" % i for i in range(999)])
    ok(b"(and 799 more)" in p.out, "many candidates: so many are listed",
       p.out[-300:])


def editors(s):
    script = s.file("ed.sh", b"#!/bin/sh\nstat -c %a \"$1\" >mode\n"
                    b"printf 'two\\r\\nlines\\000\\n' >\"$1\"\n", 0o700)
    s.entries("the editor", [b"draft", b"\x18\x05", b"!\r"],
              ["two\nlines\ufffd!".encode()], VISUAL=script, EDITOR="false")
    with open(s.box.cwd + "/mode", encoding="ascii") as f:
        ok(f.read() == "600\n", "the editor's file is ours alone")
    p = s.entries("the editor fails", [b"draft", b"\x18\x05", b"!\r"],
                  [b"draft!"], VISUAL="", EDITOR="false")
    ok(p.out.count(b"shunt: editor 'false'") == 1, "the editor fails: told",
       p.out)
    s.entries("there is no such editor", [b"draft", b"\x18\x05", b"!\r"],
              [b"draft!"], EDITOR="/nonexistent/ed")
    p = s.entries("the editor empties the file",
                  [b"draft", b"\x18\x05", b"!\r"], [b"draft!"],
                  EDITOR="truncate -s 0")
    ok(b"left nothing" in p.out, "the editor empties the file: told", p.out)
    s.entries("vi's v", [b"draft\x1b", b"v", b"A!\r"],
              ["two\nlines\ufffd!".encode()], EDITOR=script,
              INPUTRC=s.file("vi", b"set editing-mode vi\n"))
    p = s.driver(EDITOR=script)
    p.ready()
    p.key(b"/edit\r")
    ok(p.wait(b"edited: two\\x0d\\x0alines\\x00\r\n") and p.end() == 0,
       "an editor on a text", p.out)
    p = s.driver(EDITOR="exec sh -c 'trap \"exit 3\" INT; echo editing; "
                 "while :; do sleep 0.05; done' sh")
    p.ready()
    p.send(b"draft\x18\x05")
    p.wait(b"editing\r\n")
    ok(termios.tcgetattr(p.slave) == p.before,
       "the editor has the modes that were")
    p.send(b"\x03")
    told = p.wait(b"failed with status 3")
    p.ready()
    p.key(b"!\r")
    ok(told and p.end() == 0 and p.got() == [b"draft!"],
       "Ctrl-C is the editor's", p.out)
    ok(not os.listdir(s.box.tmp), "nothing is left in TMPDIR",
       os.listdir(s.box.tmp))


def inputrc(s):
    rc = s.file("rc", b"$if shunt\n\"\\C-o\": \"bound\"\n$endif\n"
                b"$if other\n\"\\C-t\": \"wrong\"\n$endif\n"
                b"\"\\C-xe\": shunt-edit-line\n")
    s.entries("$if shunt", [b"\x0f\r"], [b"bound"], INPUTRC=rc)
    s.entries("the editor's key is the user's to choose",
              [b"x\x18e", b"\r"], [b"new"], INPUTRC=rc,
              EDITOR=s.file("e.sh", b"#!/bin/sh\necho new >\"$1\"\n", 0o700))
    # readline 8.2 loses the motion's context in callback mode
    s.entries("vi mode", [b"one two\x1b", b"bdwx", b"a3\x1b", b"\r"],
              [b"one3"], INPUTRC=s.file("vi", b"set editing-mode vi\n"),
              LSAN_OPTIONS="print_suppressions=0:suppressions=" +
              s.file("lsan", b"leak:libreadline.so\n"))


def ends(s):
    p = s.driver()
    p.ready()
    p.key(b"not whole")
    status = None
    os.close(p.slave)
    os.close(p.master)
    with contextlib.suppress(subprocess.TimeoutExpired):
        status = p.proc.wait(SECONDS)
    if status is None:
        p.proc.kill()
    ok(status is not None, "a terminal that goes away ends it", status)
    for name, how in (("ignored", "trap '' HUP; "), ("", "")):
        out = s.box.cwd + "/out"
        p = Pty(s.box, ["sh", "-c", how + 'exec "$@" >' + out, "sh", DRIVER,
                        ""])
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and not (
                os.path.exists(out) and os.path.getsize(out)):
            time.sleep(0.02)
        os.close(p.slave)
        os.close(p.master)
        with contextlib.suppress(subprocess.TimeoutExpired):
            p.proc.wait(SECONDS)
        with open(out, "rb") as f:
            said = f.read()
        ok(p.proc.returncode is not None and
           (b"end: 0" in said if name else b"stop: 1" in said),
           "hangup%s" % (", ignored" if name else ""), p.proc.returncode,
           said)
        if p.proc.returncode is None:
            p.proc.kill()
        os.unlink(out)
    for name, text, expected in (
            ("no input", "<&-", b"end: 0"), ("empty", "</dev/null", b"end: 0"),
            ("a pipe", "<<'E'\none\ntwo\nE\n", b"got: two\n")):
        try:
            r = subprocess.run(["sh", "-c", '"$0" "" ' + text, DRIVER],
                               env=s.box.env(TERM="xterm"), cwd=s.box.cwd,
                               capture_output=True, timeout=SECONDS,
                               check=False)
            ok(r.returncode == 0 and expected in r.stdout and
               b"end: 0" in r.stdout, "stdin: " + name, r)
        except subprocess.TimeoutExpired:
            ok(False, "stdin: %s: hung" % name)


def late_loading(s):
    """Readline is not a part of what does not edit."""
    r = subprocess.run([SHUNT, "--version"], capture_output=True, check=False,
                       env=s.box.env(LD_DEBUG="files"), cwd=s.box.cwd)
    ok(r.returncode == 0 and b"libc.so" in r.stderr and
       b"readline" not in r.stderr, "--version does not load readline",
       r.stderr[-500:])


def tmux(s):
    """How it looks: of a paste of lines, and after editing within it."""
    if not shutil.which("tmux"):
        return skip("how it looks", "there is no tmux")
    sock = s.box.tmp + "/tmux"

    def run(*args):
        return subprocess.run(["tmux", "-S", sock, "-f", "/dev/null", *args],
                              env=s.box.env(TERM="xterm"), cwd=s.box.cwd,
                              capture_output=True, check=False).stdout

    def screen():
        return run("capture-pane", "-p").decode().rstrip("\n").split("\n")

    def until(*expected):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if screen() == list(expected):
                return True
            time.sleep(0.05)
        return False

    run("new-session", "-d", "-x", "20", "-y", "8", DRIVER, "")
    until(">")
    run("set-buffer", "one\ntwo\nthree")
    run("paste-buffer", "-p")
    ok(until("> one", "two", "three"), "a paste as it is shown", screen())
    run("send-keys", "C-a", "X", "C-e", "!")
    ok(until("> Xone", "two", "three!"), "edited at both ends", screen())
    run("resize-window", "-x", "30", "-y", "8")
    run("send-keys", "C-c", "漢字", "C-a", "é")
    ok(until("> Xone", "two", "three!^C", "> é漢字"), "given up, and wide ones",
       screen())
    run("send-keys", "C-u", "C-e", "C-u")
    run("send-keys", "Up")
    ok(until("> Xone", "two", "three!^C", ">"), "nothing was remembered",
       screen())
    run("kill-server")
    return None


def main():
    if not os.path.exists(DRIVER):
        ok(False, "there is no " + DRIVER)
        return finish()
    with tempfile.TemporaryDirectory() as root:
        for part in (plain, interrupts, signals, modes, job_control, blocks,
                     pastes, big_pastes, history, hostile_history, completion,
                     editors, inputrc, ends, late_loading, tmux):
            try:
                part(Scene(root + "/" + part.__name__))
            except OSError as e:
                ok(False, part.__name__, e, errno.errorcode.get(e.errno or 0))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
