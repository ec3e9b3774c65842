/* What the verbs of `coastline projection` are told, and the verbs. */
#ifndef COASTLINE_CLI_PROJECTION_CONF_H
#define COASTLINE_CLI_PROJECTION_CONF_H

#include "base/rc.h"

struct projection_conf {
    const char *brokers, *secrets, *redis;
    const char *generation; /* "": by what is there */
    const char *person;     /* a pid; "": all */
    const char *who;        /* for hub.audit */
    int64_t rate;           /* changes, or keys, a second */
    bool hold;              /* builds and compares, and switches nothing */
    bool anyway;            /* switches to what is behind, or differs */
};

/* Each prints what it did on standard output. RC_REFUSED: misused, or the generations say no.
 * RC_AGAIN: stopped, or somebody did not answer; the same command goes on from there. */
typedef enum rc projection_verb(const struct projection_conf *c, struct why *why);
projection_verb projection_rebuild, projection_heal, projection_status, projection_switch,
    projection_back, projection_drop;

#endif
