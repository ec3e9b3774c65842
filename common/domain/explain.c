#include "domain/causes.h"
#include "domain/explain.h"
#include "domain/file_inside.h"
#include "domain/grounds.h"

static bool in_force(const struct walk *w, enum rule rule)
{
    return rule < RULE_FLOORS ? w->verdict.floors[rule].there : w->verdict.points[rule] != 0;
}

static struct item item_of(const struct unpacked *u)
{
    return (struct item){
        .at = u->fact.event_time, .today = instant_date(u->fact.event_time), .fact = &u->fact
    };
}

/* As people may read it; "" of what happens daily. */
static struct text id_of(const struct unpacked *u)
{
    struct text id = { "" };
    if (u->named && !text_from(u->fact.id, &id)) id.at[0] = 0; /* ids fit */
    return id;
}

static bool ground_of(
    const struct file *f, enum rule rule, const struct unpacked *u, struct ground *ret)
{
    struct item item = item_of(u);
    if (!u->live || !grounds_hold(rule, &f->walk, &item)) return false;
    *ret = (struct ground){ .id = id_of(u), .type = u->fact.type, .day = item.today };
    return true;
}

/* Those of the rule; how many at all is returned, and the first `room` of them are kept. */
static size_t grounds_look(const struct file *f, enum rule rule, struct ground *ret, size_t room)
{
    struct unpacked u;
    struct ground one;
    size_t n = 0;
    for (struct row_at at = { 0 }; ledger_next(&f->ledger, &at, &u);) {
        if (!ground_of(f, rule, &u, &one)) continue;
        if (n < room) ret[n] = one;
        n++;
    }
    return n;
}

static bool grounds_of(
    const struct file *f, enum rule rule, struct arena *a, struct explained_rule *ret)
{
    *ret = (struct explained_rule){ 0 };
    if (!in_force(&f->walk, rule)) return true;
    ret->n = grounds_look(f, rule, NULL, 0);
    ret->at = arena_take(a, MAX(ret->n, (size_t)1) * sizeof *ret->at);
    return ret->at && grounds_look(f, rule, ret->at, ret->n) == ret->n;
}

/* ---- causes that are no rule ---- */

static bool cause_put(
    const struct cause_ground kinds[CAUSE_KINDS], struct arena *a, struct explained_rule *ret)
{
    *ret = (struct explained_rule){ .at = arena_take(a, CAUSE_KINDS * sizeof *ret->at) };
    for (int i = 0; ret->at && i < CAUSE_KINDS; i++) {
        const struct cause_ground *g = &kinds[i];
        if (g->there) ret->at[ret->n++] = (struct ground){ g->id, g->type, g->day };
    }
    return ret->at != NULL;
}

static bool causes_of(const struct file *f, struct arena *a, struct explained_rule ret[NEED_CAUSES])
{
    struct causes *c = arena_take(a, sizeof *c);
    struct unpacked u;
    bool fits = c != NULL;
    if (fits) memset(c, 0, sizeof *c);
    for (struct row_at at = { 0 }; fits && ledger_next(&f->ledger, &at, &u);) {
        if (!u.live) continue;
        struct item item = item_of(&u);
        struct text id = id_of(&u);
        causes_take(c, &item, &id);
    }
    for (int i = 0; fits && i < NEED_CAUSES; i++) fits = cause_put(c->at[i], a, &ret[i]);
    return fits;
}

/* ---- down ---- */

static uint32_t blocked_by(const struct walk *w, date *ret_last, bool *ret_known)
{
    uint32_t blocked = 0;
    *ret_known = true;
    for (int i = 0; i < RULE_FLOORS; i++) {
        const struct floor *f = &w->verdict.floors[i];
        if (!f->there || f->grade < w->grade.grade) continue;
        blocked |= 1u << i;
        *ret_known &= f->has_last;
        if (f->has_last && f->last.days > ret_last->days) *ret_last = f->last;
    }
    return blocked;
}

/* `next`: the day of the next daily tick. */
static void outlook_falls(struct outlook *o, const struct walk *w, date next)
{
    date last = { INT32_MIN };
    bool high = w->grade.grade == HUB_GRADE_HIGH, known;
    o->falls = true;
    o->to = high ? HUB_GRADE_MEDIUM : HUB_GRADE_LOW;
    o->blocked = blocked_by(w, &last, &known);
    o->limit = w->rules->at[high ? DOWN_HIGH : DOWN_MEDIUM];
    o->wanted = w->rules->at[DOWN_TICKS];
    o->passed = o->blocked || w->verdict.score > o->limit ? 0 : w->grade.dwell;
    o->has_earliest = known && w->verdict.score <= o->limit;
    if (o->blocked && last.days >= next.days) next = date_plus(last, 1);
    o->earliest = date_plus(next, o->wanted - o->passed - 1);
}

static struct outlook outlook_of(const struct file *f)
{
    const struct walk *w = &f->walk;
    struct outlook o = { 0 };
    bool lives = w->status == HUB_FILE_STATUS_ACTIVE || w->status == HUB_FILE_STATUS_END_DUE;
    if (!lives || w->grade.grade < HUB_GRADE_LOW) return o;
    if (w->grade.grade > HUB_GRADE_LOW) outlook_falls(&o, w, instant_date(f->daily));
    o.treated = w->treatment.open;
    o.has_end = w->tests.clock_known;
    o.end = date_plus_years(w->tests.clock, w->rules->at[END_YEARS]);
    return o;
}

enum rc file_explain(struct file *f, const struct rulebook *rules, instant until, struct arena *a,
    struct explanation *ret, struct why *why)
{
    enum rc rc = file_walk(f, rules, until, why);
    if (rc != RC_OK) return rc;
    *ret = (struct explanation){ .rules = f->walk.rules };
    for (int i = 0; i < RULES; i++)
        if (!grounds_of(f, (enum rule)i, a, &ret->grounds[i]))
            return why_set(why, RC_BROKEN, "an explanation does not fit its arena");
    if (!causes_of(f, a, ret->causes))
        return why_set(why, RC_BROKEN, "an explanation does not fit its arena");
    ret->outlook = outlook_of(f);
    return RC_OK;
}
