#!/usr/bin/env python3
"""What every command owes the shell that runs it: to die quietly when its
reader is gone, to say so when a disk is full, and to heed its options."""

import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok	# noqa: E402

COMMANDS = [["models", "--all"], ["models", "--all", "--json"], ["--help"],
            ["help", "ask"], ["help", ":options"], ["--version"],
            ["config", "show"], ["config", "path"], ["doctor", "--offline"],
            ["route", "-t", "summarization", "It rained. We left."],
            ["-t", "summarization", "It rained. We left."]]


def run(args, stdout):
    return subprocess.run([SHUNT] + args, stdin=subprocess.DEVNULL,
                          stdout=stdout, stderr=subprocess.PIPE, timeout=60,
                          check=False)


def test_reader_gone():
    read, write = os.pipe()
    os.close(read)
    for args in COMMANDS:
        r = run(args, write)
        ok(r.returncode == -signal.SIGPIPE and not r.stderr,
           "nobody reads: " + " ".join(args), (r.returncode, r.stderr))
    os.close(write)


def test_full():
    for args in COMMANDS:
        with open("/dev/full", "wb") as full:
            r = run(args, full)
        ok(r.returncode == 12 and r.stderr.count(b"\n") == 1 and
           b"write error" in r.stderr, "full: " + " ".join(args),
           (r.returncode, r.stderr))


def test_doctor_timeout():
    """A server that takes the connection and never speaks TLS."""
    server = socket.create_server(("127.0.0.1", 0))
    folder = os.environ["XDG_CONFIG_HOME"] + "/shunt"
    os.makedirs(folder)
    with open(folder + "/config.ini", "w", encoding="utf-8") as f:
        f.write("[endpoint.a]\nadapter = openai-compatible\n"
                "base_url = https://127.0.0.1:%d\n" %
                server.getsockname()[1])
    start = time.monotonic()
    r = run(["doctor", "--connect-timeout", "0.2"], subprocess.PIPE)
    took = time.monotonic() - start
    server.close()
    ok(r.returncode == 7 and b"bad   endpoint a" in r.stdout,
       "doctor: a silent server is status 7", (r.returncode, r.stdout))
    ok(took < 5, "after --connect-timeout, not after 15 s", took)


class Lists(http.server.BaseHTTPRequestHandler):
    """Lists no models; the clock is python's own, or years behind."""

    behind = False

    def date_time_string(self, timestamp=None):
        if self.behind:
            return "Tue, 22 Nov 2005 18:30:45 GMT"
        return super().date_time_string(timestamp)

    def log_message(self, format, *args):
        pass

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"data":[]}')


class Behind(Lists):
    behind = True


def test_doctor_clock():
    """That one server's clock is wrong does not make ours so."""
    servers = [http.server.HTTPServer(("127.0.0.1", 0), kind)
               for kind in (Behind, Lists)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    ports = {"a": servers[0].server_port, "b": servers[1].server_port}
    for names, status in (("ab", 0), ("ba", 0), ("a", 3)):
        text = "".join("[endpoint.%s]\nadapter = openai-compatible\n"
                       "base_url = http://127.0.0.1:%d\n" %
                       (name, ports[name]) for name in names)
        with open("clock.ini", "w", encoding="utf-8") as f:
            f.write(text)
        os.environ["SHUNT_CONFIG"] = os.path.abspath("clock.ini")
        r = run(["doctor"], subprocess.PIPE)
        del os.environ["SHUNT_CONFIG"]
        line = [one for one in r.stdout.decode().split("\n")
                if " clock: " in one]
        good = "good  clock: within " if not status else "bad   clock: "
        ok(r.returncode == status and len(line) == 1 and
           line[0].startswith(good), "doctor: clocks of %s" % names,
           (r.returncode, r.stdout))
    for server in servers:
        server.shutdown()
    os.remove("clock.ini")


def test_stdout_by_name():
    """It is written, and what stood there before stays."""
    for name in ("-", "/dev/stdout", "/dev/fd/1"):
        with open("log", "wb") as f:
            f.write(b"first\n")
        with open("log", "ab") as f:
            r = run(["-o", name, "-t", "summarization", "It rained."], f)
        with open("log", "rb") as f:
            text = f.read()
        ok(not r.returncode and text == b"first\nIt rained.\n" and
           not os.path.exists("-"), "-o %s >> log" % name,
           (r.returncode, r.stderr, text))


test_reader_gone()
test_stdout_by_name()
test_full()
test_doctor_timeout()
test_doctor_clock()
sys.exit(finish())
