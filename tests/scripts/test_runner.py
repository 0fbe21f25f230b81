#!/usr/bin/env python3
# once: shows that the runner finds what it promises to find
"""Cases that each break one rule of tests/lib/case.py: each must be caught,
and the good one must pass."""

import os
import re
import sys
import tempfile

TOP = os.environ.get("TOP") or os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [TOP + "/tests", TOP + "/tests/lib"]
sys.dont_write_bytecode = True
import case as cases	# noqa: E402
import play		# noqa: E402
import tap		# noqa: E402

CURL = "--- command\ncurl -sN %URL%/x\n--- server\nresponse /x\ntext hi\n"
BAD = (
    ("a good one", "--- shell\necho hi\n--- stdout\nhi\n", None),
    ("unlooked stdout", "--- shell\necho hi\n", "stdout wanted"),
    ("unlooked stderr", "--- shell\necho hi >&2\n", "stderr wanted"),
    ("wrong stdout", "--- shell\necho hi\n--- stdout\nho\n", r"-ho\n\+hi"),
    ("a missing newline", "--- shell\nprintf hi\n--- stdout\nhi\n",
     "no newline"),
    ("status", "--- shell\nexit 3\n", "wanted 0, got 3"),
    ("a signal", "--- shell\nkill -TERM $$\n", "got SIGTERM"),
    ("hangs", "--- shell\nsleep 30\n--- timeout 0.3\n", "hung"),
    ("a process stays", "--- shell\nsleep 30 >/dev/null 2>&1 &\n",
     "left processes: sleep"),
    ("a file stays", "--- shell\ntouch ~/x\n", "home/x was left behind"),
    ("a temporary file stays", "--- shell\ntouch $TMPDIR/x\n",
     "tmp/x was left behind"),
    ("a file changes", "--- file f\nold\n--- shell\necho new > f\n",
     "f has changed"),
    ("a file goes", "--- file f\nold\n--- shell\nrm f\n", "f was removed"),
    ("a mode changes", "--- file f 0600\nx\n--- shell\nchmod 644 f\n",
     "f has changed"),
    ("a key on stderr", "--- shell\necho %KEY% >&2\n--- stderr-any\n",
     "stderr holds the secret"),
    ("half a key on stdout", "--- shell\necho %KEY% | tail -c 20\n"
     "--- stdout-any\n", "stdout holds the secret"),
    ("a key in a file", "--- shell\necho %KEY% > f\n--- creates f\n",
     "f holds the secret"),
    ("a key in the history", "--- shell\nmkdir -p ~/.local/state/shunt\n"
     "echo %KEY% > ~/.local/state/shunt/db\n", "db holds the secret"),
    ("another secret", "--- shell\necho abc\n--- stdout-any\n"
     "--- not-in-output abc\n", "holds the secret abc"),
    ("control bytes", "--- shell\nprintf '\\033[2J' >&2\n--- stderr-any\n",
     "control byte"),
    ("C1 controls", "--- shell\nprintf '\\302\\233' >&2\n--- stderr-any\n",
     "control byte"),
    ("stdout knows a pipe", "--- shell\n[ -p /dev/stdout ] && echo pipe || "
     "echo file\n--- stdout-any\n", "stdout to a file"),
    ("a regex", "--- shell\necho hi\n--- stdout-match\nho\n", "did not find"),
    ("a negated regex", "--- shell\necho hi\n--- stdout-match\n!hi\n",
     "found 'hi'"),
    ("no JSON", "--- shell\necho hi\n--- stdout-json\n{}\n", "not one JSON"),
    ("other JSON", "--- shell\necho '{\"a\":[1,2]}'\n--- stdout-json\n"
     "{\"a\":[1,3]}\n", r"\.a\[1\]: wanted 3, got 2"),
    ("a member twice", "--- shell\necho '{\"a\":1,\"a\":1}'\n"
     "--- stdout-json\n{\"a\":1}\n", "twice"),
    ("true is not 1", "--- shell\necho '{\"a\":true}'\n--- stdout-json\n"
     "{\"a\":1}\n", "wanted 1, got true"),
    ("a line too many", "--- shell\necho 1; echo 2\n--- stdout-jsonl\n1\n",
     "wanted 1 lines, got 2"),
    ("no request", "--- shell\n:\n--- server\nresponse\n--- expect-request 1"
     "\nGET /\n", "never came"),
    ("a request too many", CURL + "--- stdout-any\n--- requests 0\n",
     "requests: wanted 0, got 1"),
    ("a second request", CURL.replace("%URL%/x", "%URL%/x %URL%/x") +
     "--- stdout-any\n--- expect-request 1\nGET /x\n", "wanted 1, got 2"),
    ("a wrong path", CURL + "--- stdout-any\n--- expect-request 1\nGET /\n",
     "wanted GET /, got GET /x"),
    ("a header", CURL + "--- stdout-any\n--- expect-request 1\nGET /x\n"
     "!User-Agent\n", "User-Agent is there"),
    ("no header", CURL + "--- stdout-any\n--- expect-request 1\nGET /x\n"
     "X-Key: 1\n", "header X-Key: wanted 1"),
    ("a body", CURL.replace("-sN", "-sN -d 1") + "--- stdout-any\n"
     "--- expect-request 1\nPOST /x\n\n= 2\n", "body wanted"),
    ("what no script knows", CURL.replace("/x\n-", "/y\n-") +
     "--- stdout-any\n", "no response to GET /y"),
    ("an outcome", CURL + "--- stdout-any\n--- outcome 1 reset\n",
     "wanted reset, got done"),
    ("memory", "--- command\npython3 -c 'x = [7] * (1 << 22)'\n--- max-rss 20"
     "\n", r"peak memory: \d+"),
    ("a mistake in a section", "--- signal SIGINT never 1\n--- shell\n:\n",
     "."),
)
NOT_READ = (
    ("an unknown section", "--- stduot\nx\n", "unknown section"),
    ("a section twice", "--- args\nx\n--- args\ny\n", "a second"),
    ("text outside", "hello\n", "outside"),
)
TAPS = (
    ("all good", "echo ok 1; echo 1..1", (1, 0, 0)),
    ("one bad", "echo ok 1; echo not ok 2; echo 1..2; exit 1", (1, 1, 0)),
    ("too few", "echo ok 1; echo 1..2", (1, 1, 0)),
    ("ends badly", "echo ok 1; echo 1..1; exit 1", (1, 1, 0)),
    ("crashes", "echo ok 1; kill -SEGV $$", (0, 1, 0)),
    ("a point skipped", "echo 'ok 1 - x # SKIP no y'; echo 1..1", (0, 0, 1)),
    ("all skipped", "echo '1..0 # SKIP no y'", (0, 0, 1)),
    ("no plan", "true", (1, 0, 0)),
    ("no plan, bad", "false", (0, 1, 0)),
    ("no plan, skipped", "echo no y; exit 77", (0, 0, 1)),
)


class Tally:
    """TAP of our own."""

    def __init__(self):
        self.count = self.failed = 0

    def ok(self, good, name, why=""):
        self.count += 1
        self.failed += not good
        print("%sok %d - %s" % ("" if good else "not ", self.count, name))
        if not good:
            print("# " + str(why).replace("\n", "\n# "))


def write(folder, text):
    path = folder + "/x.case"
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def play_one(folder, text, shunt):
    one = cases.parse(write(folder, text))[0]
    try:
        return play.Player(one, shunt, folder + "/box", TOP, "salt").play()
    except play.Skip as e:
        return ["skipped: %s" % e]


def main():
    t = Tally()
    shunt = os.environ.get("SHUNT", TOP + "/build/shunt")
    with tempfile.TemporaryDirectory() as folder:
        for name, text, wanted in BAD:
            found = "\n".join(play_one(folder, text, shunt))
            good = re.search(wanted, found) if wanted else not found
            t.ok(bool(good), name, found or "nothing was found")
        for name, text, wanted in NOT_READ:
            try:
                cases.parse(write(folder, text))
                t.ok(False, name, "was read")
            except cases.CaseError as e:
                t.ok(re.search(wanted, str(e)), name, e)
        for name, text, wanted in TAPS:
            out = tap.run(["sh", "-c", text], folder + "/tap", None, 10)
            got = (out.passed, out.failed, len(out.skipped))
            t.ok(got == wanted, "TAP: " + name, got)
    print("1..%d" % t.count)
    return 1 if t.failed else 0


if __name__ == "__main__":
    sys.exit(main())
