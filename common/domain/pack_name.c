/* Names of events as the table of a ledger compares them: a tag first, bytes where it has them. */
#include <endian.h>

#include "domain/pack.h"
#include "domain/pack_form.h"

static uint64_t mixed(uint64_t h) { return (h ^ h >> 32) * UINT64_C(0x9e3779b97f4a7c15); }

uint64_t name_tag(struct slice bytes)
{
    uint64_t h = bytes.n;
    size_t i = 0;
    for (; i + 8 <= bytes.n; i += 8) {
        uint64_t eight;
        memcpy(&eight, bytes.at + i, 8);
        h = mixed(h ^ le64toh(eight));
    }
    for (; i < bytes.n; i++) h = mixed(h ^ bytes.at[i]);
    return mixed(h);
}

bool name_equal(const struct packed_name *a, const struct packed_name *b)
{
    if (a->source != b->source || a->tag != b->tag) return false;
    return !a->bytes.at || !b->bytes.at || (a->uuid == b->uuid && slice_equal(a->bytes, b->bytes));
}
