/* The feed is read whole: at most some 10,000 entries, and only when somebody was shredded. */
#include "forget.h"

enum { FIELDS_MAX = 16 };

/* An entry to be written again: its id, then its fields and values. */
struct feed_entry {
    struct slice words[1 + FIELDS_MAX];
    size_t n;
};

static bool is_shredded(const struct said *s)
{
    if (s->kind != WORD_CHANGE) return false;
    if (!s->body) return s->row->there; /* its key is gone: we come more than seven days late */
    for (size_t i = 0; i < s->body->signals.n; i++)
        if (s->body->signals.at[i].kind == HUB_SIGNAL_KIND_FILE_SHREDDED) return true;
    return false;
}

bool forget_begin(struct part *p)
{
    bool any = false;
    p->feed = NULL;
    p->n_feed = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (!is_shredded(&p->said[i])) continue;
        p->said[i].row->forgotten_to = p->said[i].offset;
        any = true;
    }
    return any;
}

enum rc forget_ask(struct store *store, struct slice prefix, const struct part *p, struct why *why)
{
    struct name key = name_of(prefix, "changes:", slice_str(p->number));
    const struct slice words[] = { slice_of("XRANGE", 6), name_slice(&key), slice_of("-", 1),
        slice_of("+", 1) };
    return store_ask(store, words, COUNT(words), why);
}

/* --- the answer --- */

/* Whose entry it is; at == NULL: it is not ours. */
static struct slice whose(const struct answer *entry)
{
    struct answer fields = answer_at(entry, 1);
    for (size_t i = 0; i + 1 < fields.n; i += 2)
        if (slice_is(answer_at(&fields, i).text, "pid")) return answer_at(&fields, i + 1).text;
    return (struct slice){ NULL, 0 };
}

static bool is_forgotten(const struct part *p, struct slice pid)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct said *s = &p->said[i];
        if (is_shredded(s) && slice_equal(s->row->pid, pid)) return true;
    }
    return false;
}

static bool entry_copy(struct feed_entry *to, const struct answer *entry, struct arena *a)
{
    struct answer fields = answer_at(entry, 1);
    if (fields.n > FIELDS_MAX) return false;
    to->n = 1 + fields.n;
    to->words[0] = arena_copy(a, answer_at(entry, 0).text);
    for (size_t i = 0; i < fields.n; i++)
        to->words[i + 1] = arena_copy(a, answer_at(&fields, i).text);
    for (size_t i = 0; i < to->n; i++)
        if (!to->words[i].at) return false;
    return true;
}

static size_t named(const struct part *p, const struct answer *feed)
{
    size_t n = 0;
    for (size_t i = 0; i < feed->n; i++) {
        struct answer entry = answer_at(feed, i);
        n += entry.n == 2 && is_forgotten(p, whose(&entry));
    }
    return n;
}

/* The newest ones, from the end; they stand in p->feed in their order. */
static enum rc rest_take(
    struct part *p, const struct answer *feed, struct arena *a, struct why *why)
{
    struct feed_entry *rest = arena_take(a, FEED_KEPT * sizeof *rest);
    size_t at = FEED_KEPT;
    if (!rest) return why_set(why, RC_BROKEN, "out of memory for the feed");
    for (size_t i = feed->n; i-- > 0 && at > 0;) {
        struct answer entry = answer_at(feed, i);
        if (entry.n != 2 || is_forgotten(p, whose(&entry))) continue;
        if (!entry_copy(&rest[--at], &entry, a))
            return why_set(why, RC_BROKEN, "an entry of the feed that is not ours");
    }
    p->feed = rest + at;
    p->n_feed = FEED_KEPT - at;
    return RC_OK;
}

enum rc forget_take(struct store *store, struct part *p, struct arena *a, struct why *why)
{
    struct answer feed;
    enum rc rc = store_answer(store, &feed, why);
    if (rc != RC_OK || feed.kind != ANSWER_LIST || named(p, &feed) == 0) return rc;
    return rest_take(p, &feed, a, why);
}

/* --- the writes --- */

void forget_write(struct view *v)
{
    const struct part *p = v->part;
    if (!p->feed) return;
    writes_begin(v->writes, "UNLINK");
    view_key(v, "changes:", slice_str(p->number));
    writes_end(v->writes);
    for (size_t i = 0; i < p->n_feed; i++) {
        writes_begin(v->writes, "XADD");
        view_key(v, "changes:", slice_str(p->number));
        for (size_t k = 0; k < p->feed[i].n; k++) writes_word(v->writes, p->feed[i].words[k]);
        writes_end(v->writes);
    }
}
