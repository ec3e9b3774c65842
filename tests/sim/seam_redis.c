/* hiredis on the model: common/store runs as it is, up to the bytes that it sends. What was queued
 * is done when the first answer is asked for, command by command, and whoever dies meanwhile or
 * loses the connection does not know how far it came. */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>

#include "fiber.h"
#include "redis.h"

enum { WORDS_MAX = 20000, ANSWERS_MAX = 12000 };

/* redisContext is first: what hiredis' caller sees. */
struct connection {
    redisContext seen;
    int64_t generation;
    uint8_t *out;
    int64_t n, room;
    struct redis_answer *answers;
    int64_t n_answers, answered, answers_room;
};

static struct connection *connection_of(redisContext *c) { return (struct connection *)(void *)c; }

static redisContext *connect_now(void)
{
    struct connection *c = world_take(sizeof *c);
    c->generation = the_redis.generation;
    seam(SITE_redis, 1);
    if (is_before(sim.now, sim.redis_away) || fault(10)) {
        c->seen.err = REDIS_ERR_IO;
        (void)snprintf(c->seen.errstr, sizeof c->seen.errstr, "sim: no connection");
        rare_seen(RARE_redis_away);
    }
    return &c->seen;
}

redisContext *redisConnectWithTimeout(const char *ip, int port, const struct timeval tv)
{
    (void)ip, (void)port, (void)tv;
    return connect_now();
}

redisContext *redisConnectUnixWithTimeout(const char *path, const struct timeval tv)
{
    (void)path, (void)tv;
    return connect_now();
}

int redisSetTimeout(redisContext *c, const struct timeval tv)
{
    (void)c, (void)tv;
    return REDIS_OK;
}

int redisEnableKeepAlive(redisContext *c)
{
    (void)c;
    return REDIS_OK;
}

void redisFree(redisContext *c) { (void)c; }

/* --- out --- */

static void bytes_add(struct connection *c, const void *at, size_t n)
{
    while (c->n + (int64_t)n > c->room) {
        int64_t room = c->room;
        c->out = world_grow(c->out, 1, c->room ? c->room : 0, &room);
        c->room = room;
    }
    memcpy(c->out + c->n, at, n);
    c->n += (int64_t)n;
}

int redisAppendFormattedCommand(redisContext *c, const char *cmd, size_t n)
{
    bytes_add(connection_of(c), cmd, n);
    return REDIS_OK;
}

int redisAppendCommandArgv(redisContext *c, int argc, const char **argv, const size_t *argvlen)
{
    char head[32];
    int n = snprintf(head, sizeof head, "*%d\r\n", argc);
    bytes_add(connection_of(c), head, (size_t)n);
    for (int i = 0; i < argc; i++) {
        n = snprintf(head, sizeof head, "$%zu\r\n", argvlen[i]);
        bytes_add(connection_of(c), head, (size_t)n);
        bytes_add(connection_of(c), argv[i], argvlen[i]);
        bytes_add(connection_of(c), "\r\n", 2);
    }
    return REDIS_OK;
}

/* --- over there --- */

static size_t count_read(const uint8_t **at)
{
    size_t n = 0;
    for ((*at)++; **at != '\r'; (*at)++) n = 10 * n + (size_t)(**at - '0');
    *at += 2;
    return n;
}

/* The words of one command; *at moves behind it. */
static struct redis_words words_read(const uint8_t **at)
{
    size_t n = count_read(at);
    struct slice *words = world_take((n + 1) * sizeof *words);
    for (size_t i = 0; i < n; i++) {
        size_t size = count_read(at);
        words[i] = slice_of(*at, size);
        *at += size + 2;
    }
    return (struct redis_words){ words, n };
}

static int lost(struct connection *c)
{
    c->seen.err = REDIS_ERR_EOF;
    (void)snprintf(c->seen.errstr, sizeof c->seen.errstr, "sim: the connection is gone");
    return REDIS_ERR;
}

static bool is_broken(const struct connection *c)
{
    return c->generation != the_redis.generation || is_before(sim.now, sim.redis_away);
}

/* --- what the network kept for longer than its sender waited --- */

static struct {
    struct slice rest;
    instant at;
    int64_t generation;
} late;

void seam_redis_begin(void) { late.rest.n = 0; }
instant late_next(void) { return late.rest.n ? late.at : (instant){ INT64_MAX }; }

void late_look(void)
{
    if (!late.rest.n || is_before(sim.now, late.at)) return;
    const uint8_t *at = late.rest.at, *end = at + late.rest.n;
    late.rest.n = 0;
    if (late.generation != the_redis.generation || is_before(sim.now, sim.redis_away)) return;
    rare_seen(RARE_redis_command_came_late);
    while (at < end) (void)redis_do(words_read(&at));
}

/* The sender hears nothing for as long as it waits (store.h: 5 s), and goes its way. */
static void keep_for_late(struct slice rest)
{
    late.rest = rest;
    late.generation = the_redis.generation;
    late.at = instant_plus(sim.now, dice_span(SECONDS(5), SECONDS(9)));
    fiber_wait(SECONDS(5), false);
}

/* What was queued is done. False: the connection broke on the way. */
static bool commands_do(struct connection *c)
{
    const struct slice sent = world_copy(slice_of(c->out, (size_t)c->n));
    const uint8_t *at = sent.at, *end = sent.at + sent.n;
    c->n = 0;
    while (at < end) {
        seam(SITE_redis, 2);
        if (is_broken(c)) return false;
        if (!late.rest.n && fault(4)) {
            keep_for_late(slice_of(at, (size_t)(end - at)));
            return false;
        }
        if (fault(4)) {
            rare_seen(RARE_redis_answer_lost);
            return false;
        }
        c->answers = world_grow(c->answers, sizeof *c->answers, c->n_answers, &c->answers_room);
        c->answers[c->n_answers++] = redis_do(words_read(&at));
        seam(SITE_redis, 3);
    }
    if (!fault(5)) return !is_broken(c);
    rare_seen(RARE_redis_answer_lost);
    return false;
}

/* --- back --- */

static redisReply *text_reply(int type, struct slice s)
{
    redisReply *r = world_take(sizeof *r);
    struct slice copy = world_copy(s.at ? s : slice_of("", 0));
    r->type = type;
    r->str = (char *)(uintptr_t)copy.at;
    r->len = (__typeof__(r->len))s.n;
    return r;
}

static redisReply *list_reply(const struct redis_key *k)
{
    redisReply *r = world_take(sizeof *r);
    size_t n = k ? (size_t)k->n : 0;
    r->type = REDIS_REPLY_ARRAY;
    r->elements = 2 * n;
    r->element = world_take((2 * n + 1) * sizeof(redisReply *));
    for (size_t i = 0; i < n; i++) {
        r->element[2 * i] = text_reply(REDIS_REPLY_STRING, k->items[i].name);
        r->element[2 * i + 1] = text_reply(REDIS_REPLY_STRING, k->items[i].value);
    }
    return r;
}

static redisReply *reply_of(const struct redis_answer *a)
{
    redisReply *r;
    switch (a->kind) {
    case DB_NIL: return text_reply(REDIS_REPLY_NIL, slice_of("", 0));
    case DB_OK_STATUS: return text_reply(REDIS_REPLY_STATUS, slice_str("OK"));
    case DB_BULK: return text_reply(REDIS_REPLY_STRING, a->text);
    case DB_ERR: return text_reply(REDIS_REPLY_ERROR, a->text);
    case DB_LIST: return list_reply(a->hash);
    case DB_INT: break;
    }
    r = text_reply(REDIS_REPLY_INTEGER, slice_of("", 0));
    r->integer = a->number;
    return r;
}

int redisGetReply(redisContext *seen, void **reply)
{
    struct connection *c = connection_of(seen);
    if (c->n && !commands_do(c)) return lost(c);
    if (c->answered == c->n_answers || is_broken(c)) return lost(c);
    *reply = reply_of(&c->answers[c->answered++]);
    return REDIS_OK;
}

void freeReplyObject(void *reply) { (void)reply; }
