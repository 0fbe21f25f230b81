#!/usr/bin/env python3
"""Measures builtin/commit against the real subjects of commits.

    commits.py [PROGRAM] [--half tune|report|all] [--show] [--bare]
               [--data FOLDER]

PROGRAM is build/eval/commit_driver (the default). Data and ROUGE come from
../shared/data beside the project; without them the script says so and ends
with status 77. Commits are split by SHA-256 of their id: what was tuned on
is not what is reported.

The style is learnt from the other subjects of the same repository, in the
data; a row's own subject is never among them. --bare gives none at all.
Figures: ROUGE-1 F1 of the subject, and of the rows whose real subject has an
area ("area: text") the share in which it is the same, case aside. Baselines:
"update FILE", the base name of the most changed file; "update FUNCTION", the
first that a hunk names, else the file; for the area, FILE and FUNCTION stand
in front of a colon: baselines have no other.
"""
import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import summaries	# noqa: E402
from summaries import TOP, half, load_rouge	# noqa: E402

ROUNDS = 2000


def area(subject):
    """What stands in front of the first colon, if it is one word."""
    m = re.match(r'([^:]{1,40}):\s', subject)
    if not m or ' ' in m.group(1).replace(', ', ','):
        return None
    return m.group(1).lower()


def most_changed(diff):
    """The base name of the file with the most changed lines; its stem."""
    counts, path = {}, ''
    for line in diff.split('\n'):
        if line.startswith('diff --git '):
            path = line.split(' b/', 1)[-1]
            counts.setdefault(path, 0)
        elif line[:1] in '+-' and line[:4] not in ('+++ ', '--- '):
            counts[path] = counts.get(path, 0) + bool(line)
    return os.path.basename(max(counts, key=counts.get))


def run(program, rows, everyone, bare):
    lines = []
    for r in rows:
        others = [] if bare else [o['subject'] for o in everyone
                                  if o['source'] == r['source'] and
                                  o['id'] != r['id']]
        lines.append(json.dumps({'id': r['id'], 'diff': r['diff'],
                                 'subjects': others}))
    done = subprocess.run([program], input='\n'.join(lines + ['']).encode(),
                          check=True, stdout=subprocess.PIPE)
    return {a['id']: a for a in map(json.loads,
                                    done.stdout.decode().splitlines())}


def interval(pairs):
    """Of the mean difference: rows drawn again, in pairs."""
    rnd = random.Random(1)
    n = len(pairs)
    means = sorted(sum(a - b for a, b in
                       (pairs[rnd.randrange(n)] for _ in range(n))) / n
                   for _ in range(ROUNDS))
    return means[int(.025 * ROUNDS)], means[int(.975 * ROUNDS) - 1]


def compare(name, ours, base, what):
    pairs = list(zip(ours, base))
    low, high = interval(pairs)
    print('%-8s %-15s %3d  %5.1f  %5.1f  %+5.1f [%+.1f, %+.1f]' % (
        what, name, len(pairs), 100 * sum(ours) / len(ours),
        100 * sum(base) / len(base),
        100 * sum(a - b for a, b in pairs) / len(pairs), 100 * low,
        100 * high))
    return low > 0


def measure(rows, answers, rouge, title):
    """True where both baselines are beaten on both figures, clearly."""
    print('\n%s\n%-8s %-15s %3s  %5s  %5s  %s' % (
        title, 'figure', 'against', 'n', 'ours', 'base',
        'difference [95 %]'))
    subjects = {i: a['message'].split('\n')[0] for i, a in answers.items()}
    files = {r['id']: most_changed(r['diff']) for r in rows}
    functions = {r['id']: answers[r['id']]['function'] or files[r['id']]
                 for r in rows}
    good = True
    for name, base in (('update FILE', files),
                       ('update FUNCTION', functions)):
        good &= compare(name, *zip(*[
            tuple(rouge.score(t, r['subject'])['rouge1'][2]
                  for t in (subjects[r['id']], 'update ' + base[r['id']]))
            for r in rows]), what='ROUGE-1')
        pairs = []
        for r in rows:
            real = area(r['subject'])
            if real:
                b = base[r['id']].lower()
                # with or without its end, whichever is right
                pairs.append((real == area(subjects[r['id']]),
                              real in (b, os.path.splitext(b)[0])))
        good &= compare(name, *zip(*pairs), what='area')
    return good


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('program', nargs='?',
                    default=os.path.join(TOP, 'build/eval/commit_driver'))
    ap.add_argument('--half', choices=('tune', 'report', 'all'),
                    default='report')
    ap.add_argument('--show', action='store_true')
    ap.add_argument('--bare', action='store_true')
    ap.add_argument('--data', default=summaries.DATA)
    a = ap.parse_args()
    summaries.DATA = a.data
    path = os.path.join(a.data, 'commits-dev.jsonl')
    if not os.path.exists(path):
        print('skipped: no %s' % os.path.normpath(path))
        return 77
    rouge = load_rouge()
    with open(path, encoding='utf-8') as f:
        everyone = [json.loads(x) for x in f if x.strip()]
    rows = [r for r in everyone if a.half in ('all', half(r))]
    answers = run(a.program, rows, everyone, a.bare)
    if a.show:
        for r in rows:
            mine = answers[r['id']]
            subject = mine['message'].split('\n')[0]
            print('%.2f %-10s %s\n%s%s' % (
                rouge.score(subject, r['subject'])['rouge1'][2],
                mine['sure'], r['subject'], ' ' * 16, subject))
    broken = [i for i, m in answers.items() if m['broken']]
    long = [i for i, m in answers.items()
            if len(m['message'].split('\n')[0].encode()) > 72]
    good = measure(rows, answers, rouge, 'with no subjects' if a.bare else
                   "with the repository's other subjects")
    if not a.bare:
        measure(rows, run(a.program, rows, everyone, True), rouge,
                'with no subjects')
    good = good and not broken and not long
    print('\n%s: better than both baselines on both figures, with subjects '
          'to learn from; not read: %d, over 72 bytes: %d' % (
              'met' if good else 'NOT MET', len(broken), len(long)))
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
