"""Scripted dialogues with `shunt chat`, for the tests of it."""

import json
import os
import sqlite3
import termios

import script
from points import SHUNT, ok
from proc import Box
from server import Server
from terminal import SECONDS, Terminal

CONFIG = """[defaults]
retries = 0
%(defaults)s
[endpoint.a]
adapter = openai-compatible
base_url = %(url)s/v1
[endpoint.c]
adapter = anthropic
base_url = %(url)s
[endpoint.k]
adapter = openai-compatible
base_url = %(url)s/v1
api_key_env = NOT_SET
[endpoint.w]
adapter = openai-compatible
base_url = %(url)s/v1
api_key_cmd = echo begun >begun; sleep 30; echo key
[model.dear]
endpoint = a
id = dear
price_in = 10
price_out = 50
skill_general = 0.9
skill_reasoning = 0.9
skill_code = 0.9
skill_summarization = 0.9
[model.cheap]
endpoint = a
id = cheap
price_in = 0.1
price_out = 0.2
skill_general = 0.85
skill_code = 0.4
[role.terse]
system = Be terse.
model = a/terse
[role.coder]
task = code
code = yes
"""
ONLY_A = CONFIG.replace("[endpoint.c]\nadapter = anthropic\nbase_url = %(url)s\n", "")
OK = "response\nchat ok\nchat-done\n"


class Chat(Terminal):
    """A chat; say() is one entry, and gives the lines that came of it."""

    def __init__(self, scene, *args, size=(80, 24), argv=None, **env):
        how = {k: env.pop(k) for k in ("stdin", "stdout", "stderr")
               if k in env}
        super().__init__(
            argv or [SHUNT, *args], scene.box.env(**{
                "TERM": "xterm-256color", **env}),
            scene.box.cwd, size, **how)
        self.prompts = 0
        self.ready()

    def editing(self):
        return not self.modes()[3] & (termios.ICANON | termios.ISIG)

    def has_prompt(self):
        starts = self.raw.split(b"\x1b[?2004h")
        if len(starts) - 1 > self.prompts and b"> " in starts[-1] and (
                self.editing()):
            self.prompts = len(starts) - 1
            return True
        return False

    def ready(self):
        """Until the next prompt is there."""
        return self.until(self.has_prompt)

    def say(self, line, enter="\r"):
        at = len(self.screen.lines())
        self.send(line + enter)
        if not self.ready():
            return ["(no prompt)"] + self.screen.lines()[at:]
        return self.screen.lines()[at:-1]

    def start(self, line):
        """An entry whose end is not waited for."""
        self.send(line + "\r")
        self.until(lambda: not self.editing())

    @property
    def prompt(self):
        return self.screen.lines()[-1]


class Scene:
    """A home with a configuration, and a server that follows a script."""

    def __init__(self, root, text=OK, defaults="", config=CONFIG):
        self.box = Box(root)
        self.server = Server()
        self.serve(text)
        self.server.start()
        self.configure(config % {"url": self.server.url,
                                 "defaults": defaults})
        self.state = self.box.home + "/.local/state/shunt"

    def configure(self, text):
        folder = self.box.home + "/.config/shunt"
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(folder + "/config.ini", "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(folder + "/config.ini", 0o600)

    def serve(self, text):
        self.server.load(script.parse(text))

    def chat(self, *args, **how):
        return Chat(self, *args, **how)

    def close(self, chat, name, status=0, data=b"\x04"):
        """Ends it; what must hold whenever a chat ends."""
        got = chat.end(data)
        ok(got == status and chat.restored(), name + ": ends, and the modes "
           "are as before", got, chat.screen.text()[-600:])
        ok(not self.box.reports(), name + ": no report of a sanitizer",
           *self.box.reports())

    def file(self, name, text, mode=0o644):
        path = self.box.cwd + "/" + name
        with open(path, "wb") as f:
            f.write(text.encode() if isinstance(text, str) else text)
        os.chmod(path, mode)
        return path

    def read(self, name):
        with open(self.box.cwd + "/" + name, encoding="utf-8") as f:
            return f.read()

    # what the server saw

    def body(self, n=-1):
        if not self.server.requests:
            return {}
        return json.loads(self.server.requests[n].body or b"{}")

    def model(self, n=-1):
        return self.body(n).get("model")

    def talk(self, n=-1):
        """The messages of a request: "user: hello", ..."""
        return ["%s: %s" % (m["role"], plain(m["content"]))
                for m in self.body(n).get("messages", [])]

    def came(self, count):
        return self.server.wait_for(lambda rqs: len(
            [r for r in rqs if r.t_body]) >= count, SECONDS)

    # what was kept

    def rows(self, sql):
        with sqlite3.connect(self.state + "/shunt.db") as db:
            return db.execute(sql).fetchall()


def plain(content):
    if isinstance(content, str):
        return content
    return " ".join(p.get("text", "<%s>" % p["type"]) for p in content)


def joined(lines):
    """What was said, whatever the width broke it at."""
    return "".join(lines)


def said(c, line, *words):
    """Are all of these in what comes of the entry?"""
    text = joined(c.say(line))
    return all(w in text for w in words)


def answers(*texts):
    """A script of chat completions, one for each text."""
    return "".join("response\nchat %s\nchat-done\n" % t for t in texts)
