#include "simulate/slips.h"

#include "simulate/tell.h"

enum { LATE_HOURS = 144, AGAIN_SECONDS = 10800, SECOND_US = 1000000, MINUTE_US = 60 * SECOND_US };

/* What agencies take back and replace by themselves; the rest is what stories are made of. */
static const enum event_type light[] = {
    EVENT_POLICE_CHECKIN_APP,
    EVENT_POLICE_COUNSELLING_VIDEO,
    EVENT_POLICE_VISIT_RECORDED,
    EVENT_POLICE_STATION_ACTIVITY,
    EVENT_POLICE_TEST_MISSED,
    EVENT_HR_PENSION_CONTRIBUTED,
    EVENT_HR_OFFER_MADE,
    EVENT_HR_TRAINING_COMPLETED,
    EVENT_CIVIL_AID_RECORDED,
    EVENT_CIVIL_ALLOWANCE_PAID,
    EVENT_CIVIL_CHILD_SUPPORTED,
    EVENT_HEALTH_MMT_DOSE,
    EVENT_HEALTH_MMT_URINE,
    EVENT_HEALTH_MENTAL_ASSESSED,
    EVENT_HEALTH_INSURANCE_ENROLLED,
    EVENT_JUSTICE_AFTERCARE_VISIT,
    EVENT_JUSTICE_LEGAL_AID_OPENED,
};

static bool is_light(enum event_type type)
{
    for (size_t i = 0; i < COUNT(light); i++)
        if (light[i] == type) return true;
    return false;
}

instant slips_arrival(instant event_time, instant wanted)
{
    int64_t us = wanted.us / 1000 * 1000, edge = event_time.us + HOURS(72).us;
    if (us > edge - 15 * MINUTE_US && us < edge + 15 * MINUTE_US)
        us = edge / 1000 * 1000 + 16 * MINUTE_US;
    instant tick = tick_at_or_after((instant){ us });
    if (tick.us - us <= SECOND_US) us = tick.us + SECOND_US;
    return (instant){ us };
}

static enum event_type retraction_of(enum event_source source)
{
    switch (source) {
    case SOURCE_POLICE: return EVENT_POLICE_RETRACTED;
    case SOURCE_HR: return EVENT_HR_RETRACTED;
    case SOURCE_CIVIL: return EVENT_CIVIL_RETRACTED;
    case SOURCE_HEALTH: return EVENT_HEALTH_RETRACTED;
    case SOURCE_JUSTICE: return EVENT_JUSTICE_RETRACTED;
    case SOURCE_HUB:
    case SOURCES: break;
    }
    return EVENT_HUB_RETRACTED;
}

/* The bytes of an event; empty if it could not be written. */
static struct slice written(struct world *w, const struct event *e)
{
    buffer_reset(&w->bytes);
    enum rc rc = event_write(e, &w->bytes, &w->why);
    if (rc != RC_OK) world_fails(w, rc, "an event");
    return rc == RC_OK ? buffer_slice(&w->bytes) : slice_str("");
}

static void post(struct life *l, const struct event *e, struct slice bytes, instant stamp)
{
    struct mail mail = {
        .stamp = slips_arrival(e->fact.event_time, stamp),
        .source = e->fact.source,
        .person = l->p->n,
        .other = e->fact.source == SOURCE_HR && is(l->p, IS_DOUBLE),
        .value = bytes,
    };
    if (bytes.n == 0) return;
    memcpy(mail.id, e->fact.id.at, MIN(e->fact.id.n, sizeof mail.id - 1));
    if (!outbox_add(l->world->outbox, &mail)) world_fails(l->world, RC_BROKEN, "out of memory");
}

/* --- taken back, replaced --- */

static void retract(struct life *l, struct event e, const char *id, instant at)
{
    struct name name = name_draw(&l->p->luck, at);
    struct slice target = slice_str(id), bytes;
    e.fact = (struct fact){
        .id = slice_str(name.at),
        .pid = e.fact.pid,
        .source = e.fact.source,
        .type = retraction_of(e.fact.source),
        .version = 1,
        .event_time = at,
        .recorded_at = instant_plus(at, SECONDS(30)),
        .retracts = target,
        .legal_basis = e.fact.legal_basis,
    };
    bytes = written(l->world, &e);
    post(l, &e, bytes, instant_plus(at, SECONDS(60)));
}

void slips_retract(struct life *l, enum event_source source, const char *id)
{
    tell(l, retraction_of(source));
    retract(l, l->world->draft, id, l->at);
}

/* What the agency says instead. */
static void correct(struct fact *f)
{
    if (f->type == EVENT_POLICE_CHECKIN_APP)
        f->values[POLICE_CHECKIN_APP_RESULT].number = POLICE_CHECKIN_RESULT_OK;
    else if (f->type == EVENT_CIVIL_AID_RECORDED)
        f->values[CIVIL_AID_RECORDED_CATEGORY].number = CIVIL_AID_CATEGORY_EMPLOYMENT;
    else if (f->type == EVENT_POLICE_COUNSELLING_VIDEO)
        f->values[POLICE_COUNSELLING_VIDEO_MINUTES].number += 5;
    else
        f->version = 2;
}

static void supersede(struct life *l, struct event e, instant at)
{
    struct name name = name_draw(&l->p->luck, at);
    e.fact.supersedes = e.fact.id;
    e.fact.id = slice_str(name.at);
    e.fact.recorded_at = at;
    correct(&e.fact);
    post(l, &e, written(l->world, &e), instant_plus(at, SECONDS(20)));
}

/* --- what no agency should send --- */

enum broken { CHECK_DIGIT, COMMON_YEAR, FUTURE, NO_PLACE, NO_TYPE, CUT, NUMBER_IN_TEXT, BROKEN };

/* Makes the event wrong; the bytes of the last two kinds are spoilt afterwards. */
static void spoil(struct event *e, enum broken kind, instant stamp)
{
    switch (kind) {
    case CHECK_DIGIT:
        e->subject = (struct subject){ DOC_CN_ID, slice_str("460108189001010011") };
        break;
    case COMMON_YEAR:
        e->subject = (struct subject){ DOC_CN_ID, slice_str("460105189302290061") };
        break;
    case FUTURE: e->fact.event_time = instant_plus(stamp, MINUTES(10)); break;
    case NO_PLACE: e->fact.region = slice_str("469004"); break;
    case NUMBER_IN_TEXT: e->fact.actor = slice_str("460108189001010010"); break;
    case NO_TYPE:
    case CUT:
    case BROKEN: break;
    }
}

static void break_one(struct life *l, struct event e, instant stamp)
{
    struct world *w = l->world;
    enum broken kind = (enum broken)random_below(&l->p->luck, BROKEN);
    struct name name = name_draw(&l->p->luck, stamp);
    e.fact.id = slice_str(name.at);
    spoil(&e, kind, stamp);
    struct slice bytes = written(w, &e);
    if (bytes.n == 0) return;
    if (kind == NO_TYPE) w->bytes.at[2] ^= 0x55; /* a fingerprint nobody knows */
    if (kind == CUT) bytes.n = bytes.n * 2 / 3;
    post(l, &e, bytes, stamp);
}

/* --- */

static instant later(struct life *l, instant at, int from_s, int to_s)
{
    return instant_plus(at, SECONDS(lucky(l->p, from_s, to_s)));
}

static void slip(struct life *l, const struct event *e, instant stamp)
{
    const struct province_conf *conf = &l->world->conf;
    if (happens(l->p, conf->duplicates))
        post(l, e, written(l->world, e), later(l, stamp, 1, AGAIN_SECONDS));
    if (happens(l->p, conf->broken)) break_one(l, *e, later(l, stamp, 1, 600));
    if (!is_light(e->fact.type)) return;
    instant next = later(l, stamp, 600, 4 * 86400);
    if (happens(l->p, conf->retracted))
        retract(l, *e, l->world->last.at, next);
    else if (happens(l->p, conf->superseded))
        supersede(l, *e, next);
}

void slips_post(struct life *l, instant stamp)
{
    const struct event *e = &l->world->draft;
    struct world *w = l->world;
    bool agency = e->fact.source != SOURCE_HUB;
    if (!agency && !w->conf.decides) return;
    if (agency && happens(l->p, w->conf.late)) stamp = later(l, stamp, 1800, LATE_HOURS * 3600);
    post(l, e, written(w, e), stamp);
    if (agency) slip(l, e, stamp);
}
