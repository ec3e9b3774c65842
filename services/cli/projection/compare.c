/* Notes made before a person was erased count a file that a generation built later never had: so
 * older notes may differ though the present does not, and the last common one decides. */
#include "projection/compare.h"

#include <stdlib.h>

enum { NOTES_ROOM = 2 * NOTES_MAX };

struct note {
    int64_t at;
    struct text digest;
};

struct notes {
    struct note at[NOTES_ROOM];
    size_t n;
};

enum rc likeness_new(struct likeness *l, int32_t partitions, struct why *why)
{
    *l = (struct likeness){ .n = partitions, .differs = -1, .alike_to = -1 };
    l->met = calloc((size_t)partitions + 1, sizeof *l->met);
    return l->met ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

void likeness_free(struct likeness *l)
{
    free(l->met);
    l->met = NULL;
}

static void differs(struct likeness *l, int32_t partition, int64_t at)
{
    if (l->differs >= 0) return;
    l->differs = partition;
    l->at = at;
}

void likeness_look(struct likeness *l, const struct generation *a, const struct generation *b)
{
    for (int32_t p = 0; p < l->n; p++) {
        const struct standing *x = &a->parts[p].standing, *y = &b->parts[p].standing;
        bool met = MAX(x->next, 0) == MAX(y->next, 0);
        if (l->met[p] || !met) continue;
        if (x->digest != y->digest || x->files != y->files) differs(l, p, x->next);
        l->met[p] = true;
        l->n_met++;
    }
}

/* --- notes --- */

static enum rc notes_read(
    struct notes *n, struct desk *d, const struct generation *g, int32_t p, struct why *why)
{
    struct name key = name_of(name_slice(&g->prefix), "digests:", slice_str(g->parts[p].number));
    const struct slice words[] = { slice_str("XRANGE"), name_slice(&key), slice_str("-"),
        slice_str("+"), { 0 } };
    struct answer all;
    n->n = 0;
    enum rc rc = desk_ask(d, words, &all, why);
    for (size_t i = 0; rc == RC_OK && i < all.n && n->n < NOTES_ROOM; i++) {
        struct answer entry = answer_at(&all, i), fields = answer_at(&entry, 1);
        struct text id = { "" };
        struct note *note = &n->at[n->n];
        if (fields.n < 2 || !text_from(answer_at(&entry, 0).text, &id) ||
            !text_from(answer_at(&fields, 1).text, &note->digest))
            return why_set(why, RC_BROKEN, "a note of digests that is not ours");
        note->at = strtoll(id.at, NULL, 10);
        n->n++;
    }
    return rc;
}

/* Both in the order of offsets. */
static void notes_hold(struct likeness *l, int32_t p, const struct notes *a, const struct notes *b)
{
    int64_t alike = 0, alike_to = -1, last = -1;
    bool same = true;
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        const struct note *x = &a->at[i], *y = &b->at[j];
        i += x->at <= y->at;
        j += y->at <= x->at;
        if (x->at != y->at) continue;
        same = text_compare(&x->digest, &y->digest) == 0;
        last = x->at;
        if (same) alike_to = last;
        alike = same ? alike + 1 : 0;
        l->notes_differ += !same;
    }
    l->notes += alike;
    if (l->differs == p) l->alike_to = alike_to;
    if (l->met[p] || last < 0) return;
    if (!same) differs(l, p, last);
    l->met[p] = true;
    l->n_met++;
}

enum rc likeness_notes(struct likeness *l, struct desk *d, const struct generation *a,
    const struct generation *b, struct why *why)
{
    struct notes *notes = calloc(2, sizeof *notes);
    enum rc rc = notes ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
    for (int32_t p = 0; rc == RC_OK && p < l->n; p++) {
        rc = notes_read(&notes[0], d, a, p, why);
        if (rc == RC_OK) rc = notes_read(&notes[1], d, b, p, why);
        if (rc == RC_OK) notes_hold(l, p, &notes[0], &notes[1]);
    }
    free(notes);
    return rc;
}
