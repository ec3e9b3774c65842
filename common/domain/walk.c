/* One item: readings first, then what they mean. The order of the calls is the order in which they
 * build on each other. */
#include "domain/walk.h"

void walk_begin(struct walk *w, struct room *room)
{
    *w = (struct walk){ .room = room, .rules = rules_built_in() };
    verdict_clear(&w->verdict);
}

void walk_end(struct walk *w)
{
    struct room *room = w->room;
    orders_free(&w->orders, room);
    custody_free(&w->custody, room);
    treatment_free(&w->treatment, room);
    leave_free(&w->leave, room);
    tests_free(&w->tests, room);
    absences_free(&w->absences, room);
    work_free(&w->work, room);
    mind_free(&w->mind, room);
    home_free(&w->home, room);
    LIST_FREE(room, &w->grade.history);
    proposals_free(&w->proposals, room);
    contests_free(&w->contests, room);
    task_marks_free(&w->task_marks, room);
    alerts_free(&w->alerts, room);
}

bool walk_away(const struct walk *w) { return custody_away(&w->custody, w->today); }

county walk_region(const struct walk *w)
{
    if (w->status == HUB_FILE_STATUS_SEALED) return w->sealed_region;
    return home_region(&w->home, &w->orders, &w->treatment, w->today);
}

bool walk_held(const struct walk *w, date day)
{
    return treatment_held(&w->treatment, day) || custody_contains(&w->custody, day);
}

int32_t walk_silence(const struct walk *w, date today)
{
    const struct order *o = order_open(&w->orders);
    if (!o || !o->reported_in || custody_contains(&w->custody, today)) return -1;
    return w->contact.any ? w->contact.silent : -1;
}

static void readings_take(struct walk *w, const struct item *item)
{
    struct room *room = w->room;
    orders_take(&w->orders, item, room);
    custody_take(&w->custody, item, &w->orders, room);
    treatment_take(&w->treatment, item, &w->custody, w->rules, room);
    leave_take(&w->leave, item, room);
    contact_take(&w->contact, item, &(struct excuses){ &w->leave, &w->treatment, &w->custody });
    tests_take(&w->tests, item, &w->treatment, w->rules, room);
    if (w->orders.just_reported) tests_anchor(&w->tests, item->today, room);
    absences_take(&w->absences, item, &w->leave, room);
    work_take(&w->work, item, room);
    mind_take(&w->mind, item, room);
    home_take(&w->home, item, room);
    life_take(&w->life, item);
}

/* ---- what it means ---- */

static bool is_about_proposal(const struct item *item)
{
    return item_is(item, EVENT_HUB_REVIEW_DECIDED) &&
           slice_is(item_text(item, HUB_REVIEW_DECIDED_TASK), "proposal");
}

static void assess(struct walk *w, const struct item *item)
{
    if (!verdict_reach(&w->verdict, w, item, w->rules)) return;
    instant since = w->grade.since;
    enum hub_grade grade = w->grade.grade;
    grade_rise(w, item);
    proposal_follow(w, item);
    if (is_about_proposal(item)) proposal_decide(w, item);
    bool moved = w->grade.since.us != since.us || w->grade.grade != grade;
    if (item->daily && !moved) grade_dwell(w, item);
    proposal_follow(w, item);
}

static enum hub_file_status status_of(const struct walk *w)
{
    if (w->life.deceased) return HUB_FILE_STATUS_DECEASED;
    if (walk_away(w)) return HUB_FILE_STATUS_SUSPENDED;
    return w->grade.grade == HUB_GRADE_LONG_TERM_LOW ? HUB_FILE_STATUS_END_DUE
                                                     : HUB_FILE_STATUS_ACTIVE;
}

static void judge(struct walk *w, const struct item *item)
{
    bool away = walk_away(w);
    if (w->life.deceased)
        grade_bury(w, item);
    else if (away)
        grade_suspend(w, item);
    else
        assess(w, item);
    if ((w->life.deceased || away) && is_about_proposal(item)) proposal_decide(w, item);
    w->status = status_of(w);
}

/* ---- the end of a file (R23) ---- */

enum { SEAL_AFTER_CONTROL = 30, SEAL_AFTER_DEATH = 90, SHRED_AFTER_YEARS = 5 };

static bool is_to_be_sealed(const struct walk *w)
{
    const struct life *l = &w->life;
    if (l->control_ended && w->today.days >= l->control_decided.days + SEAL_AFTER_CONTROL)
        return true;
    return l->deceased && w->today.days >= l->death.days + SEAL_AFTER_DEATH;
}

static void seal(struct walk *w)
{
    w->sealed_region = walk_region(w);
    w->sealed_clock_known = w->tests.clock_known;
    w->sealed_clock = w->tests.clock;
    w->sealed_on = w->today;
    w->status = HUB_FILE_STATUS_SEALED;
    proposal_close(w, OUTCOME_CLOSED);
}

date walk_shreds_on(const struct walk *w)
{
    return date_plus_years(w->sealed_on, SHRED_AFTER_YEARS);
}

static void shred(struct walk *w)
{
    struct room *room = w->room;
    walk_end(w);
    walk_begin(w, room);
    w->status = HUB_FILE_STATUS_SHREDDED;
}

/* A sealed file takes contests and a new registration; what else had come for these days is read
 * for the day it may be opened again, and changes nothing until then. */
static bool passes_sealed(struct walk *w, const struct item *item)
{
    if (item_is(item, EVENT_POLICE_PERSON_REGISTERED)) {
        w->status = HUB_FILE_STATUS_ACTIVE;
        w->reopened = true;
        return true;
    }
    contest_take(w, item);
    if (item->fact) readings_take(w, item);
    return false;
}

static bool passes_shredded(struct walk *w, const struct item *item)
{
    if (w->erased || !item_is(item, EVENT_POLICE_PERSON_REGISTERED)) return false;
    w->status = HUB_FILE_STATUS_ACTIVE;
    return true;
}

/* By decision, whatever state the file is in: the end that five years under seal bring, at once. */
static void erase(struct walk *w)
{
    shred(w);
    w->erased = true;
}

/* Does the item reach a file that lives? */
static bool passes(struct walk *w, const struct item *item)
{
    if (item_is(item, EVENT_HUB_FILE_ERASED)) {
        erase(w);
        return false;
    }
    if (w->status == HUB_FILE_STATUS_SHREDDED) return passes_shredded(w, item);
    if (w->status != HUB_FILE_STATUS_SEALED) return true;
    if (item->daily && item->today.days >= walk_shreds_on(w).days) {
        shred(w);
        return false;
    }
    return passes_sealed(w, item);
}

static void live_through(struct walk *w, const struct item *item)
{
    readings_take(w, item);
    judge(w, item);
    contest_take(w, item);
    if (item->daily && is_to_be_sealed(w)) seal(w);
    alerts_take(w, item);
    if (item_is(item, EVENT_HUB_REVIEW_DECIDED)) task_decide(w, item);
    grade_note(w, item);
}

void walk_take(struct walk *w, const struct item *item, const struct rules *rules)
{
    w->rules = rules;
    bool lives = passes(w, item);
    bool shredded = w->status == HUB_FILE_STATUS_SHREDDED;
    if (shredded) return;
    w->facts += item->fact != NULL;
    if (!lives) return;
    w->today = item->today;
    w->place = item_place(item);
    w->began = true;
    live_through(w, item);
}
