#!/usr/bin/env python3
"""The shells' completions: what they offer on a line, in each of the shells
themselves. The expected names are the manual's and this test's own config.

The lines are completed under three conditions: shunt there, config.ini
broken, shunt missing. In none may a completion print to stderr.
"""

import os
import pty
import select
import subprocess
import sys
import time

TOP = os.environ.get("TOP") or os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__))))
SHUNT = os.environ.get("SHUNT", TOP + "/build/shunt")
SECONDS = 60

CONFIG = """[endpoint.home]
adapter = openai-compatible
base_url = http://127.0.0.1:9/v1
[model.pet]
endpoint = home
id = gpt-oss:20b
[model.odd$(touch expanded)]
endpoint = home
id = b;touch expanded
[role.review]
system = Read this change.
"""
# what stands before the cursor, its last word, what it must become; "a|b"
# where more than one word fits, None where nothing does
LINES = [
    ("shunt", "conf", "config"),
    ("shunt", "mod", "models"),
    ("shunt", "--mod", "--model"),
    ("shunt why", "--dry", "--dry-run"),
    ("shunt models", "--a", "--all"),
    ("shunt models", "--ref", "--refresh"),
    ("shunt doctor", "--off", "--offline"),
    ("shunt config", "--idle-t", None),
    ("shunt config", "ini", "init"),
    ("shunt help", "rou", "route"),
    ("shunt log", "exp", "export"),
    ("shunt log", "--si", "--since"),
    ("shunt stats --by", "ven", "vendor"),
    ("shunt session", "ren", "rename"),
    ("shunt rate", "go", "good"),
    ("shunt -t", "sum", "summarization"),
    ("shunt --prefer", "che", "cheap"),
    ("shunt --effort", "xh", "xhigh"),
    ("shunt --effort", "m", "max|medium|minimal"),
    ("shunt -t code", "rou", "route"),
    ("shunt --role", "rev", "review"),
    ("shunt -m", "builtin/", "builtin/extract"),
    ("shunt -m", "pe", "pet"),
    ("shunt -m", "home/gpt-oss:2", "home/gpt-oss:20b"),
    ("shunt -m", "pet,bui", "pet,builtin/extract"),
    ("shunt route -f", "REPO", "REPORT.txt"),
    ("shunt -o", "REPO", "REPORT.txt"),
    ("shunt --system", "REPO", None),
    ("shunt why", "REPO", None),
    ("shunt --", "--mod", None),
    ("shunt chat", "--mod", None),
    ("shunt commit", "", None),
]
JOINED = [("--effort=", "xh", "xhigh"), ("--model=", "builtin/e",
                                         "builtin/extract")]

passed = [0]
count = [0]


def ok(good, what, more=""):
    count[0] += 1
    passed[0] += bool(good)
    print("%sok %d - %s" % ("" if good else "not ", count[0], what))
    if not good and more:
        print("# " + str(more).replace("\n", "\n# "))


def skip(what, why):
    count[0] += 1
    print("ok %d - %s # SKIP %s" % (count[0], what, why))


class Place:
    """A HOME with the configuration, a folder with shunt in it or not."""

    def __init__(self, name, config=CONFIG, there=True):
        self.name = name
        self.cwd = os.path.join(os.getcwd(), name)
        self.bin = self.cwd + "/bin"
        home = self.cwd + "/home"
        os.makedirs(home + "/.config/shunt")
        os.makedirs(self.bin)
        if there:
            os.symlink(SHUNT, self.bin + "/shunt")
        with open(home + "/.config/shunt/config.ini", "w",
                  encoding="utf-8") as f:
            f.write(config)
        with open(self.cwd + "/REPORT.txt", "w", encoding="utf-8"):
            pass
        self.env = {k: v for k, v in os.environ.items()
                    if not k.endswith("_API_KEY")}
        self.env.update(HOME=home, XDG_CONFIG_HOME=home + "/.config",
                        PATH=self.bin + ":/usr/bin:/bin", TERM="dumb",
                        LC_ALL="C.UTF-8")

    def run(self, argv, text=None):
        return subprocess.run(argv, input=text, env=self.env, cwd=self.cwd,
                              timeout=SECONDS, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def offered(text):
    return "|".join(sorted(w for w in text.split("\n") if w)) or None


# bash ----------------------------------------------------------------------

def bash_words(before, word):
    """As bash splits a line: ":" and "=" are words of their own."""
    words = before.split()
    piece = ""
    for c in word:
        if c in ":=":
            words += [piece] if piece else []
            words.append(c)
            piece = ""
        else:
            piece += c
    return words + ([piece] if piece or not word else [])


def bash_tail(word, answer):
    """What bash puts for the last of those words."""
    at = max(word.rfind(":"), word.rfind("=")) + 1
    return "|".join(w[at:] for w in answer.split("|")) if answer else None


def bash(place, before, word):
    words = bash_words(before, word)
    script = (". %s/completions/shunt.bash\n"
              "COMP_WORDS=(\"$@\")\nCOMP_CWORD=$(($# - 1))\n_shunt\n"
              "printf '%%s\\n' \"${COMPREPLY[@]}\"\n" % TOP)
    r = place.run(["bash", "--norc", "-u", "-c", script, "bash"] + words)
    return offered(r.stdout), r.stderr


def test_bash(place, usable):
    for before, word, want in LINES:
        got, err = bash(place, before, word)
        want = bash_tail(word, want) if usable(want) else None
        ok(got == want and not err, "bash, %s: %s %s" %
           (place.name, before, word), "%r, not %r; %s" % (got, want, err))
    for before, word, want in JOINED:
        got, err = bash(place, "shunt", before + word)
        want = want if usable(want) else None
        ok(got == want and not err, "bash, %s: shunt %s%s" %
           (place.name, before, word), "%r, not %r; %s" % (got, want, err))


# fish ----------------------------------------------------------------------

def fish(place, line):
    r = place.run(["fish", "--no-config", "-c",
                   "source %s/completions/shunt.fish; complete -C $argv[1]"
                   % TOP, line])
    words = [x.split("\t")[0] for x in r.stdout.split("\n")]
    return offered("\n".join(words)), r.stderr


def test_fish(place, usable):
    for before, word, want in LINES:
        got, err = fish(place, before + " " + word)
        want = want if usable(want) else None
        ok(got == want and not err, "fish, %s: %s %s" %
           (place.name, before, word), "%r, not %r; %s" % (got, want, err))
    for before, word, want in JOINED:
        got, err = fish(place, "shunt " + before + word)
        want = before + want if usable(want) else None
        ok(got == want and not err, "fish, %s: shunt %s%s" %
           (place.name, before, word), "%r, not %r; %s" % (got, want, err))


# zsh: only a terminal has its completion -----------------------------------

SETUP = """PS1='> '; PS2=; unsetopt beep zle_bracketed_paste prompt_cr prompt_sp
fpath=(%s/completions $fpath); autoload -Uz compinit; compinit -u -D
setopt no_auto_menu no_list_ambiguous no_always_last_prompt; LISTMAX=9999
tell() { print -r -- "$BUFFER" >>told; BUFFER= }
zle -N tell; bindkey '^T' tell; bindkey '^I' complete-word
exec 2>>noise
print ready >>told
"""


class Zsh:
    def __init__(self, place):
        self.place = place
        self.told = place.cwd + "/told"
        self.lines = 0
        pid, self.fd = pty.fork()
        if not pid:
            os.chdir(place.cwd)
            os.execve("/usr/bin/zsh", ["zsh", "-f", "-i"], place.env)
        self.pid = pid
        os.write(self.fd, (SETUP % TOP).encode())
        self.next_line()

    def next_line(self):
        """The next line of `told`, or None."""
        end = time.monotonic() + SECONDS
        self.lines += 1
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 0.02)[0]:
                try:
                    os.read(self.fd, 65536)
                except OSError:
                    return None
            if os.path.exists(self.told):
                with open(self.told, encoding="utf-8") as f:
                    text = f.read()
                if text.count("\n") >= self.lines:
                    return text.split("\n")[self.lines - 1]
        return None

    def complete(self, line):
        os.write(self.fd, (line + "\t\x14").encode())
        return self.next_line()

    def close(self):
        os.write(self.fd, b"exit\n")
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def common(words):
    return os.path.commonprefix(words.split("|"))


def test_zsh(place, usable):
    shell = Zsh(place)
    lines = [(b + " ", w, r) for b, w, r in LINES]
    lines += [("shunt " + b, w, r) for b, w, r in JOINED]
    for before, word, want in lines:
        got = shell.complete(before + word)
        full = before + (common(want) if usable(want) else word)
        ok((got or "").rstrip() == full.rstrip(), "zsh, %s: %s%s" %
           (place.name, before, word), "%r, not %r" % (got, full))
    shell.close()
    noise = ""
    if os.path.exists(place.cwd + "/noise"):
        with open(place.cwd + "/noise", encoding="utf-8") as f:
            # the line editor itself writes to the terminal, not there
            noise = f.read()
    ok("rror" not in noise and "not found" not in noise,
       "zsh, %s: no word of an error" % place.name, noise)


def main():
    from_config = ("review", "pet", "home/gpt-oss:20b",
                   "pet,builtin/extract")
    places = [
        (Place("there"), bool),
        (Place("broken", "[defaults]\nmodle = x\n"),
         lambda want: want and (want not in from_config or "," in want)),
        (Place("missing", there=False), lambda want: want == "REPORT.txt"
         and False),
    ]
    for shell, test in (("bash", test_bash), ("fish", test_fish),
                        ("zsh", test_zsh)):
        if not os.path.exists("/usr/bin/" + shell) and not os.path.exists(
                "/bin/" + shell):
            skip(shell, "%s is not installed" % shell)
            continue
        for place, usable in places:
            test(place, usable)
    made = [p.name for p, _ in places if os.path.exists(p.cwd + "/expanded")]
    ok(not made, "no name is run as a command", made)
    print("1..%d" % count[0])
    return 0 if passed[0] or count[0] else 1


if __name__ == "__main__":
    sys.exit(main())
