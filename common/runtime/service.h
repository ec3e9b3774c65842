/* What a service is: a name, option rows, and functions between a shared loop and its output.
 * service_main owns options, log, metrics, health, signals, the watchdog and the loop:
 *
 *   take -> pass (decode, do) -> settle, when a batch is full by count, bytes or age, or nothing
 *   waits any more.
 *
 * Only the loop reads the clock, and hands `now` on. A hook's RC_AGAIN is tried again after a
 * growing pause, the same record included; pass's RC_REFUSED is logged, counted and passed over;
 * RC_BROKEN ends the process (exit 1), and what was not settled is read again. Hooks that are NULL
 * are left out. */
#ifndef COASTLINE_RUNTIME_SERVICE_H
#define COASTLINE_RUNTIME_SERVICE_H

#include "bus/reader.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/option.h"

/* The first member of every service's configuration struct. */
struct common_conf {
    const char *brokers; /* host:port,… */
    const char *secrets; /* folder */
    const char *redis;   /* host:port or path of a socket */
    const char *member;  /* static member id in consumer groups; "": none */
    const char *metrics_host;
    int64_t metrics_port; /* 0: no HTTP */
    int64_t batch_records;
    int64_t batch_bytes;
    span batch_age;
    span watchdog;
};

/* What open is given; lives until after close. */
struct world {
    const char *service;
    struct metrics *metrics;
    struct bus_ear ear; /* for every reader and writer the service opens */
    void *loop;         /* the loop's own */
};
/* Long work inside a hook (loading files) makes progress: keeps the watchdog quiet. Any thread. */
void world_beat(const struct world *w);
/* Whether an end was asked for; long work looks now and then. */
bool world_leaving(const struct world *w);
/* Does nothing for so long, with a quiet watchdog; false: an end was asked for meanwhile. */
bool world_pause(const struct world *w, span pause);
/* The reader of `topic`, for reader_places and reader_keep; from the first gained on. The loop
 * alone polls it. */
struct reader *world_reader(const struct world *w);

struct service {
    const char *name, *purpose; /* purpose: a sentence without full stop */
    const struct option_row *options;
    size_t n_options;
    size_t conf_size; /* of a struct that begins with struct common_conf */

    const char *topic; /* read as member of `group`; NULL: the service reads by itself, in turn */
    const char *group;
    /* Instead of `group`, where options decide; asked once, after open; lives until close. */
    const char *(*group_of)(const void *self);

    enum rc (*open)(void **ret_self, const void *conf, const struct world *world, struct why *why);
    void *(*close)(void *self); /* returns NULL; self may be NULL */

    /* A partition of `topic` is ours: load what it needs, and say where to read from (a place that
     * was kept, -1: none; the loop compares it with the log). May block long, beating. */
    enum rc (*gained)(void *self, int32_t partition, int64_t *ret_place, struct why *why);
    /* It is ours no more. settle was called before, unless `too_late`. */
    enum rc (*lost)(void *self, int32_t partition, bool too_late, struct why *why);
    /* One record in; effects may wait for settle. The record dies when pass returns. */
    enum rc (*pass)(void *self, const struct record *record, instant now, struct why *why);
    /* An end of partition was reached: nothing below `offset` is unread. */
    enum rc (*ended)(void *self, int32_t partition, int64_t offset, struct why *why);
    /* Makes everything passed so far final: flush, then keep places. */
    enum rc (*settle)(void *self, instant now, struct why *why);
    /* Every turn, and at least every 100 ms. */
    enum rc (*idle)(void *self, instant now, struct why *why);
    /* For services that wait for more than Kafka: waits until `bell` is readable or something of
     * its own happens, at most wait_ms. */
    enum rc (*wait)(void *self, int bell, int32_t wait_ms, struct why *why);
    /* Instead of topic and pass: one turn, which may wait up to 100 ms if it has nothing to do. */
    enum rc (*turn)(void *self, instant now, struct why *why);
    /* May it be read on, of this partition? False pauses it; asked every turn. */
    bool (*ready_for)(void *self, int32_t partition);
    /* An orderly end, after the last settle; at most some seconds. */
    enum rc (*stop)(void *self, instant now, struct why *why);
};

/* Exit status: 0 asked to end, 1 broken, 2 misused, 70 the watchdog. */
int service_main(int argc, char *argv[], const struct service *service);

#endif
