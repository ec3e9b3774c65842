"""Operations run what the topology says: docker-compose.yml has Kafka, Redis, what prepares them, then
every service that is built, in the order of the rows, each with a health check."""
import re
from pathlib import Path

FILE = "docker-compose.yml"
OTHERS = ["kafka", "redis", "prepare"]


def check(root):
    root = Path(root)
    text = (root / FILE).read_text(encoding="utf-8")
    rows = re.findall(r"^SERVICE\((\w+),",
                      (root / "common/runtime/topology.def").read_text(encoding="utf-8"), re.M)
    built = [name for name in rows if (root / "services" / name / "main.c").is_file()]
    named = list(services_of(text))
    if [name for name, _, _ in named] != OTHERS + built:
        yield FILE, 1, "should run, in this order: %s" % " ".join(OTHERS + built)
    for name, line, body in named:
        if "healthcheck:" not in body and "<<: *service" not in body:
            yield FILE, line, "%s has no health check" % name
        if name in built and "command: [%s]" % name not in body:
            yield FILE, line, "%s does not run %s" % (name, name)


def services_of(text):
    """(name, line, body) of each service."""
    begin = re.search(r"^services:$", text, re.M).end()
    stop = re.search(r"^\S", text[begin:], re.M)
    block = text[begin:begin + stop.start()] if stop else text[begin:]
    heads = list(re.finditer(r"^  ([a-z]+):$", block, re.M))
    for head, after in zip(heads, heads[1:] + [None]):
        yield (head[1], text.count("\n", 0, begin + head.start()) + 1,
               block[head.end():after.start() if after else len(block)])
