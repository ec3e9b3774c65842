/* What all partitions of one assessor share, lent to them by assessor.c. */
#ifndef COASTLINE_ASSESSOR_OFFICE_H
#define COASTLINE_ASSESSOR_OFFICE_H

#include "bus/writer.h"
#include "runtime/keys.h"
#include "runtime/logname.h"
#include "runtime/service.h"
#include "vault/seal.h"

struct office {
    const struct world *world;
    const char *brokers;
    struct logname log;
    struct secrets *secrets;
    struct keys *keys;
    struct sealer *sealer;
    struct writer *writer;
    int changes;          /* hub.changes, of the writer; */
    int facts;            /* hub.facts, */
    int identities;       /* hub.identities */
    struct arena *record; /* of the record at hand */
    struct arena *word;   /* of one person's step */
    struct buffer clear;            /* what was opened last */
    struct buffer body, sealed, out; /* what is about to be written */
};

#endif
