#include "due/starts.h"

#include <stdlib.h>

#include "bus/reader.h"
#include "runtime/topology.h"

enum { POLL_MS = 100, SILENT_POLLS = 300, ARENA_ROOM = 8 << 20 };

struct look {
    struct starts *starts;
    const struct subscriptions *table;
    struct reader *reader;
    struct arena *arena;
    int32_t partition;
    struct heard heard;
};

static struct cause *start_at(const struct starts *s, size_t subscription, int32_t partition)
{
    return &s->at[subscription * (size_t)s->partitions + (size_t)partition];
}

static int64_t place_of(const struct subscriptions *table, size_t i, int32_t partition)
{
    const struct hub_subscription *said = &subscription_at(table, i)->said;
    return (size_t)partition < said->from.n ? said->from.at[partition] : INT64_MAX;
}

bool starts_reach(
    const struct starts *s, size_t subscription, int32_t partition, const struct cause *cause)
{
    return cause_compare(start_at(s, subscription, partition), cause) <= 0;
}

void starts_deinit(struct starts *s)
{
    free(s->at);
    s->at = NULL;
}

/* Whoever's place lies before this word, and was not met yet, is told from it on. */
static enum rc word_look(struct look *l, const struct record *r, struct why *why)
{
    struct word word;
    arena_reset(l->arena);
    enum rc rc = word_read(&l->heard, r, l->arena, &word, why);
    if (rc == RC_REFUSED) return RC_OK;
    if (rc != RC_OK || word.kind == WORD_OPENING || word.hearing != HEARING_NEW) return rc;
    for (size_t i = 0; i < subscriptions_count(l->table); i++) {
        struct cause *start = start_at(l->starts, i, l->partition);
        if (start->offset == INT64_MAX && place_of(l->table, i, l->partition) <= r->offset)
            *start = word.cause;
    }
    return RC_OK;
}

static enum rc partition_look(struct look *l, struct why *why)
{
    struct bus_span log;
    struct news news;
    int64_t next = 0;
    l->heard = heard_nothing();
    enum rc rc = reader_span(l->reader, TOPIC_CHANGES, l->partition, &log, why);
    if (rc == RC_OK && log.high > log.low)
        rc = reader_begin(l->reader, TOPIC_CHANGES, l->partition, log.low, why);
    for (int silent = 0; rc == RC_OK && next < log.high;) {
        rc = reader_poll(l->reader, POLL_MS, &news, why);
        silent = rc == RC_AGAIN ? silent + 1 : 0;
        if (silent == SILENT_POLLS) return why_set(why, RC_AGAIN, "hub.changes does not come");
        bool ours = rc == RC_OK && news.record.partition == l->partition;
        if (ours) next = MAX(next, news.record.offset + (news.kind == NEWS_RECORD));
        if (ours && news.kind == NEWS_RECORD) rc = word_look(l, &news.record, why);
        if (rc == RC_AGAIN) rc = RC_OK;
    }
    return rc;
}

/* Begins everywhere where the place is the beginning; true if there is another place too. */
static bool starts_fill(struct starts *s, const struct subscriptions *table)
{
    bool others = false;
    for (size_t i = 0; i < subscriptions_count(table); i++)
        for (int32_t p = 0; p < s->partitions; p++) {
            int64_t place = place_of(table, i, p);
            start_at(s, i, p)->offset = place == 0 ? -1 : INT64_MAX;
            others |= place > 0 && place < INT64_MAX;
        }
    return others;
}

enum rc starts_read(struct starts *s, const char *brokers, const struct subscriptions *table,
    int32_t partitions, struct why *why)
{
    s->partitions = partitions;
    s->at = calloc((subscriptions_count(table) + 1) * (size_t)partitions, sizeof *s->at);
    if (!s->at) return why_set(why, RC_BROKEN, "out of memory");
    if (!starts_fill(s, table)) return RC_OK;
    struct look look = { .starts = s, .table = table, .arena = arena_new(ARENA_ROOM) };
    const struct reader_conf conf = { .brokers = brokers, .client = "coastline-due" };
    enum rc rc = look.arena ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) rc = reader_open(&look.reader, &conf, why);
    for (int32_t p = 0; rc == RC_OK && p < partitions; p++) {
        look.partition = p;
        rc = partition_look(&look, why);
    }
    reader_close(look.reader);
    arena_free(look.arena);
    return rc;
}
