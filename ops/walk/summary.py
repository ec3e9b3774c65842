"""What a run came to: counted from the log, from what the receiver wrote down, and from the journal
of what was published; and whether the three agree."""

import hashlib
import json
from collections import Counter

import books


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def delays(province, verified, due, live=False):
    """Microseconds from the acknowledgement of a record to the verified receipt of each webhook that
    it caused: journal (topic, partition, offset, wall) -> origin of the fact -> its place in
    hub.facts -> the webhooks due for it -> the receiver's journal. `live`: without the first tenth of
    the time after the opening, in which the history may still be worked off."""
    received = {}
    for w in verified:
        received.setdefault((w["subscription"], w["webhook_id"]), w["wall_us"])
    caused = {}
    for key, line in due.items():
        if key in received:
            caused.setdefault((line["partition"], line["cause"]), []).append(received[key])
    places = province.hub.run / "places"
    province.tally("--places", places)
    published = {}
    with open(province.published) as f:
        for line in f:
            topic, partition, offset, wall = line.split(maxsplit=4)[:4]
            published[topic, partition, offset] = int(wall)
    # what came before the opening caused no word
    opened = min((w for (t, _, _), w in published.items() if t.startswith("hub.")), default=0)
    last = max(published.values(), default=0)
    since = opened + (last - opened) // 10 if live else opened
    found = []
    with open(places) as f:
        for line in f:
            topic, partition, offset, *place, _ = line.split()
            wall = published.get((topic, partition, offset), -1)
            if wall >= since:
                found += [seen - wall for seen in caused.get(tuple(map(int, place)), ())]
    return sorted(found)


def differences(province, tally, states, heard, planted):
    """{what must hold: sentences, one for each way in which it does not}"""
    return {
        "published = facts + duplicates + moments + refused":
            [f"{name}: {s}" for name, s in tally["sources"].items() if s["open"] or s["both"]
             or s["published"] != s["facts"] + s["duplicates"] + s["moments"] + s["refused"]],
        "the hub said what the fold of its log says": books.words_against_fold(*province.words()),
        "the files are those of the play, folded without a hub":
            books.states_against_play(states, *province.play_offline(tally["last_tick"])),
        "Redis shows the files of the log": books.redis_against_states(province.hub.redis, states),
        "Redis shows the boards of the day before": books.boards_against_states(
            province.hub.redis, *province.day_before(tally["last_tick"])),
        "partners received what was due, once":
            books.received_against_due(*heard),
        "the receiver refused what was planted": [k for k, ok in planted.items() if not ok],
    }


def gather(province, planted, seconds, speed):
    tally = province.tally()
    webhooks = [w for w in province.webhooks()
                if not (w.get("webhook_id") or "").startswith("msg_planted")]
    verified = [w for w in webhooks if w["verified"]]
    states = province.states(tally["last_tick"])
    lines = [json.loads(line) for line in states.splitlines()]
    due, forgotten = books.due(province)
    found = delays(province, verified, due)
    by_subscription = {}
    for w in verified:
        by_subscription.setdefault(w["subscription"], Counter())[w["type"]] += 1
    return {
        "seconds": round(seconds, 1),
        "speed": speed,
        "log": province.hub.log_name,
        "sources": tally["sources"],
        "refused": tally["reasons"],
        "ticks": tally["ticks"],
        "last_tick": tally["last_tick"],
        "files": len(lines),
        "grades": Counter(line["grade"] for line in lines),
        "changes": tally["changes"],
        "signals": {k: n for k, n in tally["signals"].items() if n},
        "states_sha256": hashlib.sha256(states).hexdigest(),
        "webhooks": {
            "sent": province.hub.total("courier", "webhooks"),
            "received": len(webhooks),
            "verified": len(verified),
            "distinct": len({w["webhook_id"] for w in verified}),
            "by_subscription": by_subscription,
        },
        "not_heard": books.not_heard(province.subscriptions, verified),
        "planted": planted,
        "delay_us": {"n": len(found), "p50": percentile(found, 0.5),
                     "p99": percentile(found, 0.99)} if found else None,
        "wrong": differences(province, tally, states, (verified, due, forgotten), planted)
        | {"every webhook that came verified":
           [] if len(webhooks) == len(verified) else [f"{len(webhooks) - len(verified)} did not"]},
    }


def _rows(title, rows):
    if rows:
        print(f"\n{title}")
    for name, *values in rows:
        print(f"  {name:<52}" + "".join(f"{v:>12}" for v in values))


def show(s, run):
    def number(n):
        return f"{n:,}"

    print(f"\nThe walk took {s['seconds']} s; the log is {s['log']}, its last hour {s['last_tick']}.")
    _rows("events per agency", [("", "published", "facts", "duplicates", "of nobody",
                                         "refused")] + [
        (name, *(number(v[k]) for k in ("published", "facts", "duplicates", "moments", "refused")))
        for name, v in s["sources"].items()])
    _rows("refused to hub.dead-letters, by reason",
          [(k, number(n)) for k, n in sorted(s["refused"].items(), key=lambda i: -i[1])])
    _rows(f"{number(s['files'])} files, by grade",
          [(k, number(n)) for k, n in sorted(s["grades"].items(), key=lambda i: -i[1])])
    _rows(f"{number(s['changes'])} changes with signals",
          [(k, number(n)) for k, n in s["signals"].items()])
    w = s["webhooks"]
    _rows(f"{number(w['sent'])} webhooks sent, {number(w['received'])} received, "
          f"{number(w['verified'])} verified, {number(w['distinct'])} different",
          [(f"{name} · {kind}", number(n)) for name, kinds in sorted(w["by_subscription"].items())
           for kind, n in sorted(kinds.items())])
    _rows("asked for and not heard in these days", [(line,) for line in s["not_heard"]])
    _rows("planted at the receiver", [(k, "right" if ok else "WRONG")
                                      for k, ok in s["planted"].items()])
    d = s["delay_us"]
    if d:
        print(f"\nfrom publish to verified receipt: p50 {d['p50'] / 1000:,.1f} ms, "
              f"p99 {d['p99'] / 1000:,.1f} ms over {number(d['n'])} webhooks"
              + (" (at --speed max: the length of the queue)" if s["speed"] == "max" else ""))
    print("\ndo the books agree?")
    for what, sentences in s["wrong"].items():
        print(f"  {'NO ' if sentences else 'yes'}  {what}")
        for sentence in sentences:
            print(f"       {sentence}")
    print(f"\nSHA-256 of all states  {s['states_sha256']}")
    print(f"""
where to look next
  {run}/logs/              one JSON object a line, a file a service
  {run}/received.jsonl     every webhook as the receiver took it
  {run}/log.jsonl          the log in clear, for `coastline fold --log` (it holds no document number)
  README.md                  what all of this is, in reading order""")
