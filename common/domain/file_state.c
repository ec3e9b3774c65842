/* The state line (fold.md 7): the values after the walk's last item. */
#include "domain/file_inside.h"
#include "domain/reasons.h"

static void put_grade(struct hub_file_state *s, const struct walk *w, struct tongue *t)
{
    struct reasons rules = reasons_of_rules(&w->verdict, t);
    struct reasons floors = reasons_of_floors(&w->verdict, t);
    bool sealed = w->status == HUB_FILE_STATUS_SEALED;
    s->file = w->status;
    s->grade = w->grade.grade;
    s->grade_class = w->grade.class;
    s->has_since = w->grade.since_known;
    s->since = w->grade.since;
    s->score = w->verdict.score;
    s->rules.at = rules.at, s->rules.n = rules.n;
    s->floors.at = floors.at, s->floors.n = floors.n;
    s->dwell = w->grade.dwell;
    s->has_clock_start = sealed ? w->sealed_clock_known : w->tests.clock_known;
    s->clock_start = sealed ? w->sealed_clock : w->tests.clock;
    struct text region = county_text(walk_region(w));
    s->region = tongue_text(t, slice_text(&region));
}

static void put_decisions(struct hub_file_state *s, const struct walk *w, struct tongue *t)
{
    const struct proposals *p = &w->proposals;
    struct reasons upheld = reasons_of_basis(&p->upheld, t);
    s->proposed = p->open;
    if (p->open) {
        struct reasons open = reasons_of_basis(&p->basis, t);
        s->proposal.at = open.at, s->proposal.n = open.n;
    }
    s->basis.at = upheld.at, s->basis.n = upheld.n;
    s->by = tongue_text(t, slice_text(&p->by));
    s->contested = w->contests.open.n > 0;
    s->muted.at = tongue_take(t, p->muted.n * sizeof *s->muted.at);
    for (uint32_t i = 0; s->muted.at && i < p->muted.n; i++)
        s->muted.at[s->muted.n++] = tongue_text(t, slice_text(&p->muted.at[i]));
}

static void put_causes(struct hub_need_state *n, uint32_t causes, struct tongue *t)
{
    n->causes.at = tongue_take(t, NEED_CAUSES * sizeof *n->causes.at);
    for (int i = 0; n->causes.at && i < NEED_CAUSES; i++)
        if (causes >> i & 1)
            n->causes.at[n->causes.n++] = slice_str(need_cause_name((enum need_cause)i));
}

static void put_needs(struct hub_file_state *s, const struct walk *w, struct tongue *t)
{
    struct need needs[NEED_KINDS];
    needs_open(w, needs);
    s->needs.at = tongue_take(t, NEED_KINDS * sizeof *s->needs.at);
    for (int i = 0; s->needs.at && i < NEED_KINDS; i++) {
        if (!needs[i].causes) continue;
        struct hub_need_state *n = &s->needs.at[s->needs.n++];
        n->kind = slice_str(need_rows[i].name);
        n->urgent = needs[i].urgent;
        put_causes(n, needs[i].causes, t);
    }
}

static void put_tasks(struct hub_file_state *s, const struct walk *w, struct tongue *t)
{
    struct task_list open = { 0 };
    tasks_open(w, t->room, &open);
    s->tasks.at = tongue_take(t, open.list.n * sizeof *s->tasks.at);
    for (uint32_t i = 0; s->tasks.at && i < open.list.n; i++)
        s->tasks.at[s->tasks.n++] = tongue_text(t, task_name_slice(&open.list.at[i].name));
    tasks_free(&open, t->room);
}

struct looking {
    struct file_picture picture;
    struct tongue tongue;
};

static void look(struct looking *l, const struct walk *w)
{
    struct hub_file_state *s = &l->picture.state;
    struct tongue *t = &l->tongue;
    t->room = w->room;
    l->picture.facts = w->facts;
    put_grade(s, w, t);
    put_decisions(s, w, t);
    put_needs(s, w, t);
    put_tasks(s, w, t);
    if (!alerts_state(w, t->arena, s)) t->failed = true;
}

static enum rc looked(const struct looking *l, const struct file *f, struct why *why)
{
    if (l->tongue.failed) return why_set(why, RC_BROKEN, "a state does not fit its arena");
    return file_whole(f, why);
}

enum rc file_state(struct file *f, const struct rulebook *rules, instant until, struct arena *a,
    struct hub_file_state *ret, struct why *why)
{
    struct looking l = { .tongue = { .arena = a, .at = until } };
    enum rc rc = file_walk(f, rules, until, why);
    if (rc != RC_OK) return rc;
    look(&l, &f->walk);
    *ret = l.picture.state;
    return looked(&l, f, why);
}

static void look_at_end(void *self, const struct walk *w, const struct item *item)
{
    if (!item) look(self, w);
}

enum rc file_state_then(const struct file *f, const struct rulebook *rules, instant at,
    struct arena *a, struct file_picture *ret, struct why *why)
{
    struct looking l = { .tongue = { .arena = a, .at = at } };
    enum rc rc = file_tour(f, rules, at, &(struct file_tour){ look_at_end, &l }, why);
    if (rc != RC_OK) return rc;
    *ret = l.picture;
    return looked(&l, f, why);
}

int64_t file_facts(const struct file *f) { return f->walk.facts; }

struct slice file_town(const struct file *f)
{
    const struct order *o = order_open(&f->walk.orders);
    return o && o->town.at[0] ? code_slice(&o->town) : (struct slice){ NULL, 0 };
}
