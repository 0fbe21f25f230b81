"""A log made by python3's sqlite3, for what reads it.

The tables are those of src/store/schema.c, whose steps are read as text; the
rows are this module's.
"""

import json
import os
import re
import sqlite3

from points import TOP

TURN = dict(command="ask", task="general", difficulty=0.25,
            model="acme/one", vendor="Acme", family="one", served=None,
            effort=None, status=0, error=None, finish="stop", input=10,
            cached=-1, output=20, cost=0.001, strongest=None, first_ms=100,
            total_ms=1000, meta=0, rating=0)


def steps():
    """The SQL of each migration, strings joined as C joins them."""
    with open(TOP + "/src/store/schema.c", encoding="utf-8") as f:
        text = f.read()
    body = text[text.index("steps[] = {"):]
    body = re.sub(r"/\*.*?\*/", "", body[:body.index("\n};")], flags=re.S)
    found = [""]
    for string, comma in re.findall(r'"((?:[^"\\]|\\.)*)"|(,)', body):
        if comma:
            found.append("")
        else:
            found[-1] += string
    return [s for s in found if s]


class LogDb:
    """$XDG_STATE_HOME/shunt/shunt.db, new."""

    def __init__(self, folder):
        os.makedirs(folder + "/shunt", mode=0o700)
        self.path = folder + "/shunt/shunt.db"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        os.chmod(self.path, 0o600)
        self.db.execute("PRAGMA journal_mode = WAL")
        for sql in steps():
            self.db.executescript(sql)
        self.known = {r[1] for r in
                      self.db.execute("PRAGMA table_info(turns)")}

    def session(self, name, used, title=None):
        self.db.execute("INSERT INTO sessions (id, name, terminal, created,"
                        " used) VALUES (?, ?, '', ?, ?)",
                        (name, title, used, used))

    def turn(self, at, ident=None, ask="why?", answer="because", system="",
             report=None, docs=(), session=None, **more):
        """One turn `at` ms, with its session where that is not there."""
        ident = ident or "%012x%016x" % (at, at * 7919 % 2 ** 64)
        row = dict(TURN, id=ident, at=at, session=session or ident,
                   bytes=1000, **more)
        if not session:
            self.session(ident, at)
        names = sorted(set(row) & self.known)
        number = self.db.execute(
            "INSERT INTO turns (%s) VALUES (%s)" %
            (", ".join(names), ", ".join("?" * len(names))),
            [row[n] for n in names]).lastrowid
        if report is None:
            report = report_of(row)
        self.db.execute("INSERT INTO texts (turn, ask, answer, system,"
                        " report) VALUES (?, ?, ?, ?, ?)",
                        (number, ask, answer, system, report))
        for name, text in docs:
            self.db.execute(
                "INSERT INTO documents (turn, name, size, hash, text)"
                " VALUES (?, ?, ?, ?, ?)",
                (number, name, len(text), "%016x" % len(text), text))
        return ident

    def begin(self):
        self.db.execute("BEGIN")

    def commit(self):
        self.db.execute("COMMIT")

    def close(self):
        self.db.close()


def report_of(row):
    """The --json object of such an ask, as it is kept."""
    error = None
    if row["error"]:
        error = {"kind": row["error"], "exit": row["status"], "http": 429,
                 "code": None, "message": "it did not work",
                 "request_id": None}
    none_below_0 = {k: None if row[k] is not None and row[k] < 0 else row[k]
                    for k in ("input", "cached", "output", "first_ms")}
    return json.dumps({
        "v": 1, "id": row["id"], "session": None, "answer": None,
        "finish": row["finish"],
        "route": {"task": row["task"], "confidence": 0.93, "scores": {},
                  "difficulty": row["difficulty"], "signals": [],
                  "forced": None, "candidates": []},
        "model": row["model"], "served": row["served"],
        "effort": row["effort"],
        "usage": {"input": none_below_0["input"],
                  "cached": none_below_0["cached"], "cache_write": None,
                  "output": none_below_0["output"], "reasoning": None,
                  "estimated": False},
        "cost_usd": row["cost"],
        "ms": {"first": none_below_0["first_ms"], "total": row["total_ms"]},
        "attempts": [{"model": row["model"], "error": row["error"],
                      "status": 429 if error else 200,
                      "ms": row["total_ms"]}],
        "error": error})
