/* The refused record again, as it was: topic, partition, key, value and headers; without what we
 * and hops on its way had added, and with the name of its letter, so that whoever finds it knows.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "audit.h"
#include "dlq/errand.h"
#include "dlq/opener.h"

enum { OURS = 2, WORDS_MAX = 64 };
#define OUR_HEADERS "coastline.dlq."

_Static_assert(LETTER_HEADERS_MAX + OURS <= RECORD_HEADERS, "whatever a letter holds can be sent");

struct refusals {
    const char *word; /* lives for ever */
    int64_t n;
};

struct redriving {
    struct errand errand;
    struct opener *opener;
    int topics[SOURCES];         /* of the writer */
    int32_t partitions[SOURCES]; /* 0: not asked yet */
    struct record_header headers[LETTER_HEADERS_MAX + OURS];
    struct refusals refusals[WORDS_MAX];
    int64_t passing, depending, shut, kept_out, nothing; /* shut: they do not open */
};

/* --- headers --- */

static bool is_hop(const char *list, struct slice name)
{
    while (list[0]) {
        size_t n = strcspn(list, ",");
        if (name.n == n && n > 0 && memcmp(name.at, list, n) == 0) return true;
        list += n + (list[n] == ',');
    }
    return false;
}

/* Theirs, in their order. A trace that had led here is linked, not continued. */
static size_t headers_copy(struct redriving *r)
{
    const struct letter *l = &r->opener->letter;
    size_t n = 0;
    for (size_t i = 0; i < l->n_headers; i++) {
        struct record_header h = { l->headers[i].name, l->headers[i].value };
        bool hop = is_hop(r->errand.conf->drop_headers, h.name);
        if (slice_starts(h.name, slice_str(OUR_HEADERS))) continue;
        if (hop && !slice_is(h.name, "traceparent")) continue;
        if (hop) h.name = slice_str(OUR_HEADERS "link");
        r->headers[n++] = h;
    }
    return n;
}

/* --- sending --- */

/* A topic that was made anew may have fewer partitions than it had. */
static enum rc partition_check(struct redriving *r, const struct origin *o, struct why *why)
{
    int32_t *n = &r->partitions[o->source];
    enum rc rc = RC_OK;
    if (*n == 0)
        rc = writer_topic(r->errand.writer, origin_topic(o->source), &r->topics[o->source], why);
    if (rc == RC_OK && *n == 0)
        rc = writer_partitions(r->errand.writer, r->topics[o->source], n, why);
    if (rc != RC_OK || o->partition < *n) return rc == RC_REFUSED ? RC_BROKEN : rc;
    return why_set(why, RC_REFUSED, "%s has no partition %d any more", origin_topic(o->source),
        (int)o->partition);
}

static enum rc record_publish(struct redriving *r, const struct dead *d, struct why *why)
{
    const struct letter *l = &r->opener->letter;
    const struct text name = origin_text(&d->origin);
    char count[24];
    size_t n = headers_copy(r);
    int digits = snprintf(count, sizeof count, "%" PRId64, d->redrives + 1);
    r->headers[n++] = (struct record_header){ slice_str(OUR_HEADERS "redrive_count"),
        slice_of(count, (size_t)digits) };
    r->headers[n++] = (struct record_header){ slice_str(OUR_HEADERS "letter"), slice_text(&name) };
    const struct outgoing out = { .topic = r->topics[d->origin.source],
        .partition = d->origin.partition,
        .key = l->key,
        .value = l->value,
        .headers = r->headers,
        .n_headers = n,
        .stamp = r->errand.conf->clock == DLQ_CLOCK_TOPICS ? d->stamp : (instant){ 0 } };
    return writer_send(r->errand.writer, &out, why);
}

static enum rc redrive(struct redriving *r, const struct dead *d, bool *ret_took, struct why *why)
{
    struct why small = { "" };
    enum rc rc = errand_pace(&r->errand, why);
    if (rc != RC_OK) return rc;
    rc = partition_check(r, &d->origin, &small);
    if (rc == RC_OK) rc = record_publish(r, d, &small);
    if (rc == RC_REFUSED) { /* this one cannot go; others can */
        const struct text name = origin_text(&d->origin);
        fprintf(stderr, "%s cannot be published: %s\n", name.at, small.text);
        r->kept_out++;
        return RC_OK;
    }
    if (rc != RC_OK) return why_set(why, rc, "%s", small.text);
    *ret_took = true;
    return errand_did(&r->errand, &d->origin, why);
}

/* --- judging --- */

static void refusal_count(struct redriving *r, const struct refusal *refusal)
{
    const char *word = refusal_word(refusal);
    for (size_t i = 0; i < WORDS_MAX; i++) {
        struct refusals *row = &r->refusals[i];
        if (row->word && strcmp(row->word, word) != 0 && i + 1 < WORDS_MAX) continue;
        if (!row->word) row->word = word;
        row->n++;
        return;
    }
}

/* Is it to go? */
static bool prospect_count(struct redriving *r, const struct judgement *j)
{
    r->passing += j->prospect == PROSPECT_PASSES;
    r->depending += j->prospect == PROSPECT_DEPENDS;
    r->nothing += j->prospect == PROSPECT_NOTHING;
    if (j->prospect == PROSPECT_REFUSED) refusal_count(r, &j->refusal);
    if (j->prospect == PROSPECT_REFUSED) return r->errand.conf->anyway;
    return j->prospect != PROSPECT_NOTHING;
}

static enum rc redrive_take(
    void *self, const struct dead *d, enum letter_state state, bool *ret_took, struct why *why)
{
    struct redriving *r = self;
    const struct dlq_conf *c = r->errand.conf;
    struct judgement j;
    instant stamp = d->stamp;
    (void)state;
    enum rc rc = errand_goes_on(&r->errand, why);
    if (rc != RC_OK) return rc;
    if (!opener_open(r->opener, d)) return r->shut++, RC_OK;
    if (c->clock == DLQ_CLOCK_WALL) rc = clock_now(&stamp, why);
    if (rc == RC_OK) rc = opener_judge(r->opener, d, stamp, &j, why);
    if (rc != RC_OK || !prospect_count(r, &j)) return rc;
    *ret_took = c->dry_run;
    return c->dry_run ? RC_OK : redrive(r, d, ret_took, why);
}

/* --- the errand --- */

static void report_line(const char *words, int64_t n)
{
    if (n) printf("%s %" PRId64 "\n", words, n);
}

static void report(const struct redriving *r)
{
    const struct dlq_conf *c = r->errand.conf;
    if (!c->dry_run) printf("re-driven %" PRId64 "\n", r->errand.done);
    if (c->dry_run) printf("would pass %" PRId64 "\n", r->passing);
    if (c->dry_run) report_line("would pass if whoever it is about has a file", r->depending);
    for (size_t i = 0; i < WORDS_MAX && r->refusals[i].word; i++)
        printf("would be refused: %s %" PRId64 "\n", r->refusals[i].word, r->refusals[i].n);
    report_line("too large for a letter", r->nothing);
    report_line("could not be published", r->kept_out);
    report_line("do not open with these secrets", r->shut);
}

static enum rc errand_run(struct redriving *r, const struct walk *walk, struct why *why)
{
    struct why late = { "" };
    enum rc rc = errand_begin(&r->errand, r->errand.conf, DLQ_REDRIVE, why);
    if (rc == RC_OK && !r->errand.conf->dry_run) rc = errand_announce(&r->errand, why);
    if (rc == RC_OK) {
        rc = letters_walk(walk, why);
        enum rc end = errand_settle(&r->errand, &late);
        if (rc == RC_OK && end != RC_OK) rc = why_set(why, end, "%s", late.text);
        report(r);
    }
    errand_end(&r->errand);
    return rc;
}

enum rc dlq_redrive(const struct dlq_conf *c, struct why *why)
{
    struct walk walk;
    enum rc rc = walk_of(c, &walk, why);
    if (rc != RC_OK) return rc;
    struct redriving *r = calloc(1, sizeof *r);
    if (!r) return why_set(why, RC_BROKEN, "out of memory");
    walk.take = redrive_take;
    walk.self = r;
    r->errand.conf = c;
    rc = opener_new(&r->opener, c->secrets, why);
    if (rc == RC_OK) rc = errand_run(r, &walk, why);
    opener_free(r->opener);
    free(r);
    return rc;
}
