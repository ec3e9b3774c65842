#include "dlq/errand.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "audit.h"
#include "runtime/topology.h"
#include "stop.h"

enum { NAMES_MAX = 64 * 1024, BATCH = 256, SLICE_MS = 100 };
#define BATCH_US 1000000
#define TELL_US 5000000

static int64_t clock_us(void)
{
    struct timespec now = { .tv_sec = 0 };
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail: every Linux has it */
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

enum rc errand_begin(struct errand *e, const struct dlq_conf *c, const char *what, struct why *why)
{
    const struct writer_conf conf = { .brokers = c->brokers, .client = "coastline-dlq" };
    *e = (struct errand){ .conf = c, .what = what, .names = buffer_new(NAMES_MAX) };
    e->told_us = clock_us();
    enum rc rc = stop_hold(why);
    if (rc == RC_OK) rc = writer_open(&e->writer, &conf, why);
    return rc == RC_OK ? writer_topic(e->writer, TOPIC_AUDIT, &e->audit, why) : rc;
}

void errand_end(struct errand *e)
{
    e->writer = writer_close(e->writer);
    buffer_deinit(&e->names);
}

enum rc errand_goes_on(struct errand *e, struct why *why)
{
    (void)e;
    if (!stop_asked(0)) return RC_OK;
    return why_set(why, RC_AGAIN, "stopped as asked; the same command goes on from here");
}

enum rc errand_pace(struct errand *e, struct why *why)
{
    enum rc rc = errand_goes_on(e, why);
    for (int64_t now = clock_us(); rc == RC_OK && now < e->next_us; now = clock_us()) {
        if (stop_asked(MIN(e->next_us - now, (int64_t)SLICE_MS * 1000)))
            return why_set(why, RC_AGAIN, "stopped as asked; the same command goes on from here");
        rc = writer_look(e->writer, why);
    }
    int64_t now = clock_us();
    e->next_us = MAX(e->next_us, now - BATCH_US / 10) + 1000000 / e->conf->rate;
    return rc;
}

/* --- notes --- */

static enum rc note_send(struct errand *e, const char *what, struct slice words, struct why *why)
{
    const struct hub_audit note = {
        .who = slice_str(e->conf->who), .what = slice_str(what), .note = words
    };
    return audit_send(e->writer, e->audit, &note, why);
}

enum rc errand_announce(struct errand *e, struct why *why)
{
    const struct dlq_conf *c = e->conf;
    char what[64], words[512];
    (void)snprintf(what, sizeof what, "%s.begun", e->what);
    (void)snprintf(words, sizeof words,
        "letter=%s topic=%s partition=%" PRId64 " offsets=%" PRId64 "-%" PRId64
        " reason=%s since=%s until=%s state=%d limit=%" PRId64 " anyway=%d",
        c->letter, c->topic, c->partition, c->first, c->last, c->reason, c->since, c->until,
        c->state, c->limit, c->anyway);
    return note_send(e, what, slice_str(words), why);
}

enum rc errand_settle(struct errand *e, struct why *why)
{
    if (e->n == 0) return RC_OK;
    enum rc rc = writer_settle(e->writer, AUDIT_WAIT_MS, why);
    if (rc == RC_OK && e->conf->because) {
        buffer_add(&e->names, slice_str("; "));
        buffer_add(&e->names, slice_str(e->conf->because));
    }
    if (rc == RC_OK && !buffer_whole(&e->names)) rc = why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) rc = note_send(e, e->what, buffer_slice(&e->names), why);
    if (rc != RC_OK) return why_add(why, rc, "%zu letters may be done but not noted", e->n);
    buffer_reset(&e->names);
    e->done += (int64_t)e->n;
    e->n = 0;
    return RC_OK;
}

static void progress_tell(struct errand *e, int64_t now)
{
    if (now - e->told_us < TELL_US) return;
    e->told_us = now;
    fprintf(stderr, "%" PRId64 " letters so far\n", e->done);
}

enum rc errand_did(struct errand *e, const struct origin *o, struct why *why)
{
    const struct text name = origin_text(o);
    int64_t now = clock_us();
    if (e->n == 0) e->since_us = now;
    if (e->n++ > 0) buffer_byte(&e->names, ' ');
    buffer_add(&e->names, slice_text(&name));
    if (e->n < BATCH && now - e->since_us < BATCH_US) return RC_OK;
    enum rc rc = errand_settle(e, why);
    if (rc == RC_OK) progress_tell(e, now);
    return rc;
}
