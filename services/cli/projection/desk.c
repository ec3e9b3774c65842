#include "projection/desk.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "audit.h"
#include "runtime/topology.h"
#include "stop.h"

/* --- the desk --- */

enum rc desk_open_store(struct desk *d, const struct projection_conf *c, struct why *why)
{
    const struct store_conf store = { .where = c->redis };
    *d = (struct desk){ .conf = c };
    enum rc rc = stop_hold(why);
    if (rc != RC_OK) return rc;
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) return why_set(why, RC_BROKEN, "SIGPIPE stays");
    rc = store_open(&d->store, &store, why);
    if (rc == RC_OK) rc = meta_live(d->store, &d->live, why);
    if (rc == RC_OK && !d->live.at[0])
        rc = why_set(why, RC_REFUSED, "no generation is live: start a projector first");
    return rc;
}

enum rc desk_open(struct desk *d, const struct projection_conf *c, struct why *why)
{
    enum rc rc = desk_open_store(d, c, why);
    if (rc == RC_OK) rc = logname_read(c->brokers, &d->log, why);
    if (rc == RC_OK && d->log.partitions > PARTITIONS_MAX)
        rc = why_set(why, RC_BROKEN, "more than %d partitions", PARTITIONS_MAX);
    return rc;
}

void desk_close(struct desk *d) { d->store = store_close(d->store); }

enum rc desk_ask(struct desk *d, const struct slice *words, struct answer *ret, struct why *why)
{
    size_t n = 0;
    while (words[n].at) n++;
    enum rc rc = store_ask(d->store, words, n, why);
    return rc == RC_OK ? store_answer(d->store, ret, why) : rc;
}

static struct name meta_key(const char *generation)
{
    struct name prefix = meta_prefix(slice_str(generation));
    return name_of(name_slice(&prefix), "meta", slice_str(""));
}

enum rc desk_field(
    struct desk *d, const char *generation, const char *field, struct text *ret, struct why *why)
{
    struct name key = meta_key(generation);
    const struct slice words[] = { slice_str("HGET"), name_slice(&key), slice_str(field), { 0 } };
    struct answer a;
    *ret = (struct text){ "" };
    enum rc rc = desk_ask(d, words, &a, why);
    if (rc == RC_OK && a.kind == ANSWER_TEXT && !text_from(a.text, ret))
        rc = why_set(why, RC_BROKEN, "%s of a generation is too long", field);
    return rc;
}

enum rc desk_note(
    struct desk *d, const char *generation, const char *field, const char *value, struct why *why)
{
    struct name key = meta_key(generation);
    const struct slice words[] = { slice_str(value ? "HSET" : "HDEL"), name_slice(&key),
        slice_str(field), value ? slice_str(value) : (struct slice){ 0 }, { 0 } };
    struct answer a;
    return desk_ask(d, words, &a, why);
}

enum rc desk_audit(struct desk *d, const char *what, const char *note, struct why *why)
{
    CLEANUP(writer_closep) struct writer *w = NULL;
    const struct writer_conf conf = { .brokers = d->conf->brokers, .client = "coastline" };
    const struct hub_audit audit = {
        .who = slice_str(d->conf->who), .what = slice_str(what), .note = slice_str(note)
    };
    int topic = 0;
    enum rc rc = writer_open(&w, &conf, why);
    if (rc == RC_OK) rc = writer_topic(w, TOPIC_AUDIT, &topic, why);
    return rc == RC_OK ? audit_send(w, topic, &audit, why) : rc;
}

/* --- generations --- */

enum rc generation_open(
    struct generation *g, const struct desk *d, const char *name, struct why *why)
{
    *g = (struct generation){ .n = d->log.partitions };
    if (!meta_is_name(slice_str(name)))
        return why_set(why, RC_REFUSED, "--generation: " META_NAME_RULE);
    text_print(&g->name, "%s", name);
    g->prefix = meta_prefix(slice_str(name));
    g->parts = calloc((size_t)g->n + 1, sizeof *g->parts);
    if (!g->parts) return why_set(why, RC_BROKEN, "out of memory");
    for (int32_t p = 0; p < g->n; p++) {
        g->parts[p].partition = p;
        (void)snprintf(g->parts[p].number, sizeof g->parts[p].number, "%d", (int)p);
        g->parts[p].standing = standing_nothing();
    }
    return RC_OK;
}

void generation_close(struct generation *g)
{
    free(g->parts);
    g->parts = NULL;
}

enum rc generation_look(struct generation *g, struct desk *d, struct why *why)
{
    enum rc rc = RC_OK;
    for (int32_t p = 0; rc == RC_OK && p < g->n; p++)
        rc = meta_load(d->store, name_slice(&g->prefix), &g->parts[p], why);
    return rc;
}

static int64_t place_of(const struct generation *g, int32_t p)
{
    return MAX(g->parts[p].standing.next, 0);
}

int64_t generation_places(const struct generation *g)
{
    int64_t sum = 0;
    for (int32_t p = 0; p < g->n; p++) sum += place_of(g, p);
    return sum;
}

int64_t generation_behind(const struct generation *g, const struct generation *other)
{
    int64_t sum = 0;
    for (int32_t p = 0; p < g->n; p++) sum += MAX(place_of(other, p) - place_of(g, p), 0);
    return sum;
}
