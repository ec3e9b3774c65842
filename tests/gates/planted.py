#!/usr/bin/env python3
"""planted.py NAME: the gate must find exactly what is planted in planted/NAME, file and line."""
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def archive(tree, folder):
    """The planted C, built as a library."""
    objects = []
    for source in sorted(tree.rglob("*.c")):
        objects.append("%s/%s.o" % (folder, source.stem))
        subprocess.run(["cc", "-c", str(source), "-o", objects[-1]], check=True)
    path = folder + "/planted.a"
    subprocess.run(["ar", "rc", path, *objects], check=True)
    return path


def main():
    name = sys.argv[1]
    tree = HERE / "planted" / name
    with tempfile.TemporaryDirectory() as folder:
        what = archive(tree, folder) if name == "symbols" else str(tree)
        run = subprocess.run([sys.executable, str(HERE / "gate.py"), name, what], capture_output=True, text=True)
    found = sorted(run.stdout.splitlines()[:-1])
    expected = sorted((tree / "expected").read_text(encoding="utf-8").splitlines())
    for line in expected:
        if line not in found:
            print("the gate lets this pass: " + line)
    for line in found:
        if line not in expected:
            print("the gate says too much: " + line)
    print(run.stderr, end="")
    return 0 if run.returncode == 1 and found == expected else 1


if __name__ == "__main__":
    sys.exit(main())
