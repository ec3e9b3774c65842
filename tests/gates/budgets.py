"""The house's measure: how long things may be, and what no function may do. `why` is not counted among
parameters: whatever can fail has it."""
import re
import statistics
from pathlib import Path

from source import functions, sources

FILE, HEADER, LINE, FUNCTION, PARAMS, WAYS, MAIN = 400, 120, 100, 60, 5, 10, 60
FOREIGN = ("on_request",)  # libmicrohttpd says what it takes
EXCUSED = (  # over the measure when the gate was built; the list may only become shorter
    "common/runtime/logged.c logged_open",
    "common/runtime/loop.c take",
    "common/runtime/option.c word_take",
    "services/assessor/keep.c keep_write",
    "services/cli/verb.c verbs_run",
)
MEDIAN, NINTH = 15, 40  # lines of a function: half of them, nine of ten


def check(root):
    lengths, unused = [], {e for e in EXCUSED if (Path(root) / e.split()[0]).is_file()}
    for s in sources(root, ends=(".c", ".h", ".def")):
        yield from file_faults(s)
        for f in functions(s) if s.path.suffix != ".def" else ():
            lengths.append(f.length)
            name = "%s %s" % (s.path.as_posix(), f.name)
            for fault in function_faults(f):
                unused.discard(name)
                if name not in EXCUSED:
                    yield s.path, f.line, fault
    for name in sorted(unused):
        yield name.split()[0], 0, "%s keeps to the measure: take it off the list" % name.split()[1]
    if lengths and statistics.median(lengths) > MEDIAN:
        yield "common", 0, "half of all functions are over %d lines" % MEDIAN
    if lengths and sorted(lengths)[len(lengths) * 9 // 10] > NINTH:
        yield "common", 0, "one function of ten is over %d lines" % NINTH


def file_faults(s):
    n = len(s.lines) - 1
    limit = {".c": FILE, ".h": HEADER}.get(s.path.suffix)
    if limit and n > limit:
        yield s.path, limit + 1, "%d lines, %d are the most: divide it" % (n, limit)
    if s.path.parts[0] == "services" and s.path.name == "main.c" and n > MAIN:
        yield s.path, MAIN + 1, "a service says in under %d lines who it is; this has %d" % (MAIN, n)
    for i, line in enumerate(s.lines, 1):
        if len(line) > LINE:
            yield s.path, i, "%d characters, %d are the most" % (len(line), LINE)
        if "\t" in line:
            yield s.path, i, "a tab; the house indents by four spaces"


def function_faults(f):
    if f.length > FUNCTION:
        yield "%s has %d lines, %d are the most" % (f.name, f.length, FUNCTION)
    params = [p for p in f.params if p != "struct why *why"]
    if len(params) > PARAMS and f.name not in FOREIGN:
        yield "%s takes %d parameters, %d are the most: make a struct" % (f.name, len(params), PARAMS)
    if f.complexity() > WAYS:
        yield "%s has %d ways through it, %d are the most" % (f.name, f.complexity(), WAYS)
    if re.search(r"\bgoto\b", f.body):
        yield "%s has a goto; a scope frees" % f.name
    if re.search(r"(?<![.>\w])%s\s*\(" % f.name, f.body):
        yield "%s calls itself; a loop has a bound that can be seen" % f.name
