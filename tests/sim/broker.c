#include "groups.h"

#include <stdio.h>
#include <stdlib.h>

enum { TRANSACTIONS_MAX = 2 * PARTS };
#define TRANSACTION_MOST SECONDS(15)

static struct log_topic topics[TOPICS_MAX];
static int32_t n_topics;
static struct transaction transactions[TRANSACTIONS_MAX];
static int n_transactions;

void broker_begin(void)
{
    n_topics = n_transactions = 0;
    group_forget(NULL);
}

/* --- the log --- */

void log_topic_make(const char *name, int32_t partitions)
{
    if (n_topics == TOPICS_MAX) abort();
    topics[n_topics++] = (struct log_topic){ .name = name, .partitions = partitions };
}

int32_t topic_index(const char *name)
{
    for (int32_t i = 0; i < n_topics; i++)
        if (strcmp(topics[i].name, name) == 0) return i;
    return -1;
}

struct log_topic *log_topic(const char *name)
{
    int32_t i = topic_index(name);
    return i < 0 ? NULL : &topics[i];
}

static const struct record_header *headers_copy(const struct log_record *r)
{
    if (!r->n_headers) return NULL;
    struct record_header *h = world_take(r->n_headers * sizeof *h);
    for (size_t i = 0; i < r->n_headers; i++) {
        h[i].name = world_copy(r->headers[i].name);
        h[i].value = world_copy(r->headers[i].value);
    }
    return h;
}

int64_t log_append(struct log_topic *t, int32_t partition, const struct log_record *r)
{
    struct log_part *p = &t->parts[partition];
    p->at = world_grow(p->at, sizeof *p->at, p->n, &p->room);
    p->at[p->n] = (struct log_record){ .state = r->state,
        .stamp = { sim.now.us / 1000 * 1000 },
        .key = world_copy(r->key),
        .value = world_copy(r->value),
        .headers = headers_copy(r),
        .n_headers = r->n_headers };
    trace_add((uint64_t)partition << 32 ^ (uint64_t)p->n);
    trace_bytes(r->value);
    busy();
    fibers_wake();
    return p->n++;
}

int64_t log_end(const struct log_part *p, bool committed_only)
{
    for (int64_t i = 0; committed_only && i < p->n; i++)
        if (p->at[i].state == LOG_OPEN) return i;
    return p->n;
}

int64_t log_seen(const struct log_part *p, int64_t from, int64_t end, bool committed_only)
{
    for (int64_t i = from; i < end; i++) {
        enum log_state s = p->at[i].state;
        bool hidden = s == LOG_MARKER || s == LOG_GONE ||
                      (committed_only && (s == LOG_ABORTED || s == LOG_OPEN));
        if (!hidden) return i;
    }
    return end;
}

struct log_part log_swap(struct log_topic *t, int32_t partition, struct log_part with)
{
    struct log_part was = t->parts[partition];
    t->parts[partition] = with;
    return was;
}

static void part_compact(struct log_part *p)
{
    for (int64_t i = 0; i + 3 < p->n; i++) {
        struct log_record *r = &p->at[i];
        bool decided = r->state == LOG_PLAIN || r->state == LOG_COMMITTED;
        for (int64_t k = i + 1; decided && k < p->n; k++) {
            const struct log_record *o = &p->at[k];
            bool counts = o->state == LOG_PLAIN || o->state == LOG_COMMITTED;
            if (!counts || !slice_equal(o->key, r->key)) continue;
            r->state = LOG_GONE;
            rare_seen(RARE_compacted);
            break;
        }
    }
}

void log_compact(struct log_topic *t)
{
    for (int32_t i = 0; i < t->partitions; i++) part_compact(&t->parts[i]);
}

/* --- transactions --- */

struct transaction *transaction_named(const char *name)
{
    for (int i = 0; i < n_transactions; i++)
        if (strcmp(transactions[i].name, name) == 0) return &transactions[i];
    if (n_transactions == TRANSACTIONS_MAX) abort();
    struct slice copy = world_copy(slice_of(name, strlen(name) + 1));
    transactions[n_transactions] =
        (struct transaction){ .name = (const char *)copy.at, .first = -1 };
    return &transactions[n_transactions++];
}

void transaction_end(struct transaction *t, bool commit)
{
    if (t->first < 0) return;
    struct log_part *p = &t->topic->parts[t->partition];
    for (int64_t i = t->first; i < p->n; i++)
        if (p->at[i].state == LOG_OPEN) p->at[i].state = commit ? LOG_COMMITTED : LOG_ABORTED;
    t->first = -1;
    if (!commit) rare_seen(RARE_transaction_aborted);
    const struct log_record marker = { .state = LOG_MARKER };
    (void)log_append(t->topic, t->partition, &marker);
}

int64_t transaction_fence(struct transaction *t)
{
    transaction_end(t, false);
    return ++t->epoch;
}

static void transactions_look(void)
{
    for (int i = 0; i < n_transactions; i++) {
        struct transaction *t = &transactions[i];
        if (t->first < 0 || between(t->opened, sim.now).us < TRANSACTION_MOST.us) continue;
        rare_seen(RARE_transaction_timed_out);
        t->epoch++; /* the coordinator fences whoever left it open */
        transaction_end(t, false);
    }
}

/* --- */

void broker_look(void)
{
    if (is_before(sim.now, sim.kafka_away)) return;
    transactions_look();
    groups_look();
}
