/* Methadone (fold.md R11): episodes, doses by day, holds, missed days and their runs. */
#ifndef COASTLINE_DOMAIN_READINGS_TREATMENT_H
#define COASTLINE_DOMAIN_READINGS_TREATMENT_H

#include "domain/readings/custody.h"
#include "domain/rules.h"

__extension__ typedef unsigned __int128 bits128;

struct episode {
    date from, to; /* to: the day before it was exited; while open, far away */
};

struct treatment {
    bool open; /* an episode is open: */
    bool enrolled;          /* with an enrolment: */
    struct code clinic_at;  /* region of its last enrolment, else of its first dose, else "" */
    date clinic_written;    /* day of that fact */
    bool dosed;             /* at least one dose in it: */
    date first_dose, last_dose;
    LIST(uint64_t) dose_days; /* bitmap from first_dose */
    struct spans holds;
    LIST(struct episode) episodes; /* all, the open one last */

    /* Counted up to `counted`, the last full day looked at, from holds and custody as of `seen`. */
    date counted, last_countable;
    uint64_t seen;
    int32_t run;          /* missed days that end there */
    int32_t countable;    /* countable days of the episode */
    bits128 taken, next_to; /* the last 128 countable days, newest in bit 0: had a dose; follows the
                               countable day before it without a gap */
    bool broke; /* a run of seven or more has not yet been followed by a dose */
    bool again; /* a dose followed one: */
    date again_on; /* the last such */
};

/* After custody_take of the same item. */
void treatment_take(struct treatment *t, const struct item *item, const struct custody *c,
    const struct rules *rules, struct room *room);
void treatment_free(struct treatment *t, struct room *room);

/* Was an episode open on that day? On the day it is left it is not. */
bool treatment_open_on(const struct treatment *t, date day);
bool treatment_dosed_on(const struct treatment *t, date day); /* of the open episode */
bool treatment_held(const struct treatment *t, date day);
/* For how many days from this one on, itself included, treatment_held says the same. */
int32_t treatment_alike(const struct treatment *t, date day);
/* Missed days in a row up to yesterday; 0 if today has a dose, a hold or custody. */
int32_t treatment_run(const struct treatment *t, const struct custody *c, date today);
/* The last dose, today's included, that was the first after a run of seven or more (G-H5). */
bool treatment_again(const struct treatment *t, date today, date *ret);
/* Doses on how many of the last n (at most 128) countable days; *ret_days: how many those are. */
int32_t treatment_doses(const struct treatment *t, int32_t n, int32_t *ret_days);
/* Three missed days in a row among the last n countable ones? */
bool treatment_gap_of_three(const struct treatment *t, int32_t n);

#endif
