#include "setup.h"

#include <stdio.h>
#include <stdlib.h>

#include "broker.h"
#include "receiver.h"
#include "run.h"
#include "runtime/logname.h"
#include "runtime/subscriptions.h"
#include "vault/wrap.h"

enum { WRAPPED_MAX = 256, SETTLE_MS = 60000 };

static const struct secrets *secrets;

static void good(enum rc rc, const struct why *why)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "sim: setup: %s\n", why->text);
    abort();
}

static void topics_make_all(void)
{
    static const struct {
        const char *name;
        int32_t partitions;
    } rows[] = {
        { "police.events.v1", PARTS },
        { "hr.events.v1", PARTS },
        { "civil.events.v1", PARTS },
        { "health.events.v1", PARTS },
        { "justice.events.v1", PARTS },
        { TOPIC_DECISIONS, 1 },
        { TOPIC_FACTS, PARTS },
        { TOPIC_CHANGES, PARTS },
        { TOPIC_FILES, PARTS },
        { TOPIC_IDENTITIES, PARTS },
        { TOPIC_SUBSCRIPTIONS, 1 },
        { TOPIC_DELIVERIES, PARTS },
        { TOPIC_ATTEMPTS, PARTS },
        { TOPIC_LETTERS, PARTS },
        { TOPIC_DOOR, 1 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) log_topic_make(rows[i].name, rows[i].partitions);
}

/* --- subscriptions --- */

static struct slice wrapped(enum wrap_purpose purpose, const char *name, struct slice bytes)
{
    struct buffer out = buffer_new(WRAPPED_MAX);
    const struct wrap_binding binding = { .purpose = purpose, .owner = slice_str(name) };
    if (!wrap(secrets, &binding, bytes, &out)) abort();
    struct slice kept = world_copy(buffer_slice(&out));
    buffer_deinit(&out);
    return kept;
}

static void subscription_make(struct writer *w, int topic, int i)
{
    static const enum hub_role roles[PARTNERS] = { HUB_ROLE_TOWN, HUB_ROLE_DATA_STEWARD,
        HUB_ROLE_PROVINCE_OFFICE };
    const struct partner *p = &the_receiver.partners[i];
    static int64_t from[PARTS] = { 0 };
    static const uint8_t alias[ALIAS_KEY_BYTES] = { 7 };
    struct slice secret =
        wrapped(WRAP_WEBHOOK_SECRET, p->name, slice_of(p->secret.at, p->secret.n));
    struct why why = { "" };
    struct hub_subscription said = { .name = slice_str(p->name),
        .partner = slice_str(p->name),
        .url = slice_str(p->url),
        .role = roles[i],
        .purpose = slice_str("care"),
        .wrapped_secrets = { .n = 1, .at = &secret },
        .wrapped_alias_key = wrapped(WRAP_ALIAS_KEY, p->name, slice_of(alias, sizeof alias)),
        .in_flight = 1 + (int32_t)dice(4),
        .from = { .n = PARTS, .at = from } };
    good(subscription_write(w, topic, said.name, &said, &why), &why);
}

static int setup_main(int argc, char *argv[])
{
    struct why why = { "" };
    struct logname log;
    struct writer *w = NULL;
    int topic = 0;
    (void)argc, (void)argv;
    good(logname_make("sim:1", sim.now, &log, &why), &why);
    const struct writer_conf conf = { .brokers = "sim:1", .client = "setup" };
    good(writer_open(&w, &conf, &why), &why);
    good(writer_topic(w, TOPIC_SUBSCRIPTIONS, &topic, &why), &why);
    for (int i = 0; i < PARTNERS; i++) subscription_make(w, topic, i);
    good(writer_settle(w, SETTLE_MS, &why), &why);
    writer_close(w);
    return 0;
}

void setup_make(const struct secrets *s)
{
    secrets = s;
    topics_make_all();
    receiver_begin();
    sim.clean = true; /* nothing goes wrong yet */
    struct fiber *f = fiber_new("setup", setup_main);
    fiber_start(f);
    run_to_end(f, SECONDS(60));
    fibers_reset();
    sim.clean = false;
}
