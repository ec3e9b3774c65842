/* Alerts X1 to X6 across regions (domain.md D, fold.md R34 to R40). */
#ifndef COASTLINE_DOMAIN_ALERTS_H
#define COASTLINE_DOMAIN_ALERTS_H

#include "base/arena.h"
#include "baked/hub.h"
#include "domain/item.h"

struct walk;

/* Of the walk: part of struct walk, begun anew with it. */
struct alerts {
    LIST(struct text) unplaced; /* ids of observations whose code had expired: tasks data_quality */
};

/* Of the file: what was told, kept through walks and snapshots. */
struct alerts_told {
    uint32_t n;
};

/* One item more; after the grade of the item (R37). Never of a sealed file but the sealing tick. */
void alerts_take(struct walk *w, const struct item *item);
void alerts_free(struct alerts *a, struct room *room);

/* Open alerts for the state line, by id and O; lists and texts from the arena. NULL list if memory
 * ran out. */
MUST_CHECK bool alerts_state(const struct walk *w, struct arena *a, struct hub_file_state *ret);

/* A step's signals go here, in order. */
struct tongue;
/* Says what differs from what was told (R34), by id and place, and remembers it. */
void alerts_tell(const struct walk *w, struct alerts_told *told, struct tongue *tongue);
/* Takes it from a signal that was said (file_hear). */
void alerts_hear(
    const struct walk *w, struct alerts_told *told, const struct hub_signal *s, struct room *room);

/* Snapshot form of what was told (form.h). */
struct form;
void alerts_told_form(struct alerts_told *told, struct form *form, struct room *room);
void alerts_told_free(struct alerts_told *told, struct room *room);

#endif
