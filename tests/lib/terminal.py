"""A terminal for a test: a program in a pty of its own, and what its screen
would show. The screen knows what readline and shunt write: printable text
with its width, CR, LF, BS, TAB, and CSI sequences for moving and erasing.
All else that a terminal obeys is kept in `odd`."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unicodedata

from points import SLOW

SECONDS = 10 * SLOW
TOKEN = re.compile(
    "\x1b\\[([0-?]*)([ -/]*[@-~])|(\x1b[^\\[\\]PX^_])|"
    "\x1b([\\]PX^_][^\x07\x1b]*)(?:\x07|\x1b\\\\)|"
    "([\x00-\x1f\x7f-\x9f])|([^\x00-\x1f\x7f-\x9f\x1b]+)")
UNFINISHED = re.compile("\x1b(?:\\[[0-?]*[ -/]*|[\\]PX^_][^\x07\x1b]*\x1b?)?$")
PLAIN_MODES = {"?2004"}		# bracketed paste


def cells(char):
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Screen:
    """Lines from the first one on; nothing scrolls away."""

    def __init__(self, width):
        self.width = width
        self.rows = [[]]
        self.row = self.col = 0
        self.odd = []
        self.rest = ""

    def feed(self, text):
        text = self.rest + text
        cut = UNFINISHED.search(text)
        self.rest = cut.group() if cut else ""
        for m in TOKEN.finditer(text[:len(text) - len(self.rest)]):
            args, final, esc, string, control, plain = m.groups()
            if plain:
                for char in plain:
                    self.put(char)
            elif control:
                self.control(control)
            elif final:
                self.csi(args, final)
            else:
                self.odd.append(esc or string)

    def put(self, char):
        size = cells(char)
        if self.col + size > self.width and size:
            self.col = 0
            self.down()
        row = self.rows[self.row]
        if not size:
            if self.col:
                row[self.col - 1] += char
            return
        row += [" "] * (self.col + size - len(row))
        row[self.col:self.col + size] = [char] + [""] * (size - 1)
        self.col += size

    def down(self):
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def control(self, c):
        if c == "\r":
            self.col = 0
        elif c == "\n":
            self.down()
        elif c == "\b":
            self.col = max(0, min(self.col, self.width) - 1)
        elif c == "\t":
            self.col = min(self.width - 1, self.col // 8 * 8 + 8)
        else:
            self.odd.append(c)

    def csi(self, args, final):
        first = args.split(";")[0]
        n = max(1, int(first)) if first.isdigit() else 1
        row = self.rows[self.row]
        if final == "A":
            self.row = max(0, self.row - n)
        elif final == "B":
            for _ in range(n):
                self.down()
        elif final == "C":
            self.col = min(self.width - 1, self.col + n)
        elif final == "D":
            self.col = max(0, min(self.col, self.width) - n)
        elif final == "G":
            self.col = n - 1
        elif final == "K" and args in ("", "0"):
            del row[self.col:]
        elif final == "J" and args in ("", "0"):
            del row[self.col:]
            del self.rows[self.row + 1:]
        elif final == "P":
            del row[self.col:self.col + n]
        elif final == "@":
            row[self.col:self.col] = [" "] * n
        elif final != "m" and not (final in "hl" and args in PLAIN_MODES):
            self.odd.append(args + final)

    def lines(self):
        return ["".join(row).rstrip() for row in self.rows]

    def text(self):
        return "\n".join(self.lines()).rstrip("\n")


class Terminal:
    """A program that has a pty for its terminal. The slave stays open here,
    so that its modes can be looked at after the program has ended."""

    def __init__(self, argv, env, cwd, size=(80, 24), **how):
        self.master, self.slave = pty.openpty()
        self.screen = Screen(size[0])
        self.resize(*size, tell=False)
        self.before = self.modes()
        self.raw = b""
        env = {k: v for k, v in env.items() if v is not None}

        def own_terminal():
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        self.proc = subprocess.Popen(
            argv, env=env, cwd=cwd, preexec_fn=own_terminal,
            **{"stdin": self.slave, "stdout": self.slave,
               "stderr": self.slave, **how})

    def modes(self):
        return termios.tcgetattr(self.slave)

    def resize(self, width, height, tell=True):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ,
                    struct.pack("HHHH", height, width, 0, 0))
        self.screen.width = width or 80
        if tell:
            self.proc.send_signal(signal.SIGWINCH)

    def read(self, seconds):
        """What comes within that time; False: nothing."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        self.screen.feed(data.decode("utf-8", "replace"))
        return True

    def until(self, test, seconds=SECONDS):
        """Reads until test() holds; False: it did not in time."""
        end = time.monotonic() + seconds
        while not test():
            if time.monotonic() > end:
                return False
            self.read(0.02)
            if self.proc.poll() is not None and not self.read(0):
                return bool(test())
        return True

    def shows(self, text, after=0):
        """Until the screen has this text in a line from `after` on."""
        return self.until(lambda: text in "\n".join(
            self.screen.lines()[after:]))

    def editing(self):
        """Are keys read one by one?"""
        return not self.modes()[3] & termios.ICANON

    def settle(self, seconds=0.03):
        while self.read(seconds * SLOW):
            pass

    def send(self, data):
        if isinstance(data, str):
            data = data.encode()
        while data:
            select.select([self.master], [self.master], [], SECONDS)
            self.read(0)
            data = data[os.write(self.master, data[:512]):]

    def end(self, data=b"\x04", seconds=SECONDS):
        """Types the end of input; the status, negative for a signal."""
        if data:
            self.send(data)
        self.until(lambda: self.proc.poll() is not None, seconds)
        status = self.proc.poll()
        if status is None:
            self.proc.kill()
            self.proc.wait()
            status = "hung"
        while self.read(0):
            pass
        self.after = self.modes()
        os.close(self.slave)
        os.close(self.master)
        return status

    def restored(self):
        return self.after == self.before
