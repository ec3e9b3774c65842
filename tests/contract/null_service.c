/* The smallest service: repeats each record of a topic into another, and keeps its places in the
 * group's commits, with the number of records beside them. An example, and what test_service.sh
 * kills. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bus/writer.h"
#include "runtime/service.h"

enum { PARTITIONS = 64 };

struct null_conf {
    struct common_conf common;
    const char *out;
};

static const struct option_row null_options[] = {
    OPTION(struct null_conf, out, OPT_TEXT, .fallback = "null.out", .help = "topic to repeat into"),
};

struct null {
    const struct world *world;
    struct writer *writer;
    int out;
    struct place places[PARTITIONS]; /* of what was passed; offset -1: not ours */
};

static void *null_close(void *self)
{
    struct null *n = self;
    if (!n) return NULL;
    writer_close(n->writer);
    free(n);
    return NULL;
}

static enum rc null_open(
    void **ret_self, const void *conf, const struct world *world, struct why *why)
{
    const struct null_conf *c = conf;
    struct null *n = calloc(1, sizeof *n);
    if (!n) return why_set(why, RC_BROKEN, "out of memory");
    n->world = world;
    for (int32_t p = 0; p < PARTITIONS; p++)
        n->places[p] = (struct place){ .partition = p, .offset = -1 };
    struct writer_conf writer = {
        .brokers = c->common.brokers, .client = world->service, .linger_ms = 2, .ear = world->ear
    };
    enum rc rc = writer_open(&n->writer, &writer, why);
    if (rc == RC_OK) rc = writer_topic(n->writer, c->out, &n->out, why);
    if (rc == RC_OK)
        *ret_self = n;
    else
        (void)null_close(n);
    return rc;
}

static enum rc null_gained(void *self, int32_t partition, int64_t *ret_place, struct why *why)
{
    struct null *n = self;
    struct place place = { .partition = partition };
    assert(partition < PARTITIONS);
    enum rc rc = reader_places(world_reader(n->world), "null.in", &place, 1, why);
    if (rc != RC_OK) return rc;
    n->places[partition] = place;
    *ret_place = place.offset;
    return RC_OK;
}

static enum rc null_lost(void *self, int32_t partition, bool too_late, struct why *why)
{
    struct null *n = self;
    (void)too_late, (void)why;
    n->places[partition].offset = -1;
    return RC_OK;
}

static enum rc null_pass(void *self, const struct record *r, instant now, struct why *why)
{
    struct null *n = self;
    struct outgoing out = {
        .topic = n->out, .partition = r->partition, .key = r->key, .value = r->value
    };
    (void)now;
    enum rc rc = writer_send(n->writer, &out, why);
    if (rc == RC_OK) n->places[r->partition].offset = r->offset + 1;
    return rc;
}

static enum rc null_settle(void *self, instant now, struct why *why)
{
    struct null *n = self;
    struct place moved[PARTITIONS];
    size_t k = 0;
    (void)now;
    enum rc rc = writer_settle(n->writer, 1000, why);
    if (rc != RC_OK) return rc;
    for (size_t p = 0; p < PARTITIONS; p++)
        if (n->places[p].offset >= 0) moved[k++] = n->places[p];
    return reader_keep(world_reader(n->world), "null.in", moved, k, why);
}

static enum rc null_idle(void *self, instant now, struct why *why)
{
    struct null *n = self;
    (void)now;
    return writer_look(n->writer, why);
}

int main(int argc, char *argv[])
{
    static const struct service null = {
        .name = "null",
        .purpose = "repeats each record of null.in",
        .options = null_options,
        .n_options = COUNT(null_options),
        .conf_size = sizeof(struct null_conf),
        .topic = "null.in",
        .group = "coastline-null",
        .open = null_open,
        .close = null_close,
        .gained = null_gained,
        .lost = null_lost,
        .pass = null_pass,
        .settle = null_settle,
        .idle = null_idle,
    };
    return service_main(argc, argv, &null);
}
