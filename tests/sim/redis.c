#include "redis.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "broker.h"
#include "planted.h"
#include "runtime/topology.h"

struct redis_db the_redis;

static const struct redis_answer ok = { .kind = DB_OK_STATUS };

static int64_t number_of(struct slice s)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%.*s", (int)s.n, (const char *)s.at);
    return strtoll(text, NULL, 10);
}

static struct slice number_slice(int64_t n)
{
    char text[32];
    int size = snprintf(text, sizeof text, "%" PRId64, n);
    return world_copy(slice_of(text, (size_t)size));
}

/* --- keys and items --- */

const struct redis_key *redis_key_named(const struct redis_db *db, struct slice name)
{
    for (int64_t i = 0; i < db->n; i++)
        if (slice_equal(db->keys[i].name, name)) return &db->keys[i];
    return NULL;
}

static struct redis_key *key_find(struct slice name)
{
    return (struct redis_key *)(uintptr_t)redis_key_named(&the_redis, name);
}

static struct redis_key *key_make(struct slice name, enum redis_kind kind)
{
    struct redis_key *k = key_find(name);
    if (k) return k;
    the_redis.keys =
        world_grow(the_redis.keys, sizeof *the_redis.keys, the_redis.n, &the_redis.room);
    k = &the_redis.keys[the_redis.n++];
    *k = (struct redis_key){ .name = name, .kind = kind };
    return k;
}

static void key_drop(struct redis_key *k) { *k = the_redis.keys[--the_redis.n]; }

static struct redis_item *item_find(const struct redis_key *k, struct slice name)
{
    for (int64_t i = 0; k && i < k->n; i++)
        if (slice_equal(k->items[i].name, name)) return &k->items[i];
    return NULL;
}

static void item_set(struct redis_key *k, struct slice name, struct slice value)
{
    struct redis_item *item = item_find(k, name);
    if (!item) {
        k->items = world_grow(k->items, sizeof *k->items, k->n, &k->room);
        item = &k->items[k->n++];
    }
    *item = (struct redis_item){ name, value };
}

static bool item_drop(struct redis_key *k, struct slice name)
{
    struct redis_item *item = item_find(k, name);
    if (!item) return false;
    *item = k->items[--k->n];
    if (k->n == 0) key_drop(k);
    return true;
}

struct slice redis_field(const struct redis_key *k, const char *name)
{
    const struct redis_item *item = item_find(k, slice_str(name));
    return item ? item->value : (struct slice){ 0 };
}

static struct redis_answer integer(int64_t n)
{
    return (struct redis_answer){ .kind = DB_INT, .number = n };
}

static struct redis_answer bulk(struct slice s)
{
    return (struct redis_answer){ .kind = s.at ? DB_BULK : DB_NIL, .text = s };
}

static struct redis_answer error(const char *text)
{
    return (struct redis_answer){ .kind = DB_ERR, .text = slice_str(text) };
}

/* --- commands: w.at[0] is the verb, w.at[1] the key --- */

typedef struct redis_answer command_fn(struct redis_words w);

static struct redis_answer do_get(struct redis_words w)
{
    const struct redis_key *k = key_find(w.at[1]);
    return bulk(k ? k->items[0].value : (struct slice){ 0 });
}

static struct redis_answer do_set(struct redis_words w)
{
    bool if_none = w.n > 3 && slice_is(w.at[3], "NX");
    if (if_none && key_find(w.at[1])) return bulk((struct slice){ 0 });
    item_set(key_make(w.at[1], DB_STRING), slice_str(""), w.at[2]);
    return ok;
}

static struct redis_answer do_hget(struct redis_words w)
{
    const struct redis_item *item = item_find(key_find(w.at[1]), w.at[2]);
    return bulk(item ? item->value : (struct slice){ 0 });
}

static struct redis_answer do_hgetall(struct redis_words w)
{
    return (struct redis_answer){ .kind = DB_LIST, .hash = key_find(w.at[1]) };
}

static struct redis_answer do_hset(struct redis_words w)
{
    struct redis_key *k = key_make(w.at[1], DB_HASH);
    for (size_t i = 2; i + 1 < w.n; i += 2) item_set(k, w.at[i], w.at[i + 1]);
    return integer((int64_t)(w.n - 2) / 2);
}

static struct redis_answer do_hsetnx(struct redis_words w)
{
    if (item_find(key_find(w.at[1]), w.at[2])) return integer(0);
    return do_hset(w);
}

static struct redis_answer items_drop(struct redis_words w)
{
    int64_t n = 0;
    for (size_t i = 2; i < w.n; i++) {
        struct redis_key *k = key_find(w.at[1]);
        n += k && item_drop(k, w.at[i]);
    }
    return integer(n);
}

static struct redis_answer do_unlink(struct redis_words w)
{
    struct redis_key *k = key_find(w.at[1]);
    if (k) key_drop(k);
    return integer(k != NULL);
}

static struct redis_answer do_hincrby(struct redis_words w)
{
    struct redis_key *k = key_make(w.at[1], DB_HASH);
    const struct redis_item *item = item_find(k, w.at[2]);
    int64_t n = (item ? number_of(item->value) : 0) + number_of(w.at[3]);
    item_set(k, w.at[2], number_slice(n));
    return integer(n);
}

static struct redis_answer do_zadd(struct redis_words w)
{
    struct redis_key *k = key_make(w.at[1], DB_ZSET);
    for (size_t i = 2; i + 1 < w.n; i += 2) item_set(k, w.at[i + 1], w.at[i]);
    return integer(1);
}

static struct redis_answer do_sadd(struct redis_words w)
{
    item_set(key_make(w.at[1], DB_SET), w.at[2], slice_str(""));
    return integer(1);
}

static struct redis_answer do_nothing(struct redis_words w)
{
    (void)w; /* trims lists that are never that long here */
    return integer(0);
}

static void stream_trim(struct redis_key *k, int64_t most)
{
    int64_t over = k->n - most;
    if (over <= 0) return;
    memmove(k->items, k->items + over, (size_t)most * sizeof *k->items);
    k->n = most;
}

/* XADD key MAXLEN [~] n id field value …; ids rise. About that many: none is trimmed here. */
static struct redis_answer do_xadd(struct redis_words w)
{
    bool about = slice_is(w.at[3], "~");
    size_t at = about ? 5 : 4;
    struct redis_key *k = key_make(w.at[1], DB_STREAM);
    if (k->n && number_of(w.at[at]) <= number_of(k->items[k->n - 1].name)) {
        violated("I3: an entry of a stream in Redis was written again (%.*s)", (int)w.at[1].n,
            (const char *)w.at[1].at);
        return error("ERR The ID specified in XADD is equal or smaller");
    }
    uint8_t text[2048];
    size_t n = 0;
    for (size_t i = at + 1; i < w.n; i++) {
        if (n + w.at[i].n + 1 > sizeof text) abort();
        memcpy(text + n, w.at[i].at, w.at[i].n);
        n += w.at[i].n;
        text[n++] = '\n';
    }
    item_set(k, w.at[at], world_copy(slice_of(text, n)));
    if (!about) stream_trim(k, number_of(w.at[3]));
    return bulk(w.at[at]);
}

static const struct {
    const char *verb;
    command_fn *run;
    bool writes;
} commands[] = {
    { "HSET", do_hset, true },
    { "HGET", do_hget, false },
    { "HGETALL", do_hgetall, false },
    { "HINCRBY", do_hincrby, true },
    { "XADD", do_xadd, true },
    { "ZADD", do_zadd, true },
    { "SADD", do_sadd, true },
    { "ZREM", items_drop, true },
    { "HDEL", items_drop, true },
    { "UNLINK", do_unlink, true },
    { "DEL", do_unlink, true },
    { "GET", do_get, false },
    { "SET", do_set, true },
    { "HSETNX", do_hsetnx, true },
    { "ZREMRANGEBYRANK", do_nothing, false },
    { "XTRIM", do_nothing, false },
};

static struct redis_answer plain_do(struct redis_words w, bool *ret_writes)
{
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (!slice_is(w.at[0], commands[i].verb)) continue;
        *ret_writes |= commands[i].writes;
        return commands[i].run(w);
    }
    if (!slice_is(w.at[0], "RESTORE")) /* then files are written field by field */
        violated("the model of Redis does not know %.*s", (int)w.at[0].n, (const char *)w.at[0].at);
    return error("ERR unknown command");
}

/* --- the script of store/apply.c, as Redis runs it --- */

static void place_check(struct slice key, struct slice before, struct slice after)
{
    int32_t partition = key.at[key.n - 1] - '0';
    int64_t next = number_of(after), end = log_topic(TOPIC_CHANGES)->parts[partition].n;
    if (before.n && next < number_of(before))
        violated("I2: the place in Redis goes back from %" PRId64 " to %" PRId64, number_of(before),
            next);
    if (next > end) violated("I2: the place in Redis, %" PRId64 ", is beyond the end", next);
}

static struct redis_answer do_eval(struct redis_words w, bool *ret_writes)
{
    struct slice key = w.at[3], expected = w.at[4], next = w.at[5];
    struct slice there = redis_field(key_find(key), "next");
    if (!there.at) there = slice_str("");
    if (!slice_equal(there, expected) && !planted(PLANTED_script_without_compare)) {
        rare_seen(RARE_script_refused);
        return bulk(there);
    }
    place_check(key, there, next);
    for (size_t i = 6; i < w.n;) {
        size_t n = (size_t)number_of(w.at[i]);
        struct redis_answer a = plain_do((struct redis_words){ w.at + i + 1, n }, ret_writes);
        if (a.kind == DB_ERR) return a;
        i += n + 1;
    }
    item_set(key_make(key, DB_HASH), slice_str("next"), next);
    *ret_writes = true;
    busy();
    return integer(1);
}

struct redis_answer redis_do(struct redis_words w)
{
    bool writes = false;
    struct redis_answer a = slice_is(w.at[0], "EVAL") ? do_eval(w, &writes) : plain_do(w, &writes);
    if (writes) {
        struct redis_db *db = &the_redis;
        db->journal =
            world_grow(db->journal, sizeof *db->journal, db->n_journal, &db->journal_room);
        db->journal[db->n_journal++] = w;
        trace_add(w.n);
    }
    return a;
}

void redis_restart(int64_t kept)
{
    struct redis_db was = the_redis;
    the_redis = (struct redis_db){ .generation = was.generation + 1 };
    for (int64_t i = 0; i < kept; i++) (void)redis_do(was.journal[i]);
}

/* --- comparing --- */

/* A counter that came back to 0 in one batch was never written, in two it was. */
static bool is_no_counter(const struct redis_key *k, const struct redis_item *item)
{
    return slice_is(item->value, "0") && (memmem(k->name.at, k->name.n, ":board:", 7) ||
                                             memmem(k->name.at, k->name.n, ":today:", 7));
}

static bool key_differs(const struct redis_key *a, const struct redis_key *b, char ret[200])
{
    for (int64_t i = 0; i < a->n; i++) {
        const struct redis_item *item = item_find(b, a->items[i].name);
        if (!item && is_no_counter(a, &a->items[i])) continue;
        if (item && slice_equal(item->value, a->items[i].value)) continue;
        (void)snprintf(ret, 200, "%.*s %.*s: %.*s, %.*s", (int)a->name.n, (const char *)a->name.at,
            (int)a->items[i].name.n, (const char *)a->items[i].name.at,
            (int)MIN(a->items[i].value.n, (size_t)40), (const char *)a->items[i].value.at,
            item ? (int)MIN(item->value.n, (size_t)40) : 4,
            item ? (const char *)item->value.at : "none");
        return true;
    }
    return false;
}

static bool half_differs(const struct redis_db *a, const struct redis_db *b, char ret[200])
{
    static const struct redis_key none = { .n = 0 };
    for (int64_t i = 0; i < a->n; i++) {
        const struct redis_key *k = redis_key_named(b, a->keys[i].name);
        if (key_differs(&a->keys[i], k ? k : &none, ret)) return true;
    }
    return false;
}

bool redis_differs(const struct redis_db *a, const struct redis_db *b, char ret[200])
{
    return half_differs(a, b, ret) || half_differs(b, a, ret);
}
