#include "simulate/tell.h"

#include <stdio.h>

#include "simulate/places.h"
#include "simulate/slips.h"
#include "vault/pid.h"

/* --- who --- */

struct subject person_subject(const struct person *p, bool other, char room[DOC_CHARS + 1])
{
    if (!other) return (struct subject){ p->doc_type, slice_str(p->doc_no) };
    (void)snprintf(room, DOC_CHARS + 1, "EH%07u", p->n);
    return (struct subject){ DOC_PASSPORT, slice_str(room) };
}

struct text person_pid(const struct world *w, const struct person *p, bool other)
{
    char room[DOC_CHARS + 1];
    struct subject s = person_subject(p, other, room);
    struct document document;
    struct text pid = { "" };
    if (w->conf.secrets && document_from(&s, &document)) {
        pid = pid_of(w->conf.secrets, &document);
        document_zero(&document);
    } else {
        text_print(&pid, "%c%07u", other ? 'q' : 'p', p->n);
    }
    return pid;
}

struct name name_draw(struct random *luck, instant at)
{
    struct name name;
    uint64_t a = random_next(luck), b = random_next(luck), ms = (uint64_t)(at.us / 1000);
    (void)snprintf(name.at, sizeof name.at, "%08x-%04x-7%03x-%04x-%012llx", (unsigned)(ms >> 16),
        (unsigned)(ms & 0xffff), (unsigned)(a & 0xfff), (unsigned)(0x8000 | (a >> 16 & 0x3fff)),
        (unsigned long long)(b & 0xffffffffffff));
    return name;
}

/* --- an event --- */

static struct slice keep(struct life *l, const char *text)
{
    struct slice copy = arena_copy(l->world->turn, slice_str(text));
    if (!copy.at) world_fails(l->world, RC_BROKEN, "an event is too large");
    return copy;
}

static enum legal_basis basis_of(enum event_type type)
{
    if (type == EVENT_HEALTH_EMERGENCY_OVERDOSE) return LEGAL_BASIS_EMERGENCY;
    return event_rows[type].source == SOURCE_HEALTH ? LEGAL_BASIS_CONSENT : LEGAL_BASIS_STATUTE;
}

/* Human resources writes a small x, and is understood. */
static void number_soften(struct life *l, struct slice *number)
{
    char copy[DOC_CHARS + 1] = { 0 };
    memcpy(copy, number->at, MIN(number->n, (size_t)DOC_CHARS));
    if (copy[DOC_CHARS - 1] == 'X') copy[DOC_CHARS - 1] = 'x';
    *number = keep(l, copy);
}

static void tell_who(struct life *l, enum event_source source)
{
    struct event *e = &l->world->draft;
    char room[DOC_CHARS + 1];
    e->has_subject = source != SOURCE_HUB;
    if (!e->has_subject) {
        e->fact.pid = keep(l, person_pid(l->world, l->p, false).at);
        return;
    }
    struct subject s = person_subject(l->p, source == SOURCE_HR && is(l->p, IS_DOUBLE), room);
    e->subject = (struct subject){ s.doc_type, arena_copy(l->world->turn, s.doc_no) };
    if (source == SOURCE_HR && s.doc_type == DOC_CN_ID) number_soften(l, &e->subject.doc_no);
}

void tell(struct life *l, enum event_type type)
{
    struct event *e = &l->world->draft;
    char actor[16];
    arena_reset(l->world->turn);
    *e = (struct event){ .fact = { .type = type, .source = event_rows[type].source } };
    e->fact.version = 1;
    e->fact.legal_basis = basis_of(type);
    e->fact.event_time = l->at;
    e->fact.recorded_at = instant_plus(l->at, SECONDS(lucky(l->p, 0, 240)));
    tell_who(l, e->fact.source);
    l->world->last = name_draw(&l->p->luck, e->fact.recorded_at);
    e->fact.id = keep(l, l->world->last.at);
    if (e->fact.source == SOURCE_HUB || !happens(l->p, 600)) return;
    (void)snprintf(
        actor, sizeof actor, "%.2s-%05d", event_source_name(e->fact.source), lucky(l->p, 1, 1411));
    e->fact.actor = keep(l, actor);
}

static struct fact_value *value(struct life *l, int field)
{
    struct fact_value *v = &l->world->draft.fact.values[field];
    v->there = true;
    return v;
}

void tell_text(struct life *l, int field, const char *text)
{
    value(l, field)->text = keep(l, text);
}

void tell_number(struct life *l, int field, int64_t n) { value(l, field)->number = n; }

void tell_ordinals(struct life *l, int field, const uint8_t *ordinals, size_t n)
{
    struct fact_list *list = &value(l, field)->list;
    list->ordinals = arena_copy(l->world->turn, slice_of(ordinals, n)).at;
    list->n = n;
}

void tell_texts(struct life *l, int field, const struct text *texts, size_t n)
{
    struct slice *all = arena_take(l->world->turn, n * sizeof *all);
    value(l, field)->list = (struct fact_list){ .n = all ? n : 0, .texts = all };
    if (!all) world_fails(l->world, RC_BROKEN, "an event is too large");
    for (size_t i = 0; all && i < n; i++) all[i] = keep(l, texts[i].at);
}

void tell_region(struct life *l, struct text code)
{
    l->world->draft.fact.region = keep(l, code.at);
}

void tell_town(struct life *l) { l->world->draft.fact.town = keep(l, place_town(l->p->town).at); }

void told_at(struct life *l, instant stamp) { slips_post(l, stamp); }

void told(struct life *l)
{
    struct fact *f = &l->world->draft.fact;
    bool waits = f->type == EVENT_HEALTH_MMT_DOSE && is_before(l->at, l->p->doses_land);
    instant sent = instant_plus(f->recorded_at, (span){ lucky(l->p, 200, 20000) * 1000 });
    told_at(l, waits ? instant_plus(l->p->doses_land, SECONDS(lucky(l->p, 1, 30))) : sent);
}

void tell_remember(struct life *l)
{
    l->p->cause = l->world->last;
    l->p->cause_source = (uint8_t)l->world->draft.fact.source;
}
