/* bus/reader.h on the model. */
#include <stdio.h>
#include <stdlib.h>

#include "seam_bus.h"

enum { READS_MAX = 24, WAIT_MS = 10000 };

struct reader {
    const char *group_name, *topic, *member_name;
    struct group *group;
    struct member *member; /* of a member; else NULL */
    bool committed_only;
    int32_t wait_ms;
    struct fetch at[READS_MAX];
    int n, turn;
    int32_t numbers[PARTS];
};

bool kafka_is_away(void) { return is_before(sim.now, sim.kafka_away); }

enum rc bus_ask(enum site site, int32_t wait_ms, struct why *why)
{
    instant until = instant_plus(sim.now, (span){ (wait_ms ? wait_ms : WAIT_MS) * 1000LL });
    seam(site, 0);
    if (fault(12)) {
        rare_seen(RARE_bus_call_timed_out);
        fiber_wait(dice_span((span){ 100000 }, SECONDS(2)), false);
        return why_set(why, RC_AGAIN, "sim: no answer");
    }
    if (!sim.clean && dice(4) == 0) fiber_wait(dice_span((span){ 200 }, (span){ 4000 }), false);
    while (kafka_is_away() && is_before(sim.now, until))
        fiber_wait(dice_span((span){ 50000 }, (span){ 400000 }), false);
    return kafka_is_away() ? why_set(why, RC_AGAIN, "sim: the brokers are away") : RC_OK;
}

/* --- fetching --- */

struct fetch fetch_from(struct log_topic *t, int32_t partition, int64_t offset)
{
    return (struct fetch){
        .topic = t, .partition = partition, .next = offset, .fetched = offset, .ended = -1
    };
}

enum fetched fetch_next(struct fetch *f, int64_t *ret)
{
    const struct log_part *p = &f->topic->parts[f->partition];
    int64_t end = log_end(p, f->committed_only);
    if (f->paused) return FETCHED_NOTHING;
    if (f->next >= f->fetched && !kafka_is_away() && (sim.clean || dice(6) != 0)) {
        int64_t more = end - f->fetched;
        f->fetched = more > 1 && !sim.clean && dice(3) == 0 ? f->fetched + 1 + dice(more) : end;
    }
    f->next = log_seen(p, f->next, f->fetched, f->committed_only);
    if (f->next < f->fetched) {
        *ret = f->next++;
        return FETCHED_RECORD;
    }
    if (f->next < end || f->ended == f->next || kafka_is_away()) return FETCHED_NOTHING;
    *ret = f->ended = f->next;
    return FETCHED_END;
}

static void record_of(const struct fetch *f, int64_t offset, struct record *ret)
{
    const struct log_part *p = &f->topic->parts[f->partition];
    *ret = (struct record){
        .topic = slice_str(f->topic->name), .partition = f->partition, .offset = offset
    };
    if (offset >= p->n) return;
    ret->stamp = p->at[offset].stamp;
    ret->broker_stamp = true;
    ret->key = p->at[offset].key;
    ret->value = p->at[offset].value;
}

/* --- opening and closing --- */

enum rc reader_open(struct reader **ret, const struct reader_conf *conf, struct why *why)
{
    (void)why;
    seam(SITE_open, 1);
    struct reader *r = world_take(sizeof *r);
    *r = (struct reader){
        .topic = conf->topic, .committed_only = conf->committed_only, .wait_ms = conf->wait_ms
    };
    if (conf->group) r->group = group_named(conf->group);
    if (conf->topic)
        r->member = group_join(
            r->group, log_topic(conf->topic)->partitions, conf->member ? conf->member : "");
    *ret = r;
    return RC_OK;
}

struct reader *reader_close(struct reader *r)
{
    if (!r) return NULL;
    seam(SITE_close, 1);
    if (r->member) group_leave(r->group, r->member);
    r->member = NULL;
    return NULL;
}

int reader_bell(struct reader *r)
{
    (void)r;
    return 0; /* http_turn of the model wakes at any news */
}

/* --- polling --- */

static void change_tell(struct reader *r, bool gained, bool too_late, struct news *ret)
{
    size_t n = 0;
    for (int32_t p = 0; p < PARTS; p++)
        if (r->member->has & 1u << p) r->numbers[n++] = p;
    *ret = (struct news){ .kind = gained ? NEWS_GAINED : NEWS_LOST,
        .partitions = r->numbers,
        .n = n,
        .too_late = too_late };
    say("%s is told of %zu partitions %s%s", sim.self ? sim.self->name : "", n,
        gained ? "gained" : "lost", too_late ? " too late" : "");
}

/* True: *ret says what became of partitions. */
static bool member_news(struct reader *r, struct news *ret)
{
    struct member *m = r->member;
    if (!m) return false;
    bool gone = m->kicked;
    if (gone && !m->has) {
        group_let_go(r->group, m);
        return false;
    }
    if (gone || m->revoke) {
        rare_seen(gone ? RARE_partitions_lost_too_late : RARE_partitions_lost);
        m->told = true;
        change_tell(r, false, gone, ret);
        return true;
    }
    if (!m->gain || kafka_is_away()) return false;
    m->gain = false;
    change_tell(r, true, false, ret);
    return true;
}

static bool record_news(struct reader *r, struct news *ret)
{
    for (int i = 0; i < r->n; i++) {
        struct fetch *f = &r->at[(r->turn + i) % r->n];
        int64_t offset = 0;
        enum fetched what = fetch_next(f, &offset);
        if (what == FETCHED_NOTHING) continue;
        if (what == FETCHED_END || dice(8) == 0) r->turn++;
        *ret = (struct news){ .kind = what == FETCHED_END ? NEWS_END : NEWS_RECORD };
        record_of(f, offset, &ret->record);
        trace_add((uint64_t)offset << 8 ^ what);
        bool checkpoint = r->committed_only && ret->kind == NEWS_RECORD && ret->record.key.n == 0;
        if (checkpoint) rare_seen(RARE_checkpoint_read);
        return true;
    }
    return false;
}

enum rc reader_poll(struct reader *r, int32_t wait_ms, struct news *ret, struct why *why)
{
    instant until = instant_plus(sim.now, (span){ wait_ms * 1000LL });
    if (why) why->text[0] = '\0';
    seam(SITE_poll, (uint64_t)r->n);
    for (;;) {
        if (member_news(r, ret) || record_news(r, ret)) return RC_OK;
        if (!is_before(sim.now, until)) return RC_AGAIN;
        fiber_wait(between(sim.now, until), true);
    }
}

/* --- which partitions --- */

static struct fetch *fetch_of(struct reader *r, const char *topic, int32_t partition)
{
    for (int i = 0; i < r->n; i++)
        if (r->at[i].partition == partition && strcmp(r->at[i].topic->name, topic) == 0)
            return &r->at[i];
    return NULL;
}

enum rc reader_begin(
    struct reader *r, const char *topic, int32_t partition, int64_t offset, struct why *why)
{
    struct log_topic *t = log_topic(topic);
    seam(SITE_begin, (uint64_t)offset);
    if (!t) return why_set(why, RC_BROKEN, "sim: no topic %s", topic);
    struct fetch *f = fetch_of(r, topic, partition);
    if (!f && r->n == READS_MAX) abort();
    if (!f) f = &r->at[r->n++];
    *f = fetch_from(t, partition, offset);
    f->committed_only = r->committed_only;
    return RC_OK;
}

enum rc reader_let_go(struct reader *r, struct why *why)
{
    (void)why;
    seam(SITE_begin, 1);
    r->n = 0;
    group_let_go(r->group, r->member);
    return RC_OK;
}

enum rc reader_end(struct reader *r, const char *topic, int32_t partition, struct why *why)
{
    (void)why;
    seam(SITE_begin, 2);
    struct fetch *f = fetch_of(r, topic, partition);
    if (f) *f = r->at[--r->n];
    return RC_OK;
}

enum rc reader_seek(
    struct reader *r, const char *topic, int32_t partition, int64_t offset, struct why *why)
{
    seam(SITE_seek, (uint64_t)offset);
    struct fetch *f = fetch_of(r, topic, partition);
    if (!f) return why_set(why, RC_BROKEN, "sim: a seek in what is not read");
    bool paused = f->paused, committed_only = f->committed_only;
    *f = fetch_from(f->topic, partition, offset);
    f->paused = paused;
    f->committed_only = committed_only;
    return RC_OK;
}

enum rc reader_pause(
    struct reader *r, const char *topic, int32_t partition, bool pause, struct why *why)
{
    (void)why;
    struct fetch *f = fetch_of(r, topic, partition);
    if (f) f->paused = pause;
    return RC_OK;
}

/* --- what the brokers know --- */

enum rc reader_partitions(struct reader *r, const char *topic, int32_t *ret, struct why *why)
{
    enum rc rc = bus_ask(SITE_ask, r->wait_ms, why);
    const struct log_topic *t = log_topic(topic);
    if (rc != RC_OK) return rc;
    if (!t) return why_set(why, RC_REFUSED, "sim: no topic %s", topic);
    *ret = t->partitions;
    return RC_OK;
}

enum rc reader_span(
    struct reader *r, const char *topic, int32_t partition, struct bus_span *ret, struct why *why)
{
    enum rc rc = bus_ask(SITE_ask, r->wait_ms, why);
    const struct log_topic *t = log_topic(topic);
    if (rc != RC_OK) return rc;
    if (!t) return why_set(why, RC_REFUSED, "sim: no topic %s", topic);
    *ret = (struct bus_span){ 0, log_end(&t->parts[partition], r->committed_only) };
    trace_add((uint64_t)ret->high);
    return RC_OK;
}

enum rc reader_places(
    struct reader *r, const char *topic, struct place *places, size_t n, struct why *why)
{
    enum rc rc = bus_ask(SITE_ask, r->wait_ms, why);
    for (size_t i = 0; rc == RC_OK && i < n; i++)
        places[i] = *group_place(r->group, topic, places[i].partition);
    return rc;
}

static bool is_members(const struct reader *r, const struct place *places, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(r->member->has & 1u << places[i].partition)) return false;
    return !r->member->kicked;
}

enum rc reader_keep(
    struct reader *r, const char *topic, const struct place *places, size_t n, struct why *why)
{
    enum rc rc = bus_ask(SITE_keep, r->wait_ms, why);
    if (rc != RC_OK) return rc;
    if (r->member && !is_members(r, places, n)) {
        rare_seen(RARE_place_refused);
        return why_set(why, RC_REFUSED, "sim: the group has moved on");
    }
    for (size_t i = 0; i < n; i++) {
        *group_place(r->group, topic, places[i].partition) = places[i];
        trace_add((uint64_t)places[i].offset);
    }
    seam(SITE_keep, 1);
    if (!fault(20)) return RC_OK;
    rare_seen(RARE_place_kept_and_not_told);
    return why_set(why, RC_AGAIN, "sim: the answer was lost");
}
