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

static enum rc piece_read(
    struct passage *p, int32_t partition, struct bus_span part, struct why *why)
{
    struct news news;
    if (part.high <= part.low) return RC_OK;
    enum rc rc = reader_begin(p->reader, p->topic, partition, part.low, why);
    int quiet = 0;
    for (int64_t next = part.low; rc == RC_OK && next < part.high;) {
        rc = reader_poll(p->reader, POLL_MS, &news, why);
        if (rc == RC_AGAIN && ++quiet < QUIET_POLLS)
            rc = RC_OK;
        else if (rc != RC_OK)
            break;
        else if (news.record.partition == partition) {
            quiet = 0;
            next = news.record.offset + (news.kind == NEWS_RECORD);
            arena_reset(p->arena);
            if (news.kind == NEWS_RECORD && news.record.offset < part.high)
                rc = p->take(p->self, &news.record, p->arena, why);
        }
    }
    return rc == RC_OK ? reader_end(p->reader, p->topic, partition, why) : rc;
}

static enum rc passage_open(struct passage *p, const char *brokers, struct why *why)
{
    const struct reader_conf conf = { .brokers = brokers, .client = "coastline-tally" };
    p->arena = arena_new(ARENA_MAX);
    return p->arena ? reader_open(&p->reader, &conf, why)
                    : why_set(why, RC_BROKEN, "out of memory");
}

static enum rc passage_close(struct passage *p, enum rc rc, struct why *why)
{
    reader_close(p->reader);
    arena_free(p->arena);
    return rc == RC_OK ? rc : why_add(why, rc, "%s", p->topic);
}

enum rc topic_read(
    const char *brokers, const char *topic, topic_take *take, void *self, struct why *why)
{
    struct passage passage = { .topic = topic, .take = take, .self = self };
    struct bus_span log;
    int32_t n = 0;
    enum rc rc = passage_open(&passage, brokers, why);
    if (rc == RC_OK) rc = reader_partitions(passage.reader, topic, &n, why);
    for (int32_t p = 0; rc == RC_OK && p < n; p++) {
        rc = reader_span(passage.reader, topic, p, &log, why);
        if (rc == RC_OK) rc = piece_read(&passage, p, log, why);
    }
    return passage_close(&passage, rc, why);
}

enum rc topic_piece_read(const char *brokers, const struct topic_piece *piece, topic_take *take,
    void *self, struct why *why)
{
    struct passage passage = { .topic = piece->topic, .take = take, .self = self };
    struct bus_span log = { 0 };
    enum rc rc = passage_open(&passage, brokers, why);
    if (rc == RC_OK) rc = reader_span(passage.reader, piece->topic, piece->partition, &log, why);
    const struct bus_span part = { MAX(log.low, piece->from), MIN(log.high, piece->to) };
    if (rc == RC_OK) rc = piece_read(&passage, piece->partition, part, why);
    return passage_close(&passage, rc, why);
}
