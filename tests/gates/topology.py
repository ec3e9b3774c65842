"""The map against the land: a service's rows in topology.def, its folder, the topics of ops/topics and
what docker-compose runs."""
import re
from pathlib import Path

ROWS = "common/runtime/topology.def"


def check(root):
    root = Path(root)
    text = (root / ROWS).read_text(encoding="utf-8")
    topics = set(re.findall(r'TOPIC\("([\w.-]+)\.v\d+"', (root / "ops/topics").read_text(encoding="utf-8")))
    rows = {m[1]: m for m in re.finditer(r'SERVICE\((\w+),((?:\s*"[^"]*",?)+)', text)}
    for name, m in rows.items():
        texts = [t[1:-1] for t in re.findall(r'"[^"]*"', re.sub(r'"\s*"', "", m[2]))]
        for topic in " ".join(texts[:2]).split():
            if "." in topic and topic not in topics:
                yield ROWS, line_of(text, m), "%s names %s, which ops/topics does not make" % (name, topic)
    built = {p.parent.name for p in (root / "services").glob("*/main.c")} - {"cli"}
    for name in sorted(built - set(rows)):
        yield "services/%s/main.c" % name, 1, "the service has no row in %s" % ROWS
    yield from compose_faults(root, built)
    yield from named_topics(root, topics)


def line_of(text, m):
    return text.count("\n", 0, m.start()) + 1


def compose_faults(root, built):
    path = root / "docker-compose.yml"
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    for name in sorted(built):
        if not re.search(r"(?m)^  %s:\s*$" % name, text):
            yield path.name, 1, "operations does not run %s" % name


def named_topics(root, topics):
    """A topic that code names is one that ops/topics makes."""
    path = root / "common/runtime/topology.h"
    for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        m = re.match(r'#define TOPIC_\w+ "([\w.-]+)\.v\d+"', line)
        if m and m[1] not in topics:
            yield path.relative_to(root), n, "%s is not in ops/topics" % m[1]
