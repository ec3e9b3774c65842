/* What a record does: a fact is a step of its person; a tick, and the opening, of everybody. Beyond
 * the mark a step speaks; up to it, it hears what was said, and says nothing. */
#include "part.h"

#include <stdlib.h>

enum { BEAT_EVERY = 512 };

/* A step of one person, in the making. */
struct turn {
    struct step step;
    instant stamp;
    const struct person_key *key;         /* seals what is said; NULL: not looked up yet */
    const struct hub_timeline_line *line; /* of the fact that caused it; NULL: none did */
    enum event_source source;             /* of that fact */
    const char *refused;                  /* why it was refused; NULL: it was not */
};

static struct cause cause_of(const struct turn *t, const struct folder *f)
{
    struct cause c = { .offset = t->step.cause };
    memcpy(c.pid.at, f->pid, sizeof f->pid);
    return c;
}

static bool is_spoken(const struct part *p, const struct cause *c)
{
    return cause_compare(c, &p->mark) <= 0;
}

/* --- speaking --- */

static struct hub_signal refusal_signal(
    struct slice event, enum event_source source, struct slice reason)
{
    return (struct hub_signal){ .kind = HUB_SIGNAL_KIND_QUARANTINED,
        .event = event,
        .source = slice_str(event_source_name(source)),
        .reason = reason };
}

/* What the file refused before the opening stands behind what it says, whose places are kept. */
static enum rc refusals_add(
    const struct folder *f, struct arena *a, struct signals *said, struct why *why)
{
    if (!f->refusals) return RC_OK;
    size_t n = said->n + f->refusals->n;
    struct hub_signal *all = arena_take(a, n * sizeof *all);
    if (!all) return why_set(why, RC_BROKEN, "the arena is full");
    if (said->n) memcpy(all, said->at, said->n * sizeof *all);
    for (size_t i = 0; i < f->refusals->n; i++) {
        const struct refusal *r = &f->refusals->at[i];
        all[said->n + i] = refusal_signal(slice_text(&r->event), r->source, slice_text(&r->reason));
    }
    *said = (struct signals){ .at = all, .n = n };
    return RC_OK;
}

static enum rc file_says(
    struct part *p, struct folder *f, const struct turn *t, struct signals *ret, struct why *why)
{
    struct arena *a = p->office->word;
    if (!t->refused) {
        enum rc rc = file_step(f->file, &p->sets.book, &t->step, a, ret, why);
        return rc == RC_OK ? refusals_add(f, a, ret, why) : rc;
    }
    struct hub_signal *s = arena_take(a, sizeof *s);
    if (!s) return why_set(why, RC_BROKEN, "the arena is full");
    *s = refusal_signal(t->line->event, t->source, slice_str(t->refused));
    *ret = (struct signals){ .at = s, .n = 1 };
    return RC_OK;
}

static enum rc speak(struct part *p, struct folder *f, const struct turn *t, struct why *why)
{
    struct office *o = p->office;
    struct signals said = { .n = 0 };
    struct hub_file_state state;
    struct hub_change_body body;
    struct change_said after;
    bool needed = false;
    struct change_step step = { .token = slice_of(t->key->token.at, sizeof t->key->token.at),
        .ruleset = slice_text(&rulebook_at(&p->sets.book, t->step.at)->name),
        .line = t->line,
        .state = &state };
    arena_reset(o->word);
    enum rc rc = file_says(p, f, t, &said, why);
    if (rc == RC_OK)
        rc = file_state(f->file, &p->sets.book, t->step.at, o->word, &state, &step.facts, why);
    step.town = file_town(f->file);
    step.signals = said.at;
    step.n_signals = said.n;
    if (rc == RC_OK) rc = change_build(&step, &f->said, o->word, &body, &after, &needed, why);
    f->due = file_due(f->file);
    if (rc != RC_OK || !needed) return rc;
    const struct voice_step voice = { t->step.cause, t->step.at, t->stamp };
    rc = voice_says(&p->voice, &voice, t->key, &body, why);
    if (rc != RC_OK) return why_add(why, RC_BROKEN, "a change was not said");
    f->said = after;
    people_changed(&p->people, f);
    return RC_OK;
}

/* --- hearing --- */

static enum rc hear(struct part *p, struct folder *f, const struct turn *t,
    const struct hub_change *change, struct why *why)
{
    struct office *o = p->office;
    struct hub_change_body body = { .facts = -1 };
    enum rc rc = RC_OK;
    arena_reset(o->word);
    if (change) {
        const struct person_key *key = NULL;
        rc = keys_find(o->keys, p->number, slice_str(f->pid), change->key_id, &key, why);
        if (rc == RC_OK) rc = voice_opens(&p->voice, change, key, o->word, &body, why);
        if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc; /* shredded since */
        change_heard(&f->said, &body);
        people_changed(&p->people, f);
    }
    const struct signals said = { .at = body.signals.at, .n = body.signals.n };
    if (!t->refused) rc = file_hear(f->file, &p->sets.book, &t->step, &said, why);
    f->due = file_due(f->file);
    return rc;
}

/* The step of one person, whichever way. `due`: it has something to look at. */
static enum rc person_turns(
    struct part *p, struct folder *f, struct turn *t, bool due, struct why *why)
{
    const struct cause cause = cause_of(t, f);
    const struct hub_change *change = NULL;
    enum rc rc = RC_OK;
    if (is_spoken(p, &cause)) {
        if (p->told) rc = told_at(p->told, &cause, &change, why);
        return rc == RC_OK && (due || change) ? hear(p, f, t, change, why) : rc;
    }
    if (!due) return RC_OK;
    if (!t->key) rc = keys_current(p->office->keys, p->number, slice_str(f->pid), &t->key, why);
    if (rc == RC_REFUSED) return RC_OK; /* shredded: nobody is there to be spoken of */
    p->steps++;
    return rc == RC_OK ? speak(p, f, t, why) : rc;
}

/* --- a fact --- */

static enum rc refuse(
    struct part *p, struct folder *f, const struct fact *fact, const char *reason, struct why *why)
{
    struct refusal r = { .source = fact->source };
    if (!text_from(fact->id, &r.event) || !text_from(slice_str(reason), &r.reason)) return RC_OK;
    people_changed(&p->people, f);
    if (folder_refuse(f, &r)) return RC_OK;
    return why_set(why, RC_BROKEN, "out of memory");
}

static enum rc fact_step(struct part *p, struct folder *f, const struct fact *fact,
    const struct file_answer *answer, struct turn *t, struct why *why)
{
    const char *reason = answer->what == FILE_REFUSED ? answer->reason : NULL;
    const struct hub_timeline_line line = { .event = fact->id,
        .type = fact->type_name,
        .event_time = fact->event_time,
        .refused = reason ? slice_str(reason) : (struct slice){ NULL, 0 } };
    if (answer->what == FILE_TOOK) {
        people_changed(&p->people, f);
        metric_add(p->office->world->metrics, METRIC_facts_added, 1);
    }
    if (!p->time.opened) return reason ? refuse(p, f, fact, reason, why) : RC_OK;
    t->line = &line;
    t->refused = reason;
    return person_turns(p, f, t, answer->what != FILE_KNEW, why);
}

static enum rc fact_add(
    struct part *p, struct folder *f, const struct fact *fact, struct turn *t, struct why *why)
{
    struct file_answer answer;
    enum rc rc = file_add(f->file, fact, &answer, why);
    if (rc != RC_OK) return why_add(why, RC_BROKEN, "a fact was not added");
    return fact_step(p, f, fact, &answer, t, why);
}

/* The key that opens a fact, and the one that seals what is said of it: looked up before anything
 * is touched, so that the record can be passed again. */
static enum rc keys_of(struct part *p, const struct record *r, const struct logged *l,
    const struct person_key **ret, struct why *why)
{
    struct keys *keys = p->office->keys;
    enum rc rc = keys_find(keys, p->number, r->key, l->fact.key_id, ret, why);
    if (rc == RC_OK && (*ret)->retired) {
        const struct person_key *current = NULL;
        rc = keys_current(keys, p->number, r->key, &current, why);
        if (rc == RC_OK) rc = keys_find(keys, p->number, r->key, l->fact.key_id, ret, why);
    }
    return rc;
}

/* A fact under a key that is gone is empty: its person was shredded (design.md 4). */
static enum rc fact_take(
    struct part *p, const struct record *r, const struct logged *l, struct why *why)
{
    struct office *o = p->office;
    const struct person_key *key = NULL;
    struct fact fact;
    struct turn t = { .step = { .at = l->at, .cause = r->offset }, .stamp = l->fact.stamp };
    enum rc rc = keys_of(p, r, l, &key, why);
    if (rc == RC_REFUSED) {
        metric_add(o->world->metrics, METRIC_key_gone, 1);
        return RC_OK;
    }
    if (rc == RC_OK) rc = logged_open(l, r, &key->key, &o->clear, o->record, &fact, why);
    if (rc != RC_OK) return rc;
    struct folder *f = people_find(&p->people, r->key, true);
    if (!f) return why_set(why, RC_BROKEN, "out of memory for files");
    if (f->holds >= r->offset) return RC_OK;
    if (!key->retired) t.key = key;
    t.source = fact.source;
    p->steps++;
    return fact_add(p, f, &fact, &t, why);
}

/* --- a round --- */

static enum rc round_go(struct part *p, struct turn *t, bool all, struct why *why)
{
    struct turn now;
    enum rc rc = people_sort(&p->people, why);
    all |= t->step.tick && rulebook_begins(&p->sets.book, t->step.at);
    if (p->round.offset != t->step.cause) p->round = (struct round){ .offset = t->step.cause };
    for (; rc == RC_OK && p->round.at < p->people.n; p->round.at++) {
        struct folder *f = people_by_pid(&p->people, p->round.at);
        if (p->round.at % BEAT_EVERY == 0) world_beat(p->office->world);
        bool due = all || !is_before(t->step.at, f->due);
        if ((!due && !p->told) || f->holds >= t->step.cause) continue;
        now = *t;
        rc = person_turns(p, f, &now, due, why);
        if (rc != RC_OK) return rc;
    }
    if (rc == RC_OK) p->round.offset = -1;
    return rc;
}

/* Everything of this record is said. */
static enum rc close_record(struct part *p, const struct turn *t, struct why *why)
{
    const struct cause closing = { .offset = t->step.cause, .closing = true };
    const struct voice_step step = { t->step.cause, t->step.at, t->stamp };
    if (is_spoken(p, &closing)) return RC_OK;
    p->steps++;
    return voice_closes(&p->voice, &step, why);
}

static enum rc tick_take(
    struct part *p, const struct record *r, const struct logged *l, struct why *why)
{
    struct turn t = { .step = { .at = l->at, .tick = true, .cause = r->offset }, .stamp = l->at };
    enum rc rc = round_go(p, &t, false, why);
    if (rc == RC_OK) rc = close_record(p, &t, why);
    if (rc == RC_OK) metric_add(p->office->world->metrics, METRIC_ticks_passed, 1);
    return rc;
}

static void refusals_drop(struct part *p)
{
    for (size_t i = 0; i < p->people.n; i++) {
        free(p->people.at[i].refusals);
        p->people.at[i].refusals = NULL;
    }
}

static enum rc moment_take(
    struct part *p, const struct record *r, const struct logged *l, struct why *why)
{
    struct turn t = { .step = { .at = l->at, .cause = r->offset }, .stamp = l->moment.stamp };
    enum rc rc = RC_OK;
    if (l->kind == LOGGED_RULESET)
        rc = rulesets_activate(&p->sets, l->moment.ruleset, l->moment.sha256, l->at, why);
    if (l->kind == LOGGED_OPENED) rc = round_go(p, &t, true, why);
    if (rc == RC_OK && l->kind == LOGGED_OPENED) refusals_drop(p);
    if (rc == RC_OK && l->after.opened) rc = close_record(p, &t, why);
    return rc;
}

/* --- a record --- */

static enum rc logged_take(
    struct part *p, const struct record *r, const struct logged *l, struct why *why)
{
    switch (l->kind) {
    case LOGGED_CREATED: return RC_OK;
    case LOGGED_FACT: return fact_take(p, r, l, why);
    case LOGGED_TICK: return tick_take(p, r, l, why);
    case LOGGED_OPENED:
    case LOGGED_HEARTBEAT:
    case LOGGED_RULESET: return moment_take(p, r, l, why);
    case LOGGED_REPEAT:
        metric_add(p->office->world->metrics, METRIC_repeats_dropped, 1);
        return RC_OK;
    }
    return RC_BROKEN;
}

enum rc part_take(struct part *p, const struct record *r, struct why *why)
{
    struct logged l = { .after = p->time };
    arena_reset(p->office->record);
    enum rc rc = logged_read(&p->time, r, p->office->record, &l, why);
    if (rc == RC_OK) rc = logged_take(p, r, &l, why);
    if (rc != RC_OK && rc != RC_REFUSED) return rc;
    p->time = l.after;
    p->next = r->offset + 1;
    if (r->offset <= p->mark.offset)
        metric_add(p->office->world->metrics, METRIC_repeats_dropped, 1);
    if (r->offset >= p->mark.offset) p->told = told_close(p->told);
    return rc;
}
