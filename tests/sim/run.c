/* Whoever is due first runs next: a fiber, a record that lands, an answer that comes back, a
 * session that runs out, or the next thing in the plan. Where nothing is due but idle looking, time
 * leaps. */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>

#include "plan.h"
#include "receiver.h"
#include "redis.h"
#include "seam_bus.h"

enum { STEPS_MAX = 4000000, MEMORY_MAX = 96 << 20 };

static struct {
    bool restarts;
    instant again[FIBERS_MAX]; /* when who is down is started; 0: not */
    uint32_t fuses;            /* per mille of the lives that have one */
} running;

void run_begin(void)
{
    running.restarts = false;
    sim.way = (span){ dice(4) ? 3000 : 400000 };
    running.fuses = (uint32_t)(dice(3) == 0 ? 0 : 100 + dice(700));
    memset(running.again, 0, sizeof running.again);
}

void run_restarts(bool restarts)
{
    running.restarts = restarts;
    for (int i = 0; i < fibers_count(); i++) {
        fiber_at(i)->fuse = 0;
        if (!restarts) running.again[i] = (instant){ 0 };
    }
}

/* --- coming and going --- */

/* At the first, second or a later call of one kind, or after many of any. */
static void fuse_draw(struct fiber *f)
{
    f->fuse_site = dice(3) ? (int)dice(SITE_COUNT) : -1;
    f->fuse = 1 + dice(dice(2) ? 2 : INT64_C(1) << (f->fuse_site < 0 ? 4 + dice(10) : dice(7)));
}

static void begin(struct fiber *f)
{
    running.again[f->number] = (instant){ 0 };
    f->fuse = 0;
    if (fault(running.fuses)) fuse_draw(f);
    fiber_start(f);
}

static void end_check(const struct fiber *f)
{
    if (f->status == 0) rare_seen(RARE_left_in_order);
    if (f->status > 0) rare_seen(RARE_ended_by_itself);
    if (f->status > 0 && (sim.recovered || sim.clean))
        violated("I9: %s ends by itself where nothing is wrong", f->name);
    if (f->memory.pieces)
        violated(
            "I8: %s has ended and %zu pieces of its memory are left", f->name, f->memory.pieces);
    if (f->memory.most > MEMORY_MAX) violated("I8: %s took %zu bytes", f->name, f->memory.most);
}

void fiber_gone(struct fiber *f)
{
    say("%s is gone (%d)", f->name, f->status);
    trace_add((uint64_t)f->status);
    if (f->status >= 0) end_check(f);
    group_lose(f);
    writers_lose(f);
    memory_drop(&f->memory);
    memory_init(&f->memory);
    span down = dice_span((span){ 100000 }, dice(4) ? SECONDS(4) : SECONDS(20));
    if (running.restarts) running.again[f->number] = instant_plus(sim.now, down);
    busy();
}

static instant again_next(void)
{
    instant next = { INT64_MAX };
    for (int i = 0; i < fibers_count(); i++)
        if (running.again[i].us && is_before(running.again[i], next)) next = running.again[i];
    return next;
}

static void again_look(void)
{
    for (int i = 0; i < fibers_count(); i++)
        if (running.again[i].us && !is_before(sim.now, running.again[i])) begin(fiber_at(i));
}

/* --- time --- */

static struct fiber *first_due(void)
{
    struct fiber *first = NULL;
    for (int i = 0; i < fibers_count(); i++) {
        struct fiber *f = fiber_at(i);
        if (f->alive && (!first || is_before(f->wake, first->wake))) first = f;
    }
    return first;
}

static instant earlier(instant a, instant b) { return is_before(a, b) ? a : b; }

static instant outside_next(void)
{
    instant next = earlier(writers_next(), receiver_next());
    next = earlier(next, earlier(groups_next(), late_next()));
    return earlier(next, earlier(again_next(), plan_next()));
}

static bool is_quiet(void)
{
    return !is_before(sim.now, sim.busy_until) && !is_before(sim.now, sim.kafka_away) &&
           !is_before(sim.now, sim.redis_away) && writers_idle() && receiver_idle() &&
           groups_settled();
}

/* Over what is quiet, to what comes next, to the hour, or a quarter of an hour at most. */
static bool leap(instant until)
{
    if (!is_quiet()) return false;
    instant to = earlier(until, earlier(again_next(), plan_next()));
    to = earlier(to, instant_plus(sim.now, dice_span(MINUTES(1), MINUTES(15))));
    instant hour = tick_at_or_after(instant_plus(sim.now, (span){ 1 }));
    to = earlier(to, instant_plus(hour, dice_span((span){ 1 }, SECONDS(2))));
    if (between(sim.now, to).us < SECONDS(1).us) return false;
    trace_add((uint64_t)to.us);
    sim.now = to;
    busy();
    return true;
}

static void outside_look(void)
{
    writers_look();
    receiver_look();
    late_look();
    broker_look();
    again_look();
    plan_look();
}

/* One step; false: nothing is due until then. */
static bool step(instant until, bool leaps)
{
    if (leaps && leap(until)) return true;
    struct fiber *f = first_due();
    instant due = outside_next();
    if (f) due = earlier(due, f->wake);
    if (is_before(until, due)) {
        sim.now = later_of(sim.now, until);
        return false;
    }
    sim.now = later_of(sim.now, due);
    outside_look();
    f = first_due();
    if (f && !is_before(sim.now, f->wake)) fiber_run(f);
    if (sim.steps > STEPS_MAX) violated("I9: the world does not come to an end");
    return true;
}

void run_until(instant then, bool leaps)
{
    while (!sim.violation[0] && is_before(sim.now, then)) (void)step(then, leaps);
}

bool run_until_quiet(span at_most)
{
    instant until = instant_plus(sim.now, at_most);
    while (!sim.violation[0] && is_before(sim.now, until) && !is_quiet()) (void)step(until, false);
    return is_quiet();
}

void run_to_end(struct fiber *f, span at_most)
{
    instant until = instant_plus(sim.now, at_most);
    while (!sim.violation[0] && f->alive && is_before(sim.now, until)) (void)step(until, false);
    if (f->alive) violated("I9: %s does not come to an end", f->name);
}

/* --- who plays --- */

static struct fiber *part_cast(const char *name, fiber_main *start, const char *secrets, bool fixed)
{
    struct fiber *f = fiber_new(name, start);
    const char *words[] = { "--secrets", secrets, "--brokers", "sim:1" };
    for (size_t i = 0; i < COUNT(words); i++) fiber_argument(f, words[i]);
    if (!fixed) return f;
    fiber_argument(f, "--member");
    fiber_argument(f, name);
    return f;
}

static void number_argument(struct fiber *f, const char *name, int64_t n, const char *unit)
{
    char word[32];
    (void)snprintf(word, sizeof word, "%lld%s", (long long)n, unit);
    fiber_argument(f, name);
    fiber_argument(f, word);
}

static void assessor_cast(const char *name, const char *secrets, bool fixed)
{
    struct fiber *f = part_cast(name, assessor_main, secrets, fixed);
    number_argument(f, "--snapshot-age", INT64_C(1) << dice(11), "s");
    number_argument(f, "--snapshot-steps", INT64_C(1) << dice(10), "");
}

static void courier_cast(const char *name, const char *secrets, bool fixed)
{
    struct fiber *f = part_cast(name, courier_main, secrets, fixed);
    if (dice(3) == 0) number_argument(f, "--waiting", 2 + dice(20), "");
    if (dice(2) == 0) number_argument(f, "--note-after", dice(3000), "ms");
}

static void projector_cast(const char *name, const char *secrets, bool fixed)
{
    struct fiber *f = part_cast(name, projector_main, secrets, fixed);
    number_argument(f, "--batch-records", INT64_C(1) << dice(10), "");
    fiber_argument(f, "--redis");
    fiber_argument(f, "sim:1");
}

static void intake_cast(const char *name, const char *secrets, bool fixed)
{
    struct fiber *f = part_cast(name, intake_main, secrets, fixed);
    number_argument(f, "--cached", 64, ""); /* the default is a large room to make at each start */
}

void cast_make(const char *secrets)
{
    bool fixed = dice(2);
    intake_cast("intake-a", secrets, fixed);
    if (dice(2)) intake_cast("intake-b", secrets, fixed);
    assessor_cast("assessor-a", secrets, fixed);
    if (dice(3)) assessor_cast("assessor-b", secrets, fixed);
    projector_cast("projector-a", secrets, fixed);
    if (dice(3) == 0) projector_cast("projector-b", secrets, fixed);
    courier_cast("courier-a", secrets, fixed);
    if (dice(3) == 0) courier_cast("courier-b", secrets, fixed);
}

void cast_start(void)
{
    run_restarts(true);
    for (int i = 0; i < fibers_count(); i++)
        running.again[i] = instant_plus(sim.now, dice_span((span){ 1 }, SECONDS(2)));
}
