#include "domain/reasons.h"

struct reasons reasons_of_rules(const struct verdict *v, struct tongue *t)
{
    struct reasons r = { 0 };
    for (int i = RULE_FLOORS; i < RULES; i++) r.n += v->points[i] != 0;
    r.at = tongue_take(t, r.n * sizeof *r.at);
    if (!r.at) return (struct reasons){ 0 };
    size_t n = 0;
    for (int i = RULE_FLOORS; i < RULES; i++) {
        if (v->points[i] == 0) continue;
        r.at[n].rule = slice_str(rule_rows[i].id);
        r.at[n++].points = v->points[i];
    }
    return r;
}

struct reasons reasons_of_floors(const struct verdict *v, struct tongue *t)
{
    struct reasons r = { 0 };
    for (int i = 0; i < RULE_FLOORS; i++) r.n += v->floors[i].there;
    r.at = tongue_take(t, r.n * sizeof *r.at);
    if (!r.at) return (struct reasons){ 0 };
    size_t n = 0;
    for (int i = 0; i < RULE_FLOORS; i++) {
        const struct floor *f = &v->floors[i];
        if (!f->there) continue;
        r.at[n++] = (struct hub_rule_reason){ .rule = slice_str(rule_rows[i].id),
            .has_grade = true,
            .grade = f->grade,
            .has_last = f->has_last,
            .last = f->last };
    }
    return r;
}

/* Texts of a basis move when its list grows: they are copied. */
struct reasons reasons_of_basis(const struct basis *b, struct tongue *t)
{
    struct reasons r = { 0 };
    uint32_t n = b->list.n;
    struct slice *ids = tongue_take(t, n * sizeof *ids);
    r.at = tongue_take(t, n * sizeof *r.at); /* at most a rule a fact */
    if (!ids || !r.at) return (struct reasons){ 0 };
    for (uint32_t i = 0; i < n; i++) {
        const struct basis_fact *f = &b->list.at[i];
        ids[i] = tongue_text(t, slice_text(&f->id));
        if (i == 0 || f->rule != b->list.at[i - 1].rule) {
            r.at[r.n].rule = slice_str(rule_rows[f->rule].id);
            r.at[r.n++].facts.at = &ids[i];
        }
        r.at[r.n - 1].facts.n++;
    }
    return r;
}

static bool rule_from(struct slice id, enum rule *ret)
{
    for (int i = 0; i < RULES; i++) {
        if (!slice_is(id, rule_rows[i].id)) continue;
        *ret = (enum rule)i;
        return true;
    }
    return false;
}

bool basis_from(struct basis *b, size_t n, const struct hub_rule_reason *at, struct room *room)
{
    b->list.n = 0;
    for (size_t i = 0; i < n; i++) {
        enum rule rule;
        if (!rule_from(at[i].rule, &rule)) return false;
        for (size_t k = 0; k < at[i].facts.n; k++) {
            struct basis_fact *f = LIST_ADD(room, &b->list);
            if (!f || !text_copy(at[i].facts.at[k], &f->id)) return false;
            f->rule = rule;
        }
    }
    return true;
}
