/* Not yet: alerts come with their rules. */
#include "domain/alerts.h"
#include "domain/walk.h"

void alerts_take(struct walk *w, const struct item *item) { (void)w, (void)item; }

void alerts_free(struct alerts *a, struct room *room) { LIST_FREE(room, &a->unplaced); }

bool alerts_state(const struct walk *w, struct arena *a, struct hub_file_state *ret)
{
    (void)w, (void)a, (void)ret;
    return true;
}

void alerts_tell(const struct walk *w, struct alerts_told *told, struct tongue *tongue)
{
    (void)w, (void)told, (void)tongue;
}

void alerts_hear(
    const struct walk *w, struct alerts_told *told, const struct hub_signal *s, struct room *room)
{
    (void)w, (void)told, (void)s, (void)room;
}

void alerts_told_form(struct alerts_told *told, struct form *form, struct room *room)
{
    (void)told, (void)form, (void)room;
}

void alerts_told_free(struct alerts_told *told, struct room *room) { (void)told, (void)room; }
