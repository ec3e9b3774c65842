/* Tests of police: the schedule (domain.md A1 no. 30), hair once a year, and what stories need. */
#include "simulate/common.h"
#include "simulate/tests.h"

static const struct test_row {
    enum police_sample sample;
    enum police_test_stage stage;
    enum police_test_result result;
    bool of_spot; /* of the sample of the last spot positive, which it confirms or not */
    bool analyte;
    bool serious; /* what reviewers will look at */
} rows[TESTS] = {
    [TEST_SPOT] = { POLICE_SAMPLE_URINE, POLICE_TEST_STAGE_ONSITE, POLICE_TEST_RESULT_POSITIVE,
        .analyte = true, .serious = true },
    [TEST_LAB] = { POLICE_SAMPLE_URINE, POLICE_TEST_STAGE_LAB, POLICE_TEST_RESULT_POSITIVE,
        .of_spot = true, .analyte = true, .serious = true },
    [TEST_LAB_CLEAN] = { POLICE_SAMPLE_URINE, POLICE_TEST_STAGE_LAB, POLICE_TEST_RESULT_NEGATIVE,
        .of_spot = true },
    [TEST_RECHECK] = { POLICE_SAMPLE_URINE, POLICE_TEST_STAGE_RECHECK, POLICE_TEST_RESULT_NEGATIVE,
        .of_spot = true },
    [TEST_HAIR] = { POLICE_SAMPLE_HAIR, POLICE_TEST_STAGE_LAB, POLICE_TEST_RESULT_POSITIVE,
        .analyte = true, .serious = true },
    [TEST_METHADONE] = { POLICE_SAMPLE_URINE, POLICE_TEST_STAGE_LAB, POLICE_TEST_RESULT_POSITIVE,
        .analyte = true },
    [TEST_PENDING] = { POLICE_SAMPLE_BLOOD, POLICE_TEST_STAGE_LAB, POLICE_TEST_RESULT_PENDING,
        .analyte = false },
    [TEST_HERE] = { POLICE_SAMPLE_SALIVA, POLICE_TEST_STAGE_ONSITE, POLICE_TEST_RESULT_NEGATIVE,
        .analyte = false },
    [TEST_EXPIRED] = { POLICE_SAMPLE_URINE, POLICE_TEST_STAGE_ONSITE, POLICE_TEST_RESULT_NEGATIVE,
        .analyte = false },
};

static uint8_t analyte_of(const struct person *p, enum test test)
{
    if (test == TEST_METHADONE) return POLICE_ANALYTE_METHADONE;
    switch ((enum police_substance)p->substance) {
    case POLICE_SUBSTANCE_OPIOID: return POLICE_ANALYTE_MORPHINE;
    case POLICE_SUBSTANCE_ATS: return POLICE_ANALYTE_METHAMPHETAMINE;
    case POLICE_SUBSTANCE_KETAMINE: return POLICE_ANALYTE_KETAMINE;
    case POLICE_SUBSTANCE_CANNABIS: return POLICE_ANALYTE_THC;
    case POLICE_SUBSTANCE_ETOMIDATE:
    case POLICE_SUBSTANCE_OTHER:
    case POLICE_SUBSTANCES: break;
    }
    return POLICE_ANALYTE_OTHER;
}

static void test_begin(struct life *l, const struct test_row *row, int32_t sampled)
{
    tell(l, EVENT_POLICE_TEST_RECORDED);
    tell_text(l, POLICE_TEST_RECORDED_TEST, number_of(l->p, 'T', ++l->p->tests).at);
    tell_number(l, POLICE_TEST_RECORDED_SAMPLE, row->sample);
    tell_number(l, POLICE_TEST_RECORDED_STAGE, row->stage);
    tell_number(l, POLICE_TEST_RECORDED_RESULT, row->result);
    tell_number(l, POLICE_TEST_RECORDED_SAMPLED, sampled);
    tell_number(l, POLICE_TEST_RECORDED_VIA,
        happens(l->p, 850) ? POLICE_TEST_VIA_STATION : POLICE_TEST_VIA_APP_RETURN);
}

/* What a test is about: the sample of the last spot positive, or the person where they are. */
static void test_about(struct life *l, const struct test_row *row)
{
    struct person *p = l->p;
    if (row->of_spot)
        tell_text(l, POLICE_TEST_RECORDED_CONFIRMS, number_of(p, 'T', p->spot_test).at);
    else
        tell_region(l, l->arg == TEST_EXPIRED ? place_of(p, EXPIRED) : place_today(p, today(l)));
}

void verb_TEST(struct life *l)
{
    struct person *p = l->p;
    const struct test_row *row = &rows[l->arg];
    uint8_t analyte = analyte_of(p, (enum test)l->arg);
    test_begin(l, row, row->of_spot ? p->spot_day : today(l).days);
    if (row->analyte) tell_ordinals(l, POLICE_TEST_RECORDED_ANALYTES, &analyte, 1);
    test_about(l, row);
    told(l);
    if (row->serious) tell_remember(l);
    if (l->arg == TEST_SPOT || l->arg == TEST_LAB) p->spot_test = p->tests;
    if (l->arg == TEST_SPOT) p->spot_day = today(l).days;
}

void verb_MISS(struct life *l)
{
    tell(l, EVENT_POLICE_TEST_MISSED);
    tell_number(l, POLICE_TEST_MISSED_DUE, today(l).days);
    tell_number(l, POLICE_TEST_MISSED_KIND, l->arg);
    told(l);
    if (l->arg != POLICE_MISS_KIND_EXCUSED) tell_remember(l);
}

void verb_DETERMINED(struct life *l)
{
    tell(l, EVENT_POLICE_USE_DETERMINED);
    tell_text(l, POLICE_USE_DETERMINED_BASIS, number_of(l->p, 'T', l->p->tests).at);
    tell_text(l, POLICE_USE_DETERMINED_REVIEWER, "审核员 07");
    tell_number(l, POLICE_USE_DETERMINED_DECIDED, l->at.us);
    told(l);
    tell_remember(l);
}

/* --- by schedule --- */

static int months_between(const struct person *p, date today)
{
    int days = today.days - p->reported;
    return days < 365 ? 1 : days < 730 ? 2 : 3;
}

static void test_clean(struct life *l)
{
    static const struct test_row clean = { POLICE_SAMPLE_URINE, POLICE_TEST_STAGE_ONSITE,
        POLICE_TEST_RESULT_NEGATIVE, false, false, false };
    test_begin(l, &clean, today(l).days);
    tell_region(l, place_county(l->p->town));
    told(l);
}

void verb_SCHEDULE(struct life *l)
{
    struct person *p = l->p;
    int months = months_between(p, today(l));
    if (!is(p, IS_REPORTED) || is(p, IS_GONE)) return;
    again(l, VERB_SCHEDULE, 0, 29 * months, 31 * months);
    if (!is_heard(l)) return;
    if (today(l).days < p->stay_until || happens(p, 15))
        life_does(l, VERB_MISS,
            happens(p, 300) ? POLICE_MISS_KIND_NO_SHOW_UNEXPLAINED : POLICE_MISS_KIND_EXCUSED);
    else if (is(p, IS_PATIENT) && happens(p, 100))
        life_does(l, VERB_TEST, TEST_METHADONE);
    else if (happens(p, 5))
        life_does(l, VERB_TEST, TEST_PENDING);
    else
        test_clean(l);
}

void verb_HAIR(struct life *l)
{
    static const struct test_row clean = { POLICE_SAMPLE_HAIR, POLICE_TEST_STAGE_LAB,
        POLICE_TEST_RESULT_NEGATIVE, false, false, false };
    if (is(l->p, IS_GONE)) return;
    again(l, VERB_HAIR, 0, 350, 380);
    if (!is_heard(l)) return;
    test_begin(l, &clean, today(l).days - lucky(l->p, 0, 4));
    told(l);
}
