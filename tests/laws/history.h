/* Histories made up at random, for laws that must hold of any: facts of every type of the catalogue
 * with values from small pools, so that they meet; some replace others or take them back. The same
 * seed gives the same history. */
#ifndef COASTLINE_TESTS_LAWS_HISTORY_H
#define COASTLINE_TESTS_LAWS_HISTORY_H

#include "base/random.h"
#include "domain/fact.h"

enum { HISTORY_MAX = 400, MADE_TEXTS = 4 };

/* A fact that owns its texts. */
struct made {
    struct fact fact;
    char id[40], link[40], texts[FACT_VALUES][24];
    struct slice list[MADE_TEXTS];
    uint8_t ordinals[MADE_TEXTS];
};

enum history_ids { IDS_WORDS, IDS_COUNTED, IDS_DRAWN };

struct history {
    struct random random;
    enum history_ids ids;
    size_t n;
    struct made *at[HISTORY_MAX]; /* by event time, roughly */
    instant end;                  /* after all of them */
};

struct history history_make(uint64_t seed);
void history_free(struct history *h);

#endif
