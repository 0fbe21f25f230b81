#!/usr/bin/env python3
"""Each command of the chat in a real pty: what it shows, and what the next
request, the log or a file holds because of it. Speaks TAP."""

import base64
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import finish, ok	# noqa: E402
from chat import OK, ONLY_A, Scene, answers, joined, said	# noqa: E402

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwAD"
    "hgGAWjR9awAAAABJRU5ErkJggg==")
ALONE = "SELECT count(*) FROM turns WHERE session LIKE '%-alone'"


def models(s, c):
    ok(said(c, "/model", "auto: the router chooses"), "/model: auto")
    c.say("/model a/x")
    c.say("hello")
    ok(c.prompt.startswith("a/x ") and s.model() == "x", "/model NAME",
       c.prompt, s.model())
    ok(said(c, "/model a/y,b/nope", "b/nope") and
       c.prompt.startswith("a/x "), "/model: an unknown name changes "
       "nothing", c.screen.text()[-300:])
    ok(said(c, "/model daer", "dear"), "/model: the nearest name",
       c.screen.text()[-300:])
    c.say("/model dear")
    c.say("hello")
    ok(s.model() == "dear", "/model: an alias", s.model())
    c.say("/model a/one,a/two")
    ok(c.prompt.startswith("a/one,a/two "), "/model: several", c.prompt)
    c.say("/model auto")
    ok(c.prompt.startswith("auto "), "/model auto", c.prompt)


def choices(s, c):
    ok(c.say("/task code") == ["task                 code"], "/task: what "
       "it is now", c.screen.text()[-200:])
    ok(joined(c.say("hello")[-1:]).startswith("-- code, "), "/task",
       c.screen.text()[-300:])
    ok(said(c, "/task poems", "reasoning", "code"), "/task: what there is",
       c.screen.text()[-300:])
    c.say("/task auto")
    ok(said(c, "/task", "auto"), "/task auto")
    c.say("/prefer best")
    c.say("hello")
    best = s.model()
    c.say("/new")
    c.say("/prefer cheap")
    c.say("hello")
    ok((best, s.model()) == ("dear", "cheap"), "/prefer", best, s.model())
    ok(said(c, "/prefer free", "cheap", "fast"), "/prefer: what there is")
    c.say("/prefer balanced")


def roles(s, c):
    c.say("/role terse")
    ok(c.prompt.startswith("a/terse "), "/role: the prompt shows its model",
       c.prompt)
    c.say("hello")
    ok(s.model() == "terse" and s.talk()[0] == "system: Be terse.",
       "/role: system text and model", s.model(), s.talk()[:1])
    ok(said(c, "/role ters", "[role.ters]", "did you mean 'terse'") and
       said(c, "/role", "terse"), "/role: the nearest; nothing changes",
       c.screen.text()[-300:])
    ok(said(c, "/model nope/x", "nope") and c.prompt.startswith("a/terse "),
       "/role: a model that is not there does not push its own away",
       c.prompt)
    c.say("/retry a/other")
    ok(s.model() == "other" and c.prompt.startswith("a/terse "),
       "/role: nor does one for a retry", s.model(), c.prompt)
    c.say("/model a/mine")
    c.say("hello")
    ok(s.model() == "mine", "/role: but one that is set does", s.model())
    c.say("/model auto")
    c.say("/role coder")
    s.serve("response\nchat see\\n```c\\nint x;\\n```\\nbye\\n\nchat-done\n")
    lines = c.say("hello")
    ok(lines[:1] == ["int x;"] and lines[1].startswith("-- code, "),
       "/role: task, and code alone", lines)
    c.say("/role none")
    s.serve(OK)
    c.say("/system Talk like a pirate.")
    c.say("hello")
    ok(s.talk()[0] == "system: Talk like a pirate.", "/system", s.talk()[:1])
    c.say("/system none")
    c.say("hello")
    ok(s.talk()[0].startswith("user:"), "/system none", s.talk()[:1])


def settings(s, c):
    listed = [line.split()[0] for line in c.say("/set")]
    ok({"model", "max-tokens", "temperature", "no-log"} <= set(listed) and
       not {"json", "file", "output", "budget-day"} & set(listed),
       "/set lists what can be set here", listed)
    c.say("/set max-tokens 77")
    c.say("/set temperature = 0.5")
    c.say("hello")
    ok(77 in s.body().values() and s.body().get("temperature") == 0.5,
       "/set NAME VALUE", s.body())
    ok(said(c, "/set max_tokens", "77", "most tokens"), "/set NAME: value "
       "and meaning", c.screen.text()[-200:])
    ok(said(c, "/set max-tokens -3", "max-tokens") and
       said(c, "/set max-tokens", "77"), "/set: a wrong value",
       c.screen.text()[-300:])
    ok(said(c, "/set max-token 3", "did you mean 'max-tokens'?"),
       "/set: the nearest", c.screen.text()[-200:])
    ok(said(c, "/set budget-day 1000", "nothing 'budget-day' to set"),
       "/set: a budget is not for the chat to change")
    c.say("/set max-tokens default")
    c.say("/set temperature none")
    c.say("hello")
    ok("temperature" not in s.body() and 77 not in s.body().values(),
       "/set: taken back", s.body())
    ok(said(c, "/set model a/x,b/nope", "b/nope") and
       said(c, "/set role nope", "[role.nope]") and
       c.prompt.startswith("auto "), "/set: as strict as the commands",
       c.screen.text()[-400:])
    ok(said(c, "/set quiet perhaps", "quiet"), "/set: a switch",
       c.screen.text()[-200:])


def files(s, c):
    s.file("note.txt", "The harbour was closed.\n")
    s.file("with blank.txt", "A second text.\n")
    s.file("dot.png", PNG)
    with open(s.box.home + "/at-home.txt", "w", encoding="ascii") as f:
        f.write("From home.\n")
    ok(said(c, "/file", "no file waits"), "/file: none")
    c.say("/file note.txt")
    ok(" +1 " in c.prompt, "/file: the prompt counts", c.prompt)
    c.say("/file with blank.txt")
    c.say("/file ~/at-home.txt")
    ok(" +3 " in c.prompt and c.say("/file") == [
        "note.txt", "with blank.txt", s.box.home + "/at-home.txt"],
       "/file lists them", c.screen.text()[-300:])
    c.say("/drop with blank.txt")
    ok(said(c, "/drop other.txt", "no such file") and " +2 " in c.prompt,
       "/drop", c.prompt)
    ok(said(c, "/file missing.txt", "there is no file 'missing.txt'") and
       said(c, "/file " + s.box.home, "is a directory") and
       " +2 " in c.prompt, "/file: what is none", c.prompt)
    c.say("What is said there?")
    last = s.talk()[-1]
    ok("The harbour was closed." in last and "From home." in last and
       "A second text." not in last and "What is said" in last,
       "/file: it goes with the prompt", last)
    ok("+" not in c.prompt.split("$")[0], "/file: once", c.prompt)
    c.say("And what else?")
    ok(s.talk()[-1] == "user: And what else?" and
       "The harbour" in s.talk()[-3], "/file: it stays in the conversation",
       s.talk()[-3:])
    c.say("/file dot.png")
    c.say("/model a/x")
    c.say("What is this?")
    ok("<image_url>" in s.talk()[-1], "/file: a picture", s.talk()[-1])
    c.say("/file note.txt")
    c.say("/drop")
    c.say("/model auto")
    c.say("hello")
    ok(s.talk()[-1] == "user: hello", "/drop: all", s.talk()[-1])
    c.say("/file note.txt")
    os.unlink(s.box.cwd + "/note.txt")
    count = len(s.server.requests)
    ok(said(c, "hello", "note.txt") and len(s.server.requests) == count and
       " +1 " in c.prompt, "/file: gone since", c.prompt)
    c.say("/drop")


def one_scene(root):
    """Commands that change what is asked from then on."""
    s = Scene(root, config=ONLY_A)
    for part in (models, choices, roles, settings, files):
        c = s.chat(size=(120, 24))
        part(s, c)
        s.close(c, part.__name__)
    s.server.stop()


def editing(root):
    s = Scene(root)
    ed = s.file("ed.sh", "#!/bin/sh\ncp \"$1\" seen\nprintf '%s' "
                "'/undo\nis not said' >\"$1\"\n", 0o700)
    c = s.chat("-m", "a/x", EDITOR=ed)
    ok(c.say("/edit draft")[:2] == ["/undo", "is not said"], "/edit shows "
       "what is put", c.screen.text())
    ok(s.read("seen") == "draft\n" and s.talk() == [
        "user: /undo\nis not said"], "/edit TEXT: what is saved is put",
       s.talk())
    c.say("/edit")
    ok(s.read("seen") == "/undo\nis not said\n", "/edit begins with the last",
       s.read("seen"))
    c.send("\x1b[A")
    c.settle()
    ok("is not said" in c.prompt, "/edit: it is recalled", c.prompt)
    c.say("\x03", "")
    s.close(c, "/edit")
    count = len(s.server.requests)
    for name, how, why in (
            ("fails", "false", "editor 'false'"),
            ("is missing", "/nope/ed", "editor '/nope/ed'"),
            ("empties the file", "truncate -s 0", "left nothing"),
            ("is interrupted", "sh -c 'kill -INT $$'", "editor 'sh -c")):
        c = s.chat("-m", "a/x", EDITOR=how)
        ok(said(c, "/edit precious words", why), "/edit: it %s" % name,
           c.screen.text())
        c.send("\x1b[A")
        c.settle()
        ok("/edit precious words" in c.prompt, "/edit: it %s: the text is "
           "not lost" % name, c.prompt)
        c.say("\x03", "")
        s.close(c, "/edit: it " + name)
    ok(len(s.server.requests) == count and not os.listdir(s.box.tmp),
       "/edit: nothing was asked, no file is left", os.listdir(s.box.tmp))
    ed = s.file("ed2.sh", "#!/bin/sh\necho more >>\"$1\"\nexit 3\n", 0o700)
    c = s.chat("-m", "a/x", EDITOR=ed)
    text = joined(c.say("/edit a start"))
    left = re.search(r"what was written is in (\S+\.md)", text)
    kept = ""
    if left:
        with open(left.group(1), encoding="ascii") as f:
            kept = f.read()
    ok(kept == "a start\nmore\n", "/edit: what was saved before it failed is "
       "not lost", text, kept)
    s.close(c, "/edit: it fails late")
    s.server.stop()


def again(root):
    s = Scene(root, answers("one", "two", "three", "four", "five"))
    s.file("doc.txt", "A document.\n")
    c = s.chat("-m", "a/x")
    ok(said(c, "/retry", "nothing was asked yet") and
       said(c, "/compare a/y", "nothing was asked yet") and
       said(c, "/undo", "nothing to take back"), "before the first prompt",
       c.screen.text())
    c.say("/file doc.txt")
    c.say("first")
    ok(c.say("/retry")[0] == "two" and len(s.talk()) == 1 and
       "A document." in s.talk()[0] and "first" in s.talk()[0],
       "/retry: the prompt again with its files, without its answer",
       s.talk())
    c.say("/retry a/other")
    ok(s.model() == "other" and len(s.talk()) == 1 and
       c.prompt.startswith("a/x "), "/retry MODEL", s.talk(), c.prompt)
    shown = "\n".join(c.say("/compare a/third"))
    ok(re.search(r"^a/third +\S a/other$", shown, re.M) and
       re.search(r"^four +\S three$", shown, re.M) and
       s.model() == "third" and len(s.talk()) == 1,
       "/compare MODEL, beside the answer that is there", shown, s.talk())
    c.say("second")
    ok(s.model() == "x" and s.talk()[1:] == ["assistant: three",
                                            "user: second"],
       "the retry's answer is in the conversation, the compared one not",
       s.talk())
    ok(said(c, "/compare", "usage: /compare MODEL[,...]"), "/compare: of whom?")
    rows = s.rows("SELECT count(*), count(DISTINCT session) FROM turns")
    ok(rows == [(5, 4)] and s.rows(ALONE) == [(2,)], "the log has all; what "
       "was replaced or compared is alone", rows, s.rows(ALONE))
    s.serve("response\nstatus 400\njson {\"error\":{\"message\":\"no\"}}\n")
    ok(said(c, "/retry", "no") and said(c, "/compare a/y", "no"),
       "both can fail")
    s.serve(answers("sure"))
    c.say("third")
    ok(s.talk()[1:] == ["assistant: three", "user: second",
                        "assistant: five", "user: third"],
       "and nothing is lost", s.talk())
    s.serve("response\nstatus 400\njson {\"error\":{\"message\":\"no\"}}\n" +
            answers("better"))
    c.say("fourth")
    ok(c.say("/retry")[0] == "better" and s.talk()[-2:] == [
        "assistant: sure", "user: fourth"], "/retry after a failure",
       s.talk())
    c.say("/undo")
    c.say("fifth")
    ok(s.talk()[-2:] == ["assistant: sure", "user: fifth"], "/undo", s.talk())
    s.close(c, "again")
    s.server.stop()


def undo(root):
    s = Scene(root)
    c = s.chat("--session", "ships", "-m", "a/x")
    c.say("first")
    c.say("second")
    ok(said(c, "/undo", "1 question left") and
       said(c, "/session", "ships") and s.rows(ALONE) == [(1,)],
       "/undo: the log keeps it, alone", c.screen.text())
    c.say("third")
    ok(s.talk() == ["user: first", "assistant: ok", "user: third"],
       "/undo: the request is without it", s.talk())
    ok(said(c, "/undo", "1 question left") and
       said(c, "/undo", "0 questions left") and
       said(c, "/undo", "nothing to take back"), "/undo: to the first",
       c.screen.text()[-300:])
    c.say("anew")
    ok(s.talk() == ["user: anew"], "/undo: all of it", s.talk())
    s.close(c, "/undo")
    c = s.chat("--session", "ships", "-m", "a/x")
    ok("1 question so far" in c.screen.text(), "/undo: the session, too",
       c.screen.text())
    s.close(c, "/undo, again")
    ok(s.rows("SELECT count(*) FROM turns") == [(4,)], "/undo: all is in "
       "the log")
    s.server.stop()


def routes(root):
    s = Scene(root, config=ONLY_A)
    c = s.chat(size=(160, 50))
    ok(said(c, "/route", "nothing was asked yet"), "/route: of what?")
    ok(said(c, "/route Write a C function.", "task        code", "a/dear",
            "a/cheap") and not s.server.requests,
       "/route PROMPT: explained, nothing asked", c.screen.text()[-500:])
    c.say("Prove that there are infinitely many primes.")
    count = len(s.server.requests)
    ok(said(c, "/route", "task        reasoning") and
       len(s.server.requests) == count, "/route: of the last prompt",
       c.screen.text()[-500:])
    c.say("hello")
    ok(len(s.talk()) == 3, "/route: the conversation is as it was", s.talk())
    s.close(c, "/route")
    s.server.stop()


def code(root):
    text = ("Two:\\n```c\\nint x;\\n```\\nand\\n````sh\\nls\\n```\\n\\e]0;t"
            "\\a\\u202e\\n````\\n")
    s = Scene(root, answers(text, "no code at all"))
    s.file("old.c", "mine\n")
    c = s.chat("-m", "a/x")
    ok(said(c, "/code", "there is no answer yet") and
       said(c, "/save x.md", "there is no answer yet"), "no answer yet",
       c.screen.text())
    c.say("code, please")
    lines = c.say("/code")
    ok(lines[0] == "int x;" and "code block 1 of 2" in lines[1], "/code",
       lines)
    lines = c.say("/code 2")
    ok(lines[:2] == ["ls", "```"] and lines[2].startswith("^[]0;t^G\\u") and
       not c.screen.odd, "/code N, made safe", lines, c.screen.odd)
    ok(said(c, "/code 3", "has 2 code blocks") and
       said(c, "/code 0", "usage: /code") and
       said(c, "/code two", "usage: /code") and
       said(c, "/code >", "usage: /code"), "/code: what is none",
       c.screen.text()[-400:])
    c.say("/code > new.c")
    ok(s.read("new.c") == "int x;\n", "/code > FILE")
    c.say("/code 2 >~/x.sh")
    with open(s.box.home + "/x.sh", "rb") as f:
        kept = f.read()
    ok(kept == b"ls\n```\n\x1b]0;t\x07\xe2\x80\xae\n", "/code N > FILE: as "
       "it is", kept)
    ok(said(c, "/code > old.c", "is there already") and
       s.read("old.c") == "mine\n", "/code: no file is written over")
    c.say("and now?")
    ok(said(c, "/code", "no code"), "/code: none", c.screen.text()[-200:])
    c.say("/save talk.md")
    talk = s.read("talk.md")
    ok(talk.startswith("## Question\n\ncode, please\n\n## a/x\n\nTwo:\n") and
       "and now?\n\n## a/x\n\nno code at all\n" in talk, "/save", talk)
    ok(said(c, "/save talk.md", "is there already") and
       said(c, "/save", "usage: /save FILE") and
       said(c, "/save /nope/dir/x", "/nope/dir/x"), "/save: what it refuses",
       c.screen.text()[-400:])
    s.close(c, "/code")
    s.server.stop()


def ledger(root):
    s = Scene(root)
    c = s.chat("-m", "a/dear", size=(120, 40))
    ok(said(c, "/good", "there is no answer yet"), "/good: of what?")
    ok(said(c, "/log", "nothing has been logged yet") and
       said(c, "/session", "nothing has been logged yet") and
       said(c, "/cost", "this chat    $0"), "nothing is logged yet",
       c.screen.text())
    c.say("first")
    ok(said(c, "/good", "rated good: a/dear, \"first\""), "/good",
       c.screen.text()[-200:])
    c.say("second")
    c.say("/bad")
    ok(s.rows("SELECT rating FROM turns ORDER BY id") == [(1,), (-1,)],
       "/bad", s.rows("SELECT rating FROM turns"))
    ok(c.say("/cost") == ["this chat    $0.00088", "today        $0.00088",
                          "this month   $0.00088"], "/cost",
       c.screen.text()[-200:])
    c.say("/model a/other")
    c.say("/task code")
    ok(said(c, "/log", "first", "second"), "/log: of all models and tasks",
       c.screen.text()[-400:])
    ok(said(c, "/log search second", "second") and
       said(c, "/log delete", "needs ids") and
       s.rows("SELECT count(*) FROM turns") == [(2,)], "/log: a model that "
       "is set deletes nothing", c.screen.text()[-400:])
    ident = s.rows("SELECT id FROM turns ORDER BY id")[0][0]
    ok(said(c, "/log " + ident, "first", "ok"), "/log ID",
       c.screen.text()[-600:])
    ok(c.prompt.startswith("a/other "), "and what was set stays so", c.prompt)
    s.close(c, "/log")
    s.server.stop()


def conversations(root):
    s = Scene(root)
    c = s.chat("--session", "ships", "-m", "a/x", size=(120, 40))
    c.say("Name a ship.")
    c.say("/session my trees")
    c.say("Name a tree.")
    ok(s.talk() == ["user: Name a tree."], "/session NAME begins one",
       s.talk())
    ok(said(c, "/session", "ships", "my trees", "Name a tree."),
       "/session lists them", c.screen.text()[-400:])
    ok(said(c, "/session ships", "1 question so far"), "/session goes on")
    c.say("And another?")
    ok(s.talk()[0] == "user: Name a ship." and len(s.talk()) == 3,
       "/session: with its turns", s.talk())
    ok(said(c, "/session " + "x" * 99, "1 to 64 bytes"), "/session: too long")
    c.say("And one more?")
    ok(len(s.talk()) == 5, "/session: it goes on as before", s.talk())
    ok(said(c, "/log", "Name a tree."), "/log: of all conversations",
       c.screen.text()[-400:])
    ok(said(c, "/new", "a new conversation"), "/new")
    ok(said(c, "/retry", "ok") and s.talk() == ["user: And one more?"],
       "/new: the last prompt can be put there", s.talk())
    s.close(c, "/session")
    rows = s.rows("SELECT name, count(*) FROM sessions JOIN turns ON "
                  "session = sessions.id GROUP BY 1 ORDER BY 1")
    ok(rows == [(None, 1), ("my trees", 1), ("ships", 3)], "the log has them",
       rows)
    s.server.stop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (one_scene, editing, again, undo, routes, code, ledger,
                     conversations):
            part(folder + "/" + part.__name__)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
