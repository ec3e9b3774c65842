/* Both readings judge words by the rule of speakers, so a word that no reader heard is none
 * here. */
#include "told.h"

#include <stdlib.h>

#include "runtime/topology.h"

enum { POLL_MS = 100, SILENT_POLLS = 300, ARENA_MAX = 8 << 20, QUEUE_KIB = 4096 };

struct told {
    const struct world *world;
    struct reader *reader;
    struct arena *arena;
    int32_t partition;
    struct heard heard;
    int64_t end;  /* of our opening record */
    bool over;    /* the second reading has come there */
    bool has;     /* `word` is the next one to be asked for */
    struct word word;
};

struct told *told_close(struct told *t)
{
    if (!t) return NULL;
    reader_close(t->reader);
    arena_free(t->arena);
    free(t);
    return NULL;
}

static enum rc told_new(struct told **ret, const struct told_conf *conf, struct why *why)
{
    CLEANUP(told_closep) struct told *t = calloc(1, sizeof *t);
    if (!t || !(t->arena = arena_new(ARENA_MAX))) return why_set(why, RC_BROKEN, "out of memory");
    t->world = conf->world;
    t->partition = conf->partition;
    t->heard = conf->heard;
    struct reader_conf reader = { .brokers = conf->brokers,
        .client = "coastline-assessor-told",
        .queue_kib = QUEUE_KIB,
        .ear = conf->world->ear };
    enum rc rc = reader_open(&t->reader, &reader, why);
    if (rc == RC_OK) *ret = TAKE(t);
    return rc;
}

/* The place to read from, held against the log: what was kept of it must still be there. */
static enum rc told_begin(struct told *t, int64_t from, struct why *why)
{
    struct bus_span log;
    enum rc rc = reader_span(t->reader, TOPIC_CHANGES, t->partition, &log, why);
    if (rc == RC_REFUSED) rc = RC_BROKEN;
    if (rc != RC_OK) return rc;
    if (from > log.high || from < log.low)
        return why_set(why, RC_BROKEN,
            "partition %d of " TOPIC_CHANGES " does not reach to where the checkpoint was: another "
            "Kafka, or a restored backup",
            (int)t->partition);
    return reader_begin(t->reader, TOPIC_CHANGES, t->partition, from, why);
}

/* The next record. RC_AGAIN: it does not come, or we are asked to leave. */
static enum rc record_next(struct told *t, const struct record **ret, struct news *news,
    struct why *why)
{
    for (int silent = 0; silent < SILENT_POLLS; silent++) {
        enum rc rc = reader_poll(t->reader, POLL_MS, news, why);
        world_beat(t->world);
        if (rc == RC_BROKEN) return rc;
        if (rc == RC_OK && news->kind == NEWS_RECORD) {
            *ret = &news->record;
            return RC_OK;
        }
        if (world_leaving(t->world)) break;
    }
    return why_set(why, RC_AGAIN, TOPIC_CHANGES " does not come");
}

/* --- the first reading --- */

static enum rc opening_find(struct told *t, const struct text *opening, struct why *why)
{
    struct news news;
    const struct record *r = NULL;
    for (;;) {
        enum rc rc = record_next(t, &r, &news, why);
        if (rc != RC_OK) return rc;
        if (speaker_is(r, opening)) {
            t->end = r->offset;
            return RC_OK;
        }
        arena_reset(t->arena);
        rc = word_read(&t->heard, r, t->arena, &t->word, why);
        if (rc == RC_BROKEN) return rc; /* what is no word was no word for anybody */
    }
}

enum rc told_open(struct told **ret, const struct told_conf *conf, const struct text *opening,
    struct heard *ret_heard, struct why *why)
{
    CLEANUP(told_closep) struct told *t = NULL;
    enum rc rc = told_new(&t, conf, why);
    if (rc == RC_OK) rc = told_begin(t, conf->from, why);
    if (rc == RC_OK) rc = opening_find(t, opening, why);
    if (rc == RC_OK) rc = reader_seek(t->reader, TOPIC_CHANGES, t->partition, conf->from, why);
    if (rc != RC_OK) return rc;
    *ret_heard = (struct heard){ .speaker = t->end, .last = t->heard.last };
    t->heard = conf->heard;
    *ret = TAKE(t);
    return RC_OK;
}

/* --- the second --- */

static enum rc word_next(struct told *t, struct why *why)
{
    struct news news;
    const struct record *r = NULL;
    t->has = false;
    while (!t->has && !t->over) {
        enum rc rc = record_next(t, &r, &news, why);
        if (rc != RC_OK) return rc;
        t->over = r->offset >= t->end;
        if (t->over) break;
        arena_reset(t->arena);
        rc = word_read(&t->heard, r, t->arena, &t->word, why);
        if (rc == RC_BROKEN) return rc;
        t->has = rc == RC_OK && t->word.kind == WORD_CHANGE && t->word.hearing == HEARING_NEW;
    }
    return RC_OK;
}

enum rc told_at(
    struct told *t, const struct cause *cause, const struct hub_change **ret, struct why *why)
{
    *ret = NULL;
    while (!t->over && (!t->has || cause_compare(&t->word.cause, cause) < 0)) {
        enum rc rc = word_next(t, why);
        if (rc != RC_OK) return rc;
    }
    if (t->has && cause_compare(&t->word.cause, cause) == 0) *ret = &t->word.change;
    return RC_OK;
}

/* --- later --- */

static enum rc strangers_look(struct told *t, int64_t to, struct why *why)
{
    struct news news;
    const struct record *r = NULL;
    int64_t speaker = t->heard.speaker;
    for (int64_t at = -1; at + 1 < to; at = r->offset) {
        enum rc rc = record_next(t, &r, &news, why);
        if (rc != RC_OK) return rc;
        arena_reset(t->arena);
        rc = word_read(&t->heard, r, t->arena, &t->word, why);
        if (rc == RC_BROKEN) return rc;
        if (t->heard.speaker != speaker)
            return why_set(why, RC_REFUSED, "another assessor opened as speaker of partition %d",
                (int)t->partition);
    }
    return RC_OK;
}

enum rc told_watch(const struct told_conf *conf, int64_t *ret_end, struct why *why)
{
    CLEANUP(told_closep) struct told *t = NULL;
    struct bus_span log = { .high = -1 };
    enum rc rc = told_new(&t, conf, why);
    if (rc == RC_OK) rc = reader_span(t->reader, TOPIC_CHANGES, conf->partition, &log, why);
    if (rc == RC_REFUSED) rc = RC_BROKEN;
    if (rc == RC_OK && log.high > conf->from) {
        rc = told_begin(t, conf->from, why);
        if (rc == RC_OK) rc = strangers_look(t, log.high, why);
    }
    if (rc == RC_OK) *ret_end = log.high;
    return rc;
}
