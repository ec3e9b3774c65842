/* The loop around a service; service.c, loop.c and loop_steps.c know its inside. */
#ifndef COASTLINE_RUNTIME_LOOP_H
#define COASTLINE_RUNTIME_LOOP_H

#include "runtime/health.h"
#include "runtime/service.h"
#include "runtime/watchdog.h"

enum { HELD_MAX = 1024 };

/* A partition that is ours. */
struct held {
    bool ours, paused;
    char name[12]; /* its number, for labels */
    int64_t next;  /* the offset after the last one passed */
};

struct loop {
    const struct service *service;
    const struct common_conf *conf;
    void *self;
    struct world world;
    struct metrics *metrics;
    struct health *health;
    struct watchdog *watchdog;
    struct reader *reader; /* NULL: the service reads by itself */
    instant now;
    bool ready;
    struct held held[HELD_MAX];

    /* the batch: what was passed and is not settled */
    bool dirty;
    int64_t records, bytes;
    instant begun;
};

/* One call of a hook, as a value, so that it can be tried again. */
enum step_kind {
    STEP_OPEN,
    STEP_GAINED,
    STEP_SPAN, /* the ends of a partition, from the brokers */
    STEP_LOST,
    STEP_PASS,
    STEP_ENDED,
    STEP_SETTLE,
    STEP_IDLE,
    STEP_WAIT,
    STEP_TURN,
    STEP_STOP,
};

struct step {
    enum step_kind kind;
    int32_t partition;
    const struct record *record;
    int64_t offset;
    bool too_late;
    int32_t wait_ms;
    int64_t place;        /* out, of STEP_GAINED */
    struct bus_span span; /* out, of STEP_SPAN */
};

/* Does a step until it is done, broken. Only a record may be
 * refused: it is told, counted and passed over. RC_AGAIN: we were asked
 * to leave while it was tried. */
MUST_CHECK enum rc step_do(struct loop *l, struct step *step, struct why *why);
/* Waits so long; false: we were asked to leave meanwhile. */
bool loop_pause(struct loop *l, span pause);
instant loop_clock(void);
bool loop_leaving(void);

/* Turns until it is asked to leave (RC_OK) or broken. */
MUST_CHECK enum rc loop_run(struct loop *l, struct why *why);
MUST_CHECK enum rc loop_settle(struct loop *l, struct why *why);

#endif
