/* Says that the generation is being dropped (then no projector builds it), takes its keys out by
 * batches at a rate, and its meta last, so that whoever is stopped goes on. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "projection/desk.h"
#include "stop.h"

enum { AT_ONCE = 500, PAGE_MAX = 8192, PASSES_MAX = 10 };

struct drop {
    struct desk desk;
    struct name prefix, meta, pattern;
    int64_t keys; /* taken out so far */
};

static bool is_droppable(const struct drop *d, struct slice key)
{
    struct slice prefix = name_slice(&d->prefix), meta = name_slice(&d->meta);
    return slice_starts(key, prefix) && !slice_equal(key, meta);
}

/* The names of a page go out in one UNLINK; they live in the answer, whose words are copied when
 * they are asked. */
static enum rc page_drop(struct drop *d, const struct answer *names, int64_t *ret, struct why *why)
{
    struct answer a;
    struct slice *words = calloc(names->n + 2, sizeof *words);
    size_t n = 0;
    if (!words) return why_set(why, RC_BROKEN, "out of memory");
    words[n++] = slice_str("UNLINK");
    for (size_t i = 0; i < names->n; i++)
        if (is_droppable(d, answer_at(names, i).text)) words[n++] = answer_at(names, i).text;
    *ret = (int64_t)n - 1;
    enum rc rc = n > 1 ? desk_ask(&d->desk, words, &a, why) : RC_OK;
    free(words);
    return rc;
}

static enum rc pace(const struct drop *d, int64_t keys, struct why *why)
{
    int64_t rate = d->desk.conf->rate;
    if (!stop_asked(rate ? keys * 1000000 / rate : 0)) return RC_OK;
    return why_set(why, RC_AGAIN, "stopped as asked; the same command goes on from here");
}

static enum rc pass(struct drop *d, int64_t *ret, struct why *why)
{
    struct text cursor = { "0" };
    enum rc rc = RC_OK;
    *ret = 0;
    do {
        char count[8];
        int64_t keys = 0;
        (void)snprintf(count, sizeof count, "%d", AT_ONCE);
        const struct slice words[] = { slice_str("SCAN"), slice_text(&cursor), slice_str("MATCH"),
            name_slice(&d->pattern), slice_str("COUNT"), slice_str(count), { 0 } };
        struct answer a;
        rc = desk_ask(&d->desk, words, &a, why);
        if (rc != RC_OK) return rc;
        struct answer names = answer_at(&a, 1);
        if (!text_from(answer_at(&a, 0).text, &cursor) || names.n > PAGE_MAX)
            return why_set(why, RC_BROKEN, "SCAN does not answer as it should");
        rc = page_drop(d, &names, &keys, why);
        *ret += keys;
        if (rc == RC_OK) rc = pace(d, keys, why);
    } while (rc == RC_OK && !slice_is(slice_text(&cursor), "0"));
    return rc;
}

static enum rc keys_drop(struct drop *d, struct why *why)
{
    enum rc rc = RC_OK;
    int64_t keys = 1;
    for (int i = 0; rc == RC_OK && keys > 0 && i < PASSES_MAX; i++) {
        rc = pass(d, &keys, why);
        d->keys += keys;
    }
    if (rc == RC_OK && keys > 0)
        rc = why_set(why, RC_BROKEN, "somebody writes to it again and again: end that projector");
    return rc;
}

static enum rc name_drop(struct drop *d, const char *name, struct why *why)
{
    const struct slice meta[] = { slice_str("UNLINK"), name_slice(&d->meta), { 0 } };
    const struct slice list[] = { slice_str("SREM"), slice_str(KEY_GENERATIONS), slice_str(name),
        { 0 } };
    struct text building = { "" };
    struct answer a;
    enum rc rc = desk_ask(&d->desk, meta, &a, why);
    if (rc == RC_OK) rc = desk_ask(&d->desk, list, &a, why);
    if (rc == RC_OK) rc = desk_field(&d->desk, d->desk.live.at, META_BUILDING, &building, why);
    if (rc == RC_OK && slice_is(slice_text(&building), name))
        rc = desk_note(&d->desk, d->desk.live.at, META_BUILDING, NULL, why);
    return rc;
}

/* Nothing is written for a name that is not there. */
static enum rc may_drop(struct drop *d, const char *name, struct why *why)
{
    struct text version = { "" };
    if (!name[0]) return why_set(why, RC_REFUSED, "--generation says which one");
    if (!meta_is_name(slice_str(name)))
        return why_set(why, RC_REFUSED, "--generation: " META_NAME_RULE);
    if (slice_is(slice_text(&d->desk.live), name))
        return why_set(
            why, RC_REFUSED, "%s is live: `coastline projection switch` to another first", name);
    enum rc rc = desk_field(&d->desk, name, "version", &version, why);
    if (rc == RC_OK && !version.at[0])
        rc = why_set(why, RC_REFUSED, "there is no generation %s", name);
    return rc;
}

static enum rc drop_run(struct drop *d, const char *name, struct why *why)
{
    d->prefix = meta_prefix(slice_str(name));
    d->meta = name_of(name_slice(&d->prefix), "meta", slice_str(""));
    d->pattern = name_of(name_slice(&d->prefix), "*", slice_str(""));
    enum rc rc = desk_note(&d->desk, name, META_DROPPING, "1", why);
    if (rc == RC_OK) rc = desk_audit(&d->desk, "projection.drop", name, why);
    if (rc == RC_OK) rc = keys_drop(d, why);
    if (rc == RC_OK) rc = name_drop(d, name, why);
    if (rc == RC_OK) printf("%s is gone: %" PRId64 " keys\n", name, d->keys);
    return rc;
}

enum rc projection_drop(const struct projection_conf *c, struct why *why)
{
    struct drop d = { .keys = 0 };
    enum rc rc = desk_open_store(&d.desk, c, why);
    if (rc == RC_OK) rc = may_drop(&d, c->generation, why);
    if (rc == RC_OK) rc = drop_run(&d, c->generation, why);
    desk_close(&d.desk);
    return rc;
}
