/* Tasks (fold.md R27): what somebody has to look at. Conditions make them; a condition's end, or a
 * decision that names the task, ends them. */
#ifndef COASTLINE_DOMAIN_TASKS_H
#define COASTLINE_DOMAIN_TASKS_H

#include "baked/hub.h"
#include "domain/item.h"

enum task_kind {
#define TASK(kind, name, first, overdue) TASK_##kind,
#include "domain/tasks.def"
#undef TASK
    TASK_KINDS,
};

enum { TASK_NAME_MAX = 87 };

struct task_row {
    const char *name;
    enum hub_role first, overdue; /* who is told when it opens, and when it is late */
};
extern const struct task_row task_rows[TASK_KINDS];

enum due_kind { DUE_HOURS, DUE_DAYS, DUE_WORKING_DAYS, DUE_END_OF };
/* How long something may take, counted from its telling (R28). */
struct allowed {
    enum due_kind kind;
    int32_t n;
    date day; /* DUE_END_OF */
};
instant due_from(instant told, struct allowed a);

struct task_name { /* kind:key */
    uint8_t n;
    char at[TASK_NAME_MAX];
};
static inline struct slice task_name_slice(const struct task_name *name)
{
    return slice_of(name->at, name->n);
}
struct task {
    enum task_kind kind;
    struct task_name name;
    struct allowed allowed;
};
struct task_list {
    LIST(struct task) list;
};

struct task_marks {
    LIST(uint64_t) done; /* tags of names that a decision ended for good */
};

struct walk;

/* The tasks that are open after the walk's last item, by name; free with tasks_free. */
void tasks_open(const struct walk *w, struct room *room, struct task_list *ret);
void tasks_free(struct task_list *l, struct room *room);
/* A decision that names a task ends it, if it is open. */
void task_decide(struct walk *w, const struct item *item);
void task_marks_free(struct task_marks *m, struct room *room);

#endif
