/* Records on their way, by the time at which they arrive: the hub hears of things in this order. */
#ifndef COASTLINE_SIMULATE_OUTBOX_H
#define COASTLINE_SIMULATE_OUTBOX_H

#include "base/instant.h"
#include "baked/catalogue.h"

struct mail {
    instant stamp;
    uint64_t posted; /* number of the record: what was posted first goes first */
    enum event_source source;
    uint32_t person;    /* whose; NOBODY: about nobody */
    bool other;         /* known there by the other document */
    char id[37];        /* of the event */
    struct slice value; /* framed Avro; owned by the outbox until it is dropped */
};

#define NOBODY UINT32_MAX

struct outbox;

struct outbox *outbox_new(void);
struct outbox *outbox_free(struct outbox *o);
DEFINE_CLEANUP(struct outbox *, outbox_free)

/* Copies the value and gives `posted` itself. False: out of memory. */
MUST_CHECK bool outbox_add(struct outbox *o, const struct mail *mail);
const struct mail *outbox_next(const struct outbox *o); /* NULL: none */
void outbox_done(struct outbox *o);

#endif
