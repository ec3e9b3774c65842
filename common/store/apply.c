/* The script. It takes the writes as one flat list, each with its number of words in front; and
 * because Redis runs a script alone and whole, and refuses it for want of memory or rights at its
 * first write or not at all, a batch is applied with its place or not at all.
 *
 * EVAL and not EVALSHA: a hash would have to be loaded on every connection and again when somebody
 * empties the scripts, and it saves 1.5 us of a script of a thousand writes. */
#include <stdio.h>

#include "store/inside.h"

#define SCRIPT                                                                                     \
    "local there = redis.call('HGET', KEYS[1], 'next') or ''\n"                                    \
    "if there ~= ARGV[1] then return there end\n"                                                  \
    "local i, last = 3, #ARGV\n"                                                                   \
    "while i <= last do\n"                                                                         \
    "  local n = tonumber(ARGV[i])\n"                                                              \
    "  redis.call(unpack(ARGV, i + 1, i + n))\n"                                                   \
    "  i = i + n + 1\n"                                                                            \
    "end\n"                                                                                        \
    "redis.call('HSET', KEYS[1], 'next', ARGV[2])\n"                                               \
    "return 1\n"

enum { HEAD_WORDS = 6, HEAD_MAX = sizeof SCRIPT + 512 };

static enum rc send(struct store *s, struct slice head, struct slice body, struct why *why)
{
    if (redisAppendFormattedCommand(s->redis, (const char *)head.at, head.n) != REDIS_OK ||
        (body.n &&
            redisAppendFormattedCommand(s->redis, (const char *)body.at, body.n) != REDIS_OK))
        return store_drop(s, why_set(why, RC_AGAIN, "out of memory for a script"));
    s->pending++;
    return RC_OK;
}

enum rc store_apply(
    struct store *s, const struct store_step *step, const struct writes *writes, struct why *why)
{
    char head[HEAD_MAX];
    if (!writes_whole(writes) || writes->n > WRITES_MAX)
        return why_set(why, RC_BROKEN, "writes that are not whole, or more than %d", WRITES_MAX);
    if (s->pending >= STORE_PENDING_MAX)
        return why_set(why, RC_BROKEN, "one question to Redis too many");
    enum rc rc = store_connect(s, why);
    if (rc != RC_OK) return rc;
    int n = snprintf(head, sizeof head,
        "*%zu\r\n$4\r\nEVAL\r\n$%zu\r\n%s\r\n$1\r\n1\r\n$%zu\r\n%.*s\r\n$%zu\r\n%.*s\r\n"
        "$%zu\r\n%.*s\r\n",
        writes->words + HEAD_WORDS, sizeof SCRIPT - 1, SCRIPT, step->key.n, (int)step->key.n,
        (const char *)step->key.at, step->expected.n, (int)step->expected.n,
        (const char *)step->expected.at, step->next.n, (int)step->next.n,
        (const char *)step->next.at);
    if (n < 0 || (size_t)n >= sizeof head)
        return why_set(why, RC_BROKEN, "the key of a place is too long");
    return send(s, slice_of(head, (size_t)n), buffer_slice(&writes->bytes), why);
}

enum rc store_applied(struct store *s, struct text *ret_there, struct why *why)
{
    struct answer a;
    enum rc rc = store_answer(s, &a, why);
    if (rc != RC_OK) return rc;
    if (a.kind == ANSWER_NUMBER) return RC_OK;
    if (a.kind != ANSWER_TEXT || !text_from(a.text, ret_there))
        return why_set(why, RC_BROKEN, "the script answers what it never says");
    return why_set(why, RC_REFUSED, "Redis has another place");
}
