/* A record concerns a person if its key or its value names the pseudonym. Of a compacted topic only
 * the latest record of a key counts: older ones and tombstones are on their way out. What is sealed
 * opens as long as hub.identities has the key that it names. */
#include "person/find.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baked/hub.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "fold/names.h"
#include "runtime/keys.h"
#include "runtime/topology.h"
#include "tally/topic.h"
#include "vault/pid.h"
#include "verb.h"

static const struct kept_in {
    const char *topic;
    bool compacted;
} kept_in[] = {
#define DELETE false
#define COMPACT true
#define BOTH true
#define TOPIC(name, partitions, kept, stamps, cleanup, bytes) { name, cleanup },
#include "ops/topics"
#undef TOPIC
#undef DELETE
#undef COMPACT
#undef BOTH
};

/* The person's keys, as hub.identities has them. */
struct ring {
    struct slice pid;
    struct names *made, *gone; /* by the records' keys */
};

/* How a record stands. */
enum stand { STAND_PLAIN, STAND_OPENS, STAND_SHUT, STAND_GONE, STANDS };

struct found {
    struct slice pid;
    const struct ring *ring;
    int64_t counts[STANDS];
    struct names *latest; /* of a compacted topic: key -> its place in */
    enum stand *stand;    /* owned */
    size_t n, room;
};

static bool names_it(struct slice text, struct slice pid)
{
    return text.at && text.n >= pid.n && memmem(text.at, text.n, pid.at, pid.n) != NULL;
}

static enum rc ring_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct ring *ring = self;
    (void)a;
    if (!slice_starts(r->key, ring->pid)) return RC_OK;
    if (names_put(r->value.at ? ring->made : ring->gone, r->key, 1) >= 0) return RC_OK;
    return why_set(why, RC_BROKEN, "out of memory");
}

/* Which key seals what the record says; false: nothing is sealed in it. */
static bool sealed_with(struct slice value, struct arena *a, int64_t *ret)
{
    union {
        struct hub_sealed_fact fact;
        struct hub_hop hop;
        struct hub_change change;
        struct hub_snapshot snapshot;
        struct hub_delivery delivery;
    } u;
    const struct {
        const struct record_row *row;
        const int64_t *id;
        const struct slice *sealed;
    } kinds[] = {
        { &hub_sealed_fact_row, &u.fact.key_id, &u.fact.sealed },
        { &hub_hop_row, &u.hop.key_id, &u.hop.sealed },
        { &hub_change_row, &u.change.key_id, &u.change.sealed },
        { &hub_snapshot_row, &u.snapshot.key_id, &u.snapshot.sealed },
        { &hub_delivery_row, &u.delivery.key_id, &u.delivery.sealed },
    };
    struct frame frame;
    if (!value.at || frame_read(value, &frame, NULL) != RC_OK) return false;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (frame.fingerprint != kinds[i].row->fingerprint) continue;
        if (record_read(kinds[i].row, frame.body, a, &u, NULL) != RC_OK) return false;
        *ret = *kinds[i].id;
        return kinds[i].sealed->n > 0;
    }
    return false;
}

static enum stand stand_of(const struct found *f, const struct record *r, struct arena *a)
{
    int64_t key_id = 0;
    if (!r->value.at) return STAND_GONE;
    if (!sealed_with(r->value, a, &key_id)) return STAND_PLAIN;
    struct text key = keys_record_key(f->pid, key_id);
    bool there = names_find(f->ring->made, slice_text(&key)) >= 0 &&
                 names_find(f->ring->gone, slice_text(&key)) < 0;
    return there ? STAND_OPENS : STAND_SHUT;
}

static enum rc every_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct found *f = self;
    (void)why;
    if (names_it(r->key, f->pid) || names_it(r->value, f->pid)) f->counts[stand_of(f, r, a)]++;
    return RC_OK;
}

/* A tombstone says no more than the key, which may name nobody. */
static enum rc latest_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct found *f = self;
    int64_t place = names_find(f->latest, r->key);
    if (place < 0 && !names_it(r->key, f->pid) && !names_it(r->value, f->pid)) return RC_OK;
    if (place < 0) {
        if (f->n == f->room) {
            size_t room = f->room ? 2 * f->room : 64;
            enum stand *stand = realloc(f->stand, room * sizeof *stand);
            if (!stand) return why_set(why, RC_BROKEN, "out of memory");
            f->stand = stand;
            f->room = room;
        }
        place = names_put(f->latest, r->key, (int64_t)f->n);
        if (place < 0) return why_set(why, RC_BROKEN, "out of memory");
        f->n++;
    }
    f->stand[place] = stand_of(f, r, a);
    return RC_OK;
}

static int64_t found_print(struct found *f, const struct kept_in *p)
{
    const int64_t *n = f->counts;
    for (size_t i = 0; i < f->n; i++) f->counts[f->stand[i]]++;
    int64_t alive = n[STAND_PLAIN] + n[STAND_OPENS] + n[STAND_SHUT], gone = n[STAND_GONE];
    if (alive + gone == 0) return 0;
    printf("%-24s %" PRId64 " %s", p->topic, alive, p->compacted ? "keys" : "records");
    if (n[STAND_SHUT]) printf(", %" PRId64 " of which open no more", n[STAND_SHUT]);
    if (gone) printf(", and %" PRId64 " deleted", gone);
    printf("\n");
    return alive + gone;
}

static enum rc topic_look(const struct find_conf *c, const struct kept_in *p,
    const struct ring *ring, int64_t *ret_all, struct why *why)
{
    CLEANUP(names_freep) struct names *latest = names_new();
    struct found f = { .pid = ring->pid, .ring = ring, .latest = latest };
    if (!latest) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = topic_read(c->brokers, p->topic, p->compacted ? latest_take : every_take, &f, why);
    if (rc == RC_OK) *ret_all += found_print(&f, p);
    free(f.stand);
    return rc;
}

/* Half of a pseudonym would find other people too. */
static bool is_whole(const char *pid)
{
    static const char base32[] = "0123456789abcdefghjkmnpqrstvwxyz";
    return strlen(pid) == PID_CHARS && strspn(pid, base32) == PID_CHARS;
}

static enum rc find_run(const void *conf, struct why *why)
{
    CLEANUP(names_freep) struct names *made = names_new();
    CLEANUP(names_freep) struct names *gone = names_new();
    const struct find_conf *c = conf;
    struct ring ring = { slice_str(c->pid), made, gone };
    int64_t all = 0, redis = 0;
    if (!is_whole(c->pid))
        return why_set(why, RC_REFUSED, "--pid wants a whole pseudonym, %d characters", PID_CHARS);
    if (!made || !gone) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = topic_read(c->brokers, TOPIC_IDENTITIES, ring_take, &ring, why);
    for (size_t i = 0; rc == RC_OK && i < COUNT(kept_in); i++)
        rc = topic_look(c, &kept_in[i], &ring, &all, why);
    if (rc == RC_OK && c->redis[0]) rc = find_redis(c, &redis, why);
    if (rc == RC_OK && all + redis == 0) printf("nothing names this person\n");
    return rc;
}

static const struct option_row rows[] = {
    OPTION(struct find_conf, pid, OPT_TEXT, .help = "pseudonym of the person"),
    OPTION(struct find_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct find_conf, redis, OPT_TEXT, .fallback = "",
        .help = "Redis, as host:port or path of its socket; none: it is not looked at"),
};

static const struct verb_row verbs[] = {
    { "find",
        "counts what names the person's pseudonym in every topic and in Redis, and how much of it "
        "opens no more since its keys are gone; nothing is opened, so of dead letters only those "
        "that name it in clear are found",
        { rows }, { COUNT(rows) }, sizeof(struct find_conf), find_run },
};

int find_command(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
