/* Sets of facts are compared by sorted lists of their ids: a basis may name a fact under two
 * rules. */
#include "domain/proposal.h"
#include "domain/walk.h"

const char *outcome_name(enum outcome o)
{
    static const char *const names[] = { "upheld", "rejected", "cause_ended", "already_high",
        "closed" };
    return names[o];
}

/* ---- muted facts ---- */

static uint32_t muted_find(const struct proposals *p, const struct text *id, bool *ret_there)
{
    uint32_t low = 0, high = p->muted.n;
    *ret_there = false;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int order = text_compare(&p->muted.at[mid], id);
        if (order == 0) *ret_there = true;
        if (order == 0) return mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void mute(struct proposals *p, struct slice id, struct room *room)
{
    struct text t = { "" };
    bool there;
    if (!text_copy(id, &t)) return;
    uint32_t i = muted_find(p, &t, &there);
    if (there || !LIST_ADD(room, &p->muted)) return;
    memmove(&p->muted.at[i + 1], &p->muted.at[i], (p->muted.n - 1 - i) * sizeof *p->muted.at);
    p->muted.at[i] = t;
}

static bool all_muted(const struct proposals *p, const struct basis *b)
{
    bool there = true;
    for (uint32_t i = 0; there && i < b->list.n; i++)
        (void)muted_find(p, &b->list.at[i].id, &there);
    return there;
}

/* ---- opening and closing ---- */

void proposal_close(struct walk *w, enum outcome outcome)
{
    struct proposals *p = &w->proposals;
    if (!p->open) return;
    p->open = false;
    uint64_t tag = basis_tag(&p->basis);
    for (uint32_t i = 0; i < p->closed.n; i++) {
        if (p->closed.at[i].basis != tag) continue;
        p->closed.at[i].outcome = outcome;
        return;
    }
    struct closed_proposal *c = LIST_ADD(w->room, &p->closed);
    if (c) *c = (struct closed_proposal){ tag, outcome };
}

static void proposal_open(struct walk *w, const struct item *item)
{
    struct proposals *p = &w->proposals;
    basis_reach(&p->now, w, w->room);
    if (all_muted(p, &p->now)) return;
    basis_copy(&p->basis, &p->now, w->room);
    p->open = true;
    p->since = item->at;
}

void proposal_follow(struct walk *w, const struct item *item)
{
    const struct verdict *v = &w->verdict;
    bool high = w->grade.grade == HUB_GRADE_HIGH, wanted = v->candidate == HUB_GRADE_HIGH;
    if (high)
        proposal_close(w, OUTCOME_ALREADY_HIGH);
    else if (!wanted)
        proposal_close(w, OUTCOME_CAUSE_ENDED);
    if (w->proposals.open || high || !wanted || v->care == HUB_GRADE_HIGH) return;
    if (w->grade.grade == HUB_GRADE_UNGRADED || w->grade.grade == HUB_GRADE_SUSPENDED) return;
    proposal_open(w, item);
}

/* ---- decisions (R20) ---- */

static bool list_has(const struct fact_list *l, const struct text *id)
{
    for (size_t i = 0; i < l->n; i++)
        if (text_is(id, l->texts[i])) return true;
    return false;
}

static bool basis_has(const struct basis *b, struct slice id)
{
    for (uint32_t i = 0; i < b->list.n; i++)
        if (text_is(&b->list.at[i].id, id)) return true;
    return false;
}

/* What the reviewer saw contains the basis, or is contained in it; nothing fits an empty one. */
static bool is_fitting(const struct fact_list *seen, const struct basis *b)
{
    bool contains = b->list.n > 0, contained = b->list.n > 0;
    for (uint32_t i = 0; contains && i < b->list.n; i++)
        contains = list_has(seen, &b->list.at[i].id);
    for (size_t i = 0; contained && i < seen->n; i++) contained = basis_has(b, seen->texts[i]);
    return contains || contained;
}

static void take_effect(struct walk *w, const struct item *item, enum outcome outcome)
{
    struct proposals *p = &w->proposals;
    proposal_close(w, outcome);
    p->decided = p->reviewed = true;
    p->reviewed_on = item->today;
    (void)!text_copy(item_text(item, HUB_REVIEW_DECIDED_REVIEWER), &p->reviewer);
}

static void uphold(struct walk *w, const struct item *item, const struct fact_value *seen)
{
    struct proposals *p = &w->proposals;
    if (!p->open) return;
    basis_reach(&p->now, w, w->room);
    bool fits =
        !seen->there || is_fitting(&seen->list, &p->basis) || is_fitting(&seen->list, &p->now);
    if (!fits) return;
    take_effect(w, item, OUTCOME_UPHELD);
    grade_uphold(w, item);
    basis_copy(&p->upheld, &p->basis, w->room);
    p->by = p->reviewer;
}

static void reject(struct walk *w, const struct item *item, const struct fact_value *seen)
{
    struct proposals *p = &w->proposals;
    for (size_t i = 0; seen->there && i < seen->list.n; i++) mute(p, seen->list.texts[i], w->room);
    for (uint32_t i = 0; !seen->there && p->open && i < p->basis.list.n; i++)
        mute(p, slice_text(&p->basis.list.at[i].id), w->room);
    if (p->open && all_muted(p, &p->basis)) take_effect(w, item, OUTCOME_REJECTED);
}

void proposal_decide(struct walk *w, const struct item *item)
{
    const struct fact_value *seen = item_value(item, HUB_REVIEW_DECIDED_BASIS);
    if (item_says(item, HUB_REVIEW_DECIDED_VERDICT, HUB_REVIEW_VERDICT_UPHOLD))
        uphold(w, item, seen);
    else
        reject(w, item, seen);
}

void proposals_free(struct proposals *p, struct room *room)
{
    basis_free(&p->basis, room);
    basis_free(&p->upheld, room);
    basis_free(&p->now, room);
    LIST_FREE(room, &p->closed);
    LIST_FREE(room, &p->muted);
}
