#!/usr/bin/env python3
# timeout: 180
"""Follows "Adding a vendor" of the README to the letter, in a copy of the
tree: its entries into its files, then its commands. Speaks TAP."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from points import TOP, finish, ok, skip	# noqa: E402


def section():
    """What the README says: {language: [blocks]}."""
    with open(TOP + "/README.md", encoding="utf-8") as f:
        text = f.read()
    text = re.search(r"^## Adding a vendor\n(.*?)^## ", text,
                     re.S | re.M).group(1)
    blocks = {}
    for language, body in re.findall(r"^```(\w+)\n(.*?)^```\n", text,
                                     re.S | re.M):
        blocks.setdefault(language, []).append(body)
    return blocks


def insert(path, before, entry):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    at = text.rindex(before)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text[:at] + entry + text[at:])


def main():
    if os.environ.get("SAN") == "True" or not os.path.isdir(TOP + "/build"):
        skip("a vendor", "needs what a plain build has left")
        return finish()
    blocks = section()
    ok(len(blocks.get("c", [])) == 2 and len(blocks.get("sh", [])) == 1,
       "two entries and the commands", blocks)
    with tempfile.TemporaryDirectory() as tree:
        # with the times, so that make has only two files to compile
        for name in ("src", "build"):
            shutil.copytree("%s/%s" % (TOP, name), "%s/%s" % (tree, name))
        shutil.copy2(TOP + "/Makefile", tree)
        insert(tree + "/src/provider/presets.c",
               '\t{ .name = "openai-compatible"', blocks["c"][0])
        insert(tree + "/src/model/catalog_table.c", "\t{ 0 }\n",
               blocks["c"][1])
        env = {"PATH": os.environ["PATH"], "HOME": tree, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["sh", "-eu", "-c", blocks["sh"][0]], cwd=tree,
                              env=env, capture_output=True, text=True,
                              check=False)
    ok(done.returncode == 0, "the commands work", done.stdout[-500:],
       done.stderr[-500:])
    ok(re.search(r"^sambanova/Meta-Llama-3\.3-70B-Instruct +0\.6 +1\.2 +"
                 r"131072 ", done.stdout, re.M), "the model is listed",
       done.stdout[-800:])
    ok("\nPOST https://api.sambanova.ai/v1/chat/completions\n" in done.stdout
       and "<the key from SAMBANOVA_API_KEY>" in done.stdout and
       '"model":"Meta-Llama-3.3-70B-Instruct"' in done.stdout,
       "and asked with its key, at its place", done.stdout[-800:])
    return finish()


if __name__ == "__main__":
    sys.exit(main())
