"""Runs a program for a test: clean environment, own folder, own session,
bounded in time, and with a look at what it leaves behind."""

import ctypes
import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import termios
import threading
import time
import tty

PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
PR_SET_CHILD_SUBREAPER = 36


def become_reaper():
    """Orphans of what we start become our children, so that we see them."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0,
                                            0)


class Box:
    """A fresh folder with an empty HOME, a working folder and a TMPDIR."""

    def __init__(self, root):
        self.root = root
        shutil.rmtree(root, ignore_errors=True)
        self.home, self.cwd = root + "/home", root + "/cwd"
        self.tmp, self.logs = root + "/tmp", root + "/logs"
        for path in (self.home, self.cwd, self.tmp, self.logs):
            os.makedirs(path)
        os.mkdir(root + "/run", 0o700)

    def env(self, **more):
        home = self.home
        env = {"PATH": PATH, "LC_ALL": "C.UTF-8", "HOME": home,
               "PYTHONDONTWRITEBYTECODE": "1",
               "XDG_CONFIG_HOME": home + "/.config",
               "XDG_STATE_HOME": home + "/.local/state",
               "XDG_DATA_HOME": home + "/.local/share",
               "XDG_CACHE_HOME": home + "/.cache",
               "XDG_RUNTIME_DIR": self.root + "/run", "TMPDIR": self.tmp,
               "GIT_CONFIG_NOSYSTEM": "1",
               "ASAN_OPTIONS": "exitcode=99:log_path=%s/asan" % self.logs,
               "UBSAN_OPTIONS": "exitcode=99:print_stacktrace=1:"
                                "log_path=%s/ubsan" % self.logs}
        env.update(more)
        return env

    def reports(self):
        """What the sanitizers wrote."""
        out = []
        for name in sorted(os.listdir(self.logs)):
            with open(self.logs + "/" + name, errors="replace",
                      encoding="utf-8") as f:
                out.append(f.read(6000))
        return out

    def snapshot(self):
        """{path: (kind, mode, content)} of home, cwd, tmp and run."""
        found = {}
        for top in (self.home, self.cwd, self.tmp, self.root + "/run"):
            for folder, dirs, files in os.walk(top):
                for name in files + dirs:
                    path = os.path.join(folder, name)
                    found[path] = fingerprint(path)
        return found


def fingerprint(path):
    st = os.lstat(path)
    if os.path.islink(path):
        return ("link", os.readlink(path))
    if os.path.isdir(path):
        return ("dir",)
    if not os.path.isfile(path):
        return ("special",)
    if st.st_size > 1 << 20:
        return ("file", st.st_mode, st.st_size, st.st_mtime_ns)
    try:
        with open(path, "rb") as f:
            return ("file", st.st_mode, f.read())
    except OSError:
        return ("file", st.st_mode, st.st_size, st.st_mtime_ns)


def in_session(sid):
    """Processes of a session but zombies: [(pid, command)]."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, encoding="utf-8",
                      errors="replace") as f:
                text = f.read()
        except OSError:
            continue
        head, _, rest = text.rpartition(")")
        words = rest.split()
        if int(words[3]) == sid and words[0] not in "ZX":
            found.append((int(name), head.partition("(")[2]))
    return found


def end(pids):
    for pid, _ in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass


def reap():
    """Takes the zombies of orphans that Popen does not know."""
    for name in os.listdir("/proc"):
        try:
            with open("/proc/%s/stat" % name, encoding="utf-8",
                      errors="replace") as f:
                words = f.read().rpartition(")")[2].split()
            if int(words[1]) == os.getpid() and words[0] == "Z":
                os.waitpid(int(name), os.WNOHANG)
        except (OSError, ValueError, IndexError):
            continue


class Result:
    """What a program did."""

    def __init__(self):
        self.stdout = self.stderr = b""
        self.status = None	# exit status, or the name of a signal
        self.hung = False
        self.left = []		# commands still alive after it ended


class Child:
    """A running program; finish() gives its Result."""

    def __init__(self, argv, env, cwd, stdin=None, stdout="pipe",
                 size=None):
        """stdin: None (/dev/null), bytes, ("open", bytes), "closed", or an
        open file; stdout: "pipe", "tty", or a path."""
        self.out, self.err = bytearray(), bytearray()
        self.seen = threading.Condition()
        self.threads, self.keep = [], []
        self.path = None
        if stdin == "closed":
            argv = ["sh", "-c", 'exec "$@" <&-', "sh"] + argv
        source = subprocess.DEVNULL
        if isinstance(stdin, (bytes, tuple)):
            source = subprocess.PIPE
        elif stdin not in (None, "closed"):
            source = stdin
        target, master = subprocess.PIPE, None
        if stdout == "tty":
            master, target = self.terminal(size or (80, 24))
        elif stdout != "pipe":
            self.path = stdout
            target = os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self.proc = subprocess.Popen(
            argv, env=env, cwd=cwd, stdin=source, stdout=target,
            stderr=subprocess.PIPE, start_new_session=True, bufsize=0)
        self.pidfd = os.pidfd_open(self.proc.pid)
        if target != subprocess.PIPE:
            os.close(target)
        if source == subprocess.PIPE:
            keep = isinstance(stdin, tuple)
            self.spawn(self.feed, stdin[1] if keep else stdin, keep)
        if master is not None:
            self.keep.append(master)
            self.spawn(self.drain, master, self.out)
        elif stdout == "pipe":
            self.spawn(self.drain, self.proc.stdout.fileno(), self.out)
        self.spawn(self.drain, self.proc.stderr.fileno(), self.err)

    @staticmethod
    def terminal(size):
        master, slave = pty.openpty()
        tty.setraw(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ,
                    struct.pack("HHHH", size[1], size[0], 0, 0))
        return master, slave

    def spawn(self, fn, *args):
        thread = threading.Thread(target=fn, args=args, daemon=True)
        thread.start()
        self.threads.append(thread)

    def feed(self, data, keep):
        pipe = self.proc.stdin
        try:
            view = memoryview(data)
            while view:
                view = view[pipe.write(view):]
        except OSError:
            pass
        if not keep:
            pipe.close()

    def drain(self, fd, into):
        while True:
            try:
                data = os.read(fd, 65536)
            except OSError:	# a terminal whose other side is gone
                data = b""
            with self.seen:
                into += data
                self.seen.notify_all()
            if not data:
                return

    def wait_output(self, text, seconds):
        if self.path:
            return self.wait_file(text, seconds)
        with self.seen:
            return self.seen.wait_for(lambda: text in self.out, seconds)

    def wait_file(self, text, seconds):
        end_at = time.monotonic() + seconds
        while time.monotonic() < end_at:
            with open(self.path, "rb") as f:
                if text in f.read():
                    return True
            time.sleep(0.01)
        return False

    def signal(self, number):
        try:
            signal.pidfd_send_signal(self.pidfd, number)
        except OSError:
            pass

    def finish(self, timeout):
        r = Result()
        pid = self.proc.pid
        if not select.select([self.pidfd], [], [], timeout)[0]:
            r.hung = True
            self.signal(signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        self.proc.returncode = status
        code = os.waitstatus_to_exitcode(status)
        r.status = code if code >= 0 else signal.Signals(-code).name
        left = in_session(pid)
        for _ in range(20):
            if not left:
                break
            time.sleep(0.02)	# may be on its way out
            left = in_session(pid)
        r.left = [name for _, name in left]
        end(left)
        os.close(self.pidfd)
        self.close(r)
        return r

    def close(self, r):
        if self.proc.stdin:
            try:
                self.proc.stdin.close()
            except OSError:
                pass
        for thread in self.threads:
            thread.join(5)
        for fd in self.keep:
            os.close(fd)
        for pipe in (self.proc.stdout, self.proc.stderr):
            if pipe:
                pipe.close()
        r.stderr = bytes(self.err)
        r.stdout = bytes(self.out)
        if self.path:
            with open(self.path, "rb") as f:
                r.stdout = f.read()
