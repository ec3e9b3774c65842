/* worklist:<town>:<kind>: a sorted set of open tasks, "<pid> <task>" by due time. A person without
 * town is listed under the registered region, or under "none". */
#include "filed.h"

static struct slice kind_of(struct slice task)
{
    const uint8_t *colon = memchr(task.at, ':', task.n);
    return slice_of(task.at, colon ? (size_t)(colon - task.at) : task.n);
}

static void list_key(struct view *v, const struct filed *f)
{
    struct name name = name_of(v->prefix, "worklist:", f->where);
    name_add(&name, slice_str(":"));
    name_add(&name, kind_of(f->id));
    writes_word(v->writes, name_slice(&name));
}

static void member(struct view *v, const struct row *row, const struct filed *f)
{
    buffer_reset(v->scratch);
    buffer_add(v->scratch, row->pid);
    buffer_byte(v->scratch, ' ');
    buffer_add(v->scratch, f->id);
    writes_word(v->writes, buffer_slice(v->scratch));
}

static void put(struct view *v, const struct row *row, const struct filed *f)
{
    writes_begin(v->writes, "ZADD");
    list_key(v, f);
    if (f->score)
        writes_number(v->writes, f->score);
    else
        view_word(v, "+inf");
    member(v, row, f);
    writes_end(v->writes);
}

static void drop(struct view *v, const struct row *row, const struct filed *f)
{
    writes_begin(v->writes, "ZREM");
    list_key(v, f);
    member(v, row, f);
    writes_end(v->writes);
}

static struct slice town_of(const struct hub_change_body *body)
{
    if (body->town.at && body->town.n) return body->town;
    return body->place.at && body->place.n ? body->place : slice_str("none");
}

/* The due time as it is told in this step, or as it was told. */
static int64_t due_of(struct row *row, const struct hub_change_body *body, struct slice task)
{
    for (size_t i = 0; i < body->signals.n; i++) {
        const struct hub_signal *s = &body->signals.at[i];
        if (s->kind == HUB_SIGNAL_KIND_TASK_OPENED && s->has_due && slice_equal(s->task, task))
            return s->due.us;
    }
    const struct filed *old = filed_find(row, false, task);
    return old ? old->score : 0;
}

/* An id with a blank would be taken for an alert; no task has one. */
static bool is_listed(struct slice task) { return task.n && !memchr(task.at, ' ', task.n); }

static size_t tasks_now(
    struct row *row, const struct hub_change_body *body, struct filed now[TASKS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; body->has_state && i < body->state.tasks.n && n < TASKS_MAX; i++) {
        struct slice task = body->state.tasks.at[i];
        if (is_listed(task))
            now[n++] = (struct filed){
                .id = task, .where = town_of(body), .score = due_of(row, body, task)
            };
    }
    for (size_t i = 0; !body->has_state && i < row->n_filed && n < TASKS_MAX; i++) {
        if (row->filed[i].is_alert) continue;
        now[n] = row->filed[i];
        now[n++].where = town_of(body); /* it may have moved */
    }
    return n;
}

void worklist_write(struct view *v, struct row *row, const struct hub_change_body *body)
{
    struct filed now[TASKS_MAX];
    struct filing filing = { .now = now, .put = put, .drop = drop };
    filing.n = body ? tasks_now(row, body, now) : 0;
    filed_move(v, row, &filing);
}

void worklist_put(struct view *v, struct row *row, const struct filed *now, size_t n)
{
    const struct filing filing = { .now = now, .n = n, .put = put, .drop = drop };
    filed_move(v, row, &filing);
}
