#!/usr/bin/env python3
"""The shells' completions: what they offer on a line, in each of the shells
themselves. The expected names are the manual's and those of this test's own
config and log.

The lines are completed under three conditions: shunt there, config.ini
broken, shunt missing. In none may a completion print to stderr.
"""

import os
import pty
import select
import shlex
import subprocess
import sys
import time

TOP = os.environ.get("TOP") or os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__))))
SHUNT = os.environ.get("SHUNT", TOP + "/build/shunt")
SECONDS = 60
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from logdb import LogDb	# noqa: E402

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
    ("shunt edit", "REPO", "REPORT.txt"),
    ("shunt eval", "REPO", "REPORT.txt"),
    ("shunt eval --errors", "REPO", "REPORT.txt"),
    ("shunt eval", "--err", "--errors"),
    ("shunt edit --apply x.c", "REPO", "REPORT.txt"),
    ("shunt -o", "REPO", "REPORT.txt"),
    ("shunt --schema", "REPO", "REPORT.txt"),
    ("shunt --system", "REPO", None),
    ("shunt why", "REPO", None),
    ("shunt --", "--mod", None),
    ("shunt batch", "--mod", None),
    ("shunt commit", "", None),
]
JOINED = [("--effort=", "xh", "xhigh"), ("--model=", "builtin/e",
                                         "builtin/extract")]

# of the log: names of sessions that a shell must quote, what nobody types
NAMED = ["two words", "it's $(touch expanded)", "co:lon",
         "say \"x\";touch expanded", "back`touch expanded`tick", "~tilde*"]
UNTYPED = ["new\nline", "esc\x1b[31m", "bidi\u202ename"]
ODD_ASK = "What \x1b]0;is\x07 this?\n\tAnd `touch expanded` that?"

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
        self.state = home + "/state"
        with open(self.cwd + "/REPORT.txt", "w", encoding="utf-8"):
            pass
        self.env = {k: v for k, v in os.environ.items()
                    if not k.endswith("_API_KEY")}
        self.env.update(HOME=home, XDG_CONFIG_HOME=home + "/.config",
                        XDG_STATE_HOME=self.state,
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


# the log -------------------------------------------------------------------

def fill(place):
    """A log; its sessions by the word that is to name each, and its ids."""
    os.makedirs(place.state)
    log = LogDb(place.state)
    now = int(time.time() * 1000)
    words = []
    for i, name in enumerate(NAMED + UNTYPED + [None]):
        ident = "5e%02d" % i
        log.session(ident, now - 7200000 - 1000 * i, name)
        log.turn(now - 7200000 - 1000 * i, ident="7a%02d" % i, ask=ODD_ASK,
                 session=ident)
        words.append(name if name in NAMED else ident)
    return log, words, ["7a%02d" % i for i in range(len(words))]


def listed(place, *args):
    r = place.run([SHUNT, "help", *args])
    return ([x.split("\t") for x in r.stdout.split("\n")[:-1]],
            r.returncode, r.stderr)


def test_lists(place, words, ids):
    for args, names in (((":words", "session"), words),
                        ((":args", "session", "show"), words),
                        ((":args", "session", "rename"), words),
                        ((":args", "session", "delete"), words),
                        ((":args", "log", "show"), ids),
                        ((":args", "log", "delete", "7a00"), ids),
                        ((":args", "rate", "good"), ids),
                        ((":args", "rate", "bad"), ids),
                        ((":args", "rate", "clear"), ids),
                        ((":args", "rate", "bad", "7a00"), []),
                        ((":args", "session", "rename", "x"), []),
                        ((":args", "session", "list"), []),
                        ((":args", "log", "search"), [])):
        rows, status, err = listed(place, *args)
        ok(sorted(r[0] for r in rows) == sorted(names) and not status and
           not err, "shunt help " + " ".join(args), (rows, status, err))
        ok(all(r[1].startswith("2 h ago: What ^[]0;is^G this?  And")
               for r in rows), "its ages and first words", rows)
    r = place.run([SHUNT, "help", ":words", "role", "more"])
    ok(r.returncode == 2, "a list without more words takes none", r.stderr)


def test_quoted(place, shell, complete):
    """Each word, completed and read again by the shell, is the name."""
    for name in NAMED:
        line = complete("shunt session show ", name)
        r = place.run([shell, "-c", "printf '%%s' %s" % line])
        ok(r.stdout == name, "%s quotes %r" % (shell, name), line)


def bash_quoted(place):
    def complete(before, name):
        got, _ = bash(place, before, name[:2])
        return got
    test_quoted(place, "bash", complete)
    for word, want in (("two\\ w", "two\\ words"), ("'two w", "two words"),
                       ("\"two w", "two words"), ("co:l", "lon"),
                       ("'it", None)):
        got = place.run(["bash", "--norc", "-u", "-c",
                         ". %s/completions/shunt.bash; COMP_WORDS=(\"$@\")\n"
                         "COMP_CWORD=$(($# - 1)); _shunt\n"
                         "printf '%%s\\n' \"${COMPREPLY[@]}\"" % TOP, "bash",
                         "shunt", "--session"] +
                        (["co", ":", "l"] if word == "co:l" else [word]))
        ok(offered(got.stdout) == want and not got.stderr,
           "bash, begun: %s" % word, got)
    got, err = bash(place, "shunt log show", "7a0")
    ok(got == "|".join("7a%02d" % i for i in range(10)) and not err,
       "bash, ids", got)


def fish_described(place):
    r = place.run(["fish", "--no-config", "-c",
                   "source %s/completions/shunt.fish; complete -C $argv[1]"
                   % TOP, "shunt rate good 7a03"])
    ok(r.stdout.startswith("7a03\t2 h ago: What") and not r.stderr,
       "fish shows the first words", r)
    got, _ = fish(place, "shunt --session=tw")
    ok(got == "--session=two words" or got == "--session=two\\ words",
       "fish, --session=tw", got)
    got, _ = fish(place, "shunt session delete tw")
    ok(got in ("two words", "two\\ words"), "fish, tw", got)


def zsh_quoted(place):
    shell = Zsh(place)

    def complete(before, name):
        got = shell.complete(before + shlex_start(name))
        return (got or "")[len(before):].rstrip()
    test_quoted(place, "zsh", complete)
    got = shell.complete("shunt log show 7a03")
    ok((got or "").rstrip() == "shunt log show 7a03", "zsh, an id", got)
    got = shell.complete("shunt --session 'two w")
    ok((got or "").rstrip() == "shunt --session 'two words'",
       "zsh, a quote that is open", got)
    shell.close()


def shlex_start(name):
    """Two characters of a name as they would be typed."""
    return shlex.quote(name[0]) + name[1] if name[0] == "~" else name[:2]


def test_unreadable(place, log):
    """Locked, damaged, missing: no word, no error, at once."""
    log.db.execute("PRAGMA locking_mode = EXCLUSIVE")
    log.db.execute("PRAGMA journal_mode = DELETE")
    log.db.execute("BEGIN EXCLUSIVE")
    start = time.monotonic()
    got = listed(place, ":words", "session")
    spent = time.monotonic() - start
    ok(got == ([], 0, ""), "locked", got)
    ok(spent < 4, "locked: it does not wait the 5 s of an ask", spent)
    log.close()
    with open(log.path, "wb") as f:
        f.write(b"no database" * 1000)
    for name in ("session", "log", "rate"):
        got = listed(place, ":args", name, "good" if name == "rate"
                     else "show")
        ok(got == ([], 0, ""), "damaged: " + name, got)
    os.remove(log.path)
    got = listed(place, ":args", "log", "show")
    ok(got == ([], 0, "") and not os.path.exists(log.path),
       "missing: nothing is made", got)


def test_not_loaded(place):
    """SQLite is loaded for these lists and for no other."""
    def loads(*args):
        r = subprocess.run([SHUNT, "help", *args], cwd=place.cwd,
                           env=dict(place.env, LD_DEBUG="files"), text=True,
                           stdout=subprocess.DEVNULL, check=False,
                           stderr=subprocess.PIPE, timeout=SECONDS)
        return "libsqlite3" in r.stderr
    ok(loads(":words", "session"), "SQLite is seen where it is loaded")
    ok(not any(loads(*a) for a in ((":commands",), (":values",),
                                   (":args", "session"),
                                   (":args", "log", "list"),
                                   (":words", "task"), (":models",))),
       "SQLite is not loaded for the others")


def test_log(shells):
    place = Place("log")
    log, words, ids = fill(place)
    test_lists(place, words, ids)
    for shell, test in shells:
        if os.path.exists("/usr/bin/" + shell):
            test(place)
    test_not_loaded(place)
    test_unreadable(place, log)
    return place


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
    log = test_log((("bash", bash_quoted), ("fish", fish_described),
                    ("zsh", zsh_quoted)))
    made = [p.name for p in [p for p, _ in places] + [log] if os.path.exists(p.cwd + "/expanded")]
    ok(not made, "no name is run as a command", made)
    print("1..%d" % count[0])
    return 0 if passed[0] or count[0] else 1


if __name__ == "__main__":
    sys.exit(main())
