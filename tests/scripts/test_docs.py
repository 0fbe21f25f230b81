#!/usr/bin/env python3
"""The manual, --help, config.ini.example, the lists for completions and the
README say what the tables in the source say, no less and no more; and their
examples run and print what they show.

The source is read as text, so that the binary does not check itself.
`test_docs.py show README.md` prints that file with the outputs as they are
now, for a person to look at and take over.
"""

import json
import os
import re
import stat
import subprocess
import sys
import tempfile

TOP = os.environ.get("TOP") or os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__))))
SHUNT = os.environ.get("SHUNT", TOP + "/build/shunt")
SECONDS = 60
count = [0, 0]


def ok(good, what, more=""):
    count[0] += 1
    count[1] += not good
    print("%sok %d - %s" % ("" if good else "not ", count[0], what))
    if not good and more:
        print("# " + str(more).rstrip().replace("\n", "\n# "))


def same(got, want, what):
    """Two sets: what is missing, what is too much."""
    got, want = set(got), set(want)
    ok(got == want and want, what, "missing: %s\nextra: %s" %
       (sorted(want - got), sorted(got - want)))


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as f:
        return f.read()


class Home:
    """An empty HOME, with a folder to work in and shunt in the PATH."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(dir=os.getcwd(), prefix="home-")
        self.cwd = self.folder + "/work"
        self.bin = self.folder + "/bin"
        self.config = self.folder + "/.config/shunt/config.ini"
        os.makedirs(self.cwd)
        os.mkdir(self.bin)
        os.symlink(SHUNT, self.bin + "/shunt")
        self.env = {k: v for k, v in os.environ.items()
                    if not k.endswith("_API_KEY") and
                    not k.startswith("SHUNT_")}
        self.env.update(HOME=self.folder, LC_ALL="C.UTF-8", TERM="dumb",
                        XDG_CONFIG_HOME=self.folder + "/.config",
                        PATH=self.bin + ":/usr/bin:/bin")

    def run(self, *args, **more):
        return subprocess.run(
            ["shunt"] + list(args), env=self.env, cwd=self.cwd, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=SECONDS, check=False, **more)

    def write_config(self, text):
        os.makedirs(os.path.dirname(self.config), exist_ok=True)
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(text)


# the source ----------------------------------------------------------------

class Entry:
    """One struct setting, as it stands in the source."""

    def __init__(self, chunk):
        self.name = re.match(r"([a-z-]+)", chunk).group(1)
        letter = re.search(r"\.letter = '(.)'", chunk)
        self.letter = letter.group(1) if letter else ""
        where = re.search(r"\.where =\s*([A-Z_|\s]+)", chunk).group(1)
        where = where.replace("EVERYWHERE",
                              "IN_FLAGS | IN_FILE | IN_ENV | IN_HELP | "
                              "IN_CHAT")
        self.where = set(re.findall(r"\w+", where))
        self.flag = "SETTING_FLAG" in chunk
        deflt = re.search(r'\.deflt =\s*"([^"]*)"', chunk)
        self.deflt = "no" if self.flag else deflt and deflt.group(1)
        self.key = self.name.replace("-", "_")


def entries(text, table):
    body = text[text.index(table + "[] = {"):]
    body = body[:body.index(".name = NULL")]
    return [Entry(c) for c in body.split('{ .name = "')[1:]]


class Source:
    def __init__(self):
        sections = read("src/conf/sections.c")
        self.settings = entries(read("src/conf/settings.c"),
                                "settings_table")
        commands = read("src/app/commands.c")
        own = re.findall(r"(\w+_options)\[\] = \{([^}]*)\}", commands)
        own = {w for _, text in own for w in re.findall(r'"([^"]+)"', text)}
        self.options = {e.name: e for e in self.settings
                        if "IN_FLAGS" in e.where and
                        ("IN_HELP" in e.where or e.name in own)}
        kinds = sections[sections.index("section_kinds[] = {"):]
        kinds = re.findall(r'\{\s*"(\w+)",\s*(?:NULL|"(\w+)"),.*?(\w+) \}',
                           kinds, re.S)
        self.sections = {}	# as it is written -> [Entry]
        for name, arg, table in kinds:
            title = "%s.%s" % (name, arg) if arg else name
            found = (self.settings if table == "settings_table"
                     else entries(sections, table))
            self.sections[title] = [e for e in found if "IN_FILE" in e.where]
        # an entry ends where the next begins
        chunks = commands[commands.index("commands[] = {"):].split(
            '{ .name = "')[1:]
        names = [(c[:c.index('"')], ".run =" in c) for c in chunks]
        self.commands = [n for n, built in names if built]
        self.reserved = [n for n, built in names if not built]


def statuses():
    """Those of err.c whose kind something in src/ sets."""
    table = re.findall(r'\[(ERR_\w+)\]\s*= \{ "\w+", (\d+),',
                       read("src/base/err.c"))
    text = ""
    for folder, _, names in os.walk(TOP + "/src"):
        for name in names:
            if not name.startswith("err."):
                text += read(os.path.join(folder, name))
    words = set(re.findall(r"ERR_\w+", text))
    return {status for kind, status in table
            if kind in words or kind == "ERR_NONE"}


# the manual ----------------------------------------------------------------

class Man:
    """What stands in which section of the mdoc."""

    def __init__(self):
        self.text = read("man/shunt.1")
        self.items, self.blocks = [], []	# (section, .It) (mark, lines)
        section, mark, block = "", None, None
        for line in self.text.split("\n"):
            if re.match(r"\.S[hs] ", line):
                section = line[4:]
            elif line.startswith(".It "):
                self.items.append((section, line[4:]))
            elif re.match(r'\.\\" (run|dry|config)$', line):
                mark = line[4:]
            elif line.startswith(".Bd"):
                block = []
            elif line == ".Ed":
                self.blocks.append((mark, block))
                mark = block = None
            elif block is not None:
                block.append(line.replace("\\e", "\\"))

    def options(self):
        """[(long, letter, takes a value)] of the .It lines"""
        found = []
        for _, item in self.items:
            if not item.startswith("Fl "):
                continue
            long = re.search(r"\bFl Fl ([a-z-]+)", item)
            letter = re.match(r"Fl (\w)\b", item)
            found.append((long and long.group(1),
                          letter.group(1) if letter else "",
                          " Ar " in item))
        return found

    def keys(self):
        """section -> [(key, the default or "")]"""
        found = {}
        for section, item in self.items:
            if section.startswith("[") and item.startswith("Cm "):
                words = item.split()
                found.setdefault(section.strip("[]"), []).append(
                    (words[1], words[3] if "Ta" in words else ""))
        return found


def test_options(source, man, home):
    want = {(e.name, e.letter, not e.flag) for e in source.options.values()}
    got = man.options()
    same(got, want, "the manual's options are the table's")
    same(set(re.findall(r"Fl Fl ([a-z-]+)", man.text)), source.options,
         "and so are those that its text names")
    ok(len(got) == len(set(got)), "each stands there once", got)
    seen, listed = set(), set()
    for name in source.commands:
        text = home.run("help", name).stdout
        seen |= {(long, letter, value != "") for letter, long, value in
                 re.findall(r"^  (?:-(\w),|   ) --([a-z-]+)(?: ([A-Z]+))?",
                            text, re.M)}
        listed |= set(re.findall(r"^--([a-z-]+)\t", home.run(
            "help", ":options", name).stdout, re.M))
    same(seen, want, "shunt help COMMAND shows the table's options")
    same(listed, source.options, "shunt help :options lists them")
    text = home.run("--help").stdout
    same(re.findall(r"^  .{3} --([a-z-]+)", text, re.M),
         [e.name for e in source.options.values() if "IN_HELP" in e.where],
         "--help shows those of asking")
    values = home.run("help", ":values").stdout
    same(re.findall(r"^--([a-z-]+)\t", values, re.M),
         [e.name for e in source.options.values() if not e.flag],
         "shunt help :values lists those with a value")


def test_commands(source, man, home):
    got = {item.split()[1] for section, item in man.items
           if section == "COMMANDS" and item.startswith("Cm ")}
    same(got, source.commands, "the manual's commands are the table's")
    text = man.text[man.text.index("The words\n.Cm batch"):]
    text = text[:text.index("are reserved")]
    same(re.findall(r"[a-z]+", re.sub(r"(?m)^The words|^and|\.Cm", "",
                                      text)),
         source.reserved, "it names the reserved words")
    same(re.findall(r"^(\w+)\t", home.run("help", ":commands").stdout, re.M),
         source.commands, "shunt help :commands lists them")
    text = home.run("--help").stdout
    text = text[text.index("Commands:"):text.index("Options:")]
    same(re.findall(r"^  (\w+)", text, re.M), source.commands,
         "--help shows them")


def test_chat(source, man):
    """What begins with a slash, by its table."""
    text = read("src/app/chat_commands.c")
    text = text[text.index("chat_commands[] = {"):]
    names = re.findall(r'^\t\{ "(\w+)",', text, re.M)
    same([item.split()[1] for section, item in man.items
          if section == "CHAT"], ["/" + n for n in names],
         "the manual's commands of a chat are the table's")


def test_repository(man):
    """The keys of .shunt.ini."""
    keys = entries(read("src/conf/repository.c"), "repository_keys")
    same([item.split()[1] for section, item in man.items
          if section == "REPOSITORIES"], [e.key for e in keys],
         "the manual's keys of .shunt.ini are the table's")


def test_dialects(man):
    """Those that dialects[] lists, by the names in their files."""
    listed = re.findall(r"&(dialect_\w+),", read("src/provider/provider.c"))
    names = []
    for folder, _, files in os.walk(TOP + "/src/provider"):
        for name in files:
            text = read(os.path.join(folder, name))
            names += [n for symbol, n in re.findall(
                r'struct dialect (dialect_\w+) = \{\s*\.name = "([^"]+)"',
                text) if symbol in listed]
    ok(len(names) == len(listed), "each dialect has a name", names)
    text = man.text[man.text.index("\n.It Cm dialect\n"):]
    text = text[:text.index("by default")]
    same(re.findall(r"^\.Cm (\S+)", text, re.M), names,
         "the manual's dialects are the table's")


def example_keys(text):
    """section -> [(key, value, is the value only an example)]"""
    found, section, comment = {}, "", ""
    for line in text.split("\n"):
        if line.startswith("#["):
            section = line[2:-1]
            found[section] = []
        elif re.match(r"#\w+ =", line):
            key, _, value = line[1:].partition(" = ")
            found[section].append((key, value, "Example:" in comment))
            comment = ""
        else:
            comment = comment + " " + line if line else ""
    return found


def test_keys(source, man, home):
    example = read("config.ini.example")
    r = home.run("config", "init")
    with open(home.config, encoding="utf-8") as f:
        ok(r.returncode == 0 and f.read() == example,
           "config.ini.example is what shunt config init writes")
    mode = stat.S_IMODE(os.stat(home.config).st_mode)
    ok(mode == 0o600, "which is private", oct(mode))
    ok(not [x for x in example.split("\n") if len(x) > 79],
       "its lines have at most 79 columns")
    want = [(title, e.key) for title, found in source.sections.items()
            for e in found]
    found = example_keys(example)
    same([(s, k) for s in found for k, _, _ in found[s]], want,
         "it has the tables' keys")
    in_man = man.keys()
    same([(s, k) for s in in_man for k, _ in in_man[s]], want,
         "the manual has the tables' keys")
    same(home.run("help", ":keys").stdout.split("\n")[:-1] and
         re.findall(r"^([\w.]+)\t", home.run("help", ":keys").stdout, re.M),
         ["%s.%s" % (t.split(".")[0], k) for t, k in want],
         "shunt help :keys lists them")
    same(in_man["defaults"], [(e.key, e.deflt or "unset")
                              for e in source.sections["defaults"]],
         "the manual's defaults are the table's")
    same([(s, k, v) for s in found for k, v, only in found[s] if not only],
         [(t, e.key, e.deflt) for t, es in source.sections.items()
          for e in es if e.deflt], "and so are the example's")
    ok(all(v for s in found for _, v, _ in found[s]),
       "every key has a value or an example")
    # what only the user's own file may say (DESIGN, section 5)
    policy = ["budget_day", "budget_month", "secrets"]
    same([e.key for e in source.settings if "IN_ENV" in e.where] + policy,
         [e.key for e in source.sections["defaults"]],
         "each key of [defaults] but policy is a SHUNT_ variable")
    return found


def test_example_values(found, home):
    """Each key of the example alone, with what its section must have."""
    titles = {"endpoint.NAME": "endpoint.example", "route.TASK":
              "route.code", "role.NAME": "role.review",
              "model.ALIAS": "model.helper"}
    needs = {"endpoint.NAME": {"adapter": "openai-compatible",
                               "base_url": "https://example.org/v1"},
             "model.ALIAS": {"endpoint": "openai"}}
    clouds = {"adapter": "bedrock", "region": "us-east-1"}
    for section, keys in found.items():
        wrong = []
        for key, value, _ in keys:
            lines = dict(clouds if key in ("region", "profile") else
                         needs.get(section, {}))
            lines[key] = value
            text = "[%s]\n" % titles.get(section, section)
            text += "".join("%s = %s\n" % x for x in lines.items())
            if section == "model.ALIAS":
                text += "[endpoint.example]\nadapter = vllm\n"
            home.write_config(text)
            r = home.run("config", "check")
            if r.returncode:
                wrong.append("%s: %s" % (key, r.stderr))
        ok(not wrong, "the values shown in [%s] are good" % section,
           "\n".join(wrong))
    os.unlink(home.config)


def test_statuses(man):
    want = statuses()
    got = [item for section, item in man.items if section == "EXIT STATUS"]
    same(got, want, "the manual has each exit status that can occur")
    text = read("README.md")
    text = text[text.index("## Exit status"):]
    text = text[:text.index("\n## ")]
    same(re.findall(r"^\| (\d+) \|", text, re.M), want,
         "and so has the README")


def members(value, top=""):
    """Paths of an object's members, arrays by their first element."""
    found = set()
    for name, below in value.items():
        path = top + name
        found.add(path)
        if isinstance(below, list) and below and isinstance(below[0], dict):
            below = below[0]
        if isinstance(below, dict) and name != "scores":
            found |= members(below, path + ".")
    return found


def json_members(man):
    """As the manual names them: .It is a member, .Cm below it more; of
    signals and candidates the parts of each follow."""
    text = man.text[man.text.index(".Ss \\-\\-json"):]
    found = set()
    for item in text[:text.index(".El")].split(".It Cm ")[1:]:
        top, *lines = item.split("\n")
        found.add(top)
        prefix = top + "."
        for line in lines:
            if top == "finish" or " No or null" in line or \
                    not line.startswith((".Cm ", ".Pq Cm ")):
                continue
            words = re.findall(r"\b[a-z_]+\b", line)
            found |= {prefix + w for w in words}
            if words[-1] in ("signals", "candidates"):
                prefix = "%s.%s." % (top, words[-1])
            elif words[-1] in ("weight", "why"):	# the last of each
                prefix = top + "."
    return found


def test_json(man, home):
    """A good ask has no error, a failed one no usage."""
    got = set()
    for ask in ("summarise in one sentence: It rained. We left.", "why?"):
        got |= members(json.loads(home.run("--json", ask).stdout))
    same(got, json_members(man), "--json has the members of the manual")


# the examples --------------------------------------------------------------

def session(lines):
    """[(command, [output lines])] of a block: "$ ", then "> "."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1] = (found[-1][0] + "\n" + line[2:], [])
        elif found:
            found[-1][1].append(line)
    return found


def run_session(home, commands):
    """The output of each, all in one shell, stderr with stdout."""
    mark = "@@end of a command@@"
    script = "".join("%s\nkept=$?; printf '%%s\\n' '%s'; (exit $kept)\n" %
                     (c, mark) for c in commands)
    with open(home.folder + "/session", "w", encoding="utf-8") as f:
        f.write(script)
    r = subprocess.run(["bash", "--norc", home.folder + "/session"],
                       env=home.env, cwd=home.cwd, text=True, check=False,
                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, timeout=SECONDS)
    return [x.strip("\n") for x in r.stdout.split(mark + "\n")][:-1]


def masked(text):
    """Figures and the room they take differ from day to day, and with them
    which signals are the strongest."""
    text = re.sub(r"(?m)^(signals) .*$", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[-+<$]*\d[\d.]*", "#", text))


def test_man_examples(man):
    for mark, lines in man.blocks:
        home = Home()
        if mark == "run":
            for (command, shown), got in zip(session(lines), run_session(
                    home, [c for c, _ in session(lines)])):
                ok(" ".join(got.split()) == " ".join(
                    "\n".join(shown).split()) and shown,
                   "the manual's: " + command.split("\n")[-1], got)
        elif mark == "dry":
            dry_examples(home, session(lines))
        elif mark == "config":
            home.write_config("\n".join(lines) + "\n")
            r = home.run("config", "check")
            models = home.run("help", ":models").stdout
            ok(not r.returncode and "home/qwen3-30b-a3b\t" in models,
               "the manual's config.ini", r.stderr + models)
        else:
            ok(False, "a display of the manual has no mark", lines)


DRY = """#!/bin/sh
"$REAL" --dry-run "$@" >"$OUT"
echo $? >>"$OUT"
"""


def dry_examples(home, commands):
    """What needs a model: a shunt in the PATH that adds --dry-run."""
    os.unlink(home.bin + "/shunt")
    with open(home.bin + "/shunt", "w", encoding="utf-8") as f:
        f.write(DRY)
    os.chmod(home.bin + "/shunt", 0o755)
    home.env.update(REAL=SHUNT, OUT=home.folder + "/out",
                    OPENAI_API_KEY="none", ANTHROPIC_API_KEY="none")
    run_session(home, ["git init -q", "echo 'int main(void);' > main.c",
                       "cp main.c main.h", "git add .",
                       "echo 'int x;' >> main.c"])
    for command, _ in commands:
        run_session(home, [command])
        with open(home.folder + "/out", encoding="utf-8") as f:
            text = f.read()
        ok(text.startswith("POST https://") and text.endswith("\n0\n") and
           "none" not in text.split("{")[0], "runs: " + command, text)


def test_readme():
    text = read("README.md")
    body = text.split("\n\n")
    ok(body[0].startswith("# ") and body[1].count(". ") == 0 and
       body[1].rstrip().endswith("."), "README begins with one sentence",
       body[1])
    first = re.search(r"```\w*\n(.*?)```", text, re.S).group(1)
    ok([x.split("#")[0].strip() for x in first.strip().split("\n")] ==
       ["make demo", "make check"], "then make demo and make check", first)
    home = Home()
    home.write_config("\n".join(re.findall(r"```ini\n(.*?)```", text, re.S)))
    r = home.run("config", "check")
    ok(not r.returncode and "3 endpoints" in r.stdout,
       "README's config.ini is good", r.stderr + r.stdout)
    dry_examples(Home(), [(line, []) for block in re.findall(
        r"```sh\n(.*?)```", text, re.S) for line in block.split("\n")
        if re.search(r"\bshunt ", line)])
    for command, shown, got, loose in readme_runs(text):
        if loose:
            shown, got = masked(shown), masked(got)
        ok(got == shown, "README: " + command.split("\n")[0],
           "now:\n%s\nshown:\n%s" % (got, shown))


def readme_runs(text):
    """(command, shown, printed now, only figures may differ), in order."""
    blocks = re.findall(r"(<!-- figures differ -->\n)?```console\n(.*?)```",
                        text, re.S)
    steps = [(command, "\n".join(shown).strip("\n"), bool(loose))
             for loose, lines in blocks
             for command, shown in session(lines.split("\n"))]
    outputs = run_session(Home(), [c for c, _, _ in steps])
    return [(c, s, got, loose) for (c, s, loose), got in zip(steps, outputs)]


def show(path):
    text = read(path)
    for command, shown, got, _ in readme_runs(text):
        head = "$ " + command.replace("\n", "\n> ") + "\n"
        new = head + (got + "\n" if got else "")
        text = text.replace(head + (shown + "\n" if shown else ""), new, 1)
    sys.stdout.write(text)


def main():
    if sys.argv[1:2] == ["show"]:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            show(sys.argv[2])
        return 0
    source, man, home = Source(), Man(), Home()
    test_options(source, man, home)
    test_commands(source, man, home)
    found = test_keys(source, man, home)
    test_chat(source, man)
    test_repository(man)
    test_dialects(man)
    test_example_values(found, home)
    test_statuses(man)
    test_json(man, home)
    try:
        r = subprocess.run(["mandoc", "-T", "lint", "-W", "warning",
                            TOP + "/man/shunt.1"], text=True, check=False,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        ok(not r.returncode and not r.stdout, "mandoc has no warning",
           r.stdout)
    except FileNotFoundError:
        print("ok %d - mandoc # SKIP it is not installed" % (count[0] + 1))
        count[0] += 1
    test_man_examples(man)
    test_readme()
    print("1..%d" % count[0])
    return 1 if count[1] else 0


if __name__ == "__main__":
    sys.exit(main())
