#include "projection/strays.h"

#include <stdlib.h>

enum { PAGE_MAX = 4096 };
#define AT_ONCE "500"

struct search {
    struct desk *desk;
    struct slice pid;
    struct stray *found;
    size_t n;
};

/* The keys of one page, copied: an answer lives until the next question. */
struct page {
    struct name keys[PAGE_MAX];
    size_t n;
};

/* One page of SCAN (key NULL) or ZSCAN: the cursor moves on; *ret holds the names. */
static enum rc scan(struct search *s, const struct name *key, const struct name *match,
    struct text *cursor, struct answer *ret, struct why *why)
{
    struct slice words[8];
    size_t n = 0;
    struct answer a;
    words[n++] = slice_str(key ? "ZSCAN" : "SCAN");
    if (key) words[n++] = name_slice(key);
    words[n++] = slice_text(cursor);
    words[n++] = slice_str("MATCH");
    words[n++] = name_slice(match);
    words[n++] = slice_str("COUNT");
    words[n++] = slice_str(AT_ONCE);
    words[n] = (struct slice){ 0 };
    enum rc rc = desk_ask(s->desk, words, &a, why);
    if (rc != RC_OK) return rc;
    if (a.n != 2 || !text_from(answer_at(&a, 0).text, cursor))
        return why_set(why, RC_BROKEN, "SCAN does not answer as it should");
    *ret = answer_at(&a, 1);
    return RC_OK;
}

static bool is_over(const struct text *cursor) { return slice_is(slice_text(cursor), "0"); }

/* Members "<pid> …" of one list; the answer has a score behind each. */
static enum rc list_look(struct search *s, const struct name *key, struct why *why)
{
    struct name match = name_of(s->pid, " *", slice_str(""));
    struct text cursor = { "0" };
    enum rc rc = RC_OK;
    do {
        struct answer a;
        rc = scan(s, key, &match, &cursor, &a, why);
        for (size_t i = 0; rc == RC_OK && i + 1 < a.n; i += 2) {
            if (s->n == STRAYS_MAX)
                return why_set(why, RC_BROKEN, "more than %d lists name the person", STRAYS_MAX);
            s->found[s->n].key = *key;
            s->found[s->n++].member = name_of(answer_at(&a, i).text, "", slice_str(""));
        }
    } while (rc == RC_OK && !is_over(&cursor));
    return rc;
}

static enum rc page_look(struct search *s, const struct page *page, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < page->n; i++) rc = list_look(s, &page->keys[i], why);
    return rc;
}

static enum rc family_look(
    struct search *s, struct page *page, const struct name *match, struct why *why)
{
    struct text cursor = { "0" };
    enum rc rc = RC_OK;
    do {
        struct answer a;
        rc = scan(s, NULL, match, &cursor, &a, why);
        page->n = 0;
        for (size_t i = 0; rc == RC_OK && i < a.n && page->n < PAGE_MAX; i++)
            page->keys[page->n++] = name_of(answer_at(&a, i).text, "", slice_str(""));
        if (rc == RC_OK) rc = page_look(s, page, why);
    } while (rc == RC_OK && !is_over(&cursor));
    return rc;
}

enum rc strays_find(struct desk *d, struct slice prefix, struct slice pid,
    struct stray ret[STRAYS_MAX], size_t *ret_n, struct why *why)
{
    struct search s = { .desk = d, .pid = pid, .found = ret };
    struct page *page = calloc(1, sizeof *page);
    struct name worklists = name_of(prefix, "worklist:*", slice_str(""));
    struct name alerts = name_of(prefix, "alerts:*", slice_str(""));
    enum rc rc = page ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) rc = family_look(&s, page, &worklists, why);
    if (rc == RC_OK) rc = family_look(&s, page, &alerts, why);
    free(page);
    *ret_n = s.n;
    return rc;
}
