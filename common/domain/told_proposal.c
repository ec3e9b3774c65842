/* R32: what a reviewer was asked, and whether it still stands. */
#include "domain/reasons.h"
#include "domain/told.h"

static bool is_told(const struct told *t, const struct walk *w)
{
    return t->proposed && w->proposals.open &&
           basis_tag(&t->basis) == basis_tag(&w->proposals.basis);
}

/* What became of the told one: NULL if the walk does not know it. */
static const enum outcome *outcome_of(const struct told *t, const struct walk *w)
{
    uint64_t tag = basis_tag(&t->basis);
    for (uint32_t i = 0; i < w->proposals.closed.n; i++)
        if (w->proposals.closed.at[i].basis == tag) return &w->proposals.closed.at[i].outcome;
    return NULL;
}

static bool is_decided(const enum outcome *o)
{
    return o && (*o == OUTCOME_UPHELD || *o == OUTCOME_REJECTED);
}

static void supersede_told(const struct told *t, struct tongue *tongue, struct hub_signal *s)
{
    struct hub_word_place *at = tongue_take(tongue, sizeof *at);
    if (!at) return;
    *at = t->proposal;
    s->supersedes.at = at;
    s->supersedes.n = 1;
}

static void say_withdrawn(const struct told *t, const struct walk *w, struct tongue *tongue,
    const enum outcome *outcome)
{
    struct hub_signal *s = tongue_say(tongue, HUB_SIGNAL_KIND_GRADE_PROPOSAL_WITHDRAWN);
    struct reasons basis = reasons_of_basis(&t->basis, tongue);
    s->reason = slice_str(outcome ? outcome_name(*outcome) : "corrected");
    s->basis.at = basis.at, s->basis.n = basis.n;
    s->contested = w->contests.open.n > 0;
    supersede_told(t, tongue, s);
    tongue_recipients(tongue, s, ROLE(COUNTY_OFFICE) | ROLE(TOWN));
}

static struct allowed proposal_allowed(const struct basis *b)
{
    for (uint32_t i = 0; i < b->list.n; i++)
        if (b->list.at[i].rule == RULE_G_H3 || b->list.at[i].rule == RULE_G_H6)
            return (struct allowed){ .kind = DUE_HOURS, .n = 24 };
    return (struct allowed){ .kind = DUE_WORKING_DAYS, .n = 3 };
}

static void proposal_reasons(struct hub_signal *s, const struct walk *w, struct tongue *tongue)
{
    struct reasons rules = reasons_of_rules(&w->verdict, tongue);
    struct reasons floors = reasons_of_floors(&w->verdict, tongue);
    struct reasons basis = reasons_of_basis(&w->proposals.basis, tongue);
    s->has_score = true;
    s->score = w->verdict.score;
    s->rules.at = rules.at, s->rules.n = rules.n;
    s->floors.at = floors.at, s->floors.n = floors.n;
    s->basis.at = basis.at, s->basis.n = basis.n;
}

static void say_proposed(
    struct told *t, const struct walk *w, struct tongue *tongue, bool supersedes)
{
    uint32_t index = (uint32_t)tongue->n;
    struct hub_signal *s = tongue_say(tongue, HUB_SIGNAL_KIND_GRADE_PROPOSED);
    s->has_from = s->has_to = s->has_grade_class = s->has_since = s->has_due = true;
    s->from = w->grade.grade;
    s->to = HUB_GRADE_HIGH;
    s->grade_class = HUB_GRADE_CLASS_CONTROL;
    s->since = w->proposals.since;
    s->due = due_from(tongue->at, proposal_allowed(&w->proposals.basis));
    s->contested = w->contests.open.n > 0;
    proposal_reasons(s, w, tongue);
    if (supersedes) supersede_told(t, tongue, s);
    tongue_recipients(tongue, s, ROLE(COUNTY_OFFICE) | ROLE(TOWN));
    basis_copy(&t->basis, &w->proposals.basis, tongue->room);
    t->proposed = true;
    t->proposal = (struct hub_word_place){ tongue->cause, (int32_t)index };
    t->proposal_due = s->due;
    t->proposal_late = false;
}

void told_proposal_step(struct told *t, const struct walk *w, struct tongue *tongue)
{
    if (is_told(t, w)) return;
    const enum outcome *outcome = outcome_of(t, w);
    bool withdrawn = t->proposed && !is_decided(outcome), now = w->proposals.open;
    if (withdrawn && !now) say_withdrawn(t, w, tongue, outcome);
    if (now) say_proposed(t, w, tongue, withdrawn);
    t->proposed = now;
}

void told_proposal_hear(struct told *t, const struct tongue *step, uint32_t index)
{
    const struct hub_signal *s = &step->said[index];
    t->proposed = s->kind == HUB_SIGNAL_KIND_GRADE_PROPOSED &&
                  basis_from(&t->basis, s->basis.n, s->basis.at, step->room);
    if (!t->proposed) return;
    t->proposal = (struct hub_word_place){ step->cause, (int32_t)index };
    t->proposal_due = s->due;
    t->proposal_late = false;
}

void told_proposal_end(struct told *t, const struct walk *w)
{
    if (t->proposed && !is_told(t, w) && is_decided(outcome_of(t, w))) t->proposed = false;
}
