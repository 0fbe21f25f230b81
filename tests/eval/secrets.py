#!/usr/bin/env python3
"""Counts the false alarms of the search for secrets.

    secrets.py [DRIVER] [--files PATH ...]

DRIVER is build/eval/find_driver. The prompts and commits of ../shared/data
hold no secret, by reading all that was found there: each finding that is
not in TRUE below is a false alarm. At most 0.5 % of the prompts, and of the
commits (message and diff), may have one. Without the data the script says
so and ends with status 77. With --files the driver searches those files,
folders with all in them, instead, and each finding is printed.
"""
import argparse
import json
import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
DATA = os.path.join(TOP, '..', 'shared', 'data')
BAR = 0.5
# ids of rows that do hold something secret; none so far
TRUE = set()


def prompts(row):
    return row['prompt']


def commits(row):
    return row['message'] + '\n' + row['diff']


def findings(driver, path, text_of):
    with open(path, encoding='utf-8') as f:
        rows = [json.loads(x) for x in f if x.strip()]
    lines = ''.join(json.dumps({'id': r['id'], 'text': text_of(r)}) + '\n'
                    for r in rows)
    done = subprocess.run([driver], input=lines.encode(), check=True,
                          stdout=subprocess.PIPE)
    return [json.loads(x) for x in done.stdout.decode().splitlines()]


def report(driver, name, text_of):
    rows = findings(driver, os.path.join(DATA, name), text_of)
    false = [r for r in rows if r['found'] and r['id'] not in TRUE]
    for r in false:
        for f in r['found']:
            print('%s:%d: %s: %r' % (r['id'], f['line'], f['kind'],
                                     f['value'][:80]))
    share = 100 * len(false) / len(rows)
    print('%s: %d of %d with a false alarm, %.2f %% (bar %.1f)' %
          (name, len(false), len(rows), share, BAR))
    return share <= BAR


def walk(paths):
    for path in paths:
        if not os.path.isdir(path):
            yield path
        for folder, _, names in os.walk(path):
            for name in names:
                full = os.path.join(folder, name)
                if os.path.isfile(full) and not os.path.islink(full):
                    yield full


def search(driver, paths):
    files = sorted(walk(paths))
    for i in range(0, len(files), 5000):
        subprocess.run([driver] + files[i:i + 5000], check=True)
    return 0


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('driver', nargs='?',
                    default=os.path.join(TOP, 'build/eval/find_driver'))
    ap.add_argument('--files', nargs='+')
    a = ap.parse_args()
    if a.files:
        return search(a.driver, a.files)
    if not os.path.exists(os.path.join(DATA, 'prompts-dev.jsonl')):
        print('skipped: no %s' % os.path.normpath(DATA))
        return 77
    good = report(a.driver, 'prompts-dev.jsonl', prompts)
    good = report(a.driver, 'commits-dev.jsonl', commits) and good
    print('%s: false alarms in prompts and commits' %
          ('met' if good else 'NOT MET'))
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
