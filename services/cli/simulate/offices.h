/* The offices of the province: reviewers who hear what the hub says, and decide. They know what the
 * hub will say because they fold the play with the hub's own domain as it goes by, one file a
 * person; so decisions follow from the seed like everything else. They have a luck of their own:
 * lives are the same with them and without. */
#ifndef COASTLINE_SIMULATE_OFFICES_H
#define COASTLINE_SIMULATE_OFFICES_H

#include "baked/hub.h"
#include "simulate/world.h"

enum { MATTER_FACTS = 16, MATTERS_MAX = 256 };

/* Something that waits for a decision. */
struct matter {
    bool taken, waits;               /* taken until its hour comes, even if it waits no longer */
    const struct habit *habit;       /* what is usually done about such a thing (desk.c) */
    char task[TEXT_MAX + 1];         /* as a decision names it */
    struct text facts[MATTER_FACTS]; /* what the hub showed for it; none if there were more */
    uint8_t n_facts;
};

/* All that concerns one person. */
struct desk {
    struct file *file; /* NULL: nothing came yet */
    struct random luck;
    struct matter *matters;
    uint16_t n, room;
    uint8_t reviewer; /* who decided on the last proposal */
};

/* RC_BROKEN: out of memory. */
MUST_CHECK enum rc offices_open(struct world *w, struct why *why);
void offices_close(struct world *w);

/* A record has arrived; what is said of it is put on a desk. RC_BROKEN: out of memory. */
MUST_CHECK enum rc offices_mail(struct world *w, const struct mail *mail, struct why *why);
/* The hub opens, or an hour ends. */
MUST_CHECK enum rc offices_hour(struct world *w, instant at, bool tick, struct why *why);

struct desk *offices_desk(const struct world *w, uint32_t person);
/* desk.c: puts a signal on the person's desk, if somebody will do something about it. */
void desk_hears(struct world *w, uint32_t person, const struct hub_signal *s, instant at);

#endif
