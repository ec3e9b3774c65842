/* Redis 7: listpack.c (entries), rdb.c (length of a string), cluster.c (RDB version and
 * CRC-64/Jones at the end of a payload). */
#include "store/pack.h"

#include "store/store.h"

enum { PACK_MAX = 16 << 20, HEAD = 6, WORDS_MAX = 65000 };
enum { RDB_HASH_LISTPACK = 16, RDB_VERSION = 10, RDB_LENGTH = 5, FOOTER = 10 };

struct pack pack_new(void) { return (struct pack){ .bytes = buffer_new(PACK_MAX) }; }

void pack_deinit(struct pack *p) { buffer_deinit(&p->bytes); }

/* Type and length of the string are filled in at the end: always in their five-byte form. */
void pack_begin(struct pack *p)
{
    buffer_reset(&p->bytes);
    p->words = 0;
    p->failed = false;
    (void)buffer_room(&p->bytes, 1 + RDB_LENGTH + HEAD);
}

/* --- entries --- */

/* A number that reads back as it was written: Redis keeps such values in a few bytes. */
static bool is_number(struct slice s, int64_t *ret)
{
    int64_t n = 0;
    if (s.n == 0 || s.n > 18 || (s.at[0] == '0' && s.n > 1)) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') return false;
        n = n * 10 + (s.at[i] - '0');
    }
    *ret = n;
    return true;
}

static size_t number_bytes(int64_t n)
{
    return n <= INT16_MAX ? 2 : n <= 0x7fffff ? 3 : n <= INT32_MAX ? 4 : 8;
}

static size_t number_put(uint8_t *at, int64_t n)
{
    static const uint8_t marks[] = { [2] = 0xf1, [3] = 0xf2, [4] = 0xf3, [8] = 0xf4 };
    size_t bytes = number_bytes(n);
    if (n < 128) {
        at[0] = (uint8_t)n;
        return 1;
    }
    at[0] = marks[bytes];
    for (size_t i = 0; i < bytes; i++) at[1 + i] = (uint8_t)((uint64_t)n >> 8 * i);
    return 1 + bytes;
}

static size_t text_put(uint8_t *at, struct slice s)
{
    size_t head = s.n < 64 ? 1 : s.n < 4096 ? 2 : 5;
    if (head == 1) at[0] = (uint8_t)(0x80 | s.n);
    if (head == 2) at[0] = (uint8_t)(0xe0 | s.n >> 8), at[1] = (uint8_t)s.n;
    if (head == 5) at[0] = 0xf0;
    for (size_t i = 0; head == 5 && i < 4; i++) at[1 + i] = (uint8_t)(s.n >> 8 * i);
    if (s.n) memcpy(at + head, s.at, s.n);
    return head + s.n;
}

/* The length of an entry behind it, to walk back: seven bits a byte, the highest first. */
static size_t back_put(uint8_t *at, size_t n)
{
    size_t bytes = n < 128 ? 1 : n < 16384 ? 2 : n < 2097152 ? 3 : 4;
    for (size_t i = 0; i < bytes; i++) {
        uint8_t low = (uint8_t)(n >> 7 * (bytes - 1 - i) & 127);
        at[i] = (uint8_t)(i ? low | 128 : low);
    }
    return bytes;
}

void pack_word(struct pack *p, struct slice word)
{
    int64_t number;
    size_t before = p->bytes.n;
    uint8_t *at = buffer_room(&p->bytes, 5 + word.n + 4 + 8);
    if (!at) return;
    size_t n = is_number(word, &number) ? number_put(at, number) : text_put(at, word);
    n += back_put(at + n, n);
    p->bytes.n = before + n;
    p->words++;
}

/* --- the payload around them --- */

static uint64_t crc_byte(uint64_t crc)
{
    for (int bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0x95ac9329ac4bc9b5u : crc >> 1; /* Jones, reflected */
    return crc;
}

/* Eight bytes a turn. */
static uint64_t crc_of(const uint8_t *at, size_t n)
{
    static uint64_t table[8][256];
    uint64_t crc = 0, word;
    for (unsigned i = 0; !table[0][255] && i < 256; i++) table[0][i] = crc_byte(i);
    for (unsigned i = 0; !table[7][255] && i < 256; i++)
        for (unsigned t = 1; t < 8; t++)
            table[t][i] = table[0][table[t - 1][i] & 255] ^ table[t - 1][i] >> 8;
    for (; n >= 8; at += 8, n -= 8) {
        memcpy(&word, at, 8);
        crc ^= word;
        word = 0;
        for (unsigned t = 0; t < 8; t++) word ^= table[7 - t][crc >> 8 * t & 255];
        crc = word;
    }
    for (; n > 0; at++, n--) crc = table[0][(crc ^ *at) & 255] ^ crc >> 8;
    return crc;
}

static void put_le(uint8_t *at, size_t bytes, uint64_t n)
{
    for (size_t i = 0; i < bytes; i++) at[i] = (uint8_t)(n >> 8 * i);
}

static void head_put(struct pack *p)
{
    uint8_t *at = p->bytes.at;
    size_t list = p->bytes.n - 1 - RDB_LENGTH;
    at[0] = RDB_HASH_LISTPACK;
    at[1] = 0x80; /* a length of 32 bits, big-endian */
    for (size_t i = 0; i < 4; i++) at[2 + i] = (uint8_t)(list >> 8 * (3 - i));
    put_le(at + 1 + RDB_LENGTH, 4, list);
    put_le(at + 1 + RDB_LENGTH + 4, 2, p->words);
}

struct slice pack_end(struct pack *p)
{
    buffer_byte(&p->bytes, 0xff);
    p->failed = p->words == 0 || p->words % 2 || p->words > WORDS_MAX || !buffer_whole(&p->bytes);
    if (p->failed) return (struct slice){ 0 };
    head_put(p);
    uint8_t *footer = buffer_room(&p->bytes, FOOTER);
    if (!footer) return (struct slice){ 0 };
    put_le(footer, 2, RDB_VERSION);
    put_le(footer + 2, 8, crc_of(p->bytes.at, p->bytes.n - 8));
    return buffer_slice(&p->bytes);
}

/* --- does the server read it? --- */

static enum rc probe_read(struct store *s, struct slice key, bool *ret, struct why *why)
{
    const struct slice get[] = { slice_str("HGET"), key, slice_str("name") };
    const struct slice drop[] = { slice_str("DEL"), key };
    struct answer a;
    enum rc rc = store_ask(s, get, COUNT(get), why);
    if (rc == RC_OK) rc = store_answer(s, &a, why);
    if (rc != RC_OK) return rc;
    *ret = a.kind == ANSWER_TEXT && slice_is(a.text, "1600000000000000");
    rc = store_ask(s, drop, COUNT(drop), why);
    return rc == RC_OK ? store_answer(s, &a, why) : rc;
}

enum rc pack_is_read(struct store *s, struct slice key, bool *ret, struct why *why)
{
    struct pack p = pack_new();
    struct answer a;
    pack_begin(&p);
    pack_word(&p, slice_str("name"));
    pack_word(&p, slice_str("1600000000000000"));
    const struct slice words[] = { slice_str("RESTORE"), key, slice_str("0"), pack_end(&p),
        slice_str("REPLACE") };
    enum rc rc = store_ask(s, words, COUNT(words), why);
    if (rc == RC_OK) rc = store_answer(s, &a, why);
    pack_deinit(&p);
    *ret = false;
    if (rc == RC_BROKEN) return RC_OK; /* it says that this is no payload, or that it must not */
    return rc == RC_OK ? probe_read(s, key, ret, why) : rc;
}
