/* Methadone treatment and the rest of health (domain.md A3, B5). */
#include "simulate/common.h"

static struct text clinic_of(const struct person *p, enum where where)
{
    struct text county = place_of(p, where);
    return place_named(county, "美沙酮维持治疗门诊");
}

static bool takes_part(const struct life *l) { return is(l->p, IS_PATIENT) && is_about(l->p); }

static void enrolment(struct life *l, enum event_type type)
{
    tell(l, type);
    tell_text(l, HEALTH_MMT_ENROLLED_CLINIC, clinic_of(l->p, (enum where)l->p->clinic_at).at);
    tell_text(l, HEALTH_MMT_ENROLLED_REGION, place_of(l->p, (enum where)l->p->clinic_at).at);
    if (type == EVENT_HEALTH_MMT_EXITED) tell_number(l, HEALTH_MMT_EXITED_REASON, l->arg);
    told(l);
}

void verb_ENROL(struct life *l)
{
    date tomorrow = date_plus(today(l), 1);
    if (is(l->p, IS_PATIENT)) return;
    l->p->clinic_at = (int8_t)l->arg;
    enrolment(l, EVENT_HEALTH_MMT_ENROLLED);
    becomes(l->p, IS_PATIENT);
    world_plan(l->world, l->p, day_time(l->p, tomorrow, 7 * 60, 11 * 60), VERB_DOSE, 0);
    again(l, VERB_URINE, 0, 20, 40);
}

void verb_EXIT(struct life *l)
{
    if (!is(l->p, IS_PATIENT)) return;
    enrolment(l, EVENT_HEALTH_MMT_EXITED);
    no_longer(l->p, IS_PATIENT);
}

void verb_DOSE(struct life *l)
{
    struct person *p = l->p;
    int32_t day = today(l).days;
    enum where where = day < p->stay_until ? p->stay : (enum where)p->clinic_at;
    bool early = happens(p, 550);
    if (!is(p, IS_PATIENT) || is(p, IS_GONE)) return;
    world_plan(l->world, p,
        day_time(p, date_plus(today(l), 1), early ? 7 * 60 : 9 * 60, early ? 9 * 60 : 17 * 60),
        VERB_DOSE, 0);
    if (!takes_part(l) || day < p->no_dose_until || day < p->hold_until || happens(p, 25)) return;
    tell(l, EVENT_HEALTH_MMT_DOSE);
    tell_text(l, HEALTH_MMT_DOSE_SITE, clinic_of(p, where).at);
    tell_number(l, HEALTH_MMT_DOSE_SITE_KIND,
        happens(p, 700) ? HEALTH_SITE_KIND_CLINIC : lucky(p, 1, HEALTH_SITE_KIND_SELF_SERVICE));
    tell_text(l, HEALTH_MMT_DOSE_REGION, place_of(p, where).at);
    tell_number(l, HEALTH_MMT_DOSE_OBSERVED, happens(p, 980));
    told(l);
}

void verb_URINE(struct life *l)
{
    if (!is(l->p, IS_PATIENT) || is(l->p, IS_GONE)) return;
    again(l, VERB_URINE, 0, 26, 34);
    if (!takes_part(l) || !is_heard(l)) return;
    tell(l, EVENT_HEALTH_MMT_URINE);
    tell_number(l, HEALTH_MMT_URINE_RESULT,
        happens(l->p, 850) ? HEALTH_URINE_RESULT_NEGATIVE : HEALTH_URINE_RESULT_POSITIVE);
    tell_number(l, HEALTH_MMT_URINE_SAMPLED, today(l).days);
    told(l);
}

void verb_NO_DOSE(struct life *l) { l->p->no_dose_until = today(l).days + l->arg; }

void verb_DOSES_LATE(struct life *l)
{
    l->p->doses_land = instant_plus(date_start(date_plus(today(l), l->arg)), HOURS(9));
}

void verb_HOLD(struct life *l)
{
    if (!takes_part(l)) return;
    tell(l, EVENT_HEALTH_MMT_HOLD);
    tell_number(l, HEALTH_MMT_HOLD_FROM, today(l).days + 1);
    tell_number(l, HEALTH_MMT_HOLD_TO, today(l).days + l->arg);
    tell_number(l, HEALTH_MMT_HOLD_WHY, (int64_t)random_below(&l->p->luck, 4));
    told(l);
    l->p->hold_until = today(l).days + l->arg + 1;
}

void verb_GUEST(struct life *l)
{
    int32_t from = today(l).days, days = lucky(l->p, 7, 13);
    tell(l, EVENT_HEALTH_MMT_GUEST_AUTHORISED);
    tell_number(l, HEALTH_MMT_GUEST_AUTHORISED_FROM, from);
    tell_number(l, HEALTH_MMT_GUEST_AUTHORISED_TO, from + days);
    tell_text(l, HEALTH_MMT_GUEST_AUTHORISED_DEST, place_of(l->p, (enum where)l->arg).at);
    if (happens(l->p, 700))
        tell_text(l, HEALTH_MMT_GUEST_AUTHORISED_CLINIC, clinic_of(l->p, (enum where)l->arg).at);
    told(l);
}

/* --- the rest of health --- */

void verb_MENTAL(struct life *l)
{
    tell(l, EVENT_HEALTH_MENTAL_ASSESSED);
    tell_number(l, HEALTH_MENTAL_ASSESSED_LEVEL, l->arg);
    if (l->arg != HEALTH_MENTAL_LEVEL_NONE)
        tell_number(l, HEALTH_MENTAL_ASSESSED_NEXT, today(l).days + 30);
    told(l);
    if (l->arg == HEALTH_MENTAL_LEVEL_URGENT) tell_remember(l);
}

void verb_OVERDOSE(struct life *l)
{
    bool died = l->arg >= 10;
    tell(l, EVENT_HEALTH_EMERGENCY_OVERDOSE);
    tell_text(l, HEALTH_EMERGENCY_OVERDOSE_REGION, place_of(l->p, (enum where)(l->arg % 10)).at);
    tell_number(l, HEALTH_EMERGENCY_OVERDOSE_OUTCOME,
        died ? HEALTH_OVERDOSE_OUTCOME_DIED : HEALTH_OVERDOSE_OUTCOME_SURVIVED);
    told(l);
    tell_remember(l);
}

static void detox(struct life *l, enum event_type type)
{
    struct text county = place_of(l->p, (enum where)l->arg);
    tell(l, type);
    tell_text(l, HEALTH_DETOX_ADMITTED_SITE, place_named(county, "自愿戒毒医院").at);
    tell_text(l, HEALTH_DETOX_ADMITTED_REGION, county.at);
    told(l);
}

void verb_DETOX_IN(struct life *l)
{
    detox(l, EVENT_HEALTH_DETOX_ADMITTED);
    again(l, VERB_DETOX_OUT, l->arg, 10, 30);
}

void verb_DETOX_OUT(struct life *l) { detox(l, EVENT_HEALTH_DETOX_DISCHARGED); }

void verb_INSURE(struct life *l)
{
    tell(l, EVENT_HEALTH_INSURANCE_ENROLLED);
    tell_number(l, HEALTH_INSURANCE_ENROLLED_SCHEME,
        is(l->p, IS_WORKING) ? HEALTH_INSURANCE_SCHEME_EMPLOYEE : HEALTH_INSURANCE_SCHEME_RESIDENT);
    tell_number(l, HEALTH_INSURANCE_ENROLLED_YEAR, date_civil(today(l)).year);
    tell_number(l, HEALTH_INSURANCE_ENROLLED_SUBSIDISED, happens(l->p, 300));
    told(l);
}
