/* Stories of people who are not where one thinks: silence, stays, moves, jobs elsewhere. */
#include "simulate/beats.h"
#include "simulate/tests.h"

/* --- presence --- */

static const struct beat silent[] = { BEAT(0, 0, QUIET, 19) };
static const struct beat silent_long[] = { BEAT(0, 0, QUIET, 34) };
static const struct beat silent_upheld[] = {
    BEAT(0, 0, QUIET, 45),
    BEAT(32, 33, DECIDE, UPHOLD),
};
static const struct beat stays_far[] = {
    BEAT(0, 0, STAY, 100 * FAR + 9),
    BEAT(5, 5, LEAVE_PAPERS, 0),
};
static const struct beat stays_beyond[] = { BEAT(0, 0, STAY, 100 * MAINLAND + 8) };
static const struct beat stays_near[] = {
    BEAT(0, 0, STAY, 100 * NEAR + 6),
    BEAT(1, 1, TEST, TEST_HERE),
};
static const struct beat leave_elsewhere[] = {
    BEAT(0, 0, LEAVE, FAR),
    BEAT(0, 0, STAY, 100 * MAINLAND + 5),
};
static const struct beat crisis_far[] = {
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(1, 1, STAY, 100 * FAR + 4),
};
static const struct beat crisis_near[] = {
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(1, 1, STAY, 100 * NEAR + 4),
};
static const struct beat crisis_beyond[] = {
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(1, 1, STAY, 100 * MAINLAND + 4),
};
static const struct beat expired_place[] = {
    BEAT(0, 0, TEST, TEST_EXPIRED),
    BEAT(9, 12, RELIEF, EXPIRED),
};

/* --- moving --- */

static const struct beat moves_well[] = {
    BEAT(0, 0, MOVE_OUT, FAR),
    BEAT(5, 10, MOVE_IN, FAR),
    BEAT(0, 2, AGREEMENT, 0),
};
static const struct beat moves_late[] = {
    BEAT(0, 0, MOVE_OUT, FAR),
    BEAT(20, 25, MOVE_IN, FAR),
};
static const struct beat moves_near[] = { BEAT(0, 0, MOVE_OUT, NEAR) };
static const struct beat moves_beyond[] = {
    BEAT(0, 0, MOVE_OUT, MAINLAND),
    MAYBE(500, 20, 24, MOVE_IN, MAINLAND),
};
static const struct beat works_far[] = {
    BEAT(0, 0, JOB, FAR),
    BEAT(4, 6, DECIDE_ALERT, 50 + FAR),
};
static const struct beat works_near[] = { BEAT(0, 0, JOB, NEAR) };
static const struct beat works_beyond[] = { BEAT(0, 0, JOB, MAINLAND) };
static const struct beat settles_far[] = { BEAT(0, 0, RESIDENCE, FAR) };
/* The same observation, but home has moved farther away in between: what was raised escalates. */
static const struct beat away_then_moves[] = {
    BEAT(0, 0, STAY, 100 * NEAR + 14),
    BEAT(1, 1, JOB, NEAR),
    BEAT(2, 2, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
    BEAT(0, 0, JOB, NEAR),
};
static const struct beat works_then_moves[] = {
    BEAT(0, 0, JOB, NEAR),
    BEAT(0, 0, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
    BEAT(0, 0, JOB, NEAR),
};
static const struct beat stays_then_moves[] = {
    BEAT(0, 0, STAY, 100 * NEAR + 14),
    BEAT(5, 5, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
};
static const struct beat crisis_then_moves[] = {
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(1, 1, STAY, 100 * NEAR + 10),
    BEAT(3, 3, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
};
static const struct beat emergency_then_moves[] = {
    BEAT(0, 0, OVERDOSE, NEAR),
    BEAT(0, 0, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
    BEAT(0, 0, SHELTER, NEAR),
};

static const struct story rows[] = {
    { STORY(silent), AGED(400, 900), .weight = 25, .needs = R },
    { STORY(silent_long), AGED(400, 900), .weight = 10, .needs = R },
    { STORY(silent_upheld), AGED(100, 900), .weight = 4, .needs = R },
    { STORY(stays_far), AGED(100, 900), .weight = 10, .needs = R },
    { STORY(stays_beyond), AGED(100, 900), .weight = 5, .needs = R },
    { STORY(stays_near), AGED(100, 900), .city = true },
    { STORY(leave_elsewhere), AGED(100, 900), .weight = 2, .needs = R },
    { STORY(crisis_far), AGED(400, 900), .weight = 1, .needs = R },
    { STORY(crisis_near), AGED(400, 900), .city = true },
    { STORY(crisis_beyond), AGED(400, 900) },
    { STORY(expired_place), AGED(100, 900), .weight = 2, .needs = R },
    { STORY(moves_well), AGED(100, 900), .weight = 20, .needs = R },
    { STORY(moves_late), AGED(100, 900), .weight = 6, .needs = R },
    { STORY(moves_near), AGED(100, 900), .city = true },
    { STORY(moves_beyond), AGED(100, 900), .weight = 2, .needs = R },
    { STORY(works_far), AGED(100, 900), .weight = 20, .needs = R },
    { STORY(works_near), AGED(100, 900), .city = true },
    { STORY(works_beyond), AGED(100, 900), .weight = 6, .needs = R },
    { STORY(settles_far), AGED(100, 900), .weight = 4, .needs = R },
    { STORY(away_then_moves), .frame = FRAME_BOTH, AGED(200, 900), .city = true },
    { STORY(works_then_moves), AGED(200, 900), .city = true },
    { STORY(stays_then_moves), AGED(200, 900), .city = true },
    { STORY(crisis_then_moves), AGED(400, 900), .city = true },
    { STORY(emergency_then_moves), .frame = FRAME_BOTH, AGED(200, 900), .city = true },
};
const struct story_table stories_of_places = { rows, COUNT(rows) };
