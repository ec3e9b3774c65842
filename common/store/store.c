/* The connection: made when needed, and let go for good at the first doubt, since an answer that
 * comes late would be taken for the answer to the next question. */
#include <stdlib.h>

#include "store/inside.h"

enum { WAIT_MS = 5000 };

static bool is_path(const char *where) { return where[0] == '/' || where[0] == '.'; }

static enum rc where_parse(struct store *s, const char *where, struct why *why)
{
    const char *colon = strrchr(where, ':');
    char *end = NULL;
    long port = !is_path(where) && colon ? strtol(colon + 1, &end, 10) : 0;
    bool is_address = end && end != colon + 1 && *end == '\0' && port > 0 && port < 65536;
    if (!is_path(where) && (!is_address || colon == where))
        return why_set(
            why, RC_BROKEN, "'%.80s' is neither host:port nor the path of a socket", where);
    s->port = (int)port;
    s->host = is_path(where) ? strdup(where) : strndup(where, (size_t)(colon - where));
    return s->host ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

enum rc store_open(struct store **ret, const struct store_conf *conf, struct why *why)
{
    CLEANUP(store_closep) struct store *s = calloc(1, sizeof *s);
    if (!s) return why_set(why, RC_BROKEN, "out of memory");
    s->wait_ms = conf->wait_ms ? conf->wait_ms : WAIT_MS;
    enum rc rc = where_parse(s, conf->where, why);
    if (rc == RC_OK) *ret = TAKE(s);
    return rc;
}

enum rc store_drop(struct store *s, enum rc rc)
{
    if (s->reply) freeReplyObject(s->reply);
    if (s->redis) redisFree(s->redis);
    s->reply = NULL;
    s->redis = NULL;
    s->pending = 0;
    return rc;
}

struct store *store_close(struct store *s)
{
    if (!s) return NULL;
    (void)store_drop(s, RC_OK);
    free(s->host);
    free(s);
    return NULL;
}

static enum rc lost(struct store *s, struct why *why)
{
    const char *words = s->redis ? s->redis->errstr : "out of memory";
    (void)why_set(why, RC_AGAIN, "Redis at %.80s: %.100s", s->host, words);
    return store_drop(s, RC_AGAIN);
}

enum rc store_connect(struct store *s, struct why *why)
{
    const struct timeval wait = { s->wait_ms / 1000, s->wait_ms % 1000 * 1000 };
    if (s->redis) return RC_OK;
    s->redis = s->port ? redisConnectWithTimeout(s->host, s->port, wait)
                       : redisConnectUnixWithTimeout(s->host, wait);
    if (!s->redis || s->redis->err || redisSetTimeout(s->redis, wait) != REDIS_OK)
        return lost(s, why);
    if (s->port && redisEnableKeepAlive(s->redis) != REDIS_OK) return lost(s, why);
    return RC_OK;
}

enum rc store_ask(struct store *s, const struct slice *words, size_t n_words, struct why *why)
{
    const char *at[WRITE_WORDS_MAX];
    size_t sizes[WRITE_WORDS_MAX];
    if (n_words > WRITE_WORDS_MAX || s->pending >= STORE_PENDING_MAX)
        return why_set(why, RC_BROKEN, "a question to Redis is too long, or one too many");
    enum rc rc = store_connect(s, why);
    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < n_words; i++) {
        at[i] = (const char *)words[i].at;
        sizes[i] = words[i].n;
    }
    if (redisAppendCommandArgv(s->redis, (int)n_words, at, sizes) != REDIS_OK) return lost(s, why);
    s->pending++;
    return RC_OK;
}

enum rc store_take(struct store *s, struct why *why)
{
    void *reply = NULL;
    if (s->reply) freeReplyObject(s->reply);
    s->reply = NULL;
    if (!s->redis || !s->pending)
        return why_set(why, RC_AGAIN, "Redis at %.80s: nothing was asked", s->host);
    if (redisGetReply(s->redis, &reply) != REDIS_OK || !reply) return lost(s, why);
    s->pending--;
    s->reply = reply;
    if (s->reply->type != REDIS_REPLY_ERROR) return RC_OK;
    return store_drop(s, answer_trouble(s->reply, why));
}
