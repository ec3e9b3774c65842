/* Who leads whom is the domain's to say (links.h); here facts move to where they belong. */
#include "domain/ties.h"

#include "fold/links.h"

static enum rc concern(struct fold *f, struct person *p, struct why *why)
{
    p->moved = true;
    return fold_touch(f, p, why);
}

/* Whoever is named in a link is somebody, with facts or without. */
static enum rc person_move(struct fold *f, struct slice pid, struct why *why)
{
    struct person *p = people_find(&f->people, pid);
    struct person *root = people_find(&f->people, ties_root(f->links, pid));
    if (!p || !root) return why_set(why, RC_BROKEN, "out of memory");
    if (root == p->root) return RC_OK;
    enum rc rc = concern(f, p, why);
    if (rc == RC_OK) rc = concern(f, p->root, why);
    if (rc == RC_OK) rc = concern(f, root, why);
    p->root = root;
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

enum rc links_follow(struct fold *f, const struct fact *fact, struct why *why)
{
    enum rc rc = ties_add(f->links, fact, why);
    for (size_t i = 0; rc == RC_OK && i < ties_count(f->links); i++)
        rc = person_move(f, ties_pid(f->links, i), why);
    return rc == RC_OK ? files_refill(f, why) : rc;
}
