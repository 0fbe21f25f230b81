"""Runs one case (see case.py for what its sections mean)."""

import base64
import fnmatch
import os
import re
import shlex
import shutil
import signal
import stat
import time

import ca
import match
import script
from case import CaseError, expand
from proc import Box, Child
from server import Server

HISTORY = "~/.local/state/shunt/*"	# the product's own files
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")


class Skip(Exception):
    """Why a case does not run."""


class Player:
    """One case against one binary; play() gives its complaints."""

    def __init__(self, case, shunt, folder, top, salt, sanitised=False,
                 ca_folder=None):
        self.case, self.shunt, self.top = case, shunt, top
        self.folder, self.ca_folder = folder, ca_folder
        self.sanitised = sanitised
        self.servers = {}
        self.box = None
        self.values = {"KEY": case.secret(salt), "TOP": top, "SHUNT": shunt,
                       "KEY2": case.secret(salt + "2"),
                       "CA": ca_folder or ""}
        self.keys = [self.values["KEY"], self.values["KEY2"]]
        self.complaints = []

    def text(self, section):
        return expand(section.text, self.values)

    def words(self, section):
        return shlex.split(self.text(section))

    def data(self, section):
        """The bytes that a section means."""
        text = self.text(section)
        if "hex" in section.words:
            return bytes.fromhex(text)
        if "escaped" in section.words:
            return script.unescape(text.replace("\n", ""))
        if "no-eol" in section.words and text.endswith("\n"):
            text = text[:-1]
        return text.encode()

    def where(self, name):
        name = expand(name, self.values)
        if name.startswith("~/"):
            return os.path.join(self.box.home, name[2:])
        return os.path.join(self.box.cwd, name)

    # before

    def check_needs(self):
        if self.sanitised and self.case.get("skip-san"):
            raise Skip(self.case.get("skip-san").arg or "sanitisers")
        for section in self.case.all("needs"):
            for word in section.words + section.text.split():
                found = (os.path.exists(os.path.join(self.top, word))
                         if "/" in word else shutil.which(word))
                if not found:
                    raise Skip("%s is not there" % word)

    def start_servers(self):
        sections = self.case.all("server")
        for section in sections:
            name = section.words[0] if section.words else ""
            if "tls" in section.text.split():
                self.ca_folder = ca.make(self.ca_folder)
            self.servers[name] = Server(self.ca_folder)
        for section in sections:
            name = section.words[0] if section.words else ""
            server, dot = self.servers[name], name + "." if name else ""
            tls = re.search(r"^\s*tls\b", section.text, re.M)
            self.values[dot + "PORT"] = str(server.port)
            self.values[dot + "URL"] = "%s://127.0.0.1:%d" % (
                "https" if tls else "http", server.port)
        for section in sections:
            server = self.servers[section.words[0] if section.words else ""]
            server.load(script.parse(self.text(section),
                                     os.path.dirname(self.case.path)))
            server.start()

    def put_file(self, section):
        path = self.where(section.words[0])
        how = section.words[1:]
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if "dir" in how:
            os.makedirs(path, exist_ok=True)
        elif "fifo" in how:
            os.mkfifo(path)
        elif "link" in how:
            os.symlink(expand(how[how.index("link") + 1], self.values), path)
        else:
            data = self.data(section)
            if "fill" in how:
                size = int(how[how.index("fill") + 1])
                unit = data.rstrip(b"\n")
                data = (unit * (size // len(unit) + 1))[:size]
            with open(path, "wb") as f:
                f.write(data)
        mode = [h for h in how if re.fullmatch(r"0[0-7]{3}", h)]
        if mode:
            os.chmod(path, int(mode[0], 8))

    def prepare(self):
        self.box = Box(self.folder)
        self.values["HOME"], self.values["CWD"] = self.box.home, self.box.cwd
        config = self.case.get("config")
        if config:
            path = self.box.home + "/.config/shunt/config.ini"
            os.makedirs(os.path.dirname(path), mode=0o700)
            with open(path, "wb") as f:
                f.write(self.data(config))
            mode = config.words[0] if config.words else "0600"
            os.chmod(path, int(mode, 8))
        for section in self.case.all("file"):
            self.put_file(section)

    def env(self):
        env = self.box.env(SHUNT=self.shunt)
        for section in self.case.all("env"):
            for line in self.text(section).split("\n"):
                if line.startswith("-"):
                    env.pop(line[1:], None)
                elif line:
                    name, _, value = line.partition("=")
                    env[name] = value
        return env

    def argv(self):
        command, shell = self.case.get("command"), self.case.get("shell")
        args = self.case.get("args")
        if shell:
            argv = ["sh", "-eu", "-c", self.text(shell), "sh"]
        elif command:
            argv = self.words(command)
        else:
            argv = [self.shunt]
        if args and "lines" in args.words:
            argv += self.text(args).split("\n")[:-1]
        elif args:
            argv += self.words(args)
        if self.peak_limit():
            argv = [os.path.dirname(self.shunt) + "/peak",
                    self.box.root + "/peak"] + argv
        limits = [w for s in self.case.all("limit") for w in self.words(s)]
        if limits:
            argv = ["prlimit"] + limits + ["--"] + argv
        return argv

    def peak_limit(self):
        section = self.case.get("max-rss")
        return float(section.arg) if section and not self.sanitised else 0

    def stdin(self):
        section = self.case.get("stdin")
        if not section:
            return None
        words = section.words
        if "closed" in words:
            return "closed"
        if "zero" in words:
            return open("/dev/zero", "rb")
        if "file" in words:
            return open(self.where(words[words.index("file") + 1]), "rb")
        data = self.data(section)
        if "repeat" in words:
            data *= int(words[words.index("repeat") + 1])
        return ("open", data) if "open" in words else data

    # during

    def signals(self):
        """[(number, when, what)], asked before anything is started."""
        out = []
        for section in self.case.all("signal"):
            when, what = section.words[1], " ".join(section.words[2:])
            if when not in ("time", "request", "stdout") or not what:
                raise ValueError("signal: when is %r?" % when)
            out.append((getattr(signal, section.words[0]), when, what))
        return out

    def send_signals(self, child, timeout):
        for number, when, what in self.signals():
            if when == "time":
                time.sleep(float(what))
                came = True
            elif when == "request":
                came = self.servers[""].wait_for(
                    lambda rqs, n=int(what): len(rqs) >= n and
                    rqs[n - 1].t_head, timeout)
            else:
                came = child.wait_output(what.encode(), timeout)
            if not came:
                self.complain("signal: %s %s never came" % (when, what))
            child.signal(number)

    def size(self):
        section = self.case.get("tty")
        if section.words:
            return tuple(int(n) for n in section.words[0].split("x"))
        return None

    def timeout(self):
        section = self.case.get("timeout")
        seconds = float(section.arg) if section else 20
        return seconds * (3 if self.sanitised else 1)

    def once(self, stdout):
        """One run, with stdout to a pipe, a terminal or a file."""
        self.prepare()
        for server in self.servers.values():
            server.rewind()
        before = self.box.snapshot()
        self.signals()
        stdin = self.stdin()
        child = Child(self.argv(), self.env(), self.box.cwd, stdin, stdout,
                      self.size() if stdout == "tty" else None)
        self.send_signals(child, self.timeout())
        r = child.finish(self.timeout())
        if hasattr(stdin, "close"):
            stdin.close()
        for server in self.servers.values():
            server.close_conns() if r.hung else server.idle(2)
        self.judge(r, before)
        return r

    def play(self):
        self.check_needs()
        try:
            self.start_servers()
            if self.case.get("tty"):
                self.once("tty")
                return self.complaints
            first = self.once("pipe")
            if self.complaints or self.case.get("once"):
                return self.complaints
            second = self.once(self.folder + ".stdout")
            if self.complaints:
                self.complaints.insert(0, "with stdout to a file:")
            differs = any(self.case.get(s) for s in (
                "may-differ", "stdout-json", "stdout-jsonl"))
            if not differs:
                self.complaints += match.exact(
                    "stdout to a file", first.stdout, second.stdout)
            os.unlink(self.folder + ".stdout")
        except (ValueError, KeyError, IndexError, AttributeError) as e:
            if isinstance(e, CaseError):
                raise
            self.complain("the case file: %s: %s" % (type(e).__name__, e))
        finally:
            for server in self.servers.values():
                server.stop()
        return self.complaints

    # after

    def complain(self, *texts):
        self.complaints += texts

    def judge(self, r, before):
        if r.hung:
            self.complain("hung: killed after %g s" % self.timeout())
        if r.left:
            self.complain("left processes: %s" % ", ".join(r.left))
        self.judge_status(r)
        self.judge_stream("stdout", r.stdout)
        self.judge_stream("stderr", r.stderr)
        self.judge_servers()
        self.judge_files(before)
        self.judge_secrets(r, before)
        for text in self.box.reports():
            self.complain("sanitizer report:\n" + text)
        if not (self.case.get("raw-stderr") or self.case.get("tty")):
            bad = CONTROL.search(r.stderr)
            if bad:
                self.complain("stderr has the control byte %r: %r" %
                              (bad.group(), r.stderr[:400]))
        limit = self.peak_limit()
        if limit and not r.hung:
            with open(self.box.root + "/peak", encoding="ascii") as f:
                peak = int(f.read()) / 1024
            if peak > limit:
                self.complain("peak memory: %.1f MB, at most %g" %
                              (peak, limit))

    def judge_status(self, r):
        section = self.case.get("status")
        want = section.arg if section else "0"
        if str(r.status) != want:
            self.complain("status: wanted %s, got %s; stderr: %s" % (
                want, r.status, "\n".join(match.visible(r.stderr[:3000]))))

    def judge_stream(self, name, got):
        case = self.case
        looked = False
        for suffix, fn in (("-match", match.patterns),
                           ("-json", match.json_value),
                           ("-jsonl", match.json_lines)):
            section = case.get(name + suffix)
            if section:
                looked = True
                self.complain(*fn(name, self.text(section), got))
        size = case.get(name + "-size")
        if size:
            looked = True
            self.complain(*match.count(name + "-size", size.arg, len(got)))
        section = case.get(name)
        if section:
            self.complain(*match.exact(name, self.data(section), got))
        elif not looked and not case.get(name + "-any"):
            self.complain(*match.exact(name, b"", got))

    def server_of(self, section, more):
        """(server, the words after its name)"""
        words = section.words
        if len(words) > more:
            return self.servers[words[0]], words[1:]
        return self.servers[""], words

    def judge_servers(self):
        highest = {}
        for section in self.case.all("expect-request"):
            server, words = self.server_of(section, 1)
            n = int(words[0])
            highest[server] = max(highest.get(server, 0), n)
            if n > len(server.requests):
                self.complain("request %d never came (%d did)" %
                              (n, len(server.requests)))
            else:
                self.judge_request(section, server.requests[n - 1])
        for section in self.case.all("requests"):
            server, words = self.server_of(section, 1)
            highest.pop(server, None)
            self.complain(*match.count("requests", " ".join(words),
                                       len(server.requests)))
        for server, n in highest.items():
            self.complain(*match.count("requests", str(n),
                                       len(server.requests)))
        for section in self.case.all("connections"):
            server, words = self.server_of(section, 1)
            self.complain(*match.count("connections", " ".join(words),
                                       server.conn_count))
        self.judge_times()
        for name, server in self.servers.items():
            for rq in server.requests:
                if rq.outcome == "unscripted":
                    self.complain("server %s has no response to %s %s" %
                                  (name, rq.method, rq.path))
            self.complain(*server.faults)

    def judge_times(self):
        for section in self.case.all("gap"):
            server, words = self.server_of(section, 3)
            a, b = (server.requests[int(w) - 1] for w in words[:2])
            if b.t_head - a.t_body < float(words[2]):
                self.complain("gap: request %s came %.3f s after %s" % (
                    words[1], b.t_head - a.t_body, words[0]))
        for section in self.case.all("outcome"):
            server, words = self.server_of(section, 2)
            rq = server.requests[int(words[0]) - 1]
            server.wait_for(lambda _, rq=rq: rq.outcome, 2)
            if rq.outcome != words[1]:
                self.complain("outcome: wanted %s, got %s" %
                              (words[1], rq.outcome))

    def judge_request(self, section, rq):
        head, _, body = self.text(section).partition("\n\n")
        name = "request %d: " % rq.number
        lines = head.strip().split("\n")
        if lines[0] != "%s %s" % (rq.method, rq.path):
            self.complain(name + "wanted %s, got %s %s" %
                          (lines[0], rq.method, rq.path))
        for line in lines[1:]:
            self.judge_header(name, line, rq)
        if body.startswith("= "):
            self.complain(*match.exact(name + "body", body[2:-1].encode(),
                                       rq.body))
        elif body.strip():
            self.complain(*match.json_value(name + "body", body, rq.body))

    def judge_header(self, name, line, rq):
        absent = re.fullmatch(r"!\s*([\w-]+)", line)
        given = re.fullmatch(r"([\w-]+)\s*(:|~)\s*(.*)", line)
        if absent:
            if rq.header(absent.group(1)):
                self.complain(name + "header %s is there" % absent.group(1))
            return
        if not given:
            raise ValueError("what is the line %r?" % line)
        header, kind, want = given.groups()
        got = rq.header(header)
        good = len(got) == 1 and (got[0] == want if kind == ":" else
                                  re.search(want, got[0]))
        if not good:
            self.complain(name + "header %s: wanted %s, got %r" %
                          (header, want, got))

    def judge_files(self, before):
        for section in self.case.sections:
            if not section.name.startswith("file-"):
                continue
            path = self.where(section.words[0])
            name = section.words[0]
            if section.name == "file-absent":
                if os.path.lexists(path):
                    self.complain("%s is there" % name)
                continue
            if not os.path.exists(path):
                self.complain("%s is not there" % name)
                continue
            if section.name == "file-mode":
                mode = stat.S_IMODE(os.stat(path).st_mode)
                if mode != int(section.words[1], 8):
                    self.complain("%s has mode %o" % (name, mode))
                continue
            with open(path, "rb") as f:
                got = f.read()
            if section.name == "file-is":
                self.complain(*match.exact(name, self.data(section), got))
            elif section.name == "file-match":
                self.complain(*match.patterns(name, self.text(section), got))
            else:
                self.complain(*match.json_value(name, self.text(section),
                                                got))
        self.judge_new_files(before)

    def declared(self):
        globs = [self.where(HISTORY)]
        for section in self.case.all("creates"):
            globs += [self.where(w) for w in
                      section.words + section.text.split()]
        for section in self.case.sections:
            if section.name in ("file-is", "file-match", "file-json",
                                "file-mode"):
                globs.append(self.where(section.words[0]))
        return globs

    def judge_new_files(self, before):
        after, globs = self.box.snapshot(), self.declared()

        def fine(path):
            return any(fnmatch.fnmatch(path, g) or
                       g.startswith(path + "/") for g in globs)
        for path, now in after.items():
            was = before.get(path)
            if now == was or fine(path):
                continue
            if now == ("dir",) and any(p.startswith(path + "/")
                                       for p in after):
                continue	# what is in it is judged
            short = path.replace(self.folder + "/", "")
            self.complain("%s %s" % (short, "has changed" if was else
                                     "was left behind"))
        for path in before:
            if path not in after and not fine(path):
                self.complain("%s was removed" % path)

    def judge_secrets(self, r, before):
        secrets = [k.encode() for k in self.keys]
        for section in self.case.all("not-in-output"):
            lines = [expand(section.arg, self.values)]
            lines += self.text(section).split("\n")
            secrets += [line.encode() for line in lines if line.strip()]
        # a key without its prefix, or in base64, is no less a key
        secrets += [k.encode()[-16:] for k in self.keys]
        secrets += [base64.b64encode(k.encode()).rstrip(b"=")
                    for k in self.keys]
        places = [("stdout", r.stdout), ("stderr", r.stderr)]
        for path, state in self.box.snapshot().items():
            if state[0] == "file" and before.get(path) != state:
                try:
                    with open(path, "rb") as f:
                        places.append((path, f.read()))
                except OSError:
                    pass
        for where, data in places:
            for secret in secrets:
                if secret in data:
                    self.complain("%s holds the secret %s" %
                                  (where, secret.decode()))
                    break
