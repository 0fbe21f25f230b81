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
import json
import os
import select
import socket
import ssl
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "lib"))
import ca		# noqa: E402
import script as lang	# noqa: E402
from conn import Conn, Request	# noqa: E402

VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1,
            "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


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
