#include <stdio.h>
#include <stdlib.h>

#include "laws/history.h"

static uint64_t below(struct history *h, uint64_t n) { return random_below(&h->random, n); }

static struct slice text_into(char *room, size_t size, const char *word, uint64_t n)
{
    int used = snprintf(room, size, "%s%llu", word, (unsigned long long)n);
    return slice_of(room, (size_t)used);
}

/* Words; UUIDs with a count in them, not in the order of their making; such as domain.md B1 wants,
 * often several of one millisecond. */
static struct slice id_into(struct history *h, char room[40], instant recorded)
{
    size_t n = h->n;
    uint64_t ms = (uint64_t)recorded.us / 1000 + below(h, 3), rest = random_next(&h->random);
    int used = 0;
    switch (h->ids) {
    case IDS_WORDS: return text_into(room, 40, "e", n);
    case IDS_COUNTED:
        used = snprintf(
            room, 40, "%08zx-0000-7000-8000-%012zx", n * 2654435761u & 0xffffffff, n);
        break;
    case IDS_DRAWN:
        used = snprintf(room, 40, "%08x-%04x-7%03x-9%03x-%012llx", (unsigned)(ms >> 16),
            (unsigned)(ms & 0xffff), (unsigned)(rest >> 52), (unsigned)(rest >> 36 & 0xfff),
            (unsigned long long)(rest & 0xffffffffffff));
        break;
    }
    return slice_of(room, (size_t)used);
}

static struct slice place_pick(struct history *h, const struct field_row *row, char *room)
{
    static const char *const towns[] = { "460108004", "460105001", "469005100", "469024103",
        "440305001", "460400100" };
    size_t digits = row->digits[9] ? 9 : 6;
    memcpy(room, towns[below(h, COUNT(towns))], digits);
    return slice_of(room, digits);
}

/* A text of a field that names things: few of them, so that facts speak of the same. */
static struct slice name_pick(struct history *h, const struct field_row *row, char *room)
{
    static const char *const tasks[] = { "proposal", "proposal", "proposal", "X1:469005",
        "welfare_visit:2025-03-01" };
    if (strcmp(row->name, "task") == 0) return slice_str(tasks[below(h, COUNT(tasks))]);
    if (strcmp(row->name, "contest") == 0 && h->n > 0) return h->at[below(h, h->n)]->fact.id;
    return text_into(room, 24, row->name[0] == 'b' ? "t" : row->name, below(h, 3));
}

static int64_t day_pick(struct history *h, const struct field_row *row, int64_t today)
{
    if (strcmp(row->name, "sampled") == 0) return today - (int64_t)below(h, 4);
    bool later = strcmp(row->name, "to") == 0 || strcmp(row->name, "end") == 0 ||
                 strcmp(row->name, "until") == 0;
    return today + (int64_t)below(h, 8) * (later ? 3 : -1);
}

static void list_fill(struct history *h, struct made *m, const struct field_row *row,
    struct fact_value *v)
{
    v->list.n = (size_t)below(h, 3);
    for (size_t i = 0; i < v->list.n; i++)
        m->ordinals[i] = (uint8_t)below(h, row->n_symbols ? row->n_symbols : 1);
    v->list.ordinals = row->kind == FIELD_ENUMS ? m->ordinals : NULL;
    if (row->kind != FIELD_TEXTS) return;
    for (size_t i = 0; i < v->list.n; i++)
        m->list[i] = h->n ? h->at[below(h, h->n)]->fact.id : slice_str("e0");
    v->list.texts = m->list;
}

static void value_fill(struct history *h, struct made *m, size_t i, int64_t today)
{
    const struct field_row *row = &event_rows[m->fact.type].fields[i];
    struct fact_value *v = &m->fact.values[i];
    v->there = row->required || below(h, 3) == 0;
    if (!v->there) return;
    switch (row->kind) {
    case FIELD_TEXT: v->text = name_pick(h, row, m->texts[i]); break;
    case FIELD_REGION: v->text = place_pick(h, row, m->texts[i]); break;
    case FIELD_TEXTS:
    case FIELD_ENUMS: list_fill(h, m, row, v); break;
    case FIELD_ENUM: v->number = (int64_t)below(h, row->n_symbols); break;
    case FIELD_INTEGER: v->number = row->min + (int64_t)below(h, 20); break;
    case FIELD_BOOLEAN: v->number = (int64_t)below(h, 2); break;
    case FIELD_DATE: v->number = day_pick(h, row, today); break;
    case FIELD_INSTANT: v->number = m->fact.event_time.us - (int64_t)below(h, 3) * DAYS(1).us; break;
    }
}

/* Ordinary days are most of a life; the rest is anything at all. */
static enum event_type type_pick(struct history *h)
{
    static const enum event_type common[] = { EVENT_POLICE_CHECKIN_APP, EVENT_HEALTH_MMT_DOSE,
        EVENT_POLICE_TEST_RECORDED, EVENT_POLICE_TEST_MISSED, EVENT_POLICE_ABSENCE_RECORDED,
        EVENT_HUB_REVIEW_DECIDED, EVENT_POLICE_LEAVE_APPROVED, EVENT_HEALTH_MMT_HOLD };
    for (;;) {
        enum event_type t = (enum event_type)below(h, EVENT_TYPES);
        if (below(h, 3) > 0) t = common[below(h, COUNT(common))];
        bool ends = t == EVENT_POLICE_CONTROL_ENDED || t == EVENT_CIVIL_PERSON_DECEASED ||
                    t == EVENT_HEALTH_PERSON_DECEASED;
        if (ends && below(h, 4) > 0) continue;
        bool nobody = t == EVENT_HUB_OPENED || t == EVENT_HUB_HEARTBEAT ||
                      t == EVENT_HUB_RULESET_ACTIVATED || t == EVENT_HUB_IDENTITY_LINKED ||
                      t == EVENT_HUB_IDENTITY_UNLINKED || t == EVENT_HUB_FILE_ERASED;
        if (!nobody && !strstr(event_rows[t].name, "retracted")) return t;
    }
}

static enum event_type retraction_of(enum event_source s)
{
    for (int t = 0; t < EVENT_TYPES; t++)
        if (event_rows[t].source == s && strstr(event_rows[t].name, ".retracted"))
            return (enum event_type)t;
    return EVENT_TYPES;
}

/* Sometimes a fact corrects an earlier one of its source. */
static void link_pick(struct history *h, struct made *m)
{
    if (h->n == 0 || below(h, 12) > 0) return;
    const struct fact *target = &h->at[below(h, h->n)]->fact;
    memcpy(m->link, target->id.at, target->id.n);
    struct slice id = slice_of(m->link, target->id.n);
    if (below(h, 2) == 0) {
        m->fact.type = retraction_of(target->source);
        m->fact.retracts = id;
    } else if (!target->retracts.at) {
        m->fact.type = target->type;
        m->fact.supersedes = id;
    }
    m->fact.source = event_rows[m->fact.type].source;
}

static struct made *fact_make(struct history *h, instant at)
{
    struct made *m = calloc(1, sizeof *m);
    if (!m) abort();
    struct fact *f = &m->fact;
    f->type = type_pick(h);
    f->source = event_rows[f->type].source;
    f->event_time = f->recorded_at = f->arrival = f->stamp = at;
    f->version = 1;
    f->pid = slice_str("p");
    if (below(h, 6) == 0) f->recorded_at = instant_plus(at, HOURS(below(h, 90)));
    f->id = id_into(h, m->id, f->recorded_at);
    link_pick(h, m);
    if (below(h, 6) == 0) f->stamp = instant_plus(at, HOURS(below(h, 120)));
    f->type_name = slice_str(event_rows[f->type].name);
    for (size_t i = 0; i < event_rows[f->type].n_fields; i++)
        value_fill(h, m, i, instant_date(at).days);
    return m;
}

struct history history_make(uint64_t seed)
{
    struct history h = { .random = random_seeded(seed) };
    h.ids = (enum history_ids)below(&h, 3);
    size_t n = 5 + (size_t)below(&h, 200);
    int64_t step = (int64_t)below(&h, 4) * 8 + 1;
    instant at = instant_plus(date_start(date_of(2025, 1, 6)), HOURS(9));
    for (size_t i = 0; i < n; i++) {
        bool tied = below(&h, 8) == 0; /* the ids decide (R5) */
        if (!tied) at = instant_plus(at, HOURS(below(&h, (uint64_t)step * 2)));
        h.at[i] = fact_make(&h, at);
        h.n++;
    }
    h.end = instant_plus(at, DAYS(below(&h, 200) + 6));
    if (below(&h, 10) == 0) h.end = instant_plus(at, DAYS(2100)); /* years count too */
    return h;
}

void history_free(struct history *h)
{
    for (size_t i = 0; i < h->n; i++) free(h->at[i]);
    h->n = 0;
}
