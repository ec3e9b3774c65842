/* Links are few and a change of one is rare: so all are read again, in the order of facts, which
 * gives the same groups whatever the order of arrival. A link inside a group says nothing new. */
#include <stdlib.h>

#include "domain/file.h"

#include "fold/links.h"

enum { LINKS_MAX = 100000 };

struct link {
    instant at;
    struct text id;
    struct person *pid, *other;
};
struct links {
    struct link *at; /* owned */
    size_t n, room;
};

bool links_may_change(const struct fact *fact)
{
    return fact->source == SOURCE_HUB &&
           (fact->type == EVENT_HUB_IDENTITY_LINKED || fact->type == EVENT_HUB_IDENTITY_UNLINKED ||
               fact->retracts.at);
}

/* Is it undone by a later word about the same pair? */
static bool is_undone(const struct person *p, const struct file_link *link)
{
    struct file_link later;
    for (uint32_t place = 0; file_link_next(p->own, &place, &later);)
        if (!later.linked && strcmp(later.other.at, link->other.at) == 0 &&
            is_before(link->at, later.at))
            return true;
    return false;
}

static enum rc link_add(struct fold *f, struct links *l, struct person *p,
    const struct file_link *link, struct why *why)
{
    if (l->n == l->room) {
        size_t room = MAX((size_t)16, 2 * l->room);
        struct link *at = room > LINKS_MAX ? NULL : realloc(l->at, room * sizeof *at);
        if (!at) return why_set(why, RC_BROKEN, "more than %d links", LINKS_MAX);
        l->at = at;
        l->room = room;
    }
    struct person *other = people_find(&f->people, slice_text(&link->other));
    if (!other) return why_set(why, RC_BROKEN, "out of memory");
    l->at[l->n++] = (struct link){ link->at, link->id, p, other };
    return RC_OK;
}

static enum rc links_collect(struct fold *f, struct links *l, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < f->people.n; i++) {
        struct person *p = f->people.found[i];
        struct file_link link;
        for (uint32_t place = 0; rc == RC_OK && file_link_next(p->own, &place, &link);)
            if (link.linked && !is_undone(p, &link)) rc = link_add(f, l, p, &link, why);
    }
    return rc;
}

static int by_order(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    if (x->at.us != y->at.us) return x->at.us < y->at.us ? -1 : 1;
    return strcmp(x->id.at, y->id.at);
}

static struct person *leader(struct person *p)
{
    while (p->up != p) p = p->up;
    return p;
}

/* Who leads whom, from nothing. */
static void links_join(struct fold *f, struct links *l)
{
    for (size_t i = 0; i < f->people.n; i++) f->people.found[i]->up = f->people.found[i];
    if (l->n) qsort(l->at, l->n, sizeof *l->at, by_order);
    for (size_t i = 0; i < l->n; i++) {
        struct person *pid = leader(l->at[i].pid), *other = leader(l->at[i].other);
        if (pid != other) other->up = pid;
    }
}

static enum rc concern(struct fold *f, struct person *p, struct why *why)
{
    p->moved = true;
    return fold_touch(f, p, why);
}

static enum rc links_move(struct fold *f, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < f->people.n; i++) {
        struct person *p = f->people.found[i], *root = leader(p);
        if (root == p->root) continue;
        rc = concern(f, p, why);
        if (rc == RC_OK) rc = concern(f, p->root, why);
        if (rc == RC_OK) rc = concern(f, root, why);
        p->root = root;
    }
    return rc;
}

/* The files of those concerned are made anew from what was filed under each pid. */
static enum rc files_refill(struct fold *f, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; i < f->people.n; i++)
        if (f->people.found[i]->moved) file_empty(f->people.found[i]->file);
    for (size_t i = 0; rc == RC_OK && i < f->people.n; i++) {
        struct person *p = f->people.found[i];
        if (p->root->moved) rc = file_copy(p->root->file, p->own, why);
    }
    for (size_t i = 0; i < f->people.n; i++) f->people.found[i]->moved = false;
    return rc;
}

enum rc links_follow(struct fold *f, struct why *why)
{
    struct links l = { 0 };
    enum rc rc = links_collect(f, &l, why);
    if (rc == RC_OK) {
        links_join(f, &l);
        rc = links_move(f, why);
    }
    if (rc == RC_OK) rc = files_refill(f, why);
    free(l.at);
    return rc;
}
