#include "log/export.h"

#include <errno.h>
#include <stdlib.h>

#include "bus/bus.h"
#include "codec/json_fact.h"
#include "domain/rules.h"
#include "log/merge.h"
#include "runtime/hop.h"

enum { LINE_MAX_BYTES = 1 << 20, CLEAR_MAX = 2 << 20, ARENA_MAX = 8 << 20 };

struct export
{
    const struct log_view *view;
    struct logtime *times; /* by partition */
    struct logged *fronts; /* by partition: the record in front */
    struct arena *arena;   /* of the line at hand */
    struct buffer line, clear;
};

/* Whole partitions: linked people lead each other (fold.md R24). */
static bool is_wanted(const struct export *e, int32_t partition)
{
    struct slice pid = e->view->only;
    return !pid.at || partition == bus_partition_of(pid, e->view->ends->log.partitions);
}

static enum rc judge(
    void *self, const struct record *r, struct arena *a, instant *ret_at, struct why *why)
{
    struct export *e = self;
    struct logged *l = &e->fronts[r->partition];
    enum rc rc = logged_read(&e->times[r->partition], r, a, l, why);
    if (rc != RC_OK) return rc;
    e->times[r->partition] = l->after;
    *ret_at = l->at;
    if (!is_wanted(e, r->partition)) return RC_REFUSED;
    return l->kind == LOGGED_CREATED || l->kind == LOGGED_REPEAT ? RC_REFUSED : RC_OK;
}

static enum rc line_out(struct export *e, struct why *why)
{
    const struct buffer *b = &e->line;
    if (!buffer_whole(b)) return why_set(why, RC_BROKEN, "a line that does not end");
    if (fwrite(b->at, 1, b->n, e->view->out) == b->n) return RC_OK;
    return why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
}

/* RC_REFUSED: what was filed again stands where it was. *ret_gone: nothing is left to print, but
 * that it was there: its person was shredded, and what comes later is of another life. */
static enum rc fact_of(struct export *e, const struct record *r, const struct logged *l,
    struct fact *ret, bool *ret_gone, struct why *why)
{
    const struct person_key *key = NULL;
    enum rc rc = keys_find(e->view->keys, r->partition, r->key, l->fact.key_id, &key, why);
    *ret_gone = rc == RC_REFUSED;
    if (rc == RC_REFUSED) return RC_OK;
    if (rc == RC_OK && key->retired && r->offset > key->retired_from) return RC_REFUSED;
    return rc == RC_OK ? logged_open(l, r, &key->key, &e->clear, e->arena, ret, why) : rc;
}

static void rules_of(const struct hub_moment *m, struct rules *rules, struct fact *ret)
{
    struct slice name = slice_str("?");
    if (rules_read(m->ruleset, rules, NULL) == RC_OK) name = slice_text(&rules->name);
    ret->values[HUB_RULESET_ACTIVATED_RULESET] = (struct fact_value){ .there = true, .text = name };
    ret->values[HUB_RULESET_ACTIVATED_SHA256] =
        (struct fact_value){ .there = true, .text = m->sha256 };
}

static void moment_of(const struct logged *l, struct rules *rules, struct fact *ret)
{
    static const enum event_type types[] = {
        [LOGGED_TICK] = EVENT_HUB_HEARTBEAT,
        [LOGGED_OPENED] = EVENT_HUB_OPENED,
        [LOGGED_HEARTBEAT] = EVENT_HUB_HEARTBEAT,
        [LOGGED_HOP] = EVENT_HUB_HEARTBEAT,
        [LOGGED_FACT] = EVENT_HUB_HEARTBEAT, /* one that is gone */
        [LOGGED_RULESET] = EVENT_HUB_RULESET_ACTIVATED,
    };
    static const char *const ids[] = {
        [LOGGED_TICK] = "tick", [LOGGED_HOP] = "hop", [LOGGED_FACT] = "gone", [LOGGED_REPEAT] = NULL
    };
    *ret = (struct fact){ .id = slice_str(ids[l->kind] ? ids[l->kind] : "moment"),
        .source = SOURCE_HUB,
        .type = types[l->kind],
        .version = 1,
        .event_time = l->at,
        .recorded_at = l->at,
        .arrival = l->at,
        .stamp = l->at };
    if (l->kind == LOGGED_HOP) ret->stamp = l->hop.stamp;
    if (l->kind == LOGGED_FACT) ret->stamp = l->fact.stamp;
    if (l->kind == LOGGED_RULESET) rules_of(&l->moment, rules, ret);
}

/* A hop is told, and not its content: what was filed stands at its origin, once. */
static enum rc hop_of(struct export *e, const struct record *r, const struct logged *l,
    struct json_hop *ret, struct why *why)
{
    const struct person_key *key = NULL;
    struct hop hop;
    int32_t home = bus_partition_of(r->key, e->view->ends->log.partitions);
    enum rc rc = keys_find(e->view->keys, home, r->key, l->hop.key_id, &key, why);
    if (rc != RC_OK) return rc;
    const struct hop_sealed sealed = { l, r, &key->key, &e->clear, e->arena };
    rc = hop_open(&sealed, &hop, why);
    if (rc != RC_OK) return rc;
    bool ends = hop.kind == HUB_HOP_KIND_LINK && hop.fact.type == EVENT_HUB_FILE_ERASED;
    *ret = (struct json_hop){ .kind = slice_str(ends ? HOP_ERASED : hub_hop_kind_name(hop.kind)),
        .member = hop.member,
        .to = r->key,
        .partition = l->hop.origin.partition,
        .cause = l->hop.origin.offset };
    return RC_OK;
}

static enum rc take(void *self, const struct record *r, struct why *why)
{
    struct export *e = self;
    const struct logged *l = &e->fronts[r->partition];
    struct json_hop hop;
    struct json_fact_more more = {
        .has_place = true, .partition = r->partition, .cause = r->offset
    };
    struct fact fact;
    struct rules rules;
    bool gone = false;
    arena_reset(e->arena);
    buffer_reset(&e->line);
    enum rc rc = RC_OK;
    if (l->kind == LOGGED_HOP) rc = hop_of(e, r, l, &hop, why);
    if (l->kind == LOGGED_HOP) more.hop = &hop;
    if (l->kind == LOGGED_FACT) rc = fact_of(e, r, l, &fact, &gone, why);
    if (l->kind != LOGGED_FACT || gone) moment_of(l, &rules, &fact);
    if (gone) more.gone = r->key;
    if (rc == RC_REFUSED) return RC_OK;
    if (rc != RC_OK) return rc;
    json_put_fact(&e->line, &fact, &more);
    return line_out(e, why);
}

enum rc log_export(const struct log_view *view, struct why *why)
{
    size_t n = (size_t)view->ends->log.partitions;
    struct export e = { .view = view,
        .times = calloc(n, sizeof *e.times),
        .fronts = calloc(n, sizeof *e.fronts),
        .arena = arena_new(ARENA_MAX),
        .line = buffer_new(LINE_MAX_BYTES),
        .clear = buffer_new(CLEAR_MAX) };
    const struct merge_conf merge = { .brokers = view->brokers,
        .topic = TOPIC_FACTS,
        .limits = view->ends->at,
        .partitions = (int32_t)n,
        .self = &e,
        .judge = judge,
        .take = take };
    enum rc rc = e.times && e.fronts && e.arena ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
    for (size_t i = 0; rc == RC_OK && i < n; i++) e.times[i] = logtime_start();
    if (rc == RC_OK) rc = merge_run(&merge, why);
    free(e.times);
    free(e.fronts);
    arena_free(e.arena);
    buffer_deinit(&e.line);
    buffer_deinit(&e.clear);
    return rc;
}
