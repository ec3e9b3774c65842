/* What reviewers usually do about what the hub says, a row a habit; and how they do it. Delays are
 * of offices: counted in hours, and then the next hour at which one is open. */
#include <stdio.h>
#include <stdlib.h>

#include "simulate/common.h"
#include "simulate/course.h"
#include "simulate/offices.h"

enum doing { REVIEWS, ANSWERS_CONTEST, CONTESTS };

static const struct habit {
    enum hub_signal_kind kind;
    const char *about; /* kind of the task or alert; NULL: all */
    uint16_t chance;   /* per mille that somebody does something at all */
    uint16_t from, to; /* hours after it was said */
    uint16_t yes;      /* per mille of verdicts that uphold */
    enum doing does;
    bool planted; /* also of people whose story is given */
} habits[] = {
    { HUB_SIGNAL_KIND_GRADE_PROPOSED, NULL, 920, 2, 40, 720, REVIEWS, false },
    { HUB_SIGNAL_KIND_GRADE_CHANGED, NULL, 80, 30, 200, 0, CONTESTS, false },
    { HUB_SIGNAL_KIND_TASK_OPENED, "grade_review", 900, 6, 70, 970, REVIEWS, true },
    { HUB_SIGNAL_KIND_TASK_OPENED, "welfare_visit", 600, 3, 30, 1000, REVIEWS, false },
    { HUB_SIGNAL_KIND_TASK_OPENED, "outreach", 300, 20, 90, 1000, REVIEWS, false },
    { HUB_SIGNAL_KIND_TASK_OPENED, "indeterminate", 850, 20, 80, 600, REVIEWS, false },
    { HUB_SIGNAL_KIND_TASK_OPENED, "data_quality", 850, 4, 60, 1000, REVIEWS, false },
    { HUB_SIGNAL_KIND_TASK_OPENED, "control_end", 700, 20, 90, 900, REVIEWS, false },
    { HUB_SIGNAL_KIND_TASK_OPENED, "contest", 850, 70, 300, 850, ANSWERS_CONTEST, false },
    { HUB_SIGNAL_KIND_ALERT_RAISED, NULL, 150, 6, 60, 1000, REVIEWS, false },
};

/* --- on the desk --- */

static bool concerns(const struct habit *h, const struct hub_signal *s)
{
    size_t n = h->about ? strlen(h->about) : 0;
    if (h->kind != s->kind) return false;
    if (h->does == CONTESTS) return s->by.n > 0;
    return n == 0 ||
           (slice_starts(s->task, slice_str(h->about)) && s->task.n > n && s->task.at[n] == ':');
}

static const struct habit *habit_of(const struct hub_signal *s)
{
    for (size_t i = 0; i < COUNT(habits); i++)
        if (concerns(&habits[i], s)) return &habits[i];
    return NULL;
}

/* What was said before is no matter any more: a proposal that another one follows, all of a closed
 * file. */
static void desk_clears(struct desk *d, const struct hub_signal *s)
{
    bool closes =
        s->kind == HUB_SIGNAL_KIND_FILE_SEALED || s->kind == HUB_SIGNAL_KIND_FILE_SHREDDED;
    bool ends = s->kind == HUB_SIGNAL_KIND_GRADE_PROPOSED ||
                s->kind == HUB_SIGNAL_KIND_GRADE_PROPOSAL_WITHDRAWN;
    for (uint16_t i = 0; i < d->n; i++)
        if (closes || (ends && d->matters[i].habit->kind == HUB_SIGNAL_KIND_GRADE_PROPOSED))
            d->matters[i].waits = false;
}

/* A free place; the desk's room is bounded. NULL: there is none. */
static struct matter *matter_add(struct desk *d)
{
    for (uint16_t i = 0; i < d->n; i++)
        if (!d->matters[i].taken) return &d->matters[i];
    if (d->n == d->room) {
        size_t room = MAX((size_t)4, 2 * (size_t)d->room);
        struct matter *more = room <= MATTERS_MAX ? realloc(d->matters, room * sizeof *more) : NULL;
        if (!more) return NULL;
        d->matters = more;
        d->room = (uint16_t)room;
    }
    return &d->matters[d->n++];
}

static void fact_add(struct matter *m, struct slice id)
{
    for (uint8_t i = 0; i < m->n_facts; i++)
        if (slice_equal(slice_text(&m->facts[i]), id)) return;
    if (m->n_facts < MATTER_FACTS && text_from(id, &m->facts[m->n_facts])) m->n_facts++;
}

static void matter_fill(struct matter *m, const struct habit *h, const struct hub_signal *s)
{
    size_t facts = 0;
    *m = (struct matter){ .taken = true, .waits = true, .habit = h };
    if (s->kind == HUB_SIGNAL_KIND_ALERT_RAISED)
        (void)snprintf(m->task, sizeof m->task, "%.*s:%.*s", (int)s->alert.n,
            (const char *)s->alert.at, (int)s->observed.n, (const char *)s->observed.at);
    else if (s->kind == HUB_SIGNAL_KIND_TASK_OPENED)
        (void)snprintf(m->task, sizeof m->task, "%.*s", (int)s->task.n, (const char *)s->task.at);
    else
        (void)snprintf(m->task, sizeof m->task, "proposal");
    for (size_t i = 0; i < s->basis.n; i++) facts += s->basis.at[i].facts.n;
    for (size_t i = 0; facts <= MATTER_FACTS && i < s->basis.n; i++)
        for (size_t k = 0; k < s->basis.at[i].facts.n; k++) fact_add(m, s->basis.at[i].facts.at[k]);
}

/* --- when --- */

static instant office_hour_after(struct person *p, instant at)
{
    date day = instant_date(at);
    instant closes = instant_plus(date_start(day), MINUTES(OFFICE_CLOSES));
    bool late = is_before(closes, at);
    while (late || date_weekday(day) > 5) {
        day = date_plus(day, 1);
        late = false;
    }
    return later_of(at, day_time(p, day, OFFICE_OPENS, OFFICE_CLOSES));
}

/* With the desk's luck in place of the person's: returns what the person had. */
static struct random luck_swap(struct person *p, struct random luck)
{
    struct random own = p->luck;
    p->luck = luck;
    return own;
}

static void matter_plan(
    struct world *w, struct desk *d, struct person *p, struct matter *m, instant at)
{
    const struct habit *h = m->habit;
    span delay = SECONDS(lucky(p, h->from * 3600, h->to * 3600));
    instant when = office_hour_after(p, instant_plus(at, delay));
    world_plan(w, p, when, VERB_DESK, (int)(m - d->matters));
}

/* Each story that is given to people is lived through once as it is written, decisions included. */
static bool is_left_alone(const struct person *p)
{
    return is(p, IS_PLANTED) && p->n < stories_count();
}

void desk_hears(struct world *w, uint32_t person, const struct hub_signal *s, instant at)
{
    struct desk *d = offices_desk(w, person);
    struct person *p = &w->people[person];
    const struct habit *h = habit_of(s);
    desk_clears(d, s);
    if (!h || (is_left_alone(p) && !h->planted)) return;
    struct random own = luck_swap(p, d->luck);
    struct matter *m = happens(p, h->chance * w->conf.reviews / 1000) ? matter_add(d) : NULL;
    if (m) {
        matter_fill(m, h, s);
        matter_plan(w, d, p, m, at);
    }
    d->luck = luck_swap(p, own);
}

/* --- decided --- */

static const char *reviewer(unsigned n)
{
    static const char *const all[] = { "审核员-12", "审核员-21", "R-31", "R-44", "R-58" };
    return all[n % COUNT(all)];
}

static void review(struct life *l, struct desk *d, const struct matter *m)
{
    bool proposal = m->habit->kind == HUB_SIGNAL_KIND_GRADE_PROPOSED;
    uint8_t who = (uint8_t)lucky(l->p, 0, 4);
    if (proposal) d->reviewer = who;
    tell(l, EVENT_HUB_REVIEW_DECIDED);
    tell_text(l, HUB_REVIEW_DECIDED_TASK, m->task);
    tell_number(l, HUB_REVIEW_DECIDED_VERDICT,
        happens(l->p, m->habit->yes) ? HUB_REVIEW_VERDICT_UPHOLD : HUB_REVIEW_VERDICT_REJECT);
    tell_text(l, HUB_REVIEW_DECIDED_REVIEWER, reviewer(who));
    if (happens(l->p, 400)) tell_text(l, HUB_REVIEW_DECIDED_NOTE, "已走访核实，意见一致");
    if (m->n_facts && happens(l->p, 700))
        tell_texts(l, HUB_REVIEW_DECIDED_BASIS, m->facts, m->n_facts);
    told(l);
}

/* By somebody else than who decided the proposal. */
static void contest_answer(struct life *l, const struct desk *d, const struct matter *m)
{
    tell(l, EVENT_HUB_CONTEST_DECIDED);
    tell_text(l, HUB_CONTEST_DECIDED_CONTEST, m->task + sizeof "contest:" - 1);
    tell_number(l, HUB_CONTEST_DECIDED_VERDICT,
        happens(l->p, m->habit->yes) ? HUB_CONTEST_VERDICT_UPHOLD : HUB_CONTEST_VERDICT_OVERTURN);
    tell_text(l, HUB_CONTEST_DECIDED_REVIEWER, reviewer(d->reviewer + 1U));
    told(l);
}

static void contest(struct life *l)
{
    tell(l, EVENT_HUB_CONTEST_FILED);
    tell_number(l, HUB_CONTEST_FILED_BY,
        happens(l->p, 850) ? HUB_CONTEST_BY_PERSON : HUB_CONTEST_BY_GUARDIAN);
    tell_text(l, HUB_CONTEST_FILED_NOTE, "本人对定级有异议，请求复核");
    told(l);
}

void verb_DESK(struct life *l)
{
    struct desk *d = offices_desk(l->world, l->p->n);
    struct matter *m = &d->matters[l->arg];
    struct random own = luck_swap(l->p, d->luck);
    if (m->waits && m->habit->does == REVIEWS) review(l, d, m);
    if (m->waits && m->habit->does == ANSWERS_CONTEST) contest_answer(l, d, m);
    if (m->waits && m->habit->does == CONTESTS) contest(l);
    m->taken = m->waits = false;
    d->luck = luck_swap(l->p, own);
}
