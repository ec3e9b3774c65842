/* One partition after the other, so that what must come in order comes in order. */
#include "tally/topic.h"

enum { POLL_MS = 100, QUIET_POLLS = 300, ARENA_MAX = 4 * 1024 * 1024 };

struct passage {
    struct reader *reader;
    const char *topic;
    topic_take *take;
    void *self;
    struct arena *arena;
};

static enum rc part_read(struct passage *p, int32_t partition, struct why *why)
{
    struct bus_span log;
    struct news news;
    enum rc rc = reader_span(p->reader, p->topic, partition, &log, why);
    if (rc != RC_OK || log.high == log.low) return rc;
    rc = reader_begin(p->reader, p->topic, partition, log.low, why);
    int quiet = 0;
    for (int64_t next = log.low; rc == RC_OK && next < log.high;) {
        rc = reader_poll(p->reader, POLL_MS, &news, why);
        if (rc == RC_AGAIN && ++quiet < QUIET_POLLS) rc = RC_OK;
        else if (rc != RC_OK) break;
        else if (news.record.partition == partition) {
            quiet = 0;
            next = news.record.offset + (news.kind == NEWS_RECORD);
            arena_reset(p->arena);
            if (news.kind == NEWS_RECORD && news.record.offset < log.high)
                rc = p->take(p->self, &news.record, p->arena, why);
        }
    }
    return rc == RC_OK ? reader_end(p->reader, p->topic, partition, why) : rc;
}

enum rc topic_read(
    const char *brokers, const char *topic, topic_take *take, void *self, struct why *why)
{
    CLEANUP(reader_closep) struct reader *reader = NULL;
    CLEANUP(arena_freep) struct arena *arena = arena_new(ARENA_MAX);
    struct reader_conf conf = { .brokers = brokers, .client = "coastline-tally" };
    int32_t n = 0;
    if (!arena) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = reader_open(&reader, &conf, why);
    if (rc == RC_OK) rc = reader_partitions(reader, topic, &n, why);
    struct passage passage = { reader, topic, take, self, arena };
    for (int32_t p = 0; rc == RC_OK && p < n; p++) rc = part_read(&passage, p, why);
    return rc == RC_OK ? rc : why_add(why, rc, "%s", topic);
}
