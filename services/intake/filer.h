/* The pen of the door: one record becomes one fact, one record about nobody, or one dead letter,
 * and hours become ticks (design.md 3 to 5). Writes only; what may be written when is the hall's to
 * say. */
#ifndef COASTLINE_INTAKE_FILER_H
#define COASTLINE_INTAKE_FILER_H

#include "hall.h"
#include "identity.h"
#include "inspect.h"
#include "post.h"

struct filer;

struct filer_conf {
    const struct secrets *secrets; /* with PID, TOKEN, PERSONS and VAULT_PUB */
    struct identities *identities;
    struct post *post;
    struct metrics *metrics;
};

/* Keeps what conf points to. RC_BROKEN: out of memory, or a processor without AES instructions. */
MUST_CHECK enum rc filer_new(struct filer **ret, const struct filer_conf *conf, struct why *why);
struct filer *filer_free(struct filer *f);
DEFINE_CLEANUP(struct filer *, filer_free)

/* A record in front, from whose topic, and the time it has arrived at. */
struct filing {
    const struct hall_record *record; /* with its headers */
    enum event_source source;
    instant arrival;
    instant now;           /* any clock that moves on, for the keys of letters */
    bool opened;           /* the hub was opened before */
    struct bounds *bounds; /* of this log; what is filed is counted */
};
/* Writes exactly one of the three; need not wait. RC_BROKEN: end the process, the record is read
 * again. RC_AGAIN: we were asked to leave while we waited for keys. */
MUST_CHECK enum rc filer_file(struct filer *f, const struct filing *filing, struct why *why);
/* What a record of hub.decisions is to the gate; a bad one is a plain one. Leaves no trace. */
enum gate_record filer_peek(struct filer *f, const struct hall_record *record);

/* The hour, to every partition, behind all that was filed. Codes as filer_file. */
MUST_CHECK enum rc filer_tick(struct filer *f, instant tick, struct why *why);
/* Counts since the last call go to the metrics. */
void filer_count(struct filer *f);

#endif
