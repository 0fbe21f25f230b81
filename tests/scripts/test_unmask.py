#!/usr/bin/env python3
"""A model that says the placeholder again, in pieces of every size: --unmask
puts the secret back on plain output, and nothing else does. Speaks TAP."""

import json
import os
import re
import socket
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok	# noqa: E402
from proc import Box, Child	# noqa: E402

# put together here, so that no scanner takes this file for a leak
SECRET = "ghp_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
CONFIG = "[endpoint.a]\nadapter = openai-compatible\nbase_url = %s/v1\n"


class Parrot:
    """Answers with `say`, {} being the placeholder of the request, in pieces
    of `step` characters."""

    def __init__(self):
        self.say, self.step, self.bodies = "", 1, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                conn = self.socket.accept()[0]
            except OSError:
                return
            with conn, conn.makefile("rb") as f:
                length = 0
                for line in iter(f.readline, b"\r\n"):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                self.answer(conn, f.read(length))

    def answer(self, conn, body):
        self.bodies.append(body)
        place = re.search(rb"\[secret:[^]]*\]", body)
        text = self.say.replace("{}", place.group().decode())
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream"
                     b"\r\nConnection: close\r\n\r\n")
        for i in range(0, len(text), self.step):
            delta = {"choices": [{"index": 0, "delta":
                                  {"content": text[i:i + self.step]}}]}
            conn.sendall(b"data: " + json.dumps(delta).encode() + b"\n\n")
        conn.sendall(b'data: {"choices":[{"index":0,"delta":{},'
                     b'"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n')


def main():
    with tempfile.TemporaryDirectory(prefix="shunt-unmask-") as root:
        box, parrot = Box(root), Parrot()
        folder = box.home + "/.config/shunt"
        os.makedirs(folder, mode=0o700)
        with open(folder + "/config.ini", "w", encoding="utf-8") as f:
            f.write(CONFIG % parrot.url)
        os.chmod(folder + "/config.ini", 0o600)

        def ask(*more):
            return Child([SHUNT, "-q", "-m", "a/x", *more,
                          "what is " + SECRET], box.env(),
                         box.cwd).finish(30 * SLOW)

        parrot.say = "It is {}, and once more {}. See https://e.org/?k={} !"
        want = re.escape(parrot.say).replace(r"\{\}", "%s")
        for parrot.step in list(range(1, 12)) + [40, 1000]:
            r = ask("--unmask")
            place = r"\[secret:[a-z-]+:[a-z0-9]+-1\]"
            ok(r.status == 0 and re.fullmatch(
                want % (SECRET, SECRET, place), r.stdout.decode()),
               "in pieces of %d: back in the text, not in the URL" %
               parrot.step, r.stdout, r.stderr)
        r = ask()
        ok(SECRET.encode() not in r.stdout and b"[secret:" in r.stdout,
           "without --unmask it stays masked", r.stdout)
        for option in ("--json", "--events"):
            r = ask(option)
            ok(r.status == 0 and SECRET.encode() not in r.stdout + r.stderr,
               "and with %s" % option, r.stdout)
        ok(not any(SECRET.encode() in b for b in parrot.bodies),
           "it never left")
        kept = b""
        for top, _, files in os.walk(box.home):
            for name in files:
                with open(os.path.join(top, name), "rb") as f:
                    kept += f.read()
        ok(b"secret:github-token" in kept and SECRET.encode() not in kept,
           "nor is it in the log")
        parrot.socket.close()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
