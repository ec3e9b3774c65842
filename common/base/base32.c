#include "base/base32.h"

struct text base32_text(struct slice bytes)
{
    static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz"; /* no i, l, o, u */
    struct text t = { 0 };
    uint32_t held = 0;
    size_t bits = 0, n = 0;
    assert(bytes.n <= 40);
    for (size_t i = 0; i < bytes.n; i++) {
        held = held << 8 | bytes.at[i];
        for (bits += 8; bits >= 5; bits -= 5) t.at[n++] = alphabet[held >> (bits - 5) & 31];
        held &= (1u << bits) - 1;
    }
    if (bits) t.at[n++] = alphabet[held << (5 - bits) & 31];
    return t;
}
