/* Three questions in a row: is the role told at all, does B7 let it see this kind of thing, and
 * which fields and reasons of it. The answers are rows of disclosure.def. */
#include "domain/disclosure.h"

enum grade_sight { SIGHT_NONE, SIGHT_ANY, SIGHT_CARE, SIGHT_CONTROL, SIGHT_AFTERCARE, SIGHT_WHOLE };

static const struct reader {
    enum grade_sight grade;
    const char *reasons, *needs, *alerts, *tasks; /* words with one blank between; "*" is all */
} readers[HUB_ROLES] = {
#define READER(role, grade, reasons, needs, alerts, tasks)                                         \
    [HUB_ROLE_##role] = { SIGHT_##grade, reasons, needs, alerts, tasks },
#include "domain/disclosure.def"
#undef READER
};

/* Fields by what kind of thing is said; what a partner sees of a grade beside its reasons depends
 * on its sight. */
enum {
    FIELDS_GRADE = DISCLOSE_TO | DISCLOSE_CLASS | DISCLOSE_SINCE | DISCLOSE_RULES |
                   DISCLOSE_FLOORS | DISCLOSE_BASIS | DISCLOSE_CONTESTED | DISCLOSE_SUPERSEDES |
                   DISCLOSE_DUE | DISCLOSE_REASON,
    FIELDS_WHOLE = FIELDS_GRADE | DISCLOSE_FROM | DISCLOSE_SCORE | DISCLOSE_BY,
    FIELDS_NEED = DISCLOSE_NEED | DISCLOSE_URGENT | DISCLOSE_CAUSES | DISCLOSE_LEAD | DISCLOSE_DUE,
    FIELDS_TASK = DISCLOSE_TASK | DISCLOSE_DUE,
    FIELDS_ALERT = DISCLOSE_CLASS | DISCLOSE_ALERT | DISCLOSE_OBSERVED | DISCLOSE_REGISTERED |
                   DISCLOSE_LEVEL | DISCLOSE_LEAVE_MISMATCH | DISCLOSE_REASON,
    FIELDS_ALERT_SUMMARY = DISCLOSE_ALERT | DISCLOSE_LEVEL | DISCLOSE_REASON,
    FIELDS_ALERT_NOTICE = DISCLOSE_OBSERVED | DISCLOSE_REGISTERED | DISCLOSE_LEVEL,
};

static const struct disclosure nothing = { DISCLOSURE_NOTHING, 0 };

static struct disclosure content(uint32_t fields)
{
    return (struct disclosure){ DISCLOSURE_CONTENT, fields };
}

static struct disclosure notice(uint32_t fields)
{
    return (struct disclosure){ DISCLOSURE_NOTICE, fields };
}

/* Does the list hold this word, with `mark` (or 0) right behind it? */
static bool list_holds(const char *list, struct slice word, char mark)
{
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, " ");
        bool marked = mark && n > 0 && at[n - 1] == mark;
        if (mark == 0 || marked)
            if (slice_equal(slice_of(at, n - marked), word)) return true;
        at += n + (at[n] == ' ');
    }
    return false;
}

static bool list_allows(const char *list, struct slice word)
{
    return strcmp(list, "*") == 0 || list_holds(list, word, 0);
}

static bool has_floor(const struct hub_signal *s, const char *rule)
{
    for (size_t i = 0; i < s->floors.n; i++)
        if (slice_is(s->floors.at[i].rule, rule)) return true;
    return false;
}

static bool is_control(const struct hub_signal *s)
{
    return s->has_grade_class && s->grade_class == HUB_GRADE_CLASS_CONTROL;
}

static struct disclosure grade_seen(const struct hub_signal *s, const struct reader *r)
{
    switch (r->grade) {
    case SIGHT_NONE: return nothing;
    case SIGHT_WHOLE: return content(FIELDS_WHOLE);
    case SIGHT_ANY: return content(FIELDS_GRADE);
    case SIGHT_CARE: return content(FIELDS_GRADE & ~(is_control(s) ? DISCLOSE_CLASS : 0u));
    case SIGHT_CONTROL: return is_control(s) ? content(FIELDS_GRADE) : notice(0);
    case SIGHT_AFTERCARE: return has_floor(s, "G-M1") ? content(FIELDS_GRADE) : notice(0);
    }
    return nothing;
}

static struct disclosure alert_seen(const struct hub_signal *s, const struct reader *r)
{
    if (list_allows(r->alerts, s->alert)) return content(FIELDS_ALERT);
    return list_holds(r->alerts, s->alert, '-') ? content(FIELDS_ALERT_SUMMARY) : nothing;
}

static struct disclosure task_seen(const struct hub_signal *s, const struct reader *r)
{
    const uint8_t *colon = s->task.at ? memchr(s->task.at, ':', s->task.n) : NULL;
    struct slice kind = slice_of(s->task.at, colon ? (size_t)(colon - s->task.at) : s->task.n);
    return list_allows(r->tasks, kind) ? content(FIELDS_TASK) : nothing;
}

static struct disclosure content_seen(const struct hub_signal *s, const struct reader *r)
{
    switch (s->kind) {
    case HUB_SIGNAL_KIND_QUARANTINED:
    case HUB_SIGNAL_KIND_FIELDS_DROPPED: return nothing;
    case HUB_SIGNAL_KIND_GRADE_CHANGED:
    case HUB_SIGNAL_KIND_GRADE_CORRECTED:
    case HUB_SIGNAL_KIND_GRADE_PROPOSED:
    case HUB_SIGNAL_KIND_GRADE_PROPOSAL_WITHDRAWN: return grade_seen(s, r);
    case HUB_SIGNAL_KIND_NEED_OPENED:
    case HUB_SIGNAL_KIND_NEED_CLOSED:
        return list_allows(r->needs, s->need) ? content(FIELDS_NEED) : nothing;
    case HUB_SIGNAL_KIND_TASK_OPENED:
    case HUB_SIGNAL_KIND_TASK_OVERDUE: return task_seen(s, r);
    case HUB_SIGNAL_KIND_ALERT_RAISED:
    case HUB_SIGNAL_KIND_ALERT_ESCALATED:
    case HUB_SIGNAL_KIND_ALERT_RESOLVED: return alert_seen(s, r);
    case HUB_SIGNAL_KIND_CONTROL_END_DUE:
    case HUB_SIGNAL_KIND_FILE_SEALED:
    case HUB_SIGNAL_KIND_FILE_SHREDDED: return content(0);
    case HUB_SIGNAL_KINDS: break;
    }
    return nothing;
}

static bool role_among(size_t n, const enum hub_role *roles, enum hub_role role)
{
    for (size_t i = 0; i < n; i++)
        if (roles[i] == role) return true;
    return false;
}

static bool is_alert(enum hub_signal_kind kind)
{
    return kind == HUB_SIGNAL_KIND_ALERT_RAISED || kind == HUB_SIGNAL_KIND_ALERT_ESCALATED ||
           kind == HUB_SIGNAL_KIND_ALERT_RESOLVED;
}

struct disclosure disclosure_of(const struct hub_signal *s, enum hub_role role)
{
    if (role_among(s->recipients.n, s->recipients.at, role)) return content_seen(s, &readers[role]);
    if (!role_among(s->notices.n, s->notices.at, role)) return nothing;
    return notice(is_alert(s->kind) ? FIELDS_ALERT_NOTICE : 0);
}

bool disclosure_reads(enum hub_role role, struct slice reason)
{
    return list_allows(readers[role].reasons, reason);
}

/* ---- cutting ---- */

struct cutter {
    enum hub_role role;
    struct arena *arena;
    bool full;
};

static struct hub_rule_reason *cut_reasons(
    struct cutter *c, size_t n, const struct hub_rule_reason *at, size_t *ret_n)
{
    struct hub_rule_reason *kept = arena_take(c->arena, (n + 1) * sizeof *kept);
    *ret_n = 0;
    if (!kept) return c->full = true, NULL;
    for (size_t i = 0; i < n; i++)
        if (disclosure_reads(c->role, at[i].rule)) kept[(*ret_n)++] = at[i];
    return kept;
}

static struct slice *cut_causes(struct cutter *c, size_t n, const struct slice *at, size_t *ret_n)
{
    struct slice *kept = arena_take(c->arena, (n + 1) * sizeof *kept);
    *ret_n = 0;
    if (!kept) return c->full = true, NULL;
    for (size_t i = 0; i < n; i++)
        if (disclosure_reads(c->role, at[i])) kept[(*ret_n)++] = at[i];
    return kept;
}

static void cut_grade(const struct hub_signal *s, uint32_t fields, struct hub_signal *out)
{
    out->has_from = s->has_from && (fields & DISCLOSE_FROM);
    if (out->has_from) out->from = s->from;
    out->has_to = s->has_to && (fields & DISCLOSE_TO);
    if (out->has_to) out->to = s->to;
    out->has_grade_class = s->has_grade_class && (fields & DISCLOSE_CLASS);
    if (out->has_grade_class) out->grade_class = s->grade_class;
}

static void cut_standing(const struct hub_signal *s, uint32_t fields, struct hub_signal *out)
{
    out->has_since = s->has_since && (fields & DISCLOSE_SINCE);
    if (out->has_since) out->since = s->since;
    out->has_score = s->has_score && (fields & DISCLOSE_SCORE);
    if (out->has_score) out->score = s->score;
    if (fields & DISCLOSE_BY) out->by = s->by;
    if (fields & DISCLOSE_CONTESTED) out->contested = s->contested;
    if (fields & DISCLOSE_SUPERSEDES) out->supersedes = s->supersedes;
}

static void cut_lists(
    struct cutter *c, const struct hub_signal *s, uint32_t fields, struct hub_signal *out)
{
    if (fields & DISCLOSE_RULES)
        out->rules.at = cut_reasons(c, s->rules.n, s->rules.at, &out->rules.n);
    if (fields & DISCLOSE_FLOORS)
        out->floors.at = cut_reasons(c, s->floors.n, s->floors.at, &out->floors.n);
    if (fields & DISCLOSE_BASIS)
        out->basis.at = cut_reasons(c, s->basis.n, s->basis.at, &out->basis.n);
    if (fields & DISCLOSE_CAUSES)
        out->causes.at = cut_causes(c, s->causes.n, s->causes.at, &out->causes.n);
}

static void cut_work(const struct hub_signal *s, uint32_t fields, struct hub_signal *out)
{
    if (fields & DISCLOSE_NEED) out->need = s->need;
    if (fields & DISCLOSE_URGENT) out->urgent = s->urgent;
    out->has_lead = s->has_lead && (fields & DISCLOSE_LEAD);
    if (out->has_lead) out->lead = s->lead;
    out->has_due = s->has_due && (fields & DISCLOSE_DUE);
    if (out->has_due) out->due = s->due;
    if (fields & DISCLOSE_TASK) out->task = s->task;
    if (fields & DISCLOSE_REASON) out->reason = s->reason;
}

static void cut_alert(const struct hub_signal *s, uint32_t fields, struct hub_signal *out)
{
    if (fields & DISCLOSE_ALERT) out->alert = s->alert;
    if (fields & DISCLOSE_OBSERVED) out->observed = s->observed;
    if (fields & DISCLOSE_REGISTERED) out->registered = s->registered;
    if (fields & DISCLOSE_LEVEL) out->level = s->level;
    if (fields & DISCLOSE_LEAVE_MISMATCH) out->leave_mismatch = s->leave_mismatch;
}

enum rc disclosure_cut(const struct hub_signal *s, enum hub_role role, struct arena *a,
    struct hub_signal *ret, struct why *why)
{
    struct disclosure seen = disclosure_of(s, role);
    struct hub_signal out = { .kind = s->kind };
    struct cutter c = { role, a, false };
    cut_grade(s, seen.fields, &out);
    cut_standing(s, seen.fields, &out);
    cut_lists(&c, s, seen.fields, &out);
    cut_work(s, seen.fields, &out);
    cut_alert(s, seen.fields, &out);
    if (c.full) return why_set(why, RC_BROKEN, "no memory to cut a signal");
    *ret = out;
    return RC_OK;
}

const char *disclosure_notice_zh(void) { return "帮扶方案有变化"; }
const char *disclosure_notice_en(void) { return "support plan changed"; }
