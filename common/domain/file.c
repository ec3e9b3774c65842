/* Facts in the ledger, the walk over them, and what was told. A walk goes on where it stood as long
 * as what comes sorts after it; else it begins anew. */
#include "domain/file_inside.h"
#include "domain/quiet.h"

static const instant never = { INT64_MAX };

struct file *file_new(file_memory *memory)
{
    struct file *f = memory(NULL, sizeof *f);
    if (!f) return NULL;
    *f = (struct file){ .room = { .memory = memory, .bytes = sizeof *f } };
    walk_begin(&f->walk, &f->room);
    return f;
}

struct file *file_free(struct file *f)
{
    if (!f) return NULL;
    walk_end(&f->walk);
    told_free(&f->told, &f->room);
    kin_end(f);
    ledger_free(&f->ledger, &f->room);
    (void)f->room.memory(f, 0);
    return NULL;
}

size_t file_bytes(const struct file *f) { return f->room.bytes; }

/* ---- facts ---- */

static bool passes_closed(const struct file *f, const struct fact *fact)
{
    if (!f->told.sealed && !f->told.shredded) return true;
    if (fact->type == EVENT_POLICE_PERSON_REGISTERED) return true;
    if (f->told.shredded) return false;
    if (fact->type == EVENT_HUB_CONTEST_FILED || fact->type == EVENT_HUB_FILE_ERASED) return true;
    return fact->type == EVENT_HUB_CONTEST_DECIDED && told_contests(&f->told);
}

enum rc file_whole(const struct file *f, struct why *why)
{
    return f->room.failed ? why_set(why, RC_BROKEN, "out of memory") : RC_OK;
}

enum rc file_take(struct file *f, const struct fact *fact, struct file_answer *ret, struct why *why)
{
    uint32_t from = 0;
    *ret = (struct file_answer){ FILE_KNEW, NULL };
    if (f->told.shredded && fact->type == EVENT_HUB_FILE_ERASED) return RC_OK;
    *ret = (struct file_answer){ FILE_TOOK, NULL };
    if (!passes_closed(f, fact) && !ledger_knows(&f->ledger, fact->source, fact->id)) {
        *ret = (struct file_answer){ FILE_REFUSED, "sealed" };
        return RC_OK;
    }
    switch (ledger_add(&f->ledger, fact, &f->room, &from)) {
    case LEDGER_KNEW: ret->what = FILE_KNEW; return RC_OK;
    case LEDGER_CONFLICT: *ret = (struct file_answer){ FILE_REFUSED, "id_conflict" }; return RC_OK;
    case LEDGER_TOOK: break;
    }
    if (from < f->next.i || is_before(fact->event_time, f->last)) f->walked = false;
    return file_whole(f, why);
}

/* Shredded: facts are forgotten, wherever they came from. */
static void forget(struct file *f)
{
    kin_forget(f);
    file_empty(f);
}

static void shred(struct file *f)
{
    told_free(&f->told, &f->room);
    f->told.shredded = true;
    forget(f);
}

enum rc file_add(struct file *f, const struct fact *fact, struct file_answer *ret, struct why *why)
{
    struct file_answer own;
    if (kin_away(f)) {
        kin_own_add(f, fact, ret);
        if (fact->type == EVENT_HUB_FILE_ERASED && ret->what == FILE_TOOK) shred(f);
        return file_whole(f, why);
    }
    enum rc rc = file_take(f, fact, ret, why);
    if (rc != RC_OK || !f->kin || ret->what != FILE_TOOK) return rc;
    kin_own_add(f, fact, &own);
    return file_whole(f, why);
}

/* ---- walking ---- */

static instant daily_after(instant t)
{
    instant tick = instant_plus(date_start(instant_date(t)), MINUTES(30));
    return is_before(t, tick) ? tick : instant_plus(tick, DAYS(1));
}

static void walk_anew(struct file *f)
{
    walk_end(&f->walk);
    walk_begin(&f->walk, &f->room);
    f->walked = true;
    f->next = (struct row_at){ 0 };
    f->last = (instant){ INT64_MIN };
    f->daily = never;
}

/* Ticks of a sealed file are passed by up to the one that shreds it; a shredded one has none. */
static instant daily_next(const struct file *f)
{
    if (f->walk.status == HUB_FILE_STATUS_SHREDDED) return never;
    if (f->walk.status != HUB_FILE_STATUS_SEALED) return f->daily;
    instant shreds = instant_plus(date_start(walk_shreds_on(&f->walk)), MINUTES(30));
    return later_of(shreds, f->daily);
}

static instant watch_next(const struct file *f)
{
    const struct walk *w = &f->walk;
    bool open = w->status != HUB_FILE_STATUS_SHREDDED && w->status != HUB_FILE_STATUS_SEALED;
    return open && w->custody.watches.n > 0 ? w->custody.watches.at[0] : never;
}

static void watches_pass(struct file *f, instant until)
{
    struct custody *c = &f->walk.custody;
    while (c->watches.n > 0 && !is_before(until, c->watches.at[0])) LIST_DROP(&c->watches, 0);
}

static void take_tick(struct file *f, instant at, const struct rulebook *rules)
{
    struct item item = { .at = at, .today = instant_date(at), .daily = is_daily_tick(at) };
    watches_pass(f, at);
    walk_take(&f->walk, &item, rulebook_at(rules, at));
    if (f->tour) f->tour->watch(f->tour->self, &f->walk, &item);
    f->last = at;
    if (item.daily) f->daily = instant_plus(at, DAYS(1));
}

static void take_fact(struct file *f, const struct unpacked *u, const struct rulebook *rules)
{
    instant at = u->fact.event_time;
    enum hub_file_status before = f->walk.status;
    bool closed = before == HUB_FILE_STATUS_SEALED || before == HUB_FILE_STATUS_SHREDDED;
    struct item item = { .at = at, .today = instant_date(at), .fact = &u->fact, .old = u->old };
    walk_take(&f->walk, &item, rulebook_at(rules, at));
    if (f->tour) f->tour->watch(f->tour->self, &f->walk, &item);
    f->last = at;
    if (f->daily.us == never.us || closed) f->daily = daily_after(at);
    if (closed) watches_pass(f, at);
}

/* Ticks up to `until`, those of its own instant included. */
static void take_ticks(struct file *f, instant until, const struct rulebook *rules)
{
    for (;;) {
        instant daily = daily_next(f), watch = watch_next(f);
        instant tick = is_before(watch, daily) ? watch : daily;
        if (tick.us == never.us || is_before(until, tick)) return;
        take_tick(f, tick, rules);
    }
}

/* All facts, and all ticks up to the later of `until` and the last fact (R5). */
enum rc file_walk(struct file *f, const struct rulebook *rules, instant until, struct why *why)
{
    struct unpacked u;
    if (!f->walked) walk_anew(f);
    for (struct row_at at = f->next; ledger_next(&f->ledger, &at, &u); f->next = at) {
        if (!u.live) continue;
        if (f->tour && is_before(until, u.fact.event_time)) break;
        take_ticks(f, u.fact.event_time, rules);
        take_fact(f, &u, rules);
    }
    take_ticks(f, until, rules);
    return file_whole(f, why);
}

enum rc file_tour(const struct file *f, const struct rulebook *rules, instant until,
    const struct file_tour *tour, struct why *why)
{
    struct file copy = { .room = f->room, .ledger = f->ledger, .tour = tour };
    walk_begin(&copy.walk, &copy.room);
    enum rc rc = file_walk(&copy, rules, until, why);
    if (rc == RC_OK && copy.walk.began) tour->watch(tour->self, &copy.walk, NULL);
    walk_end(&copy.walk);
    return rc;
}

/* ---- linked people ---- */

void file_empty(struct file *f)
{
    ledger_free(&f->ledger, &f->room);
    f->walked = false;
    f->next = (struct row_at){ 0 };
}

enum rc file_copy_facts(struct file *to, const struct ledger *from, struct why *why)
{
    ledger_copy(&to->ledger, from, &to->room);
    to->walked = false;
    return file_whole(to, why);
}

enum rc file_copy(struct file *to, const struct file *from, struct why *why)
{
    return file_copy_facts(to, &from->ledger, why);
}

void file_shred_member(struct file *f) { shred(f); }

static bool holds_facts(const struct file *f) { return f->ledger.rows.n > 0 || kin_holds(f); }

bool file_is_shredded(const struct file *f) { return f->told.shredded && !holds_facts(f); }

void file_shred(struct file *f)
{
    if (!holds_facts(f)) shred(f);
}

/* ---- steps ---- */

static struct tongue tongue_of(struct file *f, const struct step *step, struct arena *a)
{
    return (struct tongue){
        .arena = a, .room = &f->room, .at = step->at, .tick = step->tick, .cause = step->cause
    };
}

static bool is_empty(const struct file *f)
{
    return f->ledger.rows.n == 0 && (f->told.shredded || f->told.roles == 0);
}

enum rc file_step(struct file *f, const struct rulebook *rules, const struct step *step,
    struct arena *a, struct signals *ret, struct why *why)
{
    *ret = (struct signals){ 0 };
    if (is_empty(f)) return RC_OK;
    enum rc rc = file_walk(f, rules, step->at, why);
    if (rc != RC_OK) return rc;
    struct tongue tongue = tongue_of(f, step, a);
    told_step(&f->told, &f->walk, &tongue);
    if (f->told.shredded) forget(f);
    if (tongue.failed) return why_set(why, RC_BROKEN, "a step says more than its arena holds");
    *ret = (struct signals){ tongue.said, tongue.n };
    return file_whole(f, why);
}

enum rc file_hear(struct file *f, const struct rulebook *rules, const struct step *step,
    const struct signals *said, struct why *why)
{
    if (is_empty(f)) return RC_OK;
    enum rc rc = file_walk(f, rules, step->at, why);
    if (rc != RC_OK) return rc;
    struct tongue tongue = tongue_of(f, step, NULL);
    tongue.said = said->at;
    tongue.n = said->n;
    told_hear(&f->told, &f->walk, &tongue);
    if (f->told.shredded) forget(f);
    return file_whole(f, why);
}

/* Ticks before this one change nothing (their days are counted when the next one is walked). */
static instant quiet_until(const struct file *f)
{
    date day = walk_quiet_until(&f->walk);
    return day.days > 3000000 ? never : instant_plus(date_start(day), MINUTES(30));
}

instant file_due(const struct file *f)
{
    if (is_empty(f)) return never;
    if (!f->walked || f->next.i < f->ledger.rows.n) return (instant){ INT64_MIN };
    instant due = daily_next(f), watch = watch_next(f), told = told_due(&f->told);
    bool quiet = due.us != never.us && f->walk.status != HUB_FILE_STATUS_SEALED &&
                 instant_date(due).days > f->walk.today.days;
    if (quiet) due = later_of(due, quiet_until(f));
    if (is_before(watch, due)) due = watch;
    return is_before(told, due) ? told : due;
}
