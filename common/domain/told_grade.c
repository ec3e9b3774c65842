/* R30: changed or corrected, and which earlier words are withdrawn by it. */
#include "domain/reasons.h"
#include "domain/told.h"

/* How much support: the order of R30, in which a correction may go down. */
static int grade_rank(enum hub_grade g)
{
    static const int rank[HUB_GRADES] = {
        [HUB_GRADE_SUSPENDED] = 0,
        [HUB_GRADE_UNGRADED] = 1,
        [HUB_GRADE_LONG_TERM_LOW] = 2,
        [HUB_GRADE_LOW] = 3,
        [HUB_GRADE_MEDIUM] = 4,
        [HUB_GRADE_HIGH] = 5,
    };
    return rank[g];
}

/* The last daily tick before this step; the step's own tick does not count. */
static instant daily_before(const struct tongue *step)
{
    instant tick = instant_plus(date_start(instant_date(step->at)), MINUTES(30));
    bool over = step->tick ? !is_before(tick, step->at) : is_before(step->at, tick);
    return over ? instant_minus(tick, DAYS(1)) : tick;
}

/* Up to where what was told should have known. */
static struct place reference(const struct told *t, const struct tongue *step)
{
    struct place tick = { .at = daily_before(step), .source = -1 };
    const struct place *last = &t->grades.at[t->grades.n - 1].place;
    return place_compare(&tick, last) > 0 ? tick : *last;
}

static bool is_correction(const struct told *t, const struct walk *w, const struct tongue *step)
{
    if (t->grades.n == 0) return false;
    struct place at = reference(t, step);
    return walk_grade_at(w, &at) != t->grade;
}

struct audience {
    uint32_t recipients, notices;
};

static struct audience audience_of(const struct walk *w)
{
    struct audience a = { ROLE(TOWN), 0 };
    if (w->grade.class == HUB_GRADE_CLASS_CONTROL) a.recipients |= ROLE(POLICE);
    if (w->grade.class == HUB_GRADE_CLASS_CARE) {
        a.recipients |= ROLE(HEALTH);
        a.notices |= ROLE(POLICE);
    }
    if (verdict_has(&w->verdict, RULE_G_M1)) a.recipients |= ROLE(JUSTICE);
    return a;
}

/* The words that were wrong at their own place; they are superseded. */
static void supersede(
    struct told *t, const struct walk *w, struct tongue *tongue, struct hub_signal *s,
    struct audience *ret_heard)
{
    struct hub_word_place *at = tongue_take(tongue, t->grades.n * sizeof *at);
    s->supersedes.at = at;
    for (uint32_t i = 0; at && i < t->grades.n; i++) {
        struct told_grade *g = &t->grades.at[i];
        if (g->gone || walk_grade_at(w, &g->place) == g->to) continue;
        g->gone = true;
        at[s->supersedes.n++] = g->word;
        ret_heard->recipients |= g->recipients;
        ret_heard->notices |= g->notices;
    }
}

static struct audience audience_of_correction(
    const struct told *t, const struct walk *w, bool any, struct audience heard)
{
    if (any && grade_rank(w->grade.grade) < grade_rank(t->grade)) return heard;
    struct audience a = audience_of(w);
    return (struct audience){ a.recipients | heard.recipients, a.notices | heard.notices };
}

static void grade_reasons(struct hub_signal *s, const struct walk *w, struct tongue *tongue)
{
    struct reasons rules = reasons_of_rules(&w->verdict, tongue);
    struct reasons floors = reasons_of_floors(&w->verdict, tongue);
    struct reasons basis = reasons_of_basis(&w->proposals.upheld, tongue);
    s->has_score = true;
    s->score = w->verdict.score;
    s->rules.at = rules.at, s->rules.n = rules.n;
    s->floors.at = floors.at, s->floors.n = floors.n;
    s->basis.at = basis.at, s->basis.n = basis.n;
    s->by = tongue_text(tongue, slice_text(&w->proposals.by));
    s->contested = w->contests.open.n > 0;
}

static struct place place_now(const struct walk *w, const struct tongue *step)
{
    if (w->began) return w->place;
    return (struct place){ .at = step->at, .source = -1 };
}

static void grade_remember(struct told *t, const struct hub_signal *s, const struct walk *w,
    const struct tongue *step, uint32_t index)
{
    struct told_grade *g = LIST_ADD(step->room, &t->grades);
    t->grade = s->to;
    if (!g) return;
    *g = (struct told_grade){ .word = { step->cause, (int32_t)index },
        .to = s->to,
        .place = place_now(w, step),
        .recipients = roles_of(s->recipients.n, s->recipients.at),
        .notices = roles_of(s->notices.n, s->notices.at) };
}

static void say_control_end(struct tongue *tongue)
{
    struct hub_signal *s = tongue_say(tongue, HUB_SIGNAL_KIND_CONTROL_END_DUE);
    tongue_recipients(tongue, s, ROLE(POLICE));
}

void told_grade_step(struct told *t, const struct walk *w, struct tongue *tongue)
{
    if (w->grade.grade == t->grade) return;
    bool corrected = is_correction(t, w, tongue);
    struct audience a = audience_of(w), heard = { 0 };
    uint32_t index = (uint32_t)tongue->n;
    struct hub_signal *s = tongue_say(
        tongue, corrected ? HUB_SIGNAL_KIND_GRADE_CORRECTED : HUB_SIGNAL_KIND_GRADE_CHANGED);
    if (corrected) {
        supersede(t, w, tongue, s, &heard);
        a = audience_of_correction(t, w, s->supersedes.n > 0, heard);
    }
    s->has_from = s->has_to = s->has_grade_class = true;
    s->from = t->grade;
    s->to = w->grade.grade;
    s->grade_class = w->grade.class;
    s->has_since = w->grade.since_known;
    s->since = w->grade.since;
    grade_reasons(s, w, tongue);
    tongue_recipients(tongue, s, a.recipients);
    tongue_notices(tongue, s, a.notices & ~a.recipients);
    grade_remember(t, s, w, tongue, index);
    if (t->grade == HUB_GRADE_LONG_TERM_LOW) say_control_end(tongue);
}

void told_grade_hear(
    struct told *t, const struct walk *w, const struct tongue *step, uint32_t index)
{
    const struct hub_signal *s = &step->said[index];
    for (size_t i = 0; i < s->supersedes.n; i++)
        for (uint32_t k = 0; k < t->grades.n; k++) {
            struct hub_word_place word = t->grades.at[k].word;
            if (word.cause == s->supersedes.at[i].cause && word.index == s->supersedes.at[i].index)
                t->grades.at[k].gone = true;
        }
    grade_remember(t, s, w, step, index);
}
