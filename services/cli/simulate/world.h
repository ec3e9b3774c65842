/* What all lives of a province share: the agenda of acts, the records on their way, the options. */
#ifndef COASTLINE_SIMULATE_WORLD_H
#define COASTLINE_SIMULATE_WORLD_H

#include "codec/event.h"
#include "simulate/agenda.h"
#include "simulate/life.h"
#include "simulate/outbox.h"
#include "vault/secrets.h"

struct province_conf {
    uint64_t seed;
    int32_t people, days;
    date until;           /* the last day that is played, whole */
    int32_t history_days; /* how long before the opening lives may have begun */
    /* per mille of the events: the same record again; arrived hours or days late; taken back;
     * replaced; and beside them what no agency should send */
    uint32_t duplicates, late, retracted, superseded, broken;
    bool decides;                  /* reviewers decide about people: needs pseudonyms */
    uint32_t reviews;              /* per mille of what the hub asks that somebody decides */
    const struct secrets *secrets; /* with pid.key; NULL: pseudonyms are numbers */
};

struct world {
    struct province_conf conf;
    instant opened; /* hub.opened */
    instant now;    /* of the act at hand */
    struct agenda *agenda;
    struct outbox *outbox;
    struct person *people;
    struct offices *offices; /* NULL: nobody decides but in stories */
    struct arena *turn;      /* texts of the event at hand */
    struct buffer bytes;     /* its bytes */
    struct event draft;
    struct random slips; /* of what goes wrong between an agency and us */
    struct name last;    /* id of the event told last */
    enum rc rc;          /* of the first thing that failed, with its words */
    struct why why;
};

/* Plans a verb for a person; what would have to be done before now is done in half an hour. */
void world_plan(struct world *w, const struct person *p, instant at, enum verb verb, int arg);
/* Remembers the first failure; the play stops after the act. */
void world_fails(struct world *w, enum rc rc, const char *what);

#endif
