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

#define TEXT_MAX 64

/* Up to 64 bytes, always terminated: ids, pids, codes. Only text_copy makes one with zero bytes
 * inside; the last byte then is its length, and to be read whole it is asked for with slice_text.
 */
struct text {
    char at[TEXT_MAX + 1];
};

static inline struct slice slice_of(const void *at, size_t n) { return (struct slice){ at, n }; }
static inline struct slice slice_str(const char *s) { return slice_of(s, strlen(s)); }
static inline struct slice slice_text(const struct text *t)
{
    uint8_t n = (uint8_t)t->at[TEXT_MAX];
    return n ? slice_of(t->at, n) : slice_str(t->at);
}

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
/* The same with zero bytes: what agencies may write (U+0000 is a character) is kept as it stands.
 */
MUST_CHECK bool text_copy(struct slice a, struct text *ret);
/* As printf; what does not fit is cut off. A text is printed into with this and nothing else. */
void text_print(struct text *ret, const char *format, ...) PRINTF_LIKE(2, 3);
int text_compare(const struct text *a, const struct text *b); /* as slice_compare */
bool text_is(const struct text *a, struct slice b);

#endif
