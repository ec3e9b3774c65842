"""Whether the books agree: what Redis shows with what the log says, what partners received with what
was due. Each check returns sentences, one a difference; none is agreement."""

import json
import socket

SHOWN = 5  # differences that are told


class Redis:
    """As much of Redis' protocol as reading takes."""

    def __init__(self, where):
        host, port = where.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=30)
        self.lines = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def ask(self, *words):
        words = [w if isinstance(w, bytes) else str(w).encode() for w in words]
        self.socket.sendall(b"*%d\r\n" % len(words) +
                            b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))
        return self._answer()

    def _answer(self):
        kind, rest = (line := self.lines.readline())[:1], line[1:-2]
        if kind == b"-":
            raise OSError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"+":
            return rest
        n = int(rest)
        if n < 0:
            return None
        if kind == b"$":
            return self.lines.read(n + 2)[:-2]
        return [self._answer() for _ in range(n)]

    def hash(self, key):
        flat = self.ask("HGETALL", key)
        return dict(zip(flat[::2], flat[1::2]))

    def keys(self, pattern):
        cursor = b"0"
        while True:
            cursor, found = self.ask("SCAN", cursor, "MATCH", pattern, "COUNT", 1000)
            yield from found
            if cursor == b"0":
                return


def _whole(fields):
    """The values of a hash, those that were cut put together again."""
    values = {}
    for name in fields:
        base, _, piece = name.partition(b".")
        values.setdefault(base.decode(), []).append((int(piece or 0), fields[name]))
    return {name: b"".join(v for _, v in sorted(pieces)).decode()
            for name, pieces in values.items()}


def _spelled(value):
    """A value of a state line as the hash spells it; None: the hash leaves it out."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return str(value)


def state_differs(line, shown):
    """The keys in which the file that Redis shows is not that of its state line."""
    wrong = []
    for key, value in line.items():
        if key in ("pid", "member"):
            continue
        want, have = _spelled(value), shown.get(key)
        if want != have and not (want in (None, "", "[]") and have in (None, "", "[]")):
            wrong.append(key)
    return wrong


def redis_against_states(redis, states):
    """`states`: the lines of `coastline fold --state`."""
    wrong, seen = [], set()
    with Redis(redis) as r:
        generation = (r.ask("GET", "coastline:current") or b"").decode()
        for text in states.splitlines():
            line = json.loads(text)
            key = f"coastline:{generation}:file:{line['pid']}"
            seen.add(key.encode())
            keys = state_differs(line, _whole(r.hash(key)))
            if keys:
                wrong.append(f"the file {line['pid']} differs in {', '.join(keys)}")
        strangers = set(r.keys(f"coastline:{generation}:file:*")) - seen
    wrong += [f"{key.decode()} is in Redis and not in the log" for key in sorted(strangers)]
    return wrong[:SHOWN] + ([f"{len(wrong)} files differ"] if len(wrong) > SHOWN else [])


def _counted(line):
    """What a file adds to the boards (common/domain/board.def)."""
    yield "files"
    if line["file"] != "active":
        yield "file." + line["file"]
    if line["file"] in ("deceased", "sealed", "shredded"):
        return
    yield "grade." + line["grade"]
    if line["class"]:
        yield "class." + line["class"]
    yield from ["proposals"] * (line["proposal"] is not None) + ["contested"] * line["contested"]
    yield from ["tasks"] * len(line["tasks"])
    for kind, urgent, _ in line["needs"]:
        yield from ["need." + kind] + ["needs.urgent"] * urgent
    for alert in line["alerts"]:
        yield "alert." + alert[0]


def boards_against_states(redis, states, day):
    """`states`: the lines of `coastline fold --state` at the end of `day`, YYYY-MM-DD."""
    want, have = {}, {}
    for line in map(json.loads, states.splitlines()):
        for region in {line["region"], "460000"} - {""}:
            for counter in _counted(line):
                want[region, counter] = want.get((region, counter), 0) + 1
    with Redis(redis) as r:
        live = f"coastline:{(r.ask('GET', 'coastline:current') or b'').decode()}:"
        for key in r.keys(live + "board:*"):
            region = key.decode()[len(live + "board:"):]
            have |= {(region, c.decode()): int(n) for c, n in r.hash(key).items() if int(n)}
        days = {r.hash(key).get(b"boards", b"none").decode() for key in r.keys(live + "meta:*")}
    wrong = [f"the board of {k[0]} has {have.get(k, 0)} of {k[1]}, the files {want.get(k, 0)}"
             for k in sorted(set(want) | set(have)) if want.get(k, 0) != have.get(k, 0)]
    return wrong[:SHOWN] + [f"boards are of {d} and not of {day}" for d in sorted(days - {day})]


def states_against_play(states, played, linked):
    """State lines of the hub's files, and of the same play folded offline; `linked` people apart."""
    def by_person(lines):
        found = {json.loads(line)["pid"]: line for line in lines.splitlines()}
        return {pid: line for pid, line in found.items() if pid not in linked}
    hub, play = by_person(states), by_person(played)
    wrong = [f"the file {pid} is another one" for pid in sorted(set(hub) | set(play))
             if hub.get(pid) != play.get(pid)]
    return wrong[:SHOWN] + ([f"{len(wrong)} files differ"] if len(wrong) > SHOWN else [])


def words_against_fold(online, offline):
    """Two files of words, a line each: what the hub said, what the fold of its log says."""
    with open(online, "rb") as a, open(offline, "rb") as b:
        said, folded = a.readlines(), b.readlines()
    wrong = [f"line {n}: {one.decode().strip()[:160]} — but {other.decode().strip()[:160]}"
             for n, (one, other) in enumerate(zip(said, folded), 1) if one != other]
    if len(said) != len(folded):
        wrong.append(f"the hub said {len(said)} words, the fold {len(folded)}")
    return wrong[:SHOWN]


def due(province):
    """{(subscription, webhook id): line} that the exported log and the subscriptions say are due, and
    of how many people the log can tell nothing any more."""
    hub = province.hub
    path, log = hub.run / "due.jsonl", hub.run / "log.jsonl"
    hub.print_to(path, "due", *hub.keys(), "--log", log)
    with open(path, encoding="utf-8") as f:
        lines = [json.loads(line) for line in f]
    with open(log, encoding="utf-8") as f:
        forgotten = {json.loads(line)["gone"] for line in f if '"gone":' in line}
    return {(line["subscription"], line["webhook_id"]): line for line in lines}, len(forgotten)


def _unexplained(received, wanted, forgotten):
    """What came and is not due, but for what was said of people who were shredded since: of each of
    those nothing at all is due any more, and there are no more of them than the log has forgotten."""
    strange, known, wrong = {}, set(), []
    for w in received:
        s, whose = w["subscription"], json.loads(w["body"]).get("subject")
        if (s, w["webhook_id"]) in wanted:
            known.add((s, whose))
        else:
            strange.setdefault(s, {}).setdefault(whose, set()).add((s, w["webhook_id"]))
    for s, people in strange.items():
        erased = {whose for whose in people if whose and (s, whose) not in known}
        for whose, names in people.items():
            if whose not in erased or len(erased) > forgotten:
                wrong += names
    return sorted(wrong)


def received_against_due(received, wanted, forgotten):
    """`received`: verified lines of the receiver's journal; the others as of due()."""
    have = {(w["subscription"], w["webhook_id"]) for w in received}
    wrong = [f"webhook {i} was due to {s} and never came" for s, i in sorted(set(wanted) - have)]
    wrong += [f"webhook {i} came to {s} and was not due"
              for s, i in _unexplained(received, wanted, forgotten)]
    wrong += [f"webhook {w['webhook_id']} came to {w['subscription']} with another body"
              for w in received
              if wanted.get((w["subscription"], w["webhook_id"]), w)["body"] != w["body"]]
    return wrong[:SHOWN] + ([f"{len(wrong)} webhooks differ"] if len(wrong) > SHOWN else [])


def not_heard(subscriptions, received):
    """Kinds of signals that a subscription of the file asks for and no webhook has told it."""
    missing, name = [], None
    told = {(w["subscription"], w["type"].removeprefix("cn.coastline.")) for w in received}
    # a notice says less, its type too: whoever got one was told of something it may not see
    told |= {(s, "grade.changed") for s, kind in told if kind == "plan.changed"}
    told |= {(s, "alert.raised") for s, kind in told if kind == "plan.changed"}
    for line in subscriptions.read_text().splitlines():
        key, _, value = line.strip().lstrip("- ").partition(": ")
        if key == "name":
            name = value
        elif key == "signals":
            missing += [f"{name} was not told of {kind}" for kind in
                        (v.strip() for v in value.strip("[]").split(",")) if (name, kind) not in told]
    return missing
