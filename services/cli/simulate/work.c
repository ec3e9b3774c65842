/* Human resources: jobs and the lack of them (domain.md B3). */
#include "simulate/common.h"

void verb_SEEK(struct life *l)
{
    tell(l, EVENT_HR_JOBSEEKER_REGISTERED);
    tell_number(l, HR_JOBSEEKER_REGISTERED_ABLE_TO_WORK, happens(l->p, 930));
    told(l);
    becomes(l->p, IS_SEEKING);
}

void verb_SEEK_CLOSE(struct life *l)
{
    tell(l, EVENT_HR_JOBSEEKER_CLOSED);
    tell_number(l, HR_JOBSEEKER_CLOSED_ABLE_TO_WORK, true);
    told(l);
    no_longer(l->p, IS_SEEKING);
}

static void job(struct life *l, enum event_type type, enum where where)
{
    tell(l, type);
    tell_text(l, HR_EMPLOYMENT_STARTED_JOB, number_of(l->p, 'J', l->p->jobs).at);
    tell_text(l, HR_EMPLOYMENT_STARTED_WORKPLACE, place_of(l->p, where).at);
    tell_number(l, HR_EMPLOYMENT_STARTED_KIND, l->p->jobs % HR_JOB_KINDS);
}

void verb_JOB(struct life *l)
{
    if (is(l->p, IS_INSIDE)) return;
    l->p->jobs++;
    job(l, EVENT_HR_EMPLOYMENT_STARTED, (enum where)l->arg);
    if (happens(l->p, 300))
        tell_number(l, HR_EMPLOYMENT_STARTED_EXPECTED_DAYS, lucky(l->p, 30, 900));
    told(l);
    becomes(l->p, IS_WORKING);
    if (is(l->p, IS_SEEKING)) again(l, VERB_SEEK_CLOSE, 0, 1, 10);
}

void verb_JOB_END(struct life *l)
{
    if (!is(l->p, IS_WORKING)) return;
    job(l, EVENT_HR_EMPLOYMENT_ENDED, HOME);
    tell_number(l, HR_EMPLOYMENT_ENDED_CAUSE, l->arg);
    told(l);
    no_longer(l->p, IS_WORKING);
}

/* --- courses and offers --- */

static const char *const courses[] = { "电工技能培训", "家政服务培训", "热带果蔬种植", "叉车驾驶",
    "月嫂与护理", "Café & bakery", "椰雕工艺 🥥" };

static void training(struct life *l, enum event_type type)
{
    tell(l, type);
    tell_text(l, HR_TRAINING_ENROLLED_COURSE, courses[l->p->n % COUNT(courses)]);
    tell_number(l, HR_TRAINING_ENROLLED_DAYS, 15);
    told(l);
}

void verb_TRAIN(struct life *l)
{
    training(l, EVENT_HR_TRAINING_ENROLLED);
    if (happens(l->p, 800)) again(l, VERB_TRAINED, 0, 15, 25);
}

void verb_TRAINED(struct life *l) { training(l, EVENT_HR_TRAINING_COMPLETED); }

void verb_OFFER(struct life *l)
{
    tell(l, EVENT_HR_OFFER_MADE);
    tell_text(l, HR_OFFER_MADE_KIND, happens(l->p, 500) ? "公益性岗位" : "物流分拣");
    told(l);
}

void verb_FAIR(struct life *l)
{
    tell(l, EVENT_HR_JOBFAIR_ATTENDED);
    tell_text(l, HR_JOBFAIR_ATTENDED_KIND, "春风行动招聘会");
    told(l);
}

void verb_LOAN(struct life *l)
{
    tell(l, EVENT_HR_STARTUP_LOAN_GUARANTEED);
    tell_number(l, HR_STARTUP_LOAN_GUARANTEED_BAND, (int64_t)random_below(&l->p->luck, 3));
    told(l);
}

/* --- disputes --- */

static void dispute(struct life *l, enum event_type type)
{
    tell(l, type);
    tell_number(l, HR_DISPUTE_FILED_KIND, l->arg);
    told(l);
}

void verb_DISPUTE(struct life *l)
{
    dispute(l, EVENT_HR_DISPUTE_FILED);
    again(l, VERB_DISPUTE_END, l->arg, 10, 40);
}

void verb_DISPUTE_END(struct life *l) { dispute(l, EVENT_HR_DISPUTE_RESOLVED); }
