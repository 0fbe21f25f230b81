#!/usr/bin/env python3
# timeout: 240
"""Each allocation of a run fails once, by tests/oom.c: the run must end with
status 1 and one line on stderr, or print just what it prints undisturbed.

    B=build tests/scripts/test_oom.py [PROGRAM ARGUMENT ...]

tries that command instead of shunt's own, every allocation of it. Of the runs
here that load libcurl, the first thousands of allocations are in its and
OpenSSL's start: LIMIT of those are tried, spread evenly, and each of the last
LAST; OOM_LIMIT=0 tries all.

Allocations made by json-c's own code are spared (OOM_SPARE= spares none):
json-c 0.16 uses what strdup() gave without a look (json_object_object_add_ex)
and takes a string that it could not make for null, so that its caller cannot
tell. Our own allocations, and all others, are failed.
"""

import os
import re
import subprocess
import sys
import tempfile

TOP = os.environ.get("TOP") or os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [TOP + "/tests", TOP + "/tests/lib"]
sys.dont_write_bytecode = True
import script	# noqa: E402
from server import Server	# noqa: E402

B = os.path.join(TOP, os.environ.get("B", "build"))
LIMIT = int(os.environ.get("OOM_LIMIT", "50"))
LAST = 200
SHUNT = os.environ.get("SHUNT", B + "/shunt")
CONFIG = """[endpoint.a]
adapter = openai-compatible
base_url = %s/v1
local = yes
[model.x]
endpoint = a
id = x
"""
ASK = "response\nchat Hello\nchat-done\n"
LOADER = "cannot allocate memory for thread-local data"
TEXT = ("Rain fell for two days. The river rose by a metre. Nobody was "
        "hurt, said the mayor. The bridge stays closed until Friday. ") * 3
ROWS = (b'{"id":1,"prompt":"Plan a party.","label":"code","source":"s"}\n'
        b'{"prompt":"How many?","weak":0,"strong":1,"benchmark":"b"}\n')
COMMANDS = (
    (("--version",), b""),
    (("--help",), b""),
    (("route", "Why is the sky blue?"), b""),
    (("route", "--json", "Why is the sky blue?"), b""),
    (("eval", "--errors", "-"), ROWS),
    (("route", "--jsonl"), ROWS),
    (("-m", "builtin/extract", "Summarise this in one sentence."),
     TEXT.encode()),
    (("-m", "a/x", "Say hello."), b""),
    (("-m", "a/x", "--json", "Say hello."), b""),
)


def steady(data):
    """An answer without what differs from run to run: times, its id, the
    attempts (one more may have helped), and the usage that comes after the
    end mark (the answer is whole without it)."""
    return re.sub(rb'"ms":(\{[^}]*\}|[\d.]+|null)|"id":"[^"]*"|'
                  rb'"attempts":\[[^]]*\]|"usage":\{[^}]*\}', b"", data)


class Loop:
    """Runs one command again and again."""

    def __init__(self, argv, stdin, env):
        self.argv, self.stdin = list(argv), stdin
        self.report = tempfile.mktemp(prefix="oom-")
        name = os.path.basename(argv[0])[:15]
        spare = os.environ.get("OOM_SPARE", "libjson-c.so")
        if spare:
            env["OOM_NOT_FROM"] = spare
        self.env = dict(env, LD_PRELOAD=B + "/oom.so", OOM_FOR=name,
                        OOM_FILE=self.report)

    def run(self, at):
        if os.path.exists(self.report):
            os.unlink(self.report)
        done = subprocess.run(self.argv, input=self.stdin, timeout=30,
                              env=dict(self.env, OOM_AT=str(at)),
                              capture_output=True, check=False)
        try:
            with open(self.report, encoding="ascii") as f:
                word, number = f.read().split()
        except OSError:
            word, number = "nothing", 0
        return done, word, int(number)

    def wrong(self, done, whole, ours):
        """Why this ending is none of the two allowed, or None."""
        lines = done.stderr.decode("utf-8", "replace").split("\n")
        if done.returncode < 0:
            return "died by signal %d" % -done.returncode
        if done.returncode == whole.returncode:
            same = steady(done.stdout) == steady(whole.stdout)
            return None if same else (
                "status %d with another stdout" % done.returncode)
        if not ours:
            return None
        if done.returncode == 127 and lines[0].startswith(LOADER):
            return None	# ld.so gives up by itself, before any of our code
        if done.returncode == 9 and "Out of memory" in lines[0]:
            return None	# libcurl says so of a header line over its cap, too
        if done.returncode != 1:
            return "status %d: %s" % (done.returncode, lines)
        if len(lines) != 2 or lines[1] or not lines[0].startswith("shunt: "):
            return "not one line on stderr: %s" % lines
        if not whole.stdout.startswith(done.stdout) and (
                done.stdout[:1] != b"{"):
            return "other bytes on stdout: %r" % done.stdout[:200]
        return None

    def all(self, ours, limit):
        """(runs, complaints)"""
        whole, word, total = self.run(0)
        if word != "count" or not total:
            return 0, ["the allocator was not loaded: %r" % whole.stderr]
        if whole.returncode:
            return 0, ["fails undisturbed: %d %r" % (whole.returncode,
                                                     whole.stderr)]
        step = max(1, (total - LAST) // limit) if limit else 1
        bad, runs, failed, at = [], 0, 0, 1
        while len(bad) < 5:
            done, word, _ = self.run(at)
            runs += 1
            failed += word == "failed"
            reason = self.wrong(done, whole, ours)
            if reason:
                bad.append("allocation %d of %d: %s" % (at, total, reason))
            if word == "count":
                break	# it ended before that many
            at += step if at < total - LAST else 1
        if not failed:
            bad.append("no allocation failed")
        return runs, bad


def environment(folder, url):
    os.makedirs(folder + "/.config/shunt", mode=0o700, exist_ok=True)
    path = folder + "/.config/shunt/config.ini"
    with open(path, "w", encoding="utf-8") as f:
        f.write(CONFIG % url)
    os.chmod(path, 0o600)
    return {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": folder + "/state"}


def by_hand(argv):
    runs, bad = Loop(argv, b"", dict(os.environ)).all(False, 0)
    print("%d runs; %s" % (runs, "\n".join(bad) or "no crash"))
    return bool(bad)


def main():
    if os.environ.get("SAN") == "True":
        print("1..0 # SKIP sanitizers bring their own allocator")
        return 0
    if not os.path.exists(B + "/oom.so"):
        print("%s/oom.so is not built: make oom" % B)
        return 1
    if len(sys.argv) > 1:
        return by_hand(sys.argv[1:])
    server = Server()
    server.load(script.parse(ASK))
    server.start()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        env = environment(folder, server.url)
        for n, (args, stdin) in enumerate(COMMANDS, 1):
            argv = [SHUNT, *args]
            runs, bad = Loop(argv, stdin, env).all(True, LIMIT)
            print("%sok %d - %s, %d runs" % ("not " if bad else "", n,
                                             " ".join(args), runs))
            for line in bad:
                print("# " + line)
            failed += bool(bad)
    server.stop()
    print("ok %d - allocations within json-c # SKIP json-c 0.16 does not "
          "check them itself" % (len(COMMANDS) + 1))
    print("1..%d" % (len(COMMANDS) + 1))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
