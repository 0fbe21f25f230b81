#!/usr/bin/env python3
# timeout: 60
"""HTTP/2, which libcurl speaks wherever a server offers it over TLS: an
answer, and its faults (A33, A34). The server below knows as much of RFC 9113
as that takes; it reads no header, for its answer does not depend on any.
Speaks TAP."""

import os
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok, skip	# noqa: E402
import ca	# noqa: E402
from proc import Box, Child	# noqa: E402

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
ACK = END_STREAM = 1
END_HEADERS = 4
NO_ERROR, INTERNAL_ERROR, REFUSED_STREAM = 0, 2, 7
CHUNK = b'data: {"choices":[{"index":0,"delta":{"content":"%s"},' \
        b'"finish_reason":%s}]}\n\n'
# a fault that is read together with the data before it takes it along: then
# nothing was shown, and the answer may be asked for again
PAUSE = 0.5 * SLOW
SO_FAR = CHUNK % (b"so far", b"null")
REST = CHUNK % (b", so good", b'"stop"') + b"data: [DONE]\n\n"


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(
        ">BBI", kind, flags, stream) + payload


def head(stream):
    """:status 200 by its index, content-type as a literal (RFC 7541)."""
    name, value = b"content-type", b"text/event-stream"
    return frame(HEADERS, END_HEADERS, stream, b"\x88\x00" +
                 bytes([len(name)]) + name + bytes([len(value)]) + value)


def goaway(last, error):
    return frame(GOAWAY, 0, 0, struct.pack(">II", last, error))


def reset(stream, error):
    return frame(RST_STREAM, 0, stream, struct.pack(">I", error))


class Lost(Exception):
    """The client closed."""


class Server:
    """Plays one of `plays` for each connection, the last for all others."""

    def __init__(self, folder, plays):
        self.plays, self.conns, self.requests = plays, 0, 0
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(folder + "/good.pem", folder + "/good.key")
        self.tls.set_alpn_protocols(["h2"])
        self.sock = socket.create_server(("127.0.0.1", 0))
        self.port = self.sock.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                plain, _ = self.sock.accept()
                conn = self.tls.wrap_socket(plain, server_side=True)
            except OSError:
                return
            play = self.plays[min(self.conns, len(self.plays) - 1)]
            self.conns += 1
            try:
                play(self, conn)
            except (Lost, OSError):
                pass
            conn.close()

    @staticmethod
    def read(conn, size):
        got = b""
        while len(got) < size:
            more = conn.recv(size - len(got))
            if not more:
                raise Lost
            got += more
        return got

    def greet(self, conn):
        ok(conn.selected_alpn_protocol() == "h2" and
           self.read(conn, len(PREFACE)) == PREFACE, "HTTP/2 it is")
        conn.sendall(frame(SETTINGS, 0, 0))

    def request(self, conn):
        """Reads until a request is whole; its stream."""
        while True:
            top = self.read(conn, 9)
            size = struct.unpack(">I", b"\0" + top[:3])[0]
            kind, flags, stream = struct.unpack(">BBI", top[3:])
            payload = self.read(conn, size)
            if kind == SETTINGS and not flags & ACK:
                conn.sendall(frame(SETTINGS, ACK, 0))
            elif kind == PING and not flags & ACK:
                conn.sendall(frame(PING, ACK, 0, payload))
            elif kind in (HEADERS, DATA) and flags & END_STREAM:
                self.requests += 1
                return stream

    def stop(self):
        self.sock.close()


def whole(server, conn):
    server.greet(conn)
    stream = server.request(conn)
    conn.sendall(head(stream) + frame(DATA, 0, stream, SO_FAR) +
                 frame(DATA, END_STREAM, stream, REST))
    server.request(conn)	# until the client closes


def reset_in_stream(server, conn):
    server.greet(conn)
    stream = server.request(conn)
    conn.sendall(head(stream) + frame(DATA, 0, stream, SO_FAR))
    time.sleep(PAUSE)
    conn.sendall(reset(stream, INTERNAL_ERROR))
    server.request(conn)


def refused(server, conn):
    server.greet(conn)
    conn.sendall(reset(server.request(conn), REFUSED_STREAM))
    server.request(conn)


def goaway_in_stream(server, conn):
    server.greet(conn)
    stream = server.request(conn)
    conn.sendall(head(stream) + frame(DATA, 0, stream, SO_FAR))
    time.sleep(PAUSE)
    conn.sendall(goaway(0, INTERNAL_ERROR))


def goaway_after(server, conn):
    """Ours is still served, as the frame says."""
    server.greet(conn)
    stream = server.request(conn)
    conn.sendall(head(stream) + frame(DATA, 0, stream, SO_FAR) +
                 goaway(stream, NO_ERROR) +
                 frame(DATA, END_STREAM, stream, REST))
    server.request(conn)


def goaway_before(server, conn):
    server.greet(conn)
    conn.sendall(goaway(0, NO_ERROR))


def run(root, folder, plays, retries):
    box, server = Box(root), Server(folder, plays)
    path = box.home + "/config.ini"
    with open(path, "w", encoding="utf-8") as f:
        f.write("[defaults]\nretries = %d\n[endpoint.a]\n"
                "adapter = openai-compatible\nca_file = %s/ca.pem\n"
                "base_url = https://127.0.0.1:%d/v1\n"
                % (retries, folder, server.port))
    os.chmod(path, 0o600)
    child = Child([SHUNT, "-m", "a/x", "hello"],
                  box.env(SHUNT_CONFIG=path), box.cwd)
    r = child.finish(20)
    r.conns, r.requests = server.conns, server.requests
    server.stop()
    for report in box.reports():
        ok(False, "a report of a sanitizer", report)
    return r


def main():
    if not ssl.HAS_ALPN:
        skip("HTTP/2", "this python cannot offer it")
        return finish()
    with tempfile.TemporaryDirectory() as root:
        folder, box = ca.make(root + "/ca"), root + "/box"
        r = run(box, folder, [whole], 0)
        ok(r.status == 0 and r.stdout == b"so far, so good",
           "an answer", r.status, r.stdout, r.stderr)
        r = run(box, folder, [goaway_after], 0)
        ok(r.status == 0 and r.stdout == b"so far, so good",
           "GOAWAY that spares our stream", r.status, r.stderr)
        for name, play in (("RST_STREAM", reset_in_stream),
                           ("GOAWAY", goaway_in_stream)):
            r = run(box, folder, [play, whole], 2)
            ok(r.status == 9 and r.stdout == b"so far" and
               b"incomplete" in r.stderr and r.stderr.count(b"\n") == 1 and
               r.requests == 1, name + " in the middle: 9, what came is "
               "kept, nobody is asked again", r.status, r.stdout, r.stderr,
               r.requests)
        r = run(box, folder, [refused, whole], 1)
        ok(r.status == 0 and r.stdout == b"so far, so good" and
           r.requests == 2, "a stream that is refused is asked for again",
           r.status, r.stderr, r.requests)
        r = run(box, folder, [goaway_before, whole], 1)
        ok(r.status == 0 and r.stdout == b"so far, so good" and
           r.conns == 2, "GOAWAY before our stream: a new connection",
           r.status, r.stderr, r.conns)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
