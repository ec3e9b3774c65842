/* The facts of a file, packed and in order (fold.md R4 to R6). What happens daily takes some twenty
 * bytes a fact and keeps a tag for its id; of all else the id is kept, since tasks, corrections,
 * proposals and ties name it. */
#ifndef COASTLINE_DOMAIN_LEDGER_H
#define COASTLINE_DOMAIN_LEDGER_H

#include "domain/item.h"
#include "domain/shapes.h"

struct ledger {
    LIST(uint8_t) bytes;   /* records, in the order they came; the first byte is not used */
    LIST(uint32_t) order;  /* where records begin, in the order of facts */
    LIST(uint32_t) table;  /* the same by hash of source and id; 0: free; size a power of two */
    LIST(uint32_t) links;  /* those that retract or replace */
    struct shapes shapes;  /* what light records say (pack.h) */
    struct text usual;     /* the place in shapes: others are kept whole, by order of their ids */
    uint32_t live;         /* how many hold */
};

/* A record read again. Texts point into it and into the ledger: use it before either changes. */
struct unpacked {
    struct fact fact;
    char id[40];
    struct slice texts[FACT_LIST_MAX];
    bool live; /* neither retracted nor replaced, and no retraction itself */
    bool old;  /* over 72 h old when it reached the hub */
};

enum ledger_took { LEDGER_TOOK, LEDGER_KNEW, LEDGER_CONFLICT };

/* Adds a fact. *ret_from: where, in the order of facts, something may now be another than before.
 * Nothing is added if the room fails. */
enum ledger_took ledger_add(
    struct ledger *l, const struct fact *fact, struct room *room, uint32_t *ret_from);
/* Is a fact of this name there? */
bool ledger_knows(const struct ledger *l, enum event_source source, struct slice id);
/* The i-th fact in order, live or not. */
void ledger_read(const struct ledger *l, uint32_t i, struct unpacked *ret);
/* Adds every record of another ledger as if it came now. */
void ledger_copy(struct ledger *to, const struct ledger *from, struct room *room);
/* Snapshot form; what is read is checked record by record. */
struct form;
void ledger_form(struct ledger *l, struct form *form, struct room *room);
void ledger_free(struct ledger *l, struct room *room);

#endif
