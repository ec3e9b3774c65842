#include "domain/contest.h"
#include "domain/walk.h"

static void take_filed(struct contests *c, const struct item *item, struct room *room)
{
    struct text *id = LIST_ADD(room, &c->open);
    if (id) (void)!text_copy(item->fact->id, id);
}

/* The contest that a decision closes: the one it names, else the oldest; open.n if there is
 * none. */
static uint32_t contest_meant(const struct contests *c, const struct item *item)
{
    const struct fact_value *named = item_value(item, HUB_CONTEST_DECIDED_CONTEST);
    uint32_t i = 0;
    while (named->there && i < c->open.n && !text_is(&c->open.at[i], named->text)) i++;
    return i;
}

/* Would the same person decide twice? */
static bool is_same_reviewer(const struct walk *w, const struct item *item)
{
    return w->proposals.decided &&
           text_is(&w->proposals.reviewer, item_text(item, HUB_CONTEST_DECIDED_REVIEWER));
}

static void take_decided(struct walk *w, const struct item *item)
{
    struct contests *c = &w->contests;
    if (is_same_reviewer(w, item)) {
        struct text *id = LIST_ADD(w->room, &c->refused);
        if (id) (void)!text_copy(item->fact->id, id);
        return;
    }
    uint32_t i = contest_meant(c, item);
    if (i < c->open.n) LIST_DROP(&c->open, i);
}

void contest_take(struct walk *w, const struct item *item)
{
    if (item_is(item, EVENT_HUB_CONTEST_FILED))
        take_filed(&w->contests, item, w->room);
    else if (item_is(item, EVENT_HUB_CONTEST_DECIDED))
        take_decided(w, item);
}

void contests_free(struct contests *c, struct room *room)
{
    LIST_FREE(room, &c->open);
    LIST_FREE(room, &c->refused);
}
