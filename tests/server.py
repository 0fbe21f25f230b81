#!/usr/bin/env python3
"""A scripted HTTP server on 127.0.0.1, for tests.

    tests/server.py [--log FILE] [--limit SECONDS] [--ca FOLDER] SCRIPT

prints its port, then serves until its stdin closes or SECONDS (60) are over.
SCRIPT is a file in the language of tests/lib/script.py ("-" is not allowed:
stdin is the lifeline), as lines or as JSON. FILE gets one JSON line for each
request, when its response has ended: number, connection, method, path,
headers in order, body, times of arrival, and how it ended.

It reads and writes HTTP itself, over plain sockets: neither the product nor
a library that the product uses has a part in what it checks.
"""

import argparse
import base64
import json
import os
import select
import socket
import ssl
import struct
import sys
import threading
import time
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))
import ca		# noqa: E402
import script as lang	# noqa: E402

MAX_HEAD = 1 << 20
MAX_KEEP = 64 << 20	# bytes of a request's body that are kept
REASONS = {100: "Continue", 103: "Early Hints", 200: "OK", 204: "No Content",
           301: "Moved Permanently", 302: "Found", 307: "Temporary Redirect",
           400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
           404: "Not Found", 429: "Too Many Requests",
           500: "Internal Server Error", 503: "Service Unavailable"}
VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1,
            "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class Gone(Exception):
    """The connection is over; the word says how."""


class Request:
    """What arrived. `body` is bytes; times are of time.monotonic()."""

    def __init__(self, number, conn):
        self.number, self.conn = number, conn
        self.method = self.path = self.version = ""
        self.headers = []
        self.body, self.body_len = b"", 0
        self.t_head = self.t_body = None
        self.complete = False
        self.outcome = None

    def header(self, name):
        """All values of a header, in order."""
        return [v for n, v in self.headers if n.lower() == name.lower()]

    def as_dict(self):
        d = {k: v for k, v in vars(self).items() if k != "body"}
        try:
            d["body"] = self.body.decode()
        except UnicodeDecodeError:
            d["body_b64"] = base64.b64encode(self.body).decode()
        return d


class Conn:
    """One connection: reading requests, writing what the script says."""

    def __init__(self, server, sock, number):
        self.server, self.sock, self.number = server, sock, number
        self.held = b""
        self.segment, self.pause = 0, 0.0
        self.lingers = True	# FIN, and what still comes is read
        self.reset_state()

    def reset_state(self):
        self.chunk = 0
        self.framing = None
        self.zip = None
        self.head_sent = False

    # reading

    def recv(self):
        try:
            data = self.sock.recv(65536)
        except (OSError, ssl.SSLError) as e:
            raise Gone("client-reset") from e
        if not data:
            raise Gone("client-closed")
        return data

    def line(self, limit=MAX_HEAD):
        while b"\n" not in self.held:
            if len(self.held) > limit:
                raise Gone("head-too-long")
            self.held += self.recv()
        line, self.held = self.held.split(b"\n", 1)
        return line.rstrip(b"\r")

    def read_head(self, rq):
        words = self.line().decode("latin-1").split(" ")
        if len(words) != 3:
            raise Gone("not-http")
        rq.method, rq.path, rq.version = words
        while True:
            line = self.line().decode("latin-1")
            if not line:
                break
            name, _, value = line.partition(":")
            rq.headers.append((name, value.strip()))
        rq.t_head = time.monotonic()

    def keep(self, rq, data):
        rq.body_len += len(data)
        self.got.append(data[:max(0, MAX_KEEP - rq.body_len + len(data))])

    def read_exact(self, rq, want):
        while want:
            if not self.held:
                self.held = self.recv()
            part, self.held = self.held[:want], self.held[want:]
            self.keep(rq, part)
            want -= len(part)

    def read_chunked(self, rq):
        while True:
            size = int(self.line().split(b";")[0], 16)
            if not size:
                break
            self.read_exact(rq, size)
            if self.line():
                raise Gone("bad-chunk")
        while self.line():
            pass

    def read_body(self, rq):
        self.got = []
        if rq.header("expect"):
            self.put(b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            if "chunked" in "".join(rq.header("transfer-encoding")).lower():
                self.read_chunked(rq)
            elif rq.header("content-length"):
                self.read_exact(rq, int(rq.header("content-length")[0]))
            rq.complete = True
        finally:
            rq.body = b"".join(self.got)
            rq.t_body = time.monotonic()

    # writing

    def put(self, data):
        step = self.segment or len(data) or 1
        try:
            for i in range(0, len(data), step):
                self.sock.sendall(data[i:i + step])
                if self.pause:
                    self.sleep(self.pause)
        except (OSError, ssl.SSLError) as e:
            raise Gone("client-closed") from e

    def client_closed(self, seconds):
        """Waits that long for the client to close; False if it did not."""
        ready = select.select([self.sock], [], [], seconds)[0]
        if not ready:
            return False
        try:
            if isinstance(self.sock, ssl.SSLSocket):
                data = self.sock.recv(65536)
                self.held += data
            else:
                data = self.sock.recv(1, socket.MSG_PEEK)
        except (OSError, ssl.SSLError):
            return True
        if data and not isinstance(self.sock, ssl.SSLSocket):
            time.sleep(min(seconds, 0.01))
        return not data

    def sleep(self, seconds):
        end = time.monotonic() + seconds
        while not self.server.stopping.is_set():
            left = end - time.monotonic()
            if left <= 0:
                return
            if self.client_closed(min(left, 0.2)):
                raise Gone("client-closed")
        raise Gone("stopped")

    def body_length(self, rp, rq):
        if rp.length is not None:
            return rp.length
        total, z = 0, zlib.compressobj(9, zlib.DEFLATED, 31)
        for piece in self.body(rp, rq):
            total += len(z.compress(piece) if rp.gzip else piece)
        return total + (len(z.flush()) if rp.gzip else 0)

    def body(self, rp, rq):
        for verb, arg, count in rp.steps:
            if verb not in lang.BODY:
                continue
            for _ in range(count):
                yield from lang.pieces(verb, arg, self.server.folder,
                                       rq.body if rq else b"")

    def send_head(self, rp, rq):
        self.head_sent = True
        status = rp.status or 200
        first = rp.first_body()
        bodiless = status == 204 or status == 304 or status < 200
        self.framing = rp.framing or ("chunked" if first in lang.STREAMS
                                      else "none" if bodiless else "length")
        headers = []
        named = {n.lower() for n, _ in rp.headers} | rp.without
        if "content-type" not in named and first in lang.TYPES:
            headers.append(("Content-Type", lang.TYPES[first]))
        headers += rp.headers
        for count, size in rp.floods:
            headers += [("X-Flood-%d" % i, "f" * size) for i in range(count)]
        if rp.gzip:
            headers.append(("Content-Encoding", "gzip"))
            self.zip = zlib.compressobj(9, zlib.DEFLATED, 31)
        if self.framing == "chunked":
            headers.append(("Transfer-Encoding", "chunked"))
        elif self.framing == "length":
            headers.append(("Content-Length", self.body_length(rp, rq)))
        elif self.framing == "close":
            headers.append(("Connection", "close"))
        text = "HTTP/1.1 %d %s\r\n" % (status, rp.reason or
                                       REASONS.get(status, "Status"))
        text += "".join("%s: %s\r\n" % h for h in headers)
        self.put(text.encode() + b"\r\n")

    def send_body(self, data):
        if not data:
            return
        if self.framing != "chunked":
            return self.put(data)
        step = self.chunk or len(data)
        out = b""
        for i in range(0, len(data), step):
            part = data[i:i + step]
            out += b"%x\r\n%s\r\n" % (len(part), part)
            if len(out) > 65536 or self.pause:
                self.put(out)
                out = b""
        return self.put(out)

    def send_end(self, rp, rq):
        if not self.head_sent:
            self.send_head(rp, rq)
        if self.zip:
            self.send_body(self.zip.flush())
        if self.framing == "chunked":
            self.put(b"0\r\n\r\n")
        elif self.framing == "close":
            raise Gone("done")

    # the other steps; each takes the argument

    def do_chunk(self, arg):
        self.chunk = int(arg)

    def do_segment(self, arg):
        words = arg.split()
        self.segment = int(words[0])
        self.pause = float(words[1]) if len(words) > 1 else 0.0

    def do_early(self, arg):
        code, _, header = arg.partition(" ")
        self.put(("HTTP/1.1 %s %s\r\n%s\r\n" % (
            code, REASONS.get(int(code), "Interim"),
            header + "\r\n" if header else "")).encode())

    def do_raw(self, arg):
        self.put(lang.unescape(arg))

    def do_rawhex(self, arg):
        self.put(bytes.fromhex(arg))

    def do_delay(self, arg):
        self.sleep(float(arg))

    def do_wait(self, _):
        self.sleep(1e9)

    def do_close(self, _):
        raise Gone("closed")

    def do_halfclose(self, _):
        self.sock.shutdown(socket.SHUT_WR)

    def do_reset(self, _):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                             struct.pack("ii", 1, 0))
        self.lingers = False
        raise Gone("reset")

    def respond(self, rp, rq):
        self.reset_state()
        raw = rp.is_raw()
        for verb, arg, count in rp.steps:
            if verb in lang.BODY and not self.head_sent:
                self.send_head(rp, rq)
            elif (verb in ("delay", "wait", "close", "reset", "halfclose")
                  and rp.status and not self.head_sent):
                self.send_head(rp, rq)
            for _ in range(count):
                if verb not in lang.BODY:
                    getattr(self, "do_" + verb)(arg)
                    continue
                for piece in lang.pieces(verb, arg, self.server.folder,
                                         rq.body if rq else b""):
                    self.send_body(self.zip.compress(piece) if self.zip
                                   else piece)
        if raw:
            raise Gone("done")
        self.send_end(rp, rq)

    # the whole

    def serve(self):
        rq = None
        try:
            if "mute" in self.server.script.options:
                while True:
                    self.recv()
            rp = self.server.take(None)
            if rp:
                self.respond(rp, None)
            while True:
                rq = None
                self.held = self.held or self.recv()
                rq = self.server.new_request(self.number)
                self.one_request(rq)
                self.server.ended(rq, "done")
        except Gone as e:
            if rq:
                self.server.ended(rq, str(e))
        except ValueError as e:
            self.server.fault("connection %d: %s" % (self.number, e))
        finally:
            self.server.drop(self)

    def one_request(self, rq):
        self.read_head(rq)
        rp = self.server.take(rq)
        if not rp or rp.when == "request":
            self.read_body(rq)
        self.server.arrived()
        if not rp:
            raise Gone("unscripted")
        self.respond(rp, rq)


class Server:
    """Binds at once; answers after start(). `requests` is what came."""

    def __init__(self, ca_folder=None, log=None):
        self.ca_folder, self.log = ca_folder, log
        self.sock = socket.socket()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind(("127.0.0.1", 0))
        self.port = self.sock.getsockname()[1]
        self.stopping = threading.Event()
        self.changed = threading.Condition()
        self.conns, self.fillers = set(), []
        self.threads = []
        self.tls = None
        self.load(lang.Script())

    def load(self, script):
        with self.changed:
            self.script, self.folder = script, script.folder
            self.used = set()
            self.requests, self.faults = [], []
            self.conn_count = 0

    def rewind(self):
        """As before the first request."""
        self.load(self.script)

    @property
    def scheme(self):
        return "https" if "tls" in self.script.options else "http"

    @property
    def url(self):
        return "%s://127.0.0.1:%d" % (self.scheme, self.port)

    def start(self):
        options = self.script.options
        if "tls" in options:
            self.tls = self.tls_context(options)
        if "rcvbuf" in options:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF,
                                 int(options["rcvbuf"]))
        if "refuse" in options:
            return
        if "blackhole" in options:
            self.sock.listen(0)
            for _ in range(4):
                filler = socket.socket()
                filler.setblocking(False)
                filler.connect_ex(("127.0.0.1", self.port))
                self.fillers.append(filler)
            return
        self.sock.listen(512)
        self.spawn(self.accept)

    def tls_context(self, options):
        folder = ca.make(self.ca_folder)
        name = os.path.join(folder, options["tls"] or "good")
        ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if "tls-version" in options:
            version = VERSIONS[options["tls-version"]]
            ctx.set_ciphers("ALL:@SECLEVEL=0")
            ctx.minimum_version = ctx.maximum_version = version
        ctx.load_cert_chain(name + ".pem", name + ".key")
        return ctx

    def spawn(self, fn, *args):
        thread = threading.Thread(target=fn, args=args, daemon=True)
        thread.start()
        self.threads.append(thread)

    def accept(self):
        while not self.stopping.is_set():
            try:
                sock, _ = self.sock.accept()
            except OSError:
                return
            with self.changed:
                self.conn_count += 1
                number = self.conn_count
            self.spawn(self.welcome, sock, number)

    def welcome(self, sock, number):
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                sock.settimeout(20)
                sock = self.tls.wrap_socket(sock, server_side=True)
                sock.settimeout(None)
        except (OSError, ssl.SSLError):
            sock.close()
            return
        conn = Conn(self, sock, number)
        with self.changed:
            self.conns.add(conn)
        conn.serve()

    def drop(self, conn):
        with self.changed:
            self.conns.discard(conn)
        try:
            if conn.lingers:
                # close() with unread bytes would send a RST
                conn.sock.shutdown(socket.SHUT_WR)
                conn.sock.settimeout(1)
                while conn.sock.recv(65536):
                    pass
        except (OSError, ssl.SSLError):
            pass
        finally:
            conn.sock.close()

    def take(self, rq):
        """The response for a request, or (None) for a new connection."""
        with self.changed:
            if self.script.options.get("repeat") == "cycle" and (
                    len(self.used) == len(self.script.responses)):
                self.used = set()
            last = None
            for i, rp in enumerate(self.script.responses):
                if rq is None and rp.when != "connect":
                    if i not in self.used:
                        return None
                    continue
                if rq is not None and (rp.when == "connect" or not
                                       rp.fits(rq.method, rq.path)):
                    continue
                last = rp
                if i not in self.used:
                    self.used.add(i)
                    return rp
            repeat = self.script.options.get("repeat", "last")
            return last if repeat == "last" else None

    def new_request(self, conn):
        with self.changed:
            rq = Request(len(self.requests) + 1, conn)
            self.requests.append(rq)
            return rq

    def arrived(self):
        with self.changed:
            self.changed.notify_all()

    def ended(self, rq, outcome):
        with self.changed:
            rq.outcome = outcome
            self.changed.notify_all()
            if self.log:
                self.log.write(json.dumps(rq.as_dict()) + "\n")
                self.log.flush()

    def fault(self, text):
        with self.changed:
            self.faults.append(text)

    def wait_for(self, test, seconds):
        """Until test(requests) holds; False when it did not in time."""
        with self.changed:
            return self.changed.wait_for(lambda: test(self.requests),
                                         seconds)

    def idle(self, seconds):
        """Until every connection has ended; False when one did not."""
        end = time.monotonic() + seconds
        while self.conns and time.monotonic() < end:
            time.sleep(0.005)
        return not self.conns

    def close_conns(self):
        with self.changed:
            conns = list(self.conns)
        for conn in conns:
            try:
                conn.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def stop(self):
        self.stopping.set()
        for sock in [self.sock] + self.fillers:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()
        self.close_conns()
        for thread in self.threads:
            thread.join(2)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    p.add_argument("script")
    p.add_argument("--log")
    p.add_argument("--limit", type=float, default=60)
    p.add_argument("--ca", default=None)
    args = p.parse_args()
    with open(args.script, encoding="utf-8") as f:
        text = f.read()
    folder = os.path.dirname(os.path.abspath(args.script))
    script = lang.parse(text, folder)
    if "tls" in script.options and not args.ca:
        p.error("tls wants --ca FOLDER")
    log = open(args.log, "w", encoding="utf-8") if args.log else None
    server = Server(args.ca, log)
    server.load(script)
    server.start()
    print(server.port, flush=True)
    end = time.monotonic() + args.limit
    while time.monotonic() < end:
        left = max(0, end - time.monotonic())
        if select.select([0], [], [], left)[0] and not os.read(0, 4096):
            break
    server.stop()


if __name__ == "__main__":
    try:
        main()
    except lang.ScriptError as e:
        sys.exit("server.py: %s" % e)
    except KeyboardInterrupt:
        pass
