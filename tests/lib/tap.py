"""Runs a program that speaks TAP, or just exits, and counts."""

import re

from proc import Box, Child

LINE = re.compile(r"^(not )?ok\b\s*(\d+)?\s*(?:- )?(.*?)"
                  r"(?:\s*#\s*(SKIP|TODO)\b\s*(.*))?$", re.I)


class Outcome:
    """Counts, and what a person must read."""

    def __init__(self):
        self.passed = self.failed = 0
        self.skipped = []	# reasons
        self.complaints = []

    def fail(self, *texts):
        self.failed += 1
        self.complaints += texts


def count(out, text):
    """Counts the points of TAP output; False when there is no plan."""
    plan, seen = None, 0
    if not re.search(r"^1\.\.\d", text, re.M):
        return False
    for line in text.split("\n"):
        found = re.match(r"^1\.\.(\d+)\s*(?:#\s*skip\S*\s*(.*))?$", line,
                         re.I)
        if found:
            plan = int(found.group(1))
            if not plan:
                out.skipped.append(found.group(2) or "nothing to do")
            continue
        point = LINE.match(line)
        if not point:
            continue
        seen += 1
        bad, number, name, word, reason = point.groups()
        if number and int(number) != seen:
            out.complaints.append("point %s stands as the %dth" %
                                  (number, seen))
        if word and word.upper() == "SKIP":
            out.skipped.append("%s: %s" % (name, reason))
        elif bad:
            out.fail("not ok %d - %s" % (seen, name))
        else:
            out.passed += 1
    if plan != seen:
        out.fail("planned %d points, saw %d" % (plan, seen))
    return True


def run(argv, folder, cwd, timeout, **env):
    """Runs argv in a box at `folder` (cwd: where, None for the box's)."""
    out = Outcome()
    box = Box(folder)
    child = Child(argv, box.env(**env), cwd or box.cwd)
    r = child.finish(timeout)
    text = r.stdout.decode("utf-8", "replace")
    planned = count(out, text)
    if r.hung:
        out.fail("hung: killed after %g s" % timeout)
    elif r.status == 77 and not planned:
        reason = (text.strip() or "no reason given").split("\n")[-1]
        out.skipped.append(reason)
    elif planned and r.status != 0 and not out.failed:
        out.fail("all points passed, but the status is %s" % r.status)
    elif not planned and r.status == 0:
        out.passed += 1
    elif not planned:
        out.fail("status %s" % r.status)
        out.complaints.append(text[-4000:])
    if r.left:
        out.fail("left processes: %s" % ", ".join(r.left))
    for report in box.reports():
        out.fail("sanitizer report:\n" + report)
    if out.failed:
        tail = [x for x in text.split("\n") if x.startswith("#")]
        out.complaints += tail[:200]
        if r.stderr:
            out.complaints.append(r.stderr.decode("utf-8",
                                                  "replace")[-4000:])
    return out
