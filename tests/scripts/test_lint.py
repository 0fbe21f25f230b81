#!/usr/bin/env python3
# once: lint does not look at the binaries
import os
import sys

LINT = os.path.join(os.environ["TOP"], "tests", "lint")
os.execv(sys.executable, [sys.executable, LINT, "--selftest"])
