#include "domain/told.h"

/* ---- decisions that do not count (R22) ---- */

static bool refusal_told(const struct told *t, const struct text *id)
{
    for (uint32_t i = 0; i < t->refused.n; i++)
        if (text_compare(&t->refused.at[i], id) == 0) return true;
    return false;
}

static void refused_step(struct told *t, const struct walk *w, struct tongue *tongue)
{
    for (uint32_t i = 0; i < w->contests.refused.n; i++) {
        const struct text *id = &w->contests.refused.at[i];
        if (refusal_told(t, id)) continue;
        struct hub_signal *s = tongue_say(tongue, HUB_SIGNAL_KIND_QUARANTINED);
        s->event = tongue_text(tongue, slice_text(id));
        s->source = slice_str(event_source_name(SOURCE_HUB));
        s->reason = slice_str("same_reviewer");
        struct text *told = LIST_ADD(tongue->room, &t->refused);
        if (told) *told = *id;
    }
}

static void refused_hear(struct told *t, const struct hub_signal *s, struct room *room)
{
    if (!slice_is(s->reason, "same_reviewer")) return;
    struct text *told = LIST_ADD(room, &t->refused);
    if (told) (void)!text_copy(s->event, told);
}

/* ---- needs (R33) ---- */

static void say_need_closed(struct told_need *told, enum need_kind kind, struct tongue *tongue)
{
    struct hub_signal *s = tongue_say(tongue, HUB_SIGNAL_KIND_NEED_CLOSED);
    s->need = slice_str(need_rows[kind].name);
    tongue_recipients(tongue, s, told->recipients);
    *told = (struct told_need){ 0 };
}

static void put_causes(struct hub_signal *s, uint32_t causes, struct tongue *tongue)
{
    s->causes.at = tongue_take(tongue, NEED_CAUSES * sizeof *s->causes.at);
    for (int i = 0; s->causes.at && i < NEED_CAUSES; i++)
        if (causes >> i & 1)
            s->causes.at[s->causes.n++] = slice_str(need_cause_name((enum need_cause)i));
}

static void say_need_opened(struct told_need *told, enum need_kind kind, const struct need *need,
    const struct walk *w, struct tongue *tongue)
{
    struct hub_signal *s = tongue_say(tongue, HUB_SIGNAL_KIND_NEED_OPENED);
    uint32_t roles = told->recipients | ROLE(TOWN) | 1u << need_rows[kind].lead;
    if (kind == NEED_EMPLOYMENT && verdict_has(&w->verdict, RULE_G_M1)) roles |= ROLE(JUSTICE);
    s->need = slice_str(need_rows[kind].name);
    s->urgent = need->urgent;
    put_causes(s, need->causes, tongue);
    s->has_lead = s->has_due = true;
    s->lead = need_rows[kind].lead;
    s->due = due_from(tongue->at, need_allowed(kind, need->urgent));
    tongue_recipients(tongue, s, roles);
    *told = (struct told_need){ true, need->urgent, roles };
}

void told_needs_step(struct told *t, const struct walk *w, struct tongue *tongue)
{
    struct need now[NEED_KINDS];
    needs_open(w, now);
    for (int i = 0; i < NEED_KINDS; i++)
        if (t->needs[i].open && now[i].causes == 0)
            say_need_closed(&t->needs[i], (enum need_kind)i, tongue);
    for (int i = 0; i < NEED_KINDS; i++) {
        bool news = !t->needs[i].open || (now[i].urgent && !t->needs[i].urgent);
        if (now[i].causes && news)
            say_need_opened(&t->needs[i], (enum need_kind)i, &now[i], w, tongue);
    }
}

static void need_hear(struct told *t, const struct hub_signal *s)
{
    for (int i = 0; i < NEED_KINDS; i++) {
        if (!slice_is(s->need, need_rows[i].name)) continue;
        bool open = s->kind == HUB_SIGNAL_KIND_NEED_OPENED;
        t->needs[i] = (struct told_need){ 0 };
        if (open)
            t->needs[i] =
                (struct told_need){ true, s->urgent, roles_of(s->recipients.n, s->recipients.at) };
    }
}

/* ---- the end of a file ---- */

static void note_roles(struct told *t, const struct tongue *step)
{
    for (size_t i = 0; i < step->n; i++) {
        const struct hub_signal *s = &step->said[i];
        t->roles |= roles_of(s->recipients.n, s->recipients.at);
        t->roles |= roles_of(s->notices.n, s->notices.at);
    }
}

static void sealing_step(struct told *t, const struct walk *w, struct tongue *tongue)
{
    bool sealed = w->status == HUB_FILE_STATUS_SEALED;
    if (sealed && !t->sealed)
        tongue_recipients(tongue, tongue_say(tongue, HUB_SIGNAL_KIND_FILE_SEALED), t->roles);
    t->sealed = sealed;
}

/* ---- a step ---- */

/* Of a shredded file nothing else is said: partners deleted it when it was sealed. */
static void shredding_step(struct told *t, struct tongue *tongue)
{
    if (!t->shredded)
        tongue_recipients(tongue, tongue_say(tongue, HUB_SIGNAL_KIND_FILE_SHREDDED), t->roles);
    told_free(t, tongue->room);
    t->shredded = true;
}

void told_step(struct told *t, const struct walk *w, struct tongue *tongue)
{
    if (w->status == HUB_FILE_STATUS_SHREDDED) {
        shredding_step(t, tongue);
        return;
    }
    t->shredded = false;
    refused_step(t, w, tongue);
    told_grade_step(t, w, tongue);
    told_proposal_step(t, w, tongue);
    told_needs_step(t, w, tongue);
    told_tasks_step(t, w, tongue);
    alerts_tell(w, &t->alerts, tongue);
    note_roles(t, tongue);
    sealing_step(t, w, tongue);
    if (tongue->tick) told_overdue_step(t, tongue);
    note_roles(t, tongue);
}

static void hear_one(
    struct told *t, const struct walk *w, const struct tongue *step, uint32_t index)
{
    const struct hub_signal *s = &step->said[index];
    switch (s->kind) {
    case HUB_SIGNAL_KIND_QUARANTINED: refused_hear(t, s, step->room); break;
    case HUB_SIGNAL_KIND_GRADE_CHANGED:
    case HUB_SIGNAL_KIND_GRADE_CORRECTED: told_grade_hear(t, w, step, index); break;
    case HUB_SIGNAL_KIND_GRADE_PROPOSED:
    case HUB_SIGNAL_KIND_GRADE_PROPOSAL_WITHDRAWN: told_proposal_hear(t, step, index); break;
    case HUB_SIGNAL_KIND_NEED_OPENED:
    case HUB_SIGNAL_KIND_NEED_CLOSED: need_hear(t, s); break;
    case HUB_SIGNAL_KIND_TASK_OPENED:
    case HUB_SIGNAL_KIND_TASK_OVERDUE: told_tasks_hear(t, s, step->room); break;
    case HUB_SIGNAL_KIND_ALERT_RAISED:
    case HUB_SIGNAL_KIND_ALERT_ESCALATED:
    case HUB_SIGNAL_KIND_ALERT_RESOLVED: alerts_hear(w, &t->alerts, s, step->room); break;
    case HUB_SIGNAL_KIND_FIELDS_DROPPED:
    case HUB_SIGNAL_KIND_CONTROL_END_DUE:
    case HUB_SIGNAL_KIND_FILE_SEALED:
    case HUB_SIGNAL_KIND_FILE_SHREDDED:
    case HUB_SIGNAL_KINDS: break;
    }
}

void told_hear(struct told *t, const struct walk *w, const struct tongue *step)
{
    if (w->status == HUB_FILE_STATUS_SHREDDED) {
        told_free(t, step->room);
        t->shredded = true;
        return;
    }
    t->shredded = false;
    told_proposal_end(t, w);
    told_tasks_end(t, w, step->room);
    for (uint32_t i = 0; i < step->n; i++) hear_one(t, w, step, i);
    note_roles(t, step);
    t->sealed = w->status == HUB_FILE_STATUS_SEALED;
}

instant told_due(const struct told *t)
{
    instant due = { INT64_MAX };
    if (t->proposed && !t->proposal_late) due = t->proposal_due;
    for (uint32_t i = 0; i < t->tasks.n; i++)
        if (!t->tasks.at[i].late && is_before(t->tasks.at[i].due, due)) due = t->tasks.at[i].due;
    return due;
}

bool told_contests(const struct told *t)
{
    for (uint32_t i = 0; i < t->tasks.n; i++)
        if (t->tasks.at[i].kind == TASK_CONTEST) return true;
    return false;
}

void told_free(struct told *t, struct room *room)
{
    LIST_FREE(room, &t->grades);
    basis_free(&t->basis, room);
    LIST_FREE(room, &t->tasks);
    LIST_FREE(room, &t->refused);
    alerts_told_free(&t->alerts, room);
    *t = (struct told){ 0 };
}
