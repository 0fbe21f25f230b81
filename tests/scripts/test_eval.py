#!/usr/bin/env python3
# timeout: 240
"""shunt eval: its figures are computed again here, from what `shunt route
--jsonl` says of the same prompts; and what becomes of files as they come.

The rows of ../shared/data are measured too, where they are there. Speaks TAP.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, SLOW, finish, ok, skip	# noqa: E402

TOP = os.environ.get("TOP") or os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__))))
OWN = os.path.join(TOP, "tests", "prompts.jsonl")
DATA = os.path.join(TOP, "..", "shared", "data")
TASKS = ["reasoning", "code", "summarization", "general"]
SECONDS = 60 * SLOW
PUBLISHED = {"mt-bench": (0.802, 0.751, 0.556, 0.659),
             "mmlu": (0.597, 0.572, 0.584, 0.584),
             "gsm8k": (0.565, 0.531, 0.598, 0.535)}

# label, other right labels, prompt; some are wrong on purpose, so that there
# are errors whatever the weights are
LABELLED = [
    ("code", "", "Write a C function that reverses a linked list."),
    ("code", "", "fix this: TypeError: 'int' object is not iterable"),
    ("code", "", "SELECT name FROM users WHERE age > 30 -- why is it slow?"),
    ("code", "general", "What is a pointer?"),
    ("reasoning", "", "Prove that there are infinitely many primes."),
    ("reasoning", "", "If 3x + 5 = 20, what is x? Think step by step."),
    ("reasoning", "general", "How many piano tuners work in Chicago?"),
    ("summarization", "", "Summarise this in one sentence: It rained for a "
     "week. The river rose two metres. The road into town was closed."),
    ("summarization", "general", "tl;dr\n\n" + "The council met. " * 90),
    ("general", "", "Write a short poem about the sea."),
    ("general", "", "Was ist die Hauptstadt von Frankreich?"),
    ("general", "", "\u4f60\u597d\uff0c\u8bf7\u95ee\u4eca\u5929\u5929\u6c14"
     "\u600e\u4e48\u6837\uff1f"),
    ("general", "code", "hello"),
    ("summarization", "", "Write a bash script that deletes old logs."),
    ("reasoning", "code", "Write a thank-you note to my landlord."),
    ("code", "", "Plan a birthday party for six children."),
]


def run(*args, stdin=None):
    return subprocess.run([SHUNT] + list(args), input=stdin,
                          stdin=None if stdin is not None else
                          subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=SECONDS,
                          check=False)


def lines_of(rows):
    return "".join(json.dumps(r) + "\n" for r in rows).encode()


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)
    return name


def verdicts(prompts):
    """What route --jsonl says of each."""
    out = run("route", "--jsonl",
              stdin=lines_of([{"prompt": p} for p in prompts])).stdout
    return [json.loads(line) for line in out.splitlines()]


def near(a, b, by=1e-9):
    if a is None or b is None:
        return a is b
    return abs(a - b) <= by


# the figures ---------------------------------------------------------------

def share(part, whole):
    return part / whole if whole else None


def measure(rows):
    """rows: (label, the right ones, guess, confidence); route --jsonl rounds
    the last, so that a row may be counted in the next bin here."""
    table = {a: {b: 0 for b in TASKS} for a in TASKS}
    bins = [[0, 0.0] for _ in range(10)]
    for label, right, guess, sure in rows:
        table[guess if guess in right else label][guess] += 1
        one = bins[min(9, int(sure * 10))]
        one[0] += guess in right
        one[1] += sure
    tasks = {}
    for t in TASKS:
        hit, was = table[t][t], sum(table[t].values())
        said = sum(table[a][t] for a in TASKS)
        tasks[t] = {"rows": was, "guessed": said,
                    "precision": share(hit, said), "recall": share(hit, was),
                    "f1": share(2 * hit, was + said)}
    scores = [t["f1"] for t in tasks.values() if t["f1"] is not None]
    n = len(rows)
    edge = sum(abs(r[3] * 10 - round(r[3] * 10)) < 1e-3 for r in rows)
    return {"rows": n, "ece_by": 1e-4 + share(2 * edge, n or 1), "tasks": tasks, "confusion": table,
            "lenient": share(sum(r[2] in r[1] for r in rows), n),
            "strict": share(sum(r[2] == r[0] for r in rows), n),
            "macro_f1": sum(scores) / len(scores) if scores else None,
            "ece": share(sum(abs(a - b) for a, b in bins), n)}


def same_measure(got, want, names):
    return [n for n in names if not near(
        got[n], want[n], want["ece_by"] if n == "ece" else 1e-9)]


def kinds(prompt):
    raw = prompt.encode("utf-8", "surrogatepass")
    foreign = sum(b > 127 for b in raw) * 4 > len(raw)
    words = 1 + raw.count(b" ") + raw.count(b"\n")
    return (words <= 6 and not foreign, len(raw) > 1200, foreign)


def ascii_case(text, up):
    raw = text.encode("utf-8", "surrogatepass")
    return (raw.upper() if up else raw.lower()).decode("utf-8",
                                                       "surrogatepass")


def origin(source):
    return source.split(":")[1] if source.startswith("github:") else source


def check_labels(rows, got, what):
    """rows: as in the file; got: the object of --json."""
    said = verdicts([r["prompt"] for r in rows])
    seen = [(r["label"], [r["label"]] + (r.get("alt") or []), v["task"],
             v["confidence"]) for r, v in zip(rows, said)]
    want, got = measure(seen), got["labels"]
    four = ["rows", "lenient", "strict", "macro_f1", "ece"]
    bad = same_measure(got, want, four)
    ok(not bad, what + ": accuracy, F1 and calibration", (bad, got, want))
    bad = [t for t in TASKS if same_measure(
        got["tasks"][t], want["tasks"][t], want["tasks"][t])]
    ok(not bad, what + ": precision, recall and F1 of labels", (bad, got))
    ok(got["confusion"] == want["confusion"], what + ": the confusion",
       (got["confusion"], want["confusion"]))
    bad = []
    for i, part in enumerate(got["slices"]):
        bad += same_measure(part, measure(
            [s for s, r in zip(seen, rows) if kinds(r["prompt"])[i]]), four)
    ok(len(got["slices"]) == 3 and not bad, what + ": slices", bad)
    groups = {}
    for s, r in zip(seen, rows):
        if r.get("source"):
            groups.setdefault(origin(r["source"]), []).append(s)
    bad = [g["name"] for g in got["sources"]
           if same_measure(g, measure(groups[g["name"]]), four)]
    ok(len(got["sources"]) == len(groups) and not bad and
       sorted((-g["rows"], g["name"]) for g in got["sources"]) ==
       [(-g["rows"], g["name"]) for g in got["sources"]],
       what + ": sources, the largest first", (bad, got["sources"]))
    check_flips(rows, said, got["flips"], what)
    return seen


def check_flips(rows, said, got, what):
    changed = {"lower": lambda p: ascii_case(p, False),
               "upper": lambda p: ascii_case(p, True),
               "blanks": lambda p: p.replace(" ", "  ")}
    for name, change in changed.items():
        after = verdicts([change(r["prompt"]) for r in rows])
        want = share(sum(a["task"] != b["task"]
                         for a, b in zip(said, after)), len(rows))
        ok(near(got[name], want), what + ": flips by " + name,
           (got[name], want))
    ok(0 <= got["typos"] <= 0.5, what + ": flips by typos", got)


def curve(rows, luck):
    """rows: (score, weak, strong), in the file's order. (APGR, CPT). `luck`
    says what becomes of equal scores: 1 puts those first whom the strong
    model helps, -1 last, 0 leaves them."""
    order = sorted(range(len(rows)), key=lambda i: (
        -rows[i][0], luck * (rows[i][1] - rows[i][2]), i))
    weak = sum(r[1] for r in rows)
    points = [weak]
    for i in order:
        points.append(points[-1] + rows[i][2] - rows[i][1])
    gap = points[-1] - weak
    if gap <= 0:
        return None, None
    area = sum((a + b) / 2 - weak for a, b in zip(points, points[1:]))

    def cpt(part):
        return next(k for k, c in enumerate(points)
                    if c - weak >= (part - 1e-9) * gap) / len(rows)
    return area / len(rows) / gap, cpt


def check_outcomes(rows, got, what):
    said = verdicts([r["prompt"] for r in rows])
    groups = {}
    for r, v in zip(rows, said):
        groups.setdefault(r.get("benchmark"), []).append((r, v["difficulty"]))
    ok([g["benchmark"] for g in got["outcomes"]] == list(groups),
       what + ": benchmarks in their order", got["outcomes"])
    for g in got["outcomes"]:
        mine = groups[g["benchmark"]]
        # route --jsonl rounds the difficulty, so that more are equal here
        worst, best = (curve([(d, r["weak"], r["strong"]) for r, d in mine],
                             luck) for luck in (-1, 1))
        length, _ = curve([(len(r["prompt"].encode("utf-8", "surrogatepass")),
                            r["weak"], r["strong"]) for r, _ in mine], 0)
        mean = [share(sum(r[c] for r, _ in mine), len(mine))
                for c in ("weak", "strong")]
        name = "%s: %s" % (what, g["benchmark"])
        ok(g["rows"] == len(mine) and near(g["weak"], mean[0]) and
           near(g["strong"], mean[1]), name + ": means", (g, mean))
        ok(near(g["length_apgr"], length), name + ": APGR of the length",
           (g, length))
        if length is None:
            ok(g["apgr"] is None and g["cpt50"] is None and
               g["cpt80"] is None and g["apgr_95"] == [None, None],
               name + ": no APGR", g)
            continue
        ok(worst[0] - 1e-9 <= g["apgr"] <= best[0] + 1e-9, name + ": APGR",
           (g, worst[0], best[0]))
        ok(all(best[1](p) - 1e-9 <= g[c] <= worst[1](p) + 1e-9
               for c, p in (("cpt50", 0.5), ("cpt80", 0.8))), name + ": CPT",
           (g, [(best[1](p), worst[1](p)) for p in (0.5, 0.8)]))
        low, high = g["apgr_95"]
        ok(low < g["apgr"] < high, name + ": its interval", g)
        want = PUBLISHED.get(g["benchmark"])
        ok(g["published"] == (want and dict(zip(
            ("matrix_factorization", "bert", "length", "keywords"), want))),
           name + ": published", g)


def labelled():
    rows = []
    for i, (label, alt, prompt) in enumerate(LABELLED):
        row = {"id": "r%d" % i, "label": label, "prompt": prompt,
               "source": ("github:a/one:x/y.json", "github:b/two",
                          "by hand", None)[i * 7 % 4]}
        if alt:
            row["alt"] = [alt]
        rows.append(row)
    return rows


def outcomes():
    """Chance without a generator; "worse" has a strong model that is not."""
    rows = []
    for i in range(240):
        name = (None, "mmlu", "gsm8k", "mine", "worse", "mt-bench")[i % 6]
        weak, strong = i * 7919 % 13 < 5, i * 104729 % 17 < 14
        row = {"prompt": "Question %d: what is %s?" % (i, "x" * (i % 37)),
               "weak": int(weak), "strong": int(strong), "group": "g"}
        if name == "worse":
            row["weak"], row["strong"] = 1, i % 2
        if name == "mt-bench":
            row["weak"], row["strong"] = 1 + i % 7 / 2, 5 + i % 9 / 2
        if name:
            row["benchmark"] = name
        rows.append(row)
    return rows


def test_small():
    rows, more = labelled(), outcomes()
    write("labels.jsonl", lines_of(rows))
    done = run("eval", "--json", "labels.jsonl")
    got = json.loads(done.stdout)
    ok(done.returncode == 0 and not done.stderr and got["v"] == 1 and
       got["rows"] == len(rows) and got["outcomes"] == [] and
       "errors" not in got, "labels alone", (done, got))
    seen = check_labels(rows, got, "labels")
    write("outcomes.jsonl", lines_of(more))
    got = json.loads(run("eval", "--json", "outcomes.jsonl").stdout)
    ok(got["labels"] is None and got["rows"] == len(more), "outcomes alone",
       got)
    check_outcomes(more, got, "outcomes")
    both = [dict(a, weak=b["weak"], strong=b["strong"])
            for a, b in zip(rows, more)]
    both += [{"prompt": "neither"}]
    got = json.loads(run("eval", "--json", write("both.jsonl", lines_of(
        both))).stdout)
    ok(got["rows"] == len(both) and got["labels"]["rows"] == len(rows) and
       got["outcomes"][0]["rows"] == len(rows) and
       got["outcomes"][0]["benchmark"] is None, "rows with both, and neither",
       got)
    return rows, seen


def test_errors(rows, seen):
    wrong = [(i, r, s) for i, (r, s) in enumerate(zip(rows, seen))
             if s[2] not in s[1]]
    got = json.loads(run("eval", "--json", "--errors",
                         "labels.jsonl").stdout)["errors"]
    ok(len(wrong) >= 2 and [(e["id"], e["line"], e["label"], e["guess"])
                            for e in got] ==
       [(r["id"], i + 1, r["label"], s[2]) for i, r, s in wrong] and
       all(near(e["confidence"], s[3], 1e-4) and r["prompt"].startswith(
           e["prompt"]) for e, (_, r, s) in zip(got, wrong)),
       "--errors lists the wrong rows", (got, wrong))
    text = run("eval", "labels.jsonl").stdout.decode()
    more = run("eval", "--errors", "labels.jsonl").stdout.decode()
    ok(more.startswith(text) and text.startswith("rows         16\n"),
       "after the report", more)
    lines = more[len(text):].strip("\n").split("\n")[1:]
    ok(len(lines) == len(wrong) and all(
        line.startswith(r["id"]) and
        "%s -> %s" % (r["label"], s[2]) in line and len(line) <= 120
        for line, (_, r, s) in zip(lines, wrong)), "a line for each", lines)
    odd = [{"prompt": "\x1b]0;x\x07Write a\nC function\u202e " + "y" * 900,
            "label": "summarization", "id": x} for x in
           (None, 7, {"n": [1]}, "a\x1b[31m")]
    done = run("eval", "--errors", "-", stdin=lines_of(odd))
    text = done.stdout.decode()
    ok(done.returncode == 0 and "\x1b" not in text and "\x07" not in text and
       "\u202e" not in text and "line 1" in text and '{"n":[1]}' in text,
       "prompts and ids are made safe", text)
    got = json.loads(run("eval", "--errors", "--json", "-",
                         stdin=lines_of(odd)).stdout)["errors"]
    ok([e["id"] for e in got] == [x["id"] for x in odd] and
       all(len(e["prompt"]) <= 400 for e in got), "ids are kept in JSON", got)


def test_forms(rows):
    """The same rows in another order, with CRLF, BOM, blank lines, no end."""
    plain = run("eval", "labels.jsonl").stdout
    text = lines_of(rows)
    forms = {
        "CRLF": text.replace(b"\n", b"\r\n"), "BOM": b"\xef\xbb\xbf" + text,
        "blank lines": b"\n" + text.replace(b"\n", b"\n \t\n"),
        "no newline at the end": text[:-1],
        "turned round": b"\n".join(text.split(b"\n")[-2::-1]) + b"\n",
    }
    for name, data in forms.items():
        done = run("eval", "-", stdin=data)
        ok(done.returncode == 0 and not done.stderr and done.stdout == plain,
           name, done)
    ok(run("eval", "labels.jsonl").stdout == plain, "the same again")
    done = run("route", "--jsonl", stdin=forms["BOM"])
    ok(done.returncode == 0 and done.stdout.count(b"\n") == len(rows),
       "route --jsonl takes a BOM, too", done)
    os.mkfifo("fifo")
    with subprocess.Popen(["sh", "-c", "cat labels.jsonl >fifo"]) as cat:
        ok(run("eval", "fifo").stdout == plain, "a FIFO")
        cat.wait()
    done = run("eval", "-o", "report", "labels.jsonl")
    with open("report", "rb") as f:
        ok(done.returncode == 0 and not done.stdout and f.read() == plain,
           "-o", done)
    done = run("eval", "-o", "report", "missing.jsonl")
    with open("report", "rb") as f:
        ok(done.returncode == 12 and f.read() == plain,
           "-o leaves the file when there is no report", done)


def test_large():
    """Over the cap of a line in all, but no line is."""
    row = {"prompt": "Summarise this: " + "The river rose. " * 65536,
           "label": "summarization"}
    data = lines_of([row])
    with open("large.jsonl", "wb") as f:
        for _ in range(34):
            f.write(data)
    argv = [SHUNT, "eval", "--json", "large.jsonl"]
    peak = os.path.join(os.path.dirname(SHUNT), "peak")
    if SLOW == 1 and os.path.exists(peak):
        done = subprocess.run([peak, "kib"] + argv, stdout=subprocess.PIPE,
                              timeout=SECONDS, check=False)
        with open("kib", encoding="ascii") as f:
            kib = int(f.read())
        ok(done.returncode == 0 and kib < 24 << 10,
           "34 MiB in lines of 1 MiB are not held", (done, kib))
    else:
        done = run(*argv[1:])
        ok(done.returncode == 0 and
           json.loads(done.stdout)["labels"]["rows"] == 34, "34 MiB", done)
    with open("large.jsonl", "wb") as f:
        f.write(b'{"prompt":"x","label":"code"}\n{"prompt":"')
        f.write(b"a" * (33 << 20))
    done = run("eval", "large.jsonl")
    ok(done.returncode == 12 and done.stderr ==
       b"shunt: large.jsonl: line 2 is over 32 MiB\n", "a line over the cap",
       done)
    os.unlink("large.jsonl")


def test_stops():
    with subprocess.Popen([SHUNT, "eval", "-"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as child:
        child.stdin.write(b'{"prompt":"x","label":"code"}\n')
        child.stdin.flush()
        time.sleep(0.3 * SLOW)
        child.send_signal(signal.SIGINT)
        try:
            child.wait(SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
        ok(child.returncode == -signal.SIGINT and not child.stdout.read() and
           not child.stderr.read(), "Ctrl-C ends it", child.returncode)


def test_data():
    """The rows that the weights were fitted on: figures, not a bar."""
    for name, check in (("prompts-dev", check_labels),
                        ("difficulty-dev", check_outcomes)):
        path = os.path.join(DATA, name + ".jsonl")
        if not os.path.exists(path):
            skip(name, "%s is not there" % path)
            continue
        with open(path, encoding="utf-8") as f:
            rows = [json.loads(line) for line in f]
        begun = time.monotonic()
        done = run("eval", "--json", path)
        took = time.monotonic() - begun
        ok(done.returncode == 0 and took < 20 * SLOW,
           "%s in %.1f s" % (name, took), done.stderr)
        check(rows, json.loads(done.stdout), name)


def test_own():
    """Prompts that nothing was fitted on: a change must not lose them."""
    done = run("eval", "--json", OWN)
    all_ = json.loads(done.stdout)["labels"]
    ok(all_["rows"] == 221 and all_["lenient"] >= 0.88,
       "our own prompts: %.1f %% of %d" % (100 * all_["lenient"],
                                           all_["rows"]))
    with open(OWN, encoding="utf-8") as f:
        check_labels([json.loads(line) for line in f],
                     json.loads(done.stdout), "our own prompts")


def main():
    with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
        os.chdir(folder)
        rows, seen = test_small()
        test_errors(rows, seen)
        test_forms(rows)
        test_large()
        test_stops()
        test_data()
        test_own()
        os.chdir("/")
    return finish()


sys.exit(main())
