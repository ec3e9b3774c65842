"""What the built domain needs from outside: words of the house and a few pure functions of libc, and
nothing that has a clock, a heap or a file behind it."""
import re
import subprocess

LIBC = {"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "strcmp", "strncmp", "strchr", "strnlen", "strcspn", "strspn",
        "snprintf", "qsort", "bsearch", "strtol"}
COMPILER = re.compile(r"^(__stack_chk_fail|__assert_fail|_GLOBAL_OFFSET_TABLE_|__(a|ub|t|l)san_\w+|__sanitizer_\w+"
                      r"|__(div|mod|udiv|umod|mul)[a-z]*ti\d|__popcount\w+)$")
FORBIDDEN = re.compile(r"^(arena_(new|free)|buffer_(new|deinit)|random_\w+)$")


def check(domain, *allowed):
    """`domain` may need what `allowed` archives define."""
    inside = {s for archive in (domain, *allowed) for s in names(archive, "--defined-only")}
    for member, symbol in undefined(domain):
        checked = re.sub(r"^__(\w+)_chk$", r"\1", symbol)
        if FORBIDDEN.match(symbol) or not (symbol in inside or checked in LIBC or COMPILER.match(symbol)):
            yield member, 0, "the built domain calls %s: it is pure" % symbol


def names(archive, how):
    out = subprocess.run(["nm", "-P", how, archive], check=True, capture_output=True, text=True).stdout
    return [line.split()[0] for line in out.splitlines() if " " in line and not line.endswith(":")]


def undefined(archive):
    out = subprocess.run(["nm", "-P", "-u", "-A", archive], check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        place, symbol = line.split(": ", 1)
        yield re.sub(r".*\[(.*)\]", r"\1", place), symbol.split()[0]
