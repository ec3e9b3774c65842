"""C as the gates read it: without comments, texts and macros, by function."""
import re
from pathlib import Path

PRODUCT = ("common", "services", "schemas")  # what is held to the house's measure; tests are not


class Source:
    def __init__(self, root, path):
        self.path = path.relative_to(root)
        self.text = path.read_text(encoding="utf-8")
        self.lines = self.text.split("\n")
        self.code = blank(self.text)

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def find(self, pattern, where=None):
        """(line, match) of each place in the code, or in another text of the same shape."""
        for m in re.finditer(pattern, self.code if where is None else where):
            yield self.line_of(m.start()), m

    def includes(self):
        for n, line in enumerate(self.lines, 1):
            m = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
            if m:
                yield n, m[1] == "<", m[2]


def sources(root, *folders, ends=(".c", ".h")):
    root = Path(root)
    for folder in folders or PRODUCT:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in ends and path.is_file():
                yield Source(root, path)


def blank(text):
    """The text with comments, texts and directives turned to blanks: places stay where they are."""
    keep = lambda m: re.sub(r"[^\n]", " ", m[0])
    quote = lambda m: '"' + re.sub(r"[^\n]", " ", m[0][1:-1]) + '"'
    token = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
    text = re.sub(token, lambda m: quote(m) if m[0][0] == '"' else keep(m), text, flags=re.S)
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", keep, text, flags=re.M)


class Function:
    def __init__(self, source, name, start, end, params, body):
        self.source, self.name, self.params, self.body = source, name, params, body
        self.line = source.line_of(start)
        self.length = source.line_of(end) - self.line + 1

    def complexity(self):
        """Ways through it, as a reader counts them: a switch over an enum is a table and counts once,
        so does a condition, however many words it has, and `rc == RC_OK` only says: go on."""
        body = re.sub(r"\bif \(rc == RC_OK\)|\brc == RC_OK (?:&&|\?)", " ", self.body)
        ways = 1 + len(re.findall(r"\b(?:if|for|while|switch)\b|\?", body))
        return ways + len(re.findall(r"(?:&&|\|\|)[^;{}]*", body))


HEAD = re.compile(r"([A-Za-z_]\w*)\s*\(")


def functions(source):
    """Definitions at the outermost level, in order."""
    code, depth, at = source.code, 0, 0
    begin = 0  # of the declaration at hand
    while at < len(code):
        c = code[at]
        if c == "{":
            end = matching(code, at)
            f = head_of(source, begin, at, end)
            if f:
                yield f
            at = end
            if f or code[end + 1:end + 2] != ";":
                begin = end + 1
        elif c == ";":
            begin = at + 1
        at += 1


def matching(code, at):
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] in "{(") - (code[i] in "})")
        if depth == 0:
            return i
    return len(code) - 1


def head_of(source, begin, brace, end):
    head = source.code[begin:brace]
    if "=" in head or not head.rstrip().endswith(")"):
        return None
    m = HEAD.search(head)
    if not m:
        return None
    close = matching(head, m.end() - 1)
    params = split_params(head[m.end():close])
    start = begin + len(head) - len(head.lstrip())
    return Function(source, m[1], start, end, params, source.code[brace:end + 1])


def split_params(text):
    depth, parts, part = 0, [], ""
    for c in text:
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += c
    parts.append(part)
    return [p for p in (p.strip() for p in parts) if p and p != "void"]
