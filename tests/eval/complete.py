#!/usr/bin/env python3
"""Measures builtin/complete: files are cut at random lines, and the next line
is guessed.

    complete.py [PROGRAM] [--half tune|report|all] [--fit] [--cuts N]
                [--files N] [--show]

PROGRAM is build/eval/complete_driver (the default). The files are this
project's src/*/*.[ch] and what Debian has on any machine that builds it:
Python's library, Perl's modules, the headers of /usr/include; of each kind at
most --files, of 40 to 4,000 lines. They are split by SHA-256 of the path:
what was fitted on is not what is reported.

Three settings: the next line with all that stands behind it (a line is
missing in the file), the next line with nothing behind it (a file is being
written), and the rest of a line that is begun, cut at a random token. A guess
is right when its first line is the file's, byte for byte but for blanks at
the end. Empty lines are not asked for.

Baseline: the line behind the one that is most like the line before the
cursor, by the Dice measure over tokens, the nearest of several; to compare at
equal coverage, its guesses are ranked by that measure. (Of a begun line: the
rest of the nearest line that begins so.)

--fit prints the weights of src/local/complete_chance.c, fitted on the half
that is named (tune by default there).
"""
import argparse
import glob
import hashlib
import json
import math
import os
import random
import re
import subprocess
import sys
from collections import Counter

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
KINDS = {
    'shunt, C': [TOP + '/src/*/*.[ch]'],
    'Python': ['/usr/lib/python3*/**/*.py'],
    'Perl': ['/usr/share/perl*/**/*.p[ml]', '/usr/lib/*/perl*/**/*.p[ml]'],
    'C headers': ['/usr/include/**/*.h'],
}
SETTINGS = ('next line, text behind', 'next line, nothing behind',
            'rest of a line')
TOKEN = re.compile(r'\w+|[^\w\s]')
LEAST, MOST = 40, 4000


def half(path):
    name = os.path.relpath(path, TOP) if path.startswith(TOP) else path
    return ('tune', 'report')[hashlib.sha256(name.encode()).digest()[0] & 1]


def lines_of(path):
    try:
        with open(path, encoding='utf-8', newline='') as f:
            text = f.read()
    except (OSError, UnicodeDecodeError):
        return None
    lines = text.replace('\r\n', '\n').split('\n')
    return lines if LEAST <= len(lines) <= MOST else None


def files(want, most):
    """kind -> [(path, lines)], the same ones on the same machine."""
    found = {}
    for kind, patterns in KINDS.items():
        paths = sorted({os.path.realpath(p) for pattern in patterns
                        for p in glob.glob(pattern, recursive=True)
                        if os.path.isfile(p) and 'weights.c' not in p})
        paths = [p for p in paths if want in (half(p), 'all')]
        random.Random(kind).shuffle(paths)
        found[kind] = []
        for p in paths:
            lines = lines_of(p)
            if lines and len(found[kind]) < most:
                found[kind].append((p, lines))
    return found


def cut_next(lines, rnd, behind):
    at = [i for i in range(1, len(lines)) if lines[i].strip()]
    if not at:
        return None
    i = rnd.choice(at)
    return {'prefix': '\n'.join(lines[:i]) + '\n',
            'suffix': '\n' + '\n'.join(lines[i + 1:]) if behind else '',
            'truth': lines[i].rstrip(), 'at': i, 'begun': False}


def cut_line(lines, rnd):
    i = rnd.choice([i for i in range(1, len(lines)) if lines[i].strip()] or
                   [0])
    ends = [m.end() for m in TOKEN.finditer(lines[i])][:-1]
    if not ends:
        return None
    cut = rnd.choice(ends)
    return {'prefix': '\n'.join(lines[:i] + [lines[i][:cut]]),
            'suffix': '\n' + '\n'.join(lines[i + 1:]),
            'truth': lines[i][cut:].rstrip(), 'at': i, 'begun': True,
            'start': lines[i][:cut]}


def queries(found, cuts, seed):
    rows = []
    for kind, list_ in found.items():
        for path, lines in list_:
            rnd = random.Random(seed + path)
            for n in range(cuts):
                for s, setting in enumerate(SETTINGS):
                    q = (cut_line(lines, rnd) if s == 2 else
                         cut_next(lines, rnd, s == 0))
                    if not q:
                        continue
                    q.update(kind=kind, setting=setting, lines=lines,
                             id='%s:%d:%d' % (path, n, s))
                    rows.append(q)
    return rows


def run(program, rows, votes):
    text = ''.join(json.dumps({k: q[k] for k in
                               ('id', 'prefix', 'suffix', 'begun')}) + '\n'
                   for q in rows)
    done = subprocess.run([program] + (['--votes'] if votes else []),
                          input=text.encode(), check=True,
                          stdout=subprocess.PIPE)
    return [json.loads(a) for a in done.stdout.decode().splitlines()]


def dice(a, b):
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) +
                                           sum(b.values()))


def baseline(q, cache):
    """(likeness, line)"""
    key = id(q['lines'])
    if key not in cache:
        cache.clear()
        cache[key] = [Counter(TOKEN.findall(x)) for x in q['lines']]
    bags, lines, i = cache[key], q['lines'], q['at']
    behind = bool(q['suffix'])
    known = list(range(i - 1, 0, -1)) + (
        list(range(i + 2, len(lines))) if behind else [])
    if q['begun']:
        for j in known:
            if lines[j].startswith(q['start']) and \
                    lines[j].rstrip() != q['start']:
                return 1, lines[j][len(q['start']):].rstrip()
        return 0, ''
    before = next((k for k in range(i - 1, -1, -1) if lines[k].strip()), None)
    if before is None:
        return 0, ''
    best, guess = 0, ''
    for j in known:
        if not lines[j].strip() or j - 1 == before or j - 1 == i:
            continue
        like = dice(bags[before], bags[j - 1])
        if like > best:
            best, guess = like, lines[j].rstrip()
    return best, guess


def first_line(text):
    return text.split('\n', 1)[0].rstrip()


def show(rows, answers):
    table = {}
    cache = {}
    for q, a in zip(rows, answers):
        spoke = a['text'] != ''
        right = spoke and first_line(a['text']) == q['truth']
        like, guess = baseline(q, cache)
        for kind in (q['kind'], 'all'):
            table.setdefault((q['setting'], kind), []).append(
                (spoke, right, like, guess == q['truth'], a['us']))
    print('%-26s %-10s %6s %7s %10s %10s %12s' %
          ('setting', 'files', 'cuts', 'spoke', 'precision', 'baseline',
           'base, always'))
    for (setting, kind), got in table.items():
        n = len(got)
        spoke = sum(g[0] for g in got)
        right = sum(g[1] for g in got)
        ranked = sorted(got, key=lambda g: -g[2])[:spoke]
        print('%-26s %-10s %6d %6.1f%% %9.1f%% %9.1f%% %11.1f%%' % (
            setting, kind, n, 100 * spoke / n, 100 * right / max(1, spoke),
            100 * sum(g[3] for g in ranked) / max(1, spoke),
            100 * sum(g[3] for g in got) / n))
    us = sorted(a['us'] for a in answers)
    print('time: median %.1f ms, 99 %% %.1f ms' %
          (us[len(us) // 2] / 1000, us[len(us) * 99 // 100] / 1000))


def columns(text):
    n = 0
    for c in text:
        if c not in ' \t':
            break
        n = (n | 7) + 1 if c == '\t' else n + 1
    return n


def solve(a, b):
    """Gauss, with pivots."""
    n = len(b)
    m = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[p] = m[p], m[i]
        for r in range(i + 1, n):
            f = m[r][i] / m[i][i]
            if f:
                m[r] = [x - f * y for x, y in zip(m[r], m[i])]
    x = [0.0] * n
    for i in range(n - 1, -1, -1):
        x[i] = (m[i][n] - sum(m[i][k] * x[k]
                              for k in range(i + 1, n))) / m[i][i]
    return x


def logistic(samples, ridge=1.0):
    """Newton's method; samples are (features, right)."""
    n = len(samples[0][0])
    w = [0.0] * n
    for _ in range(12):
        grad = [-ridge * x for x in w]
        hess = [[ridge * (i == k) for k in range(n)] for i in range(n)]
        for x, y in samples:
            hot = [i for i in range(n) if x[i]]
            p = 1 / (1 + math.exp(-sum(w[i] * x[i] for i in hot)))
            for i in hot:
                grad[i] += (y - p) * x[i]
                for k in hot:
                    hess[i][k] += p * (1 - p) * x[i] * x[k]
        w = [a + b for a, b in zip(w, solve(hess, grad))]
    return w


def fit(rows, answers):
    for setting in reversed(SETTINGS):
        samples = []
        for q, a in zip(rows, answers):
            if q['setting'] != setting:
                continue
            for v in a['votes']:
                if q['begun']:
                    start = q['start'].lstrip()
                    right = v['text'] == start + q['truth']
                else:
                    right = (v['text'] == q['truth'].strip() and
                             v['indent'] == columns(q['truth']))
                samples.append((v['x'], right))
        w = logistic(samples)
        w = ['%.3f' % x for x in w]
        print('\t{ ' + ',\n\t  '.join(
            ', '.join(w[i:i + 8]) for i in range(0, len(w), 8)) + ' },')


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('program', nargs='?',
                    default=TOP + '/build/eval/complete_driver')
    ap.add_argument('--half', choices=('tune', 'report', 'all'))
    ap.add_argument('--fit', action='store_true')
    ap.add_argument('--cuts', type=int, default=4)
    ap.add_argument('--files', type=int, default=150)
    ap.add_argument('--show', action='store_true')
    args = ap.parse_args()
    want = args.half or ('tune' if args.fit else 'report')
    found = files(want, args.files)
    print('# half %s: %s' % (want, ', '.join(
        '%s %d files' % (k, len(v)) for k, v in found.items())),
          file=sys.stderr)
    rows = queries(found, args.cuts, want)
    answers = run(args.program, rows, args.fit)
    if args.fit:
        fit(rows, answers)
        return
    if args.show:
        for q, a in zip(rows, answers):
            if a['text']:
                print('%s %.2f\n  %r\n  %r' % (
                    q['id'], a['chance'], first_line(a['text']), q['truth']))
    show(rows, answers)


if __name__ == '__main__':
    main()
