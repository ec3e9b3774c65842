/* Which partitions a reader reads, and from where. By hand partitions come and go one by one; a
 * member's are given to the client as one list, again and whole after every change, because the
 * seek of librdkafka 2.0.2 does not say whether it worked. */
#include "bus/reader_parts.h"

#include <stdlib.h>

enum { PARTS_MAX = 4096 };

typedef rd_kafka_topic_partition_list_t partition_list;

static struct part *part_named(struct reader *r, const char *topic, int32_t partition)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->parts[i].partition == partition &&
            strcmp(rd_kafka_topic_name(r->parts[i].topic), topic) == 0)
            return &r->parts[i];
    return NULL;
}

struct part *part_of(struct reader *r, const rd_kafka_message_t *m)
{
    if (r->last < r->n) {
        struct part *p = &r->parts[r->last];
        if (p->partition == m->partition && p->topic == m->rkt) return p;
    }
    if (!m->rkt) return NULL;
    struct part *p = part_named(r, rd_kafka_topic_name(m->rkt), m->partition);
    if (p) r->last = (size_t)(p - r->parts);
    return p;
}

static enum rc part_add(
    struct reader *r, const char *topic, int32_t partition, struct part **ret, struct why *why)
{
    if (r->n == PARTS_MAX) return why_set(why, RC_BROKEN, "more than %d partitions", PARTS_MAX);
    struct part *parts = realloc(r->parts, (r->n + 1) * sizeof *parts);
    if (!parts) return why_set(why, RC_BROKEN, "out of memory");
    r->parts = parts;
    rd_kafka_topic_t *handle = rd_kafka_topic_new(r->client.rk, topic, NULL);
    if (!handle) return client_says(RC_BROKEN, rd_kafka_last_error(), why);
    *ret = &parts[r->n++];
    **ret = (struct part){ .topic = handle, .partition = partition };
    return RC_OK;
}

static void part_remove(struct reader *r, struct part *p)
{
    rd_kafka_topic_destroy(p->topic);
    *p = r->parts[--r->n];
    r->last = 0;
}

static enum rc error_says(rd_kafka_error_t *error, struct why *why)
{
    if (!error) return RC_OK;
    enum rc rc = why_set(why, RC_BROKEN, "Kafka says: %s", rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    return rc;
}

static partition_list *list_of(const struct part *p)
{
    partition_list *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, rd_kafka_topic_name(p->topic), p->partition)->offset =
        p->next;
    return list;
}

/* --- by hand --- */

static enum rc part_start(struct reader *r, const struct part *p, struct why *why)
{
    partition_list *list = list_of(p);
    enum rc rc = error_says(rd_kafka_incremental_assign(r->client.rk, list), why);
    rd_kafka_topic_partition_list_destroy(list);
    return rc;
}

static enum rc part_stop(struct reader *r, const struct part *p, struct why *why)
{
    partition_list *list = list_of(p);
    enum rc rc = error_says(rd_kafka_incremental_unassign(r->client.rk, list), why);
    rd_kafka_topic_partition_list_destroy(list);
    return rc;
}

static enum rc part_pause(struct reader *r, const struct part *p, struct why *why)
{
    partition_list *list = list_of(p);
    rd_kafka_resp_err_t error = p->paused ? rd_kafka_pause_partitions(r->client.rk, list)
                                          : rd_kafka_resume_partitions(r->client.rk, list);
    if (!error) error = list->elems[0].err;
    rd_kafka_topic_partition_list_destroy(list);
    return error ? client_says(RC_BROKEN, error, why) : RC_OK;
}

/* --- as a member --- */

/* The list that the client is to read, from our own places; what was paused stays so. */
static enum rc assign_all(struct reader *r, struct why *why)
{
    partition_list *list = rd_kafka_topic_partition_list_new((int)r->n);
    for (size_t i = 0; i < r->n; i++) {
        const struct part *p = &r->parts[i];
        rd_kafka_topic_partition_list_add(list, rd_kafka_topic_name(p->topic), p->partition)
            ->offset = p->next;
    }
    rd_kafka_resp_err_t error = rd_kafka_assign(r->client.rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    enum rc rc = error ? client_says(RC_BROKEN, error, why) : RC_OK;
    for (size_t i = 0; rc == RC_OK && i < r->n; i++)
        if (r->parts[i].paused) rc = part_pause(r, &r->parts[i], why);
    return rc;
}

enum rc parts_assign(struct reader *r, struct why *why)
{
    for (int i = 0; i < r->list->cnt; i++)
        assert(part_named(r, r->list->elems[i].topic, r->list->elems[i].partition));
    enum rc rc = assign_all(r, why);
    if (rc == RC_OK) r->change = CALM;
    return rc;
}

enum rc reader_let_go(struct reader *r, struct why *why)
{
    assert(r->change == LOSING && r->told);
    while (r->n > 0) part_remove(r, &r->parts[r->n - 1]);
    r->change = CALM;
    rd_kafka_resp_err_t error = rd_kafka_assign(r->client.rk, NULL);
    return error ? client_says(RC_BROKEN, error, why) : RC_OK;
}

/* --- both --- */

enum rc reader_begin(
    struct reader *r, const char *topic, int32_t partition, int64_t offset, struct why *why)
{
    struct part *p = part_named(r, topic, partition);
    if (p && r->change == CALM) return reader_seek(r, topic, partition, offset, why);
    enum rc rc = p ? RC_OK : part_add(r, topic, partition, &p, why);
    if (rc != RC_OK) return rc;
    assert(p);
    p->next = offset;
    return r->member ? RC_OK : part_start(r, p, why);
}

enum rc reader_end(struct reader *r, const char *topic, int32_t partition, struct why *why)
{
    struct part *p = part_named(r, topic, partition);
    assert(p && !r->member);
    enum rc rc = part_stop(r, p, why);
    part_remove(r, p);
    return rc;
}

enum rc reader_seek(
    struct reader *r, const char *topic, int32_t partition, int64_t offset, struct why *why)
{
    struct part *p = part_named(r, topic, partition);
    assert(p);
    p->next = offset;
    if (r->change != CALM) return RC_OK; /* parts_assign will say it */
    if (r->member) return assign_all(r, why);
    enum rc rc = part_stop(r, p, why);
    if (rc == RC_OK) rc = part_start(r, p, why);
    return rc == RC_OK && p->paused ? part_pause(r, p, why) : rc;
}

/* Resuming what is not paused would read again from an old place (reliability.md 1.7, #4637). */
enum rc reader_pause(
    struct reader *r, const char *topic, int32_t partition, bool pause, struct why *why)
{
    struct part *p = part_named(r, topic, partition);
    assert(p);
    if (p->paused == pause) return RC_OK;
    p->paused = pause;
    return part_pause(r, p, why);
}
