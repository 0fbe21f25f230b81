"""One connection of the scripted server: reads requests with its own code,
writes what a script says, byte by byte if it must."""

import base64
import select
import socket
import ssl
import struct
import time
import zlib

import script as lang
import sigv4

MAX_HEAD = 1 << 20
MAX_KEEP = 64 << 20	# bytes of a request's body that are kept
REASONS = {100: "Continue", 103: "Early Hints", 200: "OK", 204: "No Content",
           301: "Moved Permanently", 302: "Found", 307: "Temporary Redirect",
           400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
           404: "Not Found", 429: "Too Many Requests",
           500: "Internal Server Error", 503: "Service Unavailable"}


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

    def check_signature(self, rq):
        wanted = self.server.script.options.get("sigv4")
        if wanted is None:
            return
        wrong = sigv4.check((rq.method, rq.path, rq.headers, rq.body),
                            *wanted.split())
        if not wrong and not sigv4.is_fresh(rq.headers):
            wrong = "signed long ago"
        if wrong:
            self.server.fault("request %d: %s" % (rq.number, wrong))

    def one_request(self, rq):
        self.read_head(rq)
        rp = self.server.take(rq)
        if not rp or rp.when == "request":
            self.read_body(rq)
        self.check_signature(rq)
        self.server.arrived()
        if not rp:
            raise Gone("unscripted")
        self.respond(rp, rq)
