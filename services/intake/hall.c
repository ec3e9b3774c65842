/* A hall with a line before each desk. Nobody is called twice in a row while others wait, and the
 * clock on the wall is only moved when the gate says so. */
#include "hall.h"

#include <stdlib.h>

enum { BURST = 256 }; /* records of one source before the next has its turn */

#define COMMIT_EVERY SECONDS(1)

struct hall {
    struct hall_ports ports;
    struct gate *gate;
    struct hall_record *front; /* what stands in front of each source */
    int64_t *ends;
    int64_t *places;
    bool moved;        /* something was filed since the last commit */
    instant committed; /* when that was */
};

enum rc hall_new(struct hall **ret, const struct hall_ports *ports, struct gate *gate,
    const int64_t *places, struct why *why)
{
    CLEANUP(hall_freep) struct hall *h = calloc(1, sizeof *h);
    if (!h) return why_set(why, RC_BROKEN, "out of memory");
    h->ports = *ports;
    h->front = calloc(gate->n ? gate->n : 1, sizeof *h->front);
    h->ends = calloc(gate->n ? gate->n : 1, sizeof *h->ends);
    h->places = calloc(gate->n ? gate->n : 1, sizeof *h->places);
    if (!h->front || !h->ends || !h->places) return why_set(why, RC_BROKEN, "out of memory");
    for (size_t i = 0; i < gate->n; i++) gate_read_to(gate, i, places[i]);
    h->gate = gate;
    *ret = TAKE(h);
    return RC_OK;
}

struct hall *hall_free(struct hall *h)
{
    if (!h) return NULL;
    gate_free(h->gate);
    free(h->front);
    free(h->ends);
    free(h->places);
    free(h);
    return NULL;
}

const struct gate *hall_gate(const struct hall *h) { return h->gate; }

/* --- places --- */

struct text beside_text(const struct beside *b)
{
    struct text t = { "" };
    text_print(&t, "1 %lld %.30s %d %d", (long long)b->tick.us, b->log.at, (int)b->bounds.rulesets,
        (int)b->bounds.linked);
    return t;
}

/* A blank and a number, taken off the front. */
static bool count_take(struct slice *rest, int32_t *ret)
{
    int32_t n = 0;
    size_t i = 1;
    if (rest->n < 2 || rest->at[0] != ' ') return false;
    for (; i < rest->n && i < 8 && rest->at[i] >= '0' && rest->at[i] <= '9'; i++)
        n = 10 * n + (rest->at[i] - '0');
    *rest = slice_of(rest->at + i, rest->n - i);
    *ret = n;
    return i > 1;
}

/* The name of the log, and what it holds so far. */
static bool log_parse(struct slice text, struct beside *b)
{
    const uint8_t *blank = memchr(text.at, ' ', text.n);
    struct slice name = slice_of(text.at, blank ? (size_t)(blank - text.at) : text.n);
    struct slice rest = slice_of(text.at + name.n, text.n - name.n);
    if (name.n == 0 || !text_from(name, &b->log)) return false;
    if (!blank) return true;
    return count_take(&rest, &b->bounds.rulesets) && count_take(&rest, &b->bounds.linked) &&
           rest.n == 0;
}

bool beside_parse(struct slice text, struct beside *ret)
{
    struct beside b = { .tick = { 0 } };
    size_t i = 2;
    if (text.n < 5 || memcmp(text.at, "1 ", 2) != 0) return false;
    for (; i < text.n && i < 18 && text.at[i] >= '0' && text.at[i] <= '9'; i++)
        b.tick.us = 10 * b.tick.us + (text.at[i] - '0');
    if (i == 2 || i + 1 >= text.n || text.at[i] != ' ') return false;
    if (b.tick.us && tick_at_or_after(b.tick).us != b.tick.us) return false;
    if (!log_parse(slice_of(text.at + i + 1, text.n - i - 1), &b)) return false;
    *ret = b;
    return true;
}

enum rc hall_commit(struct hall *h, instant now, struct why *why)
{
    const struct gate *g = h->gate;
    enum rc rc = h->ports.settle(h->ports.self, why);
    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < g->n; i++)
        h->places[i] = g->sources[i].next - (g->sources[i].shown ? 1 : 0);
    struct beside hour = { .tick = { g->opened ? g->tick.us : 0 }, .log = h->ports.log };
    if (h->ports.bounds) hour.bounds = *h->ports.bounds;
    struct text beside = beside_text(&hour);
    rc = h->ports.commit(h->ports.self, h->places, &beside, why);
    if (rc != RC_OK) return rc;
    h->committed = now;
    h->moved = false;
    return RC_OK;
}

static enum rc commit_if_due(struct hall *h, instant now, struct why *why)
{
    bool due = has_passed(h->committed, COMMIT_EVERY, now);
    return h->moved && due ? hall_commit(h, now, why) : RC_OK;
}

/* --- one source --- */

/* Sees to it that a record stands in front, if there is one. */
static enum rc front_fill(struct hall *h, size_t source, instant now, struct why *why)
{
    struct gate_source *s = &h->gate->sources[source];
    struct hall_record *front = &h->front[source];
    int64_t read_to = s->next;
    if (s->shown) return RC_OK;
    enum rc rc = h->ports.take(h->ports.self, source, front, &read_to, why);
    if (rc == RC_AGAIN) gate_read_to(h->gate, source, read_to);
    if (rc != RC_OK) return rc;
    struct gate_sight sight = {
        .stamp = front->stamp, .offset = front->original.offset, .now = now
    };
    if (s->decides) sight.record = h->ports.peek(h->ports.self, source, front);
    gate_show(h->gate, source, &sight);
    return RC_OK;
}

/* hub.opened is the first step: all history is acknowledged before it, and it before all else. */
static enum rc front_file(struct hall *h, size_t source, struct why *why)
{
    const struct gate_source *s = &h->gate->sources[source];
    const struct hall_record *front = &h->front[source];
    bool opens = s->record == GATE_OPENED && !h->gate->opened;
    instant arrival = gate_arrival(h->gate, front->stamp);
    enum rc rc = opens ? h->ports.settle(h->ports.self, why) : RC_OK;
    if (rc == RC_OK) rc = h->ports.file(h->ports.self, source, front, arrival, why);
    if (rc == RC_OK && opens) rc = h->ports.settle(h->ports.self, why);
    if (rc != RC_OK) return rc;
    gate_filed(h->gate, source);
    h->moved = true;
    return RC_OK;
}

static enum rc source_serve(struct hall *h, size_t source, instant now, bool *busy, struct why *why)
{
    enum rc rc = front_fill(h, source, now, why);
    for (int i = 0; rc == RC_OK && i < BURST && gate_may_file(h->gate, source); i++) {
        rc = front_file(h, source, why);
        if (rc == RC_OK) *busy = true;
        if (rc == RC_OK) rc = front_fill(h, source, now, why);
    }
    return rc == RC_AGAIN ? RC_OK : rc;
}

/* --- the turn --- */

static enum rc ends_ask(struct hall *h, instant now, struct why *why)
{
    struct gate *g = h->gate;
    if (!gate_wants_ends(g, now)) return RC_OK;
    for (size_t i = 0; i < g->n; i++) h->ends[i] = -1;
    gate_ask(g, now);
    enum rc rc = h->ports.ends(h->ports.self, h->ends, why);
    if (rc == RC_AGAIN) return RC_OK; /* the gate asks again */
    for (size_t i = 0; rc == RC_OK && i < g->n; i++)
        if (h->ends[i] >= 0) gate_end(g, i, h->ends[i], now);
    return rc;
}

static enum rc hour_pass(struct hall *h, bool *busy, struct why *why)
{
    if (!gate_tick_due(h->gate)) return RC_OK;
    enum rc rc = h->ports.tick(h->ports.self, h->gate->tick, why);
    if (rc == RC_OK) rc = h->ports.settle(h->ports.self, why);
    if (rc != RC_OK) return rc;
    gate_ticked(h->gate);
    h->moved = true;
    *busy = true;
    return RC_OK;
}

enum rc hall_turn(struct hall *h, instant now, bool *ret_busy, struct why *why)
{
    bool busy = false;
    enum rc rc = RC_OK;
    gate_look(h->gate, now);
    for (size_t i = 0; rc == RC_OK && i < h->gate->n; i++) rc = source_serve(h, i, now, &busy, why);
    if (rc == RC_OK) rc = ends_ask(h, now, why);
    if (rc == RC_OK) rc = hour_pass(h, &busy, why);
    if (rc == RC_OK) rc = commit_if_due(h, now, why);
    if (rc == RC_OK) *ret_busy = busy;
    return rc;
}
