#!/usr/bin/env python3
"""`shunt commit`: on a terminal, key by key, and with --print and --json. git
itself commits, with its hooks; no message is lost, and none is asked for
twice. Speaks TAP."""
# timeout: 200

import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok	# noqa: E402
from repo import C_FILE, CONFIG, MESSAGE, Repo, answers	# noqa: E402
from terminal import Terminal	# noqa: E402

M = MESSAGE.encode()
ASKS = "q leaves? "
THREE = "net: one\n\nBody of one.\n%%%%\nnet: two\n%%%%\nnet: three\n"


class Talk(Terminal):
    """`shunt commit` on a terminal."""

    def __init__(self, s, *args, **env):
        super().__init__([SHUNT, "commit", *args], s.env(
            TERM="xterm", **env), s.top)
        self.asked = 0
        self.ready()

    def has_asked(self):
        # the screen has many questions, and each key one more
        text = self.screen.text() + " "
        return text.count(ASKS) > self.asked and text.endswith(ASKS)

    def ready(self):
        good = self.until(self.has_asked)
        self.asked = (self.screen.text() + " ").count(ASKS)
        return good

    def key(self, text, more=True):
        """The lines that come of it, up to the next question."""
        at = len(self.screen.lines())
        self.send(text + "\r")
        if more:
            self.ready()
        return "\n".join(self.screen.lines()[at:])


def closed(s, t, name, status, message, requests, data=b"\r"):
    """Ends it with a key; what must hold then."""
    got = t.end(data)
    made, asked = s.message(), s.asked()
    ok(got == status and made == message and asked == requests and
       t.restored(), name, got, made, asked, t.screen.text()[-700:])


def terminal(root):
    s = Repo(root, answers(MESSAGE, "net: second\n", "net: third\n",
                           "net: fourth\n"))
    s.git("commit", "-q", "--allow-empty", "-m", "start")
    s.change()
    t = Talk(s)
    text = t.screen.text()
    ok("net: wait longer for a slow peer\n\nOne second" in text and
       "-- by a/m" in text and "Enter commits" in text,
       "the message, who wrote it, and what may be done", text)
    closed(s, t, "Enter commits", 0, M, 1)
    ok("1 file changed" in t.screen.text(), "git says so itself",
       t.screen.text())
    s.change()
    t = Talk(s)
    closed(s, t, "y, too", 0, M, 1, b"y\r")
    s.change()
    t = Talk(s)
    text = t.key("r")
    ok("net: second" in text and "net: wait" not in text and
       "Not these again" in json.loads(s.server.requests[1].body)
       ["messages"][0]["content"], "r writes anew", text)
    text = t.key("nonsense\x1b[31m")
    ok("is none of these" in text and "net: second" in text and
       "31" not in t.screen.odd, "what is no key", text, t.screen.odd)
    closed(s, t, "and that is committed", 0, b"net: second\n", 2)
    s.change()
    t = Talk(s)
    t.send("h\r")
    t.shows("what is it about?")
    text = t.key("slow peers in the field")
    ok("net: second" in text, "h: with a hint", text)
    s.asked()
    ok("The author says of it: slow peers in the field" in s.prompt(),
       "which the model gets", s.prompt()[-300:])
    s.serve("response\nstatus 500\ntext no\n")
    text = t.key("r")
    ok("500" in text and "net: second" in text, "r, and the server fails: "
       "the message stays", text)
    s.serve("response\nwait\n")
    t.send("r\r")
    t.until(lambda: len(s.server.requests) > 0)
    t.send(b"\x03")
    t.ready()
    ok(t.screen.text().rstrip().endswith(ASKS.strip()) and
       t.proc.poll() is None, "r and Ctrl-C: there is a question again",
       t.screen.text()[-400:])
    closed(s, t, "and it can be committed", 0, b"net: second\n", 1)
    ok(not s.close(), "no report of a sanitizer")


def leaving(root):
    s = Repo(root, answers(MESSAGE, "net: other\n"))
    s.change()
    head = s.message()
    for name, data, status in (("q", b"q\r", 1), ("Ctrl-D", b"\x04", 1),
                               ("Ctrl-C", b"\x03", -2),
                               ("half a line and Ctrl-C", b"ab\x03", -2)):
        t = Talk(s)
        closed(s, t, name + " leaves, and commits nothing", status, head,
               1 if name == "q" else 0, data)
        ok("nothing is committed; the message is kept" in t.screen.text(),
           name + ": it says so", t.screen.text()[-300:])
    ok(s.git("diff", "--cached", "--name-only") == b"src/net.c\n",
       "what was staged still is")
    t = Talk(s)
    ok("kept from before" in t.screen.text(), "the message is kept",
       t.screen.text())
    os.close(t.slave)
    os.close(t.master)
    try:
        t.proc.wait(20)
    except OSError:
        pass
    ok(s.message() == head and s.asked() == 0, "a terminal that goes away "
       "commits nothing", t.proc.returncode)
    s.serve("response\nwait\n")
    s.change()
    t = Terminal([SHUNT, "commit"], s.env(TERM="xterm"), s.top)
    t.until(lambda: len(s.server.requests) > 0)
    ok(t.end(b"\x03") == -2 and t.restored() and s.message() == head,
       "Ctrl-C while it is asked for", t.screen.text())
    ok(not s.close(), "no report of a sanitizer")


def several(root):
    s = Repo(root, answers(THREE, "net: four\n%%%%\nnet: five\n"))
    s.change()
    t = Talk(s, "-n", "3")
    text = t.screen.text()
    ok("*1 net: one\n\n   Body of one.".replace("\n\n", "\n   \n") in
       "\n".join(line.ljust(3) for line in t.screen.lines()) and
       " 2 net: two" in text and " 3 net: three" in text and
       "1-3 chooses" in text, "three, of which the first is marked", text)
    text = t.key("3")
    ok("*3 net: three" in text and " 1 net: one" in text, "3 chooses it",
       text)
    text = t.key("4")
    ok("is none of these" in text, "there is no 4", text)
    t.key("2")
    closed(s, t, "Enter commits what was chosen", 0, b"net: two\n", 1)
    ok(b"Write 3 different messages" in s.bodies[0], "one request for all")
    s.change()
    done = s.shunt("commit", "--print", "-n", "3")
    ok(done.returncode == 0 and done.stdout == THREE.encode() and
       done.stderr == b"" and s.asked() == 1, "--print -n 3", done)
    done = s.shunt("commit", "--print", "-n", "3", "--json")
    got = json.loads(done.stdout)
    ok(got == {"v": 1, "messages": ["net: one\n\nBody of one.\n",
                                    "net: two\n", "net: three\n"],
               "model": "a/m", "kept": True} and s.asked() == 0,
       "--json, of kept ones", got)
    done = s.shunt("commit", "--print")
    ok(done.stdout == THREE.encode() and s.asked() == 0, "--print of what "
       "is kept", done)
    ok(not s.close(), "no report of a sanitizer")


def editing(root):
    s = Repo(root)
    mine = "printf 'net: mine\\n\\nFixes: #12\\nCc: x\\n' >\"$f\""
    s.change()
    t = Talk(s, EDIT="sed -i s/longer/shorter/ \"$f\"")
    closed(s, t, "e opens the editor", 0, M.replace(b"longer", b"shorter"),
           1, b"e\r")
    ok(s.shown()[0].startswith(M), "on the message")
    s.change()
    t = Talk(s, "--edit", EDIT=mine)
    want = b"net: mine\n\nFixes: #12\nCc: x\n"
    closed(s, t, "--edit does so at Enter", 0, want, 1)
    ok(len(s.shown()) == 1, "once")
    hook = s.top + "/.git/hooks/commit-msg"
    s.write(hook, "#!/bin/sh\n[ -e ok ]\n", 0o755)
    s.change()
    t = Talk(s, EDIT=mine)
    closed(s, t, "commit-msg fails", 12, want, 1, b"e\r")
    ok("kept for the next try" in t.screen.text(), "it says that nothing is "
       "lost", t.screen.text()[-300:])
    t = Talk(s)
    ok("Fixes: #12" in t.screen.text() and "Cc: x" in t.screen.text(),
       "what was edited is kept to the letter", t.screen.text())
    s.put("ok", "")
    closed(s, t, "and committed at the second try", 0, want, 0)
    os.unlink(hook)
    os.unlink(s.top + "/ok")
    s.shown()
    s.write(s.top + "/.git/hooks/pre-commit", "#!/bin/sh\n[ -e ok ]\n", 0o755)
    s.change()
    t = Talk(s, EDIT=mine)
    closed(s, t, "pre-commit fails before the editor opens", 12, want, 1,
           b"e\r")
    ok(s.shown() == [], "it did not open")
    t = Talk(s)
    ok("net: wait longer" in t.screen.text(), "the message is kept, and none "
       "of an older commit is taken for it", t.screen.text())
    closed(s, t, "pre-commit fails again", 12, want, 0)
    s.put("ok", "")
    t = Talk(s)
    closed(s, t, "and passes", 0, M, 0)
    s.change()
    t = Talk(s, EDIT=": >\"$f\"")
    closed(s, t, "an editor that leaves nothing", 12, M, 1, b"e\r")
    t = Talk(s)
    ok("net: wait longer" in t.screen.text(), "the message is there",
       t.screen.text())
    s.git("config", "commit.verbose", "true")
    big = "printf 'net: big\\n' >x; cat \"$f\" >>x; cp x \"$f\"; exit 1"
    s.put("src/big.c", "int big;\n" * 9000)
    s.git("add", "src/big.c")
    t.end(b"q\r")
    t = Talk(s, EDIT=big)
    t.end(b"e\r")
    t = Talk(s)
    ok("net: big" in t.screen.text() and "int big" not in t.screen.text(),
       "an editor that fails, with a long diff below", t.screen.text()[-300:])
    t.end(b"q\r")
    ok(not s.close(), "no report of a sanitizer")


def wholes(root):
    """-a and --amend."""
    s = Repo(root)
    s.put("extra.c", "int extra;\n")
    s.git("add", "extra.c")
    s.git("commit", "-qm", "extra: begin")
    s.put("src/net.c", C_FILE % 5)
    s.put("new.c", "int n;\n")
    index = s.read(".git/index"), os.stat(s.top + "/.git/index").st_mtime_ns
    before = set(os.listdir(s.top + "/.git"))
    done = s.shunt("commit", "--print", "-a")
    ok(done.returncode == 0 and done.stdout == M and s.asked() == 1 and
       "M src/net.c" in s.prompt() and "new.c" not in s.prompt(),
       "-a: what is not staged, but not what git does not know", done)
    t = Talk(s, "-a")
    closed(s, t, "-a, left", 1, b"extra: begin\n", 0, b"q\r")
    now = s.read(".git/index"), os.stat(s.top + "/.git/index").st_mtime_ns
    ok(index == now and set(os.listdir(s.top + "/.git")) - before ==
       {"shunt-message"}, "the index is as it was", set(os.listdir(
           s.top + "/.git")) - before)
    t = Talk(s, "-a")
    closed(s, t, "-a, committed", 0, M, 0)
    ok(s.git("status", "--porcelain") == b"?? new.c\n", "all of it",
       s.git("status", "--porcelain"))
    done = s.shunt("commit", "--print", "-a")
    ok(done.returncode == 2 and b"nothing has changed" in done.stderr,
       "-a, and nothing has changed", done)
    parent = s.run("git", "rev-parse", "HEAD~1").stdout
    s.put("extra.c", "int extra;\nint more(void)\n{\n\treturn 1;\n}\n")
    s.git("add", "extra.c")
    s.serve(answers("net: amended\n"))
    t = Talk(s, "--amend")
    closed(s, t, "--amend", 0, b"net: amended\n", 1)
    ok(s.run("git", "rev-parse", "HEAD~1").stdout == parent and
       "M src/net.c" in s.prompt() and "M extra.c" in s.prompt(),
       "the last commit's change and what is staged", s.prompt()[:300])
    done = s.shunt("commit", "--amend", "--print", "--hint", "none is more")
    ok(done.returncode == 0 and s.asked() == 1 and "none is more" in
       s.prompt(), "--amend with nothing staged, --hint", done)
    s.git("checkout", "-q", "--orphan", "fresh")
    done = s.shunt("commit", "--print")
    ok(done.returncode == 0 and s.asked() == 1 and "A src/net.c" in
       s.prompt(), "a branch without a commit", done)
    ok(not s.close(), "no report of a sanitizer")


def refusals(root):
    s = Repo(root)
    for name, args, status, word, cwd in (
            ("nothing staged", ("--print",), 2, b"git add first", None),
            ("no repository", ("--print",), 2, b"not a git repo", s.box.tmp),
            ("no terminal", (), 2, b"--print", None),
            ("words", ("please",), 2, b"shunt \"", None),
            ("-n 0", ("--print", "-n", "-1"), 2, b"-1", None)):
        done = s.shunt("commit", *args, cwd=cwd)
        ok(done.returncode == status and word in done.stderr and
           done.stdout == b"" and done.stderr.count(b"\n") == 1, name, done)
    s.change()
    done = s.shunt("commit", "--print", "-m", "no/such")
    ok(done.returncode not in (0, 1) and b"no/such" in done.stderr and
       done.stdout == b"" and s.asked() == 0, "-m of what is not known",
       done)
    s.serve("response\nstatus 401\njson {}\n")
    done = s.shunt("commit", "--print")
    ok(done.returncode == 4 and b"401" in done.stderr and
       done.stdout == b"", "a key that is refused", done)
    s.serve("response\nwait\n")
    done = s.shunt("commit", "--print", "--timeout", "1")
    ok(done.returncode == 7 and b"1 s" in done.stderr, "--timeout", done)
    ok(not s.close(), "no report of a sanitizer")


def engine(root):
    """Who writes."""
    s = Repo(root)
    small = b"net: update net_wait\n"
    s.change()
    done = s.shunt("commit", "--print", "-m", "builtin/commit", "--json")
    got = json.loads(done.stdout)
    ok(got["messages"] == [small.decode()] and got["model"] ==
       "builtin/commit" and s.asked() == 0 and done.stderr == b"",
       "-m builtin/commit", done)
    for name, args, more in (("--offline", ("--offline",), ""),
                             ("--max-cost", ("--max-cost", "0.000001"), ""),
                             ("deny_vendors", (),
                              "[policy]\ndeny_vendors = a\n")):
        s.configure(CONFIG % {"url": s.server.url, "defaults": ""} + more)
        s.change()
        done = s.shunt("commit", "--print", *args)
        ok(done.returncode == 0 and done.stdout == small and
           done.stderr.count(b"\n") == 1 and
           b"this message is the embedded engine's" in done.stderr and
           s.asked() == 0, name + ": the embedded engine, and a note", done)
    s.configure(CONFIG % {"url": s.server.url, "defaults":
                          "budget_day = 0.000001"})
    s.change()
    done = s.shunt("commit", "--print")
    ok(done.returncode == 0 and done.stdout == small and s.asked() == 0 and
       b"embedded engine's" in done.stderr, "a budget that is used up", done)
    s.configure(CONFIG % {"url": s.server.url, "defaults": ""})
    s.git("commit", "-qm", "net: more")
    s.git("mv", "src/net.c", "src/wire.c")
    t = Talk(s)
    ok("by builtin/commit" in t.screen.text(), "a rename: the embedded "
       "engine", t.screen.text())
    text = t.key("r")
    ok("net: wait longer" in text and "by a/m" in text, "and r asks a model",
       text)
    closed(s, t, "which is committed", 0, M, 1)
    for part in range(40):
        s.put("src/part%d.c" % part, "".join(
            "int f%d(int a)\n{\n\treturn a + %d;\n}\n\n" % (n, n)
            for n in range(100)))
    s.git("add", "-A")
    for window, least, most in ((128000, 40000, 52000), (16000, 18000, 24000),
                                (4096, 4000, 9000)):
        s.configure(CONFIG.replace("128000", str(window)) %
                    {"url": s.server.url, "defaults": ""})
        if os.path.exists(s.top + "/.git/shunt-message"):
            os.unlink(s.top + "/.git/shunt-message")
        done = s.shunt("commit", "--print")
        asked = s.asked()
        size = len(s.prompt()) if asked else 0
        ok(done.returncode == 0 and asked == 1 and least < size < most and
           "40 files, " in s.prompt(), "a window of %d tokens: so much of the "
           "change" % window, done, size)
    s.configure(CONFIG.replace("128000", "300") %
                {"url": s.server.url, "defaults": ""})
    os.unlink(s.top + "/.git/shunt-message")
    done = s.shunt("commit", "--print")
    ok(done.returncode == 0 and s.asked() == 0 and b"embedded engine's" in
       done.stderr, "one in which nothing fits: the embedded engine", done)
    ok(not s.close(), "no report of a sanitizer")


def hooks(root):
    """git's own, each once; ours stays silent, as there is a message."""
    s = Repo(root)
    ran = s.box.root + "/ran"
    for name in ("pre-commit", "commit-msg", "post-commit"):
        s.write(s.top + "/.git/hooks/" + name, "#!/bin/sh\necho %s >>'%s'\n" %
                (name, ran), 0o755)
    s.change()
    t = Talk(s)
    closed(s, t, "with hooks", 0, M, 1)
    with open(ran, encoding="ascii") as f:
        ok(f.read().split() == ["pre-commit", "commit-msg", "post-commit"],
           "all of them ran, once")
    s.git("config", "i18n.commitEncoding", "ISO-8859-1")
    s.serve(answers("net: l\u00e4nger warten\n"))
    s.change()
    t = Talk(s)
    closed(s, t, "Latin-1", 0, b"net: l\xe4nger warten\n", 1)
    s.git("config", "--unset", "i18n.commitEncoding")
    for char in ("#", ";", "auto"):
        s.git("config", "core.commentChar", char)
        s.serve(answers("net: wait\n\n#1 one\n;two\n"))
        for mode in ("strip", "default", "scissors"):
            s.git("config", "commit.cleanup", mode)
            for key in (b"\r", b"e\r"):
                s.change()
                mark = "#" if char == "auto" else char
                want = re.sub("(?m)^" + mark, " " + mark,
                              "net: wait\n\n#1 one\n;two\n")
                t = Talk(s)
                closed(s, t, "comments %s, cleanup %s, key %r" %
                       (char, mode, key), 0, want.encode(), 1, key)
    ok(not s.close(), "no report of a sanitizer")


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (terminal, leaving, several, editing, wholes, refusals,
                     engine, hooks):
            part(folder + "/" + part.__name__)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
