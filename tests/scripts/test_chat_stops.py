#!/usr/bin/env python3
"""Signals, keys and sizes in a chat (faults D26 to D29, F18): what Ctrl-C
stops at each stage, that the next prompt works, and that the terminal's
modes are always as before. Speaks TAP."""

import os
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok, skip	# noqa: E402
from chat import CONFIG, OK, Chat, Scene	# noqa: E402
from server import Server	# noqa: E402
import script	# noqa: E402

STREAM = "response\nchat A part of it\nwait\n"
MORE = """[endpoint.hole]
adapter = openai-compatible
base_url = %s/v1
[endpoint.stubborn]
adapter = openai-compatible
base_url = %%(url)s/v1
api_key_cmd = trap '' TERM; echo begun >begun; sleep 4; echo key
"""


def goes_on(s, c, name):
    s.serve(OK)
    lines = c.say("/model a/x") + c.say("next")
    ok(lines[:1] == ["ok"], name + ": the next prompt works", lines)


def stop(s, c, name, ready, key=b"\x03"):
    """Ctrl-C, once that holds; soon there is a prompt again."""
    came = c.until(ready)
    c.settle()
    at = time.monotonic()
    c.send(key)
    back = c.ready()
    took = time.monotonic() - at
    ok(came and back and took < 1.0 * SLOW, "Ctrl-C %s: stops" % name, came,
       back, took, c.screen.text()[-400:])


def at_prompt(root):
    s = Scene(root)
    c = s.chat("-m", "a/x")
    ok(c.say("half a li\x03", "") == [] and
       c.screen.lines()[-2].endswith("half a li^C"), "Ctrl-C at the prompt "
       "clears the line", c.screen.text())
    for _ in range(5):
        c.say("\x03", "")
    ok(c.say("whole")[:1] == ["ok"] and s.talk() == ["user: whole"],
       "and nothing of it is asked", s.talk())
    c.send("abc\x01\x04\x04\x04")
    c.settle()
    ok(c.proc.poll() is None and c.prompt.endswith(">"),
       "Ctrl-D in a line deletes", c.prompt)
    s.close(c, "at the prompt")
    s.server.stop()


def before_the_answer(root):
    hole = Server()
    hole.load(script.parse("blackhole\n"))
    hole.start()
    s = Scene(root, config=CONFIG + MORE % hole.url)
    c = s.chat("-m", "hole/x", "--retries", "1")
    c.start("hello")
    stop(s, c, "while connecting", lambda: True)
    c.say("/model w/x")
    c.start("hello")
    stop(s, c, "while the key's command runs",
         lambda: os.path.exists(s.box.cwd + "/begun"))
    s.serve("response\nwait\n")
    c.say("/model a/x")
    c.start("hello")
    stop(s, c, "while waiting for headers", lambda: s.came(1))
    s.serve("response\nstatus 429\nheader Retry-After: 9\n")
    c.start("hello")
    stop(s, c, "while waiting to ask again",
         lambda: "asking again in" in c.screen.text())
    ok(len(s.server.requests) == 1, "and it is not asked again")
    s.serve(OK)
    c.say("next")
    ok(s.talk() == ["user: next"], "what had no answer is not in the "
       "conversation", s.talk())
    s.close(c, "before the answer")
    rows = s.rows("SELECT status, error FROM turns WHERE status != 0")
    ok(rows and set(rows) == {(130, "stopped")}, "the log says what was "
       "stopped", rows)
    s.server.stop()
    hole.stop()


def in_the_answer(root):
    s = Scene(root, STREAM)
    c = s.chat("-m", "a/x", "--plain", size=(120, 24))
    c.start("hello")
    stop(s, c, "in the answer", lambda: "A part of it" in c.screen.text())
    said = c.screen.lines()[-3:-1]
    ok(re.match(r"A part of it(\^C)?$", said[0]) and
       said[1].startswith("-- cut by Ctrl-C: general, a/x"),
       "what came is kept, and marked", said)
    s.serve(OK)
    c.say("go on")
    ok(s.talk() == ["user: hello", "assistant: A part of it", "user: go on"],
       "and is in the conversation", s.talk())
    c.say("/save talk.md")
    ok("## a/x (cut)\n\nA part of it\n" in s.read("talk.md") and
       "## a/x\n\nok\n" in s.read("talk.md"), "and marked in a file",
       s.read("talk.md"))
    rows = s.rows("SELECT status, error, answer FROM turns JOIN texts ON "
                  "turn = number ORDER BY id")
    ok(rows[0] == (130, "stopped", "A part of it"), "and in the log", rows)
    ok(s.server.idle(0) is False, "a connection lives on")
    s.serve("response\nchat Some of\nwait\n")
    c.start("/retry")
    stop(s, c, "in a retry", lambda: "Some of" in c.screen.text())
    s.serve("response\nchat Beside\nwait\n")
    c.start("/compare a/y")
    stop(s, c, "in a comparison", lambda: s.server.requests)
    ok("Beside" in c.screen.text() and "from before" in c.screen.text(),
       "what came of it is shown beside the answer", c.screen.text())
    goes_on(s, c, "in the answer")
    ok(s.talk()[2:] == ["user: go on", "assistant: Some of", "user: next"],
       "the retry's part is kept, the comparison's not", s.talk())
    s.serve("response\nchat one\ndelay 0.3\nchat  two\nchat-done\n")
    c.start("hello")
    c.until(lambda: "one" in c.screen.lines()[-1])
    c.send("typed early\r")
    c.until(lambda: len(s.server.requests) == 2 and c.has_prompt())
    ok(s.talk()[-1] == "user: typed early", "what is typed early is the next "
       "prompt", s.talk()[-1])
    s.close(c, "in the answer")
    c = s.chat("-m", "a/x")
    s.serve("response\nchat A *para\nwait\n")
    c.start("hello")
    c.until(lambda: s.came(1))
    c.settle(0.1)
    c.send(b"\x03")
    c.ready()
    ok("para" in c.screen.text(), "of Markdown no text is lost",
       c.screen.text())
    s.close(c, "in Markdown")
    s.server.stop()


def while_saving(root):
    s = Scene(root)
    c = s.chat("-m", "a/x")
    c.say("hello")
    db = sqlite3.connect(s.state + "/shunt.db", isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    c.start("again")
    stop(s, c, "while it is saved", lambda: c.screen.lines()[-2:][0][:3] ==
         "-- " or c.screen.lines()[-1][:3] == "-- ")
    ok("history not saved" in c.screen.text(), "and that is told",
       c.screen.text()[-300:])
    db.execute("ROLLBACK")
    c.say("next")
    ok(s.talk()[2:4] == ["user: again", "assistant: ok"], "it is in the "
       "conversation", s.talk())
    s.close(c, "while it is saved")
    db.close()
    s.server.stop()


def twice(root):
    s = Scene(root, config=CONFIG + MORE % "http://127.0.0.1:9")
    c = s.chat("-m", "stubborn/x")
    c.start("hello")
    c.until(lambda: os.path.exists(s.box.cwd + "/begun"))
    c.send(b"\x03")
    time.sleep(0.1)
    c.send(b"\x03")
    s.close(c, "Ctrl-C twice", -signal.SIGINT, b"")
    s.server.stop()


def other_signals(root):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        s = Scene(root, STREAM)
        c = s.chat("-m", "a/x")
        c.send("half")
        c.settle()
        c.proc.send_signal(number)
        s.close(c, "%s at the prompt" % number.name, -number, b"")
        c = s.chat("-m", "a/x", "--plain")
        c.start("hello")
        c.shows("A part of it")
        c.proc.send_signal(number)
        s.close(c, "%s in the answer" % number.name, -number, b"")
        ok("A part of it" in c.screen.text() and s.server.idle(5 * SLOW),
           "%s: the vendor's stream is ended" % number.name)
        if number != signal.SIGQUIT:
            rows = s.rows("SELECT status, answer FROM turns JOIN texts ON "
                          "turn = number")
            ok(rows == [(128 + number, "A part of it")],
               "%s: the log has what came" % number.name, rows)
        s.server.stop()
    for name, text, ask in (("the prompt", OK, None),
                            ("the answer", STREAM, "hello")):
        s = Scene(root, text)
        c = s.chat("-m", "a/x", "--plain")
        if ask:
            c.start(ask)
            c.shows("A part of it")
        os.close(c.slave)
        os.close(c.master)
        end = time.monotonic() + 10 * SLOW
        while c.proc.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        ok(c.proc.poll() == -signal.SIGHUP, "a terminal that goes away at "
           + name, c.proc.poll())
        c.proc.kill()
        s.server.stop()


def ignored(root):
    s = Scene(root, "response\nchat one\ndelay 0.4\nchat  two\nchat-done\n")
    c = s.chat(argv=["sh", "-c", "trap '' INT; exec \"$0\" -m a/x", SHUNT])
    c.start("hello")
    c.until(lambda: s.came(1))
    c.proc.send_signal(signal.SIGINT)
    c.ready()
    ok("one two" in c.screen.text(), "a SIGINT that is ignored stays so",
       c.screen.text())
    s.close(c, "ignored")
    s.server.stop()


def job_control(root):
    if not shutil.which("bash"):
        return skip("job control", "there is no bash")
    s = Scene(root, "response\nchat one\ndelay 0.8\nchat  two\nchat-done\n")
    c = Chat.__new__(Chat)
    super(Chat, c).__init__(
        ["bash", "--norc", "--noprofile", "-i"],
        s.box.env(TERM="xterm-256color", PS1="$ ", INPUTRC="/dev/null",
                  SHUNT=SHUNT), s.box.cwd)
    c.prompts = 0
    c.until(lambda: "$ " in c.screen.lines()[-1] + " ")
    c.settle()
    c.send("bind 'set enable-bracketed-paste off'; stty -a >before; "
           "$SHUNT -m a/x --plain\r")
    c.until(lambda: "a/x $0" in c.screen.text() and c.editing())
    c.prompts = c.raw.count(b"\x1b[?2004h")
    c.start("hello")
    c.shows("one")
    c.send(b"\x1a")
    stopped = c.shows("Stopped")
    c.send("stty -a >between; echo sh'ell'\r")
    c.until(lambda: "shell" in c.screen.lines())
    time.sleep(0.5)
    c.send("fg\r")
    back = c.ready()
    ok(stopped and back and "two" in c.screen.text(), "Ctrl-Z and fg in the "
       "answer: it goes on", c.screen.text())
    goes_on(s, c, "stopped and continued")
    c.proc.send_signal(signal.SIGWINCH)
    c.send(b"\x04")
    c.settle(0.1)
    c.send("stty -a >after; echo do'ne'\r")
    c.until(lambda: "done" in c.screen.lines())
    c.send("exit\r")
    c.end(b"")
    seen = [s.read(n) for n in ("before", "between", "after")]
    ok(seen[0] == seen[1] == seen[2] and " icanon" in seen[0],
       "modes before, stopped, and after", *seen)
    s.server.stop()
    return None


def sizes(root):
    words = ["word%d" % i for i in range(60)]
    text = " ".join(words)
    table = "| a | b |\\n|---|---|\\n| one | two |\\n| 漢字 | é |\\n"
    for before, after in ((80, 1), (1, 80), (80, 20), (20, 200), (200, 80)):
        s = Scene(root, "response\nchat %s\ndelay 0.15\nchat %s\\n\\n%s\n"
                  "chat-done\n" % (text[:200], text[200:], table))
        c = s.chat("-m", "a/x", size=(before, 24))
        c.start("hello")
        c.until(lambda: s.came(1))
        c.settle(0.05)
        c.resize(after, 24)
        ok(c.ready(), "%d columns, then %d: the prompt" % (before, after),
           c.raw[-300:])
        letters = re.sub(r"\s", "", re.sub(
            r"\x1b\[[0-9;?]*[A-Za-z]", "", c.raw.decode()))
        ok("".join(words) in letters and "漢字" in letters and
           not c.screen.odd, "%d columns, then %d: all the text" %
           (before, after), letters[-400:], c.screen.odd)
        s.close(c, "%d columns, then %d" % (before, after))
        s.server.stop()
    s = Scene(root, STREAM)
    c = s.chat("-m", "a/x", "--plain")
    c.start("hello")
    c.shows("A part of it")
    for i in range(200):
        c.resize(20 + i % 100, 24)
    stop(s, c, "after many sizes", lambda: True)
    goes_on(s, c, "after many sizes")
    s.close(c, "after many sizes")
    s.server.stop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (at_prompt, before_the_answer, in_the_answer,
                     while_saving, twice, other_signals, ignored,
                     job_control, sizes):
            part(folder + "/" + part.__name__)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
