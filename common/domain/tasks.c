#include "domain/sort.h"
#include "domain/tasks.h"
#include "domain/walk.h"

const struct task_row task_rows[TASK_KINDS] = {
#define TASK(kind, name, first, overdue) { name, HUB_ROLE_##first, HUB_ROLE_##overdue },
#include "domain/tasks.def"
#undef TASK
};

/* ---- how long (R28) ---- */

static date working_days_after(date day, int32_t n)
{
    while (n > 0) {
        day = date_plus(day, 1);
        n -= date_weekday(day) <= 5;
    }
    return day;
}

instant due_from(instant told, struct allowed a)
{
    date today = instant_date(told);
    switch (a.kind) {
    case DUE_HOURS: return instant_plus(told, HOURS(a.n));
    case DUE_DAYS: return date_start(date_plus(today, a.n + 1));
    case DUE_WORKING_DAYS: return date_start(date_plus(working_days_after(today, a.n), 1));
    case DUE_END_OF: return date_start(date_plus(a.day, 1));
    }
    return told;
}

/* ---- which are open (R27) ---- */

struct opening {
    const struct walk *w;
    struct room *room;
    struct task_list *list;
};

static bool is_done(const struct walk *w, const struct task *t)
{
    if (w->task_marks.done.n == 0 || t->kind == TASK_CONTEST) return false;
    uint64_t tag = tag_of(task_name_slice(&t->name));
    for (uint32_t i = 0; i < w->task_marks.done.n; i++)
        if (w->task_marks.done.at[i] == tag) return true;
    return false;
}

static struct task_name task_name(enum task_kind kind, const struct text *text)
{
    struct slice key = slice_text(text);
    size_t n = strlen(task_rows[kind].name);
    struct task_name name = { .n = (uint8_t)(n + 1 + key.n) };
    memcpy(name.at, task_rows[kind].name, n);
    name.at[n] = ':';
    if (key.n) memcpy(name.at + n + 1, key.at, key.n);
    return name;
}

static void open_one(
    struct opening *o, enum task_kind kind, const struct text *key, struct allowed allowed)
{
    struct task t = { .kind = kind, .name = task_name(kind, key), .allowed = allowed };
    if (is_done(o->w, &t)) return;
    struct task *fresh = LIST_ADD(o->room, &o->list->list);
    if (fresh) *fresh = t;
}

static int by_name(const void *a, const void *b)
{
    const struct task *x = a, *y = b;
    return slice_compare(task_name_slice(&x->name), task_name_slice(&y->name));
}

static void open_at_day(struct opening *o, enum task_kind kind, date day, struct allowed allowed)
{
    struct text key = date_text(day);
    open_one(o, kind, &key, allowed);
}

static const struct allowed three_days = { .kind = DUE_DAYS, .n = 3 };
static const struct allowed three_working_days = { .kind = DUE_WORKING_DAYS, .n = 3 };
static const struct allowed fifteen_days = { .kind = DUE_DAYS, .n = 15 };
static const struct allowed one_day = { .kind = DUE_HOURS, .n = 24 };

static void open_contests(struct opening *o)
{
    const struct contests *c = &o->w->contests;
    for (uint32_t i = 0; i < c->open.n; i++)
        open_one(o, TASK_CONTEST, &c->open.at[i], fifteen_days);
}

static void open_outreach(struct opening *o)
{
    const struct walk *w = o->w;
    const struct order *order = order_open(&w->orders);
    if (!order || !order->served_known || order->reported_in) return;
    if (walk_away(w) || custody_contains(&w->custody, w->today)) return;
    date until = order_report_until(order, w->rules->at[H1_DAYS]);
    if (w->today.days < until.days - w->rules->at[H1_OUTREACH]) return;
    open_one(o, TASK_OUTREACH, &order->id, (struct allowed){ DUE_END_OF, 0, until });
}

static void open_doubts(struct opening *o)
{
    const struct tests *t = &o->w->tests;
    for (uint32_t i = 0; i < t->spots.n; i++)
        open_one(o, TASK_LABORATORY, &t->spots.at[i].id, three_days);
    for (uint32_t i = 0; i < t->indeterminate.n; i++)
        open_one(o, TASK_INDETERMINATE, &t->indeterminate.at[i].id, three_working_days);
    for (uint32_t i = 0; i < o->w->alerts.unplaced.n; i++)
        open_one(o, TASK_DATA_QUALITY, &o->w->alerts.unplaced.at[i], three_working_days);
}

static void open_welfare_visit(struct opening *o)
{
    const struct walk *w = o->w;
    if (walk_away(w) || walk_silence(w, w->today) < w->rules->at[M2_DAYS]) return;
    open_at_day(o, TASK_WELFARE_VISIT, w->contact.last, one_day);
}

static int32_t review_term(enum hub_grade grade)
{
    switch (grade) {
    case HUB_GRADE_HIGH: return 30;
    case HUB_GRADE_MEDIUM: return 90;
    case HUB_GRADE_LOW: return 180;
    case HUB_GRADE_UNGRADED:
    case HUB_GRADE_SUSPENDED:
    case HUB_GRADE_LONG_TERM_LOW:
    case HUB_GRADES: return 0;
    }
    return 0;
}

static void open_grade_review(struct opening *o)
{
    const struct walk *w = o->w;
    int32_t term = review_term(w->grade.grade);
    if (term == 0) return;
    date day = instant_date(w->grade.since);
    if (w->proposals.reviewed && w->proposals.reviewed_on.days > day.days)
        day = w->proposals.reviewed_on;
    day = date_plus(day, term);
    if (w->today.days >= day.days) open_at_day(o, TASK_GRADE_REVIEW, day, three_working_days);
}

static void open_control_end(struct opening *o)
{
    const struct walk *w = o->w;
    if (w->grade.grade != HUB_GRADE_LONG_TERM_LOW || w->life.control_ended) return;
    date day = instant_date(w->grade.since);
    if (date_minus(w->today, day) > 30) open_at_day(o, TASK_CONTROL_END, day, three_working_days);
}

void tasks_open(const struct walk *w, struct room *room, struct task_list *ret)
{
    struct opening o = { w, room, ret };
    ret->list.n = 0;
    if (w->status == HUB_FILE_STATUS_SHREDDED) return;
    open_contests(&o);
    if (w->status != HUB_FILE_STATUS_SEALED && w->status != HUB_FILE_STATUS_DECEASED) {
        open_outreach(&o);
        open_doubts(&o);
        open_welfare_visit(&o);
        open_grade_review(&o);
        open_control_end(&o);
    }
    if (ret->list.n > 1) sort(ret->list.at, ret->list.n, sizeof *ret->list.at, by_name);
}

void tasks_free(struct task_list *l, struct room *room) { LIST_FREE(room, &l->list); }

/* ---- decisions ---- */

static const struct task *task_find(const struct task_list *l, struct slice name)
{
    for (uint32_t i = 0; i < l->list.n; i++)
        if (slice_equal(name, task_name_slice(&l->list.at[i].name))) return &l->list.at[i];
    return NULL;
}

void task_decide(struct walk *w, const struct item *item)
{
    struct task_list open = { 0 };
    struct slice name = item_text(item, HUB_REVIEW_DECIDED_TASK);
    tasks_open(w, w->room, &open);
    const struct task *t = task_find(&open, name);
    if (t && t->kind != TASK_CONTEST) {
        uint64_t *done = LIST_ADD(w->room, &w->task_marks.done);
        if (done) *done = tag_of(name);
        if (t->kind == TASK_GRADE_REVIEW) {
            w->proposals.reviewed = true;
            w->proposals.reviewed_on = item->today;
        }
    }
    tasks_free(&open, w->room);
}

void task_marks_free(struct task_marks *m, struct room *room) { LIST_FREE(room, &m->done); }
