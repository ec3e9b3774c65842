/* Two looks: one for the last tick of each partition, then step by step in the order of lines. */
#include "fold/logged.h"

#include <stdlib.h>

#include "domain/file.h"

enum { PARTS_MAX = 4096 };

void logged_deinit(struct logged_fold *l)
{
    free(l->parts);
    free(l->early);
    hops_free(l->hops);
    *l = (struct logged_fold){ .n = 0 };
}

/* There is always one: somebody of whom no line speaks stands in the first. */
static enum rc parts_reach(struct logged_fold *l, size_t n, struct why *why)
{
    if (n <= l->n) return RC_OK;
    struct part_fold *parts = realloc(l->parts, n * sizeof *parts);
    if (!parts) return why_set(why, RC_BROKEN, "out of memory");
    l->parts = parts;
    for (; l->n < n; l->n++)
        parts[l->n] = (struct part_fold){ .last = -1, .rules = rulebook_built_in() };
    return RC_OK;
}

static enum rc part_of(
    struct logged_fold *l, const struct json_event *e, struct part_fold **ret, struct why *why)
{
    if (!e->has_place || e->partition < 0 || e->partition >= PARTS_MAX)
        return why_set(why, RC_REFUSED,
            "a line without partition and cause: --log folds what "
            "`coastline log export` prints");
    enum rc rc = parts_reach(l, (size_t)e->partition + 1, why);
    if (rc == RC_OK) *ret = &l->parts[e->partition];
    return rc;
}

/* Only ticks arrive at hh:30 exactly: what comes right after one arrives a microsecond later. */
static bool is_tick(const struct json_event *e)
{
    return e->kind == JSON_EVENT_BEAT && tick_at_or_after(e->arrival).us == e->arrival.us;
}

static bool may_beat(struct slice line) { return memmem(line.at, line.n, "heartbeat", 9) != NULL; }

static enum rc ticks_scan(struct fold *f, struct logged_fold *l, struct why *why)
{
    struct slice line;
    enum rc rc = RC_OK;
    for (f->lines.at = 0; rc == RC_OK && lines_next(&f->lines, &line);) {
        struct json_event e;
        struct part_fold *p;
        if (!may_beat(line)) continue;
        arena_reset(f->line);
        rc = json_event_read(line, &f->way, f->line, &e, why);
        if (rc != RC_OK || !is_tick(&e) || is_before(f->until, e.arrival)) continue;
        rc = part_of(l, &e, &p, why);
        if (rc != RC_OK) return rc;
        if (e.cause <= p->last) continue;
        p->last = e.cause;
        p->until = e.arrival;
    }
    f->lines.at = 0;
    return rc;
}

/* --- steps --- */

static enum rc assess(struct fold *f, const struct part_fold *part, struct person *p,
    const struct step *step, struct why *why)
{
    f->rules = part->rules;
    return fold_assess(f, p, step, why);
}

static enum rc early_say(
    struct fold *f, struct logged_fold *l, const struct person *p, instant at, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < l->n_early; i++) {
        const struct early_refusal *x = &l->early[i];
        if (x->person != p) continue;
        const struct json_event e = { .pid = slice_text(&p->pid),
            .id = slice_text(&x->event),
            .source = slice_text(&x->source) };
        rc = voice_refuses(&f->voice, at, &e, x->reason, why);
    }
    return rc;
}

/* Everybody of the partition, by pid: who is due at a tick, all at the opening. */
static enum rc round_go(
    struct fold *f, struct logged_fold *l, const struct json_event *e, bool tick, struct why *why)
{
    const struct step step = { .at = e->arrival, .tick = tick, .cause = e->cause };
    bool all = rulebook_begins(&l->parts[e->partition].rules, e->arrival);
    enum rc rc = RC_OK;
    people_sort(&f->people);
    for (size_t i = 0; rc == RC_OK && i < f->people.n; i++) {
        struct person *p = f->people.at[i];
        if (p->partition != e->partition) continue;
        if (tick && !all && is_before(e->arrival, file_due(p->file))) continue;
        rc = assess(f, &l->parts[e->partition], p, &step, why);
        if (rc == RC_OK && !tick) rc = early_say(f, l, p, e->arrival, why);
    }
    return rc;
}

static enum rc early_note(struct logged_fold *l, struct person *p, const struct json_event *e,
    const char *reason, struct why *why)
{
    if (l->n_early == l->room) {
        size_t room = l->room ? 2 * l->room : 64;
        struct early_refusal *early = realloc(l->early, room * sizeof *early);
        if (!early) return why_set(why, RC_BROKEN, "out of memory");
        l->early = early;
        l->room = room;
    }
    struct early_refusal x = { .person = p, .reason = reason };
    if (text_copy(e->id, &x.event) && text_from(e->source, &x.source)) l->early[l->n_early++] = x;
    return RC_OK;
}

/* The step of a fact that a person's file answered so. */
static enum rc fact_step(struct fold *f, struct logged_fold *l, const struct json_event *e,
    struct person *p, const struct file_answer *answer, struct why *why)
{
    struct part_fold *part = &l->parts[e->partition];
    const struct step step = { .at = e->arrival, .cause = e->cause };
    switch (answer->what) {
    case FILE_KNEW: return RC_OK;
    case FILE_TOOK: return part->opened ? assess(f, part, p, &step, why) : RC_OK;
    case FILE_REFUSED: break;
    }
    if (!part->opened) return early_note(l, p, e, answer->reason, why);
    return voice_refuses(&f->voice, e->arrival, e, answer->reason, why);
}

static struct person *person_of(struct fold *f, const struct json_event *e, struct slice pid)
{
    struct person *p = people_find(&f->people, pid);
    if (p) p->partition = e->partition;
    return p;
}

/* Whose file holds this person's facts, as far as its partition knows. */
static enum rc person_lead(struct fold *f, struct logged_fold *l, struct person *p, struct why *why)
{
    struct slice root = hops_root(l->hops, p->partition, slice_text(&p->pid));
    p->root = people_find(&f->people, root);
    return p->root ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

static enum rc take_fact(
    struct fold *f, struct logged_fold *l, const struct json_event *e, struct why *why)
{
    struct person *p = person_of(f, e, e->fact.pid);
    const struct hops_line line = { e, l->line };
    struct hops_answer answer;
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = hops_add(l->hops, &line, p->file, &answer, why);
    if (rc == RC_OK) rc = person_lead(f, l, p, why);
    return rc == RC_OK && answer.here ? fact_step(f, l, e, p, &answer.file, why) : rc;
}

/* --- linked people --- */

struct linked {
    struct fold *f;
    struct logged_fold *l;
    struct why *why;
};

static enum rc linked_find(
    void *self, const struct json_event *e, struct slice pid, bool add, struct file **ret)
{
    struct linked *k = self;
    struct person *p = NULL;
    if (add || people_has(&k->f->people, pid)) p = people_find(&k->f->people, pid);
    if (add && !p) return why_set(k->why, RC_BROKEN, "out of memory");
    if (add) p->partition = e->partition;
    *ret = p && p->partition == e->partition ? p->file : NULL;
    return RC_OK;
}

static enum rc linked_step(
    void *self, const struct json_event *e, struct slice pid, struct why *why)
{
    struct linked *k = self;
    struct part_fold *part = &k->l->parts[e->partition];
    const struct step step = { .at = e->arrival, .cause = e->cause };
    struct person *p = people_find(&k->f->people, pid);
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = person_lead(k->f, k->l, p, why);
    return rc == RC_OK && part->opened ? assess(k->f, part, p, &step, why) : rc;
}

/* A refusal is said of the person who leads, and names the fact. */
static enum rc linked_fact(void *self, const struct json_event *e, const struct fact *fact,
    const struct file_answer *answer, struct why *why)
{
    struct linked *k = self;
    struct person *p = people_find(&k->f->people, e->hop.to);
    struct json_event of = *e;
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    of.pid = e->hop.to;
    of.id = fact->id;
    of.source = slice_str(event_source_name(fact->source));
    return fact_step(k->f, k->l, &of, p, answer, why);
}

/* Whoever's fact stood here was shredded; what comes later is of another life (fold.md R23). */
static enum rc take_gone(struct fold *f, const struct json_event *e, struct why *why)
{
    struct person *p = person_of(f, e, e->gone);
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    file_shred(p->file);
    return RC_OK;
}

static enum rc take_beat(
    struct fold *f, struct logged_fold *l, const struct json_event *e, struct why *why)
{
    struct linked linked = { f, l, why };
    const struct hops_way way = { &linked, linked_find, linked_step, linked_fact };
    if (e->gone.at) return take_gone(f, e, why);
    if (e->hop.kind.at) return hops_take(l->hops, &way, e, f->line, why);
    return l->parts[e->partition].opened && is_tick(e) ? round_go(f, l, e, true, why) : RC_OK;
}

static enum rc take_event(
    struct fold *f, struct logged_fold *l, const struct json_event *e, struct why *why)
{
    struct part_fold *part = &l->parts[e->partition];
    switch (e->kind) {
    case JSON_EVENT_BLANK: return RC_OK;
    case JSON_EVENT_REFUSED: return voice_refuses(&f->voice, e->arrival, e, e->reason.at, why);
    case JSON_EVENT_FACT: return take_fact(f, l, e, why);
    case JSON_EVENT_RULES: return fold_activate(f->shelf, &part->rules, e, e->arrival, why);
    case JSON_EVENT_BEAT: return take_beat(f, l, e, why);
    case JSON_EVENT_OPENED: part->opened = true; return round_go(f, l, e, false, why);
    }
    return RC_OK;
}

static enum rc take_line(struct fold *f, struct logged_fold *l, struct slice line, struct why *why)
{
    struct json_event e;
    struct part_fold *p;
    arena_reset(f->line);
    enum rc rc = json_event_read(line, &f->way, f->line, &e, why);
    if (rc != RC_OK || e.kind == JSON_EVENT_BLANK) return rc;
    rc = part_of(l, &e, &p, why);
    if (rc != RC_OK || is_before(f->until, e.arrival)) return rc;
    if (!f->beyond && e.cause > p->last) return RC_OK;
    l->line = line;
    return take_event(f, l, &e, why);
}

enum rc logged_run(struct fold *f, struct logged_fold *l, struct why *why)
{
    struct slice line;
    l->hops = hops_new();
    enum rc rc = l->hops ? parts_reach(l, 1, why) : why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) rc = ticks_scan(f, l, why);
    while (rc == RC_OK && lines_next(&f->lines, &line)) rc = take_line(f, l, line, why);
    for (size_t i = 0; f->beyond && i < l->n; i++) l->parts[i].until = f->until;
    return rc;
}

const struct rulebook *logged_stand(
    const struct logged_fold *l, const struct person *p, instant *ret_until)
{
    *ret_until = l->parts[p->partition].until;
    return &l->parts[p->partition].rules;
}
