/* Whatever the cut left is written, and nothing else: absent fields are not there at all. */
#include "body.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "codec/json.h"
#include "domain/disclosure.h"
#include "domain/rules.h"

static bool role_among(enum hub_role role, const enum hub_role *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] == role) return true;
    return false;
}

static bool role_is_host(enum hub_role role)
{
    return role == HUB_ROLE_TOWN_HOST || role == HUB_ROLE_HEALTH_HOST ||
           role == HUB_ROLE_CLINIC_HOST || role == HUB_ROLE_COUNTY_OFFICE_HOST;
}

static bool kind_fits(const struct hub_subscription *sub, enum hub_signal_kind kind)
{
    for (size_t i = 0; i < sub->signals.n; i++)
        if (sub->signals.at[i] == kind) return true;
    return sub->signals.n == 0;
}

/* A person without a place is told of only where every place is asked for. */
static bool place_fits(
    const struct hub_subscription *sub, const struct told *t, const struct hub_signal *s)
{
    struct slice place = t->change->town.at ? t->change->town : t->change->place;
    if (role_is_host(sub->role)) place = s->observed;
    for (size_t i = 0; i < sub->regions.n; i++)
        if (place.at && slice_starts(place, sub->regions.at[i])) return true;
    return sub->regions.n == 0;
}

bool subscription_is_due(const struct hub_subscription *sub, const struct told *t, size_t index)
{
    const struct hub_signal *s = &t->change->signals.at[index];
    bool named = role_among(sub->role, s->recipients.at, s->recipients.n) ||
                 role_among(sub->role, s->notices.at, s->notices.n);
    if (!named || !kind_fits(sub, s->kind) || !place_fits(sub, t, s)) return false;
    if (sub->has_until && is_before(sub->until, t->at)) return false;
    return disclosure_of(s, sub->role).extent != DISCLOSURE_NOTHING;
}

struct text told_webhook_id(
    const struct told *t, struct slice subscription, int64_t cause, int32_t index)
{
    return webhook_id(&(struct webhook_name){ .log = t->log,
        .subscription = subscription,
        .pid = t->pid,
        .offset = cause,
        .index = index });
}

static void put_text(struct buffer *out, const char *key, struct slice value)
{
    if (!value.at) return;
    buffer_printf(out, ",\"%s\":", key);
    json_put_text(out, value);
}

static void put_instant(struct buffer *out, const char *key, instant at)
{
    struct text text = instant_text(at);
    put_text(out, key, slice_text(&text));
}

static void put_bool(struct buffer *out, const char *key, bool value)
{
    buffer_printf(out, ",\"%s\":%s", key, value ? "true" : "false");
}

static void put_texts(struct buffer *out, const char *key, const struct slice *at, size_t n)
{
    if (n == 0) return;
    buffer_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        if (i) buffer_byte(out, ',');
        json_put_text(out, at[i]);
    }
    buffer_byte(out, ']');
}

/* What the rule says, in plain words (domain.md B7, C6). */
static void put_sentences(struct buffer *out, struct slice rule)
{
    for (size_t i = 0; i < RULES; i++) {
        if (!slice_is(rule, rule_rows[i].id)) continue;
        put_text(out, "zh", slice_str(rule_rows[i].zh));
        put_text(out, "en", slice_str(rule_rows[i].en));
    }
}

static void put_reasons(
    struct buffer *out, const char *key, const struct hub_rule_reason *at, size_t n)
{
    if (n == 0) return;
    buffer_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        buffer_printf(out, "%s{\"rule\":", i ? "," : "");
        json_put_text(out, at[i].rule);
        put_sentences(out, at[i].rule);
        if (at[i].points) buffer_printf(out, ",\"points\":%" PRId32, at[i].points);
        if (at[i].has_grade) put_text(out, "grade", slice_str(hub_grade_name(at[i].grade)));
        struct text last = date_text(at[i].last);
        if (at[i].has_last) put_text(out, "last", slice_text(&last));
        buffer_byte(out, '}');
    }
    buffer_byte(out, ']');
}

static void put_grade(struct buffer *out, const struct hub_signal *s)
{
    if (s->has_from) put_text(out, "from", slice_str(hub_grade_name(s->from)));
    if (s->has_to) put_text(out, "to", slice_str(hub_grade_name(s->to)));
    if (s->has_grade_class) put_text(out, "class", slice_str(hub_grade_class_name(s->grade_class)));
    if (s->has_since) put_instant(out, "since", s->since);
    if (s->has_score) buffer_printf(out, ",\"score\":%" PRId32, s->score);
    put_reasons(out, "rules", s->rules.at, s->rules.n);
    put_reasons(out, "floors", s->floors.at, s->floors.n);
    put_reasons(out, "basis", s->basis.at, s->basis.n);
    put_text(out, "by", s->by);
}

static void put_help(struct buffer *out, const struct hub_signal *s)
{
    put_text(out, "need", s->need);
    if (s->need.at) put_bool(out, "urgent", s->urgent);
    put_texts(out, "causes", s->causes.at, s->causes.n);
    if (s->has_lead) put_text(out, "lead", slice_str(hub_role_name(s->lead)));
    if (s->has_due) put_instant(out, "due", s->due);
    put_text(out, "task", s->task);
    put_text(out, "alert", s->alert);
    put_text(out, "observed", s->observed);
    put_text(out, "registered", s->registered);
    put_text(out, "level", s->level);
    if (s->alert.at) put_bool(out, "leave_mismatch", s->leave_mismatch);
    put_text(out, "reason", s->reason);
}

static void put_supersedes(struct buffer *out, const struct hub_subscription *sub,
    const struct told *t, const struct hub_signal *s)
{
    if (s->supersedes.n == 0) return;
    buffer_printf(out, ",\"supersedes\":[");
    for (size_t i = 0; i < s->supersedes.n; i++) {
        const struct hub_word_place *place = &s->supersedes.at[i];
        struct text id = told_webhook_id(t, sub->name, place->cause, place->index);
        buffer_printf(out, "%s\"%s\"", i ? "," : "", id.at);
    }
    buffer_byte(out, ']');
}

/* grade_proposal_withdrawn -> grade.proposal_withdrawn, as fold.md 6 writes them. */
static struct text type_of(enum hub_signal_kind kind, bool notice)
{
    struct text type = { "" };
    text_print(&type, "cn.coastline.%s", notice ? "plan.changed" : hub_signal_kind_name(kind));
    char *bar = strchr(type.at, '_');
    if (bar) *bar = '.';
    return type;
}

static void put_head(struct buffer *out, const struct told *t, const char *id, const char *type)
{
    buffer_printf(out, "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/coastline\"", id);
    put_text(out, "type", slice_str(type));
    put_instant(out, "time", t->at);
    put_text(out, "datacontenttype", slice_str("application/json"));
}

static void put_data(struct buffer *out, const struct hub_subscription *sub, const struct told *t,
    const struct hub_signal *cut)
{
    buffer_printf(out, ",\"no_redisclosure\":true");
    put_text(out, "purpose", sub->purpose);
    put_text(out, "ruleset", t->change->ruleset);
    put_instant(out, "at", t->at);
    buffer_printf(out, ",\"stamp\":%" PRId64, t->stamp.us);
    put_bool(out, "contested", cut->contested);
    put_grade(out, cut);
    put_help(out, cut);
    put_supersedes(out, sub, t, cut);
}

enum rc body_write(const struct due *d, struct arena *a, struct buffer *out, struct why *why)
{
    const struct hub_subscription *sub = d->sub;
    const struct told *t = d->told;
    const struct hub_signal *s = &t->change->signals.at[d->index];
    struct hub_signal cut;
    enum rc rc = disclosure_cut(s, sub->role, a, &cut, why);
    if (rc != RC_OK) return rc;
    if (t->change->token.n != TOKEN_BYTES) return why_set(why, RC_BROKEN, "token: not 32 bytes");
    struct token token;
    memcpy(token.at, t->change->token.at, TOKEN_BYTES);
    struct text alias = alias_of(d->alias_key, &token);
    struct text id = told_webhook_id(t, sub->name, t->cause, (int32_t)d->index);
    bool notice = disclosure_of(s, sub->role).extent == DISCLOSURE_NOTICE;
    struct text type = type_of(s->kind, notice);
    put_head(out, t, id.at, type.at);
    put_text(out, "subject", slice_text(&alias));
    buffer_printf(out, ",\"data\":{\"person\":\"%s\"", alias.at);
    put_data(out, sub, t, &cut);
    if (notice) put_text(out, "notice", slice_str(disclosure_notice_en()));
    if (notice) put_text(out, "notice_zh", slice_str(disclosure_notice_zh()));
    buffer_printf(out, ",\"explanation\":\"/explanations/%s\"}}", id.at);
    return buffer_whole(out) ? RC_OK : why_set(why, RC_BROKEN, "webhook: its body is too long");
}
