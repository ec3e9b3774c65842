/* sim [--loud] [--find BUG] FIRST LAST: the worlds of these seeds. Exit 1, and a line with the seed
 * and the digest of its trace, at the first that breaks an invariant; it is then run once more and
 * must break it in the same way (exit 3: it does not). With a planted bug that is what must happen.
 * Without, and over CAMPAIGN seeds or more, every path of RARE_PATHS must have been seen and every
 * site have had its crash. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "books.h"
#include "clockwork.h"
#include "plan.h"
#include "planted.h"
#include "province.h"
#include "receiver.h"
#include "redis.h"
#include "run.h"
#include "seam_bus.h"
#include "setup.h"

enum { HOURS_FOR_WEBHOOKS = 60, CAMPAIGN = 500 };

/* 2026-03-01T00:00:00Z and some hours. */
static const instant epoch = { 1772323200000000 };

struct outcome {
    uint64_t trace;
    char violation[sizeof sim.violation];
};

static struct secrets *secrets;
static char folder[] = "sim-secrets.XXXXXX";

/* --- one world --- */

static void faults_end(void)
{
    sim.healed = true;
    sim.kafka_away = sim.redis_away = sim.now;
    for (int i = 0; i < fibers_count(); i++) {
        struct fiber *f = fiber_at(i);
        f->fuse = 0;
        f->skew = (span){ 0 };
        f->frozen_until = sim.now;
    }
    say("healed");
}

/* Sessions of the dead run out, and who is down comes back, before the 30 seconds are counted. */
static void recover(void)
{
    run_until(instant_plus(sim.now, SECONDS(12)), false);
    sim.recovered = true;
    province_moment(false);
    run_until(instant_plus(sim.now, SECONDS(30)), false);
    bool hour_just_passed =
        is_before(tick_at_or_after(instant_minus(sim.now, SECONDS(5))), sim.now);
    if (hour_just_passed) run_until(instant_plus(sim.now, SECONDS(6)), false);
    if (!sim.violation[0]) facts_check();
    if (!sim.violation[0]) progress_check();
}

static void webhooks_await(void)
{
    instant until = instant_plus(sim.now, HOURS(HOURS_FOR_WEBHOOKS));
    instant from = sim.now;
    struct text open = { "" };
    while (!sim.violation[0] && is_before(sim.now, until) && !webhooks_done(&open))
        run_until(instant_plus(sim.now, MINUTES(20)), true);
    if (between(from, sim.now).us > HOURS(1).us) rare_seen(RARE_webhook_after_hours);
    if (!webhooks_done(&open)) violated("I9: webhooks do not come through: %s", open.at);
}

static void end_in_order(void)
{
    run_restarts(false);
    for (int i = 0; i < fibers_count(); i++) fiber_leave(fiber_at(i));
    for (int i = 0; i < fibers_count() && !sim.violation[0]; i++)
        run_to_end(fiber_at(i), SECONDS(30));
}

static void world_run(uint64_t seed)
{
    world_begin(seed, instant_plus(epoch, (span){ 0 }));
    sim.now = instant_plus(epoch, dice_span((span){ 0 }, HOURS(30)));
    fibers_reset();
    broker_begin();
    seam_bus_begin();
    seam_redis_begin();
    the_redis = (struct redis_db){ .n = 0 };
    plan_begin();
    run_begin();
    province_begin();
    books_begin(secrets);
    setup_make(secrets);
    cast_make(folder);
    plan_make();
    cast_start();
    while (!sim.violation[0] && is_before(sim.now, plan_end())) run_until(plan_end(), true);
    run_until(instant_plus(sim.now, SECONDS(3)), false);
    faults_end();
    recover();
    webhooks_await();
    end_in_order();
    if (!sim.violation[0]) topics_look();
    if (!sim.violation[0]) oracle_compare(folder);
    fibers_reset();
}

static struct outcome world_of(uint64_t seed)
{
    struct outcome o;
    world_run(seed);
    o.trace = sim.trace;
    memcpy(o.violation, sim.violation, sizeof o.violation);
    return o;
}

/* --- campaigns --- */

/* A world that breaks something breaks it again, by the same steps. */
static bool replays(uint64_t seed, const struct outcome *first)
{
    struct outcome again = world_of(seed);
    if (again.trace == first->trace && strcmp(again.violation, first->violation) == 0) return true;
    printf("seed %" PRIu64 " does not replay: %016" PRIx64 " %s\n", seed, again.trace,
        again.violation);
    return false;
}

static bool found(uint64_t seed, const struct outcome *o)
{
    if (!o->violation[0]) return false;
    printf("seed %" PRIu64 ", trace %016" PRIx64 ": %s\n", seed, o->trace, o->violation);
    return true;
}

static int unseen(void)
{
    int n = 0;
    for (int i = 0; i < RARE_COUNT; i++) {
        if (rare_counts[i]) continue;
        printf("never seen: %s\n", rare_name((enum rare)i));
        n++;
    }
    for (int i = 0; i < SITE_COUNT; i++) {
        if (crash_counts[i]) continue;
        printf("no crash at: %s\n", site_name((enum site)i));
        n++;
    }
    return n;
}

static void counts_print(void)
{
    for (int i = 0; i < RARE_COUNT; i++)
        printf("  %-32s %" PRId64 "\n", rare_name((enum rare)i), rare_counts[i]);
    for (int i = 0; i < SITE_COUNT; i++)
        printf("  crash at %-23s %" PRId64 "\n", site_name((enum site)i), crash_counts[i]);
}

static int campaign(uint64_t first, uint64_t last)
{
    uint64_t digest = 0;
    for (uint64_t seed = first; seed <= last; seed++) {
        struct outcome o = world_of(seed);
        digest = digest * 31 + o.trace;
        if (found(seed, &o)) return replays(seed, &o) ? 1 : 3;
    }
    printf("%" PRIu64 " worlds, traces %016" PRIx64 ": all invariants hold\n", last - first + 1,
        digest);
    if (last - first + 1 < CAMPAIGN) return 0;
    counts_print();
    return unseen() ? 1 : 0;
}

static void secrets_make(void)
{
    struct why why = { "" };
    world_begin(20260301, epoch);
    clockwork_begin();
    enum rc rc = mkdtemp(folder) ? secrets_init(folder, &why) : RC_BROKEN;
    if (rc == RC_OK) rc = secrets_open(&secrets, folder, (1u << SECRETS) - 1, &why);
    if (rc == RC_OK) return;
    fprintf(stderr, "sim: %s\n", why.text);
    exit(2);
}

static void secrets_drop(void)
{
    char path[64];
    for (int i = 0; i < SECRETS; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, secret_file((enum secret)i));
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

int main(int argc, char *argv[])
{
    static char *nothing[] = { NULL };
    int at = 1;
    environ = nothing; /* options of the services come from here alone */
    for (; at < argc && argv[at][0] == '-'; at++) {
        if (strcmp(argv[at], "--loud") == 0) {
            sim.loud = true;
        } else if (strcmp(argv[at], "--find") != 0 || ++at == argc || !planted_choose(argv[at])) {
            return fputs("usage: sim [--loud] [--find BUG] FIRST LAST\n", stderr), 2;
        }
    }
    if (at + 2 != argc) return fputs("usage: sim [--loud] [--find BUG] FIRST LAST\n", stderr), 2;
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    secrets_make();
    int status = campaign(strtoull(argv[at], NULL, 10), strtoull(argv[at + 1], NULL, 10));
    secrets_drop();
    return status;
}
