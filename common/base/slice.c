#include "base/slice.h"

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

/* The length of the sequence at p, or 0 if it is none. */
static size_t utf8_sequence(const uint8_t *p, size_t left)
{
    if (p[0] < 0x80) return 1;
    size_t n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || left < n) return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xc0) != 0x80) return 0;
    if (p[0] == 0xe0 && p[1] < 0xa0) return 0; /* overlong */
    if (p[0] == 0xed && p[1] > 0x9f) return 0; /* surrogates */
    if (p[0] == 0xf0 && p[1] < 0x90) return 0; /* overlong */
    if (p[0] == 0xf4 && p[1] > 0x8f) return 0; /* above U+10FFFF */
    return n;
}

bool slice_is_utf8(struct slice a)
{
    for (size_t i = 0; i < a.n;) {
        size_t n = utf8_sequence(a.at + i, a.n - i);
        if (n == 0) return false;
        i += n;
    }
    return true;
}

bool text_from(struct slice a, struct text *ret)
{
    if (a.n > TEXT_MAX || (a.n && memchr(a.at, 0, a.n))) return false;
    *ret = (struct text){ 0 };
    if (a.n) memcpy(ret->at, a.at, a.n);
    return true;
}
