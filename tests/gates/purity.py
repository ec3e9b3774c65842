"""common/domain is pure: no clock, no heap of its own, no I/O, no library. Read from its sources; the
gate `symbols` reads the same from what was built."""
import re

from source import sources

HEADERS = {"stdio.h", "string.h", "stdint.h", "stdbool.h", "stddef.h", "assert.h", "inttypes.h", "limits.h",
           "endian.h"}
CALLS = r"\b(?:(malloc|calloc|realloc|free|alloca|time|clock|clock_gettime|gettimeofday|localtime|gmtime|mktime" \
        r"|printf|fprintf|vprintf|puts|putchar|fopen|open|read|write|getenv|setenv|rand|random|srand|getrandom" \
        r"|exit|abort|pthread_\w+|arena_new|arena_free|buffer_new|random_\w+|sleep|usleep)\s*\(" \
        r"|(FILE|stdout|stderr|errno)\b)"


def check(root):
    for s in sources(root, "common/domain"):
        for n, system, name in s.includes():
            if system and name not in HEADERS:
                yield s.path, n, "the domain is pure and may not include <%s>" % name
        for n, m in s.find(CALLS):
            yield s.path, n, "the domain is pure and may not name %s" % (m[1] or m[2])
        yield from lasting(s)


def lasting(s):
    """What lives longer than a call is a constant."""
    for n, m in s.find(r"(?m)^[ \t]*static\s+(?!inline\b|const\b|_Thread)[^;{(]*(?:;|=)"):
        if not re.search(r"\bconst\b", m[0]):
            yield s.path, n, "the domain keeps nothing between two calls: a static that is not const"
