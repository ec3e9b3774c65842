/* Where people are, and how one finds them: leave, absence, silence, visits, encounters. */
#include "simulate/common.h"
#include "simulate/presence.h"

void verb_QUIET(struct life *l) { l->p->quiet_until = today(l).days + l->arg; }

void verb_STAY(struct life *l)
{
    l->p->stay = (enum where)(l->arg / 100);
    l->p->stay_until = today(l).days + l->arg % 100;
}

/* --- leave --- */

static void leave_papers(struct life *l, enum event_type type)
{
    struct person *p = l->p;
    struct text dest = place_of(p, p->leave_where);
    int digits = lucky(p, 0, 2);
    if (p->leave_where == MAINLAND) dest.at[2 + 2 * digits] = 0;
    tell(l, type);
    tell_text(l, POLICE_LEAVE_APPROVED_LEAVE, number_of(p, 'L', p->leaves).at);
    tell_number(l, POLICE_LEAVE_APPROVED_FROM, p->leave_from);
    tell_number(l, POLICE_LEAVE_APPROVED_TO, p->leave_until);
    tell_text(l, POLICE_LEAVE_APPROVED_DEST, dest.at);
    tell_number(l, POLICE_LEAVE_APPROVED_PURPOSE, (int64_t)random_below(&p->luck, 5));
    told(l);
}

static void leave_begins(struct life *l, enum where where, int days)
{
    l->p->leaves++;
    l->p->leave_from = today(l).days;
    l->p->leave_until = today(l).days + days;
    l->p->leave_where = where;
    leave_papers(l, EVENT_POLICE_LEAVE_APPROVED);
}

void verb_LEAVE(struct life *l)
{
    int days = lucky(l->p, 3, 12);
    leave_begins(l, (enum where)l->arg, days);
    l->p->stay = (enum where)l->arg;
    l->p->stay_until = l->p->leave_until + 1;
    again(l, VERB_LEAVE_CLOSED, 0, days + 1, days + 1);
    if (is(l->p, IS_PATIENT)) life_does(l, VERB_GUEST, l->arg);
}

void verb_LEAVE_PAPERS(struct life *l) { leave_begins(l, l->p->stay, 10); }

void verb_LEAVE_CLOSED(struct life *l)
{
    if (is_about(l->p)) leave_papers(l, EVENT_POLICE_LEAVE_CLOSED);
}

/* Told on the day of return. */
void verb_ABSENCE(struct life *l)
{
    tell(l, EVENT_POLICE_ABSENCE_RECORDED);
    tell_number(l, POLICE_ABSENCE_RECORDED_START, today(l).days - l->arg);
    tell_number(l, POLICE_ABSENCE_RECORDED_END, today(l).days);
    tell_number(l, POLICE_ABSENCE_RECORDED_DAYS, l->arg);
    if (happens(l->p, 500)) tell_text(l, POLICE_ABSENCE_RECORDED_DEST, place_of(l->p, FAR).at);
    told(l);
    tell_remember(l);
}

/* --- found --- */

static const struct finding_row {
    enum police_mood mood;
    uint8_t needs[2];
    size_t n_needs;
} findings[] = {
    [FINDS_NOTHING] = { POLICE_MOOD_OK, { 0 }, 0 },
    [FINDS_HARDSHIP] = { POLICE_MOOD_CONCERN,
        { POLICE_VISIT_NEED_NO_FIXED_RESIDENCE, POLICE_VISIT_NEED_INCOME }, 2 },
    [FINDS_CRISIS] = { POLICE_MOOD_CRISIS, { POLICE_VISIT_NEED_FAMILY_BREAKDOWN }, 1 },
    [FINDS_NO_INCOME] = { POLICE_MOOD_OK, { POLICE_VISIT_NEED_INCOME }, 1 },
};

void verb_VISIT_SAYS(struct life *l)
{
    const struct finding_row *row = &findings[l->arg];
    tell(l, EVENT_POLICE_VISIT_RECORDED);
    tell_number(l, POLICE_VISIT_RECORDED_FORM, POLICE_VISIT_FORM_HOME);
    tell_number(l, POLICE_VISIT_RECORDED_RESULT, POLICE_VISIT_RESULT_MET);
    tell_number(l, POLICE_VISIT_RECORDED_MOOD, row->mood);
    tell_ordinals(l, POLICE_VISIT_RECORDED_NEEDS, row->needs, row->n_needs);
    told(l);
    tell_remember(l);
}

void verb_ENCOUNTER(struct life *l)
{
    bool driving = l->arg == POLICE_ENCOUNTER_KIND_DRUG_DRIVING;
    tell(l, EVENT_POLICE_ENCOUNTER_RECORDED);
    tell_number(l, POLICE_ENCOUNTER_RECORDED_KIND, l->arg);
    tell_number(l, POLICE_ENCOUNTER_RECORDED_RESULT,
        driving || happens(l->p, 300) ? POLICE_ENCOUNTER_RESULT_CONFIRMED
                                      : POLICE_ENCOUNTER_RESULT_UNFOUNDED);
    told(l);
    tell_remember(l);
}
