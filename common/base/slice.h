/* Borrowed bytes, and short owned text. */
#ifndef COASTLINE_BASE_SLICE_H
#define COASTLINE_BASE_SLICE_H

#include <string.h>

#include "base/base.h"

/* Bytes that belong to somebody else. at == NULL means "none", which an empty slice is not. */
struct slice {
    const uint8_t *at;
    size_t n;
};

/* Up to 64 bytes, always terminated: ids, pids, codes. */
struct text {
    char at[65];
};

#define TEXT_MAX 64

static inline struct slice slice_of(const void *at, size_t n)
{
    return (struct slice){ at, n };
}
static inline struct slice slice_str(const char *s) { return slice_of(s, strlen(s)); }
static inline struct slice slice_text(const struct text *t) { return slice_str(t->at); }

bool slice_equal(struct slice a, struct slice b);
/* By bytes, a prefix first; <0, 0, >0. */
int slice_compare(struct slice a, struct slice b);
/* Inline, so that the length of a literal is known when it is built. */
static inline bool slice_is(struct slice a, const char *s)
{
    size_t n = strlen(s);
    return a.n == n && (n == 0 || memcmp(a.at, s, n) == 0);
}
bool slice_starts(struct slice a, struct slice prefix);
/* Well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing above U+10FFFF). */
bool slice_is_utf8(struct slice a);

/* False, and *ret untouched, if it is longer than 64 bytes or holds a zero byte. */
MUST_CHECK bool text_from(struct slice a, struct text *ret);

#endif
