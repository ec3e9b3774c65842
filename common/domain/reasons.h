/* Verdicts and bases as signals and state lines carry them. */
#ifndef COASTLINE_DOMAIN_REASONS_H
#define COASTLINE_DOMAIN_REASONS_H

#include "baked/hub.h"
#include "domain/tongue.h"
#include "domain/walk.h"

struct reasons {
    struct hub_rule_reason *at;
    size_t n;
};
/* Rules with points in the order P1-P11, N1-N5; floors by id; a basis with its facts (borrowed). */
struct reasons reasons_of_rules(const struct verdict *v, struct tongue *t);
struct reasons reasons_of_floors(const struct verdict *v, struct tongue *t);
struct reasons reasons_of_basis(const struct basis *b, struct tongue *t);
/* The opposite; false if a rule is unknown. */
bool basis_from(struct basis *b, size_t n, const struct hub_rule_reason *at, struct room *room);

#endif
