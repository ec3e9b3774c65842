/* Stories of hardship and family, of custody, and of how it ends. */
#include "simulate/beats.h"
#include "simulate/presence.h"
#include "simulate/tests.h"

/* --- hardship, family, work --- */

static const struct beat hardship[] = {
    BEAT(0, 0, SEEK, 0),
    BEAT(93, 96, WATCH, 0),
    BEAT(3, 5, VISIT_SAYS, FINDS_HARDSHIP),
    BEAT(2, 2, MENTAL, HEALTH_MENTAL_LEVEL_MONITOR),
    BEAT(12, 15, VISIT_SAYS, FINDS_NOTHING),
    BEAT(1, 2, JOB, HOME),
};
static const struct beat allowance_lost[] = {
    BEAT(0, 0, GRANT, 0),
    BEAT(20, 25, STOP, 0),
    BEAT(10, 12, VISIT_SAYS, FINDS_NO_INCOME),
};
static const struct beat child_alone[] = {
    BEAT(0, 0, GAP, 0),
    BEAT(5, 9, SETTLED, 0),
    BEAT(1, 2, CHILD, CIVIL_CHILD_SUPPORT_GUARDIAN),
};
static const struct beat sole_carer[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 2, TEST, TEST_LAB),
    BEAT(1, 1, ISOLATION, 1),
    BEAT(0, 0, ADMIT, 0),
    BEAT(3, 4, SETTLED, 0),
};
static const struct beat disputes[] = {
    BEAT(0, 0, DISPUTE, HR_DISPUTE_KIND_DISCRIMINATION),
    BEAT(1, 3, LEGAL, JUSTICE_LEGAL_AID_KIND_LABOUR),
    BEAT(10, 14, LOAN, 0),
};

/* --- custody, the end --- */

static const struct beat released_alone[] = {
    BEAT(0, 0, RELEASE, 1),
    BEAT(0, 0, ORDER_REHAB, 0),
    BEAT(4, 6, HANDOVER, 0),
    BEAT(2, 4, REPORT_IN, 0),
    BEAT(1, 2, DISPUTE, HR_DISPUTE_KIND_DISMISSAL),
    BEAT(0, 1, LEGAL, JUSTICE_LEGAL_AID_KIND_LABOUR),
    BEAT(3, 5, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(2, 3, RETRACT, 0),
};
static const struct beat released_well[] = {
    BEAT(0, 0, DUE, 0),
    BEAT(4, 4, RELEASE, 1),
    BEAT(0, 0, HANDOVER, 0),
    BEAT(0, 0, ORDER_REHAB, 0),
    BEAT(3, 8, REPORT_IN, 0),
    BEAT(0, 2, AGREEMENT, 0),
    BEAT(5, 9, TEST, TEST_SPOT),
    BEAT(2, 2, TEST, TEST_LAB),
    BEAT(1, 1, DECIDE, UPHOLD),
};
static const struct beat to_prison[] = {
    BEAT(0, 0, PAUSE, 1),
    BEAT(25, 30, FREED, 0),
    BEAT(1, 1, HANDOVER, 0),
    BEAT(1, 2, RETRACT, 0),
};
static const struct beat detained[] = {
    BEAT(0, 0, PAUSE, 0),
    BEAT(10, 15, RESUME, 0),
};
static const struct beat dies_at_home[] = { BEAT(0, 0, DIE, 1) };
static const struct beat dies_in_hospital[] = { BEAT(0, 0, DIE, 0) };
static const struct beat leaves_the_country[] = { BEAT(0, 0, DEPART, 0) };
static const struct beat ended[] = { BEAT(0, 0, WORD, 0) };
static const struct beat ended_with_many[] = {
    BEAT(0, 0, SHELTER, FAR),
    BEAT(0, 0, GAP, 0),
    BEAT(0, 0, DISPUTE, HR_DISPUTE_KIND_DISMISSAL),
    BEAT(0, 0, LEGAL, JUSTICE_LEGAL_AID_KIND_LABOUR),
    BEAT(55, 55, WORD, 0),
};
static const struct beat nothing[] = { MAYBE(0, 0, 0, WORD, 0) };
static const struct beat two_documents[] = {
    BEAT(0, 0, JOB, FAR),
    BEAT(3, 5, LINK, 0),
};
static const struct beat not_the_same[] = {
    BEAT(0, 0, LINK, 0),
    BEAT(9, 12, UNLINK, 0),
};

static const struct story rows[] = {
    { STORY(hardship), AGED(400, 700), .lead = 90, .weight = 40, .needs = R },
    { STORY(allowance_lost), AGED(400, 900), .weight = 20 },
    { STORY(child_alone), AGED(100, 900), .weight = 4, .needs = IS_PARENT, .traits = IS_PARENT },
    { STORY(sole_carer), AGED(60, 800), .weight = 1, .needs = R, .traits = IS_PARENT },
    { STORY(disputes), AGED(100, 900), .weight = 6, .needs = IS_WORKING },
    { STORY(released_alone), .frame = FRAME_INSIDE, AGED(300, 480) },
    { STORY(released_well), .frame = FRAME_INSIDE, AGED(300, 480) },
    { STORY(to_prison), AGED(100, 900), .weight = 4, .needs = R },
    { STORY(detained), AGED(100, 900), .weight = 8, .needs = R },
    { STORY(dies_at_home), .frame = FRAME_LISTED, AGED(100, 900), .weight = 4 },
    { STORY(dies_in_hospital), AGED(100, 900), .weight = 4, .needs = R },
    { STORY(leaves_the_country), AGED(100, 900), .weight = 3 },
    { STORY(ended), .frame = FRAME_TERM, AGED(1090, 1095), .lead = -56 },
    { STORY(ended_with_many), .frame = FRAME_TERM, AGED(1090, 1095), .lead = -1 },
    { STORY(nothing), .frame = FRAME_FORGOTTEN, AGED(1095, 1103) },
    { STORY(nothing), .frame = FRAME_OLD, AGED(2945, 2960) },
    { STORY(two_documents), AGED(100, 900), .traits = IS_DOUBLE },
    { STORY(not_the_same), AGED(100, 900), .traits = IS_DOUBLE },
};
const struct story_table stories_of_life = { rows, COUNT(rows) };
