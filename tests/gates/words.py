"""Calls that have no place in product code, and names of things that must not be in it."""
from source import sources

BANNED = {
    "strcpy|strcat|sprintf|vsprintf|gets|strtok|stpcpy": "it does not know where its room ends",
    "strncpy|strncat": "it may leave a text without its end; use text_from or snprintf",
    "atoi|atol|atoll|atof": "it cannot say that it failed; use a parser that can",
    "rand|srand|random|srandom|drand48": "random numbers come from base/random.h or libsodium",
    "system|popen|vfork": "no shell",
    "tmpnam|tempnam|mktemp": "somebody may be there first; use mkstemp",
    "setjmp|longjmp|alloca": "a scope frees",
    "localtime|gmtime|ctime|asctime": "two threads share what it returns; base/instant.h writes times",
}
ROOMS = r"(?<![\w.])/(?:root|tmp|home|work)/\w"


def check(root):
    for s in sources(root):
        for names, why in BANNED.items():
            for n, m in s.find(r"(?<![.>\w])(%s)\s*\(" % names):
                yield s.path, n, "%s: %s" % (m[1], why)
        for n, m in s.find(r"(?<![.>\w])(?:assert)\s*\([^;]*(?<![=!<>+\-*/&|^])=(?!=)"):
            yield s.path, n, "an assertion that assigns"
        for n, m in s.find(ROOMS, s.text):
            yield s.path, n, "a path of one machine"
        for n, m in s.find(r"\b(XXX|FIXME|TODO|HACK)\b", s.text):
            yield s.path, n, "%s: write it or leave it out" % m[1]
