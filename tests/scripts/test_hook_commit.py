#!/usr/bin/env python3
"""`shunt hook run` inside real commits (faults G3, G4): each way that git makes
a commit, and each way that a message file can look. After each: the commit is
there, its message is what it should be, the editor saw the file as git wrote
it but for our message on top, and the server saw as many requests as were
wanted. Speaks TAP."""
# timeout: 300

import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok	# noqa: E402
from repo import LEFT, MESSAGE, MINE, Repo, answers	# noqa: E402

M = MESSAGE.encode()


def filled(s, name, *args, message=M, want=None, before=(), cwd=None,
           **env):
    """A commit that is asked for: `message` stands on top of git's file."""
    plain = s.without(*args, before=before, cwd=cwd, **env)
    s.asked()
    done = s.run("git", *before, "commit", *args, cwd=cwd, **env)
    shown, got = s.shown(), s.message(cwd=cwd)
    if callable(want):
        want = want(shown[0])
    ok(done.returncode == 0 and b"shunt" not in done.stderr and
       shown == [message + p for p in plain] and len(shown) == 1 and
       got == (message if want is None else want) and s.asked() == 1,
       "filled: " + name, done, plain, shown, got)


def left(s, name, *argv, want, editors=1, status=0, cwd=None, **env):
    """A command of git in which nothing is asked, and the hook silent."""
    s.shown()
    s.asked()
    done = s.run("git", *argv, cwd=cwd, **env)
    shown, got = s.shown(), s.message(cwd=cwd).decode()
    ok(done.returncode == status and b"shunt" not in done.stderr and
       len(shown) == editors and M not in b"".join(shown) and got == want and
       s.asked() == 0, "left: " + name, done, shown, got)


def plain_commits(root):
    s = Repo(root)
    ok(s.installed.returncode == 0, "installed", s.installed)
    for args in ((), ("-q",), ("-v",), ("--no-verify",), ("--no-status",),
                 ("--status",)):
        s.change()
        filled(s, "commit " + " ".join(args), *args)
    s.level += 1
    s.put("src/net.c", s.read("src/net.c") + b"/* end */\n")
    filled(s, "commit -a", "-a")
    s.change()
    filled(s, "commit -s", "-s", want=M + b"\nSigned-off-by: T "
           b"<t@example.com>\n")
    s.change()
    filled(s, "commit --trailer", "--trailer", "Reviewed-by: R <r@x.org>",
           want=M + b"\nReviewed-by: R <r@x.org>\n")
    s.change()
    s.change("src/other.c")
    s.git("reset", "-q")
    s.git("add", "src/other.c")
    filled(s, "commit FILE", "src/net.c")
    s.change("src/net.c")
    s.commit("src/net.c")
    ok(s.asked() == 1 and "src/net.c" in s.prompt() and
       "other.c" not in s.prompt() and b"other.c" in s.git(
           "diff", "--cached", "--name-only"),
       "a partial commit tells of its own files")
    filled(s, "commit of the rest")
    os.makedirs(s.top + "/src/deep", exist_ok=True)
    s.change()
    filled(s, "from a folder below", cwd=s.top + "/src/deep")
    s.change()
    left(s, "commit --dry-run", "commit", "--dry-run", editors=0,
         want=MESSAGE)
    filled(s, "the editor by another name", GIT_EDITOR=None, EDITOR=s.editor)
    ok(not s.close(), "no report of a sanitizer")


def with_a_message(root):
    """Where the message comes from somewhere, nothing is wanted."""
    s = Repo(root)
    s.put("msg", "from a file\n")
    for name, args, editors, want in (
            ("-m", ("-m", "one"), 0, "one\n"),
            ("-m -e", ("-e", "-m", "one"), 1, "one\n"),
            ("-F", ("-F", "msg"), 0, "from a file\n"),
            ("-C", ("-C", "HEAD"), 0, "from a file\n"),
            ("-c", ("-c", "HEAD"), 1, "from a file\n"),
            ("--fixup", ("--fixup", "HEAD"), 0, "fixup! from a file\n"),
            ("--squash", ("--squash", "HEAD~1"), 1,
             "squash! from a file\n"),
            ("--fixup=amend:", ("--fixup=amend:HEAD~2",), 1,
             "amend! from a file\n\nfrom a file\n"),
            ("-m --no-edit", ("--no-edit", "-m", "two"), 0, "two\n"),
            ("--no-edit", ("--no-edit", "--allow-empty-message"), 0, ""),
            ("-m, GIT_EDITOR=:", ("-m", "three"), 0, "three\n")):
        s.change()
        env = {"GIT_EDITOR": ":"} if "=:" in name else {}
        left(s, name, "commit", *args, editors=editors, want=want, **env)
    left(s, "--amend", "commit", "--amend", want="three\n")
    left(s, "--amend --no-edit", "commit", "--amend", "--no-edit",
         editors=0, want="three\n")
    s.change()
    left(s, "--amend -a", "commit", "-a", "--amend", want="three\n")
    s.change()
    left(s, "--amend -C", "commit", "--amend", "-C", "HEAD~3", editors=0,
         want="amend! from a file\n\nfrom a file\n")
    s.change()
    left(s, "-t", "commit", "-t", "msg", EDIT="echo more >>\"$f\"",
         want="from a file\n\nmore\n")
    s.git("config", "commit.template", "msg")
    s.change()
    left(s, "commit.template", "commit", EDIT="echo more >>\"$f\"",
         want="from a file\n\nmore\n")
    s.git("config", "--unset", "commit.template")
    s.put("src/net.c", s.git("show", "HEAD:src/net.c"))
    s.git("add", "-A")
    s.git("commit", "-qm", "all")
    left(s, "--allow-empty", "commit", "--allow-empty", EDIT=MINE,
         want="by hand\n")
    left(s, "nothing to commit", "commit", status=1, editors=0,
         want="by hand\n")
    ok(not s.close(), "no report of a sanitizer")


def branches(s):
    """main and side, which can be merged; clash, which cannot be."""
    for name, file in (("side", "side.c"), ("clash", "src/net.c")):
        s.git("checkout", "-q", "-b", name, "main")
        s.put(file, "int %s;\n" % name)
        s.git("add", file)
        s.git("commit", "-qm", "on " + name)
    s.git("checkout", "-q", "main")
    s.change()
    s.git("commit", "-qm", "on main")


def merges(root):
    s = Repo(root)
    branches(s)
    left(s, "merge", "merge", "--edit", "side", want="Merge branch 'side'\n")
    s.git("reset", "-q", "--hard", "HEAD~1")
    left(s, "merge --no-edit", "merge", "--no-edit", "side", editors=0,
         want="Merge branch 'side'\n")
    s.git("reset", "-q", "--hard", "HEAD~1")
    left(s, "a conflict", "merge", "clash", status=1, editors=0,
         want="on main\n")
    s.change()
    left(s, "commit of a conflicted merge", "commit",
         want="Merge branch 'clash'\n")
    s.git("reset", "-q", "--hard", "HEAD~1")
    s.git("merge", "-q", "--squash", "side")
    s.git("config", "commit.verbose", "true")
    s.asked()
    done = s.commit()
    ok(done.returncode == 0 and b"Squashed commit of the following:" in
       s.message() and b"on side" in s.message() and s.asked() == 0 and
       b"shunt" not in done.stderr, "left: commit after merge --squash",
       done, s.message())
    s.git("reset", "-q", "--hard", "HEAD~1")
    s.git("config", "--unset", "commit.verbose")
    left(s, "revert", "revert", "--edit", "HEAD", want="Revert \"on main\"\n\n"
         "This reverts commit %s.\n" % s.head())
    s.git("reset", "-q", "--hard", "HEAD~1")
    left(s, "cherry-pick", "cherry-pick", "side", editors=0,
         want="on side\n")
    s.git("reset", "-q", "--hard", "HEAD~1")
    left(s, "cherry-pick -e", "cherry-pick", "-e", "side", want="on side\n")
    s.git("reset", "-q", "--hard", "HEAD~1")
    left(s, "cherry-pick, a conflict", "cherry-pick", "clash", status=1,
         editors=0, want="on main\n")
    s.change()
    left(s, "cherry-pick --continue", "cherry-pick", "--continue",
         editors=0, want="on clash\n")
    s.git("reset", "-q", "--hard", "HEAD~1")
    patch = s.git("format-patch", "-1", "--stdout", "side")
    s.write(s.box.root + "/patch", patch)
    left(s, "am", "am", "-q", s.box.root + "/patch", editors=0,
         want="on side\n")
    s.change()
    left(s, "stash", "stash", editors=0, want="on side\n")
    left(s, "tag -a", "tag", "-a", "-m", "x", "v1", editors=0,
         want="on side\n")
    ok(not s.close(), "no report of a sanitizer")


def rebases(root):
    s = Repo(root)
    branches(s)
    for name in "abc":
        s.put(name + ".c", "int %s;\n" % name)
        s.git("add", "-A")
        s.git("commit", "-qm", "add " + name)
    tip = s.head()

    def rebase(name, todo, want, editors, *args):
        s.git("reset", "-q", "--hard", tip)
        left(s, "rebase -i: " + name, "rebase", "-q", "-i", *args, "HEAD~3",
             GIT_SEQUENCE_EDITOR="sed -i -e " + todo, editors=editors,
             EDIT="sed -i -e '1s/add a/first/' -e 's/add b/second/' \"$f\"",
             want=want)
    rebase("reword", "2s/pick/reword/", "add c\n", 1)
    ok(s.message("HEAD~1") == b"second\n", "and is reworded")
    rebase("squash", "'3s/pick/squash/'", "second\n\nadd c\n", 1)
    rebase("fixup", "'3s/pick/fixup/'", "add b\n", 0)
    rebase("pick, all anew", "1s/x/x/", "add c\n", 0, "--force-rebase")
    s.git("reset", "-q", "--hard", tip)
    left(s, "rebase onto a conflict", "rebase", "-q", "clash", status=1,
         editors=0, want="on clash\n")
    s.change()
    left(s, "rebase --continue", "rebase", "--continue", want="add c\n",
         editors=1)
    ok(s.message("HEAD~3") == b"on main\n", "what was in conflict keeps its "
       "message", s.message("HEAD~3"))
    s.git("rebase", "-q", "-i", "HEAD~1", GIT_SEQUENCE_EDITOR="sed -i "
          "-e 1s/pick/edit/")
    s.change()
    filled(s, "a commit in the middle of a rebase")
    ok(not s.close(), "no report of a sanitizer")


def places(root):
    s = Repo(root)
    tree = s.box.cwd + "/linked"
    s.git("worktree", "add", "-q", "-b", "linked", tree)

    def change(top):
        s.level += 1
        s.write(top + "/src/net.c", s.read("src/net.c").replace(
            b"1000", b"%d" % s.level))
    change(tree)
    filled(s, "a worktree", "-a", cwd=tree)
    ok(os.path.exists(s.top + "/.git/worktrees/linked/shunt-message"),
       "which keeps its own message")
    s.change()
    filled(s, "the first worktree, at the same time")
    # a repository within
    s.git("submodule", "--quiet", "add", tree, "lib")
    s.git("commit", "-qm", "add lib")
    sub = s.top + "/lib"
    done = s.run(SHUNT, "hook", "install", cwd=sub)
    ok(done.returncode == 0 and b"modules/lib/hooks" in done.stdout,
       "installed in a submodule", done)
    change(sub)
    filled(s, "a submodule", "-a", cwd=sub)
    s.git("add", "lib")
    s.asked()
    done = s.commit()
    ok(done.returncode == 0 and s.message() == b"lib: update submodule lib "
       b"to %s\n" % s.head(sub)[:8].encode() and s.asked() == 0, "a submodule's new commit: the embedded engine's",
       s.message(), done)
    elsewhere = s.box.cwd + "/elsewhere"
    os.mkdir(elsewhere)
    s.change()
    where = {"GIT_DIR": s.top + "/.git", "GIT_WORK_TREE": s.top}
    for name, before, env in (
            ("GIT_DIR and GIT_WORK_TREE", (), where),
            ("--git-dir, --work-tree", ("-C", s.top, "--git-dir=.git",
                                        "--work-tree=."), {})):
        s.change()
        s.shown()
        done = s.run("git", *before, "commit", cwd=elsewhere, **env)
        ok(done.returncode == 0 and s.shown()[0].startswith(M) and
           s.message() == M and s.asked() == 1, "filled: " + name, done)
    # a home under version control by a bare repository
    dots = ("--git-dir=%s/dots" % s.box.home, "--work-tree=" + s.box.home)
    s.git("init", "-q", "--bare", s.box.home + "/dots")
    s.run(SHUNT, "hook", "install", GIT_DIR=s.box.home + "/dots",
          GIT_WORK_TREE=s.box.home, cwd=s.box.home)
    for n in (1, 2):
        s.write(s.box.home + "/.rc.c", "int x(void)\n{\n\treturn %d;\n}\n" % n)
        s.git(*dots, "add", s.box.home + "/.rc.c", cwd=s.box.home)
        if n == 1:
            s.git(*dots, "commit", "-qm", "begin", cwd=s.box.home)
    s.shown()
    done = s.run("git", *dots, "commit", cwd=s.box.home)
    got = s.run("git", *dots, "log", "-1", "--format=%B", cwd=s.box.home)
    ok(done.returncode == 0 and s.shown()[0].startswith(M) and
       got.stdout == M + b"\n" and s.asked() == 1,
       "filled: a bare repository with a work tree", done, got)
    ok(not s.close(), "no report of a sanitizer")


COMMENTS = "net: wait longer\n\n#1 one\n; two\n% three\n// four\n@ five\n"


def comments(root):
    """No line of ours is a comment, none of git's ends in the commit."""
    s = Repo(root, answers(COMMENTS))
    version = s.run("git", "version").stdout.split()[2].split(b".")[:2]
    chars = ["#", ";", "%", "@", "auto"]
    rows = [("core.commentChar", c) for c in chars]
    if [int(v) for v in version] >= [2, 45]:
        rows.append(("core.commentString", "//"))
    for key, value in rows:
        s.git("config", key, value)
        mark = "#" if value == "auto" else value
        message = "".join(" " * line.startswith(mark) + line for line in
                          COMMENTS.splitlines(True)).encode()
        for mode in (None, "strip", "scissors"):
            s.change()
            filled(s, "%s %s, cleanup %s" % (key, value, mode),
                   *(("--cleanup", mode) if mode else ()), message=message)
        s.change()
        filled(s, "%s %s, -v" % (key, value), "-v", message=message)
        s.git("config", "--unset", key)
    s.git("config", "core.commentString", "//")
    if rows[-1][0] != "core.commentString":
        message = COMMENTS.replace("\n#", "\n #").encode()
        s.change()
        filled(s, "commentString is not heeded where git does not",
               message=message)
    ok(not s.close(), "no report of a sanitizer")


def cleanups(root):
    """Where comments stay they are git's own."""
    s = Repo(root)

    def stripped(shown):
        return s.run("git", "stripspace", stdin=shown).stdout
    for mode, want in (("whitespace", stripped), ("verbatim", bytes),
                       ("scissors", None), ("strip", None),
                       ("default", None)):
        s.change()
        filled(s, "--cleanup=" + mode, "--cleanup=" + mode, want=want)
        s.git("config", "commit.cleanup", mode)
        s.change()
        filled(s, "commit.cleanup " + mode, want=want)
        s.change()
        filled(s, "commit.cleanup %s, -v -s" % mode, "-v", "-s",
               want=want and (lambda shown, f=want: f(shown.partition(
                   b"# ------------------------ >8")[0])) or
               M + b"\nSigned-off-by: T <t@example.com>\n")
    s.git("config", "--unset", "commit.cleanup")
    for key in ("commit.verbose", "commit.status"):
        s.git("config", key, "true" if key == "commit.verbose" else "false")
        s.change()
        filled(s, key)
    ok(not s.close(), "no report of a sanitizer")


def encodings(root):
    text = "net: l\u00e4nger warten\n\nSo \u2013 \u201ckurz\u201d.\n"
    s = Repo(root, answers(text))
    s.change()
    filled(s, "UTF-8", message=text.encode())
    s.git("config", "i18n.commitEncoding", "ISO-8859-1")
    latin = b"net: l\xe4nger warten\n\nSo - \"kurz\".\n"
    s.change()
    filled(s, "Latin-1", message=latin)
    ok("l\u00e4nger" in s.run("git", "log", "-1", "--encoding=UTF-8").stdout.decode(
        errors="replace"),
       "git reads it as it was meant")
    s.git("config", "i18n.commitEncoding", "KOI8-R")
    s.change()
    plain = s.without()
    s.asked()
    done = s.commit(EDIT=MINE)
    ok(done.returncode == 0 and s.shown() == plain and
       done.stderr.startswith(LEFT) and done.stderr.count(b"\n") == 1,
       "what an encoding cannot say is left", done)
    ok(not s.close(), "no report of a sanitizer")


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (plain_commits, with_a_message, merges, rebases, places,
                     comments, cleanups, encodings):
            part(folder + "/" + part.__name__)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
