/* What the file's own parts (file.c, file_state.c, file_form.c, kin.c) know of it; nobody else
 * includes this. */
#ifndef COASTLINE_DOMAIN_FILE_INSIDE_H
#define COASTLINE_DOMAIN_FILE_INSIDE_H

#include "domain/file.h"
#include "domain/kin.h"
#include "domain/ledger.h"
#include "domain/told.h"
#include "domain/walk.h"

struct file {
    struct room room; /* of everything here but the walk's own */
    struct ledger ledger;
    struct told told;
    struct walk walk;
    bool walked;                  /* the walk stands, after: */
    struct row_at next;           /* the facts before this place, */
    instant last;                 /* its last item, taken or passed by */
    instant daily;                /* the next daily tick; far away while no fact has come */
    struct kin *kin;              /* owned; NULL: nobody is linked with this person, or was */
    const struct file_tour *tour; /* of a copy that file_tour walks; else NULL */
};

/* Walks all facts, and all ticks up to the later of `until` and the last fact (R5). */
MUST_CHECK enum rc file_walk(
    struct file *f, const struct rulebook *rules, instant until, struct why *why);
/* Adds a fact to those that are walked; and all of another ledger, whether the file is closed or
 * not. */
MUST_CHECK enum rc file_take(
    struct file *f, const struct fact *fact, struct file_answer *ret, struct why *why);
MUST_CHECK enum rc file_copy_facts(struct file *to, const struct ledger *from, struct why *why);
/* kin.c: keeps a fact filed under the file's own pid; is there one? forgets all facts; ends;
 * snapshot form. */
void kin_own_add(struct file *f, const struct fact *fact, struct file_answer *ret);
bool kin_holds(const struct file *f);
void kin_forget(struct file *f);
void kin_end(struct file *f);
void kin_form(struct file *f, struct form *form);
/* RC_BROKEN if memory ran out. */
MUST_CHECK enum rc file_whole(const struct file *f, struct why *why);

#endif
