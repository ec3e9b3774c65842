/* Replies as values, and what each error of Redis asks of us. */
#include <ctype.h>

#include "store/inside.h"

/* Codes of Redis 7 that pass by themselves, or with the help of an operator. All others need
 * another setting, or a key is not ours. */
static const char *const passing[] = { "LOADING", "READONLY", "OOM", "BUSY", "MISCONF",
    "NOREPLICAS", "MASTERDOWN", "TRYAGAIN", "CLUSTERDOWN", "UNKILLABLE" };

enum rc answer_trouble(const redisReply *reply, struct why *why)
{
    char code[24];
    size_t n = 0;
    while (n < sizeof code - 1 && n < reply->len && isupper((unsigned char)reply->str[n])) n++;
    memcpy(code, reply->str, n);
    code[n] = '\0';
    for (size_t i = 0; i < COUNT(passing); i++)
        if (strcmp(code, passing[i]) == 0) return why_set(why, RC_AGAIN, "Redis says %s", code);
    return why_set(why, RC_BROKEN, "Redis says %s", n ? code : "an error without code");
}

static struct answer answer_of(const redisReply *r)
{
    struct answer a = { .kind = ANSWER_NONE };
    switch (r->type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        a.kind = ANSWER_TEXT;
        a.text = slice_of(r->str, (size_t)r->len);
        break;
    case REDIS_REPLY_INTEGER:
        a.kind = ANSWER_NUMBER;
        a.number = r->integer;
        break;
    case REDIS_REPLY_ARRAY:
        a.kind = ANSWER_LIST;
        a.n = r->elements;
        a.inside = r->element;
        break;
    default: break; /* nil, and errors inside a list */
    }
    return a;
}

struct answer answer_at(const struct answer *list, size_t i)
{
    redisReply *const *items = list->inside;
    assert(list->kind == ANSWER_LIST && i < list->n);
    return answer_of(items[i]);
}

enum rc store_answer(struct store *s, struct answer *ret, struct why *why)
{
    enum rc rc = store_take(s, why);
    if (rc == RC_OK) *ret = answer_of(s->reply);
    return rc;
}
