/* Stories of treatment, overdose and crisis. */
#include "simulate/beats.h"
#include "simulate/presence.h"

/* --- treatment --- */

static const struct beat breaks[] = { BEAT(0, 0, NO_DOSE, 10) };
static const struct beat breaks_long[] = { BEAT(0, 0, NO_DOSE, 40) };
static const struct beat gap[] = { BEAT(0, 0, NO_DOSE, 5) };
static const struct beat doses_late[] = { BEAT(0, 0, DOSES_LATE, 9) };
static const struct beat quits[] = { BEAT(0, 0, EXIT, HEALTH_EXIT_REASON_CHOICE) };
static const struct beat guest_unplanned[] = {
    BEAT(0, 0, STAY, 100 * FAR + 7),
    BEAT(3, 3, GUEST, FAR),
};
static const struct beat guest_near[] = { BEAT(0, 0, STAY, 100 * NEAR + 3) };
static const struct beat guest_beyond[] = { BEAT(0, 0, STAY, 100 * MAINLAND + 4) };
static const struct beat overdose_far[] = { BEAT(0, 0, OVERDOSE, FAR) };
static const struct beat overdose_near[] = { BEAT(0, 0, OVERDOSE, NEAR) };
static const struct beat overdose_beyond[] = { BEAT(0, 0, OVERDOSE, MAINLAND) };
static const struct beat overdose_home[] = {
    BEAT(0, 0, OVERDOSE, HOME),
    BEAT(4, 6, ENROL, HOME),
};
static const struct beat overdose_fatal[] = {
    BEAT(0, 0, OVERDOSE, HOME + 10),
    BEAT(0, 0, DIE, 0),
};
static const struct beat sheltered_far[] = { BEAT(0, 0, SHELTER, FAR) };
static const struct beat sheltered_beyond[] = { BEAT(0, 0, SHELTER, MAINLAND) };
static const struct beat detox_far[] = { BEAT(0, 0, DETOX_IN, FAR) };
static const struct beat urgent[] = { BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT) };
static const struct beat crisis_taken_back[] = {
    BEAT(0, 0, VISIT_SAYS, FINDS_CRISIS),
    BEAT(2, 3, RETRACT, 0),
};

static const struct story rows[] = {
    { STORY(breaks), .frame = FRAME_PATIENT, AGED(200, 700), .weight = 25, .needs = P },
    { STORY(breaks_long), .frame = FRAME_BOTH, AGED(200, 700), .weight = 8, .needs = P },
    { STORY(gap), .frame = FRAME_PATIENT, AGED(200, 700), .weight = 40, .needs = P },
    { STORY(doses_late), .frame = FRAME_PATIENT, AGED(200, 700), .weight = 4, .needs = P },
    { STORY(quits), .frame = FRAME_BOTH, AGED(200, 700), .weight = 20, .needs = P },
    { STORY(guest_unplanned), .frame = FRAME_PATIENT, AGED(200, 700), .weight = 10, .needs = P },
    { STORY(guest_near), .frame = FRAME_BOTH, AGED(200, 700), .city = true },
    { STORY(guest_beyond), .frame = FRAME_BOTH, AGED(200, 700), .weight = 4, .needs = P },
    { STORY(overdose_far), .frame = FRAME_BOTH, AGED(200, 900), .weight = 1, .needs = R },
    { STORY(overdose_near), .frame = FRAME_BOTH, AGED(200, 900), .city = true },
    { STORY(overdose_beyond), .frame = FRAME_BOTH, AGED(200, 900) },
    { STORY(overdose_home), AGED(200, 900), .weight = 2, .needs = R },
    { STORY(overdose_fatal), AGED(200, 900), .weight = 1, .needs = R },
    { STORY(sheltered_far), .frame = FRAME_BOTH, AGED(100, 900), .weight = 2 },
    { STORY(sheltered_beyond), .frame = FRAME_BOTH, AGED(100, 900) },
    { STORY(detox_far), AGED(100, 900), .weight = 2, .needs = R },
    { STORY(urgent), AGED(400, 900), .weight = 12 },
    { STORY(crisis_taken_back), AGED(400, 900), .weight = 1, .needs = R },
};
const struct story_table stories_of_health = { rows, COUNT(rows) };
