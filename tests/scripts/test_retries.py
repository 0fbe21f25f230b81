#!/usr/bin/env python3
# timeout: 60
"""Many at once on a server that is busy (faults C17): all get their answer,
each asks exactly twice, and they do not come back together. And one that
waits does not burn the processor (R4). Speaks TAP."""

import os
import resource
import statistics
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok	# noqa: E402
import script	# noqa: E402
from proc import Box, Child	# noqa: E402
from server import Server	# noqa: E402

MANY = 24
CONFIG = """[defaults]
retries = 1
[endpoint.a]
adapter = openai-compatible
base_url = %s/v1
"""


def configure(box, server, name):
    """A configuration of its own; its calls go to /NAME/."""
    path = "%s/%s.ini" % (box.home, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(CONFIG % ("%s/%s" % (server.url, name)))
    os.chmod(path, 0o600)
    return box.env(SHUNT_CONFIG=path)


def scene(root, text):
    box, server = Box(root), Server()
    server.load(script.parse(text))
    server.start()
    return box, server


def herd(root):
    box, server = scene(root, "".join(
        'response /p%d/\nstatus 429\njson {"error":{"message":"busy"}}\n'
        "response /p%d/\nchat ok\nchat-done\n" % (i, i)
        for i in range(MANY)))
    children = [Child([SHUNT, "-m", "a/x", "hello"],
                      configure(box, server, "p%d" % i), box.cwd)
                for i in range(MANY)]
    results = [c.finish(30) for c in children]
    ok(all(r.status == 0 and r.stdout == b"ok" for r in results),
       "%d at once all get their answer" % MANY,
       [(r.status, r.stderr) for r in results if r.status][:5])
    times = {}
    for rq in server.requests:
        times.setdefault(rq.path, []).append(rq.t_head)
    ok(len(times) == MANY and all(len(t) == 2 for t in times.values()),
       "each asks twice", {w: len(t) for w, t in times.items()})
    waits = [t[1] - t[0] for t in times.values() if len(t) == 2]
    spread = statistics.pstdev(waits) / statistics.mean(waits)
    ok(spread > 0.2, "they do not come back together", spread, waits)
    server.stop()


def idle(root):
    box, server = scene(root, "response\nchat so far\nwait\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = Child([SHUNT, "--idle-timeout", "1.5", "-m", "a/x", "hello"],
                  configure(box, server, "p"), box.cwd)
    r = child.finish(20)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime -
            before.ru_utime - before.ru_stime)
    ok(r.status == 7 and used < 0.5 * SLOW,
       "1.5 s of waiting take no processor", r.status, used)
    server.stop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        idle(folder + "/idle")
        herd(folder + "/herd")
    return finish()


if __name__ == "__main__":
    sys.exit(main())
