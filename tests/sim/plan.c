#include "plan.h"

#include <stdlib.h>

#include "planted.h"
#include "province.h"
#include "receiver.h"
#include "redis.h"
#include "seam_bus.h"

enum { PLAN_MAX = 256 };

enum act {
    ACT_EVENT,
    ACT_OPEN,
    ACT_HEARTBEAT,
    /* faults: */
    ACT_CRASH,
    ACT_LEAVE,
    ACT_FREEZE,
    ACT_KAFKA_AWAY,
    ACT_REDIS_AWAY,
    ACT_REDIS_BACK, /* restarts with what it had a while ago */
    ACT_REDIS_EMPTIED,
    ACT_MOOD,
    ACT_CLOCK,
    ACT_COMPACT,
    ACTS,
};

struct planned {
    instant at;
    enum act act;
};

static struct planned plan[PLAN_MAX];
static int n_plan, done;

void plan_begin(void) { n_plan = done = 0; }
instant plan_end(void) { return n_plan ? plan[n_plan - 1].at : sim.now; }
instant plan_next(void) { return done < n_plan ? plan[done].at : (instant){ INT64_MAX }; }

/* --- acts --- */

static struct fiber *anybody(void) { return fiber_at((int)dice(fibers_count())); }

static void redis_back(void)
{
    int64_t back = dice(1 + (INT64_C(1) << dice(7)));
    int64_t kept = MAX(the_redis.n_journal - back, 0);
    say("Redis restarts without its last %lld writes", (long long)back);
    rare_seen(RARE_redis_went_back);
    redis_restart(kept);
}

static void clock_set(void)
{
    bool back = dice(2);
    span by = dice_span(SECONDS(1), HOURS(1));
    rare_seen(back ? RARE_clock_set_back : RARE_clock_set_forward);
    struct fiber *f = anybody();
    bool door = strncmp(f->name, "intake", 6) == 0;
    f->skew.us = back ? -by.us : door ? 0 : by.us; /* README.md: a door that is ahead */
    say("the clock of %s is off by %lld s", f->name, (long long)f->skew.us / 1000000);
}

static void away(instant *until, span most, enum rare rare)
{
    rare_seen(rare);
    *until = instant_plus(sim.now, dice_span((span){ 100000 }, most));
    say("%s until %.3f", rare_name(rare), (double)(until->us % 1000000000000) / 1e6);
}

static void fault_do(enum act act)
{
    struct fiber *f = anybody();
    switch (act) {
    case ACT_CRASH: fiber_crash(f); return;
    case ACT_LEAVE: fiber_leave(f); return;
    case ACT_FREEZE:
        fiber_freeze(f, dice_span(SECONDS(1), SECONDS(20)));
        writers_freeze(f);
        return;
    case ACT_KAFKA_AWAY: away(&sim.kafka_away, SECONDS(dice(3) ? 3 : 40), RARE_kafka_away); return;
    case ACT_REDIS_AWAY: away(&sim.redis_away, SECONDS(dice(3) ? 3 : 40), RARE_redis_away); return;
    case ACT_REDIS_BACK: redis_back(); return;
    case ACT_REDIS_EMPTIED:
        rare_seen(RARE_redis_emptied);
        redis_restart(0);
        return;
    case ACT_MOOD:
        receiver_mood_set((int)dice(PARTNERS), (enum receiver_mood)(1 + dice(MOODS - 1)),
            instant_plus(sim.now, dice_span(SECONDS(1), dice(2) ? SECONDS(30) : HOURS(2))));
        return;
    case ACT_CLOCK: clock_set(); return;
    case ACT_COMPACT:
        log_compact(log_topic("hub.files.v1"));
        log_compact(log_topic("hub.identities.v1"));
        log_compact(log_topic("hub.deliveries.v1"));
        return;
    case ACT_EVENT:
    case ACT_OPEN:
    case ACT_HEARTBEAT:
    case ACTS: return;
    }
}

static span age_drawn(void)
{
    if (dice(3)) return dice_span(SECONDS(1), MINUTES(10));
    return dice(2) ? dice_span(HOURS(1), HOURS(48)) : dice_span(DAYS(1), DAYS(120));
}

static void act_do(const struct planned *p)
{
    trace_add(p->act);
    busy();
    switch (p->act) {
    case ACT_EVENT: province_publish(age_drawn()); return;
    case ACT_OPEN: province_moment(true); return;
    case ACT_HEARTBEAT: province_moment(false); return;
    case ACT_CRASH:
    case ACT_LEAVE:
    case ACT_FREEZE:
    case ACT_KAFKA_AWAY:
    case ACT_REDIS_AWAY:
    case ACT_REDIS_BACK:
    case ACT_REDIS_EMPTIED:
    case ACT_MOOD:
    case ACT_CLOCK:
    case ACT_COMPACT:
    case ACTS: fault_do(p->act); return;
    }
}

void plan_look(void)
{
    while (done < n_plan && !is_before(sim.now, plan[done].at)) {
        struct planned *p = &plan[done];
        bool publishes = p->act <= ACT_HEARTBEAT && is_before(sim.now, sim.kafka_away);
        if (publishes) { /* agencies wait for Kafka too, and all that comes behind them */
            p->at = instant_plus(sim.kafka_away, (span){ 1000 });
            for (int i = done + 1; i < n_plan; i++) plan[i].at = later_of(plan[i].at, p->at);
            return;
        }
        done++;
        act_do(p);
    }
}

/* --- drawing --- */

static void add(instant at, enum act act)
{
    if (n_plan == PLAN_MAX) abort();
    plan[n_plan++] = (struct planned){ at, act };
}

static int by_time(const void *a, const void *b)
{
    const struct planned *x = a, *y = b;
    if (x->at.us != y->at.us) return x->at.us < y->at.us ? -1 : 1;
    return (int)x->act - (int)y->act;
}

/* A quarter of the kinds of faults comes often, the others seldom or never. */
static enum act fault_drawn(const int *weights)
{
    int all = 0;
    for (int i = ACT_CRASH; i < ACTS; i++) all += weights[i];
    int64_t at = dice(all);
    for (int i = ACT_CRASH; i < ACTS; i++) {
        at -= weights[i];
        if (at < 0) return (enum act)i;
    }
    return ACT_CRASH;
}

/* Near something that happens: an event, or an hour. */
static instant near_something(instant from, instant to)
{
    instant at = instant_plus(from, dice_span((span){ 0 }, between(from, to)));
    if (dice(3) == 0)
        at = tick_at_or_after(at);
    else if (n_plan)
        at = plan[dice(n_plan)].at;
    at = instant_plus(at, dice_span((span){ 0 }, SECONDS(dice(2) ? 1 : 4)));
    return later_of(at, from);
}

void plan_make(void)
{
    int weights[ACTS] = { 0 };
    instant start = sim.now, opened = instant_plus(start, SECONDS(6 + dice(6)));
    int64_t history = dice(10), events = 6 + dice(24), faults = dice(16);
    span lasts = HOURS(dice(6) ? 1 + dice(7) : 24 + dice(25));
    instant end = instant_plus(opened, lasts);
    for (int i = ACT_CRASH; i < ACTS; i++) weights[i] = dice(4) ? 1 : 8;
    for (int64_t i = 0; i < history; i++)
        add(instant_plus(start, dice_span((span){ 0 }, SECONDS(5))), ACT_EVENT);
    add(opened, ACT_OPEN);
    for (int64_t i = 0; i < events; i++) {
        instant at = instant_plus(opened, dice_span(SECONDS(1), lasts));
        bool burst = dice(3) == 0 && n_plan > 1;
        if (burst) at = instant_plus(plan[n_plan - 1].at, dice_span((span){ 1 }, SECONDS(2)));
        add(at, ACT_EVENT);
    }
    for (int64_t i = 0; i < faults; i++) add(near_something(start, end), fault_drawn(weights));
    if (dice(3) == 0) add(near_something(opened, end), ACT_HEARTBEAT);
    qsort(plan, (size_t)n_plan, sizeof *plan, by_time);
}
