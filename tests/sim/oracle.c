/* The replay: fresh instances over the log that the faulty world left, with no fault. What it says
 * (words of a fresh assessor over hub.facts; Redis and webhooks of a fresh projector and courier
 * over hub.changes) is what must have come of it. Bugs are not planted here. */
#include "books.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "receiver.h"
#include "redis.h"
#include "run.h"
#include "runtime/topology.h"

#define REPLAY_MOST SECONDS(600)

static void replay(const char *name, fiber_main *start, const char *secrets)
{
    struct fiber *f = fiber_new(name, start);
    const char *words[] = { "--secrets", secrets, "--brokers", "sim:1" };
    for (size_t i = 0; i < COUNT(words); i++) fiber_argument(f, words[i]);
    if (start == projector_main) {
        fiber_argument(f, "--redis");
        fiber_argument(f, "sim:1");
    }
    sim.busy_until = sim.now;
    fiber_start(f);
    if (!run_until_quiet(REPLAY_MOST)) violated("oracle: %s does not come to rest", name);
    fiber_leave(f);
    run_to_end(f, SECONDS(60));
}

/* --- words --- */

static bool same_word(const struct spoken *a, const struct spoken *b)
{
    return a->kind == b->kind && cause_compare(&a->cause, &b->cause) == 0 && a->at.us == b->at.us &&
           a->stamp.us == b->stamp.us && slice_equal(a->body, b->body);
}

static void words_compare(const struct words *said, const struct words *due, int32_t partition)
{
    for (int64_t i = 0; i < MAX(said->n, due->n); i++) {
        const struct spoken *a = i < said->n ? &said->at[i] : NULL;
        const struct spoken *b = i < due->n ? &due->at[i] : NULL;
        if (a && b && same_word(a, b)) continue;
        violated("I1: word %" PRId64 " of partition %d: said of %" PRId64 " %s, due of %" PRId64
                 " %s%s",
            i, (int)partition, a ? a->cause.offset : -1, a ? a->cause.pid.at : "",
            b ? b->cause.offset : -1, b ? b->cause.pid.at : "",
            a && b && cause_compare(&a->cause, &b->cause) == 0 ? " (another content)" : "");
        return;
    }
}

static void words_replay(const char *secrets)
{
    struct log_topic *changes = log_topic(TOPIC_CHANGES), *files = log_topic(TOPIC_FILES);
    struct log_part changes_were[PARTS], files_were[PARTS];
    for (int32_t p = 0; p < PARTS; p++) {
        char name[40];
        (void)snprintf(name, sizeof name, "coastline-files-%d", (int)p);
        (void)transaction_fence(transaction_named(name));
        changes_were[p] = log_swap(changes, p, (struct log_part){ .n = 0 });
        files_were[p] = log_swap(files, p, (struct log_part){ .n = 0 });
    }
    replay("oracle-assessor", assessor_main, secrets);
    for (int32_t p = 0; p < PARTS; p++) {
        struct log_part fresh = log_swap(changes, p, changes_were[p]);
        (void)log_swap(files, p, files_were[p]);
        struct words said = words_heard(&changes_were[p], p), due = words_heard(&fresh, p);
        words_compare(&said, &due, p);
    }
}

/* --- Redis --- */

static void redis_replay(const char *secrets)
{
    char words[200];
    struct redis_db was = the_redis;
    the_redis = (struct redis_db){ .generation = was.generation + 1 };
    replay("oracle-projector", projector_main, secrets);
    if (redis_differs(&was, &the_redis, words)) violated("I1: Redis: %s", words);
}

/* --- webhooks --- */

static const struct taken *taken_named(const struct receiver *r, const struct taken *t)
{
    for (int64_t i = 0; i < r->n; i++)
        if (r->taken[i].partner == t->partner && strcmp(r->taken[i].id.at, t->id.at) == 0)
            return &r->taken[i];
    return NULL;
}

static bool same_line(const struct taken *a, const struct taken *b)
{
    return a->partner == b->partner && slice_equal(a->subject, b->subject);
}

/* The next of the same partner and person, in the order of coming. */
static const struct taken *line_next(const struct receiver *r, const struct taken *t)
{
    for (const struct taken *next = t + 1; next < r->taken + r->n; next++)
        if (same_line(next, t)) return next;
    return NULL;
}

static void taken_compare(const struct receiver *came, const struct receiver *due)
{
    for (int64_t i = 0; i < came->n; i++) {
        const struct taken *a = &came->taken[i], *b = taken_named(due, a);
        if (!b) {
            violated("I5: %s came to partner %d and was not due", a->id.at, a->partner);
            return;
        }
        if (!slice_equal(a->body, b->body)) violated("I5: %s with another body", a->id.at);
        const struct taken *next = line_next(came, a), *should = line_next(due, b);
        if (next && should && strcmp(next->id.at, should->id.at) != 0)
            violated("I5: order: behind %s of partner %d came %s, due was %s", a->id.at, a->partner,
                next->id.at, should->id.at);
    }
    for (int64_t i = 0; i < due->n; i++)
        if (!taken_named(came, &due->taken[i]))
            violated("I5: %s was due to partner %d and never came", due->taken[i].id.at,
                due->taken[i].partner);
}

static void webhooks_replay(const char *secrets)
{
    struct log_topic *notes = log_topic(TOPIC_DELIVERIES);
    struct receiver came = the_receiver;
    for (int32_t p = 0; p < PARTS; p++) (void)log_swap(notes, p, (struct log_part){ .n = 0 });
    receiver_forget();
    replay("oracle-courier", courier_main, secrets);
    taken_compare(&came, &the_receiver);
}

void oracle_compare(const char *secrets)
{
    sim.clean = true;
    run_restarts(false);
    group_forget(NULL);
    fibers_reset();
    if (!sim.violation[0]) words_replay(secrets);
    if (!sim.violation[0]) redis_replay(secrets);
    if (!sim.violation[0]) webhooks_replay(secrets);
}
