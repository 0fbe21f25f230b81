#!/usr/bin/env python3
"""Widths of characters against the copy of Unicode's tables in Python.

Python's Unicode may be older than view/cells_table.c: what it does not know
yet is left out, and what has changed since is listed.
"""

import os
import subprocess
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import SHUNT, finish, ok

DRIVER = os.path.join(os.path.dirname(SHUNT), "eval", "cells_driver")

# seen, although in category Cf: the soft hyphen, signs around numbers
SEEN = {0xAD, *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2,
        0x110BD, 0x110CD}
# vowels and final consonants: the leading one has the cells
HANGUL = {*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC)}
# East Asian Width or category were changed later than Unicode 14
CHANGED = {*range(0x2630, 0x2638), *range(0x268A, 0x2690), 0x1171E,
           *range(0x4DC0, 0x4E00), *range(0x1D300, 0x1D357),
           *range(0x1D360, 0x1D377)}


def width(c):
    category = unicodedata.category(c)
    if ord(c) in HANGUL:
        return 0
    if category in ("Mn", "Me", "Cf") and ord(c) not in SEEN:
        return 0
    if category == "Mc":
        return 1
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def main():
    known, wrong = 0, []
    out = subprocess.run([DRIVER], capture_output=True, text=True,
                         check=True).stdout
    for line in out.splitlines():
        code, cells = line.split()
        c = chr(int(code, 16))
        if unicodedata.category(c) in ("Cn", "Cc", "Zl", "Zp") or \
                ord(c) in CHANGED:
            continue
        known += 1
        if width(c) != int(cells):
            wrong.append((code, cells, unicodedata.name(c, "")))
    ok(known > 270000 and not wrong, "%d characters as in Unicode %s" %
       (known, unicodedata.unidata_version), *wrong[:20])
    return finish()


if __name__ == "__main__":
    sys.exit(main())
