/* Alerts X1 to X6 across regions (domain.md D, fold.md R34 to R40). */
#ifndef COASTLINE_DOMAIN_ALERTS_H
#define COASTLINE_DOMAIN_ALERTS_H

#include "base/arena.h"
#include "baked/hub.h"
#include "domain/item.h"
#include "domain/regions.h"

enum alert_kind {
#define ALERT(id, ...) ALERT_##id,
#include "domain/alerts.def"
#undef ALERT
    ALERT_KINDS,
};

/* Why an alert ended, in the order in which it is looked at (R39). */
enum alert_end {
    ALERT_CLOSED,     /* the file is not active; X4: the order ended */
    ALERT_TRANSFER,   /* the place has become the registered one; X4: transferred in */
    ALERT_LEAVE,      /* approved leave covers it */
    ALERT_AUTHORISED, /* guest dosing does */
    ALERT_HOME,       /* seen at home */
    ALERT_HUMAN,      /* somebody decided so */
    ALERT_ENDS,
};

/* The last alert of its kind and place; open or ended, its window goes on (R38). */
struct alert {
    enum alert_kind kind;
    county observed, registered; /* O; R when the level was reached */
    enum region_level level;
    instant first;    /* first observation; the window runs from here */
    date last;        /* day of the last one counted */
    date effective;   /* X4: day of the transfer */
    uint64_t order;   /* X4: tag of its order */
    int32_t count;    /* observations */
    bool leave_mismatch;
    bool open;
    enum alert_end end; /* of one that is not open */
};

/* Days on which a person was seen in a place that is not the registered one, no day between. */
struct stay {
    county at;
    date from, to;
};

struct walk;

/* Of the walk: part of struct walk, begun anew with it. */
struct alerts {
    LIST(struct alert) list;    /* by kind and place */
    LIST(struct stay) stays;    /* since the last time at home */
    LIST(struct text) unplaced; /* ids of observations whose code had expired: tasks data_quality */
};

/* Of the file: what was told, kept through walks and snapshots. */
struct alert_told {
    enum alert_kind kind;
    county observed;
    enum region_level level;
    instant first;
    date effective;
    uint32_t recipients, notices; /* roles that heard of it */
};
struct alerts_told {
    LIST(struct alert_told) list; /* told open; by kind and place */
};

/* One item more; after the grade of the item (R37). Never of a sealed file but the sealing tick. */
void alerts_take(struct walk *w, const struct item *item);
void alerts_free(struct alerts *a, struct room *room);

/* X4: the first day whose tick may raise it for the open order; false: it was raised, or nobody was
 * transferred out. A day that has passed: any tick may. */
MUST_CHECK bool alerts_transfer_due(const struct walk *w, date *ret);

const char *alert_name(enum alert_kind kind); /* "X1" */
const char *alert_end_name(enum alert_end end);
MUST_CHECK bool alert_from(struct slice name, enum alert_kind *ret);
enum hub_grade_class alert_class(enum alert_kind kind);
/* Is `at` beyond the window that began at `first` (R38)? */
bool alert_renews(enum alert_kind kind, instant first, instant at);
/* Who is told of it (R39), as sets of roles (tongue.h). */
void alert_roles(
    enum alert_kind kind, enum region_level level, uint32_t *ret_recipients, uint32_t *ret_notices);
/* By kind, then place. */
int alert_compare(enum alert_kind a, county at_a, enum alert_kind b, county at_b);

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
