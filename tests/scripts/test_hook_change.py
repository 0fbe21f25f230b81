#!/usr/bin/env python3
"""`shunt hook run` on changes of every shape, with secrets in them, in hostile
and in odd repositories (faults G6, G7, G10 to G12, G14), and what .shunt.ini
and config.ini say of it. Speaks TAP."""
# timeout: 300

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok	# noqa: E402
from proc import PATH	# noqa: E402
from repo import C_FILE, CONFIG, LEFT, MESSAGE, MINE, Repo	# noqa: E402

M = MESSAGE.encode()
MOST = 48 << 10		# bytes of a change that a model gets to read
ROUND = 3000		# of the words around it


def went_well(s, name, want, requests, said=0):
    """Commits what is staged; the request's prompt, if there was one."""
    s.asked()
    done = s.commit()
    asked = s.asked()
    good = ok(done.returncode == 0 and s.message() == want and
              asked == requests and done.stderr.count(b"\n") == said, name,
              done.stderr, s.message()[:300], asked)
    return s.prompt() if good and asked else ""


def shapes(root):
    s = Repo(root)
    for n in range(10000):
        s.put("many/%d/f%d.c" % (n % 40, n), "int f%d;\n" % n)
    s.change()
    s.git("add", "-A")
    text = went_well(s, "10,000 files", M, 1)
    ok(len(text) <= MOST + ROUND and "10001 files, 10001 lines added" in text
       and "files more" in text, "the prompt says how many", text[:200])
    big = b"".join(b"int line_%d = %d;\n" % (n, n * n) for n in range(80000))
    s.put("src/big.c", big)
    s.change()
    s.git("add", "-A")
    text = went_well(s, "2 MB in one file", M, 1)
    ok(len(text) <= MOST + ROUND and "lines more" in text and
       "80001 lines added" in text and "A src/big.c +80000" in text and
       "M src/net.c +1 -1" in text, "cut, and said so", text[:300])
    s.put("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
    s.put("sub/run.sh", "#!/bin/sh\nexit 0\n", 0o755)
    s.put("big.lfs", "version https://git-lfs.github.com/spec/v1\n"
          "oid sha256:%064d\nsize 123456789\n" % 7)
    os.symlink("src/net.c", s.top + "/link")
    s.put(os.fsdecode(b"na\xefve \n\"q\".c"), C_FILE % 7)
    s.change()
    s.git("add", "-A")
    text = went_well(s, "binary, mode, link, LFS, odd names", M, 1)
    ok("A logo.png (binary)" in text and "A link" in text and
       "symbolic link" in text and "na\ufffdve \\n\"q\".c" in text and
       "big.lfs" in text, "each is in the list", text[:900])


def mechanical(root):
    """What needs no model."""
    s = Repo(root)
    s.put("sub/run.sh", "#!/bin/sh\nexit 0\n")
    s.put("package-lock.json", "{\"a\": 1}\n")
    s.git("add", "-A")
    s.git("commit", "-qm", "sub: begin")
    os.chmod(s.top + "/sub/run.sh", 0o755)
    s.git("add", "-A")
    went_well(s, "a mode", b"sub: make run.sh executable\n", 0)
    s.git("mv", "sub/run.sh", "sub/start.sh")
    went_well(s, "a rename", b"sub: rename run.sh to start.sh\n", 0)
    s.put("src/net.c", s.read("src/net.c").replace(b"\t", b"        "))
    s.git("add", "-A")
    s.commit()
    ok(b"white" in s.message() and s.asked() == 0, "white space",
       s.message())
    s.put("package-lock.json", "{\"a\": 2}\n")
    s.git("add", "-A")
    s.commit()
    ok(b"package-lock" in s.message() and s.asked() == 0, "a lock file",
       s.message())
    s.git("rm", "-q", "sub/start.sh")
    s.commit()
    ok(b"remove" in s.message() and s.asked() == 0, "a file that is gone",
       s.message())
    s.configure(CONFIG % {"url": s.server.url, "defaults": "model = a/m"})
    s.put("sub/x.sh", "#!/bin/sh\nexit 0\n")
    s.git("add", "-A")
    s.git("commit", "-qm", "sub: again")
    s.git("mv", "sub/x.sh", "sub/y.sh")
    went_well(s, "also where config.ini names a model",
              b"sub: rename x.sh to y.sh\n", 0)
    s.change()
    went_well(s, "which is asked for the rest", M, 1)
    ok(not s.close(), "no report of a sanitizer")


TOKEN = "ghp_aB3dE5gH1jK7mN9pQ2rS4tU6vW8xY0zA1bC2"
PEM = "-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----\n" \
    % "\n".join("MIIEpAIBAAKCAQEAxyzxyzxyz%039d" % n for n in range(12))
SECRETS = {".env": "DB_PASSWORD=correct-horse-77\n", "conf/.env.local":
           "X=correct-horse-78\n", "id_rsa": PEM, "certs/site.pem": PEM,
           "k.p12": "correct-horse-79\n", "src/token.c":
           "const char *token = \"%s\";\n" % TOKEN,
           "src/key.c": "static const char key[] =\n" + PEM}


def secrets(root):
    s = Repo(root)
    for name, text in SECRETS.items():
        s.put(name, text)
    s.change()
    s.git("add", "-A")
    s.asked()
    done = s.commit()
    ok(done.returncode == 0 and s.message() == M and s.asked() == 1,
       "secrets are staged: the commit goes on", done)
    body = s.bodies[0]
    for leak in ("correct-horse", TOKEN, "MIIEpAIBAAKCAQEA", TOKEN[8:24],
                 "%039d" % 5):
        ok(leak.encode() not in body, "no byte of it is sent: " + leak[:14])
    said = done.stderr.decode().splitlines()
    for name in SECRETS:
        ok(any(line.startswith("shunt: %s" % name) for line in said),
           "a warning names " + name, said)
    ok(len(said) == len(SECRETS), "and that is all that is said", said)
    s.git("rm", "-q", ".env")
    s.change()
    went_well(s, "a file with secrets goes: nothing to warn of", M, 1)
    for n in range(30):
        s.put("c/%d.pem" % n, PEM)
    s.change()
    s.git("add", "-A")
    went_well(s, "many such files: few lines", M, 1, said=6)
    for policy, want, requests in (("local", None, 0), ("refuse", None, 0),
                                   ("send", M, 1)):
        s.configure(CONFIG % {"url": s.server.url,
                              "defaults": "secrets = " + policy})
        s.change()
        s.put("src/token.c", "const char *t%s = \"%s\";\n" % (policy, TOKEN))
        s.git("add", "-A")
        s.asked()
        done = s.commit()
        ok(done.returncode == 0 and (s.message() == M) == (want == M) and
           s.asked() == requests and done.stderr.count(b"\n") == 1 and
           b"src/token.c" in done.stderr, "secrets = " + policy, done,
           s.message())
    s.change()
    s.git("add", "-A")
    s.configure(CONFIG % {"url": "http://127.0.0.1:9", "defaults": ""})
    s.put("id_ed25519", PEM)
    s.git("add", "-A")
    done = s.commit(EDIT=MINE)
    ok(done.returncode == 0 and s.message() == b"by hand\n" and
       done.stderr.count(b"\n") == 2 and LEFT in done.stderr,
       "a warning, and a failure", done)
    ok(not s.close(), "no report of a sanitizer")


def hostile_config(root):
    """G11: what a repository's own configuration would run."""
    s = Repo(root)
    marker = s.box.root + "/marker"
    evil = s.box.root + "/evil"
    s.write(evil, "#!/bin/sh\necho \"$0 $*\" >>'%s'\ncat 2>/dev/null\n" %
            marker, 0o755)
    s.put(".gitattributes", "*.c diff=evil filter=evil\n")
    s.git("add", "-A")
    s.git("commit", "-qm", "attributes")
    s.change()
    for key in ("diff.external", "diff.evil.command", "diff.evil.textconv",
                "core.pager", "pager.diff", "pager.log", "pager.config",
                "core.sshCommand", "core.askPass", "gpg.program",
                "core.gitProxy", "credential.helper", "interactive.diffFilter",
                "core.alternateRefsCommand", "uploadpack.packObjectsHook"):
        s.git("config", key, evil)
    s.git("config", "core.fsmonitor", evil)
    for key, value in (("log.showSignature", "true"), ("diff.noprefix",
                       "true"), ("diff.mnemonicPrefix", "true"),
                       ("color.ui", "always"), ("color.diff", "always"),
                       ("diff.renames", "false"), ("diff.context", "0"),
                       ("diff.submodule", "log"), ("core.quotePath", "true"),
                       ("diff.wordRegex", "."), ("format.pretty", "x"),
                       ("alias.diff-index", "!" + evil),
                       ("alias.rev-parse", "!" + evil),
                       ("diff.orderFile", "/no/such"),
                       ("diff.interHunkContext", "99")):
        s.git("config", key, value)
    path = s.top + "/.git/COMMIT_EDITMSG"
    s.write(path, "\n# git's\n")
    if os.path.exists(marker):
        os.unlink(marker)	# what git itself ran for the test
    done = s.shunt("hook", "run", ".git/COMMIT_EDITMSG")
    ok(done.returncode == 0 and done.stderr == b"" and
       s.read(".git/COMMIT_EDITMSG") == M + b"\n# git's\n" and
       s.asked() == 1, "a hostile .git/config: the message", done)
    ok(not os.path.exists(marker), "and nothing of it has run",
       os.path.exists(marker) and open(marker, "rb").read())
    ok("\x1b" not in s.prompt() and "M src/net.c +1 -1 in: net_wait\n" in
       s.prompt() and "\n \treturn" not in s.prompt(), "the diff is as ever",
       s.prompt()[:500])
    # a repository of somebody else
    if os.geteuid() == 0:
        os.chown(s.top, 12345, 12345)
        os.chown(s.top + "/.git", 12345, 12345)
        s.write(path, "\n# git's\n")
        done = s.shunt("hook", "run", ".git/COMMIT_EDITMSG")
        ok(done.returncode == 0 and done.stderr.startswith(LEFT) and
           b"safe.directory" in done.stderr and s.asked() == 0 and
           done.stderr.count(b"\n") == 1 and
           s.read(".git/COMMIT_EDITMSG") == b"\n# git's\n",
           "git refuses the folder: that stands", done)
    ok(not s.close(), "no report of a sanitizer")


def locked(root):
    """G12: git's own locks and index are left alone."""
    s = Repo(root)
    s.change()
    index, lock = s.top + "/.git/index", s.top + "/.git/index.lock"
    s.write(s.top + "/.git/COMMIT_EDITMSG", "\n# git's\n")
    s.write(lock, "")
    os.utime(s.top + "/src/net.c")		# the index is not fresh
    before = os.stat(index), s.read(".git/index"), tree(s)
    done = s.shunt("hook", "run", ".git/COMMIT_EDITMSG")
    after = os.stat(index), s.read(".git/index"), tree(s)
    ok(done.returncode == 0 and done.stderr == b"" and s.asked() == 1 and
       s.read(".git/COMMIT_EDITMSG").startswith(M), "with an index.lock",
       done)
    ok(before[0].st_mtime_ns == after[0].st_mtime_ns and
       before[0].st_ino == after[0].st_ino and before[1] == after[1] and
       os.path.getsize(lock) == 0, "neither index nor lock is touched")
    ok(after[2] - before[2] == {"shunt-message"} and not before[2] - after[2],
       "nothing but the kept message is new in .git", after[2] - before[2])
    os.unlink(lock)
    other = s.box.cwd + "/other"
    s.git("worktree", "add", "-q", "-b", "other", other)
    s.write(other + "/src/net.c", C_FILE % 77)
    s.change()		# for the old one a message is kept
    s.serve(("response\ndelay 0.5\nchat net: %s\nchat-done\n" * 2) %
            ("one", "two"))
    both = [subprocess.Popen(["git", "commit", "-a"], cwd=where, env=s.env(),
                             stdin=subprocess.DEVNULL, start_new_session=True,
                             stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE)
            for where in (s.top, other)]
    said = [p.communicate(timeout=60)[1] for p in both]
    ok(said == [b"", b""] and not any(p.returncode for p in both) and
       {s.message(), s.message("other")} == {b"net: one\n", b"net: two\n"},
       "two worktrees at once", said, s.message(), s.message("other"),
       s.asked())
    ok(not s.close(), "no report of a sanitizer")


def tree(s):
    return set(os.listdir(s.top + "/.git"))


def no_terminal(root):
    """G14."""
    s = Repo(root, "response\ndelay 2\nchat net: late\nchat-done\n")
    s.change()
    done = s.commit(CI="true", GIT_TERMINAL_PROMPT="0", TERM="xterm")
    ok(done.returncode == 0 and done.stderr == b"" and
       s.message() == b"net: late\n", "no terminal: silence, also when it "
       "takes long", done)
    s.serve("response\nchat net: late\nchat-done\n")
    for closed in ("<&-", "<&- 2>&-", "<&- >&- 2>&-", ">/dev/full 2>&1"):
        s.change()
        done = s.run("sh", "-c", "git commit -q " + closed, TERM=None)
        ok(s.message() == b"net: late\n" and done.returncode == 0,
           "sh: git commit " + closed, done)
    s.change()
    done = s.run("env", "-i", "PATH=" + PATH, "HOME=" + s.box.home,
                 "GIT_EDITOR=" + s.editor, "git", "commit")
    ok(done.returncode == 0 and done.stderr == b"" and
       s.message() == b"net: late\n", "an empty environment", done)
    for words in ((), ("nowhere",), (".",), ("/dev/null",),
                  (".git/COMMIT_EDITMSG", "", "", "more"),
                  (".git/COMMIT_EDITMSG", "message"), ("--", "x"),
                  ("no\nsuch",)):
        done = s.shunt("hook", "run", *words)
        ok(done.returncode == 0 and done.stderr.count(b"\n") <= 1,
           "shunt hook run %r" % (words,), done)
    s.write(s.box.tmp + "/message", "")
    done = s.shunt("hook", "run", "message", cwd=s.box.tmp)
    ok(done.returncode == 0 and done.stderr.startswith(LEFT) and
       done.stderr.count(b"\n") == 1, "where there is no repository", done)
    ok(not s.close(), "no report of a sanitizer")


def other_program(root):
    """G10, with the real one: gone, and a stranger in the work tree."""
    s = Repo(root, install=False)
    own = s.box.root + "/bin/shunt"
    os.makedirs(os.path.dirname(own))
    shutil.copy(SHUNT, own)
    s.run(own, "hook", "install")
    marker = s.box.root + "/marker"
    s.put("shunt", "#!/bin/sh\necho $0 >>'%s'\n" % marker, 0o755)
    s.change()
    went_well(s, "a shunt in the work tree, first in PATH", M, 1)
    os.unlink(own)
    for path in (s.top + ":" + PATH, ".:" + PATH, PATH):
        s.change()
        done = s.commit(PATH=path, EDIT=MINE)
        ok(done.returncode == 0 and s.asked() == 0 and
           s.message() == b"by hand\n" and done.stderr == b"",
           "removed, PATH " + path[:20], done)
    ok(not os.path.exists(marker), "the stranger never ran")
    s.change()
    s.run("git", "commit", PATH=os.path.dirname(SHUNT) + ":" + PATH)
    ok(s.message() == M and s.asked() == 1, "the one in PATH serves")
    ok(not s.close(), "no report of a sanitizer")


def repository_says(root):
    s = Repo(root)
    style = {"area": b"net: update net_wait\n",
             "bracket": b"[net] update net_wait\n",
             "conventional": b"chore: update net_wait\n",
             "plain": b"update net_wait\n"}

    def says(name, text, want, requests, said=0):
        s.put(".shunt.ini", text)
        s.change()
        plain = s.without()
        done = s.commit(EDIT="[ -n \"$(sed 1q \"$f\")\" ] || " + MINE)
        shown, got, asked = s.shown(), s.message(), s.asked()
        ok(done.returncode == 0 and asked == requests and
           done.stderr.count(b"\n") == said and
           (got == want if want else shown == plain and got == b"by hand\n"),
           name, done, got, asked)
    s.write(s.top + "/.git/info/exclude", "/.shunt.ini\n")
    says("hook = off", "hook = off\n", None, 0)
    says("offline", "offline = yes\n", style["area"], 0)
    says("deny_vendors", "deny_vendors = a\n", style["area"], 0)
    says("max_cost", "max_cost = 0.000001\n", style["area"], 0)
    for name, want in style.items():
        says("commit_style = " + name, "commit_style = %s\noffline = yes\n" %
             name, want, 0)
    says("commit_style is told the model", "commit_style = conventional\n",
         M, 1)
    says("what it may not say", "[endpoint.x]\nbase_url = http://x\n"
         "[defaults]\nmodel = x\n", M, 1)
    says("nonsense", "\0\xff[[[\n", M, 1)
    os.chmod(s.top + "/.shunt.ini", 0o666)
    s.put(".shunt.ini", "", 0o666)
    s.change()
    went_well(s, "one that others may write is not heeded", M, 1)
    sub = s.top + "/src"
    s.put(".shunt.ini", "hook = off\n")
    s.change()
    done = s.commit(cwd=sub, EDIT=MINE)
    ok(done.returncode == 0 and s.asked() == 0 and s.message() ==
       b"by hand\n", "from a folder below")
    # a work tree without a .git in it
    where = ("--git-dir=%s/.git" % s.top, "--work-tree=" + s.box.cwd + "/w")
    s.write(s.box.cwd + "/w/src/net.c", C_FILE % 5)
    s.write(s.box.cwd + "/w/.shunt.ini", "hook = off\n")
    done = s.run("git", *where, "commit", "-a", EDIT=MINE,
                 cwd=s.box.cwd + "/w")
    ok(done.returncode == 0 and s.asked() == 0 and s.message() ==
       b"by hand\n", "at the top of a work tree whose .git is elsewhere",
       done)
    ok(not s.close(), "no report of a sanitizer")


def user_says(root):
    s = Repo(root)
    folder = s.box.home + "/.config/shunt"
    for name, text in (("broken", "[endpoint.a\nwhat\n"),
                       ("an unknown key", "[defaults]\nmodell = x\n"),
                       ("a value out of range", "[defaults]\nretries=x\n"),
                       ("bytes", "\0\xff\n")):
        s.configure(text)
        s.change()
        plain = s.without()
        done = s.commit(EDIT=MINE)
        ok(done.returncode == 0 and s.shown() == plain and s.asked() == 0 and
           done.stderr.startswith(LEFT) and b"config.ini" in done.stderr and
           done.stderr.count(b"\n") == 1 and s.message() == b"by hand\n",
           "config.ini is broken: " + name, done)
    shutil.rmtree(folder)
    s.change()
    went_well(s, "nothing is configured", b"update net_wait\n", 0)
    os.mkdir(folder, 0o700)
    for name, more in (("offline", "[policy]\noffline = yes\n"),
                       ("deny_vendors", "[policy]\ndeny_vendors = a\n"),
                       ("max_cost", "[defaults]\nmax_cost = 0.000001\n")):
        s.configure(CONFIG % {"url": s.server.url, "defaults": ""} + more)
        s.change()
        went_well(s, "config.ini: " + name, b"update net_wait\n", 0)
    s.configure(CONFIG % {"url": s.server.url, "defaults": ""})
    s.change()
    done = s.commit(SHUNT_NONSENSE="1", SHUNT_TIMEOUT="x", EDIT=MINE)
    ok(done.returncode == 0 and done.stderr.startswith(LEFT) and
       done.stderr.count(b"\n") == 1, "a variable that is nonsense", done)
    state = s.box.home + "/.local/state"
    shutil.rmtree(state, ignore_errors=True)
    s.write(state, "a file\n")
    s.change()
    went_well(s, "no place for the log", M, 1)
    ok(not s.close(), "no report of a sanitizer")


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (shapes, mechanical, secrets, hostile_config, locked,
                     no_terminal, other_program, repository_says, user_says):
            part(folder + "/" + part.__name__)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
