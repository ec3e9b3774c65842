/* The rows of lives. A story is planted so often in a province that everything the hub can say is
 * said to everybody who can hear it; the worked cases of domain.md F were the models. */
#include "simulate/course.h"
#include "simulate/presence.h"
#include "simulate/tests.h"

/* Between two days after the beat before; MAYBE: per mille. */
#define BEAT(from, to, verb, arg)                                                                  \
    {                                                                                              \
        from, to, 1000, VERB_##verb, arg                                                           \
    }
#define MAYBE(chance, from, to, verb, arg)                                                         \
    {                                                                                              \
        from, to, chance, VERB_##verb, arg                                                         \
    }
#define COURSE(name, rows)                                                                         \
    {                                                                                              \
        name, rows, sizeof(rows) / sizeof *(rows)                                                  \
    }
#define BEATS(name) static const struct beat name[] =
#define FOUND POLICE_REGISTRATION_KIND_FIRST_FOUND
#define UPHOLD HUB_REVIEW_VERDICT_UPHOLD
#define REJECT HUB_REVIEW_VERDICT_REJECT

/* --- frames --- */

BEATS(order){
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 5, ORDER_DETOX, 0),
    BEAT(3, 13, REPORT_IN, 0),
    BEAT(0, 3, AGREEMENT, 0),
    BEAT(0, 6, CARE_TEAM, 0),
    MAYBE(400, 20, 70, JOB, HOME),
    BEAT(1097, 1103, DISCHARGE, 0),
    MAYBE(800, 3, 25, CONTROL_ENDED, 0),
};
BEATS(patient){
    BEAT(0, 0, REGISTER, POLICE_REGISTRATION_KIND_VOLUNTARY),
    BEAT(1, 10, ENROL, HOME),
    MAYBE(400, 20, 90, JOB, HOME),
};
BEATS(both){
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 5, ORDER_DETOX, 0),
    BEAT(3, 13, REPORT_IN, 0),
    BEAT(0, 3, AGREEMENT, 0),
    BEAT(0, 6, CARE_TEAM, 0),
    BEAT(2, 30, ENROL, HOME),
    MAYBE(300, 20, 70, JOB, HOME),
};
BEATS(inside){
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
BEATS(listed){
    BEAT(0, 0, REGISTER, FOUND),
    MAYBE(500, 20, 90, JOB, HOME),
};
BEATS(term){
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 1, ORDER_DETOX, 0),
    BEAT(5, 5, REPORT_IN, 0),
    BEAT(0, 0, AGREEMENT, 0),
    BEAT(1097, 1099, DISCHARGE, 0),
    BEAT(3, 6, CONTROL_ENDED, 0),
};
BEATS(old){
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

/* --- newcomers --- */

BEATS(in_time){
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(4, 12, REPORT_IN, 0),
    BEAT(0, 2, AGREEMENT, 0),
    BEAT(0, 4, CARE_TEAM, 0),
    BEAT(3, 8, JOB, HOME),
};
BEATS(too_late){
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(19, 24, REPORT_IN, 0),
    BEAT(0, 2, AGREEMENT, 0),
};
BEATS(never_upheld){
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(17, 18, DECIDE, UPHOLD),
};
BEATS(never_decided){
    BEAT(0, 0, REGISTER, POLICE_REGISTRATION_KIND_TRANSFER_IN),
    BEAT(1, 2, ORDER_DETOX, 0),
};
BEATS(never_then_crisis){
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(18, 19, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
};
BEATS(extended){
    BEAT(0, 0, REGISTER, FOUND),
    BEAT(1, 2, ORDER_DETOX, 0),
    BEAT(12, 14, EXTENSION, 20),
    BEAT(8, 17, REPORT_IN, 0),
    BEAT(0, 2, AGREEMENT, 0),
};

/* --- tests and use --- */

BEATS(refuses){
    BEAT(0, 0, MISS, POLICE_MISS_KIND_REFUSED),
    BEAT(8, 10, MISS, POLICE_MISS_KIND_REFUSED),
    BEAT(1, 1, DECIDE, REJECT),
    BEAT(10, 12, MISS, POLICE_MISS_KIND_EVADED),
    BEAT(1, 1, DECIDE, UPHOLD),
};
BEATS(refusal_taken_back){
    BEAT(0, 0, MISS, POLICE_MISS_KIND_REFUSED),
    BEAT(4, 6, MISS, POLICE_MISS_KIND_EVADED),
    BEAT(2, 2, RETRACT, 0),
    BEAT(3, 5, CONFLICT, 0),
};
BEATS(relapses){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(1, 1, DECIDE, UPHOLD),
    BEAT(2, 3, ISOLATION, 0),
    BEAT(1, 2, ADMIT, 0),
};
BEATS(relapse_refuted){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(1, 1, DECIDE, UPHOLD),
    BEAT(3, 6, TEST, TEST_RECHECK),
};
BEATS(relapse_taken_back){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(1, 1, DECIDE, UPHOLD),
    BEAT(1, 2, CONTEST, HUB_CONTEST_BY_PERSON),
    BEAT(5, 9, RETRACT, 0),
    BEAT(0, 0, CONTEST_END, 1),
};
BEATS(relapse_undecided){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
};
BEATS(relapse_then_crisis){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 2, TEST, TEST_LAB),
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
};
BEATS(contested_in_vain){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(1, 1, DECIDE, UPHOLD),
    BEAT(1, 2, CONTEST, HUB_CONTEST_BY_PERSON),
    BEAT(2, 3, CONTEST_END, 2),
    BEAT(1, 2, CONTEST_END, 0),
};
BEATS(contested_unheard){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB),
    BEAT(1, 1, DECIDE, UPHOLD),
    BEAT(1, 2, CONTEST, HUB_CONTEST_BY_GUARDIAN),
};
BEATS(spot_only){ BEAT(0, 0, TEST, TEST_SPOT) };
BEATS(spot_clean){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 3, TEST, TEST_LAB_CLEAN),
};
BEATS(hair_unclear){
    BEAT(0, 0, TEST, TEST_HAIR),
};
BEATS(hair_determined){
    BEAT(0, 0, TEST, TEST_HAIR),
    BEAT(2, 3, DETERMINED, 0),
    BEAT(1, 1, DECIDE, UPHOLD),
    BEAT(3, 4, UNDECIDE, 0),
};
BEATS(drives){
    BEAT(0, 0, ENCOUNTER, POLICE_ENCOUNTER_KIND_DRUG_DRIVING),
    BEAT(3, 5, MISS, POLICE_MISS_KIND_REFUSED),
    BEAT(3, 5, MISS, POLICE_MISS_KIND_NO_SHOW_UNEXPLAINED),
    BEAT(2, 2, DECIDE, UPHOLD),
};
BEATS(wanders){
    BEAT(0, 0, ABSENCE, 12),
    BEAT(13, 15, ABSENCE, 11),
    BEAT(12, 14, ABSENCE, 10),
};

/* --- treatment --- */

BEATS(breaks){ BEAT(0, 0, NO_DOSE, 10) };
BEATS(breaks_long){ BEAT(0, 0, NO_DOSE, 40) };
BEATS(gap){ BEAT(0, 0, NO_DOSE, 5) };
BEATS(doses_late){ BEAT(0, 0, DOSES_LATE, 9) };
BEATS(quits){ BEAT(0, 0, EXIT, HEALTH_EXIT_REASON_CHOICE) };
BEATS(guest_unplanned){
    BEAT(0, 0, STAY, 100 * FAR + 7),
    BEAT(3, 3, GUEST, FAR),
};
BEATS(guest_near){ BEAT(0, 0, STAY, 100 * NEAR + 3) };
BEATS(guest_beyond){ BEAT(0, 0, STAY, 100 * MAINLAND + 4) };
BEATS(overdose_far){ BEAT(0, 0, OVERDOSE, FAR) };
BEATS(overdose_near){ BEAT(0, 0, OVERDOSE, NEAR) };
BEATS(overdose_beyond){ BEAT(0, 0, OVERDOSE, MAINLAND) };
BEATS(overdose_home){
    BEAT(0, 0, OVERDOSE, HOME),
    BEAT(4, 6, ENROL, HOME),
};
BEATS(overdose_fatal){
    BEAT(0, 0, OVERDOSE, HOME + 10),
    BEAT(0, 0, DIE, 0),
};
BEATS(sheltered_far){ BEAT(0, 0, SHELTER, FAR) };
BEATS(sheltered_beyond){ BEAT(0, 0, SHELTER, MAINLAND) };
BEATS(detox_far){ BEAT(0, 0, DETOX_IN, FAR) };
BEATS(urgent){ BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT) };
BEATS(crisis_taken_back){
    BEAT(0, 0, VISIT_SAYS, FINDS_CRISIS),
    BEAT(2, 3, RETRACT, 0),
};

/* --- presence --- */

BEATS(silent){ BEAT(0, 0, QUIET, 19) };
BEATS(silent_long){ BEAT(0, 0, QUIET, 34) };
BEATS(silent_upheld){
    BEAT(0, 0, QUIET, 45),
    BEAT(32, 33, DECIDE, UPHOLD),
};
BEATS(stays_far){
    BEAT(0, 0, STAY, 100 * FAR + 9),
    BEAT(5, 5, LEAVE_PAPERS, 0),
};
BEATS(stays_beyond){ BEAT(0, 0, STAY, 100 * MAINLAND + 8) };
BEATS(stays_near){
    BEAT(0, 0, STAY, 100 * NEAR + 6),
    BEAT(1, 1, TEST, TEST_HERE),
};
BEATS(leave_elsewhere){
    BEAT(0, 0, LEAVE, FAR),
    BEAT(0, 0, STAY, 100 * MAINLAND + 5),
};
BEATS(crisis_far){
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(1, 1, STAY, 100 * FAR + 4),
};
BEATS(crisis_near){
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(1, 1, STAY, 100 * NEAR + 4),
};
BEATS(crisis_beyond){
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(1, 1, STAY, 100 * MAINLAND + 4),
};
BEATS(expired_place){
    BEAT(0, 0, TEST, TEST_EXPIRED),
    BEAT(9, 12, RELIEF, EXPIRED),
};

/* --- moving --- */

BEATS(moves_well){
    BEAT(0, 0, MOVE_OUT, FAR),
    BEAT(5, 10, MOVE_IN, FAR),
    BEAT(0, 2, AGREEMENT, 0),
};
BEATS(moves_late){
    BEAT(0, 0, MOVE_OUT, FAR),
    BEAT(20, 25, MOVE_IN, FAR),
};
BEATS(moves_near){ BEAT(0, 0, MOVE_OUT, NEAR) };
BEATS(moves_beyond){ BEAT(0, 0, MOVE_OUT, MAINLAND) };
BEATS(works_far){
    BEAT(0, 0, JOB, FAR),
    BEAT(4, 6, DECIDE_ALERT, 50 + FAR),
};
BEATS(works_near){ BEAT(0, 0, JOB, NEAR) };
BEATS(works_beyond){ BEAT(0, 0, JOB, MAINLAND) };
BEATS(settles_far){ BEAT(0, 0, RESIDENCE, FAR) };
/* The same observation, but home has moved farther away in between: what was raised escalates. */
BEATS(away_then_moves){
    BEAT(0, 0, STAY, 100 * NEAR + 14),
    BEAT(1, 1, JOB, NEAR),
    BEAT(2, 2, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
    BEAT(0, 0, JOB, NEAR),
};
BEATS(stays_then_moves){
    BEAT(0, 0, STAY, 100 * NEAR + 14),
    BEAT(5, 5, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
};
BEATS(crisis_then_moves){
    BEAT(0, 0, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(1, 1, STAY, 100 * NEAR + 10),
    BEAT(3, 3, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
};
BEATS(emergency_then_moves){
    BEAT(0, 0, OVERDOSE, NEAR),
    BEAT(0, 0, MOVE_OUT, FAR),
    BEAT(0, 0, MOVE_IN, FAR),
    BEAT(0, 0, SHELTER, NEAR),
};

/* --- hardship, family, work --- */

BEATS(hardship){
    BEAT(0, 0, SEEK, 0),
    BEAT(93, 96, WATCH, 0),
    BEAT(3, 5, VISIT_SAYS, FINDS_HARDSHIP),
    BEAT(2, 2, MENTAL, HEALTH_MENTAL_LEVEL_MONITOR),
    BEAT(12, 15, VISIT_SAYS, FINDS_NOTHING),
    BEAT(1, 2, JOB, HOME),
};
BEATS(allowance_lost){
    BEAT(0, 0, GRANT, 0),
    BEAT(20, 25, STOP, 0),
    BEAT(10, 12, VISIT_SAYS, FINDS_NO_INCOME),
};
BEATS(child_alone){
    BEAT(0, 0, GAP, 0),
    BEAT(5, 9, SETTLED, 0),
    BEAT(1, 2, CHILD, CIVIL_CHILD_SUPPORT_GUARDIAN),
};
BEATS(sole_carer){
    BEAT(0, 0, TEST, TEST_SPOT),
    BEAT(2, 2, TEST, TEST_LAB),
    BEAT(1, 1, ISOLATION, 1),
    BEAT(0, 0, ADMIT, 0),
    BEAT(3, 4, SETTLED, 0),
};
BEATS(disputes){
    BEAT(0, 0, DISPUTE, HR_DISPUTE_KIND_DISCRIMINATION),
    BEAT(1, 3, LEGAL, JUSTICE_LEGAL_AID_KIND_LABOUR),
    BEAT(10, 14, LOAN, 0),
};

/* --- custody, the end --- */

BEATS(released_alone){
    BEAT(0, 0, RELEASE, 1),
    BEAT(0, 0, ORDER_REHAB, 0),
    BEAT(4, 6, HANDOVER, 0),
    BEAT(2, 4, REPORT_IN, 0),
    BEAT(1, 2, DISPUTE, HR_DISPUTE_KIND_DISMISSAL),
    BEAT(0, 1, LEGAL, JUSTICE_LEGAL_AID_KIND_LABOUR),
    BEAT(3, 5, MENTAL, HEALTH_MENTAL_LEVEL_URGENT),
    BEAT(2, 3, RETRACT, 0),
};
BEATS(released_well){
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
BEATS(to_prison){
    BEAT(0, 0, PAUSE, 1),
    BEAT(25, 30, FREED, 0),
    BEAT(1, 1, HANDOVER, 0),
    BEAT(1, 2, RETRACT, 0),
};
BEATS(detained){
    BEAT(0, 0, PAUSE, 0),
    BEAT(10, 15, RESUME, 0),
};
BEATS(dies_at_home){ BEAT(0, 0, DIE, 1) };
BEATS(dies_in_hospital){ BEAT(0, 0, DIE, 0) };
BEATS(leaves_the_country){ BEAT(0, 0, DEPART, 0) };
BEATS(ended){ BEAT(0, 0, WORD, 0) };
BEATS(nothing){ MAYBE(0, 0, 0, WORD, 0) };
BEATS(two_documents){
    BEAT(0, 0, JOB, FAR),
    BEAT(3, 5, LINK, 0),
};
BEATS(not_the_same){
    BEAT(0, 0, LINK, 0),
    BEAT(9, 12, UNLINK, 0),
};

#define R IS_REPORTED
#define P IS_PATIENT
#define STORY(rows) .course = COURSE(#rows, rows)
#define AGED(from, to) .age_min = from, .age_max = to

const struct story stories[] = {
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
    { STORY(stays_then_moves), AGED(200, 900), .city = true },
    { STORY(crisis_then_moves), AGED(400, 900), .city = true },
    { STORY(emergency_then_moves), .frame = FRAME_BOTH, AGED(200, 900), .city = true },
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
    { STORY(nothing), .frame = FRAME_FORGOTTEN, AGED(1095, 1103) },
    { STORY(nothing), .frame = FRAME_OLD, AGED(2945, 2960) },
    { STORY(two_documents), AGED(100, 900), .traits = IS_DOUBLE },
    { STORY(not_the_same), AGED(100, 900), .traits = IS_DOUBLE },
};
const size_t n_stories = sizeof stories / sizeof *stories;
