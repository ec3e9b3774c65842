/* Stories of orders, tests and use. The worked cases of domain.md F were the models. */
#include "simulate/beats.h"
#include "simulate/tests.h"

/* --- newcomers --- */

static const struct beat in_time[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(4, 12, REPORT_IN, 0),
    BEAT(0, 2, AGREEMENT, 0),
    BEAT(0, 4, CARE_TEAM, 0),
    BEAT(3, 8, JOB, HOME),
};
static const struct beat too_late[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(19, 24, REPORT_IN, 0),
    BEAT(0, 2, AGREEMENT, 0),
};
static const struct beat never_upheld[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(17, 18, DECIDE, UPHOLD),
};
static const struct beat never_decided[] = {
    BEAT(0, 0, REGISTER, POLICE_REGISTRATION_KIND_TRANSFER_IN),
    BEAT(1, 2, ORDER_DETOX, 0),
};
static const struct beat never_then_crisis[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(18, 19, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
};
static const struct beat extended[] = {
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(12, 14, EXTENSION, 20),
    BEAT(8, 17, REPORT_IN, 0),
    BEAT(0, 2, AGREEMENT, 0),
};

/* --- tests and use --- */

static const struct beat refuses[] = {
    BEAT(0, 0, MISS, POLICE_MISS_KIND_REFUSED),
    BEAT(8, 10, MISS, POLICE_MISS_KIND_REFUSED),
    BEAT(1, 1, DECIDE, REJECT),
    BEAT(10, 12, MISS, POLICE_MISS_KIND_EVADED),
    BEAT(1, 1, DECIDE, UPHOLD),
};
static const struct beat refusal_taken_back[] = {
    BEAT(0, 0, MISS, POLICE_MISS_KIND_REFUSED),
    BEAT(4, 6, MISS, POLICE_MISS_KIND_EVADED),
    BEAT(2, 2, RETRACT, 0),
    BEAT(3, 5, CONFLICT, 0),
};
static const struct beat relapses[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(0, 1, DECIDE, UPHOLD),
    BEAT(2, 3, ISOLATION, 0),
    BEAT(1, 2, ADMIT, 0),
};
static const struct beat relapse_refuted[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(0, 1, DECIDE, UPHOLD),
    BEAT(3, 6, TEST, TEST_RECHECK),
};
static const struct beat relapse_taken_back[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(0, 1, DECIDE, UPHOLD),
    BEAT(1, 2, CONTEST, HUB_CONTEST_BY_PERSON),
    BEAT(5, 9, RETRACT, 0),
    BEAT(0, 0, CONTEST_END, 1),
};
static const struct beat relapse_undecided[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
};
static const struct beat relapse_then_crisis[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 2, TEST, TEST_LAB),
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
};
static const struct beat contested_in_vain[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(0, 1, DECIDE, UPHOLD),
    BEAT(1, 2, CONTEST, HUB_CONTEST_BY_PERSON),
    BEAT(2, 3, CONTEST_END, 2),
    BEAT(1, 2, CONTEST_END, 0),
};
static const struct beat contested_unheard[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(0, 1, DECIDE, UPHOLD),
    BEAT(1, 2, CONTEST, HUB_CONTEST_BY_GUARDIAN),
};
static const struct beat spot_only[] = { BEAT(0, 0, TEST, TEST_SPOT) };
static const struct beat spot_clean[] = {
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB_CLEAN),
};
static const struct beat hair_unclear[] = {
    BEAT(0, 0, TEST, TEST_HAIR),
};
static const struct beat hair_determined[] = {
    BEAT(0, 0, TEST, TEST_HAIR),
    BEAT(2, 3, DETERMINED, 0),
    BEAT(1, 1, DECIDE, UPHOLD),
    BEAT(3, 4, UNDECIDE, 0),
};
static const struct beat drives[] = {
    BEAT(0, 0, ENCOUNTER, POLICE_ENCOUNTER_KIND_DRUG_DRIVING),
    BEAT(3, 5, MISS, POLICE_MISS_KIND_REFUSED),
    BEAT(3, 5, MISS, POLICE_MISS_KIND_NO_SHOW_UNEXPLAINED),
    BEAT(2, 2, DECIDE, UPHOLD),
};
static const struct beat wanders[] = {
    BEAT(0, 0, ABSENCE, 12),
    BEAT(13, 15, ABSENCE, 11),
    BEAT(12, 14, ABSENCE, 10),
};

static const struct story rows[] = {
    { STORY(in_time), .frame = FRAME_NONE },
    { STORY(too_late), .frame = FRAME_NONE },
    { STORY(never_upheld), .frame = FRAME_NONE },
    { STORY(never_decided), .frame = FRAME_NONE },
    { STORY(never_then_crisis), .frame = FRAME_NONE },
    { STORY(extended), .frame = FRAME_NONE },
    { STORY(refuses), AGED(40, 250), .weight = 4, .needs = R },
    { STORY(refusal_taken_back), AGED(40, 250), .weight = 1, .needs = R },
    { STORY(relapses), AGED(60, 800), .weight = 12, .needs = R },
    { STORY(relapse_refuted), AGED(60, 800), .weight = 1, .needs = R },
    { STORY(relapse_taken_back), AGED(60, 800), .weight = 1, .needs = R },
    { STORY(relapse_undecided), AGED(60, 800) },
    { STORY(relapse_then_crisis), AGED(60, 800) },
    { STORY(contested_in_vain), AGED(60, 800), .weight = 1, .needs = R },
    { STORY(contested_unheard), AGED(60, 800), .weight = 1, .needs = R },
    { STORY(spot_only), AGED(60, 800), .weight = 2, .needs = R },
    { STORY(spot_clean), AGED(60, 800), .weight = 10, .needs = R },
    { STORY(hair_unclear), AGED(30, 60), .weight = 1, .needs = R },
    { STORY(hair_determined), AGED(30, 60) },
    { STORY(drives), AGED(60, 250), .weight = 2, .needs = R },
    { STORY(wanders), AGED(60, 500), .weight = 1, .needs = R },
};
const struct story_table stories_of_order = { rows, COUNT(rows) };
