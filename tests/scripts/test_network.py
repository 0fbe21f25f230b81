#!/usr/bin/env python3
# timeout: 120
"""A machine of its own: servers on the ports where Ollama, llama.cpp and LM
Studio listen, a resolver that is mute, names that nobody knows (DESIGN 5;
faults A1, A2, A5, E14, E18). Speaks TAP.

It runs in a network namespace, where nothing else listens and no packet
leaves; without the right to make one it skips."""

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok, skip	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

ASK = ("Why is the sky blue?",)
CHAT = "response POST /v1/chat/completions\nchat from %s\nchat-done\n"
LIST = ('response GET /v1/models\njson {"object":"list","data":'
        '[{"id":"%s","object":"model","owned_by":"library"}]}\n')
# the identity calls as the three servers' own documentation shows them
OLLAMA = ('response GET /api/version\njson {"version":"0.12.6"}\n'
          'response GET /api/tags\njson {"models":[{"name":'
          '"llama3.2:latest","model":"llama3.2:latest","details":'
          '{"family":"llama"}}]}\n'
          'response POST /api/chat\nline {"model":"llama3.2:latest",'
          '"message":{"role":"assistant","content":"from ollama"},'
          '"done":true,"done_reason":"stop"}\n')
LLAMA = ('response GET /props\njson {"default_generation_settings":{"id":0,'
         '"n_ctx":4096},"total_slots":1,"model_path":"m.gguf"}\n' +
         LIST % "m.gguf" + CHAT % "llama.cpp")
STUDIO = ('response GET /api/v0/models\njson {"object":"list","data":[{"id":'
          '"qwen2.5-7b","object":"model","type":"llm","state":"loaded"}]}\n' +
          LIST % "qwen2.5-7b" + CHAT % "lmstudio")


class Fixed(Server):
    """The scripted server, on a port of our choice."""

    def __init__(self, port, text):
        super().__init__()
        self.sock.close()
        self.sock = socket.socket()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind(("127.0.0.1", port))
        self.port = port
        self.load(script.parse(text))
        self.start()

    def calls(self):
        return ["%s %s" % (r.method, r.path) for r in self.requests]


class Spy:
    """A listener of another user, which tells whether anybody came."""

    def __init__(self, uid, address, port):
        os.seteuid(uid)		# a socket belongs to who makes it
        try:
            self.sock = socket.socket()
        finally:
            os.seteuid(0)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind((address, port))
        self.sock.listen(8)
        self.sock.setblocking(False)

    def stop(self):
        """How many came."""
        came = 0
        try:
            while True:
                self.sock.accept()[0].close()
                came += 1
        except BlockingIOError:
            self.sock.close()
        return came


def run(root, *args, config=None, **env):
    box = Box(root)
    if config:
        folder = box.home + "/.config/shunt"
        os.makedirs(folder, mode=0o700)
        with open(folder + "/config.ini", "w", encoding="utf-8") as f:
            f.write(config)
        os.chmod(folder + "/config.ini", 0o600)
    child = Child([SHUNT, *args], box.env(**env), box.cwd)
    began = time.monotonic()
    r = child.finish(20)
    r.took = time.monotonic() - began
    for report in box.reports():
        ok(False, "a report of a sanitizer", report)
    return r


def nothing(root):
    r = run(root, *ASK)
    ok(r.status == 13 and not r.stdout and r.stderr.count(b"\n") == 3 and
       b"OPENAI_API_KEY" in r.stderr, "nothing listens: 13 and three lines",
       r.status, r.stderr)


def found(root):
    chat = "/v1/chat/completions"
    for name, port, path, text in (("ollama", 11434, "/api/chat", OLLAMA),
                                   ("llama.cpp", 8080, chat, LLAMA),
                                   ("lmstudio", 1234, chat, STUDIO)):
        server = Fixed(port, text)
        r = run(root, *ASK, http_proxy="http://127.0.0.1:9",
                ALL_PROXY="http://127.0.0.1:9")
        ok(r.status == 0 and r.stdout == b"from " + name.encode(),
           name + ": is found and answers", r.status, r.stdout, r.stderr)
        ok(r.stderr.count(b"\n") == 1 and str(port).encode() in r.stderr,
           name + ": one line says where prompts go", r.stderr)
        ok(server.calls()[-1:] == ["POST " + path] and
           len(server.calls()) == 3 and
           not any(r.header("authorization") for r in server.requests),
           name + ": identity, list, prompt, and no key", server.calls())
        server.load(script.parse(text))
        for args in (("--offline", *ASK), ("route", *ASK),
                     ("route", "--json", *ASK), ("--dry-run", *ASK)):
            run(root, *args)
        ok(not server.requests and not server.conn_count,
           name + ": route, --offline and --dry-run do not look",
           server.calls())
        run(root, *ASK, config="[endpoint.a]\nadapter = openai-compatible\n"
            "base_url = http://127.0.0.1:9/v1\n")
        run(root, *ASK, OPENAI_API_KEY="sk-x")
        ok(not server.requests and not server.conn_count,
           name + ": nor when anything is configured", server.calls())
        server.stop()


def not_what_it_seems(root):
    for name, text in (
            ("a web page", "response\nheader Content-Type: text/html\n"
                           "text <html>version models props</html>\n"),
            ("404 for all", "response\nstatus 404\ntext no\n"),
            ("a redirect", "response\nstatus 302\n"
                           "header Location: http://127.0.0.1:11434/x\n"),
            ("an empty object", "response\njson {}\n"),
            ("mute", "mute\n")):
        servers = [Fixed(p, text) for p in (11434, 8080, 1234)]
        r = run(root, *ASK)
        calls = [c for s in servers for c in s.calls()]
        ok(r.status == 13 and r.took < 2 * SLOW,
           name + " on all three ports: not used", r.status, r.took,
           r.stderr)
        ok(not any(c.startswith("POST") for c in calls) and
           len(calls) <= 3, name + ": no prompt went there", calls)
        for server in servers:
            server.stop()


def of_others(root):
    try:
        os.seteuid(12345)
        os.seteuid(0)
    except OSError:
        skip("a listener of another user", "not root")
        return
    spies = [Spy(12345, "127.0.0.1", p) for p in (11434, 8080, 1234)]
    r = run(root, *ASK)
    came = sum(s.stop() for s in spies)
    ok(r.status == 13 and not came, "listeners of another user: not even "
       "a connection", r.status, came, r.stderr)
    spy = Spy(2, "127.0.0.1", 11434)
    r = run(root, *ASK)
    ok(spy.stop() == 1 and r.status == 13,
       "a system account's is asked who it is", r.status)
    for mine, others in (("127.0.0.2", "127.0.0.1"),
                         ("127.0.0.1", "127.0.0.2")):
        ours, theirs = Spy(0, mine, 11434), Spy(12345, others, 11434)
        run(root, *ASK)
        came, to_us = theirs.stop(), ours.stop()
        ok(not came, "two listeners, %s is another user's: it is left alone"
           % others, came, to_us)


def names(root):
    config = ("[defaults]\nretries = 0\n[endpoint.a]\nadapter = openai-"
              "compatible\nbase_url = https://nope.invalid/v1\n"
              "[endpoint.b]\nadapter = openai-compatible\n"
              "base_url = http://127.0.0.1:4711/v1\n")
    r = run(root, "-m", "a/x", "hello", config=config)
    ok(r.status == 6 and b"nope.invalid" in r.stderr and
       b"resolve" in r.stderr and r.stderr.count(b"\n") == 1 and
       r.took < 5 * SLOW, "a name that nobody knows", r.status, r.took,
       r.stderr)
    server = Fixed(4711, CHAT % "b")
    r = run(root, "-m", "a/x,b/y", "hello", config=config)
    ok(r.status == 0 and r.stdout == b"from b", "and the next answers",
       r.status, r.stdout, r.stderr)
    server.stop()


def mute_resolver(root, folder):
    with open(folder + "/resolv.conf", "w", encoding="ascii") as f:
        f.write("nameserver 127.0.0.1\noptions timeout:30\n")
    done = subprocess.run(["mount", "--bind", folder + "/resolv.conf",
                           "/etc/resolv.conf"], capture_output=True,
                          check=False)
    if done.returncode:
        skip("a resolver that hangs", "cannot mount")
        return
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 53))
    config = ("[defaults]\nretries = 0\n[endpoint.a]\nadapter = openai-"
              "compatible\nbase_url = https://models.example/v1\n")
    r = run(root, "--connect-timeout", "0.4", "-m", "a/x", "hello",
            config=config)
    ok(r.status == 7 and r.took < 3 * SLOW and r.stderr.count(b"\n") == 1,
       "a resolver that hangs: within the connect timeout", r.status, r.took,
       r.stderr)
    box = Box(root)
    os.makedirs(box.home + "/.config/shunt", mode=0o700)
    with open(box.home + "/.config/shunt/config.ini", "w",
              encoding="utf-8") as f:
        f.write(config)
    child = Child([SHUNT, "-m", "a/x", "hello"], box.env(), box.cwd)
    time.sleep(0.4)
    began = time.monotonic()
    child.signal(signal.SIGINT)
    r = child.finish(10)
    took = time.monotonic() - began
    ok(r.status == "SIGINT" and took < SLOW,
       "a resolver that hangs: Ctrl-C works meanwhile", r.status, took)
    udp.close()
    subprocess.run(["umount", "/etc/resolv.conf"], check=False)


def two_families(root, folder):
    """A name with two addresses, of which the first takes no connection."""
    with open(folder + "/hosts", "w", encoding="ascii") as f:
        f.write("::1 two.example\n127.0.0.1 two.example\n")
    done = subprocess.run(["mount", "--bind", folder + "/hosts",
                           "/etc/hosts"], capture_output=True, check=False)
    try:
        dead = socket.socket(socket.AF_INET6)
        dead.bind(("::1", 4712))
    except OSError:
        done.returncode = 1
    if done.returncode:
        skip("IPv6 first, and dead", "cannot mount, or no IPv6")
        return
    dead.listen(0)
    fillers = [socket.socket(socket.AF_INET6) for _ in range(4)]
    for filler in fillers:
        filler.setblocking(False)
        filler.connect_ex(("::1", 4712))
    server = Fixed(4712, CHAT % "IPv4")
    config = ("[endpoint.a]\nadapter = openai-compatible\nallow_http = yes\n"
              "base_url = http://two.example:4712/v1\n")
    first = socket.getaddrinfo("two.example", 4712)[0][4][0]
    r = run(root, "-m", "a/x", "hello", config=config)
    # 0.3 s more are allowed
    ok(first == "::1" and r.status == 0 and r.stdout == b"from IPv4" and
       r.took < 1.5 * SLOW, "IPv6 first, and dead: IPv4 answers", first,
       r.status, r.took, r.stderr)
    server.stop()
    for sock in fillers + [dead]:
        sock.close()
    subprocess.run(["umount", "/etc/hosts"], check=False)


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        # SIOCSIFFLAGS, IFF_UP
        fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 1))


def enter():
    """Starts this script anew in namespaces of its own."""
    for flags in (["-n", "-m"], ["-r", "-n", "-m"]):
        argv = ["unshare"] + flags + ["true"]
        try:
            done = subprocess.run(argv, capture_output=True, check=False)
        except OSError:
            break
        if done.returncode == 0:
            os.environ["SHUNT_TEST_ALONE"] = "1"
            os.execvp("unshare", ["unshare"] + flags + [
                sys.executable, os.path.abspath(__file__)])
    print("cannot make a network namespace")
    return 77


def main():
    if not os.environ.pop("SHUNT_TEST_ALONE", None):
        return enter()
    loopback_up()
    with tempfile.TemporaryDirectory() as folder:
        root = folder + "/box"
        nothing(root)
        found(root)
        not_what_it_seems(root)
        of_others(root)
        names(root)
        mute_resolver(root, folder)
        two_families(root, folder)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
