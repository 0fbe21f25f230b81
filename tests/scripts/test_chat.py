#!/usr/bin/env python3
"""Dialogues with the chat in a real pty: how it opens, what each request
holds, its one connection, prompt and label, help, completion. Speaks TAP."""

import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, TOP, finish, ok	# noqa: E402
from chat import ONLY_A, Scene, answers, said	# noqa: E402

LABEL = re.compile(r"-- general, (\S+) \(served-\w+\), \d+\.\d s, "
                   r"(\d+) tokens in, (\d+) out, (<?\$\S+)$")


def opening(root):
    s = Scene(root)
    c = s.chat()
    ok(c.prompt == "auto $0>" and c.screen.lines()[0].startswith(
        "shunt: version "), "a bare shunt opens it on a terminal",
       c.screen.text())
    s.close(c, "Ctrl-D")
    c = s.chat("chat")
    ok(c.prompt == "auto $0>", "shunt chat, too", c.screen.text())
    c.send("/quit\r")
    s.close(c, "/quit", data=b"")
    c = s.chat("chat", "-q")
    ok(c.screen.lines() == ["auto $0>"], "-q: nothing but the prompt",
       c.screen.lines())
    s.close(c, "-q")
    for args, why in ((["chat"], "a chat needs a terminal"),
                      ([], "no prompt")):
        r = subprocess.run([SHUNT, *args], env=s.box.env(), cwd=s.box.cwd,
                           stdin=subprocess.DEVNULL, capture_output=True,
                           timeout=60, check=False)
        ok(r.returncode == 2 and not r.stdout and why.encode() in r.stderr,
           "without a terminal: %s" % (args or "bare"), r)
    for args in (["--json"], ["--events"], ["--dry-run"], ["-o", "f"],
                 ["--schema", "f"]):
        c = s.chat("chat", *args)
        got = c.end(b"")
        ok(got == 2 and "is for an ask, not for a chat" in c.screen.text(),
           "%s is refused" % args[0], got, c.screen.text())
    for args, why in (["-m", "daer"], "'dear'"), (["--role", "ters"],
                                                  "'terse'"):
        c = s.chat("chat", *args)
        got = c.end(b"")
        ok(got not in (0, "hung") and why in c.screen.text(), "%s %s: told "
           "before the prompt" % tuple(args), got, c.screen.text())
    ok(not s.server.requests, "and nothing was asked")
    s.server.stop()


def dialogue(root):
    s = Scene(root, answers("Aurora", "Borea", "Ceto\\n"))
    # one shell, for -c goes on with what was last in the same terminal
    c = s.chat(argv=["sh", "-c", "\"$0\" -m a/dear; stty -a >modes; "
                     "exec \"$0\" -c -m a/dear", SHUNT])
    ok(c.prompt == "a/dear $0>", "the prompt shows the model", c.prompt)
    said = c.say("Name a ship.")
    label = LABEL.match(said[-1])
    # 19 in at 10, of them 4 from a cache, 5 out at 50, USD for a million
    ok(said[:-1] == ["Aurora"] and label and label.groups() ==
       ("a/dear", "19", "5", "$0.00044"), "the answer, and its label", said)
    ok(c.prompt == "a/dear $0.00044>", "the prompt shows the cost", c.prompt)
    ok(c.say("And another?")[0] == "Borea" and s.talk() == [
        "user: Name a ship.", "assistant: Aurora", "user: And another?"],
       "the second request holds the first turn", s.talk())
    said = c.say("One more.")
    ok(said[:1] == ["Ceto"] and len(said) == 2 and s.talk()[2:] == [
        "user: And another?", "assistant: Borea", "user: One more."] and
       len(s.talk()) == 5, "the third both", said, s.talk())
    ok(c.prompt == "a/dear $0.0013>", "the cost runs on", c.prompt)
    ok(s.server.conn_count == 1 and len(s.server.requests) == 3,
       "one connection", s.server.conn_count)
    c.send("/quit\r")
    c.ready()
    rows = s.rows("SELECT count(*), count(DISTINCT session), max(status) "
                  "FROM turns")
    ok(rows == [(3, 1, 0)], "the log has one session of three", rows)
    ok(" icanon" in s.read("modes") and " echo " in s.read("modes"),
       "between two chats the modes are usual", s.read("modes"))
    ok("3 questions so far" in c.screen.text(), "-c says what it goes on "
       "with", c.screen.text())
    c.say("Which was first?")
    ok(len(s.talk()) == 7 and s.talk()[:2] == [
        "user: Name a ship.", "assistant: Aurora"], "-c goes on", s.talk())
    s.close(c, "-c")
    s.server.stop()


def sessions(root):
    s = Scene(root)
    for n in (1, 3):
        c = s.chat("--session", "ships", "-m", "c/y", "-s", "Be brief.",
                   "-p", "fast")
        s.serve("response\nclaude-start\nclaude Argo\nclaude-done\n")
        c.say("hello")
        ok(s.body().get("system") and len(s.body()["messages"]) == n,
           "--session: %d messages" % n, s.body())
        ok(c.say("/prefer") == ["prefer               fast"] and
           c.say("/system") == ["system               Be brief."],
           "options are settings", c.screen.text())
        s.close(c, "--session")
    ok(s.rows("SELECT name FROM sessions") == [("ships",)],
       "--session: one, by its name")
    c = s.chat("-c", "--session", "x")
    ok(c.end(b"") == 2 and "exclude each other" in c.screen.text(),
       "-c and --session exclude each other", c.screen.text())
    c = s.chat("--session", "a\x1b]0;x\x07")
    ok(c.end(b"") == 2 and not c.screen.odd, "a name with controls is "
       "refused", c.screen.text(), c.screen.odd)
    s.server.stop()


def connections(root):
    """How each kind of server lets the connection live on, or not; and that
    nothing is waited for behind an answer (a stop of 2 s would be one)."""
    claude = "response\nclaude-start\nclaude %s\nclaude-done\n"
    kinds = (
        ("with [DONE]", "a/x", "response\nchat %s\nchat-done\n", 1),
        ("no usage, [DONE]", "a/x", "response\nsse {\"choices\":[{\"index\":0,"
         "\"delta\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}\n"
         "sse [DONE]\n", 1),
        ("anthropic", "c/y", claude, 1),
        ("in one piece", "a/x", "response\njson {\"choices\":[{\"index\":0,"
         "\"message\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}],"
         "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n", 1),
        ("a server that closes", "a/x", "response\nframing close\n"
         "chat %s\nchat-done\n", 3),
        ("one that says nothing, and closes", "a/x", "response\nchat %s\n"
         "chat-done\nclose\n", 3),
        ("one that keeps the answer open", "a/x", "response\nchat %s\n"
         "chat-done\nwait\n", 3))
    for name, model, text, count in kinds:
        s = Scene(root, "".join(text % w for w in ("one", "two", "three")))
        c = s.chat("-m", model)
        at = time.monotonic()
        said = [c.say("hello")[0] for _ in range(3)]
        took = time.monotonic() - at
        ok(said == ["one", "two", "three"] and s.server.conn_count == count,
           "%s: connections: %d" % (name, count), said, s.server.conn_count)
        ok(took < 1.8 * SLOW, name + ": nothing is waited for", took)
        s.close(c, name)
        s.server.stop()


def auto(root):
    """The router chooses; the prompt tells what is not known, too."""
    s = Scene(root, config=ONLY_A)
    c = s.chat()
    said = c.say("hello there")
    ok(LABEL.match(said[-1]) and s.model() in ("dear", "cheap") and
       c.prompt == "auto $0.000003>", "auto", said, c.prompt)
    c.say("/model a/strange")
    said = c.say("hello")
    ok(said[-1].endswith(", cost unknown"), "the label tells an unknown cost",
       said)
    ok(c.prompt == "a/strange $0.000003+?>", "the prompt, too",
       c.prompt)
    ok("of some answers" in "\n".join(c.say("/cost")), "and /cost",
       c.screen.text())
    s.close(c, "auto")
    c = s.chat("-m", "a/strange,a/" + "long" * 20)
    ok(len(c.prompt) < 60 and c.prompt.startswith("a/strange,a/long"),
       "a long name is cut", c.prompt)
    s.close(c, "a long name")
    c = s.chat("-v")
    said = "\n".join(c.say("hello"))
    ok("-> a/" in said, "-v says the route", said)
    c.say("/set quiet yes")
    c.say("/set verbose no")
    said = c.say("hello")
    ok(said == ["ok"], "quiet: the answer alone", said)
    s.close(c, "-v")
    s.server.stop()


def entries(root):
    """What is a prompt, and what a command."""
    s = Scene(root)
    c = s.chat("-m", "a/x")

    def last():
        return (s.talk() or [""])[-1].replace("user: ", "", 1)
    c.say("/usr/bin/env is what?")
    ok(last() == "/usr/bin/env is what?", "a path is a prompt", last())
    c.say(" /model is what?")
    ok(last().strip() == "/model is what?", "a leading blank: a prompt",
       last())
    c.say("\x1b[200~/quit\nis not said\x1b[201~")
    ok(last() == "/quit\nis not said", "lines that were pasted are a prompt",
       last())
    c.send("first \\\r")
    c.say("second")
    ok(last() == "first \nsecond", "a backslash goes on", last())
    c.send('"""\r/undo\r')
    c.say('two\\"""')
    ok(last() == "/undo\ntwo\\", "a quoted block is a prompt", last())
    count = len(s.server.requests)
    ok(c.say("") == [] and c.say("   ") == [] and
       len(s.server.requests) == count, "blanks ask nothing")
    for line, near in (("/modle a/x", "/model"), ("/Model", "/model"),
                       ("/helpp", "/help")):
        said = "\n".join(c.say(line))
        ok("there is no command" in said and "did you mean %s?" % near in
           said.replace("\n", ""), "%s: %s?" % (line, near), said)
    said = " ".join(c.say("/xyzzyplugh now"))
    ok("there is no command /xyzzyplugh" in said and "did you" not in said,
       "nothing is near", said)
    ok("takes nothing behind it" in "".join(c.say("/undo it")),
       "a word too many is told")
    ok(len(s.server.requests) == count, "and none of these is asked")
    c.say("ein Stück Zürich 漢字 😀")
    ok(last() == "ein Stück Zürich 漢字 😀", "beyond ASCII", last())
    s.close(c, "entries")
    c = s.chat("-m", "a/x")
    c.send("\x1b[A")
    c.settle()
    ok("Zürich 漢字" in c.prompt, "the next chat recalls what was typed",
       c.prompt)
    c.send("\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\x15\r")
    s.close(c, "the next chat")
    with open(s.state + "/history", encoding="utf-8") as f:
        kept = f.read()
    ok("/model is what" not in kept and "/usr/bin/env" in kept,
       "what begins with a blank is not kept", kept)
    ok(os.stat(s.state + "/history").st_mode & 0o777 == 0o600,
       "it is only for us to read")
    s.server.stop()


def start(root):
    """What is not needed for a prompt is not there."""
    s = Scene(root, config=ONLY_A)
    c = s.chat()
    with open("/proc/%d/maps" % c.proc.pid, encoding="utf-8") as f:
        maps = f.read()
    ok("libreadline" in maps, "at the prompt, readline is loaded")
    for name in ("libcurl", "libsqlite3", "libmd4c", "libssl", "libcrypto"):
        ok(name not in maps, "at the prompt, %s is not" % name)
    ok(not os.path.exists(s.state + "/shunt.db"), "nor is there a log")
    ok(c.say("hello")[0] == "ok", "and then the first prompt works")
    s.close(c, "start")
    s.server.stop()


def help_and_table(root):
    s = Scene(root)
    with open(TOP + "/src/app/chat_commands.c", encoding="utf-8") as f:
        names = re.findall(r'^\t\{ "(\w+)", ', f.read(), re.M)
    c = s.chat(size=(80, 60))
    lines = c.say("/help")
    listed = [m.group(1) for m in (re.match(r"/(\w+)", x) for x in lines)
              if m]
    ok(len(names) == 23 and listed == names, "/help lists the table", listed)
    ok(all(len(line) <= 80 for line in lines) and
       not any(line == "," for line in lines), "/help fits the screen", lines)
    for name in names:
        got = c.say("/help " + name)
        ok(got[0].startswith("/" + name) and len(got) < 4, "/help " + name,
           got)
    ok(said(c, "/help /retry", "/retry [MODEL]") and
       said(c, "/help retri", "did you mean /retry?"), "/help: with its "
       "slash, and the nearest")
    ok(not s.server.requests, "and nothing was asked")
    s.close(c, "/help")
    c = s.chat(size=(30, 60))
    ok(all(len(line) <= 44 for line in c.say("/help")), "/help, narrow",
       c.screen.text())
    s.close(c, "/help, narrow")
    s.server.stop()


def completion(root):
    s = Scene(root, answers("```c\\nx\\n```\\n"))
    s.file("reading list.txt", "x\n")
    c = s.chat("--session", "long ships", "-m", "a/dear")
    c.say("hello")

    def tab(keys, expected, name):
        c.send(keys + "\t")
        c.until(lambda: c.prompt.partition("> ")[2] == expected)
        c.settle(0.05)		# and it stays so
        got = c.prompt.partition("> ")[2]
        ok(got == expected, "TAB: " + name, got)
        c.say("\x05\x15\x0b\x03", "")
    tab("/und", "/undo", "a command")
    tab("/model a/ch", "/model a/cheap", "a model")
    tab("/model au", "/model auto", "auto")
    tab("/retry dea", "/retry dear", "an alias")
    tab("/session lo", "/session long ships", "a session with a blank")
    tab("/role ters", "/role terse", "a role")
    tab("/role no", "/role none", "none")
    tab("/set max-t", "/set max-tokens", "a setting")
    tab("/set effort mini", "/set effort minimal", "a setting's value")
    tab("/set quiet y", "/set quiet yes", "a switch")
    tab("/set role ters", "/set role terse", "a role that is set")
    tab("/task reas", "/task reasoning", "a task")
    tab("/prefer ch", "/prefer cheap", "what counts")
    tab("/file read", "/file reading list.txt", "a file with a blank")
    tab("/save read", "/save reading list.txt", "a file to save to")
    tab("/code 1 > read", "/code 1 > reading list.txt", "behind /code >")
    tab("/help comp", "/help compare", "a name for /help")
    tab("hello /und", "hello /und", "nothing in a prompt")
    tab("/undo x", "/undo x", "nothing where nothing stands")
    c.say("/file reading list.txt")
    tab("/drop re", "/drop reading list.txt", "a file that waits")
    c.send("/co\t\t")
    c.shows("/compare")
    ok(re.search(r"/code +/compare +/cost", c.screen.text()),
       "TAB twice lists", c.screen.text()[-300:])
    c.say("\x03", "")
    s.close(c, "completion")
    s.server.stop()


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (opening, dialogue, sessions, connections, auto, entries,
                     start, help_and_table, completion):
            part(folder + "/" + part.__name__)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
