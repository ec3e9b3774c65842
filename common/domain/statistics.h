/* The statistics of a day (domain.md E, fold.md R41): one file at a time adds what it says to a
 * tally. Pure; the tally's lists come through the function it was given. Sums, no rounding: shares
 * are turned into text where they are printed. */
#ifndef COASTLINE_DOMAIN_STATISTICS_H
#define COASTLINE_DOMAIN_STATISTICS_H

#include "base/rc.h"
#include "domain/item.h"
#include "domain/tags.h"

struct file;
struct rulebook;

/* Part of a whole, both counted. */
struct share {
    int64_t num, den;
};

/* Statistics in whose numerator a person can be counted (fold.md 7). */
enum member {
    MEMBER_S1,
    MEMBER_S3,
    MEMBER_S5,
    MEMBER_S7,
    MEMBER_S9,
    MEMBER_S11,
    MEMBER_S15,
    MEMBER_S17,
    MEMBER_S18,
    MEMBERS
};
const char *member_name(enum member m); /* "S1" */

/* Judged at the end of `on`; the period is (from, on], the one before it (before, from]. */
struct period {
    date before, from, on;
};
struct period period_of(date on);
static inline bool period_holds(const struct period *p, date day)
{
    return p->from.days < day.days && day.days <= p->on.days;
}

/* A help given (S12): of one number, the last fact in order counts. */
struct aid {
    struct place place;
    uint8_t category, receiver;
};
/* A town in which somebody lives (S19). */
struct town {
    struct code code; /* 9 digits */
    bool clean;       /* nobody there with a use, a first finding or an unexcused miss */
};

struct tally {
    struct room room;
    struct period period;
    int64_t s1, s3, s3_from;        /* people; from: at the end of the day `from` */
    int64_t s5, s5_before;          /* people */
    struct share s6, s6a, s7, s8;   /* orders */
    struct share s9, s10, s11, s15; /* people */
    struct share s16;               /* days */
    struct share s17;               /* orders */
    int64_t s18_watched, s18_at_risk, s18_fell_back; /* people */
    struct share s21_handed, s21_reported;           /* releases */
    struct share s22_needs, s22_rejected, s22_overturned;
    struct tags aids, stations, towns; /* numbers are places in the lists */
    LIST(struct aid) aid_list;
    LIST(struct town) town_list;
};

void tally_begin(struct tally *t, file_memory *memory, date on);
void tally_end(struct tally *t); /* frees what it holds */

/* Adds a file, as its facts known now say, dated up to the day of the tally. *ret_members: bit i
 * says that the person is in the numerator of enum member i. RC_BROKEN: memory ran out. */
MUST_CHECK enum rc tally_add(struct tally *t, const struct file *f, const struct rulebook *rules,
    uint32_t *ret_members, struct why *why);

/* S12: helps of a category to a receiver. */
int64_t tally_aids(const struct tally *t, int category, int receiver);
/* S19: puts the towns in order. */
void tally_sort_towns(struct tally *t);

#endif
