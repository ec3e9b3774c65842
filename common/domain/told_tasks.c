/* Tasks that began since, and what has become late; a task that ends is dropped without a word. */
#include "domain/told.h"

static int name_compare(const struct task_name *a, const struct task_name *b)
{
    return slice_compare(task_name_slice(a), task_name_slice(b));
}

/* Where a task of this name is, or belongs. */
static uint32_t task_place(const struct told *t, const struct task_name *name, bool *ret_there)
{
    uint32_t low = 0, high = t->tasks.n;
    *ret_there = false;
    while (low < high && !*ret_there) {
        uint32_t mid = low + (high - low) / 2;
        int order = name_compare(&t->tasks.at[mid].name, name);
        *ret_there = order == 0;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return high;
}

static void task_remember(struct told *t, const struct told_task *task, struct room *room)
{
    bool there;
    uint32_t i = task_place(t, &task->name, &there);
    if (there) {
        t->tasks.at[i] = *task;
        return;
    }
    if (!LIST_ADD(room, &t->tasks)) return;
    memmove(&t->tasks.at[i + 1], &t->tasks.at[i], (t->tasks.n - 1 - i) * sizeof *t->tasks.at);
    t->tasks.at[i] = *task;
}

/* Drops what is not open any more; both lists are by name. */
static void keep_open(struct told *t, const struct task_list *open)
{
    uint32_t kept = 0, k = 0;
    for (uint32_t i = 0; i < t->tasks.n; i++) {
        const struct task_name *name = &t->tasks.at[i].name;
        while (k < open->list.n && name_compare(&open->list.at[k].name, name) < 0) k++;
        bool is_open = k < open->list.n && name_compare(&open->list.at[k].name, name) == 0;
        if (is_open && kept != i) t->tasks.at[kept] = t->tasks.at[i];
        kept += is_open;
    }
    t->tasks.n = kept;
}

static void say_opened(struct told *t, const struct task *task, struct tongue *tongue)
{
    struct hub_signal *s = tongue_say(tongue, HUB_SIGNAL_KIND_TASK_OPENED);
    uint32_t roles = 1u << task_rows[task->kind].first;
    if (task->kind == TASK_CONTROL_END) roles |= ROLE(DPO);
    s->task = tongue_text(tongue, task_name_slice(&task->name));
    s->has_due = true;
    s->due = due_from(tongue->at, task->allowed);
    tongue_recipients(tongue, s, roles);
    struct told_task told = { task->name, task->kind, s->due, false };
    task_remember(t, &told, tongue->room);
}

void told_tasks_step(struct told *t, const struct walk *w, struct tongue *tongue)
{
    struct task_list open = { 0 };
    tasks_open(w, tongue->room, &open);
    keep_open(t, &open);
    /* What was told is a part of what is open now, in the same order. */
    for (uint32_t i = 0; i < open.list.n; i++) {
        const struct task_name *name = &open.list.at[i].name;
        if (i >= t->tasks.n || name_compare(&t->tasks.at[i].name, name) != 0)
            say_opened(t, &open.list.at[i], tongue);
    }
    tasks_free(&open, tongue->room);
}

static void say_overdue(struct tongue *tongue, struct slice task, enum hub_role role)
{
    struct hub_signal *s = tongue_say(tongue, HUB_SIGNAL_KIND_TASK_OVERDUE);
    s->task = tongue_text(tongue, task);
    tongue_recipients(tongue, s, 1u << role);
}

static void proposal_overdue(struct told *t, struct tongue *tongue)
{
    if (!t->proposed || t->proposal_late || is_before(tongue->at, t->proposal_due)) return;
    t->proposal_late = true;
    say_overdue(tongue, slice_str("proposal"), HUB_ROLE_PROVINCE_OFFICE);
}

void told_overdue_step(struct told *t, struct tongue *tongue)
{
    bool asked = false;
    for (uint32_t i = 0; i < t->tasks.n; i++) {
        struct told_task *task = &t->tasks.at[i];
        if (!asked && slice_compare(task_name_slice(&task->name), slice_str("proposal")) > 0) {
            proposal_overdue(t, tongue);
            asked = true;
        }
        if (task->late || is_before(tongue->at, task->due)) continue;
        task->late = true;
        say_overdue(tongue, task_name_slice(&task->name), task_rows[task->kind].overdue);
    }
    if (!asked) proposal_overdue(t, tongue);
}

static bool kind_from(struct slice name, enum task_kind *ret)
{
    for (int i = 0; i < TASK_KINDS; i++) {
        size_t n = strlen(task_rows[i].name);
        if (name.n <= n || name.at[n] != ':' || memcmp(name.at, task_rows[i].name, n) != 0)
            continue;
        *ret = (enum task_kind)i;
        return true;
    }
    return false;
}

void told_tasks_hear(struct told *t, const struct hub_signal *s, struct room *room)
{
    struct told_task task = { .due = s->due, .late = s->kind == HUB_SIGNAL_KIND_TASK_OVERDUE };
    if (task.late && slice_is(s->task, "proposal")) {
        t->proposal_late = true;
        return;
    }
    if (!kind_from(s->task, &task.kind) || s->task.n > TASK_NAME_MAX) return;
    task.name.n = (uint8_t)s->task.n;
    memcpy(task.name.at, s->task.at, s->task.n);
    bool there;
    uint32_t i = task_place(t, &task.name, &there);
    if (!task.late)
        task_remember(t, &task, room);
    else if (there)
        t->tasks.at[i].late = true;
}

void told_tasks_end(struct told *t, const struct walk *w, struct room *room)
{
    struct task_list open = { 0 };
    if (t->tasks.n == 0) return;
    tasks_open(w, room, &open);
    keep_open(t, &open);
    tasks_free(&open, room);
}
