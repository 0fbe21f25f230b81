#!/usr/bin/env python3
"""What goes wrong in a chat, and what is hostile in it: servers, budgets,
secrets, the log, and answers that would drive the terminal or pass for
input (faults D14, D17, F7 to F9, F15, F17, F18). Speaks TAP."""

import os
import re
import sqlite3
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import finish, ok, skip	# noqa: E402
from chat import OK, ONLY_A, Scene, answers, joined	# noqa: E402
from test_terminal import HOSTILE, OBEYED	# noqa: E402

SECRET = "ghp_" + "A7bC9dE2fG4hJ6kL8mN1pQ3rS5tU7vW9xY2z"
OTHER = "ghp_" + "Zq8W2xE4rT6yU1iO3pA5sD7fG9hJ0kL2cV4b"


def failures(root):
    s = Scene(root, "response\nstatus 500\njson {\"error\":{\"message\":"
              "\"broken\\u001b[2J\"}}\n" + OK)
    c = s.chat("-m", "a/x")
    said = joined(c.say("hello"))
    ok("a/x" in said and "500" in said and "broken" in said and
       not c.screen.odd, "a server's error is told", said, c.screen.odd)
    c.say("hello again")
    ok(s.talk() == ["user: hello again"], "and is not in the conversation",
       s.talk())
    rows = s.rows("SELECT count(*), count(DISTINCT session) FROM turns")
    ok(rows == [(2, 1)], "but in the same session of the log", rows)
    s.serve("response\nchat Some of it\nclose\n" + OK)
    said = c.say("more")
    ok(said[0] == "Some of it" and "incomplete" in joined(said),
       "an answer that breaks off is kept, and told", said)
    c.say("go on")
    ok(s.talk()[-2:] == ["assistant: Some of it", "user: go on"],
       "and is in the conversation", s.talk())
    s.serve("response\nchat half\nchat-done length\n")
    said = joined(c.say("long"))
    ok("half" in said and "token limit" in said, "cut at the limit: told",
       said)
    s.serve("response\nchat-done\n")
    ok("the answer is empty" in joined(c.say("nothing?")), "an empty answer",
       c.screen.text()[-300:])
    ok("NOT_SET" in joined(c.say("/model k/x") + c.say("hello")),
       "a key that is missing is named", c.screen.text()[-300:])
    c.say("/model auto")
    s.close(c, "failures")
    s.server.stop()
    c = s.chat("-m", "a/x")
    said = joined(c.say("hello"))
    ok("connect to 127.0.0.1" in said and c.prompt == "a/x $0>", "a dead server", said)
    s.close(c, "a dead server")


def nothing(root):
    s = Scene(root)
    os.unlink(s.box.home + "/.config/shunt/config.ini")
    c = s.chat(size=(120, 24))
    said = c.say("why is the sky blue?")
    ok(len(said) == 3 and "nothing is configured" in said[0] and
       "shunt: to connect a model" in said[1], "nothing configured: three "
       "lines, and the chat goes on", said)
    text = ("The harbour was closed on Monday. A freighter lost its cargo. "
            "The ferry moved to another port. It opens on Thursday.")
    said = c.say("summarise in one sentence: " + text)
    ok("harbour" in said[-2] and said[-1].startswith(
        "-- summarization, builtin/extract"), "the embedded engine answers",
       said)
    s.close(c, "nothing configured")
    s.configure("[defaults]\nmodle = x\n")
    c = s.chat()
    ok(c.end(b"") == 3 and "config.ini:2" in joined(c.screen.lines()),
       "a broken config.ini ends it before the prompt", c.screen.text())
    s.server.stop()


def budget(root):
    s = Scene(root, defaults="budget_day = 0.001")
    c = s.chat("-m", "a/dear", "--max-tokens", "10", size=(160, 24))
    ok(c.say("hello")[0] == "ok", "within the budget", c.screen.text())
    c.say("/retry")
    said = c.say("more")
    ok("budget_day = $0.001" in joined(said) and
       len(s.server.requests) == 2, "over the budget: told, not asked", said)
    ok("today        $0.00088 of $0.001" in c.say("/cost"), "/cost has the "
       "limit", c.screen.text()[-200:])
    s.close(c, "budget")
    s.server.stop()


def secrets(root):
    s = Scene(root, answers("A", "B", "C", "D"))
    s.file("keys.txt", "token " + OTHER + "\n")
    c = s.chat("-m", "a/x", size=(160, 24), EDITOR="true")
    said = joined(c.say("is %s a token?" % SECRET))
    ok("looks like a secret" in said and "placeholder" in said, "a secret is "
       "told", said)
    first = s.talk()[-1].split()[2]
    c.say("and why is %s one?" % SECRET)
    ok(SECRET not in str(s.talk()) and s.talk()[-1] == "user: and why is %s "
       "one?" % first and s.talk()[0] == "user: is %s a token?" % first,
       "it goes out as the same placeholder each time", s.talk())
    c.say("/file keys.txt")
    c.say("and these?")
    ok(OTHER not in str(s.talk()) and first not in s.talk()[-1], "another "
       "one as another", s.talk()[-1])
    c.say("/edit")
    c.say("/new")
    c.say("is %s new?" % SECRET)
    ok(s.talk()[0] != "user: is %s new?" % first and
       SECRET not in str(s.talk()), "a new conversation has another one",
       s.talk(), first)
    c.send("\x1b[A")
    c.settle()
    c.say("\x03", "")
    s.close(c, "secrets")
    kept = b""
    for folder, _, names in os.walk(s.box.home + "/.local"):
        for name in names:
            with open(os.path.join(folder, name), "rb") as f:
                kept += f.read()
    ok(b"a token?" in kept and SECRET.encode() not in kept and
       OTHER.encode() not in kept, "neither the log nor what was typed has "
       "it")
    s.server.stop()
    s = Scene(root, defaults="secrets = refuse")
    c = s.chat("-m", "a/x", size=(160, 24))
    said = joined(c.say("is %s a token?" % SECRET))
    ok("not sent (secrets = refuse)" in said and not s.server.requests,
       "secrets = refuse", said)
    s.close(c, "secrets = refuse")
    with open(s.state + "/history", encoding="utf-8") as f:
        kept = f.read()
    ok("a token?" in kept and SECRET not in kept, "nor is it kept", kept)
    s.server.stop()


def no_log(root):
    s = Scene(root)
    c = s.chat("--no-log", "-m", "a/x")
    c.say("first")
    c.say("second")
    ok(s.talk() == ["user: first", "assistant: ok", "user: second"],
       "--no-log: the conversation works", s.talk())
    ok("was not kept in the log" in joined(c.say("/good")), "/good says why "
       "not", c.screen.text()[-200:])
    c.say("/undo")
    c.say("third")
    ok(s.talk()[-1] == "user: third" and len(s.talk()) == 3, "/undo works",
       s.talk())
    c.send("\x1b[A")
    c.settle()
    ok(c.prompt.endswith("third"), "and so does the key for the last line",
       c.prompt)
    c.say("\x03", "")
    s.close(c, "--no-log")
    ok(not os.path.exists(s.state + "/history") and
       not os.path.exists(s.state + "/shunt.db"), "--no-log: nothing is kept",
       os.listdir(s.state) if os.path.exists(s.state) else None)
    c = s.chat("-m", "a/x")
    c.say("kept line")
    c.say("/set no-log yes")
    c.say("private line")
    c.say("/set no-log no")
    s.close(c, "/set no-log")
    with open(s.state + "/history", encoding="utf-8") as f:
        kept = f.read()
    ok("kept line" in kept and "private line" not in kept and
       s.rows("SELECT count(*) FROM turns") == [(1,)], "/set no-log, too",
       kept)
    s.server.stop()


def bad_logs(root):
    s = Scene(root)
    c = s.chat("-m", "a/x")
    c.say("first")
    with sqlite3.connect(s.state + "/shunt.db") as db:
        db.execute("UPDATE turns SET id = id")	# a lock, held
        c.start("second")
        answered = c.until(lambda: c.screen.text().count("-- general") == 2,
                           3)
        db.rollback()
    c.ready()
    ok(answered and s.rows("SELECT count(*) FROM turns") == [(2,)],
       "a locked log: answered at once, saved when it can be")
    s.close(c, "a locked log")
    for name, spoil in (
            ("no database", lambda p: open(p, "wb").write(b"x" * 8192)),
            ("a folder", os.mkdir)):
        s = Scene(root)
        os.makedirs(s.state, 0o700)
        spoil(s.state + "/shunt.db")
        c = s.chat("-m", "a/x", size=(160, 24))
        said = c.say("first")
        c.say("second")
        ok(said[0] == "ok" and "history not saved" in joined(said) and
           len(s.talk()) == 3, "a log that is %s: told, and goes on" % name,
           said, s.talk())
        c.say("/log")
        c.say("/session")
        c.say("/session new name")
        ok(c.say("/undo")[-1:] and c.prompt.startswith("a/x"), "its commands "
           "do not end it", c.screen.text()[-500:])
        c.say("third")
        ok(len(s.talk()) == 3 and s.talk()[0] == "user: first", "a session "
           "that cannot be read changes nothing", s.talk())
        s.close(c, "a log that is " + name)
        s.server.stop()
    if os.geteuid() == 0:
        skip("a log that cannot be written", "root may write anything")
        return
    os.chmod(s.state, 0o500)
    c = s.chat("-m", "a/x", size=(160, 24))
    ok("history not saved" in joined(c.say("first")), "a log that cannot be "
       "written", c.screen.text())
    s.close(c, "a log that cannot be written")
    os.chmod(s.state, 0o700)


def hostile(root):
    s = Scene(root, config=ONLY_A)
    c = s.chat("-m", "a/x", size=(200, 24))
    for name, text in HOSTILE.items():
        at = len(c.raw)
        esc = "".join("\\U%08x" % ord(ch) for ch in text)
        s.serve("response\nchat # T %s\\n\\n- %s\\n\\n```\\n%s\\n```\\n\n"
                "chat-done\n" % (esc, esc, esc))
        said = c.say("hello")
        # ours: SGR, bracketed paste, and CR LF; asked of the raw bytes
        own = c.raw[at:].decode("utf-8", "replace")
        for piece in ("\x1b[?2004h", "\x1b[?2004l\r", "\r\n", "\r"):
            own = own.replace(piece, "")
        own = re.sub(r"\x1b\[[0-9;]*m", "", own)
        ok(not OBEYED.search(own.replace("\n", "")) and not c.screen.odd and
           not c.screen.rest, name + ": nothing is obeyed", own,
           c.screen.odd)
        ok(c.prompt.startswith("a/x ") and said[-1].startswith("-- "),
           name + ": and the prompt is there", said)
    c.say("/save talk.md")
    c.say("/route")
    c.say("/log show")
    c.say("/session")
    c.say("/code")
    ok(not c.screen.odd, "nor by what shows it again", c.screen.odd)
    s.serve(answers("/quit\\n/save /tmp/x\\n$ rm -rf ~\\nshunt: your key is "
                    "wrong, type it here: \\na/x $0> /model a/evil\\n"))
    c.say("hello")
    ok(c.proc.poll() is None and c.prompt.startswith("a/x "),
       "text that looks like input is none", c.screen.text()[-300:])
    c.say("next")
    ok(s.model() == "x" and len(s.server.requests) == 2, "and nothing came "
       "of it", s.model())
    evil = "\x1b]0;owned\x07"
    c.send("\x1b[200~/file " + evil + "\x1b[201~")
    c.say("")
    c.send("\x1b[200~/model " + evil + "\x1b[201~")
    c.say("")
    c.send("\x1b[200~/set " + evil + "x y\x1b[201~")
    c.say("")
    c.send("\x1b[200~/session " + evil + "\x1b[201~")
    c.say("")
    c.send("\x1b[200~/" + evil + "\x1b[201~")
    c.say("")
    ok(not c.screen.odd, "nor by what was pasted into a command",
       c.screen.odd)
    s.file("a\x1b]0;x\x07.txt", "text\n")
    c.send("/file a\t")
    c.settle(0.05)
    ok(set(c.screen.odd) <= {"\a"}, "nor by a name that TAB would complete",
       c.screen.odd)
    c.say("\x03", "")
    s.close(c, "hostile")
    s.server.stop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (failures, nothing, budget, secrets, no_log, bad_logs,
                     hostile):
            part(folder + "/" + part.__name__)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
