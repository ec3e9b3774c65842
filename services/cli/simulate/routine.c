/* What goes on by the day, the fortnight and the month (domain.md G). Each plans itself again for
 * as long as it makes sense; what is a contact is not told of a person who is not heard of. */
#include "simulate/common.h"

/* --- by the day --- */

static enum police_checkin_result checkin_draw(struct person *p)
{
    uint64_t at = random_below(&p->luck, 1000);
    if (at < 25) return POLICE_CHECKIN_RESULT_MISSED;
    if (at < 65) return POLICE_CHECKIN_RESULT_LATE;
    return at < 75 ? POLICE_CHECKIN_RESULT_EXCUSED : POLICE_CHECKIN_RESULT_OK;
}

static void checkin(struct life *l, enum police_checkin_result result)
{
    bool elsewhere = today(l).days < l->p->stay_until;
    tell(l, EVENT_POLICE_CHECKIN_APP);
    tell_number(l, POLICE_CHECKIN_APP_RESULT, result);
    if (elsewhere || happens(l->p, 100))
        tell_text(l, POLICE_CHECKIN_APP_REGION, place_today(l->p, today(l)).at);
    told(l);
}

void verb_CHECKIN(struct life *l)
{
    date tomorrow = date_plus(today(l), 1);
    bool early = happens(l->p, 600);
    if (!is(l->p, IS_REPORTED) || is(l->p, IS_GONE)) return;
    world_plan(l->world, l->p,
        day_time(l->p, tomorrow, early ? 7 * 60 : 9 * 60, early ? 9 * 60 - 1 : 21 * 60),
        VERB_CHECKIN, 0);
    if (is_heard(l) && !happens(l->p, 15)) checkin(l, checkin_draw(l->p));
}

void verb_WORD(struct life *l) { checkin(l, POLICE_CHECKIN_RESULT_OK); }

/* --- by the fortnight and the month --- */

void verb_VIDEO(struct life *l)
{
    bool done = happens(l->p, 920);
    if (!is(l->p, IS_REPORTED) || is(l->p, IS_GONE)) return;
    again(l, VERB_VIDEO, 0, 10, 20);
    if (!is_heard(l)) return;
    tell(l, EVENT_POLICE_COUNSELLING_VIDEO);
    tell_number(l, POLICE_COUNSELLING_VIDEO_RESULT,
        done ? POLICE_COUNSELLING_RESULT_DONE : POLICE_COUNSELLING_RESULT_NOT_ANSWERED);
    tell_number(l, POLICE_COUNSELLING_VIDEO_MINUTES, done ? lucky(l->p, 5, 40) : 0);
    told(l);
}

static void visit_needs(struct life *l)
{
    static const uint8_t usual[] = { POLICE_VISIT_NEED_JOB, POLICE_VISIT_NEED_INCOME,
        POLICE_VISIT_NEED_ILLNESS, POLICE_VISIT_NEED_CHILD, POLICE_VISIT_NEED_LEGAL,
        POLICE_VISIT_NEED_FAMILY_BREAKDOWN, POLICE_VISIT_NEED_NO_FIXED_RESIDENCE };
    uint8_t need = usual[random_below(&l->p->luck, COUNT(usual))];
    tell_ordinals(l, POLICE_VISIT_RECORDED_NEEDS, &need, happens(l->p, 250));
}

void verb_VISIT(struct life *l)
{
    bool met = happens(l->p, 930);
    if (is(l->p, IS_GONE)) return;
    again(l, VERB_VISIT, 0, 24, 36);
    if (!is_about(l->p)) return;
    if (!is_heard(l)) met = false;
    tell(l, EVENT_POLICE_VISIT_RECORDED);
    tell_number(l, POLICE_VISIT_RECORDED_FORM, (int64_t)random_below(&l->p->luck, 3));
    tell_number(l, POLICE_VISIT_RECORDED_RESULT,
        met ? POLICE_VISIT_RESULT_MET : POLICE_VISIT_RESULT_NOT_MET);
    if (met)
        tell_number(l, POLICE_VISIT_RECORDED_MOOD,
            happens(l->p, 950) ? POLICE_MOOD_OK : POLICE_MOOD_CONCERN);
    if (met && happens(l->p, 300)) visit_needs(l);
    tell_town(l);
    told(l);
}

void verb_STATION(struct life *l)
{
    if (is(l->p, IS_GONE)) return;
    again(l, VERB_STATION, 0, 12, 24);
    if (!is_heard(l)) return;
    struct text station = place_named(place_county(l->p->town), "海岸线驿站");
    tell(l, EVENT_POLICE_STATION_ACTIVITY);
    tell_text(l, POLICE_STATION_ACTIVITY_STATION, station.at);
    tell_number(l, POLICE_STATION_ACTIVITY_KIND, (int64_t)random_below(&l->p->luck, 4));
    told(l);
}

/* In the shares of domain.md A4 no. 3. */
static enum civil_aid_category aid_draw(struct person *p)
{
    uint64_t at = random_below(&p->luck, 272);
    if (at < 85) return CIVIL_AID_CATEGORY_MEDICAL_INSURANCE;
    if (at < 88) return CIVIL_AID_CATEGORY_UNEMPLOYMENT_INSURANCE;
    if (at < 121) return CIVIL_AID_CATEGORY_SKILLS_TRAINING;
    if (at < 148) return CIVIL_AID_CATEGORY_EMPLOYMENT;
    if (at < 152) return CIVIL_AID_CATEGORY_SUBSISTENCE_ALLOWANCE;
    return at < 166 ? CIVIL_AID_CATEGORY_MINOR_CHILD_CARE : CIVIL_AID_CATEGORY_OTHER;
}

void verb_AID(struct life *l)
{
    if (is(l->p, IS_GONE)) return;
    again(l, VERB_AID, 0, 24, 44);
    tell(l, EVENT_CIVIL_AID_RECORDED);
    tell_number(l, CIVIL_AID_RECORDED_CATEGORY, aid_draw(l->p));
    tell_number(l, CIVIL_AID_RECORDED_RECEIVER,
        happens(l->p, 800) ? CIVIL_AID_RECEIVER_PERSON : CIVIL_AID_RECEIVER_FAMILY);
    tell_text(l, CIVIL_AID_RECORDED_AID,
        number_of(l->p, 'A', (unsigned)random_below(&l->p->luck, 1000000)).at);
    told(l);
}

static struct text month_of(date d)
{
    struct text t = date_text(d);
    t.at[7] = 0;
    return t;
}

static void month_pays(struct life *l, enum event_type type, int field)
{
    tell(l, type);
    tell_text(l, field, month_of(today(l)).at);
    if (type == EVENT_HR_UNEMPLOYMENT_BENEFIT_PAID)
        tell_number(l, HR_UNEMPLOYMENT_BENEFIT_PAID_MONTHS_LEFT, lucky(l->p, 0, 17));
    told(l);
}

void verb_MONTH(struct life *l)
{
    struct person *p = l->p;
    if (is(p, IS_GONE)) return;
    again(l, VERB_MONTH, 0, 29, 31);
    if (is(p, IS_WORKING) || happens(p, 250))
        month_pays(l, EVENT_HR_PENSION_CONTRIBUTED, HR_PENSION_CONTRIBUTED_MONTH);
    else if (is(p, IS_SEEKING) && happens(p, 500))
        month_pays(l, EVENT_HR_UNEMPLOYMENT_BENEFIT_PAID, HR_UNEMPLOYMENT_BENEFIT_PAID_MONTH);
    if (is(p, IS_ALLOWED)) month_pays(l, EVENT_CIVIL_ALLOWANCE_PAID, CIVIL_ALLOWANCE_PAID_MONTH);
    if (happens(p, 80)) verb_INSURE(l);
}

/* --- the rarer things, about ten a year --- */

static const struct sundry {
    enum verb verb;
    int arg;
    uint32_t needs, never; /* of enum is */
    uint32_t weight;       /* hundredths a year */
} rare[] = {
    { VERB_RESIDENCE, HOME, 0, 0, 20 },
    { VERB_LEAVE, FAR, IS_REPORTED, 0, 80 },
    { VERB_LEAVE, MAINLAND, IS_REPORTED, 0, 70 },
    { VERB_ABSENCE, 4, IS_REPORTED, 0, 8 },
    { VERB_ENCOUNTER, POLICE_ENCOUNTER_KIND_VICTIM, 0, 0, 8 },
    { VERB_ENCOUNTER, POLICE_ENCOUNTER_KIND_WELFARE, 0, 0, 10 },
    { VERB_CARE_TEAM, 0, IS_REPORTED, 0, 40 },
    { VERB_SEEK, 0, 0, IS_WORKING | IS_SEEKING, 60 },
    { VERB_SEEK_CLOSE, 0, IS_SEEKING, 0, 80 },
    { VERB_JOB, HOME, 0, IS_WORKING, 90 },
    { VERB_JOB_END, HR_JOB_END_QUIT, IS_WORKING, 0, 40 },
    { VERB_JOB_END, HR_JOB_END_TERM, IS_WORKING, 0, 30 },
    { VERB_TRAIN, 0, 0, 0, 25 },
    { VERB_OFFER, 0, 0, IS_WORKING, 80 },
    { VERB_FAIR, 0, 0, IS_WORKING, 80 },
    { VERB_LOAN, 0, IS_WORKING, 0, 4 },
    { VERB_DISPUTE, HR_DISPUTE_KIND_WAGES, IS_WORKING, 0, 3 },
    { VERB_GRANT, 0, 0, IS_ALLOWED | IS_WORKING, 12 },
    { VERB_STOP, 0, IS_ALLOWED, 0, 20 },
    { VERB_RELIEF, HOME, 0, 0, 20 },
    { VERB_CHILD, CIVIL_CHILD_SUPPORT_SCHOOLING, IS_PARENT, 0, 80 },
    { VERB_CHILD, CIVIL_CHILD_SUPPORT_LIVING, IS_PARENT, 0, 60 },
    { VERB_CHILD, CIVIL_CHILD_SUPPORT_PSYCH, IS_PARENT, 0, 20 },
    { VERB_WATCH, 0, 0, IS_WATCHED, 4 },
    { VERB_MENTAL, HEALTH_MENTAL_LEVEL_NONE, 0, 0, 90 },
    { VERB_MENTAL, HEALTH_MENTAL_LEVEL_MONITOR, 0, 0, 8 },
    { VERB_INSURE, 0, 0, 0, 20 },
    { VERB_HOLD, 5, IS_PATIENT, 0, 100 },
    { VERB_GUEST, FAR, IS_PATIENT, 0, 50 },
    { VERB_LEGAL, JUSTICE_LEGAL_AID_KIND_BENEFIT, 0, 0, 4 },
    { VERB_VOCATIONAL, 0, 0, 0, 5 },
    { VERB_AFTERCARE, 0, 0, 0, 100 },
    { VERB_DETOX_IN, HOME, 0, IS_REPORTED | IS_PATIENT, 3 },
};

static bool fits(const struct sundry *s, const struct person *p)
{
    return is(p, s->needs) && (p->is & s->never) == 0;
}

void verb_SUNDRY(struct life *l)
{
    uint32_t all = 0, at;
    size_t i = 0;
    if (is(l->p, IS_GONE)) return;
    for (size_t k = 0; k < COUNT(rare); k++) all += fits(&rare[k], l->p) ? rare[k].weight : 0;
    int mean = (int)(36500 / all); /* days */
    again(l, VERB_SUNDRY, 0, mean / 2, mean * 3 / 2);
    if (!is_heard(l) || today(l).days < l->p->stay_until) return;
    for (at = (uint32_t)random_below(&l->p->luck, all);
         !fits(&rare[i], l->p) || at >= rare[i].weight; i++)
        at -= fits(&rare[i], l->p) ? rare[i].weight : 0;
    life_does(l, rare[i].verb, rare[i].arg);
}
