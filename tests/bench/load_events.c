/* load_events BROKERS N PEOPLE: publishes N good events of five agencies, all types by turns, in
 * the order of a history of two years that ends at the first of March 2026 (topics made with
 * --clock topics). */
#include <stdio.h>
#include <stdlib.h>

#include "bus/writer.h"
#include "made.h"

static const instant end = { 1772294400000000 };

static enum rc load(struct writer *w, int64_t n, int people, struct why *why)
{
    CLEANUP(arena_freep) struct arena *a = arena_new(1 << 20);
    struct buffer bytes = buffer_new(1 << 20);
    int topics[SOURCE_HUB];
    char name[64];
    enum rc rc = a ? RC_OK : RC_BROKEN;
    for (int s = 0; rc == RC_OK && s < SOURCE_HUB; s++) {
        (void)snprintf(name, sizeof name, "%s.events.v1", event_source_name((enum event_source)s));
        rc = writer_topic(w, name, &topics[s], why);
    }
    for (int64_t i = 0; rc == RC_OK && i < n; i++) {
        int source = (int)(i % SOURCE_HUB), person = (int)(i * 7919 % people);
        instant at = instant_minus(end, (span){ DAYS(730).us / n * (n - i) });
        at.us -= at.us % 1000;
        struct text number = made_document(person);
        struct event e =
            made_event(a, made_type((enum event_source)source, i / SOURCE_HUB), person, i, at);
        rc = event_write(&e, &bytes, why);
        struct outgoing out = { .topic = topics[source],
            .partition = PARTITION_BY_KEY,
            .key = slice_text(&number),
            .value = buffer_slice(&bytes),
            .stamp = at };
        if (rc == RC_OK) rc = writer_send(w, &out, why);
        if (i % 1000 == 0 && rc == RC_OK) rc = writer_look(w, why);
        buffer_reset(&bytes);
        arena_reset(a);
    }
    buffer_deinit(&bytes);
    return rc == RC_OK ? writer_settle(w, 120000, why) : rc;
}

int main(int argc, char *argv[])
{
    CLEANUP(writer_closep) struct writer *w = NULL;
    struct why why = { "" };
    if (argc != 4) return 2;
    struct writer_conf conf = { .brokers = argv[1], .client = "load", .linger_ms = 20 };
    enum rc rc = writer_open(&w, &conf, &why);
    if (rc == RC_OK) rc = load(w, atoll(argv[2]), atoi(argv[3]), &why);
    if (rc != RC_OK) fprintf(stderr, "load_events: %s\n", why.text);
    return rc == RC_OK ? 0 : 1;
}
