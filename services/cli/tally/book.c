/* Marks by origin. */
#include "tally/book.h"

#include <stdlib.h>

enum { MARK_FILED = 1, MARK_REFUSED = 2, MARKS_A_BYTE = 4 };
#define RECORDS_MAX (INT64_C(1) << 34) /* of one partition: 4 GiB of marks */

static const struct {
    const char *name, *topic;
} rows[SOURCES] = {
    { "police", "police.events.v1" },
    { "hr", "hr.events.v1" },
    { "civil", "civil.events.v1" },
    { "health", "health.events.v1" },
    { "justice", "justice.events.v1" },
    { "hub", "hub.decisions.v1" },
};

static enum rc part_open(
    struct source *s, struct reader *r, int32_t partition, struct why *why)
{
    struct source_part *part = &s->parts[partition];
    enum rc rc = reader_span(r, s->topic, partition, &part->span, why);
    if (rc != RC_OK) return rc;
    int64_t n = part->span.high - part->span.low;
    if (n > RECORDS_MAX) return why_set(why, RC_BROKEN, "%s is too long for a tally", s->topic);
    part->marks = calloc((size_t)(n / MARKS_A_BYTE) + 1, 1);
    if (!part->marks) return why_set(why, RC_BROKEN, "out of memory");
    s->published += n;
    return RC_OK;
}

static enum rc source_open(struct source *s, struct reader *r, struct why *why)
{
    int32_t n = 0;
    enum rc rc = reader_partitions(r, s->topic, &n, why);
    if (rc != RC_OK) return rc;
    s->parts = calloc((size_t)n, sizeof *s->parts);
    if (!s->parts) return why_set(why, RC_BROKEN, "out of memory");
    s->n_parts = n;
    for (int32_t p = 0; rc == RC_OK && p < n; p++) rc = part_open(s, r, p, why);
    return rc;
}

enum rc book_open(struct book *b, struct reader *r, struct why *why)
{
    enum rc rc = RC_OK;
    *b = (struct book){ .n_refusals = 0 };
    for (size_t i = 0; rc == RC_OK && i < SOURCES; i++) {
        b->sources[i].name = rows[i].name;
        b->sources[i].topic = rows[i].topic;
        rc = source_open(&b->sources[i], r, why);
    }
    return rc;
}

void book_deinit(struct book *b)
{
    for (size_t i = 0; i < SOURCES; i++) {
        struct source *s = &b->sources[i];
        for (int32_t p = 0; s->parts && p < s->n_parts; p++) free(s->parts[p].marks);
        free(s->parts);
        s->parts = NULL;
    }
}

/* --- marks --- */

static struct source *source_of(struct book *b, struct slice topic)
{
    for (size_t i = 0; i < SOURCES; i++)
        if (slice_is(topic, b->sources[i].topic)) return &b->sources[i];
    return NULL;
}

static bool is_within(const struct source *s, const struct hub_origin *o)
{
    if (o->partition < 0 || o->partition >= s->n_parts) return false;
    const struct bus_span *log = &s->parts[o->partition].span;
    return o->offset >= log->low && o->offset < log->high;
}

/* Whether the mark is new. */
static bool mark_set(struct source *s, const struct hub_origin *o, unsigned mark)
{
    struct source_part *part = &s->parts[o->partition];
    size_t i = (size_t)(o->offset - part->span.low);
    unsigned bit = mark << 2 * (i % MARKS_A_BYTE);
    uint8_t *at = &part->marks[i / MARKS_A_BYTE];
    bool is_new = !(*at & bit);
    *at = (uint8_t)(*at | bit);
    return is_new;
}

struct source *book_file(struct book *b, const struct hub_origin *origin, bool about_nobody)
{
    struct source *s = source_of(b, origin->topic);
    if (!s) return NULL;
    if (!is_within(s, origin)) {
        s->foreign++;
        return s;
    }
    bool is_new = mark_set(s, origin, MARK_FILED);
    if (about_nobody)
        s->moments += is_new;
    else if (is_new)
        s->filed++;
    else
        s->refiled++;
    return s;
}

static enum rc refusal_count(struct book *b, struct slice reason, struct why *why)
{
    struct text word = { "" };
    if (!text_from(reason, &word)) return why_set(why, RC_BROKEN, "a reason is too long");
    size_t i = 0;
    while (i < b->n_refusals && strcmp(b->refusals[i].reason.at, word.at) != 0) i++;
    if (i == REASONS_MAX) return why_set(why, RC_BROKEN, "more than %d reasons", REASONS_MAX);
    if (i == b->n_refusals) b->refusals[b->n_refusals++].reason = word;
    b->refusals[i].n++;
    return RC_OK;
}

enum rc book_refuse(
    struct book *b, const struct hub_origin *origin, struct slice reason, struct why *why)
{
    struct source *s = source_of(b, origin->topic);
    if (!s) return why_set(why, RC_REFUSED, "a dead letter of no topic that the door reads");
    if (!is_within(s, origin)) {
        s->foreign++;
        return RC_OK;
    }
    if (!mark_set(s, origin, MARK_REFUSED)) {
        s->reparked++;
        return RC_OK;
    }
    s->refused++;
    return refusal_count(b, reason, why);
}

static void part_close(struct source *s, const struct source_part *part)
{
    for (int64_t i = 0; i < part->span.high - part->span.low; i++) {
        unsigned marks = (unsigned)part->marks[i / MARKS_A_BYTE] >> 2 * (i % MARKS_A_BYTE) & 3u;
        s->open += marks == 0;
        s->both += marks == (MARK_FILED | MARK_REFUSED);
    }
}

void book_close(struct book *b)
{
    for (size_t i = 0; i < SOURCES; i++)
        for (int32_t p = 0; p < b->sources[i].n_parts; p++)
            part_close(&b->sources[i], &b->sources[i].parts[p]);
}
