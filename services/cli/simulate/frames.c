/* What people are to the programme, from the first day on. */
#include "simulate/beats.h"

static const struct beat order[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 5, ORDER_DETOX, 0),
    BEAT(3, 13, REPORT_IN, 0),
    BEAT(0, 3, AGREEMENT, 0),
    BEAT(0, 6, CARE_TEAM, 0),
    MAYBE(400, 20, 70, JOB, HOME),
    BEAT(1097, 1103, DISCHARGE, 0),
    MAYBE(800, 3, 25, CONTROL_ENDED, 0),
};
static const struct beat patient[] = {
    BEAT(0, 0, REGISTER, POLICE_REGISTRATION_KIND_VOLUNTARY),
    BEAT(1, 10, ENROL, HOME),
    MAYBE(400, 20, 90, JOB, HOME),
};
static const struct beat both[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 5, ORDER_DETOX, 0),
    BEAT(3, 13, REPORT_IN, 0),
    BEAT(0, 3, AGREEMENT, 0),
    BEAT(0, 6, CARE_TEAM, 0),
    BEAT(2, 30, ENROL, HOME),
    MAYBE(300, 20, 70, JOB, HOME),
};
static const struct beat inside[] = {
    BEAT(0, 0, REGISTER, POLICE_REGISTRATION_KIND_RELAPSE_FOUND),
    BEAT(1, 2, ISOLATION, 0),
    BEAT(1, 2, ADMIT, 0),
    MAYBE(900, 90, 180, TRANSFER, 0),
    BEAT(190, 260, ASSESS, 0),
    MAYBE(400, 5, 10, TERM, 0),
    MAYBE(80, 10, 60, MEDICAL, 0),
    BEAT(200, 320, DUE, 0),
    BEAT(4, 4, RELEASE, 1),
    MAYBE(900, 0, 0, HANDOVER, 0),
    BEAT(0, 1, ORDER_REHAB, 0),
    BEAT(2, 12, REPORT_IN, 0),
    BEAT(0, 3, AGREEMENT, 0),
    BEAT(0, 6, CARE_TEAM, 0),
    MAYBE(300, 20, 70, JOB, HOME),
};
static const struct beat listed[] = {
    BEAT(0, 0, REGISTER, FOUND),
    MAYBE(500, 20, 90, JOB, HOME),
};
static const struct beat term[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 1, ORDER_DETOX, 0),
    BEAT(5, 5, REPORT_IN, 0),
    BEAT(0, 0, AGREEMENT, 0),
    BEAT(1097, 1099, DISCHARGE, 0),
    BEAT(3, 6, CONTROL_ENDED, 0),
};
static const struct beat old[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 1, ORDER_DETOX, 0),
    BEAT(5, 5, REPORT_IN, 0),
    BEAT(1097, 1099, DISCHARGE, 0),
    BEAT(10, 10, CONTROL_ENDED, 0),
};

const struct course frames[FRAMES] = {
    [FRAME_ORDER] = COURSE("order", order),
    [FRAME_PATIENT] = COURSE("patient", patient),
    [FRAME_BOTH] = COURSE("both", both),
    [FRAME_INSIDE] = COURSE("inside", inside),
    [FRAME_LISTED] = COURSE("listed", listed),
    [FRAME_TERM] = COURSE("term", term),
    [FRAME_FORGOTTEN] = { "forgotten", term, sizeof term / sizeof *term - 1 },
    [FRAME_OLD] = COURSE("old", old),
    [FRAME_NONE] = { "none", NULL, 0 },
};

static const struct story_table *const story_tables[] = {
    &stories_of_order,
    &stories_of_health,
    &stories_of_places,
    &stories_of_life,
};

size_t stories_count(void)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNT(story_tables); i++) n += story_tables[i]->n;
    return n;
}

const struct story *story_at(size_t i)
{
    size_t table = 0;
    while (i >= story_tables[table]->n) i -= story_tables[table++]->n;
    return &story_tables[table]->rows[i];
}
