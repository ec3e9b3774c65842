/* Which partitions are ours, and what is looked after between records: snapshots, and whether we
 * are still the one who is listened to. */
#include "assessor.h"

#include <stdlib.h>

#include "part.h"
#include "runtime/topology.h"

enum { PARTS_MAX = 1024, RECORD_BYTES = 8 << 20, WORD_BYTES = 64 << 20 };
enum { LINGER_MS = 5, HASTE_MS = 5, SETTLE_MS = 10000 };
enum { BUFFER_MAX = 16 << 20, STEPS_A_FILE = 20 };
#define WATCH_EVERY SECONDS(5)
#define KEPT_FOR SECONDS(60) /* files of a partition that went, if it comes back */

struct assessor {
    const struct assessor_conf *conf;
    struct office office;
    struct part *parts[PARTS_MAX]; /* owned; NULL: neither ours nor kept */
    instant now, watched_at;
    int64_t passed; /* records since the last settling */
};

/* --- up and down --- */

void *assessor_close(void *self)
{
    struct assessor *s = self;
    if (!s) return NULL;
    struct office *o = &s->office;
    for (size_t i = 0; i < PARTS_MAX; i++) s->parts[i] = part_close(s->parts[i]);
    writer_close(o->writer);
    keys_close(o->keys);
    sealer_free(o->sealer);
    secrets_free(o->secrets);
    arena_free(o->record);
    arena_free(o->word);
    struct buffer *buffers[] = { &o->clear, &o->body, &o->sealed, &o->out };
    for (size_t i = 0; i < COUNT(buffers); i++) buffer_deinit(buffers[i]);
    free(s);
    return NULL;
}

static enum rc office_memory(struct office *o, struct why *why)
{
    o->record = arena_new(RECORD_BYTES);
    o->word = arena_new(WORD_BYTES);
    o->clear = o->body = o->sealed = o->out = buffer_new(BUFFER_MAX);
    return o->record && o->word ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

static enum rc office_open(struct office *o, const struct common_conf *c, struct why *why)
{
    const struct writer_conf writer = { .brokers = c->brokers,
        .client = "coastline-assessor",
        .linger_ms = LINGER_MS,
        .ear = o->world->ear };
    enum rc rc = office_memory(o, why);
    if (rc == RC_OK) rc = secrets_open(&o->secrets, c->secrets, SECRET_BIT(PERSONS), why);
    if (rc == RC_OK) rc = sealer_new(&o->sealer, why);
    if (rc == RC_OK) rc = logname_read(c->brokers, &o->log, why);
    const struct keys_conf keys = { c->brokers, o->secrets, o->world->ear };
    if (rc == RC_OK) rc = keys_open(&o->keys, &keys, why);
    if (rc == RC_OK) rc = writer_open(&o->writer, &writer, why);
    if (rc == RC_OK) rc = writer_topic(o->writer, TOPIC_CHANGES, &o->changes, why);
    if (rc == RC_OK) rc = writer_topic(o->writer, TOPIC_FACTS, &o->facts, why);
    if (rc == RC_OK) rc = writer_topic(o->writer, TOPIC_IDENTITIES, &o->identities, why);
    return rc;
}

enum rc assessor_open(
    void **ret_self, const void *conf, const struct world *world, struct why *why)
{
    struct assessor *s = calloc(1, sizeof *s);
    if (!s) return why_set(why, RC_BROKEN, "out of memory");
    s->conf = conf;
    s->office.world = world;
    s->office.brokers = s->conf->common.brokers;
    enum rc rc = office_open(&s->office, &s->conf->common, why);
    if (rc == RC_OK)
        *ret_self = s;
    else
        (void)assessor_close(s);
    return rc;
}

/* --- partitions --- */

static enum rc end_of_changes(struct assessor *s, int32_t partition, int64_t *ret, struct why *why)
{
    struct bus_span log;
    enum rc rc = reader_span(
        world_reader(s->office.world), TOPIC_CHANGES, partition, &log, why);
    if (rc == RC_OK) *ret = log.high;
    return rc;
}

/* Files that were kept are good if nobody spoke meanwhile; the writer of snapshots is a new one in
 * any case, since somebody may have fenced ours. */
static enum rc take_back(struct assessor *s, struct part *p, struct why *why)
{
    int64_t end = 0;
    enum rc rc = writer_settle(s->office.writer, SETTLE_MS, why);
    if (rc == RC_OK) rc = end_of_changes(s, p->number, &end, why);
    if (rc == RC_OK) rc = part_watch(p, end, why);
    if (rc != RC_OK) return rc;
    p->snapshots = snapshots_close(p->snapshots);
    rc = keep_open(&p->snapshots, &s->office, p->number, why);
    if (rc != RC_OK) return rc;
    p->ours = true;
    log_fact("a partition came back", KV_INT("partition", p->number), KV_INT("from", p->next));
    return RC_OK;
}

enum rc assessor_gained(void *self, int32_t partition, int64_t *ret_place, struct why *why)
{
    struct assessor *s = self;
    enum rc rc = RC_REFUSED;
    if (partition >= PARTS_MAX) return why_set(why, RC_BROKEN, "over %d partitions", PARTS_MAX);
    struct part **p = &s->parts[partition];
    if (*p) rc = take_back(s, *p, why);
    if (rc == RC_REFUSED) {
        *p = part_close(*p);
        rc = part_open(p, &s->office, partition, why);
    }
    if (rc == RC_OK) *ret_place = (*p)->next;
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

enum rc assessor_lost(void *self, int32_t partition, bool too_late, struct why *why)
{
    struct assessor *s = self;
    struct part *p = s->parts[partition];
    if (!p) return RC_OK;
    if (!too_late) {
        enum rc rc = part_keep(p, s->now, why);
        if (rc != RC_OK) return rc;
    }
    p->ours = false; /* too late or not: whether somebody spoke since is seen when it comes back */
    p->left_at = s->now;
    return RC_OK;
}

/* --- records --- */

enum rc assessor_pass(void *self, const struct record *record, instant now, struct why *why)
{
    struct assessor *s = self;
    (void)now;
    s->passed++;
    return part_take(s->parts[record->partition], record, why);
}

/* Words linger for company while records wait; when none does, they go out at once. Nothing has to
 * be acknowledged before a checkpoint, so this waits little, and not for sure. */
enum rc assessor_settle(void *self, instant now, struct why *why)
{
    struct assessor *s = self;
    bool more = s->passed >= s->conf->common.batch_records;
    (void)now;
    s->passed = 0;
    if (more) return writer_look(s->office.writer, why);
    enum rc rc = writer_settle(s->office.writer, HASTE_MS, why);
    return rc == RC_AGAIN ? RC_OK : rc;
}

/* --- between records --- */

static bool is_due(const struct assessor *s, struct part *p)
{
    int64_t steps = MAX(s->conf->snapshot_steps, STEPS_A_FILE * (int64_t)p->people.n_changed);
    if (!p->kept_at.us) p->kept_at = s->now;
    return p->steps >= steps || has_passed(p->kept_at, s->conf->snapshot_age, s->now);
}

static void show(const struct assessor *s)
{
    int64_t files = 0, bytes = 0;
    for (size_t i = 0; i < PARTS_MAX; i++) {
        const struct part *p = s->parts[i];
        if (!p || !p->ours) continue;
        files += (int64_t)p->people.n;
        for (size_t k = 0; k < p->people.n; k++)
            bytes += (int64_t)file_bytes(p->people.at[k].file);
    }
    metric_set(s->office.world->metrics, METRIC_files, files);
    metric_set(s->office.world->metrics, METRIC_file_bytes, bytes);
}

static enum rc watch(struct assessor *s, struct why *why)
{
    if (!has_passed(s->watched_at, WATCH_EVERY, s->now)) return RC_OK;
    s->watched_at = s->now;
    show(s);
    for (int32_t i = 0; i < PARTS_MAX; i++) {
        struct part *p = s->parts[i];
        int64_t end = 0;
        if (!p || !p->ours) continue;
        enum rc rc = end_of_changes(s, i, &end, why);
        if (rc == RC_AGAIN) return RC_OK; /* the next time */
        if (rc == RC_OK) rc = part_watch(p, end, why);
        if (rc != RC_OK) return rc == RC_AGAIN ? RC_OK : RC_BROKEN;
    }
    return RC_OK;
}

enum rc assessor_idle(void *self, instant now, struct why *why)
{
    struct assessor *s = self;
    s->now = now;
    enum rc rc = writer_look(s->office.writer, why);
    metric_set(s->office.world->metrics, METRIC_unsettled,
        (int64_t)writer_unsettled(s->office.writer));
    for (size_t i = 0; rc == RC_OK && i < PARTS_MAX; i++) {
        struct part *p = s->parts[i];
        if (!p) continue;
        if (p->ours && is_due(s, p)) rc = part_keep(p, now, why);
        if (!p->ours && has_passed(p->left_at, KEPT_FOR, now)) s->parts[i] = part_close(p);
    }
    return rc == RC_OK ? watch(s, why) : rc;
}

enum rc assessor_stop(void *self, instant now, struct why *why)
{
    struct assessor *s = self;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < PARTS_MAX; i++)
        if (s->parts[i] && s->parts[i]->ours) rc = part_keep(s->parts[i], now, why);
    return rc;
}
