/* Names of events: a tag that the row has, and bytes where the entry has them. */
#include <endian.h>

#include "domain/pack.h"
#include "domain/pack_form.h"

static uint64_t mixed(uint64_t h) { return (h ^ h >> 32) * UINT64_C(0x9e3779b97f4a7c15); }

static uint64_t hash_of(struct slice bytes)
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

uint64_t text_tag(struct slice bytes) { return hash_of(bytes) >> 16; }

uint64_t uuid_tag(const uint8_t uuid[16])
{
    uint64_t last = 0;
    for (size_t i = UUID_KEPT; i < 16; i++) last = last << 8 | uuid[i];
    return text_tag(slice_of(uuid, UUID_KEPT)) ^ last;
}

uint64_t drawn_tag(const uint8_t uuid[16])
{
    uint64_t sorts = (uint64_t)uuid[4] << 24 | (uint64_t)uuid[5] << 16 |
                     (uint64_t)(uuid[6] & 15) << 12 | (uint64_t)uuid[7] << 4 | uuid[8] >> 4;
    uint64_t last = (uint64_t)uuid[14] << 8 | uuid[15];
    return sorts << 16 | ((text_tag(slice_of(uuid, DRAWN_KEPT)) ^ last) & 0xffff);
}

void uuid_restore(uint64_t tag, bool drawn, uint8_t uuid[16])
{
    size_t kept = drawn ? DRAWN_KEPT : UUID_KEPT;
    uint64_t last = text_tag(slice_of(uuid, kept)) ^ tag;
    for (size_t i = 16; i-- > kept; last >>= 8) uuid[i] = (uint8_t)last;
}

uint64_t uuid_ms(const uint8_t uuid[16])
{
    uint64_t ms = 0;
    for (size_t i = 0; i < UUID_MS; i++) ms = ms << 8 | uuid[i];
    return ms;
}

void uuid_put_ms(uint64_t ms, uint8_t uuid[16])
{
    for (size_t i = UUID_MS; i-- > 0; ms >>= 8) uuid[i] = (uint8_t)ms;
}

enum { UUID_TEXT = 36 };

static int hex_of(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A UUID in the usual writing, and no other, becomes 16 bytes. */
static bool uuid_bytes(struct slice id, uint8_t ret[16])
{
    if (id.n != UUID_TEXT) return false;
    size_t n = 0;
    for (size_t i = 0; i < UUID_TEXT; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        int h = hex_of(id.at[i]);
        if (dash ? id.at[i] != '-' : h < 0) return false;
        if (dash) continue;
        ret[n / 2] = (uint8_t)(n % 2 == 0 ? h << 4 : ret[n / 2] | h);
        n++;
    }
    return true;
}

/* Version 7, and nothing after it looks counted: a zero byte does. */
static bool is_drawn(const uint8_t uuid[16])
{
    bool zero = uuid[7] == 0;
    for (size_t i = 9; i < 16; i++) zero |= uuid[i] == 0;
    return !zero && uuid[6] >> 4 == 7 && uuid[8] >> 6 == 2;
}

struct fact_name name_of(enum event_source source, struct slice id)
{
    struct fact_name name = { .source = source, .text = id };
    name.is_uuid = uuid_bytes(id, name.uuid);
    name.is_drawn = name.is_uuid && is_drawn(name.uuid);
    if (name.is_drawn)
        name.tag = drawn_tag(name.uuid);
    else
        name.tag = name.is_uuid ? uuid_tag(name.uuid) : text_tag(id);
    return name;
}
