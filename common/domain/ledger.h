/* The facts of a file, packed and in order (fold.md R4 to R6). What happens daily takes twelve
 * bytes a fact and keeps of its id what sorts it; of all else the id is kept, since tasks,
 * corrections and proposals name it. */
#ifndef COASTLINE_DOMAIN_LEDGER_H
#define COASTLINE_DOMAIN_LEDGER_H

#include "domain/pack.h"

/* A fact that retracts or replaces another one. */
struct link {
    uint64_t target, name; /* of that one, and its own: tag and source */
    instant written;       /* recorded_at */
    bool after;            /* its id sorts after that of its target */
    bool retracts;
    bool retracted;  /* itself: it does nothing */
    bool outwritten; /* another that lives replaces the same, and was written later */
};

struct ledger {
    struct rows rows;
    LIST(struct link) links; /* by target, the latest written first */
    struct shapes shapes;    /* what light records say */
};

enum ledger_took { LEDGER_TOOK, LEDGER_KNEW, LEDGER_CONFLICT };

/* Adds a fact. *ret_from: where, in the order of facts, something may now be another than before.
 * Nothing is added if the room fails. */
enum ledger_took ledger_add(
    struct ledger *l, const struct fact *fact, struct room *room, uint32_t *ret_from);
/* Is a fact of this name there? */
bool ledger_knows(const struct ledger *l, enum event_source source, struct slice id);
/* The fact at a place, live or not, and on to the next; false at the end. */
bool ledger_next(const struct ledger *l, struct row_at *at, struct unpacked *ret);
/* Adds every record of another ledger as if it came now. */
void ledger_copy(struct ledger *to, const struct ledger *from, struct room *room);
/* Snapshot form; what is read is checked record by record. */
struct form;
void ledger_form(struct ledger *l, struct form *form, struct room *room);
void ledger_free(struct ledger *l, struct room *room);

/* ---- between the ledger's own parts ---- */

/* Where the record of this name is; false if it is not there. */
MUST_CHECK bool ledger_find(const struct ledger *l, const struct fact_name *name,
    struct row_at *ret, struct packed *ret_packed);
/* Room for one link more. */
MUST_CHECK bool links_reserve(struct ledger *l, struct room *room);
/* What the fact that has just come to this place does to others, and others to it; returns the
 * first place where something became of a fact, or has ceased to. For a link, after links_reserve.
 */
uint32_t links_settle(struct ledger *l, struct row_at at);

#endif
