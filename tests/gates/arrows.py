"""Who may use whom: include lines and link lines against one table. Arrows point down only; nothing
uses what stands beside it."""
import re
from pathlib import Path

from source import Source, sources

COMMON = ("base", "domain", "codec", "vault", "bus", "store", "http", "runtime")
LOW = ("base",)
MAY = {  # a folder of common/: what it may include and link
    "base": (),
    "domain": ("base", "baked"),
    "codec": ("base", "baked", "domain"),
    "vault": ("base", "domain"),
    "bus": LOW,
    "store": LOW,
    "http": LOW,
    "runtime": ("base", "baked", "domain", "codec", "vault", "bus", "store", "http"),
}
LIBRARIES = {  # a library's headers: the only rooms that know it
    "librdkafka/": ("common/bus", "tests"),
    "hiredis/": ("common/store",),
    "curl/": ("common/http",),
    "jansson.h": ("common/codec", "schemas"),
    "avro": ("common/codec",),
    "microhttpd.h": ("common/runtime", "services/console"),
    "yaml.h": ("services/cli",),
    "sodium.h": ("common/vault", "common/http", "services/cli", "services/intake"),
    "openssl/": ("common/vault",),
}


def check(root):
    root = Path(root)
    for s in sources(root):
        for n, system, name in s.includes():
            fault = library_fault(s.path, name) if system else include_fault(root, s.path, name)
            if fault:
                yield s.path, n, fault
    yield from link_faults(root)


def library_fault(path, name):
    for head, rooms in LIBRARIES.items():
        if name.startswith(head) and not any(path.as_posix().startswith(r + "/") for r in rooms):
            return "<%s> is known to %s only" % (name, " and ".join(rooms))
    return None


def include_fault(root, path, name):
    room, target = path.parts[:2], name.split("/")[0]
    if room[0] == "common":
        if "/" not in name:
            return '"%s" is included without its folder' % name
        if target != room[1] and target not in MAY.get(room[1], ()) and not is_schema_head(room, name):
            return "common/%s may not include %s/: arrows point down only" % (room[1], target)
    if room[0] == "services" and (root / "services" / target).is_dir() and "/" in name and target != room[1]:
        return "services/%s may not include the service beside it, %s" % (room[1], target)
    return None


def is_schema_head(room, name):
    """rows.h describes the baked tables; it stands beside their sources."""
    return name == "schemas/rows.h" and "baked" in MAY.get(room[1], ())


def link_faults(root):
    """layer(NAME SOURCES … USES …) of common/ repeats the arrows."""
    for room in COMMON:
        path = root / "common" / room / "CMakeLists.txt"
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        for m in re.finditer(r"layer\(\s*(\w+)\s(.*?)\)", text, re.S):
            uses = m[2].split("USES")[1].split() if "USES" in m[2] else []
            for use in uses:
                if use in COMMON + ("baked",) and use not in MAY[room]:
                    yield path.relative_to(root), text.count("\n", 0, m.start()) + 1, \
                        "%s links %s: arrows point down only" % (room, use)
