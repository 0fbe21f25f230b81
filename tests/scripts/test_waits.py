#!/usr/bin/env python3
# timeout: 60
"""Waits until a time of day, which no file can hold (faults C8), and a clock
that is a year off (C20): durations hold, and dates at least do no harm.
Speaks TAP."""

import email.utils
import glob
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok, skip	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

CONFIG = """[defaults]
retries = 1
[endpoint.a]
adapter = openai-compatible
base_url = %s/v1
"""
# header, and the value for a number of seconds from now
FORMS = (
    ("Retry-After", lambda at: email.utils.formatdate(at, usegmt=True)),
    ("anthropic-ratelimit-requests-reset", lambda at: time.strftime(
        "%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))),
    ("X-RateLimit-Reset", lambda at: "%d" % (at * 1000)),
    ("X-RateLimit-Reset", lambda at: "%d" % at),
)


def run(root, header, value, **env):
    """A 429 with that header, then an answer."""
    box, server = Box(root), Server()
    server.load(script.parse("response\nstatus 429\nheader %s: %s\n"
                             "text busy\nresponse\nchat ok\nchat-done\n"
                             % (header, value)))
    server.start()
    path = box.home + "/config.ini"
    with open(path, "w", encoding="utf-8") as f:
        f.write(CONFIG % server.url)
    os.chmod(path, 0o600)
    child = Child([SHUNT, "-m", "a/x", "hello"],
                  box.env(SHUNT_CONFIG=path, **env), box.cwd)
    r = child.finish(30)
    times = [rq.t_head for rq in server.requests]
    r.asked = len(times)
    r.gap = times[1] - times[0] if len(times) > 1 else None
    server.stop()
    for report in box.reports():
        ok(False, "a report of a sanitizer", report)
    return r


def soon(root):
    for header, form in FORMS:
        # our clock and the header's both count whole seconds
        r = run(root, header, form(time.time() + 2))
        ok(r.status == 0 and r.stdout == b"ok" and r.asked == 2 and
           r.gap >= 0.99, "%s, two seconds from now" % header, r.status,
           r.gap, r.stderr)


def wrong_clock(root):
    libs = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not libs or os.environ.get("SAN") == "True":
        skip("a clock that is wrong", "no faketime, or a sanitizer")
        return
    for shift in ("-1y", "+1y"):
        env = {"LD_PRELOAD": libs[0], "FAKETIME": shift,
               "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        r = run(root, "Retry-After", "1", **env)
        ok(r.status == 0 and r.asked == 2 and r.gap >= 0.99,
           "%s: a second is a second" % shift, r.status, r.gap, r.stderr)
        date = email.utils.formatdate(time.time() + 2, usegmt=True)
        r = run(root, "Retry-After", date, **env)
        if shift == "+1y":
            ok(r.status == 0 and r.asked == 2,
               "%s: the date is over" % shift, r.status, r.stderr)
        else:
            ok(r.status == 5 and r.asked == 1 and
               r.stderr.count(b"\n") == 1,
               "%s: nobody waits for a year" % shift, r.status, r.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        soon(folder + "/box")
        wrong_clock(folder + "/box")
    return finish()


if __name__ == "__main__":
    sys.exit(main())
