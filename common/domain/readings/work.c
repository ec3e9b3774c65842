#include "domain/readings/work.h"

static uint32_t job_find(const struct work *w, uint64_t job)
{
    uint32_t i = 0;
    while (i < w->jobs.n && w->jobs.at[i].job != job) i++;
    return i;
}

static void take_job(struct work *w, const struct item *item, struct room *room)
{
    uint64_t tag = item_tag(item, HR_EMPLOYMENT_STARTED_JOB);
    if (job_find(w, tag) < w->jobs.n) return;
    struct job *job = LIST_ADD(room, &w->jobs);
    if (job) *job = (struct job){ tag, item->today };
}

static void take_job_end(struct work *w, const struct item *item)
{
    uint32_t i = job_find(w, item_tag(item, HR_EMPLOYMENT_ENDED_JOB));
    if (i < w->jobs.n) LIST_DROP(&w->jobs, i);
    w->ended = true;
    w->ended_on = item->today;
}

static void take_jobseeker(struct work *w, const struct item *item)
{
    w->sought = true;
    w->seeking = item_is(item, EVENT_HR_JOBSEEKER_REGISTERED);
    w->able = item_value(item, HR_JOBSEEKER_REGISTERED_ABLE_TO_WORK)->number != 0;
    w->sought_on = item->today;
}

/* Sets or clears the bit of the kind, the first field of all these types. */
static void take_kind(uint8_t *set, const struct item *item, bool on)
{
    uint8_t bit = (uint8_t)(1u << item_value(item, 0)->number);
    *set = (uint8_t)(on ? *set | bit : *set & ~bit);
}

static void take_watch(struct work *w, const struct item *item)
{
    bool on = item_is(item, EVENT_CIVIL_POVERTY_WATCH_OPENED);
    uint8_t bit = (uint8_t)(1u << item_value(item, 0)->number);
    if (on && (w->watch_closed & bit)) w->watch_reopened |= bit;
    if (!on) w->watch_closed |= bit;
    take_kind(&w->watch, item, on);
}

static void take_allowance(struct work *w, const struct item *item)
{
    int64_t kind = item_value(item, CIVIL_ALLOWANCE_STOPPED_KIND)->number;
    w->stopped[kind] = item_is(item, EVENT_CIVIL_ALLOWANCE_STOPPED);
    w->stopped_from[kind] = item_date(item, CIVIL_ALLOWANCE_STOPPED_FROM);
}

void work_take(struct work *w, const struct item *item, struct room *room)
{
    if (!item->fact) return;
    switch ((int)item->fact->type) {
    case EVENT_HR_EMPLOYMENT_STARTED: take_job(w, item, room); break;
    case EVENT_HR_EMPLOYMENT_ENDED: take_job_end(w, item); break;
    case EVENT_HR_JOBSEEKER_REGISTERED:
    case EVENT_HR_JOBSEEKER_CLOSED: take_jobseeker(w, item); break;
    case EVENT_HR_TRAINING_COMPLETED:
        w->trained = true;
        w->trained_on = item->today;
        break;
    case EVENT_CIVIL_POVERTY_WATCH_OPENED:
    case EVENT_CIVIL_POVERTY_WATCH_CLOSED: take_watch(w, item); break;
    case EVENT_CIVIL_ALLOWANCE_GRANTED:
    case EVENT_CIVIL_ALLOWANCE_STOPPED: take_allowance(w, item); break;
    case EVENT_HR_DISPUTE_FILED: take_kind(&w->disputes, item, true); break;
    case EVENT_HR_DISPUTE_RESOLVED: take_kind(&w->disputes, item, false); break;
    case EVENT_JUSTICE_LEGAL_AID_OPENED: take_kind(&w->legal_aid, item, true); break;
    case EVENT_JUSTICE_LEGAL_AID_CLOSED: take_kind(&w->legal_aid, item, false); break;
    default: break;
    }
}

void work_free(struct work *w, struct room *room) { LIST_FREE(room, &w->jobs); }

bool work_allowance_stopped(const struct work *w, date today, int32_t n)
{
    for (int i = 0; i < CIVIL_ALLOWANCE_KINDS; i++) {
        int32_t age = date_minus(today, w->stopped_from[i]);
        if (w->stopped[i] && age >= 0 && age <= n) return true;
    }
    return false;
}
