/* A line is read whole before it is judged: each key fills its part of the fact or marks it as
 * malformed, and admit() finds the first failing check in the stated order. Only `json` and
 * `ingested_at` are judged here, because they come before a record can be called a record. */
#include "codec/json.h"
#include "codec/json_event.h"
#include "codec/json_fields.h"
#include "domain/admit.h"

struct line {
    struct candidate candidate;
    struct subject subject;
    struct json_event *out;
    struct arena *arena;
    const struct json *data;
    bool has_pid, has_recorded, has_stamp, has_source;
    const struct json_event_way *way;
};

static bool text_of(const struct json *v, struct slice *ret)
{
    if (v->kind != JSON_TEXT || v->text.n < 1 || v->text.n > TEXT_MAX) return false;
    *ret = v->text;
    return true;
}

static bool instant_of(const struct json *v, instant *ret)
{
    return v->kind == JSON_TEXT && instant_parse(v->text, ret);
}

/* ---- the envelope: a row a key ---- */

static bool key_id(struct line *l, const struct json *v) { return text_of(v, &l->out->fact.id); }

static bool key_pid(struct line *l, const struct json *v)
{
    l->has_pid = true;
    return text_of(v, &l->out->fact.pid);
}

static bool key_source(struct line *l, const struct json *v)
{
    l->has_source = v->kind == JSON_TEXT && event_source_from(v->text, &l->out->fact.source);
    return l->has_source;
}

static bool key_type(struct line *l, const struct json *v)
{
    return text_of(v, &l->out->fact.type_name);
}

static bool key_version(struct line *l, const struct json *v)
{
    int64_t n;
    if (!json_integer(v, &n) || n < 1 || n > 100000) return false;
    l->out->fact.version = (int32_t)n;
    return true;
}

static bool key_legal_basis(struct line *l, const struct json *v)
{
    return v->kind == JSON_TEXT && legal_basis_from(v->text, &l->out->fact.legal_basis);
}

static bool key_event_time(struct line *l, const struct json *v)
{
    return instant_of(v, &l->out->fact.event_time);
}

static bool key_recorded_at(struct line *l, const struct json *v)
{
    l->has_recorded = true;
    return instant_of(v, &l->out->fact.recorded_at);
}

static bool key_stamped_at(struct line *l, const struct json *v)
{
    l->has_stamp = true;
    return instant_of(v, &l->out->fact.stamp);
}

static bool key_subject(struct line *l, const struct json *v)
{
    if (v->kind != JSON_OBJECT) return false;
    const struct json *type = json_find(v, "doc_type"), *number = json_find(v, "doc_no");
    l->candidate.subject = &l->subject;
    return type && type->kind == JSON_TEXT && doc_type_from(type->text, &l->subject.doc_type) &&
           number && text_of(number, &l->subject.doc_no);
}

static bool key_supersedes(struct line *l, const struct json *v)
{
    return text_of(v, &l->out->fact.supersedes);
}

static bool key_retracts(struct line *l, const struct json *v)
{
    return text_of(v, &l->out->fact.retracts);
}

static bool key_actor(struct line *l, const struct json *v)
{
    return text_of(v, &l->out->fact.actor);
}

static bool key_data(struct line *l, const struct json *v)
{
    l->data = v;
    return v->kind == JSON_OBJECT;
}

static bool key_region(struct line *l, const struct json *v)
{
    return text_of(v, &l->out->fact.region);
}

static bool key_town(struct line *l, const struct json *v)
{
    return text_of(v, &l->out->fact.town);
}

static const struct key_row {
    const char *name;
    enum admit_item item;
    bool required; /* missing or null is malformed; data is judged by the type */
    bool (*take)(struct line *l, const struct json *v);
} keys[] = {
    { "id", ADMIT_ID, true, key_id },
    { "pid", ADMIT_PID, true, key_pid },
    { "source", ADMIT_SOURCE, true, key_source },
    { "type", ADMIT_TYPE, true, key_type },
    { "version", ADMIT_VERSION, false, key_version },
    { "legal_basis", ADMIT_LEGAL_BASIS, false, key_legal_basis },
    { "event_time", ADMIT_EVENT_TIME, true, key_event_time },
    { "recorded_at", ADMIT_RECORDED_AT, false, key_recorded_at },
    { "stamped_at", ADMIT_STAMPED_AT, false, key_stamped_at },
    { "subject", ADMIT_SUBJECT, false, key_subject },
    { "supersedes", ADMIT_SUPERSEDES, false, key_supersedes },
    { "retracts", ADMIT_RETRACTS, false, key_retracts },
    { "actor", ADMIT_ACTOR, false, key_actor },
    { "data", ADMIT_DATA, false, key_data },
    { "region", ADMIT_REGION, false, key_region },
    { "town", ADMIT_TOWN, false, key_town },
};

static bool key_known(const struct line *l, struct slice name)
{
    if (slice_is(name, "ingested_at")) return true;
    static const char *const logged[] = { "partition", "cause", "hop", "gone" };
    for (size_t i = 0; l->way->logged && i < COUNT(logged); i++)
        if (slice_is(name, logged[i])) return true;
    for (size_t i = 0; i < COUNT(keys); i++)
        if (slice_is(name, keys[i].name)) return true;
    return false;
}

static void envelope_take(struct line *l, const struct json *object)
{
    for (size_t i = 0; i < COUNT(keys); i++) {
        const struct json *v = json_find(object, keys[i].name);
        bool there = v && v->kind != JSON_NULL;
        if (there ? !keys[i].take(l, v) : keys[i].required)
            l->candidate.malformed |= (uint32_t)keys[i].item;
    }
    const struct json *v = json_first(object);
    for (size_t i = 0; i < object->n; i++, v = json_next(v))
        if (!key_known(l, v->key) && json_is_last(object, v)) l->out->dropped++;
}

/* ---- the type and its fields ---- */

static enum rc type_take(struct line *l, struct why *why)
{
    struct fact *f = &l->out->fact;
    if (!l->has_source || !f->type_name.at ||
        !json_type_find(f->type_name, f->source, event_source_name(f->source), &f->type)) {
        l->candidate.malformed |= ADMIT_TYPE;
        return RC_OK;
    }
    if (!l->data && !type_is_retraction(f->type_name)) l->candidate.malformed |= ADMIT_DATA;
    if (!l->data || l->data->kind != JSON_OBJECT) return RC_OK;
    struct json_fields found = { 0 };
    enum rc rc = json_fields_take(l->data, l->arena, f, &found, why);
    l->candidate.fields_malformed = found.malformed;
    l->out->dropped += found.dropped;
    return rc;
}

/* ---- words about nobody ---- */

static const struct nobody_row {
    const char *type;
    enum json_event_kind kind;
} nobodies[] = {
    { "hub.opened", JSON_EVENT_OPENED },
    { "hub.heartbeat", JSON_EVENT_BEAT },
    { "hub.ruleset.activated", JSON_EVENT_RULES },
};

static const struct nobody_row *nobody_find(const struct line *l)
{
    const struct fact *f = &l->out->fact;
    if (!l->has_source || f->source != SOURCE_HUB) return NULL;
    for (size_t i = 0; i < COUNT(nobodies); i++)
        if (slice_is(f->type_name, nobodies[i].type)) return &nobodies[i];
    return NULL;
}

static void refuse(struct json_event *e, const char *reason)
{
    e->kind = JSON_EVENT_REFUSED;
    if (!text_from(slice_str(reason), &e->reason)) e->reason = (struct text){ "" };
}

static void rules_take(struct line *l)
{
    const struct json *name = NULL, *hash = NULL;
    if (l->data && l->data->kind == JSON_OBJECT) {
        name = json_find(l->data, "ruleset");
        hash = json_find(l->data, "sha256");
    }
    if (!l->data || l->data->kind != JSON_OBJECT)
        refuse(l->out, "data");
    else if (!name || !text_of(name, &l->out->ruleset))
        refuse(l->out, "field:ruleset");
    else if (!hash || !text_of(hash, &l->out->sha256))
        refuse(l->out, "field:sha256");
}

/* ---- the line ---- */

static void hop_take(struct line *l, const struct json *object)
{
    struct json_hop h = { .cause = -1 };
    const struct json *hop = json_find(object, "hop");
    if (!hop || hop->kind != JSON_OBJECT) return;
    const struct json *kind = json_find(hop, "kind"), *member = json_find(hop, "member"),
                      *to = json_find(hop, "to"), *partition = json_find(hop, "partition"),
                      *cause = json_find(hop, "cause");
    if (!kind || !member || !to || !partition || !cause) return;
    if (text_of(kind, &h.kind) && text_of(member, &h.member) && text_of(to, &h.to) &&
        json_integer(partition, &h.partition) && json_integer(cause, &h.cause))
        l->out->hop = h;
}

static void places_take(struct line *l, const struct json *object)
{
    const struct json *partition = json_find(object, "partition"),
                      *cause = json_find(object, "cause");
    if (!l->way->logged || !partition || !cause) return;
    l->out->has_place =
        json_integer(partition, &l->out->partition) && json_integer(cause, &l->out->cause);
    hop_take(l, object);
    const struct json *gone = json_find(object, "gone");
    if (gone && !text_of(gone, &l->out->gone)) l->out->gone = (struct slice){ NULL, 0 };
}

static bool arrival_take(struct line *l, const struct json *object)
{
    const struct json *v = json_find(object, "ingested_at");
    instant arrival;
    if (!v || !instant_of(v, &arrival)) return false;
    if (l->way->has_last && is_before(arrival, l->way->last)) return false;
    l->out->has_arrival = true;
    l->out->arrival = l->out->fact.arrival = arrival;
    return true;
}

static void as_in_the_line(struct json_event *e, const struct json *object)
{
    static const struct {
        const char *key;
        size_t at;
    } rows[] = {
        { "pid", offsetof(struct json_event, pid) },
        { "id", offsetof(struct json_event, id) },
        { "source", offsetof(struct json_event, source) },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slice text = slice_str("");
        const struct json *v = json_find(object, rows[i].key);
        if (v && !text_of(v, &text)) text = slice_str("");
        memcpy((char *)e + rows[i].at, &text, sizeof text);
    }
}

static enum rc judge(struct line *l, struct why *why)
{
    struct json_event *e = l->out;
    struct fact *f = &e->fact;
    if (!l->has_recorded) f->recorded_at = f->event_time;
    if (!l->has_stamp) f->stamp = f->arrival;
    l->candidate.fact = f;
    e->kind = JSON_EVENT_FACT;
    const struct nobody_row *nobody = nobody_find(l);
    if (nobody && !l->has_pid) {
        e->kind = nobody->kind;
        if (e->kind == JSON_EVENT_RULES) rules_take(l);
        return RC_OK;
    }
    enum rc rc = type_take(l, why);
    if (nobody) l->candidate.malformed |= ADMIT_TYPE; /* of somebody they are no event */
    if (rc == RC_OK && !admit(&l->candidate, &e->reason)) e->kind = JSON_EVENT_REFUSED;
    return rc;
}

static bool is_blank(struct slice line)
{
    for (size_t i = 0; i < line.n; i++)
        if (!strchr(" \t\r\n", line.at[i]) || line.at[i] == 0) return false;
    return true;
}

static enum rc object_take(struct line *l, const struct json *object, struct why *why)
{
    as_in_the_line(l->out, object);
    envelope_take(l, object);
    places_take(l, object);
    if (arrival_take(l, object)) return judge(l, why);
    refuse(l->out, "ingested_at");
    return RC_OK;
}

enum rc json_event_read(struct slice line, const struct json_event_way *way, struct arena *a,
    struct json_event *ret, struct why *why)
{
    struct json_event e = {
        .fact = { .version = 1 }, .pid = slice_str(""), .id = slice_str(""), .source = slice_str("")
    };
    struct line l = { .out = &e, .arena = a, .way = way };
    const struct json *object = NULL;
    enum rc rc = RC_REFUSED;
    if (is_blank(line)) {
        *ret = e;
        return RC_OK;
    }
    if (line.n <= JSON_EVENT_MAX) rc = json_read(line, a, &object, why);
    if (rc == RC_REFUSED || (rc == RC_OK && object->kind != JSON_OBJECT)) {
        refuse(&e, "json");
        rc = RC_OK;
    } else if (rc == RC_OK) {
        rc = object_take(&l, object, why);
    }
    if (rc == RC_OK) *ret = e;
    return rc;
}
