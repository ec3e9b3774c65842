/* Two producers: one for keys alone, so that "all keys are acknowledged" is a question it can
 * answer, and one for everything else. */
#include "post.h"

#include <stdlib.h>

#include "bus/writer.h"
#include "park.h"
#include "runtime/keys.h"
#include "runtime/topology.h"

enum {
    LINGER_MS = 5, /* under load; post_hurry does not wait for it */
    PARK_FACTS = 8192,
    PARK_BYTES = 4 * 1024 * 1024,
    LETTER_RECORD_MAX = 2 * 1024 * 1024 - 1024, /* hub.dead-letters takes 2 MiB */
    SETTLE_MS = 1000,                           /* between looks whether we are to leave */
};

struct post {
    struct post_conf conf;
    struct writer *log, *keys;
    int facts, letters, identities; /* handles of topics */
    int32_t letter_partitions;
    struct park park;
    int64_t written;
};

static enum rc writers_open(struct post *p, struct why *why)
{
    const struct post_conf *c = &p->conf;
    struct writer_conf log = { .brokers = c->brokers,
        .client = c->world->service,
        .linger_ms = LINGER_MS,
        .record_max = LETTER_RECORD_MAX,
        .ear = c->world->ear };
    struct writer_conf keys = {
        .brokers = c->brokers, .client = c->world->service, .ear = c->world->ear
    };
    enum rc rc = writer_open(&p->log, &log, why);
    if (rc == RC_OK) rc = writer_open(&p->keys, &keys, why);
    if (rc == RC_OK) rc = writer_topic(p->log, TOPIC_FACTS, &p->facts, why);
    if (rc == RC_OK) rc = writer_topic(p->log, TOPIC_LETTERS, &p->letters, why);
    if (rc == RC_OK) rc = writer_topic(p->keys, TOPIC_IDENTITIES, &p->identities, why);
    if (rc == RC_OK) rc = writer_partitions(p->log, p->letters, &p->letter_partitions, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

enum rc post_new(struct post **ret, const struct post_conf *conf, struct why *why)
{
    CLEANUP(post_freep) struct post *p = calloc(1, sizeof *p);
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    p->conf = *conf;
    p->park = park_new(PARK_FACTS, PARK_BYTES);
    enum rc rc = writers_open(p, why);
    if (rc == RC_OK) *ret = TAKE(p);
    return rc;
}

struct post *post_free(struct post *p)
{
    if (!p) return NULL;
    writer_close(p->keys);
    writer_close(p->log);
    park_deinit(&p->park);
    free(p);
    return NULL;
}

int64_t post_written(const struct post *p) { return p->written; }

size_t post_unsettled(const struct post *p)
{
    return writer_unsettled(p->log) + writer_unsettled(p->keys) + p->park.n;
}

/* --- waiting --- */

/* As long as it takes: what was sent stays good, and giving up would only send it twice. */
static enum rc wait_for(const struct post *p, struct writer *w, struct why *why)
{
    for (;;) {
        enum rc rc = writer_settle(w, SETTLE_MS, why);
        if (rc != RC_AGAIN || world_leaving(p->conf.world)) return rc;
    }
}

/* A record larger than its topic takes is a fault of ours: sizes were checked at the door. */
static enum rc send(struct post *p, struct writer *w, const struct outgoing *out, struct why *why)
{
    p->written++;
    enum rc rc = writer_send(w, out, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

static enum rc parked_send(
    void *self, int32_t partition, struct slice pid, struct slice value, struct why *why)
{
    struct post *p = self;
    struct outgoing out = { .topic = p->facts, .partition = partition, .key = pid, .value = value };
    return send(p, p->log, &out, why);
}

static enum rc park_release(struct post *p, struct why *why)
{
    enum rc rc = park_empty(&p->park, parked_send, p, why);
    if (rc == RC_OK) identities_settled(p->conf.identities);
    return rc;
}

/* Waits for all keys, and sends what waited for them. */
static enum rc keys_await(struct post *p, struct why *why)
{
    enum rc rc = p->park.n ? wait_for(p, p->keys, why) : RC_OK;
    return rc == RC_OK && p->park.n ? park_release(p, why) : rc;
}

enum rc post_look(struct post *p, struct why *why)
{
    enum rc rc = writer_look(p->log, why);
    if (rc == RC_OK) rc = writer_look(p->keys, why);
    if (rc == RC_OK && p->park.n && writer_unsettled(p->keys) == 0) rc = park_release(p, why);
    return rc;
}

enum rc post_hurry(struct post *p, int32_t wait_ms, struct why *why)
{
    enum rc rc = p->park.n ? writer_settle(p->keys, wait_ms, why) : RC_OK;
    if (rc == RC_OK && p->park.n) rc = park_release(p, why);
    if (rc == RC_OK && writer_unsettled(p->log)) rc = writer_settle(p->log, wait_ms, why);
    return rc == RC_AGAIN ? RC_OK : rc;
}

enum rc post_settle(struct post *p, struct why *why)
{
    enum rc rc = keys_await(p, why);
    return rc == RC_OK ? wait_for(p, p->log, why) : rc;
}

/* --- sending --- */

enum rc post_fact(struct post *p, const struct person *person, struct slice value, struct why *why)
{
    struct slice pid = slice_of(person->pid, PID_CHARS);
    struct outgoing out = {
        .topic = p->facts, .partition = person->partition, .key = pid, .value = value
    };
    if (!person->fresh) return send(p, p->log, &out, why);
    if (park_add(&p->park, person->partition, pid, value)) return RC_OK;
    enum rc rc = wait_for(p, p->keys, why); /* the park is full; then nobody is fresh */
    if (rc == RC_OK) rc = park_release(p, why);
    return rc == RC_OK ? send(p, p->log, &out, why) : rc;
}

enum rc post_everywhere(struct post *p, struct slice value, struct why *why)
{
    enum rc rc = keys_await(p, why);
    for (int32_t i = 0; rc == RC_OK && i < p->conf.partitions; i++) {
        struct outgoing out = { .topic = p->facts, .partition = i, .value = value };
        rc = send(p, p->log, &out, why);
    }
    return rc;
}

enum rc post_key(
    struct post *p, const struct identity_new *made, struct slice value, struct why *why)
{
    struct text key = keys_record_key(slice_str(made->pid), made->key_id);
    struct outgoing out = { .topic = p->identities,
        .partition = made->partition,
        .key = slice_text(&key),
        .value = value };
    return send(p, p->keys, &out, why);
}

enum rc post_letter(
    struct post *p, const struct dead_letter *letter, int32_t partition, struct why *why)
{
    struct record_header headers[DEAD_HEADERS];
    for (size_t i = 0; i < letter->n_headers; i++)
        headers[i] = (struct record_header){ letter->headers[i].name, letter->headers[i].value };
    struct outgoing out = { .topic = p->letters,
        .partition = partition % p->letter_partitions,
        .key = letter->key,
        .value = letter->value,
        .headers = headers,
        .n_headers = letter->n_headers };
    return send(p, p->log, &out, why);
}
