"""Reads tests/cases/*.case: one file for each behaviour.

    # a comment, before the first section or case
    --- config                      sections here are shared by all cases
    [endpoint.a]
    base_url = %URL%/v1
    === streams an answer           starts a case; as many as wanted
    --- args
    -m a/x "two words"
    --- server
    response
    chat Hello
    chat-done
    --- expect-request 1
    POST /v1/chat/completions
    Authorization: Bearer %KEY%
    !X-Api-Key

    {"model": "x", "stream": true}
    --- stdout no-eol
    Hello

A file without === is one case. A case takes the shared sections of its file
and replaces those of the same name (and first word, where there may be
several); env, creates and not-in-output add up. Blank lines at a section's
end do not count; a content line that would read as a section is written with
a backslash before it (\\--- like this).

Everything is checked: without a section that says otherwise stdout and
stderr must be empty and the status 0.

What is run
  config [MODE]       $XDG_CONFIG_HOME/shunt/config.ini, mode 0600
  file PATH [MODE]    in the working folder, or ~/PATH in HOME; words: dir,
                      fifo, link TARGET, fill N (N bytes of the text repeated)
  env                 NAME=VALUE, or -NAME
  args                shell quoting, lines are as good as blanks; `args lines`:
                      each line is one argument
  command             program and arguments instead of shunt (shell quoting)
  shell               a script for sh -eu; $SHUNT is the binary
  stdin [HOW]         text (default); hex; repeat N; open (then stays open);
                      closed; zero (/dev/zero); file PATH
                      without this section: /dev/null
  server [NAME]       a script, see tests/lib/script.py; any number of servers
  signal SIG WHEN     WHEN: time S | request N | stdout TEXT
  limit               options of prlimit(1), as --nofile=5
  tty [COLSxROWS]     stdout is a terminal (output not translated)
  timeout N           seconds until it counts as hung (default 20)
  once                not run again with stdout to a file
  needs WORDS         programs or files (../shared/x) without which it skips
  skip-san REASON     not under sanitisers

What must hold
  expect-request [NAME] N   request N of that server: `METHOD /path`, then
                      `Name: value`, `Name ~ regex`, `!Name`; after a blank
                      line the body: JSON to be contained, or `= text` exactly
  requests [NAME]     the exact count, or >=N, <=N (default: the highest N
                      that expect-request names)
  connections [NAME]  likewise
  gap [NAME] A B S    request B came at least S seconds after request A ended
  outcome [NAME] N WORD     how response N ended: done, client-closed, ...
  stdout, stderr      exactly this; words: no-eol, hex, escaped (newlines of
                      the section dropped, \\n \\e \\xHH ... mean bytes)
  stdout-match        regular expressions, one a line, each found somewhere;
                      `!regex`: not found
  stdout-json         the output is one JSON value that contains this;
  stdout-jsonl        one in each line. See match.py for {"$match": ..}
  stderr-match, stderr-json, stderr-jsonl    likewise
  stdout-any, stderr-any    not looked at
  stdout-size N       so many bytes; for long output
  status N            or a signal's name
  file-is PATH        the file afterwards; file-match, file-json likewise
  file-mode PATH MODE, file-absent PATH
  creates             globs of files that it may make (also: file-is ...)
  not-in-output       texts that appear nowhere (one a line)
  max-rss MB          peak memory at most that (not under sanitisers)
  may-differ          stdout need not be the same on a pipe and in a file
  raw-stderr          stderr may hold control bytes

In every section: %URL% %PORT% %NAME.URL% %NAME.PORT% (servers), %KEY% %KEY2%
(canary keys, random), %HOME% %CWD% %TOP% (the project) %CA% (certificate
folder) %SHUNT%; %% is not special.

Checked in every case: no canary key in stdout, stderr or a file that the
case did not bring; no control bytes in stderr; no process left; no new or
changed file that is not declared (the history in $XDG_STATE_HOME/shunt is);
no sanitizer report; every request was one that a server's script knows.
"""

import hashlib
import os
import re

SECTION = re.compile(r"^--- ([a-z][a-z-]*)(?: (.*?))?\s*$")
CASE = re.compile(r"^=== (.+?)\s*$")
KEYED = {"file", "server", "expect-request", "requests", "connections",
         "gap", "outcome", "file-is", "file-match", "file-json", "file-mode",
         "file-absent", "signal"}
ADDING = {"env", "creates", "not-in-output", "needs", "limit"}
SINGLE = {"config", "args", "command", "shell", "stdin", "tty", "timeout",
          "once", "skip-san", "stdout", "stderr", "stdout-match",
          "stderr-match", "stdout-json", "stderr-json", "stdout-jsonl",
          "stderr-jsonl", "stdout-any", "stderr-any", "stdout-size", "status",
          "max-rss", "may-differ", "raw-stderr"}
KNOWN = KEYED | ADDING | SINGLE


class CaseError(ValueError):
    """A case file that cannot be understood."""


class Section:
    """One section: its name, the words after it, and its text."""

    def __init__(self, name, words, number):
        self.name, self.arg = name, words
        self.words = words.split()
        self.number = number
        self.lines = []

    @property
    def text(self):
        lines = list(self.lines)
        while lines and not lines[-1].strip():
            lines.pop()
        return "".join(line + "\n" for line in lines)

    def key(self):
        if self.name in ("expect-request", "gap", "outcome", "signal",
                         "file-mode"):
            return (self.name, self.arg)
        if self.name in ("requests", "connections"):
            return (self.name, " ".join(self.words[:-1]))
        if self.name in KEYED:
            return (self.name, self.words[0] if self.words else "")
        return (self.name, "")


class Case:
    """A named list of sections; the file's shared ones come first."""

    def __init__(self, path, name, line):
        self.path, self.name, self.line = path, name, line
        self.sections = []

    @property
    def id(self):
        stem = os.path.splitext(os.path.basename(self.path))[0]
        return stem + (": " + self.name if self.name else "")

    def secret(self, salt):
        seed = (salt + "\0" + self.id).encode()
        return "sk-canary-" + hashlib.sha256(seed).hexdigest()[:32]

    def get(self, name):
        """The last section of that name, or None."""
        found = None
        for section in self.sections:
            if section.name == name:
                found = section
        return found

    def all(self, name):
        return [s for s in self.sections if s.name == name]

    def adopt(self, shared):
        mine = {s.key() for s in self.sections}
        self.sections = [s for s in shared if s.name in ADDING or
                         s.key() not in mine] + self.sections


def parse(path):
    """The cases of a file."""
    with open(path, encoding="utf-8", newline="\n") as f:
        lines = f.read().split("\n")
    shared = case = Case(path, "", 1)
    cases, section = [], None
    for number, line in enumerate(lines, 1):
        start, head = CASE.match(line), SECTION.match(line)
        if start:
            case = Case(path, start.group(1), number)
            cases.append(case)
            section = None
        elif head:
            name = head.group(1)
            if name not in KNOWN:
                raise CaseError("%s:%d: unknown section %r" %
                                (path, number, name))
            section = Section(name, head.group(2) or "", number)
            if name not in ADDING and section.key() in {
                    s.key() for s in case.sections}:
                raise CaseError("%s:%d: a second %r" % (path, number, line))
            case.sections.append(section)
        elif section:
            section.lines.append(re.sub(r"^\\(---|===) ", r"\1 ", line))
        elif line.strip() and not line.startswith("#"):
            raise CaseError("%s:%d: text outside a section" % (path, number))
    if not cases:
        return [shared]
    names = [c.name for c in cases]
    for case in cases:
        if names.count(case.name) > 1:
            raise CaseError("%s:%d: a second case %r" %
                            (path, case.line, case.name))
        case.adopt(shared.sections)
    return cases


def expand(text, values):
    """The text with its %NAME% replaced, where the name is known."""
    return re.sub(r"%([A-Za-z0-9_.-]+)%",
                  lambda m: values.get(m.group(1), m.group(0)), text)
