/* Snapshot form of what was told. */
#include "domain/told.h"

static void form_grade_word(struct form *f, enum hub_grade *g)
{
    uint32_t v = (uint32_t)*g;
    form_u32(f, &v);
    if (v >= HUB_GRADES) f->failed = true;
    *g = f->failed ? HUB_GRADE_UNGRADED : (enum hub_grade)v;
}

static void form_word(struct form *f, struct hub_word_place *w)
{
    form_i64(f, &w->cause);
    form_i32(f, &w->index);
}

static void form_place(struct form *f, struct place *p)
{
    form_i64(f, &p->at.us);
    form_i32(f, &p->source);
    form_text(f, &p->id);
    if (p->source < -1 || p->source >= SOURCES) f->failed = true;
}

static void form_roles(struct form *f, uint32_t *roles)
{
    form_u32(f, roles);
    if (*roles >> HUB_ROLES) f->failed = true;
}

/* Makes room for n items when reading; the same loop then serves both ways. */
#define FORM_LIST(f, room, list, least)                                                            \
    do {                                                                                           \
        uint32_t n_ = (list)->n;                                                                   \
        form_count((f), &n_, (least));                                                             \
        if (!(f)->out && !(f)->failed)                                                             \
            for (uint32_t i_ = 0; i_ < n_ && LIST_ADD((room), (list)); i_++) continue;             \
    } while (0)

static void form_grades(struct told *t, struct form *f, struct room *room)
{
    FORM_LIST(f, room, &t->grades, 30);
    for (uint32_t i = 0; i < t->grades.n; i++) {
        struct told_grade *g = &t->grades.at[i];
        form_word(f, &g->word);
        form_grade_word(f, &g->to);
        form_place(f, &g->place);
        form_roles(f, &g->recipients);
        form_roles(f, &g->notices);
        form_bool(f, &g->gone);
    }
}

static void form_basis(struct basis *b, struct form *f, struct room *room)
{
    FORM_LIST(f, room, &b->list, 5);
    for (uint32_t i = 0; i < b->list.n; i++) {
        uint32_t rule = b->list.at[i].rule;
        form_u32(f, &rule);
        if (rule >= RULES) f->failed = true;
        b->list.at[i].rule = f->failed ? RULE_P1 : (enum rule)rule;
        form_text(f, &b->list.at[i].id);
    }
}

static void form_proposal(struct told *t, struct form *f, struct room *room)
{
    form_bool(f, &t->proposed);
    form_basis(&t->basis, f, room);
    form_word(f, &t->proposal);
    form_i64(f, &t->proposal_due.us);
    form_bool(f, &t->proposal_late);
}

static void form_needs(struct told *t, struct form *f)
{
    for (int i = 0; i < NEED_KINDS; i++) {
        form_bool(f, &t->needs[i].open);
        form_bool(f, &t->needs[i].urgent);
        form_roles(f, &t->needs[i].recipients);
    }
}

static void form_task(struct told_task *task, struct form *f)
{
    uint32_t kind = task->kind;
    form_bytes(f, &task->name.n, 1);
    if (task->name.n > TASK_NAME_MAX) f->failed = true;
    if (f->failed) return;
    form_bytes(f, task->name.at, task->name.n);
    form_u32(f, &kind);
    if (kind >= TASK_KINDS) f->failed = true;
    task->kind = f->failed ? TASK_OUTREACH : (enum task_kind)kind;
    form_i64(f, &task->due.us);
    form_bool(f, &task->late);
}

static void form_tasks(struct told *t, struct form *f, struct room *room)
{
    FORM_LIST(f, room, &t->tasks, 14);
    for (uint32_t i = 0; i < t->tasks.n; i++) form_task(&t->tasks.at[i], f);
}

static void form_refused(struct told *t, struct form *f, struct room *room)
{
    FORM_LIST(f, room, &t->refused, 1);
    for (uint32_t i = 0; i < t->refused.n; i++) form_text(f, &t->refused.at[i]);
}

void told_form(struct told *t, struct form *form, struct room *room)
{
    form_grade_word(form, &t->grade);
    form_grades(t, form, room);
    form_proposal(t, form, room);
    form_needs(t, form);
    form_tasks(t, form, room);
    form_refused(t, form, room);
    alerts_told_form(&t->alerts, form, room);
    form_roles(form, &t->roles);
    form_bool(form, &t->sealed);
    form_bool(form, &t->shredded);
}
