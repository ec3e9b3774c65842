/* A line is a row of keys; a kind of signal is a list of them (fold.md 6). Each key has one writer,
 * so a key looks the same wherever it stands. */
#include "codec/json.h"
#include "codec/json_words.h"

/* ---- values ---- */

static void put_key(struct buffer *out, const char *key) { buffer_printf(out, ",\"%s\":", key); }

/* An absent text prints as an empty one. */
static void put_text(struct buffer *out, struct slice text)
{
    json_put_text(out, text.at ? text : slice_str(""));
}

static void put_word(struct buffer *out, const char *word) { json_put_text(out, slice_str(word)); }

static void put_bool(struct buffer *out, bool b)
{
    buffer_add(out, slice_str(b ? "true" : "false"));
}

static void put_instant(struct buffer *out, bool has, instant t)
{
    buffer_printf(out, has ? "\"%s\"" : "null", instant_text(t).at);
}

static void put_date(struct buffer *out, bool has, date d)
{
    buffer_printf(out, has ? "\"%s\"" : "null", date_text(d).at);
}

static void put_comma(struct buffer *out, size_t i)
{
    if (i > 0) buffer_byte(out, ',');
}

static void put_texts(struct buffer *out, size_t n, const struct slice *texts)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < n; i++) {
        put_comma(out, i);
        put_text(out, texts[i]);
    }
    buffer_byte(out, ']');
}

static void put_roles(struct buffer *out, size_t n, const enum hub_role *roles)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < n; i++) {
        put_comma(out, i);
        put_word(out, hub_role_name(roles[i]));
    }
    buffer_byte(out, ']');
}

static void put_grade(struct buffer *out, bool has, enum hub_grade grade)
{
    if (has)
        put_word(out, hub_grade_name(grade));
    else
        put_word(out, "");
}

static void put_class(struct buffer *out, enum hub_grade_class class)
{
    put_word(out, class == HUB_GRADE_CLASS_NONE ? "" : hub_grade_class_name(class));
}

/* [[id, points] …] */
static void put_rules(struct buffer *out, size_t n, const struct hub_rule_reason *at)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < n; i++) {
        put_comma(out, i);
        buffer_byte(out, '[');
        put_text(out, at[i].rule);
        buffer_byte(out, ',');
        buffer_number(out, at[i].points);
        buffer_byte(out, ']');
    }
    buffer_byte(out, ']');
}

/* [[id, grade, last day or null] …] */
static void put_floors(struct buffer *out, size_t n, const struct hub_rule_reason *at)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < n; i++) {
        put_comma(out, i);
        buffer_byte(out, '[');
        put_text(out, at[i].rule);
        buffer_byte(out, ',');
        put_grade(out, at[i].has_grade, at[i].grade);
        buffer_byte(out, ',');
        put_date(out, at[i].has_last, at[i].last);
        buffer_byte(out, ']');
    }
    buffer_byte(out, ']');
}

/* [[rule, [ids]] …] */
static void put_basis(struct buffer *out, size_t n, const struct hub_rule_reason *at)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < n; i++) {
        put_comma(out, i);
        buffer_byte(out, '[');
        put_text(out, at[i].rule);
        buffer_byte(out, ',');
        put_texts(out, at[i].facts.n, at[i].facts.at);
        buffer_byte(out, ']');
    }
    buffer_byte(out, ']');
}

/* ---- the keys of a signal ---- */

typedef void key_fn(struct buffer *out, const struct hub_signal *s, const struct words_place *p);

#define KEY(name)                                                                                  \
    static void key_##name(struct buffer *out, const struct hub_signal *s,                         \
        __attribute__((unused)) const struct words_place *p)

KEY(recipients) { put_roles(out, s->recipients.n, s->recipients.at); }
KEY(notices) { put_roles(out, s->notices.n, s->notices.at); }
KEY(from) { put_grade(out, s->has_from, s->from); }
KEY(to) { put_grade(out, s->has_to, s->to); }
KEY(class) { put_class(out, s->has_grade_class ? s->grade_class : HUB_GRADE_CLASS_NONE); }
KEY(since) { put_instant(out, s->has_since, s->since); }
KEY(score) { buffer_printf(out, "%d", s->has_score ? s->score : 0); }
KEY(rules) { put_rules(out, s->rules.n, s->rules.at); }
KEY(floors) { put_floors(out, s->floors.n, s->floors.at); }
KEY(basis) { put_basis(out, s->basis.n, s->basis.at); }
KEY(by) { put_text(out, s->by); }
KEY(contested) { put_bool(out, s->contested); }
KEY(need) { put_text(out, s->need); }
KEY(urgent) { put_bool(out, s->urgent); }
KEY(causes) { put_texts(out, s->causes.n, s->causes.at); }
KEY(lead) { put_word(out, s->has_lead ? hub_role_name(s->lead) : ""); }
KEY(due) { put_instant(out, s->has_due, s->due); }
KEY(task) { put_text(out, s->task); }
KEY(alert) { put_text(out, s->alert); }
KEY(observed) { put_text(out, s->observed); }
KEY(registered) { put_text(out, s->registered); }
KEY(level) { put_text(out, s->level); }
KEY(leave_mismatch) { put_bool(out, s->leave_mismatch); }
KEY(reason) { put_text(out, s->reason); }
KEY(event) { put_text(out, s->event); }
KEY(source) { put_text(out, s->source); }
KEY(count) { buffer_printf(out, "%d", s->has_count ? s->count : 0); }

KEY(supersedes)
{
    buffer_byte(out, '[');
    for (size_t i = 0; p->supersedes && i < s->supersedes.n; i++) {
        put_comma(out, i);
        buffer_printf(out, "%lld", (long long)p->supersedes[i]);
    }
    buffer_byte(out, ']');
}

static const struct key_row {
    const char *name;
    key_fn *put;
} key_rows[] = {
#define ROW(name) { #name, key_##name },
    ROW(event) ROW(source) ROW(reason) ROW(count) ROW(from) ROW(to) ROW(class) ROW(since) ROW(score)
        ROW(rules) ROW(floors) ROW(basis) ROW(by) ROW(recipients) ROW(notices) ROW(contested)
            ROW(supersedes) ROW(need) ROW(urgent) ROW(causes) ROW(lead) ROW(due) ROW(task)
                ROW(alert) ROW(observed) ROW(registered) ROW(level) ROW(leave_mismatch)
#undef ROW
};

/* The keys after `signal`, in the order of fold.md 6. */
static const char *const keys_of[HUB_SIGNAL_KINDS] = {
    [HUB_SIGNAL_KIND_QUARANTINED] = "event source reason",
    [HUB_SIGNAL_KIND_FIELDS_DROPPED] = "event source count",
    [HUB_SIGNAL_KIND_GRADE_CHANGED] =
        "from to class since score rules floors basis by recipients notices contested",
    [HUB_SIGNAL_KIND_GRADE_CORRECTED] =
        "from to class since score rules floors basis by recipients notices contested supersedes",
    [HUB_SIGNAL_KIND_GRADE_PROPOSED] =
        "from to class since score rules floors basis due recipients contested supersedes",
    [HUB_SIGNAL_KIND_GRADE_PROPOSAL_WITHDRAWN] = "reason basis recipients contested supersedes",
    [HUB_SIGNAL_KIND_NEED_OPENED] = "need urgent causes lead due recipients",
    [HUB_SIGNAL_KIND_NEED_CLOSED] = "need recipients",
    [HUB_SIGNAL_KIND_TASK_OPENED] = "task due recipients",
    [HUB_SIGNAL_KIND_TASK_OVERDUE] = "task recipients",
    [HUB_SIGNAL_KIND_ALERT_RAISED] =
        "class alert observed registered level leave_mismatch recipients notices",
    [HUB_SIGNAL_KIND_ALERT_ESCALATED] =
        "class alert observed registered level leave_mismatch recipients notices",
    [HUB_SIGNAL_KIND_ALERT_RESOLVED] = "reason alert observed recipients notices",
    [HUB_SIGNAL_KIND_CONTROL_END_DUE] = "recipients",
    [HUB_SIGNAL_KIND_FILE_SEALED] = "recipients",
    [HUB_SIGNAL_KIND_FILE_SHREDDED] = "recipients",
};

struct text words_kind_name(enum hub_signal_kind kind)
{
    struct text t = { 0 };
    if (!text_from(slice_str(hub_signal_kind_name(kind)), &t)) return t;
    char *first = strchr(t.at, '_');
    if (first) *first = '.';
    return t;
}

static const struct key_row *key_find(const char *name, size_t n)
{
    for (size_t i = 0; i < COUNT(key_rows); i++)
        if (strlen(key_rows[i].name) == n && memcmp(key_rows[i].name, name, n) == 0)
            return &key_rows[i];
    return NULL;
}

void words_put_signal(
    struct buffer *out, const struct words_place *place, const struct hub_signal *s)
{
    buffer_printf(out, "{\"n\":%lld", (long long)place->n);
    put_key(out, "at");
    put_instant(out, true, place->at);
    put_key(out, "pid");
    put_text(out, place->pid);
    put_key(out, "signal");
    put_word(out, words_kind_name(s->kind).at);
    for (const char *key = keys_of[s->kind]; *key;) {
        size_t n = strcspn(key, " ");
        const struct key_row *row = key_find(key, n);
        assert(row);
        put_key(out, row->name);
        row->put(out, s, place);
        key += n + (key[n] == ' ');
    }
    buffer_add(out, slice_str("}\n"));
}

/* ---- the state line ---- */

/* [[kind, urgent, [causes]] …] */
static void put_needs(struct buffer *out, const struct hub_file_state *f)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < f->needs.n; i++) {
        const struct hub_need_state *n = &f->needs.at[i];
        put_comma(out, i);
        buffer_byte(out, '[');
        put_text(out, n->kind);
        buffer_byte(out, ',');
        put_bool(out, n->urgent);
        buffer_byte(out, ',');
        put_texts(out, n->causes.n, n->causes.at);
        buffer_byte(out, ']');
    }
    buffer_byte(out, ']');
}

/* [[id, O, level, count, first time, leave_mismatch] …] */
static void put_alerts(struct buffer *out, const struct hub_file_state *f)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < f->alerts.n; i++) {
        const struct hub_alert_state *a = &f->alerts.at[i];
        put_comma(out, i);
        buffer_byte(out, '[');
        put_text(out, a->alert);
        buffer_byte(out, ',');
        put_text(out, a->observed);
        buffer_byte(out, ',');
        put_text(out, a->level);
        buffer_printf(out, ",%d,", a->count);
        put_instant(out, true, a->first);
        buffer_byte(out, ',');
        put_bool(out, a->leave_mismatch);
        buffer_byte(out, ']');
    }
    buffer_byte(out, ']');
}

static void put_grading(struct buffer *out, const struct hub_file_state *f)
{
    put_key(out, "file");
    put_word(out, hub_file_status_name(f->file));
    put_key(out, "grade");
    put_grade(out, true, f->grade);
    put_key(out, "class");
    put_class(out, f->grade_class);
    put_key(out, "since");
    put_instant(out, f->has_since, f->since);
    put_key(out, "score");
    buffer_printf(out, "%d", f->score);
    put_key(out, "rules");
    put_rules(out, f->rules.n, f->rules.at);
    put_key(out, "floors");
    put_floors(out, f->floors.n, f->floors.at);
    put_key(out, "dwell");
    buffer_printf(out, "%d", f->dwell);
    put_key(out, "clock_start");
    put_date(out, f->has_clock_start, f->clock_start);
    put_key(out, "region");
    put_text(out, f->region);
}

static void put_decisions(struct buffer *out, const struct hub_file_state *f)
{
    put_key(out, "proposal");
    if (f->proposed)
        put_basis(out, f->proposal.n, f->proposal.at);
    else
        buffer_add(out, slice_str("null"));
    put_key(out, "muted");
    put_texts(out, f->muted.n, f->muted.at);
    put_key(out, "basis");
    put_basis(out, f->basis.n, f->basis.at);
    put_key(out, "by");
    put_text(out, f->by);
}

static void put_member(struct buffer *out, const struct words_state *w)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < w->n_member; i++) {
        put_comma(out, i);
        put_word(out, w->member[i]);
    }
    buffer_byte(out, ']');
}

static void put_list(struct buffer *out, enum words_list which, const struct hub_file_state *state)
{
    switch (which) {
    case WORDS_ALERTS: put_alerts(out, state); break;
    case WORDS_BASIS: put_basis(out, state->basis.n, state->basis.at); break;
    case WORDS_FLOORS: put_floors(out, state->floors.n, state->floors.at); break;
    case WORDS_MUTED: put_texts(out, state->muted.n, state->muted.at); break;
    case WORDS_NEEDS: put_needs(out, state); break;
    case WORDS_PROPOSAL: put_basis(out, state->proposal.n, state->proposal.at); break;
    case WORDS_RULES: put_rules(out, state->rules.n, state->rules.at); break;
    case WORDS_TASKS: put_texts(out, state->tasks.n, state->tasks.at); break;
    }
}

bool words_put_list(struct buffer *out, enum words_list which, const struct hub_file_state *state)
{
    const bool there[] = { [WORDS_ALERTS] = state->alerts.n,
        [WORDS_BASIS] = state->basis.n,
        [WORDS_FLOORS] = state->floors.n,
        [WORDS_MUTED] = state->muted.n,
        [WORDS_NEEDS] = state->needs.n,
        [WORDS_PROPOSAL] = state->proposed,
        [WORDS_RULES] = state->rules.n,
        [WORDS_TASKS] = state->tasks.n };
    if (there[which]) put_list(out, which, state);
    return there[which];
}

void words_put_state(
    struct buffer *out, const struct words_state *w, const struct hub_file_state *state)
{
    buffer_add(out, slice_str("{\"pid\":"));
    put_text(out, w->pid);
    put_grading(out, state);
    put_decisions(out, state);
    put_key(out, "needs");
    put_needs(out, state);
    put_key(out, "tasks");
    put_texts(out, state->tasks.n, state->tasks.at);
    put_key(out, "alerts");
    put_alerts(out, state);
    put_key(out, "contested");
    put_bool(out, state->contested);
    put_key(out, "facts");
    buffer_printf(out, "%lld", (long long)w->facts);
    put_key(out, "member");
    put_member(out, w);
    buffer_add(out, slice_str("}\n"));
}
