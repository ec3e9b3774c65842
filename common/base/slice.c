#include "base/slice.h"

#include <stdarg.h>
#include <stdio.h>

bool slice_equal(struct slice a, struct slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

int slice_compare(struct slice a, struct slice b)
{
    size_t n = MIN(a.n, b.n);
    int order = n ? memcmp(a.at, b.at, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool slice_starts(struct slice a, struct slice prefix)
{
    return a.n >= prefix.n && slice_equal(slice_of(a.at, prefix.n), prefix);
}

/* Table 3-7 of the Unicode standard: what may follow a first byte. All bytes after the second are
 * 80..BF. */
static const struct utf8_row {
    uint8_t first, last; /* of the first byte */
    uint8_t low, high;   /* of the second one */
    uint8_t n;           /* bytes in all */
} utf8_rows[] = {
    { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, /* below: overlong */
    { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, /* above: surrogates */
    { 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 }, /* below: overlong */
    { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 }, /* above: beyond U+10FFFF */
};

static bool utf8_follows(const struct utf8_row *row, const uint8_t *p)
{
    if (p[1] < row->low || p[1] > row->high) return false;
    for (size_t i = 2; i < row->n; i++)
        if ((p[i] & 0xc0) != 0x80) return false;
    return true;
}

/* The length of the sequence at p, or 0 if it is none. */
static size_t utf8_sequence(const uint8_t *p, size_t left)
{
    if (p[0] < 0x80) return 1;
    for (size_t i = 0; i < COUNT(utf8_rows); i++) {
        const struct utf8_row *row = &utf8_rows[i];
        if (p[0] < row->first || p[0] > row->last) continue;
        return left >= row->n && utf8_follows(row, p) ? row->n : 0;
    }
    return 0;
}

/* Of eight bytes: most texts are ids and codes, and are looked at eight at a time. */
static bool are_ascii(const uint8_t *p)
{
    uint64_t eight;
    memcpy(&eight, p, sizeof eight);
    return (eight & UINT64_C(0x8080808080808080)) == 0;
}

bool slice_is_utf8(struct slice a)
{
    for (size_t i = 0; i < a.n;) {
        size_t left = MIN(a.n - i, (size_t)8);
        if (a.n >= 8 && are_ascii(left == 8 ? a.at + i : a.at + a.n - 8)) {
            i += left;
            continue;
        }
        size_t n = utf8_sequence(a.at + i, a.n - i);
        if (n == 0) return false;
        i += n;
    }
    return true;
}

static bool has_zero(struct slice a) { return a.n && memchr(a.at, 0, a.n); }

bool text_copy(struct slice a, struct text *ret)
{
    if (a.n > TEXT_MAX) return false;
    struct text t = { 0 };
    if (a.n) memcpy(t.at, a.at, a.n);
    if (has_zero(a)) t.at[TEXT_MAX] = (char)a.n;
    *ret = t;
    return true;
}

bool text_from(struct slice a, struct text *ret) { return !has_zero(a) && text_copy(a, ret); }

void text_print(struct text *ret, const char *format, ...)
{
    va_list words;
    *ret = (struct text){ "" };
    va_start(words, format);
    (void)vsnprintf(ret->at, sizeof ret->at, format, words);
    va_end(words);
}

int text_compare(const struct text *a, const struct text *b)
{
    return slice_compare(slice_text(a), slice_text(b));
}

bool text_is(const struct text *a, struct slice b) { return slice_equal(slice_text(a), b); }
