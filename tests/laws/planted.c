/* Bugs, planted one at a time by wrapping a function of the domain at link time (-Wl,--wrap): each
 * is of a kind that a law is there to find. LAWS_PLANTED names it. */
#include <stdlib.h>
#include <string.h>

#include "domain/file_inside.h"
#include "domain/quiet.h"

static bool is_planted(const char *bug)
{
    const char *planted = getenv("LAWS_PLANTED");
    return planted && strcmp(planted, bug) == 0;
}

enum ledger_took __real_ledger_add(
    struct ledger *l, const struct fact *fact, struct room *room, uint32_t *ret_from);
enum ledger_took __wrap_ledger_add(
    struct ledger *l, const struct fact *fact, struct room *room, uint32_t *ret_from);
enum ledger_took __wrap_ledger_add(
    struct ledger *l, const struct fact *fact, struct room *room, uint32_t *ret_from)
{
    enum ledger_took took = __real_ledger_add(l, fact, room, ret_from);
    if (is_planted("correction_walks_on")) *ret_from = UINT32_MAX;
    return took;
}

void __real_walk_begin(struct walk *w, struct room *room);
void __wrap_walk_begin(struct walk *w, struct room *room);
void __wrap_walk_begin(struct walk *w, struct room *room)
{
    struct mind left = w->mind;
    __real_walk_begin(w, room);
    if (!is_planted("walk_begins_with_leftovers")) return;
    w->mind.crisis = left.crisis;
    w->mind.crisis_on = left.crisis_on;
}

date __real_walk_quiet_until(const struct walk *w);
date __wrap_walk_quiet_until(const struct walk *w);
date __wrap_walk_quiet_until(const struct walk *w)
{
    date until = __real_walk_quiet_until(w);
    return is_planted("nobody_looks_for_a_month") ? date_plus(w->today, 30) : until;
}

void __real_told_form(struct told *t, struct form *form, struct room *room);
void __wrap_told_form(struct told *t, struct form *form, struct room *room);
void __wrap_told_form(struct told *t, struct form *form, struct room *room)
{
    __real_told_form(t, form, room);
    if (is_planted("snapshot_forgets_a_need") && !form->out) t->needs[0].open = false;
}

void __real_told_hear(struct told *t, const struct walk *w, const struct tongue *step);
void __wrap_told_hear(struct told *t, const struct walk *w, const struct tongue *step);
void __wrap_told_hear(struct told *t, const struct walk *w, const struct tongue *step)
{
    struct tongue heard = *step;
    if (is_planted("last_word_unheard") && heard.n > 0) heard.n--;
    __real_told_hear(t, w, &heard);
}

void __real_told_tasks_step(struct told *t, const struct walk *w, struct tongue *tongue);
void __wrap_told_tasks_step(struct told *t, const struct walk *w, struct tongue *tongue);
void __wrap_told_tasks_step(struct told *t, const struct walk *w, struct tongue *tongue)
{
    __real_told_tasks_step(t, w, tongue);
    if (is_planted("telling_is_not_remembered")) t->tasks.n = 0;
}
