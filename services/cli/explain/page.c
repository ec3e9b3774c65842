/* From the top: who and when, the grade, floors and points with the facts they rest on, what is
 * asked of a reviewer, what would lower the grade, needs with theirs, tasks and alerts. Each part
 * comes from a signal that says the same, cut to the reader. */
#include "domain/disclosure.h"
#include "domain/needs.h"
#include "domain/regions.h"
#include "explain/page.h"

enum { FACTS_SHOWN = 12 }; /* of a rule; the newest */

static const char *line(const struct page *p, enum saying_line which)
{
    return saying_line(which, p->tongue);
}

/* ---- parts of a line ---- */

static void put_entry(const struct page *p, enum saying_line which, struct slice value)
{
    if (value.n == 0) return;
    buffer_printf(p->out, "%s: %.*s\n", line(p, which), (int)value.n, (const char *)value.at);
}

static void put_instant(const struct page *p, enum saying_line which, instant t)
{
    struct text text = instant_text(t);
    put_entry(p, which, slice_text(&text));
}

static void put_named(
    const struct page *p, enum saying_line which, enum saying_group group, const char *name)
{
    put_entry(p, which, saying_of(group, slice_str(name), p->tongue));
}

static void put_head(const struct page *p, enum saying_line which)
{
    buffer_printf(p->out, "\n%s\n", line(p, which));
}

static void put_due(const struct page *p, const instant *due)
{
    if (due) buffer_printf(p->out, "  %s %s", line(p, LINE_DUE), instant_text(*due).at);
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

/* ---- facts ---- */

static void put_fact(const struct page *p, const struct ground *g)
{
    const struct event_row *row = &event_rows[g->type];
    const char *name = p->tongue == TONGUE_ZH ? row->zh : row->en;
    if (!sight_names(&p->sight, row->source)) return;
    buffer_printf(p->out, "      %s  %.*s  %s%s%s\n", date_text(g->day).at, (int)strcspn(name, ";"),
        name, row->name, g->id.at[0] ? "  " : "", g->id.at);
}

static void put_facts(const struct page *p, const struct explained_rule *r)
{
    size_t first = r->n > FACTS_SHOWN ? r->n - FACTS_SHOWN : 0;
    for (size_t i = first; i < r->n; i++) put_fact(p, &r->at[i]);
    if (first && p->sight.whole)
        buffer_printf(p->out, "      %s: %zu\n", line(p, LINE_EARLIER), first);
}

/* ---- the grade ---- */

static void put_floors(const struct page *p, const struct hub_signal *s)
{
    enum rule rule;
    if (s->floors.n) put_head(p, LINE_FLOORS);
    for (size_t i = 0; i < s->floors.n; i++) {
        const struct hub_rule_reason *r = &s->floors.at[i];
        if (!rule_from(r->rule, &rule)) continue;
        struct slice grade =
            saying_of(SAYING_GRADE, slice_str(hub_grade_name(r->grade)), p->tongue);
        buffer_printf(p->out, "  %s  %.*s  %s", rule_rows[rule].id, (int)grade.n,
            (const char *)grade.at, saying_rule(rule, p->tongue));
        if (r->has_last)
            buffer_printf(p->out, "  %s %s", line(p, LINE_UNTIL), date_text(r->last).at);
        buffer_byte(p->out, '\n');
        put_facts(p, &p->why_so->grounds[rule]);
    }
}

static void put_points(const struct page *p, const struct hub_signal *s)
{
    enum rule rule;
    if (s->rules.n) put_head(p, LINE_POINTS);
    for (size_t i = 0; i < s->rules.n; i++) {
        if (!rule_from(s->rules.at[i].rule, &rule)) continue;
        buffer_printf(p->out, "  %s  %+d  %s\n", rule_rows[rule].id, s->rules.at[i].points,
            saying_rule(rule, p->tongue));
        put_facts(p, &p->why_so->grounds[rule]);
    }
}

/* Its facts, those named by day in words. */
static void put_basis_fact(const struct page *p, struct slice id)
{
    static const char silent[] = "silent:", missed[] = "missed:";
    enum saying_line which = LINE_MISSED;
    size_t n = 0;
    if (slice_starts(id, slice_str(silent))) which = LINE_SILENT, n = strlen(silent);
    if (slice_starts(id, slice_str(missed))) n = strlen(missed);
    buffer_printf(p->out, "%s%s %.*s", n ? ", " : ",", n ? line(p, which) : "", (int)(id.n - n),
        (const char *)id.at + n);
}

static void put_basis(
    const struct page *p, enum saying_line head, size_t n, const struct hub_rule_reason *at)
{
    enum rule rule;
    if (n) put_head(p, head);
    for (size_t i = 0; i < n; i++) {
        if (!rule_from(at[i].rule, &rule)) continue;
        buffer_printf(p->out, "  %s  %s", rule_rows[rule].id, saying_rule(rule, p->tongue));
        for (size_t k = 0; k < at[i].facts.n; k++) put_basis_fact(p, at[i].facts.at[k]);
        buffer_byte(p->out, '\n');
    }
}

static void put_standing(const struct page *p, const struct hub_signal *s)
{
    put_entry(p, LINE_RULES, slice_text(&p->why_so->rules->name));
    if (p->sight.whole) /* no word says it to a role */
        put_named(p, LINE_STATUS, SAYING_STATUS, hub_file_status_name(p->state->file));
    put_named(p, LINE_GRADE, SAYING_GRADE, hub_grade_name(s->to));
    if (s->has_grade_class && s->grade_class != HUB_GRADE_CLASS_NONE)
        put_named(p, LINE_CLASS, SAYING_CLASS, hub_grade_class_name(s->grade_class));
    if (s->has_since) put_instant(p, LINE_SINCE, s->since);
    if (s->has_score) buffer_printf(p->out, "%s: %d\n", line(p, LINE_SCORE), s->score);
    put_entry(p, LINE_BY, s->by);
    if (s->contested) buffer_printf(p->out, "%s\n", line(p, LINE_CONTESTED));
}

static enum rc put_proposal(const struct page *p, bool *ret_shown, struct why *why)
{
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_GRADE_PROPOSED,
        .basis = { p->state->proposal.n, p->state->proposal.at } };
    enum sight_extent extent;
    if (!p->state->proposed) return RC_OK;
    enum rc rc = sight_cut(&p->sight, &s, p->arena, &extent, why);
    if (rc != RC_OK || extent != SIGHT_SHOWS || s.basis.n == 0) return rc;
    put_basis(p, LINE_PROPOSAL, s.basis.n, s.basis.at);
    const instant *due = dues_of(p->dues, "", slice_str("proposal"));
    if (due) buffer_printf(p->out, "  %s %s\n", line(p, LINE_DUE), instant_text(*due).at);
    *ret_shown = true;
    return RC_OK;
}

/* ---- what would lower it ---- */

static void put_end(const struct page *p, enum rule rule)
{
    buffer_printf(p->out, "    %s  ", rule_rows[rule].id);
    saying_put_end(p->out, rule, p->tongue, p->why_so->rules);
    buffer_byte(p->out, '\n');
}

static void put_blocked(const struct page *p)
{
    bool headed = false;
    for (int i = 0; i < RULE_FLOORS; i++) {
        if (!(p->why_so->outlook.blocked >> i & 1)) continue;
        if (!sight_reads(&p->sight, rule_rows[i].id)) continue;
        if (!headed) buffer_printf(p->out, "  %s\n", line(p, LINE_BLOCKED));
        headed = true;
        put_end(p, (enum rule)i);
    }
}

static void put_score(const struct page *p, const struct hub_signal *s)
{
    const struct outlook *o = &p->why_so->outlook;
    struct slice to = saying_of(SAYING_GRADE, slice_str(hub_grade_name(o->to)), p->tongue);
    buffer_printf(p->out, "  %s %d (%s %d)\n  %s: %d (%s %d)\n", line(p, LINE_LIMIT), o->limit,
        line(p, LINE_NOW), s->score, line(p, LINE_TICKS), o->wanted, line(p, LINE_PASSED),
        o->passed);
    if (o->has_earliest)
        buffer_printf(p->out, "  %s: %s (%.*s)\n", line(p, LINE_EARLIEST),
            date_text(o->earliest).at, (int)to.n, (const char *)to.at);
}

static bool has_points(const struct hub_signal *s, enum rule rule)
{
    for (size_t i = 0; i < s->rules.n; i++)
        if (slice_is(s->rules.at[i].rule, rule_rows[rule].id)) return true;
    return false;
}

/* Risks that count, and protection that does not yet but could. */
static bool would_help(const struct page *p, const struct hub_signal *s, enum rule rule)
{
    if (!sight_reads(&p->sight, rule_rows[rule].id)) return false;
    if (rule == RULE_N3 && !p->why_so->outlook.treated) return false;
    return has_points(s, rule) == (rule < RULE_N1);
}

static void put_ways(const struct page *p, const struct hub_signal *s)
{
    bool headed = false;
    for (int i = RULE_P1; i < RULES; i++) {
        if (!would_help(p, s, (enum rule)i)) continue;
        if (!headed) buffer_printf(p->out, "  %s\n", line(p, LINE_HELPS));
        headed = true;
        put_end(p, (enum rule)i);
    }
}

static void put_lower(const struct page *p, const struct hub_signal *s)
{
    const struct outlook *o = &p->why_so->outlook;
    if (!o->falls && !o->has_end) return;
    size_t before = p->out->n;
    put_head(p, LINE_LOWER);
    size_t headed = p->out->n;
    if (o->falls) put_blocked(p);
    if (o->falls && s->has_score) put_score(p, s);
    if (o->falls) put_ways(p, s);
    if (o->has_end && s->has_score)
        buffer_printf(p->out, "  %s: %s\n", line(p, LINE_END), date_text(o->end).at);
    if (p->out->n == headed) p->out->n = before; /* nothing that this reader may see */
}

static enum rc put_grade(const struct page *p, bool *ret_shown, struct why *why)
{
    struct hub_signal s = sight_grade(p->state);
    enum sight_extent extent;
    enum rc rc = sight_cut(&p->sight, &s, p->arena, &extent, why);
    if (rc != RC_OK || extent == SIGHT_HIDES) return rc;
    *ret_shown = true;
    if (extent == SIGHT_NOTES) {
        buffer_printf(p->out, "%s\n",
            p->tongue == TONGUE_ZH ? disclosure_notice_zh() : disclosure_notice_en());
        return RC_OK;
    }
    put_standing(p, &s);
    put_floors(p, &s);
    put_points(p, &s);
    put_basis(p, LINE_BASIS, s.basis.n, s.basis.at);
    put_lower(p, &s);
    return RC_OK;
}

/* ---- needs and tasks ---- */

/* A rule's facts stand where the rule does. */
static void put_cause_facts(const struct page *p, struct slice cause)
{
    for (int i = 0; i < NEED_CAUSES; i++)
        if (slice_is(cause, need_cause_name((enum need_cause)i)))
            put_facts(p, &p->why_so->causes[i]);
}

static void put_causes(const struct page *p, const struct hub_signal *s)
{
    enum rule rule;
    for (size_t i = 0; i < s->causes.n; i++) {
        struct slice said = saying_of(SAYING_CAUSE, s->causes.at[i], p->tongue);
        if (rule_from(s->causes.at[i], &rule)) said = slice_str(saying_rule(rule, p->tongue));
        buffer_printf(p->out, "      %.*s  %.*s\n", (int)s->causes.at[i].n,
            (const char *)s->causes.at[i].at, (int)said.n, (const char *)said.at);
        put_cause_facts(p, s->causes.at[i]);
    }
}

static bool lead_of(struct slice need, enum hub_role *ret)
{
    for (int i = 0; i < NEED_KINDS; i++) {
        if (!slice_is(need, need_rows[i].name)) continue;
        *ret = need_rows[i].lead;
        return true;
    }
    return false;
}

static enum rc put_need(
    const struct page *p, const struct hub_need_state *n, bool *headed, struct why *why)
{
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_NEED_OPENED,
        .need = n->kind,
        .urgent = n->urgent,
        .causes = { n->causes.n, n->causes.at } };
    enum sight_extent extent;
    s.has_lead = lead_of(n->kind, &s.lead);
    enum rc rc = sight_cut(&p->sight, &s, p->arena, &extent, why);
    if (rc != RC_OK || extent != SIGHT_SHOWS) return rc;
    if (!*headed) put_head(p, LINE_NEEDS);
    *headed = true;
    struct slice said = saying_of(SAYING_NEED, s.need, p->tongue);
    struct slice lead = saying_of(SAYING_ROLE, slice_str(hub_role_name(s.lead)), p->tongue);
    buffer_printf(p->out, "  %.*s%s%s  %s %.*s", (int)said.n, (const char *)said.at,
        s.urgent ? "  " : "", s.urgent ? line(p, LINE_URGENT) : "", line(p, LINE_LEAD), (int)lead.n,
        (const char *)lead.at);
    put_due(p, dues_of(p->dues, "need:", n->kind));
    buffer_byte(p->out, '\n');
    put_causes(p, &s);
    return RC_OK;
}

static enum rc put_task(const struct page *p, struct slice task, bool *headed, struct why *why)
{
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_TASK_OPENED, .task = task };
    enum sight_extent extent;
    enum rc rc = sight_cut(&p->sight, &s, p->arena, &extent, why);
    if (rc != RC_OK || extent != SIGHT_SHOWS) return rc;
    if (!*headed) put_head(p, LINE_TASKS);
    *headed = true;
    const uint8_t *colon = memchr(task.at, ':', task.n);
    struct slice kind = slice_of(task.at, colon ? (size_t)(colon - task.at) : task.n);
    struct slice said = saying_of(SAYING_TASK, kind, p->tongue);
    buffer_printf(p->out, "  %.*s  %.*s", (int)said.n, (const char *)said.at, (int)task.n,
        (const char *)task.at);
    put_due(p, dues_of(p->dues, "", task));
    buffer_byte(p->out, '\n');
    return RC_OK;
}

/* ---- alerts ---- */

/* A place by its code, and in Hainan by its name. */
static void put_place(const struct page *p, struct slice code)
{
    const char *name = county_name(county_from(code));
    buffer_printf(p->out, "  %s %.*s%s%s", line(p, LINE_OBSERVED), (int)code.n,
        (const char *)code.at, name ? " " : "", name ? name : "");
}

static void put_alert_line(
    const struct page *p, const struct hub_signal *s, const struct hub_alert_state *x)
{
    struct slice said = saying_of(SAYING_ALERT, s->alert, p->tongue);
    struct slice level = saying_of(SAYING_LEVEL, s->level, p->tongue);
    buffer_printf(p->out, "  %.*s  %.*s", (int)s->alert.n, (const char *)s->alert.at, (int)said.n,
        (const char *)said.at);
    if (s->observed.n) put_place(p, s->observed);
    if (level.n) buffer_printf(p->out, "  %.*s", (int)level.n, (const char *)level.at);
    if (p->sight.whole) /* no word says it to a role */
        buffer_printf(p->out, "  %s %s  %s %d", line(p, LINE_SINCE), instant_text(x->first).at,
            line(p, LINE_TIMES), (int)x->count);
    if (s->leave_mismatch) buffer_printf(p->out, "  %s", line(p, LINE_OTHER_LEAVE));
    buffer_byte(p->out, '\n');
}

static enum rc put_alert(
    const struct page *p, const struct hub_alert_state *x, bool *headed, struct why *why)
{
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_ALERT_RAISED,
        .alert = x->alert,
        .observed = x->observed,
        .level = x->level,
        .leave_mismatch = x->leave_mismatch };
    enum sight_extent extent;
    if (!sight_warns(&p->sight, x)) return RC_OK;
    enum rc rc = sight_cut(&p->sight, &s, p->arena, &extent, why);
    if (rc != RC_OK || extent != SIGHT_SHOWS || s.alert.n == 0) return rc;
    if (!*headed) put_head(p, LINE_ALERTS);
    *headed = true;
    put_alert_line(p, &s, x);
    return RC_OK;
}

enum rc page_put(const struct page *p, struct why *why)
{
    bool shown = false, needs = false, tasks = false, alerts = false;
    put_entry(p, LINE_PERSON, p->pid);
    put_instant(p, LINE_AT, p->at);
    enum rc rc = put_grade(p, &shown, why);
    if (rc == RC_OK) rc = put_proposal(p, &shown, why);
    for (size_t i = 0; rc == RC_OK && i < p->state->needs.n; i++)
        rc = put_need(p, &p->state->needs.at[i], &needs, why);
    for (size_t i = 0; rc == RC_OK && i < p->state->tasks.n; i++)
        rc = put_task(p, p->state->tasks.at[i], &tasks, why);
    for (size_t i = 0; rc == RC_OK && i < p->state->alerts.n; i++)
        rc = put_alert(p, &p->state->alerts.at[i], &alerts, why);
    if (rc == RC_OK && !shown && !needs && !tasks && !alerts)
        buffer_printf(p->out, "%s\n", line(p, LINE_NOTHING));
    return rc;
}
