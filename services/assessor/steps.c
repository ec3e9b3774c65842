/* What a record does: a fact is a step of its person; a tick, and the opening, of everybody. */
#include "linked.h"
#include "shred.h"

#include <stdlib.h>

enum { BEAT_EVERY = 512 };

/* --- a fact --- */

static enum rc refuse(
    struct part *p, struct folder *f, const struct fact *fact, const char *reason, struct why *why)
{
    struct refusal r = { .source = fact->source };
    if (!text_copy(fact->id, &r.event) || !text_from(slice_str(reason), &r.reason)) return RC_OK;
    people_changed(&p->people, f);
    if (folder_refuse(f, &r)) return RC_OK;
    return why_set(why, RC_BROKEN, "out of memory");
}

enum rc fact_step(struct part *p, struct folder *f, const struct fact *fact,
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
    t->source = fact->source;
    t->refused = reason;
    return turn_take(p, f, t, answer->what != FILE_KNEW, why);
}

/* It counts elsewhere: nothing is said of it here. */
static void away_took(struct part *p, struct folder *f)
{
    people_changed(&p->people, f);
    if (file_is_shredded(f->file)) shred_note(p, f);
}

/* What counts elsewhere is sent there, and says nothing here unless it was refused. */
static enum rc fact_add(
    struct part *p, struct folder *f, const struct fact *fact, struct turn *t, struct why *why)
{
    struct file_answer answer;
    struct sending sending;
    enum rc rc = linked_ready(p, f, fact, &sending, why);
    if (sending.all || sending.away) t->key = NULL; /* other keys were read since */
    if (rc == RC_OK && file_add(f->file, fact, &answer, why) != RC_OK)
        return why_add(why, RC_BROKEN, "a fact was not added");
    if (rc == RC_OK && answer.what != FILE_REFUSED) rc = linked_send(p, &sending, fact, t, why);
    if (rc != RC_OK) return rc;
    if (sending.away && answer.what == FILE_TOOK) away_took(p, f);
    if (sending.away && answer.what != FILE_REFUSED) return RC_OK;
    return fact_step(p, f, fact, &answer, t, why);
}

/* The key that opens a fact, and the one that seals what is said of it: looked up before anything
 * is touched, so that the record can be passed again. */
static enum rc keys_of(struct part *p, const struct record *r, const struct logged *l,
    const struct person_key **ret, struct why *why)
{
    struct keys *keys = p->office->keys;
    enum rc rc = keys_find(keys, p->number, r->key, l->fact.key_id, ret, why);
    if (rc == RC_OK && (*ret)->retired && r->offset > p->mark.offset) {
        const struct person_key *current = NULL;
        rc = keys_current(keys, p->number, r->key, &current, why);
        if (rc == RC_OK || rc == RC_REFUSED)
            rc = keys_find(keys, p->number, r->key, l->fact.key_id, ret, why);
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
    if (rc == RC_REFUSED) return shred_gone(p, r, why);
    if (rc == RC_OK && shred_is_late(r, key)) return shred_refile(p, r, l, key, why);
    if (rc == RC_OK) rc = logged_open(l, r, &key->key, &o->clear, o->record, &fact, why);
    if (rc != RC_OK) return rc;
    struct folder *f = people_find(&p->people, r->key, true);
    if (!f) return why_set(why, RC_BROKEN, "out of memory for files");
    if (f->holds >= r->offset) return RC_OK;
    if (!key->retired) t.key = key;
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
        rc = turn_take(p, f, &now, due, why);
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
    if (turn_is_spoken(p, &closing)) return RC_OK;
    p->steps++;
    return voice_closes(&p->voice, &step, why);
}

static enum rc tick_take(
    struct part *p, const struct record *r, const struct logged *l, struct why *why)
{
    struct turn t = { .step = { .at = l->at, .tick = true, .cause = r->offset }, .stamp = l->at };
    enum rc rc = shred_tick(p, l->at, why);
    if (rc == RC_OK) rc = round_go(p, &t, false, why);
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
    case LOGGED_HOP: return linked_take(p, r, l, why);
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
    if (rc == RC_OK && p->taken != r->offset) rc = logged_take(p, r, &l, why);
    if (rc == RC_OK) p->taken = r->offset;
    if (rc == RC_OK) rc = shred_settle(p, r, l.at, why);
    if (rc != RC_OK && rc != RC_REFUSED) return rc;
    p->time = l.after;
    p->next = r->offset + 1;
    if (r->offset <= p->mark.offset)
        metric_add(p->office->world->metrics, METRIC_repeats_dropped, 1);
    if (r->offset >= p->mark.offset) p->told = told_close(p->told);
    return rc;
}
