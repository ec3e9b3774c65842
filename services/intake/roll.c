/* All partitions together, each from its first record to the end it had when asked; then on from
 * there, now and then. */
#include "roll.h"

#include <stdlib.h>

#include "baked/hub.h"
#include "bus/reader.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/topology.h"

enum {
    POLL_MS = 100,
    SILENT_POLLS = 100,
    ARENA_MAX = 64 * 1024,
    BEAT_RECORDS = 1024,
    FOLLOWED = 256
};

struct roll {
    struct roll_conf conf;
    struct reader *reader;
    struct arena *arena;
    int64_t *next, *ends; /* by partition: the next to read, and the end when asked */
};

/* "<pid>:<key id>", as keys_record_key writes it. */
static void tombstone_take(struct roll *r, struct slice key)
{
    int64_t id = 0;
    if (key.n < PID_CHARS + 2 || key.at[PID_CHARS] != ':') return;
    for (size_t i = PID_CHARS + 1; i < key.n; i++) {
        if (key.at[i] < '0' || key.at[i] > '9' || id > (INT64_MAX - 9) / 10) return;
        id = 10 * id + (key.at[i] - '0');
    }
    identity_forget(r->conf.identities, slice_of(key.at, PID_CHARS), id);
}

static enum rc key_read(
    struct roll *r, const struct frame *frame, struct identity_key *ret, struct why *why)
{
    struct hub_identity said;
    struct hub_retired_key retired;
    bool is_retired = frame->fingerprint == hub_retired_key_row.fingerprint;
    if (!is_retired && frame->fingerprint != hub_identity_row.fingerprint) return RC_REFUSED;
    enum rc rc = is_retired
                     ? record_read(&hub_retired_key_row, frame->body, r->arena, &retired, why)
                     : record_read(&hub_identity_row, frame->body, r->arena, &said, why);
    if (rc != RC_OK) return rc;
    *ret = is_retired
               ? (struct identity_key){ retired.pid, retired.key_id, retired.wrapped_key, true }
               : (struct identity_key){ said.pid, said.key_id, said.wrapped_key, said.retired };
    return RC_OK;
}

/* What cannot be read is no key: its person, if there is one, is given another. */
static enum rc record_take(struct roll *r, const struct record *record, struct why *why)
{
    struct frame frame;
    struct identity_key key;
    if (!record->value.at) {
        tombstone_take(r, record->key);
        return RC_OK;
    }
    arena_reset(r->arena);
    if (frame_read(record->value, &frame, why) != RC_OK || key_read(r, &frame, &key, why) != RC_OK)
        return RC_OK;
    return identity_learn(r->conf.identities, &key, why);
}

static enum rc news_take(struct roll *r, const struct news *news, struct why *why)
{
    const struct record *record = &news->record;
    enum rc rc = news->kind == NEWS_RECORD ? record_take(r, record, why) : RC_OK;
    if (news->kind == NEWS_RECORD || news->kind == NEWS_END)
        r->next[record->partition] = record->offset + (news->kind == NEWS_RECORD);
    return rc;
}

static int32_t unread(const struct roll *r)
{
    int32_t n = 0;
    for (int32_t p = 0; p < r->conf.partitions; p++) n += r->next[p] < r->ends[p];
    return n;
}

static enum rc read_to_the_ends(struct roll *r, struct why *why)
{
    struct news news;
    int silent = 0;
    for (int64_t n = 0; unread(r) > 0; n++) {
        enum rc rc = reader_poll(r->reader, POLL_MS, &news, why);
        if (rc == RC_OK) rc = news_take(r, &news, why);
        if (rc == RC_BROKEN) return rc;
        silent = rc == RC_AGAIN ? silent + 1 : 0;
        if (silent == SILENT_POLLS) return why_set(why, RC_AGAIN, "hub.identities does not come");
        if ((silent || n % BEAT_RECORDS == 0) && r->conf.ear.waiting)
            r->conf.ear.waiting(r->conf.ear.self);
    }
    return RC_OK;
}

static enum rc partition_begin(struct roll *r, int32_t partition, struct why *why)
{
    struct bus_span log = { 0, 0 };
    enum rc rc = reader_span(r->reader, TOPIC_IDENTITIES, partition, &log, why);
    if (rc != RC_OK) return rc;
    r->next[partition] = log.low;
    r->ends[partition] = log.high;
    return reader_begin(r->reader, TOPIC_IDENTITIES, partition, log.low, why);
}

static enum rc partitions_read(struct roll *r, struct why *why)
{
    int32_t there = 0, partitions = r->conf.partitions;
    enum rc rc = reader_partitions(r->reader, TOPIC_IDENTITIES, &there, why);
    if (rc == RC_OK && there != partitions)
        rc = why_set(why, RC_REFUSED,
            "hub.identities has %d partitions and hub.facts %d: make the topics again, or restore "
            "them together",
            (int)there, (int)partitions);
    for (int32_t p = 0; rc == RC_OK && p < partitions; p++) rc = partition_begin(r, p, why);
    if (rc == RC_OK) rc = read_to_the_ends(r, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

enum rc roll_open(struct roll **ret, const struct roll_conf *conf, struct why *why)
{
    CLEANUP(roll_closep) struct roll *r = calloc(1, sizeof *r);
    if (!r) return why_set(why, RC_BROKEN, "out of memory");
    r->conf = *conf;
    r->arena = arena_new(ARENA_MAX);
    r->next = calloc((size_t)conf->partitions, sizeof *r->next);
    r->ends = calloc((size_t)conf->partitions, sizeof *r->ends);
    if (!r->arena || !r->next || !r->ends) return why_set(why, RC_BROKEN, "out of memory");
    struct reader_conf reader = {
        .brokers = conf->brokers, .client = "coastline-roll", .queue_kib = 1024, .ear = conf->ear
    };
    enum rc rc = reader_open(&r->reader, &reader, why);
    if (rc == RC_OK) rc = partitions_read(r, why);
    if (rc == RC_OK) *ret = TAKE(r);
    return rc;
}

struct roll *roll_close(struct roll *r)
{
    if (!r) return NULL;
    reader_close(r->reader);
    arena_free(r->arena);
    free(r->next);
    free(r->ends);
    free(r);
    return NULL;
}

enum rc roll_follow(struct roll *r, struct why *why)
{
    struct news news;
    for (int i = 0; i < FOLLOWED; i++) {
        enum rc rc = reader_poll(r->reader, 0, &news, why);
        if (rc == RC_AGAIN) return RC_OK;
        if (rc == RC_OK) rc = news_take(r, &news, why);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}
