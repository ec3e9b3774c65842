#!/usr/bin/env python3
"""compare.py COASTLINE FIRST LAST [travel]: plays the histories of these seeds through both readings of fold.md
and compares their words and states, without what the oracle does not know. Exit 1 at the first
difference, which is printed.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
UNKNOWN_KEYS = ("member",)


def told(command):
    """The lines that both can say, numbered anew."""
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines, number = [], {}
    for line in map(json.loads, out.splitlines()):
        if line.get("signal", "").startswith(("quarantined", "fields.")):
            continue
        if "n" in line:
            number[line["n"]] = line["n"] = len(number) + 1
        line["supersedes"] = [number[n] for n in line.get("supersedes", [])]
        for key in UNKNOWN_KEYS:
            line.pop(key, None)
        lines.append(json.dumps(line, ensure_ascii=False))
    return lines


def main():
    coastline, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    kind = sys.argv[4:]
    words = 0
    for seed in range(first, last + 1):
        with tempfile.NamedTemporaryFile() as history:
            subprocess.run([sys.executable, HERE + "/generate.py", str(seed)] + kind, check=True, stdout=history)
            history.flush()
            ask = [history.name, "--until", "2025-04-01T12:00:00+08:00" if kind else "2026-04-20T12:00:00+08:00",
                   "--state"]
            ours, theirs = told([coastline, "fold"] + ask), told([sys.executable, HERE + "/fold.py"] + ask)
        for i, pair in enumerate(zip(ours + [""], theirs + [""])):
            if pair[0] != pair[1]:
                print("seed %d, line %d:\n  C       %s\n  oracle  %s" % (seed, i + 1, *pair))
                return 1
        words += len(ours)
    print("%d histories, %d lines: equal" % (last - first + 1, words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
