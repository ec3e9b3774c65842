/* Every key of ours is looked at by its name, and into those that list many people: sorted sets by
 * their members, streams by their fields. */
#include "person/find.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store/store.h"

enum { KEY_MAX = 256, STREAM_MAX = 20000 };

struct look {
    struct store *store;
    struct slice pid;
    int64_t found;
};

struct key {
    char at[KEY_MAX];
};

static enum rc ask(
    struct look *l, const struct slice *words, size_t n, struct answer *ret, struct why *why)
{
    enum rc rc = store_ask(l->store, words, n, why);
    return rc == RC_OK ? store_answer(l->store, ret, why) : rc;
}

static bool names_it(struct slice text, struct slice pid)
{
    return text.at && text.n >= pid.n && memmem(text.at, text.n, pid.at, pid.n) != NULL;
}

static void says(struct look *l, const char *key, int64_t n, const char *what)
{
    if (n == 0) return;
    l->found += n;
    printf("redis %s %" PRId64 " %s\n", key, n, what);
}

static enum rc members_look(struct look *l, const char *key, struct why *why)
{
    const struct slice words[] = { slice_str("ZRANGE"), slice_str(key), slice_str("0"),
        slice_str("-1") };
    struct answer a;
    int64_t n = 0;
    enum rc rc = ask(l, words, COUNT(words), &a, why);
    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < a.n; i++) n += names_it(answer_at(&a, i).text, l->pid);
    says(l, key, n, "members");
    return RC_OK;
}

static bool entry_names(const struct answer *entry, struct slice pid)
{
    struct answer fields = answer_at(entry, 1);
    for (size_t i = 0; i < fields.n; i++)
        if (names_it(answer_at(&fields, i).text, pid)) return true;
    return false;
}

static enum rc entries_look(struct look *l, const char *key, struct why *why)
{
    char most[16];
    (void)snprintf(most, sizeof most, "%d", STREAM_MAX);
    const struct slice words[] = { slice_str("XRANGE"), slice_str(key), slice_str("-"),
        slice_str("+"), slice_str("COUNT"), slice_str(most) };
    struct answer a;
    int64_t n = 0;
    enum rc rc = ask(l, words, COUNT(words), &a, why);
    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < a.n; i++) {
        struct answer entry = answer_at(&a, i);
        n += entry.n > 1 && entry_names(&entry, l->pid);
    }
    says(l, key, n, "entries");
    return RC_OK;
}

static enum rc key_look(struct look *l, const char *key, struct why *why)
{
    if (names_it(slice_str(key), l->pid)) {
        says(l, key, 1, "key");
        return RC_OK;
    }
    if (strstr(key, ":worklist:") || strstr(key, ":alerts:")) return members_look(l, key, why);
    return strstr(key, ":changes:") ? entries_look(l, key, why) : RC_OK;
}

/* The names of a page are copied, because an answer lives until the next question. */
static enum rc page_look(struct look *l, struct text *cursor, struct why *why)
{
    static struct key keys[2048];
    const struct slice words[] = { slice_str("SCAN"), slice_text(cursor), slice_str("MATCH"),
        slice_str("coastline:*"), slice_str("COUNT"), slice_str("500") };
    struct answer a;
    size_t n = 0;
    enum rc rc = ask(l, words, COUNT(words), &a, why);
    if (rc != RC_OK) return rc;
    struct answer names = answer_at(&a, 1);
    if (!text_from(answer_at(&a, 0).text, cursor) || names.n > COUNT(keys))
        return why_set(why, RC_BROKEN, "SCAN does not answer as it should");
    for (size_t i = 0; i < names.n; i++) {
        struct slice name = answer_at(&names, i).text;
        if (name.n >= KEY_MAX) continue; /* none of ours is so long */
        memcpy(keys[n].at, name.at, name.n);
        keys[n++].at[name.n] = '\0';
    }
    for (size_t i = 0; rc == RC_OK && i < n; i++) rc = key_look(l, keys[i].at, why);
    return rc;
}

enum rc find_redis(const struct find_conf *conf, int64_t *ret, struct why *why)
{
    CLEANUP(store_closep) struct store *s = NULL;
    const struct store_conf store = { .where = conf->redis };
    struct text cursor = { "0" };
    enum rc rc = store_open(&s, &store, why);
    struct look l = { .store = s, .pid = slice_str(conf->pid) };
    if (rc != RC_OK) return rc;
    do {
        rc = page_look(&l, &cursor, why);
    } while (rc == RC_OK && strcmp(cursor.at, "0") != 0);
    *ret = l.found;
    return rc;
}
