/* Sources stand in a row before a gate. Behind it lies the next hour. The gate opens when nobody
 * can still come with a record of this hour: each source shows one of a later hour, or is empty up
 * to an end that was looked up after the hour was over. */
#include "gate.h"

#include <stdlib.h>

#define PATIENCE MINUTES(10) /* for a source that cannot be read */
#define FUTURE MINUTES(5)    /* stamps may lie so far ahead of our clock */
#define ASK_AGAIN SECONDS(1) /* at most one request for ends a second, if an answer is missing */
#define SILENCE SECONDS(30)  /* nothing heard from any source: patience does not run out */

enum { NEVER = -1, SIFT_US = 50000 /* between two requests while history is sifted */ };

enum rc gate_new(struct gate **ret, enum gate_clock clock, size_t sources, struct why *why)
{
    CLEANUP(gate_freep) struct gate *g = calloc(1, sizeof *g);
    if (!g) return why_set(why, RC_BROKEN, "out of memory");
    g->sources = calloc(sources ? sources : 1, sizeof *g->sources);
    if (!g->sources) return why_set(why, RC_BROKEN, "out of memory");
    g->clock = clock;
    g->n = sources;
    for (size_t i = 0; i < sources; i++) g->sources[i].end = g->sources[i].end_before = NEVER;
    *ret = TAKE(g);
    return RC_OK;
}

struct gate *gate_free(struct gate *g)
{
    if (!g) return NULL;
    free(g->sources);
    free(g);
    return NULL;
}

instant gate_stamp(instant stamp)
{
    instant edge = tick_at_or_after(stamp), second = instant_minus(edge, SECONDS(1));
    return is_before(stamp, edge) && is_before(second, stamp) ? second : stamp;
}

/* --- which gate stands before us, and who has reached it --- */

/* The source in front of which hub.opened stands; NULL if none does. */
static const struct gate_source *opening(const struct gate *g)
{
    for (size_t i = 0; !g->opened && i < g->n; i++)
        if (g->sources[i].shown && g->sources[i].record == GATE_OPENED) return &g->sources[i];
    return NULL;
}

/* The first record of hub.decisions seen that is not of this hour; NULL if none is in front. */
static const struct gate_source *herald(const struct gate *g)
{
    const struct gate_source *first = NULL;
    for (size_t i = 0; i < g->n; i++) {
        const struct gate_source *s = &g->sources[i];
        if (!s->decides || !s->shown || is_before(s->stamp, g->tick)) continue;
        if (!first || s->seen < first->seen) first = s;
    }
    return first;
}

static struct gate_bar bar_now(const struct gate *g)
{
    const struct gate_source *opener = g->opener;
    if (opener)
        return (struct gate_bar){ .there = true,
            .over = true,
            .at = opener->stamp,
            .after = opener->seen,
            .from = { INT64_MIN } };
    if (!g->opened) return (struct gate_bar){ .there = false };
    if (g->clock == GATE_CLOCK_WALL)
        return (struct gate_bar){
            .there = true, .over = !is_before(g->looked_at, g->tick), .at = g->tick, .from = g->tick
        };
    const struct gate_source *first = herald(g);
    return (struct gate_bar){ .there = true,
        .over = first != NULL,
        .at = g->tick,
        .after = first ? first->seen : 0,
        .from = { INT64_MIN } };
}

static bool is_of_this_hour(const struct gate_source *s, const struct gate_bar *bar)
{
    return !bar->there || is_before(s->stamp, bar->at);
}

/* The earliest decision about nobody; NULL if none is in front. */
static const struct gate_source *doubt_find(const struct gate *g)
{
    const struct gate_source *first = NULL;
    for (size_t i = 0; i < g->n; i++) {
        const struct gate_source *s = &g->sources[i];
        if (!s->shown || s->record != GATE_NOBODY || !is_of_this_hour(s, &g->bar)) continue;
        if (!first || is_before(s->stamp, first->stamp)) first = s;
    }
    return first;
}

static struct gate_bar doubt_bar(const struct gate_source *doubtful)
{
    if (!doubtful) return (struct gate_bar){ .there = false };
    return (struct gate_bar){ .there = true,
        .over = true,
        .at = doubtful->stamp,
        .after = doubtful->seen,
        .from = { INT64_MIN } };
}

static bool is_at_the_end(const struct gate_source *s)
{
    return !s->shown && s->end != NEVER && s->next >= s->end;
}

/* Shown to have nothing more of this hour, or left behind. */
static bool has_reached(const struct gate_source *s, const struct gate_bar *bar)
{
    if (s->passed_over) return true;
    if (s->shown) return !is_before(s->stamp, bar->at);
    return is_at_the_end(s) && s->asked > bar->after && !is_before(s->asked_at, bar->from);
}

static bool all_reached(const struct gate *g, const struct gate_bar *bar)
{
    for (size_t i = 0; i < g->n; i++)
        if (!has_reached(&g->sources[i], bar)) return false;
    return true;
}

static bool decisions_reached(const struct gate *g, const struct gate_bar *bar)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->sources[i].decides && !has_reached(&g->sources[i], bar)) return false;
    return true;
}

/* Before the opening hub.decisions goes first, so that records from after it are not taken for
 * history just because nobody has looked there yet. */
static bool decisions_are_known(const struct gate *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct gate_source *s = &g->sources[i];
        if (!s->decides || s->passed_over) continue;
        if (s->shown ? s->record != GATE_OPENED : !is_at_the_end(s)) return false;
    }
    return true;
}

/* When the end of hub.decisions was last asked for, the least of its partitions. */
static uint64_t decisions_asked(const struct gate *g)
{
    uint64_t asked = UINT64_MAX;
    for (size_t i = 0; i < g->n; i++)
        if (g->sources[i].decides) asked = MIN(asked, g->sources[i].asked);
    return asked;
}

/* What stood in a source before the end of hub.decisions was asked for, and hub.opened did not
 * stand there, is history. What came later may have come after it, and waits for the next request:
 * else a door that is behind takes hours of life for history. */
static void history_find(struct gate *g)
{
    uint64_t asked = decisions_asked(g);
    for (size_t i = 0; i < g->n; i++) {
        struct gate_source *s = &g->sources[i];
        int64_t before = s->asked < asked ? s->end : s->end_before;
        if (s->asked <= asked) s->history = MAX(s->history, before);
    }
}

static void bar_find(struct gate *g)
{
    g->opener = opening(g);
    g->bar = bar_now(g);
    g->decisions_known = decisions_are_known(g);
    g->doubtful = doubt_find(g);
    g->doubt = doubt_bar(g->doubtful);
    g->doubt_first = g->doubtful && decisions_reached(g, &g->doubt);
    if (!g->opened && g->decisions_known && !g->opener) history_find(g);
}

static bool is_history(const struct gate_source *s) { return s->next <= s->history; }

static bool history_waits(const struct gate *g)
{
    if (g->opened || g->opener || !g->decisions_known) return false;
    for (size_t i = 0; i < g->n; i++) {
        const struct gate_source *s = &g->sources[i];
        if (s->shown && !s->decides && !is_history(s)) return true;
    }
    return false;
}

static bool is_ahead(const struct gate *g, const struct gate_source *s, instant now)
{
    return g->clock == GATE_CLOCK_WALL && s->shown &&
           is_before(instant_plus(now, FUTURE), s->stamp);
}

void gate_resume(struct gate *g, instant tick)
{
    g->opened = true;
    g->tick = tick;
    g->last = instant_minus(tick, HOURS(1));
    bar_find(g);
}

/* --- what was read --- */

void gate_show(struct gate *g, size_t source, const struct gate_sight *sight)
{
    struct gate_source *s = &g->sources[source];
    assert(source < g->n && !s->shown);
    s->shown = true;
    s->record = sight->record;
    s->stamp = gate_stamp(sight->stamp);
    s->seen = ++g->order;
    s->next = sight->offset + 1;
    s->waited = (span){ 0 };
    s->passed_over = false;
    g->heard_at = sight->now;
    g->ahead = g->ahead || is_ahead(g, s, sight->now);
    if (s->decides) bar_find(g);
}

void gate_read_to(struct gate *g, size_t source, int64_t next)
{
    assert(source < g->n);
    struct gate_source *s = &g->sources[source];
    s->next = MAX(s->next, next);
    if (s->decides) bar_find(g);
}

void gate_filed(struct gate *g, size_t source)
{
    struct gate_source *s = &g->sources[source];
    assert(source < g->n && s->shown);
    s->shown = false;
    if (s->record == GATE_OPENED && !g->opened) {
        g->opened = true;
        g->last = s->stamp;
        g->tick = tick_at_or_after((instant){ s->stamp.us + 1 }); /* fold.md R42: after it */
    }
    if (s->decides) bar_find(g);
}

void gate_ticked(struct gate *g)
{
    g->last = g->tick;
    g->tick = instant_plus(g->tick, HOURS(1));
    bar_find(g);
}

/* --- ends --- */

/* Before the opening: is it known whether hub.opened is already there? */
static bool decisions_were_looked_up(const struct gate *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct gate_source *s = &g->sources[i];
        if (s->decides && !s->shown && s->end == NEVER) return false;
    }
    return true;
}

/* Ends that were asked for in time are known; an answer that is missing is asked for again. */
static bool asks_for(const struct gate *g, const struct gate_bar *bar, instant now)
{
    if (g->asked <= bar->after || is_before(g->asked_at, bar->from)) return true;
    return between(g->asked_at, now).us >= ASK_AGAIN.us || is_before(now, g->asked_at);
}

static bool waits_at(const struct gate *g, const struct gate_bar *bar)
{
    return bar->there && bar->over && !all_reached(g, bar);
}

bool gate_wants_ends(const struct gate *g, instant now)
{
    if (history_waits(g))
        return between(g->asked_at, now).us >= SIFT_US || is_before(now, g->asked_at);
    if (waits_at(g, &g->doubt)) return asks_for(g, &g->doubt, now);
    bool starting = !g->opened && !decisions_were_looked_up(g);
    return (starting || waits_at(g, &g->bar)) && asks_for(g, &g->bar, now);
}

void gate_ask(struct gate *g, instant now)
{
    g->asked = ++g->order;
    g->asked_at = now;
}

void gate_end(struct gate *g, size_t source, int64_t end, instant now)
{
    struct gate_source *s = &g->sources[source];
    assert(source < g->n && g->asked);
    s->asked = g->asked;
    s->asked_at = g->asked_at;
    s->end_before = s->end;
    s->end = end;
    g->heard_at = now;
    if (is_at_the_end(s)) {
        s->waited = (span){ 0 };
        s->passed_over = false;
    }
    if (s->decides) bar_find(g);
}

/* --- what may happen --- */

/* Only silence counts against a source: it shows nothing while others can be read. */
static void patience_count(struct gate *g, const struct gate_bar *bar, span passed)
{
    for (size_t i = 0; i < g->n; i++) {
        struct gate_source *s = &g->sources[i];
        if (s->shown || has_reached(s, bar)) continue;
        s->waited.us += passed.us;
        s->passed_over = s->waited.us >= PATIENCE.us;
    }
}

static bool runs_ahead(const struct gate *g, instant now)
{
    for (size_t i = 0; i < g->n; i++)
        if (is_ahead(g, &g->sources[i], now)) return true;
    return false;
}

void gate_look(struct gate *g, instant now)
{
    span passed = g->looked_at.us ? between(g->looked_at, now) : (span){ 0 };
    g->looked_at = now;
    g->ahead = runs_ahead(g, now);
    bar_find(g);
    struct gate_bar bar = g->doubtful ? g->doubt : g->bar;
    bool heard = between(g->heard_at, now).us <= SILENCE.us;
    if (!bar.there || !bar.over || !heard || passed.us <= 0) return;
    patience_count(g, &bar, passed);
    bar_find(g);
}

/* Before the opening, with no bar in sight: what is certain to have come before it. */
static bool is_certain_history(const struct gate *g, const struct gate_source *s)
{
    if (s->decides) return true;
    if (g->doubtful) return g->doubt_first && is_before(s->stamp, g->doubt.at);
    return g->decisions_known && is_history(s);
}

bool gate_may_file(const struct gate *g, size_t source)
{
    const struct gate_source *s = &g->sources[source];
    if (!s->shown || g->ahead) return false;
    if (!g->opened && s->record == GATE_OPENED) return g->opener == s && all_reached(g, &g->bar);
    if (s->record == GATE_NOBODY) return g->doubtful == s && all_reached(g, &g->doubt);
    return g->bar.there ? is_of_this_hour(s, &g->bar) : is_certain_history(g, s);
}

bool gate_tick_due(const struct gate *g)
{
    struct gate_bar bar = g->bar;
    return g->opened && bar.over && !g->ahead && all_reached(g, &bar);
}

size_t gate_passed_over(const struct gate *g)
{
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) n += g->sources[i].passed_over;
    return n;
}

instant gate_arrival(const struct gate *g, instant stamp)
{
    return g->opened ? later_of(gate_stamp(stamp), g->last) : gate_stamp(stamp);
}
