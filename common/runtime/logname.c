/* The first record of every partition, read by hand. */
#include "runtime/logname.h"

#include "base/arena.h"
#include "base/base32.h"
#include "baked/hub.h"
#include "bus/writer.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "vault/secrets.h"

enum { POLLS = 300, POLL_MS = 100, ARENA_MAX = 16 * 1024, PARTITIONS_MAX = 1024, WAIT_MS = 30000 };

enum rc logname_of_record(const struct record *first, struct text *ret, struct why *why)
{
    struct frame frame;
    struct hub_created created;
    if (frame_read(first->value, &frame, why) != RC_OK ||
        frame.fingerprint != hub_created_row.fingerprint)
        return why_set(why, RC_BROKEN,
            "partition %d of " TOPIC_FACTS " does not begin with the name of its log: it was not "
            "made by `coastline topics create`",
            (int)first->partition);
    struct arena *arena = arena_new(ARENA_MAX);
    if (!arena) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = record_read(&hub_created_row, frame.body, arena, &created, why);
    if (rc == RC_OK && !text_from(created.log, ret))
        rc = why_set(why, RC_BROKEN, "the name of the log is too long");
    arena_free(arena);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

/* What the first records say. */
struct firsts {
    struct logname log;
    bool empty[PARTITIONS_MAX];
    int32_t n_empty;
};

static enum rc name_take(const struct record *first, struct logname *log, struct why *why)
{
    struct text name = { "" };
    enum rc rc = logname_of_record(first, &name, why);
    if (rc != RC_OK) return rc;
    if (log->name.at[0] && strcmp(log->name.at, name.at) != 0)
        return why_set(why, RC_BROKEN,
            "partitions of " TOPIC_FACTS " name different logs (%d is %s): restore them together",
            (int)first->partition, name.at);
    log->name = name;
    return RC_OK;
}

/* Of each partition its first record, or that there is none; what comes behind is not looked at. */
static enum rc firsts_take(struct reader *r, struct firsts *firsts, struct why *why)
{
    bool seen[PARTITIONS_MAX] = { false };
    int32_t left = firsts->log.partitions;
    struct news news;
    for (int i = 0; left > 0 && i < POLLS;) {
        enum rc rc = reader_poll(r, POLL_MS, &news, why);
        i = rc == RC_AGAIN ? i + 1 : i;
        if (rc == RC_AGAIN) continue;
        if (rc != RC_OK) return rc;
        int32_t p = news.record.partition;
        if (seen[p]) continue;
        seen[p] = true;
        left--;
        firsts->empty[p] = news.kind == NEWS_END;
        firsts->n_empty += firsts->empty[p];
        if (news.kind == NEWS_RECORD) rc = name_take(&news.record, &firsts->log, why);
        if (rc == RC_OK) rc = reader_pause(r, TOPIC_FACTS, p, true, why);
        if (rc != RC_OK) return rc;
    }
    return left ? why_set(why, RC_AGAIN, "the brokers do not answer") : RC_OK;
}

static enum rc firsts_read(const char *brokers, struct firsts *ret, struct why *why)
{
    CLEANUP(reader_closep) struct reader *r = NULL;
    struct reader_conf conf = {
        .brokers = brokers, .client = "coastline-logname", .fetch_kib = 16
    };
    *ret = (struct firsts){ .log = { .name = { "" } } };
    enum rc rc = reader_open(&r, &conf, why);
    if (rc == RC_OK) rc = reader_partitions(r, TOPIC_FACTS, &ret->log.partitions, why);
    if (rc == RC_OK && ret->log.partitions > PARTITIONS_MAX)
        rc = why_set(why, RC_BROKEN, TOPIC_FACTS " has more than %d partitions", PARTITIONS_MAX);
    if (rc == RC_REFUSED) rc = RC_BROKEN;
    for (int32_t p = 0; rc == RC_OK && p < ret->log.partitions; p++)
        rc = reader_begin(r, TOPIC_FACTS, p, 0, why);
    return rc == RC_OK ? firsts_take(r, ret, why) : rc;
}

enum rc logname_read(const char *brokers, struct logname *ret, struct why *why)
{
    struct firsts firsts;
    enum rc rc = firsts_read(brokers, &firsts, why);
    if (rc != RC_OK) return rc;
    for (int32_t p = 0; p < firsts.log.partitions; p++)
        if (firsts.empty[p])
            return why_set(why, RC_BROKEN,
                "partition %d of " TOPIC_FACTS " is empty: `coastline topics create` names the log",
                (int)p);
    *ret = firsts.log;
    return RC_OK;
}

/* --- giving the name --- */

static struct text name_new(void)
{
    uint8_t random[16];
    vault_random(random, sizeof random);
    return base32_text(slice_of(random, sizeof random));
}

static enum rc name_write(
    const char *brokers, instant now, const struct firsts *firsts, struct why *why)
{
    CLEANUP(writer_closep) struct writer *w = NULL;
    struct writer_conf conf = { .brokers = brokers, .client = "coastline-logname" };
    struct hub_created created = { .log = slice_text(&firsts->log.name), .at = now };
    struct buffer value = buffer_new(ARENA_MAX);
    int topic = 0;
    frame_write(hub_created_row.fingerprint, &value);
    enum rc rc = record_write(&hub_created_row, &created, &value, why);
    if (rc == RC_OK) rc = writer_open(&w, &conf, why);
    if (rc == RC_OK) rc = writer_topic(w, TOPIC_FACTS, &topic, why);
    for (int32_t p = 0; rc == RC_OK && p < firsts->log.partitions; p++) {
        struct outgoing out = { .topic = topic, .partition = p, .value = buffer_slice(&value) };
        if (firsts->empty[p]) rc = writer_send(w, &out, why);
    }
    if (rc == RC_OK) rc = writer_settle(w, WAIT_MS, why);
    buffer_deinit(&value);
    return rc;
}

enum rc logname_make(const char *brokers, instant now, struct logname *ret, struct why *why)
{
    struct firsts firsts;
    enum rc rc = firsts_read(brokers, &firsts, why);
    if (rc != RC_OK) return rc;
    if (firsts.n_empty) {
        if (!firsts.log.name.at[0]) firsts.log.name = name_new();
        rc = name_write(brokers, now, &firsts, why);
    }
    return rc == RC_OK ? logname_read(brokers, ret, why) : rc; /* another may have been at it too */
}

enum rc logname_check(const struct logname *log, struct slice kept, struct why *why)
{
    if (kept.n == 0 || slice_is(kept, log->name.at)) return RC_OK;
    return why_set(why, RC_BROKEN,
        "what was kept belongs to log %.*s, but " TOPIC_FACTS " is log %s: another Kafka, or a "
        "restored backup",
        (int)MIN(kept.n, (size_t)40), (const char *)kept.at, log->name.at);
}
