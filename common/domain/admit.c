/* The checks are rows; the first that fails names the reason. Rows of the envelope stand in the
 * order of R2; a row without a reason of its own (document, fields) writes it itself. */

#include "domain/admit.h"
#include "domain/docno.h"
#include "domain/regions.h"

typedef bool check_fn(const struct candidate *c, struct text *reason);

static bool is_wellformed(const struct candidate *c, enum admit_item item)
{
    return (c->malformed & (uint32_t)item) == 0;
}

static struct text reason_of(const char *kind, const char *name)
{
    struct text t = { 0 };
    text_print(&t, "%s%s", kind, name);
    return t;
}

bool type_is_retraction(struct slice type_name)
{
    static const char last[] = ".retracted";
    size_t n = sizeof last - 1;
    return type_name.n > n && memcmp(type_name.at + type_name.n - n, last, n) == 0;
}

static bool length_is(struct slice text, size_t max)
{
    return text.at && text.n >= 1 && text.n <= max;
}

bool text_is_admissible(struct slice text)
{
    return length_is(text, TEXT_MAX) && !docno_hides_in(text);
}

static bool absent_or_admissible(struct slice text) { return !text.at || text_is_admissible(text); }

/* ---- the envelope ---- */

static bool id_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_ID) && text_is_admissible(c->fact->id);
}

static bool pid_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return c->nameless || (is_wellformed(c, ADMIT_PID) && text_is_admissible(c->fact->pid));
}

static bool source_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_SOURCE) && c->fact->source < SOURCES;
}

static bool type_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_TYPE) && text_is_admissible(c->fact->type_name) &&
           c->fact->type < EVENT_TYPES && event_rows[c->fact->type].source == c->fact->source;
}

static bool version_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_VERSION) && c->fact->version >= 1 && c->fact->version <= 100000;
}

static bool legal_basis_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_LEGAL_BASIS);
}

static bool event_time_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_EVENT_TIME);
}

static bool recorded_at_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_RECORDED_AT);
}

static bool stamped_at_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_STAMPED_AT) && !is_before(c->fact->arrival, c->fact->stamp);
}

static bool is_not_future(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return !is_before(instant_plus(c->fact->stamp, MINUTES(5)), c->fact->event_time);
}

static bool is_not_old(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return instant_date(c->fact->event_time).days >= date_of(1990, 1, 1).days;
}

static bool subject_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    if (!is_wellformed(c, ADMIT_SUBJECT)) return false;
    return !c->subject || length_is(c->subject->doc_no, TEXT_MAX);
}

static bool document_good(const struct candidate *c, struct text *reason)
{
    static const char *const words[] = {
        [DOCNO_FORM] = "doc_no_form",
        [DOCNO_CHECK] = "doc_no_check",
        [DOCNO_DATE] = "doc_no_date",
    };
    if (!c->subject || c->subject->doc_type != DOC_CN_ID) return true;
    enum docno_fault fault = docno_check(c->subject->doc_no);
    if (fault != DOCNO_GOOD) *reason = reason_of("", words[fault]);
    return fault == DOCNO_GOOD;
}

static bool supersedes_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_SUPERSEDES) && absent_or_admissible(c->fact->supersedes);
}

static bool retracts_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_RETRACTS) && absent_or_admissible(c->fact->retracts);
}

static bool actor_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_ACTOR) && absent_or_admissible(c->fact->actor);
}

static bool retracts_where_it_belongs(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return (c->fact->retracts.at != NULL) == type_is_retraction(c->fact->type_name);
}

static bool links_one_way(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return !c->fact->supersedes.at || !c->fact->retracts.at;
}

static bool data_good(const struct candidate *c, struct text *reason)
{
    (void)reason;
    return is_wellformed(c, ADMIT_DATA);
}

/* A code of the envelope: absent, or formed (else the row's reason) and once a place. */
static bool place_good(struct slice code, size_t digits, const char *name, struct text *reason)
{
    if (!code.at) return true;
    if (!region_formed(code, digits)) return false;
    if (region_assigned(code)) return true;
    *reason = reason_of("region:", name);
    return false;
}

static bool region_good(const struct candidate *c, struct text *reason)
{
    struct slice code = c->fact->region;
    return is_wellformed(c, ADMIT_REGION) &&
           place_good(code, code.n == 9 ? 9 : 6, "region", reason);
}

static bool town_good(const struct candidate *c, struct text *reason)
{
    return is_wellformed(c, ADMIT_TOWN) && place_good(c->fact->town, 9, "town", reason);
}

/* ---- the fields of the type ---- */

static bool text_good(const struct field_row *row, struct slice text)
{
    return length_is(text, (size_t)row->max) && !docno_hides_in(text);
}

static bool texts_good(const struct field_row *row, const struct fact_list *list)
{
    for (size_t i = 0; list->texts && i < list->n; i++)
        if (!text_good(row, list->texts[i])) return false;
    return list->n <= FACT_LIST_MAX;
}

static bool number_within(int64_t n, int64_t min, int64_t max) { return n >= min && n <= max; }

static bool date_good(int64_t days)
{
    return number_within(days, date_of(1900, 1, 1).days, date_of(2199, 12, 31).days);
}

static bool code_formed(const struct field_row *row, struct slice code)
{
    return code.at && code.n <= 9 && row->digits[code.n] && region_formed(code, code.n);
}

static bool value_good(const struct field_row *row, const struct fact_value *v)
{
    switch (row->kind) {
    case FIELD_TEXT: return text_good(row, v->text);
    case FIELD_TEXTS: return texts_good(row, &v->list);
    case FIELD_ENUMS: return v->list.n <= FACT_LIST_MAX;
    case FIELD_INTEGER: return number_within(v->number, row->min, row->max);
    case FIELD_DATE: return date_good(v->number);
    case FIELD_REGION: return code_formed(row, v->text);
    case FIELD_BOOLEAN:
    case FIELD_ENUM:
    case FIELD_INSTANT: return true;
    }
    return false;
}

static bool field_good(const struct candidate *c, size_t i, struct text *reason)
{
    const struct field_row *row = &event_rows[c->fact->type].fields[i];
    const struct fact_value *v = &c->fact->values[i];
    bool good =
        (c->fields_malformed >> i & 1) == 0 && (v->there ? value_good(row, v) : !row->required);
    if (!good) *reason = reason_of("field:", row->name);
    if (!good || !v->there || row->kind != FIELD_REGION || region_assigned(v->text)) return good;
    *reason = reason_of("region:", row->name);
    return false;
}

/* The day in a date field of that name, if the type has one and it is given. */
static bool day_named(const struct fact *f, const char *name, date *ret)
{
    const struct event_row *row = &event_rows[f->type];
    for (size_t i = 0; i < row->n_fields; i++) {
        const struct fact_value *v = &f->values[i];
        if (row->fields[i].kind != FIELD_DATE || strcmp(row->fields[i].name, name) != 0) continue;
        if (v->there) *ret = (date){ (int32_t)v->number };
        return v->there;
    }
    return false;
}

static bool days_in_order(const struct fact *f, const char *first, const char *last)
{
    date a, b;
    return !day_named(f, first, &a) || !day_named(f, last, &b) || a.days <= b.days;
}

static bool days_good(const struct fact *f, struct text *reason)
{
    date sampled;
    const char *bad = NULL;
    if (!days_in_order(f, "from", "to"))
        bad = "to";
    else if (!days_in_order(f, "start", "end"))
        bad = "end";
    else if (day_named(f, "sampled", &sampled) && sampled.days > instant_date(f->event_time).days)
        bad = "sampled";
    if (bad) *reason = reason_of("field:", bad);
    return !bad;
}

static bool fields_good(const struct candidate *c, struct text *reason)
{
    for (size_t i = 0; i < event_rows[c->fact->type].n_fields; i++)
        if (!field_good(c, i, reason)) return false;
    return days_good(c->fact, reason);
}

static const struct check_row {
    const char *reason; /* unless the check wrote a finer one */
    check_fn *passes;
} checks[] = {
    { "id", id_good },
    { "pid", pid_good },
    { "source", source_good },
    { "type", type_good },
    { "version", version_good },
    { "legal_basis", legal_basis_good },
    { "event_time", event_time_good },
    { "recorded_at", recorded_at_good },
    { "stamped_at", stamped_at_good },
    { "time_future", is_not_future },
    { "time_old", is_not_old },
    { "subject", subject_good },
    { "doc_no_form", document_good },
    { "supersedes", supersedes_good },
    { "retracts", retracts_good },
    { "actor", actor_good },
    { "retracts", retracts_where_it_belongs },
    { "supersedes", links_one_way },
    { "data", data_good },
    { "data", fields_good },
    { "region", region_good },
    { "town", town_good },
};

bool admit(const struct candidate *c, struct text *reason)
{
    for (size_t i = 0; i < COUNT(checks); i++) {
        reason->at[0] = '\0';
        if (checks[i].passes(c, reason)) continue;
        if (!reason->at[0]) *reason = reason_of("", checks[i].reason);
        return false;
    }
    return true;
}
