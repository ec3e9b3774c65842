/* Keys to partitions, places to starts: what of the bus needs no client. And the headers of a
 * record, which librdkafka parses only when somebody asks. */
#include "bus/bus.h"

#include <librdkafka/rdkafka.h>

static struct slice bytes_or_none(const void *at, size_t n)
{
    return at ? slice_of(at, n) : (struct slice){ 0 };
}

size_t record_headers(const struct record *r, struct record_header *ret, size_t room)
{
    rd_kafka_headers_t *headers = NULL;
    if (!r->kafka || rd_kafka_message_headers(r->kafka, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return 0;
    size_t n = rd_kafka_header_cnt(headers);
    for (size_t i = 0; i < MIN(n, room); i++) {
        const char *name = NULL;
        const void *value = NULL;
        size_t size = 0;
        if (rd_kafka_header_get_all(headers, i, &name, &value, &size)) return i;
        ret[i] = (struct record_header){ slice_str(name), bytes_or_none(value, size) };
    }
    return n;
}

struct slice header_named(const struct record_header *headers, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is(headers[i].name, name)) return headers[i].value;
    return slice_str("");
}

/* MurmurHash2 (Austin Appleby, public domain) as Kafka's Java client uses it: four bytes at a time,
 * least significant first, seed 0x9747b28c. */
static uint32_t murmur2(struct slice key)
{
    const uint32_t m = 0x5bd1e995;
    uint32_t h = 0x9747b28cu ^ (uint32_t)key.n;
    size_t whole = key.n & ~(size_t)3;
    for (size_t i = 0; i < whole; i += 4) {
        uint32_t k = (uint32_t)key.at[i] | (uint32_t)key.at[i + 1] << 8 |
                     (uint32_t)key.at[i + 2] << 16 | (uint32_t)key.at[i + 3] << 24;
        k *= m;
        k ^= k >> 24;
        h = h * m ^ k * m;
    }
    for (size_t i = key.n; i > whole; i--) h ^= (uint32_t)key.at[i - 1] << 8 * (i - 1 - whole);
    if (key.n > whole) h *= m;
    h ^= h >> 13;
    h *= m;
    return h ^ h >> 15;
}

int32_t bus_partition_of(struct slice key, int32_t partitions)
{
    assert(partitions > 0);
    return (int32_t)(murmur2(key) & 0x7fffffff) % partitions;
}

enum rc bus_begin(
    int64_t place, struct bus_span log, int64_t *ret_start, int64_t *ret_expired, struct why *why)
{
    if (place > log.high)
        return why_set(why, RC_BROKEN,
            "our place %lld lies behind the end of the log, %lld: the log is another one, or a "
            "restored backup; see the runbook on restored logs",
            (long long)place, (long long)log.high);
    int64_t start = MAX(place, log.low);
    *ret_expired = place >= 0 ? start - place : 0;
    *ret_start = start;
    return RC_OK;
}
