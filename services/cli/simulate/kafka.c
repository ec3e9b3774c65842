#include "simulate/kafka.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "bus/writer.h"
#include "runtime/topology.h"

enum {
    LOOK_EVERY = 64, /* records between two looks at what came back */
    SETTLE_MS = 120000,
    NAP_US = 50000,        /* the longest sleep between two looks */
    PROGRESS_US = 1000000, /* between two lines of progress */
    QUEUE_KIB = 65536,
};

struct kafka_sink {
    struct kafka_conf conf;
    struct writer *writer;
    int topics[SOURCES];
    const char *names[SOURCES];
    char names_room[SOURCES][32];
    int64_t sent, said_us;
    instant reached; /* stamp of the record sent last */
};

/* Kept until the record has landed. */
struct mark {
    enum event_source source;
    int64_t sent_us;
    char id[37];
};

static int64_t clock_us(void)
{
    struct timespec now = { 0 };
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* --- landing --- */

static void landed(void *self, void *mark, int32_t partition, int64_t offset)
{
    struct kafka_sink *k = self;
    struct mark *m = mark;
    if (m && offset >= 0)
        (void)fprintf(k->conf.journal, "%s %d %" PRId64 " %" PRId64 " %s\n", k->names[m->source],
            (int)partition, offset, m->sent_us, m->id);
    free(m);
}

static enum rc mark_make(
    const struct kafka_sink *k, const struct mail *mail, struct mark **ret, struct why *why)
{
    *ret = NULL;
    if (!k->conf.journal) return RC_OK;
    struct mark *m = calloc(1, sizeof *m);
    if (!m) return why_set(why, RC_BROKEN, "out of memory");
    m->source = mail->source;
    m->sent_us = clock_us();
    memcpy(m->id, mail->id, sizeof m->id);
    *ret = m;
    return RC_OK;
}

/* --- sending --- */

/* What it says while it works, at most once a second. */
static void progress(struct kafka_sink *k, int64_t now)
{
    if (!k->conf.progress || now - k->said_us < PROGRESS_US) return;
    struct text at = instant_text(k->reached);
    (void)fprintf(
        k->conf.progress, "%.10s %.5s  %" PRId64 " records sent\n", at.at, at.at + 11, k->sent);
    k->said_us = now;
}

static enum rc look(struct kafka_sink *k, struct why *why)
{
    enum rc rc = writer_look(k->writer, why);
    progress(k, clock_us());
    return rc;
}

/* Sleeps until it is time for a record of that stamp. */
static enum rc wait_for(struct kafka_sink *k, instant stamp, struct why *why)
{
    int64_t wait = k->conf.pace.kind == PACE_MAX ? 0 : pace_wait(&k->conf.pace, stamp, clock_us());
    int64_t until = clock_us() + wait;
    enum rc rc = RC_OK;
    while (rc == RC_OK && wait > 0) {
        struct timespec nap = { .tv_nsec = MIN(wait, NAP_US) * 1000 };
        (void)nanosleep(&nap, NULL);
        rc = look(k, why);
        if (k->conf.journal && fflush(k->conf.journal) != 0)
            rc = why_set(why, RC_BROKEN, "the journal cannot be written");
        wait = until - clock_us();
    }
    return rc;
}

static enum rc send(
    struct kafka_sink *k, const struct mail *mail, struct slice key, struct why *why)
{
    struct mark *mark = NULL;
    enum rc rc = mark_make(k, mail, &mark, why);
    struct outgoing out = {
        .topic = k->topics[mail->source],
        .partition = PARTITION_BY_KEY,
        .key = key,
        .value = mail->value,
        .mark = mark,
        .stamp = mail->stamp,
    };
    if (rc == RC_OK) rc = writer_send(k->writer, &out, why);
    if (rc != RC_OK) free(mark);
    return rc;
}

/* An agency's key is its own number of the person; a decision's is the pseudonym. */
static enum rc mail_take(
    void *self, const struct mail *mail, const struct text *pid, struct why *why)
{
    struct kafka_sink *k = self;
    char number[16];
    struct slice key = { NULL, 0 };
    (void)snprintf(number, sizeof number, "N%08" PRIu32, mail->person);
    if (mail->person != NOBODY)
        key = mail->source == SOURCE_HUB ? slice_text(pid) : slice_str(number);
    enum rc rc = wait_for(k, mail->stamp, why);
    if (rc == RC_OK) rc = send(k, mail, key, why);
    k->reached = mail->stamp;
    if (rc == RC_OK && ++k->sent % LOOK_EVERY == 0) rc = look(k, why);
    return rc;
}

enum rc kafka_sink_settle(struct kafka_sink *k, struct why *why)
{
    enum rc rc = writer_settle(k->writer, SETTLE_MS, why);
    if (rc == RC_AGAIN)
        rc = why_set(why, RC_BROKEN, "Kafka took nothing for %d s", SETTLE_MS / 1000);
    if (rc == RC_OK && k->conf.journal && fflush(k->conf.journal) != 0)
        rc = why_set(why, RC_BROKEN, "the journal cannot be written");
    return rc;
}

static enum rc hour(void *self, instant at, struct why *why)
{
    (void)at;
    return kafka_sink_settle(self, why);
}

static enum rc person(void *self, const struct subject *subject, struct why *why)
{
    const struct kafka_sink *k = self;
    if (!k->conf.roster) return RC_OK;
    if (fprintf(k->conf.roster, "%s:%.*s\n", doc_type_name(subject->doc_type),
            (int)subject->doc_no.n, (const char *)subject->doc_no.at) > 0 &&
        fflush(k->conf.roster) == 0)
        return RC_OK;
    return why_set(why, RC_BROKEN, "the roster cannot be written");
}

/* --- making --- */

static enum rc topics_make(struct kafka_sink *k, struct why *why)
{
    enum rc rc = RC_OK;
    for (int i = 0; rc == RC_OK && i < SOURCES; i++) {
        (void)snprintf(k->names_room[i], sizeof k->names_room[i], "%s%s",
            event_source_name((enum event_source)i), AGENCY_TOPIC_END);
        k->names[i] = i == SOURCE_HUB ? TOPIC_DECISIONS : k->names_room[i];
        int32_t partitions = 0;
        rc = writer_topic(k->writer, k->names[i], &k->topics[i], why);
        if (rc == RC_OK) rc = writer_partitions(k->writer, k->topics[i], &partitions, why);
    }
    return rc;
}

enum rc kafka_sink_make(struct kafka_sink **ret, const struct kafka_conf *conf, struct why *why)
{
    CLEANUP(kafka_sink_freep) struct kafka_sink *k = calloc(1, sizeof *k);
    if (!k) return why_set(why, RC_BROKEN, "out of memory");
    k->conf = *conf;
    struct writer_conf writer = {
        .brokers = conf->brokers,
        .client = "coastline-simulate",
        .linger_ms = 5,
        .queue_kib = QUEUE_KIB,
        .landed = conf->journal ? landed : NULL,
        .landed_self = k,
    };
    enum rc rc = writer_open(&k->writer, &writer, why);
    if (rc == RC_OK) rc = topics_make(k, why);
    if (rc == RC_OK) *ret = TAKE(k);
    return rc;
}

struct kafka_sink *kafka_sink_free(struct kafka_sink *k)
{
    if (k) writer_close(k->writer);
    free(k);
    return NULL;
}

struct sink kafka_sink(struct kafka_sink *k)
{
    return (struct sink){ .self = k, .mail = mail_take, .hour = hour, .person = person };
}
