"""What the scripts in tests/scripts share: where things are, and TAP.

A script puts tests/lib into sys.path, imports this, says ok() for each fact,
and ends with sys.exit(finish()).
"""

import os
import sys

TOP = os.environ.get("TOP") or os.path.dirname(os.path.dirname(
    os.path.dirname(os.path.abspath(__file__))))
SHUNT = os.environ.get("SHUNT", TOP + "/build/shunt")
SLOW = 4 if os.environ.get("SAN") == "True" else 1	# sanitised: patience

sys.path.insert(0, TOP + "/tests")
sys.dont_write_bytecode = True
_points = []


def ok(good, name, *more):
    """One fact; `more` is shown where it does not hold."""
    _points.append(bool(good))
    print("%sok %d - %s" % ("" if good else "not ", len(_points), name))
    if not good:
        for text in more:
            print("# %r" % (text,))
    sys.stdout.flush()
    return good


def skip(name, why):
    _points.append(True)
    print("ok %d - %s # SKIP %s" % (len(_points), name, why))


def finish():
    """The plan, and the exit status."""
    print("1..%d" % len(_points))
    return 0 if all(_points) else 1
