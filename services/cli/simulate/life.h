/* An invented person, and the moment at which something happens to them. A life is a row of acts:
 * each is a verb (verbs.def) that tells events of agencies and plans what comes next. Everything a
 * person does comes from their own luck, so that one life does not depend on another. */
#ifndef COASTLINE_SIMULATE_LIFE_H
#define COASTLINE_SIMULATE_LIFE_H

#include "base/instant.h"
#include "base/random.h"
#include "domain/subject.h"

struct world;

enum verb {
#define VERB(name, does) VERB_##name,
#include "simulate/verbs.def"
#undef VERB
    VERBS
};

/* What a person is at the moment. */
enum is {
    IS_ORDERED = 1 << 0,  /* a community order was served and has not ended */
    IS_REPORTED = 1 << 1, /* and the person reported in */
    IS_PAUSED = 1 << 2,   /* in detention: the order waits */
    IS_INSIDE = 1 << 3,   /* in isolation or prison */
    IS_PATIENT = 1 << 4,  /* in methadone treatment */
    IS_WORKING = 1 << 5,
    IS_SEEKING = 1 << 6, /* registered as jobseeker */
    IS_ALLOWED = 1 << 7, /* has an allowance */
    IS_WATCHED = 1 << 8, /* poverty watch */
    IS_PARENT = 1 << 9,
    IS_SOCIABLE = 1 << 10,    /* comes to the station */
    IS_GONE = 1 << 11,        /* dead, abroad, or no longer followed: nothing more is told */
    IS_DOUBLE = 1 << 12,      /* known to human resources by a passport of their own */
    IS_PLANTED = 1 << 13,     /* their story is given: chance adds none */
    IS_UNFORTUNATE = 1 << 14, /* has children without guardian now */
};

/* Where something happens, seen from where the person first lived. */
enum where { HOME, NEAR, FAR, MAINLAND, EXPIRED, WHERES };

enum { ID_CHARS = 36, DOC_CHARS = 18 };

struct name {
    char at[ID_CHARS + 1];
};

struct person {
    struct random luck;
    uint32_t n;  /* number of the person, from 0 */
    uint32_t is; /* of enum is */
    enum doc_type doc_type;
    char doc_no[DOC_CHARS + 1];
    int16_t town, first_town; /* rows of places.c: responsible now, and at the beginning */
    int8_t substance;
    int8_t clinic_at; /* enum where: of the home clinic */
    uint8_t orders, reviewer;
    uint16_t tests, jobs, leaves;
    int32_t reported;    /* day of report-in */
    int32_t quiet_until; /* first day on which the person is heard of again */
    int32_t no_dose_until, hold_until;
    int32_t leave_from, leave_until; /* first and last day */
    enum where leave_where;
    int32_t spot_day; /* sampling day of the last spot positive, and its number */
    uint16_t spot_test;
    instant doses_land; /* doses told before it arrive together then */
    int32_t stay_until; /* first day back home; until then the person is at `stay` */
    enum where stay;
    struct name cause;    /* id of the last serious event, */
    uint8_t cause_source; /* of this agency: what reviewers and corrections are about */
    struct name decision, contest;
    const struct course *courses[2]; /* the frame of the life, and the story in it */
    uint8_t beats[2];                /* how far each has come */
};

/* What a verb is given. */
struct life {
    struct world *world;
    struct person *p;
    instant at;
    int arg;
};

typedef void verb_fn(struct life *l);
/* Does it now. */
void life_does(struct life *l, enum verb verb, int arg);
#define VERB(name, does) verb_fn verb_##name; /* does */
#include "simulate/verbs.def"
#undef VERB

static inline date today(const struct life *l) { return instant_date(l->at); }
static inline bool is(const struct person *p, uint32_t what) { return (p->is & what) == what; }
static inline void becomes(struct person *p, uint32_t what) { p->is |= what; }
static inline void no_longer(struct person *p, uint32_t what) { p->is &= ~what; }
/* Free to come and go: not inside, paused, dead, abroad or no longer followed. */
static inline bool is_about(const struct person *p)
{
    return (p->is & (IS_INSIDE | IS_PAUSED | IS_GONE)) == 0;
}
/* Between the two, both included. */
static inline int lucky(struct person *p, int from, int to)
{
    return from + (int)random_below(&p->luck, (uint64_t)(to - from + 1));
}
static inline bool happens(struct person *p, uint32_t per_mille)
{
    return random_chance(&p->luck, per_mille);
}

#endif
