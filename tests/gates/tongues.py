"""Every sentence shown to people stands in both languages: rows of *.def with a Chinese text have an
English one beside it, functions and fields that end in _zh have a twin in _en, every schema's `doc`
says both."""
import json
import re
from pathlib import Path

from source import sources

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2}")
CALLED = re.compile(r"\b(\w*zh\w*)\b")
NAMES = ("regions.def",)  # names of places are names
INVENTED = "services/cli/simulate/"  # what people wrote into forms there is in their own language
COUNTRY = re.compile(r"[\u3400-\u9fff]+\s*\d")  # "禁毒法 33": a source, not a sentence


def check(root):
    root = Path(root)
    for s in sources(root, "common", "services", ends=(".def",)):
        if s.path.name not in NAMES:
            yield from row_faults(s)
    for s in sources(root, "common", "services"):
        yield from twin_faults(s)
    for path in sorted((root / "schemas").rglob("*.avsc")):
        yield from doc_faults(root, path)


def row_faults(s):
    bare = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), s.text, flags=re.S)
    for m in re.finditer(r"^(\w+)\((?:[^()]|\([^()]*\))*\)", bare, re.M):
        texts = re.findall(r'"((?:\\.|[^"\\])*)"', re.sub(r'"\s*"', "", m[0]))
        said = [i for i, t in enumerate(texts) if HAN.search(t) and not COUNTRY.search(t)]
        for i in said[:1]:
            other = texts[i + 1] if i + 1 < len(texts) else ""
            if HAN.search(other) or not LATIN.search(other):
                yield s.path, s.line_of(m.start()), "a Chinese sentence without its English one"


def twin_faults(s):
    for n, m in s.find(r"\b(\w+)_(zh|en)\b"):
        twin = m[1] + ("_en" if m[2] == "zh" else "_zh")
        if not re.search(r"\b%s\b" % twin, s.code):
            yield s.path, n, "%s without %s" % (m[0], twin)
    if s.path.as_posix().startswith(INVENTED):
        return
    for n, m in s.find(r'"[^"\n]*[\u3400-\u9fff][^"\n]*"', s.text):
        near = "\n".join(s.lines[max(0, n - 2):n + 2])
        if not re.search(r"_zh|\bzh\b|·", near):
            yield s.path, n, "a Chinese text that is nobody's _zh: where is the English one?"


def doc_faults(root, path):
    text = path.read_text(encoding="utf-8")
    for m in re.finditer(r'"doc":\s*("(?:\\.|[^"\\])*")', text):
        doc = json.loads(m[1])
        chinese, _, english = doc.partition(" · ")  # "预警 · X1-X6" has both
        if not HAN.search(chinese) or not english or HAN.search(english):
            yield path.relative_to(root), text.count("\n", 0, m.start()) + 1, 'a "doc" in one language only'
