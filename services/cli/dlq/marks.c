/* Open addressing over words of 64 offsets; a slot whose key is 0 is empty. */
#include "dlq/marks.h"

#include <inttypes.h>
#include <stdlib.h>

#include "runtime/topology.h"

enum { OFFSET_BITS = 46, WORD_BITS = 6, PARTITION_BITS = 20, FIRST_SLOTS = 1024 };
#define SLOTS_MAX ((size_t)1 << 26)

struct mark_slot {
    uint64_t key, bits;
};

static const char *const topics[SOURCES] = { "police" AGENCY_TOPIC_END, "hr" AGENCY_TOPIC_END,
    "civil" AGENCY_TOPIC_END, "health" AGENCY_TOPIC_END, "justice" AGENCY_TOPIC_END,
    TOPIC_DECISIONS };

/* --- names --- */

const char *origin_topic(enum event_source source) { return topics[source]; }

bool origin_source(struct slice topic, enum event_source *ret)
{
    for (size_t i = 0; i < SOURCES; i++)
        if (slice_is(topic, topics[i])) return *ret = (enum event_source)i, true;
    return false;
}

/* Digits behind the last slash, cut off with it. */
static bool number_cut(struct slice *text, int64_t end, int64_t *ret)
{
    const uint8_t *slash = text->n ? memrchr(text->at, '/', text->n) : NULL;
    if (!slash) return false;
    size_t before = (size_t)(slash - text->at), n = text->n - before - 1;
    int64_t number = 0;
    if (n < 1 || n > 15) return false;
    for (size_t i = before + 1; i < text->n; i++) {
        if (text->at[i] < '0' || text->at[i] > '9') return false;
        number = 10 * number + (text->at[i] - '0');
    }
    *text = slice_of(text->at, before);
    *ret = number;
    return number < end;
}

bool origin_parse(struct slice text, struct origin *ret)
{
    struct origin o;
    int64_t partition = 0;
    if (!text.at || !number_cut(&text, (int64_t)1 << OFFSET_BITS, &o.offset) ||
        !number_cut(&text, 1 << PARTITION_BITS, &partition) || !origin_source(text, &o.source))
        return false;
    o.partition = (int32_t)partition;
    *ret = o;
    return true;
}

struct text origin_text(const struct origin *o)
{
    struct text t;
    text_print(&t, "%s/%d/%" PRId64, topics[o->source], (int)o->partition, o->offset);
    return t;
}

/* --- the set --- */

void marks_deinit(struct marks *m)
{
    free(m->at);
    *m = (struct marks){ .at = NULL };
}

static uint64_t key_of(const struct origin *o)
{
    const unsigned words = OFFSET_BITS - WORD_BITS;
    uint64_t place = (uint64_t)o->source << PARTITION_BITS | (uint64_t)o->partition;
    return (uint64_t)1 << 63 | place << words | (uint64_t)o->offset >> WORD_BITS;
}

static uint64_t bit_of(const struct origin *o)
{
    return (uint64_t)1 << ((uint64_t)o->offset & ((1 << WORD_BITS) - 1));
}

/* The slot of a key, or the empty one where it belongs; there is always an empty one. */
static struct mark_slot *slot_of(struct mark_slot *at, size_t slots, uint64_t key)
{
    size_t i = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 24) & (slots - 1);
    while (at[i].key && at[i].key != key) i = (i + 1) & (slots - 1);
    return &at[i];
}

static bool marks_grow(struct marks *m)
{
    size_t slots = m->slots ? 2 * m->slots : FIRST_SLOTS;
    struct mark_slot *at = slots > SLOTS_MAX ? NULL : calloc(slots, sizeof *at);
    if (!at) return false;
    for (size_t i = 0; i < m->slots; i++)
        if (m->at[i].key) *slot_of(at, slots, m->at[i].key) = m->at[i];
    free(m->at);
    m->at = at;
    m->slots = slots;
    return true;
}

bool marks_has(const struct marks *m, const struct origin *o)
{
    return m->slots && (slot_of(m->at, m->slots, key_of(o))->bits & bit_of(o)) != 0;
}

enum rc marks_put(struct marks *m, const struct origin *o, struct why *why)
{
    if (2 * (m->n + 1) > m->slots && !marks_grow(m))
        return why_set(why, RC_BROKEN, "no memory for so many letters");
    struct mark_slot *slot = slot_of(m->at, m->slots, key_of(o));
    m->n += slot->key == 0;
    slot->key = key_of(o);
    slot->bits |= bit_of(o);
    return RC_OK;
}

void marks_drop(struct marks *m, const struct origin *o)
{
    if (marks_has(m, o)) slot_of(m->at, m->slots, key_of(o))->bits &= ~bit_of(o);
}
