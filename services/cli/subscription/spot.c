#include "subscription/spot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum rc spot_refuse(const struct spot *s, const char *words)
{
    return why_set(s->page->why, RC_REFUSED, "%s:%zu: %s: %s", s->page->path,
        s->node->start_mark.line + 1, s->key, words);
}

enum rc spot_text(const struct spot *s, size_t max, struct slice *ret)
{
    if (s->node->type != YAML_SCALAR_NODE) return spot_refuse(s, "one text is wanted");
    struct slice text = slice_of(s->node->data.scalar.value, s->node->data.scalar.length);
    if (text.n == 0) return spot_refuse(s, "it is empty");
    if (text.n > max) return spot_refuse(s, "it is too long");
    if (memchr(text.at, '\0', text.n) || !slice_is_utf8(text))
        return spot_refuse(s, "no such characters");
    uint8_t *copy = arena_take(s->page->arena, text.n + 1);
    if (!copy) return why_set(s->page->why, RC_BROKEN, "out of memory");
    memcpy(copy, text.at, text.n);
    *ret = slice_of(copy, text.n);
    return RC_OK;
}

enum rc spot_number(const struct spot *s, int min, int max, int *ret)
{
    struct slice text;
    char *end;
    enum rc rc = spot_text(s, 12, &text);
    if (rc != RC_OK) return rc;
    long n = strtol((const char *)text.at, &end, 10);
    if (*end != '\0' || n < min || n > max) {
        char words[64];
        (void)snprintf(words, sizeof words, "a number of %d to %d is wanted", min, max);
        return spot_refuse(s, words);
    }
    *ret = (int)n;
    return RC_OK;
}

enum rc spot_flag(const struct spot *s, bool *ret)
{
    struct slice text;
    enum rc rc = spot_text(s, 5, &text);
    if (rc != RC_OK) return rc;
    bool yes = slice_is(text, "true"), no = slice_is(text, "false");
    if (!yes && !no) return spot_refuse(s, "true or false is wanted");
    *ret = yes;
    return RC_OK;
}
