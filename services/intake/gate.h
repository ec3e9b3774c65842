/* The hour is a gate (design.md 3): what may be filed now, and when an hour has passed. Pure: it
 * sees only what it is told, time is an argument, and it never blocks or allocates after gate_new.
 *
 * The door reads ahead by one record of each source (a partition of a topic it reads). It tells the
 * gate of that record (gate_show), files it if gate_may_file says so (gate_filed), asks for the
 * ends of the sources when gate_wants_ends says so (gate_ask, then gate_end for each that
 * answered), and writes the tick or the opening when it is due. */
#ifndef COASTLINE_INTAKE_GATE_H
#define COASTLINE_INTAKE_GATE_H

#include "base/instant.h"
#include "base/rc.h"

enum gate_clock {
    GATE_CLOCK_WALL,   /* stamps are the broker's; our own clock says when an hour has passed */
    GATE_CLOCK_TOPICS, /* stamps are the writers'; only hub.decisions says so */
};

enum gate_record {
    GATE_PLAIN,
    GATE_OPENED, /* hub.opened */
    GATE_NOBODY, /* a decision about somebody of whom nothing was filed yet */
};

struct gate_source {
    bool decides; /* a partition of hub.decisions */
    bool shown;   /* a record stands in front, unfiled */
    enum gate_record record;
    instant stamp;      /* of that record, by the rule of the last second */
    uint64_t seen;      /* when it came in front, in the gate's own order of things */
    int64_t next;       /* offset of the first record that was not read yet */
    int64_t end;        /* its end as last asked for; -1: never answered */
    int64_t end_before; /* its end as asked for the time before; -1: never */
    int64_t history;    /* below it everything came before hub.opened, which was not there yet */
    uint64_t asked;     /* when that was asked, in the gate's order of things */
    instant asked_at;   /* and by the clock */
    span waited;        /* how long it alone has kept the gate shut */
    bool passed_over;   /* it kept the gate shut for too long, and has not been read since */
};

/* What the gate waits for. */
struct gate_bar {
    bool there;     /* there is a gate to wait at */
    bool over;      /* its time has come: ends asked for from now on count */
    instant at;     /* no record stamped then or later passes */
    uint64_t after; /* ends must have been asked for after this in the gate's order, */
    instant from;   /* and not before this by the clock */
};

struct gate {
    enum gate_clock clock;
    bool opened;  /* hub.opened has been filed */
    instant tick; /* the next one; only if opened */
    instant last; /* stamps do not lie before it: the last tick or the opening */
    size_t n;
    struct gate_source *sources; /* owned */
    uint64_t order;              /* counts what was seen and asked */
    uint64_t asked;              /* the request under way or last made; 0: none */
    instant asked_at;
    instant heard_at;  /* the last time that anything could be read at all */
    instant looked_at; /* the last gate_look */
    bool ahead;        /* stamps lie over five minutes ahead of our clock: nothing is filed */

    /* Found anew when a decision, an end or the time moved, not for each record of an agency. */
    struct gate_bar bar;
    const struct gate_source *opener; /* in front of which hub.opened stands; NULL: none */
    bool decisions_known;             /* before the opening: nothing can stand before the rest */
    /* The earliest decision about nobody waits for what came before it: the person may be there. */
    const struct gate_source *doubtful; /* in front of which it stands; NULL: none */
    struct gate_bar doubt;
    bool doubt_first; /* before the opening: hub.opened cannot stand before it */
};

/* `opened` and `tick` as the places were committed with. RC_BROKEN: out of memory. */
MUST_CHECK enum rc gate_new(
    struct gate **ret, enum gate_clock clock, size_t sources, struct why *why);
struct gate *gate_free(struct gate *g);
DEFINE_CLEANUP(struct gate *, gate_free)
/* After a restart: the hub was opened and this is the next tick. */
void gate_resume(struct gate *g, instant tick);

/* A stamp in the last second before hh:30 counts as hh:29:59.000000. */
instant gate_stamp(instant stamp);

/* --- what was read --- */
struct gate_sight {
    enum gate_record record;
    instant stamp; /* as in Kafka */
    int64_t offset;
    instant now;
};
/* The record in front of a source that showed none. */
void gate_show(struct gate *g, size_t source, const struct gate_sight *sight);
/* Nothing below `next` is unread (an end of partition said so, or the place to start from). */
void gate_read_to(struct gate *g, size_t source, int64_t next);
/* The record in front was filed or refused; hub.opened only when it is acknowledged everywhere. */
void gate_filed(struct gate *g, size_t source);
/* The tick has been acknowledged everywhere. */
void gate_ticked(struct gate *g);

/* --- ends --- */
bool gate_wants_ends(const struct gate *g, instant now);
void gate_ask(struct gate *g, instant now);
/* An answer to the last gate_ask. */
void gate_end(struct gate *g, size_t source, int64_t end, instant now);

/* --- what may happen --- */
/* Lets time pass: counts how long sources have kept the gate shut, and looks whether stamps run
 * ahead of the clock. Call it every turn. */
void gate_look(struct gate *g, instant now);
/* The record in front may be filed (or, if it is hub.opened, be written everywhere). */
bool gate_may_file(const struct gate *g, size_t source);
/* g->tick may be written everywhere. */
bool gate_tick_due(const struct gate *g);
/* Sources that were left behind; an alarm while it is not 0. */
size_t gate_passed_over(const struct gate *g);
/* The arrival to write beside a stamp: not before the last tick or the opening. */
instant gate_arrival(const struct gate *g, instant stamp);

#endif
