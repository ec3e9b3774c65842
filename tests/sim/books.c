#include "books.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "baked/hub.h"
#include "canary.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "gate.h"
#include "province.h"
#include "receiver.h"
#include "redis.h"
#include "runtime/logged.h"
#include "runtime/topology.h"
#include "vault/seal.h"
#include "vault/wrap.h"

enum { ARENA_MAX = 8 << 20, OPENED_MAX = 1 << 20, KEYS_MAX = 64 };

static const struct secrets *secrets;
static struct arena *arena;

void books_begin(const struct secrets *s)
{
    secrets = s;
    if (!arena) arena = arena_new(ARENA_MAX);
}

/* False: it is no record of this kind. */
static bool decoded(const struct log_record *r, const struct record_row *row, void *ret)
{
    struct frame frame;
    arena_reset(arena);
    return r->value.at && frame_read(r->value, &frame, NULL) == RC_OK &&
           frame.fingerprint == row->fingerprint &&
           record_read(row, frame.body, arena, ret, NULL) == RC_OK;
}

/* --- facts and hours --- */

struct hours {
    instant last; /* the last tick that was new */
    int64_t facts, repeats;
};

static void tick_check(struct hours *h, instant at)
{
    if (!is_before(h->last, at)) {
        rare_seen(RARE_tick_written_twice);
        return;
    }
    if (h->last.us && between(h->last, at).us != HOURS(1).us)
        violated("hours: a tick does not follow the one before it by an hour");
    if (is_daily_tick(at)) rare_seen(RARE_daily_tick_passed);
    h->last = at;
}

/* What was stamped in an hour is filed before the tick that ends it, and behind the one before. */
static void hour_check(const struct hours *h, const struct published *p)
{
    if (!h->last.us) return;
    if (between(h->last, gate_stamp(p->stamp)).us < 0)
        violated("hours: a fact is first filed after the end of its hour");
    if (between(h->last, gate_stamp(p->stamp)).us >= HOURS(1).us)
        violated("hours: a fact is filed before the end of the hour before it");
}

static void fact_check(struct hours *h, const struct hub_sealed_fact *f)
{
    struct published *p = province_find(f->origin.topic, f->origin.partition, f->origin.offset);
    if (!p || !p->good || p->nobody) {
        violated("I3: a fact of nothing good that was published");
        return;
    }
    if (p->facts++)
        rare_seen(RARE_fact_filed_twice);
    else
        hour_check(h, p);
    if (f->stamp.us != gate_stamp(p->stamp).us && f->stamp.us != p->stamp.us)
        violated("I3: a fact with another stamp than its record");
}

static void facts_of(int32_t partition)
{
    const struct log_part *part = &log_topic(TOPIC_FACTS)->parts[partition];
    struct hours hours = { { 0 }, 0, 0 };
    for (int64_t i = 0; i < part->n; i++) {
        struct hub_sealed_fact fact;
        struct hub_tick tick;
        if (decoded(&part->at[i], &hub_sealed_fact_row, &fact)) fact_check(&hours, &fact);
        if (decoded(&part->at[i], &hub_tick_row, &tick)) tick_check(&hours, tick.at);
    }
}

static void letter_check(const struct log_record *r)
{
    for (int64_t i = 0; i < province_count(); i++) {
        struct published *p = province_at(i);
        char origin[120];
        int n = snprintf(origin, sizeof origin, "%.*s/%d/%" PRId64, (int)p->topic.n,
            (const char *)p->topic.at, (int)p->partition, p->offset);
        if (!slice_equal(r->key, slice_of(origin, (size_t)n))) continue;
        if (p->letters++) rare_seen(RARE_letter_written_twice);
        return;
    }
    violated("I3: a dead letter of nothing that was published");
}

static void published_check(const struct published *p)
{
    const char *fault = NULL;
    if (p->nobody) return;
    if (p->good && p->letters) fault = "was refused";
    if (p->good && !p->facts) fault = "is lost";
    if (!p->good && p->facts) fault = "was filed";
    if (!p->good && !p->letters) fault = "has no letter";
    if (fault)
        violated("I3: a %s record %s (%.*s/%d/%" PRId64 ")", p->good ? "good" : "bad", fault,
            (int)p->topic.n, (const char *)p->topic.at, (int)p->partition, p->offset);
}

void facts_check(void)
{
    const struct log_topic *letters = log_topic(TOPIC_LETTERS);
    for (int64_t i = 0; i < province_count(); i++)
        province_at(i)->facts = province_at(i)->letters = 0;
    for (int32_t p = 0; p < PARTS; p++) {
        facts_of(p);
        for (int64_t i = 0; i < letters->parts[p].n; i++) letter_check(&letters->parts[p].at[i]);
    }
    for (int64_t i = 0; i < province_count(); i++) published_check(province_at(i));
}

/* --- words --- */

static bool key_of(const struct log_part *identities, struct slice pid, int64_t id, struct key *ret)
{
    for (int64_t i = 0; i < identities->n; i++) {
        struct hub_identity said;
        if (!decoded(&identities->at[i], &hub_identity_row, &said)) continue;
        if (said.key_id != id || !slice_equal(said.pid, pid)) continue;
        return unwrap_person_key(secrets, pid, id, said.wrapped_key, ret);
    }
    return false;
}

static struct slice body_of(const struct record *r, const struct hub_change *c)
{
    struct key key;
    struct buffer out = buffer_new(OPENED_MAX);
    const struct hub_change change = *c;
    const struct slice sealed = world_copy(c->sealed);
    const struct log_part *identities = &log_topic(TOPIC_IDENTITIES)->parts[r->partition];
    const struct seal_binding binding = { .kind = SEALED_CHANGE,
        .pid = r->key,
        .key_id = change.key_id,
        .at = change.at,
        .partition = r->partition,
        .offset = change.cause,
        .name = slice_str("") };
    if (!key_of(identities, r->key, change.key_id, &key) ||
        !seal_open(&key, &binding, sealed, &out))
        violated("I1: a word that its person's key does not open");
    struct slice body = world_copy(buffer_slice(&out));
    buffer_deinit(&out);
    return body;
}

static void word_add(struct words *w, const struct record *r, const struct word *word)
{
    struct spoken s = { .kind = word->kind, .cause = word->cause };
    if (word->kind == WORD_CLOSING) s.at = word->closing.at;
    if (word->kind == WORD_CHANGE) {
        s.at = word->change.at;
        s.stamp = word->change.stamp;
        s.body = body_of(r, &word->change);
    }
    w->at = world_grow(w->at, sizeof *w->at, w->n, &w->room);
    w->at[w->n++] = s;
}

/* By the rule itself: no bug is planted in who judges. */
static enum rc word_judge(struct heard *h, const struct record *r, struct word *ret)
{
    bool clean = sim.clean;
    sim.clean = true;
    enum rc rc = word_read(h, r, arena, ret, NULL);
    sim.clean = clean;
    return rc;
}

struct words words_heard(const struct log_part *part, int32_t partition)
{
    struct words w = { .n = 0 };
    struct heard heard = heard_nothing();
    for (int64_t i = 0; i < part->n; i++) {
        struct word word;
        const struct record r = { .topic = slice_str(TOPIC_CHANGES),
            .partition = partition,
            .offset = i,
            .key = part->at[i].key,
            .value = part->at[i].value };
        arena_reset(arena);
        enum rc rc = word_judge(&heard, &r, &word);
        if (rc != RC_OK) {
            violated("I1: what is no word stands in " TOPIC_CHANGES);
            continue;
        }
        if (word.hearing == HEARING_STRANGER) rare_seen(RARE_word_of_a_stranger);
        if (word.hearing == HEARING_REPEAT)
            violated("I3: a word is said again by who had read that it was said");
        if (word.kind != WORD_OPENING && word.hearing == HEARING_NEW) word_add(&w, &r, &word);
    }
    return w;
}

/* --- progress --- */

static int64_t redis_place(int32_t partition)
{
    char name[40];
    (void)snprintf(name, sizeof name, "coastline:g1:meta:%d", (int)partition);
    struct slice next = redis_field(redis_key_named(&the_redis, slice_str(name)), "next");
    return next.at ? strtoll((const char *)next.at, NULL, 10) : -1;
}

/* The last record of hub.facts that everybody hears the end of; repeats are none. */
static int64_t last_moment(const struct log_part *facts)
{
    struct logtime time = logtime_start();
    int64_t last = -1;
    for (int64_t i = 0; i < facts->n; i++) {
        struct logged l;
        const struct record r = {
            .offset = i, .key = facts->at[i].key, .value = facts->at[i].value
        };
        arena_reset(arena);
        if (logged_read(&time, &r, arena, &l, NULL) != RC_OK) continue;
        time = l.after;
        bool closes = l.kind == LOGGED_TICK || l.kind == LOGGED_OPENED ||
                      l.kind == LOGGED_HEARTBEAT || l.kind == LOGGED_RULESET;
        if (closes && time.opened) last = i;
    }
    return last;
}

static void partition_progress(int32_t p)
{
    const struct log_part *facts = &log_topic(TOPIC_FACTS)->parts[p];
    const struct log_part *changes = &log_topic(TOPIC_CHANGES)->parts[p];
    struct heard heard = heard_nothing();
    struct words w = words_heard(changes, p);
    if (w.n) heard.last = w.at[w.n - 1].cause;
    if (redis_place(p) != changes->n)
        violated("I9: Redis stands at %" PRId64 " of %" PRId64 " in partition %d", redis_place(p),
            changes->n, (int)p);
    if (heard.last.offset < last_moment(facts))
        violated("I9: the last word of partition %d is of %" PRId64 ", the last moment at %" PRId64,
            (int)p, heard.last.offset, last_moment(facts));
}

void progress_check(void)
{
    for (int64_t i = 0; i < province_count(); i++) {
        const struct published *p = province_at(i);
        char topic[80];
        (void)snprintf(topic, sizeof topic, "%.*s", (int)p->topic.n, (const char *)p->topic.at);
        const struct place *place =
            group_place(group_named("coastline-door-places"), topic, p->partition);
        if (place->offset <= p->offset)
            violated("I9: the door's place in %s/%d is %" PRId64 ", and there is more", topic,
                (int)p->partition, place->offset);
    }
    for (int32_t p = 0; p < PARTS; p++) partition_progress(p);
}

/* --- webhooks --- */

/* A note that a dead courier left on the way may land behind the delivery by its successor, which
 * did not know of it: it is sent once more at the next start. */
static bool is_pending(const struct log_part *notes, int64_t i)
{
    struct hub_delivery note;
    if (!decoded(&notes->at[i], &hub_delivery_row, &note)) return false;
    if (note.state != HUB_DELIVERY_STATE_PENDING || receiver_has(note.webhook_id)) return false;
    for (int64_t k = i + 1; k < notes->n; k++)
        if (slice_equal(notes->at[k].key, notes->at[i].key)) return false;
    return true;
}

bool webhooks_done(struct text *ret)
{
    struct group *g = group_named("coastline-courier");
    for (int32_t p = 0; p < PARTS; p++) {
        const struct log_part *notes = &log_topic(TOPIC_DELIVERIES)->parts[p];
        const struct place *place = group_place(g, TOPIC_CHANGES, p);
        if (place->offset != log_topic(TOPIC_CHANGES)->parts[p].n) {
            text_print(ret, "the place in partition %d is %lld", (int)p, (long long)place->offset);
            return false;
        }
        for (int64_t i = 0; i < notes->n; i++)
            if (is_pending(notes, i)) {
                text_print(ret, "note %lld of partition %d is pending", (long long)i, (int)p);
                return false;
            }
        if (notes->n) rare_seen(RARE_webhook_noted);
    }
    return true;
}

/* --- I7 --- */

static void topic_look(const struct log_topic *t)
{
    for (int32_t p = 0; p < t->partitions; p++)
        for (int64_t i = 0; i < t->parts[p].n; i++) {
            const struct log_record *r = &t->parts[p].at[i];
            canary_look(t->name, r->key);
            canary_look(t->name, r->value);
            for (size_t k = 0; k < r->n_headers; k++) canary_look(t->name, r->headers[k].value);
        }
}

void topics_look(void)
{
    static const char *const hubs[] = { TOPIC_FACTS, TOPIC_CHANGES, TOPIC_FILES, TOPIC_IDENTITIES,
        TOPIC_LETTERS, TOPIC_DELIVERIES, TOPIC_ATTEMPTS };
    for (size_t i = 0; i < COUNT(hubs); i++) topic_look(log_topic(hubs[i]));
    for (int64_t i = 0; i < the_redis.n; i++) {
        canary_look("Redis", the_redis.keys[i].name);
        for (int64_t k = 0; k < the_redis.keys[i].n; k++)
            canary_look("Redis", the_redis.keys[i].items[k].value);
    }
}
