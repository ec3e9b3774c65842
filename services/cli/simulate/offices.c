#include "simulate/offices.h"

#include <stdio.h>
#include <stdlib.h>

#include "codec/event.h"
#include "domain/admit.h"
#include "domain/file.h"

enum { TURN_BYTES = 1 << 20, WORD_BYTES = 16 << 20 };

struct offices {
    struct desk *desks; /* by person */
    struct rulebook rules;
    struct arena *turn, *words; /* one record; one step */
    int64_t cause;              /* numbers the steps */
    bool open;
};

enum rc offices_open(struct world *w, struct why *why)
{
    if (!w->conf.decides || w->conf.reviews == 0) return RC_OK;
    struct offices *o = w->offices = calloc(1, sizeof *o);
    if (!o) return why_set(why, RC_BROKEN, "out of memory");
    o->rules = rulebook_built_in();
    o->turn = arena_new(TURN_BYTES);
    o->words = arena_new(WORD_BYTES);
    o->desks = calloc((size_t)w->conf.people, sizeof *o->desks);
    if (!o->turn || !o->words || !o->desks) return why_set(why, RC_BROKEN, "out of memory");
    for (int32_t n = 0; n < w->conf.people; n++)
        o->desks[n].luck =
            random_seeded(~w->conf.seed ^ (UINT64_C(0x9e3779b97f4a7c15) * (uint64_t)(n + 1)));
    return RC_OK;
}

void offices_close(struct world *w)
{
    struct offices *o = w->offices;
    if (!o) return;
    for (int32_t n = 0; o->desks && n < w->conf.people; n++) {
        o->desks[n].file = file_free(o->desks[n].file);
        free(o->desks[n].matters);
    }
    free(o->desks);
    arena_free(o->turn);
    arena_free(o->words);
    free(o);
    w->offices = NULL;
}

struct desk *offices_desk(const struct world *w, uint32_t person)
{
    return &w->offices->desks[person];
}

static enum rc assess(struct world *w, uint32_t person, const struct step *step, struct why *why)
{
    struct offices *o = w->offices;
    struct signals said = { 0 };
    arena_reset(o->words);
    enum rc rc = file_step(o->desks[person].file, &o->rules, step, o->words, &said, why);
    for (size_t i = 0; rc == RC_OK && i < said.n; i++) desk_hears(w, person, &said.at[i], step->at);
    return rc;
}

/* Would the door take it? */
static bool is_good(const struct event *e)
{
    struct text reason = { "" };
    const struct candidate c = {
        .fact = &e->fact, .subject = e->has_subject ? &e->subject : NULL, .nameless = true
    };
    return admit(&c, &reason);
}

/* People with two documents are two files until they are linked: offices leave them alone. */
static bool is_followed(const struct world *w, const struct mail *mail)
{
    return w->offices && mail->person != NOBODY && !is(&w->people[mail->person], IS_DOUBLE);
}

static enum rc take(
    struct world *w, const struct mail *mail, const struct fact *fact, struct why *why)
{
    struct offices *o = w->offices;
    struct desk *d = &o->desks[mail->person];
    struct file_answer answer;
    if (!d->file) d->file = file_new(realloc);
    if (!d->file) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = file_add(d->file, fact, &answer, why);
    if (rc != RC_OK || answer.what != FILE_TOOK || !o->open) return rc;
    const struct step step = { .at = mail->stamp, .cause = ++o->cause };
    return assess(w, mail->person, &step, why);
}

enum rc offices_mail(struct world *w, const struct mail *mail, struct why *why)
{
    struct event e;
    struct text pid = { "" };
    if (!is_followed(w, mail)) return RC_OK;
    arena_reset(w->offices->turn);
    enum rc rc = event_read(mail->value, w->offices->turn, &e, why);
    if (rc == RC_REFUSED) return RC_OK;
    if (rc != RC_OK) return rc;
    e.fact.arrival = e.fact.stamp = mail->stamp;
    if (!is_good(&e)) return RC_OK;
    text_print(&pid, "%u", (unsigned)mail->person);
    e.fact.pid = slice_text(&pid);
    return take(w, mail, &e.fact, why);
}

enum rc offices_hour(struct world *w, instant at, bool tick, struct why *why)
{
    struct offices *o = w->offices;
    enum rc rc = RC_OK;
    if (!o) return RC_OK;
    o->open = true;
    const struct step step = { .at = at, .tick = tick, .cause = ++o->cause };
    for (int32_t n = 0; rc == RC_OK && n < w->conf.people; n++) {
        const struct file *f = o->desks[n].file;
        if (f && (!tick || !is_before(at, file_due(f)))) rc = assess(w, (uint32_t)n, &step, why);
    }
    return rc;
}
