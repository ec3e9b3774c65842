/* Life courses as rows: beats one after another, each some days after the one before. A frame says
 * what a person is to the programme; a story is what happens to them in it (stories_*.c). */
#ifndef COASTLINE_SIMULATE_COURSE_H
#define COASTLINE_SIMULATE_COURSE_H

#include "simulate/world.h"

struct beat {
    int16_t from, to; /* days after the beat before; 0: the same day, some minutes later */
    uint16_t chance;  /* per mille */
    uint16_t verb;    /* enum verb */
    int16_t arg;
};

struct course {
    const char *name;
    const struct beat *beats;
    size_t n;
};

enum frame {
    FRAME_ORDER,   /* community detoxification */
    FRAME_PATIENT, /* methadone, no order */
    FRAME_BOTH,
    FRAME_INSIDE,    /* isolation, and rehabilitation after it */
    FRAME_LISTED,    /* registered, nothing more */
    FRAME_TERM,      /* three years to the end, and no longer followed */
    FRAME_FORGOTTEN, /* three years to the end, and nobody ends it */
    FRAME_OLD,       /* ended five years ago */
    FRAME_NONE,      /* nothing yet: the story begins with the registration */
    FRAMES,
};
extern const struct course frames[FRAMES];

struct story {
    struct course course;
    enum frame frame;
    int16_t age_min, age_max; /* days from the frame's first beat to the opening, if planted */
    int16_t lead;             /* days before the opening on which it begins, at the earliest */
    uint16_t weight;          /* how often by chance; 0: never */
    uint32_t needs;           /* of enum is: to happen by chance */
    uint32_t traits;          /* of enum is: given to those in whom it is planted */
    bool city;                /* they live in a city with districts */
};
/* A story is planted so often in a province that everything the hub can say is said to everybody
 * who can hear it. */
struct story_table {
    const struct story *rows;
    size_t n;
};
extern const struct story_table stories_of_order, stories_of_health, stories_of_places,
    stories_of_life;
size_t stories_count(void);
const struct story *story_at(size_t i);

/* Begins a course: VERB_FRAME or VERB_STORY. */
void course_begin(
    struct world *w, struct person *p, enum verb kind, const struct course *course, date first);
/* Days from the first beat to the last, at most. */
int course_length(const struct course *course);

#endif
