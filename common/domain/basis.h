/* What a proposal rests on (fold.md R19): rules in their order, and in each its facts in order. */
#ifndef COASTLINE_DOMAIN_BASIS_H
#define COASTLINE_DOMAIN_BASIS_H

#include "domain/item.h"
#include "domain/rules.h"

struct basis_fact {
    enum rule rule;
    struct text id; /* of a fact, or silent:DATE, missed:DATE */
};
struct basis {
    LIST(struct basis_fact) list;
};

struct walk;

/* The basis as the walk's last item has it; empty if nothing of class control is high. */
void basis_reach(struct basis *b, const struct walk *w, struct room *room);
uint64_t basis_tag(const struct basis *b); /* equal for equal ones; 0 of an empty one */
void basis_copy(struct basis *to, const struct basis *from, struct room *room);
void basis_free(struct basis *b, struct room *room);

#endif
