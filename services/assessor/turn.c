/* Whichever way a step goes, the file and what was last said of it come out the same. */
#include "turn.h"

#include "shred.h"

static struct cause cause_of(const struct turn *t, const struct folder *f)
{
    struct cause c = { .offset = t->step.cause };
    memcpy(c.pid.at, f->pid, sizeof f->pid);
    return c;
}

bool turn_is_spoken(const struct part *p, const struct cause *c)
{
    return cause_compare(c, &p->mark) <= 0;
}

/* --- speaking --- */

static struct hub_signal refusal_signal(
    struct slice event, enum event_source source, struct slice reason)
{
    return (struct hub_signal){ .kind = HUB_SIGNAL_KIND_QUARANTINED,
        .event = event,
        .source = slice_str(event_source_name(source)),
        .reason = reason };
}

/* What the file refused before the opening stands behind what it says, whose places are kept. */
static enum rc refusals_add(
    const struct folder *f, struct arena *a, struct signals *said, struct why *why)
{
    if (!f->refusals) return RC_OK;
    size_t n = said->n + f->refusals->n;
    struct hub_signal *all = arena_take(a, n * sizeof *all);
    if (!all) return why_set(why, RC_BROKEN, "the arena is full");
    if (said->n) memcpy(all, said->at, said->n * sizeof *all);
    for (size_t i = 0; i < f->refusals->n; i++) {
        const struct refusal *r = &f->refusals->at[i];
        all[said->n + i] = refusal_signal(slice_text(&r->event), r->source, slice_text(&r->reason));
    }
    *said = (struct signals){ .at = all, .n = n };
    return RC_OK;
}

static enum rc file_says(
    struct part *p, struct folder *f, const struct turn *t, struct signals *ret, struct why *why)
{
    struct arena *a = p->office->word;
    if (!t->refused) {
        enum rc rc = file_step(f->file, &p->sets.book, &t->step, a, ret, why);
        return rc == RC_OK ? refusals_add(f, a, ret, why) : rc;
    }
    struct hub_signal *s = arena_take(a, sizeof *s);
    if (!s) return why_set(why, RC_BROKEN, "the arena is full");
    *s = refusal_signal(t->line->event, t->source, slice_str(t->refused));
    *ret = (struct signals){ .at = s, .n = 1 };
    return RC_OK;
}

static enum rc speak(struct part *p, struct folder *f, const struct turn *t, struct why *why)
{
    struct office *o = p->office;
    struct signals said = { .n = 0 };
    struct hub_file_state state;
    struct hub_change_body body;
    struct change_said after;
    struct change_step step = { .token = slice_of(t->key->token.at, sizeof t->key->token.at),
        .ruleset = slice_text(&rulebook_at(&p->sets.book, t->step.at)->name),
        .line = t->line,
        .state = &state };
    arena_reset(o->word);
    enum rc rc = file_says(p, f, t, &said, why);
    if (rc == RC_OK) rc = file_state(f->file, &p->sets.book, t->step.at, o->word, &state, why);
    step.facts = file_facts(f->file);
    step.town = file_town(f->file);
    step.signals = said.at;
    step.n_signals = said.n;
    if (rc == RC_OK) rc = change_build(&step, &f->said, o->word, &body, &after, why);
    f->due = file_due(f->file);
    if (rc != RC_OK || !change_needed(&step, &f->said, &after)) return rc;
    const struct voice_step voice = { t->step.cause, t->step.at, t->stamp };
    rc = voice_says(&p->voice, &voice, t->key, &body, why);
    if (rc != RC_OK) return why_add(why, RC_BROKEN, "a change was not said");
    f->said = after;
    people_changed(&p->people, f);
    return RC_OK;
}

/* --- hearing --- */

static enum rc hear(struct part *p, struct folder *f, const struct turn *t,
    const struct hub_change *change, struct why *why)
{
    struct office *o = p->office;
    struct hub_change_body body = { .facts = -1 };
    enum rc rc = RC_OK;
    arena_reset(o->word);
    if (change) {
        const struct person_key *key = NULL;
        rc = keys_find(o->keys, p->number, slice_str(f->pid), change->key_id, &key, why);
        if (rc == RC_OK) rc = voice_opens(&p->voice, change, key, o->word, &body, why);
        if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc; /* shredded since */
        change_heard(&f->said, &body);
        people_changed(&p->people, f);
    }
    const struct signals said = { .at = body.signals.at, .n = body.signals.n };
    if (!t->refused) rc = file_hear(f->file, &p->sets.book, &t->step, &said, why);
    f->due = file_due(f->file);
    return rc;
}

static enum rc turn_go(struct part *p, struct folder *f, struct turn *t, bool due, struct why *why)
{
    const struct cause cause = cause_of(t, f);
    const struct hub_change *change = NULL;
    enum rc rc = RC_OK;
    if (turn_is_spoken(p, &cause)) {
        if (p->told) rc = told_at(p->told, &cause, &change, why);
        return rc == RC_OK && (due || change) ? hear(p, f, t, change, why) : rc;
    }
    if (!due) return RC_OK;
    if (!t->key) rc = keys_current(p->office->keys, p->number, slice_str(f->pid), &t->key, why);
    if (rc == RC_REFUSED) return RC_OK; /* shredded: nobody is there to be spoken of */
    p->steps++;
    return rc == RC_OK ? speak(p, f, t, why) : rc;
}

enum rc turn_take(struct part *p, struct folder *f, struct turn *t, bool due, struct why *why)
{
    bool was_shredded = file_is_shredded(f->file);
    enum rc rc = turn_go(p, f, t, due, why);
    if (rc == RC_OK && !was_shredded && file_is_shredded(f->file)) shred_note(p, f);
    return rc;
}
