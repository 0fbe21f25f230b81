#!/usr/bin/env python3
# timeout: 240
"""shunt log, stats, session and rate, on logs that python3's sqlite3 made and
reads again."""

import fcntl
import json
import math
import os
import pty
import random
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, TOP, finish, ok, skip	# noqa: E402
from logdb import LogDb	# noqa: E402

DAY = 86400000
T0 = 1795372205250	# 2026-11-22 18:30:05.250 UTC
EVIL = "\x1b]52;c;AAAA\x07 \x1b[2Jevil \u202eask\n\tsecond line"
SECONDS = 60 * SLOW


class Home:
    """A HOME with a state folder and, where wanted, a log in it."""

    count = 0

    def __init__(self, log=True):
        Home.count += 1
        self.home = os.path.join(os.getcwd(), "home-%d" % Home.count)
        self.state = self.home + "/state"
        os.makedirs(self.state)
        self.env = {k: v for k, v in os.environ.items()
                    if not k.endswith("_API_KEY") and
                    not k.startswith("SHUNT_")}
        self.env.update(HOME=self.home, XDG_STATE_HOME=self.state,
                        XDG_CONFIG_HOME=self.home + "/config",
                        TZ="Europe/Berlin", LC_ALL="C.UTF-8", TERM="xterm")
        self.log = LogDb(self.state) if log else None

    def run(self, *args, **more):
        env = dict(self.env, **more.pop("env", {}))
        return subprocess.run([SHUNT] + list(args), env=env,
                              stdin=subprocess.DEVNULL, text=True,
                              stdout=more.pop("stdout", subprocess.PIPE),
                              stderr=subprocess.PIPE, timeout=SECONDS,
                              check=False, **more)

    def lines(self, *args):
        """What a good run prints, as a list."""
        r = self.run(*args)
        if r.returncode or r.stderr:
            ok(False, "shunt " + " ".join(args), r.returncode, r.stderr)
        return r.stdout.split("\n")[:-1]

    def json(self, *args):
        return [json.loads(x) for x in self.lines(*args)]

    def ids(self, *args):
        return [x["id"] for x in self.json("log", *args, "--json")]

    def screen(self, columns, *args, **env):
        """What it prints to a terminal, with the status."""
        pid, fd = pty.fork()
        if not pid:
            time.sleep(0.05)	# for the size to be set
            os.execve(SHUNT, [SHUNT] + list(args), dict(self.env, **env))
        fcntl.ioctl(fd, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 50, columns, 0, 0))
        out = b""
        while True:
            try:
                piece = os.read(fd, 65536)
            except OSError:
                break
            if not piece:
                break
            out += piece
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(fd)
        return out.decode().replace("\r\n", "\n"), status

    def config(self, text):
        os.makedirs(self.home + "/config/shunt", exist_ok=True)
        with open(self.home + "/config/shunt/config.ini", "w",
                  encoding="utf-8") as f:
            f.write(text)

    def sql(self, query, *args):
        return self.log.db.execute(query, args).fetchall()


def usage(home, what, *args):
    r = home.run(*args)
    ok(r.returncode == 2 and not r.stdout and r.stderr.count("\n") == 1 and
       what in r.stderr, "usage: shunt " + " ".join(args), r.returncode,
       r.stdout, r.stderr)


def cells(text):
    n = 0
    for c in text:
        if unicodedata.category(c) not in ("Mn", "Me", "Cf"):
            n += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return n


# nothing there -------------------------------------------------------------

def test_empty():
    home = Home(log=False)
    for args in (["log"], ["log", "list"], ["log", "search", "x"],
                 ["log", "show"], ["log", "export"], ["stats"], ["session"],
                 ["log", "--json"], ["session", "--json"]):
        r = home.run(*args)
        ok(r.returncode == 0 and not r.stdout and
           r.stderr == "shunt: nothing has been logged yet\n",
           "no log: shunt " + " ".join(args), r.returncode, r.stdout,
           r.stderr)
    r = home.run("-q", "log")
    ok(not r.returncode and not r.stderr, "-q: no note", r.stderr)
    r = home.run("stats", "--json", "-q")
    ok(json.loads(r.stdout)["all"]["asks"] == 0 and not r.returncode,
       "no log: stats --json counts none", r.stdout)
    r = home.run("log", "prune", "-q")
    ok(r.stdout == "deleted 0 asks\n" and not r.returncode, "and prune",
       r.stdout)
    usage(home, "nothing to rate", "rate", "good")
    usage(home, "no ask with the id '01'", "-q", "rate", "good", "01")
    usage(home, "no ask with the id 'x'", "-q", "log", "show", "x")
    usage(home, "no ask with the id 'x'", "-q", "log", "x")
    usage(home, "no ask with the id 'x'", "-q", "log", "delete", "x")
    usage(home, "no session 'x'", "-q", "session", "show", "x")
    usage(home, "no session 'x'", "-q", "session", "x")
    usage(home, "no session 'x'", "-q", "session", "delete", "x")
    usage(home, "no session 'x'", "-q", "session", "rename", "x", "y")
    ok(not os.listdir(home.state), "and nothing is made",
       os.listdir(home.state))


def test_usage():
    home = Home()
    home.log.turn(T0)
    usage(home, "log show [ID]", "log", "show", "a", "b")
    usage(home, "log search WORD ...", "log", "search")
    usage(home, "usage: shunt log list", "log", "list", "x")
    usage(home, "needs ids, or options", "log", "delete")
    usage(home, "not both", "log", "delete", "01", "--failed")
    usage(home, "takes no options that select", "log", "prune", "--failed")
    usage(home, "takes no options that select", "log", "repair", "-n", "1")
    usage(home, "--keep-days is for", "log", "--keep-days", "3")
    usage(home, "--since: 'soon' is no time", "log", "--since", "soon")
    usage(home, "--until: '2d ago' is no time", "stats", "--until", "2d ago")
    usage(home, "one part of a model's name", "log", "-m", "a,b")
    usage(home, "'poetry' is none of", "log", "-t", "poetry")
    usage(home, "'day' is none of task, model, vendor", "stats", "--by",
          "day")
    usage(home, "session rename OLD NEW", "session", "rename", "a")
    usage(home, "at least one character", "session", "rename", "a", "")
    usage(home, "--limit is for", "session", "show", "a", "-n", "1")
    usage(home, "rate good|bad|clear [ID]", "rate")
    usage(home, "rate good|bad|clear [ID]", "rate", "good", "a", "b")
    ok(len(home.ids()) == 1, "and nothing is deleted by these")
    text = " ".join(home.run("help", "log").stdout.split())
    ok("--task TASK only of this task" in text and
       "--model MODEL only models with this" in text and "ask this model"
       not in text, "its help says what -t and -m mean here", text)
    ok("--task\tonly of this task\n" in
       home.run("help", ":options", "log").stdout, "and so do completions")


# lists ---------------------------------------------------------------------

def make_week():
    """Ten turns, a day apart; the last at T0."""
    home = Home()
    ids = []
    for i in range(10):
        more = {}
        if i == 3:
            more = dict(status=5, error="quota", finish="error", answer="",
                        first_ms=-1, input=-1, output=-1, cost=None)
        if i == 4:
            more = dict(status=15, finish="length")
        if i == 5:
            more = dict(model=None, vendor=None, status=13, finish="error",
                        error="no_candidate", cost=0)
        if i == 6:
            more = dict(status=1, finish="cancelled", error="stopped")
        ids.append(home.log.turn(
            T0 - (9 - i) * DAY, ask="ask %d" % i, **dict(dict(
                task=("code", "general")[i % 2],
                model="%s/model-%d" % (("acme", "Bolt")[i // 5], i),
                rating=(0, 1, -1)[i % 3]), **more)))
    return home, ids


def test_list():
    home, ids = make_week()
    got = [x.split("\t") for x in home.lines("log")]
    ok([x[1] for x in got] == ids, "newest last", got)
    ok(got[9] == ["2026-11-22 19:30:05", ids[9], "general", "Bolt/model-9",
                  "10", "20", "0.001", "ok", "", ids[9], "ask 9"],
       "the fields of a line", got[9])
    ok(got[3][4:8] == ["", "", "", "quota"], "what is not known is empty",
       got[3])
    ok([x[7] for x in got] == ["ok"] * 3 + ["quota", "length", "no_candidate",
                                            "cancelled"] + ["ok"] * 3,
       "how each ended", got)
    ok([x[8] for x in got] == ["", "good", "bad"] * 3 + [""], "ratings")
    for args, want in (
            (["-n", "3"], ids[7:]), (["--limit", "0"], ids),
            (["-t", "code"], ids[::2]), (["-m", "bolt/"], [
                ids[5 + i] for i in range(5) if i]),
            (["-m", "model-7"], [ids[7]]),
            (["--failed"], ids[3:7]), (["--failed", "-n", "1"], [ids[6]]),
            (["--session", ids[4]], [ids[4]]),
            (["--session", "nobody"], []),
            (["--since", "2026-11-21"], ids[8:]),
            (["--until", "2026-11-14"], ids[:2]),
            (["--until", "2026-11-13 19:30"], [ids[0]]),
            (["--until", "2026-11-13 19:29"], []),
            (["--since", "2026-11-15", "--until", "2026-11-16"], ids[2:4]),
            (["--since", "2026-11-22T18:30:05Z"], [ids[9]]),
            (["--since", "2026-11-22T18:30:06Z"], []),
            (["-t", "code", "-m", "acme", "--failed"], [ids[4]])):
        ok([x.split("\t")[1] for x in home.lines("log", *args)] == want,
           "log " + " ".join(args), home.lines("log", *args))
        ok(home.ids("list", *args) == want, "and in JSON")
    for i in range(25):
        home.log.turn(T0 + 1 + i)
    ok(len(home.lines("log")) == 20 and len(home.lines("log", "-n0")) == 35,
       "twenty, where no limit is set")


def test_defaults_do_not_select():
    """config.ini says whom to ask, not what to list."""
    home, ids = make_week()
    home.config("[defaults]\nmodel = Bolt/model-9\n[endpoint.Bolt]\n"
                "adapter = openai-compatible\n"
                "base_url = http://127.0.0.1:9/v1\n")
    ok(home.ids() == ids, "the model of config.ini does not select")


def test_search():
    home = Home()
    ids = [home.log.turn(T0 + 1, ask="Why is the SKY blue?"),
           home.log.turn(T0 + 2, answer="the blue sky is"),
           home.log.turn(T0 + 3, ask="100% sure_thing"),
           home.log.turn(T0 + 4, ask="1000 sureXthing")]
    ok(home.ids("search", "sky") == ids[:2], "in ask and answer, no case")
    ok(home.ids("search", "blue", "sky") == [ids[1]], "words as they stand")
    ok(home.ids("search", "blue sky") == [ids[1]], "or quoted")
    ok(home.ids("search", "0% sure_") == [ids[2]], "nothing is a wildcard")
    ok(home.ids("search", "sky", "--since", "2026-11-22", "-n", "1") ==
       [ids[1]], "with options that select")
    r = home.run("log", "search", "zebra")
    ok(not r.returncode and not r.stdout and "'zebra'" in r.stderr,
       "a note where nothing is found", r.stderr)


# one ask -------------------------------------------------------------------

def test_show():
    home = Home()
    home.log.session("trip-id", T0, "trip")
    one = home.log.turn(T0, ask=EVIL, answer="# Yes\n\x1b[31mred\x1b[0m",
                        system="Be brief.", session="trip-id",
                        docs=[("notes\x1b.txt", "x" * 300), ("", "yy")],
                        served="one-2026", effort="high", cached=4,
                        strongest=0.5, rating=1)
    home.log.turn(T0 + 1, ident="ff0", status=5, error="quota",
                  finish="error", answer="", first_ms=-1)
    page = home.run("log", "show", one).stdout
    for line in ("id         " + one, "time       2026-11-22 19:30:05",
                 "session    trip, trip-id",
                 "task       general 0.93, difficulty 0.25",
                 "model      acme/one, effort high, served by one-2026",
                 "status     ok, exit 0",
                 "tokens     10 in (4 cached), 20 out",
                 "cost       $0.001, of the strongest $0.50",
                 "took       1.00 s, to the first text 0.10 s",
                 "attempts   acme/one: ok, HTTP 200, 1.00 s",
                 "documents  notes^[.txt, 300 bytes",
                 "           standard input, 2 bytes",
                 "rating     good"):
        ok("\n" + line + "\n" in "\n" + page, "show: " + line, page)
    ok(page.endswith("\nsystem:\nBe brief.\n\nask:\n" + EVIL +
                     "\n\nanswer:\n# Yes\n\x1b[31mred\x1b[0m\n"),
       "in a pipe the texts are as they were kept", page)
    ok(home.run("log", one[:9]).stdout == page and
       home.run("log", "show", one[:9]).stdout == page,
       "an id alone is show, and may be cut")
    last = home.run("log", "show").stdout
    ok("id         ff0\n" in last and
       "status     quota, exit 5: it did not work\n" in last and
       "took       1.00 s\n" in last and
       "acme/one: quota, HTTP 429, 1.00 s" in last and
       last.count("attempts ") == 1,
       "the last one, by default", last)
    ok("id         " + one in home.run("log", "show", "--session",
                                       "trip").stdout,
       "the last one of those that the options select")
    home.log.turn(T0 + 2, ident="ff1")
    usage(home, "2 asks have an id that begins with 'ff'", "log", "ff")
    home.log.turn(T0 + 3, ident="meta", meta=1, ask="", answer="")
    ok("Its texts were not kept." in home.run("log", "meta").stdout,
       "log = meta says so")
    text = home.run("session", "meta").stdout
    ok("Its texts were not kept." in text and "ask:" not in text,
       "and so does its session", text)
    x = home.json("log", "meta", "--json")[0]
    ok(x["ask"] is None and x["answer"] is None and x["model"] == "acme/one",
       "in JSON: null", x)
    home.log.turn(T0 + 4, ident="bare", difficulty=None, total_ms=None,
                  first_ms=None, input=None, output=None, cost=None,
                  report="")
    text = home.run("log", "bare").stdout
    ok("task       general\n" in text and "took" not in text and
       "tokens     unknown in, unknown out\ncost       unknown\n" in text
       and "attempts" not in text, "what is not known", text)
    home.log.turn(T0 + 4, ident="torn", report='{"v":1,"id"')
    r = home.run("log", "torn")
    ok("task       general, difficulty 0.25" in r.stdout and
       not r.returncode, "a report that is torn", r.stdout, r.stderr)
    x = home.json("log", "torn", "--json")[0]
    ok(x["answer"] == "because" and x["route"] is None, "and in JSON", x)


def test_json():
    home = Home()
    one = home.log.turn(T0, ask=EVIL, answer="\x1b]0;x\x07\u20ac\"",
                        system="Be brief.", docs=[("a.txt", "x" * 300)],
                        cost=0.000123456789, strongest=0.25, rating=-1)
    row = home.sql("SELECT report FROM texts")[0][0]
    want = json.loads(row)
    want.update(answer="\x1b]0;x\x07\u20ac\"", session=one,
                time="2026-11-22T18:30:05Z", command="ask",
                session_id=one, ask=EVIL, system="Be brief.",
                documents=[{"name": "a.txt", "bytes": 300,
                            "fnv1a64": "%016x" % 300}],
                vendor="Acme", family="one", strongest_usd=0.25,
                rating="bad")
    for args in (["log", "--json"], ["log", "show", "--json"],
                 ["log", one, "--json"], ["log", "export"],
                 ["log", "search", "second", "--json"]):
        got = home.json(*args)
        ok(got == [want], " ".join(args), got, want)
    raw = home.run("log", "export").stdout
    ok("\x1b" not in raw and raw.count("\n") == 1,
       "controls are escaped in it", raw)
    ok(list(json.loads(raw))[:14] == [
        "v", "id", "session", "answer", "finish", "route", "model", "served",
        "effort", "usage", "cost_usd", "ms", "attempts", "error"],
       "it begins as the object of an ask does")


def test_export():
    home = Home()
    home.log.begin()
    ids = [home.log.turn(T0 + i * 1000, answer="a" * (i * 1000))
           for i in range(200)]
    home.log.commit()
    got = home.json("log", "export")
    ok([x["id"] for x in got] == ids and
       [len(x["answer"]) for x in got] == [i * 1000 for i in range(200)],
       "export is everything")
    ok(home.ids("export", "-n", "2") == ids[198:], "or what is asked for")


# terminals -----------------------------------------------------------------

def test_terminal():
    home = Home()
    wide = "\u4f55\u6642\u3067\u3059\u304b" * 30
    for i in range(5):
        home.log.turn(T0 + i * 60000, ask=(EVIL, wide, "short", "\x9b31m",
                                           "\u00fc" * 200)[i],
                      model="gateway/" + wide, answer=EVIL)
    for columns in (1, 10, 30, 40, 60, 80, 120, 300):
        for args in (["log"], ["session"], ["stats", "--by", "model"]):
            text, status = home.screen(columns, *args, "--color", "never")
            long = [x for x in text.split("\n") if cells(x) > columns]
            need = 30 if args[0] == "stats" else 1
            ok(not status and "\x1b" not in text and "\x9b" not in text and
               "\u202e" not in text and (not long or columns < need),
               "%s in %d columns" % (args[0], columns), status, long, text)
    text, _ = home.screen(120, "log", "--color", "never")
    lines = text.split("\n")
    ok(lines[0].split() == ["time", "id", "task", "model", "tokens", "cost",
                            "status", "ask"], "the heading", lines[0])
    ok("^[]52;c;AAAA^G" in lines[1] and lines[1].endswith("..."),
       "what was cut ends in dots", lines[1])
    shown = [x.split()[2] for x in lines[1:6]]
    all_ids = [x[0] for x in home.sql("SELECT id FROM turns ORDER BY id")]
    ok(len(set(shown)) == 5 and
       all(x.startswith(s) for x, s in zip(all_ids, shown)) and
       len({x[:len(shown[0]) - 1] for x in all_ids}) < 5,
       "ids are as short as tells them apart", shown, all_ids)
    for args in (["log", "show"], ["log", "search", "evil"],
                 ["session", all_ids[0]]):
        text, _ = home.screen(200, *args)
        plain = text.replace("\x1b[1m", "").replace("\x1b[0m", "").replace(
            "\x1b[2m", "")
        ok("\x1b" not in plain and "\x07" not in plain and "evil" in plain,
           "no escape of an ask reaches a terminal: " + " ".join(args), text)
    text, _ = home.screen(120, "stats", "--color", "never")
    ok("\u2588" * 10 in text, "bars of blocks", text)
    text, _ = home.screen(120, "stats", "--color", "never", LC_ALL="C")
    ok("##########" in text and "\u2588" not in text, "or of #", text)
    ok("#" not in home.run("stats").stdout and
       "\u2588" not in home.run("stats").stdout, "none in a pipe")


# deleting ------------------------------------------------------------------

def left(home):
    return [x[0] for x in home.sql("SELECT id FROM turns ORDER BY id")]


def test_delete():
    home, ids = make_week()
    usage(home, "begins with '0", "log", "delete", ids[0], ids[0][:4])
    usage(home, "no ask with the id 'nope'", "log", "delete", ids[1], "nope")
    ok(left(home) == ids, "one wrong id, and nothing is deleted")
    r = home.run("log", "delete", ids[0], ids[2])
    ok(r.stdout == "deleted 2 asks\n" and not r.returncode, "by ids", r)
    ok(left(home) == [ids[1]] + ids[3:], "these are gone")
    r = home.run("log", "delete", "--failed", "-n", "1", "--json")
    ok(json.loads(r.stdout) == {"deleted": 1} and ids[6] not in left(home),
       "the newest that failed", r.stdout, left(home))
    r = home.run("log", "delete", "-t", "code", "-m", "bolt")
    ok(r.stdout == "deleted 1 ask\n" and ids[8] not in left(home),
       "by task and model", r.stdout)
    ok(home.run("log", "delete", "--until", "2026-11-16").stdout ==
       "deleted 2 asks\n" and left(home) == [ids[4], ids[5], ids[7], ids[9]],
       "up to a day, with that day", left(home))
    home.log.turn(int(time.time() * 1000))
    ok(home.run("log", "delete", "--until", "now").stdout ==
       "deleted %d asks\n" % (5 if T0 < time.time() * 1000 else 1),
       "up to now, with this second", left(home))
    home.run("log", "delete", "--since", "2000-01-01")
    ok(not left(home) and not home.sql("SELECT * FROM sessions") and
       not home.sql("SELECT * FROM texts"), "all", left(home))
    ok(home.run("log").stdout == "", "an empty list then")


def test_prune():
    home = Home()
    now = int(time.time() * 1000)
    old, young = home.log.turn(now - 91 * DAY), home.log.turn(now - 89 * DAY)
    r = home.run("log", "prune")
    ok(r.stdout == "deleted 1 ask\n" and left(home) == [young],
       "prune: 90 days", r.stdout, old)
    home.run("log", "prune", "--keep-days", "88")
    ok(not left(home), "or as many as are said")


# sums ----------------------------------------------------------------------

def nearest_rank(values, percent):
    values = sorted(values)
    return values[math.ceil(percent * len(values) / 100) - 1] if values \
        else None


def test_stats():
    dice = random.Random(7)
    home = Home()
    rows = []
    home.log.begin()
    for i in range(400):
        row = dict(
            task=dice.choice(["code", "general", "reasoning"]),
            model=dice.choice(["a/x", "b/y", "c/z", None]),
            vendor=dice.choice(["Acme", "Bolt"]),
            status=dice.choice([0, 0, 0, 5, 15]),
            cost=dice.choice([None, 0, dice.random() / 50]),
            strongest=dice.choice([None, dice.random() / 10]),
            input=dice.choice([-1, dice.randint(1, 9000)]),
            output=dice.choice([-1, dice.randint(1, 9000)]),
            first_ms=dice.choice([-1, dice.randint(1, 4000)]))
        row["total_ms"] = max(row["first_ms"], 0) + dice.randint(0, 20000)
        home.log.turn(T0 + i * 1000, **row)
        rows.append(row)
    home.log.commit()
    for by in ("task", "model", "vendor"):
        got = home.json("stats", "--by", by, "--json")[0]
        ok(got["by"] == by and {g["name"] for g in got["groups"]} ==
           {r[by] for r in rows}, "stats: the groups by " + by, got)
        sizes = [g["asks"] for g in got["groups"]]
        ok(sizes == sorted(sizes, reverse=True), "most asks first", sizes)
        for group in got["groups"] + [dict(got["all"], name="all")]:
            mine = [r for r in rows if group["name"] == "all" or
                    r[by] == group["name"]]
            check_group(group, mine, len(rows), by)
    both = [r for r in rows if r["cost"] is not None and
            r["strongest"] is not None]
    cost = sum(r["cost"] for r in both)
    strongest = sum(r["strongest"] for r in both)
    s = got["strongest"]
    ok(s["asks"] == len(both) and near(s["cost_usd"], cost) and
       near(s["strongest_usd"], strongest) and
       near(s["saved_usd"], strongest - cost), "against the strongest", s)
    text = home.run("stats").stdout
    ok("(over %d of 400 asks" % len(both) in text.replace("\n", " "),
       "it says over how many", text)
    ok(home.json("stats", "--json", "--since", "2026-11-22T18:35:05Z",
                 "--until", "2026-11-22T18:35:14Z")[0]["all"]["asks"] == 10,
       "of a time")


def near(a, b):
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1)


def check_group(g, rows, of_all, by):
    flow = [r for r in rows if r["output"] > 0 and r["first_ms"] >= 0 and
            r["total_ms"] > r["first_ms"]]
    first = [r["first_ms"] for r in rows if r["first_ms"] >= 0]
    total = [r["total_ms"] for r in rows]
    want = {
        "name": g["name"], "asks": len(rows),
        "failed": sum(r["status"] != 0 for r in rows),
        "cost_unknown": sum(r["cost"] is None for r in rows),
        "input": sum(max(r["input"], 0) for r in rows),
        "output": sum(max(r["output"], 0) for r in rows),
        "first_ms": {"p50": nearest_rank(first, 50),
                     "p95": nearest_rank(first, 95)},
        "total_ms": {"p50": nearest_rank(total, 50),
                     "p95": nearest_rank(total, 95)}}
    ok({k: g[k] for k in want} == want, "%s %s: counts and percentiles" %
       (by, g["name"]), g, want)
    rate = sum(r["output"] for r in flow) * 1000 / sum(
        r["total_ms"] - r["first_ms"] for r in flow)
    ok(near(g["cost_usd"], sum(r["cost"] or 0 for r in rows)) and
       near(g["share"], len(rows) / of_all) and
       near(g["tokens_per_second"], rate),
       "%s %s: money, share, speed" % (by, g["name"]), g, rate)


def test_spent():
    home = Home()
    home.log.turn(int(time.time() * 1000))
    env = {"TZ": "UTC"}
    now = time.gmtime()
    with open(home.state + "/shunt/digest", "w", encoding="utf-8") as f:
        f.write("shunt-state 1\nspent\t%s\t%s\t1.5\t22.25\n" % (
            time.strftime("%Y%m%d", now), time.strftime("%Y%m", now)))
    os.chmod(home.state + "/shunt/digest", 0o600)
    r = home.run("stats", env=env)
    if time.gmtime().tm_mday == now.tm_mday:	# else: at midnight
        ok("Spent today $1.50, this month $22.25." in r.stdout,
           "what was spent is the digest's", r.stdout)
        got = json.loads(home.run("stats", "--json", env=env).stdout)
        want = {"day_usd": 1.5, "month_usd": 22.25, "budget_day_usd": None,
                "budget_month_usd": None}
        ok(got["spent"] == want, "and in JSON", got["spent"])
        home.config("[defaults]\nbudget_day = 2\nbudget_month = 30\n")
        r = home.run("stats", env=env)
        ok("Spent today $1.50 of $2.00, this month $22.25 of $30.00."
           in r.stdout, "with the budgets that are set", r.stdout)
        got = json.loads(home.run("stats", "--json", env=env).stdout)
        want.update(budget_day_usd=2, budget_month_usd=30)
        ok(got["spent"] == want, "and in JSON", got["spent"])


# sessions ------------------------------------------------------------------

def test_session():
    home = Home()
    home.log.session("aa01", T0 - DAY)
    home.log.turn(T0 - DAY, ident="t1", session="aa01", ask="old one")
    home.log.session("aa02", T0, "trip")
    home.log.turn(T0, ident="t2", session="aa02", ask=EVIL, answer="one",
                  docs=[("a.txt", "xx")], cost=0.25)
    home.log.turn(T0 + 1, ident="t3", session="aa02", ask="and then?",
                  answer="two", cost=0.5, model="acme/two")
    got = [x.split("\t") for x in home.lines("session")]
    ok(got[0] == ["2026-11-21 19:30:05", "aa01", "", "1", "0.001",
                  "acme/one", "old one"] and
       got[1][:6] == ["2026-11-22 19:30:05", "aa02", "trip", "2", "0.75",
                      "acme/two"] and "\x1b" not in got[1][6],
       "session list", got)
    ok([x.split("\t")[1] for x in home.lines("session", "list", "-n", "1")]
       == ["aa02"], "the newest one")
    ok(home.json("session", "--json")[0] == {
        "id": "aa01", "name": None, "created": "2026-11-21T18:30:05Z",
        "used": "2026-11-21T18:30:05Z", "asks": 1, "cost_usd": 0.001,
        "model": "acme/one", "first": "old one"}, "in JSON",
       home.json("session", "--json")[0])
    text = home.run("session", "show", "trip").stdout
    ok(text.index(EVIL) < text.index("answer:\none\n") <
       text.index("ask:\nand then?\n") < text.index("answer:\ntwo\n") and
       "documents  a.txt, 2 bytes" in text and "old one" not in text,
       "its asks and answers, in order", text)
    ok(home.run("session", "trip").stdout == text and
       home.run("session", "aa02").stdout == text, "by name or id")
    got = home.json("session", "show", "trip", "--json")[0]
    ok(got["id"] == "aa02" and got["asks"] == 2 and
       [x["id"] for x in got["turns"]] == ["t2", "t3"] and
       got["turns"][1]["answer"] == "two" and
       got["turns"][1]["session"] == "trip" and
       got["turns"][1]["session_id"] == "aa02", "in JSON", got)
    ok(home.ids("--session", "trip") == ["t2", "t3"], "log --session")
    r = home.run("session", "rename", "aa01", "first")
    ok(not r.returncode and not r.stdout and
       home.sql("SELECT name FROM sessions WHERE id = 'aa01'") ==
       [("first",)], "rename", r.stderr)
    usage(home, "trip", "session", "rename", "first", "trip")
    usage(home, "several sessions begin with 'aa'", "session", "aa")
    r = home.run("session", "delete", "trip", "--json")
    ok(json.loads(r.stdout) == {"deleted": "aa02"} and left(home) == ["t1"],
       "delete, with its asks", r.stdout, r.stderr, left(home))


# ratings -------------------------------------------------------------------

def rating(home, ident):
    return home.sql("SELECT rating FROM turns WHERE id = ?", ident)[0][0]


def test_rate():
    home = Home()
    one = home.log.turn(T0, ident="aa01", ask="why is\nthe sky blue?")
    two = home.log.turn(T0 + 1, ident="aa02", ask="\x1b[2J" + "long " * 50)
    r = home.run("rate", "good")
    ok(not r.returncode and not r.stdout and rating(home, two) == 1 and
       r.stderr == "shunt: rated good: acme/one, \"^[[2J" +
       ("long " * 50)[:32] + "...\"\n", "the last one", r.stderr)
    r = home.run("rate", "bad", one, "--json")
    ok(json.loads(r.stdout) == {"id": one, "model": "acme/one",
                                "rating": "bad"} and
       r.stderr == "shunt: rated bad: acme/one, \"why is the sky blue?\"\n"
       and rating(home, one) == -1, "by its id", r.stdout, r.stderr)
    ok(home.sql("SELECT good, bad FROM habits WHERE family = 'one' AND "
                "task = 'general'") == [(1, 1)], "the family's habit counts")
    r = home.run("rate", "clear", "aa01", "-q")
    ok(not r.returncode and not r.stderr and rating(home, one) == 0,
       "taken back", r.stderr)
    usage(home, "2 asks have an id that begins with 'aa'", "rate", "good",
          "aa")
    home.log.turn(T0 + 2, ident="ab01", model=None, family=None, vendor=None, status=13,
                  error="no_candidate", finish="error", ask="no one")
    usage(home, "no model answered \"no one\"", "rate", "good")


# what every command owes ---------------------------------------------------

def test_broken():
    home = Home(log=False)
    os.makedirs(home.state + "/shunt", mode=0o700)
    path = home.state + "/shunt/shunt.db"
    with open(path, "wb") as f:
        f.write(b"this is no database " * 1000)
    os.chmod(path, 0o600)
    for args in (["log"], ["stats"], ["session"], ["rate", "good"],
                 ["log", "delete", "--failed"]):
        r = home.run(*args)
        ok(r.returncode == 12 and not r.stdout and
           r.stderr.count("\n") == 1 and "shunt.db" in r.stderr,
           "no database: shunt " + " ".join(args), r.returncode, r.stderr)
    r = home.run("log", "repair", "--json")
    moved = json.loads(r.stdout)["moved"]
    ok(not r.returncode and not os.path.exists(path) and
       os.path.exists(moved) and ".corrupt-" in moved, "repair moves it",
       r.stdout, r.stderr)
    home = Home()
    home.log.turn(T0)
    r = home.run("log", "repair")
    ok(r.returncode == 2 and len(home.ids()) == 1, "not what is sound",
       r.returncode, r.stderr)


def stopped(home, args):
    """A megabyte goes into a pipe that nobody empties; then a signal."""
    read, write = os.pipe()
    p = subprocess.Popen([SHUNT] + args, env=home.env, stdout=write,
                         stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    os.close(write)
    want = fcntl.fcntl(read, fcntl.F_GETPIPE_SZ)
    end = time.monotonic() + SECONDS
    have = 0
    while have < want - 20000 and time.monotonic() < end:
        time.sleep(0.02)	# until it is full
        have = struct.unpack("i", fcntl.ioctl(read, termios.FIONREAD,
                                              b"\0\0\0\0"))[0]
    p.send_signal(signal.SIGINT)
    try:
        said = p.communicate(timeout=5 * SLOW)[1]
    except subprocess.TimeoutExpired:
        p.kill()
        said = p.communicate()[1] + b"it went on"
    os.close(read)
    return p.returncode, said


def test_outputs():
    home = Home()
    home.log.begin()
    for i in range(100):
        home.log.turn(T0 + i, answer="x" * 10000)
    home.log.commit()
    read, write = os.pipe()
    os.close(read)
    for args in (["log"], ["log", "export"], ["log", "show"], ["stats"],
                 ["session"], ["session", "show", "%012x" % T0],
                 ["stats", "--json"]):
        r = home.run(*args, stdout=write)
        ok(r.returncode == -signal.SIGPIPE and not r.stderr,
           "nobody reads: " + " ".join(args), r.returncode, r.stderr)
        with open("/dev/full", "wb") as full:
            r = home.run(*args, stdout=full)
        ok(r.returncode == 12 and r.stderr.count("\n") == 1 and
           "write error" in r.stderr, "full: " + " ".join(args),
           r.returncode, r.stderr)
    os.close(write)
    for args in (["log", "-n0", "--json"], ["log", "export"],
                 ["session", "show", "%012x" % T0]):
        if args[0] == "session":
            home.sql("UPDATE turns SET session = (SELECT min(session) FROM "
                     "turns)")
        ok(stopped(home, args) == (-signal.SIGINT, b""),
           "Ctrl-C with a reader that waits: " + " ".join(args))
    r = home.run("log", env={"LD_DEBUG": "files"})
    ok("libsqlite3" in r.stderr and "libcurl" not in r.stderr and
       "libcrypto" not in r.stderr, "log: SQLite is loaded, libcurl is not")


def test_memory():
    """Each allocation fails once; test_oom.py knows what may come of it."""
    if os.environ.get("SAN") == "True":
        skip("failing allocations", "sanitizers bring their own allocator")
        return
    home = Home()
    home.log.turn(T0, docs=[("a.txt", "x")])
    # libc takes a zone that it has no memory for to be UTC, and says nothing
    home.env["TZ"] = "UTC0"
    for args in (["log", "show"], ["stats"]):
        r = subprocess.run(
            [sys.executable, TOP + "/tests/scripts/test_oom.py", SHUNT] +
            args, env=home.env, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=200, check=False)
        ok(not r.returncode and "no crash" in r.stdout,
           "no memory: shunt " + " ".join(args), r.stdout)


for test in (test_empty, test_usage, test_list, test_defaults_do_not_select,
             test_search, test_show, test_json, test_export, test_terminal,
             test_delete, test_prune, test_stats, test_spent, test_session,
             test_rate, test_broken, test_outputs, test_memory):
    test()
sys.exit(finish())
