#!/usr/bin/env python3
"""gate.py NAME ROOT, or gate.py symbols DOMAIN.a ALLOWED.a…: what of the house's rules a machine can
check. Prints a line for each fault, `file:line: sentence`, and exits 1 if there was one."""
import importlib
import sys

GATES = ("arrows", "budgets", "compose", "purity", "symbols", "tongues", "topology", "words")


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in GATES:
        print("usage: gate.py %s ROOT" % "|".join(GATES), file=sys.stderr)
        return 2
    faults = list(importlib.import_module(sys.argv[1]).check(*sys.argv[2:]))
    for path, line, sentence in faults:
        print("%s:%d: %s" % (path, line, sentence))
    if faults:
        print("%d faults at the gate of %s" % (len(faults), sys.argv[1]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
