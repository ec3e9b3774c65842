#include "simulate/province.h"

#include <stdlib.h>

#include "simulate/offices.h"
#include "simulate/people.h"
#include "simulate/tell.h"

enum { TURN_BYTES = 64 * 1024, EVENT_BYTES = 64 * 1024 };

instant province_opening(const struct province_conf *conf)
{
    return instant_plus(date_start(date_plus(conf->until, 1 - conf->days)), MINUTES(10));
}

instant province_end(const struct province_conf *conf)
{
    return instant_plus(date_start(conf->until), MINUTES(23 * 60 + 30));
}

void world_fails(struct world *w, enum rc rc, const char *what)
{
    if (w->rc != RC_OK) return;
    w->rc = RC_BROKEN;
    if (!w->why.text[0]) (void)why_set(&w->why, rc, "%s", what);
}

void world_plan(struct world *w, const struct person *p, instant at, enum verb verb, int arg)
{
    instant soon = instant_plus(w->now, MINUTES(30));
    if (!is_before(w->now, at)) at = soon;
    struct act act = { .at = at, .person = p->n, .verb = (uint16_t)verb, .arg = (int16_t)arg };
    if (!agenda_add(w->agenda, act)) world_fails(w, RC_BROKEN, "out of memory");
}

/* --- making and ending a world --- */

static enum rc world_make(struct world *w, const struct province_conf *conf, struct why *why)
{
    *w = (struct world){ .conf = *conf,
        .opened = province_opening(conf),
        .agenda = agenda_new(),
        .outbox = outbox_new(),
        .people = calloc((size_t)conf->people, sizeof *w->people),
        .turn = arena_new(TURN_BYTES),
        .bytes = buffer_new(EVENT_BYTES),
        .slips = random_seeded(conf->seed) };
    if (!w->agenda || !w->outbox || !w->people || !w->turn)
        return why_set(why, RC_BROKEN, "out of memory");
    for (int32_t n = 0; n < conf->people && w->rc == RC_OK; n++) person_make(w, (uint32_t)n);
    return w->rc == RC_OK ? offices_open(w, why) : why_set(why, w->rc, "%s", w->why.text);
}

static void world_end(struct world *w)
{
    offices_close(w);
    agenda_free(w->agenda);
    outbox_free(w->outbox);
    arena_free(w->turn);
    buffer_deinit(&w->bytes);
    free(w->people);
}

static enum rc introduce(struct world *w, const struct sink *sink, struct why *why)
{
    enum rc rc = RC_OK;
    char room[DOC_CHARS + 1];
    for (int32_t n = 0; sink->person && rc == RC_OK && n < w->conf.people; n++) {
        struct subject s = person_subject(&w->people[n], false, room);
        rc = sink->person(sink->self, &s, why);
        if (rc != RC_OK || !is(&w->people[n], IS_DOUBLE)) continue;
        s = person_subject(&w->people[n], true, room);
        rc = sink->person(sink->self, &s, why);
    }
    return rc;
}

/* --- the play --- */

static enum rc act_do(struct world *w, struct why *why)
{
    struct act act = *agenda_next(w->agenda);
    struct life life = { w, &w->people[act.person], act.at, act.arg };
    agenda_done(w->agenda);
    w->now = act.at;
    life_does(&life, (enum verb)act.verb, act.arg);
    return w->rc == RC_OK ? RC_OK : why_set(why, w->rc, "%s", w->why.text);
}

static enum rc mail_do(struct world *w, const struct sink *sink, struct why *why)
{
    const struct mail *mail = outbox_next(w->outbox);
    struct text pid = { "" };
    if (mail->person != NOBODY) pid = person_pid(w, &w->people[mail->person], mail->other);
    enum rc rc = sink->mail(sink->self, mail, &pid, why);
    if (rc == RC_OK) rc = offices_mail(w, mail, why);
    outbox_done(w->outbox);
    return rc;
}

/* A record about nobody, stamped when it says. */
static enum rc moment_do(
    struct world *w, const struct sink *sink, enum event_type type, instant at, struct why *why)
{
    struct text pid = { "" };
    struct name name = name_draw(&w->slips, at);
    struct event e = { .fact = { .id = slice_str(name.at),
                           .source = SOURCE_HUB,
                           .type = type,
                           .version = 1,
                           .event_time = at,
                           .recorded_at = at } };
    struct mail mail = { .stamp = at, .source = SOURCE_HUB, .person = NOBODY };
    memcpy(mail.id, name.at, sizeof mail.id);
    buffer_reset(&w->bytes);
    enum rc rc = sink->hour(sink->self, at, why);
    if (rc == RC_OK) rc = event_write(&e, &w->bytes, why);
    mail.value = buffer_slice(&w->bytes);
    if (rc == RC_OK) rc = sink->mail(sink->self, &mail, &pid, why);
    return rc == RC_OK ? offices_hour(w, at, type == EVENT_HUB_HEARTBEAT, why) : rc;
}

/* Everything that happens or arrives before the gate. */
static enum rc until_gate(struct world *w, const struct sink *sink, instant gate, struct why *why)
{
    enum rc rc = RC_OK;
    while (rc == RC_OK) {
        const struct act *act = agenda_next(w->agenda);
        const struct mail *mail = outbox_next(w->outbox);
        bool arrives = mail && is_before(mail->stamp, gate);
        bool acts = act && is_before(act->at, gate);
        if (arrives && !(acts && is_before(act->at, mail->stamp)))
            rc = mail_do(w, sink, why);
        else if (acts)
            rc = act_do(w, why);
        else
            break;
    }
    return rc;
}

static enum rc play(struct world *w, const struct sink *sink, struct why *why)
{
    instant end = province_end(&w->conf), gate = w->opened;
    enum rc rc = introduce(w, sink, why);
    if (rc == RC_OK) rc = until_gate(w, sink, gate, why);
    if (rc == RC_OK) rc = moment_do(w, sink, EVENT_HUB_OPENED, gate, why);
    /* It lands before anything later does: the door cannot know of an opening it has not seen. */
    if (rc == RC_OK) rc = sink->hour(sink->self, gate, why);
    for (gate = tick_at_or_after(gate); rc == RC_OK && !is_before(end, gate);
         gate = instant_plus(gate, HOURS(1))) {
        rc = until_gate(w, sink, gate, why);
        if (rc == RC_OK) rc = moment_do(w, sink, EVENT_HUB_HEARTBEAT, gate, why);
    }
    return rc;
}

enum rc province_play(const struct province_conf *conf, const struct sink *sink, struct why *why)
{
    struct world world;
    enum rc rc = world_make(&world, conf, why);
    if (rc == RC_OK) rc = play(&world, sink, why);
    world_end(&world);
    return rc;
}
