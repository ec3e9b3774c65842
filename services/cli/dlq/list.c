/* Lines, or a table of counts. Nothing here opens a letter. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "dlq/verbs.h"

enum { ROWS_MAX = 1024 };

/* Reasons are of a closed list: with every field's name in it some hundreds a topic. */
struct count {
    enum event_source source;
    struct text reason;
    int64_t n[LETTER_STATES];
};

struct listing {
    struct count rows[ROWS_MAX];
    size_t n;
};

static struct count *row_of(struct listing *l, enum event_source source, struct slice reason)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->rows[i].source == source && text_is(&l->rows[i].reason, reason)) return &l->rows[i];
    struct count row = { .source = source };
    if (l->n == ROWS_MAX || !text_from(reason, &row.reason)) return NULL;
    l->rows[l->n] = row;
    return &l->rows[l->n++];
}

static enum rc count_take(
    void *self, const struct dead *d, enum letter_state state, bool *ret_took, struct why *why)
{
    struct count *row = row_of(self, d->origin.source, d->error);
    if (!row) return why_set(why, RC_BROKEN, "more reasons than the door has");
    row->n[state]++;
    *ret_took = true;
    return RC_OK;
}

static int count_compare(const void *a, const void *b)
{
    const struct count *x = a, *y = b;
    if (x->source != y->source) return x->source < y->source ? -1 : 1;
    return text_compare(&x->reason, &y->reason);
}

static void counts_print(struct listing *l)
{
    qsort(l->rows, l->n, sizeof *l->rows, count_compare);
    printf("%-18s %-28s %10s %10s %10s\n", "topic", "reason", "open", "redriven", "dropped");
    for (size_t i = 0; i < l->n; i++) {
        const struct count *c = &l->rows[i];
        printf("%-18s %-28s %10" PRId64 " %10" PRId64 " %10" PRId64 "\n", origin_topic(c->source),
            c->reason.at, c->n[LETTER_OPEN], c->n[LETTER_REDRIVEN], c->n[LETTER_DROPPED]);
    }
}

static enum rc line_take(
    void *self, const struct dead *d, enum letter_state state, bool *ret_took, struct why *why)
{
    const struct text name = origin_text(&d->origin), at = instant_text(d->record->stamp);
    (void)self;
    int printed = printf("%s %s %.*s %.*s %" PRId64 " %s\n", name.at, at.at, (int)d->stage.n,
        (const char *)d->stage.at, (int)d->error.n, (const char *)d->error.at, d->redrives,
        letter_state_word(state));
    *ret_took = true;
    return printed < 0 ? why_set(why, RC_BROKEN, "cannot write") : RC_OK;
}

enum rc dlq_list(const struct dlq_conf *c, struct why *why)
{
    struct walk walk;
    enum rc rc = walk_of(c, &walk, why);
    if (rc != RC_OK) return rc;
    struct listing *l = calloc(1, sizeof *l);
    if (!l) return why_set(why, RC_BROKEN, "out of memory");
    walk.take = c->counts ? count_take : line_take;
    walk.self = l;
    rc = letters_walk(&walk, why);
    if (rc == RC_OK && c->counts) counts_print(l);
    free(l);
    return rc;
}
