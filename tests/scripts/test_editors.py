#!/usr/bin/env python3
# timeout: 120
"""The README's bindings for bash, zsh and vim, typed in a real terminal, as
they stand there: what comes goes into the line or the text, and nothing of it
is run. Speaks TAP. Shells and editors that are not there are skipped."""

import os
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from chat import Scene	# noqa: E402
from points import SHUNT, TOP, finish, ok, skip	# noqa: E402
from terminal import Terminal	# noqa: E402

CONFIG = """[defaults]
retries = 0
model = a/x
%(defaults)s
[endpoint.a]
adapter = openai-compatible
base_url = %(url)s/v1
local = yes
"""
ALT_G = b"\x1bg"


def block(kind):
    """The README's code block of that kind."""
    with open(TOP + "/README.md", encoding="utf-8") as f:
        return re.search(r"```%s\n(.*?)```" % kind, f.read(), re.S).group(1)


def start(root, kind, argv, rc):
    scene = Scene(root, config=CONFIG)
    os.mkdir(scene.box.home + "/bin")
    os.symlink(SHUNT, scene.box.home + "/bin/shunt")
    scene.file("rc", rc + block(kind))
    env = scene.box.env(TERM="xterm-256color", PS1="$ ", PROMPT="$ ",
                        PATH=scene.box.home + "/bin:/usr/bin:/bin")
    return scene, lambda *more: Terminal(argv + list(more), env,
                                         scene.box.cwd)


def shell(root, kind, argv):
    if not shutil.which(argv[0]):
        skip(kind, "it is not installed")
        return
    scene, begin = start(root, kind, argv, "")
    t = begin()
    ran = scene.box.cwd + "/ran"
    ok(t.shows("$"), kind + ": a prompt", t.screen.text())
    t.send(". ./rc; echo rea''dy\r")
    ok(t.shows("ready"), kind + ": the README's binding is taken",
       t.screen.text())
    t.settle()

    scene.serve("response\nchat So:\\n\\n```sh\\ntouch ran\\n```\\nDone.\n"
                "chat-done\n")
    t.send(b"make a file, \"ran\"" + ALT_G)
    ok(t.shows("touch ran"), kind + ": the command stands in the line",
       t.screen.text())
    t.settle()
    ok(not os.path.exists(ran), kind + ": and is not run")
    ok("make a file, \"ran\"" in " ".join(scene.talk()),
       kind + ": the line was what was asked", scene.talk())
    t.send(b"\r")
    ok(t.until(lambda: os.path.exists(ran)), kind + ": Enter runs it",
       t.screen.text())
    os.unlink(ran)
    t.settle()

    at = len(t.screen.lines())
    scene.serve("response\nchat ```\\ntouch ran\\r\\ntouch \\e]0;x\\aran\\r\\n"
                "\\x03\\x04```\nchat-done\n")
    t.send(b"again" + ALT_G)
    t.shows("touch", at - 1)
    t.settle()
    ok(not os.path.exists(ran), kind + ": nor are several lines")
    ok("x" not in t.screen.odd and "]0;x" not in t.screen.odd and
       b"\x1b]0;x\x07" not in t.raw, kind + ": controls do not get there",
       t.screen.odd)
    t.send(b"\x03")
    t.settle()
    ok(not os.path.exists(ran), kind + ": Control-C drops them")

    scene.serve("response\nstatus 500\njson {\"error\":{\"message\":\"no\"}}\n")
    at = len(t.screen.lines())
    t.send(b"echo ke''pt" + ALT_G)
    ok(t.shows("shunt: ", at - 1), kind + ": an error is shown",
       t.screen.text())
    t.settle()
    t.send(b"\r")
    ok(t.shows("kept", at - 1), kind + ": and the line is as it was",
       t.screen.text())
    t.end(b"\x15exit\r")


def vim(root):
    if not shutil.which("vim"):
        skip("vim", "it is not installed")
        return
    scene, begin = start(root, "vim", ["vim", "-N", "-u", "rc", "-i", "NONE",
                                       "-n"], "set autoindent\n")
    path = scene.file("add.py", "def add(a, b):\n    # é\n    \n\nadd(1, 2)\n")
    scene.serve("response\nchat ```python\\n    c = a + b\\n    return c\\n"
                "```\nchat-done\n")
    t = begin("add.py")
    t.shows("add(1, 2)")
    t.settle(0.2)
    t.send(b"2jA\x0c")
    ok(t.shows("return c"), "vim: Control-L completes at the cursor",
       t.screen.text())
    t.send(b"\x1b:wq\r")
    t.end(b"")
    got = scene.read("add.py")
    ok(got == "def add(a, b):\n    # é\n    c = a + b\n    return c\n\n"
       "add(1, 2)\n", "vim: with the file's indentation", got)
    ok("before the cursor" in " ".join(scene.talk()),
       "vim: the unsaved text was what was asked")

    scene.serve("response\nchat Here:\\n```\\nB\\nC\\n```\nchat-done\n")
    scene.file("add.py", "a\nb\nc\nd\n")
    t = begin("add.py")
    t.shows("d")
    t.settle(0.2)
    t.send(b"jVj\x18")
    t.shows("C")
    t.send(b"\r:wq\r")
    t.end(b"")
    ok(scene.read("add.py") == "a\nB\nC\nd\n",
       "vim: a selection is filtered", scene.read("add.py"))
    ok("b\nc\n" in " ".join(scene.talk()), "vim: it was what was asked",
       scene.talk())
    ok(os.path.exists(path), "vim: the file is there")


def main():
    with tempfile.TemporaryDirectory() as folder:
        shell(folder + "/bash", "bash", ["bash", "--norc", "--noprofile"])
        shell(folder + "/zsh", "zsh", ["zsh", "-f"])
        vim(folder + "/vim")
    return finish()


if __name__ == "__main__":
    sys.exit(main())
