#!/usr/bin/env python3
"""Measures builtin/extract against the first words of each document.

    summaries.py [PROGRAM] [--half tune|report|all] [--own-ask] [--show ID]

PROGRAM is build/eval/extract_driver (the default; JSON lines in and out) or
the command line itself, build/shunt, which is then run once a document.
Data and ROUGE come from ../shared/data beside the project; without them the
script says so and ends with status 77. --own-ask puts the row's instruction
(the question of a meeting) before the fixed ask.

Documents are split by SHA-256 of their id: what was tuned on is not what is
reported. Two baselines: the first 100 words of the document, and the first
N words, N being the length of the summary that it is compared with.
"""
import argparse
import hashlib
import importlib.util
import json
import os
import random
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
DATA = os.path.join(TOP, '..', 'shared', 'data')
ASK = 'Summarise this in at most 100 words.'
LIMIT = 100
BAR = 4.0
ROUNDS = 2000


def load_rouge():
    path = os.path.join(DATA, 'rouge.py')
    spec = importlib.util.spec_from_file_location('rouge', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def half(row):
    digest = hashlib.sha256(row['id'].encode()).digest()
    return 'report' if digest[-1] & 1 else 'tune'


def kind(row):
    return row['id'].split('-')[1]


def ask_of(row, own):
    return row['instruction'] + ' ' + ASK if own else ASK


def summarise(program, rows, own):
    if os.path.basename(program) != 'shunt':
        lines = ''.join(json.dumps({'id': r['id'], 'ask': ask_of(r, own),
                                    'document': r['document']}) + '\n'
                        for r in rows)
        done = subprocess.run([program], input=lines.encode(), check=True,
                              stdout=subprocess.PIPE)
        answers = [json.loads(x) for x in done.stdout.decode().splitlines()]
        return {a['id']: a['summary'] for a in answers}
    out = {}
    for r in rows:
        done = subprocess.run(
            [program, '--no-log', '-m', 'builtin/extract', ask_of(r, own)],
            input=r['document'].encode(), check=True, stdout=subprocess.PIPE)
        out[r['id']] = done.stdout.decode()
    return out


def gains(triples):
    """Relative gain of each measure, in per cent, and their mean."""
    each = []
    for m in range(3):
        ours = sum(t[0][m] for t in triples)
        base = sum(t[1][m] for t in triples)
        each.append(100 * (ours / base - 1) if base else 0.0)
    return each, sum(each) / 3


def bootstrap(pairs):
    """95 % interval of the mean gain: documents drawn again, in pairs."""
    rnd = random.Random(1)
    n = len(pairs)
    means = sorted(gains([pairs[rnd.randrange(n)] for _ in range(n)])[1]
                   for _ in range(ROUNDS))
    above = sum(m > BAR for m in means) / ROUNDS
    return means[int(.025 * ROUNDS)], means[int(.975 * ROUNDS) - 1], above


def line(name, pairs, words):
    each, mean = gains(pairs)
    low, high, above = bootstrap(pairs)
    n = len(pairs)
    figures = ' '.join('%5.2f' % (100 * sum(p[0][m] for p in pairs) / n)
                       for m in range(3))
    base = ' '.join('%5.2f' % (100 * sum(p[1][m] for p in pairs) / n)
                    for m in range(3))
    print('%-10s %3d %5.1f  %s  %s  %+6.1f %+6.1f %+6.1f  %+6.2f '
          '[%+.1f, %+.1f] %3.0f%%' % (name, n, words, figures, base, *each,
                                      mean, low, high, 100 * above))


def report(rows, summaries, rouge, title, baseline):
    print('\n%s' % title)
    print('%-10s %3s %5s  %-17s  %-17s  %-20s  %s' % (
        'kind', 'n', 'words', 'ROUGE-1/2/L F1', 'baseline',
        'gain of each, %', 'mean [95 %], share over the bar'))
    pairs, words = {}, {}
    for r in rows:
        ours = summaries[r['id']]
        base = ' '.join(r['document'].split()[:baseline(ours)])
        pair = tuple([rouge.score(t, r['references'])[k][2]
                      for k in rouge.KEYS] for t in (ours, base))
        for k in ('all', kind(r)):
            pairs.setdefault(k, []).append(pair)
            words.setdefault(k, []).append(len(ours.split()))
    for k in sorted(pairs):
        line(k, pairs[k], sum(words[k]) / len(words[k]))
    return gains(pairs['all'])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('program', nargs='?',
                    default=os.path.join(TOP, 'build/eval/extract_driver'))
    ap.add_argument('--half', choices=('tune', 'report', 'all'),
                    default='report')
    ap.add_argument('--own-ask', action='store_true')
    ap.add_argument('--show')
    a = ap.parse_args()
    path = os.path.join(DATA, 'summ-dev.jsonl')
    if not os.path.exists(path):
        print('skipped: no %s' % os.path.normpath(path))
        return 77
    rouge = load_rouge()
    with open(path, encoding='utf-8') as f:
        rows = [json.loads(x) for x in f if x.strip()]
    if a.show:
        rows = [r for r in rows if r['id'] == a.show]
    rows = [r for r in rows if a.show or a.half in ('all', half(r))]
    summaries = summarise(a.program, rows, a.own_ask)
    if a.show:
        print(rows[0]['document'], '\n\n->', summaries[a.show], '\n\nref',
              rows[0]['references'])
        return 0
    over = [i for i, s in summaries.items() if len(s.split()) > LIMIT]
    empty = [i for i, s in summaries.items() if not s.strip()]
    each, mean = report(rows, summaries, rouge, 'against the first %d words'
                        % LIMIT, lambda s: LIMIT)
    report(rows, summaries, rouge, 'at equal length: against as many of the '
           'first words', lambda s: len(s.split()))
    good = mean >= BAR and min(each) >= 0 and not over and not empty
    print('\n%s: mean gain %+.2f %% (bar %+.1f), least %+.2f; over %d words: '
          '%d, empty: %d' % ('met' if good else 'NOT MET', mean, BAR,
                             min(each), LIMIT, len(over), len(empty)))
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
