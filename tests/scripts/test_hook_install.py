#!/usr/bin/env python3
# once: what it waits for takes long, and is no matter of the build
"""shunt hook install, uninstall, status, and the script that is installed, in
real repositories (faults G9, G10). Speaks TAP.

What the script runs is a stand-in of the test's own, put where shunt was at
install: it notes its arguments and puts a line on top of the message."""
# timeout: 300

import os
import shutil
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok, skip	# noqa: E402
from proc import PATH, Box	# noqa: E402

HOOK = "prepare-commit-msg"
BEFORE = HOOK + ".before-shunt"
NOBODY = 65534
STAND_IN = """#!/bin/sh
for word; do printf '<%%s>' "$word"; done >> '%s'
echo >> '%s'
%s
"""
WRITES = """{ echo from shunt; cat "$3"; } > "$3.new" && mv "$3.new" "$3" """


def write(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    os.chmod(path, mode)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def look(path):
    """What is there: kind, mode and bytes of a file, or a link's target."""
    if os.path.islink(path):
        return "link", os.readlink(path)
    if not os.path.exists(path):
        return None
    return stat.S_IMODE(os.stat(path).st_mode), read(path)


def tree(folder):
    """All that is in a folder, but what git itself changes."""
    return {os.path.join(d, n): look(os.path.join(d, n))
            for d, _, names in os.walk(folder) for n in names
            if "/.git/" not in d + "/" or "/hooks" in d}


class Scene:
    """A box with a repository in it and shunt at box/bin/shunt."""

    number = 0

    def __init__(self, root, repo="repo", program="bin/shunt", commits=1):
        Scene.number += 1
        self.box = Box("%s/%d" % (root, Scene.number))
        self.shunt = self.box.root + "/" + program
        self.log = self.box.root + "/log"
        self.top = self.box.cwd + "/" + repo
        self.extra = {}
        os.makedirs(os.path.dirname(self.shunt))
        shutil.copy(SHUNT, self.shunt)
        write(self.box.home + "/.gitconfig",
              "[user]\nname = T\nemail = t@example.com\n[init]\n"
              "defaultBranch = main\n[protocol \"file\"]\nallow = always\n")
        self.git("init", "-q", self.top, cwd=self.box.cwd)
        for i in range(commits):
            self.git("commit", "-q", "--allow-empty", "-m", "c%d" % i)
        self.hooks = self.top + "/.git/hooks"

    def env(self, **more):
        env = self.box.env(GIT_EDITOR="true", GIT_CEILING_DIRECTORIES="/tmp",
                           **self.extra)
        env.update(more)
        return {k: v for k, v in env.items() if v is not None}

    def run(self, *argv, cwd=None, user=None, **env):
        return subprocess.run(
            argv, cwd=cwd or self.top, env=self.env(**env), user=user,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
            check=False)

    def git(self, *args, cwd=None, **env):
        done = self.run("git", *args, cwd=cwd, **env)
        if done.returncode:
            print("# git %r: %r" % (args, done.stderr))
        return done.stdout.decode(errors="replace").strip()

    def hook(self, word, cwd=None, user=None, **env):
        return self.run(self.shunt, "hook", word, cwd=cwd, user=user, **env)

    def stand_in(self, does=WRITES, path=None):
        path = path or self.shunt
        if os.path.exists(path):
            os.unlink(path)
        write(path, STAND_IN % (self.log, self.log, does), 0o755)

    def real(self):
        os.unlink(self.shunt)
        shutil.copy(SHUNT, self.shunt)

    def calls(self):
        """What the stand-in was called with since the last time."""
        if not os.path.exists(self.log):
            return []
        text = read(self.log).decode()
        os.unlink(self.log)
        return text.splitlines()

    def commit(self, *args, cwd=None, **env):
        """(status, subject of HEAD) after `git commit`."""
        done = self.run("git", "commit", "-q", "--allow-empty", *args,
                        cwd=cwd, **env)
        return done.returncode, self.git("log", "-1", "--format=%s", cwd=cwd)


def plain(root):
    s = Scene(root)
    os.chmod(s.hooks, 0o750)
    samples = tree(s.hooks)
    done = s.hook("status")
    ok(done.returncode == 0 and b"not installed" in done.stdout,
       "status: nothing there", done)
    ok(tree(s.hooks) == samples, "and nothing was changed")
    done = s.hook("install")
    path = s.hooks + "/" + HOOK
    ok(done.returncode == 0 and path.encode() in done.stdout,
       "install says where", done)
    ok(s.shunt.encode() in done.stdout and b"git -c core.hooksPath=/dev/null"
       in done.stdout and b"shunt hook uninstall" in done.stdout and
       b"hook = off" in done.stdout, "what it runs, and how to switch it off")
    ok(look(path)[0] == 0o755, "mode", look(path))
    ok(stat.S_IMODE(os.stat(s.hooks).st_mode) == 0o750,
       "the folder's mode is as it was")
    ok({**samples, path: look(path)} == tree(s.hooks), "one file more")
    first = look(path)
    ok(s.hook("install").returncode == 0 and look(path) == first and
       len(tree(s.hooks)) == len(samples) + 1, "twice is once")
    ok(b"installed: " in s.hook("status").stdout, "status: installed")
    check = shutil.which("shellcheck") and s.run("shellcheck", "-s", "sh",
                                                 path)
    if check:
        ok(check.returncode == 0, "shellcheck", check.stdout)
    else:
        skip("shellcheck", "not there")
    s.stand_in()
    ok(s.commit() == (0, "from shunt"), "a commit has its message")
    ok(s.calls() == ["<hook><run><.git/COMMIT_EDITMSG>"], "its arguments")
    os.mkdir(s.top + "/sub")
    ok(s.commit(cwd=s.top + "/sub") == (0, "from shunt") and
       len(s.calls()) == 1, "from a folder below")
    s.real()
    done = s.hook("uninstall")
    ok(done.returncode == 0 and tree(s.hooks) == samples, "uninstalled", done)
    ok(s.hook("uninstall").returncode == 0, "twice is once")
    ok(s.commit("-m", "later") == (0, "later"), "a commit without it")


def unmasked(root):
    s = Scene(root)
    done = s.run("sh", "-c", "umask 027; exec \"$0\" hook install", s.shunt)
    ok(done.returncode == 0 and look(s.hooks + "/" + HOOK)[0] == 0o750,
       "the umask is respected")
    shutil.rmtree(s.hooks)
    ok(s.hook("install").returncode == 0 and
       stat.S_IMODE(os.stat(s.hooks).st_mode) == 0o755,
       "a folder that is missing is made")


def sources(root):
    """Where nothing is wanted, nothing is started."""
    s = Scene(root, commits=3)
    s.hook("install")
    s.stand_in()
    write(s.top + "/msg", "file\n")
    for args, want in (
            (("-m", "one"), "one"), (("-F", "msg"), "file"),
            (("-t", "msg", "--allow-empty-message"), None),
            (("-C", "HEAD"), None), (("-c", "HEAD"), None),
            (("--amend",), None), (("--amend", "--no-edit"), None),
            (("--fixup", "HEAD"), None), (("--squash", "HEAD"), None),
            (("-e", "-m", "two"), "two"),
            (("--no-edit", "--allow-empty-message"), "")):
        status, subject = s.commit(*args)
        ok(status == 0 and (want is None or subject == want),
           "commit %s" % " ".join(args), (status, subject))
    write(s.top + "/f", "1\n")
    s.git("add", "f")
    s.git("commit", "-qm", "f")
    s.git("checkout", "-q", "-b", "side", "HEAD~1")
    write(s.top + "/g", "1\n")
    s.git("add", "g")
    s.git("commit", "-qm", "g")
    for name, args in (("merge", ("merge", "-q", "--no-edit", "main")),
                       ("revert", ("revert", "--no-edit", "HEAD~1")),
                       ("cherry-pick", ("cherry-pick", "--allow-empty",
                                        "main~2")),
                       ("rebase", ("rebase", "-q", "main"))):
        done = s.run("git", *args)
        ok(done.returncode == 0, name, done.stderr)
    s.git("merge", "-q", "--squash", "main")
    s.run("git", "reset", "-q", "--hard")
    write(s.top + "/h", "1\n")
    s.git("add", "h")
    s.git("commit", "-qm", "h")
    patch = s.git("format-patch", "-1", "--stdout", "HEAD")
    s.git("reset", "-q", "--hard", "HEAD~1")
    write(s.top + "/p", patch + "\n")
    ok(s.run("git", "am", "-q", "p").returncode == 0, "am")
    ok(s.run("git", "stash").returncode in (0, 1), "stash")
    ok(s.calls() == [], "none of them has started anything")
    ok(s.commit() == (0, "from shunt") and len(s.calls()) == 1,
       "and a plain commit does")


def reword(root):
    s = Scene(root)
    for name in "abc":
        write(s.top + "/" + name, name)
        s.git("add", name)
        s.git("commit", "-qm", name)
    s.hook("install")
    s.stand_in()
    done = s.run("git", "rebase", "-q", "-i", "HEAD~2",
                 GIT_SEQUENCE_EDITOR="sed -i -e 1s/pick/reword/ "
                                     "-e 2s/pick/squash/")
    ok(done.returncode == 0 and s.calls() == [], "rebase -i reword, squash",
       done.stderr)


FOREIGN = """#!/bin/sh
printf 'earlier:' >> "%s"
printf '<%%s>' "$@" >> "%s"
echo >> "%s"
"""


def foreign(root):
    s = Scene(root)
    path, kept = s.hooks + "/" + HOOK, s.hooks + "/" + BEFORE
    write(path, FOREIGN % (s.log, s.log, s.log), 0o751)
    before = look(path)
    ok(b"another program's" in s.hook("status").stdout, "status: foreign")
    ok(s.hook("uninstall").returncode == 0 and look(path) == before,
       "what is not ours is not taken away")
    done = s.hook("install")
    ok(done.returncode == 0 and BEFORE.encode() in done.stdout and
       look(kept) == before, "a foreign hook is kept", done)
    inode = os.stat(kept).st_ino
    s.hook("install")
    ok(look(kept) == before and os.stat(kept).st_ino == inode and
       sorted(n for n in os.listdir(s.hooks) if "sample" not in n) ==
       [HOOK, BEFORE], "twice is once")
    ok(BEFORE.encode() in s.hook("status").stdout, "status names it")
    s.stand_in()
    ok(s.commit() == (0, "from shunt") and s.calls() ==
       ["earlier:<.git/COMMIT_EDITMSG>", "<hook><run><.git/COMMIT_EDITMSG>"],
       "both run, the earlier one first")
    ok(s.commit("-m", "x") == (0, "x") and s.calls() ==
       ["earlier:<.git/COMMIT_EDITMSG><message>"],
       "the earlier one runs also where ours does not")
    ok(s.commit("--amend")[0] == 0 and s.calls() ==
       ["earlier:<.git/COMMIT_EDITMSG><commit><HEAD>"], "three arguments")
    s.real()
    s.hook("uninstall")
    ok(look(path) == before and not os.path.exists(kept),
       "uninstall restores it")


def refusing(root):
    for name, text in (("exit 3", "#!/bin/sh\nexit 3\n"),
                       ("no interpreter", "#!/no/such\n"),
                       ("killed", "#!/bin/sh\nkill -9 $$\n"),
                       ("no #!", "exit 1\n")):
        s = Scene(root)
        write(s.hooks + "/" + HOOK, text, 0o755)
        alone = s.commit("-m", "x")
        s.hook("install")
        s.stand_in()
        ok(alone[0] == 1 and s.commit("-m", "x") == alone and
           s.commit() == alone and s.calls() == [],
           "an earlier hook that refuses still does: " + name, alone)


def kinds(root):
    """Links, what is not executable, names that are taken."""
    s = Scene(root)
    path, kept = s.hooks + "/" + HOOK, s.hooks + "/" + BEFORE
    write(s.top + "/tools/h", FOREIGN % (s.log, s.log, s.log), 0o755)
    for name, target, runs in (
            ("a relative link", "../../tools/h", True),
            ("an absolute link", s.top + "/tools/h", True),
            ("a dangling link", "nowhere", False)):
        os.symlink(target, path)
        s.real()
        s.hook("install")
        ok(look(kept) == ("link", target) and not os.path.islink(path),
           name + " is kept as one")
        s.stand_in()
        ok(s.commit() == (0, "from shunt") and len(s.calls()) == 1 + runs,
           name + " runs as it did")
        s.real()
        s.hook("uninstall")
        ok(look(path) == ("link", target) and not os.path.lexists(kept),
           name + " is restored")
        os.unlink(path)
    ok(look(s.top + "/tools/h")[1].startswith(b"#!/bin/sh\nprintf 'earl"),
       "what the links led to is untouched")
    write(path, FOREIGN % (s.log, s.log, s.log), 0o644)
    s.hook("install")
    s.stand_in()
    ok(s.commit() == (0, "from shunt") and len(s.calls()) == 1,
       "what git would skip is skipped")
    s.real()
    s.hook("uninstall")
    ok(look(path)[0] == 0o644, "and restored as it was")
    write(kept, "mine\n")
    write(kept + "-2", "mine, too\n")
    s.hook("install")
    ok(read(kept) == b"mine\n" and read(kept + "-2") == b"mine, too\n" and
       look(kept + "-3")[0] == 0o644, "names that are taken stay")
    s.hook("uninstall")
    ok(look(path)[0] == 0o644 and read(kept) == b"mine\n" and
       not os.path.exists(kept + "-3"), "on the way back as well")
    os.unlink(path)
    s.hook("install")
    s.stand_in()
    ok(s.commit() == (0, "from shunt") and len(s.calls()) == 1,
       "a file of that name is not run when it was not kept by us")
    os.unlink(path)
    os.mkdir(path)
    s.real()
    done = s.hook("install")
    ok(done.returncode == 12 and os.path.isdir(path), "a folder", done)


def program(root):
    """G10: what becomes of the program after it was installed."""
    s = Scene(root)
    s.hook("install")
    os.unlink(s.shunt)
    ok(s.commit("-m", "x") == (0, "x") and
       s.commit("--allow-empty-message") == (0, ""), "removed")
    other = s.box.root + "/other/shunt"
    s.stand_in(path=other)
    where = os.path.dirname(other) + ":" + PATH
    ok(s.commit(PATH=where) == (0, "from shunt") and len(s.calls()) == 1,
       "removed, and found in PATH")
    s.stand_in(path=s.top + "/bin/shunt")
    os.symlink(s.top + "/bin", s.box.root + "/link")
    empty = ("--allow-empty-message",)
    for name, path in (("in the work tree", s.top + "/bin"),
                       ("there by a relative path", "bin"),
                       ("there by a link", s.box.root + "/link"),
                       ("there by dots", s.box.root + "/../%s/cwd/repo/bin"
                        % os.path.basename(s.box.root))):
        ok(s.commit(*empty, PATH=path + ":" + PATH) == (0, "") and
           s.calls() == [], "another shunt " + name)
    shutil.copy(s.top + "/bin/shunt", s.top + "/shunt")
    for path in (".:" + PATH, ":" + PATH, s.top + ":" + PATH):
        ok(s.commit(*empty, PATH=path) == (0, "") and s.calls() == [],
           "another shunt at the top, PATH " + path[:9])
    write(other, "#!/bin/sh\n", 0o644)
    ok(s.commit(*empty, PATH=where) == (0, ""), "not executable")
    for name, does in (("fails", "exit 1"), ("dies", "kill -9 $$"),
                       ("dies by SIGINT", "kill -INT $$"),
                       ("interrupts the script", "kill -INT $PPID; exit 0"),
                       ("is not found", "exit 127")):
        s.stand_in(does)
        ok(s.commit(*empty) == (0, "") and len(s.calls()) == 1, name)
    os.unlink(s.shunt)
    os.mkdir(s.shunt)
    ok(s.commit(*empty) == (0, ""), "a folder in its place")
    os.rmdir(s.shunt)
    foreign_elf(s)
    ok(b"which is gone" in moved(s), "status: it is gone")


def foreign_elf(s):
    """The head of a program for another machine (e_machine 0xF3: RISC-V; a
    big-endian one of 32 bits), and one that is cut."""
    before = tree(s.top)
    for name, text in (
            ("another architecture", b"\x7fELF\x02\x01\x01" + bytes(9) +
             b"\x02\x00\xf3\x00\x01" + bytes(3000)),
            ("big-endian", b"\x7fELF\x01\x02\x01" + bytes(9) +
             b"\x00\x02\x00\x08" + bytes(300)), ("cut", b"\x7fELF"),
            ("empty", b"")):
        write(s.shunt, text, 0o755)
        ok(s.commit("--allow-empty-message") == (0, ""), name)
    ok(tree(s.top) == before, "no junk was written")
    os.unlink(s.shunt)


def moved(s):
    new = s.box.root + "/moved/shunt"
    os.makedirs(os.path.dirname(new))
    shutil.copy(SHUNT, new)
    said = s.run(new, "hook", "status").stdout
    ok(s.run(new, "hook", "install").returncode == 0 and
       new.encode() in read(s.hooks + "/" + HOOK) and
       s.shunt.encode() not in read(s.hooks + "/" + HOOK),
       "moved: install renews the path")
    shutil.copy(SHUNT, s.shunt)
    ok(b"this is " in s.hook("status").stdout, "status: another one runs")
    return said


def names(root):
    """Blanks, quotes and newlines in the paths."""
    for repo, prog in (("a b", "b in/shunt"), ("it's", "it's/shunt"),
                       ("a\nb", "c\nd/shunt"), ('q"u$(x)`y`', "$HOME/shunt"),
                       ("-n", "-n/shunt"), ("\u00e9\\", "\\n\u00e9/shunt")):
        s = Scene(root, repo, prog)
        s.hook("install")
        s.stand_in()
        ok(s.commit() == (0, "from shunt") and len(s.calls()) == 1,
           "paths %r and %r" % (repo, prog))
        s.real()
        done = s.hook("status")
        ok(b"gone" not in done.stdout and b"this is" not in done.stdout,
           "status knows %r" % prog, done.stdout)
        s.hook("uninstall")
        ok(not os.path.exists(s.hooks + "/" + HOOK), "uninstalled")


def in_path(root):
    """The name that PATH has, as versions behind it may change."""
    s = Scene(root)
    link = s.box.root + "/usr/shunt"
    os.makedirs(os.path.dirname(link))
    os.symlink(s.shunt, link)
    s.hook("install", PATH=os.path.dirname(link) + ":" + PATH)
    ok(link.encode() in read(s.hooks + "/" + HOOK), "a link in PATH")


def places(root):
    s = Scene(root)
    for value, want in ((s.box.root + "/abs", s.box.root + "/abs"),
                        ("rel/hooks", s.top + "/rel/hooks"),
                        ("~/my hooks", s.box.home + "/my hooks")):
        s.git("config", "core.hooksPath", value)
        done = s.hook("install")
        ok(done.returncode == 0 and os.path.isfile(want + "/" + HOOK) and
           b"not this repository's own" in done.stdout, "hooksPath " + value,
           done)
        s.stand_in()
        ok(s.commit() == (0, "from shunt") and len(s.calls()) == 1,
           "and git finds it")
        s.real()
        s.hook("uninstall")
        ok(os.listdir(want) == [], "uninstalled")
    ok(not os.path.exists(s.hooks + "/" + HOOK), "nothing elsewhere")
    write(s.top + "/file", "text\n")
    for value, why in (("/dev/null", b"/dev/null"), ("file", b"no folder"),
                       ("/proc/x", b"/proc/x")):
        s.git("config", "core.hooksPath", value)
        done = s.hook("install")
        ok(done.returncode == 12 and why in done.stderr and
           done.stderr.count(b"\n") == 1 and
           b"hook run \"$@\" || :" in done.stdout, "hooksPath " + value, done)
        ok(s.commit("-m", "x") == (0, "x"), "and commits go on")


def unwritable(root):
    """As another user, as root may write anything."""
    s = Scene(root)
    user = NOBODY if os.geteuid() == 0 else None
    if user:
        for path, dirs, files in os.walk(s.box.root):
            for name in [""] + dirs + files:
                os.lchown(os.path.join(path, name), user, user)
        os.chown(s.hooks, 0, 0)
    os.chmod(s.hooks, 0o555)
    before = tree(s.hooks)
    done = s.hook("install", user=user)
    ok(done.returncode == 12 and b"cannot write into" in done.stderr and
       b"hook run" in done.stdout and tree(s.hooks) == before and
       stat.S_IMODE(os.stat(s.hooks).st_mode) == 0o555,
       "a folder that may not be written", done)
    os.chmod(s.hooks, 0o755)


def linked(root):
    """The folder of hooks is a link."""
    s = Scene(root)
    shutil.rmtree(s.hooks)
    os.mkdir(s.box.cwd + "/shared")
    os.symlink(s.box.cwd + "/shared", s.hooks)
    done = s.hook("install")
    ok(done.returncode == 0 and os.path.islink(s.hooks) and
       os.listdir(s.box.cwd + "/shared") == [HOOK], "a linked folder", done)
    s.stand_in()
    ok(s.commit() == (0, "from shunt"), "git finds it there")


def shells(root):
    """The script is for any sh."""
    for shell in (["dash"], ["bash", "--posix"], ["busybox", "sh"], ["ksh"],
                  ["zsh", "--emulate", "sh"], ["dash", "-eu"]):
        name, found = " ".join(shell), shutil.which(shell[0], path=PATH)
        if not found:
            continue
        shell[0] = found
        s = Scene(root)
        write(s.hooks + "/" + HOOK, FOREIGN % (s.log, s.log, s.log), 0o755)
        s.hook("install")
        s.stand_in()
        write(s.top + "/m", "x\n")
        script = s.hooks + "/" + HOOK
        done = [s.run(*shell, script, *more).returncode for more in
                (("m",), ("m", ""), ("m", "message"),
                 ("m", "commit", "HEAD"))]
        ok(done == [0] * 4 and s.calls() ==
           ["earlier:<m>", "<hook><run><m>", "earlier:<m><>",
            "<hook><run><m><>", "earlier:<m><message>",
            "earlier:<m><commit><HEAD>"], name, done)
        os.unlink(s.shunt)
        ok(s.run(*shell, script, "m").returncode == 0 and
           s.run(*shell, script, "m", PATH="/nowhere").returncode == 0,
           name + ", shunt is gone")


def worktrees(root):
    s = Scene(root)
    side = s.box.cwd + "/side"
    s.git("worktree", "add", "-q", side)
    done = s.hook("install", cwd=side)
    ok(done.returncode == 0 and os.path.isfile(s.hooks + "/" + HOOK),
       "worktree: the shared folder", done)
    s.stand_in()
    ok(s.commit(cwd=side) == (0, "from shunt") and
       s.commit() == (0, "from shunt") and len(s.calls()) == 2,
       "both have it")
    s = Scene(root)
    inner = Scene(root)
    s.git("submodule", "--quiet", "add", inner.top, "inner")
    done = s.hook("install", cwd=s.top + "/inner")
    where = s.top + "/.git/modules/inner/hooks/" + HOOK
    ok(done.returncode == 0 and os.path.isfile(where) and
       not os.path.exists(s.hooks + "/" + HOOK), "submodule: its own", done)
    s.stand_in()
    ok(s.commit(cwd=s.top + "/inner") == (0, "from shunt") and
       s.commit("-m", "x") == (0, "x") and len(s.calls()) == 1,
       "and the module alone has it")


def bare(root):
    """A bare repository whose work tree is given by variables or options."""
    s = Scene(root)
    git_dir, work = s.box.home + "/dot.git", s.box.cwd + "/work"
    s.git("init", "-q", "--bare", git_dir)
    os.mkdir(work)
    done = s.hook("install", cwd=git_dir)
    ok(done.returncode == 0 and os.path.isfile(git_dir + "/hooks/" + HOOK),
       "in a bare repository", done)
    s.stand_in()
    how = ("--git-dir=" + git_dir, "--work-tree=" + work)
    done = s.run("git", *how, "commit", "-q", "--allow-empty", cwd=work)
    ok(done.returncode == 0 and len(s.calls()) == 1,
       "a bare repository's alias", done)
    s.real()
    s.hook("uninstall", cwd=git_dir)
    done = s.hook("install", cwd=s.box.root, GIT_DIR=git_dir,
                  GIT_WORK_TREE=work)
    ok(done.returncode == 0 and os.path.isfile(git_dir + "/hooks/" + HOOK),
       "by GIT_DIR and GIT_WORK_TREE", done)


def refused(s, name, where):
    """Installing writes nothing; the line to add, from stdout."""
    before = tree(s.top)
    done = s.hook("install")
    ok(done.returncode == 3 and done.stderr.count(b"\n") == 1 and
       where.encode() in done.stdout and where.encode() in done.stderr and
       tree(s.top) == before, name + " is respected", done)
    ok(b"not in" in s.hook("status").stdout, "status of " + name)
    return done.stdout.decode().split("\n", 1)[1]


def husky(root):
    """As husky 9 (a folder of its own that calls the user's) and 8 do."""
    for value, folder in ((".husky/_", ".husky"), (".husky", ".husky"),
                          ("front end/.husky/_", "front end/.husky")):
        s = Scene(root)
        own = "%s/%s/%s" % (s.top, folder, HOOK)
        write("%s/%s/pre-commit" % (s.top, folder), "true\n", 0o755)
        if value.endswith("_"):
            write("%s/%s/%s" % (s.top, value, HOOK),
                  '#!/usr/bin/env sh\n[ ! -f "${0%/*}/../' + HOOK + '" ] || '
                  'sh -e "${0%/*}/../' + HOOK + '" "$@"\n', 0o755)
        s.git("config", "core.hooksPath", value)
        line = refused(s, "husky, hooksPath " + value, own)
        write(own, "#!/bin/sh\nset -e\n" + line, 0o755)
        by_line(s, "husky's line")


def by_line(s, name):
    s.stand_in()
    ok(s.commit() == (0, "from shunt") and len(s.calls()) == 1, name)
    s.stand_in("exit 1")
    ok(s.commit("--allow-empty-message") == (0, "") and len(s.calls()) == 1,
       name + ", when it fails")
    os.unlink(s.shunt)
    done = s.run("git", "commit", "--allow-empty", "-qm", "x")
    ok(done.returncode == 0 and b"not found" not in done.stderr,
       name + ", where there is no shunt", done.stderr)
    shutil.copy(SHUNT, s.shunt)
    ok(b"is in" in s.hook("status").stdout, name + ", in status")
    ok(b"by hand" in s.hook("uninstall").stdout, name + ", uninstalled")


def lefthook(root):
    """Its generated hook is played by one that runs what the YAML says."""
    s = Scene(root)
    conf = s.top + "/lefthook.yml"
    write(conf, "pre-commit:\n  commands: {}\n")
    ok(s.hook("install").returncode == 0, "lefthook.yml alone is no lefthook")
    s.hook("uninstall")
    write(s.hooks + "/" + HOOK, '#!/bin/sh\ncall_lefthook() { : ; }\n', 0o755)
    snippet = refused(s, "lefthook", conf)
    lines = snippet.splitlines()
    ok(lines[:3] == [HOOK + ":", "  commands:", "    shunt:"] and
       lines[3].startswith('      run: "') and lines[3].endswith('"') and
       len(lines) == 4, "lefthook's snippet", snippet)
    command = lines[3][len('      run: "'):-1]
    write(conf, "pre-commit:\n  commands: {}\n" + snippet)
    write(s.hooks + "/" + HOOK, "#!/bin/sh\n# lefthook\nset -e\n" +
          command.replace("{0}", '"$@"') + "\n", 0o755)
    by_line(s, "lefthook's line")


def tracked(root):
    s = Scene(root)
    write(s.top + "/.githooks/pre-commit", "#!/bin/sh\n", 0o755)
    s.git("config", "core.hooksPath", ".githooks")
    ok(s.hook("install").returncode == 0 and
       s.hook("uninstall").returncode == 0, "a folder that git ignores so far")
    s.git("add", ".githooks")
    line = refused(s, "a folder under version control",
                   s.top + "/.githooks/" + HOOK)
    write(s.top + "/.githooks/" + HOOK, "#!/bin/sh\nset -e\n" + line, 0o755)
    by_line(s, "the line under version control")


def told(root):
    """Who will see diffs, and what goes wrong before that."""
    s = Scene(root)
    s.extra = {"OPENAI_API_KEY": "canary-key-1"}
    done = s.hook("install")
    ok(b"diffs may go to: openai (https://api.openai.com)" in done.stdout and
       b"canary" not in done.stdout + done.stderr +
       read(s.hooks + "/" + HOOK), "the vendor is named, its key is not",
       done)
    conf = s.box.home + "/.config/shunt/config.ini"
    write(conf, "[policy]\ndeny_vendors = openai\n[endpoint.lan]\nadapter = "
                "openai-compatible\nbase_url = http://127.0.0.1:9/v1\n"
                "local = yes\n", 0o600)
    done = s.hook("install")
    ok(b"diffs may go to: lan (http://127.0.0.1:9, local)" in done.stdout and
       b"openai (" not in done.stdout, "policy is respected", done)
    s.extra = {}
    write(conf, "[policy]\n", 0o600)
    ok(b"diffs stay on this machine" in s.hook("install").stdout, "nobody sees them")
    write(conf, "[nonsense]\n", 0o600)
    done = s.hook("install")
    ok(done.returncode == 3, "a broken config.ini is said", done)
    ok(s.hook("uninstall").returncode == 0 and
       not os.path.exists(s.hooks + "/" + HOOK), "and stops no uninstall")
    os.unlink(conf)
    done = s.hook("install", cwd=s.box.tmp)
    ok(done.returncode == 2 and b"not a git repository" in done.stderr and
       done.stderr.count(b"\n") == 1, "outside of a repository", done)
    done = s.hook("install", PATH="/nowhere")
    ok(done.returncode == 12 and b"cannot run 'git'" in done.stderr,
       "without git", done)
    ok(s.hook("nonsense").returncode == 2, "an unknown word")
    done = s.hook("install", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    ok(done.returncode == 12 and b"safe.directory" in done.stderr and
       done.stderr.count(b"\n") == 1, "git's own refusal", done)


def main():
    root = tempfile.mkdtemp(prefix="shunt-hook-", dir="/tmp")
    os.chmod(root, 0o755)
    for test in (plain, unmasked, sources, reword, foreign, refusing, kinds,
                 program, names, in_path, places, unwritable, linked, shells,
                 worktrees, bare,
                 husky, lefthook, tracked, told):
        test(root)
    reports = []
    for name in os.listdir(root):
        logs = root + "/" + name + "/logs"
        reports += [read(logs + "/" + n) for n in os.listdir(logs)]
    ok(not reports, "the sanitizers have nothing to say", *reports)
    shutil.rmtree(root)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
