"""test_explain.py COASTLINE STORY: what people are told of a grade is what the hub did, in both
languages, and a role reads no more than it may. Lives are those of the stories beside this file."""
import json
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

COASTLINE, STORY = sys.argv[1:3]
HERE = Path(__file__).resolve().parent
ROOM = tempfile.TemporaryDirectory()
ALL = "G-H1 G-H2 G-H3 G-H4 G-H5 G-H6 G-M1 G-M2 P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11 N1 N2 N3 N4 N5".split()
READS = {  # domain.md B7: reasons, and agencies whose facts are named
    "town": (ALL, {"police", "hr", "civil", "justice", "hub"}),
    "police": ("G-H1 G-H2 G-H3 G-H6 P2 P3 P10".split(), {"police"}),
    "health": ("G-H4 G-H5 P5 P8 N3".split(), {"health"}),
    "clinic": ("G-H4 G-H5 P5 P8 N3".split(), {"health"}),
    "justice": (["G-M1"], {"justice"}),
    "hr": ([], set()),
    "civil": ([], set()),
    "dpo": ([], set()),
}
faults = []


def expect(holds, what):
    if not holds:
        faults.append(what)


def run(*arguments, given=None):
    done = subprocess.run([COASTLINE, *arguments], input=given, capture_output=True, text=True)
    return done.returncode, done.stdout


def lines_of(name):
    path = Path(ROOM.name) / name
    path.write_bytes(subprocess.run([STORY, "--lines", HERE / (name + ".story")], stdout=subprocess.PIPE,
                                    check=True).stdout)
    return path


def until_of(name):
    day, time = re.search(r"^until (\S+) (\S+)", (HERE / (name + ".story")).read_text(), re.M).groups()
    return "%sT%s:00+08:00" % (day, time)


def words(path, until, *more):
    return [json.loads(line) for line in run("fold", path, "--until", until, *more)[1].splitlines()]


def page(path, pid, until, *more):
    status, text = run("explain", path, "--person", pid, "--until", until, *more)
    expect(status in (0, 3), "%s at %s: exit %d" % (path.name, until, status))
    return text


def reasons_are_named_in_both_languages():
    path = lines_of("W03_refusals")
    said = {"en": ["grade: high", "class: control", "confirmed by: chen", "until 2026-10-02", "test missed"],
            "zh": ["等级: 高", "性质: 管控类", "确认人: chen", "至 2026-10-02", "未检"]}
    for tongue, wanted in said.items():
        text = page(path, "w", "2026-04-07T00:00:00+08:00", "--lang", tongue)
        for part in wanted + ["G-H2", "m1", "m2", "m3", "P2  +30", "hn-care-1.0"]:
            expect(part in text, "W03 in %s does not say %s" % (tongue, part))
    text = page(path, "w", "2026-04-05T11:00:00+08:00", "--lang", "en")
    expect("A reviewer is asked" in text and "due 2026-04-09T00:00:00" in text, "W03: no proposal with its due")


def what_happens_daily_shows_no_half_of_an_id():
    """Of an id as domain.md B1 wants it a file keeps no more of what happens daily than sorts it."""
    daily = 0
    for name in ("W01_good_start", "W12_methadone", "W14_silence"):
        path, people = lines_of(name), set()
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        for n, line in enumerate(lines):
            people.add(line["pid"])
            if line["type"] in ("police.checkin.app", "health.mmt.dose"):
                ms = "%012x" % int(datetime.fromisoformat(line["event_time"]).timestamp() * 1000)
                line["id"] = "%s-%s-7abc-9def-%04x11111111" % (ms[:8], ms[8:], 0x1111 + n % 200)
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        for pid in people:
            text = page(path, pid, until_of(name), "--lang", "en")
            rows = re.findall(r".*(?:police\.checkin\.app|health\.mmt\.dose).*", text)
            daily += len(rows)
            expect("~" not in text and not any("-7abc-" in row for row in rows), "%s: %s" % (name, rows[:1]))
    expect(daily > 0, "no rule rests on what happens daily")


def the_day_of_a_fall_is_foretold():
    falls = 0
    for name in ("W01_good_start", "W03_refusals", "W06_treatment_break", "W14_silence", "W15_hardship",
                 "W17_overdose_away"):
        path = lines_of(name)
        for w in words(path, until_of(name)):
            down = (w.get("from"), w.get("to")) in (("high", "medium"), ("medium", "low"))
            if w["signal"] != "grade.changed" or not down or "T00:30" not in w["at"]:
                continue
            before = datetime.fromisoformat(w["at"]) - timedelta(hours=12)
            text = page(path, w["pid"], before.isoformat(), "--lang", "en")
            wanted = "it falls on: %s (%s)" % (w["at"][:10], w["to"])
            expect(wanted in text, "%s: %s was not foretold at %s:\n%s" % (name, wanted, before, text))
            falls += 1
    expect(falls >= 8, "only %d falls were looked at" % falls)


def every_rule_in_force_has_its_facts():
    seen, causes = set(), set()
    for name in sorted(path.stem for path in HERE.glob("*.story")):
        path = lines_of(name)
        until = until_of(name)
        times = sorted({w["at"] for w in words(path, until) if w["signal"].startswith("grade.")} | {until})
        for at in times:
            for state in words(path, at, "--state", "--no-signals"):
                text = page(path, state["pid"], at, "--lang", "en")
                for cause in {c for need in state["needs"] for c in need[2]} - set(ALL):
                    part = re.search(r"^      %s  .*\n      \d{4}-\d\d-\d\d  .*\n" % cause, text, re.M)
                    expect(part, "%s at %s: %s rests on nothing:\n%s" % (name, at, cause, text))
                    causes.add(cause)
                for rule in [r[0] for r in state["rules"]] + [f[0] for f in state["floors"]]:
                    part = re.search(r"^  %s  .*\n((?:      .*\n)*)" % rule, text, re.M)
                    expect(part and part[1], "%s at %s: %s rests on nothing:\n%s" % (name, at, rule, text))
                    seen.add(rule)
    expect(seen == set(ALL), "no story reaches %s" % sorted(set(ALL) - seen))
    wanted = {"dispute", "guardian_gap", "handover", "income", "legal_aid", "overdose", "sole_carer"}
    expect(causes == wanted, "no story reaches %s" % sorted(wanted - causes))


def a_need_rests_on_what_is_still_open_and_is_named_to_who_may_know():
    path = lines_of("R25_needs")
    text = page(path, "work", "2026-03-05T12:00:00+08:00", "--lang", "en")
    expect(re.search(r"dispute  a labour dispute\n      2026-03-04  .*hr\.dispute\.filed", text), "no open dispute:\n" + text)
    expect("2026-03-02" not in text, "a dispute that was resolved is named:\n" + text)
    text = page(path, "family", "2026-03-04T12:00:00+08:00", "--lang", "en")
    expect("civil.child.guardian_gap" in text and "order.isolation" not in text, "of the children:\n" + text)
    for role, names in (("town", False), ("health", True), ("clinic", True), ("civil", False), ("police", False)):
        text = page(path, "saved", "2026-03-03T12:00:00+08:00", "--lang", "en", "--role", role)
        expect(("health.emergency.overdose" in text) == names, "%s reads of an overdose:\n%s" % (role, text))


def an_open_alert_is_told_to_who_may_know_of_it():
    """An overdose far from home: who can help reads where; the police and civil affairs read nothing of it."""
    path, at = lines_of("W17_overdose_away"), "2026-07-05T12:00:00+08:00"
    for tongue, wanted in (("en", "Alerts\n  X2  an emergency out of area  seen in 469027 乐东黎族自治县  "
                                  "another prefecture  since 2026-07-04T23:10:00+08:00  times 1\n"),
                           ("zh", "预警\n  X2  异地急救或救助  出现于 469027")):
        text = page(path, "w", at, "--lang", tongue)
        expect(wanted in text, "W17 in %s tells of no alert:\n%s" % (tongue, text))
    for role in ("town", "health", "clinic", "health_host", "county_office"):
        text = page(path, "w", at, "--lang", "en", "--role", role)
        expect("  X2  an emergency out of area  seen in 469027" in text, "%s reads no alert:\n%s" % (role, text))
        expect("times" not in text, "%s reads how often" % role)
    for role in ("police", "hr", "civil", "justice", "town_host", "clinic_host", "dpo", "data_steward"):
        text = page(path, "w", at, "--lang", "en", "--role", role)
        expect("X2" not in text and "469027" not in text, "%s reads of an emergency:\n%s" % (role, text))


def a_role_reads_no_more_than_it_may():
    for name in ("W03_refusals", "W06_treatment_break", "W14_silence", "W15_hardship", "W17_overdose_away"):
        path = lines_of(name)
        for w in words(path, until_of(name)):
            if w["signal"] not in ("grade.changed", "need.opened", "grade.proposed"):
                continue
            for role, (rules, sources) in READS.items():
                text = page(path, w["pid"], w["at"], "--role", role)
                read = set(re.findall(r"\b(?:G-[HM]\d|P\d+|N\d)\b", text))
                named = set(re.findall(r"\b(police|hr|civil|health|justice|hub)\.\w+\.", text))
                expect(read <= set(rules), "%s at %s: %s reads %s" % (name, w["at"], role, read - set(rules)))
                expect(named <= sources, "%s at %s: %s hears of %s" % (name, w["at"], role, named - sources))
                if role not in ("town",):
                    expect("分数" not in text, "%s at %s: %s reads the score" % (name, w["at"], role))


def a_verdict_is_verified_and_a_forged_one_found():
    for name in ("W03_refusals", "W06_treatment_break"):
        path, until = lines_of(name), until_of(name)
        for w in words(path, until)[:40]:
            status, text = run("explain", path, "--verify", "-", given=json.dumps(w))
            expect(status == 0, "%s: %s is not verified: %s" % (name, w, text))
        for state in words(path, until, "--state", "--no-signals"):
            at = ["--until", until]
            expect(run("explain", path, *at, "--verify", "-", given=json.dumps(state))[0] == 0, "%s: its state" % name)
            for key in state:
                if key == "pid":
                    continue
                forged = dict(state, **{key: ["x"] if isinstance(state[key], list) else "x"})
                status, text = run("explain", path, *at, "--verify", "-", given=json.dumps(forged))
                expect(status == 3 and text.startswith(key + ": given"), "%s: %s was forged: %s" % (name, key, text))
    path = lines_of("W03_refusals")
    never = {"pid": "w", "signal": "file.sealed", "at": "2026-04-06T15:00:00+08:00", "recipients": []}
    expect(run("explain", path, "--verify", "-", given=json.dumps(never))[0] == 3, "a word never said is verified")
    line = dict(never, signal="quarantined", reason="json")
    expect(run("explain", path, "--verify", "-", given=json.dumps(line))[0] == 2, "a word of a line is called unsaid")
    path = lines_of("R06_corrections")
    told = [w for w in words(path, until_of("R06_corrections")) if w.get("supersedes")]
    for w in told:
        expect(run("explain", path, "--verify", "-", given=json.dumps(w))[0] == 0, "not verified: %s" % w)
        status, text = run("explain", path, "--verify", "-", given=json.dumps(dict(w, supersedes=[99999])))
        expect(status == 3 and text.startswith("supersedes: given"), "supersedes was forged: %s" % text)
    expect(told, "nothing supersedes anything")
    path, until = lines_of("W03_refusals"), until_of("W03_refusals")
    expect(run("explain", path, "--until", until_of("W03_refusals"), "--person", "nobody")[0] == 3, "nobody has a file")
    for empty in ("", "[]", "{}", '{"pid": "w"}', '{"pid": "w", "signal": "grade.changed", "to": "high"}'):
        status = run("explain", path, "--until", until, "--verify", "-", given=empty)[0]
        expect(status == 2, "%s is taken for a verdict" % empty)
    for bad in (["--until", "soon", "--person", "w"], ["--until", until, "--person", "w", "--role", "king"],
                ["--until", until], ["--until", until, "--person", "w", "--lang", "fr"]):
        expect(run("explain", path, *bad)[0] == 2, "%s is understood" % bad)


def logged(name):
    """The same life as `coastline log export` prints it: places in the log, ticks, fractions of a second.
    A link reaches the one partition, and the file of bea its leader ann."""
    out, hour = [], timedelta(hours=1)

    def add(line, at):
        moved = at + timedelta(microseconds=0 if line["type"] == "hub.heartbeat" else 123456)
        out.append(dict(line, partition=0, cause=len(out) + 1, ingested_at=moved.isoformat()))

    lines = [json.loads(line) for line in lines_of(name).read_text().splitlines()]
    first = datetime.fromisoformat(lines[0]["ingested_at"])
    tick = first.replace(minute=30) + (hour if first.minute >= 30 else timedelta(0))
    add({"source": "hub", "type": "hub.opened"}, first - timedelta(minutes=1))
    for line in lines:
        at = datetime.fromisoformat(line["ingested_at"])
        while tick <= at:
            add({"source": "hub", "type": "hub.heartbeat"}, tick)
            tick += hour
        add(line, at)
        if line["type"] == "hub.identity.linked":
            for hop in ({"kind": "link", "member": "ann", "to": "bea"}, {"kind": "file", "member": "bea", "to": "ann"}):
                add({"source": "hub", "type": "hub.heartbeat", "hop": dict(hop, partition=0, cause=len(out))},
                    at + timedelta(microseconds=123456))
    path = Path(ROOM.name) / (name + ".log")
    path.write_text("".join(json.dumps(line) + "\n" for line in out))
    return path


def a_log_explains_what_the_hub_said_of_it():
    path, until = logged("W03_refusals"), until_of("W03_refusals")
    said = words(path, until, "--log")
    for w in said:
        status, text = run("explain", path, "--log", "--verify", "-", given=json.dumps(w))
        expect(status == 0, "of the log: %s is not verified: %s" % (w, text))
    expect(len(said) >= 6, "the log says only %s" % said)
    # Between two ticks, what has just come is known already.
    text = page(path, "w", "2026-04-05T10:00:01+08:00", "--log", "--lang", "en")
    expect("A reviewer is asked" in text and "m3" in text, "of the log: a fact after the last tick is not there")


def linked_people_are_explained_as_one():
    until = "2026-03-05T12:00:00+08:00"
    for path, more in ((lines_of("R24_links"), ()), (logged("R24_links"), ("--log",))):
        for pid in ("ann", "bea"):
            text = page(path, pid, until, "--lang", "en", *more)
            for part in ("person: ann", "m1", "m2", "e0002", "due 2026-03-05"):
                expect(part in text, "linked %s: %s is told without %s:\n%s" % (more, pid, part, text))
    of = [run("person", "--pid", pid, "--log", path, "--as-of", until) for pid in ("ann", "bea")]
    expect(of[0] == of[1] and '"pid":"ann"' in of[0][1], "linked: person prints %s" % of)


def an_id_is_that_of_one_agency():
    """Ids are unique per source only (fold.md R4): what another agency calls so is no ground."""
    lines = lines_of("W03_refusals").read_text().splitlines()
    day = {"event_time": "2026-03-02T09:00:00+08:00", "ingested_at": "2026-03-02T09:00:00+08:00"}
    drive = dict(day, source="police", type="police.encounter.recorded", pid="w", id="d1",
                 data={"kind": "drug_driving", "result": "confirmed"})
    others = [dict(day, source="hr", type="hr.jobseeker.registered", pid="w", id=id, data={"able_to_work": True})
              for id in ("e0001", "e0002", "d1", "m1", "m2", "m3")]
    late = [dict(json.loads(lines[0]), pid="late", id="x1"), dict(others[0], pid="late", id="x1")]  # never reports in
    lines += [json.dumps(line) for line in [drive] + others + late]
    path = Path(ROOM.name) / "one_id"
    path.write_text("\n".join(sorted(lines, key=lambda line: json.loads(line)["ingested_at"])) + "\n")
    rests = {}
    for pid in ("w", "late"):
        text = page(path, pid, "2026-04-07T00:00:00+08:00", "--lang", "en")
        rests.update(re.findall(r"^  (\S+)  .*\n((?:      .*\n)+)", text, re.M))
    expect({"G-H1", "G-H2", "P2", "P10"} <= set(rests), "only %s rest on something" % sorted(rests))
    for rule in rests:
        expect(rule == "P6" or "hr." not in rests[rule], "%s rests on what is another's: %s" % (rule, rests[rule]))


def what_is_misused_is_said_in_one_sentence():
    path, until = lines_of("W03_refusals"), ["--until", until_of("W03_refusals")]
    rows = [([verb, path, *bad], says) for verb in ("fold", "whatif", "explain")
            for bad, says in ((["--foo"], "--foo is no option here"), (["--until"], "--until wants a value"),
                              (["-x"], "-x is no option here"), (["more"], "more: one FILE only"))]
    rows += [(["fold", path, *until, "--log"], "log export"),
             (["explain", path, "--person", "w", *until, "--log"], "log export"),
             (["explain", "-", "--verify", "-"], "twice"),
             (["whatif", path, *until, "--rules", "/nowhere"], "whatif: /nowhere: No"),
             (["log", "export"], "--secrets DIR is needed"), (["log", "export", "--state"], "no option '--state'"),
             (["person", "find", "--pid", "arpj"], "26 characters"),
             (["hub", "open", "--file", "x"], "no option '--file'"),
             (["contest", "file", "--pid", "w", "--by", "king"], "person|guardian")]
    for arguments, says in rows:
        done = subprocess.run([COASTLINE, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        expect(done.returncode == 2 and says in done.stderr and done.stderr.count("\n") == 1,
               "%s: exit %d, %s" % (arguments, done.returncode, done.stderr))
    empty = Path(ROOM.name) / "empty"
    empty.write_text("")
    expect(run("explain", empty, "--log", "--person", "x", *until)[0] == 3, "an empty log has somebody's file")


for check in (reasons_are_named_in_both_languages, what_happens_daily_shows_no_half_of_an_id,
              the_day_of_a_fall_is_foretold, every_rule_in_force_has_its_facts,
              a_need_rests_on_what_is_still_open_and_is_named_to_who_may_know,
              an_open_alert_is_told_to_who_may_know_of_it,
              a_role_reads_no_more_than_it_may, a_verdict_is_verified_and_a_forged_one_found,
              a_log_explains_what_the_hub_said_of_it, linked_people_are_explained_as_one,
              an_id_is_that_of_one_agency, what_is_misused_is_said_in_one_sentence):
    before = len(faults)
    check()
    print("%s: %s" % (check.__name__.replace("_", " "), "holds" if len(faults) == before else "BROKEN"))
print("\n".join(faults[:20]))
sys.exit(1 if faults else 0)
