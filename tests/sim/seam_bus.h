/* What the files behind the headers of common/bus share. */
#ifndef COASTLINE_TESTS_SIM_SEAM_BUS_H
#define COASTLINE_TESTS_SIM_SEAM_BUS_H

#include "groups.h"

bool kafka_is_away(void);
/* A question to the brokers: takes a moment. RC_AGAIN: no answer came, after wait_ms at most. */
MUST_CHECK enum rc bus_ask(enum site site, int32_t wait_ms, struct why *why);

/* One partition as a client reads it: what was fetched is not always all there is. */
struct fetch {
    struct log_topic *topic;
    int32_t partition;
    bool committed_only, paused;
    int64_t next, fetched, ended; /* ended: the end that was told; -1: none */
};
enum fetched { FETCHED_NOTHING, FETCHED_RECORD, FETCHED_END };
/* *ret: the offset of the record, or the end. Moves on. */
enum fetched fetch_next(struct fetch *f, int64_t *ret);
struct fetch fetch_from(struct log_topic *t, int32_t partition, int64_t offset);

/* --- producers --- */
/* When what the producers hold lands next. */
instant writers_next(void);
void writers_look(void); /* lets land what is due */
/* A process is gone: of what it holds some lands still, in order, and the rest does not. */
void writers_lose(const struct fiber *f);
void writers_freeze(const struct fiber *f);
bool writers_idle(void);
void seam_bus_begin(void);

#endif
