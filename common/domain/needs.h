/* Needs (domain.md C5, fold.md R25): what support is wanted, and from whom. */
#ifndef COASTLINE_DOMAIN_NEEDS_H
#define COASTLINE_DOMAIN_NEEDS_H

#include "baked/hub.h"
#include "domain/tasks.h" /* struct allowed */

/* NEED(kind, name, lead) in their order; CAUSE(cause, name) by name. */
enum need_kind {
#define NEED(kind, name, lead) NEED_##kind,
#define CAUSE(cause, name)
#include "domain/needs.def"
#undef CAUSE
#undef NEED
    NEED_KINDS,
};
enum need_cause {
#define NEED(kind, name, lead)
#define CAUSE(cause, name) CAUSE_##cause,
#include "domain/needs.def"
#undef CAUSE
#undef NEED
    NEED_CAUSES,
};

struct need_row {
    const char *name;
    enum hub_role lead;
};
extern const struct need_row need_rows[NEED_KINDS];
const char *need_cause_name(enum need_cause cause);

struct need {
    bool urgent;
    uint32_t causes; /* bit i: enum need_cause; 0: no need */
};

struct walk;

/* The needs after the walk's last item. */
void needs_open(const struct walk *w, struct need ret[NEED_KINDS]);
/* How long it may take (R28). */
struct allowed need_allowed(enum need_kind kind, bool urgent);

#endif
