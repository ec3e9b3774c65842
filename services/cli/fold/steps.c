/* The clock of a fold are the arrivals of its lines. Before a line of a later arrival is looked at,
 * the batch at hand is assessed and the hours in between pass. */
#include <stdlib.h>

#include "domain/ties.h"

#include "fold/links.h"
#include "fold/names.h"
#include "fold/steps.h"

static int by_pid(const void *a, const void *b)
{
    const struct person *const *x = a, *const *y = b;
    return text_compare(&(*x)->pid, &(*y)->pid);
}

enum rc fold_assess(struct fold *f, struct person *p, const struct step *step, struct why *why)
{
    struct signals said = { 0 };
    arena_reset(f->word);
    enum rc rc = file_step(p->file, &f->rules, step, f->word, &said, why);
    for (size_t i = 0; rc == RC_OK && i < said.n; i++)
        rc = voice_says(&f->voice, step, p, &said.at[i], (int32_t)i, why);
    return rc;
}

/* The batch at `now` is whole: who was touched is assessed once, by pid. */
static enum rc settle(struct fold *f, struct why *why)
{
    struct step step = { .at = f->now, .tick = false, .cause = f->cause };
    enum rc rc = RC_OK;
    if (f->n_touched) qsort(f->touched, f->n_touched, sizeof *f->touched, by_pid);
    for (size_t i = 0; rc == RC_OK && i < f->n_touched; i++) {
        f->touched[i]->touched = false;
        rc = fold_assess(f, f->touched[i], &step, why);
    }
    f->n_touched = 0;
    return rc;
}

/* *ret_due: before it no tick concerns anybody. */
static enum rc tick_pass(struct fold *f, instant tick, instant *ret_due, struct why *why)
{
    struct step step = { .at = tick, .tick = true, .cause = ++f->cause };
    enum rc rc = RC_OK;
    bool all = rulebook_begins(&f->rules, tick);
    *ret_due = rulebook_next(&f->rules, tick);
    people_sort(&f->people);
    for (size_t i = 0; rc == RC_OK && i < f->people.n; i++) {
        struct person *p = f->people.at[i];
        if (all || !is_before(tick, file_due(p->file))) rc = fold_assess(f, p, &step, why);
        instant due = file_due(p->file);
        if (is_before(due, *ret_due)) *ret_due = due;
    }
    return rc;
}

/* Lets the hours after `now` pass, up to and with `at`. */
static enum rc ticks_pass(struct fold *f, instant at, struct why *why)
{
    enum rc rc = RC_OK;
    instant tick = tick_at_or_after(instant_plus(f->now, (span){ 1 }));
    while (rc == RC_OK && !is_before(at, tick)) {
        instant due;
        rc = tick_pass(f, tick, &due, why);
        tick = instant_plus(tick, HOURS(1));
        if (is_before(at, due)) break;
        if (is_before(tick, due)) tick = tick_at_or_after(due);
    }
    return rc;
}

/* Moves time to `at`, if that is later. */
static enum rc time_pass(struct fold *f, instant at, struct why *why)
{
    if (f->began && !is_before(f->now, at)) return RC_OK;
    enum rc rc = settle(f, why);
    if (rc == RC_OK && f->began) rc = ticks_pass(f, at, why);
    f->began = true;
    f->now = at;
    f->cause++;
    return rc;
}

enum rc fold_touch(struct fold *f, struct person *p, struct why *why)
{
    if (p->touched) return RC_OK;
    if (f->n_touched == f->room) {
        size_t room = MAX((size_t)64, 2 * f->room);
        struct person **touched = realloc(f->touched, room * sizeof *touched);
        if (!touched) return why_set(why, RC_BROKEN, "out of memory");
        f->touched = touched;
        f->room = room;
    }
    f->touched[f->n_touched++] = p;
    p->touched = true;
    return RC_OK;
}

/* An event is named by source and id (R4). */
static struct slice event_name(const struct json_event *e, uint8_t room[2 * TEXT_MAX])
{
    room[0] = (uint8_t)e->fact.source;
    memcpy(room + 1, e->fact.id.at, e->fact.id.n);
    return slice_of(room, 1 + e->fact.id.n);
}

/* Where people are linked, facts are also kept by the pid they were filed under. */
static enum rc keep_own(struct fold *f, struct person *p, const struct fact *fact, struct why *why)
{
    struct file_answer answer;
    enum rc rc = file_add(p->own, fact, &answer, why);
    return rc == RC_OK && ties_concern(fact) ? links_follow(f, fact, why) : rc;
}

static enum rc took(struct fold *f, struct person *p, const struct json_event *e, struct slice name,
    struct why *why)
{
    if (names_put(f->ids, name, p->place) < 0) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = fold_touch(f, p->root, why);
    if (rc == RC_OK && p->own) rc = keep_own(f, p, &e->fact, why);
    if (rc == RC_OK && e->dropped > 0) rc = voice_drops(&f->voice, f->now, e, why);
    return rc;
}

static enum rc take_fact(struct fold *f, const struct json_event *e, struct why *why)
{
    uint8_t room[2 * TEXT_MAX];
    struct person *p = people_find(&f->people, e->fact.pid);
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    struct slice name = event_name(e, room);
    int64_t owner = names_find(f->ids, name);
    if (owner >= 0 && owner != p->place)
        return voice_refuses(&f->voice, f->now, e, "id_conflict", why);
    struct file_answer answer;
    enum rc rc = file_add(p->root->file, &e->fact, &answer, why);
    if (rc != RC_OK) return rc;
    switch (answer.what) {
    case FILE_TOOK: return took(f, p, e, name, why);
    case FILE_KNEW: return RC_OK;
    case FILE_REFUSED: return voice_refuses(&f->voice, f->now, e, answer.reason, why);
    }
    return RC_OK;
}

/* As people can see it: never a control character of somebody's terminal. */
static const char *shown(struct slice s, struct text *room)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.at[i] <= ' ' || s.at[i] > '~') return "(not to be shown)";
    return text_from(s, room) ? room->at : "(too long to be shown)";
}

enum rc fold_activate(const struct rule_shelf *shelf, struct rulebook *book,
    const struct json_event *e, instant at, struct why *why)
{
    const struct rules *rules = shelf_find(shelf, e->ruleset, e->sha256);
    if (rules) return rulebook_activate(book, rules, at, why);
    struct text name, hash;
    return why_set(why, RC_REFUSED,
        "rule set %s (SHA-256 %s) is neither built in nor given "
        "with --rules",
        shown(e->ruleset, &name), shown(e->sha256, &hash));
}

static enum rc take_event(struct fold *f, const struct json_event *e, struct why *why)
{
    switch (e->kind) {
    case JSON_EVENT_BLANK:
    case JSON_EVENT_OPENED:
    case JSON_EVENT_BEAT: return RC_OK;
    case JSON_EVENT_RULES: return fold_activate(f->shelf, &f->rules, e, f->now, why);
    case JSON_EVENT_REFUSED: return voice_refuses(&f->voice, f->now, e, e->reason.at, why);
    case JSON_EVENT_FACT: return take_fact(f, e, why);
    }
    return RC_OK;
}

/* When a line is taken: at its arrival; without one at that of the line before, at the head of the
 * file at the first good one (R2); before the opening, at the opening (R42). */
static instant time_of(const struct fold *f, const struct json_event *e, size_t at)
{
    if (f->lines.has_opened && at <= f->lines.opened_at) return f->lines.opened;
    if (e->has_arrival) return e->arrival;
    return f->began ? f->now : f->lines.first;
}

static enum rc take_line(
    struct fold *f, size_t at, struct slice line, bool *ret_over, struct why *why)
{
    struct json_event e;
    arena_reset(f->line);
    enum rc rc = json_event_read(line, &f->way, f->line, &e, why);
    if (rc != RC_OK || e.kind == JSON_EVENT_BLANK) return rc;
    instant when = time_of(f, &e, at);
    *ret_over = is_before(f->until, when);
    if (*ret_over) return RC_OK;
    if (e.has_arrival) f->way.last = e.arrival;
    f->way.has_last |= e.has_arrival;
    rc = time_pass(f, when, why);
    return rc == RC_OK ? take_event(f, &e, why) : rc;
}

enum rc fold_run(struct fold *f, struct why *why)
{
    struct slice line;
    bool over = false;
    f->people.linked = f->lines.has_links;
    enum rc rc = lines_scan(&f->lines, f->line, why);
    if (rc != RC_OK || !f->lines.has_first) return rc;
    while (rc == RC_OK && !over) {
        size_t at = f->lines.at;
        if (!lines_next(&f->lines, &line)) break;
        rc = take_line(f, at, line, &over, why);
    }
    if (rc == RC_OK && f->began) rc = settle(f, why);
    return rc == RC_OK && f->began ? ticks_pass(f, f->until, why) : rc;
}
